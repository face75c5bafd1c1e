"""What is odd about a file beside the last one of its source, said before anything is written (MODEL rule 12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deskcrm.domain.erasure import day_words
from deskcrm.languages import english, number, tr, trn
from deskcrm.services.file_staging import Heard
from deskcrm.store import batches

if TYPE_CHECKING:
    from deskcrm.services.importing import FileReport

_FEW: Final = 10
"""A file with so many times fewer rows than the last one is asked about, if that one had as many rows."""
_NAMED: Final = 3


def modified(path: Path) -> str:
    """When a file was saved (ISO 8601, UTC), or "" where nobody knows."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OSError, OverflowError, ValueError):
        return ""


def of(connection: Any, report: FileReport, rows: int, heard: Heard) -> tuple[str, ...]:
    """The sentences: what only reading to the end has shown, and what is odd beside the last file.

    None of the latter for a file that came in before, or for rows of one that were mended.
    """
    read = [warning for warning in heard.warnings if warning not in report.inspection.warnings]
    last = batches.last_of(connection, report.source, report.mapping.shape)
    if last is None or report.mends is not None or last.sha256 == report.sha256:
        return tuple(read)
    return (*read, *_older(report, heard, last), *_fewer(report, rows, last), *_emptied(heard, last))


def _older(report: FileReport, heard: Heard, last: batches.LastBatch) -> Iterator[str]:
    now, before = heard.newest, last.newest
    said = english(
        "This file looks older than {file}, the last one from {source}. The newest date in it is {day}; there it was "
        "{day_before}. Where the two differ, what this one says would show again."
    )
    if not now or not before:
        now, before = modified(report.path), last.modified
        said = english(
            "This file looks older than {file}, the last one from {source}. It was saved on {day}; there it was "
            "{day_before}. Where the two differ, what this one says would show again."
        )
    if now and before and now[:10] < before[:10]:
        yield tr(said, file=last.file, source=report.source, day=day_words(now), day_before=day_words(before))


def _fewer(report: FileReport, rows: int, last: batches.LastBatch) -> Iterator[str]:
    if last.rows >= _FEW and rows * _FEW <= last.rows:
        yield trn(
            "This file has {count} row; the last one from {source} had {before}. Whoever isn't in it stays as they "
            "are.",
            "This file has {count} rows; the last one from {source} had {before}. Whoever isn't in it stays as they "
            "are.",
            rows,
            source=report.source,
            before=number(last.rows),
        )


def _emptied(heard: Heard, last: batches.LastBatch) -> Iterator[str]:
    gone = [header for header, filled in last.filled.items() if filled and not heard.filled[header]]
    if not gone or not heard.filled:
        return
    named = ", ".join(f"“{header}”" for header in gone[:_NAMED])
    if len(gone) > _NAMED:
        named = tr("{headers} and others", headers=named)
    yield trn(
        "{headers} has nothing in this file, and had something last time ({filled} of {rows} rows). What is known of "
        "it stays.",
        "{headers} have nothing in this file, and had something last time ({filled} of {rows} rows). What is known of "
        "it stays.",
        len(gone),
        headers=named,
        filled=number(last.filled[gone[0]]),
        rows=number(last.rows),
    )
