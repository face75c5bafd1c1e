"""When a reminder is to be shown: from what the tasks say, what was shown already, and what the clock shows now.

Pure, and so the same for the window, the agent and the terminal. A reminder's moment is what the clock on the wall of
its zone shows; where the clock was put forward over it, it counts as if it had not been, and where the clock shows it
twice, the first time counts. It is asked anew at each look, never counted down, so that sleep, a changed clock or a
journey to another zone can neither lose it nor show it twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from deskcrm.domain.quickentry import MORNING
from deskcrm.domain.recurrence import is_day

LATE: Final = timedelta(minutes=5)
"""From when on a reminder says that it comes late: the computer slept, or DeskCRM was closed."""

SHORTEST: Final = 1.0
LONGEST: Final = 30.0
"""Seconds between two looks at the clock: as long as till the next reminder, within these."""

Key = tuple[int, str]
"""One reminder: the task, and which of its moments."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The reminder of an open task. `at`: a wall time, or a day; `zone`: that clock's, "" for wherever the owner is."""

    task: int
    at: str
    zone: str = ""

    @property
    def key(self) -> Key:
        """By which it is noted as shown: as the task says it, so that another zone or clock makes no new one of it."""
        return self.task, moment_key(self.at, self.zone)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when to when nothing is shown; over midnight where `begins` is the later one, never where both are equal."""

    begins: time
    ends: time

    def hold(self, wall: datetime) -> bool:
        """Whether nothing is shown at this moment of the clock on the wall."""
        at = wall.time()
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends

    def over(self, wall: datetime) -> datetime:
        """When the quiet hours that hold now end, by the same clock."""
        end = datetime.combine(wall.date(), self.ends)
        return end if end > wall else end + timedelta(days=1)


NO_QUIET: Final = QuietHours(time(0), time(0))


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder to be shown now. `moment`: when it was due, UTC; `again`: it may have been seen before."""

    key: Key
    moment: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the clock says: what is to be shown, and when the next one comes (UTC), None where none does."""

    due: tuple[Due, ...] = ()
    next_at: datetime | None = None


_HALFWAY: Final = 2000
_FIRST: Final = datetime(1, 1, 3, tzinfo=UTC)
_LAST: Final = datetime(9999, 12, 29, tzinfo=UTC)
"""What every zone can still show: a day and more from the ends of what Python knows."""


def moment_key(at: str, zone: str) -> str:
    """How a moment is noted: "2026-03-02T09:00 Europe/Berlin"."""
    return f"{at} {zone}".rstrip()


def moment_of(at: str, zone: str, local: tzinfo | None) -> datetime:
    """The moment (UTC) that a wall time of a zone means. `local`: where the owner is, None for the system's own zone.

    A day means its morning where the owner is. A zone that nobody knows is taken for the owner's. What lies before or
    after all that this computer can reckon with is its first or last moment: one such task must not stop the others.
    """
    if is_day(at):
        wall, place = datetime.combine(datetime.fromisoformat(at), MORNING), local
    else:
        wall, place = datetime.fromisoformat(at), _zone(zone) or local
    if wall.tzinfo is None and place is not None:
        wall = wall.replace(tzinfo=place)
    try:
        return wall.astimezone(UTC)
    except (OverflowError, ValueError, OSError):
        return _FIRST if wall.year < _HALFWAY else _LAST


def wall_at(now: datetime, local: tzinfo | None) -> datetime:
    """What the clock on the wall shows where the owner is."""
    return now.astimezone(local).replace(tzinfo=None)


def look(
    planned: Iterable[Planned], noted: Mapping[Key, bool], now: datetime, *, local: tzinfo | None,
    quiet: QuietHours = NO_QUIET,
) -> Look:  # fmt: skip
    """What is to be shown at `now`, the earliest first.

    `noted`: which reminders were begun to be shown (False) and which surely were (True). What was only begun is shown
    again and says so. Quiet hours hold back and lose nothing.
    """
    due: list[Due] = []
    coming: list[datetime] = []
    for one in planned:
        shown = noted.get(one.key)
        if shown:
            continue
        moment = moment_of(one.at, one.zone, local)
        if moment > now:
            coming.append(moment)
        else:
            due.append(Due(one.key, moment, again=shown is False))
    wall = wall_at(now, local)
    if due and quiet.hold(wall):
        coming.append(moment_of(quiet.over(wall).isoformat(), "", local))
        due = []
    due.sort(key=lambda one: (one.moment, one.key))
    return Look(tuple(due), min(coming, default=None))


def pause(next_at: datetime | None, now: datetime) -> float:
    """Seconds until the next look. Never long, since the clock may be changed and the computer sleep meanwhile."""
    left = (next_at - now).total_seconds() if next_at is not None else LONGEST
    return min(LONGEST, max(SHORTEST, left))


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):  # not in this computer's database of zones
        return None
