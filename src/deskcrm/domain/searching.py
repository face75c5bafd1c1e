"""What a typed search means: phones in any spelling, and which parts of a text it matches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from deskcrm.domain.cleaning.text import fold

_PHONE = re.compile(r"[\s+()/.\-\d]{4,}")
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")


def looks_like_phone(text: str) -> bool:
    """Whether somebody is typing a phone number: four digits or more, and nothing but what stands in numbers."""
    text = text.strip()
    return bool(_PHONE.fullmatch(text)) and sum(c.isdigit() for c in text) >= 4


def phone_prefix(text: str, country: str) -> str:
    """The digits with which such a number begins in full: "030 555" in Germany is "4930555"."""
    digits = "".join(c for c in text if c.isdigit())
    if text.strip().startswith("+"):
        return digits
    if digits.startswith("00"):
        return digits[2:]
    return calling_code(country) + digits[1:] if digits.startswith("0") else digits


@cache
def calling_code(country: str) -> str:
    """The calling code of a country (ISO 3166 alpha-2): "49" for DE, "" where it has none."""
    from phonenumbers import country_code_for_region

    return str(country_code_for_region(country) or "")


def marks(text: str, tokens: Sequence[str]) -> tuple[tuple[int, int], ...]:
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
