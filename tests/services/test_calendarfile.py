"""The calendar file: read back by icalendar and by our own reader; series, alarms, zones; kept up to date whole."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from deskcrm.domain.errors import UserError
from deskcrm.domain.recurrence import parse
from deskcrm.formats import registry
from deskcrm.formats.icswrite import Entry, calendar_bytes
from deskcrm.formats.table import ReadOptions
from deskcrm.services import activities, calendarfile, contacts, erasing, reads, tasks
from deskcrm.services.workspace import Workspace

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def berlin() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        set_zone()
        yield
    set_zone()


def set_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(tmp_path / "w.deskcrm", clock=lambda: NOW)
    yield workspace
    workspace.close()


@pytest.fixture
def anna(ws: Workspace) -> int:
    return contacts.add(ws, "person", {"given": "Anna", "family": "Weber", "emails": [{"value": "a@b.example"}]}).value


def saved(ws: Workspace, folder: Path) -> Any:
    path = folder / "out.ics"
    calendarfile.save(ws, path)
    return Calendar.from_ical(path.read_bytes())


def by_title(calendar: Any, kind: str = "VEVENT") -> dict[str, Any]:
    return {str(one["SUMMARY"]): one for one in calendar.walk(kind)}


def test_tasks_and_meetings_are_read_back(ws: Workspace, anna: int, tmp_path: Path) -> None:
    tasks.add(ws, "Send the quote; with\nprices, please", contact=anna, due="2026-03-05T15:00", priority=2,
              remind_at="2026-03-05T14:30", notes="Line one\nLine two")  # fmt: skip
    tasks.add(ws, "Order paper", due="2026-03-06")
    tasks.add(ws, "Some day")
    done = tasks.add(ws, "Done", due="2026-03-06").value
    tasks.finish(ws, done)
    activities.log(ws, anna, "meeting", "Spoke of the terrace", title="Terrace", at="2026-03-04T10:00+01:00")
    calendar = saved(ws, tmp_path)
    events = by_title(calendar)
    assert set(events) == {"Send the quote; with prices, please (Anna Weber)", "Order paper", "Terrace (Anna Weber)"}
    quote = events["Send the quote; with prices, please (Anna Weber)"]
    assert quote.decoded("DTSTART") == datetime.fromisoformat("2026-03-05T15:00+01:00")
    assert quote["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert quote["PRIORITY"] == 1
    assert str(quote["DESCRIPTION"]) == "Line one\nLine two"
    (alarm,) = quote.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(minutes=-30)
    assert events["Order paper"].decoded("DTSTART") == date(2026, 3, 6)
    assert events["Terrace (Anna Weber)"].decoded("DTSTART") == datetime(2026, 3, 4, 9, tzinfo=UTC)
    assert set(by_title(calendar, "VTODO")) == {"Some day"}
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]


def test_our_own_reader_takes_it(ws: Workspace, anna: int, tmp_path: Path) -> None:
    tasks.add(ws, "Call back", contact=anna, due="2026-03-05T15:00")
    path = tmp_path / "out.ics"
    assert calendarfile.save(ws, path) == 1
    inspection = registry.inspect(path, ReadOptions())
    assert inspection.format == "calendar"


def test_a_series_goes_on_after_the_open_one(ws: Workspace, tmp_path: Path) -> None:
    task = tasks.add(ws, "Invoice", due="2026-03-02T09:00", repeat="FREQ=WEEKLY;BYDAY=MO;COUNT=4").value
    tasks.edit(ws, task, {"due": "2026-03-03T11:00"})  # this one alone is put off
    found = saved(ws, tmp_path).walk("VEVENT")
    single, series = sorted(found, key=lambda one: "RRULE" in one)
    assert single.decoded("DTSTART").isoformat() == "2026-03-03T11:00:00+01:00"
    assert series.decoded("DTSTART").isoformat() == "2026-03-09T09:00:00+01:00"
    assert series["RRULE"].to_ical() == b"FREQ=WEEKLY;COUNT=3;BYDAY=MO"
    assert single["UID"] != series["UID"]


@pytest.mark.parametrize(
    ("due", "until"), [("2026-03-02", "20260401"), ("2026-03-02T09:00", "20260401T215959Z")]
)  # the end of 1 April in Berlin
def test_a_series_ends_as_it_begins_with_a_day_or_a_moment(ws: Workspace, tmp_path: Path, due: str, until: str) -> None:
    tasks.add(ws, "Stock", due=due, repeat="FREQ=WEEKLY;UNTIL=20260401")
    calendarfile.save(ws, tmp_path / "o.ics")
    assert f"UNTIL={until}\r\n".encode() in (tmp_path / "o.ics").read_bytes()


def test_what_comes_again_after_it_was_done_has_no_rule(ws: Workspace, tmp_path: Path) -> None:
    tasks.add(ws, "Water", due="2026-03-02", repeat="AFTER-DONE;FREQ=WEEKLY;INTERVAL=3")
    (event,) = saved(ws, tmp_path).walk("VEVENT")
    assert "RRULE" not in event
    assert not parse("AFTER-DONE;FREQ=WEEKLY").rrule


def test_removed_people_are_not_in_it(ws: Workspace, anna: int, tmp_path: Path) -> None:
    tasks.add(ws, "Call back", contact=anna, due="2026-03-05T15:00")
    activities.log(ws, anna, "meeting", "Spoke", at="2026-03-04T10:00")
    contacts.remove(ws, anna)
    assert saved(ws, tmp_path).walk("VEVENT") == []


def test_it_is_kept_up_to_date_in_a_folder(ws: Workspace, tmp_path: Path) -> None:
    assert calendarfile.refresh(ws) == ""
    shared = tmp_path / "shared"
    shared.mkdir()
    calendarfile.keep_in(ws, shared)
    assert calendarfile.folder(ws) == shared
    tasks.add(ws, "Order paper", due="2026-03-06")
    says = calendarfile.refresh(ws)
    assert b"SUMMARY:Order paper" in (shared / "DeskCRM.ics").read_bytes()
    written = (shared / "DeskCRM.ics").stat().st_ino
    assert calendarfile.refresh(ws, says) == says
    assert (shared / "DeskCRM.ics").stat().st_ino == written  # nothing new to say
    (shared / "DeskCRM.ics").unlink()
    assert calendarfile.refresh(ws, says) == says
    assert [file.name for file in shared.iterdir()] == ["DeskCRM.ics"]
    calendarfile.keep_in(ws, None)
    assert calendarfile.folder(ws) is None


def test_where_it_cant_be_written_it_says_so(ws: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no folder"):
        calendarfile.keep_in(ws, tmp_path / "nowhere")
    assert calendarfile.folder(ws) is None
    with pytest.raises(UserError, match=r"End it with \.ics"):
        calendarfile.save(ws, tmp_path / "calendar.txt")


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    entry = Entry("1", "ö" * 200, "2026-03-06", text="x" * 300)
    content = calendar_bytes([entry], NOW)
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == ("ö" * 200, "x" * 300)


def test_whoever_is_erased_is_not_in_it_any_more(ws: Workspace, anna: int, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    tasks.add(ws, "Call back", contact=anna, due="2026-03-05T15:00")
    calendarfile.keep_in(ws, shared)
    assert b"Anna Weber" in (shared / "DeskCRM.ics").read_bytes()
    assert erasing.erase(ws, anna).value.out_of_reach == ()
    assert b"Anna" not in (shared / "DeskCRM.ics").read_bytes()


def test_a_file_out_of_reach_is_named_when_somebody_is_erased(ws: Workspace, anna: int, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    calendarfile.keep_in(ws, shared)
    shared.rename(tmp_path / "away")
    assert erasing.erase(ws, anna).value.out_of_reach == (str(shared / "DeskCRM.ics"),)


def test_history_says_what_was_set(ws: Workspace, tmp_path: Path) -> None:
    calendarfile.keep_in(ws, tmp_path)
    assert reads.history(ws, 1)[0].summary == "Changed where the calendar file is kept"
