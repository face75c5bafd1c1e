"""Makes the indexes by which long lists are sorted while nobody waits: so the first click on a heading is quick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from deskcrm.ui.desk import Desk

if TYPE_CHECKING:
    from deskcrm.domain.changes import Changes
    from deskcrm.ui.jobs import Job

PAUSE_MS: Final = 5_000
"""How long nothing must have been written before it begins."""


class SortingAhead(QObject):
    """Looks after the indexes for the orders of the list of people; whatever the owner writes goes first.

    Companies are fewer: sorting them is quick without.
    """

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.job: Job | None = None
        """What makes them right now."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.begin)
        desk.opened.connect(self._timer.start)
        desk.writing.connect(self._give_way)
        desk.changed.connect(self._changed)

    def begin(self) -> None:
        """Make what is missing, unless something is under way: then later."""
        from deskcrm.services import reads
        from deskcrm.ui.models.columns import PEOPLE_COLUMNS

        if self._desk.idle:
            orders = [column.sort for column in PEOPLE_COLUMNS]
            self.job = self._desk.ask(reads.make_sortable, orders, done=self._done, owner=self)
        else:
            self._timer.start()

    def _give_way(self) -> None:
        """Leave an index half-made, of which nothing is kept, to whoever writes."""
        if self.job is not None:
            self.job.cancel()
            self.job = None

    def _changed(self, changes: Changes) -> None:
        if "contacts" in changes.kinds:
            self._timer.start()

    def _done(self, _made: object) -> None:
        self.job = None
