"""Reminders as rows: which open tasks have one, and which of them were begun to be shown, and noted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deskcrm.domain.hiding import Hidden
from deskcrm.domain.reminders import Key, Planned
from deskcrm.store.tasks import REMINDS

_WITH = "LEFT JOIN member m ON m.contact = task.contact LEFT JOIN profile p ON p.root = coalesce(m.root, task.contact)"
_NOTED = f"LEFT JOIN reminder r ON r.task = task.id AND r.moment = rtrim({REMINDS} || ' ' || task.zone)"
_OPEN = (
    f"task.done_at IS NULL AND NOT task.deleted AND {REMINDS} IS NOT NULL "
    f"AND coalesce(p.removed, 0) <> {Hidden.REMOVED:d}"
)


@dataclass(frozen=True, slots=True)
class Row:
    """An open task whose reminder was not shown yet. `begun`: somebody began to show it, and nobody noted that."""

    planned: Planned
    begun: bool
    title: str
    due: str | None
    contact: int | None
    name: str


def waiting(connection: sqlite3.Connection, until: str) -> list[Row]:
    """The reminders not shown yet whose wall time or day is at most `until`; those of removed contacts pause.

    A task with a time and no reminder of its own reminds at that time. The contact is the profile that shows.
    """
    rows = connection.execute(
        f"SELECT task.id, {REMINDS}, task.zone, r.task IS NOT NULL, task.title, task.due, "
        f"coalesce(m.root, task.contact), coalesce(p.name, '') FROM task {_WITH} {_NOTED} "
        f"WHERE {_OPEN} AND {REMINDS} <= ? AND r.shown_at IS NULL",
        (until,),
    )
    return [
        Row(Planned(task, at, zone), bool(begun), title, due, contact, name)
        for task, at, zone, begun, title, due, contact, name in rows
    ]


def unanswered(connection: sqlite3.Connection) -> list[Key]:
    """The reminders that were shown, or begun to be, and whose tasks are open still and were not put off."""
    rows = connection.execute(f"SELECT r.task, r.moment FROM task {_WITH} {_NOTED} WHERE {_OPEN} AND r.task > 0")
    return [(task, moment) for task, moment in rows]


def begin(connection: sqlite3.Connection, keys: Iterable[tuple[Key, bool]], at: str) -> None:
    """Writes that these are about to be shown; True: again, since nobody noted the first time."""
    connection.executemany(
        "INSERT OR REPLACE INTO reminder (task, moment, begun_at, shown_at, again) VALUES (?, ?, ?, NULL, ?)",
        [(task, moment, at, again) for (task, moment), again in keys],
    )


def note(connection: sqlite3.Connection, keys: Sequence[Key], at: str) -> None:
    """Writes that these were shown."""
    connection.executemany(
        "UPDATE reminder SET shown_at = ? WHERE task = ? AND moment = ?", [(at, task, moment) for task, moment in keys]
    )


def take_back(connection: sqlite3.Connection, keys: Sequence[Key]) -> None:
    """These were begun and surely not shown: they were never begun. Not so for what may have been seen before that."""
    connection.executemany(
        "DELETE FROM reminder WHERE task = ? AND moment = ? AND shown_at IS NULL AND NOT again", keys
    )


def forget_lost(connection: sqlite3.Connection) -> None:
    """Forgets the showing of tasks that are not there any more."""
    connection.execute("DELETE FROM reminder WHERE task NOT IN (SELECT id FROM task)")
