"""Closing the window while something is being typed: a value is saved, and what was begun is there the next time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from list_helpers import by_name, key, typed
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskcrm.services import drafts, erasing, reads
from deskcrm.services.workspace import Workspace
from deskcrm.ui.desk import Desk
from deskcrm.ui.main_window import MainWindow

Reopen = Callable[[], Workspace]


@pytest.fixture
def anna(few: None, workspace: Workspace) -> int:
    return by_name(workspace)["Anna Weber"]


@pytest.fixture
def reopen(window: MainWindow, tmp_path: Path) -> Iterator[Reopen]:
    """Close the window and open its workspace again."""
    opened: list[Workspace] = []

    def reopen() -> Workspace:
        window.close()
        opened.append(Workspace.open(tmp_path / "book.deskcrm"))
        return opened[-1]

    yield reopen
    for workspace in opened:
        workspace.close()


@pytest.fixture
def profile(window: MainWindow, settle: Callable[[], None], anna: int) -> Any:
    window.open_contact(anna)
    settle()
    return window.current


def test_a_value_that_is_being_edited_is_saved(qtbot: QtBot, profile: Any, anna: int, reopen: Reopen) -> None:
    profile.pane.edit("title")
    typed(qtbot, "Gardener")
    assert reads.profile(reopen(), anna).fields["title"] == "Gardener"


def test_what_was_begun_about_several_is_there_the_next_time(
    qtbot: QtBot, window: MainWindow, profile: Any, anna: int, settle: Callable[[], None], reopen: Reopen
) -> None:
    profile.composer.start("call")
    typed(qtbot, "Asked about")
    grace = by_name(profile.desk.workspace)["Grace O'Neill"]
    window.open_contact(grace)
    settle()
    profile.composer.start("note")
    typed(qtbot, "Likes tea")
    workspace = reopen()
    assert drafts.of(workspace, [anna]) == ("call", "Asked about")
    desk = Desk(workspace)
    again = MainWindow(desk)
    qtbot.addWidget(again)
    again.show()
    again.open_contact(anna)
    qtbot.waitUntil(lambda: desk.idle)
    composer = again.current.composer
    assert (composer.kind, composer.text.toPlainText()) == ("call", "Asked about")
    again.close()


def test_what_was_saved_after_all_is_begun_no_more(
    qtbot: QtBot, profile: Any, anna: int, settle: Callable[[], None], reopen: Reopen
) -> None:
    drafts.keep(profile.desk.workspace, {anna: ("note", "Likes")})
    profile.nav.open_screen("people")
    profile.show_contact(by_name(profile.desk.workspace)["Grace O'Neill"])
    profile.nav.open_contact(anna)
    settle()
    assert profile.composer.text.toPlainText() == "Likes"
    profile.composer.start("note")
    key(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    workspace = reopen()
    assert drafts.of(workspace, [anna]) is None
    assert [entry.text for entry in reads.timeline(workspace, anna)] == ["Likes"]


def test_what_was_begun_is_erased_with_whom_it_is_about(workspace: Workspace, anna: int) -> None:
    grace = by_name(workspace)["Grace O'Neill"]
    drafts.keep(workspace, {anna: ("note", "Likes tea"), grace: ("note", "Likes coffee")})
    erasing.erase(workspace, anna)
    assert drafts.of(workspace, [anna]) is None
    assert drafts.of(workspace, [grace]) == ("note", "Likes coffee")
