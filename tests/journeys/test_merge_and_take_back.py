"""Two people are merged in a real window, by real keys, and taken back days later, after more has happened."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deskcrm.domain.views import ListQuery
from deskcrm.services import reads
from deskcrm.services.workspace import Workspace

SHOP = (
    "First Name,Last Name,Email,City\nAnna,Weber,anna@posteo.example,Berlin\nAnnie,Weber,annie@garten.example,Potsdam\n"
)


def people(workspace: Workspace) -> list[str]:
    return [row.name for row in reads.rows(workspace, reads.list_ids(workspace, ListQuery()))]


def said_of(name: str) -> Callable[[Workspace], list[tuple[str, str]]]:
    """Where somebody lives, and what the owner wrote down of them."""

    def read(workspace: Workspace) -> list[tuple[str, str]]:
        (contact,) = [r.id for r in reads.rows(workspace, reads.list_ids(workspace, ListQuery())) if r.name == name]
        city = reads.profile(workspace, contact).fields["addresses"][0]["city"]
        return [("city", city), *((e.kind, e.text) for e in reads.timeline(workspace, contact) if e.own)]

    return read


def days_pass(workspace: Path) -> None:
    """Let what was done have been done five days before."""
    with sqlite3.connect(workspace) as connection:
        connection.execute("UPDATE operation SET at = strftime('%Y-%m-%dT%H:%M:%SZ', at, '-5 days')")
    connection.close()


def test_merge_two_by_keyboard_and_take_it_back_days_later(owner: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "shop.csv"
    file.write_text(SHOP, encoding="utf-8")
    me = owner(file)
    me.sees("Import – DeskCRM")
    me.has("the people", people, ["Anna Weber", "Annie Weber"], again="ctrl+Return")

    me.presses("ctrl+1")
    me.sees("People – DeskCRM")
    me.presses("Home", "shift+Down", "ctrl+m")
    me.sees("Merge 2 people into one — DeskCRM")
    me.presses("ctrl+Return")
    me.has("the people", people, ["Anna Weber"])
    me.sees("People – DeskCRM")
    me.presses("Return")
    me.sees("Anna Weber – DeskCRM")
    me.presses("n")
    me.types("Wants a quote")
    me.presses("ctrl+Return")
    me.has("her story", said_of("Anna Weber"), [("city", "Berlin"), ("note", "Wants a quote")])
    me.presses("ctrl+q")
    assert me.leaves() == (0, "")

    days_pass(me.workspace)
    me = owner()
    me.until(lambda: me.title() == "Anna Weber – DeskCRM", "her profile", me.title, again="Return")
    me.presses("ctrl+k")
    me.types("take back")
    me.presses("Return")
    me.sees("Take back the merge of Annie Weber? — DeskCRM")
    me.presses("ctrl+Return")
    me.has("the people", people, ["Anna Weber", "Annie Weber"])
    me.has("her story", said_of("Anna Weber"), [("city", "Berlin"), ("note", "Wants a quote")])
    me.has("the other's", said_of("Annie Weber"), [("city", "Potsdam")])
    me.sees("Anna Weber – DeskCRM")

    me.presses("ctrl+z")
    me.has("the people", people, ["Anna Weber"])
    me.presses("ctrl+q")
    assert me.leaves() == (0, "")
