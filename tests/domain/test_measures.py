"""BG/NBD by its paper's own figures and a back-test, RFM by quintiles, stages step by step."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from deskcrm.domain import lifecycle, rfm
from deskcrm.domain.lifecycle import Statement, standing
from deskcrm.domain.measures import SEGMENTS, Measures, Outlook, in_words
from deskcrm.domain.measures_forecast import History, Model, alive, expected, fit, likelihood

FILES = Path(__file__).parent / "files"
PAPER = Model(0.243, 4.414, 0.793, 2.426)
"""Fader, Hardie and Lee (2005), table 2: BG/NBD on CDNOW."""


def cdnow() -> list[History]:
    with (FILES / "cdnow.csv").open() as file:
        return [History(int(r["frequency"]), float(r["recency"]), float(r["T"])) for r in csv.DictReader(file)]


def test_the_fit_on_cdnow_is_the_papers() -> None:
    histories = cdnow()
    model = fit(histories)
    assert len(histories) == 2357
    assert model is not None
    assert [round(value, 3) for value in model] == list(PAPER)
    assert likelihood(model, Counter(histories).items()) == pytest.approx(-9582.4, abs=0.05)


def test_the_first_customer_of_cdnow_is_expected_to_order_as_often_as_the_paper_says() -> None:
    """Fader, Hardie and Lee, "Implementing the BG/NBD Model in Microsoft Excel": 1.226 in the next 39 weeks."""
    assert expected(PAPER, History(2, 30.43, 38.86), 39) == pytest.approx(1.226, abs=0.0005)
    assert alive(PAPER, History(0, 0, 38.86)) == 1


def test_forecasts_of_half_the_cdnow_days_come_near_the_other_half() -> None:
    """Fitted on 39 weeks, it expects 1,653 days of repeat orders in the 39 weeks after; there were 1,882."""
    end = date(1997, 9, 30)
    histories, came = [], 0
    with (FILES / "cdnow_days.csv").open() as file:
        for row in csv.DictReader(file):
            days = sorted({date.fromisoformat(one[:10]) for one in row["orders"].split()})
            known = [day for day in days if day <= end]
            last, age = (known[-1] - known[0]).days, (end - known[0]).days
            histories.append(History(len(known) - 1, last / 7, age / 7))
            came += len(days) - len(known)
    model = fit(histories)
    assert model is not None
    foretold = sum(expected(model, one, 39) for one in histories)
    assert came == 1882
    assert foretold == pytest.approx(1653, abs=1)
    assert abs(foretold - came) / came < 0.13


def test_too_few_customers_are_not_forecast() -> None:
    assert fit([History(1, 3, 9)] * 99) is None
    assert fit([History(0, 0, 9)] * 500) is None


def test_quintiles_are_fifths_and_equal_values_share_one() -> None:
    assert rfm.quintiles([10, 20, 30, 40, 50]) == [1, 2, 3, 4, 5]
    assert rfm.quintiles(list(range(30))) == sorted([1, 2, 3, 4, 5] * 6)
    assert rfm.quintiles([1, 1, 1, 1, 1, 1, 2, 2, 3, 9]) == [1, 1, 1, 1, 1, 1, 4, 4, 5, 5]
    assert rfm.quintiles([7]) == [1]


def test_quintiles_are_those_of_the_published_example_of_five_customers() -> None:
    """The table of "How to segment RFM" (travis.giggy.com/miki, steps 1 and 2): days since, times, and sum of each."""
    days, times, sums = (3, 6, 45, 21, 14), (6, 10, 1, 2, 4), (540, 940, 30, 64, 169)
    assert rfm.quintiles([-one for one in days]) == [5, 4, 1, 2, 3]
    assert rfm.quintiles(times) == [4, 5, 1, 2, 3]
    assert rfm.quintiles(sums) == [4, 5, 1, 2, 3]


def test_every_pair_of_quintiles_has_a_segment_and_every_segment_has_one() -> None:
    assert {rfm.segment(r, f) for r in range(1, 6) for f in range(1, 6)} == set(SEGMENTS)
    assert rfm.segment(5, 5) == "champions"
    assert rfm.segment(1, 5) == "cant_lose"


def test_a_segment_explains_itself() -> None:
    outlook = Outlook(date(2026, 3, 1), 1, 5, 4, "cant_lose")
    one = Measures(1, orders=14, last_order="2025-08-03T10:00:00Z", gap=39.6, outlook=outlook)
    assert in_words(one, date(2026, 3, 1)) == "Can't lose: bought 14 times, nothing for 210 days; usually every 40"
    assert in_words(Measures(1), date(2026, 3, 1)) == "No orders yet"


SALES = ("2024-05-01", "2025-02-10")


def test_the_first_sale_makes_a_customer_and_the_second_a_repeat_customer_on_their_days() -> None:
    steps = lifecycle.moves(
        Statement(SALES[1], "repeat", "source"), [Statement("2024-01-01", "lead", "you")], SALES, ""
    )
    assert [(one.before, one.stage, one.at, one.cause, one.days) for one in steps] == [
        ("", "lead", "2024-01-01", "you", None),
        ("lead", "customer", "2024-05-01", "first order", 121.0),
        ("customer", "repeat", "2025-02-10", "second order", 285.0),
    ]


def test_nobody_moves_back_by_themselves_and_who_was_lost_comes_back_by_an_order() -> None:
    said = [Statement("2023-01-01", "advocate", "you"), Statement("2024-12-31", "lost", "you")]
    steps = lifecycle.moves(Statement(SALES[1], "repeat", "source"), said, SALES, "")
    assert [one.stage for one in steps] == ["advocate", "lost", "repeat"]


@pytest.mark.parametrize(
    "stated", [("", ""), ("lead", "2024-01-01"), ("advocate", "2025-01-01"), ("lost", "2024-08-01")]
)
@pytest.mark.parametrize("sales", [(), SALES[:1], SALES])
def test_the_last_step_is_the_stage_of_the_profile(stated: tuple[str, str], sales: tuple[str, ...]) -> None:
    now = standing(*stated, False, sales)
    said = [Statement(stated[1], stated[0], "you")] if stated[0] else []
    if now.stage:
        assert lifecycle.moves(Statement(now.since, now.stage, "source"), said, sales, "")[-1].stage == now.stage


@pytest.mark.parametrize(
    ("letter", "stages"),
    [
        ("2023-12-01", ["subscriber", "lead", "customer"]),
        ("2024-03-01", ["lead", "customer"]),
        ("2024-06-01", ["lead", "customer"]),
        ("", ["lead", "customer"]),
    ],
)
def test_a_newsletter_begins_the_way_of_whom_nothing_else_happened_with(letter: str, stages: list[str]) -> None:
    said = [Statement("2024-01-01", "lead", "you")]
    steps = lifecycle.moves(Statement(SALES[0], "customer", "source"), said, SALES[:1], "", letter=letter)
    assert [one.stage for one in steps] == stages
