"""Dates, money and counts as the window says them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcrm.domain.fields import STAGES
from deskcrm.ui import words

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [
        (128400, "EUR", "€1,284.00"),
        (-5, "USD", "-$0.05"),
        (1284, "JPY", "¥1,284"),
        (1234567, "KWD", "KWD 1,234.567"),
        (128400, "SEK", "SEK 1,284.00"),
        (99, "", "0.99"),
        (0, "EUR", "€0.00"),
    ],
)
def test_money(minor, currency, said):
    assert words.money(minor, currency) == said


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [
        (123456789012, "EUR", "€1.23 bn"),
        (-450000000, "EUR", "-€4.50 m"),
        (128400, "SEK", "SEK 1.28 k"),
        (12, "EUR", "€0.12"),
    ],
)
def test_money_in_few_letters(minor, currency, said):
    assert words.short_money(minor, currency) == said


@pytest.mark.parametrize(
    ("days", "said", "written_out"),
    [
        (0, "today", "today"),
        (1, "yesterday", "yesterday"),
        (2, "2 d ago", "2 days ago"),
        (13, "13 d ago", "13 days ago"),
        (14, "2 wk ago", "2 weeks ago"),
        (35, "5 wk ago", "5 weeks ago"),
        (61, "2 mo ago", "2 months ago"),
        (364, "11 mo ago", "11 months ago"),
        (365, "1 y ago", "1 year ago"),
        (800, "2 y ago", "2 years ago"),
        (-1, "tomorrow", "tomorrow"),
        (-5, "in 5 d", "in 5 days"),
        (-21, "in 3 wk", "in 3 weeks"),
    ],
)
def test_how_long_ago(days, said, written_out):
    iso = (TODAY - timedelta(days=days)).isoformat()
    assert words.ago(iso, TODAY) == said
    assert words.long_ago(iso, TODAY) == written_out


def test_nothing_is_said_of_no_date():
    assert words.ago(None) == ""
    assert words.exact(None) == ""


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_day_has_words(day):
    assert words.ago(day.isoformat(), TODAY)
    assert words.day(day.isoformat(), TODAY)


def test_a_day_says_its_year_only_where_it_is_another():
    assert words.day("2026-11-21", TODAY) == "Sat 21 Nov"
    assert words.day("2024-02-29", TODAY) == "Thu 29 Feb 2024"


def test_the_exact_moment_is_in_this_computers_zone():
    at = datetime(2026, 11, 21, 10, 0).astimezone()
    assert words.exact(at.isoformat()) == "Saturday, 21 November 2026, 10:00"
    assert words.exact("2026-11-21") == "Saturday, 21 November 2026"


def test_when_something_is_due():
    assert words.due("2026-11-23", TODAY) == "Today"
    assert words.due("2026-11-24T10:00", TODAY) == "Tomorrow, 10:00"
    assert words.due("2026-12-05", TODAY) == "Sat 5 Dec"


def test_a_task_is_overdue_after_its_day_or_its_moment():
    now = datetime(2026, 11, 23, 12, 0)
    assert not words.overdue("2026-11-23", now)
    assert words.overdue("2026-11-22", now)
    assert words.overdue("2026-11-23T11:59", now)
    assert not words.overdue("2026-11-23T12:30", now)


def test_what_is_quoted_stays_in_one_short_line():
    assert words.quoted("anna\n  weber") == "“anna weber”"
    assert words.quoted("x" * 40) == f"“{'x' * 40}”"
    assert words.quoted("x" * 10_000) == f"“{'x' * 39}…”"


def test_the_usual_stages_are_no_news():
    assert not words.set_stages(dict(STAGES)), "screens would be read a second time"
    assert words.set_stages({**STAGES, "lead": "Interested"})
    assert not words.set_stages({**STAGES, "lead": "Interested"})
    assert words.set_stages(dict(reversed(STAGES.items()))), "another order is news"
    assert words.set_stages(dict(STAGES))
