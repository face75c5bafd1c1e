"""Lines to records: csv.reader wherever a file is well-formed, a forgiving reader for the records that are not."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from enum import Enum, auto

MAX_CELL = 8 * 1024 * 1024
"""Characters a cell may have."""
_MOST_RECOVERED_LINES = 500
_SHORT_TAIL = 100


def raise_cell_limit() -> None:
    """Let csv.reader take cells of up to MAX_CELL characters; the limit is one for the whole process."""
    if csv.field_size_limit() != MAX_CELL:
        csv.field_size_limit(MAX_CELL)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are told apart. escape is the quote itself where quotes in cells are doubled, else a backslash."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    skip_space: bool = False


@dataclass(slots=True)
class Records:
    """What splitting some lines gave: where each record starts, its cells, what was odd, how many lines were used."""

    starts: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    oddities: list[tuple[int, str]] = field(default_factory=list)
    used: int = 0
    established: bool = False


def split(lines: list[str], dialect: Dialect, width: int | None, final: bool, established: bool = False) -> Records:
    """Records of some physical lines (blank lines give empty ones).

    width: how many cells a record of this table has, if known; it tells a stray quote from a cell of several lines.
    final: whether the file ends here; if not, a record that isn't complete is left over (see `used`).
    established: whether rows of this table came before these lines.
    """
    records = Records(established=established)
    if dialect.escape != dialect.quote:
        _split_slowly(lines, dialect, width, final, records, stop_after_one=False)
        return records
    while records.used < len(lines):
        halt = _split_fast(lines, dialect, width, records)
        if halt is _Halt.OPEN and not final and sum(map(len, lines[records.used :])) <= MAX_CELL:
            break
        if halt is not _Halt.NONE:
            before = records.used
            _split_slowly(lines, dialect, width, final, records, stop_after_one=True)
            if records.used == before:
                break
    return records


class _Halt(Enum):
    """Why csv.reader stopped: at the end, within a quoted cell at the end, or at a record it can't read."""

    NONE = auto()
    OPEN = auto()
    ODD = auto()


def _split_fast(lines: list[str], dialect: Dialect, width: int | None, records: Records) -> _Halt:
    """Let csv.reader go as far as the lines are well-formed."""
    base = start = records.used
    reader = csv.reader(
        lines if not base else lines[base:],
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        doublequote=True,
        skipinitialspace=dialect.skip_space,
        strict=True,
    )
    add_row, add_start = records.rows.append, records.starts.append
    try:
        for row in reader:
            end = base + reader.line_num
            if end - start > 1 and _swallowed(lines, start, end, row, dialect, width):
                records.used = start
                return _Halt.ODD
            add_row(row)
            add_start(start)
            start = end
    except csv.Error as error:
        records.used = start
        return _Halt.OPEN if "unexpected end" in str(error) else _Halt.ODD
    records.used = start
    return _Halt.NONE


def _split_slowly(
    lines: list[str], dialect: Dialect, width: int | None, final: bool, records: Records, stop_after_one: bool
) -> None:
    """Read records that csv.reader can't: quotes not doubled, never closed, or escaped by a backslash."""
    while records.used < len(lines):
        start = records.used
        found = _lenient(lines, start, dialect)
        if found is None:
            if not final and _may_still_close(lines, start):
                return
            found = _unclosed(lines, start, dialect, width, final, records)
        elif found.end - start > 1 and _swallowed(lines, start, found.end, found.row, dialect, width):
            records.oddities.append((start, "a quote was opened and not closed; the line was read as plain text"))
            found = _Found(_plain(lines[start], dialect), start + 1, 0)
        elif found.loose:
            records.oddities.append((start, "quotes inside a cell are not doubled; they were read as they stand"))
        if any(len(cell) > MAX_CELL for cell in found.row):
            raise CellTooLongError(start)
        records.rows.append(found.row)
        records.starts.append(start)
        records.used = found.end
        if stop_after_one:
            return


class CellTooLongError(Exception):
    """A cell of more than MAX_CELL characters, in the record that starts at this line of the block."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.start = start


@dataclass(slots=True)
class _Found:
    row: list[str]
    end: int
    loose: int


def _may_still_close(lines: list[str], start: int) -> bool:
    """Whether the record that starts here may end in lines not read yet."""
    return len(lines) - start < _MOST_RECOVERED_LINES and sum(map(len, lines[start:])) <= MAX_CELL


def _unclosed(
    lines: list[str], start: int, dialect: Dialect, width: int | None, final: bool, records: Records
) -> _Found:
    """A quote that nothing closes: a stray sign on its line, or a file cut off within its only cell."""
    rest = lines[start:]
    alone = (width is None or width == 1) and not records.established and not any(records.rows)
    if final and alone and len(_plain(rest[0], dialect)) == 1 and len(rest) <= _SHORT_TAIL:
        records.oddities.append((start, "a quote was opened and never closed; all that follows was read as one cell"))
        return _Found(["".join(rest).lstrip(" ").removeprefix(dialect.quote)], len(lines), 0)
    records.oddities.append((start, "a quote was opened and never closed; the line was read as plain text"))
    return _Found(_plain(rest[0], dialect), start + 1, 0)


def _plain(line: str, dialect: Dialect) -> list[str]:
    """Cells of one line in which a quote is only taken as one where it is closed on the same line."""
    found = _lenient([line], 0, dialect)
    if found is not None:
        return found.row
    text = line.rstrip("\r\n")
    cells = text.split(dialect.delimiter)
    return [_unquoted(cell, dialect) for cell in cells]


def _unquoted(cell: str, dialect: Dialect) -> str:
    quote = dialect.quote
    if len(cell) > 1 and cell[0] == cell[-1] == quote:
        return cell[1:-1].replace(quote * 2, quote)
    return cell


def _swallowed(lines: list[str], start: int, end: int, row: list[str], dialect: Dialect, width: int | None) -> bool:
    """Whether a record of several lines is really several records behind a stray quote.

    It is if its first line alone has the table's width and either the whole has not, or each of three and more
    lines inside it has.
    """
    if width is None or width < 2 or lines[start].count(dialect.delimiter) < width - 1:
        return False
    if len(_plain(lines[start], dialect)) != width:
        return False
    if len(row) != width:
        return True
    inside = lines[start + 1 : end]
    return len(inside) >= 3 and width >= 3 and all(len(_plain(line, dialect)) == width for line in inside)


def _lenient(lines: list[str], start: int, dialect: Dialect) -> _Found | None:
    """One record, in which only a quote before a delimiter or a line's end closes its cell; None if none does."""
    delimiter, quote = dialect.delimiter, dialect.quote
    number, text, at = start, lines[start], 0
    row: list[str] = []
    loose = 0
    last = min(len(lines), start + _MOST_RECOVERED_LINES)
    while True:
        if dialect.skip_space:
            at = _behind_spaces(text, at, quote)
        if not text.startswith(quote, at):
            end = text.find(delimiter, at)
            if end < 0:
                row.append(text[at:].rstrip("\r\n"))
                return _Found(row, number + 1, loose)
            row.append(text[at:end])
            at = end + 1
            continue
        parts: list[str] = []
        at += 1
        while True:
            step = _next_mark(text, at, dialect)
            if step < 0:
                parts.append(text[at:])
                number += 1
                if number >= last:
                    return None
                text, at = lines[number], 0
                continue
            parts.append(text[at:step])
            behind = text[step + 1 : step + 2]
            if text[step] != quote:  # a backslash
                taken = behind == quote or behind == "\\"
                parts.append(behind if taken else "\\")
                at = step + (2 if taken else 1)
            elif behind == quote and dialect.escape == quote:
                parts.append(quote)
                at = step + 2
            else:
                stop = _closing(text, step + 1, delimiter)
                if stop is not None:
                    at = stop
                    break
                parts.append(quote)
                loose += 1
                at = step + 1
        row.append("".join(parts))
        if not text.startswith(delimiter, at):
            return _Found(row, number + 1, loose)
        at += 1


def _behind_spaces(text: str, at: int, quote: str) -> int:
    end = at
    while text.startswith(" ", end):
        end += 1
    return end if text.startswith(quote, end) else at


def _next_mark(text: str, at: int, dialect: Dialect) -> int:
    """Where the next quote or escape stands, or -1."""
    step = text.find(dialect.quote, at)
    if dialect.escape == dialect.quote:
        return step
    slash = text.find("\\", at)
    return step if slash < 0 or (0 <= step < slash) else slash


def _closing(text: str, at: int, delimiter: str) -> int | None:
    """Where the delimiter or line end behind a closing quote stands; None if something else follows."""
    end = at
    while text.startswith(" ", end) and delimiter != " ":
        end += 1
    if end >= len(text) or text[end] in "\r\n" or text.startswith(delimiter, end):
        return end
    return None
