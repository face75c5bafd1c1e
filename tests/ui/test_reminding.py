"""Reminders while the window is open: cards where no desktop answers, their buttons, and what is noted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from deskcrm import app
from deskcrm.domain.reminder_words import DONE, OPEN
from deskcrm.services import answers, contacts, reminders, tasks
from deskcrm.services.workspace import Workspace
from deskcrm.ui.desk import Desk
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.notifying import Notifying
from deskcrm.ui.reminding import Reminding
from deskcrm.ui.reminding_tray import TrayAgent

Settle = Callable[[], None]


@pytest.fixture(autouse=True)
def no_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)


@pytest.fixture
def reminding(window: MainWindow, desk: Desk) -> Iterator[Reminding]:
    found = Reminding(desk, window, Notifying(window, window))
    yield found
    found.close()


def button_named(where: QWidget, name: str) -> QPushButton:
    (found,) = [b for b in where.findChildren(QPushButton) if b.accessibleName() == name and b.isVisible()]
    return found


def ago(minutes: int = 1) -> str:
    return (datetime.now(UTC) - timedelta(minutes=minutes)).astimezone().strftime("%Y-%m-%dT%H:%M")


def titles(reminding: Reminding) -> list[str]:
    return [notice.title for notice in reminding.notifying.cards.notices]


def test_what_is_due_comes_as_a_card_and_is_noted(
    workspace: Workspace, desk: Desk, reminding: Reminding, qtbot: QtBot, settle: Settle
) -> None:
    desk.do(tasks.add, "Call Anna", due=ago())
    qtbot.waitUntil(lambda: titles(reminding) == ["Call Anna"])
    assert reminding.notifying.cards.isVisible()
    settle()
    assert reminders.glance(workspace).due == 0
    with workspace.database.read() as connection:
        assert connection.execute("SELECT count(*) FROM reminder WHERE shown_at IS NOT NULL").fetchone() == (1,)
    reminding.look()
    settle()
    assert titles(reminding) == ["Call Anna"]


def test_done_on_the_card_finishes_the_task(
    workspace: Workspace, desk: Desk, reminding: Reminding, qtbot: QtBot, settle: Settle
) -> None:
    task = tasks.add(workspace, "Call Anna", due=ago()).value
    reminding.look()
    qtbot.waitUntil(lambda: titles(reminding) == ["Call Anna"])
    qtbot.mouseClick(button_named(reminding.notifying.cards, "Done: Call Anna"), Qt.MouseButton.LeftButton)
    assert titles(reminding) == []
    settle()
    assert tasks.find(workspace, task).done_at


def test_a_snoozed_one_goes_and_keeps_its_due_time(
    workspace: Workspace, reminding: Reminding, qtbot: QtBot, settle: Settle
) -> None:
    due = ago()
    task = tasks.add(workspace, "Call Anna", due=due).value
    reminding.look()
    qtbot.waitUntil(lambda: titles(reminding) == ["Call Anna"])
    qtbot.mouseClick(button_named(reminding.notifying.cards, "Snooze 10 min: Call Anna"), Qt.MouseButton.LeftButton)
    settle()
    found = tasks.find(workspace, task)
    assert found.due == due
    assert found.remind_at is not None
    assert found.remind_at > due


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_open_shows_the_person(
    workspace: Workspace, window: MainWindow, reminding: Reminding, qtbot: QtBot, settle: Settle
) -> None:
    anna = contacts.add(workspace, "person", {"given": "Anna", "family": "Weber"}).value
    tasks.add(workspace, "Ask for the photos", contact=anna, due=ago())
    reminding.look()
    qtbot.waitUntil(lambda: titles(reminding) == ["Ask for the photos"])
    qtbot.mouseClick(button_named(reminding.notifying.cards, "Open: Ask for the photos"), Qt.MouseButton.LeftButton)
    settle()
    assert (window.place.screen, window.place.contact) == ("profile", anna)


def test_what_is_done_elsewhere_takes_its_card_along(
    workspace: Workspace, desk: Desk, reminding: Reminding, qtbot: QtBot
) -> None:
    task = tasks.add(workspace, "Call Anna", due=ago()).value
    reminding.look()
    qtbot.waitUntil(lambda: titles(reminding) == ["Call Anna"])
    desk.do(tasks.finish, task)
    qtbot.waitUntil(lambda: titles(reminding) == [])
    assert reminding.notifying.cards.isHidden()


def test_what_was_pressed_on_a_notification_of_the_agent_is_done_by_the_window(
    workspace: Workspace, reminding: Reminding, settle: Settle
) -> None:
    task = tasks.add(workspace, "Call Anna", due=ago()).value
    answers.leave(workspace.path, task, DONE)
    reminding.look()
    settle()
    assert tasks.find(workspace, task).done_at
    assert answers.waiting(workspace.path) == []


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_what_was_opened_on_a_notification_of_the_agent_is_shown_by_the_window(
    workspace: Workspace, window: MainWindow, reminding: Reminding, settle: Settle
) -> None:
    anna = contacts.add(workspace, "person", {"name": "Anna Weber"}).value
    task = tasks.add(workspace, "Call", contact=anna, due=ago()).value
    for number, title in ((0, "Today"), (task, "Anna Weber")):
        answers.leave(workspace.path, number, OPEN)
        reminding.look()
        settle()
        assert window.windowTitle().startswith(title)
    answers.leave(workspace.path, 0, OPEN)
    (old,) = answers.waiting(workspace.path)
    old.rename(old.with_name(f"1-0-{OPEN}"))
    reminding.look()
    settle()
    assert window.windowTitle().startswith("Anna Weber")
    assert answers.waiting(workspace.path) == []


def test_many_become_one_card(workspace: Workspace, reminding: Reminding, qtbot: QtBot) -> None:
    for number in range(2):
        tasks.add(workspace, f"Task {number}", due=ago())
    reminding.look()
    qtbot.waitUntil(lambda: len(titles(reminding)) == 2)
    for number in range(2, 4):
        tasks.add(workspace, f"Task {number}", due=ago())
    reminding.look()
    qtbot.waitUntil(lambda: titles(reminding) == ["4 reminders"])


def test_the_timer_is_short_whatever_comes(workspace: Workspace, reminding: Reminding, settle: Settle) -> None:
    far = (datetime.now(UTC) + timedelta(days=90)).astimezone().strftime("%Y-%m-%dT%H:%M")
    tasks.add(workspace, "Far away", due=far)
    reminding.look()
    settle()
    assert 0 < reminding._timer.interval() <= 30_000
    assert reminding._timer.isActive()


def test_answers_of_the_desktop_arrive_on_the_windows_thread(
    workspace: Workspace, reminding: Reminding, qtbot: QtBot, settle: Settle
) -> None:
    task = tasks.add(workspace, "Call Anna", due=ago()).value
    reminding.look()
    qtbot.waitUntil(lambda: titles(reminding) == ["Call Anna"])
    (notice,) = reminding.notifying.cards.notices
    thread = threading.Thread(target=reminding.notifying._desktop.pressed.emit, args=(notice, DONE))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: tasks.find(workspace, task).done_at is not None)
    settle()


def test_the_agent_of_the_tray_says_where_there_is_none(workspace: Workspace, qtbot: QtBot) -> None:
    assert not app.stay_in_tray(workspace.path)


def test_the_agent_of_the_tray_looks_again_soon(workspace: Workspace, qtbot: QtBot) -> None:
    tasks.add(workspace, "Call Anna", due=ago())
    workspace.close()
    agent = TrayAgent(workspace.path)
    agent.look()
    assert agent._timer.interval() == 30_000  # without a tray nothing could be shown
    assert agent._timer.isActive()
    reading = Workspace.open(workspace.path, write=False)
    assert reminders.glance(reading).due == 1
    reading.close()


def test_a_window_waits_a_moment_for_the_agent(workspace: Workspace) -> None:
    agent_is_done = threading.Timer(0.3, workspace.close)
    agent_is_done.start()
    opened = app.Doors(workspace.path).open()
    agent_is_done.join()
    assert opened.database.may_write
    opened.close()


def test_a_closed_window_shows_nothing(
    workspace: Workspace, window: MainWindow, reminding: Reminding, settle: Settle
) -> None:
    settle()
    window.hide()
    tasks.add(workspace, "Call Anna", due=ago())
    reminding.look()
    settle()
    assert reminders.glance(workspace).due == 1
    window.show()
