"""Checking a workspace against its own facts, and rebuilding what is derived from them."""

from __future__ import annotations

from deskcrm.domain.changes import Changes
from deskcrm.languages import tr
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import checking, derived


def check(ws: Workspace) -> list[str]:
    """What is wrong with the workspace, a sentence each; empty when it is whole. Changes nothing."""
    with ws.database.read() as connection:
        return checking.problems(connection, ws.path)


def rebuild(ws: Workspace) -> Outcome[None]:
    """Drops all that is computed and computes it anew from the facts. No operation of History: it says nothing new."""
    with ws.database.write() as connection:
        derived.rebuild(connection)
    return Outcome(None, Changes(kinds=frozenset({"contacts", "activities"}), everything=True, summary=tr("Rebuilt")))
