"""Clocks that jump, days that are far off, zones that change, a computer that sleeps (F49 to F53)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fault_invariants import all_holds
from fault_operations import NAME
from PySide6.QtCore import QTimer

from deskcrm.domain.reminder_words import Showing, notices
from deskcrm.domain.reminders import pause
from deskcrm.services import reminders, tasks
from deskcrm.services.workspace import Workspace

needs_tzset = pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system's zone can't be changed for a test")
LONGEST_OF_QT = 2**31 - 1
"""Milliseconds, 24.8 days: more overflows a timer of Qt's."""


class Clock:
    """A clock that the test sets; it stands still in between."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def travel() -> Iterator[Callable[[str], None]]:
    """The owner is in Amsterdam, until they travel."""
    with pytest.MonkeyPatch.context() as patch:

        def go(zone: str) -> None:
            patch.setenv("TZ", zone)
            time.tzset()

        go("Europe/Amsterdam")
        yield go
    time.tzset()


@pytest.fixture
def ws(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """A workspace by that clock; after each fault all that must hold holds."""
    workspace = Workspace.open(tmp_path / NAME, clock=clock)
    yield workspace
    all_holds(workspace)
    workspace.close()


def look(ws: Workspace) -> list[Showing]:
    """What one look at the clock shows, noted as shown."""
    shown = reminders.begin(ws).value
    reminders.noted(ws, [one.key for one in shown])
    return list(shown)


@needs_tzset
@pytest.mark.parametrize("jump", [timedelta(hours=2), timedelta(hours=-2), timedelta(days=5 * 365)], ids=str)
def test_f49_a_clock_that_jumps_shows_each_reminder_once(
    ws: Workspace, clock: Clock, travel: Callable[[str], None], jump: timedelta
) -> None:
    told = {tasks.add(ws, f"At {hour}", due=f"2026-11-02T{hour:02}:00").value for hour in range(7, 14)}
    shown = [one.task for one in look(ws)]  # at nine in Amsterdam
    clock.now += jump
    shown += [one.task for one in look(ws)]
    clock.now -= jump  # and somebody puts it right
    shown += [one.task for one in look(ws)]
    for _ in range(6):
        clock.now += timedelta(hours=1)
        shown += [one.task for one in look(ws)]
    assert sorted(shown) == sorted(told)


def test_f49_what_piled_up_in_five_years_is_one_notification(ws: Workspace, clock: Clock) -> None:
    for number in range(200):
        tasks.add(ws, f"Task {number}", due="2026-11-03T10:00")
    clock.now += timedelta(days=5 * 365)
    (notice,) = notices(look(ws), reminders.today(ws))
    assert notice.title == "200 reminders"
    assert look(ws) == []


@needs_tzset
@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2027-03-28T02:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # never on the wall: half past three, once
        ("2027-10-31T02:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # twice on the wall: the first time
    ],
)
def test_f50_an_hour_that_the_clock_skips_or_shows_twice_reminds_once(
    ws: Workspace, clock: Clock, travel: Callable[[str], None], said: str, moment: datetime
) -> None:
    tasks.add(ws, "Open the shop", due=said)
    clock.now = moment - timedelta(minutes=1)
    assert look(ws) == []
    clock.now = moment
    assert len(look(ws)) == 1
    for _ in range(4):
        clock.now += timedelta(minutes=30)
        assert look(ws) == []


@needs_tzset
def test_f51_a_sleep_of_nine_hours_is_one_notification_that_says_so(
    ws: Workspace, clock: Clock, travel: Callable[[str], None]
) -> None:
    for hour in (10, 12, 14, 16):
        tasks.add(ws, f"At {hour}", due=f"2026-11-02T{hour}:00")
    assert look(ws) == []
    clock.now += timedelta(hours=9)
    shown = look(ws)
    (notice,) = notices(shown, reminders.today(ws))
    assert [one.late for one in shown] == [True] * 4
    assert notice.title == "4 reminders"
    assert look(ws) == []


@needs_tzset
@pytest.mark.parametrize("days", [25, 30, 400, 36_000])
def test_f52_a_reminder_however_far_ahead_overflows_no_timer_and_comes(
    ws: Workspace, clock: Clock, travel: Callable[[str], None], days: int
) -> None:
    day = clock.now + timedelta(days=days)
    tasks.add(ws, "Far ahead", due=day.astimezone().strftime("%Y-%m-%dT%H:%M"))
    found = reminders.glance(ws)
    for at in (found.next_at, day):  # as the window asks, and as if the far moment itself were counted down to
        milliseconds = int(pause(at, clock.now) * 1000)
        timer = QTimer()
        timer.setInterval(milliseconds)
        assert 0 < timer.interval() == milliseconds < LONGEST_OF_QT
    clock.now = day - timedelta(seconds=1)
    assert look(ws) == []
    clock.now = day
    assert [one.title for one in look(ws)] == ["Far ahead"]


@needs_tzset
def test_f53_in_another_zone_a_time_keeps_its_moment_and_a_day_its_morning(
    ws: Workspace, clock: Clock, travel: Callable[[str], None]
) -> None:
    """While DeskCRM runs: what was agreed on for three in Amsterdam is at nine in New York; a day is the owner's."""
    tasks.add(ws, "Call", due="2026-11-02T15:00")
    tasks.add(ws, "Any time", due="2026-11-02", remind_at="2026-11-02")
    travel("America/New_York")
    clock.now = datetime(2026, 11, 2, 13, 59, tzinfo=UTC)
    assert look(ws) == []
    clock.now = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
    assert {(one.title, one.due) for one in look(ws)} == {("Call", "2026-11-02T09:00"), ("Any time", "2026-11-02")}
    travel("Europe/Amsterdam")
    assert look(ws) == []
