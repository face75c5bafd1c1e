"""Reminders in random worlds: none early, none lost, none twice but after a kill; planted faults are caught."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskcrm.domain import reminder_words, reminders
from deskcrm.domain.reminders import LONGEST, SHORTEST, Planned, QuietHours, look, moment_of, pause

sys.path.insert(0, str(Path(__file__).parent))
import reminder_world

BERLIN = ZoneInfo("Europe/Berlin")


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_every_reminder_is_shown_when_it_ought_to_be_and_no_other(seed: int) -> None:
    assert reminder_world.run(seed) == []


def _moments(change: Callable[..., datetime]) -> SimpleNamespace:
    """`look` with another idea of when a wall time is."""

    def altered(planned: Any, noted: Any, now: datetime, **kw: Any) -> Any:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reminders, "moment_of", change)
            return look(planned, noted, now, **kw)

    return _altered(altered)


def _fold(at: str, zone: str, local: Any) -> datetime:
    wall = datetime.fromisoformat(at) if "T" in at else datetime.combine(date.fromisoformat(at), time(9))
    return wall.replace(tzinfo=ZoneInfo(zone) if zone and "T" in at else local, fold=1).astimezone(UTC)


def _altered(change: Callable[..., Any]) -> SimpleNamespace:
    """`look` with other questions or with other answers."""
    return SimpleNamespace(look=change)


MUTANTS: dict[str, Any] = {
    "the second time of an hour that comes twice": _moments(_fold),
    "the owner's zone in place of the task's": _moments(lambda at, _zone, local: moment_of(at, "", local)),
    "a day begins at midnight": _moments(
        lambda at, zone, local: moment_of(at if "T" in at else f"{at}T00:00", zone if "T" in at else "", local)
    ),
    "a day's zone is the task's": _moments(
        lambda at, zone, local: moment_of(at if "T" in at else f"{at}T09:00", zone, local)
    ),
    "a minute early": _moments(lambda *given: moment_of(*given) - timedelta(minutes=1)),
    "a minute late": _moments(lambda *given: moment_of(*given) + timedelta(minutes=1)),
    "what was shown is forgotten": _altered(lambda planned, noted, now, **kw: look(planned, {}, now, **kw)),
    "what was begun is lost": _altered(
        lambda planned, noted, now, **kw: look(planned, dict.fromkeys(noted, True), now, **kw)
    ),
    "what comes again does not say so": _altered(
        lambda *given, **kw: replace(
            found := look(*given, **kw), due=tuple(replace(due, again=False) for due in found.due)
        )
    ),
    "quiet hours are not kept": _altered(
        lambda *given, local, quiet: look(*given, local=local, quiet=reminders.NO_QUIET)
    ),
    "what is long past is dropped": _altered(
        lambda planned, noted, now, **kw: replace(
            found := look(planned, noted, now, **kw),
            due=tuple(due for due in found.due if now - due.moment < timedelta(days=1)),
        )
    ),
    "only the first of several": _altered(
        lambda *given, **kw: replace(found := look(*given, **kw), due=found.due[:1])
    ),
    "a task is shown once for all its moments": _altered(
        lambda planned, noted, now, **kw: look(
            [one for one in planned if not any(key[0] == one.task and done for key, done in noted.items())],
            noted, now, **kw,
        )
    ),
    "the next one is forgotten": _altered(lambda *given, **kw: replace(look(*given, **kw), next_at=None)),
}  # fmt: skip


@pytest.mark.parametrize("fault", MUTANTS)
def test_planted_faults_are_caught(fault: str) -> None:
    assert any(reminder_world.run(seed, MUTANTS[fault]) for seed in range(80)), fault


def test_noting_before_showing_is_caught() -> None:
    assert any(reminder_world.run(seed, noted_first=True) for seed in range(80))


@pytest.mark.parametrize(
    ("wall", "zone", "utc"),
    [
        ("2027-03-28T02:30", "Europe/Berlin", "2027-03-28T01:30"),  # there is no half past two: half past three
        ("2027-10-31T02:30", "Europe/Berlin", "2027-10-31T00:30"),  # twice: the first time
        ("2026-07-01T12:00", "", "2026-07-01T10:00"),
        ("2026-07-01", "America/New_York", "2026-07-01T07:00"),  # a day is the owner's: nine in Berlin
        ("2026-07-01T12:00", "Nowhere/At_All", "2026-07-01T10:00"),
        ("2026-07-01T12:00+05:30", "Europe/Berlin", "2026-07-01T06:30"),
        ("0001-01-01T00:00", "Europe/Berlin", "0001-01-03T00:00"),  # no such moment in UTC: the first there is
        ("9999-12-31T23:59", "America/New_York", "9999-12-29T00:00"),
    ],
)
def test_a_wall_time_is_a_moment(wall: str, zone: str, utc: str) -> None:
    assert moment_of(wall, zone, BERLIN) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_quiet_hours_over_midnight_hold_and_end() -> None:
    quiet = QuietHours(time(22), time(7))
    evening = datetime(2026, 3, 2, 22, 30)
    assert quiet.hold(evening)
    assert quiet.over(evening) == datetime(2026, 3, 3, 7)
    assert not quiet.hold(datetime(2026, 3, 3, 7))
    now = evening.replace(tzinfo=UTC)
    found = look([Planned(1, "2026-03-02T21:00")], {}, now, local=UTC, quiet=quiet)
    assert (found.due, found.next_at) == ((), datetime(2026, 3, 3, 7, tzinfo=UTC))


def test_nobody_waits_long_or_hurries() -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert pause(None, now) == LONGEST
    assert pause(now + timedelta(days=60), now) == LONGEST
    assert pause(now + timedelta(seconds=4), now) == 4
    assert pause(now - timedelta(days=1), now) == SHORTEST


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-03-02T15:00", "today at 15:00"),
        ("2026-03-03", "tomorrow"),
        ("2026-03-01T09:05", "yesterday at 09:05"),
        ("2026-04-09", "on 9 Apr"),
        ("2025-12-24T08:00", "on 24 Dec 2025 at 08:00"),
    ],
)
def test_moments_in_words(moment: str, words: str) -> None:
    assert reminder_words.due_words(moment, date(2026, 3, 2)) == words
