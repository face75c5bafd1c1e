"""How a task comes again: by a rule of RFC 5545 from its first day on, or so long after it was done.

All times are those of the clock on the wall: "every Monday at 9" is nine o'clock in summer and in winter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrule, rrulestr

from deskcrm.domain.errors import InvalidValue
from deskcrm.languages import english, listed, tr, trc, trn
from deskcrm.languages.regional import weekday_name

_AFTER: Final = "AFTER-DONE"
_HORIZON: Final = {"DAILY": 9, "WEEKLY": 9, "MONTHLY": 50, "YEARLY": 50}
"""For how many years a rule without an end is followed: 29 February can be 8 years away, a Monday of that name 40."""

_LAST_START: Final = datetime(9900, 1, 1)
_UNITS: Final = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}
_PART: Final = re.compile(r"([A-Z-]+)=([A-Z0-9,+-]+)").fullmatch
_PARTS: Final = frozenset(
    {
        "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYYEARDAY", "BYWEEKNO",
        "BYSETPOS",
    }
)  # fmt: skip
_NO_RULE: Final = english(
    "“{text}” is no rule for coming again. Write it as RFC 5545 has it, like FREQ=WEEKLY;BYDAY=MO, "
    "or AFTER-DONE;FREQ=WEEKLY;INTERVAL=3 for three weeks after it was done."
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it is kept. `after_done`: counted from the day on which the task was done, else from its first day."""

    parts: tuple[tuple[str, str], ...]
    after_done: bool = False

    @property
    def text(self) -> str:
        """The rule in one line: "FREQ=WEEKLY;BYDAY=MO", "AFTER-DONE;FREQ=WEEKLY;INTERVAL=3"."""
        return ";".join([_AFTER] * self.after_done + [f"{name}={value}" for name, value in self.parts])

    @property
    def rrule(self) -> str:
        """The rule for a calendar program; "" where only DeskCRM knows when the task is done."""
        return "" if self.after_done else self.text

    @property
    def freq(self) -> str:
        """The unit: "DAILY", "WEEKLY", "MONTHLY", "YEARLY"."""
        return self.get("FREQ")

    @property
    def interval(self) -> int:
        """How many units lie between two."""
        return int(self.get("INTERVAL") or 1)

    @property
    def count(self) -> int | None:
        """How many times in all, from the first on (after done: from this one on); None without an end."""
        return int(self.get("COUNT")) if self.get("COUNT") else None

    def get(self, name: str) -> str:
        """A part's value, "" where the rule has no such part."""
        return dict(self.parts).get(name, "")

    def but(self, **parts: str) -> Rule:
        """The rule with other values for some parts; "" takes a part out."""
        known = {**dict(self.parts), **parts}
        return replace(self, parts=tuple((name, value) for name, value in known.items() if value))


def parse(text: str) -> Rule:
    """Reads a rule, with or without "RRULE:" before it. Raises InvalidValue for one that makes no sense for tasks."""
    said = text.strip().upper().removeprefix("RRULE:")
    after_done = said == _AFTER or said.startswith(f"{_AFTER};")
    said = said.removeprefix(_AFTER).strip(";")
    found = [_PART(part) for part in said.split(";")]
    parts = tuple((part[1], part[2]) for part in found if part is not None)
    if len(parts) < len(found) or len(dict(parts)) < len(parts) or not _PARTS.issuperset(dict(parts)):
        raise InvalidValue(tr(_NO_RULE, text=text))
    rule = Rule(parts, after_done)
    if rule.freq not in _UNITS or (after_done and any(name.startswith("BY") for name, _ in parts)):
        raise InvalidValue(tr(_NO_RULE, text=text))
    try:
        if rule.interval < 1 or (rule.count is not None and rule.count < 1) or (rule.count and rule.get("UNTIL")):
            raise ValueError(said)
        _dateutil(rule.but(UNTIL=_wall_until(rule.get("UNTIL"), "")), datetime(2026, 1, 1))
    except (ValueError, OverflowError) as error:
        raise InvalidValue(tr(_NO_RULE, text=text)) from error
    return rule


def wall(text: str) -> datetime:
    """A day or moment of the clock on the wall as Python has it; a day begins at midnight."""
    return datetime.fromisoformat(text)


def like(moment: datetime, model: str) -> str:
    """A moment written like `model`: as a day where that is one, else to the minute."""
    return moment.date().isoformat() if is_day(model) else moment.isoformat(timespec="minutes")


def is_day(text: str) -> bool:
    """Whether the text says a day and no time of day."""
    return "T" not in text


def following(rule: Rule, starts: str, slot: str, done: datetime, zone: str = "") -> str | None:
    """The next of a series, after the one that stood for `slot` was done; None after the last.

    `starts`: the first of the series; `done`: when, by the clock on the wall. Those that passed meanwhile are left out:
    what came due three times while nobody looked is done once. Written like `starts`.
    """
    if rule.after_done:
        return _after_done(rule, starts, done, zone)
    latest = max(wall(slot), datetime.combine(done.date(), time.max) if is_day(starts) else done)
    found = _bounded(rule, wall(starts), zone, latest).after(latest)
    return like(found, starts) if found is not None else None


def first(rule: Rule, starts: str, zone: str = "") -> str | None:
    """The first day or moment of a rule at or after `starts`; None where there is none."""
    if rule.after_done:
        return starts
    found = _bounded(rule, wall(starts), zone, wall(starts)).after(wall(starts), inc=True)
    return like(found, starts) if found is not None else None


def rest(rule: Rule) -> Rule | None:
    """The rule for the next one of a series that counts from the last done; None where this was the last."""
    if not rule.after_done or rule.count is None:
        return rule
    return rule.but(COUNT=str(rule.count - 1)) if rule.count > 1 else None


def for_calendar(rule: Rule, begins: str, zone: str) -> str:
    """The rule for a calendar program that knows the series from `begins` on; "" where it comes again after it is done.

    Its end is what its begin is (RFC 5545, 3.3.10): a day, a UTC moment where the begin has a zone, or a wall time.
    """
    until = _wall_until(rule.get("UNTIL"), zone)
    if rule.after_done or not until:
        return rule.rrule
    end = datetime.strptime(until, "%Y%m%dT%H%M%S")
    if is_day(begins):
        return rule.but(UNTIL=f"{end:%Y%m%d}").rrule
    if zone or wall(begins).tzinfo is not None:
        return rule.but(UNTIL=f"{end.replace(tzinfo=ZoneInfo(zone or 'UTC')).astimezone(UTC):%Y%m%dT%H%M%SZ}").rrule
    return rule.but(UNTIL=until).rrule


def _after_done(rule: Rule, starts: str, done: datetime, zone: str) -> str | None:
    if rest(rule) is None:
        return None
    base = datetime.combine(done.date(), wall(starts).time())
    found = base + relativedelta(**{_UNITS[rule.freq]: rule.interval})  # type: ignore[arg-type]
    until = _wall_until(rule.get("UNTIL"), zone)
    if until and found > datetime.strptime(until, "%Y%m%dT%H%M%S"):
        return None
    return like(found, starts)


def _bounded(rule: Rule, starts: datetime, zone: str, latest: datetime) -> rrule:
    """The rule from its first day on, with an end, so that one that never comes true is given up."""
    made = _dateutil(rule.but(UNTIL=_wall_until(rule.get("UNTIL"), zone)), starts)
    if rule.count is None and not rule.get("UNTIL"):
        made = made.replace(until=min(latest, _LAST_START) + relativedelta(years=_HORIZON[rule.freq]))
    return made


def _dateutil(rule: Rule, starts: datetime) -> rrule:
    made = rrulestr(";".join(f"{name}={value}" for name, value in rule.parts), dtstart=starts)
    assert isinstance(made, rrule)
    return made


def _wall_until(until: str, zone: str) -> str:
    """UNTIL by the clock on the wall: UTC moments are brought into the zone, a day lasts until its end."""
    if not until:
        return ""
    if "T" not in until:
        return f"{date.fromisoformat(until):%Y%m%d}T235959"
    if until.endswith("Z"):
        moment = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return f"{moment.astimezone(ZoneInfo(zone or 'UTC')):%Y%m%dT%H%M%S}"
    return until


# In words -------------------------------------------------------------------------------------------------------------

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_A_MONDAY: Final = date(2024, 1, 1)
_WEEKDAYS: Final = frozenset(_DAYS[:5])
_ORDINALS: Final = {
    "1": trc("a weekday of a month", "first"),
    "2": trc("a weekday of a month", "second"),
    "3": trc("a weekday of a month", "third"),
    "4": trc("a weekday of a month", "fourth"),
    "5": trc("a weekday of a month", "fifth"),
    "-1": trc("a weekday of a month", "last"),
}
_EVERY: Final = {
    "DAILY": lambda many: trn("every day", "every {count} days", many),
    "WEEKLY": lambda many: trn("every week", "every {count} weeks", many),
    "MONTHLY": lambda many: trn("every month", "every {count} months", many),
    "YEARLY": lambda many: trn("every year", "every {count} years", many),
}
_AFTER_DONE: Final = {
    "DAILY": lambda many: trn("{count} day after done", "{count} days after done", many),
    "WEEKLY": lambda many: trn("{count} week after done", "{count} weeks after done", many),
    "MONTHLY": lambda many: trn("{count} month after done", "{count} months after done", many),
    "YEARLY": lambda many: trn("{count} year after done", "{count} years after done", many),
}
_MONTHS: Final = (
    tr("January"), tr("February"), tr("March"), tr("April"), tr("May"), tr("June"), tr("July"), tr("August"),
    tr("September"), tr("October"), tr("November"), tr("December"),
)  # fmt: skip


def words(rule: Rule) -> str:
    """A rule in words: "every Monday", "every 2 weeks", "on the first Monday of every month", "3 weeks after done"."""
    if rule.after_done:
        return _with_end(rule, _AFTER_DONE[rule.freq](rule.interval))
    return _with_end(rule, _where_words(rule, _EVERY[rule.freq](rule.interval)))


def _where_words(rule: Rule, every: str) -> str:
    days = [day for day in rule.get("BYDAY").split(",") if day]
    month = rule.get("BYMONTH")
    if month.isdigit() and rule.freq == "YEARLY" and days:
        every = tr("{month} of {every}", month=_MONTHS[int(month) - 1], every=every)
    if rule.get("BYMONTHDAY"):
        return _month_day_words(rule.get("BYMONTHDAY"), month, every)
    if not days:
        return every
    if rule.freq == "WEEKLY":
        if frozenset(days) == _WEEKDAYS and rule.interval == 1:
            return tr("every weekday")
        named = listed([_weekday(day) for day in days if day in _DAYS])
        return (
            tr("every {days}", days=named) if rule.interval == 1 else tr("{every} on {days}", every=every, days=named)
        )
    place = rule.get("BYSETPOS")
    named = listed([_day_words(f"{place}{day}" if place in _ORDINALS else day) for day in days])
    return tr("on the {days} of {every}", days=named, every=every)


def _month_day_words(day: str, month: str, every: str) -> str:
    """ "every year on 3 March", "on the last day of every month", "on days 1 and 15 of every month"."""
    if month.isdigit():
        return tr("{every} on {day} {month}", every=every, day=day, month=_MONTHS[int(month) - 1])
    if day == "-1":
        return tr("on the last day of {every}", every=every)
    several = day.split(",")
    if len(several) > 1:
        return tr("on days {days} of {every}", days=listed(several), every=every)
    return tr("on day {day} of {every}", day=day, every=every)


def _weekday(code: str) -> str:
    """The weekday of a code: "MO" is Monday; any other code is itself."""
    return weekday_name(_A_MONDAY + timedelta(days=_DAYS.index(code))) if code in _DAYS else code


def _day_words(day: str) -> str:
    place, name = day[:-2].lstrip("+"), _weekday(day[-2:])
    return f"{_ORDINALS.get(place, place)} {name}".strip()


def _with_end(rule: Rule, said: str) -> str:
    if rule.count is not None:
        return trn("{rule}, once more", "{rule}, {count} times", rule.count, rule=said)
    until = _wall_until(rule.get("UNTIL"), "")
    if not until:
        return said
    last = datetime.strptime(until, "%Y%m%dT%H%M%S")
    day = tr("{day} {month} {year}", day=last.day, month=_MONTHS[last.month - 1], year=last.year)
    return tr("{rule}, until {day}", rule=said, day=day)
