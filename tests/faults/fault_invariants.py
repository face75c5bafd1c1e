"""What must hold after every fault: the file is whole, what is derived is as computed afresh, and undo still works."""

from __future__ import annotations

from fault_trials import state_of

from deskcrm.services import checking, contacts, history
from deskcrm.services.workspace import Workspace

SHOWN = ("profile", "point", "member", "event", "task", "consent_now")
"""What the owner sees of a workspace."""


def all_holds(ws: Workspace) -> None:
    """Integrity, foreign keys, the search index and all derived rows; a change is taken back without a trace of it."""
    assert checking.check(ws) == []
    before = state_of(ws.path.parent, ws.path.name)
    added = contacts.add(ws, "person", {"given": "Somebody", "family": "Else", "phones": ["+49 30 5550 1287"]})
    during = state_of(ws.path.parent, ws.path.name)
    assert during["profile"] != before["profile"]
    history.undo(ws, added.changes.operation)
    after = state_of(ws.path.parent, ws.path.name)
    assert {table: after[table] for table in SHOWN} == {table: before[table] for table in SHOWN}
    assert checking.check(ws) == []
