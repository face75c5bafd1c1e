"""The search field while answers are under way: nothing stale is chosen, and commands wait for nobody."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from deskcrm.ui.desk import READERS
from deskcrm.ui.main_window import Stop


@pytest.fixture
def search(few, window, settle):
    """The field with the keyboard."""
    window.open_screen("people")
    settle()
    window.search.begin()
    return window.search


@pytest.fixture
def held(desk) -> Iterator[threading.Event]:
    """Every reader is busy until this is set."""
    go_on = threading.Event()
    for _ in range(READERS):
        desk.ask(lambda _workspace: go_on.wait(60), done=lambda _said: None)
    yield go_on
    go_on.set()


def titles(search) -> list[str]:
    return [offer.title for offer in search.results.offers]


def test_enter_right_after_typing_chooses_from_what_stands_in_the_field(qtbot, window, search, held):
    qtbot.keyClicks(search, "settin")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert window.place == Stop("settings")
    held.set()


def test_commands_are_offered_though_nobody_answers(qtbot, search, held, settle):
    qtbot.keyClicks(search, "companies")
    qtbot.waitUntil(lambda: titles(search)[:2] == ["Commands", "Companies"])
    held.set()
    settle()
    assert titles(search)[:2] == ["Commands", "Companies"]


def test_an_answer_after_leaving_shows_nothing(qtbot, search, held, settle):
    qtbot.keyClicks(search, "anna")
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    held.set()
    settle()
    assert search.results.isHidden()


def test_what_was_found_is_shown_once_for_each_key(qtbot, search, settle):
    resets: list[None] = []
    search.results.findChild(QListView).model().modelReset.connect(lambda: resets.append(None))
    qtbot.keyClicks(search, "a")
    settle()
    assert titles(search)[0] == "Anna Weber"
    assert len(resets) == 1
