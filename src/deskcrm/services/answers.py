"""Answers to notifications, noted beside the workspace until somebody who has it open does them.

The agent may not write while a window has the workspace, and may be stopped before the window is closed. So what was
pressed is an empty file in a folder beside the workspace, whose name says it all: which task, and what to do with it.
"""

from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from deskcrm.domain.changes import Changes
from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.reminder_words import DONE, OPEN, SNOOZE
from deskcrm.services import reminders, tasks
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace

_NAME: Final = re.compile(rf"(?P<at>\d{{1,20}})-(?P<task>\d{{1,18}})-(?P<action>{DONE}|{SNOOZE}|{OPEN})")
_FRESH: Final = 120.0
"""Seconds after which nobody waits any more for a window to open what was pressed."""


def leave(workspace: Path, task: int, action: str) -> None:
    """Notes that the owner answered the reminder of a task (0: of many) with DONE, SNOOZE or OPEN. Raises OSError."""
    folder = _folder(workspace)
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / f"{time.time_ns()}-{task}-{action}").touch(mode=0o600)


def waiting(workspace: Path) -> list[Path]:
    """The answers that nobody did yet, the earliest first."""
    try:
        found = sorted(_folder(workspace).iterdir())
    except OSError:  # the folder is there only while one waits
        return []
    return [one for one in found if _NAME.fullmatch(one.name)]


def opens(answer: Path) -> bool:
    """Whether the owner wants to see something, which is for a window to show."""
    return answer.name.endswith(f"-{OPEN}")


def opened(ws: Workspace, answer: Path) -> Outcome[int | None]:
    """Forgets one of the answers that a window shows; answers whom it is about, 0 for Today, None where it is old."""
    said = _NAME.fullmatch(answer.name)
    contact: int | None = None
    if said is not None and abs(time.time() - int(said["at"]) / 1e9) < _FRESH:
        with suppress(NotFound):
            contact = tasks.find(ws, int(said["task"])).contact
        contact = contact or 0
    _forget(answer)
    return Outcome(contact, Changes())


def do(ws: Workspace, answer: Path) -> Outcome[Any]:
    """Does one of the answers that wait, and forgets it; nothing where its task is gone or done meanwhile."""
    said = _NAME.fullmatch(answer.name)
    outcome: Outcome[Any] = Outcome(None, Changes())
    if said is not None and answer.exists():
        with suppress(NotFound, InvalidValue):
            outcome = reminders.answer(ws, int(said["task"]), said["action"])
    _forget(answer)
    return outcome


def _forget(answer: Path) -> None:
    with suppress(OSError):  # should it stay, it is done already
        answer.unlink(missing_ok=True)
        answer.parent.rmdir()  # unless others wait in it


def _folder(workspace: Path) -> Path:
    return workspace.with_name(f"{workspace.name}.answers")
