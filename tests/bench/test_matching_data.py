"""The labelled customers by which the matcher is judged, and what it makes of a small set of them."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from deskcrm.domain.matching.weights import SURE_SCORE

BENCH = Path(__file__).parents[2] / "bench"
ROWS = 2_500


@pytest.fixture(scope="module")
def bench():
    """The benchmark's two modules."""
    sys.path.insert(0, str(BENCH))
    try:
        import matching
        import matching_data

        yield matching, matching_data
    finally:
        sys.path.remove(str(BENCH))


@pytest.fixture(scope="module")
def customers(bench):
    _, data = bench
    return data.rows(ROWS, data.TUNING_SEEDS[0])


def test_the_same_seed_writes_the_same_rows_and_another_one_others(bench, customers):
    _, data = bench
    assert [data.cells(row) for row in data.rows(ROWS, data.TUNING_SEEDS[0])] == [data.cells(row) for row in customers]
    assert data.rows(50, 1) != data.rows(50, 2)
    assert not set(data.TUNING_SEEDS) & set(data.JUDGING_SEEDS)


def test_the_hard_cases_are_there(bench, customers):
    _, data = bench
    truth = data.Truth.of(customers)
    assert len(customers) == ROWS
    assert truth.pairs > ROWS / 3
    by_phone, by_home = {}, {}
    for row in customers:
        by_phone.setdefault(row.phone, set()).add(row.person)
        by_home.setdefault((row.household, data.plain(row.given), data.plain(row.family)), set()).add(row.person)
    assert max(len(people) for phone, people in by_phone.items() if phone.startswith(("0", "+"))) >= 3
    assert any(len(people) > 1 for people in by_home.values())  # father and son
    assert len({row.country for row in customers}) == len(data.LOCALES)
    mailboxes = Counter(row.email.partition("@")[0] for row in customers)
    assert any(mailboxes[role] > 1 for role in ("info", "office", "kontakt", "sales", "hello"))


def test_figures_are_those_of_the_textbook(bench):
    matching, _ = bench
    scored = [(0.9, True), (0.8, True), (0.7, False), (0.4, True)]
    found = matching.figures(scored, 4)
    assert (found["precision"], found["recall"], found["f1_default"]) == (0.6667, 0.5, 0.5714)
    assert (found["f1_best"], found["best_at"], found["recall_at_precision_99"]) == (0.75, 0.4, 0.5)


def test_the_matcher_is_as_good_as_it_was_and_sure_of_nobody_wrongly(bench, customers):
    matching, _ = bench
    pairs = matching.deskcrm_pairs(matching.subjects_of(customers))
    found = matching.judged(pairs, customers)
    assert found["f1_default"] > 0.87
    assert found["recall_at_precision_99"] > 0.65
    assert sum(found["false_joins_sure"].values()) == 0
    assert sum(score >= SURE_SCORE for _, _, score in pairs) > 400
