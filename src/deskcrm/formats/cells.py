"""What a single cell looks like: number, date, e-mail, phone, link, name of a column, or plain text."""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBER = re.compile(
    r"[-+]?[€$£¥]?\s?(?:\d+|\d{1,3}(?:[.,'’\s]\d{3})+)(?:[.,]\d+)?\s?(?:%|[€$£¥]|[A-Z]{3})?(?:[eE][-+]?\d+)?"
)
_DATE = re.compile(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}[- ][^\W\d]{3,9}\.?[- ]\d{2,4}|--\d\d-\d\d)"
    r"(?:[T ,]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:[AaPp][Mm]|Z|UTC|[-+]\d\d:?\d\d)?)?"
)
_TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s?[AaPp][Mm])?")
_EMAIL = re.compile(r"[^\s@,;|]+@[^\s@,;|]+\.[^\s@,;|]+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"'?(?:\+|00|\(?0)[\d\s()./-]{5,24}")
_BOOLEAN = re.compile(r"true|false|yes|no|ja|nein|oui|non|wahr|falsch|vrai|faux|sí|si|tak|nie|ano|ne", re.IGNORECASE)
_CODE = re.compile(r"(?=[^\d]*\d)(?=.*\d.*\d.*\d)[A-Za-z0-9_-]{8,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME = re.compile(
    r"[A-Za-z]|[A-Za-z]+[_-]?\d{1,3}|[A-Za-z]+(?:[_.][A-Za-z0-9]+)+|[a-z]+(?:[A-Z][a-z]+)+|[A-Z]{2,}_?[A-Z]*"
)
_RESIDUE = re.compile(r"[;|\t]")


def kind(cell: str) -> str:
    """`blank`, `number`, `date`, `email`, `link`, `phone`, `boolean`, `code`, `long` or `text`."""
    text = cell.strip()
    if not text:
        return "blank"
    return "long" if len(text) > 80 else _short_kind(text)


@lru_cache(maxsize=4096)
def _short_kind(text: str) -> str:
    for name, pattern in _KINDS:
        if pattern.fullmatch(text):
            return name
    return "text"


_KINDS = (
    ("date", _DATE),
    ("date", _TIME),
    ("number", _NUMBER),
    ("email", _EMAIL),
    ("link", _LINK),
    ("phone", _PHONE),
    ("boolean", _BOOLEAN),
    ("code", _CODE),
)


def clean(cell: str) -> float:
    """How much a cell looks like one whole value, 0 to 1: half a value has a quote or a separator left in it."""
    if kind(cell) not in {"text", "long"}:
        return 1.0
    text = cell.strip()
    if (text[0] in "\"'") != (text[-1] in "\"'") or text.count('"') % 2:
        return 0.2
    if _RESIDUE.search(text):
        return 0.1
    return 0.9


def is_year(cell: str) -> bool:
    """Whether a cell is a year of the last or this century, as tables of years have for headers."""
    return bool(_YEAR.fullmatch(cell.strip()))


def is_column_name(cell: str) -> bool:
    """Whether a cell is written as programs name columns: `a`, `col1`, `first_name`, `publishDate`, `ID`."""
    return bool(_NAME.fullmatch(cell.strip()))
