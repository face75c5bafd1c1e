"""What a typed search means: phones in any spelling, slips of the finger, and which parts of a text it matches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from deskcrm.domain.cleaning.text import fold

SHORTEST_NEAR: Final = 4
"""Letters from which on a word may be mistyped: five, of which one may be missing."""
SHORTEST_INSIDE: Final = 4
"""Letters or digits from which on something is found within a word, and not just at its beginning."""
MOST_WORDS: Final = 12
"""Of a pasted text so many words are looked for."""

_TWO_SLIPS: Final = 9
_PHONE = re.compile(r"[\s+()/.\-\d]{4,}")
_ZERO_TO_DROP = re.compile(r"\(\s*0\s*\)")
_KEEPS_ZERO: Final = "39"
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")

Marks = tuple[tuple[int, int], ...]
"""Parts of a text to be marked as matched: (start, length) pairs."""


@dataclass(frozen=True, slots=True)
class Said:
    """An activity found by its words; `contact` is the profile that it shows on, `kind` a key of activities.KINDS."""

    activity: int
    contact: int
    contact_kind: str
    name: str
    kind: str
    at: str
    text: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class ToDo:
    """An open task that was found by its words; `contact` is None where it is with nobody."""

    id: int
    title: str
    contact: int | None
    name: str
    due: str | None
    marks: Marks


def looks_like_phone(text: str) -> bool:
    """Whether somebody is typing a phone number: four digits or more, and nothing but what stands in numbers."""
    text = text.strip()
    return bool(_PHONE.fullmatch(text)) and sum(c.isdigit() for c in text) >= 4


def phone_prefix(text: str, country: str) -> str:
    """The digits with which such a number begins in full: "030 555" in Germany is "4930555".

    A zero that is left out behind a calling code is left out here: "+49 (0)30 555" and "0049 030 555" are the same.
    """
    digits = "".join(c for c in _ZERO_TO_DROP.sub("", text) if c.isdigit())
    if text.strip().startswith("+"):
        return _without_zero(digits)
    if digits.startswith("00"):
        return _without_zero(digits[2:])
    return calling_code(country) + digits[1:] if digits.startswith("0") else digits


def _without_zero(digits: str) -> str:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    code = next((digits[:n] for n in (1, 2, 3) if int(digits[:n] or 0) in COUNTRY_CODE_TO_REGION_CODE), "")
    rest = digits[len(code) :]
    return code + rest[1:] if code and code != _KEEPS_ZERO and rest.startswith("0") else digits


def slips(word: str) -> int:
    """How many letters of a word may be wrong, too many, missing or changed about."""
    return 2 if len(word) >= _TWO_SLIPS else 1


@cache
def calling_code(country: str) -> str:
    """The calling code of a country (ISO 3166 alpha-2): "49" for DE, "" where it has none."""
    from phonenumbers import country_code_for_region

    return str(country_code_for_region(country) or "")


def marks(text: str, tokens: Sequence[str]) -> Marks:
    """Which parts of `text` begin with one of the folded `tokens`: (start, length) pairs, for marking.

    >>> marks("Zoë O'Brien", ["zo", "obri"])
    ((0, 2), (4, 5))
    """
    found = []
    for word in _WORD.finditer(text):
        folded = fold(word.group())
        token = max((t for t in tokens if folded.startswith(t)), key=len, default="")
        if token:
            found.append((word.start(), _length(word.group(), token)))
    return tuple(found)


def _length(word: str, token: str) -> int:
    for length in range(1, len(word) + 1):
        if len(fold(word[:length])) >= len(token):
            return length
    return len(word)


_EXCERPT: Final = 160
_BEFORE: Final = 20


def excerpt(text: str, tokens: Sequence[str]) -> str:
    """A line of a text, as much as a result shows, from shortly before the first place that is marked."""
    line = " ".join(text.split())
    first = next((start for start, _ in marks(line, tokens)), 0)
    begin = line.rfind(" ", 0, first - _BEFORE) + 1 if first > _BEFORE else 0
    cut = line[begin : begin + _EXCERPT]
    return f"{'…' if begin else ''}{cut}{'…' if begin + _EXCERPT < len(line) else ''}"


def has_all(text: str, tokens: Sequence[str]) -> bool:
    """Whether each folded token begins a word of the text."""
    line = _line(text)
    return all(f" {token}" in line for token in tokens)


@lru_cache(maxsize=8192)
def _line(text: str) -> str:
    """The folded words of a text, a blank before each: the titles of a few thousand tasks are asked at every key."""
    return f" {' '.join(fold(text).split())}"
