"""The rules of the model as small stories: each is told with real files, and reads like the rule it proves."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from owners_desk import OwnersDesk

from deskcrm.domain.errors import InvalidValue, NotFound, Refused
from deskcrm.services import reads

ANNA = "Customer ID,First name,Last name,Email\n1,anna,weber,a@x.example\n"
NEWS = "First name,Last name,Email\nanna,weber,a@x.example\n"
ORDERS = {"Order ID": "activity.key", "Date": "activity.at", "Total": "activity.amount"}
VISITS = {"Date": "activity.at", "Visit": "activity.title"}


def orders(desk, *lines, source="Till", head="Order ID,Email,Date,Total"):
    return desk.imports("\n".join([head, *lines]) + "\n", source, shape="orders", targets=ORDERS)


def visits(desk, *lines, source="Salon", head="Email,Date,Visit"):
    return desk.imports("\n".join([head, *lines]) + "\n", source, shape="appointments", targets=VISITS)


# --- Rule 1: live ------------------------------------------------------------------------------------------------


def test_an_undone_operation_says_nothing_and_a_redone_one_says_the_same_again(desk):
    done = desk.imports(ANNA)
    before = desk.everything()
    desk.undoes(done.operation)
    assert desk.people() == []
    desk.redoes(done.operation)
    assert desk.everything() == before


def test_undo_and_redo_work_in_any_order(desk):
    desk.imports(ANNA)
    anna = desk.the("anna weber")
    desk.sets(anna, "birthday", "1980-02-03")
    desk.adds_value(anna, "tags", "vip")
    desk.logs(anna, "rang up")
    operations = [entry.id for entry in reads.history(desk.ws)][:4]
    everything = desk.everything()
    for undone in itertools.permutations(operations):
        for operation in undone:
            desk.undoes(operation)
        assert desk.people() == []
        for operation in undone[::-1]:
            desk.redoes(operation)
        assert desk.everything() == everything


def test_a_deleted_note_is_back_when_its_deletion_is_undone_not_when_the_note_is_redone(desk):
    anna = desk.adds(given="anna")
    note = desk.logs(anna, "rang up")
    logged = desk.last()
    deleted = desk.deletes(note)
    desk.undoes(logged)
    desk.redoes(logged)
    assert desk.timeline(anna) == []
    desk.undoes(deleted)
    assert [entry.text for entry in desk.timeline(anna)] == ["rang up"]


def test_a_version_lives_while_any_standing_batch_asserts_it(desk):
    first, second = desk.imports(ANNA), desk.imports(ANNA)
    desk.undoes(first.operation)
    assert desk.names() == ["anna weber"]
    desk.undoes(second.operation)
    assert desk.names() == []


def test_what_is_undone_cannot_be_undone_again_nor_what_stands_be_redone(desk):
    done = desk.imports(ANNA)
    with pytest.raises(Refused):
        desk.redoes(done.operation)
    desk.undoes(done.operation)
    with pytest.raises(Refused):
        desk.undoes(done.operation)
    with pytest.raises(NotFound):
        desk.undoes(9999)


def test_an_undone_task_can_be_redone_though_another_was_added_meanwhile(desk):
    first = desk.plans("ring up")
    operation = desk.last()
    desk.undoes(operation)
    second = desk.plans("write to")
    desk.redoes(operation)
    assert {task.id: task.title for task in reads.tasks(desk.ws)} == {first: "ring up", second: "write to"}


# --- Rule 2: what a record says ----------------------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing(desk):
    desk.imports(ANNA)
    before = desk.looks()
    again = desk.imports(ANNA)
    assert desk.looks() == before
    assert (again.counts.unchanged, again.counts.created, again.counts.updated) == (1, 0, 0)


def test_the_same_file_again_does_not_win_over_what_another_source_said_later(desk):
    shop = "Customer ID,Email,Birthday\n1,a@x.example,1980-02-03\n"
    desk.imports(shop)
    desk.imports("First name,Email,Company\nanna,a@x.example,acme\n", "Newsletter")
    desk.imports("Customer ID,First name,Email,Company\n1,anna,a@x.example,zeta\n")
    (anna,) = desk.people()
    assert desk.shows(anna, "organization") == "zeta"
    desk.imports("First name,Email,Company\nanna,a@x.example,acme\n", "Newsletter")
    assert desk.shows(anna, "organization") == "zeta"


def test_blank_never_overwrites(desk):
    desk.imports("Customer ID,First name,Email,City,Tags\n1,anna,a@x.example,berlin,vip\n")
    desk.imports("Customer ID,First name,Email,City,Tags\n1,anna,,,\n")
    (anna,) = desk.people()
    assert desk.shows(anna, "emails") == {"a@x.example"}
    assert desk.shows(anna, "addresses") == {"berlin"}
    assert desk.shows(anna, "tags") == {"vip"}


def test_a_column_that_is_missing_says_nothing(desk):
    desk.imports("Customer ID,First name,Birthday\n1,anna,1980-02-03\n")
    desk.imports("Customer ID,First name\n1,anna\n")
    assert desk.shows(desk.the("anna"), "birthday") == "1980-02-03"


def test_lists_are_replaced_for_each_mapped_column(desk):
    desk.imports("Customer ID,First name,Email,Tags\n1,anna,a@x.example,vip;new\n")
    desk.imports("Customer ID,First name,Email,Tags\n1,anna,b@x.example,new;loyal\n")
    anna = desk.the("anna")
    assert desk.shows(anna, "emails") == {"b@x.example"}
    assert desk.shows(anna, "tags") == {"new", "loyal"}


def test_superseded_values_stay_findable_as_formerly(desk):
    desk.imports("Customer ID,First name,Email,Birthday\n1,anna,a@x.example,1980-02-03\n")
    desk.imports("Customer ID,First name,Email,Birthday\n1,anna,b@x.example,1981-02-03\n")
    anna = desk.the("anna")
    assert desk.formerly(anna, "emails") == ["a@x.example"]
    assert desk.formerly(anna, "birthday") == ["1980-02-03"]


def test_a_value_knows_its_file_and_row(desk):
    done = desk.imports("Customer ID,First name,Email\n7,bob,b@x.example\n1,anna,a@x.example\n")
    (value,) = desk.profile(desk.the("anna")).values["emails"]
    assert (value.source, value.file, value.row, value.batch) == ("Shop", "Shop.csv", 3, done.batch)


def test_within_a_record_the_latest_batch_that_asserts_a_value_wins(desk):
    berlin, hamburg = (f"Customer ID,First name,City\n1,anna,{city}\n" for city in ("berlin", "hamburg"))
    for text in (berlin, hamburg, berlin):
        desk.imports(text)
    assert desk.shows(desk.the("anna"), "addresses") == {"berlin"}


@pytest.mark.parametrize("between", ["", "b1,anna,a@x.example,"])
def test_between_records_newest_goes_by_the_first_of_the_unbroken_run(desk, between):
    """The shop has said acme all along and the newsletter zeta later: zeta is newer, however often acme comes again."""
    shop = "Customer ID,First name,Email,Company\nb1,anna,a@x.example,acme\n"
    desk.imports(shop)
    desk.imports("First name,Email,Company\nanna,a@x.example,zeta\n", "Newsletter")
    if between:
        desk.imports(f"Customer ID,First name,Email,Company\n{between}\n")
    desk.imports(shop)
    (anna,) = desk.people()
    assert desk.shows(anna, "organization") == "zeta"


def test_a_broken_run_makes_a_value_new_again(desk):
    shop = "Customer ID,First name,Email,Company\n1,anna,a@x.example,{}\n"
    desk.imports(shop.format("acme"))
    desk.imports("First name,Email,Company\nanna,a@x.example,zeta\n", "Newsletter")
    desk.imports(shop.format("omega"))
    back = desk.imports(shop.format("acme"))
    (anna,) = desk.people()
    assert desk.shows(anna, "organization") == "acme"
    desk.undoes(back.operation)
    assert desk.shows(anna, "organization") == "omega"


def test_undoing_what_broke_a_run_joins_it_again(desk):
    shop = "Customer ID,First name,Email,Company\n1,anna,a@x.example,{}\n"
    desk.imports(shop.format("acme"))
    desk.imports("First name,Email,Company\nanna,a@x.example,zeta\n", "Newsletter")
    broke = desk.imports(shop.format("omega"))
    desk.imports(shop.format("acme"))
    desk.undoes(broke.operation)
    (anna,) = desk.people()
    assert desk.shows(anna, "organization") == "zeta"


def test_the_older_record_wins_a_tie(desk):
    desk.imports("Customer ID,Email,Phone\n1,a@x.example,+493012345671\n")
    desk.imports("Email,Phone,Birthday\na@x.example,,1980-02-03\n,+493012345671,1990-05-06\n", "Newsletter")
    (anna,) = desk.people()
    assert len(desk.placed()) == 3
    assert desk.shows(anna, "birthday") == "1980-02-03"


# --- Rule 3: always true -----------------------------------------------------------------------------------------


def test_a_redo_that_would_give_a_key_two_live_records_is_refused_and_names_what_stands_in_the_way(desk):
    anna = desk.imports(ANNA)
    desk.undoes(anna.operation)
    carla = desk.imports("Customer ID,First name,Last name,Email\n1,carla,king,c@x.example\n")
    with pytest.raises(Refused) as refused:
        desk.redoes(anna.operation)
    assert refused.value.stands_in_the_way == (carla.operation,)
    assert desk.names() == ["carla king"]
    desk.undoes(carla.operation)
    desk.redoes(anna.operation)
    assert desk.names() == ["anna weber"]


# --- Rule 5: where the owner's word goes -------------------------------------------------------------------------


def test_the_owners_word_outranks_every_source_and_stays_when_sources_change(desk):
    desk.imports("Customer ID,Email,Birthday\n1,a@x.example,1980-02-03\n")
    (anna,) = desk.people()
    desk.sets(anna, "birthday", "1990-05-06")
    desk.imports("Customer ID,Email,Birthday\n1,a@x.example,1999-09-09\n")
    assert desk.shows(anna, "birthday") == "1990-05-06"


def test_a_cleared_value_stays_blank(desk):
    desk.imports("Customer ID,Email,Birthday\n1,a@x.example,1980-02-03\n")
    (anna,) = desk.people()
    desk.clears(anna, "birthday")
    desk.imports("Customer ID,Email,Birthday\n1,a@x.example,1999-09-09\n")
    assert desk.shows(anna, "birthday") == ""


def test_a_removed_list_value_stays_out_when_the_source_says_it_again_in_other_letters(desk):
    desk.imports("Customer ID,First name,Email\n1,anna,a@x.example\n")
    anna = desk.the("anna")
    desk.takes_out(anna, "emails", "a@x.example")
    desk.imports("Customer ID,First name,Email\n1,anna,A@X.Example\n")
    assert desk.shows(anna, "emails") == ""


def test_a_removed_list_value_is_back_when_the_owner_adds_it(desk):
    anna = desk.adds(given="anna", tags=["vip"])
    desk.takes_out(anna, "tags", "vip")
    desk.adds_value(anna, "tags", "VIP")
    assert desk.shows(anna, "tags") == {"VIP"}


def test_clearing_a_list_removes_each_value_it_has_now_and_later_ones_show(desk):
    desk.imports("Customer ID,First name,Tags\n1,anna,vip;new\n")
    anna = desk.the("anna")
    desk.clears(anna, "tags")
    assert desk.shows(anna, "tags") == ""
    desk.imports("Customer ID,First name,Tags\n1,anna,vip;loyal\n")
    assert desk.shows(anna, "tags") == {"loyal"}


def test_replacing_a_list_value_takes_one_out_and_puts_one_in_as_one_edit(desk):
    desk.imports("Customer ID,First name,Email\n1,anna,a@x.example\n")
    anna = desk.the("anna")
    replaced = desk.swaps(anna, "emails", "a@x.example", "b@x.example")
    assert desk.shows(anna, "emails") == {"b@x.example"}
    desk.undoes(replaced)
    assert desk.shows(anna, "emails") == {"a@x.example"}


def test_what_is_typed_is_a_fact_even_when_it_shows_already(desk):
    done = desk.imports("Customer ID,First name,Birthday\n1,anna,1980-02-03\n")
    anna = desk.the("anna")
    desk.sets(anna, "birthday", "1980-02-03")
    desk.undoes(done.operation)
    assert desk.people() == [anna]
    assert desk.shows(anna, "birthday") == "1980-02-03"


def test_nothing_to_clear_or_to_remove_is_no_operation(desk):
    anna = desk.adds(given="anna")
    before = desk.last()
    assert desk.clears(anna, "birthday") is None
    assert desk.takes_out(anna, "tags", "vip") is None
    assert desk.last() == before


def test_a_new_contact_needs_something_to_be_known_by(desk):
    with pytest.raises(InvalidValue):
        desk.adds(given=" ")
    assert desk.people() == []


def test_the_later_of_two_edits_wins_and_undoing_it_shows_the_earlier_one(desk):
    anna = desk.adds(given="anna")
    first = desk.sets(anna, "organization", "acme")
    second = desk.sets(anna, "organization", "zeta")
    desk.undoes(second)
    assert desk.shows(anna, "organization") == "acme"
    desk.redoes(second)
    desk.undoes(first)
    assert desk.shows(anna, "organization") == "zeta"


# --- Rule 7: a name is one value ---------------------------------------------------------------------------------


def test_all_parts_of_a_name_come_from_one_record(desk):
    desk.imports("Customer ID,First name,Middle name,Last name,Email\n1,robert,james,weber,a@x.example\n")
    desk.imports("First name,Last name,Email\nbob,weber,a@x.example\n", "Newsletter")
    (bob,) = desk.people()
    assert desk.profile(bob).name == "bob weber"


def test_the_record_that_wins_the_family_name_lends_the_given_name_too_though_another_is_newer(desk):
    desk.imports("Customer ID,First name,Last name,Email\n1,robert,weber,a@x.example\n")
    desk.imports("First name,Last name,Email\nbob,weber,a@x.example\n", "Newsletter")
    desk.imports("Customer ID,First name\n1,rob\n")
    (bob,) = desk.people()
    assert desk.profile(bob).name == "bob weber"


def test_a_newer_name_without_family_name_never_beats_one_that_has_it(desk):
    done = desk.imports("First name,Last name,Email\nanna,weber,a@x.example\n", "Newsletter")
    desk.imports("Customer ID,Last name,Email\n1,weber,a@x.example\n")
    desk.imports("Customer ID,First name\n1,annie\n")
    desk.undoes(done.operation)
    assert desk.names() == ["annie weber"]


def test_the_owners_edits_patch_parts_of_a_name(desk):
    desk.imports(ANNA)
    anna = desk.the("anna weber")
    desk.sets(anna, "given", "anne")
    assert desk.profile(anna).name == "anne weber"
    desk.imports("Customer ID,First name,Last name,Email\n1,anna,miller,a@x.example\n")
    assert desk.profile(anna).name == "anne miller"


# --- Rule 8: stages ----------------------------------------------------------------------------------------------


def test_stages_come_of_the_first_and_second_order_with_their_true_dates(desk):
    desk.imports(ANNA)
    anna = desk.the("anna weber")
    assert desk.profile(anna).stage not in ("customer", "repeat")
    late = orders(desk, "11,a@x.example,2026-03-04,10.00")
    assert (desk.profile(anna).stage, desk.profile(anna).stage_since) == ("customer", "2026-03-04")
    orders(desk, "10,a@x.example,2026-01-02,10.00")
    assert (desk.profile(anna).stage, desk.profile(anna).stage_since) == ("repeat", "2026-03-04")
    desk.undoes(late.operation)
    assert (desk.profile(anna).stage, desk.profile(anna).stage_since) == ("customer", "2026-01-02")


def test_a_stated_stage_is_a_fact(desk):
    anna = desk.adds(given="anna")
    stated = desk.sets(anna, "stage", "lead")
    assert desk.profile(anna).stage == "lead"
    desk.undoes(stated)
    assert desk.profile(anna).stage == ""


# --- Rule 9: who is who ------------------------------------------------------------------------------------------


def test_a_known_key_is_its_record_whatever_the_identifiers_say(desk):
    desk.imports(ANNA)
    anna = desk.the("anna weber")
    desk.imports("Customer ID,First name,Last name,Email\n1,anna,weber,new@x.example\n")
    assert desk.people() == [anna]
    assert desk.shows(anna, "emails") == {"new@x.example"}


def test_an_exact_identifier_with_a_compatible_name_attaches(desk):
    desk.imports(ANNA)
    done = desk.imports(NEWS, "Newsletter")
    assert len(desk.people()) == 1
    assert done.counts.attached == 1


def test_an_email_of_an_older_version_still_tells_who_it_is(desk):
    desk.imports(ANNA)
    desk.imports("Customer ID,First name,Last name,Email\n1,anna,weber,new@x.example\n")
    desk.imports(NEWS, "Newsletter")
    assert len(desk.people()) == 1


def test_an_identifier_that_the_owner_added_tells_and_one_that_the_owner_removed_does_not(desk):
    desk.imports(ANNA)
    anna = desk.the("anna weber")
    desk.adds_value(anna, "emails", "own@x.example")
    desk.takes_out(anna, "emails", "a@x.example")
    desk.imports("First name,Last name,Email\nanna,weber,own@x.example\nanna,weber,a@x.example\n", "Newsletter")
    assert desk.names() == ["anna weber", "anna weber"]
    assert sorted(Counter(desk.placed().values()).values()) == [1, 2]


@pytest.mark.parametrize(
    ("given", "family", "fits"),
    [
        ("anna", "weber", True),
        ("Anna", "WEBER", True),
        ("a", "weber", True),
        ("", "weber", True),
        ("", "", True),
        ("carla", "weber", False),
        ("anna", "miller", False),
        ("anna", "", False),
    ],
)
def test_which_names_are_compatible(desk, given, family, fits):
    desk.imports(ANNA)
    desk.imports(f"First name,Last name,Email\n{given},{family},a@x.example\n", "Newsletter")
    assert len(desk.people()) == (1 if fits else 2)


def test_a_nickname_is_compatible(desk):
    desk.imports("Customer ID,First name,Last name,Email\n1,robert,weber,r@x.example\n")
    desk.imports("First name,Last name,Email\nbob,weber,r@x.example\n", "Newsletter")
    assert len(desk.people()) == 1


def test_the_name_is_compared_with_what_the_owner_made_of_it(desk):
    desk.imports(ANNA)
    desk.sets(desk.the("anna weber"), "family", "miller")
    desk.imports("First name,Last name,Email\nanna,miller,a@x.example\n", "Newsletter")
    assert desk.names() == ["anna miller"]


def test_another_birthday_is_a_conflict(desk):
    desk.imports("Customer ID,First name,Email,Birthday\n1,anna,a@x.example,1980-02-03\n")
    desk.imports("First name,Email,Birthday\nanna,a@x.example,1990-05-06\n", "Newsletter")
    assert len(desk.people()) == 2


def test_another_id_of_the_same_source_is_a_conflict(desk):
    desk.imports(ANNA)
    desk.imports(ANNA.replace("\n1,", "\n2,"))
    assert len(desk.people()) == 2


def test_two_ids_of_one_source_that_fit_one_person_are_both_kept_apart(desk):
    desk.imports(NEWS, "Newsletter")
    done = desk.imports(ANNA + "2,anna,weber,a@x.example\n")
    assert len(desk.people()) == 3
    assert (done.counts.created, done.counts.attached) == (2, 0)


def test_a_shared_phone_on_three_people_joins_nobody(desk):
    phone = "+493012345671"
    desk.imports(f"Customer ID,First name,Phone\n1,anna,{phone}\n2,bob,{phone}\n3,carla,{phone}\n")
    desk.imports(f"First name,Phone\nanna,{phone}\n", "Newsletter")
    assert desk.names() == ["anna", "anna", "bob", "carla"]


def test_a_phone_on_two_people_joins_the_one_whose_name_fits(desk):
    phone = "+493012345671"
    desk.imports(f"Customer ID,First name,Phone\n1,anna,{phone}\n2,bob,{phone}\n")
    desk.imports(f"First name,Phone\nanna,{phone}\n", "Newsletter")
    assert desk.names() == ["anna", "bob"]


def test_where_two_people_fit_nobody_is_joined(desk):
    desk.imports("Customer ID,First name,Last name,Email\n1,anna,weber,a@x.example\n2,anna,weber,b@x.example\n")
    desk.imports("First name,Last name,Email,Phone\nanna,weber,a@x.example,+493012345671\n", "Newsletter")
    assert len(desk.people()) == 2
    desk.imports("First name,Last name,Email\nanna,weber,b@x.example;a@x.example\n", "Club")
    assert len(desk.people()) == 3


def test_likeness_alone_never_joins(desk):
    desk.imports("Customer ID,First name,Last name,City\n1,anna,weber,berlin\n")
    desk.imports("First name,Last name,City\nanna,weber,berlin\n", "Newsletter")
    assert len(desk.people()) == 2


def test_rows_of_one_file_join_each_other_by_equal_key_only(desk):
    desk.imports(ANNA + "2,anna,weber,a@x.example\n")
    assert len(desk.people()) == 2


ROWS = (
    "1,anna,weber,a@x.example,+493012345671",
    "2,bob,miller,b@x.example,+493012345671",
    "3,anna,weber,a@x.example,",
    "4,a,weber,c@x.example,+493012345672",
    "2,bob,miller,b@x.example,+493012345673",
)


@pytest.mark.slow
@pytest.mark.parametrize("order", list(itertools.permutations(range(len(ROWS)))), ids=lambda o: "".join(map(str, o)))
def test_row_order_does_not_matter_for_who_is_who(desk, order):
    desk.imports("First name,Last name,Email\nanna,weber,c@x.example\nrobert,miller,b@x.example\n", "Newsletter")
    desk.imports("\n".join(["Customer ID,First name,Last name,Email,Phone", *(ROWS[n] for n in order)]) + "\n")
    assert desk.partition() == Counter(
        [
            (("Newsletter", "k1 email:b@x.example robert miller"), ("Shop", "2")),
            (("Newsletter", "k1 email:c@x.example anna weber"), ("Shop", "4")),
            (("Shop", "1"),),
            (("Shop", "3"),),
        ]
    )


def test_a_row_of_a_new_key_is_attached_by_the_email_of_another_row_of_that_key(desk):
    rows = ["", "a@x.example"]
    desk.imports(NEWS, "Newsletter")
    desk.imports("Customer ID,First name,Last name,Email\n" + "".join(f"1,anna,weber,{email}\n" for email in rows))
    assert len(desk.people()) == 1


@pytest.mark.parametrize("rows", [("a@x.example", "c@x.example"), ("c@x.example", "a@x.example")])
def test_rows_of_one_new_key_that_fit_two_people_are_attached_to_neither(desk, rows):
    desk.imports("First name,Last name,Email\nanna,weber,a@x.example\nanna,weber,c@x.example\n", "Newsletter")
    desk.imports("Customer ID,First name,Last name,Email\n" + "".join(f"1,anna,weber,{email}\n" for email in rows))
    assert len(desk.people()) == 3


# --- Rule 10: keys -----------------------------------------------------------------------------------------------


def test_a_row_without_id_has_its_identifier_and_name_for_a_key(desk):
    news = "First name,Last name,Email,Birthday,Tags\nanna,weber,{},{},{}\n"
    desk.imports(news.format("a@x.example", "", "vip"), "Newsletter")
    again = desk.imports(news.format("A@x.example", "1980-02-03", "loyal"), "Newsletter")
    assert again.counts.updated == 1
    assert len(desk.placed()) == 1
    assert desk.shows(desk.the("anna weber"), "tags") == {"loyal"}


def test_with_no_identifier_the_key_is_the_whole_row_and_its_count_in_the_file(desk):
    twins = "First name,Last name\nanna,weber\nanna,weber\nbob,miller\n"
    desk.imports(twins, "List")
    assert desk.names() == ["anna weber", "anna weber", "bob miller"]
    again = desk.imports(twins, "List")
    assert again.counts.unchanged == 3
    desk.imports("First name,Last name\nbob,miller\nanna,weber\n", "List")
    assert desk.names() == ["anna weber", "anna weber", "bob miller"]


def test_within_a_batch_the_later_rows_non_blank_wins(desk):
    desk.imports(
        "Customer ID,First name,Email,Company,Birthday\n1,anna,a@x.example,acme,1980-02-03\n1,anna,b@x.example,zeta,\n"
    )
    anna = desk.the("anna")
    assert desk.shows(anna, "organization") == "zeta"
    assert desk.shows(anna, "birthday") == "1980-02-03"
    assert desk.shows(anna, "emails") == {"b@x.example"}


def test_a_row_with_a_known_id_needs_no_name(desk):
    desk.imports(ANNA)
    done = desk.imports("Customer ID,City\n1,berlin\n")
    assert (done.counts.problems, desk.shows(desk.the("anna weber"), "addresses")) == (0, {"berlin"})


def test_a_recycled_id_is_a_problem_row(desk):
    desk.imports(ANNA)
    before = desk.looks()
    done = desk.imports("Customer ID,First name,Last name,Email\n1,carla,king,c@x.example\n")
    assert [(p.row, done.counts.problems) for p in done.problems] == [(2, 1)]
    assert desk.looks() == before


def test_a_recycled_id_is_a_problem_row_within_a_file_too(desk):
    done = desk.imports(ANNA + "1,carla,king,c@x.example\n")
    assert [p.row for p in done.problems] == [3]
    assert desk.names() == ["anna weber"]


def test_what_undone_imports_said_speaks_for_no_row_of_a_live_record(desk):
    nameless = desk.imports("Customer ID,Email\n1,a@x.example\n")
    desk.imports("Customer ID,First name,Last name,Email\n1,bob,weber,b@x.example\n")
    desk.undoes(nameless.operation)
    done = desk.imports("Customer ID,First name,Last name,Phone\n1,,weber,\n1,anna,miller,+493012345672\n")
    assert [p.row for p in done.problems] == [3]
    assert desk.names() == ["bob weber"]


@pytest.mark.parametrize("row", ["1,carla,king,a@x.example", "1,anna,weber,c@x.example", "1,carla,king,"])
def test_another_name_or_another_email_alone_is_the_same_person(desk, row):
    desk.imports(ANNA)
    anna = desk.the("anna weber")
    done = desk.imports(f"Customer ID,First name,Last name,Email\n{row}\n")
    assert (done.counts.problems, desk.people()) == (0, [anna])


def test_an_undone_row_comes_back_to_the_same_contact(desk):
    done = desk.imports(ANNA)
    anna = desk.the("anna weber")
    desk.undoes(done.operation)
    desk.imports("Customer ID,First name,Last name,Email\n1,anna,weber,new@x.example\n")
    assert desk.people() == [anna]


def test_somebody_else_under_the_id_of_an_undone_row_is_a_new_contact(desk):
    done = desk.imports(ANNA)
    anna = desk.the("anna weber")
    desk.undoes(done.operation)
    desk.imports("Customer ID,First name,Last name,Email\n1,carla,king,c@x.example\n")
    assert desk.names() == ["carla king"]
    assert desk.people() != [anna]


def test_of_several_who_had_an_id_the_same_person_comes_back_to_the_same_contact(desk):
    first = desk.imports(ANNA)
    anna = desk.the("anna weber")
    desk.undoes(first.operation)
    second = desk.imports("Customer ID,First name,Last name,Email\n1,carla,king,c@x.example\n")
    carla = desk.the("carla king")
    desk.undoes(second.operation)
    third = desk.imports(ANNA)
    assert desk.people() == [anna]
    desk.undoes(third.operation)
    desk.imports("Customer ID,First name,Last name,Email\n1,carla,king,c@x.example\n")
    assert desk.people() == [carla]


def test_keyless_visits_count_by_the_largest_multiplicity(desk):
    visit = "a@x.example,2026-01-05,haircut"
    twice = visits(desk, visit, visit)
    thrice = visits(desk, visit, visit, visit)
    once = visits(desk, visit)
    (anna,) = desk.people()
    assert len(desk.happened(anna)) == 3
    desk.undoes(thrice.operation)
    assert len(desk.happened(anna)) == 2
    desk.undoes(twice.operation)
    assert len(desk.happened(anna)) == 1
    desk.undoes(once.operation)
    assert desk.people() == []


def test_the_same_visits_in_a_file_of_other_columns_are_the_same(desk):
    visits(desk, "a@x.example,2026-01-05,haircut")
    visits(desk, "2026-01-05,haircut,a@x.example", head="Date,Visit,Email")
    visits(desk, "a@x.example,2026-01-05,haircut,", head="Email,Date,Visit,Remark")
    (anna,) = desk.people()
    assert len(desk.happened(anna)) == 1


def test_a_file_that_speaks_of_a_record_in_several_rows_leaves_it_as_its_last_row_says(desk):
    several = "Customer ID,Last name,Email\n3,weber,b@x.example\n3,weber,a@x.example\n"
    desk.imports(several)
    desk.imports("Customer ID,First name,Email\n3,anna,b@x.example\n")
    desk.imports(several)
    assert reads.rows(desk.ws, desk.people())[0].email == "a@x.example"
    assert desk.complaints() == []


# --- Rule 11: activities -----------------------------------------------------------------------------------------


def test_the_lines_of_an_order_join_one_order(desk):
    desk.imports(
        "Order ID,Email,Date,Total,Product\n7,a@x.example,2026-01-05,30.00,lamp\n7,a@x.example,2026-01-05,30.00,desk\n",
        "Till", shape="orders", targets={**ORDERS, "Product": "item.name"},
    )  # fmt: skip
    (anna,) = desk.people()
    (order,) = desk.timeline(anna)
    assert (order.kind, order.amount, [item["name"] for item in order.items]) == ("order", 3000, ["lamp", "desk"])


def test_an_order_changed_in_the_source_is_a_new_version(desk):
    head = "Order ID,Email,Date,Total,Status"
    orders(desk, "7,a@x.example,2026-01-05,30.00,pending", head=head)
    changed = orders(desk, "7,a@x.example,2026-01-05,25.00,refunded", head=head)
    (anna,) = desk.people()
    assert [order.amount for order in desk.timeline(anna)] == [2500]
    desk.undoes(changed.operation)
    assert [order.amount for order in desk.timeline(anna)] == [3000]


def test_an_order_that_turns_out_to_be_another_customers_goes_there(desk):
    orders(desk, "7,a@x.example,2026-01-05,30.00", "8,b@x.example,2026-01-06,10.00")
    changed = orders(desk, "7,b@x.example,2026-01-05,30.00")
    counts = sorted(desk.profile(contact).measures["orders"] for contact in desk.people())
    assert counts == [0, 2]
    desk.undoes(changed.operation)
    assert sorted(desk.profile(contact).measures["orders"] for contact in desk.people()) == [1, 1]


def test_the_same_orders_twice_are_the_same_orders(desk):
    orders(desk, "7,a@x.example,2026-01-05,30.00")
    before = desk.looks()
    again = orders(desk, "7,a@x.example,2026-01-05,30.00")
    assert (desk.looks(), again.counts.activities) == (before, 0)


def test_orders_find_the_customer_whom_the_shop_knows(desk):
    desk.imports(ANNA)
    orders(desk, "7,a@x.example,2026-01-05,30.00", source="Shop")
    anna = desk.the("anna weber")
    assert desk.people() == [anna]
    assert desk.profile(anna).measures["value"] == 3000


def test_orders_go_where_all_the_rows_of_their_customer_say(desk):
    """Which rows of a file say who an id is, the first or a later one, makes no difference to what happened."""
    desk.imports(ANNA)
    desk.imports("Customer ID,First name,Last name,Email\n9,ben,braun,b@x.example\n", source="Club")
    lines = (
        "7,1,,2026-01-05,30.00", "8,1,a@x.example,2026-01-06,20.00",  # known by the second row
        "9,2,b@x.example,2026-01-07,10.00", "10,3,b@x.example,2026-01-07,10.00",  # two ids for one person: neither
    )  # fmt: skip
    desk.imports(
        "\n".join(("Order ID,Customer ID,Email,Date,Total", *lines)) + "\n", "Till", shape="orders", targets=ORDERS
    )
    assert desk.complaints() == []
    assert desk.profile(desk.the("anna weber")).measures["orders"] == 2
    assert sorted(desk.profile(contact).measures["orders"] for contact in desk.people()) == [0, 1, 1, 2]


def test_an_order_is_its_last_rows_customers_also_within_a_file(desk):
    desk.imports("Customer ID,First name\n1,anna\n2,ben\n", "Till")
    for first, last in (("1", "2"), ("2", "1"), ("1", "1"), ("1", "2")):
        lines = (f"7,{first},2026-01-05,30.00", "8,1,2026-01-06,20.00", f"7,{last},2026-01-05,30.00")
        orders(desk, *lines, head="Order ID,Customer ID,Date,Total")
        whose = [name for name in ("anna", "ben") if ("order", "2026-01-05") in desk.happened(desk.the(name))]
        assert (whose, desk.complaints()) == (["anna" if last == "1" else "ben"], [])


def test_the_owners_notes_stay_with_the_contact_when_an_import_is_undone(desk):
    done = desk.imports(ANNA)
    anna = desk.the("anna weber")
    desk.logs(anna, "rang up")
    desk.undoes(done.operation)
    assert desk.people() == [anna]
    assert desk.happened(anna) == [("note", "2026-01-01")]


def test_each_row_of_an_order_is_kept_as_it_was_read_though_the_order_is_the_same(desk):
    first, second = "7,a@x.example,2026-01-05,30.00", "7,b@x.example,2026-01-05,30.00"
    orders(desk, first)
    orders(desk, second)
    orders(desk, first)
    assert [",".join(cells) for cells in desk.raw_rows()] == [second, first]


# --- Rule 13: listed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["value", "note", "task", "tag"])
def test_who_has_something_said_by_the_owner_stays_listed(desk, said):
    done = desk.imports(ANNA)
    anna = desk.the("anna weber")
    desk.undoes(done.operation)
    assert desk.people() == []
    {
        "value": lambda: desk.sets(anna, "birthday", "1980-02-03"),
        "note": lambda: desk.logs(anna, "rang up"),
        "task": lambda: desk.plans("ring up", anna),
        "tag": lambda: desk.adds_value(anna, "tags", "vip"),
    }[said]()
    assert desk.people() == [anna]
    operation = desk.last()
    desk.undoes(operation)
    assert desk.people() == []
    desk.redoes(operation)
    assert desk.people() == [anna]
    assert desk.complaints() == []


def test_a_removal_or_clear_alone_lists_nobody(desk):
    done = desk.imports("Customer ID,First name,Birthday,Tags\n1,anna,1980-02-03,vip\n")
    anna = desk.the("anna")
    desk.clears(anna, "birthday")
    desk.takes_out(anna, "tags", "vip")
    desk.removes(anna)
    desk.brings_back(anna)
    desk.undoes(done.operation)
    assert desk.people() == []


def test_a_reimport_updates_removed_people_in_place_still_hidden(desk):
    desk.imports(ANNA)
    anna = desk.the("anna weber")
    removed = desk.removes(anna)
    desk.imports("Customer ID,First name,Last name,Email\n1,anna,weber,new@x.example\n")
    assert desk.people() == []
    assert desk.profile(anna).removed
    desk.undoes(removed)
    assert desk.people() == [anna]
    assert desk.shows(anna, "emails") == {"new@x.example"}


def test_an_id_resolves_for_ever(desk):
    done = desk.imports(ANNA)
    anna = desk.the("anna weber")
    desk.undoes(done.operation)
    assert desk.profile(anna).id == anna
    with pytest.raises(NotFound):
        desk.profile(9999)


# --- Rule 14: undo's promise -------------------------------------------------------------------------------------


def test_an_undone_import_takes_its_updates_back_and_keeps_later_edits(desk):
    desk.imports("Customer ID,First name,City,Birthday\n1,anna,berlin,1980-02-03\n")
    anna = desk.the("anna")
    update = desk.imports("Customer ID,First name,City,Birthday\n1,anna,hamburg,1990-05-06\n")
    desk.adds_value(anna, "tags", "vip")
    desk.undoes(update.operation)
    assert desk.shows(anna, "addresses") == {"berlin"}
    assert desk.shows(anna, "birthday") == "1980-02-03"
    assert desk.shows(anna, "tags") == {"vip"}
    assert desk.formerly(anna, "birthday") == []


def test_rows_attached_in_the_light_of_an_import_stay_attached_when_it_is_undone(desk):
    shop = desk.imports(ANNA)
    anna = desk.the("anna weber")
    desk.imports(NEWS, "Newsletter")
    desk.undoes(shop.operation)
    assert desk.people() == [anna]
    desk.redoes(shop.operation)
    assert desk.people() == [anna]
    assert len(desk.placed()) == 2


def test_a_problem_row_is_taken_in_when_what_stood_against_it_is_undone(desk):
    first = desk.imports(ANNA)
    carla = "Customer ID,First name,Last name,Email\n1,carla,king,c@x.example\n"
    assert desk.imports(carla).counts.problems == 1
    desk.undoes(first.operation)
    assert desk.imports(carla).counts.created == 1
    assert desk.names() == ["carla king"]


def test_undo_gives_the_history_without_the_operation(desk, tmp_path):
    """Where no later decision would have been otherwise: the same as if it had never been."""

    def history(owner, with_it):
        owner.imports(ANNA)
        if with_it:
            extra = owner.imports("Customer ID,First name,Last name,City\n1,anna,weber,berlin\n")
        owner.imports("First name,Last name,Email,Tags\nanna,weber,a@x.example,vip\n", "Newsletter")
        owner.sets(owner.the("anna weber"), "birthday", "1980-02-03")
        if with_it:
            owner.undoes(extra.operation)
        return owner.looks()

    folder = tmp_path / "other"
    folder.mkdir()
    other = OwnersDesk(folder)
    try:
        assert history(desk, True) == history(other, False)
    finally:
        other.close()


# --- Rule 15: consent --------------------------------------------------------------------------------------------


SAYS_YES = ("First name,Email,Newsletter\n{},a@x.example,yes\n", {"Newsletter": "consent.email"})
SAYS_NO = ("First name,Email,Unsubscribed\n{},a@x.example,yes\n", {"Unsubscribed": "optout.email"})


def says(desk, what, source, name="anna"):
    text, targets = what
    return desk.imports(text.format(name), source, targets=targets)


def consents(desk):
    """What stands for the email of each person in the list."""
    return {
        desk.profile(contact).name: desk.profile(contact).fields["emails"][0].get("consent", "")
        for contact in desk.people()
    }


def test_an_opt_out_stands_until_a_newer_explicit_opt_in(desk):
    says(desk, SAYS_YES, "Newsletter")
    assert consents(desk) == {"anna": "in"}
    says(desk, SAYS_NO, "Shop")
    assert consents(desk) == {"anna": "out"}
    desk.imports("First name,Email\nanna,a@x.example\n", "Club")
    assert consents(desk) == {"anna": "out"}
    says(desk, SAYS_YES, "Till")
    assert consents(desk) == {"anna": "in"}


def test_the_same_file_with_an_opt_in_again_does_not_beat_an_opt_out(desk):
    says(desk, SAYS_YES, "Newsletter")
    says(desk, SAYS_NO, "Shop")
    says(desk, SAYS_YES, "Newsletter")
    assert consents(desk) == {"anna": "out"}


def test_consent_is_for_the_point_and_the_whole_workspace(desk):
    says(desk, SAYS_YES, "Newsletter")
    says(desk, SAYS_NO, "Shop", "bob")
    assert consents(desk) == {"anna": "out", "bob": "out"}


def test_undoing_an_import_takes_its_opt_outs_along(desk):
    says(desk, SAYS_YES, "Newsletter")
    done = says(desk, SAYS_NO, "Shop")
    desk.undoes(done.operation)
    assert consents(desk) == {"anna": "in"}
    desk.redoes(done.operation)
    assert consents(desk) == {"anna": "out"}


# --- Companies ---------------------------------------------------------------------------------------------------


def test_people_are_linked_to_a_company_by_its_name_in_any_case_and_spacing(desk):
    desk.imports("Customer ID,First name,Company\n1,anna,Weber GmbH\n2,bob,weber  gmbh\n3,carla,Weber AG\n")
    assert [name.casefold() for name in desk.company_names()] == ["weber ag", "weber gmbh"]
    sizes = sorted(len(desk.profile(company).links) for company in desk.companies())
    assert sizes == [1, 2]


def test_a_company_is_listed_while_somebody_listed_works_there(desk):
    done = desk.imports("Customer ID,First name,Company\n1,anna,acme\n")
    (acme,) = desk.companies()
    desk.undoes(done.operation)
    assert desk.companies() == []
    desk.redoes(done.operation)
    assert desk.companies() == [acme]
    desk.sets(desk.the("anna"), "organization", "zeta")
    assert desk.company_names() == ["zeta"]


def test_a_company_that_the_owner_added_stays_without_people_and_gets_them_by_name(desk):
    acme = desk.adds("company", organization="acme")
    assert desk.companies() == [acme]
    desk.imports("Customer ID,First name,Company\n1,anna,ACME\n")
    assert desk.companies() == [acme]
    assert [link.name for link in desk.profile(acme).links] == ["anna"]


def test_a_companys_timeline_rolls_up_its_people(desk):
    desk.imports("Customer ID,First name,Email,Company\n1,anna,a@x.example,acme\n")
    orders(desk, "7,a@x.example,2026-01-05,30.00")
    (acme,) = desk.companies()
    assert desk.happened(acme) == [("order", "2026-01-05")]


def test_a_row_that_comes_again_is_what_its_record_says_last_where_it_is_matched(desk):
    """Of several rows of one key the later one's word counts, also where it was said before (rules 2 and 9)."""
    desk.adds(given="anna", emails=["a@x.example"], birthday="1990-05-06")
    days = ["1980-02-03", "1990-05-06", "", "1980-02-03"]
    desk.imports_table(["emails", "birthday"], [["a@x.example", day] for day in days], "Newsletter")
    assert len(desk.people()) == 2, "somebody with another birthday is somebody else"
