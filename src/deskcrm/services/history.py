"""Undo and redo of any operation, in any order (MODEL rules 1, 3 and 14)."""

from __future__ import annotations

from deskcrm.domain.changes import Changes
from deskcrm.domain.views import HistoryEntry, UndoPreview
from deskcrm.languages import tr
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import aftermath, operations
from deskcrm.store import history as store_history

_MANY = 2000
"""Above this many contacts, views are told that everything changed."""
_KINDS = frozenset({"contacts", "activities", "tasks", "history", "settings", "batches"})


def undo(ws: Workspace, operation: int | None = None, *, with_later: bool = False) -> Outcome[HistoryEntry]:
    """Takes back what an operation said (None: the latest that stands). Raises NotFound, Refused.

    `with_later`: what stands in the way is undone first, all in one go.
    """
    return _flip(ws, operation, undo=True, with_later=with_later)


def redo(ws: Workspace, operation: int | None = None, *, with_later: bool = False) -> Outcome[HistoryEntry]:
    """Lets an undone operation stand again (None: the one undone last). Raises NotFound, Refused.

    `with_later`: what stands in the way is undone first, all in one go.
    """
    return _flip(ws, operation, undo=False, with_later=with_later)


def _flip(ws: Workspace, operation: int | None, *, undo: bool, with_later: bool) -> Outcome[HistoryEntry]:
    flip = operations.flip_with_later if with_later else operations.flip
    with ws.database.write() as connection:
        if operation is None:
            operation = operations.latest_standing(connection) if undo else operations.latest_undone(connection)
        roots = flip(connection, operation, ws.now(), undo=undo)
        (entry,) = store_history.entries(connection, only=[operation])
    roots |= set(entry.contacts)  # "not the same" touches no profile, but it is about two
    said = tr("Undone: {what}", what=entry.summary) if undo else tr("Done again: {what}", what=entry.summary)
    many = len(roots) > _MANY
    changes = Changes(operation, _KINDS, frozenset() if many else frozenset(roots), many, summary=said)
    return Outcome(entry, changes)


def before_undo(ws: Workspace, operation: int | None = None) -> UndoPreview:
    """What stays of what was decided in an operation's light (rule 14), and what stands in the way of undoing it.

    None: the latest operation that stands. Changes nothing. Raises NotFound, and Refused where it is undone already.
    """
    with ws.database.trial() as connection:
        if operation is None:
            operation = operations.latest_standing(connection)
        stays = aftermath.decided_since(connection, operation)
        warning = aftermath.opt_outs(connection, operation)
        in_the_way = operations.clear_the_way(connection, operation, ws.now(), operations.Touch(), undo=True)
        entries = store_history.entries(connection, only=in_the_way)
    return UndoPreview(operation, tuple(stays), tuple(entries), warning)
