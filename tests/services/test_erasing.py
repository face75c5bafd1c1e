"""Erasing is for good: nothing of the person is left in any byte, everybody else has all of theirs (MODEL rule 16)."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from deskcrm.domain.errors import NotFound, Refused
from deskcrm.domain.filters import All, AnyOf, Condition, Not
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ImportResult, ListQuery
from deskcrm.services import (
    activities,
    bulk,
    checking,
    contacts,
    erasing,
    exporting,
    history,
    importing,
    merging,
    reads,
    restoring,
    sources,
    tasks,
    views,
)
from deskcrm.services import backups as services_backups
from deskcrm.services.workspace import Workspace
from deskcrm.store import backups, erased, operations, shelf
from deskcrm.store import erasing as store_erasing

BringIn = Callable[..., ImportResult]
SHOP = "id,First name,Last name,Company,Email,Phone,City"
ORDERS = "Order,Customer id,Email,Name,Date,Total,Item"


def contact_of(ws: Workspace, text: str) -> int:
    (found,) = reads.search(ws, text)
    return found.id


def company_of(ws: Workspace, name: str) -> int:
    (found,) = [hit.id for hit in reads.search(ws, name) if hit.kind == "company"]
    return found


def everybody(ws: Workspace, but: tuple[int, ...] = ()) -> dict[int, Any]:
    """All that can be read of each profile."""
    query = ListQuery(kind=None)
    return {
        contact: (reads.profile(ws, contact), reads.timeline(ws, contact))
        for contact in reads.list_ids(ws, query)
        if contact not in but
    }


def bytes_beside(ws: Workspace) -> dict[str, bytes]:
    """Every file in the workspace's folder, but the files that were imported."""
    return {
        path.relative_to(ws.path.parent).as_posix(): path.read_bytes()
        for path in ws.path.parent.rglob("*")
        if path.is_file() and path.suffix not in (".csv", ".lock")
    }


def found_in(ws: Workspace, *needles: str) -> list[tuple[str, str]]:
    """In which files which of these texts stand, however upper or lower case."""
    said = [(needle, needle.encode().lower()) for needle in needles]
    return [
        (name, needle) for name, data in bytes_beside(ws).items() for needle, wanted in said if wanted in data.lower()
    ]


@pytest.fixture
def zelda(ws: Workspace, bring_in: BringIn) -> int:
    """Zelda, of whom much is known, among others."""
    bring_in(
        "shop.csv", SHOP,
        "C1,Zelda,Quenneville,Quenneville Ink,zelda@quenneville.example,030 23125043,Potsdam",
        "C2,Ben,Braun,Braun GmbH,ben@braun.example,030 23125044,Berlin",
        "C3,Carla,Conti,Braun GmbH,carla@braun.example,,Bern",
        source="Web shop",
    )  # fmt: skip
    bring_in("news.csv", "Email,Name", "zelda@quenneville.example,Zelda Quenneville", source="Newsletter")
    bring_in(
        "orders.csv", ORDERS,
        "1001,C1,zelda@quenneville.example,Zelda Quenneville,2026-01-03,50.00,Quill of Zelda",
        "1001,C1,zelda@quenneville.example,Zelda Quenneville,2026-01-03,50.00,Parchment",
        "1002,C2,ben@braun.example,Ben Braun,2026-01-04,20.00,Ink",
        source="Web shop",
    )  # fmt: skip
    zelda = contact_of(ws, "zelda")
    contacts.edit(ws, zelda, [Patch("notes", "set", "allergic to xylitol"), Patch("nickname", "set", "Werderling")])
    activities.log(ws, zelda, "note", "talked about the grimoire")
    task = tasks.add(ws, "Send Zelda the hippogriff", contact=zelda).value
    tasks.finish(ws, task)
    return zelda


TRACES = (
    "quenneville", "zelda", "23125043", "xylitol", "werderling", "potsdam", "grimoire", "hippogriff", "parchment",
)  # fmt: skip


def test_nothing_of_the_person_is_left_in_any_byte(ws: Workspace, zelda: int) -> None:
    assert {needle for _, needle in found_in(ws, *TRACES)} == set(TRACES)  # the search finds
    outcome = erasing.erase(ws, zelda)
    assert not outcome.value.pending
    assert found_in(ws, *TRACES) == []
    assert checking.check(ws) == []


def test_how_lists_were_left_and_tasks_for_many_keep_no_trace_either(ws: Workspace, zelda: int) -> None:
    shape = views.View("", "person", Condition("emails", "contains", "zelda@quenneville"))
    views.keep_last(ws, "person", 0, shape)
    bulk.add_tasks(ws, [zelda, contact_of(ws, "ben@braun.example")], "Write to them")
    erasing.erase(ws, zelda)
    assert found_in(ws, *TRACES) == []
    assert views.last(ws, "person") is None
    assert [task.name for task in reads.tasks(ws)] == ["Ben Braun"]
    assert checking.check(ws) == []


def test_saved_views_that_name_them_lose_what_does(ws: Workspace, zelda: int) -> None:
    berlin = Condition("city", "is", "Berlin")
    hers = AnyOf((Condition("emails", "contains", "zelda@quenneville"), Not(Condition("phones", "is", "03023125043"))))
    kept = views.save(ws, views.View("Berlin", "person", All((berlin, hers)))).value.id
    named = views.save(ws, views.View("Zelda Quenneville", "person", hers)).value.id
    views.save(ws, views.View("Of Zelda Quenneville", "person", None, id=named))
    views.delete(ws, views.save(ws, views.View("Zelda Quenneville’s town", "person", berlin)).value.id)
    other = views.save(ws, views.View("Others", "person", Condition("emails", "contains", "ben@"))).value
    erasing.erase(ws, zelda)
    assert found_in(ws, *TRACES) == []
    found = {view.id: view for view in views.saved(ws, "person")}
    assert found[kept].where == All((berlin,))
    assert (found[named].name, found[named].where) == ("A view of somebody erased", None)
    assert found[other.id].where == Condition("emails", "contains", "ben@")
    assert "Saved the view “A view of somebody erased”" in [entry.summary for entry in reads.history(ws)]
    assert checking.check(ws) == []


def test_everybody_else_has_all_of_theirs(ws: Workspace, zelda: int) -> None:
    before = everybody(ws, (zelda, company_of(ws, "Quenneville Ink")))
    erasing.erase(ws, zelda)
    assert everybody(ws) == before
    assert len(before) == 3


def test_no_row_of_any_table_refers_to_them(ws: Workspace, zelda: int) -> None:
    erasing.erase(ws, zelda)
    with ws.database.read() as connection:
        referring = connection.execute(
            'SELECT m.name, f."from" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f '
            "WHERE m.type = 'table' AND f.\"table\" = 'contact'"
        ).fetchall()
        assert len(referring) > 10
        for table, column in referring:
            assert connection.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", (zelda,)).fetchall() == [], table


def test_the_search_index_knows_none_of_their_words(ws: Workspace, zelda: int, tmp_path: Path) -> None:
    erasing.erase(ws, zelda)
    copy = tmp_path / "copy.db"
    shutil.copy(ws.path, copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'finder', 'row')")
        words = {term for (term,) in connection.execute("SELECT term FROM words")}
    copy.unlink()
    assert "braun" in words
    assert not words & {"zelda", "quenneville"}


# What their ids and History say ---------------------------------------------------------------------------------------


def test_the_id_says_that_somebody_was_erased(ws: Workspace, zelda: int) -> None:
    erasing.erase(ws, zelda)
    with pytest.raises(NotFound, match=rf"Contact {zelda} was erased on 1 Mar 2026\. Nothing is kept"):
        reads.profile(ws, zelda)
    with pytest.raises(NotFound, match="was erased"):
        activities.log(ws, zelda, "note", "she called again")
    assert erasing.erase(ws, zelda).value.erased == {}


def test_history_tells_of_it_without_the_name(ws: Workspace, zelda: int) -> None:
    erasing.erase(ws, zelda)
    entries = reads.history(ws)
    assert entries[0].summary == "Erased a person on 1 Mar 2026"
    assert (entries[0].undoable, entries[0].why_not) == (False, "Erasing can’t be undone")
    told = [entry.summary for entry in entries[1:4]]
    assert told == [
        "Finished a task for somebody who was erased",
        "Added a task for somebody who was erased",
        "Logged an entry with somebody who was erased",
    ]


def test_erasing_and_what_was_about_them_alone_is_not_undone(ws: Workspace, zelda: int) -> None:
    erasing.erase(ws, zelda)
    about = reads.history(ws)
    for entry in about[:4]:
        with pytest.raises(Refused, match="Erasing can't be undone"):
            history.undo(ws, entry.id)
    undone = history.undo(ws).value  # the latest that is about others too
    assert undone.summary == "Imported orders.csv"


def test_an_import_that_is_partly_erased_is_undone_and_redone(ws: Workspace, zelda: int) -> None:
    before = everybody(ws, (zelda, company_of(ws, "Quenneville Ink")))
    erasing.erase(ws, zelda)
    imports = [entry.id for entry in reads.history(ws) if entry.kind == "import"]
    for operation in imports:
        history.undo(ws, operation)
    assert everybody(ws) == {}
    for operation in reversed(imports):
        history.redo(ws, operation)
    assert everybody(ws) == before
    assert found_in(ws, *TRACES) == []


# Joined people --------------------------------------------------------------------------------------------------------


def test_the_whole_joined_person_goes(ws: Workspace, bring_in: BringIn) -> None:
    bring_in("a.csv", "id,name,email", "1,Dora Dresch,dora@dresch.example", source="Shop")
    bring_in("b.csv", "id,name,email", "7,D. Dresch,dd@dresch.example", "8,Otto Ohm,otto@ohm.example", source="Club")
    dora, other, otto = (contact_of(ws, text) for text in ("dora", "dd@", "otto"))
    merging.merge(ws, dora, [other])
    outcome = erasing.erase(ws, other).value
    assert outcome.contacts == (dora, other)
    assert outcome.contact == dora
    for contact in (dora, other):
        with pytest.raises(NotFound, match="was erased"):
            reads.profile(ws, contact)
    assert found_in(ws, "dresch") == []
    assert list(everybody(ws)) == [otto]


def test_whoever_was_parted_from_them_stays_and_cannot_be_joined_again(ws: Workspace, bring_in: BringIn) -> None:
    bring_in("a.csv", "id,name,email", "1,Dora Dresch,dora@x.example", "2,Emil Ernst,emil@y.example", source="Shop")
    dora, emil = contact_of(ws, "dora"), contact_of(ws, "emil")
    (edge,) = merging.merge(ws, emil, [dora]).value
    merging.take_back(ws, edge)
    merged, parted = (next(e.id for e in reads.history(ws) if e.kind == kind) for kind in ("merge", "take_back"))
    erasing.erase(ws, dora)
    assert reads.profile(ws, emil).merges == ()
    for operation in (merged, parted):
        with pytest.raises(Refused, match="erased"):
            history.undo(ws, operation)
    assert [e.summary for e in reads.history(ws)[1:3]] == [
        "Parted somebody who was erased", "Merged somebody who was erased",
    ]  # fmt: skip
    assert found_in(ws, "dresch", "dora") == []


def test_a_record_that_was_moved_to_another_is_the_others(ws: Workspace, bring_in: BringIn) -> None:
    bring_in("a.csv", "id,name,email", "1,Dora Dresch,dora@x.example", source="Shop")
    bring_in("b.csv", "id,name,email,city", "9,Dora Dresch,dora@x.example,Ulm", "8,Emil Ernst,,Bonn", source="Club")
    dora, emil = contact_of(ws, "dora"), contact_of(ws, "emil")
    record = next(r.id for r in reads.records(ws, "Club") if r.external_key == "9")
    merging.move(ws, record, emil)
    moved = next(e.id for e in reads.history(ws) if e.kind == "move")
    before = reads.profile(ws, emil)
    erasing.erase(ws, dora)
    assert reads.profile(ws, emil) == before
    history.undo(ws, moved)  # it goes nowhere: whom it came from is no more
    assert [r.external_key for r in reads.profile(ws, emil).records] == ["9", "8"]


def test_a_record_that_was_moved_to_them_goes(ws: Workspace, bring_in: BringIn) -> None:
    bring_in("a.csv", "id,name,email", "1,Dora Dresch,dora@x.example", "2,Emil Ernst,emil@y.example", source="Shop")
    bring_in("b.csv", "id,name,email,city", "9,Emil Ernst,emil@y.example,Ulmenstadt", source="Club")
    dora, emil = contact_of(ws, "dora"), contact_of(ws, "emil")
    record = next(r.id for r in reads.records(ws, "Club"))
    merging.move(ws, record, dora)
    erasing.erase(ws, dora)
    assert [r.external_key for r in reads.profile(ws, emil).records] == ["2"]
    assert found_in(ws, "ulmenstadt") == []


def test_an_order_that_changed_hands_is_whose_it_was_last(ws: Workspace, bring_in: BringIn) -> None:
    rows = {"Dora": "5,1,dora@x.example,Dora Dresch,2026-01-03,50.00,Lamp", "Emil": "5,2,emil@y.example,Emil Ernst,"
            "2026-01-03,50.00,Lamp"}  # fmt: skip
    bring_in("o1.csv", ORDERS, rows["Dora"], source="Shop")
    bring_in("o2.csv", ORDERS, rows["Emil"], source="Shop")
    dora, emil = contact_of(ws, "dora"), contact_of(ws, "emil")
    before = (reads.profile(ws, emil), reads.timeline(ws, emil))
    assert [entry.amount for entry in before[1]] == [5000]
    erasing.erase(ws, dora)
    assert (reads.profile(ws, emil), reads.timeline(ws, emil)) == before
    assert found_in(ws, "dresch", "dora@") == []  # not even in the order's first cells, which were hers


def test_an_order_that_was_theirs_last_goes_from_whoever_had_it_before(ws: Workspace, bring_in: BringIn) -> None:
    bring_in("o1.csv", ORDERS, "5,2,emil@y.example,Emil Ernst,2026-01-03,50.00,Lampion", source="Shop")
    bring_in("o2.csv", ORDERS, "5,1,dora@x.example,Dora Dresch,2026-01-03,50.00,Lampion", source="Shop")
    dora, emil = contact_of(ws, "dora"), contact_of(ws, "emil")
    erasing.erase(ws, dora)
    assert reads.timeline(ws, emil) == []
    assert reads.profile(ws, emil).measures["orders"] == 0


def test_the_owners_word_on_a_shared_email_goes_on_holding(ws: Workspace, bring_in: BringIn) -> None:
    shared = "office@shared.example"
    bring_in("a.csv", "id,name,email", f"1,Dora Dresch,{shared}", f"2,Emil Ernst,{shared}", source="Shop")
    bring_in("b.csv", "id,name,email", "1,Dora Dresch,dora@own.example", source="Shop")
    with ws.database.write() as connection:
        operation = operations.begin(connection, "consent", ws.now())
        connection.executemany(
            "INSERT INTO consent (operation, key, state, at, by) VALUES (?, ?, 'out', ?, '')",
            [(operation, f"email:{email}", ws.now()) for email in (shared, "dora@own.example")],
        )
    erasing.erase(ws, next(one for one in everybody(ws) if reads.profile(ws, one).name == "Dora Dresch"))
    with ws.database.read() as connection:
        assert connection.execute("SELECT key FROM consent").fetchall() == [(f"email:{shared}",)]
    assert found_in(ws, "dora@own.example") == []


# Companies ------------------------------------------------------------------------------------------------------------


def test_a_companys_people_stay_when_it_is_erased(ws: Workspace, zelda: int) -> None:
    braun = company_of(ws, "Braun GmbH")
    activities.log(ws, braun, "note", "rabarbergreen is their colour")
    people = [reads.profile(ws, contact_of(ws, name)) for name in ("Ben Braun", "Carla Conti")]
    erasing.erase(ws, braun)
    with pytest.raises(NotFound, match="was erased"):
        reads.profile(ws, braun)
    for before in people:
        after = reads.profile(ws, before.id)
        assert (after.fields, after.values, after.records) == (before.fields, before.values, before.records)
    assert found_in(ws, "rabarbergreen") == []
    assert reads.history(ws)[0].summary == "Erased a company on 1 Mar 2026"


# Rows that were not taken in ------------------------------------------------------------------------------------------


def test_problem_rows_that_speak_of_them_keep_only_their_place(ws: Workspace, bring_in: BringIn) -> None:
    bring_in("a.csv", "id,name,email", "1,Dora Dresch,dora@x.example", source="Shop")
    batch = bring_in(
        "b.csv", "id,name,email",
        "1,Xaver Xander,xaver@x.example",  # her id: somebody else's row, and the reason names her
        "2,Emil Ernst,emil@y.example,slipped",
        "3,Dresch Dora,,slipped",
        "4,Somebody,Dora <dora@x.example>,slipped",
        "5,Dora Dresch,another@dora.example,slipped",  # somebody else of that name
        *(f"{n},Given{n} Family,g{n}@family.example" for n in range(10, 20)),
        source="Shop",
    ).files[0].batch  # fmt: skip
    erasing.erase(ws, contact_of(ws, "dora@x"))
    problems = {problem.row: problem for problem in reads.problems(ws, batch)}
    gone = "belongs to somebody who was erased on 1 Mar 2026; if they are a customer again, add them by hand first"
    assert {row for row, problem in problems.items() if problem.why == gone} == {2, 4, 5}
    assert len(problems) == 5
    assert found_in(ws, "dora@x.example", "dresch dora") == []
    assert found_in(ws, "another@dora.example", "emil ernst") != []


def test_a_file_called_after_them_is_called_so_no_more(ws: Workspace, bring_in: BringIn) -> None:
    batch = bring_in("Dora_Dresch.csv", "id,name,email", "1,Dora Dresch,dora@x.example").files[0].batch
    (source,) = [one for one in sources.every(ws) if one.name == "Dora_Dresch"]  # by its file
    sources.change(ws, source.id, trust=60)
    erasing.erase(ws, contact_of(ws, "dora"))
    assert [b.file for b in reads.batches(ws) if b.id == batch] == ["a file of somebody erased"]
    assert found_in(ws, "dora", "dresch") == []
    for name in ("Dora_Dresch.csv", "other.csv"):  # the second goes by its layout to the same source
        assert bring_in(name, "id,name,email", "1,,").counts.problems == 1


# What imports do then -------------------------------------------------------------------------------------------------

AGAIN = (
    "C1,Zelda,Quenneville,Quenneville Ink,zelda@quenneville.example,030 23125043,Potsdam",
    "C2,Ben,Braun,Braun GmbH,ben@braun.example,030 23125044,Berlin",
)


def test_imports_skip_and_count_their_rows(ws: Workspace, bring_in: BringIn, zelda: int) -> None:
    erasing.erase(ws, zelda)
    before = everybody(ws)
    result = bring_in("again.csv", SHOP, *AGAIN, source="Web shop")
    assert (result.counts.rows, result.counts.problems, result.counts.unchanged) == (2, 1, 1)
    (problem,) = result.problems
    assert problem.why.startswith("belongs to somebody who was erased on 1 Mar 2026")
    assert (problem.row, problem.field, problem.value) == (2, "", "")
    orders = bring_in(
        "o.csv", ORDERS, "1009,C1,,,2026-02-03,9.00,Quill", "1010,C2,,,2026-02-03,9.00,Ink", source="Web shop"
    )
    assert (orders.counts.problems, orders.counts.activities) == (1, 1)
    assert found_in(ws, *TRACES) == []
    assert set(everybody(ws)) == set(before)


@pytest.mark.parametrize(
    ("row", "skipped"),
    [
        ("C1,Otto,Ohm,,otto@ohm.example,,", True),  # their id, for somebody else
        ("C9,Z,Quenneville,,zelda@quenneville.example,,", True),
        ("C9,,,,zelda@quenneville.example,,", True),  # nobody else had that email
        ("C9,Zelda,Quenneville,,,0049 30 23125043,", True),
        ("C9,Zelda,Quenneville,,,,", False),  # a name alone tells nobody
        ("C9,Otto,Ohm,,otto@ohm.example,,", False),
    ],
)
def test_who_is_known_as_erased(ws: Workspace, bring_in: BringIn, zelda: int, row: str, skipped: bool) -> None:
    erasing.erase(ws, zelda)
    result = bring_in("again.csv", SHOP, row, source="Web shop")
    assert (result.counts.problems, result.counts.created) == ((1, 0) if skipped else (0, 1))


def test_a_key_is_known_by_every_name_that_its_source_had(ws: Workspace, bring_in: BringIn, zelda: int) -> None:
    (shop,) = [one for one in sources.every(ws) if one.name == "Web shop"]
    sources.change(ws, shop.id, name="Shop before")
    erasing.erase(ws, zelda)
    sources.change(ws, shop.id, name="Shop now")
    for name in ("Web shop", "Shop before", "Shop now"):
        row = "C1,Otto,Ohm,,otto@ohm.example,,"
        assert bring_in("again.csv", SHOP, row, source=name).counts.problems == 1


def test_who_shares_an_identifier_is_still_taken_in(ws: Workspace, bring_in: BringIn) -> None:
    phone = "030 23125043"
    bring_in(
        "a.csv", SHOP,
        f"1,Dora,Dresch,,dora@x.example,{phone},", f"2,Egon,Dresch,,,{phone},", f"3,Fred,Funk,,,{phone},",
        source="Shop",
    )  # fmt: skip
    dora = next(one for one in everybody(ws) if "Dora" in reads.profile(ws, one).name)
    erasing.erase(ws, dora)
    again = (f"2,Egon,Dresch,,,{phone},Ulm", f"3,Fred,Funk,,,{phone},Bonn")
    result = bring_in("b.csv", SHOP, f"1,Dora,Dresch,,dora@x.example,{phone},", *again, source="Shop")
    assert (result.counts.problems, result.counts.updated) == (1, 2)
    result = bring_in("c.csv", SHOP, f"92,Egon,Dresch,,,{phone},", source="Club")
    assert (result.counts.problems, result.counts.attached) == (0, 1)


def test_a_surname_with_a_shared_identifier_tells_them(ws: Workspace, bring_in: BringIn) -> None:
    phone = "030 23125043"
    bring_in("a.csv", SHOP, f"1,Dora,Dresch,,,{phone},", f"3,Fred,Funk,,,{phone},", source="Shop")
    erasing.erase(ws, contact_of(ws, "dora"))
    result = bring_in("b.csv", SHOP, f"91,Dora,Dresch,,,{phone},", f"93,Frieda,Funk,,,{phone},", source="Club")
    assert (result.counts.problems, result.counts.created) == (1, 1)


def test_later_rows_of_a_skipped_id_are_skipped_too(ws: Workspace, bring_in: BringIn, zelda: int) -> None:
    erasing.erase(ws, zelda)
    result = bring_in(
        "o.csv", ORDERS,
        "2001,K7,zelda@quenneville.example,,2026-02-03,9.00,Quill", "2002,K7,,,2026-02-04,9.00,Pen", source="Club",
    )  # fmt: skip
    assert (result.counts.problems, result.counts.created) == (2, 0)


def test_whom_the_owner_adds_again_is_welcome(ws: Workspace, bring_in: BringIn, zelda: int) -> None:
    erasing.erase(ws, zelda)
    fields = {"given": "Zelda", "family": "Quenneville", "emails": [{"value": "zelda@quenneville.example"}]}
    again = contacts.add(ws, "person", fields).value
    result = bring_in("again.csv", SHOP, *AGAIN, source="Web shop")
    assert (result.counts.problems, result.counts.attached, result.counts.unchanged) == (0, 1, 1)
    assert [record.external_key for record in reads.profile(ws, again).records] == ["C1"]
    result = bring_in("more.csv", SHOP, "C1,Zelda,Quenneville,,,,Bonn", source="Web shop")
    assert (result.counts.problems, result.counts.updated) == (0, 1)


def test_a_dry_run_tells_the_same(ws: Workspace, zelda: int, tmp_path: Path) -> None:
    erasing.erase(ws, zelda)
    path = tmp_path / "again.csv"
    path.write_text("\n".join((SHOP, *AGAIN)) + "\n", encoding="utf-8")
    found = importing.plan(ws, importing.examine(ws, path, source="Web shop", country="DE"))
    assert (found.counts.problems, found.counts.unchanged) == (1, 1)


def test_their_row_of_an_own_export_that_is_brought_back_is_refused(ws: Workspace, zelda: int, tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    exporting.export(ws, path, for_reimport=True)
    erasing.erase(ws, zelda)
    result = importing.run(ws, [importing.examine(ws, path)]).value
    (problem,) = [one for one in result.problems if one.value == str(zelda)]
    assert problem.why.startswith("belongs to somebody who was erased on 1 Mar 2026")
    assert found_in(ws, *TRACES) == []


# Bytes that wait ------------------------------------------------------------------------------------------------------


def test_a_reader_is_waited_for_and_then_it_is_said(ws: Workspace, zelda: int) -> None:
    reader = sqlite3.connect(ws.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM contact").fetchone()
    outcome = erasing.erase(ws, zelda, patience=50)
    assert outcome.value.pending
    assert found_in(ws, "xylitol") != []  # the reader still sees them
    reader.close()
    again = ws.path
    ws.close()
    reopened = Workspace.open(again)
    assert found_in(reopened, *TRACES) == []
    reopened.close()


def test_what_a_crash_kept_from_being_scrubbed_is_scrubbed_at_the_next_start(ws: Workspace, zelda: int) -> None:
    with ws.database.write() as connection:  # as `erase` does, which then dies
        operation = operations.begin(connection, "erase", ws.now(), {"contacts": [zelda]})
        store_erasing.erase(connection, [zelda], operation, ws.now())
    ws.close()
    assert found_in(ws, *TRACES) != []
    Workspace.open(ws.path).close()
    assert found_in(ws, *TRACES) == []


def test_what_a_crash_left_beside_the_workspace_is_swept(ws: Workspace, zelda: int) -> None:
    staged = ws.path.with_name(f".{ws.path.name}.staging-999999999-1f")
    report = ws.path.with_name(f"{ws.path.name}.bug.txt")
    for path in (staged, report):
        path.write_text("zelda@quenneville.example", encoding="utf-8")
    erasing.erase(ws, zelda)
    assert not staged.exists()
    assert not report.exists()


# Copies of the workspace ----------------------------------------------------------------------------------------------


def copy_of(ws: Workspace, path: Path) -> Path:
    with ws.database.read() as connection:
        backups.write(connection, path)
    return path


def carried_from(ws: Workspace) -> erased.Carried:
    with ws.database.read() as connection:
        carried = erased.carry(connection)
    assert carried is not None
    return carried


def test_a_copy_from_before_gets_the_erasure(ws: Workspace, zelda: int, tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    copy = copy_of(ws, tmp_path / "copies" / "before.deskcrm")
    younger = contacts.add(ws, "person", {"given": "Yorick", "family": "Young"}).value
    for contact in (zelda, younger):
        erasing.erase(ws, contact)
    store_erasing.reapply_to_file(copy, carried_from(ws), ws.now())
    restored = Workspace.open(copy)
    assert found_in(restored, *TRACES) == []
    assert {p.name for p, _ in everybody(restored).values()} == {"Ben Braun", "Carla Conti", "Braun GmbH"}
    for contact in (zelda, younger):
        with pytest.raises(NotFound, match="was erased"):
            reads.profile(restored, contact)
    assert contacts.add(restored, "person", {"given": "Nora", "family": "New"}).value > younger
    assert checking.check(restored) == []
    restored.close()


def test_a_copy_that_has_the_erasure_is_left_as_it_is(ws: Workspace, zelda: int) -> None:
    erasing.erase(ws, zelda)
    with ws.database.write() as connection:
        operations = connection.execute("SELECT count(*) FROM operation").fetchone()
        assert store_erasing.reapply(connection, carried_from(ws), ws.now()) == 0
        assert connection.execute("SELECT count(*) FROM operation").fetchone() == operations


def test_another_workspaces_copy_is_left_alone(ws: Workspace, zelda: int, tmp_path: Path) -> None:
    other = Workspace.open(tmp_path / "other.deskcrm")
    for workspace in (ws, other):
        with workspace.database.write() as connection:
            backups.identify(connection)
    path = tmp_path / "their shop.csv"
    path.write_text(f"{SHOP}\nC1,Somebody,Else,,somebody@else.example,,\n", encoding="utf-8")  # the same id there
    importing.run(other, [importing.examine(other, path, source="Web shop", country="DE")])
    erasing.erase(ws, zelda)
    carried = carried_from(ws)
    with other.database.write() as connection:
        assert store_erasing.reapply(connection, carried, ws.now()) == 0
    assert [p.name for p, _ in everybody(other).values()] == ["Somebody Else"]
    other.close()


def test_the_backups_are_rewritten_and_those_out_of_reach_named(ws: Workspace, zelda: int, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    services_backups.make(ws)
    services_backups.choose_second(ws, stick)
    copies = [name for name, _ in found_in(ws, "xylitol") if "w-00001" in name]
    assert [name.partition("/")[0] for name in sorted(copies)] == ["backups", "stick"]
    outcome = erasing.erase(ws, zelda).value
    assert (outcome.rewritten, outcome.out_of_reach) == (2, ())
    assert found_in(ws, *TRACES) == []
    assert all(backup.verified for backup in services_backups.listed(ws))
    shutil.move(stick, tmp_path / "pulled out")
    ben = contact_of(ws, "Ben Braun")
    for rewritten in (1, 0):  # asked a second time, only what was out of reach is left to do
        outcome = erasing.erase(ws, ben).value
        assert outcome.rewritten == rewritten
        assert [Path(name).parent for name in outcome.out_of_reach] == [stick]
    shutil.move(tmp_path / "pulled out", stick)
    assert [name.partition("/")[0] for name, _ in found_in(ws, "ben@braun")] == ["stick"]
    assert erasing.catch_up(ws) == (1, ())
    assert found_in(ws, "ben@braun") == []
    assert erasing.catch_up(ws) == (0, ())
    assert all(backup.verified for backup in services_backups.listed(ws))


def test_backups_that_wait_for_another_one_are_named(ws: Workspace, zelda: int) -> None:
    made = services_backups.make(ws)
    with shelf.guard(ws.path):  # a backup is being made elsewhere
        outcome = erasing.erase(ws, zelda, patience=50).value
    assert (outcome.rewritten, outcome.out_of_reach) == (0, (str(made.file),))


def test_restoring_an_older_backup_brings_nobody_back(ws: Workspace, zelda: int, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    away = services_backups.save_as(ws, tmp_path / "away" / "mine.deskcrm").file  # where no erasure reaches
    erasing.erase(ws, zelda)
    done = restoring.restore(ws, away).value
    assert (done.erased, done.inside.people) == (1, len(reads.list_ids(ws, ListQuery(kind="person"))))
    with pytest.raises(NotFound, match="was erased"):
        reads.profile(ws, zelda)
    away.unlink()
    assert found_in(ws, *TRACES) == []
    assert reads.history(ws)[0].summary == "Erased a person on 1 Mar 2026"


@pytest.mark.parametrize("damage", [None, b"", b"SQLite format 3\0" + b"\xff" * 9000], ids=["gone", "empty", "spoiled"])
def test_an_erasure_outlasts_the_workspace(ws: Workspace, zelda: int, tmp_path: Path, damage: bytes | None) -> None:
    """Where the workspace can't tell who was erased, its backups do."""
    (tmp_path / "away").mkdir()
    away = services_backups.save_as(ws, tmp_path / "away" / "mine.deskcrm").file
    services_backups.make(ws)
    erasing.erase(ws, zelda)
    ws.close()
    ws.path.unlink()
    if damage is not None:
        ws.path.write_bytes(damage)
    assert restoring.restore_closed(ws.path, away).erased == 1
    again = Workspace.open(ws.path)
    with pytest.raises(NotFound, match="was erased"):
        reads.profile(again, zelda)
    again.close()


# Removed, and erased, in what is done to many ---------------------------------------------------------------------


def test_an_import_names_the_removed_of_whom_it_speaks(ws: Workspace, bring_in: BringIn, zelda: int) -> None:
    ben = contact_of(ws, "Ben Braun")
    contacts.remove(ws, ben)
    contacts.remove(ws, contact_of(ws, "Carla Conti"))
    result = bring_in(
        "again.csv", SHOP, "C2,Ben,Braun,Braun GmbH,ben@braun.example,030 23125044,Bonn", source="Web shop"
    )
    assert (result.counts.updated, result.hidden) == (1, (ben,))
    profile = reads.profile(ws, ben)
    assert profile.removed
    assert profile.fields["addresses"][0]["city"] == "Bonn"
    assert bulk.bring_back(ws, result.hidden).value == 1
    assert not reads.profile(ws, ben).removed
    assert reads.history(ws)[0].summary == "Brought back 1 contact"
    assert bring_in("more.csv", SHOP, "C2,Ben,Braun,,,,Ulm", source="Web shop").hidden == ()


def test_a_change_of_many_leaves_out_who_was_erased(ws: Workspace, zelda: int) -> None:
    erasing.erase(ws, zelda)
    assert bulk.remove(ws, [zelda, contact_of(ws, "Ben Braun")]).value == 1
    with ws.database.read() as connection:
        assert connection.execute("SELECT 1 FROM edit WHERE contact = ?", (zelda,)).fetchall() == []
