"""Each screen as it is told on a desktop's accessibility bus: every control says what it is and what it is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from screen_reader import FOCUSABLE, FOCUSED, SENSITIVE, Told

from deskcrm.services import demo

SCREENS = ("Today", "People", "Companies", "Duplicates", "Imports", "Reports", "History", "Settings")
UNSAID = ("", "filler", "panel", "unknown", "invalid")
"""Roles that say nothing of what can be done."""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.deskcrm"
    demo.make(path)
    return path


def mute(told: list[Told]) -> list[str]:
    """Those that can have the keyboard and say neither what they are nor how they are called."""
    controls = [one for one in told if one.is_(FOCUSABLE) and one.is_(SENSITIVE) and one.place[2] > 0]
    assert len(controls) > len(SCREENS)
    return [f"{one.role} {one.name!r} in {one.under}" for one in controls if not one.name or one.role in UNSAID]


def test_every_screen_says_what_can_be_done_there_and_where_the_keyboard_is(
    listener: Callable[..., Any], sample: Path
) -> None:
    me = listener(sample)
    me.hears("People", "check box")
    silent: dict[str, list[str]] = {}
    for name in SCREENS:
        me.points_at(name, "check box")
        me.sees(f"{name} – DeskCRM")
        me.hears(name, "check box")
        silent[name] = mute(me.reader.everything())
    me.points_at("People", "check box")
    me.sees("People – DeskCRM")
    me.presses("Home", "Return")
    me.hears("Write down what happened")
    silent["profile"] = mute(me.reader.everything())
    assert silent == {name: [] for name in silent}
    me.presses("ctrl+k")
    me.until(lambda: any(_searches(one) for one in me.reader.everything()), "the search to have the keyboard", list)
    assert len(set(me.reader.heard)) > len(SCREENS)  # where the keyboard went was told by itself
    me.presses("Escape", "ctrl+q")
    assert me.leaves() == (0, "")


def _searches(told: Told) -> bool:
    return told.is_(FOCUSED) and told.name.startswith("Search")
