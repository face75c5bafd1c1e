"""A whole day of an owner in a real window, by real keys: start, import, find, write down, take back, quit."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deskcrm.domain.views import ListQuery
from deskcrm.services import reads
from deskcrm.services.samplebusiness import write_files
from deskcrm.services.workspace import Workspace


def people(workspace: Workspace) -> int:
    return reads.counts(workspace)["people"]


def story_of(name: str) -> Callable[[Workspace], list[tuple[str, str]]]:
    """What the owner wrote down of somebody."""

    def read(workspace: Workspace) -> list[tuple[str, str]]:
        first = reads.list_ids(workspace, ListQuery(text=name))[0]
        return [(entry.kind, entry.text) for entry in reads.timeline(workspace, first) if entry.own]

    return read


def test_start_import_find_log_undo_and_quit_by_keyboard(owner: Callable[..., Any], tmp_path: Path) -> None:
    files = {path.name: path for path in write_files(tmp_path / "files")}
    customers = files["webshop_customers.csv"]
    with customers.open(encoding="utf-8", newline="") as file:
        # One row of the shop's is nothing but an id: nobody.
        imported = sum(any(row[column] for column in ("Last Name", "Email", "Phone")) for row in csv.DictReader(file))

    me = owner(customers)
    me.sees("Import – DeskCRM")
    me.has("the people", people, imported, again="ctrl+Return")  # the file, its fields, what would change

    me.presses("ctrl+1")
    me.sees("People – DeskCRM")
    me.types("silke fischer")
    me.presses("Return")
    me.sees("Silke Fischer – DeskCRM")

    me.presses("c")
    me.types("Asked about a cargo bike")
    me.presses("ctrl+Return")
    story = story_of("Silke Fischer")
    me.has("her story", story, [("call", "Asked about a cargo bike")])
    me.presses("ctrl+z")
    me.has("her story", story, [])
    me.presses("ctrl+y")
    me.has("her story", story, [("call", "Asked about a cargo bike")])

    me.presses("alt+Left")
    me.sees("People – DeskCRM")
    me.presses("ctrl+q")
    status, errors = me.leaves()
    assert (status, errors) == (0, "")
    workspace = Workspace.open(tmp_path / "shop.deskcrm")
    assert people(workspace) == imported
    workspace.close()
