"""Which consent stands for an email or phone: what was said last, by whoever said it (MODEL rule 15)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from deskcrm.store.loading import IN, STANDING, ids


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
