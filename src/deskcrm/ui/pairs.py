"""The pairs that may be one, kept for the window: found by a scan, brought up to date after each change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from PySide6.QtCore import QObject, Signal

from deskcrm.domain.changes import Changes
from deskcrm.domain.matching.groups import Group, grouped
from deskcrm.ui.desk import Desk

if TYPE_CHECKING:
    from deskcrm.domain.views import CandidatePair, Progress
    from deskcrm.services.workspace import Workspace
    from deskcrm.ui.jobs import Job

State = Literal["unknown", "looking", "known", "stopped"]

_FEW: Final = 100
"""Up to so many touched contacts are compared one by one; beyond, everybody is."""

_WHO: Final = frozenset({"contacts", "history"})
"""The kinds of change after which somebody may be, or no longer be, somebody's double ("not the same" is history)."""


class Found(NamedTuple):
    """What was found: pairs, and who was said not to be the same."""

    pairs: tuple[CandidatePair, ...]
    different: set[tuple[int, int]]


class Pairs(QObject):
    """Nothing is asked before somebody wants to know: the screen that shows them, or an import that has come in.

    After a change only whom it touched is compared again; after one of very many, everybody is.
    """

    changed = Signal()
    """There are other groups, or `state` is another."""

    progressed = Signal(object)
    """How far the scan is (`Progress`)."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: dict[tuple[int, int], CandidatePair] = {}
        self._different: set[tuple[int, int]] = set()
        self._aside: set[tuple[int, int]] = set()
        self._touched: set[int] = set()
        self._job: Job | None = None
        self.state: State = "unknown"
        self.groups: list[Group] = []
        """What is to be decided, most certain first."""
        desk.changed.connect(self._changed)

    def look(self) -> None:
        """Compare everybody with everybody; one scan at a time, a newer one takes an older one's place."""
        self.state = "looking"
        self._touched.clear()
        self._aside.clear()
        self._job = self._desk.ask(
            _scan, done=self._scanned, failed=self._failed, progress=self.progressed.emit, key="pairs", owner=self
        )
        self.changed.emit()

    def stop(self) -> None:
        """Stop the scan."""
        if self._job is not None:
            self._job.cancel()

    def set_aside(self, pairs: Iterable[CandidatePair]) -> None:
        """Show no more what is being decided; it stays away until its people are compared again."""
        self._aside |= {(pair.a, pair.b) for pair in pairs}
        self._tell()

    def recheck(self, contacts: Collection[int]) -> None:
        """Compare these again with everybody; during a scan, when it is over."""
        self._touched |= set(contacts)
        self._aside = {pair for pair in self._aside if not self._touched & set(pair)}
        if self.state == "known" and self._touched:
            asked = tuple(sorted(self._touched))
            self._desk.ask(_scan_changed, asked, done=self._rescanned, key="recheck", owner=self)

    def _changed(self, changes: Changes) -> None:
        imported = changes.everything and "batches" in changes.kinds
        unknown = self.state in ("unknown", "stopped")
        if not imported and (unknown or not changes.kinds & _WHO):
            return
        if unknown or changes.everything or len(changes.contacts) > _FEW:
            self.look()
        else:
            self.recheck(changes.contacts)

    def _scanned(self, found: Found) -> None:
        self.state, self._job = "known", None
        self._found = {(pair.a, pair.b): pair for pair in found.pairs}
        self._different = found.different
        self._tell()
        self.recheck(())

    def _failed(self, _words: str) -> None:
        self.state, self._job = "stopped", None
        self.changed.emit()

    def _rescanned(self, answer: tuple[tuple[int, ...], Found]) -> None:
        if self.state != "known":
            return
        asked, again = set(answer[0]), answer[1]
        self._touched -= asked
        self._found = {pair: kept for pair, kept in self._found.items() if not asked & set(pair)}
        self._found.update({(pair.a, pair.b): pair for pair in again.pairs})
        self._different = again.different
        self._tell()

    def _tell(self) -> None:
        shown = [pair for key, pair in self._found.items() if key not in self._aside]
        self.groups = grouped(shown, self._different)
        self.changed.emit()


def _scan(ws: Workspace, *, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Found:
    from deskcrm.services import duplicates
    from deskcrm.ui import scanning

    return Found(scanning.scan(ws, progress=progress, cancelled=cancelled), duplicates.said_to_differ(ws))


def _scan_changed(ws: Workspace, contacts: tuple[int, ...]) -> tuple[tuple[int, ...], Found]:
    from deskcrm.services import duplicates

    return contacts, Found(tuple(duplicates.scan_changed(ws, contacts)), duplicates.said_to_differ(ws))
