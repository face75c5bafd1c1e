"""Undoing and redoing one operation; where an undo has consequences, the owner sees them first and decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from deskcrm.domain.errors import Refused
from deskcrm.languages import tr
from deskcrm.ui.widgets.basic import Banner

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from deskcrm.domain.views import HistoryEntry, UndoPreview
    from deskcrm.services.outcome import Outcome
    from deskcrm.services.workspace import Workspace
    from deskcrm.ui.desk import Desk

Refusal = Callable[[str, tuple[int, ...]], None]
"""Takes the words of a refusal, and the operations that stand in the way."""


def flip(
    desk: Desk,
    operation: int | None,
    undo: bool,
    *,
    owner: QWidget,
    refused: Refusal,
    done: Callable[[HistoryEntry], None] = lambda _entry: None,
) -> None:
    """Undo or redo an operation (None: the latest) for a screen.

    What has no consequences is done at once. Before an undo that leaves decisions of its light behind, warns, or needs
    later operations undone too, a dialog over `owner` says so. The latest is undone without looking; only where that
    is refused, the dialog says what stands in the way.
    """

    def look(preview: UndoPreview) -> None:
        if preview.stays or preview.in_the_way or preview.warning:
            _ask(desk, preview, owner, done)
        else:
            _turn(desk, operation, undo, owner, done, refused)

    def in_the_way(words: str, operations: tuple[int, ...]) -> None:
        if operations:
            _preview(desk, None, owner, look, refused)
        else:
            refused(words, ())

    if undo and operation is not None:
        _preview(desk, operation, owner, look, refused)
    else:
        _turn(desk, operation, undo, owner, done, in_the_way if undo else refused)


def _preview(
    desk: Desk, operation: int | None, owner: QWidget, look: Callable[[UndoPreview], None], refused: Refusal
) -> None:
    from deskcrm.services import history

    desk.ask(history.before_undo, operation, done=look, failed=lambda words: refused(words, ()), owner=owner)


def _ask(desk: Desk, preview: UndoPreview, owner: QWidget, done: Callable[[HistoryEntry], None]) -> None:
    from deskcrm.ui.dialogs.undo import UndoDialog

    UndoDialog.begin(desk, preview, owner, done)


def _turn(
    desk: Desk,
    operation: int | None,
    undo: bool,
    owner: QWidget,
    done: Callable[[HistoryEntry], None],
    refused: Refusal,
) -> None:
    in_the_way: list[int] = []

    def work(ws: Workspace) -> Outcome[HistoryEntry]:
        from deskcrm.services import history

        try:
            return (history.undo if undo else history.redo)(ws, operation)
        except Refused as error:
            in_the_way.extend(error.stands_in_the_way)
            raise

    failed = partial(_tell, refused, in_the_way)
    desk.do(work, done=done, failed=failed, initiator=owner, owner=owner)


def _tell(refused: Refusal, in_the_way: list[int], words: str) -> None:
    refused(words, tuple(in_the_way))


def explain(banner: Banner, words: str, in_the_way: tuple[int, ...], go: Callable[[int], object]) -> None:
    """Say a refusal, with a link to the operation that stands in the way."""
    if in_the_way:
        banner.say(words, tr("Show what stands in the way"), lambda: go(in_the_way[0]))
    else:
        banner.say(words)
