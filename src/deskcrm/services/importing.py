"""Imports: a file is examined, planned (a dry run that writes nothing) and run, as one operation of History."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from deskcrm.domain.changes import Changes
from deskcrm.domain.errors import Cancelled, InvalidValue, UnreadableFile
from deskcrm.domain.facts import DEFAULT_TRUST
from deskcrm.domain.mapping.model import ACTIVITY_SHAPES, FileMapping, signature
from deskcrm.domain.mapping.propose import propose
from deskcrm.domain.views import ImportCounts, ImportedFile, ImportPlan, ImportResult, Progress
from deskcrm.formats import registry
from deskcrm.formats.table import Inspection, ReadOptions
from deskcrm.services import backups, exporting, settings
from deskcrm.services.outcome import Outcome
from deskcrm.services.preview import row_changes
from deskcrm.services.reading import Reading
from deskcrm.services.staging import Stager
from deskcrm.services.workspace import Workspace
from deskcrm.store import batches, operations, scratch, writes
from deskcrm.store.bulk import no_cycle_search
from deskcrm.store.lookups import Lookups

PREVIEWED = 200
"""How many rows of each kind a dry run shows, unless it is asked for all."""

Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class FileReport:
    """A file as it was understood; change `mapping` or `source` with `dataclasses.replace` before planning or running.

    `seen_before`: when this very file was last imported (ISO 8601), or "". `own`: it is DeskCRM's own export brought
    back, whose changed cells are the owner's edits (MODEL rule 12).
    """

    path: Path
    inspection: Inspection
    mapping: FileMapping
    source: str
    sha256: str
    country: str
    seen_before: str = ""
    own: bool = False

    @property
    def description(self) -> str:
        """What it is, in words: "Shopify customers, about 1,204 rows, UTF-8"."""
        what = self.mapping.exporter or f"{self.inspection.format.upper()} of {self.mapping.shape}"
        about = "" if self.inspection.counted else "about "
        rows = f"{self.inspection.estimated_rows:,} {self.inspection.noun}"
        many = "" if self.inspection.estimated_rows == 1 else "s"
        return f"{what}, {about}{rows}{many}, {self.inspection.read_as}"


def examine(
    ws: Workspace,
    path: Path,
    options: ReadOptions | None = None,
    *,
    shape: str | None = None,
    source: str | None = None,
    country: str | None = None,
) -> FileReport:
    """What a file is and how its columns would go in; a layout met before keeps the mapping it was given then.

    Raises UnreadableFile.
    """
    inspection = registry.inspect(path, options or ReadOptions())
    country = country or settings.country(ws)
    rows = [cells for _, cells in inspection.sample]
    mapping = propose(inspection.headers, rows, country=country, shape=shape, file_name=path.name)
    if inspection.exporter:
        mapping = replace(mapping, exporter=inspection.exporter, source=inspection.source or mapping.source)
    sha256 = _sha256(path)
    with ws.database.read() as connection:
        known = batches.remembered(connection, signature(inspection.headers))
        seen = batches.seen_before(connection, sha256)
    if known is not None and shape is None:
        mapping = _as_before(mapping, known[0])
    name = source or (known[1] if known else "") or mapping.source or path.stem
    own = not (shape or source) and exporting.is_for_reimport(inspection.headers)
    return FileReport(path, inspection, mapping, name, sha256, country, seen, own)


def _as_before(proposed: FileMapping, text: str) -> FileMapping:
    """The mapping that the owner gave this layout before, with the samples of this file."""
    before = orjson.loads(text)
    targets = {c["header"]: c for c in before["columns"]}
    columns = tuple(
        replace(
            c, target=targets[c.header]["target"], options=targets[c.header]["options"], why="as last time", sure=True
        )
        if c.header in targets
        else c
        for c in proposed.columns
    )
    return replace(proposed, shape=before["shape"], columns=columns)


def mapping_json(mapping: FileMapping) -> str:
    """The part of a mapping that is kept with a batch."""
    columns = [{"header": c.header, "target": c.target, "options": dict(c.options)} for c in mapping.columns]
    return orjson.dumps({"shape": mapping.shape, "columns": columns}).decode()


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile(f"{path.name} can't be read: {error.strerror}.") from error


def plan(
    ws: Workspace,
    report: FileReport,
    *,
    progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
    keep: int = PREVIEWED,
) -> ImportPlan:
    """A dry run: what the import would do, row by row. Nothing is written. Raises UnreadableFile, Cancelled."""
    if report.own:
        from deskcrm.services import reimporting

        return reimporting.plan(ws, report, progress=progress, cancelled=cancelled)
    with ws.database.read() as connection, scratch.scratch_file(ws.path) as file, scratch.staging(file) as staged:
        stager = _stage(ws, connection, staged, report, _Watch(progress, cancelled, report), keep)
        counts = stager.finish()
        changes = row_changes(stager)
    return ImportPlan(counts, changes, tuple(stager.problems))


def run(
    ws: Workspace,
    reports: Sequence[FileReport],
    *,
    progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
    ahead: bool = False,
) -> Outcome[ImportResult]:
    """Imports one or several files as one operation: all of it, or nothing.

    `ahead`: a big file is read by a process of its own. That starts the caller's main module anew, as `spawn` does, so
    it is for programs whose main module does nothing when it is imported.

    One file is staged without the lock and written in one short go; should something change meanwhile, or where
    several files build on each other, it is staged within the write. Beside an import of many rows a backup is made of
    what was before. Raises UnreadableFile, Cancelled.
    """
    if not reports:
        raise InvalidValue("Name at least one file to import.")
    rows = sum(report.inspection.estimated_rows for report in reports)
    with backups.beside_import(ws, rows, cancelled=cancelled):
        if any(report.own for report in reports):
            return _bring_back(ws, reports, progress, cancelled)
        return _take_in(ws, reports, progress, cancelled, ahead=ahead)


def _take_in(
    ws: Workspace,
    reports: Sequence[FileReport],
    progress: Report | None,
    cancelled: Callable[[], bool] | None,
    *,
    ahead: bool,
) -> Outcome[ImportResult]:
    with scratch.scratch_file(ws.path) as file:
        if len(reports) == 1:
            (report,) = reports
            with ws.database.read() as connection:
                before = operations.stamp(connection)
                with scratch.staging(file) as staged:
                    stager = _stage(ws, connection, staged, report, _Watch(progress, cancelled, report), 0, ahead=ahead)
                    counts = stager.finish()
            with ws.database.write(file) as connection:
                if operations.stamp(connection) == before:
                    return _write(ws, connection, [(report, stager, counts)])
    with ws.database.write(scratch.IN_MEMORY) as connection:
        return _run_within(ws, connection, reports, progress, cancelled)


def _bring_back(
    ws: Workspace, reports: Sequence[FileReport], progress: Report | None, cancelled: Callable[[], bool] | None
) -> Outcome[ImportResult]:
    from deskcrm.services import reimporting

    if len(reports) > 1:
        raise InvalidValue("Bring DeskCRM's own export back by itself, without other files.")
    return reimporting.run(ws, reports[0], progress=progress, cancelled=cancelled)


def _run_within(
    ws: Workspace,
    connection: Any,
    reports: Sequence[FileReport],
    progress: Report | None,
    cancelled: Callable[[], bool] | None,
) -> Outcome[ImportResult]:
    done = _Done(ws, connection)
    for report in reports:
        staged = scratch.Scratch(connection, "staged")
        stager = _stage(ws, connection, staged, report, _Watch(progress, cancelled, report), 0)
        done.write(report, stager, stager.finish())
    return done.outcome()


def _write(
    ws: Workspace, connection: Any, staged: Sequence[tuple[FileReport, Stager, ImportCounts]]
) -> Outcome[ImportResult]:
    done = _Done(ws, connection)
    for report, stager, counts in staged:
        done.write(report, stager, counts)
    return done.outcome()


class _Done:
    """One import operation in the making: what was staged goes in file by file."""

    def __init__(self, ws: Workspace, connection: Any) -> None:
        self.connection = connection
        self.at = ws.now()
        self.operation = operations.begin(connection, "import", self.at)
        self.counts = ImportCounts()
        self.files: list[ImportedFile] = []
        self.stagers: list[Stager] = []

    def write(self, report: FileReport, stager: Stager, counts: ImportCounts) -> None:
        """Writes the staged file into the workspace."""
        inspection = report.inspection
        options = {"encoding": inspection.encoding, "delimiter": inspection.delimiter, "country": report.country}
        if inspection.sheet:
            options["sheet"] = inspection.sheet
        facts = scratch.BatchFacts(
            self.operation,
            writes.source_id(self.connection, report.source, DEFAULT_TRUST),
            stager.at,  # as staged: stages that rows state are dated by it
            report.path.name,
            report.sha256,
            inspection.size,
            report.mapping.shape,
            signature(inspection.headers),
            orjson.dumps(inspection.headers).decode(),
            mapping_json(report.mapping),
            orjson.dumps(options).decode(),
            orjson.dumps(asdict(counts)).decode(),
        )
        batch, _ = scratch.write(self.connection, stager.scratch, facts)
        self.counts = ImportCounts(
            *(a + b for a, b in zip(asdict(self.counts).values(), asdict(counts).values(), strict=True))
        )
        self.files.append(ImportedFile(report.path.name, batch, counts.rows))
        self.stagers.append(stager)

    def outcome(self) -> Outcome[ImportResult]:
        """What the whole operation did."""
        problems = tuple(problem for stager in self.stagers for problem in stager.problems)
        kinds = frozenset({"contacts", "activities", "history", "batches"})
        names = ", ".join(file.file for file in self.files)
        changes = Changes(self.operation, kinds, everything=True, summary=f"Imported {names}", undoable=True)
        hidden = batches.hidden_in(self.connection, [file.batch for file in self.files])
        return Outcome(ImportResult(self.operation, self.counts, problems, tuple(self.files), tuple(hidden)), changes)


class _Watch:
    """Tells how far a file is, and notices a cancel, between chunks."""

    def __init__(self, progress: Report | None, cancelled: Callable[[], bool] | None, report: FileReport) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._size = max(1, report.inspection.size)
        self._total = max(1, report.inspection.estimated_rows)
        self._start = time.monotonic()

    def tell(self, rows: int, bytes_read: int) -> None:
        """Reports; raises Cancelled where the owner has cancelled."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled("The import was cancelled. Nothing was written.")
        if self._progress is not None:
            share = min(1.0, bytes_read / self._size)
            left = (time.monotonic() - self._start) * (1 - share) / share if share > 0 else None
            self._progress(Progress("Reading and matching", rows, max(self._total, rows), left))


def _stage(
    ws: Workspace,
    connection: Any,
    staged: scratch.Scratch,
    report: FileReport,
    watch: _Watch,
    keep: int,
    *,
    ahead: bool = False,
) -> Stager:
    source, trust = batches.source_of(connection, report.source)
    mapping = report.mapping
    stager = Stager(
        Lookups(connection, source), staged, "company" if mapping.shape == "companies" else "person", trust, ws.now(),
        report.path.name, mapping.shape in ACTIVITY_SHAPES, keep, report.source,
    )  # fmt: skip
    reading = Reading(report.path, report.inspection, mapping, report.country, settings.currency(ws))
    with no_cycle_search(), closing(reading.chunks_ahead() if ahead else reading.chunks()) as chunks:
        for chunk in chunks:
            stager.take(chunk.lines, chunk.rows, chunk.takens)
            watch.tell(stager.counts["rows"], chunk.bytes_read)
    return stager


def with_columns(mapping: FileMapping, targets: Mapping[str, str]) -> FileMapping:
    """The mapping with the owner's own choice for some headers."""
    columns = tuple(
        replace(c, target=targets[c.header], why="your choice", sure=True) if c.header in targets else c
        for c in mapping.columns
    )
    return replace(mapping, columns=columns)
