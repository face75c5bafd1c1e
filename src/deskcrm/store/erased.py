"""The table of those who were erased: their keyed hashes, with the secret that keys them, and how a copy gets them."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from deskcrm.domain.erasure import Erasures, Marks
from deskcrm.store.loading import IN, ids

_SECRET = "_erasing"
_SECRET_BYTES = 32
_WORKSPACE = "_workspace"
"""The setting by which copies of one workspace are known (`store.backups.IDENTITY`)."""


def marks(connection: sqlite3.Connection) -> Marks | None:
    """The hashes' maker; None in a workspace that never erased anybody."""
    secret = _setting(connection, _SECRET)
    return Marks(bytes.fromhex(orjson.loads(secret))) if secret else None


def make_marks(connection: sqlite3.Connection) -> Marks:
    """The hashes' maker, with a new random secret where there is none yet."""
    found = marks(connection)
    if found is None:
        value = orjson.dumps(secrets.token_hex(_SECRET_BYTES)).decode()
        connection.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (_SECRET, value))
        found = marks(connection)
    assert found is not None
    return found


def add(connection: sqlite3.Connection, contact: int, at: str, hashes: Iterable[str]) -> None:
    """Keeps the hashes of a contact; one that another contact left stays that one's."""
    connection.executemany(
        "INSERT OR IGNORE INTO erased (hash, contact, at) VALUES (?, ?, ?)", [(h, contact, at) for h in sorted(hashes)]
    )


def erasures(connection: sqlite3.Connection) -> Erasures | None:
    """Whom the workspace has erased; None where that is nobody."""
    maker = marks(connection)
    at = dict(connection.execute("SELECT hash, at FROM erased")) if maker else {}
    return Erasures(maker, at) if maker and at else None


def erased_at(connection: sqlite3.Connection, contact: int) -> str:
    """When a contact was erased (ISO 8601 UTC), or ""."""
    row = connection.execute("SELECT min(at) FROM erased WHERE contact = ?", (contact,)).fetchone()
    return row[0] or ""


def erased_among(connection: sqlite3.Connection, contacts: Iterable[int]) -> set[int]:
    """Those of some contacts who were erased."""
    rows = connection.execute(f"SELECT DISTINCT contact FROM erased WHERE contact {IN}", (ids(contacts),))
    return {contact for (contact,) in rows}


def source_names(connection: sqlite3.Connection) -> dict[int, set[str]]:
    """All the names that each source has and had: the owner can rename it, and its keys are marked by name."""
    found = {source: {name} for source, name in connection.execute("SELECT id, name FROM source")}
    for (images,) in connection.execute("SELECT images FROM operation WHERE kind = 'source' AND images IS NOT NULL"):
        for image in orjson.loads(images):
            for state in (image["before"], image["after"]):
                if image["table"] == "source" and state:
                    found.setdefault(state["id"], set()).add(state["name"])
    return found


# Into a copy ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Carried:
    """What a copy of the workspace must know of erasures: whose copy it is, the secret's setting, all of `erased`."""

    workspace: str
    secret: str
    rows: tuple[tuple[str, int, str], ...]


def carry(connection: sqlite3.Connection) -> Carried | None:
    """The erasures of a workspace, to be put into a copy of it; None where there are none."""
    secret = _setting(connection, _SECRET)
    rows = tuple(connection.execute("SELECT hash, contact, at FROM erased ORDER BY contact, hash"))
    return Carried(_setting(connection, _WORKSPACE), secret, rows) if secret and rows else None


def put(connection: sqlite3.Connection, carried: Carried) -> set[int]:
    """Gives a copy the secret and the hashes beside its own; answers the contacts of which it did not know.

    A copy of another workspace, by its name or its own secret, gets nothing.
    """
    if not _is_of_same(connection, carried):
        return set()
    connection.execute("INSERT OR IGNORE INTO setting (key, value) VALUES (?, ?)", (_SECRET, carried.secret))
    known = {mark for (mark,) in connection.execute("SELECT hash FROM erased")}
    fresh = [one for one in carried.rows if one[0] not in known]
    connection.executemany("INSERT INTO erased (hash, contact, at) VALUES (?, ?, ?)", fresh)
    return {contact for _, contact, _ in fresh}


def lacks(connection: sqlite3.Connection, carried: Carried) -> bool:
    """Whether a copy of the workspace does not know of all these erasures."""
    known = {mark for (mark,) in connection.execute("SELECT hash FROM erased")}
    return _is_of_same(connection, carried) and any(mark not in known for mark, _, _ in carried.rows)


def _is_of_same(connection: sqlite3.Connection, carried: Carried) -> bool:
    """Whether a file can be a copy of the workspace whose erasures these are."""
    told = ((_WORKSPACE, carried.workspace), (_SECRET, carried.secret))
    return all(not value or _setting(connection, key) in ("", value) for key, value in told)


def _setting(connection: sqlite3.Connection, key: str) -> str:
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""
