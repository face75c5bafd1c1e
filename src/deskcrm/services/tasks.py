"""To-dos: add, finish, take up again."""

from __future__ import annotations

from typing import Any

from deskcrm.domain.changes import Changes
from deskcrm.domain.cleaning.dates import parse_moment
from deskcrm.domain.cleaning.text import tidy
from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import derived, operations, writes


def add(ws: Workspace, title: str, *, contact: int | None = None, due: str | None = None) -> Outcome[int]:
    """A new task, with somebody or with nobody; `due` is ISO 8601. Raises InvalidValue, NotFound."""
    if not tidy(title):
        raise InvalidValue("A task needs a few words: what is to be done?")
    moment = parse_moment(due, None) if due else None
    if due and moment is None:
        raise InvalidValue(f"“{due}” is no date or time. Write it like 2026-05-01 or 2026-05-01T09:30.")
    with ws.database.write() as connection:
        root = writes.root_of(connection, contact) if contact is not None else None
        operation = operations.begin(connection, "task", ws.now(), {"title": tidy(title)})
        new = {**row(title, root, moment), "operation": operation}
        task = writes.change_row(connection, operation, "task", "id", None, new)
        roots = derived.refresh(connection, [root], operation) if root is not None else set()
    return Outcome(int(task), _changes(operation, roots, "Task added"))


def row(title: str, contact: int | None, due: str | None) -> dict[str, Any]:
    """A new task as its row says it, but for its operation."""
    return {
        "contact": contact, "title": tidy(title), "due": due, "kind": "todo", "notes": "", "priority": 0, "zone": "",
        "outcome": "", "deleted": 0,
    }  # fmt: skip


def finish(ws: Workspace, task: int) -> Outcome[int]:
    """Marks a task as done now."""
    return _mark(ws, task, ws.now(), "Task done")


def reopen(ws: Workspace, task: int) -> Outcome[int]:
    """Takes a finished task up again."""
    return _mark(ws, task, None, "Task taken up again")


def _mark(ws: Workspace, task: int, done_at: str | None, word: str) -> Outcome[int]:
    with ws.database.write() as connection:
        row: dict[str, Any] | None = operations.image(connection, "task", "id", task)
        if row is None:
            raise NotFound(f"There is no task {task}.")
        operation = operations.begin(
            connection, "task_done" if done_at else "task_open", ws.now(), {"title": row["title"]}
        )
        writes.change_row(connection, operation, "task", "id", task, {"done_at": done_at})
    return Outcome(task, _changes(operation, {row["contact"]} - {None}, word))


def _changes(operation: int, roots: set[int], word: str) -> Changes:
    return Changes(operation, frozenset({"tasks", "history"}), frozenset(roots), summary=word, undoable=True)
