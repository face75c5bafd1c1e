"""Undoing with open eyes: what stays, what stands in the way, what is undone with it, and History's filters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deskcrm.domain.errors import Refused
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ImportResult, ListQuery
from deskcrm.services import contacts, history, merging, reads, tasks
from deskcrm.services.workspace import Workspace
from deskcrm.store import operations

BringIn = Callable[..., ImportResult]
ANNA = ("Customer ID,First name,Last name,Email", "1,Anna,Weber,anna@x.example")
NEWS = ("First name,Last name,Email,Accepts marketing", "Anna,Weber,anna@x.example,no")


def test_rows_that_were_recognised_by_an_import_are_named_before_it_is_undone(ws: Workspace, bring_in: BringIn) -> None:
    shop = bring_in("shop.csv", *ANNA, source="Shop")
    news = bring_in("news.csv", *NEWS[:2], source="Newsletter")
    assert shop.operation is not None
    preview = history.before_undo(ws, shop.operation)
    (row,) = preview.stays
    assert row.text == "A row of Newsletter was recognised by its email anna@x.example"
    assert row.record is not None
    assert news.operation is not None
    assert history.before_undo(ws, news.operation).stays == ()


def test_a_row_that_something_older_would_have_recognised_too_is_not_named(ws: Workspace, bring_in: BringIn) -> None:
    bring_in("phone.csv", "Name,Email", "Anna Weber,anna@x.example", source="Phone")
    shop = bring_in("shop.csv", *ANNA, source="Shop")
    bring_in("news.csv", *NEWS[:2], source="Newsletter")
    assert shop.operation is not None
    assert history.before_undo(ws, shop.operation).stays == ()


def test_what_the_owner_did_with_whom_an_import_brought_in_is_named_too(ws: Workspace, bring_in: BringIn) -> None:
    shop = bring_in("shop.csv", *ANNA, source="Shop")
    (anna,) = reads.list_ids(ws, ListQuery(kind="person"))
    contacts.edit(ws, anna, [Patch("title", "set", "Owner")])
    other = contacts.add(ws, "person", {"given": "Béla"}).value
    merging.merge(ws, other, [anna])
    assert shop.operation is not None
    stays = history.before_undo(ws, shop.operation).stays
    assert [one.text for one in stays] == ["Changed Anna Weber", "Merged 2 people into one: Béla, Anna Weber"]
    assert all(one.operation for one in stays)


def test_looking_before_an_undo_changes_nothing(ws: Workspace, bring_in: BringIn) -> None:
    bring_in("shop.csv", *ANNA, source="Shop")
    before = reads.history(ws)
    history.before_undo(ws)
    assert reads.history(ws) == before


def test_undoing_an_import_with_opt_outs_warns(ws: Workspace, bring_in: BringIn) -> None:
    news = bring_in("news.csv", *NEWS, source="Newsletter")
    assert news.operation is not None
    assert "One person opted out" in history.before_undo(ws, news.operation).warning


def test_what_stands_in_the_way_is_named_and_undone_with_it(ws: Workspace) -> None:
    task = tasks.add(ws, "Send a quote").value
    first = reads.history(ws, 1)[0].id
    tasks.finish(ws, task)
    second = reads.history(ws, 1)[0].id
    tasks.reopen(ws, task)
    third = reads.history(ws, 1)[0].id
    with pytest.raises(Refused) as refused:
        history.undo(ws, first)
    assert refused.value.stands_in_the_way == (third,)
    preview = history.before_undo(ws, first)
    assert [entry.id for entry in preview.in_the_way] == [third, second]
    history.undo(ws, first, with_later=True)
    assert reads.tasks(ws, open_only=False) == []
    assert {e.id for e in reads.history(ws) if e.undone_at} == {first, second, third}


def test_a_take_back_that_is_undone_after_another_merge_can_have_that_undone_too(ws: Workspace) -> None:
    a, b, c = (contacts.add(ws, "person", {"given": name}).value for name in ("Anna", "Béla", "Carla"))
    (edge,) = merging.merge(ws, a, [b]).value
    parted = merging.take_back(ws, edge).changes.operation
    joined = merging.merge(ws, c, [b]).changes.operation
    assert parted is not None
    with pytest.raises(Refused) as refused:
        history.undo(ws, parted)
    assert joined in refused.value.stands_in_the_way
    history.undo(ws, parted, with_later=True)
    assert reads.profile(ws, b).id == a


def test_history_is_filtered_by_person_kind_and_day(ws: Workspace, bring_in: BringIn) -> None:
    bring_in("shop.csv", *ANNA, source="Shop")
    (anna,) = reads.list_ids(ws, ListQuery(kind="person"))
    bela = contacts.add(ws, "person", {"given": "Béla"}).value
    contacts.edit(ws, anna, [Patch("title", "set", "Owner")])
    merging.merge(ws, anna, [bela])
    every = reads.history(ws)
    assert [e.kind for e in every] == ["merge", "edit", "add", "import"]
    assert [e.kind for e in reads.history(ws, kinds=["add", "edit"])] == ["edit", "add"]
    assert [e.id for e in reads.history(ws, before=every[1].id)] == [every[2].id, every[3].id]
    assert [e.id for e in reads.history(ws, since=every[2].at, until=every[0].at)] == [every[1].id, every[2].id]
    assert [e.kind for e in reads.history(ws, contact=bela)] == ["merge", "add"]
    assert reads.history(ws, until="2020-01-01T00:00:00Z") == []


def test_an_import_notices_whatever_was_undone_and_redone_while_it_was_read(ws: Workspace) -> None:
    for name in ("Anna", "Béla"):
        contacts.add(ws, "person", {"given": name})
    first, second = (entry.id for entry in reversed(reads.history(ws)))
    history.undo(ws, first)
    with ws.database.read() as connection:
        before = operations.stamp(connection)
    history.redo(ws, first)
    history.undo(ws, second)
    with ws.database.read() as connection:
        assert operations.stamp(connection) != before
    history.redo(ws, second)
    history.undo(ws, first)
    with ws.database.read() as connection:
        assert operations.stamp(connection) == before


def test_what_was_noted_before_a_table_had_a_column_is_undone_and_redone(ws: Workspace) -> None:
    task = tasks.add(ws, "Send a quote").value
    added = reads.history(ws, 1)[0].id
    tasks.finish(ws, task)
    with ws.database.write() as connection:
        connection.execute(
            "UPDATE operation SET images = replace(images, ',\"starts\":null,\"slot\":null', '') WHERE id >= ?",
            (added,),
        )
        (noted,) = connection.execute("SELECT images FROM operation WHERE id = ?", (added,)).fetchone()
    assert "starts" not in noted
    history.undo(ws)
    history.undo(ws)
    assert reads.tasks(ws, open_only=False) == []
    history.redo(ws)
    assert [one.title for one in reads.tasks(ws)] == ["Send a quote"]
