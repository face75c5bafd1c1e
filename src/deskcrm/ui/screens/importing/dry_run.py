"""The dry run of the wizard's files: made off the window's thread, read page by page, forgotten when it is no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from deskcrm.domain.views import Candidate, RowChange
from deskcrm.ui.desk import Desk
from deskcrm.ui.import_process import prepare_import
from deskcrm.ui.jobs import Job

if TYPE_CHECKING:
    from deskcrm.services.importing import FileReport
    from deskcrm.services.preparing import Prepared

_SOON_MS = 300
"""How long the owner may go on deciding about rows before the dry run is made anew."""


class DryRun(QObject):
    """At most one at a time. `prepared` is what shows; it may be older than what the owner decided since."""

    ready = Signal(object)
    """The `Prepared` that shows from now on."""

    refused = Signal(str, bool)
    """Why there is none, and whether the owner cancelled it."""

    progressed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._wanted: Callable[[], Sequence[FileReport]] = tuple
        self.prepared: Prepared | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(lambda: self.begin(self._wanted()))

    @property
    def under_way(self) -> bool:
        """Whether one is being made, or is about to be."""
        return self._job is not None or self._soon.isActive()

    def is_of(self, reports: Sequence[FileReport]) -> bool:
        """Whether what shows is what these very files would do."""
        return self.prepared is not None and self.prepared.reports == tuple(reports)

    def begin(self, reports: Sequence[FileReport]) -> None:
        """Make one; what showed stays until it is there."""
        self.cancel()
        job = prepare_import(
            self._desk,
            reports,
            progress=self.progressed.emit,
            done=lambda prepared: self._done(job, prepared),
            failed=lambda why: self._failed(job, why),
            owner=self,
        )
        self._job = job

    def begin_soon(self, reports: Callable[[], Sequence[FileReport]]) -> None:
        """Make one when the owner has not decided anything more for a moment."""
        self._wanted = reports
        self._soon.start()

    def cancel(self) -> None:
        """Have the one that is being made stop."""
        self._soon.stop()
        if self._job is not None:
            self._job.cancel()

    def forget(self) -> None:
        """Stop, and remove what was kept of the one that shows."""
        self.cancel()
        self._job = None
        self._replace(None)

    def leave(self) -> None:
        """Remove it now: the window closes, and nothing that is asked is answered any more."""
        from deskcrm.services import preparing

        self.cancel()
        if self.prepared is not None:
            preparing.forget(self.prepared.folder)
        self.prepared = None

    def page(
        self, number: int, kinds: Sequence[str], text: str, after: int, done: Callable[[Sequence[RowChange], int], None]
    ) -> None:
        """Read on in what a file would do."""
        from deskcrm.services import preparing

        if self.prepared is not None:
            self._desk.ask(
                preparing.page, self.prepared, number, kinds, text, after,
                done=lambda found: done(*found), failed=lambda _why: None, key="import page", owner=self,
            )  # fmt: skip

    def lookalikes(
        self, number: int, changes: Sequence[RowChange], done: Callable[[dict[int, Candidate]], None]
    ) -> None:
        """Ask whom these new people look like."""
        from deskcrm.services import preparing

        if self.prepared is not None:
            self._desk.ask(
                preparing.lookalikes, self.prepared, number, changes,
                done=done, failed=lambda _why: None, key="import lookalikes", owner=self,
            )  # fmt: skip

    def _done(self, job: Job, prepared: Prepared) -> None:
        if job is not self._job:
            self._remove(prepared)
            return
        self._job = None
        self._replace(prepared)
        self.ready.emit(prepared)

    def _failed(self, job: Job, why: str) -> None:
        if job is self._job:
            self._job = None
            self.refused.emit(why, job.cancelled())

    def _replace(self, prepared: Prepared | None) -> None:
        old, self.prepared = self.prepared, prepared
        if old is not None:
            self._remove(old)

    def _remove(self, prepared: Prepared) -> None:
        from deskcrm.services import preparing

        self._desk.look(preparing.forget, prepared.folder, done=lambda _: None, owner=self)
