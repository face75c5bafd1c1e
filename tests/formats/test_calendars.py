"""Calendars: one row for each person at each time of an event, in UTC, whatever the zones, folds and breaks."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import registry
from deskcrm.formats.icsevents import MOST_TIMES, Event, Events
from deskcrm.formats.table import Inspection

SAMPLES = Path(os.environ.get("DESKCRM_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "samples"))


def opened(path: Path) -> tuple[Inspection, list[dict[str, str]]]:
    inspection = registry.inspect(path)
    rows = [row for chunk in registry.read(path, inspection) for row in chunk.rows]
    return inspection, [
        {head: cell for head, cell in zip(inspection.headers, row, strict=True) if cell} for row in rows
    ]


@pytest.fixture
def calendar(tmp_path):
    """What a calendar with these lines gives."""

    def read(*lines: str) -> tuple[Inspection, list[dict[str, str]]]:
        path = tmp_path / "a.ics"
        path.write_bytes("\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]).encode())
        return opened(path)

    return read


def event(*lines: str, uid: str = "e1") -> list[str]:
    return ["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"]


def starts(rows: list[dict[str, str]]) -> list[str]:
    return [row["Starts"] for row in rows]


def test_an_event_says_when_what_where_and_who(calendar):
    _, rows = calendar(
        *event(
            "DTSTART;TZID=Europe/Berlin:20240105T100000", "SUMMARY:Fitting\\, first", "LOCATION:Shop",
            "DESCRIPTION:Bring shoes", "STATUS:CONFIRMED",
            "ATTENDEE;CN=Anna Weber;PARTSTAT=DECLINED:mailto:Anna@Example.com",
            "ATTENDEE;CUTYPE=ROOM;CN=Room 1:mailto:room@example.com", "BEGIN:VALARM", "DESCRIPTION:Alarm", "END:VALARM",
        )
    )  # fmt: skip
    assert rows == [
        {
            "Event key": "e1/anna@example.com", "Starts": "2024-01-05T09:00:00Z", "Kind of event": "meeting",
            "Event title": "Fitting, first", "Details": "Where: Shop\nBring shoes", "Event status": "declined",
            "Name": "Anna Weber", "Email": "anna@example.com",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ("DTSTART:20240105T100000Z", "2024-01-05T10:00:00Z"),
        ("DTSTART:20240105T100000", "2024-01-05T10:00:00"),
        ("DTSTART;VALUE=DATE:20240105", "2024-01-05"),
        ("DTSTART;TZID=/example.org/Europe/Berlin:20240705T100000", "2024-07-05T08:00:00Z"),
        ("DTSTART;TZID=W. Europe Standard Time:20240705T100000", "2024-07-05T08:00:00Z"),
        ('DTSTART;TZID="custom_America/New_York":20240705T100000', "2024-07-05T14:00:00Z"),
    ],
)
def test_times_are_told_in_utc_where_their_zone_is_known(calendar, start, told):
    assert starts(calendar(*event(start))[1]) == [told]


def test_a_zone_that_the_file_defines_and_one_that_nobody_knows(calendar):
    zone = [
        "BEGIN:VTIMEZONE", "TZID:Schöne Zeit", "BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:+0300",
        "TZOFFSETTO:+0300", "END:STANDARD", "END:VTIMEZONE",
    ]  # fmt: skip
    inspection, rows = calendar(*zone, *event("DTSTART;TZID=Schöne Zeit:20240705T100000"))
    assert starts(rows) == ["2024-07-05T07:00:00Z"]
    inspection, rows = calendar(*event("DTSTART;TZID=Nowhere:20240705T100000"))
    assert starts(rows) == ["2024-07-05T10:00:00"]
    assert "There is no time zone “Nowhere”; its times were read as UTC." in inspection.warnings


def test_a_repeating_event_keeps_its_hour_and_leaves_out_what_was_cancelled_or_moved(calendar):
    _, rows = calendar(
        *event(
            "DTSTAMP:20240501T000000Z", "DTSTART;TZID=Europe/Berlin:20240322T100000", "SUMMARY:Yoga",
            "RRULE:FREQ=WEEKLY;UNTIL=20240419T080000Z", "EXDATE;TZID=Europe/Berlin:20240405T100000",
        ),
        *event("RECURRENCE-ID;TZID=Europe/Berlin:20240412T100000", "DTSTART:20240413T060000Z", "SUMMARY:Yoga, moved"),
    )  # fmt: skip
    assert starts(rows) == ["2024-03-22T09:00:00Z", "2024-03-29T09:00:00Z", "2024-04-19T08:00:00Z",
                            "2024-04-13T06:00:00Z"]  # fmt: skip
    assert rows[-1]["Event key"] == "e1/2024-04-12T08:00:00Z"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY", "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=", "nonsense",
        "FREQ=DAILY;COUNT=99999999", "FREQ=DAILY;BYMONTHDAY=-x", "FREQ=DAILY;UNTIL=99991231T235959Z",
    ],
)  # fmt: skip
def test_no_rule_gives_more_times_than_are_kept(calendar, rule):
    _, rows = calendar(*event("DTSTAMP:99990101T000000Z", "DTSTART:19700101T100000Z", f"RRULE:{rule}"))
    assert 1 <= len(rows) <= MOST_TIMES


def test_a_series_that_begins_after_the_file_was_written_has_its_first_time(calendar):
    _, rows = calendar(*event("DTSTAMP:20240101T000000Z", "DTSTART:20250101T100000Z", "RRULE:FREQ=DAILY"))
    assert starts(rows) == ["2025-01-01T10:00:00Z"]


@pytest.mark.parametrize(
    "start", ["20240102T100000/20240102T110000", ",20240102T100000", "20240102T100000,20240103T100000"]
)
def test_a_series_that_begins_with_a_period_or_a_list_begins_with_its_first_time(calendar, start):
    _, rows = calendar(*event("DTSTAMP:20240104T000000Z", f"DTSTART:{start}", "RRULE:FREQ=DAILY;COUNT=2"))
    assert starts(rows) == ["2024-01-02T10:00:00", "2024-01-03T10:00:00"]


@pytest.mark.parametrize("start", ["20240102T100000Z", "99991230T100000Z", "00010101T100000Z"])
@pytest.mark.parametrize("rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=WEEKLY;BYMONTHDAY=31;BYMONTH=6"])
def test_a_rule_that_never_comes_true_is_given_up(calendar, start, rule):
    _, rows = calendar(*event("DTSTAMP:99991231T235959Z", f"DTSTART:{start}", f"RRULE:{rule}"))
    assert len(rows) == 1


def test_a_rule_keeps_its_weekdays_and_leap_days_through_the_years(calendar):
    lines = event("DTSTAMP:20200301T000000Z", "DTSTART:19960229T100000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")
    years = [when[:10] for when in starts(calendar(*lines)[1])]
    assert years == [f"{year}-02-29" for year in range(1996, 2021, 4)]
    lines = event("DTSTAMP:20240120T000000Z", "DTSTART:20240101T100000Z", "RRULE:FREQ=MONTHLY;BYDAY=3MO;COUNT=1")
    assert [when[:10] for when in starts(calendar(*lines)[1])] == ["2024-01-01", "2024-01-15"]


@pytest.mark.parametrize(
    "rule", ["FREQ=YEARLY;BYDAY=9SU;BYMONTH=2", "FREQ=YEARLY;BYDAY=-441SU;BYMONTH=10", "FREQ=YEARLY;BYDAY=54SU"]
)
def test_a_rule_beyond_its_month_or_year_stops_nothing(calendar, rule):
    changes = ["BEGIN:STANDARD", "DTSTART:19700101T000000", f"RRULE:{rule}", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200"]
    zone = ["BEGIN:VTIMEZONE", "TZID:mine", *changes, "END:STANDARD", "END:VTIMEZONE"]
    _, rows = calendar(*zone, *event("DTSTART;TZID=mine:20240101T100000", f"RRULE:{rule}"))
    assert len(rows) >= 1


def test_a_zone_whose_clocks_change_every_second_is_none(calendar):
    changes = [
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "RRULE:FREQ=SECONDLY",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
    ]
    zone = ["BEGIN:VTIMEZONE", "TZID:mine", *changes, "END:STANDARD", "END:VTIMEZONE"]
    inspection, rows = calendar(*zone, *event("DTSTART;TZID=mine:20240101T100000"))
    assert starts(rows) == ["2024-01-01T10:00:00"]
    assert any("mine" in warning for warning in inspection.warnings)


def test_the_owner_of_a_calendar_gets_no_rows(calendar):
    lines = [
        line
        for n in range(3)
        for line in event(
            f"DTSTART:2024010{n + 1}",
            "ORGANIZER:mailto:me@shop.example",
            f"ATTENDEE:mailto:c{n}@example.com",
            uid=str(n),
        )
    ]
    inspection, rows = calendar(*lines)
    assert [row["Email"] for row in rows] == [f"c{n}@example.com" for n in range(3)]
    assert inspection.warnings == (
        "me@shop.example is in most events and was taken for the calendar's owner, who gets no row.",
    )


def test_each_row_has_a_line_of_its_own(calendar):
    people = [f"ATTENDEE:mailto:c{n}@example.com" for n in range(20)]
    inspection, _ = calendar(*event("DTSTART:20240101", *people), *event("DTSTART:20240102", *people, uid="e2"))
    lines = [line for line, _ in inspection.sample]
    assert len(set(lines)) == len(lines) == 40


def test_what_is_no_event_is_told_and_a_calendar_without_events_refused(calendar):
    inspection, rows = calendar(
        *event("DTSTART:20240101", "ATTENDEE:mailto:a@example.com"), "BEGIN:VTODO", "SUMMARY:x", "END:VTODO"
    )
    assert len(rows) == 1
    assert inspection.warnings == ("1 to-do is left out; only events are read.",)
    with pytest.raises(UnreadableFile, match=r"a\.ics.*without events"):
        calendar("BEGIN:VTODO", "SUMMARY:x", "END:VTODO")


PIECES = st.one_of(
    st.binary(max_size=20),
    st.sampled_from(
        [b"\n", b"\n ", b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"BEGIN:VTIMEZONE\n", b"END:VTIMEZONE\n", b"TZID:x\n",
         b"DTSTART;TZID=x:20240101T100000\n", b"DTSTART:20240101\n", b"RRULE:FREQ=DAILY;", b"COUNT=3\n", b"INTERVAL=2;",
         b"BYDAY=XX;", b"EXDATE:", b"RDATE:20240102\n", b"ATTENDEE:mailto:", b"TZOFFSETTO:+0x\n", b"BEGIN:STANDARD\n",
         b"RECURRENCE-ID:20240101\n", b"UNTIL=2;", b"BYSETPOS=0;", b"00010101T000000", b"99991231T235959Z"]
    ),
)  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=30))
def test_whatever_stands_in_a_calendar_it_is_read_or_refused(tmp_path, pieces):
    path = tmp_path / "a.ics"
    path.write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + b"".join(pieces))
    try:
        opened(path)
    except UnreadableFile:
        return


# The shared samples ---------------------------------------------------------------------------------------------------


def facts() -> list[tuple[str, str, Any]]:
    if not (SAMPLES / "MANIFEST.tsv").exists():
        return []
    with (SAMPLES / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if r["format"] == "ics"]
    told = ((row["file"], json.loads(row["expected_json"])) for row in rows)
    return [(file, key, value) for file, expected in told for key, value in expected.items() if key in FACTS]


FACTS: dict[str, Any] = {
    "events": len,
    "rrule": lambda events: lines_of(events, "RRULE"),
    "exdate": lambda events: lines_of(events, "EXDATE"),
    "recurrence_id": lambda events: lines_of(events, "RECURRENCE-ID"),
    "first_summary": lambda events: events[0].text("SUMMARY"),
    "first_dtstart": lambda events: events[0].text("DTSTART").replace("-", ""),
    "first_rrule": lambda events: events[0].lines["RRULE"][0].raw.decode(),
    "tzids": lambda events: [events[0].lines["DTSTART"][0].first("TZID")],
}


def lines_of(events: list[Event], name: str) -> int:
    return sum(len(one.lines.get(name, [])) for one in events)


SHARED = facts()
NOTHING = pytest.param("", "", None, marks=pytest.mark.skip(reason="the shared samples are not here"))


@pytest.mark.parametrize(("file", "fact", "expected"), SHARED or [NOTHING])
def test_fact_of_the_manifest(file, fact, expected):
    found = FACTS[fact](list(Events(SAMPLES / file, "utf-8")))
    if fact == "first_dtstart":
        # The fact has the line's parameters before the time.
        expected = expected.rpartition(":")[2].replace("-", "")
    assert found == (expected.strip() if isinstance(expected, str) else expected)
