"""Joined profiles and imports, records that are detached or moved, and what stands in an undo's way, as stories."""

from __future__ import annotations

import pytest
from beginnings import ANNA, ANNIE, SHOP, a_pair, kept_apart, orders, people, record_of

from deskcrm.domain.errors import InvalidValue, Refused
from deskcrm.services import history, reads


@pytest.fixture
def pair(desk):
    return a_pair(desk)


# --- Imports and joined profiles (rules 9 and 11) ----------------------------------------------------------------


def test_a_row_whose_contact_was_merged_updates_the_survivors_view(desk, pair):
    anna, annie = pair
    desk.merges(anna, [annie])
    done = desk.imports(ANNIE.replace("vip", "loyal"), "Newsletter")
    assert (done.counts.updated, desk.people()) == (1, [anna])
    assert desk.shows(anna, "tags") == {"loyal"}


def test_a_new_row_is_attached_to_the_member_whose_identifier_told(desk, pair):
    anna, annie = pair
    (edge,) = desk.merges(anna, [annie])
    desk.imports("First name,Last name,Email,Phone\nannie,weber-king,n@x.example,+493012345671\n", "Club")
    desk.parts(edge)
    assert desk.shows(annie, "phones") == {"+493012345671"}


def test_another_id_of_the_same_source_on_the_root_is_a_conflict(desk, pair):
    anna, annie = pair
    desk.merges(anna, [annie])
    desk.imports(SHOP.format("2,annie,weber-king,n@x.example,berlin"))
    assert len(desk.people()) == 2


def test_another_birthday_on_the_root_is_a_conflict(desk, pair):
    anna, annie = pair
    desk.sets(anna, "birthday", "1980-02-03")
    desk.merges(anna, [annie])
    desk.imports("First name,Last name,Email,Birthday\nannie,weber-king,n@x.example,1990-05-06\n", "Club")
    assert len(desk.people()) == 2


def test_a_record_that_was_moved_away_leaves_no_id_behind(desk, pair):
    anna, annie = pair
    desk.sets(anna, "organization", "acme")
    desk.moves(record_of(desk, "Shop"), annie)
    desk.adds_value(anna, "emails", "z@x.example")
    desk.sets(anna, "given", "anna")
    desk.sets(anna, "family", "weber")
    desk.imports(SHOP.format("2,anna,weber,z@x.example,berlin"))
    assert desk.placed()["Shop", "2"] == anna
    desk.imports(SHOP.format("3,annie,weber-king,n@x.example,berlin"))
    assert desk.placed()["Shop", "3"] not in (anna, annie)


def test_an_identifier_is_shared_by_three_roots_not_by_three_members(desk):
    a, b, c = (desk.adds(given="anna", emails=["a@x.example"]) for _ in range(3))
    desk.merges(a, [b, c])
    desk.imports("First name,Email\nanna,a@x.example\n", "Club")
    assert desk.people() == [a]


# --- Records (rule 4) --------------------------------------------------------------------------------------------


def test_a_record_on_the_wrong_person_is_detached_with_what_happened_in_its_rows(desk):
    desk.imports(ANNA)
    orders(desk, "7,a@x.example,2026-01-05,30.00")
    (anna,) = desk.people()
    new = desk.detaches(record_of(desk, "Till"))
    assert (desk.happened(anna), desk.happened(new)) == ([], [("order", "2026-01-05")])
    assert kept_apart(desk, anna, new)
    orders(desk, "7,a@x.example,2026-01-05,30.00", "8,a@x.example,2026-02-06,5.00")
    assert len(desk.happened(new)) == 2
    assert desk.complaints() == []


def test_a_detached_record_is_back_when_the_detaching_is_undone(desk):
    desk.imports(ANNA)
    orders(desk, "7,a@x.example,2026-01-05,30.00")
    before = desk.everything()
    (anna,) = desk.people()
    new = desk.detaches(record_of(desk, "Till"))
    detached, parted = desk.last(), desk.everything()
    desk.undoes(detached)
    assert desk.everything() == before
    assert not kept_apart(desk, anna, new)
    desk.redoes(detached)
    assert desk.everything() == parted


def test_a_record_that_is_all_that_is_known_is_not_detached(desk):
    orders(desk, "7,a@x.example,2026-01-05,30.00")
    with pytest.raises(Refused):
        desk.detaches(record_of(desk, "Till"))


def test_a_moved_record_takes_its_values_and_activities_along(desk, pair):
    anna, annie = pair
    orders(desk, "7,a@x.example,2026-01-05,30.00")
    desk.moves(record_of(desk, "Till"), annie)
    assert (desk.happened(anna), desk.happened(annie)) == ([], [("order", "2026-01-05")])
    assert kept_apart(desk, anna, annie)
    desk.undoes(desk.last())
    assert (desk.happened(anna), desk.happened(annie)) == ([("order", "2026-01-05")], [])


def test_a_record_is_not_moved_to_where_it_is(desk, pair):
    anna, annie = pair
    desk.merges(anna, [annie])
    with pytest.raises(InvalidValue):
        desk.moves(record_of(desk, "Shop"), annie)


def test_a_merge_withdraws_the_not_the_same_of_a_detaching(desk):
    desk.imports(ANNA)
    orders(desk, "7,a@x.example,2026-01-05,30.00")
    (anna,) = desk.people()
    new = desk.detaches(record_of(desk, "Till"))
    (edge,) = desk.merges(anna, [new])
    assert desk.people() == [anna]
    desk.parts(edge)
    assert kept_apart(desk, anna, new)


# --- What must always hold (rule 3) ------------------------------------------------------------------------------


def test_a_redo_that_would_give_somebody_two_survivors_names_what_stands_in_the_way(desk):
    a, b, c = people(desk, "anna", "bob", "carla")
    desk.merges(a, [c])
    first = desk.last()
    desk.undoes(first)
    desk.merges(b, [c])
    second = desk.last()
    with pytest.raises(Refused) as refusal:
        desk.redoes(first)
    assert refusal.value.stands_in_the_way == (second,)


def test_an_undone_take_back_that_would_give_two_survivors_names_the_other_merge_alone(desk):
    a, b, c = people(desk, "anna", "bob", "carla")
    (edge,) = desk.merges(a, [c])
    desk.parts(edge)
    parted = desk.last()
    desk.merges(b, [c])
    other = desk.last()
    with pytest.raises(Refused) as refusal:
        desk.undoes(parted)
    assert refusal.value.stands_in_the_way == (other,)
    history.undo(desk.ws, parted, with_later=True)
    assert set(desk.profile(c).ids) == {a, c}


def test_a_redo_that_would_close_a_circle_names_what_stands_in_the_way(desk):
    a, b, c = people(desk, "anna", "bob", "carla")
    desk.merges(a, [b])
    first = desk.last()
    desk.undoes(first)
    desk.merges(b, [c])
    desk.merges(b, [a])
    other_way = desk.last()
    with pytest.raises(Refused) as refusal:
        desk.redoes(first)
    assert refusal.value.stands_in_the_way == (other_way,)


def test_everything_can_be_undone_in_some_order(desk, pair):
    anna, annie = pair
    (edge,) = desk.merges(anna, [annie])
    desk.parts(edge)
    desk.merges(annie, [anna])
    desk.moves(record_of(desk, "Shop"), desk.adds(given="bob"))
    left = [entry.id for entry in reads.history(desk.ws) if entry.id > 2]
    while left:
        refused = []
        for operation in left[::-1]:
            try:
                desk.undoes(operation)
            except Refused:
                refused.append(operation)
        assert len(refused) < len(left)
        left = refused
    assert desk.people() == []
