"""Merges and take-backs as small stories: each is told with real files, and reads like the rule it proves."""

from __future__ import annotations

import itertools

import pytest
from beginnings import ANNA, ANNIE, a_pair, kept_apart, orders, people
from owners_desk import OwnersDesk

from deskcrm.domain.errors import Refused
from deskcrm.services import merging


@pytest.fixture
def pair(desk):
    return a_pair(desk)


# --- A merge moves nothing (rules 3, 5 and 6) --------------------------------------------------------------------


def test_whatever_is_known_of_either_shows_on_the_survivor_at_once(desk, pair):
    anna, annie = pair
    orders(desk, "7,n@x.example,2026-01-05,30.00")
    desk.logs(annie, "rang up")
    desk.plans("write to", annie)
    desk.merges(anna, [annie])
    profile = desk.profile(anna)
    assert desk.people() == [anna]
    assert desk.shows(anna, "emails") == {"a@x.example", "n@x.example"}
    assert desk.shows(anna, "tags") == {"vip"}
    assert desk.happened(anna) == [("note", "2026-01-01"), ("order", "2026-01-05")]
    assert [task.title for task in profile.tasks] == ["write to"]
    assert sorted(r.source for r in profile.records) == ["Newsletter", "Shop", "Till"]
    assert profile.measures["value"] == 3000


def test_every_old_id_resolves_to_the_survivor(desk):
    a, b, c = people(desk, "anna", "bob", "carla")
    desk.merges(a, [b])
    desk.merges(c, [a])
    assert {desk.profile(contact).id for contact in (a, b, c)} == {c}
    assert desk.shows(b, "given") == desk.shows(c, "given")
    desk.logs(b, "rang up")
    assert len(desk.timeline(c)) == 1


def test_losing_values_stay_as_alternates(desk, pair):
    anna, annie = pair
    desk.merges(anna, [annie])
    told = {value.value: value.shown for value in desk.profile(anna).values["family"]}
    assert told == {"weber": False, "weber-king": True}


def test_a_choice_beats_what_the_rules_would_show_until_a_later_edit(desk, pair):
    anna, annie = pair
    desk.merges(anna, [annie], {"name": anna})
    assert desk.profile(anna).name == "anna weber"
    desk.sets(anna, "family", "miller")
    assert desk.profile(anna).name == "anna miller"


def test_a_choice_is_void_while_its_side_has_no_value(desk):
    first = desk.imports("Customer ID,First name,Birthday\n1,anna,1980-02-03\n")
    anna = desk.the("anna")
    bob = desk.adds(given="bob", birthday="1990-05-06")
    desk.merges(anna, [bob], {"birthday": anna})
    assert desk.shows(anna, "birthday") == "1980-02-03"
    desk.undoes(first.operation)
    assert desk.shows(anna, "birthday") == "1990-05-06"
    desk.redoes(first.operation)
    assert desk.shows(anna, "birthday") == "1980-02-03"


def test_a_dropped_value_is_gone_from_every_side_and_found_as_removed(desk):
    a, b = people(desk, "anna", "bob")
    desk.adds_value(b, "emails", "anna@x.example")
    desk.merges(a, [b], drops=[("emails", "anna@x.example")])
    assert desk.shows(a, "emails") == {"bob@x.example"}
    assert any(value.removed for value in desk.profile(a).values["emails"])


def test_edits_go_to_those_who_hold_what_shows(desk):
    a, b, c = (desk.adds(given=name, organization=employer) for name, employer in
               (("anna", "acme"), ("bob", "acme"), ("carla", "zeta")))  # fmt: skip
    first, second = desk.merges(a, [b, c], {"organization": a})
    desk.sets(a, "organization", "deskware")
    desk.parts(first)
    desk.parts(second)
    assert [desk.shows(contact, "organization") for contact in (a, b, c)] == ["deskware", "deskware", "zeta"]


def test_clearing_reaches_what_does_not_show(desk):
    a, b = (desk.adds(given=name, birthday=day) for name, day in (("anna", "1980-02-03"), ("bob", "1990-05-06")))
    (edge,) = desk.merges(a, [b])
    desk.clears(a, "birthday")
    assert desk.shows(a, "birthday") == ""
    desk.parts(edge)
    assert (desk.shows(a, "birthday"), desk.shows(b, "birthday")) == ("", "")


def test_a_part_of_the_name_is_set_for_those_who_have_the_whole_name_that_shows(desk):
    desk.imports(ANNA)
    desk.imports("First name,Last name\nanna,miller\n", "Newsletter")
    weber, miller = desk.the("anna weber"), desk.the("anna miller")
    desk.merges(miller, [weber], {"name": weber})
    desk.sets(miller, "given", "annie")
    assert desk.profile(miller).name == "annie weber"


def test_clearing_a_part_of_the_name_leaves_the_rest_in_its_rank(desk):
    anna = desk.adds(given="anna", family="weber")
    desk.imports("First name,Last name\nbob,miller\n", "Newsletter")
    desk.merges(anna, [desk.the("bob miller")])
    desk.clears(anna, "family")
    assert desk.profile(anna).name == "anna"


def test_removing_hides_every_side(desk):
    a, b = people(desk, "anna", "bob")
    (edge,) = desk.merges(a, [b])
    desk.removes(a)
    desk.parts(edge)
    assert desk.people() == []
    desk.brings_back(b)
    assert desk.people() == [b]


def test_a_profile_is_hidden_while_all_its_filled_sides_are_removed(desk):
    a, b = people(desk, "anna", "bob")
    desk.removes(a)
    (edge,) = desk.merges(b, [a])
    assert desk.people() == [b]
    desk.parts(edge)
    assert desk.people() == [b]
    assert desk.profile(a).removed


# --- Take back (rule 4) ------------------------------------------------------------------------------------------


def test_each_side_gets_back_its_own(desk, pair):
    anna, annie = pair
    orders(desk, "7,n@x.example,2026-01-05,30.00")
    desk.logs(annie, "rang up")
    desk.plans("write to", annie)
    desk.sets(annie, "birthday", "1980-02-03")
    before = desk.looks()
    (edge,) = desk.merges(anna, [annie])
    assert desk.parts(edge) == [anna, annie]
    assert desk.looks() == before
    assert [task.title for task in desk.profile(annie).tasks] == ["write to"]
    assert desk.happened(annie) == [("note", "2026-01-01"), ("order", "2026-01-05")]
    assert desk.happened(anna) == []
    assert desk.complaints() == []


def test_what_came_after_the_merge_goes_by_the_rules(desk, pair):
    anna, annie = pair
    (edge,) = desk.merges(anna, [annie])
    desk.logs(annie, "rang up")
    desk.sets(anna, "birthday", "1980-02-03")
    desk.takes_out(anna, "tags", "vip")
    orders(desk, "7,n@x.example,2026-01-05,30.00")
    told = merging.before_take_back(desk.ws, edge)
    assert (told.stays.contact, told.leaves.contact) == pair
    assert told.stays.later == ("your change of birthday", "a logged entry")
    assert told.leaves.later == ("your change of tags",)
    desk.parts(edge)
    assert (desk.shows(anna, "birthday"), desk.shows(annie, "birthday")) == ("1980-02-03", "")
    assert (desk.happened(anna), desk.happened(annie)) == ([("note", "2026-01-01")], [("order", "2026-01-05")])
    assert desk.shows(annie, "tags") == ""


def test_out_of_order_after_either_side_was_merged_again(desk):
    a, b, c, d = people(desk, "anna", "bob", "carla", "dora")
    desk.merges(a, [b])
    (with_c,) = desk.merges(a, [c])
    desk.merges(a, [d])
    desk.parts(with_c)
    assert set(desk.profile(a).ids) == {a, b, d}
    assert desk.profile(c).ids == (c,)
    assert desk.shows(a, "emails") == {"anna@x.example", "bob@x.example", "dora@x.example"}


def test_who_was_merged_into_somebody_since_leaves_with_what_it_had(desk):
    a, b, c = people(desk, "anna", "bob", "carla")
    (with_b,) = desk.merges(a, [b])
    desk.merges(c, [a])
    desk.parts(with_b)
    assert set(desk.profile(a).ids) == {a, c}
    assert desk.profile(b).ids == (b,)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_a_merge_of_five_is_taken_back_edge_by_edge(desk, order):
    five = people(desk, "anna", "bob", "carla", "dora", "emil")
    before = desk.looks()
    edges = desk.merges(five[0], five[1:], {"name": five[2]}, [("emails", "emil@x.example")])
    assert len(edges) == 4
    assert desk.profile(five[0]).name == "carla"
    for n in order:
        desk.parts(edges[n])
    assert desk.looks() == before
    assert desk.complaints() == []


def test_undoing_a_merge_of_five_takes_what_still_stands(desk):
    five = people(desk, "anna", "bob", "carla", "dora", "emil")
    before = desk.looks()
    edges = desk.merges(five[0], five[1:])
    merged = desk.last()
    desk.parts(edges[1])
    parted = desk.last()
    desk.undoes(merged)
    assert desk.looks() == before
    desk.redoes(merged)
    assert desk.profile(five[2]).ids == (five[2],)
    desk.undoes(parted)
    assert len(desk.profile(five[0]).ids) == 5


def test_taking_back_says_not_the_same_until_a_later_merge(desk):
    a, b = people(desk, "anna", "bob")
    (edge,) = desk.merges(a, [b])
    desk.parts(edge)
    assert kept_apart(desk, a, b)
    desk.merges(a, [b])
    again = desk.last()
    c = desk.adds(given="carla")
    desk.merges(c, [a])
    assert not kept_apart(desk, c, desk.adds(given="dora"))
    desk.undoes(again)
    assert kept_apart(desk, a, b)


def test_undoing_a_merge_says_nothing(desk):
    a, b = people(desk, "anna", "bob")
    desk.merges(a, [b])
    desk.undoes(desk.last())
    assert not kept_apart(desk, a, b)


def test_what_does_not_stand_any_more_is_not_taken_back_again(desk):
    a, b = people(desk, "anna", "bob")
    (edge,) = desk.merges(a, [b])
    desk.parts(edge)
    with pytest.raises(Refused):
        desk.parts(edge)


def test_a_take_back_frees_what_the_dialog_dropped(desk):
    a, b = people(desk, "anna", "bob")
    (edge,) = desk.merges(a, [b], drops=[("emails", "bob@x.example")])
    desk.parts(edge)
    assert desk.shows(b, "emails") == {"bob@x.example"}


def test_a_take_back_frees_what_was_dropped_on_somebody_who_left_that_side_since(desk):
    a, b, c, d = people(desk, "anna", "bob", "carla", "dora")
    (with_c,) = desk.merges(b, [c])
    with_b, _ = desk.merges(a, [b, d], drops=[("emails", "carla@x.example"), ("emails", "dora@x.example")])
    desk.parts(with_c)
    assert desk.shows(c, "emails") == ""
    desk.parts(with_b)
    assert desk.shows(c, "emails") == {"carla@x.example"}
    assert desk.shows(a, "emails") == {"anna@x.example"}


def test_stages_of_orders_are_parted_with_them(desk, pair):
    anna, annie = pair
    orders(desk, "7,a@x.example,2026-01-05,30.00", "8,n@x.example,2026-02-06,10.00")
    before = (desk.profile(anna).stage, desk.profile(annie).stage)
    (edge,) = desk.merges(anna, [annie])
    joined = desk.profile(anna).stage
    assert joined not in before
    desk.parts(edge)
    assert (desk.profile(anna).stage, desk.profile(annie).stage) == before


def test_a_take_back_after_edits_activities_and_imports_is_the_history_without_the_merge(desk, tmp_path):
    def life(owner, with_it):
        owner.imports(ANNA)
        owner.imports(ANNIE, "Newsletter")
        anna, annie = owner.the("anna weber"), owner.the("annie weber-king")
        if with_it:
            owner.now_is(50)
            (edge,) = owner.merges(anna, [annie])
        owner.now_is(51)
        owner.sets(anna, "birthday", "1980-02-03")
        owner.logs(anna, "rang up")
        owner.imports(ANNIE.replace("vip", "loyal"), "Newsletter")
        owner.imports(ANNA.replace("berlin", "hamburg"))
        if with_it:
            owner.parts(edge)
        return owner.looks()

    folder = tmp_path / "other"
    folder.mkdir()
    other = OwnersDesk(folder)
    try:
        assert life(desk, True) == life(other, False)
    finally:
        other.close()
