"""The reasons that speak for and against a pair, each with its weight, and how they read in words."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from typing import Final, NamedTuple

from deskcrm.languages import number, tr


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
    "other person": tr("different first names: family, colleagues or namesakes"),
    "other birthday": tr("different birthdays hold it back"),
    "generation": tr("senior and junior are two people"),
    "name alone": tr("nothing but the name in common"),
    "no name": tr("one of them has no name"),
    "common name": tr("a common name, and nothing that belongs to one person"),
    "first name alone": tr("nothing but a first name in common"),
    "other town": tr("the same name, but in different towns"),
    "one family": tr("first names alike at most, as in one family"),
    "household": tr("no mailbox and no birthday in common: parents and children share as much"),
    "other company": tr("different companies"),
}
"""Rules that hold a pair back, whatever its weights add up to."""


def _both(r: Reason) -> str:
    return f"{r.a} / {r.b}" if r.a != r.b else r.a


def _share(r: Reason) -> str:
    return f"{r.figure * 100:.0f} %"


_WORDS: Final[dict[str, Callable[[Reason], str]]] = {
    START: lambda r: tr("any two of {count} are rarely one", count=number(round(r.figure))),
    "same name": lambda r: tr("same name: {values}", values=_both(r)),
    "name": lambda r: tr("name {share}: {values}", share=_share(r), values=_both(r)),
    "spelled": lambda r: tr("a mailbox spells the same name: {values}", values=_both(r)),
    "spelled differs": lambda r: tr("a mailbox spells another name: {values}", values=_both(r)),
    "swapped": lambda r: tr("first and last name swapped: {values}", values=_both(r)),
    "nickname": lambda r: tr("nickname: {values}", values=_both(r)),
    "initial": lambda r: tr("initial fits: {values}", values=_both(r)),
    "part": lambda r: tr("part of the name: {values}", values=_both(r)),
    "same first name": lambda r: tr("same first name, different last name: {values}", values=_both(r)),
    "same last name": lambda r: tr("same last name, different first name: {values}", values=_both(r)),
    "different name": lambda r: tr("different name: {values}", values=_both(r)),
    "one name": lambda r: tr("one name to compare: {values}", values=_both(r)),
    "email": lambda r: tr("same email: {value}", value=r.a),
    "email of several": lambda r: tr(
        "same email, known under {count} names: {email}", count=round(r.figure), email=r.a
    ),
    "email family": lambda r: tr("same family mailbox: {value}", value=r.a),
    "email typo": lambda r: tr("email differs by a slip: {values}", values=_both(r)),
    "email local": lambda r: tr("same name before the @: {values}", values=_both(r)),
    "email ignored": lambda r: tr("this email is on {count} people: ignored", count=round(r.figure)),
    "email role": lambda r: tr("same office mailbox: {value}", value=r.a),
    "email differs": lambda r: tr("different email: {values}", values=_both(r)),
    "phone": lambda _: tr("same phone"),
    "phone of several": lambda r: tr("same phone, known under {count} names", count=round(r.figure)),
    "phone typo": lambda _: tr("phone differs by a slip"),
    "phone ignored": lambda r: tr("this phone is on {count} people: ignored", count=round(r.figure)),
    "phone differs": lambda _: tr("different phone"),
    "birthday": lambda r: tr("same birthday: {value}", value=r.a),
    "birthday slip": lambda r: tr("birthday differs by a slip: {values}", values=_both(r)),
    "birthday close": lambda r: tr("birthday alike: {values}", values=_both(r)),
    "birthday differs": lambda r: tr("different birthday: {values}", values=_both(r)),
    "address": lambda r: tr("same address: {values}", values=_both(r)),
    "address crowd": lambda r: tr("same address, with {count} names: {value}", count=round(r.figure), value=r.a),
    "address alike": lambda r: tr("address alike: {values}", values=_both(r)),
    "postcode": lambda r: tr("same postcode: {values}", values=_both(r)),
    "town": lambda r: tr("same town: {values}", values=_both(r)),
    "town differs": lambda r: tr("different town: {values}", values=_both(r)),
    "address differs": lambda r: tr("different address: {values}", values=_both(r)),
    "company": lambda r: tr("same company: {values}", values=_both(r)),
    "company and address": lambda r: tr("same company and address: {values}", values=_both(r)),
    "company differs": lambda r: tr("different company: {values}", values=_both(r)),
    "country differs": lambda r: tr("different country: {values}", values=_both(r)),
    "through": lambda r: tr("both are probably {value}", value=r.a),
    "rival": lambda r: tr("may as well be {value}", value=r.a),
    "company name": lambda r: tr("name {share}: {values}", share=_share(r), values=_both(r)),
    "company name differs": lambda r: tr("different name: {values}", values=_both(r)),
    "form differs": lambda r: tr("different legal form: {values}", values=_both(r)),
    "website": lambda r: tr("same website: {value}", value=r.a),
    "domain": lambda r: tr("mail at the same domain: {value}", value=r.a),
}


def in_words(reason: Reason) -> str:
    """The reason as it reads: "same phone", "name 94 %: Anna / Ana", "this phone is on 12 people: ignored"."""
    return GUARDS[reason.kind] if reason.kind in GUARDS else _WORDS[reason.kind](reason)
