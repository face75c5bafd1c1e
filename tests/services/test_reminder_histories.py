"""Random histories of reminders over a real file, its tasks and its log, judged by a model that reads the clock."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from deskcrm.services import contacts, reminders, tasks
from deskcrm.services.workspace import Workspace

sys.path.insert(0, str(Path(__file__).parent.parent / "domain"))
import reminder_world
from reminder_world import Task, World

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system's zone can't be changed for a test")

STEPS = 25


@dataclass
class Mirror:
    """A task of the world as the file has it."""

    id: int
    contact: int
    said: Task


@pytest.fixture
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch
    time.tzset()


def travel(patch: pytest.MonkeyPatch, zone: str) -> None:
    patch.setenv("TZ", zone)
    time.tzset()


def as_said(task: Task) -> Task:
    return Task(task.at, task.zone, task.done, task.paused)


def bring_up_to_date(ws: Workspace, world: World, mirrors: dict[int, Mirror], patch: pytest.MonkeyPatch) -> None:
    """Does in the workspace what was done in the world; each reminder is set where its zone is."""
    for number, task in world.tasks.items():
        task.zone = task.zone or world.local
        mirror = mirrors.get(number)
        if mirror is None:
            person = contacts.add(ws, "person", {"given": f"Given{number}", "family": "Weber"}).value
            travel(patch, task.zone)
            made = tasks.add(ws, f"Task {number}", contact=person, remind_at=task.at).value
            mirrors[number] = mirror = Mirror(made, person, Task(task.at, task.zone))
        if (mirror.said.at, mirror.said.zone) != (task.at, task.zone):
            travel(patch, task.zone)
            tasks.edit(ws, mirror.id, {"remind_at": task.at})
        if mirror.said.done != task.done:
            (tasks.finish if task.done else tasks.reopen)(ws, mirror.id)
        if mirror.said.paused != task.paused:
            (contacts.remove if task.paused else contacts.bring_back)(ws, mirror.contact)
        mirror.said = as_said(task)
    travel(patch, world.local)
    quiet = world.quiet
    never = quiet.begins == quiet.ends
    reminders.put_quiet_hours(ws, *("" if never else f"{at:%H:%M}" for at in (quiet.begins, quiet.ends)))


def ought(world: World, seen: Counter[tuple[int, str, str]], kills: Counter[tuple[int, str, str]]) -> set[int]:
    if world.quiet_now():
        return set()
    return {
        number
        for number, task in world.tasks.items()
        if not task.done and not task.paused
        and seen[number, task.at, task.zone] <= kills[number, task.at, task.zone]
        and task.moment(world.local) <= world.now
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_what_is_shown_is_what_ought_to_be(seed: int, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    random = Random(seed)
    world = World(random, random.choice(reminder_world.CHANGES), random.choice(reminder_world.ZONES))
    path = tmp_path / "w.deskcrm"
    ws = Workspace.open(path, clock=lambda: world.now)
    mirrors: dict[int, Mirror] = {}
    seen: Counter[tuple[int, str, str]] = Counter()
    kills: Counter[tuple[int, str, str]] = Counter()
    shown_in_all = 0
    for step in range(STEPS):
        reminder_world.happen(world, step)
        bring_up_to_date(ws, world, mirrors, patch)
        showings = reminders.begin(ws).value
        numbers = {mirror.id: number for number, mirror in mirrors.items()}
        assert {numbers[one.task] for one in showings} == ought(world, seen, kills), f"step {step}"
        killed = random.randrange(5) == 0
        for one in showings:
            number = numbers[one.task]
            key = (number, world.tasks[number].at, world.tasks[number].zone)
            assert one.again == (kills[key] > 0)
            seen[key] += 1
            kills[key] += killed
        if not killed:
            reminders.noted(ws, [one.key for one in showings])
        else:
            ws.close()
            ws = Workspace.open(path, clock=lambda: world.now)
        shown_in_all += len(showings)
    ws.close()
    assert shown_in_all > 0
