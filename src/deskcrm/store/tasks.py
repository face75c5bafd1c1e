"""Tasks as rows: one or several, those that are open, what was done of late."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from deskcrm.domain.hiding import Hidden
from deskcrm.domain.views import TaskView
from deskcrm.store.loading import IN, ids
from deskcrm.store.operations import image

REMINDS = "nullif(coalesce(task.remind_at, CASE WHEN task.due GLOB '*T*' THEN task.due END), '')"
"""When a task reminds: with nothing said at its time, where it has one; never (NULL) where that was asked for ("")."""

COLUMNS = (
    "task.id, task.title, task.contact, coalesce(p.name, ''), task.due, task.done_at, task.kind, task.notes, "
    f"task.priority, {REMINDS}, task.zone, task.repeat, task.outcome, task.starts, task.slot"
)
"""The columns of a `TaskView`, of tables `task` and `p`, the profile of its contact."""

SHOWN_COLUMNS = COLUMNS.replace("task.contact", "coalesce(m.root, task.contact)")
"""The same, with the profile that shows for the contact (`m` its member)."""

_WITH = "LEFT JOIN member m ON m.contact = task.contact LEFT JOIN profile p ON p.root = coalesce(m.root, task.contact)"
_AWAKE = f"NOT task.deleted AND task.done_at IS NULL AND coalesce(p.removed, 0) <> {Hidden.REMOVED:d}"


class Outline(NamedTuple):
    """What says where in Today a task belongs."""

    id: int
    due: str
    zone: str
    priority: int


def view(connection: sqlite3.Connection, task: int) -> TaskView | None:
    """One task, open or done; None where it is not there or was deleted."""
    found = connection.execute(
        f"SELECT {COLUMNS} FROM task {_WITH} WHERE task.id = ? AND NOT task.deleted", (task,)
    ).fetchone()
    return TaskView(*found) if found is not None else None


def rows(connection: sqlite3.Connection, tasks: Sequence[int]) -> list[dict[str, Any]]:
    """Tasks as they stand, in the order asked for; those that are not there or were deleted are left out."""
    found = (image(connection, "task", "id", task) for task in dict.fromkeys(tasks))
    return [row for row in found if row is not None and not row["deleted"]]


def dated(connection: sqlite3.Connection) -> list[TaskView]:
    """The open tasks that have a day, by their due time; those of removed contacts wait until they are back.

    The contact is the profile that shows.
    """
    found = connection.execute(
        f"SELECT {SHOWN_COLUMNS} FROM task {_WITH} "
        f"WHERE task.due IS NOT NULL AND {_AWAKE} ORDER BY task.due, task.priority DESC, task.id"
    )
    return [TaskView(*row) for row in found]


def outlines(connection: sqlite3.Connection) -> list[Outline]:
    """The same tasks in the same order, with no more than says where they belong."""
    found = connection.execute(
        f"SELECT task.id, task.due, task.zone, task.priority FROM task {_WITH} "
        f"WHERE task.due IS NOT NULL AND {_AWAKE} ORDER BY task.due, task.priority DESC, task.id"
    )
    return list(map(Outline._make, found))


def views(connection: sqlite3.Connection, tasks: Sequence[int]) -> dict[int, TaskView]:
    """These tasks by their numbers, as `dated` has them."""
    found = connection.execute(f"SELECT {SHOWN_COLUMNS} FROM task {_WITH} WHERE task.id {IN}", (ids(tasks),))
    return {row[0]: TaskView(*row) for row in found}


def in_order(connection: sqlite3.Connection, tasks: Sequence[int]) -> list[TaskView]:
    """These tasks, in the order asked for."""
    found = views(connection, tasks)
    return [found[task] for task in tasks]


def open_titles(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Each open task's number and title, by their due time, those without one last; read as far as they are wanted."""
    for due, order in (("NOT NULL", "due, id"), ("NULL", "id")):
        yield from connection.execute(
            f"SELECT id, title FROM task WHERE done_at IS NULL AND due IS {due} AND NOT deleted ORDER BY {order}"
        )


def undated_count(connection: sqlite3.Connection) -> int:
    """How many open tasks have no day."""
    sql = f"SELECT count(*) FROM task {_WITH} WHERE task.due IS NULL AND {_AWAKE}"
    return int(connection.execute(sql).fetchone()[0])


def due_by(connection: sqlite3.Connection, moment: str) -> list[tuple[str, str]]:
    """When each open task is due that is due before a day or moment, and in which zone."""
    sql = f"SELECT task.due, task.zone FROM task {_WITH} WHERE task.due < ? AND {_AWAKE}"
    return connection.execute(sql, (moment,)).fetchall()


def undated(connection: sqlite3.Connection) -> list[TaskView]:
    """The open tasks without a day, the urgent ones first, then the newest; as `dated` has them."""
    found = connection.execute(
        f"SELECT {SHOWN_COLUMNS} FROM task {_WITH} "
        f"WHERE task.due IS NULL AND {_AWAKE} ORDER BY task.priority DESC, task.id DESC"
    )
    return [TaskView(*row) for row in found]


def done_since(connection: sqlite3.Connection, moment: str) -> list[str]:
    """When each task was done that was done since then (ISO 8601 UTC), oldest first."""
    sql = "SELECT done_at FROM task WHERE done_at >= ? AND NOT deleted ORDER BY done_at"
    return [at for (at,) in connection.execute(sql, (moment,))]


def put_off_since(connection: sqlite3.Connection, moment: str) -> int:
    """How many tasks were put off since then (ISO 8601 UTC)."""
    row = connection.execute(
        "SELECT coalesce(sum(params ->> 'tasks'), 0) FROM operation "
        "WHERE kind = 'task_snooze' AND at >= ? AND undone_at IS NULL", (moment,)
    ).fetchone()  # fmt: skip
    return int(row[0])
