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
    assert saved.args[:2] == ["task", "Send the quote"]


@pytest.mark.parametrize("part", ["text", "when", "save"])
def test_escape_leaves_it_from_everywhere_in_it(qtbot, composer, part):
    with qtbot.waitSignal(composer.left):
        qtbot.keyClick(getattr(composer, part), Qt.Key.Key_Escape)
    assert composer.text.toPlainText() == "Send the quote"
