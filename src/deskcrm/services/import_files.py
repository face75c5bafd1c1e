"""What the import wizard asks of files beside importing them: other ways to read one, its problem rows as a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from deskcrm.domain.errors import Cancelled, UserError
from deskcrm.domain.views import Problem
from deskcrm.formats import registry
from deskcrm.formats.csvwrite import write_csv
from deskcrm.formats.table import ReadOptions
from deskcrm.services.importing import FileReport
from deskcrm.services.workspace import Workspace
from deskcrm.store.leftovers import path_beside

__all__ = [
    "ENCODINGS",
    "SEPARATORS",
    "ReadOptions",
    "forget_pasted",
    "keep_pasted",
    "save_problem_rows",
    "save_problems",
]

ENCODINGS: Final[dict[str, str]] = {
    "utf-8": "UTF-8",
    "cp1252": "Western European (Windows 1252)",
    "iso8859-15": "Western European (ISO 8859-15)",
    "mac_roman": "Western European (Mac)",
    "cp1250": "Central European (Windows 1250)",
    "cp1251": "Cyrillic (Windows 1251)",
    "cp1253": "Greek (Windows 1253)",
    "cp1254": "Turkish (Windows 1254)",
    "cp437": "Old DOS (437)",
    "utf-16": "UTF-16",
    "cp932": "Japanese (Shift JIS)",
    "gb18030": "Chinese (GB 18030)",
}
"""Python codec to words, those that are met most first."""

SEPARATORS: Final[dict[str, str]] = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar"}


PASTED: Final = "Pasted table.txt"


def keep_pasted(ws: Workspace, text: str) -> Path:
    """A file with what was pasted, beside the workspace and for its owner's eyes only, to be imported like any other.

    It stays until `forget_pasted`, or the next start. Raises UserError for blank text, and where there is no room.
    """
    if not text.strip():
        raise UserError(
            "There is no text to paste. Copy the rows first, with their column names, then paste them here."
        )
    folder = path_beside(ws.path, "pasted")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / PASTED).write_text(text, encoding="utf-8", errors="replace", newline="")
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise UserError(
            f"What you pasted can't be kept beside {ws.path} ({error.strerror}). Nothing was changed; free some space, "
            "or save it as a file and import that."
        ) from error
    return folder / PASTED


def forget_pasted(ws: Workspace, path: Path) -> None:
    """Remove what `keep_pasted` made; any other file is left alone."""
    if path.name == PASTED and path.parent.name.startswith(f".{ws.path.name}.pasted-"):
        shutil.rmtree(path.parent, ignore_errors=True)


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
                raise Cancelled("Nothing was saved.")
            for line, cells in zip(chunk.lines, chunk.rows, strict=True):
                if line in wanted:
                    rows.append([*cells[:width], str(line), _words(wanted[line])])
    return write_csv(path, [*report.inspection.headers, "Row in the file", "Problem"], rows)


def save_problems(_ws: Workspace, problems: Sequence[Problem], path: Path) -> int:
    """Write a list of problems where the file itself may be gone. Raises UserError where it can't be written."""
    rows = [[p.file, str(p.row), p.field, p.value, p.why] for p in problems]
    return write_csv(path, ["File", "Row in the file", "Column", "Value", "Problem"], rows)


def _words(problem: Problem) -> str:
    return f"{problem.field}: {problem.why}" if problem.field else problem.why
