"""Kinds of activity of the owner's own: like a standard one in what they mean, called as the owner calls them."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskcrm.domain.activities import kind_icon
from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.views import ListQuery
from deskcrm.services import activities, checking, contacts, history, importing, keeping, kinds, measures, reads
from deskcrm.services.workspace import Workspace


def test_a_kind_of_the_owners_own_means_what_it_is_like(ws: Workspace) -> None:
    kinds.add(ws, "Tasting", "visit")
    kinds.add(ws, "Rumour", "note")
    anna = contacts.add(ws, "person", {"name": "Anna Weber"}).value
    keeping.keep(ws, anna, "1 week")
    activities.log(ws, anna, "Rumour", "she moved", at="2026-02-27T10:00:00Z")
    assert measures.of(ws, anna).contacted_at == "", "a note is no being in touch"
    activities.log(ws, anna, "tasting", "liked the red one", at="2026-02-26T10:00:00Z")
    (_, tasting) = reads.timeline(ws, anna)
    assert (tasting.kind, tasting.title, kind_icon(tasting.kind)) == ("visit:Tasting", "Tasting", kind_icon("visit"))
    assert measures.of(ws, anna).contacted_at == "2026-02-26T10:00:00Z"
    assert kinds.used(ws) == {"note:Rumour": 1, "visit:Tasting": 1}
    kinds.rename(ws, "visit:Tasting", "Wine tasting")
    kinds.move(ws, "visit:Tasting", 1)
    assert [(kind.label, kind.like) for kind in kinds.own(ws)] == [("Rumour", "Note"), ("Wine tasting", "Visit")]
    activities.log(ws, anna, "wine tasting", "again")
    assert reads.timeline(ws, anna)[0].kind == "visit:Tasting"
    kinds.add(ws, "Tasting", "visit")
    assert kinds.own(ws)[-1].key == "visit:Tasting 2", "a new one of the old name is another"
    kinds.remove(ws, "note:Rumour")
    assert kinds.used(ws)["note:Rumour"] == 1
    history.undo(ws)
    assert "note:Rumour" in kinds.labels(ws)
    assert checking.check(ws) == []


@pytest.mark.parametrize(
    ("label", "like", "words"),
    [("", "visit", "needs a name"), ("Call", "visit", "same name"), ("Sale", "order", "like")],
)
def test_what_is_no_kind_is_refused(ws: Workspace, label: str, like: str, words: str) -> None:
    with pytest.raises(InvalidValue, match=words):
        kinds.add(ws, label, like)
    with pytest.raises(NotFound):
        kinds.rename(ws, "visit:Tasting", "x")
    anna = contacts.add(ws, "person", {"name": "Anna Weber"}).value
    with pytest.raises(InvalidValue, match="no kind of activity"):
        activities.log(ws, anna, "tasting", "x")


def test_a_file_that_names_a_kind_of_the_owners_own_is_understood(ws: Workspace, tmp_path: Path) -> None:
    kinds.add(ws, "Verkostung", "visit")
    file = tmp_path / "visits.csv"
    rows = ("anna@example.org,2026-03-01,VERKOSTUNG,Riesling", "anna@example.org,2026-03-02,Anruf,Wants more")
    file.write_text("\n".join(("Email,Date,Type,Note", *rows)), encoding="utf-8")
    importing.run(ws, [importing.examine(ws, file, shape="activities")])
    (anna,) = reads.list_ids(ws, ListQuery())
    assert {(one.kind, one.text) for one in reads.timeline(ws, anna)} == {
        ("visit:Verkostung", "Riesling"),
        ("call", "Wants more"),
    }
