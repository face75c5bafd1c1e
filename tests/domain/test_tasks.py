"""When a task is due where the owner is, until when it can be put off, and what History says of it."""

from __future__ import annotations

from datetime import datetime

import pytest

from deskcrm.domain import tasks


@pytest.mark.parametrize(
    ("moment", "zone", "local", "shown"),
    [
        ("2026-11-27", "Europe/Berlin", "America/New_York", "2026-11-27"),
        ("2026-11-27T15:00", "Europe/Berlin", "Europe/Berlin", "2026-11-27T15:00"),
        ("2026-11-27T15:00", "Europe/Berlin", "America/New_York", "2026-11-27T09:00"),
        ("2026-07-27T15:00", "Europe/Berlin", "Asia/Kolkata", "2026-07-27T18:30"),
        ("2026-11-27T15:00", "", "America/New_York", "2026-11-27T15:00"),
        ("2026-11-27T15:00", "Mars/Olympus", "America/New_York", "2026-11-27T15:00"),
        ("2026-11-27T15:00:00Z", "", "Europe/Berlin", "2026-11-27T16:00"),
        ("2026-03-28T23:30", "America/New_York", "Europe/Berlin", "2026-03-29T05:30"),
    ],
)
def test_a_task_is_due_by_the_clock_where_the_owner_is(moment: str, zone: str, local: str, shown: str) -> None:
    assert tasks.here(moment, zone, local) == shown


def test_other_programs_are_told_the_offset() -> None:
    assert tasks.with_offset("2026-11-27T15:00", "Europe/Berlin") == "2026-11-27T15:00+01:00"
    assert tasks.with_offset("2026-07-27T15:00", "Europe/Berlin") == "2026-07-27T15:00+02:00"
    assert tasks.with_offset("2026-11-27", "Europe/Berlin") == "2026-11-27"
    assert tasks.with_offset(None, "Europe/Berlin") is None
    assert (tasks.with_offset("2026-11-27T15:00", "Mars/Olympus") or "").startswith("2026-11-27T15:00")


def test_putting_off_is_offered_by_the_time_of_day() -> None:
    sunday = datetime(2026, 11, 29, 9)
    assert tasks.put_off(sunday) == [
        ("This afternoon", "2026-11-29T15:00"), ("Tomorrow", "2026-11-30"), ("In 3 days", "2026-12-02"),
        ("Next week", "2026-11-30"),
    ]  # fmt: skip
    assert tasks.put_off(sunday.replace(hour=14))[0] == ("This evening", "2026-11-29T18:00")
    assert tasks.put_off(sunday.replace(hour=17))[0] == ("Tomorrow", "2026-11-30")


@pytest.mark.parametrize(
    ("kind", "params", "words"),
    [
        ("task", {"title": "Call"}, "Added the task “Call”"),
        ("task_done", {"title": "Call", "tasks": 1}, "Done: “Call”"),
        ("task_snooze", {"tasks": 3}, "Put off 3 tasks"),
        ("task_delete", {"tasks": 1200}, "Deleted 1,200 tasks"),
        ("task_many", {"title": "Call", "contacts": 12}, "Added the task “Call” for 12 contacts"),
    ],
)
def test_history_says_what_was_done_with_tasks(kind: str, params: dict[str, object], words: str) -> None:
    assert tasks.said(kind, params) == words


def test_a_moment_at_an_end_of_the_calendar_stays_as_it_is_in_another_zone() -> None:
    assert tasks.here("9999-12-31T23:59", "America/New_York", "Asia/Tokyo") == "9999-12-31T23:59"
