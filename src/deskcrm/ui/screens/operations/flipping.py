"""Undoing and redoing one operation, and saying in place what stands in the way when it can't be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from deskcrm.domain.errors import Refused
from deskcrm.ui.widgets.basic import Banner

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from deskcrm.domain.views import HistoryEntry
    from deskcrm.services.outcome import Outcome
    from deskcrm.services.workspace import Workspace
    from deskcrm.ui.desk import Desk


def flip(
    desk: Desk,
    operation: int | None,
    undo: bool,
    *,
    owner: QObject,
    done: Callable[[HistoryEntry], None],
    refused: Callable[[str, tuple[int, ...]], None],
) -> None:
    """Undo or redo an operation (None: the latest); a refusal names the operations that stand in the way."""
    in_the_way: list[int] = []

    def work(ws: Workspace) -> Outcome[HistoryEntry]:
        from deskcrm.services import history

        try:
            return (history.undo if undo else history.redo)(ws, operation)
        except Refused as error:
            in_the_way.extend(error.stands_in_the_way)
            raise

    desk.do(
        work,
        done=done,
        failed=lambda words: refused(words, tuple(in_the_way)),
        initiator=owner,
        owner=owner,
    )


def explain(banner: Banner, words: str, in_the_way: tuple[int, ...], go: Callable[[int], object]) -> None:
    """Say a refusal, with a link to the operation that stands in the way."""
    if in_the_way:
        banner.say(words, "Show what stands in the way", lambda: go(in_the_way[0]))
    else:
        banner.say(words)
