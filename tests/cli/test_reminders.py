"""`remind` and the calendar file from the terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deskcrm.services.workspace import Workspace

Call = Callable[..., Any]


def test_remind_once_shows_each_once(ask: Call, workspace: Path) -> None:
    assert ask("remind", "--once") == []
    assert not workspace.exists()
    task = ask("task", "add", "Call the florist", "--due", "2026-05-01T09:30", "--remind", "2026-05-01T09:00")["id"]
    assert ask("remind", "--once", "--at", "2026-05-01T08:59") == []
    (one,) = ask("remind", "--once", "--at", "2026-05-01T09:00")
    assert (one["task"], one["title"], one["late"], one["again"]) == (task, "Call the florist", False, False)
    assert one["due"].startswith("2026-05-01T09:30")
    assert ask("remind", "--once", "--at", "2026-05-02T09:00") == []


def test_remind_once_in_words(call: Call) -> None:
    assert "Nothing to be reminded of." in call("remind", "--once").out
    call("task", "add", "Call the florist", "--due", "2026-05-01T09:30")
    assert "missed" in call("remind", "--once", "--at", "2026-05-02T09:00").out


@pytest.mark.parametrize("words", [["remind"], ["remind", "--agent", "--at", "2026-05-01"], ["remind", "--once", "x"]])
def test_wrong_usage_is_told(call: Call, words: list[str]) -> None:
    assert call(*words).status == 2


def test_a_time_that_is_none_is_told(call: Call) -> None:
    answer = call("remind", "--once", "--at", "soon")
    assert answer.status == 1
    assert "is no time" in answer.err


def test_while_a_window_has_the_workspace_it_shows_what_is_due(call: Call, ask: Call, workspace: Path) -> None:
    call("task", "add", "Call", "--due", "2026-05-01T09:30")
    window = Workspace.open(workspace)
    try:
        assert ask("remind", "--once", "--at", "2026-05-01T09:00") == []
        assert call("remind", "--once", "--at", "2026-05-01T10:00").status == 1
    finally:
        window.close()
    assert len(ask("remind", "--once", "--at", "2026-05-01T10:00")) == 1


def test_the_agent_says_where_no_desktop_shows_anything(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    answer = call("remind", "--agent")
    assert answer.status == 1
    assert "shows no notifications" in answer.err


def test_a_calendar_file_has_what_is_to_be_done(call: Call, ask: Call, tmp_path: Path) -> None:
    call("task", "add", "Call the florist", "--due", "2026-05-01T09:30")
    file = tmp_path / "out.ics"
    assert ask("export", file) == {"file": str(file), "entries": 1}
    assert b"SUMMARY:Call the florist" in file.read_bytes()
    assert "1 entry written" in call("export", file).out
    assert call("export", file, "--search", "x").status == 2
