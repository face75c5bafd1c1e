"""What a calendar shows: the open tasks and the meetings of everybody who is not removed."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from deskcrm.domain.hiding import Hidden
from deskcrm.domain.views import TaskView
from deskcrm.store.tasks import SHOWN_COLUMNS


class Meeting(NamedTuple):
    """A meeting with one person: what it is called, when it begins (ISO 8601, UTC or a day), what was noted."""

    activity: int
    at: str
    title: str
    name: str
    text: str


def open_tasks(connection: sqlite3.Connection) -> list[TaskView]:
    """The open tasks by their due time, those without a day last."""
    rows = connection.execute(
        f"SELECT {SHOWN_COLUMNS} FROM task LEFT JOIN member m ON m.contact = task.contact "
        "LEFT JOIN profile p ON p.root = coalesce(m.root, task.contact) "
        f"WHERE task.done_at IS NULL AND NOT task.deleted AND coalesce(p.removed, 0) <> {Hidden.REMOVED:d} "
        "ORDER BY task.due IS NULL, task.due, task.id"
    )
    return [TaskView(*row) for row in rows]


def meetings(connection: sqlite3.Connection) -> list[Meeting]:
    """All meetings, the earliest first; one with several people comes once for each."""
    rows = connection.execute(
        "SELECT e.activity, e.at, e.title, coalesce(p.name, ''), coalesce(v.data ->> 'text', '') FROM event e "
        "JOIN activity_version v ON v.id = e.version LEFT JOIN member m ON m.contact = e.contact "
        "LEFT JOIN profile p ON p.root = coalesce(m.root, e.contact) "
        f"WHERE e.kind = 'meeting' AND e.at <> '' AND coalesce(p.removed, 0) <> {Hidden.REMOVED:d} "
        "ORDER BY e.at, e.activity"
    )
    return [Meeting(*row) for row in rows]
