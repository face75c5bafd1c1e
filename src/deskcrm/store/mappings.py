"""The settings in which mappings are kept: one each, its text under its name, null where it was removed."""

from __future__ import annotations

import sqlite3

import orjson

from deskcrm.domain.cleaning.text import fold

PREFIX = "mapping."
_THEIRS = f"substr(key, 1, {len(PREFIX)}) = '{PREFIX}'"


def name_of(key: str) -> str:
    """The mapping's name by the key of its setting."""
    return key.removeprefix(PREFIX)


def key_of(connection: sqlite3.Connection, name: str) -> str:
    """The key of the setting of a name, whatever its case; a new one where there is none."""
    keys = connection.execute(f"SELECT key FROM setting WHERE {_THEIRS}")
    return next((key for (key,) in keys if fold(key) == fold(PREFIX + name)), PREFIX + name)


def texts(connection: sqlite3.Connection) -> dict[str, str]:
    """The text of each mapping that is kept, by its name."""
    rows = connection.execute(f"SELECT key, value FROM setting WHERE {_THEIRS} AND value <> 'null'")
    return {name_of(key): orjson.loads(value) for key, value in rows}
