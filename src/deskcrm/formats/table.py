"""What a file of rows looks like once it is opened: how to read it, its headers, a sample, its rows in chunks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from deskcrm.languages import tr, trn

Cell = str | int | Decimal | date
"""What a cell to be written can hold: words, a number, a day."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the owner decided about a file; None and "auto" leave it to the file's content.

    encoding: a Python codec name. delimiter: one character. header_row: the physical line of the headers, from 0;
    None says that there are none. sheet: the name of one of a workbook's sheets.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | Literal["auto"] | None = "auto"
    sheet: str | None = None


_NOUNS: Final[dict[str, Callable[[int], str]]] = {
    "row": lambda many: trn("{count} row", "{count} rows", many),
    "card": lambda many: trn("{count} card", "{count} cards", many),
}


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is and how it will be read, found from its start and a few places further on.

    format: the reading module's word, "csv". quote: the character round cells. escape: the quote itself if quotes
    inside a cell are doubled, else a backslash. header_row: physical line from 0, None if the file has no headers.
    headers: unique; doubles get " (2)", blank ones "Column 3". sample: physical line from 1 (0 where it wasn't
    counted, deep in a big file) and cells. size: bytes. estimated_rows: exact for small files, which are `counted`,
    else to three figures. warnings: sentences for the owner. skip_space: blanks between a delimiter and a quote are
    not text. exporter, source: the program that wrote it and the name of its source, where the content says so in
    other ways than by headers. noun: what one row is. sheet, sheets: which of a workbook's sheets is read, and all of
    them. header_lines: how many lines hold the names. last_row: the physical line, from 0, of the table's last row
    where notes follow it.
    """

    format: str
    encoding: str
    delimiter: str
    quote: str
    escape: str
    header_row: int | None
    headers: tuple[str, ...]
    sample: tuple[tuple[int, tuple[str, ...]], ...]
    size: int
    estimated_rows: int
    warnings: tuple[str, ...]
    skip_space: bool = False
    counted: bool = True
    exporter: str = ""
    source: str = ""
    noun: str = "row"
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    header_lines: int = 1
    last_row: int | None = None

    @property
    def read_as(self) -> str:
        """Its encoding, or the sheet that is read: "UTF-8", "sheet “Customers”"."""
        return tr("sheet “{name}”", name=self.sheet) if self.sheet else self.encoding.upper()

    @property
    def counted_rows(self) -> str:
        """How many rows it has, in words: "1,204 rows", "about 1,204 rows", "12 cards"."""
        rows = _NOUNS[self.noun](self.estimated_rows)
        return rows if self.counted else tr("about {rows}", rows=rows)


@dataclass(slots=True)
class Chunk:
    """Some rows in file order.

    lines: the physical line, from 1, on which each row begins. rows: cells, padded to the number of headers; a row
    with more content than headers keeps its full length. bytes_read: how far into the file the reading has come.
    comments, notes: `#` lines, and lines below the table, that were left out since the last chunk. warnings: what had
    to be guessed in these rows, or was left out, as sentences.
    """

    lines: list[int]
    rows: list[list[str]]
    bytes_read: int = 0
    comments: int = 0
    notes: int = 0
    warnings: list[str] = field(default_factory=list)


_SHOWN_LETTERS = 60


def shortened(text: str) -> str:
    """A text to be quoted in a sentence: its beginning, without the full stop."""
    line = " ".join(text.split())
    return line.rstrip(".") if len(line) <= _SHOWN_LETTERS else line[:_SHOWN_LETTERS].rstrip() + "…"


def unique_headers(cells: list[str], width: int) -> tuple[str, ...]:
    """Names for `width` columns: blanks become "Column 3" (counted from 1), a name met before gets " (2)".

    >>> unique_headers(["Email", " ", "Email"], 4)
    ('Email', 'Column 2', 'Email (2)', 'Column 4')
    """
    wanted = [" ".join(cell.split()) for cell in cells[:width]]
    wanted += [""] * (width - len(wanted))
    taken: set[str] = set()
    counts: dict[str, int] = {}
    names: list[str] = []
    for position, text in enumerate(wanted, start=1):
        base = text or f"Column {position}"
        name = base
        while name in taken:
            counts[base] = counts.get(base, 1) + 1
            name = f"{base} ({counts[base]})"
        taken.add(name)
        names.append(name)
    return tuple(names)
