"""Files attached to what happened: kept in the workspace's own file, as facts that are added and withdrawn."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable

from deskcrm.domain.errors import NotFound
from deskcrm.domain.views import Attachment
from deskcrm.languages import tr
from deskcrm.store.loading import IN, ids, live


def place_of(connection: sqlite3.Connection, activity: int) -> int:
    """The contact where an activity stands. Raises NotFound."""
    row = connection.execute("SELECT contact FROM event WHERE activity = ?", (activity,)).fetchone()
    if row is None:
        raise NotFound(tr("This entry is not in the timeline any more. Undo what took it away, then try again."))
    return int(row[0])


def add(
    connection: sqlite3.Connection, operation: int, contact: int, activity: int, name: str, mime: str, data: bytes
) -> int:
    """The fact that a file belongs to an activity; answers the file's id."""
    cursor = connection.execute(
        "INSERT INTO file (operation, contact, activity, name, mime, sha256, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (operation, contact, activity, name, mime, hashlib.sha256(data).hexdigest(), data),
    )
    return int(cursor.lastrowid or 0)


def attached(connection: sqlite3.Connection, contacts: Iterable[int]) -> list[Attachment]:
    """The files that hang on what happened with these contacts, the oldest first."""
    rows = connection.execute(
        "SELECT file.id, file.activity, file.name, file.mime, length(file.bytes) FROM file "
        "CROSS JOIN event ON event.activity = file.activity "  # from the few files to their entries
        f"WHERE file.activity IS NOT NULL AND event.contact {IN} AND {live('file')} ORDER BY file.id",
        (ids(contacts),),
    )
    return [Attachment(*row) for row in rows]


def contents(connection: sqlite3.Connection, file: int) -> tuple[Attachment, bytes]:
    """A file with what is in it. Raises NotFound."""
    row = connection.execute(
        "SELECT id, activity, name, mime, length(bytes), bytes FROM file "
        f"WHERE id = ? AND activity IS NOT NULL AND {live('file')}",
        (file,),
    ).fetchone()
    if row is None:
        raise NotFound(tr("This file is not there any more. If it was removed, Undo brings it back."))
    return Attachment(*row[:5]), bytes(row[5])
