"""Saved views: kept, changed, ordered, deleted, and each of it undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.filters import All, Condition
from deskcrm.domain.views import Order
from deskcrm.services import contacts, history, reads, views
from deskcrm.services.views import ShownColumn, View
from deskcrm.services.workspace import Workspace

VIPS = View(
    "Berlin’s best", "person", All((Condition("city", "is", "Berlin"), Condition("value", "between", (1000, 5000)))),
    (Order("value", True), Order("name")), (ShownColumn("name", 200), ShownColumn("tags")), "star",
)  # fmt: skip


def test_a_view_is_kept_as_it_was_and_lists_whom_it_means(ws: Workspace) -> None:
    kept = views.save(ws, VIPS).value
    assert views.saved(ws, "person") == [kept]
    assert replace(kept, id=0) == VIPS
    assert views.saved(ws, "company") == []
    contacts.add(ws, "person", {"given": "Anna"})
    assert list(reads.list_ids(ws, kept.query)) == []
    assert len(reads.list_ids(ws, View("All", "person").query)) == 1


def test_changing_moving_and_deleting_a_view_is_undone_like_anything(ws: Workspace) -> None:
    one, two = (views.save(ws, replace(VIPS, name=name)).value for name in ("One", "Two"))
    views.save(ws, replace(one, name="First"))
    views.reorder(ws, [two.id, one.id])
    views.delete(ws, two.id)
    assert [v.name for v in views.saved(ws, "person")] == ["First"]
    history.undo(ws)
    assert [v.name for v in views.saved(ws, "person")] == ["Two", "First"]
    history.undo(ws)
    assert [v.name for v in views.saved(ws, "person")] == ["First", "Two"]
    history.undo(ws)
    assert [v.name for v in views.saved(ws, "person")] == ["One", "Two"]
    assert reads.history(ws, 1)[0].summary == "Deleted the view “Two”"


def test_a_view_without_name_or_sense_is_refused(ws: Workspace) -> None:
    for view in (replace(VIPS, name=" "), replace(VIPS, where=Condition("shoe", "is", "x"))):
        with pytest.raises(InvalidValue):
            views.save(ws, view)
    with pytest.raises(NotFound):
        views.save(ws, replace(VIPS, id=9))
    assert reads.history(ws) == []


def test_a_view_that_was_tampered_with_says_so_and_lists_everybody(ws: Workspace) -> None:
    views.save(ws, VIPS)
    with ws.database.write() as connection:
        connection.execute("UPDATE saved_view SET body = replace(body, '\"city\"', '\"x; DROP TABLE y\"')")
    (view,) = views.saved(ws, "person")
    assert view.where is None
    assert "no column" in view.trouble
