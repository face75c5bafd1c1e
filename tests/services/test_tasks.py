"""Tasks: added in words, changed, put off, done; series that go on; each act one operation that undo takes back."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.views import ListQuery, TaskView
from deskcrm.services import contacts, erasing, history, merging, quick_tasks, reads, reminders, tasks, zones
from deskcrm.services.workspace import Workspace

# The clock of `ws` begins on 1 March 2026 (a Sunday), 9:00 UTC, and is a minute later at each look.


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The owner is in Berlin: 10:00 on the wall."""
    if not hasattr(time, "tzset"):
        pytest.skip("Windows takes its zone from its settings only")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


def one(ws: Workspace, task: int) -> TaskView:
    return tasks.find(ws, task)


def open_ones(ws: Workspace) -> list[tuple[str, str | None]]:
    return [(task.title, task.due) for task in reads.tasks(ws)]


def last(ws: Workspace) -> str:
    return reads.history(ws, 1)[0].summary


# Adding ---------------------------------------------------------------------------------------------------------------


def test_a_task_keeps_all_that_is_said_of_it(ws: Workspace) -> None:
    anna = contacts.add(ws, "person", {"name": "Anna Weber"}).value
    task = tasks.add(
        ws, " Send the quote ", contact=anna, due="2026-03-06T15:00", remind_at="2026-03-06T14:30", kind="email",
        priority=2, notes="three bikes",
    ).value  # fmt: skip
    found = one(ws, task)
    assert (found.title, found.contact, found.name, found.due, found.remind_at, found.zone) == (
        "Send the quote", anna, "Anna Weber", "2026-03-06T15:00", "2026-03-06T14:30", "Europe/Berlin",
    )  # fmt: skip
    assert (found.kind, found.priority, found.notes, found.done_at) == ("email", 2, "three bikes", None)


def test_a_moment_of_another_zone_becomes_that_of_the_wall(ws: Workspace) -> None:
    assert one(ws, tasks.add(ws, "Call", due="2026-03-06T15:00Z").value).due == "2026-03-06T16:00"
    assert one(ws, tasks.add(ws, "Call", due="2026-07-06T15:00-04:00").value).due == "2026-07-06T21:00"
    assert one(ws, tasks.add(ws, "Call", due="friday 3pm").value).due == "2026-03-06T15:00"


def test_a_line_of_words_becomes_a_task_with_whom_it_names(ws: Workspace) -> None:
    anna = contacts.add(ws, "person", {"name": "Anna Weber"}).value
    contacts.add(ws, "person", {"name": "Ben Weber"})
    task = one(ws, quick_tasks.add_said(ws, "Call Anna Weber Fri 3pm about the quote").value)
    assert (task.title, task.kind, task.due, task.remind_at) == (
        "Call Anna Weber about the quote", "call", "2026-03-06T15:00", "2026-03-06T15:00",
    )  # fmt: skip
    assert task.contact == anna
    assert quick_tasks.understand(ws, "call anna weber about the quote").name == "Anna Weber"
    assert quick_tasks.understand(ws, "Call Weber").contact is None, "half a name is nobody’s"
    juniper = contacts.add(ws, "company", {"organization": "Juniper"}).value
    assert quick_tasks.understand(ws, "write to Juniper").contact == juniper
    assert quick_tasks.understand(ws, "prune the juniper").contact is None, "a word in small letters is a word"
    contacts.add(ws, "person", {"name": "Anna Weber"})
    two = quick_tasks.understand(ws, "Call Anna Weber")
    assert (two.contact, two.several) == (None, "Anna Weber"), "the owner says which"


def test_a_first_or_last_name_is_enough_where_one_has_it(ws: Workspace) -> None:
    anna = contacts.add(ws, "person", {"name": "Anna Weber"}).value
    contacts.add(ws, "person", {"name": "Annabel Braun"})
    rose = contacts.add(ws, "person", {"name": "Rose Braun"}).value
    assert quick_tasks.understand(ws, "call Anna tomorrow").contact == anna
    assert quick_tasks.understand(ws, "Invoice for Weber's wedding").contact == anna
    assert quick_tasks.understand(ws, "ask Rose about the roses").contact == rose
    assert quick_tasks.understand(ws, "Anna morgen wegen der Hochzeit anrufen").contact == anna
    assert quick_tasks.understand(ws, "Anna wird Gesellin").contact is None, "nothing says that it is about her"
    assert quick_tasks.understand(ws, "order Rose wine").contact is None, "a capital alone is no name"
    assert quick_tasks.understand(ws, "call anna").contact is None, "a word in small letters is a word"
    two = quick_tasks.understand(ws, "write to Braun")
    assert (two.contact, two.several, len(two.among)) == (None, "Braun", 2)


# Reminders ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "remind", "then"),
    [
        ("2026-03-06T15:00", None, "2026-03-06T15:00"),
        ("2026-03-06T15:00", "1 hour before", "2026-03-06T14:00"),
        ("2026-03-06T15:00", "the day before", "2026-03-05T15:00"),
        ("2026-03-06T15:00", "at its time", "2026-03-06T15:00"),
        ("2026-03-06T15:00", "none", None),
        ("2026-03-06T15:00", tasks.NO_REMINDER, None),
        ("2026-03-06", None, None),
        ("2026-03-06", "the day before", "2026-03-05T09:00"),
        ("2026-03-06", "5 March 8am", "2026-03-05T08:00"),
    ],
)
def test_a_reminder_is_a_moment_or_so_long_before_or_none(ws: Workspace, due: str, remind: str, then: str) -> None:
    task = tasks.add(ws, "Call", due=due, remind_at=remind).value
    assert one(ws, task).remind_at == then
    tasks.edit(ws, task, {"remind_at": "2026-03-01T12:00"})
    tasks.edit(ws, task, {"remind_at": remind or "at its time" if then else None})
    assert one(ws, task).remind_at == then


def test_who_wants_no_reminder_gets_none(ws: Workspace) -> None:
    task = tasks.add(ws, "Call", due="2026-02-28T15:00", remind_at="none", repeat="FREQ=DAILY").value
    assert one(ws, tasks.add(ws, "Heard of", due="2026-02-28T15:00").value).remind_at
    (shown,) = reminders.begin(ws).value
    assert shown.title == "Heard of"
    (following,) = tasks.finish(ws, task).value.following
    assert one(ws, following).remind_at is None, "nor for the next"
    tasks.snooze(ws, following, "tomorrow")
    assert one(ws, following).remind_at is None
    with pytest.raises(InvalidValue, match="needs a day"):
        tasks.edit(ws, tasks.add(ws, "Some day").value, {"remind_at": "1 hour before"})


def test_what_is_changed_elsewhere_leaves_the_other_times_as_they_were(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = tasks.add(ws, "Call", due="2026-03-06T15:00").value
    pill = tasks.add(ws, "Pill", due="2026-03-06T15:00", remind_at="1 hour before", repeat="FREQ=DAILY").value
    monkeypatch.setenv("TZ", "America/New_York")  # six hours behind Berlin
    time.tzset()
    tasks.edit(ws, call, {"remind_at": "2026-03-06T08:00"})
    moved = one(ws, call)
    assert (moved.due, moved.remind_at, moved.zone) == ("2026-03-06T15:00", "2026-03-06T14:00", "Europe/Berlin")
    tasks.edit(ws, call, {"due": "2026-03-06T10:00"})
    moved = one(ws, call)
    assert (moved.due, moved.remind_at, moved.zone) == ("2026-03-06T10:00", "2026-03-06T09:00", "America/New_York")
    tasks.snooze(ws, pill, "2026-03-06T16:00")
    put_off = one(ws, pill)
    assert (put_off.due, put_off.remind_at) == ("2026-03-06T22:00", "2026-03-06T21:00"), "by the series’ own clock"
    assert tasks.by_this_clock(put_off).due == "2026-03-06T16:00"
    (following,) = tasks.finish(ws, pill).value.following
    assert one(ws, following).due == "2026-03-07T15:00"
    tasks.edit(ws, following, {"repeat": None})
    ended = one(ws, following)
    assert (ended.due, ended.remind_at, ended.zone) == ("2026-03-07T09:00", "2026-03-07T08:00", "America/New_York")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": "  "}, "needs a few words"),
        ({"title": "x", "due": "soonish"}, "no date or time"),
        ({"title": "x", "due": "9999-12-31T23:59"}, "hundred years"),
        ({"title": "x", "due": "0026-03-02"}, "hundred years"),
        ({"title": "x", "due": "2026-03-02", "remind_at": "1026-03-02T09:00"}, "hundred years"),
        ({"title": "x", "kind": "dance"}, "no kind of task"),
        ({"title": "x", "priority": 7}, "priority"),
        ({"title": "x", "repeat": "now and then"}, "no rule"),
        ({"title": "x", "repeat": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "would never come"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(ws: Workspace, said: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidValue, match=words):
        tasks.add(ws, **said)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        tasks.finish(ws, 99)
    assert reads.history(ws) == []


# Changing -------------------------------------------------------------------------------------------------------------


def test_every_field_of_a_task_can_be_changed_and_taken_back(ws: Workspace) -> None:
    anna = contacts.add(ws, "person", {"name": "Anna Weber"}).value
    task = tasks.add(ws, "Call", due="2026-03-06").value
    before = one(ws, task)
    changes = {
        "title": "Write", "contact": anna, "due": "2026-03-08T09:00", "remind_at": "2026-03-08T08:00", "kind": "email",
        "priority": 1, "notes": "soon", "repeat": "FREQ=WEEKLY",
    }  # fmt: skip
    tasks.edit(ws, task, changes)
    after = one(ws, task)
    assert {key: getattr(after, key) for key in changes} == changes
    assert last(ws) == "Changed the task “Call”"
    history.undo(ws)
    assert one(ws, task) == before
    tasks.edit(ws, task, {"due": None})
    assert one(ws, task).due is None


def test_who_is_only_known_by_a_task_goes_from_the_lists_with_it(ws: Workspace) -> None:
    nameless = contacts.add(ws, "person", {"name": "Zed"}).value
    added = reads.history(ws, 1)[0].id
    other = contacts.add(ws, "person", {"name": "Other"}).value
    task = tasks.add(ws, "Call", contact=nameless).value
    history.undo(ws, added)
    assert nameless in reads.list_ids(ws, ListQuery())
    tasks.edit(ws, task, {"contact": other})
    assert nameless not in reads.list_ids(ws, ListQuery())
    history.undo(ws)
    assert nameless in reads.list_ids(ws, ListQuery())
    tasks.delete(ws, task)
    assert nameless not in reads.list_ids(ws, ListQuery())
    history.undo(ws)
    assert nameless in reads.list_ids(ws, ListQuery())
    tasks.edit(ws, task, {"contact": other})
    tasks.edit(ws, task, {"contact": nameless})
    assert nameless in reads.list_ids(ws, ListQuery())
    history.undo(ws)
    assert nameless not in reads.list_ids(ws, ListQuery())


@pytest.mark.parametrize(
    ("due", "remind_at", "until", "then", "reminded"),
    [
        ("2026-03-02", None, "tomorrow", "2026-03-02", None),
        ("2026-02-20", None, "3 days", "2026-03-04", None),
        ("2026-02-20T11:00", "2026-02-20T10:45", "next week", "2026-03-02T11:00", "2026-03-02T10:45"),
        ("2026-02-20", "2026-02-20T09:00", "2026-03-05", "2026-03-05", "2026-03-05T09:00"),
        ("2026-02-20", None, "today 15:00", "2026-03-01T15:00", "2026-03-01T15:00"),
        ("2026-02-20", "2026-02-19T09:00", "today 15:00", "2026-03-01T15:00", "2026-03-01T15:00"),
        (None, None, "in 2 hours", "2026-03-01T12:0", "2026-03-01T12:0"),
    ],
)
def test_what_is_put_off_keeps_its_time_and_its_reminder_goes_along(
    ws: Workspace, due: str | None, remind_at: str | None, until: str, then: str, reminded: str | None
) -> None:
    task = tasks.add(ws, "Call", due=due, remind_at=remind_at).value
    tasks.snooze(ws, task, until)
    found = one(ws, task)
    assert (found.due or "").startswith(then)
    assert (found.remind_at or "").startswith(reminded or "-") or (found.remind_at, reminded) == (None, None)
    assert last(ws) == "Put off the task “Call”"
    history.undo(ws)
    assert (one(ws, task).due, one(ws, task).remind_at) == (due, remind_at)


def test_many_are_put_off_given_away_finished_and_deleted_as_one_operation(ws: Workspace) -> None:
    anna = contacts.add(ws, "person", {"name": "Anna Weber"}).value
    three = [tasks.add(ws, title).value for title in ("a", "b", "c")]
    tasks.snooze(ws, three, "2026-03-09")
    assert [due for _, due in open_ones(ws)] == ["2026-03-09"] * 3
    assert last(ws) == "Put off 3 tasks"
    tasks.edit(ws, three, {"contact": anna})
    assert len(reads.profile(ws, anna).tasks) == 3
    tasks.finish(ws, three)
    assert open_ones(ws) == []
    assert last(ws) == "Finished 3 tasks"
    history.undo(ws)
    tasks.delete(ws, three)
    assert open_ones(ws) == []
    for _ in range(3):
        history.undo(ws)
    assert open_ones(ws) == [("a", None), ("b", None), ("c", None)]
    assert reads.profile(ws, anna).tasks == ()


# Series ---------------------------------------------------------------------------------------------------------------


def test_finishing_one_of_a_series_makes_the_next_and_undo_takes_both(ws: Workspace) -> None:
    task = quick_tasks.add_said(ws, "water the plants every Monday at 9").value
    outcome = tasks.finish(ws, task, outcome="all green")
    (following,) = outcome.value.following
    assert one(ws, task).outcome == "all green"
    assert (one(ws, following).due, one(ws, following).remind_at) == ("2026-03-09T09:00", "2026-03-09T09:00")
    history.undo(ws)
    assert open_ones(ws) == [("water the plants", "2026-03-02T09:00")]
    history.redo(ws)
    assert open_ones(ws) == [("water the plants", "2026-03-09T09:00")]
    history.undo(ws)
    assert tasks.add(ws, "another").value > following, "the number of one that a redo brings back is not given again"


def test_one_that_was_put_off_is_followed_by_the_day_that_was_planned(ws: Workspace) -> None:
    task = quick_tasks.add_said(ws, "water the plants every Monday at 9 remind me 1 hour before").value
    tasks.snooze(ws, task, "2026-03-04T17:00")
    (following,) = tasks.finish(ws, task).value.following
    assert (one(ws, following).due, one(ws, following).remind_at) == ("2026-03-09T09:00", "2026-03-09T08:00")


def test_a_series_ends(ws: Workspace) -> None:
    task = tasks.add(ws, "Pill", due="2026-03-01", repeat="FREQ=DAILY;COUNT=2").value
    (second,) = tasks.finish(ws, task).value.following
    assert tasks.finish(ws, second).value.following == ()
    again = tasks.add(ws, "Service", due="2026-03-01", repeat="AFTER-DONE;FREQ=WEEKLY;INTERVAL=3;COUNT=2").value
    (second,) = tasks.finish(ws, again).value.following
    assert one(ws, second).due == "2026-03-22"
    assert tasks.finish(ws, second).value.following == ()


def test_a_series_goes_on_by_the_clock_of_its_own_zone(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    task = tasks.add(ws, "Pill", due="2026-02-28T10:30", repeat="FREQ=DAILY").value
    monkeypatch.setenv("TZ", "Pacific/Auckland")  # where it is evening, while Berlin’s half past ten is to come
    time.tzset()
    (following,) = tasks.finish(ws, task).value.following
    assert (one(ws, following).due, one(ws, following).zone) == ("2026-03-01T10:30", "Europe/Berlin")


def test_done_twice_makes_one_next(ws: Workspace) -> None:
    task = tasks.add(ws, "Pill", due="2026-03-01", repeat="FREQ=DAILY").value
    tasks.finish(ws, task)
    assert tasks.finish(ws, task).value.following == ()


def test_a_rule_that_changes_begins_anew_and_one_that_is_taken_away_ends(ws: Workspace) -> None:
    task = tasks.add(ws, "Pill", due="2026-03-01", repeat="FREQ=DAILY").value
    tasks.edit(ws, task, {"repeat": "FREQ=WEEKLY;BYDAY=SU", "due": "2026-03-08"})
    found = one(ws, task)
    assert (found.starts, found.slot, found.due) == ("2026-03-08", "2026-03-08", "2026-03-08")
    tasks.edit(ws, task, {"repeat": None})
    assert tasks.finish(ws, task).value.following == ()


def test_the_history_of_somebody_tells_of_their_tasks(ws: Workspace) -> None:
    anna, ben = (contacts.add(ws, "person", {"name": name}).value for name in ("Anna", "Ben"))
    task = tasks.add(ws, "Call", contact=anna).value
    tasks.finish(ws, task)
    tasks.edit(ws, task, {"contact": ben})
    told = [entry.summary for entry in reads.history(ws, contact=anna)]
    assert told == ["Changed the task “Call”", "Done: “Call”", "Added the task “Call”", "Added Anna"]
    assert next(entry.summary for entry in reads.history(ws, contact=ben)) == "Changed the task “Call”"
    assert reads.history(ws)[1].contacts == (anna,)


# With whom ------------------------------------------------------------------------------------------------------------


def test_a_merge_brings_tasks_together_and_taking_it_back_parts_them(ws: Workspace) -> None:
    two = [contacts.add(ws, "person", {"name": name}).value for name in ("Anna Weber", "A. Weber")]
    task = tasks.add(ws, "Call", contact=two[1]).value
    merge = merging.merge(ws, two[0], [two[1]]).value
    tasks.snooze(ws, task, "2026-03-05")
    assert [found.due for found in reads.profile(ws, two[0]).tasks] == ["2026-03-05"]
    merging.take_back(ws, merge[0])
    assert reads.profile(ws, two[0]).tasks == ()
    assert [found.due for found in reads.profile(ws, two[1]).tasks] == ["2026-03-05"]


def test_erasing_takes_tasks_and_every_word_of_them(ws: Workspace) -> None:
    zelda = contacts.add(ws, "person", {"name": "Zelda Quux"}).value
    ben = contacts.add(ws, "person", {"name": "Ben Braun"}).value
    task = tasks.add(ws, "hippogriff", contact=zelda, due="2026-03-02", repeat="FREQ=DAILY", notes="unicorn").value
    tasks.edit(ws, task, {"title": "basilisk"})
    both = [tasks.add(ws, "Say hello", contact=ben).value, task]
    tasks.snooze(ws, both, "2026-03-03")
    (following,) = tasks.finish(ws, both).value.following
    tasks.edit(ws, following, {"notes": "griffin"})
    erasing.erase(ws, zelda)
    data = ws.path.read_bytes()
    assert not any(word in data for word in (b"hippogriff", b"unicorn", b"basilisk", b"griffin"))
    assert [found.title for found in reads.tasks(ws, open_only=False)] == ["Say hello"]
    assert {entry.summary for entry in reads.history(ws) if entry.kind == "task_edit"} == {
        "Changed a task for somebody who was erased"
    }


def test_the_zone_is_told_by_the_system(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert zones.local_zone() == "Europe/Berlin"
    assert f"{zones.wall_now(ws):%H}" == "10"
    monkeypatch.setenv("TZ", ":America/New_York")
    assert zones.local_zone() == "America/New_York"
    monkeypatch.setenv("TZ", "CET-1CEST")
    assert zones.local_zone() != "CET-1CEST"
