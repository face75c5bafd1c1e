"""What the import wizard asks of files beside importing them: other ways to read one, its problem rows as a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from deskcrm.domain.errors import Cancelled, UnreadableFile, UserError
from deskcrm.domain.views import Problem
from deskcrm.formats import registry
from deskcrm.formats.csvwrite import write_csv
from deskcrm.formats.table import ReadOptions
from deskcrm.languages import tr
from deskcrm.services import importing
from deskcrm.services.importing import PROBLEM, ROW, FileReport
from deskcrm.services.workspace import Workspace
from deskcrm.store import batches
from deskcrm.store.leftovers import path_beside

__all__ = [
    "ENCODINGS",
    "SEPARATORS",
    "ReadOptions",
    "files_in",
    "forget_kept",
    "keep_pasted",
    "save_all_kept",
    "save_kept_rows",
    "save_problem_rows",
    "to_mend",
    "waiting",
]

ENCODINGS: Final[dict[str, str]] = {
    "utf-8": "UTF-8",
    "cp1252": tr("Western European (Windows 1252)"),
    "iso8859-15": tr("Western European (ISO 8859-15)"),
    "mac_roman": tr("Western European (Mac)"),
    "cp1250": tr("Central European (Windows 1250)"),
    "cp1251": tr("Cyrillic (Windows 1251)"),
    "cp1253": tr("Greek (Windows 1253)"),
    "cp1254": tr("Turkish (Windows 1254)"),
    "cp437": tr("Old DOS (437)"),
    "utf-16": "UTF-16",
    "cp932": tr("Japanese (Shift JIS)"),
    "gb18030": tr("Chinese (GB 18030)"),
}
"""Python codec to words, those that are met most first."""

SEPARATORS: Final[dict[str, str]] = {",": tr("Comma"), ";": tr("Semicolon"), "\t": tr("Tab"), "|": tr("Bar")}


PASTED: Final = "Pasted table.txt"


def keep_pasted(ws: Workspace, text: str) -> Path:
    """A file with what was pasted, beside the workspace and for its owner's eyes only, to be imported like any other.

    It stays until `forget_kept`, or the next start. Raises UserError for blank text, and where there is no room.
    """
    if not text.strip():
        raise UserError(
            tr("There is no text to paste. Copy the rows first, with their column names, then paste them here.")
        )
    folder = _folder(ws, "pasted")
    try:
        (folder / PASTED).write_text(text, encoding="utf-8", errors="replace", newline="")
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise _no_room(ws, error) from error
    return folder / PASTED


def _folder(ws: Workspace, use: str) -> Path:
    """A folder beside the workspace, for its owner's eyes only."""
    folder = path_beside(ws.path, use)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _no_room(ws, error) from error
    return folder


def _no_room(ws: Workspace, error: OSError) -> UserError:
    return UserError(
        tr(
            "These rows can't be kept beside {path} for a while ({why}). Nothing was changed; free "
            "some space, or save them as a file and import that.",
            path=ws.path,
            why=error.strerror,
        )
    )


def forget_kept(ws: Workspace, path: Path) -> None:
    """Remove what `keep_pasted` or `to_mend` made; any other file is left alone."""
    beside = tuple(f".{ws.path.name}.{use}-" for use in ("pasted", "mending"))
    if path.parent.name.startswith(beside) and path.parent.parent == ws.path.parent:
        path.unlink(missing_ok=True)
        with suppress(OSError):  # other rows may be kept there
            path.parent.rmdir()


def files_in(paths: Sequence[Path]) -> tuple[list[Path], int]:
    """The files among `paths` and in the folders among them, and how many of those in folders can't be imported.

    What a file is, its content says. Hidden files and folders within folders are left alone.
    """
    files: list[Path] = []
    others = 0
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        for inner in sorted(path.iterdir()):
            if inner.is_file() and not inner.name.startswith((".", "~$")):
                readable = _is_readable(inner)
                files += [inner] if readable else []
                others += not readable
    return files, others


def _is_readable(path: Path) -> bool:
    try:
        return bool(registry.inspect(path, ReadOptions()).headers)
    except UnreadableFile:
        return False


def save_problem_rows(
    _ws: Workspace,
    report: FileReport,
    problems: Sequence[Problem],
    path: Path,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write the rows that weren't taken in as they stand in their file, each with its row number and what is wrong.

    Mended, the new file can be imported again. Returns how many rows it has. Raises UnreadableFile where the file has
    gone, UserError where `path` can't be written, Cancelled.
    """
    wanted = {problem.row: problem for problem in problems}
    rows: list[list[str]] = []
    if wanted:
        width = len(report.inspection.headers)
        for chunk in registry.read(report.path, report.inspection):
            if cancelled is not None and cancelled():
                raise Cancelled(tr("Nothing was saved."))
            for line, cells in zip(chunk.lines, chunk.rows, strict=True):
                if line in wanted:
                    mended = report.decisions.mended(line, cells)
                    rows.append([*mended[:width], str(line), _words(wanted[line])])
    return write_csv(path, [*report.inspection.headers, ROW, PROBLEM], rows)


def waiting(ws: Workspace) -> list[tuple[int, str, int]]:
    """The imports of which rows wait for their people: batch, file and number of rows."""
    with ws.database.read() as connection:
        return batches.waiting(connection)


def save_kept_rows(ws: Workspace, batch: int, path: Path) -> int:
    """Write the rows of an import that weren't taken in then, where the file itself may be gone.

    Returns how many rows it has. Raises UserError where it can't be written.
    """
    with ws.database.read() as connection:
        headers, kept = batches.kept_rows(connection, batch)
    rows = [[*row.cells, str(row.line), _words(row)] for row in kept]
    return write_csv(path, [*headers, ROW, PROBLEM], rows)


def save_all_kept(ws: Workspace, batches_: Sequence[int], path: Path) -> int:
    """Write the rows that weren't taken in of several files, each in a file of its own: their columns differ."""
    names = [path, *(path.with_name(f"{path.stem} {number}{path.suffix}") for number in range(2, len(batches_) + 1))]
    return sum(save_kept_rows(ws, batch, name) for batch, name in zip(batches_, names, strict=True))


def to_mend(ws: Workspace, batch: int) -> FileReport:
    """The rows of an import that weren't taken in then, as a file to be mended and imported like any other.

    It goes where those of the import went. It stays beside the workspace until `forget_kept`, or the next start. Raises
    UserError where there is no such row any more, or no room.
    """
    with ws.database.read() as connection:
        stated = batches.stated(connection, batch)
        headers, kept = batches.kept_rows(connection, batch)
    if not kept:
        raise UserError(tr("No row of this import is left to mend. Nothing was changed."))
    folder = _folder(ws, "mending")
    path = folder / tr("{name} problems {batch}.csv", name=Path(stated.file).stem or "import", batch=batch)
    write_csv(path, [*headers, ROW, PROBLEM], [[*row.cells, str(row.line), _words(row)] for row in kept])
    report = importing.examine(ws, path, source=stated.source, country=stated.country)
    mapping = importing.as_before(report.mapping, stated.mapping)
    return replace(report, mapping=mapping, mends=batch, own=False)


def _words(problem: Problem | batches.KeptRow) -> str:
    return f"{problem.field}: {problem.why}" if problem.field else problem.why
