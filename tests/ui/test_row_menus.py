"""The menus of rows: by right click and by the menu key, with what can be done there and the keys that do it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu

from deskcrm.services import activities, contacts, reads, tasks

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard)")


@pytest.fixture
def anna(few, workspace) -> int:
    found = reads.search(workspace, "anna")[0].id
    activities.log(workspace, found, "note", "Likes marzipan")
    tasks.add(workspace, "Send the catalogue", contact=found)
    return found


def asked(view: QAbstractItemView, row: int, *, by_key: bool) -> QMenu:
    index = view.model().index(row, 0)
    if by_key:
        view.setCurrentIndex(index)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    else:
        at = view.visualRect(index).center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport() if not by_key else view, event)
    (menu,) = [menu for menu in view.findChildren(QMenu) if menu.isVisible()]
    return menu


def names(menu: QMenu) -> list[str]:
    return [action.text().partition("\t")[0] for action in menu.actions()]


def choose(menu: QMenu, name: str) -> None:
    next(action for action in menu.actions() if action.text().startswith(name)).trigger()
    menu.close()


def row_of(view: QAbstractItemView, text: str) -> int:
    model = view.model()
    return next(row for row in range(model.rowCount()) if text in str(model.index(row, 0).data()))


@pytest.mark.parametrize("by_key", [True, False], ids=["menu key", "right click"])
def test_an_operation_is_undone_and_done_again_from_its_menu(window, workspace, anna, settle, by_key):
    contacts.add(workspace, "person", {"given": "Dora"})
    window.open_screen("history")
    settle()
    view = window.current.view
    menu = asked(view, row_of(view, "Dora"), by_key=by_key)
    assert names(menu) == ["Open", "Undo", "Copy"]
    choose(menu, "Undo")
    settle()
    assert not reads.search(workspace, "dora")
    menu = asked(view, row_of(view, "Dora"), by_key=by_key)
    assert names(menu) == ["Open", "Redo", "Copy"]
    menu.close()


@pytest.mark.parametrize("by_key", [True, False], ids=["menu key", "right click"])
def test_a_line_of_the_timeline_has_a_menu(window, workspace, anna, settle, by_key):
    window.open_contact(anna)
    settle()
    view = window.current.view
    menu = asked(view, row_of(view, "marzipan"), by_key=by_key)
    assert names(menu) == ["Open", "Edit…", "Pin", "Copy", "Delete"]
    choose(menu, "Copy")
    assert "Likes marzipan" in QApplication.clipboard().text()
    menu = asked(view, row_of(view, "catalogue"), by_key=by_key)
    assert names(menu) == ["Open", "Mark as done", "Copy", "Delete"]
    choose(menu, "Mark as done")
    settle()
    assert reads.tasks(workspace) == []


def test_a_heading_has_none(window, anna, settle):
    window.open_contact(anna)
    settle()
    view = window.current.view
    at = view.visualRect(view.model().index(0, 0)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    assert not view.findChildren(QMenu)
