"""The lines of plain people, straight from the tables, are those of their facts; whoever is not plain is left out."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskcrm.domain.patches import Patch
from deskcrm.domain.summary import is_plain, summarise
from deskcrm.services import contacts, history, importing, merging
from deskcrm.services.checking import check
from deskcrm.services.workspace import Workspace
from deskcrm.store import lists, plain
from deskcrm.store.loading import Loader

HEADER = ["ID", "First Name", "Last Name", "Email", "Phone", "Company", "City", "Newsletter", "Stage"]
SHOP = [
    [
        str(n),
        name,
        "Weber",
        f"{name.lower()}@firma.example",
        "030 1234567" if n == 3 else "",
        "Weber GmbH",
        "Ulm",
        "",
        "",
    ]
    for n, name in enumerate(["Anna", "Bo", "Cleo", "Dora", "Emil", "Fritz", "Gita", "Hugo"], 1)
]
LIST = [["", *row[1:6], "Köln", "yes", "Lead"] for row in SHOP]


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace.open(tmp_path / "w.deskcrm")
    yield opened
    opened.close()


def take_in(ws: Workspace, source: str, rows: list[list[str]]) -> int:
    path = ws.path.with_name("rows.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    operation = importing.run(ws, [importing.examine(ws, path, source=source, country="DE")]).value.operation
    assert operation is not None
    return operation


def people(ws: Workspace) -> dict[str, int]:
    with ws.database.read() as connection:
        return dict(connection.execute("SELECT given, root FROM profile WHERE kind = 'person'").fetchall())


def the_plain(ws: Workspace, among: set[int]) -> set[int]:
    """Who is found to be plain; asserts that their lines are those of their facts, and that they were heard once."""
    with ws.database.read() as connection:
        loader = Loader(connection)
        lines = plain.lines(loader, among)
        for root, facts in loader.facts(sorted(lines)).items():
            line, hidden, stated_at = lines[root]
            whole = summarise(facts)
            assert is_plain(facts)
            assert whole is not None
            assert (hidden, stated_at) == (False, loader.stated_at(whole.stage_claim))
            whole.stage_claim = None
            assert line == whole
    return set(lines)


def test_two_sources_and_nothing_else_is_plain(ws: Workspace) -> None:
    take_in(ws, "Shop", SHOP)
    everybody = set(people(ws).values())
    assert the_plain(ws, everybody) == everybody
    take_in(ws, "List", LIST)
    assert the_plain(ws, everybody) == everybody
    orders = ws.path.with_name("orders.csv")
    said = "".join(f"{n},{SHOP[n % 2][3]},2026-01-0{n},5.00\n" for n in range(1, 7))
    orders.write_text(f"Order ID,Email,Order date,Total\n{said}", encoding="utf-8")
    importing.run(ws, [importing.examine(ws, orders, source="Till")])
    assert the_plain(ws, everybody) == everybody, "each of their orders says the same of them"


def test_a_source_that_was_taken_back_says_nothing(ws: Workspace) -> None:
    take_in(ws, "Shop", SHOP)
    everybody = set(people(ws).values())
    history.undo(ws, take_in(ws, "List", LIST))
    assert the_plain(ws, everybody) == everybody


def test_who_was_edited_joined_moved_or_heard_twice_is_not_plain(ws: Workspace) -> None:
    take_in(ws, "Shop", SHOP)
    by_name = people(ws)
    with ws.database.read() as connection:
        record_of = dict(connection.execute("SELECT contact, id FROM record").fetchall())
    contacts.edit(ws, by_name["Anna"], [Patch("nickname", "set", "Annie")])
    merging.merge(ws, by_name["Bo"], [by_name["Cleo"]])
    merging.move(ws, record_of[by_name["Dora"]], by_name["Emil"])
    take_in(ws, "Shop", [[*SHOP[5][:6], "Köln", "", ""]])  # Fritz moved
    everybody = set(by_name.values())
    assert the_plain(ws, everybody) == {by_name["Gita"], by_name["Hugo"]}
    take_in(ws, "List", LIST)
    assert the_plain(ws, everybody) == {by_name["Gita"], by_name["Hugo"]}
    assert check(ws) == []


def test_a_list_that_sorts_by_an_index_stays_in_order_when_a_second_source_comes(ws: Workspace) -> None:
    take_in(ws, "Shop", SHOP)
    with ws.database.write() as connection:
        for sort in ("city", "stage", "email"):
            lists.make_index(connection, sort)
    take_in(ws, "List", [[*row[:6], "Bonn" if at % 2 else "", *row[7:]] for at, row in enumerate(LIST)])
    with ws.database.read() as connection:
        cities, stages = (
            connection.execute(
                f"SELECT {column} FROM profile INDEXED BY profile_by_{column} WHERE kind = 'person' AND "
                f"removed = 0 AND {column} > ''"
            ).fetchall()
            for column in ("city", "stage")
        )
        (sound,) = connection.execute("PRAGMA integrity_check").fetchall()
    assert [city for (city,) in cities] == ["Bonn"] * 4 + ["Ulm"] * 4
    assert stages == [("lead",)] * 8
    assert sound == ("ok",)
    assert check(ws) == []
