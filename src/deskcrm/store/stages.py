"""The order of stages by which orders move somebody forward: the owner's (the setting `stages`), or the usual one."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

import orjson

from deskcrm.domain.lifecycle import ORDER

SETTING: Final = "stages"


def positions(connection: sqlite3.Connection) -> Mapping[str, int]:
    """The place of each stage, by its key."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (SETTING,)).fetchone()
    if row is None:
        return ORDER
    return {stage["key"]: place for place, stage in enumerate(orjson.loads(row[0]))}


def used(connection: sqlite3.Connection) -> dict[str, int]:
    """How many people and companies stand in each stage, those that are removed or archived left out."""
    rows = connection.execute("SELECT stage, count(*) FROM profile WHERE stage <> '' AND NOT removed GROUP BY stage")
    return dict(rows.fetchall())


def stated(connection: sqlite3.Connection) -> set[int]:
    """The contacts of which anybody ever stated a stage: another order may make another stage of it."""
    rows = connection.execute(
        "SELECT contact FROM edit WHERE field = 'stage' UNION SELECT record.contact FROM version "
        "JOIN record ON record.id = version.record WHERE instr(version.data, '\"stage\"') "
        "UNION SELECT placement.contact FROM version JOIN placement ON placement.record = version.record "
        "WHERE instr(version.data, '\"stage\"')"
    )
    return {contact for (contact,) in rows}
