"""Lists in any order, filtered by rules and searched at once, of people or companies, removed ones too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deskcrm.domain.errors import InvalidValue, WorkspaceBusy
from deskcrm.domain.filters import All, Condition, Not
from deskcrm.domain.views import ImportResult, ListQuery, Order
from deskcrm.services import contacts, reads
from deskcrm.services.workspace import Workspace

BringIn = Callable[..., ImportResult]
PEOPLE = (
    "Customer ID,First name,Last name,City,Tags,Department,Company",
    "1,Anna,Weber,Berlin,vip,Sales,Acme",
    "2,Béla,Nagy,Köln,,Buying,Acme",
    "3,Carla,King,Berlin,new;vip,,Zeta",
    "4,Dora,Abel,,,Sales,",
)


@pytest.fixture
def people(ws: Workspace, bring_in: BringIn) -> Workspace:
    bring_in("shop.csv", *PEOPLE, source="Shop")
    return ws


def names(ws: Workspace, query: ListQuery) -> list[str]:
    ids = reads.list_ids(ws, query)
    assert list(reads.first_ids(ws, query, 2)) == list(ids)[:2]
    return [row.name.split()[0] for row in reads.rows(ws, ids)]


def test_a_list_by_a_column_that_only_profiles_have_puts_blanks_last_either_way(people: Workspace) -> None:
    assert names(people, ListQuery(sort="department")) == ["Béla", "Anna", "Dora", "Carla"]
    assert names(people, ListQuery(sort="department", descending=True)) == ["Anna", "Dora", "Béla", "Carla"]


def test_what_is_equal_is_ordered_by_the_next_column(people: Workspace) -> None:
    by_city = ListQuery(sort="city", then=(Order("name", True),))
    assert names(people, by_city) == ["Carla", "Anna", "Béla", "Dora"]
    assert names(people, ListQuery(sort="city", descending=True, then=(Order("department"),))) == [
        "Béla", "Anna", "Carla", "Dora",
    ]  # fmt: skip


def test_own_fields_that_are_numbers_are_ordered_as_numbers(ws: Workspace) -> None:
    with ws.database.write() as connection:
        connection.execute("INSERT INTO operation (id, at, kind, params) VALUES (900, '2026-01-01', 'field', '{}')")
        connection.execute(
            "INSERT INTO own_field "
            "(operation, key, label, kind, choices, position, deleted) "
            "VALUES (900, 'Size', 'Size', 'number', '[]', 0, 0)"
        )
    for name, size in (("Anna", "9"), ("Béla", "10"), ("Carla", "n/a"), ("Dora", "-1")):
        contacts.add(ws, "person", {"given": name, "custom": {"Size": size}})
    assert names(ws, ListQuery(sort="custom.Size")) == ["Dora", "Anna", "Béla", "Carla"]
    more = ListQuery(where=Condition("custom.Size", "more", 5))
    assert names(ws, more) == ["Anna", "Béla"]


def test_rules_search_and_order_work_together(people: Workspace) -> None:
    vips = ListQuery(where=Condition("tags", "is", "VIP"))
    assert names(people, vips) == ["Anna", "Carla"]
    both = ListQuery(text="berlin", where=Condition("tags", "is", "vip"), sort="city")
    assert names(people, both) == ["Anna", "Carla"]
    assert names(people, ListQuery(text="anna", where=Condition("tags", "is", "vip"))) == ["Anna"]
    rest = All((Condition("city", "filled"), Not(Condition("tags", "is", "vip"))))
    assert names(people, ListQuery(where=rest)) == ["Béla"]
    assert names(people, ListQuery(kind="company", where=Condition("name", "is", "acme"))) == []


def test_removed_people_are_a_list_of_their_own(people: Workspace) -> None:
    (anna,) = reads.list_ids(people, ListQuery(text="anna"))
    contacts.remove(people, anna)
    assert names(people, ListQuery(removed=True)) == ["Anna"]
    assert "Anna" not in names(people, ListQuery())


def test_values_are_suggested_with_how_many_have_them(people: Workspace) -> None:
    assert reads.suggestions(people, "city") == [("Berlin", 2), ("Köln", 1)]
    assert reads.suggestions(people, "city", typed="KO") == [("Köln", 1)]
    assert reads.suggestions(people, "tags") == [("vip", 2), ("new", 1)]


def test_a_reader_beside_the_window_filters_by_what_is_gathered_already(people: Workspace) -> None:
    reads.suggestions(people, "city")
    reader = Workspace.open(people.path, write=False)
    try:
        assert len(reads.list_ids(reader, ListQuery(where=Condition("city", "is", "berlin")))) == 2
        with pytest.raises(WorkspaceBusy):
            reads.list_ids(reader, ListQuery(where=Condition("department", "is", "sales")))
    finally:
        reader.close()


def test_any_column_can_be_shown_beside_the_usual_ones(people: Workspace) -> None:
    ids = reads.list_ids(people, ListQuery())
    columns = ("tags", "department", "sources", "orders", "stage_since", "custom.Nothing")
    cells = {row.name.split()[0]: row.cells for row in reads.rows(people, ids, columns)}
    assert cells["Carla"] == {
        "tags": ("new", "vip"), "department": (), "sources": ("Shop",), "orders": ("0",), "stage_since": (),
        "custom.Nothing": (),
    }  # fmt: skip
    assert cells["Anna"]["department"] == ("Sales",)
    assert reads.rows(people, ids)[0].cells == {}


def test_a_filter_that_makes_no_sense_is_refused(people: Workspace) -> None:
    with pytest.raises(InvalidValue, match="no column"):
        reads.list_ids(people, ListQuery(where=Condition("shoe", "is", "x")))
