"""Work that can wait until nothing goes on, and that gives way to whatever the owner writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from deskcrm.ui.desk import Desk

if TYPE_CHECKING:
    from deskcrm.domain.changes import Changes
    from deskcrm.ui.jobs import Job


class WorkingAhead(QObject):
    """Begins some time after the workspace was opened or contacts changed, once nothing is under way."""

    pause_ms: int
    """How long nothing must have been written before it begins."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.job: Job | None = None
        """What is at it right now."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(self.pause_ms)
        self._timer.timeout.connect(self.begin)
        desk.opened.connect(self._timer.start)
        desk.writing.connect(self._give_way)
        desk.changed.connect(self._changed)

    def begin(self) -> None:
        """Do it, unless something is under way: then later."""
        if self._desk.idle:
            self.job = self._ask()
        else:
            self._timer.start()

    def _ask(self) -> Job:
        """Ask the desk for the work, which must be one that can be cancelled, and for `_done` after it."""
        raise NotImplementedError

    def _give_way(self) -> None:
        """Stop it; what is left follows after the next change."""
        if self.job is not None:
            self.job.cancel()
            self.job = None

    def _changed(self, changes: Changes) -> None:
        if "contacts" in changes.kinds:
            self._timer.start()

    def _done(self, _result: object) -> None:
        self.job = None
