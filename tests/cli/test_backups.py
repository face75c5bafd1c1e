"""Backups in the terminal: made, listed, restored, and offered where the workspace is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskcrm.services.workspace import Workspace


@pytest.fixture
def anna(ask):
    """Anna is in the workspace, and in a backup."""
    ask("add", "name=Anna Weber")
    return ask("backup")


def names(ask) -> list[str]:
    return [row["name"] for row in ask("list")]


def test_a_backup_is_verified_and_listed(ask, anna):
    assert anna["verified"] is True
    assert Path(anna["file"]).stat().st_size == anna["bytes"]
    (listed,) = ask("backups")
    assert (listed["file"], listed["bytes"], listed["verified"]) == (anna["file"], anna["bytes"], True)


def test_a_backup_goes_to_a_file_of_the_owner_s_choice_beside_an_open_window(ask, anna, workspace, tmp_path):
    window = Workspace.open(workspace)
    try:
        made = ask("backup", tmp_path / "c.db")
    finally:
        window.close()
    assert made == made | {"file": str(tmp_path / "c.db"), "verified": True}
    assert ask("list", "--workspace", tmp_path / "c.db") == ask("list")


def test_a_backup_replaces_no_other_file_than_a_backup(call, anna, customers):
    before = customers.read_bytes()
    answer = call("backup", customers)
    assert answer.status == 1
    assert "not a DeskCRM workspace" in answer.err
    assert customers.read_bytes() == before


def test_restore_says_what_it_would_do_and_does_it_with_yes(ask, call, anna, workspace):
    ask("add", "name=Béla Nagy")
    answer = call("restore", anna["file"])
    assert answer.status == 2
    assert answer.err.count("\n") == 1
    assert "1 people" in answer.err
    assert "Added Anna Weber" in answer.err
    assert "--yes" in answer.err
    assert sorted(names(ask)) == ["Anna Weber", "Béla Nagy"]

    done = ask("restore", Path(anna["file"]).name, "--yes")
    assert done == done | {"file": anna["file"], "bytes": anna["bytes"], "verified": True, "people": 1}
    assert names(ask) == ["Anna Weber"]
    assert ask("check")["ok"]

    undone = ask("restore", done["kept"], "--yes")
    assert undone["people"] == 2
    assert sorted(names(ask)) == ["Anna Weber", "Béla Nagy"]
    assert [backup["why"] for backup in ask("backups")] == ["restore", "restore", "asked"]


def test_restore_is_refused_beside_an_open_window(call, anna, workspace):
    window = Workspace.open(workspace)
    try:
        answer = call("restore", anna["file"], "--yes")
    finally:
        window.close()
    assert answer.status == 1
    assert "open in another DeskCRM" in answer.err


@pytest.mark.parametrize("damage", [b"", b"some text\n" * 50, b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_workspace_is_offered_its_newest_good_backup(ask, call, anna, workspace, damage):
    workspace.write_bytes(damage)
    answer = call("list")
    assert answer.status == 1
    name = Path(anna["file"]).name
    assert f"`deskcrm restore {name} --yes`" in answer.err
    assert workspace.read_bytes() == damage
    done = ask("restore", name, "--yes")
    assert ".corrupt-" in done["kept"]
    assert Path(done["kept"]).read_bytes() == damage
    assert names(ask) == ["Anna Weber"]


def test_for_people(call, anna):
    assert "verified" in call("backup").out
    lines = call("backups").out.splitlines()
    assert lines[0].split() == ["WHEN", "WHY", "SIZE", "VERIFIED", "FILE"]
    assert lines[1].endswith(anna["file"])
    assert "1 people" in call("restore", anna["file"], "--yes").out


def test_where_there_are_none(call):
    assert call("backups").out == "No backups yet.\n"
    answer = call("restore", "nothing.deskcrm", "--yes")
    assert answer.status == 1
    assert "no backup nothing.deskcrm" in answer.err
