"""What a task is made of: its kinds and how urgent it can be, and when it is due where the owner is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from deskcrm.domain.recurrence import is_day
from deskcrm.languages import english, number, tr, trc, trn


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of task; `logs`: the kind of activity that finishing it is, "" for none."""

    key: str
    label: str
    icon: str
    logs: str = ""


KINDS: Final[dict[str, Kind]] = {
    kind.key: kind
    for kind in (
        Kind("todo", tr("To do"), "circle-check"),
        Kind("call", trc("a task", "Call"), "phone", "call"),
        Kind("email", trc("a task", "Email"), "mail", "email"),
        Kind("meet", trc("a task", "Meet"), "calendar", "meeting"),
        Kind("touch", tr("Keep in touch"), "hand-heart"),
        Kind("birthday", tr("Birthday"), "cake"),
    )
}
OFFERED: Final = ("todo", "call", "email", "meet")
"""The kinds that the owner chooses from; the others come of the lines of Today that are no tasks yet."""

PRIORITIES: Final = (tr("Normal"), tr("Important"), tr("Urgent"))

NO_REMINDER: Final = ""
"""What a task says in place of a moment whose owner wants no reminder; with nothing said, it reminds at its time."""


def here(moment: str, zone: str, local_zone: str) -> str:
    """A day or wall time in `zone` as the clock where the owner is shows it; days stay days.

    A zone that this computer doesn't know is taken for the owner's.
    """
    if is_day(moment):
        return moment
    at = datetime.fromisoformat(moment)
    if at.tzinfo is None:
        there = _zone(zone)
        if there is None or zone == local_zone:
            return moment
        at = at.replace(tzinfo=there)
    try:
        return at.astimezone(_zone(local_zone)).replace(tzinfo=None).isoformat(timespec="minutes")
    except (OverflowError, ValueError, OSError):  # at an end of the calendar, where a zone more or less says nothing
        return at.replace(tzinfo=None).isoformat(timespec="minutes")


def with_offset(moment: str | None, zone: str) -> str | None:
    """A wall time with the offset of its zone then ("2026-11-27T15:00+01:00"), for other programs; days stay days."""
    if moment is None or is_day(moment):
        return moment
    at = datetime.fromisoformat(moment)
    if at.tzinfo is None:
        there = _zone(zone)
        at = at.replace(tzinfo=there) if there is not None else at.astimezone()
    return at.isoformat(timespec="minutes")


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo | None:
    """The zone of a name; None for "", and for one that this computer doesn't know."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


_SAID: Final = {
    "task": (english("Added the task “{title}”"), english("Added {count} tasks")),
    "task_done": (english("Done: “{title}”"), english("Finished {count} tasks")),
    "task_open": (english("Taken up again: “{title}”"), english("Took up again {count} tasks")),
    "task_edit": (english("Changed the task “{title}”"), english("Changed {count} tasks")),
    "task_snooze": (english("Put off the task “{title}”"), english("Put off {count} tasks")),
    "task_delete": (english("Deleted the task “{title}”"), english("Deleted {count} tasks")),
}


def said(kind: str, params: Mapping[str, Any]) -> str:
    """An operation on tasks as History says it: "Put off the task “Call Anna”", "Finished 3 tasks"."""
    if kind == "task_many":
        return trn(
            "Added the task “{title}” for {count} contacts",
            "Added the task “{title}” for {count} contacts",
            params["contacts"],
            title=params["title"],
        )
    one, many = _SAID[kind]
    if params.get("tasks", 1) > 1:
        return tr(many, count=number(params["tasks"]))
    return tr(one, title=params.get("title", ""))


def put_off(now: datetime) -> list[tuple[str, str]]:
    """Until when a task can be put off at this wall time, each in words: [("Tomorrow", "2026-11-26"), ...]."""
    today = now.date()
    later = [(tr("This afternoon"), 15), (tr("This evening"), 18)]
    found = [(words, f"{today}T{hour}:00") for words, hour in later if now.hour < hour - 1][:1]
    found.append((tr("Tomorrow"), (today + timedelta(days=1)).isoformat()))
    found.append((tr("In 3 days"), (today + timedelta(days=3)).isoformat()))
    found.append((tr("Next week"), (today + timedelta(days=7 - today.weekday())).isoformat()))
    return found
