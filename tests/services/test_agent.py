"""The agent: shows what is due while no window is open, keeps out of a window's way, does what is answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskcrm.domain.reminder_words import DONE, OPEN, SNOOZE, Notice
from deskcrm.domain.reminders import LONGEST, SHORTEST
from deskcrm.services import answers, tasks
from deskcrm.services.agent import Agent
from deskcrm.services.workspace import Workspace


class Desk:
    """A desktop that shows, or can't; the agent before it, the clock, and what was shown and opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.able = True
        self.shown: list[Notice] = []
        self.opened: list[Path] = []
        self.agent = self.another_agent()

    def another_agent(self) -> Agent:
        return Agent(self.path, self.show, clock=lambda: self.now, open_window=self.opened.append)

    def show(self, notice: Notice) -> bool:
        if self.able:
            self.shown.append(notice)
        return self.able

    def window(self) -> Workspace:
        return Workspace.open(self.path, clock=lambda: self.now)

    def add(self, title: str, minutes: int) -> int:
        workspace = self.window()
        due = (self.now + timedelta(minutes=minutes)).astimezone().strftime("%Y-%m-%dT%H:%M")
        task = tasks.add(workspace, title, due=due).value
        workspace.close()
        return task

    def is_done(self, task: int) -> bool:
        workspace = Workspace.open(self.path, write=False)
        done = tasks.find(workspace, task).done_at is not None
        workspace.close()
        return done


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "w.deskcrm")


def test_it_waits_for_a_workspace_and_makes_none(desk: Desk) -> None:
    assert desk.agent.look() == LONGEST
    assert not desk.path.exists()


def test_it_shows_what_is_due_once_and_waits_no_longer_than_to_the_next(desk: Desk) -> None:
    desk.add("Call Anna", 0)
    desk.add("Call Béla", 1)
    assert desk.agent.look() == SHORTEST
    assert [notice.title for notice in desk.shown] == ["Call Anna"]
    desk.now += timedelta(seconds=45)
    assert desk.agent.look() == 15
    desk.now += timedelta(seconds=15)
    desk.agent.look()
    desk.agent.look()
    assert [notice.title for notice in desk.shown] == ["Call Anna", "Call Béla"]


def test_while_a_window_is_open_it_shows_nothing(desk: Desk) -> None:
    desk.add("Call Anna", 0)
    window = desk.window()
    assert desk.agent.look() == LONGEST
    assert desk.shown == []
    window.close()
    desk.agent.look()
    assert len(desk.shown) == 1
    assert not desk.shown[0].showings[0].again


def test_what_the_desktop_could_not_show_comes_as_if_for_the_first_time(desk: Desk) -> None:
    desk.add("Call Anna", 0)
    desk.able = False
    assert desk.agent.look() == LONGEST
    desk.able = True
    desk.agent.look()
    assert [one.again for notice in desk.shown for one in notice.showings] == [False]


def test_an_answer_waits_until_the_window_is_closed_even_if_the_agent_is_killed(desk: Desk) -> None:
    task = desk.add("Call Anna", 0)
    desk.agent.look()
    window = desk.window()
    desk.agent.pressed(desk.shown[0], DONE)
    desk.agent.look()
    assert not desk.is_done(task)
    window.close()
    desk.another_agent().look()
    assert desk.is_done(task)
    assert list(desk.path.parent.glob("*.answers")) == []


def test_an_answer_to_what_is_done_or_gone_or_no_answer_at_all_is_forgotten(desk: Desk) -> None:
    task = desk.add("Call Anna", 0)
    desk.agent.look()
    for number in (task, task, 999):
        answers.leave(desk.path, number, DONE)
    desk.agent.look()
    assert desk.is_done(task)
    assert answers.waiting(desk.path) == []
    (folder := desk.path.with_name("w.deskcrm.answers")).mkdir()
    (folder / f"1-{task}-delete").touch()
    assert answers.waiting(desk.path) == []
    desk.agent.look()


def test_a_snoozed_one_is_shown_again_then(desk: Desk) -> None:
    desk.add("Call Anna", 0)
    desk.agent.look()
    desk.agent.pressed(desk.shown[0], SNOOZE)
    desk.agent.look()
    assert len(desk.shown) == 1
    desk.now += timedelta(minutes=10)
    desk.agent.look()
    assert [notice.title for notice in desk.shown] == ["Call Anna", "Call Anna"]


def test_open_opens_the_window(desk: Desk) -> None:
    desk.add("Call Anna", 0)
    desk.agent.look()
    desk.agent.pressed(desk.shown[0], OPEN)
    desk.agent.look()
    assert desk.opened == [desk.path]
    (answer,) = answers.waiting(desk.path)
    assert answers.opens(answer)  # the window shows it


def test_many_after_a_long_sleep_are_one(desk: Desk) -> None:
    for number in range(30):
        desk.add(f"Task {number}", number)
    desk.now += timedelta(hours=9)
    desk.agent.look()
    desk.agent.look()
    assert [notice.title for notice in desk.shown] == ["30 reminders"]
