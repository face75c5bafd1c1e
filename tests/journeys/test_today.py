"""An owner's morning in Today, in a real window by real keys: say, look, put off, finish, log, take back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from deskcrm.services import activities, contacts, reads, tasks
from deskcrm.services.workspace import Workspace


def day(ahead: int) -> str:
    return (date.today() + timedelta(days=ahead)).isoformat()


def to_do(workspace: Workspace) -> list[tuple[str, str | None, str]]:
    return [(task.title, task.due, task.name) for task in reads.tasks(workspace)]


def calls(workspace: Workspace) -> list[str]:
    return [entry.text for entry in reads.timeline(workspace, 1) if entry.kind == "call"]


def test_a_morning_in_today_by_keyboard(owner: Callable[..., Any], tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "shop.deskcrm")
    anna = contacts.add(workspace, "person", {"name": "Anna Weber"}).value
    activities.log(workspace, anna, "note", "likes marzipan", at=f"{day(-3)}T10:00Z")
    tasks.add(workspace, "Send the quote", contact=anna, due=day(-2), kind="call")
    workspace.close()

    me = owner()
    me.sees("People – DeskCRM")
    me.presses("ctrl+0")
    me.sees("Today – DeskCRM")
    quote = ("Send the quote", day(-2), "Anna Weber")
    me.has("what is to do", to_do, [quote])

    me.presses("ctrl+0", "n")
    me.types("call Anna Weber in 3 days every week")
    me.presses("Return")
    call = ("call Anna Weber", day(3), "Anna Weber")
    me.has("what is to do", to_do, [quote, call])

    me.presses("Escape", "Home", "s", "t")
    quote = (quote[0], day(1), quote[2])
    me.has("what is to do", to_do, [quote, call])

    me.presses("Home", "d")
    me.has("what is to do", to_do, [call])
    me.presses("Home", "l")
    me.sees("In touch with Anna Weber — DeskCRM")
    me.types("comes by on Friday")
    me.presses("ctrl+Return")
    me.has("her calls", calls, ["comes by on Friday"])

    me.sees("Today – DeskCRM")
    me.presses("ctrl+z")
    me.has("her calls", calls, [])
    me.presses("ctrl+z")
    me.has("what is to do", to_do, [quote, call])
    me.presses("Return")
    me.sees("Anna Weber – DeskCRM")
    me.presses("ctrl+q")
    assert me.leaves() == (0, "")
