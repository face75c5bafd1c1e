"""What runs in the child that reads spreadsheets: a workbook's sheets as rows of text. Started by `spreadsheet`."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deskcrm.formats import packed
from deskcrm.formats.confined import Speaker, limit_memory
from deskcrm.languages import tr

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MEMORY: Final = 2 * 2**30
HEAD: Final = 250
"""Rows with content that are shown of a sheet's start."""
TAIL: Final = 20
PROBES: Final = 60
"""Rows from further on that are looked at too."""
_MOST_SHEETS: Final = 30
_MOST_MERGED: Final = 100_000
_EXACT: Final = 10.0**15
_MIDNIGHT: Final = time()

_OLE: Final = b"\xd0\xcf\x11\xe0"
_LOCKED: Final = tr("is protected by a password. Open it, remove the password, save it, and drop it here again.")


class Refused(Exception):
    """Why a workbook isn't read: its text goes on from the file's name, and says what to do."""


def main(arguments: list[str]) -> None:
    """`look FILE [SHEET]` tells what is in a workbook, `rows FILE SHEET CHUNK` gives the rows of a sheet."""
    limit_memory(MEMORY)
    speaker = Speaker()
    speaker.beat()
    wish, file, sheet, *rest = arguments
    try:
        if wish == "look":
            speaker.say(_look(Path(file), sheet))
        else:
            for message in _rows(Path(file), sheet, int(rest[0])):
                speaker.say(message)
    except (Refused, packed.SuspiciousFile) as error:
        speaker.say({"refused": str(error)})
    speaker.good_bye()


# The two wishes -------------------------------------------------------------------------------------------------------


def _look(path: Path, wanted: str) -> dict[str, Any]:
    """The kind of file, its sheets' names, and the start, the end and some middle of each that may be meant."""
    kind = _kind(path)
    with _opened(path) as workbook:
        parts = packed.sheet_parts(path) if kind == "xlsx" else {}
        listed = [(m.name, _word(m.visible) == "Visible") for m in workbook.sheets_metadata if _is_rows(m)]
        chosen = [name for name, _ in listed if name == wanted] if wanted else [name for name, seen in listed if seen]
        sheets = _looked_at(path, workbook, parts, chosen)
        if not any(sheet["count"] for sheet in sheets):
            hidden = [name for name, _ in listed if name not in chosen]
            sheets += _looked_at(path, workbook, parts, hidden) if not wanted else []
    return {"kind": kind, "names": [name for name, _ in listed], "sheets": sheets}


def _looked_at(path: Path, workbook: CalamineWorkbook, parts: dict[str, str], names: list[str]) -> list[dict[str, Any]]:
    return [_summary(path, workbook, parts, name) for name in names[:_MOST_SHEETS]]


def _summary(path: Path, workbook: CalamineWorkbook, parts: dict[str, str], name: str) -> dict[str, Any]:
    """One sheet: how many rows have content, and some of them with the row they stand in, from 0."""
    found = packed.look_into(path, parts[name]) if name in parts else packed.SheetXml()
    sheet = _sheet(workbook, name)
    height = _height(sheet)
    step = max(1, (height - HEAD) // PROBES)
    head: list[tuple[int, list[str]]] = []
    probes: list[tuple[int, list[str]]] = []
    tail: deque[tuple[int, list[str]]] = deque(maxlen=TAIL)
    count = 0
    for number, cells in _filled_rows(sheet, found):
        count += 1
        if len(head) < HEAD:
            head.append((number, _texts(cells)))
        elif number % step == 0:
            probes.append((number, _texts(cells)))
        if height - number <= TAIL:
            tail.append((number, _texts(cells)))
    return {
        "name": name, "count": count, "head": head, "probes": probes, "tail": list(tail), "merged": _merged(sheet),
        "hidden_rows": found.hidden_rows, "errors": found.error_count,
    }  # fmt: skip


def _rows(path: Path, name: str, size: int) -> Iterator[dict[str, Any]]:
    """The merged cells of a sheet, then its rows with content: their numbers, and their cells."""
    kind = _kind(path)
    with _opened(path) as workbook:
        parts = packed.sheet_parts(path) if kind == "xlsx" else {}
        found = packed.look_into(path, parts[name]) if name in parts else packed.SheetXml()
        sheet = _sheet(workbook, name)
        yield {"merged": _merged(sheet), "height": _height(sheet)}
        numbers: list[int] = []
        rows: list[list[str]] = []
        for number, cells in _filled_rows(sheet, found):
            numbers.append(number)
            rows.append(_texts(cells))
            if len(rows) == size:
                yield {"numbers": numbers, "rows": rows}
                numbers, rows = [], []
        if rows:
            yield {"numbers": numbers, "rows": rows}


# Opening --------------------------------------------------------------------------------------------------------------


def _kind(path: Path) -> str:
    """`xlsx`, `xls` or `ods`, by content, after a look at what a container holds. Raises Refused, SuspiciousFile."""
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLE:
        _check_ole(path)
        return "xls"
    packed.check_sizes(path)
    names = packed.names(path)
    if "content.xml" in names:
        return "ods"
    return "xlsb" if "xl/workbook.bin" in names else "xlsx"


def _check_ole(path: Path) -> None:
    """Raise Refused for a compound file (the container of old Office files) that holds no workbook."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused(_LOCKED)
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        raise Refused(
            tr("is an old Office file without a workbook in it. {save_as_csv}", save_as_csv=packed.SAVE_AS_CSV)
        )


def _opened(path: Path) -> CalamineWorkbook:
    import python_calamine as calamine

    try:
        return calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError as error:
        raise Refused(_LOCKED) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refused(packed.DAMAGED) from error


def _sheet(workbook: CalamineWorkbook, name: str) -> CalamineSheet:
    import python_calamine as calamine

    try:
        return workbook.get_sheet_by_name(name)
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refused(
            tr(
                "has a sheet “{sheet}” that can't be read; it may be damaged. {save_as_csv}",
                sheet=name,
                save_as_csv=packed.SAVE_AS_CSV,
            )
        ) from error


def _height(sheet: CalamineSheet) -> int:
    """How many rows there are from the first of the sheet to its last with content."""
    return sheet.end[0] + 1 if sheet.end else 0


def _word(value: Any) -> str:
    """The word of one of calamine's enumerations."""
    return str(value).rpartition(".")[2]


def _is_rows(metadata: Any) -> bool:
    return _word(metadata.typ) == "WorkSheet"


def _merged(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    """Merged cells: first row, first column, last row, last column, as the rows given have them."""
    left = sheet.start[1] if sheet.start else 0
    ranges = (sheet.merged_cell_ranges or [])[:_MOST_MERGED]
    return [(r1, c1 - left, r2, c2 - left) for (r1, c1), (r2, c2) in ranges if c1 >= left]


# Rows and cells -------------------------------------------------------------------------------------------------------


def _filled_rows(sheet: CalamineSheet, found: packed.SheetXml) -> Iterator[tuple[int, list[Any]]]:
    """Rows with content, and the row of the sheet they stand in, from 0; what the reader leaves out is put back in."""
    left = sheet.start[1] if sheet.start else 0
    for number, cells in enumerate(sheet.iter_rows()):
        for column, text in found.errors.get(number, ()):
            if left <= column < left + len(cells) and cells[column - left] == "":
                cells[column - left] = text
        for column, mask in found.masks.get(number, ()):
            if left <= column < left + len(cells):
                cells[column - left] = _masked(cells[column - left], mask)
        if any(cell != "" for cell in cells):
            yield number, cells


def _masked(value: Any, mask: str) -> Any:
    """A whole number with the zeros and marks of its format: 2108 by "00000" is "02108"."""
    if type(value) not in (int, float) or value < 0 or value != int(value):
        return value
    digits = list(str(int(value)))
    shown = [(digits.pop() if digits else "0") if mark == "0" else mark for mark in reversed(mask)]
    return "".join(digits) + "".join(reversed(shown))


def _texts(cells: list[Any]) -> list[str]:
    return [cell if type(cell) is str else _text(cell) for cell in cells]


def _text(cell: Any) -> str:
    """A cell as it looks: numbers without a needless fraction, days without a needless midnight."""
    return _WRITERS.get(type(cell), str)(cell)


def _number(value: float) -> str:
    """At most the fifteen digits that spreadsheets show, never with an exponent."""
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    text = format(value, ".15g")
    return format(Decimal(text), "f") if "e" in text else text


def _moment(value: datetime) -> str:
    if value.time() == _MIDNIGHT:
        return value.date().isoformat()
    return value.isoformat(" ", "microseconds" if value.microsecond else "seconds")


def _duration(value: timedelta) -> str:
    hours, rest = divmod(int(value.total_seconds()), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}"


_WRITERS: Final[dict[type, Callable[[Any], str]]] = {
    float: _number,
    bool: lambda value: "TRUE" if value else "FALSE",
    datetime: _moment,
    date: date.isoformat,
    time: lambda value: value.isoformat("seconds"),
    timedelta: _duration,
}


if __name__ == "__main__":
    main(sys.argv[1:])
