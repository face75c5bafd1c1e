"""Lines to records: csv.reader wherever a file is well-formed, a forgiving reader for the records that are not."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from enum import Enum, auto

from deskcrm.languages import tr

MAX_CELL = 8 * 1024 * 1024
"""Characters a cell may have."""
# How many lines a badly quoted cell may span; far fewer in a file where quotes keep being left open.
_PATIENCE = 500
_LITTLE_PATIENCE = 2
_STRAYS_FORGIVEN = 20
# A file cut off within its only cell may have this many lines left.
_SHORT_TAIL = 100

_LEFT_OPEN = tr("a quote was opened and never closed; the line was read as plain text")
_CUT_OFF = tr("a quote was opened and never closed; all that follows was read as one cell")
_NOT_DOUBLED = tr("quotes inside a cell are not doubled; they were read as they stand")


def raise_cell_limit() -> None:
    """Let csv.reader take cells of up to MAX_CELL characters; the limit is one for the whole process."""
    if csv.field_size_limit() != MAX_CELL:
        csv.field_size_limit(MAX_CELL)


class CellTooLongError(Exception):
    """A cell of more than MAX_CELL characters, in the record that starts at line `start` of those given."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.start = start


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are told apart.

    escape: the quote itself where quotes in cells are doubled, else a backslash. skip_space: blanks between a
    delimiter and a quote are not text.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    skip_space: bool = False

    @property
    def doubled(self) -> bool:
        """Whether a quote within a cell is written twice."""
        return self.escape == self.quote


@dataclass(slots=True)
class Records:
    """What splitting some lines gave.

    starts: the line, from 0, on which each row begins. oddities: line and what was odd there. used: how many lines
    were used; the rest is an unfinished record.
    """

    starts: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    oddities: list[tuple[int, str]] = field(default_factory=list)
    used: int = 0

    def add(self, start: int, row: list[str], end: int) -> None:
        """Take in the row that spans the lines from `start` up to, not including, `end`."""
        self.starts.append(start)
        self.rows.append(row)
        self.used = end


class _Halt(Enum):
    """Why csv.reader stopped: at the end, within a quoted cell at the end, or at a record it can't read."""

    NONE = auto()
    OPEN = auto()
    ODD = auto()


@dataclass(slots=True)
class _Found:
    """A record: its cells and the line behind it.

    loose: quotes in quoted cells that were taken as they stand. spaced: unquoted cells that are blanks and a quote.
    """

    row: list[str]
    end: int
    loose: int = 0
    spaced: int = 0


class Splitter:
    """Splits the lines of one file, block by block.

    width: how many cells a record of the table has, if known; it tells a stray quote from a cell of several lines.
    """

    def __init__(self, dialect: Dialect, width: int | None = None) -> None:
        self._dialect = dialect
        self._width = width
        self._strays = 0
        self._any_rows = False
        self._enough_lines = 0

    def split(self, lines: list[str], final: bool) -> Records:
        """Records of some physical lines; blank lines give empty ones.

        final: whether the file ends here; if not, a record that may go on is left over. Raises CellTooLongError.
        """
        records = Records()
        if len(lines) < self._enough_lines and not final:
            return records
        self._enough_lines = 0
        while records.used < len(lines):
            halt = self._split_fast(lines, records) if self._dialect.doubled else _Halt.ODD
            if halt is _Halt.NONE:
                break
            if halt is _Halt.OPEN and not final and _length(lines, records.used) <= MAX_CELL:
                # Looked at again when there is twice as much, so that a long cell isn't read over and over.
                self._enough_lines = 2 * (len(lines) - records.used)
                break
            if not self._split_one(lines, final, records):
                break
        self._any_rows = self._any_rows or any(records.rows)
        return records

    def _split_fast(self, lines: list[str], records: Records) -> _Halt:
        """Let csv.reader go as far as the lines are well-formed."""
        base = start = records.used
        dialect = self._dialect
        reader = csv.reader(
            map(lines.__getitem__, range(base, len(lines))) if base else lines,
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
                if end - start > 1 and self._swallowed(lines, start, end, row):
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

    def _split_one(self, lines: list[str], final: bool, records: Records) -> bool:
        """Read one record that csv.reader can't; False if it may go on in lines that are not here yet."""
        start = records.used
        patience = _PATIENCE if self._strays < _STRAYS_FORGIVEN else _LITTLE_PATIENCE
        found = lenient(lines, start, self._dialect, patience)
        if found is None:
            if not final and len(lines) - start < patience and _length(lines, start) <= MAX_CELL:
                return False
            found = self._unclosed(lines, final, records)
        elif found.end - start > 1 and self._swallowed(lines, start, found.end, found.row):
            found = self._stray(lines, records)
        elif found.loose:
            records.oddities.append((start, _NOT_DOUBLED))
        if any(len(cell) > MAX_CELL for cell in found.row):
            raise CellTooLongError(start)
        records.add(start, found.row, found.end)
        return True

    def _unclosed(self, lines: list[str], final: bool, records: Records) -> _Found:
        """A quote that nothing closes: a stray sign on its line, or a file cut off within its only cell."""
        start = records.used
        rest = lines[start : start + _SHORT_TAIL + 1]
        alone = self._width in {None, 1} and not self._any_rows and not any(records.rows)
        if final and alone and len(rest) <= _SHORT_TAIL and len(plain(rest[0], self._dialect)) == 1:
            records.oddities.append((start, _CUT_OFF))
            return _Found(["".join(rest).lstrip(" ").removeprefix(self._dialect.quote)], len(lines))
        return self._stray(lines, records)

    def _stray(self, lines: list[str], records: Records) -> _Found:
        start = records.used
        self._strays += 1
        records.oddities.append((start, _LEFT_OPEN))
        return _Found(plain(lines[start], self._dialect), start + 1)

    def _swallowed(self, lines: list[str], start: int, end: int, row: list[str]) -> bool:
        """Whether a record of several lines is really several records behind a stray quote.

        It is if its first line alone has the table's width and either the whole has not, or each of three and more
        lines inside it has.
        """
        width, dialect = self._width, self._dialect
        if width is None or width < 2 or lines[start].count(dialect.delimiter) < width - 1:
            return False
        if len(plain(lines[start], dialect)) != width:
            return False
        if len(row) != width:
            return True
        inside = range(start + 1, end)
        return len(inside) >= 3 and width >= 3 and all(len(plain(lines[at], dialect)) == width for at in inside)


def _length(lines: list[str], start: int) -> int:
    return sum(len(lines[at]) for at in range(start, len(lines)))


def plain(line: str, dialect: Dialect) -> list[str]:
    """Cells of one line on its own: a quote that isn't closed on it is text."""
    found = lenient([line], 0, dialect, 1)
    if found is not None:
        return found.row
    return [_unquoted(cell, dialect) for cell in line.rstrip("\r\n").split(dialect.delimiter)]


def _unquoted(cell: str, dialect: Dialect) -> str:
    quote = dialect.quote
    if len(cell) > 1 and cell[0] == cell[-1] == quote:
        return cell[1:-1].replace(quote * 2, quote)
    return cell


def lenient(lines: list[str], start: int, dialect: Dialect, patience: int) -> _Found | None:
    """One record, in which only a quote before a delimiter or a line's end closes its cell.

    None if none does within `patience` lines.
    """
    quote, delimiter = dialect.quote, dialect.delimiter
    found = _Found([], start)
    at = 0
    while True:
        text = lines[found.end]
        if dialect.skip_space:
            at = _behind_spaces(text, at, quote)
        if text.startswith(quote, at):
            cell = _quoted(lines, found, at + 1, dialect, start + patience)
            if cell is None:
                return None
            at = cell
            text = lines[found.end]
            if not text.startswith(delimiter, at):
                break
        else:
            if text.startswith(" ", at) and _behind_spaces(text, at, quote) > at:
                found.spaced += 1
            end = text.find(delimiter, at)
            if end < 0:
                found.row.append(text[at:].rstrip("\r\n"))
                break
            found.row.append(text[at:end])
            at = end
        at += 1
    found.end += 1
    return found


def spaces_before_quotes(lines: list[str], dialect: Dialect) -> bool:
    """Whether there are blanks between a delimiter and a quote, outside of quoted cells."""
    start = 0
    while start < len(lines):
        found = lenient(lines, start, dialect, _PATIENCE)
        if found is None or found.spaced:
            return found is not None
        start = found.end
    return False


def _quoted(lines: list[str], found: _Found, at: int, dialect: Dialect, limit: int) -> int | None:
    """Add the quoted cell that begins at `at` in line `found.end`; gives where it ends in the line where it does."""
    quote = dialect.quote
    text = lines[found.end]
    parts: list[str] = []
    while True:
        mark = _next_mark(text, at, dialect)
        if mark < 0:
            parts.append(text[at:])
            found.end += 1
            if found.end >= min(limit, len(lines)):
                return None
            text, at = lines[found.end], 0
            continue
        parts.append(text[at:mark])
        behind = text[mark + 1 : mark + 2]
        at = mark + 1
        if text[mark] != quote:
            # A backslash: it escapes a quote or itself, and is text before anything else.
            escaped = behind and behind in (quote, "\\")
            parts.append(behind if escaped else "\\")
            at += 1 if escaped else 0
        elif behind == quote and dialect.doubled:
            parts.append(quote)
            at += 1
        else:
            end = _closing(text, at, dialect.delimiter)
            if end is not None:
                found.row.append("".join(parts))
                return end
            parts.append(quote)
            found.loose += 1


def _behind_spaces(text: str, at: int, quote: str) -> int:
    end = at
    while text.startswith(" ", end):
        end += 1
    return end if text.startswith(quote, end) else at


def _next_mark(text: str, at: int, dialect: Dialect) -> int:
    """Where the next quote or escape stands, or -1."""
    mark = text.find(dialect.quote, at)
    if dialect.doubled:
        return mark
    slash = text.find("\\", at, mark if mark >= 0 else len(text))
    return mark if slash < 0 else slash


def _closing(text: str, at: int, delimiter: str) -> int | None:
    """Where the delimiter or line end behind a closing quote stands; None if something else follows."""
    end = at
    while delimiter != " " and text.startswith(" ", end):
        end += 1
    if end >= len(text) or text[end] in "\r\n" or text.startswith(delimiter, end):
        return end
    return None
