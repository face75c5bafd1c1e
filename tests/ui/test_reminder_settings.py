"""Quiet hours, the helper at login and the calendar file in Settings; the file kept up to date by the window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTime
from pytestqt.qtbot import QtBot

from deskcrm.domain.reminders import QuietHours
from deskcrm.services import autostart, calendarfile, reminders, tasks
from deskcrm.services.workspace import Workspace
from deskcrm.ui import reminding_calendar
from deskcrm.ui.desk import Desk
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.screens.reminder_settings import ReminderSettings

Settle = Callable[[], None]


@pytest.fixture
def section(window: MainWindow, settle: Settle) -> ReminderSettings:
    window.open_screen("settings")
    settle()
    screen: Any = window.current
    section: ReminderSettings = screen.reminders
    return section


def test_quiet_hours_are_kept(section: ReminderSettings, workspace: Workspace, settle: Settle) -> None:
    assert not section.begins.isEnabled()
    section.quiet.click()
    settle()
    assert reminders.quiet_hours(workspace) == QuietHours(time(20), time(8))
    section.ends.setTime(QTime(7, 30))
    section.ends.editingFinished.emit()
    settle()
    assert reminders.quiet_hours(workspace) == QuietHours(time(20), time(7, 30))
    section.quiet.click()
    settle()
    assert reminders.quiet_hours(workspace) is None


@pytest.mark.skipif(sys.platform != "linux", reason="the notifications of this system need no bus")
def test_the_helper_is_refused_where_it_could_do_nothing(
    section: ReminderSettings, window: MainWindow, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    section.login.click()
    settle()
    assert not section.login.isChecked()
    assert not autostart.is_on()
    assert "nothing the helper could do" in window.message.text


def test_the_calendar_file_is_kept_in_a_chosen_folder(
    section: ReminderSettings, workspace: Workspace, settle: Settle, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = section.ask()
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    settle()
    assert (tmp_path / "DeskCRM.ics").exists()
    assert section.stop.isVisible()
    qtbot.mouseClick(section.stop, Qt.MouseButton.LeftButton)
    settle()
    assert calendarfile.folder(workspace) is None
    assert section.stop.isHidden()


def test_a_change_is_in_the_file_soon_after(
    window: MainWindow, desk: Desk, workspace: Workspace, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    calendarfile.keep_in(workspace, tmp_path)
    reminding_calendar.CalendarKeeper(desk, window)
    desk.do(tasks.add, "Order paper", due="2030-03-06")
    qtbot.waitUntil(lambda: b"SUMMARY:Order paper" in (tmp_path / "DeskCRM.ics").read_bytes())
    settle()


def test_a_folder_that_is_gone_is_told_once(
    window: MainWindow, desk: Desk, workspace: Workspace, tmp_path: Path, settle: Settle
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    calendarfile.keep_in(workspace, shared)
    (shared / "DeskCRM.ics").unlink()
    shared.rmdir()
    keeper = reminding_calendar.CalendarKeeper(desk, window)
    keeper.write()
    settle()
    assert "The calendar file is not up to date. There is no folder" in window.message.text
    window.message.hide()
    keeper.write()
    settle()
    assert window.message.isHidden()


def test_a_calendar_is_saved_where_the_owner_says(
    window: MainWindow, workspace: Workspace, tmp_path: Path, settle: Settle
) -> None:
    tasks.add(workspace, "Order paper", due="2030-03-06")
    dialog = reminding_calendar.save_calendar(window)
    dialog.fileSelected.emit(str(tmp_path / "mine.ics"))
    dialog.close()
    settle()
    assert b"SUMMARY:Order paper" in (tmp_path / "mine.ics").read_bytes()
    assert window.message.text == "1 entry written to mine.ics."
