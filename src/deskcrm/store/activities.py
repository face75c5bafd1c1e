"""What is said of one activity: as it stands, every version of it, and what a correction or a move writes."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

import orjson

from deskcrm.domain.errors import NotFound
from deskcrm.domain.facts import YOU
from deskcrm.domain.recognition import digest_of
from deskcrm.domain.views import ActivityVersion
from deskcrm.languages import tr
from deskcrm.store.loading import live


@dataclass(frozen=True, slots=True)
class Standing:
    """An activity as it stands in the timeline. `own`: logged by the owner; `source`: who says it."""

    contact: int
    own: bool
    source: str
    data: dict[str, Any]


def standing(connection: sqlite3.Connection, activity: int) -> Standing:
    """An activity of the timeline. Raises NotFound where it is none, or none any more."""
    row = connection.execute(
        "SELECT e.contact, s.id, s.name, v.data FROM event e JOIN activity a ON a.id = e.activity "
        "JOIN source s ON s.id = a.source JOIN activity_version v ON v.id = e.version WHERE e.activity = ?",
        (activity,),
    ).fetchone()
    if row is None:
        raise NotFound(
            tr("There is no entry {activity} in the timeline. It may have been deleted or undone.", activity=activity)
        )
    contact, source, name, data = row
    return Standing(contact, source == YOU, name, orjson.loads(data))


def versions(connection: sqlite3.Connection, activity: int) -> list[ActivityVersion]:
    """Every version of an activity that the owner or a standing import said, the newest first. Raises NotFound."""
    standing(connection, activity)
    rows = connection.execute(
        "SELECT v.id, coalesce(o.at, b.at), s.name, v.data, e.version = v.id FROM activity_version v "
        "JOIN activity a ON a.id = v.activity JOIN source s ON s.id = a.source JOIN event e ON e.activity = a.id "
        "LEFT JOIN batch b ON b.id = v.batch LEFT JOIN operation o ON o.id = v.operation "
        "LEFT JOIN operation bo ON bo.id = b.operation "
        "WHERE a.id = ? AND o.undone_at IS NULL AND bo.undone_at IS NULL ORDER BY v.id DESC",
        (activity,),
    )
    return [ActivityVersion(v, at, name, orjson.loads(data), bool(shown)) for v, at, name, data, shown in rows]


def add_version(connection: sqlite3.Connection, operation: int, activity: int, data: dict[str, Any]) -> None:
    """What the owner says of an activity from now on."""
    text = orjson.dumps(data)
    connection.execute(
        "INSERT INTO activity_version (activity, operation, digest, data) VALUES (?, ?, ?, ?)",
        (activity, operation, digest_of(text), text.decode()),
    )


def take_files(connection: sqlite3.Connection, operation: int, activity: int, to: int, contact: int) -> None:
    """Gives another activity the files that hang on this one."""
    connection.execute(
        "INSERT INTO file (operation, contact, activity, name, mime, sha256, bytes) "
        "SELECT ?, CASE WHEN contact IS NULL THEN NULL ELSE ? END, ?, name, mime, sha256, bytes FROM file "
        f"WHERE activity = ? AND {live('file')}",
        (operation, contact, to, activity),
    )


def of_own_kinds(connection: sqlite3.Connection) -> dict[str, int]:
    """How many activities in timelines are of each kind of the owner's own, by its key."""
    rows = connection.execute("SELECT kind, count(*) FROM event WHERE instr(kind, ':') GROUP BY kind")
    return dict(rows.fetchall())
