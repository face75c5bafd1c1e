"""Writing Excel workbooks: one sheet, its names in a row that stays, numbers and days as such, nothing as a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final

from deskcrm.domain.errors import UserError
from deskcrm.formats.table import Cell
from deskcrm.formats.writing import whole_file
from deskcrm.languages import number, tr

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
MOST_LETTERS: Final = 32_767
"""What Excel takes: rows with the one of the names, columns, letters of a cell."""
_WIDTHS: Final = (11, 42)
_FIRST_DAY: Final = date(1900, 3, 1)  # before it Excel counts a day that never was
_AS_CSV: Final = tr("Nothing was written; choose CSV instead.")


def write_workbook(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a table as a workbook, whole or not at all; returns the number of rows. Memory doesn't grow with them.

    Raises UserError where it can't be written, or Excel couldn't take it.
    """
    if len(headers) > MOST_COLUMNS:
        raise UserError(
            tr(
                "A sheet of Excel takes {most} columns; there are {count}. {as_csv}",
                most=number(MOST_COLUMNS),
                count=number(len(headers)),
                as_csv=_AS_CSV,
            )
        )
    with whole_file(path) as file, TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        return _write(file, folder, headers, rows)


def _write(file: BinaryIO, folder: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    book = Workbook(file, {"constant_memory": True, "tmpdir": folder})
    sheet = book.add_worksheet("DeskCRM")
    least, most = _WIDTHS
    for column, header in enumerate(headers):
        sheet.set_column(column, column, min(max(least, len(header) + 3), most))
    sheet.freeze_panes(1, 0)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for column, header in enumerate(headers):
        sheet.write_string(0, column, _text(header, header, 1), bold)
    count = 0
    try:
        for count, row in enumerate(rows, 1):
            if count >= MOST_ROWS:
                raise UserError(
                    tr(
                        "A sheet of Excel takes {most} rows, and there are more. {as_csv}",
                        most=number(MOST_ROWS - 1),
                        as_csv=_AS_CSV,
                    )
                )
            for column, cell in enumerate(row):
                _put(sheet, count, column, cell, headers[column], day)
        sheet.autofilter(0, 0, count, len(headers) - 1)
    finally:
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(f"the workbook couldn't be packed ({error})") from error
    return count


def _put(sheet: Any, row: int, column: int, cell: Cell, header: str, day: Any) -> None:
    if isinstance(cell, int | Decimal):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, date):
        if cell >= _FIRST_DAY:
            sheet.write_datetime(row, column, cell, day)
        else:
            sheet.write_string(row, column, cell.isoformat())
    elif cell:
        sheet.write_string(row, column, _text(cell, header, row + 1))


def _text(text: str, header: str, row: int) -> str:
    if len(text) > MOST_LETTERS:
        raise UserError(
            tr(
                "A cell of Excel takes {most} letters; “{header}” in row {row} has {count}. {as_csv}",
                most=number(MOST_LETTERS),
                header=header[:60],
                row=number(row),
                count=number(len(text)),
                as_csv=_AS_CSV,
            )
        )
    return text.encode("utf-8", "replace").decode()
