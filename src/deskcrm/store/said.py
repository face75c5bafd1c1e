"""What was written in activities, found by its words: an index of its own, filled when somebody searches in it.

Imports and notes pay nothing for it: each version of an activity is taken in by the first search after it was written,
and whether it still shows is looked up when it is found. An erasure drops the index whole, and the next search makes
it anew. Like the indexes of columns it is no part of the schema.
"""

from __future__ import annotations

import sqlite3
from typing import Any

import orjson

from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.searching import Said, excerpt, marks
from deskcrm.domain.taking.taken import item_text
from deskcrm.store.search import TOKENIZER, beginning

_AT_A_TIME = 5_000
_CANDIDATES = 200
_DERIVED_KEY = "k1 "
_LONGEST = 20_000  # characters of one activity that are found
_MAKE = f"CREATE VIRTUAL TABLE IF NOT EXISTS said USING fts5(text, content='', detail=none, {TOKENIZER})"


def exists(connection: sqlite3.Connection) -> bool:
    """Whether somebody has searched in what was written."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'said'").fetchone() is not None


def waiting(connection: sqlite3.Connection) -> int:
    """About how many versions of activities the index lacks."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM activity_version").fetchone()
    return int(last) - _last(connection)


def gather(connection: sqlite3.Connection) -> bool:
    """Takes in the next few thousand versions; False once there are no more."""
    connection.execute(_MAKE)
    rows = connection.execute(
        "SELECT v.id, v.data, a.key FROM activity_version v JOIN activity a ON a.id = v.activity "
        "WHERE v.id > ? ORDER BY v.id LIMIT ?",
        (_last(connection), _AT_A_TIME),
    ).fetchall()
    texts = ((version, _words(data, key)) for version, data, key in rows)
    connection.executemany("INSERT INTO said (rowid, text) VALUES (?, ?)", texts)
    return len(rows) == _AT_A_TIME


def forget(connection: sqlite3.Connection) -> None:
    """Drops the index: something that it has is to be found no more."""
    connection.execute("DROP TABLE IF EXISTS said")


def find(connection: sqlite3.Connection, words: list[str], limit: int) -> list[Said]:
    """The activities of people and companies in the lists that have all these words, the newest first."""
    if not words or not exists(connection):
        return []
    rows = connection.execute(
        "SELECT e.activity, p.root, p.kind, p.name, e.kind, e.at, e.title, v.data FROM "
        "(SELECT rowid FROM said WHERE said MATCH ? ORDER BY rowid DESC LIMIT ?) s "
        "JOIN activity_version v ON v.id = s.rowid JOIN event e ON e.activity = v.activity AND e.version = v.id "
        "LEFT JOIN member m ON m.contact = e.contact JOIN profile p ON p.root = coalesce(m.root, e.contact) "
        "WHERE p.removed <> 1 ORDER BY e.at DESC, e.activity DESC LIMIT ?",
        (" AND ".join(map(beginning, words)), _CANDIDATES, limit),
    )
    return [_said(row, words) for row in rows.fetchall()]


def _said(row: tuple[int, int, str, str, str, str, str, str], words: list[str]) -> Said:
    activity, contact, contact_kind, name, kind, at, title, data = row
    text = excerpt(" · ".join(part for part in (title, _text_of(orjson.loads(data))) if part), words)
    return Said(activity, contact, contact_kind, name, kind, at, text, marks(text, words))


def _last(connection: sqlite3.Connection) -> int:
    if not exists(connection):
        return 0
    row = connection.execute("SELECT rowid FROM said ORDER BY rowid DESC LIMIT 1").fetchone()
    return int(row[0]) if row else 0


def _words(data: str, key: str | None) -> str:
    said = orjson.loads(data)
    number = key if key and not key.startswith(_DERIVED_KEY) else ""
    return fold(f"{said.get('title', '')}\n{_text_of(said)}"[:_LONGEST] + f"\n{number}")


def _text_of(said: dict[str, Any]) -> str:
    return str(said.get("text", "")) or item_text(said.get("items", ()))
