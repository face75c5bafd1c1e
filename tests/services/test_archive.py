"""Archived contacts: out of the lists, still found by search, brought back; apart from removed ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.views import ImportResult, ListQuery
from deskcrm.services import bulk, contacts, dossier, history, merging, reads, searching
from deskcrm.services.workspace import Workspace

BringIn = Callable[..., ImportResult]


@pytest.fixture
def two(ws: Workspace) -> tuple[int, int]:
    anna = contacts.add(ws, "person", {"name": "Anna Weber", "organization": "Weber Gartenbau"}).value
    return anna, contacts.add(ws, "person", {"name": "Benoît Lefèvre"}).value


def listed(ws: Workspace, **query: bool) -> list[str]:
    return [row.name for row in reads.rows(ws, reads.list_ids(ws, ListQuery(**query)))]


def test_who_is_archived_leaves_the_lists_and_is_found_by_search(ws: Workspace, two: tuple[int, int]) -> None:
    anna, _ = two
    contacts.archive(ws, anna)
    assert listed(ws) == ["Benoît Lefèvre"]
    assert listed(ws, archived=True) == ["Anna Weber"]
    assert listed(ws, removed=True) == []
    assert reads.counts(ws)["people"] == 1
    (hit,) = reads.search(ws, "anna", 10)
    assert (hit.name, hit.detail) == ("Anna Weber", "Archived · Weber Gartenbau")
    assert "Anna Weber" in [hit.name for hit in searching.everything(ws, "weber gartenbau", 5, 5).hits]
    assert reads.profile(ws, anna).archived
    assert not reads.profile(ws, anna).removed
    assert [entry.summary for entry in reads.history(ws, 1)] == ["Archived Anna Weber"]


def test_the_latest_word_on_a_contact_counts(ws: Workspace, two: tuple[int, int]) -> None:
    anna, _ = two
    contacts.archive(ws, anna)
    contacts.remove(ws, anna)
    assert (listed(ws, archived=True), listed(ws, removed=True)) == ([], ["Anna Weber"])
    assert reads.search(ws, "anna", 10) == []
    history.undo(ws)
    assert listed(ws, archived=True) == ["Anna Weber"]
    contacts.bring_back(ws, anna)
    assert listed(ws) == ["Anna Weber", "Benoît Lefèvre"]
    history.undo(ws)
    assert listed(ws, archived=True) == ["Anna Weber"]


def test_a_joined_profile_is_archived_where_one_side_is_and_the_others_are_hidden(
    ws: Workspace, two: tuple[int, int]
) -> None:
    anna, ben = two
    contacts.archive(ws, anna)
    merging.merge(ws, ben, [anna])
    assert listed(ws) == ["Benoît Lefèvre"], "one side shows"
    history.undo(ws)
    contacts.remove(ws, ben)
    merging.merge(ws, ben, [anna])
    assert listed(ws, archived=True) == ["Benoît Lefèvre"]
    contacts.bring_back(ws, ben)
    assert listed(ws) == ["Benoît Lefèvre"]


def test_an_import_updates_who_is_archived_in_place(ws: Workspace, bring_in: BringIn) -> None:
    bring_in("shop.csv", "Customer ID,Name,Email", "1,Anna Weber,anna@weber.example")
    contacts.archive(ws, reads.list_ids(ws, ListQuery())[0])
    bring_in("shop.csv", "Customer ID,Name,Email", "1,Anna Weber,anna@garden.example")
    (row,) = reads.rows(ws, reads.list_ids(ws, ListQuery(archived=True)))
    assert row.email == "anna@garden.example"


def test_what_a_company_bought_is_no_less_for_an_archived_buyer(ws: Workspace, bring_in: BringIn) -> None:
    head = "Order ID,Customer ID,Customer name,Company,Email,Order date,Total,Currency"
    bring_in("orders.csv", head, "7,1,Anna Weber,Weber Gartenbau,anna@weber.example,2026-01-05,20.00,EUR")
    (weber,) = reads.list_ids(ws, ListQuery("company"))
    before = reads.profile(ws, weber).measures
    assert before["orders"] == 1
    contacts.archive(ws, reads.list_ids(ws, ListQuery())[0])
    assert reads.profile(ws, weber).measures == before


def test_many_are_archived_as_one(ws: Workspace, two: tuple[int, int]) -> None:
    assert bulk.archive(ws, two).value == 2
    assert listed(ws) == []
    assert [entry.summary for entry in reads.history(ws, 1)] == ["Archived 2 contacts"]
    assert bulk.bring_back(ws, two[:1]).value == 1
    assert listed(ws) == ["Anna Weber"]
    history.undo(ws)
    history.undo(ws)
    assert len(listed(ws)) == 2
    with pytest.raises(InvalidValue):
        bulk.archive(ws, [])


def test_a_dossier_says_that_somebody_was_archived(ws: Workspace, two: tuple[int, int], tmp_path) -> None:
    contacts.archive(ws, two[0])
    (page,) = dossier.save(ws, two[0], tmp_path / "anna.html")
    assert "Archived" in page.read_text(encoding="utf-8")
