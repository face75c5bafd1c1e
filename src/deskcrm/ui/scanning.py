"""Duplicates brought up to date beside the window: a few on a thread, many in a process of its own.

The child imports this first, so nothing of Qt may be imported here when it loads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deskcrm.domain.views import Progress
from deskcrm.ui.import_process import in_child

if TYPE_CHECKING:
    from deskcrm.services.candidate_pairs import CaughtUp
    from deskcrm.services.workspace import Workspace

SMALL: Final = 1000
"""Contacts up to which everybody is compared before a process would have started."""

Report = Callable[[Progress], None]


def catch_up(
    ws: Workspace, least: float, *, whole: bool, also: Collection[int], progress: Report, cancelled: Callable[[], bool]
) -> CaughtUp:
    """Compare who changed since the last time, or everybody; answer the pairs from a score on. Raises Cancelled."""
    from deskcrm.services import candidate_pairs, reads

    behind = None if whole else candidate_pairs.behind(ws)
    counts = reads.counts(ws)
    many = behind is None or behind > candidate_pairs.FEW
    if many and counts["people"] + counts["companies"] > SMALL:
        in_child(catch_up_here, (ws.path, least, whole), progress, cancelled)
        kept = candidate_pairs.known(ws, least)
        return candidate_pairs.CaughtUp(None, () if kept is None else kept.pairs)
    return candidate_pairs.catch_up(ws, least, whole=whole, also=also, progress=progress, cancelled=cancelled)


def catch_up_here(path: Path, least: float, whole: bool, *, progress: Report, cancelled: Callable[[], bool]) -> None:
    """Do it with a workspace of its own, under the lock that the parent holds; what the child runs."""
    from deskcrm.services import candidate_pairs
    from deskcrm.services.workspace import Workspace

    ws = Workspace.open(path, lent=True)
    try:
        candidate_pairs.catch_up(ws, least, whole=whole, progress=progress, cancelled=cancelled)
    finally:
        ws.close()
