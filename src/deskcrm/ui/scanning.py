"""The scan for duplicates beside the window: of small books on a thread, of big ones in a process of its own.

The child imports this first, so nothing of Qt may be imported here when it loads.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deskcrm.domain.views import CandidatePair, Progress
from deskcrm.ui.import_process import in_child

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

SMALL: Final = 1000
"""Contacts up to which everybody is compared before a process would have started."""


def scan(
    ws: Workspace, *, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> tuple[CandidatePair, ...]:
    """The pairs that may be one, most certain first. Raises Cancelled."""
    from deskcrm.services import duplicates, reads

    counts = reads.counts(ws)
    if counts["people"] + counts["companies"] <= SMALL:
        return duplicates.scan_whole(ws, progress=progress, cancelled=cancelled).pairs
    return in_child(scan_here, (ws.path,), progress, cancelled)


def scan_here(
    path: Path, *, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> tuple[CandidatePair, ...]:
    """Scan with a workspace of its own, opened for reading; what the child runs."""
    from deskcrm.services import duplicates
    from deskcrm.services.workspace import Workspace

    ws = Workspace.open(path, write=False)
    try:
        return duplicates.scan_whole(ws, progress=progress, cancelled=cancelled).pairs
    finally:
        ws.close()
