"""Writing a table in the format that a file's ending names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from deskcrm.domain.errors import UserError
from deskcrm.formats.csvwrite import keep_apostrophe, write_csv
from deskcrm.formats.jsonwrite import write_rows
from deskcrm.formats.table import Cell
from deskcrm.formats.xlsxwrite import write_workbook
from deskcrm.languages import tr

_DELIMITERS: Final = {".csv": ",", ".tsv": "\t"}
ENDINGS: Final = (".xlsx", *_DELIMITERS, ".json")


def check_ending(path: Path, endings: Sequence[str] = ENDINGS) -> str:
    """The ending of a file to be written, in small letters. Raises UserError for one that is not among `endings`."""
    ending = path.suffix.lower()
    if ending not in endings:
        known = tr("{several} or {last}", several=", ".join(endings[:-1]), last=endings[-1])
        raise UserError(
            tr("“{file}” can't be written: name a file that ends in {endings}.", file=path.name, endings=known)
        )
    return ending


def write_table(
    path: Path,
    headers: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    bom: bool = True,
    for_reimport: bool = False,
) -> int:
    """Write a table, whole or not at all; returns the number of rows.

    bom: whether CSV has the mark by which Excel knows UTF-8. for_reimport: `csvwrite.strip_guard` gives back each cell
    as it is here; else cells are only made safe to look at in a spreadsheet. Raises UserError where
    it can't be written.
    """
    ending = check_ending(path)
    if ending in _DELIMITERS:
        return write_csv(path, headers, rows, bom=bom, delimiter=_DELIMITERS[ending], guard=not for_reimport)
    if for_reimport:
        rows = ([keep_apostrophe(str(cell)) for cell in row] for row in rows)
    return (write_workbook if ending == ".xlsx" else write_rows)(path, headers, rows)
