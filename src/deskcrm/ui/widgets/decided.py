"""The foot of the queue of Duplicates: what was decided so far, from which score on, and what was not compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout

from deskcrm.languages import number, tr
from deskcrm.ui.models.queue import percent
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Label, Line, row

if TYPE_CHECKING:
    from deskcrm.services.threshold import Decisions


class Decided(QFrame):
    """Where the decisions speak for another threshold, its button asks."""

    def __init__(self, choose: Callable[[], object]) -> None:
        super().__init__()
        self.figure = Label("", Type.SMALL, tone="muted", tabular=True, wrap=True)
        self.left_out = Label("", Type.SMALL, tone="muted", tabular=True, wrap=True)
        self.threshold = Button("", "link", click=choose)
        inner = QVBoxLayout()
        inner.setContentsMargins(Space.L, Space.S, Space.M, Space.M)
        inner.setSpacing(2)
        inner.addWidget(self.figure)
        inner.addWidget(self.left_out)
        inner.addLayout(row(self.threshold, None))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Line())
        layout.addLayout(inner)
        self.hide()

    def show_decisions(self, found: Decisions) -> None:
        """Show these."""
        decided = found.accepted + found.refused
        self.figure.setText(
            tr(
                "{accepted} merged, {refused} not the same.",
                accepted=number(found.accepted),
                refused=number(found.refused),
            )
            if decided
            else tr("Nothing decided yet.")
        )
        self.left_out.setVisible(found.left_out > 0)
        self.left_out.setText(
            tr("{left_out} pairs not compared: they share only what too many have.", left_out=number(found.left_out))
        )
        asked = found.advised is not None
        score = found.threshold if found.advised is None else found.advised
        self.threshold.set_text(*_threshold_words(percent(score), asked=asked))
        self.show()


def _threshold_words(least: str, *, asked: bool) -> tuple[str, str]:
    """What the button says, and its name."""
    if asked:
        return tr("From {percent} on?", percent=least), tr("Show pairs from {percent} on?", percent=least)
    return tr("From {percent} on", percent=least), tr("Show pairs from {percent} on", percent=least)
