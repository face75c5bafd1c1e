"""The events of a calendar file, one by one, with their zones; to-dos and journals are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from dateutil.rrule import rrulestr

from deskcrm.formats import text as text_rules
from deskcrm.formats.contentlines import ByteLines, Property, properties, split, unescape
from deskcrm.formats.icszones import Zones, parse

MOST_LINES: Final = 5000
"""Lines of one event that are kept."""
MOST_TIMES: Final = 60
"""How many times of a repeating event are kept: the last ones up to when the file was written."""
_LONGEST: Final = timedelta(days=50 * 366)
_CYCLE: Final = timedelta(days=146_097)
"""The calendar repeats itself every 400 years, weekdays too: a rule is reckoned near the end of all years, so that one
which never comes true is soon given up."""
_LAST_YEAR: Final = datetime.max.year - 60
_SLOW_ENOUGH: Final = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
When = datetime | date


@dataclass(slots=True)
class Event:
    """One event as it stands in the file: its lines by name, and the line, from 1, on which it begins."""

    line: int
    lines: dict[str, list[Property]] = field(default_factory=dict)
    count: int = 0

    def add(self, one: Property) -> None:
        """One more line; too many are passed over."""
        self.count += 1
        if self.count <= MOST_LINES:
            self.lines.setdefault(one.name, []).append(one)

    def text(self, name: str) -> str:
        """The first line of that name, without its backslashes; "" where there is none."""
        return unescape(self.lines[name][0].text) if name in self.lines else ""

    def time(self, name: str, zones: Zones) -> When | None:
        """The first time of that name: in UTC, local where its zone is unknown, or a day."""
        found = times(self.lines.get(name, [])[:1], zones)
        return found[0] if found else None


def times(lines: list[Property], zones: Zones) -> list[When]:
    """All times that some lines hold."""
    found: list[When] = []
    for one in lines:
        for when in map(parse, _pieces(one)):
            if isinstance(when, datetime) and when.tzinfo is None:
                when = zones.in_utc(when, one.first("TZID"))
            if when is not None:
                found.append(when)
    return found


def _pieces(one: Property) -> list[str]:
    """The texts of a line's times; of periods, when they begin."""
    return [text.split("/")[0] for text in split(one.text, ",")]


class Events:
    """The events of a file in its order; `zones`, `said` (of the calendar) and `left_out` fill up meanwhile."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._lines = ByteLines(path, encoding)
        wide = text_rules.codec(encoding).startswith(("utf-16", "utf-32"))
        self._charset = "utf-8" if wide else encoding
        self.zones = Zones()
        self.said: dict[str, str] = {}
        self.left_out: Counter[str] = Counter()

    @property
    def bytes_read(self) -> int:
        """How far into the file the reading has come."""
        return self._lines.bytes_read

    def __iter__(self) -> Iterator[Event]:
        """An event that is not ended ends where the next one begins, or the file."""
        event: Event | None = None
        within: list[str] = []  # what was begun inside the event: alarms
        zone: list[tuple[str, str]] | None = None
        for one in properties(self._lines, self._charset):
            what = one.text.split("\n")[0].strip().upper() if one.name in ("BEGIN", "END") else ""
            if zone is not None:
                zone = self._grown(zone, one, what)
            elif one.name == "BEGIN" and what == "VEVENT":
                if event is not None:
                    yield event
                event, within = Event(one.line), []
            elif one.name == "BEGIN" and what == "VTIMEZONE":
                zone = []
            elif one.name == "BEGIN":
                within.append(what)
                self.left_out[what] += 1
            elif one.name == "END" and what == "VEVENT":
                if event is not None:
                    yield event
                event, within = None, []
            elif one.name == "END":
                within = within[:-1]
            elif event is None:
                self.said.setdefault(one.name, unescape(one.text)[:1000])
            elif not within:
                event.add(one)
        if event is not None:
            yield event

    def _grown(self, zone: list[tuple[str, str]], one: Property, what: str) -> list[tuple[str, str]] | None:
        """The definition of a zone with one more line; None when it has ended."""
        if what in ("VTIMEZONE", "VCALENDAR", "VEVENT"):
            self.zones.define(next((value for key, value in zone if key == "TZID"), ""), zone)
            return None
        if len(zone) < MOST_LINES:
            zone.append((one.name, unescape(one.text)))
        return zone


# Repeating events -----------------------------------------------------------------------------------------------------


def occurrences(event: Event, zones: Zones, until: datetime) -> list[When]:
    """When an event takes place: once, or the last times (MOST_TIMES) up to `until` that its rule and its dates give.

    A rule that makes no sense, or repeats within a day, counts as none. A series that begins later has its first time.
    """
    start = event.time("DTSTART", zones)
    if start is None:
        return []
    rules = [unescape(one.text) for one in event.lines.get("RRULE", [])]
    more = times(event.lines.get("RDATE", []), zones)
    if not rules and not more:
        return [start]
    zone = event.lines["DTSTART"][0].first("TZID")
    local = next(filter(None, map(parse, _pieces(event.lines["DTSTART"][0]))))
    wanted = {when for rule in rules for when in _by_rule(rule, local, zone, zones, until)} | {start, *more}
    left_out = {_plain(when) for when in times(event.lines.get("EXDATE", []), zones)}
    found = sorted((when for when in wanted if _plain(when) not in left_out), key=_plain)
    past = [when for when in found if _plain(when) <= _plain(until)]
    return past[-MOST_TIMES:] or found[:1]


def _by_rule(rule: str, local: When, zone: str, zones: Zones, until: datetime) -> Iterator[When]:
    """The times of one rule, reckoned by the clock of its zone as people do, then told in UTC."""
    parts = dict(part.upper().split("=", 1) for part in rule.replace("\\", "").split(";") if "=" in part)
    if parts.get("FREQ") not in _SLOW_ENOUGH or not parts.get("INTERVAL", "1").isdecimal():
        return
    if int(parts.get("INTERVAL", "1")) == 0:
        return
    first, last = _plain(local), parse(parts.pop("UNTIL", ""))
    ahead = _CYCLE * max(0, (_LAST_YEAR - first.year) // 400)
    try:
        ends = [_plain(until) + timedelta(days=1), first + _LONGEST]
        if last is not None:
            ends.append(_local(last, zone, zones) if isinstance(last, datetime) else _plain(last) + timedelta(days=1))
        text = ";".join(f"{key}={value}" for key, value in parts.items())
        bounded = text if "COUNT" in parts else f"{text};UNTIL={min(ends) + ahead:%Y%m%dT%H%M%S}"
        for moment in rrulestr(bounded, dtstart=first + ahead):
            if moment - ahead > min(ends):
                return
            yield _as_written(moment - ahead, local, zone, zones)
    except (ValueError, TypeError, OverflowError, KeyError, IndexError):
        return


def _as_written(moment: datetime, local: When, zone: str, zones: Zones) -> When:
    if not isinstance(local, datetime):
        return moment.date()
    return moment.replace(tzinfo=UTC) if local.tzinfo else zones.in_utc(moment, zone)


def _local(moment: datetime, zone: str, zones: Zones) -> datetime:
    """A moment in UTC by the clock of a zone, without it."""
    known = zones.find(zone) if zone else None
    if moment.tzinfo is None or known is None:
        return moment.replace(tzinfo=None)
    return moment.astimezone(known).replace(tzinfo=None)


def _plain(when: When) -> datetime:
    """For comparing: a moment in UTC or local without saying so, a day at its start."""
    if isinstance(when, datetime):
        return when.replace(tzinfo=None)
    return datetime(when.year, when.month, when.day)
