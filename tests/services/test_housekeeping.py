"""Tags, own fields and sources in one place: renamed, joined, ordered, trusted, deleted, and each undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from deskcrm.domain.colours import Colours
from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.filters import Condition
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ImportResult, ListQuery
from deskcrm.services import (
    bulk,
    colours,
    contacts,
    history,
    list_export,
    merging,
    own_fields,
    reads,
    sources,
    stages,
    tags,
)
from deskcrm.services.workspace import Workspace

BringIn = Callable[..., ImportResult]


@pytest.fixture
def three(ws: Workspace, bring_in: BringIn) -> list[int]:
    bring_in("shop.csv", "Customer ID,First name,Tags", "1,Anna,vip;new", "2,Béla,VIP", "3,Carla,", source="Shop")
    return list(reads.list_ids(ws, ListQuery()))


def test_a_tag_is_renamed_wherever_it_stands_and_two_are_joined(ws: Workspace, three: list[int]) -> None:
    assert tags.every(ws) == [("VIP", 2), ("new", 1)]
    assert tags.rename(ws, "new", "Regular").value == 1
    assert tags.every(ws) == [("VIP", 2), ("Regular", 1)]
    assert tags.rename(ws, "Regular", "vip").value == 1
    assert tags.every(ws) == [("VIP", 2)]
    history.undo(ws)
    history.undo(ws)
    assert tags.every(ws) == [("VIP", 2), ("new", 1)]
    with pytest.raises(NotFound):
        tags.rename(ws, "nobody", "x")


def test_a_tag_is_removed_from_joined_people_too(ws: Workspace, three: list[int]) -> None:
    merging.merge(ws, three[0], [three[1]])
    assert tags.remove(ws, "VIP").value == 1
    assert tags.every(ws) == [("new", 1)]
    history.undo(ws)
    assert tags.every(ws) == [("new", 1), ("vip", 1)]


def test_many_are_changed_as_one_and_a_cancel_changes_nothing(ws: Workspace, three: list[int]) -> None:
    merging.merge(ws, three[0], [three[1]])
    told = []
    done = bulk.change(ws, three, [Patch("stage", "set", "Lead"), Patch("tags", "add", "spring")], progress=told.append)
    assert done.value == 2
    assert [(p.done, p.total) for p in told] == [(2, 2)]
    assert {row.stage for row in reads.rows(ws, three)} == {"lead"}
    assert reads.history(ws, 1)[0].summary == "Changed 2 contacts"
    assert ("Stage", "", "lead") in [(a, "", c) for a, _, c in reads.history(ws, 1)[0].changes]
    history.undo(ws)
    assert {row.stage for row in reads.rows(ws, three)} == {""}
    with pytest.raises(Exception, match="Cancelled"):
        bulk.change(ws, three, [Patch("stage", "set", "Lead")], cancelled=lambda: True)
    assert {row.stage for row in reads.rows(ws, three)} == {""}
    assert bulk.remove(ws, three).value == 2
    assert list(reads.list_ids(ws, ListQuery())) == []
    history.undo(ws)
    assert len(reads.list_ids(ws, ListQuery())) == 2


def test_own_fields_are_added_changed_ordered_and_deleted(ws: Workspace) -> None:
    size = own_fields.add(ws, "Shoe size", "number").value
    way = own_fields.add(ws, "Found us by", "choice", ["Web", "Friend"]).value
    anna = contacts.add(ws, "person", {"given": "Anna", "custom": {size.key: "38"}}).value
    assert [f.label for f in own_fields.every(ws)] == ["Shoe size", "Found us by"]
    assert list(reads.list_ids(ws, ListQuery(where=Condition(size.column, "more", 30)))) == [anna]
    own_fields.change(ws, size.id, label="Size", kind="number")
    own_fields.reorder(ws, [way.id, size.id])
    assert [(f.key, f.label) for f in own_fields.every(ws)] == [("Found us by", "Found us by"), ("Shoe size", "Size")]
    own_fields.delete(ws, size.id)
    assert [f.label for f in own_fields.every(ws)] == ["Found us by"]
    assert reads.profile(ws, anna).fields["custom"] == {"Shoe size": "38"}
    history.undo(ws)
    history.undo(ws)
    assert [f.label for f in own_fields.every(ws)] == ["Size", "Found us by"]


@pytest.mark.parametrize(
    ("label", "kind", "choices"),
    [
        (" ", "text", ()),
        ("Email", "text", ()),
        ("Size", "colour", ()),
        ("Size", "choice", (" ",)),
        ("size", "text", ()),
    ],
)
def test_an_own_field_that_makes_no_sense_is_refused(
    ws: Workspace, label: str, kind: str, choices: tuple[str, ...]
) -> None:
    if label == "size":
        own_fields.add(ws, "Size", "text")
    before = own_fields.every(ws)
    with pytest.raises(InvalidValue):
        own_fields.add(ws, label, kind, choices)
    assert own_fields.every(ws) == before


def test_whoever_is_trusted_more_shows_and_undo_takes_the_trust_back(ws: Workspace, bring_in: BringIn) -> None:
    bring_in("shop.csv", "Customer ID,First name,Email,Job title", "1,Anna,a@x.example,Owner", source="Shop")
    bring_in("news.csv", "First name,Email,Job title", "Anna,a@x.example,Editor", source="Newsletter")
    (anna,) = reads.list_ids(ws, ListQuery())
    assert reads.profile(ws, anna).fields["title"] == "Editor"
    shop = next(s for s in sources.every(ws) if s.name == "Shop")
    assert shop.records == 1
    sources.change(ws, shop.id, trust=70, name="Web shop")
    assert reads.profile(ws, anna).fields["title"] == "Owner"
    assert [s.name for s in sources.every(ws)] == ["Web shop", "Newsletter"]
    history.undo(ws)
    assert reads.profile(ws, anna).fields["title"] == "Editor"
    for name, trust in (("Newsletter", None), (" ", None), (None, 100)):
        with pytest.raises(InvalidValue):
            sources.change(ws, shop.id, name=name, trust=trust)
    with pytest.raises(NotFound):
        sources.change(ws, 1, trust=10)


# Own fields in use, and joined


def custom(ws: Workspace, contact: int) -> dict[str, str]:
    return dict(reads.profile(ws, contact).fields.get("custom", {}))


def test_how_many_use_a_field_counts_files_edits_merges_and_what_was_cleared(
    ws: Workspace, bring_in: Callable[..., ImportResult]
) -> None:
    bring_in("shop.csv", "Customer ID,First Name,Last Name,Shoe size", "1,Anna,Weber,39", "2,Ben,Bach,42", "3,Eva,Ede,")
    anna, ben, eva = sorted(reads.list_ids(ws, ListQuery()))
    (column,) = own_fields.used(ws)
    assert own_fields.used(ws) == {column: 2}
    contacts.edit(ws, eva, [Patch(column, "set", "37")])
    assert own_fields.used(ws) == {column: 3}
    contacts.edit(ws, ben, [Patch(column, "clear")])
    assert own_fields.used(ws) == {column: 2}
    merging.merge(ws, anna, [eva])
    assert own_fields.used(ws) == {column: 1}
    history.undo(ws)
    history.undo(ws)
    assert own_fields.used(ws) == {column: 3}


def test_joined_fields_are_one_and_undone_as_one(ws: Workspace) -> None:
    shop = own_fields.add(ws, "Shoe size", "number").value
    web = own_fields.add(ws, "Schuhgröße", "number").value
    only = contacts.add(ws, "person", {"given": "Anna", "custom": {"Schuhgröße": "39"}}).value
    both = contacts.add(ws, "person", {"given": "Ben", "custom": {"Schuhgröße": "41", "Shoe size": "42"}}).value
    assert own_fields.join(ws, web.id, shop.id).value == 2
    assert custom(ws, only) == {"Shoe size": "39"}
    assert custom(ws, both) == {"Shoe size": "42"}
    assert [field.label for field in own_fields.every(ws)] == ["Shoe size"]
    assert reads.history(ws, 1)[0].summary == "Joined the field “Schuhgröße” with “Shoe size”"
    history.undo(ws)
    assert custom(ws, both) == {"Schuhgröße": "41", "Shoe size": "42"}
    assert [field.label for field in own_fields.every(ws)] == ["Shoe size", "Schuhgröße"]
    with pytest.raises(InvalidValue):
        own_fields.join(ws, web.id, web.id)


def test_values_of_own_fields_are_kept_by_their_kind_however_they_come(ws: Workspace, three: list[int]) -> None:
    own_fields.add(ws, "Size", "number")
    own_fields.add(ws, "Since", "date")
    own_fields.add(ws, "Regular", "yes_no")
    own_fields.add(ws, "Tea", "choice", ["Green", "Black"])
    typed = {"Size": "1,200.5", "Since": "3.4.2026", "Regular": "ja", "Tea": "green"}
    kept = {"Size": "1200.5", "Since": "2026-04-03", "Regular": "Yes", "Tea": "Green"}
    patches = [Patch(f"custom.{key}", "set", value) for key, value in typed.items()]
    contacts.edit(ws, three[0], patches)
    bulk.change(ws, three[1:], patches)
    new = contacts.add(ws, "person", {"given": "Dora", "custom": typed}).value
    assert [reads.profile(ws, contact).fields["custom"] for contact in (*three, new)] == [kept] * 4


def test_tags_and_sources_have_colours_that_go_along_with_their_names(ws: Workspace, three: list[int]) -> None:
    shop = sources.every(ws)[0].id
    colours.paint_tag(ws, "VIP", "#c8503f")
    colours.paint_source(ws, shop, "#4A7BD8")
    said = ["Changed the colour of the source “Shop”", "Changed the colour of the tag “VIP”"]
    assert [entry.summary for entry in reads.history(ws, 2)] == said
    first, *rest = stages.order(ws)
    stages.save(ws, [replace(first, colour="#3F8F45"), *rest])
    all_of_them = colours.every(ws)
    assert all_of_them == Colours({"vip": "#C8503F"}, {"shop": "#4A7BD8"}, {first.key: "#3F8F45"})
    assert [all_of_them.of(*asked) for asked in (("tag", "Vip"), ("tag", "new"), ("source", "SHOP"))] == [
        "#C8503F", "", "#4A7BD8",
    ]  # fmt: skip
    sources.change(ws, shop, name="Web shop")
    tags.rename(ws, "VIP", "Best")
    assert colours.every(ws) == Colours({"best": "#C8503F"}, {"web shop": "#4A7BD8"}, {first.key: "#3F8F45"})
    colours.paint_tag(ws, "new", "#1A8F8A")
    tags.rename(ws, "Best", "new")
    assert colours.every(ws).tags == {"new": "#1A8F8A"}, "the tag that was there keeps its colour"
    assert reads.history(ws, 2)[1].summary == "Changed the colour of the tag “new”"
    history.undo(ws)
    assert colours.every(ws).tags == {"best": "#C8503F", "new": "#1A8F8A"}
    colours.paint_tag(ws, "best", "")
    assert colours.every(ws).tags == {"new": "#1A8F8A"}
    history.undo(ws)
    assert colours.every(ws).tags == {"best": "#C8503F", "new": "#1A8F8A"}
    for wrong in ("red", "#12345", "#GG0000"):
        with pytest.raises(InvalidValue):
            colours.paint_tag(ws, "new", wrong)
    with pytest.raises(NotFound):
        colours.paint_source(ws, 999, "#000000")


# Stages ---------------------------------------------------------------------------------------------------------------


def test_stages_are_the_owners_in_name_and_order(ws):
    anna = contacts.add(ws, "person", {"given": "Anna", "stage": "Lead"}).value
    stages.change(ws, "lead", label="Interested")
    assert contacts.edit(ws, anna, [Patch("stage", "set", "INTERESTED")]).changes.operation
    assert (reads.profile(ws, anna).stage, stages.labels(ws)["lead"], stages.used(ws)) == (
        "lead", "Interested", {"lead": 1},
    )  # fmt: skip
    assert list_export.text(ws, [anna], [list_export.Head("stage", "Stage")]).split() == ["Stage", "Interested"]
    stages.add(ws, "Patron")
    assert list(stages.labels(ws))[-2:] == ["Patron", "lost"]
    stages.move(ws, "Patron", -1)
    assert list(stages.labels(ws))[-3:] == ["Patron", "advocate", "lost"]
    with pytest.raises(InvalidValue, match="in this order"):
        stages.move(ws, "repeat", -1)
    with pytest.raises(InvalidValue, match="same name"):
        stages.add(ws, "interested")
    with pytest.raises(InvalidValue, match="follow from orders"):
        stages.remove(ws, "customer")
    with pytest.raises(NotFound):
        stages.change(ws, "Baron", label="x")
    stages.remove(ws, "lead")
    assert reads.profile(ws, anna).stage == "lead", "who stands in it stays there"
    history.undo(ws)
    assert "lead" in stages.labels(ws)
