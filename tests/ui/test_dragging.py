"""People dragged from their list: onto a tag, onto a company beside it, and over the sidebar onto one in its list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from list_helpers import by_name
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskcrm.services import contacts, reads
from deskcrm.services.workspace import Workspace
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.screens.people import ContactsScreen
from deskcrm.ui.widgets.held import DropButton, as_mime

Settle = Callable[[], None]
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def known(workspace: Workspace) -> dict[str, int]:
    for name in ("Anna", "Ben", "Carla"):
        contacts.add(workspace, "person", {"given": name, "tags": ["VIP"] if name == "Carla" else []})
    for name in ("Acme", "Bolt"):
        contacts.add(workspace, "company", {"organization": name})
    return by_name(workspace)


@pytest.fixture
def people(window: MainWindow, settle: Settle, known: dict[str, int]) -> ContactsScreen:
    window.open_screen("people")
    settle()
    assert isinstance(window.current, ContactsScreen)
    return window.current


def drop(target: QWidget, held: Sequence[int], at: QPoint) -> None:
    mime = as_mime(held, "2 people")
    args = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, PLAIN)
    QApplication.sendEvent(target, QDragEnterEvent(at, *args))
    QApplication.sendEvent(target, QDropEvent(QPointF(at), *args, QEvent.Type.Drop))


def shelf_of(people: ContactsScreen, settle: Settle) -> dict[str, DropButton]:
    people.dragging.shelf.come("2 people")
    settle()
    assert people.dragging.shelf.isVisible()
    targets = [button for button in people.dragging.shelf.findChildren(DropButton) if button.isVisible()]
    return {button.accessibleName(): button for button in targets}


def tags_of(workspace: Workspace, contact: int) -> list[str]:
    return list(reads.profile(workspace, contact).fields.get("tags", ()))


def employers(workspace: Workspace, contact: int) -> list[str]:
    return [link.name for link in reads.profile(workspace, contact).links]


def test_a_mouse_drag_takes_all_that_are_marked_and_a_click_none(qtbot: QtBot, people: ContactsScreen) -> None:
    taken: list[list[int]] = []
    people.view.drag_asked.disconnect()  # a real drag waits for a real mouse
    people.view.drag_asked.connect(lambda: taken.append(people.bulk.marked.tolist()))
    people.view.selectAll()
    ground = people.view.viewport()
    at = people.view.visualRect(people.table.index(1, 0)).center()
    qtbot.mouseClick(ground, Qt.MouseButton.LeftButton, pos=at)
    assert taken == []
    people.view.selectAll()
    qtbot.mousePress(ground, Qt.MouseButton.LeftButton, pos=at)
    for step in range(1, 40, 4):
        moved = QPointF(at + QPoint(step, 0))
        left = Qt.MouseButton.LeftButton
        event = QMouseEvent(
            QEvent.Type.MouseMove, moved, ground.mapToGlobal(moved), Qt.MouseButton.NoButton, left, PLAIN
        )
        QApplication.sendEvent(ground, event)
    qtbot.mouseRelease(ground, Qt.MouseButton.LeftButton, pos=at)
    assert taken == [[people.table.id_at(row) for row in range(3)]]


def test_people_are_dropped_on_a_tag_or_a_company_beside_the_list(
    window: MainWindow, people: ContactsScreen, settle: Settle, workspace: Workspace, known: dict[str, int]
) -> None:
    two = [known["Anna"], known["Ben"]]
    targets = shelf_of(people, settle)
    assert {"VIP", "Another tag…", "Acme", "Bolt"} == set(targets)
    drop(targets["VIP"], two, QPoint(5, 5))
    drop(targets["Acme"], two, QPoint(5, 5))
    people.dragging.shelf.go()
    settle()
    assert not people.dragging.shelf.isVisible()
    for contact in two:
        assert tags_of(workspace, contact) == ["VIP"]
        assert employers(workspace, contact) == ["Acme"]
    window.undo()
    settle()
    assert [employers(workspace, contact) for contact in two] == [[], []], "undone as one"


def test_people_held_over_companies_come_to_their_list_and_are_dropped_on_one(
    qtbot: QtBot,
    window: MainWindow,
    people: ContactsScreen,
    settle: Settle,
    workspace: Workspace,
    known: dict[str, int],
) -> None:
    two = [known["Anna"], known["Ben"]]
    button = window.sidebar._buttons["companies"]
    mime = as_mime(two, "2 people")
    args = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, PLAIN)
    QApplication.sendEvent(button, QDragEnterEvent(QPoint(5, 5), *args))
    qtbot.waitUntil(lambda: window.section == "companies")
    settle()
    companies = window.current
    row = companies.table.row_of(known["Bolt"])
    at = companies.view.visualRect(companies.table.index(row, 0)).center()
    drop(companies.view.viewport(), two, at)
    settle()
    assert [employers(workspace, contact) for contact in two] == [["Bolt"], ["Bolt"]]
    drop(companies.view.viewport(), two, at)
    settle()
    assert "work there already" in window.message.text
    drop(people.view.viewport(), two, people.view.visualRect(people.table.index(0, 0)).center())
    settle()
    assert employers(workspace, known["Ben"]) == ["Bolt"], "people take nobody"
