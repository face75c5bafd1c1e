"""`check` names whatever is spoiled: each derived table, and what must always hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deskcrm.services import activities, checking, contacts, reads
from deskcrm.services.workspace import Workspace

PEOPLE = (
    "Customer ID,First Name,Last Name,Email,Phone,Company,Accepts Email Marketing",
    "7,Anna,Weber,anna@x.example,+493023125001,Weber GmbH,yes",
)


@pytest.fixture
def filled(ws: Workspace, bring_in: Callable[..., object]) -> Workspace:
    bring_in("shop.csv", *PEOPLE)
    activities.log(ws, 1, "call", "Asked for a quote")
    return ws


SPOILS = {
    "profile": "UPDATE profile SET city = 'Nowhere' WHERE root = 1",
    "point": "DELETE FROM point WHERE key LIKE 'email:%'",
    "event": "UPDATE event SET at = '1999-01-01' WHERE activity = 1",
    "consent_now": "UPDATE consent_now SET state = 'out'",
    "member": "INSERT INTO member (contact, root) VALUES (1, 2)",
    "search index": "INSERT INTO finder (finder, rowid, search) VALUES ('delete', 1, 'anna')",
}


@pytest.mark.parametrize("table", SPOILS)
def test_a_spoiled_derived_table_is_named_and_mended(filled: Workspace, table: str) -> None:
    with filled.database.write() as connection:
        connection.execute(SPOILS[table])
    assert any(table in problem for problem in checking.check(filled))
    checking.rebuild(filled)
    assert checking.check(filled) == []


EDGES = "INSERT INTO merge (operation, survivor, loser, choices) VALUES"
INVARIANTS = {
    "two others at once": f"{EDGES} (1, 2, 1, '{{}}'), (1, 3, 1, '{{}}')",
    "in a circle": f"{EDGES} (1, 2, 1, '{{}}'), (1, 1, 2, '{{}}')",
    "live records": (
        "INSERT INTO record (id, source, key, given, contact) "
        "SELECT 99, source, key, given, contact FROM record WHERE id = 1",
        "INSERT INTO row (batch, line, record, version) VALUES (1, 99, 99, 1)",
    ),
    "erased contact": "INSERT INTO erased (hash, contact, at) VALUES ('x', 1, '2026-01-01')",
    "points to a row": "INSERT INTO edit (operation, contact, field, verb) VALUES (777, 1, 'title', 'clear')",
}


@pytest.mark.parametrize("words", INVARIANTS)
def test_a_broken_invariant_is_named(filled: Workspace, words: str) -> None:
    spoil = INVARIANTS[words]
    contacts.add(filled, "person", {"name": "Second Person"})
    contacts.add(filled, "person", {"name": "Third Person"})
    with filled.database.write() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for statement in (spoil,) if isinstance(spoil, str) else spoil:
            if words == "points to a row":
                connection.execute("COMMIT")
                connection.execute("PRAGMA foreign_keys = OFF")
                connection.execute("BEGIN IMMEDIATE")
            connection.execute(statement)
    found = checking.check(filled)
    assert any(words in problem for problem in found), found
    with filled.database.write() as connection:  # the workspace fixture checks once more
        for table in ("merge", "erased"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("DELETE FROM row WHERE line = 99")
        connection.execute("DELETE FROM record WHERE id = 99")
        connection.execute("DELETE FROM edit WHERE operation = 777")


def test_an_order_whose_lines_name_two_emails_is_found_by_the_one_that_it_says(
    ws: Workspace, bring_in: Callable[..., object]
) -> None:
    lines = ("91,2,c@three.example,2026-01-03,5.00,Ink", "91,2,b@two.example,2026-01-03,5.00,Pen")
    bring_in("orders.csv", "Order,Customer id,Email,Date,Total,Item", *lines, source="Shop")
    assert checking.check(ws) == []


def test_a_whole_workspace_has_no_problems(filled: Workspace) -> None:
    assert checking.check(filled) == []
    assert reads.counts(filled)["people"] == 1
