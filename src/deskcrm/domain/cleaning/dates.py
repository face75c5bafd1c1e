"""Dates and moments as exports write them, read into ISO 8601; the order of day and month is decided by column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from deskcrm.domain.cleaning.text import fold, tidy


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_TRIPLE: Final = re.compile(r"([0-9]{1,4})[ ]?([./-])[ ]?([0-9]{1,2})[ ]?\2[ ]?([0-9]{1,4})\.?").fullmatch
_PAIR: Final = re.compile(r"([0-9]{1,2})[ ]?([./-])[ ]?([0-9]{1,2})\.?").fullmatch
_NO_YEAR: Final = re.compile(r"--([0-9]{2})-?([0-9]{2})").fullmatch
_BASIC: Final = re.compile(r"(1[6-9][0-9]{2}|2[01][0-9]{2})([0-9]{2})([0-9]{2})").fullmatch
_EAST_ASIAN: Final = re.compile(r"([0-9]{4}) ?[年년] ?([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日일]").fullmatch
_CLOCK: Final = re.compile(
    r"(?P<date>.*?[^\s,T])(?:,?\s+(?:(?:at|um|à|alle|om)\s+)?|T|,)"
    r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?|\s+Uhr)?"
    r"\s*(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[+-][0-9]{2}(?::?[0-9]{2})?)?(?:\s*\([^)]*\))?",
).fullmatch
_CLOCK_MARK: Final = re.compile(r"(?<=^[0-9])[.hH](?=[0-9]{2})|(?<=^[0-9]{2})[.hH](?=[0-9]{2})")  # 14.30 and 14h30
_BASIC_CLOCK: Final = re.compile(r"([0-9]{8})T([0-9]{2})([0-9]{2})([0-9]{2})?(Z?)").fullmatch
_PLAIN_MOMENT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:\.[0-9]{1,9})?(Z| ?[+-][0-9]{2}:?[0-9]{2})?"
).fullmatch

_MONTHS: Final[tuple[str, ...]] = (
    # English, German, French, Spanish, Italian, Dutch, Portuguese, Polish (also as "of March") after CLDR; folded
    "january jan januar jän janner janvier janv enero ene gennaio gen januari janeiro styczen stycznia sty",
    "february feb februar fevrier fevr febrero febbraio februari fevereiro fev luty lutego lut",
    "march mar marz mrz mars marzo maart mrt marco marzec marca",
    "april apr avril avr abril abr aprile kwiecien kwietnia kwi",
    "may mai mayo maggio mag mei maio maj maja",
    "june jun juni juin junio giugno giu junho czerwiec czerwca cze",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca lip",
    "august aug aout agosto ago augustus sierpien sierpnia sie",
    "september sep sept septembre septiembre settembre set setembro setiembre wrzesien wrzesnia wrz",
    "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika paz",
    "november nov novembre noviembre novembro listopad listopada lis",
    "december dec dezember dez decembre diciembre dic dicembre dezembro grudzien grudnia gru",
)
_MONTH_OF: Final = {name: number for number, line in enumerate(_MONTHS, 1) for name in line.split()}
# Joints and weekdays, folded.
_WORDS_AROUND: Final = _words(
    "de del of the den der am le el il di do dia monday mon montag mo lundi lun lunes lunedi maandag ma tuesday tue "
    "tues dienstag mardi martes martedi dinsdag wednesday wed mittwoch mi mercredi mer miercoles mercoledi woensdag "
    "wo thursday thu thur thurs donnerstag jeudi jeu jueves giovedi donderdag friday fri freitag fr vendredi ven "
    "viernes venerdi vrijdag vr saturday sat samstag sa samedi sam sabado sabato zaterdag za sunday sun sonntag so "
    "dimanche dim domingo domenica zondag zo"
)
_TOKEN: Final = re.compile(r"[0-9]+|[^\W\d_]+").findall
_ORDINAL: Final = re.compile(r"(?<=[0-9])(?:st|nd|rd|th|er|re|e|º|ª|o|a)\b\.?", re.IGNORECASE)
_SHORT_YEARS_TURN: Final = 30
_SHARE_NEEDED: Final = 0.9
_EXCEL_EPOCH: Final = datetime(1899, 12, 30)
_EXCEL_EPOCH_1904: Final = datetime(1904, 1, 1)


def decide_order(values: Iterable[str]) -> str | None:
    """The order of day, month and year in a column: "dmy", "mdy", "ymd", or None where nothing decides.

    A number above twelve tells day from month; dots mean that the day comes first. Where values contradict each
    other, nine in ten must agree.
    """
    day_first = month_first = year_first = dotted = 0
    for value in values:
        found = _TRIPLE(_date_part(value))
        if found is None:
            pair = _PAIR(value.strip())
            if pair is None:
                continue
            first, mark, second = int(pair[1]), pair[2], int(pair[3])
        elif len(found[1]) > 2:
            year_first += 1
            continue
        else:
            first, mark, second = int(found[1]), found[2], int(found[3])
        if first > 12 >= second > 0:
            day_first += 1
        elif second > 12 >= first > 0:
            month_first += 1
        elif mark == "." and first and second:
            dotted += 1
    if day_first or month_first:
        if day_first >= (day_first + month_first) * _SHARE_NEEDED:
            return "dmy"
        return "mdy" if month_first >= (day_first + month_first) * _SHARE_NEEDED else None
    if dotted:
        return "dmy"
    return "ymd" if year_first else None


_MONTH_FIRST = frozenset({"US", "PH", "FM", "PW", "MH"})
"""The countries that write the month before the day (Unicode CLDR, short dates)."""


def order_of(country: str) -> str:
    """How a day that could be read in two ways is read in a country (ISO 3166 alpha-2): "mdy" or "dmy"."""
    return "mdy" if country in _MONTH_FIRST else "dmy"


def parse_date(text: str, order: str | None) -> str | None:
    """The day as "YYYY-MM-DD", or "--MM-DD" where no year is said; None where it is no date or cannot be told.

    `order` is what `decide_order` said of the column. Without one only values that can be read in one way are read.
    Two digits of a year are 1930 to 2029. A time beside the date is left out. "0/0/00", and the years by which some
    programs say "none" (Outlook's 4501), are no date; Apple's 1604 is no year.
    """
    if len(text) == 10 and text[4] == "-" and text[7] == "-":
        return _checked(text)
    text = text.strip()
    if not text:
        return None
    return _read_numbers(text, order) or _read_odd(tidy(text), order)


def _checked(text: str) -> str | None:
    """An ISO day that exists, with years that stand for none taken out."""
    try:
        date.fromisoformat(text)
    except ValueError:
        if text.startswith("0000-"):
            return _iso(0, int(text[5:7]), int(text[8:10])) if text[5:7].isdecimal() and text[8:].isdecimal() else None
        return None
    if "1604-" <= text < "1605-":
        return f"--{text[5:]}"
    return text if "1000-" <= text < "4000-" else None


def _iso(year: int, month: int, day: int) -> str | None:
    """The ISO form of a day that exists; year 0 is a day without a year."""
    if year == 0 or year == 1604:
        return f"--{month:02}-{day:02}" if _exists(2000, month, day) else None
    if not 1000 <= year < 4000 or not _exists(year, month, day):
        return None
    return f"{year:04}-{month:02}-{day:02}"


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _whole_year(digits: str) -> int | None:
    """The year that two or four digits say; None for one or three."""
    if len(digits) == 4:
        return int(digits)
    if len(digits) == 2:
        year = int(digits)
        return year + (2000 if year < _SHORT_YEARS_TURN else 1900)
    return None


def _read_numbers(text: str, order: str | None) -> str | None:
    """A date of two or three numbers with marks between."""
    if found := _TRIPLE(text):
        first, mark, second, third = found.groups()
        if len(first) == 4:
            return _iso(int(first), int(second), int(third)) if len(third) <= 2 else None
        year = _whole_year(third)
        if len(first) > 2 or year is None or first.strip("0") == "" or second.strip("0") == "":
            return None
        day_month = _day_and_month(int(first), int(second), mark, order)
        return _iso(year, day_month[1], day_month[0]) if day_month and year else None
    if found := _PAIR(text):
        first, mark, second = found.groups()
        day_month = _day_and_month(int(first), int(second), mark, order)
        return _iso(0, day_month[1], day_month[0]) if day_month else None
    return None


def _day_and_month(first: int, second: int, mark: str, order: str | None) -> tuple[int, int] | None:
    """Which number is the day: by the column's order, else where only one reading is possible."""
    if order == "dmy":
        return first, second
    if order == "mdy":
        return second, first
    if first > 12 or first == second or mark == ".":
        return first, second
    return (second, first) if second > 12 else None


def _read_odd(text: str, order: str | None) -> str | None:
    """A date in one of the rarer forms."""
    if found := _NO_YEAR(text):
        return _iso(0, int(found[1]), int(found[2]))
    if found := _BASIC(text) or _EAST_ASIAN(text):
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    if found := _BASIC_CLOCK(text):
        return parse_date(found[1], order)
    if found := _CLOCK(text):
        before = found["date"]
        if (found["minute"] or found["half"]) and before[-1:] != ":":
            return parse_date(before, order)
    return _read_words(text)


def _read_words(text: str) -> str | None:
    """A date with the month as a word: "05 Mar 2024", "March 5, 2024", "5. März", "14-Mar-14"."""
    tokens = _TOKEN(_ORDINAL.sub("", text))
    if not 2 <= len(tokens) <= 7:
        return None
    numbers: list[str] = []
    month = 0
    for token in tokens:
        if token.isdecimal():
            numbers.append(token)
        elif named := _MONTH_OF.get(word := fold(token)):
            if month:
                return None
            month = named
        elif word not in _WORDS_AROUND:
            return None
    if not month or len(numbers) not in (1, 2) or len(numbers[0]) > 4:
        return None
    if len(numbers) == 1:
        return _iso(0, month, int(numbers[0])) if len(numbers[0]) <= 2 else None
    if len(numbers[0]) == 4:
        numbers.reverse()
    year = _whole_year(numbers[1])
    return _iso(year, month, int(numbers[0])) if year and len(numbers[0]) <= 2 else None


def _date_part(text: str) -> str:
    """The text without a time behind it."""
    text = text.strip()
    if ":" not in text:
        return text
    found = _CLOCK(text)
    return found["date"] if found else text


def parse_moment(text: str, order: str | None, zone: str = "UTC") -> str | None:
    """The moment in UTC as "2026-05-01T07:59:00Z"; None where it is none or cannot be told.

    `zone` (IANA name) is where the clock hung of a time that names no zone itself. A date without a time stays the
    plain day, "2026-05-01": no midnight is made up, and no zone moves it. Fractions of seconds are dropped.
    """
    if found := _PLAIN_MOMENT(text):
        day, clock, seconds, offset = found.groups()
        return _in_utc(f"{day}T{clock}{seconds or ':00'}", offset, zone)
    text = tidy(text)
    if found := _BASIC_CLOCK(text):
        day = parse_date(found[1], order) or ""
        return _in_utc(f"{day}T{found[2]}:{found[3]}:{found[4] or '00'}", found[5], zone)
    found = _CLOCK(text)
    if found and (found["minute"] or found["half"]):
        day = parse_date(found["date"], order) or ""
        hour = _hour(int(found["hour"]), found["half"])
        offset = (found["zone"] or "").removeprefix("UTC").removeprefix("GMT") or ("Z" if found["zone"] else "")
        return _in_utc(f"{day}T{hour:02}:{found['minute'] or '00'}:{found['second'] or '00'}", offset, zone)
    found_day = parse_date(text, order)
    return found_day if found_day and not found_day.startswith("--") else None


def at_clock(day: str, clock: str, zone: str = "UTC") -> str | None:
    """The moment in UTC of a day in ISO 8601 at a time that stands beside it, "14:30", "2:30 PM" or "14.30 Uhr".

    None where the time is none. `zone` as in `parse_moment`.
    """
    moment = parse_moment(f"{day} {_CLOCK_MARK.sub(':', tidy(clock))}", "ymd", zone)
    return moment if moment and len(moment) > len(day) else None


def _hour(hour: int, half: str | None) -> int:
    """The hour of the day; 99 where twelve hours were said and more counted."""
    if not half:
        return hour
    if not 1 <= hour <= 12:
        return 99
    return hour % 12 + (12 if half in "Pp" else 0)


def _in_utc(local: str, offset: str | None, zone: str) -> str | None:
    """An ISO local time in UTC, by its own offset ("Z", "+02:00", " +0200", "+02") or else by the zone."""
    if local[11:13] == "24":  # some versions of Python read it as the next day
        return None
    try:
        when = datetime.fromisoformat(local)
        if offset == "Z" or (not offset and zone == "UTC"):
            return f"{local}Z"
        if offset:
            sign, digits = offset.strip()[0], offset.strip()[1:].replace(":", "")
            away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
            known: tzinfo = timezone(away if sign == "+" else -away)
        else:
            known = _zone(zone)
        return when.replace(tzinfo=known).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return None


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def excel_serial(number: float, *, epoch_1904: bool = False) -> str | None:
    """The day of a spreadsheet's day number, "YYYY-MM-DD", with " HH:MM:SS" where it has a fraction; None outside.

    Days count from 1900 (with the leap day that 1900 never had, as all spreadsheets do), or from 1904 in books of old
    Macs. Only for cells that are known to hold a date: any number looks like one.
    """
    if not 0 <= number < 2_958_466 or (not epoch_1904 and not (1 <= number < 60 or number >= 61)):
        return None
    days = number + 1 if not epoch_1904 and number < 60 else number
    moment = (_EXCEL_EPOCH_1904 if epoch_1904 else _EXCEL_EPOCH) + timedelta(seconds=round(days * 86_400))
    return moment.strftime("%Y-%m-%d" if moment.time() == datetime.min.time() else "%Y-%m-%d %H:%M:%S")
