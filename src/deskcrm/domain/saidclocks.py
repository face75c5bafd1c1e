"""Times of day as people say them in English: "3pm", "at 15:30", "half past 2", "in the evening", in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from typing import Final

from deskcrm.domain.saidtimes import DAY, MONTH, TONIGHT, Said, in_a_row

_PARTS: Final = {
    "morning": time(9), "noon": time(12), "afternoon": time(14), "evening": time(18), "tonight": TONIGHT,
    "night": TONIGHT, "first thing": time(9), "end of day": time(17), "end of the day": time(17), "eod": time(17),
}  # fmt: skip
_SURE_ALONE: Final = frozenset({"tonight", "first thing", "end of day", "end of the day", "eod"})
_WORKDAY_BEGINS: Final = 7
"""An hour before it without am or pm is one of the afternoon: "at 3" is 15:00."""

_HOURS: Final = (
    "twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
)  # fmt: skip
_NAMED: Final = rf"\d{{1,2}}|{'|'.join(_HOURS)}"
_AMPM: Final = r"[ap]\.?m\.?"
_LEAD: Final = r"(?:\bat\s+|@\s*|\b)"

_RANGE: Final = re.compile(
    rf"(?:\bfrom\s+|\bbetween\s+|\bat\s+|\b)(?P<hour>\d{{1,2}})(?::(?P<minute>\d\d))?\s*(?P<half>{_AMPM})?"
    rf"\s*(?:-|–|\bto\b|\band\b)\s*(?P<hour2>\d{{1,2}})(?::(?P<minute2>\d\d))?\s*(?P<half2>{_AMPM})?(?![\w:])",
    re.IGNORECASE,
)
_HALF: Final = re.compile(
    rf"{_LEAD}(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))?\s*(?P<half>{_AMPM})(?![\w])", re.IGNORECASE
)
_PAST: Final = re.compile(
    rf"{_LEAD}(?:a\s+)?(?P<share>half\s+past|quarter\s+past|quarter\s+to)\s+(?P<hour>{_NAMED})(?!\w)", re.IGNORECASE
)
_CLOCK: Final = re.compile(rf"{_LEAD}(?P<hour>\d{{1,2}})[:h](?P<minute>\d\d)(?!\d)", re.IGNORECASE)
_AT: Final = re.compile(
    r"(?:(?<!look\s)(?<!looking\s)(?<!aim\s)\bat\s+|@\s*)(?P<hour>\d{1,2})(?P<sharp>\s*o[’']clock|\s+sharp|\s*h\b)?"
    r"(?![\w.:%€$-])", re.IGNORECASE,
)  # fmt: skip
_AFTER_AT: Final = re.compile(
    rf"\s*(?:$|[,;.!)(])|\s+(?:(?:{DAY}|{MONTH}|today|tonight|tomorrow|tmrw?|about|with|for|re|remind|on|to|by|in|and"
    r"|every|until|till|this|next|the|a|my|our|his|her|their|him|them|from|then|call|email|meet|ask|send|write)\b"
    r"|!|\d{1,2}[./]\d)",
    re.IGNORECASE,
)
"""What stands behind a bare hour; anything else may be counted by it: "look at 3 offers", "at 5 Main Street"."""

_NAME: Final = re.compile(r"\s+[A-Z]")

_ANY_PART: Final = "|".join(sorted(_PARTS, key=len, reverse=True))
_PART: Final = re.compile(
    rf"\b(?P<lead>at\s+|by\s+|before\s+|after\s+|around\s+|in\s+the\s+|this\s+)?(?:the\s+)?(?P<part>{_ANY_PART})"
    r"(?![\w’'-])",
    re.IGNORECASE,
)
_BARE: Final = re.compile(r"\s+(?P<hour>\d{1,2})(?=\s*$|\s*[,;]|\s+(?:about|with|for|re|remind)\b)", re.IGNORECASE)


def times(text: str) -> Iterator[Said]:
    """Every time of day that a text speaks of, the surest first."""
    for read in (_ranges, _halves, _pasts, _clocks, _bare_ats, _parts):
        yield from (one for one in read(text) if not (text[one.start].isdigit() and in_a_row(text[: one.start])))


def _ranges(text: str) -> Iterator[Said]:
    """From when on something is: "10:00-11:30", "between 2 and 3pm"; its end stays in the title, and so does it all."""
    for found in _RANGE.finditer(text):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        half, second = found["half"] or found["half2"], int(found["hour2"])
        if not (half or (found["minute"] and found["minute2"])) or hour > 23 or second > 23 or minute > 59:
            continue
        late = bool(half) and half[0] in "pP" and (bool(found["half"]) or hour <= second or second == 12)
        if half and not (1 <= hour <= 12):
            continue
        yield Said(found.start(), found.end(), None, time(_of_half(hour, late) if half else hour, minute), stays=True)


def _halves(text: str) -> Iterator[Said]:
    for found in _HALF.finditer(text):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if 1 <= hour <= 12 and minute < 60:
            yield _at(found, _of_half(hour, found["half"][0] in "pP"), minute)


def _pasts(text: str) -> Iterator[Said]:
    for found in _PAST.finditer(text):
        said, share = found["hour"].casefold(), found["share"].casefold()
        hour = by_daylight((int(said) if said.isdigit() else _HOURS.index(said) or 12) % 24)
        minute = 30 if share.startswith("half") else 15
        if share.endswith("to"):
            hour, minute = (hour - 1) % 24, 45
        yield _at(found, hour, minute, guessed=True)


def _clocks(text: str) -> Iterator[Said]:
    for found in _CLOCK.finditer(text):
        if int(found["hour"]) < 24 and int(found["minute"]) < 60:
            yield _at(found, int(found["hour"]), int(found["minute"]), guessed=len(found["hour"]) == 1)


def _bare_ats(text: str) -> Iterator[Said]:
    for found in _AT.finditer(text):
        begins = not text[: found.start()].strip()
        sure = begins or bool(found["sharp"]) or bool(_AFTER_AT.match(text, found.end()))
        if int(found["hour"]) < 24 and (sure or not _NAME.match(text, found.end())):
            yield replace(_at(found, by_daylight(int(found["hour"])), 0, guessed=True), sure=sure)


def _parts(text: str) -> Iterator[Said]:
    for found in _PART.finditer(text):
        part = " ".join(found["part"].casefold().split())
        at_end = part == "noon" and not text[found.end() :].strip()
        sure = bool(found["lead"]) or part in _SURE_ALONE or at_end
        yield Said(found.start(), found.end(), None, _PARTS[part], sure, part=True)


def bare_hour(text: str, end: int) -> Said | None:
    """The hour that stands bare behind a day: "tomorrow 9"."""
    found = _BARE.match(text, end)
    if found is None or int(found["hour"]) >= 24:
        return None
    return _at(found, by_daylight(int(found["hour"])), 0, guessed=True)


def by_daylight(hour: int) -> int:
    """The hour that is meant where neither am nor pm is said."""
    return hour + 12 if 1 <= hour < _WORKDAY_BEGINS else hour


def in_part(clock: time, part: time) -> time:
    """An hour that was said without am or pm, in a part of the day: 7 "in the evening" is 19:00."""
    if part.hour >= 12 > clock.hour > 0:
        return clock.replace(hour=clock.hour + 12)
    return clock.replace(hour=clock.hour - 12) if part.hour < 12 < clock.hour else clock


def _of_half(hour: int, late: bool) -> int:
    return hour % 12 + 12 * late


def _at(found: re.Match[str], hour: int, minute: int, *, guessed: bool = False) -> Said:
    return Said(found.start(), found.end(), None, time(hour, minute), guessed=guessed)
