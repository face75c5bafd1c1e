"""`task` and `today`: every field from a terminal, series, putting off, and the day in sections."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskcrm.services import calendarfile
from deskcrm.services.workspace import Workspace


def day(ahead: int) -> str:
    return (date.today() + timedelta(days=ahead)).isoformat()


def test_a_task_is_added_with_all_that_can_be_said_of_it(ask):
    anna = ask("add", "name=Anna Weber")["id"]
    task = ask(
        "task", "add", "Send", "the", "quote", "--contact", anna, "--due", "2026-12-04T15:00",
        "--remind", "2026-12-04T14:30",
        "--kind", "email", "--priority", "2", "--notes", "three bikes", "--repeat", "every first Monday",
    )  # fmt: skip
    assert (task["title"], task["contact"], task["name"]) == ("Send the quote", anna, "Anna Weber")
    assert (task["kind"], task["priority"], task["notes"]) == ("email", 2, "three bikes")
    assert task["repeat"] == "FREQ=MONTHLY;BYDAY=1MO"
    assert task["due"].startswith("2026-12-07T15:00"), "the first that comes of the rule"
    assert task["due"][16:] != "", "a time has its zone"
    assert task["operation"]


def test_one_line_of_words_says_it_all(ask, call):
    ask("add", "name=Anna Weber")
    task = ask("task", "add", "Call Anna Weber tomorrow 3pm about the quote", "--words")
    assert (task["title"], task["kind"], task["name"]) == ("Call Anna Weber about the quote", "call", "Anna Weber")
    assert task["due"][:16] == task["remind_at"][:16] == f"{day(1)}T15:00"
    assert call("task", "add", "x", "--words", "--due", "2026-01-01").status == 2


def test_a_task_is_changed_put_off_done_taken_up_and_deleted(ask):
    task = ask("task", "add", "Call", "--due", day(-1))["id"]
    assert ask("task", "edit", task, "--title", "Ring", "--due", day(0))["title"] == "Ring"
    assert ask("task", "snooze", task, "3", "days")["due"] == day(3)
    assert ask("task", "snooze", task, "tomorrow")["due"] == day(1)
    done = ask("task", "done", task, "--outcome", "she comes by")
    assert done["done_at"]
    assert (done["outcome"], done["following"]) == ("she comes by", [])
    assert ask("task", "reopen", task)["done_at"] is None
    assert ask("task", "delete", task)["deleted"] == [task]
    assert ask("task", "list", "--all") == []
    ask("undo")
    assert [one["title"] for one in ask("task", "list")] == ["Ring"]


def test_one_of_a_series_is_followed_by_the_next_and_many_are_done_at_once(ask):
    task = ask("task", "add", "Pill", "--due", day(0), "--repeat", "FREQ=DAILY")["id"]
    (following,) = ask("task", "done", task)["following"]
    assert ask("task", "list")[0]["due"] == day(1)
    other = ask("task", "add", "Sweep")["id"]
    assert [one["id"] for one in ask("task", "done", following, other)] == [following, other]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["task", "add", "x", "--due", "soonish"], 1, "no date or time"),
        (["task", "add", "x", "--repeat", "now and then"], 1, "no rule"),
        (["task", "add", "x", "--kind", "dance"], 1, "no kind of task"),
        (["task", "snooze", "1"], 2, "until when"),
        (["task", "snooze", "soon", "tomorrow"], 2, "which task"),
        (["task", "edit", "1"], 2, "what changes"),
        (["task", "done"], 2, "by its number"),
        (["task", "done", "77"], 1, "no task 77"),
        (["today", "--at", "teatime"], 1, "no time"),
    ],
)
def test_what_makes_no_sense_is_told_in_a_line(ask, call, words, status, said):
    ask("add", "name=Anna")
    found = call(*words)
    assert found.status == status
    assert said in found.err


def test_today_has_its_sections(ask, call):
    anna = ask("add", "name=Anna Weber", "keep_in_touch=every week", f"birthday=1976-{day(2)[5:]}")["id"]
    ask("log", anna, "call", "before the weekend, please", "--at", f"{day(-30)}T10:00")
    late = ask("task", "add", "Send the quote", "--due", day(-2))["id"]
    ask("task", "add", "Ring up", "--due", day(0))
    ask("task", "add", "Meet", "--due", day(3))
    found = ask("today")
    assert found.keys() >= {"overdue", "today", "next", "quiet"}
    (overdue,) = found["overdue"]
    assert overdue.keys() >= {"task", "contact", "name", "title", "due", "why"}
    assert (overdue["task"], overdue["why"], overdue["due"]) == (late, "2 days late", day(-2))
    assert [one["title"] for one in found["today"]] == ["Ring up"]
    assert [one["title"] for one in found["next"]] == ["Birthday", "Meet"]
    (quiet,) = found["quiet"]
    assert (quiet["contact"], quiet["task"], quiet["title"]) == (anna, None, "Keep in touch")
    assert quiet["said"].endswith("“before the weekend, please”")
    assert [one["title"] for one in ask("today", "--at", f"{day(1)}T09:00")["overdue"]] == ["Send the quote", "Ring up"]
    lines = call("today").out.splitlines()
    assert lines[0] == "Overdue"
    assert "Send the quote" in lines[1]
    assert "2 days late" in lines[1]


def test_nothing_to_do_is_said(ask, call):
    ask("add", "name=Anna")
    assert call("today").out == "Nothing is waiting for you today.\n"


def test_words_that_name_several_say_among_whom_to_choose(ask, call):
    anna = ask("add", "name=Anna Weber")["id"]
    assert ask("task", "add", "call Anna tomorrow", "--words")["contact"] == anna
    ask("add", "name=Anna Braun")
    found = ask("task", "add", "call Anna", "--words")
    assert (found["contact"], [one["name"] for one in found["among"]]) == (None, ["Anna Braun", "Anna Weber"])
    assert "Several are called Anna: Anna Braun" in call("task", "add", "call Anna", "--words").out


def test_the_calendar_file_that_is_kept_says_what_the_terminal_did(ask, call, workspace, tmp_path):
    kept = tmp_path / "calendar"
    kept.mkdir()
    ws = Workspace.open(workspace)
    calendarfile.keep_in(ws, kept)
    ws.close()
    task = ask("task", "add", "Sweep the yard", "--due", day(1))["id"]
    assert "SUMMARY:Sweep the yard" in (kept / calendarfile.FILE).read_text(encoding="utf-8")
    (kept / calendarfile.FILE).unlink()
    kept.rmdir()
    answer = call("task", "done", task)
    assert answer.status == 0
    assert "The calendar file is not up to date." in answer.err
    assert ask("task", "list") == []
