"""Reminders over a real file: shown once each, paused, held back, taken up after a kill; quiet hours; snoozing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.reminder_words import Showing, notices
from deskcrm.services import contacts, erasing, history, reads, reminders, tasks
from deskcrm.services.workspace import Workspace

needs_tzset = pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system's zone can't be changed for a test")


class Wall:
    """A clock that stands where a test puts it."""

    def __init__(self, text: str) -> None:
        self.now = datetime.fromisoformat(text).replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def to(self, text: str) -> None:
        self.now = datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture(autouse=True)
def berlin() -> Iterator[Callable[[str], None]]:
    """The owner is in Berlin, until they travel: `berlin("America/New_York")`."""
    with pytest.MonkeyPatch.context() as patch:

        def travel(zone: str) -> None:
            patch.setenv("TZ", zone)
            set_zone()

        travel("Europe/Berlin")
        yield travel
    set_zone()


def set_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture
def wall() -> Wall:
    return Wall("2026-03-02T08:00")


@pytest.fixture
def ws(tmp_path: Path, wall: Wall) -> Iterator[Workspace]:
    workspace = Workspace.open(tmp_path / "w.deskcrm", clock=wall)
    yield workspace
    workspace.close()


def show(ws: Workspace) -> list[Showing]:
    """Begins, shows and notes, as whoever shows reminders does."""
    found = reminders.begin(ws).value
    reminders.noted(ws, [one.key for one in found])
    return list(found)


def test_a_reminder_is_shown_at_its_time_and_once(ws: Workspace, wall: Wall) -> None:
    task = tasks.add(ws, "Call Anna", due="2026-03-02T15:00", remind_at="2026-03-02T14:30").value
    wall.to("2026-03-02T13:29")
    assert show(ws) == []
    assert reminders.glance(ws).next_at == datetime(2026, 3, 2, 13, 30, tzinfo=UTC)
    wall.to("2026-03-02T13:30")
    (one,) = show(ws)
    assert (one.task, one.title, one.due, one.late, one.again) == (task, "Call Anna", "2026-03-02T15:00", False, False)
    wall.to("2026-03-02T12:00")  # the clock is set back
    assert show(ws) == []
    wall.to("2031-03-02T13:31")
    assert show(ws) == []
    assert reminders.glance(ws).unanswered == ((task, "2026-03-02T14:30 Europe/Berlin"),)


def test_a_task_with_a_time_reminds_at_it_and_a_day_alone_does_not(ws: Workspace, wall: Wall) -> None:
    timed = tasks.add(ws, "Call", due="2026-03-02T15:00").value
    tasks.add(ws, "Some day", due="2026-03-02")
    wall.to("2026-03-03T15:00")
    assert [one.task for one in show(ws)] == [timed]


def test_what_was_missed_says_so(ws: Workspace, wall: Wall) -> None:
    tasks.add(ws, "Call Anna", due="2026-03-02T15:00")
    wall.to("2026-03-03T08:00")
    found = show(ws)
    assert found[0].late
    (notice,) = notices(found, reminders.today(ws))
    assert notice.text == "Due yesterday at 15:00\nMissed: DeskCRM was closed, asleep or quiet at the time."


def test_killed_between_showing_and_noting_it_comes_again_and_says_so(ws: Workspace, wall: Wall) -> None:
    tasks.add(ws, "Call Anna", due="2026-03-02T15:00")
    wall.to("2026-03-02T14:00")
    (first,) = reminders.begin(ws).value  # shown, and killed
    assert reminders.begin(ws, skip=[first.key]).value == ()  # who shows it does not show it twice
    (again,) = show(ws)
    assert (first.again, again.again) == (False, True)
    (notice,) = notices([again], reminders.today(ws))
    assert "You may have seen this before" in notice.text
    assert show(ws) == []


def test_put_off_it_reminds_anew_and_undoing_that_does_not(ws: Workspace, wall: Wall) -> None:
    task = tasks.add(ws, "Call Anna", due="2026-03-02T15:00", remind_at="2026-03-02T15:00").value
    wall.to("2026-03-02T14:00:20")
    assert len(show(ws)) == 1
    operation = reminders.snooze(ws, task).changes.operation
    assert tasks.find(ws, task).remind_at == "2026-03-02T15:10"
    assert tasks.find(ws, task).due == "2026-03-02T15:00"
    assert reads.history(ws, 1)[0].summary == "Put off the task “Call Anna”"
    assert show(ws) == []
    wall.to("2026-03-02T14:10")
    assert len(show(ws)) == 1
    history.undo(ws, operation)
    assert show(ws) == []


def test_snoozing_in_the_hour_that_the_clock_shows_twice_waits(ws: Workspace, wall: Wall) -> None:
    task = tasks.add(ws, "Call", due="2026-10-25T01:00").value
    wall.to("2026-10-25T01:15")  # 02:15 for the second time
    reminders.snooze(ws, task)
    assert show(ws) == []
    wall.to("2026-10-25T02:30")
    assert len(show(ws)) == 1


def test_done_deleted_and_removed_ones_are_silent_and_come_when_they_are_back(ws: Workspace, wall: Wall) -> None:
    anna = contacts.add(ws, "person", {"given": "Anna", "family": "Weber"}).value
    done = tasks.add(ws, "Done", due="2026-03-02T15:00").value
    gone = tasks.add(ws, "Deleted", due="2026-03-02T15:00").value
    hers = tasks.add(ws, "Hers", contact=anna, due="2026-03-02T15:00").value
    tasks.finish(ws, done)
    tasks.delete(ws, gone)
    contacts.remove(ws, anna)
    wall.to("2026-03-02T14:00")
    assert show(ws) == []
    contacts.bring_back(ws, anna)
    (one,) = show(ws)
    assert (one.task, one.name) == (hers, "Anna Weber")
    tasks.reopen(ws, done)
    assert [one.task for one in show(ws)] == [done]


def test_erasing_somebody_erases_what_was_shown_of_them(ws: Workspace, wall: Wall) -> None:
    anna = contacts.add(ws, "person", {"given": "Anna", "family": "Weber"}).value
    tasks.add(ws, "Hers", contact=anna, due="2026-03-02T15:00")
    wall.to("2026-03-02T14:00")
    show(ws)
    erasing.erase(ws, anna)
    with ws.database.read() as connection:
        assert connection.execute("SELECT count(*) FROM reminder").fetchone() == (0,)


def test_undoing_and_redoing_the_adding_of_a_task_does_not_remind_twice(ws: Workspace, wall: Wall) -> None:
    operation = tasks.add(ws, "Call Anna", due="2026-03-02T15:00").changes.operation
    wall.to("2026-03-02T14:00")
    assert len(show(ws)) == 1
    history.undo(ws, operation)
    history.redo(ws, operation)
    assert show(ws) == []


def test_quiet_hours_hold_back_and_then_show(ws: Workspace, wall: Wall) -> None:
    tasks.add(ws, "Call Anna", due="2026-03-02T22:00")
    reminders.put_quiet_hours(ws, "20:00", "08:00")
    wall.to("2026-03-02T21:00")
    assert show(ws) == []
    assert reminders.glance(ws).next_at == datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
    assert reminders.glance(ws, loud=True).due == 1
    wall.to("2026-03-03T07:00")
    assert len(show(ws)) == 1
    reminders.put_quiet_hours(ws)
    assert reminders.quiet_hours(ws) is None
    with pytest.raises(InvalidValue):
        reminders.put_quiet_hours(ws, "8pm", "08:00")


@needs_tzset
def test_in_another_zone_a_reminder_keeps_its_moment_and_a_day_follows_the_owner(
    ws: Workspace, wall: Wall, berlin: Callable[[str], None]
) -> None:
    exact = tasks.add(ws, "Call Anna", due="2026-03-02T15:00").value
    morning = tasks.add(ws, "Anytime", due="2026-03-02", remind_at="2026-03-02").value
    berlin("America/New_York")
    wall.to("2026-03-02T13:59")
    assert show(ws) == []
    wall.to("2026-03-02T14:00")  # 15:00 in Berlin, 09:00 in New York
    assert {(one.task, one.due) for one in show(ws)} == {(morning, "2026-03-02"), (exact, "2026-03-02T09:00")}


def test_many_at_once_are_one_notification(ws: Workspace, wall: Wall) -> None:
    for number in range(5):
        tasks.add(ws, f"Task {number}", due="2026-03-02T15:00")
    wall.to("2031-01-01T00:00")
    (notice,) = notices(show(ws), reminders.today(ws))
    assert notice.title == "5 reminders"
    assert notice.single is None
    assert "Task 0; Task 1; Task 2 and 2 more" in notice.text
    assert show(ws) == []


@needs_tzset
def test_a_reminder_put_off_meanwhile_keeps_a_far_due_time_of_another_zone(
    ws: Workspace, wall: Wall, berlin: Callable[[str], None]
) -> None:
    task = tasks.add(ws, "Call", due="2026-03-02T15:00").value
    berlin("America/New_York")
    wall.to("2026-03-02T14:00")
    reminders.snooze(ws, task, timedelta(hours=1))
    found = tasks.find(ws, task)
    assert (found.due, found.remind_at, found.zone) == ("2026-03-02T09:00", "2026-03-02T10:00", "America/New_York")


KILLED = """
import os, sys
from pathlib import Path
from deskcrm.services import reminders
from deskcrm.services.workspace import Workspace

print(len(reminders.begin(Workspace.open(Path(sys.argv[1]))).value), flush=True)
os._exit(9)
"""


def test_killed_for_good_between_showing_and_noting_it_is_shown_again_and_marked(tmp_path: Path) -> None:
    path = tmp_path / "killed.deskcrm"
    workspace = Workspace.open(path)
    tasks.add(workspace, "Call Anna", due="2026-03-02T15:00")
    workspace.close()
    child = subprocess.run([sys.executable, "-c", KILLED, str(path)], capture_output=True, text=True, check=False)
    assert (child.returncode, child.stdout) == (9, "1\n")
    workspace = Workspace.open(path)
    assert [one.again for one in show(workspace)] == [True]
    assert show(workspace) == []
    workspace.close()
