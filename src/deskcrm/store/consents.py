"""Which consent stands for an email or phone: what was said last, by whoever said it (MODEL rule 15)."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from typing import Final

from deskcrm.store.loading import IN, STANDING, ids

OF_ROOTS: Final = (
    "SELECT coalesce(m.root, p.contact) AS root, max(said.state) AS state FROM ("
    "SELECT key, state, row_number() OVER (PARTITION BY key ORDER BY at DESC, state DESC) AS place FROM ("
    "SELECT c.key, b.at, c.state FROM consent_now c JOIN batch b ON b.id = c.batch "
    f"UNION ALL SELECT key, at, state FROM consent WHERE {STANDING.format(table='consent')})) said "
    "JOIN point p ON p.key = said.key LEFT JOIN member m ON m.contact = p.contact "
    "WHERE said.place = 1 AND said.key >= ? AND said.key < ? GROUP BY 1"
)
"""What each profile said to being written to or called, as SQL: "out" where any of its points opted out, or "in".

It takes the two bounds that `bounds` gives. A profile has the points by which it is recognised, older ones too.
"""


def bounds(kind: str) -> tuple[str, str]:
    """The strong keys of "email" or "phone" lie between these."""
    return f"{kind}:", f"{kind};"


def of_roots(connection: sqlite3.Connection, roots: Collection[int], kind: str) -> dict[int, str]:
    """The same for some profiles; those of whom nothing was said are missing."""
    rows = connection.execute(
        f"SELECT root, key FROM (SELECT p.contact AS root, p.key FROM point p WHERE p.contact {IN} "
        f"UNION ALL SELECT m.root, p.key FROM member m JOIN point p ON p.contact = m.contact WHERE m.root {IN}) "
        "WHERE key >= ? AND key < ?",
        (ids(roots), ids(roots), *bounds(kind)),
    ).fetchall()
    states = standing(connection, (key for _, key in rows))
    found: dict[int, str] = {}
    for root, key in rows:
        if key in states:
            found[root] = max(found.get(root, ""), states[key])  # "out" is more than "in"
    return found


def standing(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, str]:
    """The state, "in" or "out", of each of these strong keys that any has; the latest, at a tie the opt-out."""
    latest: dict[str, tuple[str, int, str]] = {}
    given = ids(set(keys))
    said = connection.execute(
        "SELECT c.key, b.at, c.state FROM consent_now c JOIN batch b ON b.id = c.batch "
        f"WHERE c.key {IN} UNION ALL SELECT key, at, state FROM consent WHERE key {IN} "
        f"AND {STANDING.format(table='consent')}",
        (given, given),
    )
    for key, at, state in said:
        latest[key] = max(latest.get(key, ("", 0, "")), (at, int(state == "out"), state))
    return {key: state for key, (_, _, state) in latest.items()}
