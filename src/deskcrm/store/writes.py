"""The owner's own facts: edits, contacts by hand, activities, tasks and settings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from deskcrm.domain.editing import MemberEdit
from deskcrm.domain.erasure import gone_words
from deskcrm.domain.errors import NotFound
from deskcrm.domain.facts import Facts
from deskcrm.domain.recognition import digest_of
from deskcrm.languages import tr
from deskcrm.store.derived import organization_key, refresh
from deskcrm.store.erased import erased_at
from deskcrm.store.events import refresh_events
from deskcrm.store.loading import Loader
from deskcrm.store.operations import image, save_images


def root_of(connection: sqlite3.Connection, contact: int) -> int:
    """The profile that an id, old or new, stands for. Raises NotFound, which says so of somebody erased."""
    row = connection.execute(
        "SELECT coalesce(m.root, c.id) FROM contact c LEFT JOIN member m ON m.contact = c.id WHERE c.id = ?", (contact,)
    ).fetchone()
    if row is None:
        raise NotFound(tr("There is no contact {contact} in this workspace.", contact=contact))
    gone = erased_at(connection, contact)
    if gone:
        raise NotFound(gone_words(contact, gone))
    return int(row[0])


def facts_of(connection: sqlite3.Connection, contact: int) -> Facts:
    """All that is live about the profile that this id stands for. Raises NotFound."""
    root = root_of(connection, contact)
    return Loader(connection).facts([root])[root]


def outline_of(connection: sqlite3.Connection, contact: int) -> Facts:
    """Who is joined in the profile that this id stands for, without what they say. Raises NotFound."""
    root = root_of(connection, contact)
    return Loader(connection).outline([root])[root]


def add_contact(connection: sqlite3.Connection, operation: int, kind: str, organization: str = "") -> int:
    """A new identity. A company whose name people already work for is the contact that stands for that name."""
    if kind == "company" and organization:
        known = connection.execute(
            "SELECT contact FROM organization WHERE name_key = ? AND NOT EXISTS "
            "(SELECT 1 FROM record WHERE record.contact = organization.contact) AND NOT EXISTS "
            "(SELECT 1 FROM edit WHERE edit.contact = organization.contact)",
            (organization_key(organization),),
        ).fetchone()
        if known is not None:
            return int(known[0])
    cursor = connection.execute("INSERT INTO contact (kind, operation) VALUES (?, ?)", (kind, operation))
    return int(cursor.lastrowid or 0)


def add_edits(connection: sqlite3.Connection, operation: int, edits: Iterable[MemberEdit]) -> set[int]:
    """Writes edits; answers the contacts they are on. Derived rows are for the caller to refresh."""
    rows = [(operation, e.contact, e.field, e.verb, _json(e.value), _json(e.old)) for e in edits]
    connection.executemany(
        "INSERT INTO edit (operation, contact, field, verb, value, old) VALUES (?, ?, ?, ?, ?, ?)", rows
    )
    return {row[1] for row in rows}


def _json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def add_activity(connection: sqlite3.Connection, operation: int, contact: int, data: dict[str, Any]) -> int:
    """Something that the owner logged with a contact."""
    cursor = connection.execute(
        "INSERT INTO activity (source, operation, contact) VALUES (1, ?, ?)", (operation, contact)
    )
    activity = int(cursor.lastrowid or 0)
    text = orjson.dumps(data)
    connection.execute(
        "INSERT INTO activity_version (activity, operation, digest, data) VALUES (?, ?, ?, ?)",
        (activity, operation, digest_of(text), text.decode()),
    )
    refresh(connection, refresh_events(connection, [activity]), operation)
    return activity


def change_row(
    connection: sqlite3.Connection, operation: int, table: str, key: str, value: Any, change: dict[str, Any]
) -> Any:
    """Adds (`value` None) or changes one mutable row, with its images before and after; answers its key."""
    images = changed_row(connection, table, key, value, change)
    save_images(connection, operation, images)
    return images[0]["id"]


def changed_row(
    connection: sqlite3.Connection, table: str, key: str, value: Any, change: dict[str, Any]
) -> list[dict[str, Any]]:  # fmt: skip
    """Adds or changes one mutable row of several; answers its images, for `save_images` to keep all at once."""
    before = image(connection, table, key, value) if value is not None else None
    if before is None:
        value = value if value is not None else _fresh_id(connection, table, key)
        row = {**change, key: value}
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    else:
        sets = ", ".join(f"{name} = ?" for name in change)
        connection.execute(f"UPDATE {table} SET {sets} WHERE {key} = ?", (*change.values(), value))
    after = image(connection, table, key, value)
    return [{"table": table, "key": key, "id": value, "before": before, "after": after}]


def added_rows(
    connection: sqlite3.Connection, table: str, key: str, rows: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:  # fmt: skip
    """Adds many mutable rows of the same columns; answers their images, for `save_images` to keep all at once.

    The newest comes first, where `_fresh_id` looks for what a redo can bring back.
    """
    if not rows:
        return []
    first = _fresh_id(connection, table, key)
    keyed = [{**row, key: first + n} for n, row in enumerate(rows)]
    marks = ", ".join("?" * len(keyed[0]))
    connection.executemany(
        f"INSERT INTO {table} ({', '.join(keyed[0])}) VALUES ({marks})", [tuple(row.values()) for row in keyed]
    )
    blank = dict.fromkeys(image(connection, table, key, first) or ())
    keyed.reverse()
    return [{"table": table, "key": key, "id": row[key], "before": None, "after": {**blank, **row}} for row in keyed]


def put_in_order(connection: sqlite3.Connection, operation: int, table: str, ids: Sequence[int]) -> None:
    """Numbers the positions of mutable rows in this order, as one change of `operation`."""
    images = []
    for position, number in enumerate(ids, 1):
        images += changed_row(connection, table, "id", number, {"position": position})
    save_images(connection, operation, images)


def _fresh_id(connection: sqlite3.Connection, table: str, key: str) -> int:
    """A number that no row has, nor any that a redo can bring back."""
    (last,) = connection.execute(
        f"SELECT max(coalesce((SELECT max({key}) FROM {table}), 0), coalesce((SELECT max(images ->> '$[0].id') "
        "FROM operation WHERE undone_at IS NOT NULL AND images ->> '$[0].table' = ?), 0))",
        (table,),
    ).fetchone()
    return int(last) + 1


def source_id(connection: sqlite3.Connection, name: str, trust: int) -> int:
    """The source of this name, made where it is new."""
    row = connection.execute("SELECT id FROM source WHERE name = ?", (name,)).fetchone()
    if row is not None:
        return int(row[0])
    return int(connection.execute("INSERT INTO source (name, trust) VALUES (?, ?)", (name, trust)).lastrowid or 0)


def withdraw(connection: sqlite3.Connection, operation: int, table: str, facts: Sequence[int]) -> None:
    """While `operation` stands, these facts are not live."""
    connection.executemany(
        "INSERT INTO withdrawal (operation, fact_table, fact) VALUES (?, ?, ?)", [(operation, table, f) for f in facts]
    )
