"""What the tests of lists share: the screen of people, who is in it, keys, forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from deskcrm.domain.filters import Condition, Node
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ListQuery
from deskcrm.services import contacts, reads
from deskcrm.services.workspace import Workspace

D = TypeVar("D", bound=QDialog)


def names(screen: Any) -> list[str]:
    return [screen.table.index(row, 0).data() for row in range(screen.table.rowCount())]


def press(qtbot: QtBot, widget: QWidget, keys: str) -> None:
    qtbot.keySequence(widget, QKeySequence(keys))


def key(qtbot: QtBot, which: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key pressed where the keyboard is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, which, held)


def typed(qtbot: QtBot, text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClicks(focus, text)


def form(window: QWidget, kind: type[D]) -> D:
    (found,) = [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]
    return found


def menu_of(widget: QWidget) -> dict[str, Callable[[], object]]:
    """The menu that is open, by the words of its lines."""
    (menu,) = [menu for menu in widget.findChildren(QMenu) if menu.isVisible()]

    def pressed(action: Any) -> Callable[[], object]:
        return lambda: (menu.close(), action.trigger())

    return {action.text(): pressed(action) for action in menu.actions() if action.text()}


def by_name(workspace: Workspace) -> dict[str, int]:
    ids = reads.list_ids(workspace, ListQuery(kind=None))
    return {row.name: row.id for row in reads.rows(workspace, ids)}


def tag(workspace: Workspace, name: str, *tags: str) -> None:
    contacts.edit(workspace, by_name(workspace)[name], [Patch("tags", "add", one) for one in tags])


def city(name: str) -> Node:
    return Condition("city", "is", name)
