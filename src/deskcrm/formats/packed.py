"""What a workbook's ZIP container holds, looked at before a reader opens it: sizes, extent, what readers leave out."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Final

from deskcrm.languages import number, tr

MAX_ENTRIES: Final = 1_000
MAX_UNPACKED: Final = 2 * 2**30
MAX_RATIO: Final = 200
"""How many times its packed size a file may have; beyond UNSUSPECTED bytes only, as small repetitive sheets do more."""
UNSUSPECTED: Final = 100 * 2**20
MAX_CELLS: Final = 50_000_000
"""Cells from the first to the last one of a sheet, blank ones too: readers make room for each."""

SAVE_AS_CSV: Final = tr("Open it in the program it comes from, save it as CSV, and drop that file here.")
DAMAGED: Final = tr("is a spreadsheet that can't be read; it may be damaged. {save_as_csv}", save_as_csv=SAVE_AS_CSV)

_BLOCK: Final = 2**20
_TAIL: Final = 64 * 1024
_MOST_ERRORS: Final = 100_000
# Cells with something in them. They begin with fixed letters, which makes them several times quicker over megabytes.
_WIDE_CELL: Final = re.compile(rb" r=[\"']([A-Z]{2,3})[0-9]+[\"'](?:[^>]*[^>/])?>")
_CELL: Final = re.compile(rb" r=[\"'][A-Z]{1,3}([0-9]+)[\"'](?:[^>]*[^>/])?>")
_HIDDEN_ROW: Final = re.compile(rb"<(?:\w+:)?row\s[^>]*?\bhidden=[\"'](?:1|true)[\"']")
_ERROR: Final = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d+)[\"'][^>]*>(?:(?!</(?:\w+:)?c>).)*?"
    rb"<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
_MASK: Final = re.compile(r"[-() +/0]*00[-() +/0]*")


class SuspiciousFile(Exception):
    """A file that no spreadsheet program writes, or that is too big to be opened.

    Its text goes on from the file's name: what it is, and what to do.
    """


@dataclass(slots=True)
class SheetXml:
    """What a sheet's XML says and readers don't tell, by row and column from 0.

    errors: the error's text. masks: how a number is filled up with zeros, as "00000" for a postal code.
    """

    hidden_rows: int = 0
    errors: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    masks: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    @property
    def error_count(self) -> int:
        """How many cells hold an error."""
        return sum(map(len, self.errors.values()))


def check_sizes(path: Path) -> None:
    """Judge a ZIP by its list of contents alone. Raises SuspiciousFile."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SuspiciousFile(DAMAGED) from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        raise SuspiciousFile(
            tr(
                "holds {count} parts, which no spreadsheet does, and was not opened. {save_as_csv}",
                count=number(len(entries)),
                save_as_csv=SAVE_AS_CSV,
            )
        )
    if unpacked > MAX_UNPACKED or (unpacked > UNSUSPECTED and unpacked > MAX_RATIO * max(1, packed)):
        raise SuspiciousFile(
            tr(
                "would unpack to {size} MB, as no list of customers does, and was not opened. {save_as_csv}",
                size=number(unpacked // 2**20),
                save_as_csv=SAVE_AS_CSV,
            )
        )


def names(path: Path) -> frozenset[str]:
    """What the parts of a container are called; check_sizes comes first."""
    with zipfile.ZipFile(path) as archive:
        return frozenset(archive.namelist())


def look_into(path: Path, part: str) -> SheetXml:
    """Read a sheet's XML as a stream. Raises SuspiciousFile for one whose cells lie too far apart to be opened.

    How far it reaches is told by its cells: the range that it declares is often wrong, and cells and rows that only
    have a colour or a height cost a reader nothing.
    """
    found = SheetXml()
    masks = _masks(path)
    styled = _styled(masks)
    rows, columns = 0, 26
    for block in _blocks(path, part):
        columns = max([columns, *(_column(letters) + 1 for letters in set(_WIDE_CELL.findall(block)))])
        rows = max([rows, *map(int, _CELL.findall(block, max(0, len(block) - _TAIL)))])
        if b"hidden=" in block:
            found.hidden_rows += len(_HIDDEN_ROW.findall(block))
        if (b't="e"' in block or b"t='e'" in block) and len(found.errors) < _MOST_ERRORS:
            for letters, row, text in _ERROR.findall(block):
                found.errors.setdefault(int(row) - 1, []).append((_column(letters), text.decode(errors="replace")))
        if styled is not None:
            for style, letters, row in styled.findall(block):
                found.masks.setdefault(int(row) - 1, []).append((_column(letters), masks[style]))
    _check_extent(rows, columns)
    return found


def _check_extent(rows: int, columns: int) -> None:
    if rows * columns > MAX_CELLS:
        raise SuspiciousFile(
            tr(
                "reaches to row {row} and column {column}, too far to be opened. Delete the stray cells at the far end "
                "of the sheet, and save it again.",
                row=number(rows),
                column=number(columns),
            )
        )


def _masks(path: Path) -> dict[bytes, str]:
    """The styles whose number format is zeros and marks alone, "00000" or "000-00", by the style's number."""
    styles = b"".join(_blocks(path, "xl/styles.xml")).decode(errors="replace")
    codes = {}
    for tag in re.findall(r"<(?:\w+:)?numFmt\s[^>]*>", styles):
        format_ = _attributes(tag)
        code = re.sub(r"[\\\"]", "", format_.get("formatCode", ""))
        if _MASK.fullmatch(code):
            codes[format_.get("numFmtId", "")] = code
    used = styles.partition("cellXfs")[2].partition("cellXfs")[0]
    formats = [_attributes(tag).get("numFmtId", "") for tag in re.findall(r"<(?:\w+:)?xf\s[^>]*>", used)]
    return {str(style).encode(): codes[code] for style, code in enumerate(formats) if code in codes}


def _styled(masks: dict[bytes, str]) -> re.Pattern[bytes] | None:
    """What finds the cells of these styles, where there are any."""
    if not masks:
        return None
    styles = b"|".join(masks)
    return re.compile(rb"<(?:\w+:)?c\s(?=[^>]*\bs=[\"'](" + styles + rb")[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d+)[\"']")


def sheet_parts(path: Path) -> dict[str, str]:
    """The part of a workbook that holds each sheet, by the sheet's name; nothing where that can't be told."""
    try:
        with zipfile.ZipFile(path) as archive:
            book = archive.read("xl/workbook.xml")[: 4 * _BLOCK].decode(errors="replace")
            relations = archive.read("xl/_rels/workbook.xml.rels")[: 4 * _BLOCK].decode(errors="replace")
    except (KeyError, zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return {}
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", relations):
        where = _attributes(tag)
        targets[where.get("Id", "")] = where.get("Target", "")
    parts = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^>]*>", book):
        sheet = _attributes(tag)
        target = targets.get(sheet.get("id", ""), "")
        parts[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _attributes(tag: str) -> dict[str, str]:
    pairs = re.findall(r"(?:\w+:)?(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return {name: unescape(double or single) for name, double, single in pairs}


def _blocks(path: Path, part: str) -> Iterator[bytes]:
    """A part of the container in pieces that end with a row, or at least a tag."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
            rest = b""
            while data := stream.read(_BLOCK):
                block = rest + data
                cut = block.rfind(b"row>") + 4 if b"row>" in block else block.rfind(b">") + 1
                yield block[:cut] if cut else block
                # What follows a cell of megabytes needs no second look.
                rest = block[cut:] if cut and len(block) - cut < _BLOCK else b""
            yield rest
    except KeyError:
        return
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise SuspiciousFile(DAMAGED) from error


def _column(letters: bytes) -> int:
    """The number of a column, from 0: 27 for "AB"."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
