"""Imports: a file is examined, planned (a dry run that writes nothing) and run, as one operation of History."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from deskcrm.domain.changes import Changes
from deskcrm.domain.errors import InvalidValue, UnreadableFile
from deskcrm.domain.facts import DEFAULT_TRUST
from deskcrm.domain.mapping.model import NOT_IMPORTED, SHAPE_WORDS, FileMapping, signature
from deskcrm.domain.mapping.propose import propose
from deskcrm.domain.taking.decisions import Decisions
from deskcrm.domain.views import ImportCounts, ImportedFile, ImportPlan, ImportResult, Problem, Progress
from deskcrm.formats import exporters, registry
from deskcrm.formats.table import Inspection, ReadOptions
from deskcrm.languages import tr
from deskcrm.services import backups, cautions, exporting, file_staging, photos, preparing, preview, settings, sources
from deskcrm.services.file_staging import FIRST, Report, StagedFile, Watch
from deskcrm.services.outcome import Outcome
from deskcrm.services.preparing import Prepared
from deskcrm.services.workspace import Workspace
from deskcrm.store import batches, operations, scratch, writes

ROW, PROBLEM = "Row in the file", "Problem"
"""The columns that a file of problem rows has beside its own: they say what to mend, and don't go in themselves."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """A file as it was understood; change `mapping` or `source` with `dataclasses.replace` before planning or running.

    `seen_before`: when this very file was last imported (ISO 8601), or "". `own`: it is DeskCRM's own export brought
    back, whose changed cells are the owner's edits (MODEL rule 12). `decisions`: the owner's about single rows.
    `trust`, `rules`: how far the source is trusted from now on, which `rules` None leaves as it is. `mends`: it has
    rows of an earlier import that couldn't go in then: of this batch, or of one that nobody knows (0).
    """

    path: Path
    inspection: Inspection
    mapping: FileMapping
    source: str
    sha256: str
    country: str
    seen_before: str = ""
    own: bool = False
    decisions: Decisions = field(default_factory=Decisions)
    trust: int = DEFAULT_TRUST
    rules: Mapping[str, str] | None = None
    mends: int | None = None

    @property
    def signature(self) -> str:
        """The mark of its layout, by which its mapping is remembered."""
        return signature(_own_headers(self.inspection.headers))

    @property
    def description(self) -> str:
        """What it is, in words: "Shopify customers, about 1,204 rows, UTF-8"."""
        what = self.mapping.exporter or tr(
            "{format} of {shape}", format=self.inspection.format.upper(), shape=SHAPE_WORDS[self.mapping.shape]
        )
        return f"{what}, {self.inspection.counted_rows}, {self.inspection.read_as}"


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
    mapping = propose(
        inspection.headers, rows, country=country, shape=shape, file_name=path.name, exporters=exporters.known()
    )
    if inspection.exporter:
        mapping = replace(mapping, exporter=inspection.exporter, source=inspection.source or mapping.source)
    sha256 = _sha256(path)
    with ws.database.read() as connection:
        known = batches.remembered(connection, signature(_own_headers(inspection.headers)))
        seen = batches.seen_before(connection, sha256)
    if known is not None and shape is None:
        mapping = as_before(mapping, known[0])
    mends = 0 if _mends(inspection.headers) else None
    if mends is not None:
        mapping = with_columns(mapping, dict.fromkeys((ROW, PROBLEM), NOT_IMPORTED), tr("says what to mend"))
    name = source or (known[1] if known else "") or mapping.source or path.stem
    own = not (shape or source) and exporting.is_for_reimport(inspection.headers)
    return FileReport(path, inspection, mapping, name, sha256, country, seen, own, mends=mends)


def _mends(headers: Sequence[str]) -> bool:
    """Whether a file is one of problem rows (`import_files.save_problem_rows`)."""
    return tuple(headers[-2:]) == (ROW, PROBLEM)


def _own_headers(headers: Sequence[str]) -> Sequence[str]:
    """The headers of the file that a file of problem rows is from, else its own."""
    return headers[:-2] if _mends(headers) else headers


def as_before(proposed: FileMapping, text: str) -> FileMapping:
    """The mapping that the owner gave this layout before, with the samples of this file."""
    before = orjson.loads(text)
    targets = {c["header"]: c for c in before["columns"]}
    columns = tuple(
        replace(
            c,
            target=targets[c.header]["target"],
            options=targets[c.header]["options"],
            why=tr("as last time"),
            sure=True,
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
        raise UnreadableFile(tr("{name} can't be read: {why}.", name=path.name, why=error.strerror)) from error


def plan(
    ws: Workspace,
    report: FileReport,
    *,
    progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
    keep: int = FIRST,
) -> ImportPlan:
    """A dry run: what the import would do, with the first `keep` rows of each kind. Nothing is written.

    Raises UnreadableFile, Cancelled.
    """
    if report.own:
        from deskcrm.services import reimporting

        return reimporting.plan(ws, report, progress=progress, cancelled=cancelled)
    with ws.database.read() as connection, scratch.scratch_file(ws.path) as file, scratch.staging(file) as room:
        watch = Watch(progress, cancelled, report)
        staged = file_staging.stage(ws, connection, room, report, watch, every_row=True)
        said = cautions.of(connection, report, staged.counts.rows, staged.heard)
        kinds = [kind for kind in preview.KINDS.values() if kind not in preview.NOT_TAKEN]
        changes = [
            change
            for kind in kinds
            for change in preview.page(connection, room.connection, staged.telling, [kind], limit=keep)
        ]
    return ImportPlan(staged.counts, tuple(sorted(changes, key=lambda c: c.number)), staged.problems, said)


def run(
    ws: Workspace,
    reports: Sequence[FileReport],
    *,
    prepared: Prepared | None = None,
    progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
    ahead: bool = False,
    beside: bool = True,
) -> Outcome[ImportResult]:
    """Imports one or several files as one operation: all of it, or nothing.

    `prepared`: the dry run of these very reports; it is written as it is, if nothing was changed since.
    `ahead`: a big file is read by a process of its own. That starts the caller's main module anew, as `spawn` does, so
    it is for programs whose main module does nothing when it is imported.

    One file is staged without the lock and written in one short go; should something change meanwhile, or where
    several files build on each other, it is staged within the write. Beside an import of many rows a backup is made of
    what was before (but for `beside=False`). Raises UnreadableFile, Cancelled.
    """
    if not reports:
        raise InvalidValue(tr("Name at least one file to import."))
    rows = sum(report.inspection.estimated_rows for report in reports) if beside else 0
    with backups.beside_import(ws, rows, cancelled=cancelled):
        if any(report.own for report in reports):
            return _bring_back(ws, reports, progress, cancelled)
        done = _write_prepared(ws, reports, prepared, progress, cancelled)
        return done or _take_in(ws, reports, progress, cancelled, ahead=ahead)


def _write_prepared(
    ws: Workspace,
    reports: Sequence[FileReport],
    prepared: Prepared | None,
    progress: Report | None,
    cancelled: Callable[[], bool] | None,
) -> Outcome[ImportResult] | None:
    """Writes one file as it was staged for the owner to look at; None where that is not what would come in now."""
    if prepared is None or prepared.book is not None or prepared.reports != tuple(reports):
        return None
    (file,) = prepared.files
    with ws.database.write(file.scratch) as connection, scratch.stoppable(connection, cancelled):
        if operations.stamp(connection) != prepared.stamp:
            return None
        if progress is not None:
            progress(Progress(tr("Writing"), file.plan.counts.rows, file.plan.counts.rows))
        return _write(ws, connection, preparing.staged_of(connection, file), cancelled)


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
                with scratch.staging(file) as room:
                    watch = Watch(progress, cancelled, report)
                    staged = file_staging.stage(ws, connection, room, report, watch, ahead=ahead)
            with ws.database.write(file) as connection, scratch.stoppable(connection, cancelled):
                if operations.stamp(connection) == before:
                    return _write(ws, connection, staged, cancelled)
    with ws.database.write(scratch.IN_MEMORY) as connection, scratch.stoppable(connection, cancelled):
        return _run_within(ws, connection, reports, progress, cancelled)


def _bring_back(
    ws: Workspace, reports: Sequence[FileReport], progress: Report | None, cancelled: Callable[[], bool] | None
) -> Outcome[ImportResult]:
    from deskcrm.services import reimporting

    if len(reports) > 1:
        raise InvalidValue(tr("Bring DeskCRM's own export back by itself, without other files."))
    return reimporting.run(ws, reports[0], progress=progress, cancelled=cancelled)


def _run_within(
    ws: Workspace,
    connection: Any,
    reports: Sequence[FileReport],
    progress: Report | None,
    cancelled: Callable[[], bool] | None,
) -> Outcome[ImportResult]:
    done = _Done(ws, connection, reports, cancelled)
    for report in reports:
        room = scratch.Scratch(connection, "staged")
        done.write(file_staging.stage(ws, connection, room, report, Watch(progress, cancelled, report)))
    return done.outcome()


def _write(
    ws: Workspace, connection: Any, staged: StagedFile, cancelled: Callable[[], bool] | None
) -> Outcome[ImportResult]:
    done = _Done(ws, connection, [staged.report], cancelled)
    done.write(staged)
    return done.outcome()


class _Done:
    """One import operation in the making: what was staged goes in file by file."""

    def __init__(
        self,
        ws: Workspace,
        connection: Any,
        reports: Sequence[FileReport],
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self.ws = ws
        self.connection = connection
        self.cancelled = cancelled
        self.at = ws.now()
        for report in reports:
            if report.rules is not None:
                sources.trust_within(connection, self.at, report.source, report.trust, report.rules)
        self.operation = operations.begin(connection, "import", self.at)
        self.counts: list[ImportCounts] = []
        self.files: list[ImportedFile] = []
        self.problems: list[Problem] = []
        self.warnings: dict[str, None] = {}

    def write(self, staged: StagedFile) -> None:
        """Writes the staged file into the workspace."""
        report = staged.report
        facts = scratch.BatchFacts(
            self.operation,
            writes.source_id(self.connection, report.source, DEFAULT_TRUST),
            staged.at,  # as staged: stages that rows state are dated by it
            report.path.name,
            report.sha256,
            report.inspection.size,
            report.mapping.shape,
            report.signature,
            orjson.dumps(report.inspection.headers).decode(),
            mapping_json(report.mapping),
            orjson.dumps(_options(staged)).decode(),
            orjson.dumps(asdict(staged.counts)).decode(),
        )
        batch, _ = scratch.write(self.connection, staged.scratch, facts)
        pictures = registry.pictures(report.path, report.inspection)
        photos.of_cards(self.ws, self.connection, self.operation, batch, pictures, self.cancelled)
        self.counts.append(staged.counts)
        self.files.append(ImportedFile(report.path.name, batch, staged.counts.rows))
        self.problems += staged.problems
        self.warnings |= dict.fromkeys((*report.inspection.warnings, *staged.heard.warnings))

    def outcome(self) -> Outcome[ImportResult]:
        """What the whole operation did."""
        kinds = frozenset({"contacts", "activities", "history", "batches"})
        names = ", ".join(file.file for file in self.files)
        changes = Changes(
            self.operation, kinds, everything=True, summary=tr("Imported {names}", names=names), undoable=True
        )
        hidden = tuple(batches.hidden_in(self.connection, [file.batch for file in self.files]))
        counts = preparing.total(self.counts)
        files, problems, warnings = tuple(self.files), tuple(self.problems), tuple(self.warnings)
        return Outcome(ImportResult(self.operation, counts, problems, files, hidden, warnings), changes)


def _options(staged: StagedFile) -> dict[str, Any]:
    """How the file was read, and what the next one of its source is compared with."""
    report = staged.report
    inspection = report.inspection
    options: dict[str, Any] = {
        "encoding": inspection.encoding,
        "delimiter": inspection.delimiter,
        "country": report.country,
        "sheet": inspection.sheet,
        "modified": cautions.modified(report.path),
        "newest": staged.heard.newest,
        "filled": dict(staged.heard.filled),
        "mends": report.mends,
        "waits": report.decisions.waits or None,
    }
    return {key: value for key, value in options.items() if value is not None and (value or key != "sheet")}


def with_columns(mapping: FileMapping, targets: Mapping[str, str], why: str = tr("your choice")) -> FileMapping:
    """The mapping with the owner's own choice for some headers."""
    columns = tuple(
        replace(c, target=targets[c.header], why=why, sure=True) if c.header in targets else c for c in mapping.columns
    )
    return replace(mapping, columns=columns)
