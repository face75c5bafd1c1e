"""Which backups thinning leaves: days, weeks, months, whatever a clock says (F38)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskcrm.domain.backups import Aged, kept

START = date(2026, 11, 25)


def aged(days: list[date], why: str = "daily") -> list[Aged]:
    return [Aged(n, day, why, 1) for n, day in enumerate(days)]


def test_of_three_years_stay_seven_days_four_weeks_and_twelve_months():
    days = [START - timedelta(days=n) for n in range(1000, -1, -1)]
    stay = [days[n] for n in sorted(kept(aged(days)), reverse=True)]
    assert stay[:7] == [START - timedelta(days=n) for n in range(7)]
    assert len({day.isocalendar()[:2] for day in stay}) >= 4
    assert {(d.year, d.month) for d in stay} == {((2026, m) if m < 12 else (2025, 12)) for m in range(1, 13)}
    assert len(stay) <= 7 + 4 + 12


def test_of_many_in_a_day_the_newest_five_stay():
    assert kept(aged([START] * 50)) == {45, 46, 47, 48, 49}


@pytest.mark.parametrize("shift", [-366, -1, 400])
def test_a_wrong_clock_drops_nothing_that_came_after(shift):
    days = [START - timedelta(days=n) for n in range(30, 0, -1)]
    wrong = [START + timedelta(days=shift + n) for n in range(3)]
    stay = kept(aged(days + wrong))
    assert {30, 31, 32} <= stay
    assert len(stay) <= 23 + 5


def test_what_was_asked_for_stays_longer_and_the_last_of_each_schema_for_ever():
    old = [Aged(0, START - timedelta(days=2000), "update", 1), Aged(1, START - timedelta(days=1999), "update", 1)]
    asked = [Aged(n, START - timedelta(days=500), "asked", 2) for n in range(2, 17)]
    daily = [Aged(n, START - timedelta(days=1000 - n), "daily", 2) for n in range(600, 1000)]
    stay = kept([*old, *asked, *daily])
    assert {n for n in stay if n < 600} == {1, *range(7, 17)}
