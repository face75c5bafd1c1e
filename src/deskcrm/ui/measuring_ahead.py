"""Brings measures up to date while nobody waits, where they were ever wanted: so the next report is quick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from deskcrm.ui.desk import Desk

if TYPE_CHECKING:
    from deskcrm.domain.changes import Changes
    from deskcrm.ui.jobs import Job

PAUSE_MS: Final = 8_000
"""How long nothing must have been written before it begins."""


class MeasuringAhead(QObject):
    """Looks after the figures of all customers and how they stand among all; whatever the owner writes goes first."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.job: Job | None = None
        """What computes them right now."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.begin)
        desk.opened.connect(self._timer.start)
        desk.writing.connect(self._give_way)
        desk.changed.connect(self._changed)

    def begin(self) -> None:
        """Compute what is missing, unless something is under way: then later."""
        from deskcrm.services import measures

        if self._desk.idle:
            self.job = self._desk.ask(measures.keep_up, done=self._done, owner=self)
        else:
            self._timer.start()

    def _give_way(self) -> None:
        """Stop between two transactions; the rest follows after the next change."""
        if self.job is not None:
            self.job.cancel()
            self.job = None

    def _changed(self, changes: Changes) -> None:
        if "contacts" in changes.kinds:
            self._timer.start()

    def _done(self, _nothing: object) -> None:
        self.job = None
