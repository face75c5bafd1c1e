"""Rhythms in words, who goes quiet by their own, and days that come every year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskcrm.domain import keeping
from deskcrm.domain.keeping import Buying, Rhythm

DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("6 weeks", "6 weeks"), ("every 6 weeks", "6 weeks"), ("Every month", "1 month"), ("monthly", "1 month"),
        ("quarterly", "3 months"), ("every other week", "2 weeks"), ("1 weeks", "1 week"), ("a year", "1 year"),
        ("10  days", "10 days"), ("6 Wochen", "6 weeks"), ("alle drei Monate", "3 months"), ("jeden Monat", "1 month"),
        ("vierteljährlich", "3 months"), ("jede zweite Woche", "2 weeks"), ("1 Jahr", "1 year"), ("10 Tage", "10 days"),
    ],
)  # fmt: skip
def test_a_rhythm_is_read_as_it_is_said(text: str, kept: str) -> None:
    rhythm = keeping.rhythm(text)
    assert rhythm is not None
    assert rhythm.text == keeping.kept(text) == kept


@pytest.mark.parametrize("text", ["", "never", "0 weeks", "now and then", "6", "6 fortnights", "-2 weeks"])
def test_what_is_no_rhythm_stays_as_it_was_typed(text: str) -> None:
    assert keeping.rhythm(text) is None
    assert keeping.kept(text) == text


def test_the_next_time_is_counted_by_the_calendar() -> None:
    assert Rhythm(6, "week").after(DAY) == date(2027, 1, 6)
    assert Rhythm(1, "month").after(date(2027, 1, 31)) == date(2027, 2, 28)
    assert Rhythm(999, "year").after(date(9990, 1, 1)) == date.max


def bought(*ago: int) -> Buying | None:
    return keeping.buying([DAY - timedelta(days=days) for days in ago], DAY)


def test_the_rhythm_of_buying_is_the_median_of_the_days_between() -> None:
    found = bought(100, 140, 180, 600)
    assert found == Buying(4, 40, 100)
    assert found.words == "Bought 4 times, usually every 40 days; nothing for 100"
    assert found.quiet


@pytest.mark.parametrize(
    ("usual", "since", "words"),
    [
        (1, 20, "every day; nothing for 20 days"), (40, 118, "every 40 days; nothing for 118"),
        (62, 340, "every 62 days; nothing for 11 months"), (250, 592, "every 8 months; nothing for 19"),
    ],
)  # fmt: skip
def test_a_rhythm_of_buying_says_itself(usual: int, since: int, words: str) -> None:
    assert Buying(3, usual, since).words == f"Bought 3 times, usually {words}"


def test_nobody_has_a_rhythm_before_the_third_day_of_purchase() -> None:
    assert bought(100, 140) is None
    assert bought(100, 100, 100, 140) is None, "three orders of one day are one"
    assert bought(-5, 100, 140) is None, "an order of tomorrow is none yet"


@pytest.mark.parametrize(
    ("usual", "since", "quiet"),
    [(40, 59, False), (40, 60, True), (40, 240, True), (40, 241, False), (7, 20, False), (7, 21, True), (1, 15, True),
     (1, 16, False)],
)  # fmt: skip
def test_quiet_is_late_by_half_a_rhythm_and_two_weeks_and_not_gone(usual: int, since: int, quiet: bool) -> None:
    assert Buying(5, usual, since).quiet is quiet


@pytest.mark.parametrize(
    ("born", "comes"),
    [
        ("1976-11-25", (date(2026, 11, 25), 50)), ("1976-11-24", (date(2027, 11, 24), 51)),
        ("--12-01", (date(2026, 12, 1), None)), ("1980-02-29", (date(2027, 2, 28), 47)),
        ("2026-11-25", (date(2026, 11, 25), None)), ("1980-02-30", None), ("1980", None), ("soon", None), ("", None),
    ],
)  # fmt: skip
def test_a_day_of_the_year_comes_next(born: str, comes: tuple[date, int | None] | None) -> None:
    assert keeping.next_anniversary(born, DAY) == comes


def test_the_days_of_a_week_are_named_over_the_end_of_the_year() -> None:
    assert keeping.days_between(date(2026, 12, 30), date(2027, 1, 1)) == ["12-30", "12-31", "01-01"]
    assert "02-29" in keeping.days_between(date(2027, 2, 27), date(2027, 2, 28))
