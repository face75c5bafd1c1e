"""Tasks and meetings as a calendar file, written once or kept up to date in a folder that calendar programs read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

from deskcrm.domain import recurrence
from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.errors import UserError
from deskcrm.domain.views import TaskView
from deskcrm.formats.icswrite import ENDING, Entry, write_calendar
from deskcrm.languages import tr
from deskcrm.services import settings
from deskcrm.services.exporting import check_folder
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import backups as store_backups
from deskcrm.store import calendar as store

FILE: Final = "DeskCRM.ics"
"""What the file that is kept up to date is called."""

_PRIORITIES: Final = (0, 5, 1)
"""Normal, important and urgent as RFC 5545 counts."""
_MOST: Final = 1000


def save(ws: Workspace, path: Path) -> int:
    """Writes the open tasks and all meetings to a calendar file; answers how many entries it has. Raises UserError."""
    if path.suffix.lower() != ENDING:
        raise UserError(
            tr("“{name}” is no name for a calendar file. End it with {ending}.", name=path.name, ending=ENDING)
        )
    check_folder(path)
    return write_calendar(path, entries(ws), ws.clock(), _name(ws))


def _name(ws: Workspace) -> str:
    return str(settings.get(ws, "name") or "") or "DeskCRM"


def entries(ws: Workspace) -> list[Entry]:
    """What the calendar has: each open task, what comes of those that come again, and each meeting once."""
    with ws.database.read() as connection:
        tasks, meetings = store.open_tasks(connection), store.meetings(connection)
        maker = store_backups.identity_of(connection)
    found = [entry for task in tasks for entry in _of_task(task, maker)]
    return found + list(_of_meetings(meetings, maker))


# Kept up to date ------------------------------------------------------------------------------------------------------


def folder(ws: Workspace) -> Path | None:
    """Where the calendar file is kept up to date; None where it is not."""
    kept = settings.get(ws, settings.CALENDAR_FOLDER)
    return Path(kept) if kept else None


def keep_in(ws: Workspace, where: Path | None) -> Outcome[None]:
    """Keeps the file in a folder from now on, or nowhere; writes it at once. Raises UserError where it can't."""
    if where is not None:
        save(ws, where.absolute() / FILE)
    return settings.put(ws, settings.CALENDAR_FOLDER, str(where.absolute()) if where is not None else None)


def refresh(ws: Workspace, before: str = "") -> str:
    """Writes the file that is kept up to date anew, where there is one; answers what it says, in short.

    `before`: that of the last time; where it still says so, nothing is written. Raises UserError.
    """
    where = folder(ws)
    if where is None:
        return ""
    found = entries(ws)
    says = hashlib.sha256(repr((where, _name(ws), found)).encode()).hexdigest()
    if says != before or not (where / FILE).exists():
        check_folder(where / FILE)
        write_calendar(where / FILE, found, ws.clock(), _name(ws))
    return says


def forget(ws: Workspace) -> tuple[str, ...]:
    """Writes the file anew without those who were erased; answers where it is if it is out of reach."""
    where = folder(ws)
    try:
        refresh(ws)
    except UserError:
        return (str(where / FILE),) if where is not None else ()
    return ()


# Entries --------------------------------------------------------------------------------------------------------------


def _of_task(task: TaskView, maker: str) -> Iterator[Entry]:
    title = _with_name(task.title, task.name)
    uid = f"task-{task.id}-{maker}@deskcrm"
    priority = _PRIORITIES[task.priority]
    due = task.due or task.remind_at
    yield Entry(uid, title, due, task.zone, task.notes, alarm=_alarm(task, due), priority=priority)
    if task.repeat and task.due:
        begins, rule = _series(task)
        if begins is not None:
            yield Entry(f"series-{uid}", title, begins, task.zone, task.notes, rule=rule, priority=priority)


def _alarm(task: TaskView, due: str | None) -> timedelta | None:
    """How long after its begin a task reminds; a day begins at midnight, and reminds by a time of the day."""
    if due is None or task.remind_at is None or "+" in due + task.remind_at or (due + task.remind_at).endswith("Z"):
        return None
    return _wall(task.remind_at) - recurrence.wall(due)


def _wall(moment: str) -> datetime:
    found = recurrence.wall(moment)
    return datetime.combine(found.date(), time(9)) if recurrence.is_day(moment) else found


def _series(task: TaskView) -> tuple[str | None, str]:
    """From when on a task comes again and by which rule, after the one that is open; (None, "") where nobody knows."""
    rule = recurrence.parse(task.repeat or "")
    starts, slot = task.starts or task.due or "", task.slot or task.due or ""
    begins = _next(rule, starts, slot, task.zone) if rule.rrule else None
    if begins is None:
        return None, ""
    if rule.count is None:
        return begins, recurrence.for_calendar(rule, begins, task.zone)
    left, last = 0, str(begins)
    while last and left < _MOST:
        left, last = left + 1, _next(rule, starts, last, task.zone) or ""
    return begins, rule.but(COUNT=str(left)).rrule


def _next(rule: recurrence.Rule, starts: str, slot: str, zone: str) -> str | None:
    return recurrence.following(rule, starts, slot, recurrence.wall(slot), zone)


def _of_meetings(meetings: Iterable[store.Meeting], maker: str) -> Iterator[Entry]:
    """Each meeting once, with everybody who was or will be there."""
    together: dict[tuple[str, str], list[store.Meeting]] = {}
    for meeting in meetings:
        together.setdefault((meeting.at, meeting.title), []).append(meeting)
    for (at, title), found in together.items():
        names = ", ".join(dict.fromkeys(meeting.name for meeting in found if meeting.name))
        text = next((meeting.text for meeting in found if meeting.text), "")
        called = (
            _with_name(title, names) if title else tr("Meeting with {names}", names=names) if names else tr("Meeting")
        )
        yield Entry(f"meeting-{found[0].activity}-{maker}@deskcrm", called, at, text=text, busy=True)


def _with_name(title: str, name: str) -> str:
    return title if not name or fold(name) in fold(title) else f"{title} ({name})"
