"""From an empty computer to the restored backup, in a real window by real keys and mouse, found by accessible names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from deskcrm.domain.views import ListQuery
from deskcrm.services import checking, reads
from deskcrm.services.workspace import Workspace

SHOP = """Customer ID,First Name,Last Name,Email,Phone,City
1001,Anna,Weber,anna@posteo.example,+49 30 5550 1287,Berlin
1002,Ana,Weber,ana@garten.example,+49 30 5550 1287,Berlin
1003,Benoît,Lefèvre,benoit@lefevre.example,+33 4 5550 1290,Lyon
1004,Carmen,Ruiz Ortega,carmen@ruiz.example,,Sevilla
"""


def people(workspace: Workspace) -> list[str]:
    return sorted(row.name for row in reads.rows(workspace, reads.list_ids(workspace, ListQuery())))


def story(workspace: Workspace) -> list[tuple[str, str]]:
    (ana,) = [row.id for row in reads.rows(workspace, reads.list_ids(workspace, ListQuery(text="Ana")))]
    return [(entry.kind, entry.text) for entry in reads.timeline(workspace, ana) if entry.own]


def to_do(workspace: Workspace) -> list[str]:
    return [task.title for task in reads.tasks(workspace)]


def not_private(home: Path) -> list[str]:
    """What DeskCRM has left that others than the owner may read or enter."""
    ours = [path for path in home.rglob("*") if "deskcrm" in str(path.relative_to(home)).lower()]
    assert len(ours) > len(("workspace", "folder", "backups"))
    return [f"{path} {path.stat().st_mode:o}" for path in ours if path.stat().st_mode & 0o077]


def test_from_first_start_to_a_restored_backup(listener: Callable[..., Any], tmp_path: Path, own_home: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(SHOP, encoding="utf-8")
    me = listener()
    me.sees("Welcome – DeskCRM")
    me.picture("welcome")
    me.drags(file, "Bring in your customers", "Import – DeskCRM")
    me.hears("Next: fields")
    me.picture("file")
    me.points_at("Next: fields")
    me.hears("Next: who is who")
    me.picture("fields")
    me.points_at("Next: who is who")
    me.hears("Next: preview")
    me.picture("who")
    me.points_at("Next: preview")
    me.hears("Import 4 rows")
    me.picture("preview")
    me.points_at("Import 4 rows")
    call = ("call", "Asked for a quote for the garden wall")
    everybody = ["Ana Weber", "Anna Weber", "Benoît Lefèvre", "Carmen Ruiz Ortega"]
    me.has("the people", people, everybody)
    me.reads("new people")
    me.picture("imported")

    me.presses("ctrl+k")
    me.types("ana w")
    me.reads("Ana Weber")
    me.picture("search")
    me.presses("Return")
    me.sees("Ana Weber – DeskCRM")
    me.points_at("Call", under="Write down what happened")
    me.types(call[1])
    me.picture("call")
    me.presses("ctrl+Return")
    me.has("her story", story, [call])
    me.points_at("Task", under="Write down what happened")
    me.types(f"Send the quote today at {datetime.now():%H:%M}")
    me.picture("task")
    me.presses("ctrl+Return")
    me.hears("Reminder: Send the quote")
    me.picture("reminder")
    me.points_at("Done: Send the quote")
    me.has("what is to do", to_do, [])

    me.points_at("Duplicates, 1")
    me.sees("Duplicates – DeskCRM")
    me.reads("same phone")
    me.picture("duplicates")
    me.presses("m")
    me.has("the people", people, ["Anna Weber", "Benoît Lefèvre", "Carmen Ruiz Ortega"])
    me.picture("merged")
    me.points_at("People", "check box")
    me.sees("People – DeskCRM")
    me.picture("people")
    me.presses("Home", "Return")
    me.sees("Anna Weber – DeskCRM")
    me.points_at("Take back: Anna Weber")
    me.sees("Take back the merge of Anna Weber? — DeskCRM")
    me.picture("take back")
    me.presses("ctrl+Return")
    me.has("the people", people, everybody)
    me.picture("taken back")

    me.points_at("Imports", "check box")
    me.sees("Imports – DeskCRM")
    me.picture("imports")
    me.presses("Home", "u")
    me.sees("Undo this import? — DeskCRM")
    me.picture("undo import")
    me.points_at("Undo", "push button", "Undo this import?")
    me.has("the people", lambda ws: len(people(ws)), 1)
    me.reads("1 person")
    me.picture("import undone")
    me.presses("r")
    me.has("the people", people, everybody)

    me.presses("ctrl+k")
    me.types("back up")
    me.presses("Return")
    me.reads("Backed up")
    me.picture("backed up")

    me.presses("ctrl+k")
    me.types("ana w")
    me.reads("ana@garten.example")
    me.presses("Return")
    me.sees("Ana Weber – DeskCRM")
    me.points_at("Note", under="Write down what happened")
    me.types("Rather in the morning")
    me.program.terminate()  # as when the computer is shut down
    assert me.leaves() == (0, "")

    me = listener()
    me.sees("People – DeskCRM")
    me.points_at("Name: Ana Weber")
    me.presses("Return")
    me.sees("Ana Weber – DeskCRM")
    me.picture("draft")
    me.points_at("Save", under="Write down what happened")
    me.has("her story", lambda ws: set(story(ws)), {call, ("note", "Rather in the morning")})
    me.presses("ctrl+q")
    assert me.leaves() == (0, "")

    me.workspace.unlink()  # the disk's fault, or somebody's who tidied up
    me = listener()
    me.sees("Welcome – DeskCRM")
    me.points_at("Restore a backup")
    me.sees("Backups – DeskCRM")
    me.picture("backups")
    me.points_at("Look inside the backup of")
    me.reads("of what was here before")
    me.reads("4 people, 0 companies, 2 timeline entries")
    me.picture("inside")
    me.points_at("Restore the backup of")
    me.has("the people", people, everybody)
    me.has("her story", lambda ws: set(story(ws)), {call, ("note", "Rather in the morning")})
    me.reads("Restored")
    me.picture("restored")
    me.presses("ctrl+1")
    me.hears("Name: Anna Weber")
    me.picture("people again")
    me.presses("ctrl+q")
    assert me.leaves() == (0, "")
    me.has("what is wrong", checking.check, [])
    assert not_private(own_home) == []
