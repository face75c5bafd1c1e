"""Dry runs that can be looked at at leisure, page by page, and then written as they are: no lock is held meanwhile.

One file is staged from a view of the workspace. Where several go in together, each is staged and written, one after the
other, into a copy that nobody sees, so that the orders find the customers of the file before.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deskcrm.domain.errors import Cancelled, InvalidValue, UserError
from deskcrm.domain.views import Candidate, ImportCounts, ImportPlan, Progress, RowChange
from deskcrm.formats import registry
from deskcrm.languages import tr
from deskcrm.services import cautions, duplicates, file_staging, preview
from deskcrm.services.file_staging import Heard, StagedFile, Watch
from deskcrm.services.preview import Telling
from deskcrm.services.workspace import Workspace
from deskcrm.store import operations, scratch, told
from deskcrm.store.leftovers import path_beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskcrm.services.importing import FileReport

Report = Callable[[Progress], None]
PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """One file as it would go in. `scratch` is None for an own export, of which the plan has all changes."""

    report: FileReport
    plan: ImportPlan
    telling: Telling | None = None
    scratch: Path | None = None
    at: str = ""
    heard: Heard | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A dry run, kept in `folder` until `forget`. `stamp`: what the workspace was then; `book`: the copy, if any."""

    folder: Path
    files: tuple[PreparedFile, ...]
    stamp: Any = None
    book: Path | None = None

    @property
    def counts(self) -> ImportCounts:
        """The figures of all files."""
        return total([file.plan.counts for file in self.files])

    @property
    def reports(self) -> tuple[FileReport, ...]:
        """The files as they were understood, in the order in which they would go in."""
        return tuple(file.report for file in self.files)


def total(counts: Sequence[ImportCounts]) -> ImportCounts:
    """Figures added up."""
    return (
        ImportCounts(*(sum(column) for column in zip(*map(_numbers, counts), strict=True)))
        if counts
        else ImportCounts()
    )


def _numbers(counts: ImportCounts) -> tuple[int, ...]:
    return (
        counts.rows, counts.created, counts.updated, counts.attached, counts.unchanged, counts.activities,
        counts.problems, counts.waiting, counts.left_out,
    )  # fmt: skip


def folder_for(ws: Workspace) -> Path:
    """A new folder beside the workspace for a dry run, for its owner's eyes only; the next start sweeps it.

    The process that keeps the window makes it, since it lives longer than the one that prepares. Raises UserError.
    """
    folder = path_beside(ws.path, "preview")
    number = 0
    while True:
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            number += 1
            folder = folder.with_name(f"{path_beside(ws.path, 'preview').name}{number:x}")
        except OSError as error:
            raise UserError(
                tr(
                    "A dry run needs some room beside {path}, and none can be made there ({why}). Nothing "
                    "was changed; free some space, or see to the folder's permissions.",
                    path=ws.path,
                    why=error.strerror,
                )
            ) from error
        else:
            return folder


def forget(folder: Path) -> None:
    """Removes a dry run."""
    shutil.rmtree(folder, ignore_errors=True)


def prepare(
    ws: Workspace,
    reports: Sequence[FileReport],
    folder: Path,
    *,
    progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
    ahead: bool = False,
) -> Prepared:
    """A dry run of one or several files; the first rows of a file come with the progress. Nothing is written.

    Raises UnreadableFile, Cancelled, InvalidValue for an own export together with other files.
    """
    if any(report.own for report in reports):
        return Prepared(folder, (_own(ws, reports, progress, cancelled),))
    if len(reports) == 1:
        with ws.database.read() as connection:
            stamp = operations.stamp(connection)
            watch = Watch(progress, cancelled, reports[0])
            file = _prepared(ws, connection, reports[0], folder / "1", watch, ahead=ahead)
        return Prepared(folder, (file,), stamp)
    return _several(ws, reports, folder, progress, cancelled)


def can_be_glanced_at(reports: Sequence[FileReport]) -> bool:
    """Whether the first rows of a dry run can be had at once: a workbook is read whole, several files in their turn."""
    return len(reports) == 1 and not reports[0].own and not reports[0].inspection.sheet


def glance(
    ws: Workspace,
    report: FileReport,
    *,
    progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Tells of the first rows of a file, as a dry run would, and stops; what is shown while a process starts.

    Raises UnreadableFile, Cancelled.
    """
    with ws.database.read() as connection, scratch.scratch_file(ws.path) as path, scratch.staging(path) as room:
        file_staging.glance(ws, connection, room, report, Watch(progress, cancelled, report))


def _own(
    ws: Workspace,
    reports: Sequence[FileReport],
    progress: Report | None,
    cancelled: Callable[[], bool] | None,
) -> PreparedFile:
    from deskcrm.services import reimporting

    if len(reports) > 1:
        raise InvalidValue(tr("Bring DeskCRM's own export back by itself, without other files."))
    plan = reimporting.plan(ws, reports[0], progress=progress, cancelled=cancelled)
    return PreparedFile(reports[0], replace(plan, changes=_numbered(plan)))


def _prepared(
    ws: Workspace, connection: Any, report: FileReport, path: Path, watch: Watch, *, ahead: bool = False
) -> PreparedFile:
    path.touch(mode=0o600)
    with scratch.staging(path) as room:
        staged = file_staging.stage(ws, connection, room, report, watch, every_row=True, ahead=ahead)
        room.keep()
        first = file_staging.first_rows(connection, room, staged.telling, staged.counts)
    said = cautions.of(connection, report, staged.counts.rows, staged.heard)
    plan = replace(first, problems=staged.problems[:PAGE], cautions=said)
    return PreparedFile(report, plan, staged.telling, path, staged.at, staged.heard)


def _several(
    ws: Workspace,
    reports: Sequence[FileReport],
    folder: Path,
    progress: Report | None,
    cancelled: Callable[[], bool] | None,
) -> Prepared:
    """Stages the files one after the other upon a copy, into which each is written before the next."""
    from deskcrm.services import importing

    book = folder / "copy.deskcrm"
    with ws.database.read() as connection:
        stamp = operations.stamp(connection)
        scratch.copy(connection, book)
    files: list[PreparedFile] = []
    batches: list[int] = []
    copy = Workspace.open(book, clock=ws.clock)
    try:
        for number, report in enumerate(reports, 1):
            with copy.database.read() as connection:
                watch = Watch(progress, cancelled, report)
                file = _prepared(copy, connection, report, folder / str(number), watch)
            files.append(file)
            written = importing.run(copy, [report], prepared=Prepared(folder, (file,), _stamp(copy)), beside=False)
            batches.append(written.value.files[0].batch)
    finally:
        copy.close()
    return Prepared(folder, tuple(_as_of_its_turn(files, batches)), stamp, book)


def _stamp(ws: Workspace) -> Any:
    with ws.database.read() as connection:
        return operations.stamp(connection)


def _as_of_its_turn(files: Sequence[PreparedFile], batches: Sequence[int]) -> Iterator[PreparedFile]:
    """Each file with the batches that are in the copy and came with it or after it."""
    for number, file in enumerate(files):
        assert file.telling is not None
        yield replace(file, telling=replace(file.telling, not_yet=frozenset(batches[number:])))


def plans(ws: Workspace, reports: Sequence[FileReport], *, progress: Report | None = None) -> list[ImportPlan]:
    """Dry runs of files that go in together, each upon those before it, with every row. Nothing is written.

    Raises UnreadableFile, InvalidValue for an own export together with other files.
    """
    folder = folder_for(ws)
    try:
        prepared = prepare(ws, reports, folder, progress=progress)
        return [_with_every_row(ws, prepared, file) for file in prepared.files]
    finally:
        forget(folder)


def _with_every_row(ws: Workspace, prepared: Prepared, file: PreparedFile) -> ImportPlan:
    if file.scratch is None or file.telling is None:
        return file.plan
    kinds = [kind for kind in preview.KINDS.values() if kind not in preview.NOT_TAKEN]
    with _reading(ws, prepared.book) as connection, told.opened(file.scratch) as staged:
        changes = preview.page(connection, staged, file.telling, kinds, limit=file.plan.counts.rows)
        problems = tuple(told.problems(staged, "main", file.report.path.name))
    return replace(file.plan, changes=changes, problems=problems)


# Looking at it --------------------------------------------------------------------------------------------------------


def page(
    ws: Workspace,
    prepared: Prepared,
    number: int,
    kinds: Sequence[str],
    text: str = "",
    after: int = 0,
) -> tuple[tuple[RowChange, ...], int]:
    """Some rows of the `number`-th file, those behind `after`, and how many of these kinds have these words."""
    file = prepared.files[number]
    if file.scratch is None or file.telling is None:
        found = [change for change in file.plan.changes if change.kind in kinds and _has(change, text)]
        return tuple([change for change in found if change.number > after][:PAGE]), len(found)
    with _reading(ws, prepared.book) as connection, told.opened(file.scratch) as staged:
        rows = preview.page(connection, staged, file.telling, kinds, text, after, PAGE)
        return rows, preview.count(staged, kinds, text)


@contextmanager
def _reading(ws: Workspace, book: Path | None) -> Iterator[Any]:
    if book is None:
        with ws.database.read() as connection:
            yield connection
        return
    copy = Workspace.open(book, write=False)
    try:
        with copy.database.read() as connection:
            yield connection
    finally:
        copy.close()


def _numbered(plan: ImportPlan) -> tuple[RowChange, ...]:
    """All rows of an own export, numbered from 1, those that can't be taken in among them."""
    refused = [preview.refused(problem) for problem in plan.problems]
    rows = sorted([*plan.changes, *refused], key=lambda change: change.row)
    return tuple(replace(change, number=number) for number, change in enumerate(rows, 1))


def row_of(_ws: Workspace, report: FileReport, line: int, *, cancelled: Callable[[], bool] | None = None) -> list[str]:
    """The cells of one row of a file, as the owner mended them. Raises UnreadableFile where it has gone, Cancelled."""
    for chunk in registry.read(report.path, report.inspection):
        if cancelled is not None and cancelled():
            raise Cancelled(tr("Nothing was changed."))
        if chunk.lines and chunk.lines[-1] >= line:
            found = next((cells for at, cells in zip(chunk.lines, chunk.rows, strict=True) if at == line), [])
            return report.decisions.mended(line, found)
    return []


def lookalikes(ws: Workspace, prepared: Prepared, number: int, changes: Sequence[RowChange]) -> dict[int, Candidate]:
    """Who in the workspace the new people of these rows look like, the likeliest each, by the rows' numbers.

    Nobody is joined by it: the owner says whether it is them (`Decisions.say_who`), or meets them among the duplicates.
    """
    file = prepared.files[number]
    if file.scratch is None or file.telling is None:
        return {}
    with ws.database.read() as connection, told.opened(file.scratch) as staged:
        fields = preview.fields_of_new(connection, staged, file.telling, [change.number for change in changes])
    found = {}
    for place, said in fields.items():
        likely = duplicates.check_new(ws, said, file.telling.kind)
        if likely:
            found[place] = likely[0]
    return found


def _has(change: RowChange, text: str) -> bool:
    said = preview.folded(change)
    return all(word in said for word in preview.words_of(text))


def staged_of(connection: Any, file: PreparedFile) -> StagedFile:
    """A prepared file, to be written from its scratch file, which is attached as `staged`."""
    assert file.telling is not None
    assert file.heard is not None
    room = scratch.Scratch(connection, "staged", finished=True)
    problems = tuple(told.problems(connection, "staged", file.report.path.name))
    return StagedFile(file.report, room, file.telling, file.at, file.plan.counts, problems, file.heard)
