"""The composer by itself: its keys, wherever in it the keyboard is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from deskcrm.ui.screens.profile_parts.composer import Composer


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
