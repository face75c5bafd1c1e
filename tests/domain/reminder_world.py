"""A world in which reminders are kept: clocks, sleeps, journeys, crashes, a busy owner; and what must come of it.

`run` drives `domain/reminders` as whoever shows reminders does. What ought to be shown is said by a model of its own
that knows no rules of time zones: it walks minute by minute through the hours in question and reads the clock.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from random import Random
from types import ModuleType
from zoneinfo import ZoneInfo

from deskcrm.domain import reminders as real

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "UTC")
MINUTE = timedelta(minutes=1)
CHANGES = (  # of the clocks of some zones: forward, and back
    datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2026, 3, 8, 7, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC), datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
)  # fmt: skip


@lru_cache(maxsize=4096)
def first_minute(wall: datetime, zone: str) -> datetime:
    """The first minute (UTC) at which the clock of a zone shows this; where it skips it, as many minutes after the last
    one before as it would have been.
    """
    last = None
    middle = wall.replace(tzinfo=UTC)
    for minutes in range(-15 * 60, 15 * 60):
        at = middle + minutes * MINUTE
        shown = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        if shown == wall:
            return at
        if last is not None and last[1] < wall < shown:
            return last[0] + (wall - last[1])
        last = (at, shown)
    raise AssertionError(f"{wall} is not within a day in {zone}")


@dataclass
class Task:
    """One task of the world, open or not; `paused`: its person is removed."""

    at: str
    zone: str
    done: bool = False
    paused: bool = False

    def moment(self, local: str) -> datetime:
        day = "T" not in self.at
        wall = datetime.combine(datetime.fromisoformat(self.at), time(9)) if day else datetime.fromisoformat(self.at)
        return first_minute(wall, local if day or not self.zone else self.zone)


@dataclass
class World:
    """What is so now, and what was seen."""

    random: Random
    now: datetime
    local: str
    tasks: dict[int, Task] = field(default_factory=dict)
    noted: dict[real.Key, bool] = field(default_factory=dict)  # the file: it outlives crashes
    seen: Counter[real.Key] = field(default_factory=Counter)
    kills: Counter[real.Key] = field(default_factory=Counter)  # between showing and noting
    begun: set[real.Key] = field(default_factory=set)  # killed before it could be seen
    quiet: real.QuietHours = real.NO_QUIET
    wrong: list[str] = field(default_factory=list)

    def planned(self) -> list[real.Planned]:
        return [real.Planned(n, t.at, t.zone) for n, t in self.tasks.items() if not t.done and not t.paused]

    def quiet_now(self) -> bool:
        """By walking from the last begin of the quiet hours to their end, minute by minute."""
        if self.quiet.begins == self.quiet.ends:
            return False
        at = self.now.astimezone(ZoneInfo(self.local)).replace(tzinfo=None, second=0)
        while at.time() != self.quiet.begins:
            if at.time() == self.quiet.ends:
                return False
            at -= MINUTE
        return True


def run(seed: int, module: ModuleType | object = real, *, steps: int = 40, noted_first: bool = False) -> list[str]:
    """One history; answers what was wrong in it. `module`: in place of `domain/reminders`; `noted_first`: a protocol
    that notes before it shows.
    """
    random = Random(seed)
    start = random.choice(CHANGES) + random.randint(-300, 60) * MINUTE
    world = World(random, start, random.choice(ZONES))
    for step in range(steps):
        happen(world, step)
        _tick(world, module, noted_first=noted_first)
        if world.wrong:
            break
    return world.wrong


def happen(world: World, step: int) -> None:
    """Time passes, and something is done."""
    random = world.random
    world.now += random.choice([1, 1, 1, 30, 60]) * timedelta(seconds=1) * random.randint(1, 60)
    kind = random.randrange(14)
    if step < 3 or kind < 3:
        world.tasks[len(world.tasks) + 1] = _task(world)
    elif kind == 3:
        world.now += random.randint(1, 30) * timedelta(hours=1)  # sleep
    elif kind == 4:
        world.now += random.choice([-1, 1]) * random.choice([1, 2, 60, 24 * 60, 5 * 365 * 24 * 60]) * MINUTE
    elif kind == 5:
        world.local = random.choice(ZONES)
    elif kind == 6:
        world.quiet = random.choice(
            [real.NO_QUIET, real.QuietHours(time(22), time(7)), real.QuietHours(time(1), time(3))]
        )
    elif kind in (7, 8, 9, 10):
        task = random.choice(list(world.tasks.values()))
        if kind == 7:
            task.done = not task.done
        elif kind == 8:
            task.paused = not task.paused
        else:
            fresh = _task(world)
            task.at, task.zone = fresh.at, fresh.zone


def _task(world: World) -> Task:
    random = world.random
    zone = random.choice(["", world.local, random.choice(ZONES)])
    wall = (world.now + random.randint(-60, 300) * MINUTE).astimezone(ZoneInfo(zone or world.local))
    wall = wall.replace(minute=random.choice([0, 30, wall.minute]))
    if random.randrange(8) == 0:
        return Task(wall.date().isoformat(), zone)
    return Task(wall.replace(tzinfo=None).isoformat(timespec="minutes"), zone)


def _tick(world: World, module: ModuleType | object, *, noted_first: bool) -> None:
    """One look as the window or the agent takes it, killed now and then; and what the model says of it."""
    before = dict(world.noted)
    found = module.look(  # type: ignore[union-attr]
        world.planned(), before, world.now, local=ZoneInfo(world.local), quiet=world.quiet
    )
    _judge(world, found)
    killed = world.random.randrange(12)  # 0: before anything; 1: begun; 2: shown, not noted
    if killed == 0:
        return
    for due in found.due:
        world.noted[due.key] = noted_first
        if killed == 1:
            world.begun.add(due.key)
    if killed == 1:
        return
    for due in found.due:
        world.seen[due.key] += 1
        if due.again != (due.key in before):
            world.wrong.append(f"{due.key} is marked wrongly: {due.again}")
        if world.seen[due.key] > 1 + world.kills[due.key]:
            world.wrong.append(f"{due.key} was shown {world.seen[due.key]} times")
        if killed == 2:
            world.kills[due.key] += 1
        else:
            world.noted[due.key] = True


def _judge(world: World, found: real.Look) -> None:
    """What ought to be shown now, and when the next one comes, by the model."""
    ought: set[int] = set()
    coming: list[datetime] = []
    for number, task in world.tasks.items():
        key = (number, f"{task.at} {task.zone}".strip())
        if task.done or task.paused or world.seen[key] > world.kills[key]:
            continue
        if task.moment(world.local) > world.now:
            coming.append(task.moment(world.local))
        else:
            ought.add(number)
    quiet = world.quiet_now()
    is_shown = {due.key[0] for due in found.due}
    if is_shown != (set() if quiet else ought):
        world.wrong.append(f"at {world.now} in {world.local} are shown {is_shown}, not {ought}, quiet: {quiet}")
    if [due.moment for due in found.due] != sorted(due.moment for due in found.due):
        world.wrong.append("the later one comes first")
    if not (quiet and ought) and found.next_at != min(coming, default=None):
        world.wrong.append(f"the next one is said to come {found.next_at}, not {min(coming, default=None)}")
    if quiet and ought and (found.next_at is None or found.next_at <= world.now):
        world.wrong.append("nobody looks after the quiet hours")
