"""Pins: entries of the timeline that the owner wants on top of it, imported ones too."""

from __future__ import annotations

from deskcrm.domain.changes import Changes
from deskcrm.domain.editing import MemberEdit
from deskcrm.domain.facts import PIN
from deskcrm.domain.views import TimelineEntry
from deskcrm.languages import tr
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import files, operations, reads, writes

_KINDS = frozenset({"contacts", "activities", "history"})


def pin(ws: Workspace, activity: int) -> Outcome[int]:
    """Keeps an entry on top of its timeline; undo lets it go. Raises NotFound."""
    return _say(ws, activity, "pin", "add", tr("Pinned"))


def unpin(ws: Workspace, activity: int) -> Outcome[int]:
    """Lets an entry stand among the others again. Raises NotFound."""
    return _say(ws, activity, "unpin", "remove", tr("Unpinned"))


def of(ws: Workspace, contact: int) -> list[TimelineEntry]:
    """The pinned entries of a profile (and of a company's people), newest first. Raises NotFound."""
    with ws.database.read() as connection:
        return reads.pinned(connection, contact)


def _say(ws: Workspace, activity: int, kind: str, verb: str, summary: str) -> Outcome[int]:
    with ws.database.write() as connection:
        contact = files.place_of(connection, activity)
        operation = operations.begin(connection, kind, ws.now())
        writes.add_edits(connection, operation, [MemberEdit(contact, PIN, verb, activity)])
        roots = operations.settle(connection, operations.touched(connection, operation), operation)
    return Outcome(activity, Changes(operation, _KINDS, frozenset(roots), summary=summary, undoable=True))
