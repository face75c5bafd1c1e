"""Keeping in touch: how often, when next, and when somebody goes quiet by their own rhythm of buying."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

from dateutil.relativedelta import relativedelta

from deskcrm.domain.cleaning.text import tidy
from deskcrm.languages import number, tr, trn

_SAID: Final = re.compile(
    r"(?:(?:every|each|alle|jede[ns]?)\s+)?(?:(?P<many>\d{1,3}|other|two|three|four|six|an?|one"
    r"|zwei|drei|vier|sechs|zweiten?|eine?[nm]?)\s+)?"
    r"(?P<unit>day|week|month|year|tage?n?|wochen?|monate?n?|jahre?n?)s?",
    re.IGNORECASE,
).fullmatch
_ADVERBS: Final = {
    "daily": "1 day", "weekly": "1 week", "fortnightly": "2 weeks", "monthly": "1 month", "quarterly": "3 months",
    "yearly": "1 year", "annually": "1 year", "täglich": "1 day", "wöchentlich": "1 week", "monatlich": "1 month",
    "vierteljährlich": "3 months", "halbjährlich": "6 months", "jährlich": "1 year",
}  # fmt: skip
_NUMBERS: Final = {
    "other": 2, "two": 2, "three": 3, "four": 4, "six": 6, "a": 1, "an": 1, "one": 1, "": 1, "zwei": 2, "drei": 3,
    "vier": 4, "sechs": 6, "zweite": 2, "zweiten": 2, "ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1,
}  # fmt: skip
_UNITS: Final = {"d": "day", "t": "day", "w": "week", "m": "month", "y": "year", "j": "year"}
"""A unit by its first letter, in English and German."""

_SPAN: Final[dict[str, Callable[[int], str]]] = {
    "day": lambda many: trn("{count} day", "{count} days", many),
    "week": lambda many: trn("{count} week", "{count} weeks", many),
    "month": lambda many: trn("{count} month", "{count} months", many),
    "year": lambda many: trn("{count} year", "{count} years", many),
}
_EVERY: Final[dict[str, Callable[[int], str]]] = {
    "day": lambda many: trn("Every {count} day", "Every {count} days", many),
    "week": lambda many: trn("Every {count} week", "Every {count} weeks", many),
    "month": lambda many: trn("Every {count} month", "Every {count} months", many),
    "year": lambda many: trn("Every {count} year", "Every {count} years", many),
}

LEAST_PURCHASES: Final = 3
LATE_AFTER: Final = 1.5
LEAST_LATE_DAYS: Final = 14
GONE_AFTER: Final = 6
_IN_MONTHS: Final = 150
_MONTH: Final = 30.44


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often to be in touch: every `many` of `unit` ("week")."""

    many: int
    unit: str

    @property
    def text(self) -> str:
        """As it is kept and shown: "6 weeks"."""
        return f"{self.many} {self.unit}{'s' * (self.many > 1)}"

    @property
    def words(self) -> str:
        """In the owner's language: "Every 6 weeks"."""
        return _EVERY[self.unit](self.many)

    def after(self, day: date) -> date:
        """When it is due next after a day on which there was contact."""
        try:
            return day + relativedelta(**{f"{self.unit}s": self.many})  # type: ignore[arg-type]
        except (ValueError, OverflowError):
            return date.max


def rhythm(text: str) -> Rhythm | None:
    """Reads how often: "6 weeks", "every 2 months", "monthly"; None for what is no rhythm."""
    said = " ".join(text.split()).casefold()
    found = _SAID(_ADVERBS.get(said, said))
    if found is None:
        return None
    number = (found["many"] or "").casefold()
    many = int(number) if number.isdigit() else _NUMBERS[number]
    return Rhythm(many, _UNITS[found["unit"][0]]) if many else None


def shown(text: str) -> str:
    """A rhythm in the owner's language: "6 weeks"; what is none as it stands."""
    found = rhythm(text)
    return _SPAN[found.unit](found.many) if found is not None else text


def kept(text: str) -> str:
    """A rhythm as it is kept: "every 6 weeks" is "6 weeks"; what is none stays as it was typed."""
    found = rhythm(text)
    return found.text if found is not None else tidy(text)


@dataclass(frozen=True, slots=True)
class Buying:
    """Somebody's own rhythm of buying: the median of the days between purchases, and how long it is since the last."""

    purchases: int
    usual: int
    since: int

    @property
    def quiet(self) -> bool:
        """Whether they are late by half a rhythm and two weeks, and not so long gone that late is no word for it."""
        late = max(self.usual * LATE_AFTER, self.usual + LEAST_LATE_DAYS)
        return late <= self.since <= max(self.usual * GONE_AFTER, late)

    @property
    def words(self) -> str:
        """Why somebody goes quiet: "Bought 14 times, usually every 40 days; nothing for 118"."""
        (usual, long), (since, of_months) = _span(self.usual), _span(self.since)
        if long:
            every = trn("every month", "every {count} months", usual)
        else:
            every = trn("every day", "every {count} days", usual)
        if long == of_months and usual > 1:
            nothing = number(since)
        elif of_months:
            nothing = trn("{count} month", "{count} months", since)
        else:
            nothing = trn("{count} day", "{count} days", since)
        return tr(
            "Bought {count} times, usually {every}; nothing for {nothing}",
            count=number(self.purchases),
            every=every,
            nothing=nothing,
        )


def _span(days: int) -> tuple[int, bool]:
    """A length of days as one says it, and whether in months, for it is long."""
    return (days, False) if days < _IN_MONTHS else (round(days / _MONTH), True)


def buying(days: Sequence[date], today: date) -> Buying | None:
    """The rhythm of these days of purchase; None for fewer than three different ones."""
    each = sorted({day for day in days if day <= today})
    if len(each) < LEAST_PURCHASES:
        return None
    gaps = [(later - earlier).days for earlier, later in pairwise(each)]
    return Buying(len(each), round(median(gaps)), (today - each[-1]).days)


def next_anniversary(day: str, today: date) -> tuple[date, int | None] | None:
    """When a birthday or anniversary ("1980-03-02", "--03-02") comes next, and which it is; None for no such day.

    29 February is kept on 28 February where the year has none.
    """
    text = day[:10]
    try:
        year = None if text.startswith("--") else int(text[:4])
        month, date_ = (int(part) for part in (text[2:] if year is None else text[5:]).split("-"))
        date(2000, month, date_)
    except ValueError:
        return None
    for ahead in (0, 1):
        try:
            found = date(today.year + ahead, month, date_)
        except ValueError:
            found = date(today.year + ahead, 2, 28)
        if found >= today:
            return found, found.year - year if year is not None and found.year > year else None
    return None


def days_between(first: date, last: date) -> list[str]:
    """The month and day ("03-02") of each day of a span, for looking birthdays up; 28 February brings the 29th."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found = [f"{day:%m-%d}" for day in days]
    return found + ["02-29"] * any(day.month == 2 and day.day == 28 for day in days)
