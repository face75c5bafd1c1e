"""The table of sources: their names, how much each is trusted, and how many records it has."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

import orjson

from deskcrm.domain.facts import YOU


def every(connection: sqlite3.Connection) -> list[tuple[int, str, int, int, dict[str, str]]]:
    """Id, name, trust, number of records and rules of all but the owner, the most trusted first."""
    rows = connection.execute(
        "SELECT s.id, s.name, s.trust, (SELECT count(*) FROM record r WHERE r.source = s.id), s.rules "
        "FROM source s WHERE s.id <> ? ORDER BY s.trust DESC, s.name",
        (YOU,),
    )
    return [(*row[:4], orjson.loads(row[4])) for row in rows]


def names(connection: sqlite3.Connection) -> dict[int, str]:
    """The names of all but the owner, by id."""
    return dict(connection.execute("SELECT id, name FROM source WHERE id <> ?", (YOU,)))


def trust_of(connection: sqlite3.Connection, name: str) -> tuple[int, int, dict[str, str]] | None:
    """Id, trust and rules of the source of this name; None where it is new."""
    row = connection.execute("SELECT id, trust, rules FROM source WHERE name = ?", (name,)).fetchone()
    return None if row is None else (row[0], row[1], orjson.loads(row[2]))


def mappings(connection: sqlite3.Connection, source: int) -> list[str]:
    """How the columns of this source's standing imports went in, the latest first: a JSON text for each layout."""
    rows = connection.execute(
        "SELECT mapping FROM batch WHERE id IN (SELECT max(batch.id) FROM batch JOIN operation "
        "ON operation.id = batch.operation WHERE batch.source = ? AND operation.undone_at IS NULL "
        "GROUP BY batch.signature) ORDER BY id DESC",
        (source,),
    )
    return [mapping for (mapping,) in rows]


def add(connection: sqlite3.Connection, name: str, trust: int, rules: Mapping[str, str]) -> None:
    """A new source."""
    connection.execute("INSERT INTO source (name, trust, rules) VALUES (?, ?, ?)", (name, trust, rules_text(rules)))


def rules_text(rules: Mapping[str, Any]) -> str:
    """Rules as they are kept."""
    return orjson.dumps(dict(sorted(rules.items()))).decode()
