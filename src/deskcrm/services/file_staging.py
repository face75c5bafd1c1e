"""One file staged: read, taken in row by row with the owner's decisions, matched with a view of the workspace."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from itertools import count, islice, zip_longest
from typing import TYPE_CHECKING, Any, Final

from deskcrm.domain.errors import Cancelled
from deskcrm.domain.mapping.model import ACTIVITY_SHAPES
from deskcrm.domain.trust import NEVER
from deskcrm.domain.views import ImportCounts, ImportPlan, Problem, Progress
from deskcrm.languages import tr
from deskcrm.services import kinds, preview, settings
from deskcrm.services.preview import Telling
from deskcrm.services.reading import Reading, TakenChunk
from deskcrm.services.staging import Stager
from deskcrm.services.telling import Teller
from deskcrm.services.workspace import Workspace
from deskcrm.store import sources
from deskcrm.store.bulk import no_cycle_search
from deskcrm.store.lookups import Lookups
from deskcrm.store.scratch import Scratch

if TYPE_CHECKING:
    from deskcrm.services.importing import FileReport

Report = Callable[[Progress], None]
FIRST: Final = 200
"""How many rows of each kind a dry run shows at once, unless it is asked for more."""
_TOLD_EARLY: Final = 4
"""How many reports on the way show first rows: each replaces the one before, should that not have been looked at."""


@dataclass(slots=True)
class Heard:
    """What is remarkable about a whole file: in how many rows each header has something, and its newest moment.

    `warnings`: what reading it to the end had to guess or to leave out, in sentences.
    """

    filled: Counter[str] = field(default_factory=Counter)
    newest: str = ""
    warnings: list[str] = field(default_factory=list)

    def hear(self, headers: Sequence[str], chunk: TakenChunk) -> None:
        """Takes note of some rows."""
        self.warnings += chunk.warnings
        for header, column in zip(headers, zip_longest(*chunk.rows, fillvalue=""), strict=False):
            self.filled[header] += len(column) - column.count("")
        for taken in chunk.takens:
            moment = (taken.activity or {}).get("at") or taken.data.get("created_at") or ""
            self.newest = max(self.newest, moment)


@dataclass(slots=True)
class StagedFile:
    """A file as it was staged, ready to be written."""

    report: FileReport
    scratch: Scratch
    telling: Telling
    at: str
    counts: ImportCounts
    problems: tuple[Problem, ...]
    heard: Heard


class Watch:
    """Tells how far a file is, and notices a cancel, between chunks."""

    def __init__(self, progress: Report | None, cancelled: Callable[[], bool] | None, report: FileReport) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._size = max(1, report.inspection.size)
        self._total = max(1, report.inspection.estimated_rows)
        self._start = time.monotonic()

    def tell(self, counts: ImportCounts, bytes_read: int, plan: ImportPlan | None = None) -> None:
        """Reports; raises Cancelled where the owner has cancelled."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled(tr("The import was cancelled. Nothing was written."))
        if self._progress is not None:
            share = min(1.0, bytes_read / self._size)
            left = (time.monotonic() - self._start) * (1 - share) / share if share > 0 else None
            rows = counts.rows
            told = Progress(tr("Reading and matching"), rows, max(self._total, rows), left, asdict(counts), plan)
            self._progress(told)


def stage(
    ws: Workspace,
    connection: Any,
    scratch: Scratch,
    report: FileReport,
    watch: Watch,
    *,
    every_row: bool = False,
    ahead: bool = False,
) -> StagedFile:
    """Stages a file by one view of the workspace. `every_row`: each is told of, the first ones on the way.

    Raises UnreadableFile, Cancelled.
    """
    telling, at = _telling(connection, report), ws.now()
    stager = _stager(connection, scratch, report, telling, at, every_row=every_row)
    heard = Heard()
    early = count()
    with no_cycle_search(), closing(_chunks(ws, report, ahead=ahead)) as chunks:
        for chunk in chunks:
            stager.take(chunk.lines, chunk.rows, chunk.takens)
            heard.hear(report.inspection.headers, chunk)
            counts = stager.teller.figures()
            first = (
                first_rows(connection, scratch, telling, counts) if every_row and next(early) < _TOLD_EARLY else None
            )
            watch.tell(counts, chunk.bytes_read, first)
    counts = stager.finish()
    return StagedFile(report, scratch, telling, at, counts, tuple(stager.teller.problems), heard)


def glance(ws: Workspace, connection: Any, scratch: Scratch, report: FileReport, watch: Watch) -> None:
    """Stages the first rows alone, and tells of them. Raises UnreadableFile, Cancelled."""
    telling = _telling(connection, report)
    stager = _stager(connection, scratch, report, telling, ws.now(), every_row=True)
    with closing(_chunks(ws, report, ahead=False)) as chunks:
        for chunk in islice(chunks, 1):
            stager.take(chunk.lines, chunk.rows, chunk.takens)
            counts = stager.teller.figures()
            watch.tell(counts, chunk.bytes_read, first_rows(connection, scratch, telling, counts))


def _stager(
    connection: Any, scratch: Scratch, report: FileReport, telling: Telling, at: str, *, every_row: bool
) -> Stager:
    return Stager(
        Lookups(connection, telling.source), scratch, Teller(report.path.name, scratch, every_row=every_row),
        telling.kind, at, report.mapping.shape in ACTIVITY_SHAPES, report.source, report.decisions,
        NEVER in telling.rules.values(),
    )  # fmt: skip


def _telling(connection: Any, report: FileReport) -> Telling:
    source, trust, rules = sources.trust_of(connection, report.source) or (0, report.trust, {})
    if report.rules is not None:
        trust, rules = report.trust, dict(report.rules)
    return Telling(source, trust, rules, "company" if report.mapping.shape == "companies" else "person")


def first_rows(connection: Any, scratch: Scratch, telling: Telling, counts: ImportCounts) -> ImportPlan:
    """The first rows of each kind."""
    scratch.flush()
    staged = scratch.connection
    changes = [
        change for kind in preview.KINDS.values() for change in preview.page(connection, staged, telling, [kind])
    ]
    return ImportPlan(counts, tuple(sorted(changes, key=lambda change: change.number)), ())


def _chunks(ws: Workspace, report: FileReport, *, ahead: bool) -> Generator[TakenChunk, None, None]:
    """The rows of the file, as the owner mended them."""
    currency, own = settings.currency(ws), kinds.by_word(ws)
    reading = Reading(report.path, report.inspection, report.mapping, report.country, currency, own)
    chunks = reading.chunks_ahead() if ahead else reading.chunks()
    if not report.decisions.cells:
        return chunks
    return _mended(report, reading, chunks)


def _mended(report: FileReport, reading: Reading, chunks: Iterator[TakenChunk]) -> Generator[TakenChunk, None, None]:
    decisions = report.decisions
    taker = reading.taker()
    for chunk in chunks:
        rows, takens = list(chunk.rows), list(chunk.takens)
        for place, line in enumerate(chunk.lines):
            if line in decisions.cells:
                rows[place] = decisions.mended(line, rows[place])
                (takens[place],) = taker.take([rows[place]])
        yield chunk._replace(rows=rows, takens=takens)
