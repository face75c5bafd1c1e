"""Writes a calendar file (iCalendar, RFC 5545) of what is to be done and of meetings, for calendar programs to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from deskcrm.formats.writing import write_whole

ENDING: Final = ".ics"
_NAME: Final = "DeskCRM"
_REFRESH: Final = timedelta(minutes=15)
"""How often programs that subscribe are asked to look."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the calendar.

    `at`: a day, a wall time of `zone` ("" for wherever one is), a moment with its offset, or None for what has no day.
    `rule`: how it comes again (RRULE). `alarm`: how long after `at` it reminds, negative for before. `priority`: as the
    standard counts, 1 the highest, 0 for none.
    """

    uid: str
    title: str
    at: str | None
    zone: str = ""
    text: str = ""
    rule: str = ""
    alarm: timedelta | None = None
    priority: int = 0
    busy: bool = False


def calendar_bytes(entries: Iterable[Entry], now: datetime, name: str = _NAME) -> bytes:
    """The calendar. What has a day is an event, since calendar programs show nothing else; what has none is a to-do."""
    from icalendar import Calendar  # 100 ms that other work does without

    made = Calendar()
    made.add("PRODID", "-//DeskCRM//DeskCRM//EN")
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    made.add("X-WR-CALNAME", name)
    made.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        made.add_component(_component(entry, now))
    made.add_missing_timezones()
    content: bytes = made.to_ical()
    return content


def write_calendar(path: Path, entries: Iterable[Entry], now: datetime, name: str = _NAME) -> int:
    """Writes the calendar whole or not at all; answers how many entries it has. Raises UserError."""
    found = list(entries)
    write_whole(path, [calendar_bytes(found, now, name)])
    return len(found)


def _component(entry: Entry, now: datetime) -> Any:
    from icalendar import Event, Todo, vRecur

    made: Any = Todo() if entry.at is None else Event()
    made.add("UID", entry.uid)
    made.add("DTSTAMP", now.astimezone(UTC).replace(microsecond=0))
    made.add("SUMMARY", entry.title)
    if entry.text:
        made.add("DESCRIPTION", entry.text)
    if entry.priority:
        made.add("PRIORITY", entry.priority)
    if entry.at is None:
        made.add("STATUS", "NEEDS-ACTION")
        return made
    made.add("DTSTART", _start(entry.at, entry.zone))
    made.add("TRANSP", "OPAQUE" if entry.busy else "TRANSPARENT")
    if entry.rule:
        made.add("RRULE", vRecur.from_ical(entry.rule))
    if entry.alarm is not None:
        made.add_component(_alarm(entry.title, entry.alarm))
    return made


def _alarm(title: str, after: timedelta) -> Any:
    from icalendar import Alarm

    made = Alarm()
    made.add("ACTION", "DISPLAY")
    made.add("DESCRIPTION", title)
    made.add("TRIGGER", after)
    return made


def _start(at: str, zone: str) -> date | datetime:
    if "T" not in at:
        return date.fromisoformat(at)
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    return moment.replace(tzinfo=ZoneInfo(zone)) if zone else moment
