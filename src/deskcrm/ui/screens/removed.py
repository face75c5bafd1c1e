"""Removed and Archived: the people and companies that are out of the lists, to be brought back or erased."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.domain.views import ListQuery
from deskcrm.languages import number, tr, trn
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.columns import PEOPLE_COLUMNS
from deskcrm.ui.models.contact_table import ContactTable
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Label, row
from deskcrm.ui.widgets.contact_view import ContactView
from deskcrm.ui.widgets.empty import EmptyState

_SHOWN = ("name", "organization", "email", "phone", "city", "last_at")


class HiddenScreen(Screen):
    """A list with two things to do: Bring back, and Erase…"""

    asks = ListQuery(kind=None)
    hint = ""
    nobody: tuple[str, str, str] = ("", "", "")
    """What an empty one says: icon, heading, sentence."""

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self.columns = tuple(column for column in PEOPLE_COLUMNS if column.key in _SHOWN)
        self.table = ContactTable(desk, self.columns, self.asks, self)
        self.view = ContactView(self.table)
        self.view.setAccessibleName(self.title)
        self.empty = EmptyState()
        self.empty.say(*self.nobody, tr("Go back"), self.nav.go_back)
        self._stale = False
        self._buttons: list[Button] = []
        self._build()
        self.table.loaded.connect(self._loaded)
        self.view.chosen.connect(lambda _contact: self._enable())
        self.view.opened.connect(self.nav.open_contact)
        self.view.menu_asked.connect(self._menu)
        self.view.escaped.connect(self.nav.go_back)

    def _build(self) -> None:
        self.count = Label("", Type.HEADING, tone="muted", tabular=True)
        head = row(Label(self.title, Type.TITLE, Type.BOLD), self.count, None, spacing=10)
        self.bring_back = Button(tr("Bring back"), icon="archive-restore", click=lambda: self._with(self.restore))
        self.erase_button = Button(tr("Erase…"), "danger", "trash-2", click=lambda: self._with(self.erase))
        self._buttons = [self.bring_back, self.erase_button]
        words_and_buttons = row(Label(self.hint, tone="muted", elide=True), *self._buttons)
        words_and_buttons.setStretch(0, 1)
        for line in (head, words_and_buttons):
            line.setContentsMargins(10, 0, Space.S, 0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, Space.L, Space.M, 0)
        layout.setSpacing(Space.S)
        layout.addLayout(head)
        layout.addLayout(words_and_buttons)
        layout.addWidget(self._stack, 1)

    # what the window tells

    def shown(self) -> None:
        """Read the list the first time, and when something changed meanwhile."""
        if not self.table.ready:
            self.table.reload()
        elif self._stale:
            self.view.refresh()
        self._stale = False

    def on_changed(self, changes: Changes) -> None:
        """Read again what was removed, brought back or changed."""
        if not self.table.ready or not (changes.everything or "contacts" in changes.kinds):
            return
        if self.isVisible():
            self.view.refresh()
        else:
            self._stale = True

    def focus_first(self) -> None:
        """Put the keyboard on the list, or on the way back from an empty one."""
        empty = self.table.ready and not self.table.rowCount()
        (self.empty if empty else self.view).setFocus(Qt.FocusReason.OtherFocusReason)

    # what the list tells

    def _loaded(self) -> None:
        many = self.table.rowCount()
        self.count.setText(number(many) if many else "")
        self.count.setAccessibleName(trn("{count} contact", "{count} contacts", many))
        had_keys = self.isAncestorOf(self.window().focusWidget() or self.window())
        self._stack.setCurrentWidget(self.view if many else self.empty)
        self._enable()
        if had_keys:
            self.focus_first()

    def _enable(self) -> None:
        for button in self._buttons:
            button.setVisible(self.table.rowCount() > 0)
            button.setEnabled(self.view.selected is not None)

    def _menu(self, contact: int, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open"), lambda: self.nav.open_contact(contact))
        menu.addAction(tr("Bring back"), lambda: self.restore(contact))
        menu.addSeparator()
        menu.addAction(tr("Save everything we know…"), lambda: self.save_dossier(contact))
        menu.addAction(tr("Erase for good…"), lambda: self.erase(contact))
        menu.popup(at)

    # what the owner does

    def _with(self, act: Callable[[int], None]) -> None:
        if self.view.selected is not None:
            act(self.view.selected)

    def restore(self, contact: int) -> None:
        """Show a contact in the lists again; the toast offers to undo it."""
        from deskcrm.services import contacts

        self.desk.do(contacts.bring_back, contact, initiator=self)

    def erase(self, contact: int) -> None:
        """Ask whether a contact is to be erased for good."""
        from deskcrm.ui.dialogs.erase import EraseDialog

        EraseDialog(self.desk, contact, self).open()

    def save_dossier(self, contact: int) -> None:
        """Ask for a file, and save everything that is known of a contact there."""
        from deskcrm.ui.dialogs.dossier import ask_where

        listed = self.table.row_at(self.table.row_of(contact))
        ask_where(self.desk, self.nav, contact, listed.name if listed else "", self)


class RemovedScreen(HiddenScreen):
    """Who was removed."""

    title = tr("Removed")
    asks = ListQuery(kind=None, removed=True)
    hint = tr("Out of lists and search, with everything kept. Imports go on updating them, still hidden.")
    nobody = (
        "trash-2",
        tr("Nobody is removed"),
        tr("Whom you remove from People or Companies is kept here, with everything known of them."),
    )


class ArchivedScreen(HiddenScreen):
    """Who was archived."""

    title = tr("Archived")
    asks = ListQuery(kind=None, archived=True)
    hint = tr("Out of the lists; search still finds them, and imports go on updating them.")
    nobody = (
        "archive",
        tr("Nobody is archived"),
        tr(
            "Archive whom you don’t deal with any more: they leave the lists, search finds them, and "
            "they can come back."
        ),
    )
