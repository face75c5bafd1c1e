"""The sheet of keys: it opens by "?", lists what the registry has and what lists know, and what it says is true."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from deskcrm.ui.commands import on_mac
from deskcrm.ui.dialogs.shortcuts import ShortcutSheet
from deskcrm.ui.widgets.keys import WITHIN


@pytest.fixture
def people(few, window, settle):
    window.open_screen("people")
    settle()
    return window.screen_named("people")


def sheet_of(window) -> ShortcutSheet:
    (sheet,) = window.findChildren(ShortcutSheet)
    return sheet


@pytest.fixture
def sheet(qtbot, window, people, settle) -> ShortcutSheet:
    qtbot.keyClick(people.view, "?")
    qtbot.waitUntil(lambda: bool(window.findChildren(ShortcutSheet)))
    settle()
    return sheet_of(window)


def test_every_key_of_every_command_is_listed(window, sheet):
    listed = {(words, keys) for _, words, keys in sheet.shown}
    for command in window.commands.all():
        keys = [s.toString(QKeySequence.SequenceFormat.NativeText) for s in command.action.shortcuts()]
        if keys:
            assert (command.name, " or ".join(keys)) in listed


def test_keys_stand_where_they_work(sheet):
    where = {words: where for where, words, _ in sheet.shown}
    assert where["Undo the last change"] == "Everywhere"
    assert where["Write a note"] == "In Profile"
    assert where["Copy as a table"] == "In a list of people or companies"


def test_typing_narrows_it_and_escape_closes_it(qtbot, window, sheet):
    qtbot.keyClicks(sheet.seek, "undo")
    assert {words for _, words, _ in sheet.shown} == {"Undo the last change", "Undo this"}
    qtbot.keyClicks(sheet.seek, "xyz")
    assert sheet.shown == []
    qtbot.keyClick(sheet.seek, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(ShortcutSheet))


def test_the_arrows_scroll_it_while_one_types(qtbot, sheet):
    bar = sheet._area.verticalScrollBar()
    qtbot.keyClick(sheet.seek, Qt.Key.Key_PageDown)
    after = bar.value()
    assert after > 0
    qtbot.keyClick(sheet.seek, Qt.Key.Key_Up)
    assert bar.value() < after


def test_a_question_mark_that_is_typed_is_text(qtbot, window, people, settle):
    window.search.begin()
    qtbot.keyClicks(window.search, "who?")
    assert window.search.text() == "who?"
    assert not window.findChildren(ShortcutSheet)


def test_what_lists_know_has_keys_that_qt_knows():
    for _, keys in WITHIN:
        for key in keys:
            assert all(QKeySequence(one).toString() for one in key.keys.split("; ")), key


def test_keys_are_the_systems_own(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    assert on_mac("Alt+Left", "Ctrl+[") == "Ctrl+["
    monkeypatch.setattr("sys.platform", "linux")
    assert on_mac("Alt+Left", "Ctrl+[") == "Alt+Left"
