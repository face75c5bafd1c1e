"""The pairs that may be one, for the window: those that the workspace keeps, brought up to date after each change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from deskcrm.domain.changes import Changes
from deskcrm.domain.matching.groups import Group, Groups
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
    """What was found: pairs of these profiles (None: all there are, grouped), who was said to differ, from where on."""

    roots: frozenset[int] | None
    pairs: tuple[CandidatePair, ...]
    different: set[tuple[int, int]]
    least: float
    groups: Groups | None = None


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
        self._groups = Groups()
        desk.changed.connect(self._changed)
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.setInterval(FIRST_PAUSE_MS)
        self._first.timeout.connect(self.begin)
        desk.opened.connect(self._first.start)
        if desk.workspace is not None:
            self._first.start()

    @property
    def groups(self) -> list[Group]:
        """What is to be decided, most certain first."""
        return self._groups.ordered

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
        keys = {(pair.a, pair.b) for pair in pairs}
        self._aside |= keys
        self._groups.update(keys, (), self._different)
        self.changed.emit()

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
            self.recheck(())
            self.changed.emit()

    def _caught_up(self, found: Found) -> None:
        self.state, self._job = "known", None
        self._take(found)
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self._compare(wanted)
        self.changed.emit()

    def _failed(self, _words: str) -> None:
        self.state, self._job, self._wanted = "stopped", None, ""
        self._touched |= self._asked
        self.changed.emit()

    def _take(self, found: Found) -> None:
        """Know what was found; what was set aside and compared again shows once more, where it is still there."""
        back = {pair for pair in self._aside if not self._asked.isdisjoint(pair)}
        self._aside -= back
        self._different, self._least = found.different, found.least
        if found.groups is not None:
            self._found = {(pair.a, pair.b): pair for pair in found.pairs}
            self._groups = found.groups
            self._groups.update(self._aside, (), found.different)
            return
        gone = {pair for pair in self._found if not (found.roots or frozenset()).isdisjoint(pair)}
        for pair in gone:
            del self._found[pair]
        fresh = {(pair.a, pair.b): pair for pair in found.pairs}
        self._found |= fresh
        shown = {key: self._found[key] for key in (*fresh, *back) if key in self._found and key not in self._aside}
        self._groups.update(gone, shown.values(), found.different)


def _kept(ws: Workspace) -> Found | None:
    from deskcrm.services import candidate_pairs, duplicates, threshold

    least = threshold.get(ws)
    kept = candidate_pairs.known(ws, least)
    return None if kept is None else _everything(kept.pairs, duplicates.said_to_differ(ws), least)


def _everything(pairs: tuple[CandidatePair, ...], different: set[tuple[int, int]], least: float) -> Found:
    """All there is, grouped here, since of tens of thousands that takes its time."""
    return Found(None, pairs, different, least, Groups(pairs, different))


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
    different = duplicates.said_to_differ(ws)
    if found.roots is None:
        return _everything(found.pairs, different, least)
    kept = _kept(ws) if least != shown_from else None
    return Found(found.roots, found.pairs, different, least) if kept is None else kept
