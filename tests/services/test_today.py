"""Today: what is late, due, coming, and whom to think of; each with why, and with what was said last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.filters import Condition
from deskcrm.domain.views import ImportResult
from deskcrm.services import activities, contacts, erasing, history, keeping, merging, reads, tasks, today, views
from deskcrm.services.today import Line
from deskcrm.services.views import View
from deskcrm.services.workspace import Workspace

# The clock of `ws` begins on 1 March 2026 (a Sunday), 9:00 UTC, and is a minute later at each look.

BringIn = Callable[..., ImportResult]


def person(ws: Workspace, name: str = "Anna Weber", **fields: object) -> int:
    return contacts.add(ws, "person", {"name": name, **fields}).value


def said(lines: tuple[Line, ...]) -> list[tuple[str, str]]:
    return [(line.name, line.title) for line in lines]


def test_tasks_stand_in_their_sections_by_day_and_urgency(ws: Workspace) -> None:
    anna = person(ws)
    for title, due, priority in (
        ("late", "2026-02-27", 0), ("very late", "2026-02-20", 0), ("past", "2026-03-01T08:00", 0),
        ("any time", "2026-03-01", 0), ("at noon", "2026-03-01T12:00", 0), ("urgent", "2026-03-01", 2),
        ("tomorrow", "2026-03-02", 0), ("in a week", "2026-03-08", 0), ("later", "2026-03-09", 0),
        ("some day", None, 0),
    ):  # fmt: skip
        tasks.add(ws, title, contact=anna, due=due, priority=priority)
    found = today.today(ws)
    assert [line.title for line in found.overdue] == ["very late", "late", "past"]
    assert [line.title for line in found.today] == ["urgent", "at noon", "any time"]
    assert [line.title for line in found.next] == ["tomorrow", "in a week"]
    assert [(line.title, line.due, line.why) for line in found.later] == [
        ("later", "2026-03-09", "in 8 days"), ("some day", "", ""),
    ]  # fmt: skip
    assert (found.undated, found.waiting, today.waiting(ws)) == (1, 6, 6)
    assert [line.why for line in (*found.overdue, *found.today, *found.next)] == [
        "9 days late", "2 days late", "since 08:00", "today", "today at 12:00", "today", "tomorrow", "in 7 days",
    ]  # fmt: skip


@pytest.mark.parametrize("most", [0, 2, 7, 30])
def test_a_first_look_is_how_the_day_begins_and_counts_the_rest(ws: Workspace, most: int) -> None:
    anna = person(ws)
    activities.log(ws, anna, "call", "before the weekend, please", at="2026-02-26")
    for n, due in enumerate(
        ("2026-02-27", "2026-02-20", "2026-03-01T08:00", "2026-03-02", "2026-03-02T10:00", "2026-03-09")
    ):
        tasks.add(ws, f"plain {n}", contact=anna, due=due)
        tasks.add(ws, f"urgent {n}", due=due, priority=2)
    tasks.add(ws, "some day")
    whole, look = today.tasks_only(ws), today.first_look(ws, most)
    assert (*look.overdue, *look.today, *look.next) == (*whole.overdue, *whole.today, *whole.next)[:most]
    for section in ("overdue", "today", "next", "later"):
        assert look.in_all(section) == whole.in_all(section)
    assert (look.waiting, look.undated, look.moved) == (whole.waiting, whole.undated, whole.moved)


def test_another_moment_can_be_asked_for(ws: Workspace) -> None:
    tasks.add(ws, "Call", due="2026-03-02T10:00")
    assert today.today(ws, "2026-03-02T09:59").overdue == ()
    assert said(today.today(ws, "2026-03-02T10:01").overdue) == [("", "Call")]


def test_each_line_says_what_happened_last(ws: Workspace) -> None:
    anna = person(ws)
    tasks.add(ws, "Call", contact=anna, due="2026-03-01")
    assert today.today(ws).today[0].said == ""
    activities.log(ws, anna, "call", "before the weekend, please", at="2026-02-26T10:00Z")
    activities.log(ws, anna, "note", "an older note", at="2025-02-26T10:00Z")
    activities.log(ws, anna, "meeting", "to come", at="2026-04-26T10:00Z")
    assert today.today(ws).today[0].said == "Call on 26 February: “before the weekend, please”"
    activities.log(ws, anna, "order", "", amount=1250, currency="EUR", at="2026-02-28T10:00Z")
    assert today.today(ws).today[0].said == "Ordered on 28 February"


def test_tasks_of_removed_people_wait_and_those_of_archived_ones_do_not(ws: Workspace) -> None:
    anna = person(ws)
    tasks.add(ws, "Call", contact=anna, due="2026-03-01")
    contacts.remove(ws, anna)
    assert (today.today(ws).today, today.waiting(ws)) == ((), 0)
    contacts.bring_back(ws, anna)
    contacts.archive(ws, anna)
    assert today.waiting(ws) == 1


# Keep in touch --------------------------------------------------------------------------------------------------------


def test_a_rhythm_counts_from_the_last_real_contact(ws: Workspace) -> None:
    anna = person(ws)
    keeping.keep(ws, anna, "every 6 weeks")
    assert reads.profile(ws, anna).fields["keep_in_touch"] == "6 weeks"
    assert today.today(ws).next == (), "added today: due in six weeks"
    activities.log(ws, anna, "call", "hello", at="2026-01-10T10:00Z")
    activities.log(ws, anna, "note", "thought of her", at="2026-02-25T10:00Z")
    (line,) = today.today(ws).quiet
    assert (line.name, line.kind, line.task, line.due) == ("Anna Weber", "touch", None, "2026-02-21")
    assert line.why == "Every 6 weeks; last spoke on 10 January"
    activities.log(ws, anna, "order", "", amount=100, currency="EUR", at="2026-01-20T10:00Z")
    (line,) = today.today(ws).next
    assert (line.due, line.why) == ("2026-03-03", "Every 6 weeks; last bought on 20 January")
    activities.log(ws, anna, "email", "news", at="2026-02-28T10:00Z")
    assert today.today(ws).next == ()


def test_nobody_is_named_twice_who_has_a_task_planned(ws: Workspace) -> None:
    anna = person(ws)
    keeping.keep(ws, anna, "1 week")
    activities.log(ws, anna, "call", "hello", at="2026-01-10T10:00Z")
    task = tasks.add(ws, "Call", contact=anna, due="2026-03-20").value
    assert today.today(ws).quiet == ()
    tasks.edit(ws, task, {"due": None})
    assert said(today.today(ws).quiet) == [("Anna Weber", "Keep in touch")]
    tasks.edit(ws, task, {"due": "2026-03-20"})
    tasks.finish(ws, task)
    assert said(today.today(ws).quiet) == [("Anna Weber", "Keep in touch")]


def test_a_view_has_a_rhythm_for_all_in_it_and_a_persons_own_goes_before(ws: Workspace) -> None:
    anna, ben, cleo = (
        person(ws, name, title=title) for name, title in (("Anna", "Owner"), ("Ben", "Owner"), ("Cleo", ""))
    )
    for one in (anna, ben, cleo):
        activities.log(ws, one, "call", "hello", at="2026-01-30T10:00Z")
    owners = views.save(ws, View("Owners", "person", Condition("title", "is", "Owner"))).value.id
    keeping.keep_view(ws, owners, "monthly")
    assert keeping.of_view(ws, owners) == "1 month"
    assert [line.name for line in today.today(ws).quiet] == ["Anna", "Ben"]
    keeping.keep(ws, ben, "2 months")
    assert [line.name for line in today.today(ws).quiet] == ["Anna"]
    history.undo(ws)
    history.undo(ws)
    assert today.today(ws).quiet == ()


def test_what_is_no_rhythm_is_refused_and_none_ends_it(ws: Workspace) -> None:
    anna = person(ws)
    with pytest.raises(InvalidValue, match="is no rhythm"):
        keeping.keep(ws, anna, "now and then")
    keeping.keep(ws, anna, "1 week")
    keeping.keep(ws, anna, "")
    assert "keep_in_touch" not in reads.profile(ws, anna).fields


def test_merged_people_have_one_rhythm_and_a_company_hears_through_its_people(ws: Workspace) -> None:
    anna, twin = person(ws), person(ws, "A. Weber")
    keeping.keep(ws, twin, "1 week")
    activities.log(ws, anna, "call", "hello", at="2026-02-15T10:00Z")
    merging.merge(ws, anna, [twin])
    (line,) = today.today(ws).quiet
    assert (line.contact, line.why) == (anna, "Every 1 week; last spoke on 15 February")
    company = contacts.add(ws, "company", {"organization": "Juniper"}).value
    worker = person(ws, "Wim", organization="Juniper")
    keeping.keep(ws, company, "1 week")
    activities.log(ws, worker, "call", "hello", at="2026-02-20T10:00Z")
    assert [line.name for line in today.today(ws).quiet] == ["A. Weber", "Juniper"]
    erasing.erase(ws, anna)
    assert [line.name for line in today.today(ws).quiet] == ["Juniper"]


# Going quiet, and days ------------------------------------------------------------------------------------------------


def orders(ws: Workspace, contact: int, *days: str, amount: int = 1000) -> None:
    for day in days:
        activities.log(ws, contact, "order", "", amount=amount, currency="EUR", at=day)


def test_customers_go_quiet_by_their_own_rhythm_the_best_first(ws: Workspace) -> None:
    anna, ben, cleo = (person(ws, name) for name in ("Anna", "Ben", "Cleo"))
    orders(ws, anna, "2025-10-01", "2025-11-01", "2025-12-01")
    orders(ws, ben, "2025-10-01", "2025-11-01", "2025-12-01", amount=9000)
    orders(ws, cleo, "2025-12-01", "2026-01-01", "2026-02-01")
    found = today.today(ws).quiet
    assert [(line.name, line.kind) for line in found] == [("Ben", "quiet"), ("Anna", "quiet")]
    assert found[0].why == "Bought 3 times, usually every 30 days; nothing for 90"
    keeping.keep(ws, ben, "1 year")
    assert [line.name for line in today.today(ws).quiet] == ["Anna"], "the owner's own rhythm goes before"


def test_the_purchases_of_merged_people_are_one_rhythm(ws: Workspace) -> None:
    anna, twin = person(ws, "Anna"), person(ws, "A.")
    orders(ws, anna, "2025-10-01", "2025-12-01")
    orders(ws, twin, "2025-11-01")
    assert today.today(ws).quiet == ()
    merging.merge(ws, anna, [twin])
    assert [line.why for line in today.today(ws).quiet] == ["Bought 3 times, usually every 30 days; nothing for 90"]


def test_birthdays_and_anniversaries_come_up_a_week_before(ws: Workspace, bring_in: BringIn) -> None:
    person(ws, "Elisabeth", birthday="1976-03-01")
    person(ws, "Late", birthday="1976-02-28")
    person(ws, "Far", birthday="1976-03-09")
    person(ws, "Two", birthday="--03-05", anniversary="2016-03-04")
    bring_in("list.csv", "Name,Email,Anniversary", "Cem,cem@x.example,2001-03-06", "Dan,dan@x.example,2001-06-06")
    found = today.today(ws)
    assert [(line.name, line.kind, line.why) for line in found.today] == [("Elisabeth", "birthday", "Turns 50")]
    assert [(line.name, line.kind, line.why, line.due) for line in found.next] == [
        ("Two", "anniversary", "10 years", "2026-03-04"),
        ("Two", "birthday", "", "2026-03-05"),
        ("Cem", "anniversary", "25 years", "2026-03-06"),
    ]


def test_a_birthday_that_was_seen_to_or_put_off_is_gone(ws: Workspace) -> None:
    anna = person(ws, birthday="1976-03-01")
    tasks.add(ws, "Birthday", contact=anna, kind="birthday", slot="2026-03-01", finished=True)
    assert today.today(ws).today == ()
    history.undo(ws)
    assert said(today.today(ws).today) == [("Anna Weber", "Birthday")]


# What moved -----------------------------------------------------------------------------------------------------------


def test_the_days_work_is_counted(ws: Workspace) -> None:
    first, second, third = (tasks.add(ws, title, due="2026-03-01").value for title in "abc")
    tasks.finish(ws, first)
    tasks.snooze(ws, [second, third], "tomorrow")
    moved = today.today(ws).moved
    assert (moved.done, moved.put_off, moved.week, moved.week_put_off) == (1, 2, (0, 0, 0, 0, 0, 0, 1), 2)
    history.undo(ws)
    assert today.today(ws).moved.put_off == 0
    later = (date(2026, 3, 1) + timedelta(days=3)).isoformat()
    assert today.today(ws, f"{later}T10:00").moved.week == (0, 0, 0, 1, 0, 0, 0)
