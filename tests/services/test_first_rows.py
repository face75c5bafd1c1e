"""Lists as screens read them: their first rows, and rare and common words, come by other ways to the same order."""

from __future__ import annotations

import random

import pytest

from deskcrm.domain.errors import Cancelled
from deskcrm.domain.views import SORTABLE, ListQuery
from deskcrm.services import reads
from deskcrm.store import lists, search

TEXTS = ("", "a", "an", "anna", "anna we", "weber", "bau", "post", "post web", "4930", "030 5", "xyz", "anna xyz", "é")
LIMITS = (1, 5, 64, 1000)


@pytest.fixture
def some(ws, bring_in):
    """Two hundred people: names and companies that repeat, blanks among them."""
    chance = random.Random(3)
    given = ("Anna", "Annette", "Ben", "Émile", "Zoë")
    family = ("Weber", "Webber", "Anders", "Bauer", "Post")
    company = ("", "", "Weber Bau", "Post & Co")
    bring_in(
        "people.csv",
        "First Name,Last Name,Company,Email,Phone",
        *(
            f"{chance.choice(given)},{chance.choice(family)},{chance.choice(company)},"
            f"{f'p{n}@post.example' if n % 3 else ''},{f'030 5550{n:04d}' if n % 4 else ''}"
            for n in range(200)
        ),
    )
    return ws


def queries() -> list[ListQuery]:
    sorts = [(sort, down) for sort in SORTABLE for down in (False, True)]
    return [
        ListQuery(kind=kind, text=text, sort=sort, descending=down)
        for kind in ("person", "company", None)
        for text in TEXTS
        for sort, down in (sorts if text in ("", "weber", "post") else sorts[:2])
    ]


def test_the_first_of_a_list_are_those_that_the_whole_begins_with(some):
    for query in queries():
        whole = reads.list_ids(some, query)
        for limit in LIMITS:
            assert reads.first_ids(some, query, limit) == whole[:limit], (query, limit)


def test_what_many_have_is_listed_like_what_few_have(some, monkeypatch):
    each_looked_up = [reads.list_ids(some, query) for query in queries()]
    monkeypatch.setattr(search, "_FEW", 1)
    assert [reads.list_ids(some, query) for query in queries()] == each_looked_up


def test_the_first_are_found_beyond_the_rows_that_are_looked_through(some, monkeypatch):
    query = ListQuery(text="post")
    whole = reads.list_ids(some, query)
    monkeypatch.setattr(search, "_WALKED", 10)
    assert reads.first_ids(some, query, 64) == whole[:64]
    assert len(whole) > 64


def test_a_long_list_is_the_same_in_pieces(some, monkeypatch):
    whole = [reads.list_ids(some, query) for query in queries()]
    assert max(map(len, whole)) > 150
    for size in (1, 3, 10, 64):
        monkeypatch.setattr(lists, "_PIECE", size)
        assert [reads.list_ids(some, query) for query in queries()] == whole


def test_a_list_that_nobody_waits_for_any_more_is_given_up(some, monkeypatch):
    monkeypatch.setattr(lists, "_LOOKS", 100)
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        reads.list_ids(some, ListQuery(), cancelled=cancelled)
    assert len(asked) == 4
    assert len(reads.list_ids(some, ListQuery())) > 150, "the next who reads is not disturbed"
    assert reads.list_ids(some, ListQuery(), cancelled=lambda: False) == reads.list_ids(some, ListQuery())
