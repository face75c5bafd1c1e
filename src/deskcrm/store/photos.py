"""Photos of contacts: small pictures kept in the workspace's own file, as facts that are added and withdrawn.

A picture that an import says again of the same contact is kept without its bytes: those are in the fact before.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping

from deskcrm.domain.pictures import kind_of
from deskcrm.store.loading import IN, NOT_WITHDRAWN, STANDING, ids, live

_NAME = "photo"
"""What tells a photo from other files of a contact."""
_IS_PHOTO = f"name = '{_NAME}' AND activity IS NULL"
_PICTURE = (
    "coalesce(nullif(bytes, x''), (SELECT bytes FROM file AS before WHERE before.contact = file.contact "
    f"AND before.sha256 = file.sha256 AND before.name = '{_NAME}' AND before.activity IS NULL "
    "AND length(before.bytes) > 0))"
)
_OF_AN_IMPORT = "(SELECT kind = 'import' FROM operation WHERE operation.id = file.operation)"


def photo_of(connection: sqlite3.Connection, root: int, members: Iterable[int]) -> bytes | None:
    """The photo of a profile: the survivor's, the owner's before an import's, else the one given last; None without."""
    row = connection.execute(
        f"SELECT {_PICTURE} FROM file WHERE contact {IN} AND {_IS_PHOTO} AND {live('file')} "
        f"ORDER BY contact = ? DESC, {_OF_AN_IMPORT}, operation DESC, id DESC LIMIT 1",
        (ids(members), root),
    ).fetchone()
    return bytes(row[0]) if row else None


def photos_among(connection: sqlite3.Connection, members: Mapping[int, Iterable[int]]) -> dict[int, bytes]:
    """The photos of those profiles that have one, each given with who is joined in it."""
    everybody = {contact: root for root, contacts in members.items() for contact in contacts}
    rows = connection.execute(
        f"SELECT DISTINCT contact FROM file WHERE contact {IN} AND {_IS_PHOTO} AND {live('file')}", (ids(everybody),)
    )
    found = {root: photo_of(connection, root, members[root]) for root in {everybody[contact] for (contact,) in rows}}
    return {root: photo for root, photo in found.items() if photo is not None}


def are_there(connection: sqlite3.Connection) -> bool:
    """Whether the workspace has any photo, live or not."""
    return connection.execute("SELECT 1 FROM file WHERE name = ? LIMIT 1", (_NAME,)).fetchone() is not None


def photos_of(connection: sqlite3.Connection, members: Iterable[int]) -> list[int]:
    """The live photos of these contacts, by their ids."""
    rows = connection.execute(
        f"SELECT id FROM file WHERE contact {IN} AND {_IS_PHOTO} AND {live('file')}", (ids(members),)
    )
    return [number for (number,) in rows]


def add(
    connection: sqlite3.Connection, operation: int, contact: int, mime: str, picture: bytes, *, again: bool = False
) -> int:
    """The fact that a contact looks like this; answers the file's id. `again`: an earlier fact has the bytes."""
    digest = hashlib.sha256(picture).hexdigest()
    cursor = connection.execute(
        "INSERT INTO file (operation, contact, name, mime, sha256, bytes) VALUES (?, ?, ?, ?, ?, ?)",
        (operation, contact, _NAME, mime, digest, b"" if again else picture),
    )
    return int(cursor.lastrowid or 0)


def add_of_rows(
    connection: sqlite3.Connection, operation: int, batch: int, pictures: Iterable[tuple[int, bytes]]
) -> None:
    """The photos that rows of a batch bring, by their lines; not one that the owner took away from its contact."""
    for line, picture in pictures:
        found = connection.execute(
            "SELECT coalesce((SELECT contact FROM placement WHERE placement.record = row.record "
            f"AND {live('placement')} ORDER BY operation DESC, id DESC LIMIT 1), record.contact) "
            "FROM row JOIN record ON record.id = row.record WHERE row.batch = ? AND row.line = ?",
            (batch, line),
        ).fetchone()
        mime = kind_of(picture)
        if found and mime:
            had = _had(connection, found[0], picture)
            if all(is_live and by != operation for by, is_live in had):
                add(connection, operation, found[0], mime, picture, again=bool(had))


def _had(connection: sqlite3.Connection, contact: int, picture: bytes) -> list[tuple[int, bool]]:
    """The standing operations that gave a contact this very picture, and whether nobody took that away."""
    rows = connection.execute(
        f"SELECT operation, {NOT_WITHDRAWN.format(table='file')} FROM file "
        f"WHERE contact = ? AND {_IS_PHOTO} AND sha256 = ? AND {STANDING.format(table='file')}",
        (contact, hashlib.sha256(picture).hexdigest()),
    )
    return [(operation, bool(is_live)) for operation, is_live in rows]
