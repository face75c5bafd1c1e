"""The menu of one row of a list: by a right click where the pointer is, by the menu key under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QMenu

from deskcrm.ui.widgets.keys import native


class Entry(NamedTuple):
    """One line of a menu, with the key that does the same in the list."""

    name: str
    run: Callable[[], object]
    key: str = ""


def asked_for(view: QAbstractItemView, event: QContextMenuEvent) -> tuple[QModelIndex, QPoint]:
    """Return the row that is meant, and where on the screen its menu begins."""
    if event.reason() == QContextMenuEvent.Reason.Mouse:
        at = view.viewport().mapFromGlobal(event.globalPos())
        return view.indexAt(at), event.globalPos()
    index = view.currentIndex()
    return index, view.viewport().mapToGlobal(view.visualRect(index).bottomLeft())


def pop_up(view: QAbstractItemView, at: QPoint, entries: list[Entry]) -> QMenu | None:
    """Show a menu of these; nothing where there are none."""
    if not entries:
        return None
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for entry in entries:
        menu.addAction(f"{entry.name}\t{native(entry.key)}" if entry.key else entry.name, entry.run)
    menu.popup(at)
    return menu


def copier(text: str) -> Callable[[], None]:
    """Return what copies a text."""
    return lambda: QGuiApplication.clipboard().setText(text)
