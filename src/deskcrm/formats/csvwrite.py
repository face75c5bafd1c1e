"""Writing CSV that other programs open safely and DeskCRM reads back unchanged."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from deskcrm.domain.errors import UserError

_FORMULA_STARTS = "=+-@＝＋－＠"
_BLANKS = " \t\r\n"
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_SHOP_ID = re.compile(r"\d[\dA-Z .()/-]*")


def write_csv(
    path: Path,
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
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
    part = path.with_name(path.name + ".part")
    try:
        count = _write(part, headers, rows, "utf-8-sig" if bom else "utf-8", delimiter, guard)
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserError(
            f"“{path.name}” couldn't be written: {error.strerror or error}. Nothing was changed; "
            "choose another folder or free some space."
        ) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return count


def tab_separated(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as text to be pasted into a spreadsheet: a line a row, formulas guarded as `write_csv` does."""
    lines = ("\t".join(_safe(" ".join(cell.split()), guard=False) for cell in row) for row in (headers, *rows))
    return "\n".join(lines)


def _write(
    part: Path, headers: Sequence[str], rows: Iterable[Sequence[str]], encoding: str, delimiter: str, guard: bool
) -> int:
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding=encoding, errors="replace", newline="") as file:  # noqa: PTH123 - a descriptor
        # Headers are quoted even where they needn't be: a reader then knows the quote sign for certain.
        csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerow([_safe(text, guard) for text in headers])
        writer = csv.writer(file, delimiter=delimiter)
        counter = _Counter()
        writer.writerows(counter.through([_safe(text, guard) for text in row] for row in rows))
        file.flush()
        os.fsync(file.fileno())
    return counter.count


class _Counter:
    """Counts rows as they pass."""

    def __init__(self) -> None:
        self.count = 0

    def through(self, rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
        for row in rows:
            self.count += 1
            yield row


def _sync_folder(folder: Path) -> None:
    """Make the new name as lasting as the content, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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


def strip_guard(text: str) -> str:
    """Take one guarding apostrophe off, as `write_csv` and shops put it before formulas, phones, ids and post codes.

    >>> strip_guard("'6940095611115"), strip_guard("'+16175550123"), strip_guard("'t Hooft")
    ('6940095611115', '+16175550123', "'t Hooft")
    """
    return text[1:] if _is_guarded(text) else text
