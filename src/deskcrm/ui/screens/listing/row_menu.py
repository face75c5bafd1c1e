"""The menu of a row in a list, or of several that are marked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from deskcrm.domain.views import ListRow
from deskcrm.languages import tr
from deskcrm.ui import counted
from deskcrm.ui.widgets.bulk_bar import ACTS, MOST_MERGED

if TYPE_CHECKING:
    from deskcrm.ui.screens.people import ContactsScreen


def show_menu(screen: ContactsScreen, contact: int, at: QPoint) -> None:
    """Offer what can be done with the contact, or with all that are marked."""
    menu = QMenu(screen)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    number = screen.view.marks.count
    if number > 1:
        _fill_for_several(menu, screen, number)
    else:
        _fill(menu, screen, contact)
    menu.popup(at)


def _fill_for_several(menu: QMenu, screen: ContactsScreen, number: int) -> None:
    for act in ACTS:
        if act.key != "merge" or number <= MOST_MERGED:
            name = (
                tr("Merge {people}", people=counted.contacts(screen.kind, number)) if act.key == "merge" else act.label
            )
            menu.addAction(f"{name}…", partial(screen.act, act.key))
    menu.addSeparator()
    menu.addAction(tr("Copy as a table"), screen.bulk.copy)


def _fill(menu: QMenu, screen: ContactsScreen, contact: int) -> None:
    listed = screen.table.row_at(screen.table.row_of(contact))
    menu.addAction(tr("Open"), partial(screen.nav.open_contact, contact))
    menu.addAction(tr("Add a task…"), partial(screen.ask_task, contact, listed.name if listed else ""))
    if listed is not None:
        _offer_copies(menu, listed)
    menu.addAction(tr("Merge with…"), screen.merge)
    menu.addSeparator()
    menu.addAction(tr("Archive"), partial(screen.archive, contact))
    menu.addAction(tr("Remove"), partial(screen.remove, contact))


def _offer_copies(menu: QMenu, listed: ListRow) -> None:
    for label, text in (
        (tr("Copy name"), listed.name),
        (tr("Copy email"), listed.email),
        (tr("Copy phone"), listed.phone),
    ):
        if text:
            menu.addAction(label, _copier(text))


def _copier(text: str) -> Callable[[], None]:
    return lambda: QGuiApplication.clipboard().setText(text)
