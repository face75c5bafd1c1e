"""Merge, take back, detach and move as the services answer them; the rules themselves are told in tests/model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deskcrm.domain.errors import InvalidValue, NotFound, Refused
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ImportResult, ListQuery
from deskcrm.services import activities, contacts, history, merging, reads, tasks
from deskcrm.services.workspace import Workspace

BringIn = Callable[..., ImportResult]
PEOPLE = (
    "Customer ID,First name,Last name,Email,Phone,Company,Birthday",
    "1,Anna,Weber,anna@x.example,030 1234561,Acme,1980-02-03",
    "2,Anne,Weber,anne@y.example,030 1234561,Zeta,",
    "3,A.,Weber,aw@z.example,,,1981-02-03",
)
ORDERS = (
    "Order ID,Customer ID,Order date,Total",
    "701,1,2026-01-05,10.00",
    "702,2,2026-02-06,25.50",
)


@pytest.fixture
def webers(ws: Workspace, bring_in: BringIn) -> list[int]:
    """Three who may be one, two of them with an order."""
    bring_in("shop.csv", *PEOPLE, source="Shop")
    bring_in("orders.csv", *ORDERS, source="Shop")
    return sorted(reads.list_ids(ws, ListQuery(kind="person")))


def listed(ws: Workspace, kind: str = "person") -> list[str]:
    return sorted(row.name for row in reads.rows(ws, reads.list_ids(ws, ListQuery(kind=kind))))


def test_a_merge_shows_everything_on_the_survivor_at_once(ws: Workspace, webers: list[int]) -> None:
    anna, anne, _ = webers
    task = tasks.add(ws, "Send a quote", contact=anne).value
    contacts.edit(ws, anne, [Patch("tags", "add", "vip")])
    outcome = merging.merge(ws, anna, [anne])
    profile = reads.profile(ws, anne)
    assert profile.id == anna
    assert profile.ids == (anna, anne)
    assert profile.measures["orders"] == 2
    assert profile.measures["value"] == 3550
    assert profile.fields["tags"] == ["vip"]
    assert [t.id for t in profile.tasks] == [task]
    assert {item["value"] for item in profile.fields["emails"]} == {"anna@x.example", "anne@y.example"}
    assert [m.id for m in profile.merges] == outcome.value
    assert outcome.changes.contacts >= {anna, anne}, "views are told of who went too"
    assert anne not in reads.list_ids(ws, ListQuery(kind="person"))


def test_the_dialog_sees_what_the_rules_would_show_and_what_the_owner_chose(ws: Workspace, webers: list[int]) -> None:
    preview = merging.compare(ws, webers)
    assert preview.contacts == tuple(webers)
    assert preview.joined == {"activities": 2, "tasks": 0, "records": 3, "people": 0}
    rows = {row.field: row for row in preview.rows}
    assert [row.field for row in preview.rows if row.differs] == ["name", "organization", "birthday"]
    assert [row.differs for row in preview.rows] == sorted((r.differs for r in preview.rows), reverse=True)
    assert rows["birthday"].texts == ("1980-02-03", "", "1981-02-03")
    assert (rows["birthday"].result, rows["birthday"].chosen) == ("1980-02-03", webers[0])
    assert [item.contacts for item in rows["phones"].items] == [(webers[0], webers[1])]
    chosen = merging.compare(ws, webers, {"birthday": webers[2], "given": webers[1]})
    rows = {row.field: row for row in chosen.rows}
    assert (rows["birthday"].result, rows["birthday"].chosen) == ("1981-02-03", webers[2])
    assert rows["name"].result == "Anne Weber"


def test_what_the_dialog_shows_is_what_the_merge_gives(ws: Workspace, webers: list[int]) -> None:
    choices = {"name": webers[1], "birthday": webers[2], "organization": webers[0]}
    promised = {row.field: row.result for row in merging.compare(ws, webers, choices).rows if not row.plural}
    merging.merge(ws, webers[0], webers[1:], choices=choices)
    profile = reads.profile(ws, webers[0])
    assert profile.name == promised["name"] == "Anne Weber"
    assert {key: profile.fields[key] for key in ("birthday", "organization")} == {
        key: promised[key] for key in ("birthday", "organization")
    }


def test_whoever_is_best_known_lends_the_id_unless_the_owner_says_otherwise(ws: Workspace, webers: list[int]) -> None:
    activities.log(ws, webers[2], "call", "Asked for a quote")
    activities.log(ws, webers[2], "call", "Asked again")
    assert merging.compare(ws, webers).contacts[0] == webers[2]
    assert merging.compare(ws, webers, keep=webers[1]).contacts[0] == webers[1]


def test_a_value_dropped_in_the_dialog_is_back_when_the_merge_is_taken_back(ws: Workspace, webers: list[int]) -> None:
    anna, anne, aw = webers
    (edge, other) = merging.merge(ws, anna, [anne, aw], drops=[("emails", "anne@y.example")]).value
    shown = {item["value"] for item in reads.profile(ws, anna).fields["emails"]}
    assert shown == {"anna@x.example", "aw@z.example"}
    merging.take_back(ws, other)
    assert {item["value"] for item in reads.profile(ws, anna).fields["emails"]} == {"anna@x.example"}
    merging.take_back(ws, edge)
    assert [item["value"] for item in reads.profile(ws, anne).fields["emails"]] == ["anne@y.example"]


def test_a_choice_names_a_single_field_that_its_side_has(ws: Workspace, webers: list[int]) -> None:
    anna, anne, aw = webers
    for choices, word in (
        ({"emails": anne}, "list"),
        ({"birthday": anne}, "no birthday"),
        ({"birthday": aw}, "none of those"),
        ({"shoe": anne}, "no field"),
    ):
        with pytest.raises(InvalidValue, match=word):
            merging.merge(ws, anna, [anne], choices=choices)
    assert len(listed(ws)) == 3


def test_what_can_not_be_merged_is_refused_in_words(ws: Workspace, webers: list[int]) -> None:
    company = contacts.add(ws, "company", {"organization": "Acme"}).value
    with pytest.raises(InvalidValue, match="one already"):
        merging.merge(ws, webers[0], [webers[0]])
    with pytest.raises(InvalidValue, match="company"):
        merging.merge(ws, webers[0], [company])
    with pytest.raises(NotFound):
        merging.merge(ws, webers[0], [999])
    more = [contacts.add(ws, "person", {"given": f"Nr {n}"}).value for n in range(5)]
    with pytest.raises(InvalidValue, match="at most 5"):
        merging.merge(ws, webers[0], more)


def test_merged_companies_have_the_people_of_both_and_part_with_their_own(ws: Workspace, webers: list[int]) -> None:
    acme, zeta = sorted(reads.list_ids(ws, ListQuery(kind="company")))
    (edge,) = merging.merge(ws, acme, [zeta]).value
    assert listed(ws, "company") == ["Acme"]
    assert {link.contact for link in reads.profile(ws, acme).links} == set(webers[:2])
    assert reads.profile(ws, acme).measures["orders"] == 2
    assert [(m.survivor_name, m.loser_name) for m in reads.profile(ws, zeta).merges] == [("Acme", "Zeta")]
    merging.take_back(ws, edge)
    assert listed(ws, "company") == ["Acme", "Zeta"]
    assert [link.contact for link in reads.profile(ws, zeta).links] == [webers[1]]


def test_companies_that_nothing_is_written_down_of_are_compared_by_name(ws: Workspace, webers: list[int]) -> None:
    companies = sorted(reads.list_ids(ws, ListQuery(kind="company")))
    (row,) = merging.compare(ws, companies).rows
    assert (row.field, row.label, row.texts, row.result, row.differs) == (
        "organization", "Name", ("Acme", "Zeta"), "Acme", True,
    )  # fmt: skip
    (same,) = merging.compare(ws, companies, {"organization": companies[1]}).rows
    assert same.result == "Acme", "nobody wrote the other name down"


def test_somebody_new_at_a_merged_company_is_at_the_survivor(
    ws: Workspace, webers: list[int], bring_in: BringIn
) -> None:
    acme, zeta = sorted(reads.list_ids(ws, ListQuery(kind="company")))
    merging.merge(ws, acme, [zeta])
    bring_in("more.csv", "Customer ID,First name,Last name,Company", "9,Carla,King,ZETA", source="Shop")
    assert len(reads.profile(ws, acme).links) == 3


def test_before_a_take_back_each_side_is_told_with_what_came_since(ws: Workspace, webers: list[int]) -> None:
    anna, anne, _ = webers
    (edge,) = merging.merge(ws, anna, [anne]).value
    contacts.edit(ws, anna, [Patch("organization", "set", "Acme AG")])
    contacts.edit(ws, anna, [Patch("emails", "replace", "anne@new.example", "anne@y.example")])
    activities.log(ws, anna, "call", "Asked for a quote")
    preview = merging.before_take_back(ws, edge)
    assert (preview.stays.name, preview.leaves.name) == ("Anna Weber", "Anne Weber")
    assert preview.stays.later == ("your change of company", "a logged entry")
    assert preview.leaves.later == ("your change of email",)
    assert (preview.stays.activities, preview.leaves.activities) == (2, 1)
    stays, leaves = merging.take_back(ws, edge).value
    assert reads.profile(ws, stays).fields["organization"] == "Acme AG"
    assert reads.profile(ws, leaves).fields["emails"][0]["value"] == "anne@new.example"
    with pytest.raises(Refused, match="doesn't stand"):
        merging.take_back(ws, edge)


def test_a_detached_record_takes_its_activities_along_and_comes_back_by_undo(
    ws: Workspace, webers: list[int], bring_in: BringIn
) -> None:
    bring_in("news.csv", "First name,Last name,Email", "Anna,Weber,anna@x.example", source="Newsletter")
    anna = webers[0]
    (shop,) = [r.id for r in reads.profile(ws, anna).records if r.source == "Shop"]
    left, new = merging.detach(ws, shop).value
    assert (left, reads.profile(ws, new).measures["orders"]) == (anna, 1)
    assert reads.profile(ws, anna).measures["orders"] == 0
    history.undo(ws)
    assert reads.profile(ws, anna).measures["orders"] == 1
    assert len(listed(ws)) == 3


def test_the_only_thing_known_of_somebody_can_not_be_detached(ws: Workspace, webers: list[int]) -> None:
    (record,) = [r.id for r in reads.profile(ws, webers[2]).records]
    with pytest.raises(Refused, match="all that is known"):
        merging.detach(ws, record)


def test_a_moved_record_goes_where_the_owner_says_also_when_it_is_imported_again(
    ws: Workspace, webers: list[int], bring_in: BringIn
) -> None:
    anna, anne, _ = webers
    (record,) = [r.id for r in reads.profile(ws, anne).records]
    merging.move(ws, record, anna)
    assert reads.profile(ws, anna).measures["orders"] == 2
    bring_in("shop.csv", PEOPLE[0], PEOPLE[2].replace("1234561", "1234562"), source="Shop")
    assert {r.id for r in reads.profile(ws, anna).records} >= {record}
    assert len(listed(ws)) == 2
    with pytest.raises(InvalidValue, match="there already"):
        merging.move(ws, record, anna)


def test_a_merge_withdraws_the_not_same_that_stood_between_them(ws: Workspace, webers: list[int]) -> None:
    anna, anne, _ = webers
    merging.not_same(ws, anna, anne)
    assert merging.compare(ws, [anna, anne]).not_same
    (edge,) = merging.merge(ws, anna, [anne]).value
    merging.take_back(ws, edge)
    assert merging.compare(ws, [anna, anne]).not_same
    history.undo(ws)
    history.undo(ws)
    assert merging.compare(ws, [anna, anne]).not_same
    history.undo(ws)
    assert not merging.compare(ws, [anna, anne]).not_same


def test_history_tells_of_merges_by_what_each_says_itself(ws: Workspace, webers: list[int]) -> None:
    (edge, _) = merging.merge(ws, webers[0], webers[1:]).value
    merging.take_back(ws, edge)
    merging.not_same(ws, webers[0], webers[1])
    told = [(entry.summary, entry.detail) for entry in reads.history(ws, 3)]
    assert told == [
        ("Noted that Anna Weber and Anne Weber are not the same", ""),
        ("Parted Anne Weber from Anna Weber", "the merge was taken back"),
        ("Merged 3 people into one", "Anna Weber, Anne Weber, A. Weber"),
    ]


# many at once


@pytest.fixture
def six(ws: Workspace) -> list[int]:
    """Three people who are there twice each."""
    names = ("Ottokar Zimmerling", "Ida Quast", "Emil Petrowski")
    return [contacts.add(ws, "person", {"name": name}).value for name in names for _ in range(2)]


def together(*groups: tuple[int, ...]) -> list[merging.Together]:
    return [merging.Together(group, 0.995, ("same email",)) for group in groups]


def test_many_groups_are_merged_in_one_operation_and_undone_whole(ws: Workspace, six: list[int]) -> None:
    a, b, c, d, e, f = six
    outcome = merging.merge_all(ws, together((a, b), (c, d), (e, f)))
    assert len(outcome.value) == 3
    assert listed(ws) == ["Emil Petrowski", "Ida Quast", "Ottokar Zimmerling"]
    entry = reads.history(ws, 1)[0]
    assert entry.summary == outcome.changes.summary == "Merged 6 profiles into 3"
    history.undo(ws, entry.id)
    assert len(listed(ws)) == 6
    history.redo(ws, entry.id)
    assert len(listed(ws)) == 3


def test_of_many_merged_at_once_one_is_taken_back_alone(ws: Workspace, six: list[int]) -> None:
    a, b, c, d, _e, _f = six
    edges = merging.merge_all(ws, together((a, b), (c, d))).value
    merging.take_back(ws, edges[0])
    assert listed(ws).count("Ottokar Zimmerling") == 2
    assert listed(ws).count("Ida Quast") == 1


def test_what_was_decided_meanwhile_is_left_as_it_is(ws: Workspace, six: list[int]) -> None:
    a, b, c, d, e, f = six
    merging.merge(ws, a, [b])
    merging.not_same(ws, c, d)
    merging.merge_all(ws, together((a, b), (c, d), (e, f)))
    assert len(listed(ws)) == 4
    assert listed(ws).count("Ida Quast") == 2
    operations = len(reads.history(ws, 50))
    with pytest.raises(Refused, match="nothing was merged"):
        merging.merge_all(ws, together((a, b), (c, d)))
    assert len(reads.history(ws, 50)) == operations


def test_nobody_is_joined_through_a_group_that_shares_somebody(ws: Workspace, six: list[int]) -> None:
    a, b, c, _d, _e, _f = six
    merging.not_same(ws, a, c)
    merging.merge_all(ws, together((a, b), (b, c)))
    assert reads.profile(ws, b).ids == (a, b)
    assert reads.profile(ws, c).ids == (c,)
