"""Writing CSV that other programs open safely and DeskCRM reads back unchanged."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from deskcrm.formats.table import Cell
from deskcrm.formats.writing import whole_file

_FORMULA_STARTS = "=+-@＝＋－＠"
_BLANKS = " \t\r\n"
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_SHOP_ID = re.compile(r"\d[\dA-Z .()/-]*")


def write_csv(
    path: Path,
    headers: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    bom: bool = True,
    delimiter: str = ",",
    guard: bool = True,
) -> int:
    """Write a table as UTF-8 with CR LF lines, whole or not at all; returns the number of rows.

    bom: the mark by which Excel knows UTF-8. guard: put an apostrophe before cells that a spreadsheet would run as
    formulas; False, for files that are read back by programs, leaves numbers and E.164 phones as they are and guards
    the rest. The file can be read by its owner only. Raises UserError where it can't be written; what was at `path`
    before is still there then.
    """
    count = 0
    with whole_file(path) as file, _as_text(file, "utf-8-sig" if bom else "utf-8") as text:
        # Headers are quoted even where they needn't be: a reader then knows the quote sign for certain.
        csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerow([_safe(one, guard) for one in headers])
        writer = csv.writer(text, delimiter=delimiter)
        for count, row in enumerate(rows, 1):  # noqa: B007 - the last one is how many there were
            writer.writerow([_safe(str(cell), guard) for cell in row])
    return count


@contextmanager
def _as_text(file: BinaryIO, encoding: str) -> Iterator[TextIO]:
    """A file to write letters to; those that no file can hold become question marks."""
    text = io.TextIOWrapper(file, encoding, "replace", newline="")
    yield text
    text.flush()
    text.detach()


def tab_separated(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table as text to be pasted into a spreadsheet: a line a row, formulas guarded as `write_csv` does."""
    lines = ("\t".join(_safe(" ".join(str(cell).split()), guard=False) for cell in row) for row in (headers, *rows))
    return "\n".join(lines)


def _safe(text: str, guard: bool) -> str:
    if not guard and (_E164.fullmatch(text) or _NUMBER.fullmatch(text)):
        return text
    return "'" + text if _is_formula(text) or _is_guarded(text) else text


def _is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula."""
    start = text.lstrip(_BLANKS)[:1]
    return bool(start) and start in _FORMULA_STARTS


def _is_guarded(text: str) -> bool:
    """Whether a leading apostrophe guards what stands behind it: a formula, a shop's id or post code, or a guard."""
    if not text.startswith("'"):
        return False
    rest = text[1:]
    return _is_formula(rest) or bool(_SHOP_ID.fullmatch(rest)) or _is_guarded(rest)


def keep_apostrophe(text: str) -> str:
    """Double an apostrophe that `strip_guard` would take off, for files whose cells need no guard themselves.

    >>> keep_apostrophe("'+1"), keep_apostrophe("+1")
    ("''+1", '+1')
    """
    return "'" + text if _is_guarded(text) else text


def strip_guard(text: str) -> str:
    """Take one guarding apostrophe off, as `write_csv` and shops put it before formulas, phones, ids and post codes.

    >>> strip_guard("'6940095611115"), strip_guard("'+16175550123"), strip_guard("'t Hooft")
    ('6940095611115', '+16175550123', "'t Hooft")
    """
    return text[1:] if _is_guarded(text) else text
