"""Workspaces in the window: what is in one, a copy, a move, a new one, another one, and those open lately."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from deskcrm import app
from deskcrm.services import contacts, reads
from deskcrm.services.workspace import Workspace
from deskcrm.ui import memory
from deskcrm.ui.dialogs import workspace_files
from deskcrm.ui.dialogs.told import Told
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.widgets.basic import Button
from deskcrm.ui.window_acts import warn_of_place


@pytest.fixture
def screen(few, window, settle):
    window.open_screen("workspace")
    settle()
    return window.current


def buttons(screen) -> dict[str, Button]:
    return {button.accessibleName(): button for button in screen.findChildren(Button)}


def test_it_says_what_is_in_the_file(screen, workspace, settle):
    assert screen.place.text() == str(workspace.path)
    assert screen.figures["People"] == "4 people"
    assert screen.figures["Companies"] == "3"
    assert screen.figures["Imports"] == "1 import of 1 source"
    assert screen.figures["Size on disk"].endswith(("kB", "MB"))


def test_its_figures_follow_what_is_done(screen, desk, settle):
    desk.do(contacts.add, "person", {"given": "Dora"})
    settle()
    assert screen.figures["People"] == "5 people"


def test_f30_a_copy_that_a_synchronising_program_made_is_told_of_at_the_start(window, workspace, settle):
    """F30: beside the workspace lies "x (conflict).deskcrm"; nothing is touched, and what to do is said."""
    copy = workspace.path.with_stem(f"{workspace.path.stem} (conflicted copy 2026-11-20)")
    copy.write_bytes(workspace.path.read_bytes())
    before = copy.read_bytes()
    warn_of_place(window)
    settle()
    assert window.message.text == "Another program synchronises the folder of this workspace."
    window.message.press()
    settle()
    assert copy.name in window.current.caution.text
    assert copy.read_bytes() == before


def test_a_workspace_that_lies_well_is_not_warned_of(window, settle):
    window.toast("nothing")
    warn_of_place(window)
    settle()
    assert window.message.text == "nothing"
    window.open_screen("workspace")
    settle()
    assert not window.current.caution.isVisible()


class Listener:
    """Hears what the window would say."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def toast(self, text: str) -> None:
        self.said.append(text)


def test_a_copy_has_everything_and_is_checked(screen, window, desk, workspace, tmp_path, settle):
    told = Listener()
    workspace_files.copy_to(desk, told, tmp_path / "kept", lambda copy: told.toast(copy.file.name), window)
    settle()
    first, *steps, last = told.said
    assert first == "Writing kept and checking it…"
    assert all(re.fullmatch(r"[A-Z][a-z ]+… \d+ %", step) for step in steps)
    assert last == "kept.deskcrm"
    copy = Workspace.open(tmp_path / "kept.deskcrm", write=False)
    assert reads.counts(copy) == reads.counts(workspace)
    copy.close()


def test_a_move_says_what_to_do_with_the_file(qtbot, screen, desk, window, tmp_path, settle):
    workspace_files.ask_move(desk, window, window)
    settle()
    (dialog,) = window.findChildren(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name.startswith("book 20")
    dialog.fileSelected.emit(str(tmp_path / "moving.deskcrm"))
    dialog.close()
    settle()
    (told,) = window.findChildren(Told)
    assert "new computer" in told.text
    assert (tmp_path / "moving.deskcrm").is_file()


@pytest.mark.parametrize("key", list(workspace_files.ASKS))
def test_each_way_to_another_file_asks_for_one(screen, window, settle, key):
    window.commands[f"workspace.{key}"].trigger()
    settle()
    (dialog,) = window.findChildren(QFileDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_a_file_that_is_no_workspace_is_refused_and_left_alone(screen, window, desk, tmp_path, settle):
    asked: list[Path] = []
    window.workspace_asked.connect(asked.append)
    file = tmp_path / "letter.txt"
    file.write_text("Dear Anna")
    workspace_files.open_one(desk, window, file, window)
    settle()
    assert "not a DeskCRM workspace" in window.message.text
    workspace_files.make(desk, window, file, window)
    settle()
    assert "already" in window.message.text
    workspace_files.open_one(desk, window, tmp_path / "gone.deskcrm", window)
    settle()
    assert "There is no file" in window.message.text
    assert (asked, file.read_text()) == ([], "Dear Anna")


# Going over to another one --------------------------------------------------------------------------------------------


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[app.Program]:
    program = app.Program(qapp)
    program.open(tmp_path / "shop.deskcrm")
    qtbot.waitUntil(lambda: program.window.desk.workspace is not None)
    yield program
    program.end()
    for window in [w for w in qapp.topLevelWidgets() if isinstance(w, MainWindow)]:
        window.leave = window.desk.close
        window.close()
        window.deleteLater()


def opened(qtbot: QtBot, program: app.Program, name: str) -> None:
    qtbot.waitUntil(lambda: here(program) == name)
    qtbot.waitUntil(lambda: program.window.desk.idle)


def here(program: app.Program) -> str:
    workspace = program.window.desk.workspace
    return workspace.path.name if workspace is not None else ""


def test_a_new_workspace_takes_the_place_of_the_one_before(qtbot, program, tmp_path):
    before, desk = program.window, program.window.desk
    before.resize(700, 600)
    workspace_files.make(before.desk, before, tmp_path / "club", before)
    qtbot.waitUntil(lambda: program.window is not before)
    opened(qtbot, program, "club.deskcrm")
    assert (program.window.width(), program.window.height()) == (700, 600)
    qtbot.waitUntil(lambda: desk.workspace is None)
    windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
    assert windows == [program.window]
    Workspace.open(tmp_path / "shop.deskcrm").close()  # nobody holds it any more
    assert memory.chosen_workspace() == tmp_path / "club.deskcrm"
    assert [path.name for path in memory.recent_workspaces()] == ["club.deskcrm", "shop.deskcrm"]


def test_those_open_lately_are_offered_and_one_leads_back(qtbot, program, tmp_path):
    first, desk = program.window, program.window.desk
    workspace_files.make(first.desk, first, tmp_path / "club", first)
    qtbot.waitUntil(lambda: program.window is not first)
    second = program.window
    opened(qtbot, program, "club.deskcrm")
    qtbot.waitUntil(lambda: desk.workspace is None)
    second.open_screen("workspace")
    qtbot.waitUntil(lambda: second.desk.idle)
    (again,) = second.current.recent
    assert again.accessibleName() == "Open shop"
    again.click()
    qtbot.waitUntil(lambda: program.window is not second)
    opened(qtbot, program, "shop.deskcrm")


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_workspace_that_is_open_already_stays_as_it_is(qtbot, program, tmp_path):
    before = program.window
    program.switch(tmp_path / "shop.deskcrm")
    assert program.window is before
    assert before.isVisible()


@pytest.mark.qt_log_ignore("does not support raise")
def test_one_that_is_being_saved_comes_back_when_it_is_wanted_again(qtbot, program, tmp_path):
    first = program.window
    program.switch(tmp_path / "club.deskcrm")
    second, desk = program.window, program.window.desk
    assert second is not first
    program.switch(tmp_path / "shop.deskcrm")
    assert program.window is first
    assert first.isVisible()
    opened(qtbot, program, "shop.deskcrm")
    qtbot.waitUntil(lambda: desk.workspace is None)
