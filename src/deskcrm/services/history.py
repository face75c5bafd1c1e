"""Undo and redo of any operation, in any order (MODEL rules 1, 3 and 14)."""

from __future__ import annotations

from deskcrm.domain.changes import Changes
from deskcrm.domain.views import HistoryEntry
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import history as store_history
from deskcrm.store import operations

_MANY = 2000
"""Above this many contacts, views are told that everything changed."""
_KINDS = frozenset({"contacts", "activities", "tasks", "history", "settings", "batches"})


def undo(ws: Workspace, operation: int | None = None) -> Outcome[HistoryEntry]:
    """Takes back what an operation said (None: the latest that stands). Raises NotFound, Refused."""
    return _flip(ws, operation, undo=True)


def redo(ws: Workspace, operation: int | None = None) -> Outcome[HistoryEntry]:
    """Lets an undone operation stand again (None: the one undone last). Raises NotFound, Refused."""
    return _flip(ws, operation, undo=False)


def _flip(ws: Workspace, operation: int | None, *, undo: bool) -> Outcome[HistoryEntry]:
    with ws.database.write() as connection:
        if operation is None:
            operation = operations.latest_standing(connection) if undo else operations.latest_undone(connection)
        roots = operations.flip(connection, operation, ws.now(), undo=undo)
        (entry,) = store_history.entries(connection, only=operation)
    word = "Undone: " if undo else "Done again: "
    many = len(roots) > _MANY
    changes = Changes(operation, _KINDS, frozenset() if many else frozenset(roots), many, summary=word + entry.summary)
    return Outcome(entry, changes)
