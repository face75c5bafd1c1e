"""Which separator, quote and escape a text file uses: the ones that cut it into the most regular, cleanest table."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from math import sqrt

from deskcrm.formats import cells
from deskcrm.formats.records import CellTooLongError, Dialect, Records, Splitter, spaces_before_quotes

DELIMITERS = (",", ";", "\t", "|")
_JUDGED_ROWS = 300
_MOST_CHARACTERS = 4000


def separator_line(lines: list[str]) -> str | None:
    """The separator that a first line like `sep=;` names, as spreadsheets write it."""
    found = re.fullmatch(r'"?sep=([^\w"\'\r\n])"?[;,|\t]*\r?\n?\r?', lines[0], re.IGNORECASE) if lines else None
    return found.group(1) if found else None


def find_dialect(lines: list[str], delimiter: str | None = None) -> Dialect:
    """Judge the lines at a file's start; `delimiter` is the owner's word, which is taken."""
    named = separator_line(lines)
    judged = [line for line in lines[1 if named else 0 :][:_JUDGED_ROWS] if not line.startswith("#")]
    choices = (delimiter or named,) if delimiter or named else DELIMITERS
    best = Dialect(choices[0] or ",")
    best_score = 0.0
    for mark in choices:
        candidate = _with_quotes(judged, mark or ",")
        score = _score(judged, candidate)
        if score > best_score * 1.001:
            best, best_score = candidate, score
    if best_score == 0.0:
        best = _with_quotes(judged, best.delimiter)
    return best


def _with_quotes(lines: list[str], delimiter: str) -> Dialect:
    """The dialect of this delimiter with the quote, escape and spaces that leave the fewest oddities."""
    quote = "'" if _apostrophes_are_quotes(lines, delimiter) else '"'
    choice = Dialect(delimiter, quote, quote)
    if any("\\" + quote in line for line in lines):
        slashed = replace(choice, escape="\\")
        choice = slashed if _oddities(lines, slashed) < _oddities(lines, choice) else choice
    if delimiter != " " and any(" " + quote in line for line in lines) and spaces_before_quotes(lines, choice):
        skipping = replace(choice, skip_space=True)
        choice = skipping if _oddities(lines, skipping) <= _oddities(lines, choice) else choice
    return choice


def _apostrophes_are_quotes(lines: list[str], delimiter: str) -> bool:
    """Whether cells are wrapped in apostrophes: some are, none is only opened, and none is wrapped in quotes."""
    if not any(line.startswith("'") or delimiter + "'" in line for line in lines):
        return False
    edge = re.escape(delimiter)
    opened = closed = 0
    for line in lines:
        if re.search(rf'(?:^|{edge}) *"', line):
            return False
        if len(line) > _MOST_CHARACTERS:
            continue
        opened += len(re.findall(rf"(?:^|{edge})'", line))
        closed += len(re.findall(rf"(?:^|(?<={edge}))'(?:[^'\\\r\n]|\\.|'')*'(?={edge}|[\r\n]*$)", line))
    return closed > 0 and opened == closed


def _oddities(lines: list[str], dialect: Dialect) -> int:
    return len(_records(lines, dialect).oddities)


def _records(lines: list[str], dialect: Dialect) -> Records:
    try:
        return Splitter(dialect).split(lines, final=True)
    except CellTooLongError:
        return Records()


def _score(lines: list[str], dialect: Dialect) -> float:
    """How table-like the outcome is, 0 to 1: rows of one width, many columns, cells that are something known.

    The pattern part follows van den Burg, Nazábal and Sutton, "Wrangling messy CSV files" (2019).
    """
    records = _records(lines, dialect)
    rows = [row for row in records.rows if any(cell.strip() for cell in row)]
    if not rows:
        return 0.0
    widths = Counter(map(len, rows))
    pattern = sum(count * (width - 1) / width for width, count in widths.items()) / len(rows) / sqrt(len(widths))
    if not pattern:
        return 0.0
    filled = [cell for row in rows for cell in row if cell.strip()]
    clean = sum(cells.clean(cell) for cell in filled) / len(filled) if filled else 1.0
    odd = len(records.oddities) / len(rows)
    return pattern * (0.05 + clean) / (1.0 + odd)
