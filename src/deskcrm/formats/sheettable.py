"""Where the table in a sheet is: its names, under title blocks and over several lines, its rows, the notes below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log1p
from statistics import median
from typing import Any, Final

from deskcrm.formats import headers as header_rules
from deskcrm.formats.table import unique_headers

Row = tuple[int, list[str]]
"""The row's number in its sheet, from 0, and its cells."""
Merged = tuple[int, int, int, int]
"""First row, first column, last row, last column of cells that are one."""

_MOST_HEADER_LINES: Final = 10
_MOST_NOTES: Final = 12
_SPARSE: Final = 0.4
_ALWAYS: Final = 0.95
_PROSE_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the child tells of a sheet.

    count: rows with content. head, probes, tail: some of them. hidden_rows, errors: how many rows are hidden and how
    many cells hold an error.
    """

    name: str
    count: int
    head: list[Row]
    probes: list[Row]
    tail: list[Row]
    merged: list[Merged]
    hidden_rows: int
    errors: int

    @property
    def seen(self) -> dict[int, list[str]]:
        """All rows that were shown, by number."""
        return dict([*self.head, *self.probes, *self.tail])


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet's table is; header_row and last_row are rows of the sheet from 0, last_row only if notes follow."""

    header_row: int | None
    header_lines: int
    headers: tuple[str, ...]
    last_row: int | None
    notes: tuple[str, ...]

    @property
    def first_row(self) -> int:
        """The row of the sheet with which the table's rows begin."""
        return 0 if self.header_row is None else self.header_row + self.header_lines


def sheet_of(told: dict[str, Any]) -> Sheet:
    """The child's words as a Sheet."""
    told = {**told, "merged": [(a, b, c, d) for a, b, c, d in told["merged"]]}
    for part in ("head", "probes", "tail"):
        told[part] = [(number, cells) for number, cells in told[part]]
    return Sheet(**told)


def likeliest(sheets: Sequence[Sheet]) -> Sheet:
    """The sheet with most in it, names that address books have counting for more; the first of equals."""
    return sheets[0] if len(sheets) == 1 else max(sheets, key=_worth)


def _worth(sheet: Sheet) -> float:
    if not sheet.count:
        return 0.0
    layout = lay_out(sheet, "auto")
    known = header_rules.known_share(layout.headers) if layout.header_row is not None else 0.0
    return (1 + 3 * known) * log1p(sheet.count * len(layout.headers))


def lay_out(sheet: Sheet, wanted: int | str | None) -> Layout:
    """Find the table. `wanted`: the row of its names from 0, None where it has none, "auto" to look for them."""
    head = sheet.head
    header_row = _found_header(head) if wanted == "auto" else wanted
    lines = 1
    if isinstance(header_row, int):
        if wanted == "auto":
            header_row = _upper_line(head, header_row, sheet.merged)
        lines = _header_lines(head, header_row, sheet.merged)
    else:
        header_row = None
    first = 0 if header_row is None else header_row + lines
    seen = sheet.seen
    last: int | None = None
    notes: tuple[str, ...] = ()
    if header_row is not None:
        last, notes = _notes_below([(n, seen[n]) for n in sorted(seen) if n >= first], sheet.tail)
    body = [cells for number, cells in seen.items() if number >= first and (last is None or number <= last)]
    names = _names(head, header_row, lines, sheet.merged)
    width = max([_extent(names), *map(_extent, body)])
    return Layout(header_row, lines, unique_headers(names, width), last, notes)


# The names ------------------------------------------------------------------------------------------------------------


def _found_header(head: list[Row]) -> int | None:
    """The row whose cells name the columns."""
    rows = [cells for _, cells in head]
    table = header_rules.find_table(list(range(len(rows))), rows, [cells[0] for cells in rows])
    return None if table.header_row is None else head[table.header_row][0]


def _upper_line(head: list[Row], header_row: int, merged: Iterable[Merged]) -> int:
    """The row above, where that groups the columns that this one names: "Phone" over "Work" and "Home"."""
    rows = dict(head)
    above = rows.get(header_row - 1)
    return header_row - 1 if above and _groups(above, rows[header_row], header_row - 1, merged) else header_row


def _header_lines(head: list[Row], header_row: int, merged: list[Merged]) -> int:
    """How many rows hold the names: as many as their merged cells reach over, two where the second names parts."""
    tall = [r2 - header_row + 1 for r1, _, r2, c2 in merged if r1 == header_row and r2 > r1 and c2 >= 0]
    rows = dict(head)
    upper, lower = rows.get(header_row), rows.get(header_row + 1)
    grouped = upper is not None and lower is not None and _groups(upper, lower, header_row, merged)
    return min(_MOST_HEADER_LINES, max([2 if grouped else 1, *tall]))


def _groups(upper: list[str], lower: list[str], row: int, merged: Iterable[Merged]) -> bool:
    """Whether cells merged across in the upper row stand over names in the lower, which has none elsewhere."""
    groups = [(c1, c2) for r1, c1, r2, c2 in merged if r1 == r2 == row and c2 > c1 and upper[c1]]
    if not groups or any(c2 - c1 + 1 >= len(upper) for c1, c2 in groups):
        return False
    under = {column for c1, c2 in groups for column in range(c1, c2 + 1)}
    own = [column for column, cell in enumerate(upper) if cell and column not in under]
    named = [column for column, cell in enumerate(lower) if cell]
    return bool(own) and set(named) <= under and len(named) > len(groups)


def _names(head: list[Row], header_row: int | None, lines: int, merged: list[Merged]) -> list[str]:
    """Each column's name, from the top line of the names to the lowest."""
    if header_row is None:
        return []
    names: list[list[str]] = []
    for number, cells in head:
        if header_row <= number < header_row + lines:
            spread = list(cells)
            for r1, c1, _, c2 in merged if lines > 1 else ():
                if r1 == number and c1 < len(cells):
                    spread[c1 : c2 + 1] = [cells[c1]] * len(spread[c1 : c2 + 1])
            names += [[] for _ in range(len(spread) - len(names))]
            for parts, text in zip(names, spread, strict=False):
                if text and text not in parts:
                    parts.append(text)
    return [" ".join(parts) for parts in names]


# The rows -------------------------------------------------------------------------------------------------------------


def _notes_below(body: list[Row], tail: list[Row]) -> tuple[int | None, tuple[str, ...]]:
    """The last row of the table and the notes below it, where there are some; None where its rows go to the end.

    Notes are nearly blank rows at the end that are unlike the table's: a column that its rows always fill is blank in
    one of them, or they stand below a blank row and at least one is a sentence.
    """
    if len(body) < 2:
        return None, ()
    usual = median(_filled(cells) for _, cells in body)
    if usual < 3:
        return None, ()
    ends = {number for number, _ in tail}
    start = len(body)
    while start > 1 and body[start - 1][0] in ends and _filled(body[start - 1][1]) <= usual * _SPARSE:
        start -= 1
    notes, table = body[start:], body[:start]
    if not notes or len(notes) > _MOST_NOTES or not _are_notes(notes, table):
        return None, ()
    return table[-1][0], tuple(" ".join(cell for cell in cells if cell) for _, cells in notes)


def _are_notes(notes: list[Row], table: list[Row]) -> bool:
    width = len(table[0][1])
    always = [at for at in range(width) if sum(bool(cells[at]) for _, cells in table) >= _ALWAYS * len(table)]
    if any(not cells[at] for _, cells in notes for at in always[:1]):
        return True
    apart = notes[0][0] > table[-1][0] + 1
    return apart and any(len(cell.split()) >= _PROSE_WORDS for _, cells in notes for cell in cells)


class FillDown:
    """Gives each row that merged cells reach over the value that stands in the first of them.

    first_row: that below the names; None where nothing tells rows from title blocks, and all stays as it stands.
    """

    def __init__(self, merged: Iterable[Merged], first_row: int | None) -> None:
        self._starting: dict[int, list[tuple[int, int]]] = {}
        for r1, c1, r2, _ in merged:
            if first_row is not None and r2 > r1 >= first_row:
                self._starting.setdefault(r1, []).append((c1, r2))
        self._open: list[tuple[int, int, str]] = []

    def fill(self, number: int, cells: list[str]) -> None:
        """Fill the blank cells of the next row."""
        if not self._starting:
            return
        self._open = [value for value in self._open if value[1] >= number]
        for column, _, text in self._open:
            if not cells[column]:
                cells[column] = text
        for column, last in self._starting.get(number, ()):
            if column < len(cells):
                self._open.append((column, last, cells[column]))


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _extent(cells: Sequence[str]) -> int:
    """Cells up to the last one with content."""
    return next((number for number in range(len(cells), 0, -1) if cells[number - 1].strip()), 0)
