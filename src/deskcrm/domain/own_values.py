"""How a value of one of the owner's own fields is kept: as its kind has it where it can be read so, else as typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deskcrm.domain.cleaning.dates import parse_date
from deskcrm.domain.cleaning.money import parse_money
from deskcrm.domain.cleaning.text import fold

YES, NO = "Yes", "No"
_YES_WORDS: Final = frozenset({"yes", "y", "true", "1", "x", "ja", "j", "oui", "si", "sim", "tak"})
_NO_WORDS: Final = frozenset({"no", "n", "false", "0", "nein", "non", "nao", "nie", "nee"})
LONGEST: Final = 500
"""Longer text is no date, number, choice or yes."""


@dataclass(frozen=True, slots=True)
class OwnKind:
    """What one own field holds: "text", "number", "date", "choice" (of `choices`) or "yes_no"."""

    kind: str
    choices: Sequence[str] = ()


OwnKinds = Mapping[str, OwnKind]
"""The own fields by their column ("custom.Size"); what is missing is text."""


def kept_as(own: OwnKind, text: str, dates: str | None) -> str:
    """A day as ISO 8601, a number plain, a choice as the owner writes it, yes and no as the window says them.

    `dates`: "dmy" or "mdy", how days are read that can be read in two ways. What can't be read stays as it was typed.
    """
    if len(text) > LONGEST:
        return text
    if own.kind == "date":
        return parse_date(text, dates) or text
    if own.kind == "number":
        return plain_number(text) or text
    if own.kind == "choice":
        return next((choice for choice in own.choices if fold(choice) == fold(text)), text)
    if own.kind == "yes_no":
        word = fold(text)
        return YES if word in _YES_WORDS else NO if word in _NO_WORDS else text
    return text


def plain_number(text: str) -> str:
    """A number without thousands' marks and with a point, "" where it is none or an amount of money."""
    read = parse_money(text, None)
    return format(read[0], "f") if read is not None and not read[1] else ""
