"""Calendars (iCalendar): one row for each person at each time of an event, so that meetings find their people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import text as text_rules
from deskcrm.formats.addressbook import Told, in_chunks
from deskcrm.formats.contentlines import Property
from deskcrm.formats.icsevents import Event, Events, When, occurrences
from deskcrm.formats.icszones import parse
from deskcrm.formats.table import Chunk, Inspection, ReadOptions
from deskcrm.languages import tr, trn

FORMAT: Final = "calendar"
OPENING: Final = re.compile(r"BEGIN[ \t]*:[ \t]*(VCALENDAR|VEVENT|VTODO|VJOURNAL|VTIMEZONE)", re.IGNORECASE)
HEADERS: Final = (
    "Event key", "Starts", "Ends", "Kind of event", "Event title", "Details", "Event status", "Name", "Email",
    "Repeats",
)  # fmt: skip
MOST_PEOPLE: Final = 200
"""How many people of one event get rows."""
_SAMPLE_ROWS: Final = 200
_NOT_PEOPLE: Final = frozenset({"RESOURCE", "ROOM", "GROUP"})
_OWNS_FROM: Final = 3  # events, of which the calendar's owner is in more than half
_WRITERS: Final = (
    (re.compile(r"google", re.IGNORECASE), "Google Calendar"),
    (re.compile(r"microsoft|outlook|exchange", re.IGNORECASE), "Outlook calendar"),
    (re.compile(r"apple|ical\b|\bios\b", re.IGNORECASE), "Apple Calendar"),
    (re.compile(r"mozilla|thunderbird|lightning", re.IGNORECASE), "Thunderbird calendar"),
    (re.compile(r"nextcloud|sabredav", re.IGNORECASE), "Nextcloud calendar"),
    (re.compile(r"calendly", re.IGNORECASE), "Calendly"),
)


@dataclass(slots=True)
class _Overview:
    """What must be known of the whole file before its rows: when it was written, whose it is, which times moved."""

    written: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    owner: str = ""
    moved: dict[str, set[When]] = field(default_factory=dict)
    events: int = 0
    people: Counter[str] = field(default_factory=Counter)
    with_people: int = 0


def inspect(path: Path, sample: text_rules.Bytes, options: ReadOptions) -> Inspection:
    """What a calendar holds; it is read to its end. Raises UnreadableFile, also where it has no events."""
    encoding = sample.encoding(options.encoding)
    events = Events(path, encoding.name)
    overview = _look_through(events)
    if not overview.events:
        raise UnreadableFile(
            tr("“{file}” is a calendar without events. Choose another one, or export it again.", file=path.name)
        )
    first, count = list[tuple[int, list[str]]](), 0
    for row in _rows(Events(path, encoding.name), overview):
        count += 1
        if len(first) < _SAMPLE_ROWS:
            first.append(row)
    said = events.said.get("PRODID", "")
    exporter = next((words for pattern, words in _WRITERS if pattern.search(said)), "Calendar")
    return Inspection(
        format=FORMAT,
        encoding=encoding.name,
        delimiter="",
        quote="",
        escape="",
        header_row=None,
        headers=HEADERS,
        sample=tuple((line, tuple(cells)) for line, cells in first),
        size=sample.size,
        estimated_rows=count,
        warnings=(*encoding.warnings, *_sentences(events, overview)),
        exporter=exporter,
        source=exporter if exporter != "Calendar" else "",
    )


def read(path: Path, inspection: Inspection, chunk: int = 4096) -> Iterator[Chunk]:
    """A row for each person at each time of an event. Raises UnreadableFile."""
    overview = _look_through(Events(path, inspection.encoding))
    events = Events(path, inspection.encoding)
    return in_chunks(_rows(events, overview), chunk, lambda: events.bytes_read, Told)


def _sentences(events: Events, overview: _Overview) -> Iterator[str]:
    if overview.owner:
        yield tr(
            "{person} is in most events and was taken for the calendar's owner, who gets no row.", person=overview.owner
        )
    for name in sorted(events.zones.unknown):
        yield tr("There is no time zone “{name}”; its times were read as UTC.", name=name)
    todos, journals = events.left_out["VTODO"], events.left_out["VJOURNAL"]
    if todos:
        yield trn(
            "{count} to-do is left out; only events are read.",
            "{count} to-dos are left out; only events are read.",
            todos,
        )
    if journals:
        yield trn(
            "{count} journal entry is left out; only events are read.",
            "{count} journal entries are left out; only events are read.",
            journals,
        )
    alone = overview.events - overview.with_people
    if alone:
        yield trn(
            "{count} event names nobody, so whom to put it with can't be known.",
            "{count} events name nobody, so whom to put it with can't be known.",
            alone,
        )


def _look_through(events: Events) -> _Overview:
    overview = _Overview()
    for event in events:
        overview.events += 1
        for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
            when = parse(event.text(name)) if name in event.lines else None
            if isinstance(when, datetime):
                overview.written = max(overview.written, when.replace(tzinfo=UTC))
        if "RRULE" not in event.lines:
            start = event.time("DTSTART", events.zones)
            if isinstance(start, datetime) and overview.written.year == 1970:
                overview.written = max(overview.written, start.replace(tzinfo=UTC))
        again = event.time("RECURRENCE-ID", events.zones)
        if again is not None:
            overview.moved.setdefault(event.text("UID"), set()).add(again)
        emails = {email for _, email, _ in _people(event)}
        if emails:
            overview.with_people += 1
            overview.people.update(emails)
    overview.owner = _owner(events, overview)
    return overview


def _owner(events: Events, overview: _Overview) -> str:
    """Who the calendar belongs to: whose address is its name, or who is in more than half of several events."""
    name = events.said.get("X-WR-CALNAME", "").strip().lower()
    if name in overview.people:
        return name
    if overview.with_people < _OWNS_FROM:
        return ""
    (email, count), *others = overview.people.most_common(2)
    most = count * 2 > overview.with_people and (not others or others[0][1] < count)
    return email if most else ""


# Rows -----------------------------------------------------------------------------------------------------------------


def _rows(events: Events, overview: _Overview) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line of their event; further rows of one event take the next lines, each its own."""
    line = 0
    for event in events:
        people = [one for one in _people(event) if one[1] != overview.owner] or [("", "", "")]
        uid, again = event.text("UID"), event.time("RECURRENCE-ID", events.zones)
        moved = overview.moved.get(uid, set()) if again is None else set()
        whens = [when for when in occurrences(event, events.zones, overview.written) if when not in moved]
        repeats = "RRULE" in event.lines or again is not None
        nowhen: list[When | None] = [] if moved else [None]
        for when in whens or nowhen:
            time = _written(again or when) if repeats else ""
            for name, email, answer in people:
                key = "/".join(filter(None, (uid, time, email or name))) if uid else ""
                line = max(line + 1, event.line)
                yield line, _row(event, events, when, key, name, email, answer)


def _row(event: Event, events: Events, when: When | None, key: str, name: str, email: str, answer: str) -> list[str]:
    status = event.text("STATUS").lower()
    place, text = event.text("LOCATION").strip(), event.text("DESCRIPTION").strip()
    return [
        key,
        _written(when),
        _written(event.time("DTEND", events.zones)) if "RRULE" not in event.lines else "",
        "meeting" if "ATTENDEE" in event.lines else "appointment",
        event.text("SUMMARY").strip(),
        "\n".join(filter(None, (place and f"Where: {place}", text))),
        "declined" if answer == "DECLINED" and status != "cancelled" else status,
        name,
        email,
        event.text("RRULE"),
    ]


def _written(when: When | None) -> str:
    if when is None:
        return ""
    if not isinstance(when, datetime):
        return when.isoformat()
    return f"{when:%Y-%m-%dT%H:%M:%S}{'Z' if when.tzinfo else ''}"


def _people(event: Event) -> list[tuple[str, str, str]]:
    """Name, email and answer of each person of an event, its organizer too; rooms and things are none."""
    found: dict[str, tuple[str, str, str]] = {}
    for one in [*event.lines.get("ATTENDEE", []), *event.lines.get("ORGANIZER", [])][: MOST_PEOPLE + 1]:
        if one.first("CUTYPE").upper() in _NOT_PEOPLE:
            continue
        name, email = _person(one)
        key = email or name
        if key:
            found.setdefault(key, (name, email, one.first("PARTSTAT").upper()))
    return list(found.values())


def _person(one: Property) -> tuple[str, str]:
    text = one.text
    email = text[7:] if text[:7].lower() == "mailto:" else one.first("EMAIL") or (text if "@" in text else "")
    name = one.first("CN").strip()
    return ("" if "@" in name else name), email.strip().lower()
