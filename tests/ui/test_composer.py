"""The composer by itself: its keys, wherever in it the keyboard is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from deskcrm.ui import words
from deskcrm.ui.screens.profile_parts.composer import Composer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # menus without a display want more of it


@pytest.fixture
def composer(qtbot):
    widget = Composer()
    qtbot.addWidget(widget)
    widget.show()
    widget.start("task")
    qtbot.keyClicks(widget.text, "Send the quote")
    return widget


@pytest.mark.parametrize("part", ["text", "when", "save"])
def test_ctrl_enter_saves_from_everywhere_in_it(qtbot, composer, part):
    with qtbot.waitSignal(composer.saved) as saved:
        qtbot.keyClick(getattr(composer, part), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (written,) = saved.args
    assert (written.kind, written.text) == ("task", "Send the quote")


@pytest.mark.parametrize("part", ["text", "when", "save"])
def test_escape_leaves_it_from_everywhere_in_it(qtbot, composer, part):
    with qtbot.waitSignal(composer.left):
        qtbot.keyClick(getattr(composer, part), Qt.Key.Key_Escape)
    assert composer.text.toPlainText() == "Send the quote"


def test_only_what_fits_the_kind_is_asked_and_kept(qtbot, composer, tmp_path):
    composer.set_kind("call")
    composer.extras.set_minutes(15)
    composer.extras.set_outcome("No answer")
    composer.extras.take_files([tmp_path / "quote.pdf", tmp_path / "quote.pdf"])
    assert [button.accessibleName() for button in composer.extras.buttons] == [
        "Duration: 15 min", "Outcome: No answer", "Attach files: 1 file",
    ]  # fmt: skip
    with qtbot.waitSignal(composer.saved) as saved:
        composer.commit()
    (written,) = saved.args
    assert (written.minutes, written.outcome, written.paths) == (15, "No answer", (tmp_path / "quote.pdf",))
    composer.set_kind("note")
    assert (composer.extras.minutes, composer.extras.outcome) == (None, "")
    assert [button.isVisible() for button in composer.extras.buttons] == [False, False, True]
    composer.set_kind("task")
    assert composer.extras.paths == []


def test_a_task_says_in_its_words_when_it_is_due(qtbot, composer):
    def written(text: str):
        composer.text.setPlainText(text)
        with qtbot.waitSignal(composer.saved) as saved:
            composer.commit()
        return saved.args[0].task

    composer.text.setPlainText("call about the quote on 3/4/2031 3pm")
    assert composer.when.accessibleName() == "When: Thu 3 Apr 2031, 15:00"
    found = written("call about the quote on 3/4/2031 3pm")
    assert (found.title, found.kind, found.due) == ("call about the quote", "call", "2031-04-03T15:00")
    assert found.remind_at == found.due
    composer.date_order = "mdy"
    assert written("call on 3/4/2031").due == "2031-03-04"
    assert written("sweep every day").repeat == "FREQ=DAILY"
    composer.text.setPlainText("sweep")
    assert composer.when.accessibleName() == "When: Tomorrow"
    composer._chooser("No date", 0)()
    found = written("read “tomorrow never dies”")
    assert (found.title, found.due) == ("read “tomorrow never dies”", None), "what was chosen counts"
    composer.clear()
    assert composer.when.accessibleName() == "When: Tomorrow"


def test_other_kinds_and_those_of_the_owners_own_are_behind_more(qtbot, composer):
    words.set_kinds({"visit:Tasting": "Tasting"})
    composer._ask_kind()
    (menu,) = composer.findChildren(QMenu)
    chosen = {action.text(): action for action in menu.actions()}
    assert list(chosen) == ["Message", "Visit", "Support question", "Tasting"]
    chosen["Tasting"].trigger()
    menu.close()
    assert (composer.kind, composer._more.isChecked(), composer._more.accessibleName()) == (
        "visit:Tasting", True, "Tasting",
    )  # fmt: skip
    composer.start("call")
    assert composer._more.accessibleName() == "More"
    words.set_kinds({})
