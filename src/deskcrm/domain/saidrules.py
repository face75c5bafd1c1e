"""How people say in English that something comes again: "every first Monday", "3 weeks after done", "until March"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dateutil.relativedelta import relativedelta

from deskcrm.domain import saidgerman, saidtimes
from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.recurrence import Rule, parse
from deskcrm.domain.saidtimes import DAY, MONTH, NUMBER

_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PLACES: Final = {
    "first": "1", "1st": "1", "second": "2", "2nd": "2", "third": "3", "3rd": "3", "fourth": "4", "4th": "4",
    "last": "-1",
}  # fmt: skip
_FREQ: Final = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_ADVERBS: Final = {"daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY", "yearly": "YEARLY", "annually": "YEARLY"}
_LONG: Final = {"fortnight": "FREQ=WEEKLY;INTERVAL=2", "quarter": "FREQ=MONTHLY;INTERVAL=3"}
_LEADS_ON: Final = r"(?=\s*$|\s*[,;]|\s+(?:at|on|until|from|starting|for|remind)\b)"
_PLACE: Final = "|".join(_PLACES)
_DAYS: Final = rf"{DAY}s?(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*){DAY}s?)*"
_UNIT: Final = r"day|week|month|year"
_ORDINALS: Final = (
    r"\d{1,2}(?:st|nd|rd|th)(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)(?:the\s+)?\d{1,2}(?:st|nd|rd|th))*"
)
_OF_MONTH: Final = r"(?:\s+(?:of|in)\s+(?:the|every|each)\s+month)"


@dataclass(frozen=True, slots=True)
class SaidRule:
    """A rule within a text, and the pieces of the text that say it."""

    rule: Rule
    spans: tuple[tuple[int, int], ...]


def _placed(found: re.Match[str]) -> str:
    codes = _codes(found["days"])
    return f"FREQ=MONTHLY;BYDAY={','.join(_PLACES[found['place'].casefold()] + code for code in codes)}"


def _weekly(found: re.Match[str]) -> str:
    return f"FREQ=WEEKLY;BYDAY={','.join(_codes(found['days']))}"


def _daily(_found: re.Match[str]) -> str:
    return "FREQ=DAILY"


def _workdays(_found: re.Match[str]) -> str:
    return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


def _units(found: re.Match[str]) -> str:
    rule = f"FREQ={_FREQ[found['unit'].casefold()]}"
    if found["many"]:
        rule += f";INTERVAL={_interval(found['many'].casefold())}"
    if found["days"]:
        rule += f";BYDAY={','.join(_codes(found['days']))}"
    if found["day"]:
        rule += f";BYMONTHDAY={int(found['day'])}"
    return rule


def _interval(said: str) -> int:
    """How many units lie between two: "every 3 weeks", "every other week", "every second week"."""
    return int(_PLACES[said]) if said in _PLACES else max(1, saidtimes.number(said))


def _monthday(found: re.Match[str]) -> str:
    days = sorted({int(day) for day in re.findall(r"\d{1,2}", found["monthdays"])})
    return f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, days))}"


def _month_end(_found: re.Match[str]) -> str:
    return "FREQ=MONTHLY;BYMONTHDAY=-1"


def _yearly(found: re.Match[str]) -> str:
    month = saidtimes.month_number(found["month1"] or found["month2"])
    return f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={int(found['day1'] or found['day2'])}"


def _adverb(found: re.Match[str]) -> str:
    return f"FREQ={_ADVERBS[found['adverb'].casefold()]}"


def _long(found: re.Match[str]) -> str:
    return _LONG[found["long"].casefold().removesuffix("ly")]


def _after_done(found: re.Match[str]) -> str:
    return f"AFTER-DONE;FREQ={_FREQ[found['unit'].casefold()]};INTERVAL={max(1, saidtimes.number(found['many']))}"


_END: Final = r"(?![\w’'-])"
_RULES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = tuple(
    (re.compile(pattern + _END, re.IGNORECASE), reader)
    for pattern, reader in (
        (
            rf"\b(?:and\s+)?(?:again\s+|repeats?\s+|repeating\s+)?(?:every\s+)?(?P<many>{NUMBER})\s+(?P<unit>{_UNIT})s?\s+"
            r"after\s+(?:it[’']?s\s+|it\s+(?:is|was)\s+|being\s+|I[’']m\s+)?(?:done|finished)",
            _after_done,
        ),
        (rf"\bevery\s+(?P<place>{_PLACE})\s+(?P<days>{_DAYS}){_OF_MONTH}?", _placed),
        (rf"\b(?:on\s+)?the\s+(?P<place>{_PLACE})\s+(?P<days>{_DAYS})\s+of\s+(?:every|each)\s+month", _placed),
        (rf"\b(?:on\s+)?the\s+(?P<monthdays>{_ORDINALS})(?:\s+day)?\s+(?:of|in)\s+(?:every|each)\s+month", _monthday),
        (r"\bon\s+days?\s+(?P<monthdays>\d{1,2}(?:(?:\s*,\s*|\s+and\s+)\d{1,2})*)\s+of\s+every\s+month", _monthday),
        (r"\b(?:at\s+the\s+)?(?:end\s+of\s+every|every\s+end\s+of\s+the)\s+month", _month_end),
        (r"\b(?:on\s+)?(?:every\s+last|the\s+last)\s+day\s+of\s+(?:every|each|the)\s+month", _month_end),
        (rf"\b(?:every|each)\s+(?P<days>{_DAYS})", _weekly),
        (rf"\bon\s+(?P<days>{DAY}s(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*){DAY}s)*)", _weekly),
        (r"\b(?:every\s+|each\s+|on\s+(?=\w+(?:\s+day)?s\b))(?:weekday|workday|working\s+day)s?", _workdays),
        (r"\b(?:every|each)(?=\s+(?:morning|afternoon|evening|night)\b)", _daily),
        (r"\b(?:every|each)\s+(?P<long>fortnight|quarter)", _long),
        (rf"\b(?P<long>fortnightly|quarterly){_LEADS_ON}", _long),
        (
            rf"\b(?:(?:every|each)\s+(?:(?P<many>{NUMBER}|second|2nd|third|3rd)\s+)?|once\s+an?\s+)(?P<unit>{_UNIT})s?"
            rf"(?:\s+on\s+(?:(?P<days>{_DAYS})|the\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)))?",
            _units,
        ),
        (rf"\b(?:every|each)\s+(?P<monthdays>{_ORDINALS}){_OF_MONTH}?", _monthday),
        (
            rf"\b(?:every|each)\s+(?:(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month1>{MONTH})"
            rf"|(?P<month2>{MONTH})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)",
            _yearly,
        ),
        (
            rf"\b(?P<adverb>daily|weekly|monthly|yearly|annually){_LEADS_ON}",
            _adverb,
        ),
    )
)  # fmt: skip
_COUNT: Final = re.compile(r",?\s*\b(?P<count>\d{1,3})(?:\s+times|[\s-]?mal)\b", re.IGNORECASE)
_FOR: Final = re.compile(rf"\bfor\s+(?P<many>{NUMBER})\s+(?P<unit>{_UNIT})s?{_END}", re.IGNORECASE)
_UNTIL: Final = re.compile(r"\b(?:(?:until|till)\s+(?:the\s+)?|bis\s+(?:zum\s+)?)", re.IGNORECASE)
_MONTH_ALONE: Final = re.compile(rf"{MONTH}(?!\s*\d){_END}", re.IGNORECASE)


def find(text: str, now: datetime, order: str = "dmy") -> SaidRule | None:
    """The rule that a text says, with its end; None where it says none. `order`: what "3/4" means."""
    for pattern, reader in (*_RULES, *saidgerman.RULES):
        for found in pattern.finditer(text):
            try:
                rule = parse(reader(found))
            except InvalidValue:  # "every 45th"
                continue
            return _with_end(text, SaidRule(rule, (found.span(),)), now, order)
    return None


def _with_end(text: str, said: SaidRule, now: datetime, order: str) -> SaidRule:
    for read in (_counted, _lasting, _until):
        found = read(text, said.rule, now, order)
        if found is not None:
            rule, span = found
            return SaidRule(rule, (*said.spans, span))
    return said


def _counted(text: str, rule: Rule, _now: datetime, _order: str) -> tuple[Rule, tuple[int, int]] | None:
    found = _COUNT.search(text)
    if found is None or int(found["count"]) < 1:
        return None
    return rule.but(COUNT=str(int(found["count"]))), found.span()


def _lasting(text: str, rule: Rule, now: datetime, _order: str) -> tuple[Rule, tuple[int, int]] | None:
    found = _FOR.search(text)
    if found is None:
        return None
    amount = {saidtimes.unit(found["unit"]): saidtimes.number(found["many"])}
    last = now + relativedelta(**amount) - relativedelta(days=1)  # type: ignore[arg-type]
    return rule.but(UNTIL=f"{last:%Y%m%d}"), found.span()


def _until(text: str, rule: Rule, now: datetime, order: str) -> tuple[Rule, tuple[int, int]] | None:
    for found in _UNTIL.finditer(text):
        alone = _MONTH_ALONE.match(text, found.end())
        if alone is not None:
            begins = next(saidtimes.days(f"in {alone[0]}", now, order)).day
            return rule.but(UNTIL=f"{begins:%Y%m%d}"), (found.start(), alone.end())
        said = (*saidtimes.days(text, now, order), *saidgerman.days(text, now))
        days = [one for one in said if one.start <= found.end() < one.end]
        if days:
            last = max(days, key=lambda one: one.end)
            return rule.but(UNTIL=f"{last.day:%Y%m%d}"), (found.start(), last.end)
    return None


def _codes(text: str) -> list[str]:
    names = re.findall(DAY, text, re.IGNORECASE)
    return [_CODES[n] for n in sorted({saidtimes.day_number(name) for name in names})]
