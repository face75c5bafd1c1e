"""Days as people say them in English, numbers and lengths in German too, found within a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from dateutil.relativedelta import FR, MO, relativedelta

DAY_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NAMES: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "couple of": 2, "other": 2, "half an": 0,
    "ein": 1, "eine": 1, "einem": 1, "einen": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "zwölf": 12, "einer halben": 0,
}  # fmt: skip
_UNITS: Final = {"minute": "minutes", "min": "minutes", "hour": "hours", "day": "days", "week": "weeks",
                 "month": "months", "year": "years", "minuten": "minutes", "stunde": "hours", "stunden": "hours",
                 "tag": "days", "tage": "days", "tagen": "days", "woche": "weeks", "wochen": "weeks",
                 "monat": "months", "monate": "months", "monaten": "months", "jahr": "years", "jahre": "years",
                 "jahren": "years"}  # fmt: skip
TONIGHT: Final = time(20)
_SUNDAY_OFF: Final = 7
_DAYS_MOST: Final = 3660  # ten years: what lies further off is a typing error


@dataclass(frozen=True, slots=True)
class Said:
    """One day or time within a text: where it stands, and what it means. `sure`: it can hardly be part of a title.

    `weekday`: the next day of this name; `part`: a part of the day ("evening"); `guessed`: an hour without am or pm;
    `stays`: it says more than this, and stays in the title.
    """

    start: int
    end: int
    day: date | None = None
    clock: time | None = None
    sure: bool = True
    weekday: bool = False
    part: bool = False
    guessed: bool = False
    stays: bool = False


DAY: Final = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)"
)
MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
NUMBER: Final = rf"(?:\d{{1,3}}|{'|'.join(NUMBERS)})"
UNIT: Final = r"(?:minuten?|min|hour|day|week|month|year|stunden?|tage?n?|wochen?|monate?n?|jahre?n?)"
_TAIL: Final = r"(?![\w’'-])"  # a whole word, and nobody's: not "Monday's"
_ON: Final = r"(?:(?P<on>on|by|due|next|this|coming)\s+)?(?:the\s+)?"


def day_number(name: str) -> int:
    """Which day of the week a name or its beginning means, Monday being 0."""
    return next(n for n, whole in enumerate(DAY_NAMES) if whole.startswith(name.casefold()[:3]))


def month_number(name: str) -> int:
    """Which month a name or its beginning means, from 1."""
    return next(n for n, whole in enumerate(_MONTH_NAMES, 1) if whole.startswith(name.casefold()[:3]))


def number(text: str) -> int:
    """A number in figures or words."""
    return int(text) if text.isdigit() else NUMBERS[text.casefold()]


def unit(text: str) -> str:
    """A unit as dateutil names it: "weeks"."""
    return _UNITS[text.casefold()]


# Days -----------------------------------------------------------------------------------------------------------------

_Reader = Callable[[re.Match[str], datetime, str], "tuple[date | None, time | None]"]


def _near(found: re.Match[str], now: datetime, _order: str) -> tuple[date | None, time | None]:
    word = " ".join(found["near"].casefold().split())
    days = {"today": 0, "tonight": 0, "the day after tomorrow": 2, "day after tomorrow": 2}.get(word, 1)
    return now.date() + timedelta(days=days), TONIGHT if word == "tonight" else None


def _ahead(found: re.Match[str], now: datetime, _order: str) -> tuple[date | None, time | None]:
    many = number(found["many"])
    name = unit(found["unit"])
    if many == 0:
        at = now + timedelta(minutes=30)
    else:
        at = now + relativedelta(**{name: many})  # type: ignore[arg-type]
    timed = name in ("minutes", "hours")
    return at.date(), at.time().replace(second=0, microsecond=0) if timed else None


def _weekday(found: re.Match[str], now: datetime, _order: str) -> tuple[date | None, time | None]:
    wanted = day_number(found["weekday"])
    if (found["on"] or "").casefold() == "next":
        monday = now.date() + timedelta(days=7 - now.weekday())
        return monday + timedelta(days=wanted), None
    return now.date() + timedelta(days=(wanted - now.weekday()) % 7 or _SUNDAY_OFF), None


def _counted_from(found: re.Match[str], now: datetime, _order: str) -> tuple[date | None, time | None]:
    base = found["base"].casefold()
    begin = now.date() + timedelta(days={"now": 0, "today": 0, "tomorrow": 1}.get(base, -1))
    if base not in ("now", "today", "tomorrow"):
        begin = now.date() + timedelta(days=(day_number(base) - now.weekday()) % 7 or _SUNDAY_OFF)
    groups = found.groupdict()
    many, name = (number(groups["many"]), unit(groups["unit"])) if groups.get("many") else (1, "weeks")
    return begin + relativedelta(**{name: many}), None  # type: ignore[arg-type]


def _edge(found: re.Match[str], now: datetime, _order: str) -> tuple[date | None, time | None]:
    """The first or the last day of a month or of the next week, month or year."""
    today = now.date()
    if found["month3"]:
        first, length = in_future(today.replace(day=1), 1, month_number(found["month3"]), None), "months"
    else:
        length = f"{found['which'].casefold()}s"
        begins = {"weeks": relativedelta(days=1, weekday=MO), "months": relativedelta(months=1, day=1)}
        first = today + begins.get(length, relativedelta(years=1, month=1, day=1))
    if found["edge"].casefold() != "end":
        return first, None
    return first + (timedelta(days=4) if length == "weeks" else relativedelta(**{length: 1}, days=-1)), None  # type: ignore[arg-type]


def _period(found: re.Match[str], now: datetime, _order: str) -> tuple[date | None, time | None]:
    what, today = found["period"].casefold(), now.date()
    if found["end"]:
        if what == "week":
            return today + relativedelta(weekday=FR), None
        last = today + (relativedelta(day=31) if what == "month" else relativedelta(month=12, day=31))
        return last, None
    begins = {
        "week": relativedelta(days=1, weekday=MO), "month": relativedelta(months=1, day=1),
        "year": relativedelta(years=1, month=1, day=1), "weekend": relativedelta(weekday=5),
    }[what]  # fmt: skip
    return today + begins, None


def _dated(found: re.Match[str], now: datetime, _order: str) -> tuple[date | None, time | None]:
    groups = found.groupdict()
    day = int(groups.get("day1") or groups.get("day2") or 1)
    month = month_number(groups.get("month1") or groups.get("month2") or groups["month3"] or "")
    return in_future(now.date(), day, month, groups.get("year1") or groups.get("year2")), None


def _figures(found: re.Match[str], now: datetime, order: str) -> tuple[date | None, time | None]:
    first, second = int(found["first"]), int(found["second"])
    month_first = found["mark"] == "/" and order == "mdy"
    day, month = (second, first) if month_first else (first, second)
    return in_future(now.date(), day, month, found["years"]), None


def _iso(found: re.Match[str], _now: datetime, _order: str) -> tuple[date | None, time | None]:
    return date.fromisoformat(found["iso"]), None


def _ordinal(found: re.Match[str], now: datetime, _order: str) -> tuple[date | None, time | None]:
    wanted, month = int(found["ordinal"]), now.date().replace(day=1)
    for _ in range(12):
        last = (month + relativedelta(day=31)).day
        if wanted <= last and month.replace(day=wanted) > now.date():
            return month.replace(day=wanted), None
        month += relativedelta(months=1)
    return None, None


def in_future(today: date, day: int, month: int, year: str | None) -> date:
    """The day of that name that comes next, or that of the year; raises ValueError where there is none."""
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    for ahead in range(9):
        try:
            found = date(today.year + ahead, month, day)
        except ValueError:  # 29 February
            continue
        if found >= today:
            return found
    raise ValueError(f"no day {day}.{month}.")


_DAYS: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = tuple(
    (re.compile(pattern + _TAIL, re.IGNORECASE), reader)
    for pattern, reader in (
        (r"\b(?:on\s+|by\s+|due\s+)?(?P<iso>20\d\d-\d\d-\d\d)", _iso),
        (
            r"\b(?:by\s+|due\s+|later\s+)?(?P<near>today|tonight|tomorrow|tmrw|tmr|(?:the\s+)?day\s+after\s+tomorrow)",
            _near,
        ),
        (rf"\bin\s+(?P<many>{NUMBER})\s+(?P<unit>{UNIT})s?", _ahead),
        (rf"\b(?P<many>{NUMBER})\s+(?P<unit>{UNIT})s?\s+from\s+now", _ahead),
        (
            rf"\b(?P<many>{NUMBER})\s+(?P<unit>day|week|month|year)s?\s+(?:from|after)\s+(?P<base>today|tomorrow|{DAY})",
            _counted_from,
        ),
        (rf"\b(?:on\s+)?(?P<base>today|tomorrow|{DAY})\s+week(?!\s*\d)", _counted_from),
        (rf"\ba\s+week\s+on\s+(?P<base>{DAY})", _counted_from),
        (
            r"\b(?:by\s+|at\s+)?(?:the\s+)?(?P<edge>end|beginning|start)\s+of\s+"
            rf"(?:next\s+(?P<which>week|month|year)|(?P<month3>{MONTH}))",
            _edge,
        ),
        (rf"\b{_ON}(?P<weekday>{DAY})", _weekday),
        (r"\b(?:by\s+|at\s+)?(?:the\s+)?(?P<end>end\s+of)\s+(?:the\s+|this\s+)?(?P<period>week|month|year)", _period),
        (r"\b(?:(?P<end>\b\B)|next\s+)(?P<period>week|month|year)", _period),
        (r"\b(?:(?P<end>\b\B)|this\s+|at\s+the\s+|on\s+the\s+)(?P<period>weekend)", _period),
        (
            rf"\b(?:on\s+|by\s+|due\s+)?(?:the\s+)?(?:(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month1>{MONTH})"
            r"(?:,?\s+(?P<year1>20\d\d))?"
            rf"|(?P<month2>{MONTH})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:|\s*[ap]m)(?:,?\s+(?P<year2>20\d\d))?)",
            _dated,
        ),
        (rf"\bin\s+(?P<month3>{MONTH})", _dated),
        (r"\b(?:on\s+|by\s+)?(?P<first>\d{1,2})(?P<mark>[./])(?P<second>\d{1,2})(?:(?P=mark)(?P<years>\d{4}|\d\d)?)?",
         _figures),
        (r"\b(?:on\s+|by\s+)?the\s+(?P<ordinal>\d{1,2})(?:st|nd|rd|th)", _ordinal),
    )
)  # fmt: skip


def days(text: str, now: datetime, order: str = "dmy") -> Iterator[Said]:
    """Every day that a text may speak of. `order`: what "3/4" means, "dmy" or "mdy"."""
    for pattern, reader in _DAYS:
        for found in pattern.finditer(text):
            try:
                day, clock = reader(found, now, order)
            except (ValueError, OverflowError):
                continue
            if day is not None and abs((day - now.date()).days) <= _DAYS_MOST:
                yield Said(found.start(), found.end(), day, clock, _is_sure(found, text), reader is _weekday)


def _is_sure(found: re.Match[str], text: str) -> bool:
    """Whether it is a day to do something on: not what something is about, nor one of several.

    A day's name or its beginning alone may be somebody's: "Sun" is surely a day at the end or before a time.
    """
    before, rest = text[: found.start()], text[found.end() :]
    if _IN_FRONT.search(before) or _OF_SEVERAL.match(rest) or (found[0][:1].isdigit() and in_a_row(before)):
        return False
    if "weekday" not in found.re.groupindex or found["on"]:
        return True
    return not rest.strip() or bool(_BEHIND.match(rest.lstrip())) or (not before.strip() and _leads(found[0], rest))


def _leads(day: str, rest: str) -> bool:
    """Whether a day's name that begins a line says when: "Monday send the offer", "Fri call Tom"; no "Sunday Times"."""
    return bool(_VERB.match(rest)) or (day.casefold() in DAY_NAMES and rest.lstrip()[:1].islower())


def in_a_row(before: str) -> bool:
    """Whether a number that follows this text is the second of two: "3-5", "between 2 and 3"."""
    return bool(_NUMBER_AND.search(before))


_NUMBER_AND: Final = re.compile(r"\d(?:st|nd|rd|th)?\s*(?:[-–/]|\bto|\band|\bor)\s*$", re.IGNORECASE)
_IN_FRONT: Final = re.compile(
    r"(?:\b(?:about|regarding|re|since|of|after|between|not|from|until|till)"
    r"|\b(?:days?|weeks?|months?)\s+before"
    rf"|(?:\b{DAY}|\btoday|\btomorrow)\s*(?:[-–/&,]|\bto|\band|\bor))\s*(?:the\s+)?$|\w[-–]$",
    re.IGNORECASE,
)
_OF_SEVERAL: Final = re.compile(
    rf"\s*(?:[-–/&,]|to\b|and\b|or\b)\s*(?:on\s+)?(?:the\s+)?(?:{DAY}|today|tomorrow|\d{{1,2}}(?:st|nd|rd|th))(?!\w)",
    re.IGNORECASE,
)
_VERB: Final = re.compile(r"\s+(?:call|phone|ring|e-?mail|write|meet|visit|ask|send|pay|order)\b")
_BEHIND: Final = re.compile(
    r"(?:at\b|about\b|re\b|with\b|for\b|until\b|morning|afternoon|evening|night|noon|and\b|remind|[,:;(!–-]|\d)",
    re.IGNORECASE,
)
