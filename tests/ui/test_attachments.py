"""Files and more of an entry: attached in the composer and later, opened, saved, taken away; an entry corrected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskcrm.services import activities, contacts, files, history, reads
from deskcrm.services.workspace import Workspace
from deskcrm.ui.dialogs.edit_entry import EditEntry
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.screens.profile import ProfileScreen
from deskcrm.ui.screens.profile_parts.attachments import said_size

Settle = Callable[[], None]


@pytest.fixture
def anna(workspace: Workspace) -> int:
    return contacts.add(workspace, "person", {"given": "Anna", "family": "Weber"}).value


@pytest.fixture
def quote(tmp_path: Path) -> Path:
    path = tmp_path / "quote.pdf"
    path.write_bytes(b"%PDF-1.7 a quote")
    return path


@pytest.fixture
def screen(window: MainWindow, settle: Settle, anna: int) -> ProfileScreen:
    window.open_contact(anna)
    settle()
    screen = window.screen_named("profile")
    assert isinstance(screen, ProfileScreen)
    return screen


def lines(screen: ProfileScreen) -> list[str]:
    rows = range(screen.timeline.rowCount())
    return [screen.timeline.title(line.entry) for row in rows if (line := screen.timeline.line(row)) and line.entry]


def entry_line(screen: ProfileScreen) -> object:
    return next(line for row in range(screen.timeline.rowCount()) if (line := screen.timeline.line(row)).entry)


def button(screen: ProfileScreen, name: str) -> QWidget:
    return next(b for b in screen.popover.findChildren(QWidget) if b.accessibleName() == name)


@pytest.fixture
def logged(screen: ProfileScreen, settle: Settle, quote: Path) -> ProfileScreen:
    """A call of a quarter of an hour, with a file."""
    screen.composer.start("call")
    screen.composer.text.setPlainText("Wants a quote")
    screen.composer.extras.set_minutes(15)
    screen.composer.extras.set_outcome("Reached")
    screen.composer.extras.take_files([quote])
    screen.composer.commit()
    settle()
    settle()
    return screen


def test_a_call_is_logged_with_its_length_outcome_and_file(
    logged: ProfileScreen, workspace: Workspace, anna: int
) -> None:
    (entry,) = reads.timeline(workspace, anna)
    assert (entry.duration, entry.outcome) == (15, "Reached")
    assert [one.name for one in files.of(workspace, anna)[entry.id]] == ["quote.pdf"]
    assert lines(logged) == ["Wants a quote · 15 min, reached"]
    assert logged.timeline.under(entry_line(logged).entry) == "1 file"
    assert logged.composer.extras.paths == []


def test_a_file_is_opened_as_a_copy_and_saved_elsewhere(
    logged: ProfileScreen, settle: Settle, tmp_path: Path, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)  # no program in tests
    logged.view.opened.emit(entry_line(logged))
    button(logged, "Open quote.pdf").click()
    settle()
    copy = Path(opened[0].toLocalFile())
    assert (copy.name, copy.read_bytes()) == ("quote.pdf", b"%PDF-1.7 a quote")
    (number,) = (one.id for found in logged._opened.files.values() for one in found)
    logged._acts.files.save(number, tmp_path / "copy.pdf")
    settle()
    assert (tmp_path / "copy.pdf").read_bytes() == b"%PDF-1.7 a quote"
    assert window.message.text == "Saved copy.pdf"
    logged._acts.files.save(number, tmp_path / "nowhere" / "copy.pdf")
    settle()
    assert "It is still in the workspace" in window.message.text


def test_a_file_is_removed_and_brought_back_by_undo(
    logged: ProfileScreen, settle: Settle, workspace: Workspace, anna: int
) -> None:
    logged.view.opened.emit(entry_line(logged))
    button(logged, "Remove quote.pdf").click()
    settle()
    assert files.of(workspace, anna) == {}
    assert logged.timeline.under(entry_line(logged).entry) == ""
    history.undo(workspace)
    assert len(files.of(workspace, anna)) == 1


def test_where_a_file_cannot_be_read_nothing_is_logged_and_the_text_stays(
    screen: ProfileScreen, settle: Settle, tmp_path: Path, window: MainWindow
) -> None:
    screen.composer.start("note")
    screen.composer.text.setPlainText("With a file")
    screen.composer.extras.take_files([tmp_path / "gone.pdf"])
    screen.composer.commit()
    settle()
    settle()
    assert "“gone.pdf” can't be read" in window.message.text
    assert lines(screen) == []
    assert screen.composer.text.toPlainText() == "With a file"


def test_an_entry_is_corrected_and_the_correction_undone(
    screen: ProfileScreen, settle: Settle, workspace: Workspace, anna: int
) -> None:
    activities.log(workspace, anna, "call", "Wants a qoute", at="2026-01-02T10:00:00+00:00")
    screen._read()
    settle()
    screen.view.edit_asked.emit(entry_line(screen))
    (dialog,) = screen.findChildren(EditEntry)
    dialog.text.setPlainText("Wants a quote")
    dialog.when.setDateTime(QDateTime.fromSecsSinceEpoch(dialog.when.dateTime().toSecsSinceEpoch() + 3600))
    dialog.minutes.setValue(12)
    dialog.outcome.setCurrentText("Reached")
    dialog.save()
    settle()
    (entry,) = reads.timeline(workspace, anna)
    assert (entry.text, entry.duration, entry.outcome) == ("Wants a quote", 12, "Reached")
    assert entry.at.startswith("2026-01-02T11:00")
    assert lines(screen) == ["Wants a quote · 12 min, reached"]
    history.undo(workspace)
    assert reads.timeline(workspace, anna)[0].text == "Wants a qoute"


def test_an_edit_that_changes_nothing_is_no_operation(
    screen: ProfileScreen, settle: Settle, workspace: Workspace, anna: int
) -> None:
    activities.log(workspace, anna, "call", "Hello", at="2026-01-02T10:00:00+00:00")
    screen._read()
    settle()
    screen.view.edit_asked.emit(entry_line(screen))
    (dialog,) = screen.findChildren(EditEntry)
    dialog.save()
    settle()
    assert "edit_activity" not in [one.kind for one in reads.history(workspace)]


def test_sizes_are_said_in_words() -> None:
    assert [said_size(size) for size in (812, 34 * 1024, 2_200_000)] == ["812 bytes", "34 kB", "2.1 MB"]


def test_an_entry_is_pinned_on_top_and_let_go_by_p(
    qtbot: QtBot, screen: ProfileScreen, settle: Settle, workspace: Workspace, anna: int
) -> None:
    for day in ("2026-01-02", "2026-02-02"):
        activities.log(workspace, anna, "call", f"On {day}", at=day)
    screen._read()
    settle()

    def told() -> list[str]:
        found = [screen.timeline.line(row) for row in range(screen.timeline.rowCount())]
        return [line.head or screen.timeline.title(line.entry) for line in found if line.head or line.entry]

    first = max(row for row in range(screen.timeline.rowCount()) if screen.timeline.line(row).entry)
    screen.view.setFocus()
    screen.view.setCurrentIndex(screen.timeline.index(first, 0))
    qtbot.keyClick(screen.view, Qt.Key.Key_P)
    settle()
    assert told()[:2] == ["Pinned", "On 2026-01-02"]
    assert told()[-1] == "On 2026-01-02"
    screen.view.setCurrentIndex(screen.timeline.index(1, 0))
    qtbot.keyClick(screen.view, Qt.Key.Key_P)
    settle()
    assert "Pinned" not in told()
