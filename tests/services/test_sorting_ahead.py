"""The indexes of a long list can be made before they are wanted, one by one, and are given up in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskcrm.domain.errors import Cancelled
from deskcrm.domain.views import ListQuery
from deskcrm.services import contacts, reads
from deskcrm.services.workspace import Workspace


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace.open(tmp_path / "w.deskcrm")
    yield opened
    opened.close()


def add_many(ws: Workspace) -> None:
    """Two people who stand for sixty thousand: ids tell how long a list may be."""
    contacts.add(ws, "person", {"name": "Anna Weber"})
    with ws.database.write() as connection:
        connection.execute("INSERT INTO contact (id, kind, operation) VALUES (60000, 'person', 1)")
    contacts.add(ws, "person", {"name": "Bo Lind"})


def indexes(ws: Workspace) -> set[str]:
    with ws.database.read() as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE name GLOB 'profile_by_*'").fetchall()
    return {name for (name,) in rows}


def test_a_long_list_gets_what_its_orders_lack(ws: Workspace) -> None:
    add_many(ws)
    reads.list_ids(ws, ListQuery(sort="email"))
    assert reads.make_sortable(ws, ["name", "email", "city"]) == ["city"]
    assert indexes(ws) == {"profile_by_email", "profile_by_city"}
    assert reads.make_sortable(ws, ["name", "email", "city"]) == []


def test_a_short_list_needs_none(ws: Workspace) -> None:
    contacts.add(ws, "person", {"name": "Anna Weber"})
    assert reads.make_sortable(ws, ["city"]) == []
    assert indexes(ws) == set()


def test_nothing_is_made_while_somebody_writes(ws: Workspace, tmp_path: Path) -> None:
    add_many(ws)
    ws.close()
    reader = Workspace.open(tmp_path / "w.deskcrm", write=False)
    try:
        assert reads.make_sortable(reader, ["city"]) == []
    finally:
        reader.close()


def test_one_that_is_given_up_leaves_nothing_half_made(ws: Workspace) -> None:
    add_many(ws)
    with ws.database.write() as connection:  # enough rows that SQLite looks up from them
        connection.execute(
            "WITH RECURSIVE n (i) AS (VALUES (70000) UNION ALL SELECT i + 1 FROM n WHERE i < 75000) "
            "INSERT INTO contact (id, kind, operation) SELECT i, 'person', 1 FROM n"
        )
        (columns,) = connection.execute(
            "SELECT group_concat(name, ', ') FROM pragma_table_info('profile') WHERE name <> 'root'"
        ).fetchone()
        connection.execute(
            f"INSERT INTO profile (root, {columns}) SELECT n.id, {columns} FROM profile, "
            "(SELECT id FROM contact WHERE id >= 70000) n WHERE root = 1"
        )
    with pytest.raises(Cancelled):
        reads.make_sortable(ws, ["city"], cancelled=lambda: True)
    assert indexes(ws) == set()
    assert reads.make_sortable(ws, ["city"], cancelled=lambda: False) == ["city"]
