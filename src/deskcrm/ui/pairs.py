"""The pairs that may be one, for the window: those that the workspace keeps, brought up to date after each change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from deskcrm.domain.changes import Changes
from deskcrm.domain.matching.groups import Group, grouped
from deskcrm.ui.desk import Desk

if TYPE_CHECKING:
    from deskcrm.domain.views import CandidatePair, Progress
    from deskcrm.services.workspace import Workspace
    from deskcrm.ui.jobs import Job

State = Literal["unknown", "looking", "known", "stopped"]

FIRST_PAUSE_MS: Final = 400
"""How long after the workspace was opened kept pairs are read: the window paints first."""

_FEW: Final = 100
"""After a change of more contacts than that it is told that everybody is looked through."""

_WHO: Final = frozenset({"contacts", "history", "settings"})
"""The kinds of change after which somebody may be, or no longer be, somebody's double ("not the same" is history)."""


class Found(NamedTuple):
    """What was found: pairs of these profiles (None: all there are), who was said to differ, from which score on."""

    roots: frozenset[int] | None
    pairs: tuple[CandidatePair, ...]
    different: set[tuple[int, int]]
    least: float


class Pairs(QObject):
    """What was compared in earlier days shows at once; where nothing was, nobody is before somebody wants to know.

    That is the screen that shows them, or an import that has come in. After a change only whom it touched is compared
    again.
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
        self._least = 0.0
        self._aside: set[tuple[int, int]] = set()
        self._touched: set[int] = set()
        """Of whom something was decided or changed since the last comparison began."""
        self._asked: frozenset[int] = frozenset()
        """The same of the comparison under way."""
        self._wanted: Literal["", "again", "whole"] = ""  # what is to follow the comparison under way
        self._job: Job | None = None
        self.state: State = "unknown"
        self.groups: list[Group] = []
        """What is to be decided, most certain first."""
        desk.changed.connect(self._changed)
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.setInterval(FIRST_PAUSE_MS)
        self._first.timeout.connect(self.begin)
        desk.opened.connect(self._first.start)
        if desk.workspace is not None:
            self._first.start()

    def begin(self) -> None:
        """Show what was kept, if anything was."""
        if self.state == "unknown":
            self._desk.ask(_kept, done=self._begun, owner=self)

    def look(self, *, whole: bool = False) -> None:
        """Compare who was not yet, or everybody with everybody."""
        self.state = "looking"
        self._compare("whole" if whole else "again")
        self.changed.emit()

    def stop(self) -> None:
        """Stop the comparison."""
        if self._job is not None:
            self._wanted = ""
            self._job.cancel()

    def set_aside(self, pairs: Iterable[CandidatePair]) -> None:
        """Show no more what is being decided; it stays away until its people are compared again."""
        self._aside |= {(pair.a, pair.b) for pair in pairs}
        self._tell()

    def recheck(self, contacts: Collection[int]) -> None:
        """Compare these again, where they are others now; during a comparison, when it is over."""
        self._touched |= set(contacts)
        if self.state in ("known", "looking"):
            self._compare("again")

    def _changed(self, changes: Changes) -> None:
        imported = changes.everything and "batches" in changes.kinds
        unknown = self.state in ("unknown", "stopped")
        if not imported and (unknown or not changes.kinds & _WHO):
            return
        self._touched |= set(changes.contacts)
        if unknown or changes.everything or len(changes.contacts) > _FEW:
            self.look()
        else:
            self.recheck(())

    def _compare(self, how: Literal["again", "whole"]) -> None:
        if self._job is not None:
            self._wanted = "whole" if "whole" in (how, self._wanted) else how
            return
        self._asked, self._touched = frozenset(self._touched), set()
        self._job = self._desk.ask(
            _catch_up, how == "whole", self._asked, self._least,
            done=self._caught_up, failed=self._failed, progress=self.progressed.emit, key="pairs", owner=self,
        )  # fmt: skip

    def _begun(self, found: Found | None) -> None:
        if found is not None and self.state == "unknown":
            self.state = "known"
            self._take(found)
            self._tell()
            self.recheck(())

    def _caught_up(self, found: Found) -> None:
        self.state, self._job = "known", None
        self._aside = {pair for pair in self._aside if self._asked.isdisjoint(pair)}
        self._take(found)
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self._compare(wanted)
        self._tell()

    def _failed(self, _words: str) -> None:
        self.state, self._job, self._wanted = "stopped", None, ""
        self._touched |= self._asked
        self.changed.emit()

    def _take(self, found: Found) -> None:
        if found.roots is None:
            self._found.clear()
        else:
            self._found = {pair: kept for pair, kept in self._found.items() if found.roots.isdisjoint(pair)}
        self._found.update({(pair.a, pair.b): pair for pair in found.pairs})
        self._different, self._least = found.different, found.least

    def _tell(self) -> None:
        shown = [pair for key, pair in self._found.items() if key not in self._aside]
        self.groups = grouped(shown, self._different)
        self.changed.emit()


def _kept(ws: Workspace) -> Found | None:
    from deskcrm.services import candidate_pairs, duplicates, threshold

    least = threshold.get(ws)
    kept = candidate_pairs.known(ws, least)
    return None if kept is None else Found(None, kept.pairs, duplicates.said_to_differ(ws), least)


def _catch_up(
    ws: Workspace,
    whole: bool,
    asked: frozenset[int],
    shown_from: float,
    *,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> Found:
    """What there is now of those who changed and who were asked for; of everybody where another score counts now."""
    from deskcrm.services import duplicates, threshold
    from deskcrm.ui import scanning

    least = threshold.get(ws)
    found = scanning.catch_up(ws, least, whole=whole, also=asked, progress=progress, cancelled=cancelled)
    if found.roots is not None and least != shown_from:
        kept = _kept(ws)
        if kept is not None:
            return kept
    return Found(found.roots, found.pairs, duplicates.said_to_differ(ws), least)
