"""What is odd about a file beside the last one of its source, said before anything is written (MODEL rule 12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deskcrm.domain.erasure import day_words
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
    now, before, what = heard.newest, last.newest, "The newest date in it is"
    if not now or not before:
        now, before, what = modified(report.path), last.modified, "It was saved on"
    if now and before and now[:10] < before[:10]:
        yield (
            f"This file looks older than {last.file}, the last one from {report.source}. {what} {day_words(now)}; "
            f"there it was {day_words(before)}. Where the two differ, what this one says would show again."
        )


def _fewer(report: FileReport, rows: int, last: batches.LastBatch) -> Iterator[str]:
    if last.rows >= _FEW and rows * _FEW <= last.rows:
        yield (
            f"This file has {rows:,} {'row' if rows == 1 else 'rows'}; the last one from {report.source} had "
            f"{last.rows:,}. Whoever isn't in it stays as they are."
        )


def _emptied(heard: Heard, last: batches.LastBatch) -> Iterator[str]:
    gone = [header for header, filled in last.filled.items() if filled and not heard.filled[header]]
    if gone and heard.filled:
        named = ", ".join(f"“{header}”" for header in gone[:_NAMED]) + (" and others" if len(gone) > _NAMED else "")
        has = "has" if len(gone) == 1 else "have"
        yield (
            f"{named} {has} nothing in this file, and had something last time ({last.filled[gone[0]]:,} of "
            f"{last.rows:,} rows). What is known of it stays."
        )
