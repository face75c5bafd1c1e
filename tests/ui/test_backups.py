"""Backups in the window: the screen, the daily one, the one at closing, and a damaged workspace at the start."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from deskcrm import app
from deskcrm.services import backups, contacts, erasing, reads, restoring
from deskcrm.services.workspace import Workspace
from deskcrm.store import shelf
from deskcrm.ui.keeper import Keeper
from deskcrm.ui.screens import backups as screen_module

SECONDS = 30


@pytest.fixture
def screen(few, window, settle):
    window.open_screen("backups")
    settle()
    return window.screen_named("backups")


def made(screen, settle) -> screen_module.BackupLine:
    """A backup made by the button, and its line."""
    *_, button = screen.header_widgets()
    button.click()
    settle()
    return screen.lines[0]


def test_a_backup_is_made_from_the_palette_and_listed(window, screen, settle, workspace):
    (command,) = [c for c in window.commands.matching("back up") if c.key == "backup"]
    command.action.trigger()
    settle()
    (line,) = screen.lines
    assert line.backup.verified
    assert "Asked for" in line.detail.whole_text()
    assert "checked" in window.message.text
    assert backups.backups_of(workspace.path) == [line.backup]
    assert not screen.working.isVisible()


def test_a_look_inside_leads_to_the_restore_and_that_can_be_taken_back(qtbot, window, screen, settle, workspace):
    line = made(screen, settle)
    contacts.add(workspace, "person", {"name": "Zoe New"})
    qtbot.keyClick(line.look, Qt.Key.Key_Return)
    settle()
    assert "4 people" in line.inside.whole_text()
    assert "Imported people.csv" in line.inside.whole_text()
    assert line.restore.hasFocus()
    qtbot.keyClick(line.restore, Qt.Key.Key_Return)
    settle()
    assert reads.counts(workspace)["people"] == 4
    assert window.status.facts.startswith("4 people")
    assert [entry.backup.why for entry in screen.lines] == ["restore", "asked"]
    window.message.press()
    settle()
    assert reads.counts(workspace)["people"] == 5
    assert window.status.facts.startswith("5 people")


def test_a_restore_is_seen_on_the_other_screens(window, screen, settle, workspace):
    line = made(screen, settle)
    added = contacts.add(workspace, "person", {"name": "Zoe New"}).value
    window.open_screen("people")
    window.open_contact(added)
    settle()
    window.open_screen("backups")
    settle()
    screen.restore(line.backup.file)
    settle()
    window.open_screen("people")
    settle()
    table = window.screen_named("people").table
    assert table.rowCount() == 4


def test_a_bad_backup_is_marked_and_its_refusal_said(screen, settle):
    line = made(screen, settle)
    with line.backup.file.open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff" * 5000)
    screen.reload()
    settle()
    (line,) = screen.lines
    assert "may be damaged" in line.detail.whole_text()
    screen.restore(line.backup.file)
    settle()
    assert "has changed since it was written" in screen.trouble.text
    assert screen.trouble.isVisible()


def test_the_second_folder_is_chosen_and_removed(screen, settle, tmp_path, workspace):
    made(screen, settle)
    assert not screen.forget.isVisible()
    stick = tmp_path / "stick"
    stick.mkdir()
    screen.choose_second(stick)
    settle()
    assert str(stick) in screen.second.whole_text()
    assert "in both folders" in screen.lines[0].detail.whole_text()
    screen.choose_second(tmp_path / "none")
    settle()
    assert "not there" in screen.trouble.text
    screen.forget.click()
    settle()
    assert backups.status(workspace).second is None
    assert not screen.forget.isVisible()


def test_backups_by_themselves_are_switched_off_and_on(screen, settle, workspace):
    for on in (False, True):
        screen.automatic.click()
        settle()
        assert backups.is_automatic(workspace.path) is on


def test_settings_lead_to_the_backups(window, settle):
    window.open_screen("settings")
    settle()
    window.current.backups.click()
    assert window.place.screen == "backups"


# The keeper


def test_the_daily_backup_is_made_beside_the_window(few, qtbot, desk, window, settle, workspace):
    keeper = Keeper(desk, window.status, window)
    keeper.look()
    settle()
    assert [backup.why for backup in backups.backups_of(workspace.path)] == ["daily"]
    assert not window.status.warning.isVisible()


def test_a_second_folder_that_is_back_forgets_whoever_was_erased(few, desk, window, settle, workspace, tmp_path):
    stick, pocket = tmp_path / "stick", tmp_path / "pocket"
    stick.mkdir()
    backups.choose_second(workspace, stick)
    anna = contacts.add(workspace, "person", {"name": "Anna Quenneville"}).value
    backups.make(workspace)
    contacts.add(workspace, "person", {"name": "Ben Braun"})
    backups.make(workspace)
    stick.rename(pocket)
    erasing.erase(workspace, anna)
    pocket.rename(stick)
    Keeper(desk, window.status, window).look()
    settle()
    assert [path for path in stick.rglob("*") if path.is_file() and b"Quenneville" in path.read_bytes()] == []


def test_what_goes_wrong_with_backups_stays_in_the_status_line_until_it_is_mended(few, desk, window, settle, workspace):
    keeper = Keeper(desk, window.status, window)
    (workspace.path.parent / "backups").write_text("in the way")
    keeper.look()
    settle()
    assert window.status.warning.isVisible()
    assert "can't be written" in window.status.warning.accessibleName()
    (workspace.path.parent / "backups").unlink()
    keeper.look()
    settle()
    assert not window.status.warning.isVisible()


def test_leaving_waits_for_what_is_being_written_and_has_it_in_the_last_backup(few, qtbot, desk, window, workspace):
    keeper = Keeper(desk, window.status, window)
    gone: list[bool] = []
    desk.do(contacts.add, "person", {"name": "Last Minute"})
    keeper.leave(lambda: gone.append(True))
    qtbot.waitUntil(lambda: bool(gone))
    (last,) = backups.backups_of(workspace.path)
    assert last.why == "closing"
    assert restoring.look_inside(workspace, last.file).people == 5


def test_who_comes_back_while_the_last_backup_is_made_finds_all_as_it_was(few, qtbot, desk, window, settle, workspace):
    keeper = Keeper(desk, window.status, window)
    gone: list[bool] = []
    with shelf.guard(workspace.path):  # so the backup can't go on yet
        keeper.leave(lambda: gone.append(True))
        keeper.stay()
        settle()
    assert gone == []
    assert backups.backups_of(workspace.path) == []
    keeper.leave(lambda: gone.append(True))
    qtbot.waitUntil(lambda: bool(gone))
    assert len(backups.backups_of(workspace.path)) == 1


def test_who_leaves_again_waits_for_the_new_last_backup(few, qtbot, desk, window, workspace):
    keeper = Keeper(desk, window.status, window)
    found: list[int] = []

    def gone() -> None:
        found.append(len(backups.backups_of(workspace.path)))

    with shelf.guard(workspace.path):
        keeper.leave(gone)
        keeper.stay()
        keeper.leave(gone)
    qtbot.waitUntil(lambda: desk.idle)
    assert found == [1]


def test_leaving_twice_goes_without_waiting(few, qtbot, desk, window, workspace):
    keeper = Keeper(desk, window.status, window)
    gone: list[bool] = []
    with shelf.guard(workspace.path):
        keeper.leave(lambda: gone.append(True))
        keeper.leave(lambda: gone.append(True))
        qtbot.waitUntil(lambda: bool(gone))
    assert backups.backups_of(workspace.path) == []


def test_a_last_backup_that_takes_too_long_is_left_to_the_next_day(few, qtbot, desk, window, workspace):
    keeper = Keeper(desk, window.status, window, patience=0.0)
    gone: list[bool] = []
    keeper.leave(lambda: gone.append(True))
    qtbot.waitUntil(lambda: bool(gone))
    assert backups.backups_of(workspace.path) == []


# The whole program

PROGRAM = """
import sys
from deskcrm import app
from deskcrm.ui.main_window import MainWindow

class Told(MainWindow):
    def __init__(self, desk, **kw):
        super().__init__(desk, **kw)
        desk.opened.connect(lambda: print("started", flush=True))

    def come_forward(self, files=()):
        super().come_forward(files)
        print("came forward", self.isVisible(), flush=True)

    def hideEvent(self, event):
        super().hideEvent(event)
        print("hidden", flush=True)

app.MainWindow = Told
sys.exit(app.main(sys.argv[1:]))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed workspace with Anna in it."""
    path = tmp_path / "own" / "book.deskcrm"
    workspace = Workspace.open(path)
    contacts.add(workspace, "person", {"name": "Anna Weber"})
    workspace.close()
    return path


def program(path: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", PROGRAM, "--workspace", str(path)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process


def test_closing_makes_a_backup_after_the_window_has_gone(path):
    process = program(path)
    process.send_signal(signal.SIGTERM)
    said, errors = process.communicate(timeout=SECONDS)
    assert (process.returncode, errors) == (0, "")
    assert said == "hidden\n"
    (made,) = backups.backups_of(path)
    assert (made.why, made.verified) == ("closing", True)
    again = program(path)
    again.send_signal(signal.SIGTERM)
    again.communicate(timeout=SECONDS)
    assert backups.backups_of(path) == [made], "nothing changed since"


def test_a_start_during_the_last_backup_brings_the_window_back(path):
    process = program(path)
    with shelf.guard(path):
        process.send_signal(signal.SIGTERM)
        assert process.stdout.readline() == "hidden\n"
        second = subprocess.run(
            [sys.executable, "-m", "deskcrm.app", "--workspace", str(path)], timeout=SECONDS, check=False
        )
        assert second.returncode == 0
        assert process.stdout.readline() == "came forward True\n"
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert len(backups.backups_of(path)) == 1


# A damaged workspace


def test_a_damaged_workspace_is_offered_its_newest_backup(qtbot, path):
    workspace = Workspace.open(path)
    backups.make(workspace)
    workspace.close()
    path.write_bytes(b"")
    window = app.start(path)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: hasattr(window, "trouble") and window.trouble.isVisible())
    words = window.trouble.findChildren(type(window.trouble._words))
    assert any("newest good backup" in label.text() for label in words)
    with qtbot.waitSignal(window.desk.opened):
        window.trouble.press()
    qtbot.waitUntil(lambda: window.desk.idle)
    assert window.status.facts.startswith("1 person")
    (kept,) = path.parent.glob("*.corrupt-*")
    assert kept.read_bytes() == b""
    window.close()


def test_a_damaged_workspace_without_backups_says_so_and_is_left_as_it_is(qtbot, path):
    path.write_bytes(b"")
    window = app.start(path)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: hasattr(window, "trouble") and window.trouble.isVisible())
    assert window.trouble._button.accessibleName() == "Try again"
    assert path.read_bytes() == b""
    window.close()


def test_a_backup_from_elsewhere_is_restored(window, screen, settle, workspace, tmp_path):
    copy = tmp_path / "stick" / "juniper.deskcrm"
    copy.parent.mkdir()
    backups.save_as(workspace, copy)
    contacts.add(workspace, "person", {"name": "Zoe New"})
    dialog = screen.ask_file()
    dialog.fileSelected.emit(str(copy))
    dialog.close()
    settle()
    assert reads.counts(workspace)["people"] == 4
    assert "Restored" in window.message.text
