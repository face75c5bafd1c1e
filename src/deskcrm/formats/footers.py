"""What stands below a table in a text file: sums, "Generated on …", remarks; told apart from its last rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from statistics import median
from typing import Final

from deskcrm.formats import cells

LOOKED_AT: Final = 24
"""How many of the last rows are looked at."""
_MOST_NOTES: Final = 6
_LEAST_ROWS: Final = 3
_SPARSE: Final = 0.5
_PROSE_WORDS: Final = 3
_SUMS: Final = re.compile(
    r"(grand |sub)?totals?|sums?|gesamt(summe|betrag)?|summen?|total (général|generale|geral)|totale?s?|totaal|suma|"
    r"razem|celkem|summa|i alt|итого",
    re.IGNORECASE,
)
_SOMEBODY: Final = frozenset({"email", "phone"})


def notes_below(rows: Sequence[Sequence[str]], apart: Collection[int]) -> int:
    """How many of a file's last rows are notes below its table; 0 where its rows go to the end.

    apart: the places in `rows` before which the file has a blank line. Notes are nearly blank rows without an email or
    phone that stand apart and leave blank what all other rows have, or are a sentence; or one last row of sums.
    """
    for start in sorted(place for place in apart if len(rows) - _MOST_NOTES <= place < len(rows)):
        table, notes = rows[:start], rows[start:]
        if _can_be(table, notes) and (_lacks(table, notes) or any(_is_sentence(row) for row in notes)):
            return len(notes)
    table, last = rows[:-1], rows[-1:]
    return int(_can_be(table, last) and _lacks(table, last) and any(map(_is_sum, last)))


def _can_be(table: Sequence[Sequence[str]], notes: Sequence[Sequence[str]]) -> bool:
    """Whether rows are so much emptier than those of the table that they need not be of it."""
    if len(table) < _LEAST_ROWS or not notes:
        return False
    usual = median(map(_filled, table))
    return usual >= 2 and all(_filled(row) <= usual * _SPARSE or _is_sum(row) for row in notes) and not _anybody(notes)


def _lacks(table: Sequence[Sequence[str]], notes: Sequence[Sequence[str]]) -> bool:
    """Whether each of the notes has a blank where all rows of the table have something."""
    always = [at for at in range(len(table[0])) if all(len(row) > at and row[at].strip() for row in table)]
    return bool(always) and all(any(not row[at].strip() for at in always if at < len(row)) for row in notes)


def _anybody(notes: Sequence[Sequence[str]]) -> bool:
    return any(cells.kind(cell) in _SOMEBODY for row in notes for cell in row)


def _is_sentence(row: Sequence[str]) -> bool:
    return _filled(row) == 1 and any(len(cell.split()) >= _PROSE_WORDS for cell in row)


def _is_sum(row: Sequence[str]) -> bool:
    """Whether a row begins with a word for sums, and all else in it is numbers."""
    first, *rest = [cell.strip() for cell in row if cell.strip()] or [""]
    return bool(_SUMS.fullmatch(first.rstrip(" :"))) and all(cells.kind(cell) == "number" for cell in rest)


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())
