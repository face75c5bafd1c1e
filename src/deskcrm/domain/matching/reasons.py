"""The reasons that speak for and against a pair, each with its weight, and how they read in words."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from typing import Final, NamedTuple


class Reason(NamedTuple):
    """One reason: what kind, its weight in log-odds, the values compared, and a figure where one belongs to it."""

    kind: str
    weight: float
    a: str = ""
    b: str = ""
    figure: float = 0.0


class Verdict(NamedTuple):
    """What two subjects come to: the odds (log), and the reasons whose weights add up to them."""

    total: float
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        """The probability that they are one."""
        return probability(self.total)


def probability(log_odds: float) -> float:
    """The probability that log-odds stand for."""
    if log_odds < 0:
        return exp(log_odds) / (1 + exp(log_odds))
    return 1 / (1 + exp(-log_odds))


HOPELESS: Final = -99.0
"""Log-odds that nothing makes up for."""
START: Final = "start"
GUARDS: Final[dict[str, str]] = {
    "other person": "different first names: family, colleagues or namesakes",
    "other birthday": "different birthdays hold it back",
    "generation": "senior and junior are two people",
    "name alone": "nothing but the name in common",
    "no name": "one of them has no name",
    "common name": "a common name, and nothing that belongs to one person",
    "first name alone": "nothing but a first name in common",
    "other town": "the same name, but in different towns",
    "one family": "first names alike at most, as in one family",
    "household": "no mailbox and no birthday in common: parents and children share as much",
    "other company": "different companies",
}
"""Rules that hold a pair back, whatever its weights add up to."""


def _both(r: Reason) -> str:
    return f"{r.a} / {r.b}" if r.a != r.b else r.a


def _share(r: Reason) -> str:
    return f"{r.figure * 100:.0f} %"


_WORDS: Final[dict[str, Callable[[Reason], str]]] = {
    START: lambda r: f"any two of {r.figure:,.0f} are rarely one",
    "same name": lambda r: f"same name: {_both(r)}",
    "name": lambda r: f"name {_share(r)}: {_both(r)}",
    "spelled": lambda r: f"a mailbox spells the same name: {_both(r)}",
    "spelled differs": lambda r: f"a mailbox spells another name: {_both(r)}",
    "swapped": lambda r: f"first and last name swapped: {_both(r)}",
    "nickname": lambda r: f"nickname: {_both(r)}",
    "initial": lambda r: f"initial fits: {_both(r)}",
    "part": lambda r: f"part of the name: {_both(r)}",
    "same first name": lambda r: f"same first name, different last name: {_both(r)}",
    "same last name": lambda r: f"same last name, different first name: {_both(r)}",
    "different name": lambda r: f"different name: {_both(r)}",
    "one name": lambda r: f"one name to compare: {_both(r)}",
    "email": lambda r: f"same email: {r.a}",
    "email of several": lambda r: f"same email, known under {r.figure:.0f} names: {r.a}",
    "email family": lambda r: f"same family mailbox: {r.a}",
    "email typo": lambda r: f"email differs by a slip: {_both(r)}",
    "email local": lambda r: f"same name before the @: {_both(r)}",
    "email ignored": lambda r: f"this email is on {r.figure:.0f} people: ignored",
    "email role": lambda r: f"same office mailbox: {r.a}",
    "email differs": lambda r: f"different email: {_both(r)}",
    "phone": lambda _: "same phone",
    "phone of several": lambda r: f"same phone, known under {r.figure:.0f} names",
    "phone typo": lambda _: "phone differs by a slip",
    "phone ignored": lambda r: f"this phone is on {r.figure:.0f} people: ignored",
    "phone differs": lambda _: "different phone",
    "birthday": lambda r: f"same birthday: {r.a}",
    "birthday slip": lambda r: f"birthday differs by a slip: {_both(r)}",
    "birthday close": lambda r: f"birthday alike: {_both(r)}",
    "birthday differs": lambda r: f"different birthday: {_both(r)}",
    "address": lambda r: f"same address: {_both(r)}",
    "address crowd": lambda r: f"same address, with {r.figure:.0f} names: {r.a}",
    "address alike": lambda r: f"address alike: {_both(r)}",
    "postcode": lambda r: f"same postcode: {_both(r)}",
    "town": lambda r: f"same town: {_both(r)}",
    "town differs": lambda r: f"different town: {_both(r)}",
    "address differs": lambda r: f"different address: {_both(r)}",
    "company": lambda r: f"same company: {_both(r)}",
    "company and address": lambda r: f"same company and address: {_both(r)}",
    "company differs": lambda r: f"different company: {_both(r)}",
    "country differs": lambda r: f"different country: {_both(r)}",
    "through": lambda r: f"both are probably {r.a}",
    "rival": lambda r: f"may as well be {r.a}",
    "company name": lambda r: f"name {_share(r)}: {_both(r)}",
    "company name differs": lambda r: f"different name: {_both(r)}",
    "form differs": lambda r: f"different legal form: {_both(r)}",
    "website": lambda r: f"same website: {r.a}",
    "domain": lambda r: f"mail at the same domain: {r.a}",
}


def in_words(reason: Reason) -> str:
    """The reason as it reads: "same phone", "name 94 %: Anna / Ana", "this phone is on 12 people: ignored"."""
    return GUARDS[reason.kind] if reason.kind in GUARDS else _WORDS[reason.kind](reason)
