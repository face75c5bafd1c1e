"""Writing of exports beside the window: a few contacts on a thread, many in a process of their own.

Profiles are computed in Python; on a thread that would keep the window from painting. The child imports this module
first, so nothing of Qt may be imported here when it loads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deskcrm.domain.views import Progress
from deskcrm.ui.import_process import in_child

if TYPE_CHECKING:
    from deskcrm.services.mailing import Mailing
    from deskcrm.services.workspace import Workspace

SHOWN, EVERYTHING, MAILING, BACK = "shown", "everything", "mailing", "back"
"""What a file is for."""
SMALL: Final = 2000
"""Contacts up to which a file is done before a process would have started."""

Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What to write and where: `ids` in their order; `heads`, the columns that show; `card`, the version of vCards."""

    path: Path
    purpose: str
    ids: Sequence[int]
    heads: Sequence[tuple[str, str]]
    bom: bool
    card: str


def write(ws: Workspace, order: Order, progress: Report, cancelled: Callable[[], bool]) -> int | Mailing:
    """Write the file; answer how many contacts, or what a mailing has. Raises UserError, Cancelled."""
    if len(order.ids) > SMALL:
        return in_child(write_here, (ws.path, order), progress, cancelled)
    return _written(ws, order, progress, cancelled)


def write_here(
    path: Path, order: Order, *, progress: Report, cancelled: Callable[[], bool]
) -> int | Mailing:  # fmt: skip
    """Do it with a workspace of its own, opened for reading; what the child runs."""
    from deskcrm.services.workspace import Workspace

    ws = Workspace.open(path, write=False)
    try:
        return _written(ws, order, progress, cancelled)
    finally:
        ws.close()


def _written(ws: Workspace, order: Order, progress: Report, cancelled: Callable[[], bool]) -> int | Mailing:
    from deskcrm.services import exporting, list_export, mailing

    if order.purpose == MAILING:
        return mailing.save(
            ws, order.path, ids=order.ids, bom=order.bom, progress=progress, cancelled=cancelled
        )  # fmt: skip
    if order.purpose == SHOWN:
        heads = [list_export.Head(*head) for head in order.heads]
        return list_export.save(
            ws, order.path, order.ids, heads, bom=order.bom, progress=progress, cancelled=cancelled
        )  # fmt: skip
    return exporting.export(
        ws, order.path, ids=order.ids, for_reimport=order.purpose == BACK, bom=order.bom,
        cards=order.card or exporting.CARD_VERSIONS[0], progress=progress, cancelled=cancelled,
    )  # fmt: skip
