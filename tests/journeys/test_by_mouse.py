"""With the mouse alone: screens, a task done, a stage chosen, both taken back, somebody archived, the window closed.

The window opens as large as 1280 x 800; the places are those of its first day there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from deskcrm.domain.views import ListQuery
from deskcrm.services import contacts, reads, tasks
from deskcrm.services.workspace import Workspace

TODAY, PEOPLE = (60, 70), (60, 104)
FIRST, SECOND = (300, 197), (300, 235)
CIRCLE: Final = (243, 247)
STAGE, LEAD = (253, 136), (254, 194)
UNDO, BACK = (1166, 25), (230, 25)
ARCHIVE: Final = (340, 375)
RIGHT: Final = 3


def test_a_walk_with_the_mouse_alone(owner: Callable[..., Any], tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "shop.deskcrm")
    anna = contacts.add(workspace, "person", {"name": "Anna Weber"}).value
    contacts.add(workspace, "person", {"name": "Ben Braun"})
    tasks.add(workspace, "Send the quote", contact=anna, due=date.today().isoformat())
    workspace.close()

    def to_do(ws: Workspace) -> list[str]:
        return [task.title for task in reads.tasks(ws)]

    def stage(ws: Workspace) -> str:
        return reads.profile(ws, anna).stage

    me = owner()
    me.sees("People – DeskCRM")
    me.clicks(*TODAY)
    me.sees("Today – DeskCRM")
    me.clicks(*CIRCLE)
    me.has("what is to do", to_do, [])

    me.clicks(*PEOPLE)
    me.sees("People – DeskCRM")
    me.clicks(*FIRST, times=2)
    me.sees("Anna Weber – DeskCRM")
    me.clicks(*STAGE)
    me.clicks(*LEAD)
    me.has("her stage", stage, "lead")
    me.clicks(*UNDO)
    me.has("her stage", stage, "")
    me.clicks(*UNDO)
    me.has("what is to do", to_do, ["Send the quote"])

    me.clicks(*BACK)
    me.sees("People – DeskCRM")
    me.clicks(*SECOND, button=RIGHT)
    me.clicks(*ARCHIVE)
    me.has("the list", lambda ws: list(reads.list_ids(ws, ListQuery())), [anna])
    me.closes()
    assert me.leaves() == (0, "")
