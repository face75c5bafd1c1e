"""A list as it is shown, as a table: its columns in their order, for a file or for the clipboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from deskcrm.domain.cleaning.money import from_minor
from deskcrm.domain.columns import ColumnKind
from deskcrm.domain.columns import column as column_of
from deskcrm.domain.errors import Cancelled
from deskcrm.domain.filters import words_of_choice
from deskcrm.domain.views import ListRow, Progress
from deskcrm.formats.csvwrite import tab_separated
from deskcrm.formats.table import Cell
from deskcrm.formats.tablewrite import check_ending, write_table
from deskcrm.languages import tr
from deskcrm.services import reads, stages
from deskcrm.services.exportcolumns import join_words
from deskcrm.services.exporting import check_folder
from deskcrm.services.views import View
from deskcrm.services.workspace import Workspace

_AT_A_TIME: Final = 2000
_OF_THE_ROW: Final = frozenset({"name", "organization", "email", "phone", "city", "people"})
"""Columns that every row of a list has, as one text or number."""
_CURRENCY: Final = tr("Currency")
_DAY: Final = re.compile(r"(?!0000)\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,10})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the table: its key (of `domain.columns`, or "email", "phone", "people"), and the words over it."""

    key: str
    label: str


_USUAL: Final = {
    "person": ("name", "organization", "email", "phone", "city", "stage", "last_at", "value"),
    "company": ("name", "city", "email", "phone", "people", "last_at", "value"),
}
_LABELS: Final = {"email": tr("Email"), "phone": tr("Phone"), "people": tr("People")}


def heads(view: View) -> list[Head]:
    """The columns of a saved list; the usual ones where it has none of its own."""
    keys = [one.key for one in view.columns] or _USUAL[view.kind]
    found = ((key, column_of(key)) for key in keys)
    return [Head(key, _LABELS.get(key) or (one.label if one else key)) for key, one in found]


def save(
    ws: Workspace,
    path: Path,
    ids: Sequence[int],
    heads: Sequence[Head],
    *,
    bom: bool = True,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Writes these contacts with these columns, safe to open in a spreadsheet; answers how many.

    `bom`: with the mark by which Excel knows UTF-8, in CSV.

    Raises UserError where the format is unknown or the file can't be written, Cancelled; nothing is left then.
    """
    check_ending(path)
    check_folder(path)
    return write_table(path, _labels(heads), _cells(ws, ids, heads, progress, cancelled), bom=bom)


def text(
    ws: Workspace, ids: Sequence[int], heads: Sequence[Head], *, cancelled: Callable[[], bool] | None = None
) -> str:  # fmt: skip
    """These contacts with these columns as tab-separated text, the heads first."""
    return tab_separated(_labels(heads), _cells(ws, ids, heads, None, cancelled))


def _labels(heads: Sequence[Head]) -> list[str]:
    return [label for head in heads for label in ((head.label, _CURRENCY) if head.key == "value" else (head.label,))]


def _cells(
    ws: Workspace,
    ids: Sequence[int],
    heads: Sequence[Head],
    progress: Callable[[Progress], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Iterator[list[Cell]]:
    more = [head.key for head in heads if head.key not in _OF_THE_ROW and head.key != "value"]
    labels = stages.labels(ws)
    for start in range(0, len(ids), _AT_A_TIME):
        if cancelled is not None and cancelled():
            raise Cancelled(tr("Cancelled. No file was written."))
        for row in reads.rows(ws, ids[start : start + _AT_A_TIME], more):
            yield [cell for head in heads for cell in _said(row, head.key, labels)]
        if progress is not None:
            progress(Progress(tr("Writing"), min(start + _AT_A_TIME, len(ids)), len(ids)))


def _said(row: ListRow, key: str, stage_labels: Mapping[str, str]) -> tuple[Cell, ...]:
    """What a row has in a column: one cell, and for money its currency beside it."""
    if key == "stage":
        return (words_of_choice(key, row.stage, stage_labels),)
    if key == "value":
        return (from_minor(row.value, row.currency), row.currency) if row.currency else ("", "")
    if key in _OF_THE_ROW:
        return (getattr(row, key) or "",)
    values = row.cells.get(key, ())
    found = column_of(key)
    if found is not None and found.kind is ColumnKind.CHOICE:
        return (", ".join(words_of_choice(key, value) for value in values),)
    if len(values) == 1 and found is not None:
        return (_typed(values[0], found.kind),)
    if found is not None and found.kind is ColumnKind.DATE:
        return (", ".join(map(_when, values)),)
    return (values[0] if len(values) == 1 else join_words(values) if values else "",)


def _typed(value: str, kind: ColumnKind) -> Cell:
    """A single value as a spreadsheet can reckon with it."""
    if kind is ColumnKind.DATE:
        return date.fromisoformat(value) if _DAY.fullmatch(value) else _when(value)
    if kind is ColumnKind.NUMBER and _NUMBER.fullmatch(value):
        return Decimal(value)
    return value


def _when(value: str) -> str:
    """A moment as this computer's clock says it; a day as it stands."""
    return f"{datetime.fromisoformat(value).astimezone():%Y-%m-%d %H:%M}" if "T" in value else value
