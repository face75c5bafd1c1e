"""Workspaces as files: their figures, copies and their names, and what can be opened or made."""

from __future__ import annotations

import pytest

from deskcrm.domain.errors import NotFound, WorkspaceDamaged, WorkspaceUnusable
from deskcrm.services import activities, contacts, reads, settings, tasks, workspaces
from deskcrm.services.workspace import Workspace


def test_the_figures_are_those_of_the_file(ws, bring_in):
    bring_in(
        "shop.csv", "First Name,Last Name,Company,Email", "Anna,Weber,Weber GmbH,a@x.example", "Ben,Ott,,b@x.example"
    )
    anna = reads.search(ws, "anna")[0].id
    activities.log(ws, anna, "note", "Later", at="2025-05-05T10:00:00Z")
    activities.log(ws, anna, "call", "Earlier", title="First call", at="2019-03-01T08:00:00Z")
    tasks.add(ws, "Send it", contact=anna)
    contacts.remove(ws, reads.search(ws, "ben")[0].id)
    settings.put(ws, "name", "Juniper Bikes")
    inside = workspaces.contents(ws)
    assert (inside.people, inside.companies, inside.removed) == (1, 1, 1)
    assert (inside.activities, inside.tasks, inside.imports, inside.sources) == (2, 1, 1, 1)
    assert (inside.files, inside.file_bytes) == (0, 0)
    assert (inside.path, inside.name) == (str(ws.path), "Juniper Bikes")
    assert inside.bytes >= ws.path.stat().st_size
    assert inside.oldest is not None
    assert (inside.oldest.at[:10], inside.oldest.title, inside.oldest.name) == (
        "2019-03-01",
        "First call",
        "Anna Weber",
    )
    assert inside.begun_at is not None
    assert inside.begun_at < ws.now()


def test_an_empty_workspace_has_no_oldest(ws):
    inside = workspaces.contents(ws)
    assert (inside.people, inside.operations, inside.oldest, inside.begun_at) == (0, 0, None, None)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Juniper Bikes", "Juniper Bikes 2026-03-01.deskcrm"),
        ("a/b: c?", "a b c 2026-03-01.deskcrm"),
        ("", "w 2026-03-01.deskcrm"),
        ("...", "workspace 2026-03-01.deskcrm"),
    ],
)
def test_a_copy_is_called_after_the_business_and_the_day(ws, name, wanted):
    settings.put(ws, "name", name)
    assert workspaces.copy_name(ws) == wanted


def test_a_copy_is_a_whole_workspace_of_its_own(ws, bring_in, tmp_path):
    bring_in("shop.csv", "Name,Email", "Anna Weber,a@x.example")
    workspaces.save_copy(ws, tmp_path / "moved")
    contacts.add(ws, "person", {"given": "Later"})
    moved = Workspace.open(tmp_path / "moved.deskcrm")
    assert reads.counts(moved)["people"] == 1
    contacts.add(moved, "person", {"given": "There"})
    moved.close()
    assert reads.counts(ws)["people"] == 2


def test_only_workspaces_are_opened_and_nothing_is_made_over(ws, tmp_path):
    workspaces.check_can_open(ws.path)
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Anna " * 50)
    with pytest.raises(WorkspaceDamaged):
        workspaces.check_can_open(letter)
    with pytest.raises(NotFound):
        workspaces.check_can_open(tmp_path / "gone.deskcrm")
    with pytest.raises(WorkspaceUnusable, match="already"):
        workspaces.check_can_make(ws.path)
    with pytest.raises(WorkspaceUnusable, match="no folder"):
        workspaces.check_can_make(tmp_path / "nowhere" / "new")
    assert workspaces.check_can_make(tmp_path / "new") == tmp_path / "new.deskcrm"
    assert letter.read_text().startswith("Dear Anna")
