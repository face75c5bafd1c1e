"""Days, times and rules as people say them in German: "nächsten Freitag", "um halb 3", "jeden ersten Montag"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from dateutil.relativedelta import FR, MO, SA, relativedelta

from deskcrm.domain import saidtimes
from deskcrm.domain.saidtimes import NUMBER, Said, in_future

_DAY_NAMES: Final = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_SHORT: Final = ("mo", "di", "mi", "do", "fr", "sa", "so")
_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MONTH_BEGINNINGS: Final = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_PLACES: Final = {"erste": "1", "zweite": "2", "dritte": "3", "vierte": "4", "letzte": "-1"}
_PARTS: Final = {
    "früh": time(9), "morgen": time(9), "morgens": time(9), "vormittag": time(10), "vormittags": time(10),
    "mittag": time(12), "mittags": time(12), "nachmittag": time(14), "nachmittags": time(14), "abend": time(18),
    "abends": time(18), "nacht": time(20), "nachts": time(20),
}  # fmt: skip
_FREQ: Final = {"t": "DAILY", "w": "WEEKLY", "m": "MONTHLY", "j": "YEARLY"}

DAY: Final = rf"(?:{'|'.join((*_DAY_NAMES, 'sonnabend'))})"
MONTH: Final = (
    r"(?:jan(?:uar)?|jänner|feb(?:ruar)?|märz|mär|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?"
    r"|nov(?:ember)?|dez(?:ember)?)\.?"
)
_UNIT: Final = r"(?:tage?n?|wochen?|monate?n?|jahre?n?)"
_PLACE: Final = r"(?P<place>erste|zweite|dritte|vierte|letzte)[nr]"
_TAIL: Final = r"(?![\w’'-])"
_TO: Final = r"(?:(?:bis\s+zum|bis\s+am|bis|zum|am|ab|den)\s+)?"
_AND: Final = r"(?:\s*,\s*|\s+und\s+|\s*&\s*)"
_OF_MONTH: Final = r"(?:\s+(?:im|des|jedes|jeden)\s+monats?)"


def _day_number(name: str) -> int:
    """Which day of the week a name or its beginning means, Monday being 0."""
    return 5 if name.casefold() == "sonnabend" else _SHORT.index(name.casefold()[:2])


def _month_number(name: str) -> int:
    folded = name.casefold()
    return 1 if folded.startswith("jän") else _MONTH_BEGINNINGS.index(folded[:3]) + 1


# Days -----------------------------------------------------------------------------------------------------------------

_Reader = Callable[[re.Match[str], date], date | None]


def _near(found: re.Match[str], today: date) -> date:
    return today + timedelta(days={"heute": 0, "morgen": 1}.get(found["near"].casefold(), 2))


def _weekday(found: re.Match[str], today: date) -> date:
    wanted = _day_number(found["weekday"])
    if (found["which"] or "").casefold().startswith("nächst"):
        return today + timedelta(days=7 - today.weekday() + wanted)
    return today + timedelta(days=(wanted - today.weekday()) % 7 or 7)


def _dated(found: re.Match[str], today: date) -> date:
    return in_future(today, int(found["day"]), _month_number(found["month"]), found["year"])


def _figures(found: re.Match[str], today: date) -> date:
    return in_future(today, int(found["day"]), int(found["month"]), found["year"])


def _of_named_month(found: re.Match[str], today: date) -> date:
    """The beginning, the middle or the end of a month that is named."""
    first = in_future(today.replace(day=1), 1, _month_number(found["month"]), None)
    edge = (found["edge"] or "").casefold()
    return first + relativedelta(day=31 if edge == "ende" else 15 if edge == "mitte" else 1)


def _end(found: re.Match[str], today: date) -> date:
    what = found["period"].casefold()[:1]
    if what == "w":
        return today + relativedelta(weekday=FR)
    return today + (relativedelta(day=31) if what == "m" else relativedelta(month=12, day=31))


def _next(found: re.Match[str], today: date) -> date:
    what, edge = found["period"].casefold()[:1], (found["edge"] or "").casefold()
    if what == "w":
        first = today + relativedelta(days=1, weekday=MO)
        return first + timedelta(days=4) if edge == "ende" else first
    if what == "m":
        return today + relativedelta(months=1, day=31 if edge == "ende" else 1)
    return today + (relativedelta(years=1, month=12, day=31) if edge == "ende" else relativedelta(years=1, yearday=1))


def _weekend(_found: re.Match[str], today: date) -> date:
    return today + relativedelta(weekday=SA)


def _ordinal(found: re.Match[str], today: date) -> date | None:
    wanted, month = int(found["day"]), today.replace(day=1)
    for _ in range(12):
        day = month + relativedelta(day=wanted)
        if day.day == wanted and day > today:
            return day
        month += relativedelta(months=1)
    return None


_DAYS: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (
            r"\b(?:bis\s+|ab\s+)?(?<!\bam )(?<!\bguten )(?<!\bjeden )(?<!\bheute )(?<!\bgestern )"
            rf"(?P<near>heute|übermorgen|uebermorgen|morgen){_TAIL}",
            _near,
        ),
        (
            rf"\b{_TO}(?P<which>nächste[nrs]?\s+|kommende[nrs]?\s+|diese[nrs]?\s+)?(?P<weekday>{DAY}){_TAIL}",
            _weekday,
        ),
        (
            r"\b(?:bis|am|ab|(?P<which>nächste[nr]|kommende[nr]))\s+"
            rf"(?P<weekday>{'|'.join(_SHORT)})\b\.?(?![\w’'-])",
            _weekday,
        ),
        (rf"\b{_TO}(?P<day>\d{{1,2}})\.\s*(?P<month>{MONTH})(?:\s+(?P<year>20\d\d))?{_TAIL}", _dated),
        (
            rf"\b(?:bis\s+)?(?:im|(?P<edge>anfang|mitte|ende)|(?<=bis ))\s*(?P<month>{MONTH})(?!\s*\d){_TAIL}",
            _of_named_month,
        ),
        (rf"\b{_TO}ende\s+(?:de[rs]\s+|diese[rs]\s+)?(?P<period>woche|monats|jahres){_TAIL}", _end),
        (rf"\b{_TO}(?P<period>monats|jahres)ende{_TAIL}", _end),
        (
            rf"\b(?:bis\s+)?(?:(?P<edge>anfang|ende)\s+)?nächste[nrs]?\s+(?P<period>woche|monate?s?|jahre?s?){_TAIL}",
            _next,
        ),
        (rf"\b(?:am|bis\s+zum)\s+wochenende{_TAIL}", _weekend),
        (
            r"\b(?:bis\s+zum|bis|zum|am|ab)\s+(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.?(?P<year>20\d\d|\d\d(?!\d))?(?!\w)",
            _figures,
        ),
        (rf"\b(?:bis\s+zum|zum|am)\s+(?P<day>\d{{1,2}})\.(?!\d|\s*{MONTH}|\s+jede)", _ordinal),
    )
)  # fmt: skip
_ABOUT: Final = re.compile(r"\b(?:vom|von|über|seit|für)\s+$", re.IGNORECASE)


def days(text: str, now: datetime) -> Iterator[Said]:
    """Every day that a text speaks of in German."""
    for pattern, reader in _DAYS:
        for found in pattern.finditer(text):
            try:
                day = reader(found, now.date())
            except (ValueError, OverflowError):
                continue
            if day is not None:
                sure = not _ABOUT.search(text, 0, found.start())
                yield Said(found.start(), found.end(), day, None, sure, reader is _weekday)


# Times ----------------------------------------------------------------------------------------------------------------

_LEAD: Final = r"\b(?:(?:um|gegen|ab|vor|nach|bis)\s+)?"
_CLOCK: Final = re.compile(
    rf"{_LEAD}(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))?\s*uhr(?:\s+(?P<minute2>[0-5]\d))?{_TAIL}", re.IGNORECASE
)
_SHARES: Final = re.compile(
    rf"\b(?:um\s+|gegen\s+)?(?P<share>halb|viertel\s+nach|viertel\s+vor)\s+(?P<hour>\d{{1,2}}){_TAIL}", re.IGNORECASE
)
_AT: Final = re.compile(
    r"\b(?:um|gegen)\s+(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?"
    r"(?![\w:%€$-]|\.\d|\s*(?:prozent|euro|stück|tage|wochen|stunden|minuten|uhr)\b)",
    re.IGNORECASE,
)
_PART: Final = re.compile(rf"\b(?P<lead>am\s+|gegen\s+)?(?P<part>{'|'.join(_PARTS)}){_TAIL}", re.IGNORECASE)


def times(text: str, by_daylight: Callable[[int], int]) -> Iterator[Said]:
    """Every time of day that a text speaks of in German. `by_daylight`: the hour that a bare one means."""
    for found in _CLOCK.finditer(text):
        yield from _at(found, int(found["hour"]), int(found["minute"] or found["minute2"] or 0), guessed=False)
    for found in _SHARES.finditer(text):
        share = found["share"].casefold()
        hour = int(found["hour"]) - (not share.endswith("nach"))
        minute = 30 if share == "halb" else 15 if share.endswith("nach") else 45
        yield from _at(found, by_daylight(hour % 24), minute, guessed=True)
    for found in _AT.finditer(text):
        exact = found["minute"] is not None
        hour = int(found["hour"]) if exact else by_daylight(int(found["hour"]))
        yield from _at(found, hour, int(found["minute"] or 0), guessed=not exact)
    for found in _PART.finditer(text):
        part = found["part"].casefold()
        if part != "morgen" or found["lead"] or re.search(r"\b(?:heute|jeden)\s+$", text[: found.start()], re.I):
            sure = bool(found["lead"]) or part.endswith("s")
            yield Said(found.start(), found.end(), None, _PARTS[part], sure, part=True)


def _at(found: re.Match[str], hour: int, minute: int, *, guessed: bool) -> Iterator[Said]:
    if hour < 24 and minute < 60:
        yield Said(found.start(), found.end(), None, time(hour, minute), guessed=guessed)


# Rules ----------------------------------------------------------------------------------------------------------------


def _codes(text: str) -> str:
    return ",".join(_CODES[n] for n in sorted({_day_number(name) for name in re.findall(DAY, text, re.IGNORECASE)}))


def _freq(unit: str) -> str:
    return _FREQ[unit.casefold()[0]]


def _placed(found: re.Match[str]) -> str:
    return f"FREQ=MONTHLY;BYDAY={_PLACES[found['place'].casefold()]}{_codes(found['days'])}"


def _weekly(found: re.Match[str]) -> str:
    return f"FREQ=WEEKLY;BYDAY={_codes(found['days'])}"


def _workdays(_found: re.Match[str]) -> str:
    return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


def _daily(_found: re.Match[str]) -> str:
    return "FREQ=DAILY"


def _units(found: re.Match[str]) -> str:
    rule = f"FREQ={_freq(found['unit'])};INTERVAL={max(1, saidtimes.number(found['many']))}"
    if found["days"]:
        rule += f";BYDAY={_codes(found['days'])}"
    return f"{rule};BYMONTHDAY={int(found['day'])}" if found["day"] else rule


def _every_other(found: re.Match[str]) -> str:
    return f"FREQ={_freq(found['unit'])};INTERVAL={_PLACES[found['place'].casefold()]}"


def _single(found: re.Match[str]) -> str:
    return f"FREQ={_freq(found['unit'])}"


def _quarterly(_found: re.Match[str]) -> str:
    return "FREQ=MONTHLY;INTERVAL=3"


def _fortnightly(_found: re.Match[str]) -> str:
    return "FREQ=WEEKLY;INTERVAL=2"


def _monthday(found: re.Match[str]) -> str:
    return f"FREQ=MONTHLY;BYMONTHDAY={int(found['day'])}"


def _month_end(_found: re.Match[str]) -> str:
    return "FREQ=MONTHLY;BYMONTHDAY=-1"


def _yearly(found: re.Match[str]) -> str:
    return f"FREQ=YEARLY;BYMONTH={_month_number(found['month'])};BYMONTHDAY={int(found['day'])}"


def _after_done(found: re.Match[str]) -> str:
    return f"AFTER-DONE;FREQ={_freq(found['unit'])};INTERVAL={max(1, saidtimes.number(found['many']))}"


RULES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (
            rf"\b(?:wieder\s+)?(?P<many>{NUMBER})\s+(?P<unit>{_UNIT})\s+nach\s+(?:der\s+)?(?:erledigung|abschluss){_TAIL}",
            _after_done,
        ),
        (rf"\bjeden\s+{_PLACE}\s+(?P<days>{DAY}){_OF_MONTH}?{_TAIL}", _placed),
        (rf"\bam\s+{_PLACE}\s+(?P<days>{DAY}){_OF_MONTH}{_TAIL}", _placed),
        (rf"\bjeden\s+monat\s+(?:immer\s+)?am\s+{_PLACE}\s+(?P<days>{DAY}){_TAIL}", _placed),
        (rf"\bjeden\s+monat\s+(?:immer\s+)?am\s+letzten\s+tag{_TAIL}", _month_end),
        (rf"\b(?:jeden|jedes\s+jahr\s+am)\s+(?P<day>\d{{1,2}})\.\s*(?P<month>{MONTH}){_TAIL}", _yearly),
        (rf"\bjeden\s+(?P<day>\d{{1,2}})\.{_OF_MONTH}?(?!\d)", _monthday),
        (rf"\b(?:am\s+)?(?P<day>\d{{1,2}})\.\s+jede[sn]\s+monats?{_TAIL}", _monthday),
        (r"\bjeden\s+monat\s+am\s+(?P<day>\d{1,2})\.(?!\d)", _monthday),
        (rf"\b(?:immer\s+)?(?:am\s+|zum\s+)?(?:ende\s+jede[sn]\s+monats|jedes\s+monatsende){_TAIL}", _month_end),
        (rf"\b(?:am\s+|jeden\s+)letzten\s+tag\s+(?:de[sr]|im|jedes)\s+monats?{_TAIL}", _month_end),
        (rf"\bjeden\s+(?P<days>{DAY}(?:{_AND}(?:jeden\s+)?{DAY})*){_TAIL}", _weekly),
        (rf"\b(?:immer\s+)?(?P<days>{DAY}s(?:{_AND}{DAY}s)*){_TAIL}", _weekly),
        (rf"\b(?:jeden\s+(?:werktag|arbeitstag|wochentag)|werktags|wochentags){_TAIL}", _workdays),
        (r"\b(?:jeden|jede)(?=\s+(?:morgen|vormittag|mittag|nachmittag|abend|nacht)\b)", _daily),
        (
            rf"\balle\s+(?P<many>{NUMBER})\s+(?P<unit>{_UNIT}){_TAIL}"
            rf"(?:\s+am\s+(?:(?P<days>{DAY}(?:{_AND}(?:am\s+)?{DAY})*){_TAIL}|(?P<day>\d{{1,2}})\.(?!\d)))?",
            _units,
        ),
        (rf"\bjede[nrs]?\s+{_PLACE[:-4]}[nrs]?\s+(?P<unit>tag|woche|monat|jahr){_TAIL}", _every_other),
        (rf"\b(?:jedes\s+quartal|vierteljährlich|quartalsweise){_TAIL}", _quarterly),
        (r"\b(?:14-tägig|vierzehntägig|zweiwöchentlich)(?!\w)", _fortnightly),
        (rf"\bjede[ns]?\s+(?P<unit>tag|woche|monat|jahr){_TAIL}", _single),
        (rf"\b(?P<unit>täglich|wöchentlich|monatlich|jährlich){_TAIL}", _single),
    )
)  # fmt: skip
"""How something comes again, with what reads it as a rule; the surest first."""
