"""Operations of History: begun, undone, redone; what each touched, and what must hold after it (rules 1 and 3)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from deskcrm.domain.errors import NotFound, Refused
from deskcrm.languages import tr
from deskcrm.store import stages
from deskcrm.store.derived import refresh, rejoin
from deskcrm.store.events import refresh_events
from deskcrm.store.loading import IN, PREFERENCES, ids, live

_OF_FILES = "kind IN ('photo', 'photo_removed', 'file', 'file_removed')"
"""The SQL condition that an operation gave or took a photo or an attached file."""


def begin(connection: sqlite3.Connection, kind: str, at: str, params: dict[str, Any] | None = None) -> int:
    """Adds an operation that stands; answers its id."""
    cursor = connection.execute(
        "INSERT INTO operation (at, kind, params) VALUES (?, ?, ?)", (at, kind, orjson.dumps(params or {}).decode())
    )
    return int(cursor.lastrowid or 0)


def stamp(connection: sqlite3.Connection) -> tuple[int, str]:
    """The latest operation and which ones are undone: what is live depends on nothing else."""
    row = connection.execute(
        "SELECT coalesce(max(id), 0), json_group_array(id) FILTER (WHERE undone_at IS NOT NULL) FROM operation"
    ).fetchone()
    return int(row[0]), str(row[1])


@dataclass(slots=True)
class Touch:
    """What an operation spoke of."""

    contacts: set[int] = field(default_factory=set)
    activities: set[int] = field(default_factory=set)
    edges: bool = False

    def join(self, other: Touch) -> None:
        """Takes in what another one touched."""
        self.contacts |= other.contacts
        self.activities |= other.activities
        self.edges |= other.edges


def touched(connection: sqlite3.Connection, operation: int) -> Touch:
    """The contacts and activities whose derived rows depend on whether this operation stands."""
    touch = Touch()

    def contacts(sql: str, *given: Any) -> None:
        touch.contacts.update(c for row in connection.execute(sql, given) for c in row if c is not None)

    batches = "SELECT id FROM batch WHERE operation = ?"
    contacts(
        f"SELECT DISTINCT record.contact FROM row JOIN record ON record.id = row.record WHERE row.batch IN ({batches})",
        operation,
    )
    contacts(
        "SELECT DISTINCT placement.contact FROM row JOIN placement ON placement.record = row.record "
        f"WHERE row.batch IN ({batches})",
        operation,
    )
    rows = connection.execute(
        f"SELECT DISTINCT activity FROM row WHERE activity IS NOT NULL AND batch IN ({batches})", (operation,)
    )
    touch.activities.update(a for (a,) in rows)
    contacts("SELECT DISTINCT contact FROM edit WHERE operation = ?", operation)
    placed = "SELECT record FROM placement WHERE operation = ?"
    contacts(f"SELECT contact FROM record WHERE id IN ({placed})", operation)
    contacts(f"SELECT contact FROM placement WHERE record IN ({placed})", operation)
    rows = connection.execute(
        f"SELECT DISTINCT activity FROM row WHERE activity IS NOT NULL AND record IN ({placed})", (operation,)
    )
    touch.activities.update(a for (a,) in rows)
    contacts("SELECT a, b FROM link WHERE operation = ?", operation)
    contacts("SELECT a, b FROM not_same WHERE operation = ?", operation)
    contacts("SELECT contact FROM task WHERE operation = ?", operation)
    for state in ("before", "after"):  # a task may go from one contact to another
        contacts(
            f"SELECT i.value ->> '$.{state}.contact' FROM operation o JOIN json_each(o.images) i "
            "ON i.value ->> 'table' = 'task' WHERE o.id = ?",
            operation,
        )
    contacts("SELECT contact FROM activity WHERE operation = ?", operation)
    contacts(f"SELECT params ->> 'contact' FROM operation WHERE id = ? AND {_OF_FILES}", operation)
    own = connection.execute(
        "SELECT id FROM activity WHERE operation = ? UNION SELECT activity FROM activity_version WHERE operation = ?",
        (operation, operation),
    )
    touch.activities.update(a for (a,) in own)
    contacts(
        "SELECT DISTINCT record.contact FROM operation o JOIN json_each(o.images) i ON i.value ->> 'table' = 'source' "
        "JOIN record ON record.source = i.value ->> 'id' WHERE o.id = ?",
        operation,
    )
    if _is_about_preferences(connection, operation):
        contacts("SELECT contact FROM record GROUP BY contact HAVING count(*) > 1")
        contacts("SELECT contact FROM placement UNION SELECT contact FROM member")
    if _changes_stages(connection, operation):
        touch.contacts |= stages.stated(connection)
    _edges(connection, operation, touch)
    _withdrawn(connection, operation, touch)
    return touch


def _is_about_preferences(connection: sqlite3.Connection, operation: int) -> bool:
    """Whether it changed which word wins (`domain/winning`): then whoever has several records may show others."""
    about = "SELECT EXISTS (SELECT 1 FROM operation WHERE id = ? AND kind = 'setting' AND params ->> 'key' = ?)"
    return bool(connection.execute(about, (operation, PREFERENCES)).fetchone()[0])


def _changes_stages(connection: sqlite3.Connection, operation: int) -> bool:
    row = connection.execute(
        "SELECT 1 FROM operation WHERE id = ? AND kind = 'setting' AND params ->> 'key' = ?",
        (operation, stages.SETTING),
    ).fetchone()
    return row is not None


def _edges(connection: sqlite3.Connection, operation: int, touch: Touch) -> None:
    for survivor, loser in connection.execute("SELECT survivor, loser FROM merge WHERE operation = ?", (operation,)):
        touch.contacts.update((survivor, loser))
        touch.edges = True


def _withdrawn(connection: sqlite3.Connection, operation: int, touch: Touch) -> None:
    for table, fact in connection.execute("SELECT fact_table, fact FROM withdrawal WHERE operation = ?", (operation,)):
        if table == "merge":
            touch.contacts.update(
                connection.execute("SELECT survivor, loser FROM merge WHERE id = ?", (fact,)).fetchone()
            )
            touch.edges = True
        elif table == "link":
            touch.contacts.update(connection.execute("SELECT a, b FROM link WHERE id = ?", (fact,)).fetchone())
        elif table == "activity":
            touch.activities.add(fact)
        elif table in ("edit", "file"):
            touch.contacts.update(connection.execute(f"SELECT contact FROM {table} WHERE id = ?", (fact,)).fetchone())


EMPTIED = "(kind = 'erase' OR params ->> 'erased' IS NOT NULL)"
"""The SQL condition that an operation erased somebody, or that all its facts were erased: nothing is left to turn."""


def latest_standing(connection: sqlite3.Connection) -> int:
    """The operation that a bare undo takes back."""
    row = connection.execute(
        f"SELECT id FROM operation WHERE undone_at IS NULL AND NOT {EMPTIED} ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        raise NotFound(tr("There is nothing to undo."))
    return int(row[0])


def latest_undone(connection: sqlite3.Connection) -> int:
    """The operation that a bare redo brings back."""
    row = connection.execute(
        f"SELECT id FROM operation WHERE undone_at IS NOT NULL AND NOT {EMPTIED} ORDER BY undone_turn DESC, id LIMIT 1"
    ).fetchone()
    if row is None:
        raise NotFound(tr("There is nothing to redo."))
    return int(row[0])


def flip(connection: sqlite3.Connection, operation: int, at: str, *, undo: bool) -> set[int]:
    """Undoes or redoes an operation, and brings all that is derived up to date; answers the roots touched.

    Raises NotFound for no such operation, Refused when it is so already or something stands in the way (rule 3).
    """
    return settle(connection, turn(connection, operation, at, undo=undo), operation)


def flip_with_later(connection: sqlite3.Connection, operation: int, at: str, *, undo: bool) -> set[int]:
    """As `flip`, after undoing whatever stands in its way, and in the way of that."""
    touch = Touch()
    clear_the_way(connection, operation, at, touch, undo=undo)
    return settle(connection, touch, operation)


def clear_the_way(
    connection: sqlite3.Connection, operation: int, at: str, touch: Touch, *, undo: bool
) -> list[int]:  # fmt: skip
    """Turns an operation, first undoing what stands in its way; answers what that was, in order. `touch` gathers all.

    Raises Refused where nothing that could be undone helps. What is derived is for the caller to settle.
    """
    cleared: list[int] = []
    while True:
        connection.execute("SAVEPOINT turned")
        try:
            touch.join(turn(connection, operation, at, undo=undo))
        except Refused as refusal:
            connection.execute("ROLLBACK TO turned")
            in_the_way = [one for one in refusal.stands_in_the_way if one != operation and one not in cleared]
            if not in_the_way:
                raise
        else:
            return cleared
        finally:
            connection.execute("RELEASE turned")
        later = max(in_the_way)
        cleared += [*clear_the_way(connection, later, at, touch, undo=True), later]


def turn(connection: sqlite3.Connection, operation: int, at: str, *, undo: bool) -> Touch:
    """Lets an operation stand or not, its mutable rows too; answers what was touched, for the caller to settle.

    Raises as `flip` does; the caller rolls back then.
    """
    row = connection.execute(
        f"SELECT undone_at, images, {EMPTIED} FROM operation WHERE id = ?", (operation,)
    ).fetchone()
    if row is None:
        raise NotFound(tr("There is no operation {operation} in this workspace's history.", operation=operation))
    if row[2]:
        raise Refused(
            tr("This was about somebody who was erased. Erasing can't be undone, and nothing is left of them.")
        )
    if undo == (row[0] is not None):
        raise Refused(
            tr("This was undone already.") if undo else tr("This is not undone, so there is nothing to redo.")
        )
    touch = touched(connection, operation)
    before = _edges_around(connection, touch.contacts) if touch.edges else {}
    (later,) = connection.execute("SELECT coalesce(max(undone_turn), 0) + 1 FROM operation").fetchone()
    connection.execute(
        "UPDATE operation SET undone_at = ?, undone_turn = ? WHERE id = ?",
        (at if undo else None, later if undo else None, operation),
    )
    _restore_images(connection, operation, row[1], undo=undo)
    touch.join(touched(connection, operation))  # rows that were restored speak of somebody too
    _must_hold(connection, touch, before, operation if not undo else None)
    return touch


def settle(connection: sqlite3.Connection, touch: Touch, operation: int) -> set[int]:
    """Brings everything derived from what was touched up to date; answers the roots."""
    contacts = set(touch.contacts)
    if touch.edges:
        contacts |= rejoin(connection, contacts)
    if touch.activities:
        contacts |= refresh_events(connection, touch.activities)
    return refresh(connection, contacts, operation) if contacts else set()


# Mutable rows ---------------------------------------------------------------------------------------------------------


def save_images(connection: sqlite3.Connection, operation: int, images: Sequence[dict[str, Any]]) -> None:
    """Notes mutable rows: [{"table", "key", "id", "before": {...} or None, "after": {...} or None}]."""
    connection.execute("UPDATE operation SET images = ? WHERE id = ?", (orjson.dumps(images).decode(), operation))


def image(connection: sqlite3.Connection, table: str, key: str, value: Any) -> dict[str, Any] | None:
    """A mutable row as it stands."""
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {key} = ?", (value,))
    row = cursor.fetchone()
    return dict(zip([c[0] for c in cursor.description], row, strict=True)) if row else None


def _restore_images(connection: sqlite3.Connection, operation: int, images: str | None, *, undo: bool) -> None:
    for entry in orjson.loads(images or "[]"):
        table, key, value = entry["table"], entry["key"], entry["id"]
        later = connection.execute(
            "SELECT max(id) FROM operation WHERE undone_at IS NULL AND id > ? AND instr(images, ?)",
            (operation, f'"table":"{table}","key":"{key}","id":{orjson.dumps(value).decode()}'),
        ).fetchone()[0]
        if later is not None:
            raise Refused(tr("A later change stands on this one. Undo that first."), [later])
        here, there = (entry["after"], entry["before"]) if undo else (entry["before"], entry["after"])
        if not _is_as_noted(image(connection, table, key, value), here):
            raise Refused(tr("What this changed is not as it was. Redo or undo the changes before it first."))
        _put_row(connection, table, key, value, there, exists=here is not None)


def _is_as_noted(row: dict[str, Any] | None, noted: dict[str, Any] | None) -> bool:
    """Whether a mutable row is as an image has it; columns that are younger than the image are not compared."""
    if row is None or noted is None:
        return row is noted
    return all(name in row and row[name] == value for name, value in noted.items())


def _put_row(
    connection: sqlite3.Connection, table: str, key: str, value: Any, row: dict[str, Any] | None, *, exists: bool
) -> None:  # fmt: skip
    """Makes a row what it was. One that stays is changed in its place, since others point to it."""
    if row is None:
        connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (value,))
    elif exists:
        sets = ", ".join(f"{name} = ?" for name in row)
        connection.execute(f"UPDATE {table} SET {sets} WHERE {key} = ?", (*row.values(), value))
    else:
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


# What must always hold ------------------------------------------------------------------------------------------------


def _must_hold(
    connection: sqlite3.Connection, touch: Touch, before: Mapping[int, _Edge], redone: int | None
) -> None:  # fmt: skip
    """Raises Refused, naming what stands in the way, when an undo or redo would break rule 3.

    `before`: the edges that were live around; `redone`: the operation that stands again, as an undo gives no key a
    second live record.
    """
    _edges_must_hold(_edges_around(connection, touch.contacts) if touch.edges else {}, before)
    if redone is None:
        return
    doubles = connection.execute(
        "WITH keys AS (SELECT DISTINCT source, key FROM record WHERE id IN "
        "  (SELECT row.record FROM row JOIN batch ON batch.id = row.batch WHERE batch.operation = :operation)) "
        "SELECT min(CASE WHEN b.operation != :operation THEN b.operation END) FROM keys "
        "JOIN record r ON r.source = keys.source AND r.key = keys.key "
        "JOIN row ON row.record = r.id JOIN batch b ON b.id = row.batch JOIN operation o ON o.id = b.operation "
        "WHERE o.undone_at IS NULL GROUP BY keys.source, keys.key HAVING count(DISTINCT r.id) > 1 LIMIT 1",
        {"operation": redone},
    ).fetchone()
    if doubles is not None:
        raise Refused(tr("A later import has somebody else under the same id. Undo that import first."), [doubles[0]])


class _Edge(NamedTuple):
    loser: int
    survivor: int
    operation: int


def _edges_around(connection: sqlite3.Connection, contacts: Iterable[int]) -> dict[int, _Edge]:
    """The live edges that lead up from these contacts, by their ids."""
    found: dict[int, _Edge] = {}
    border = set(contacts)
    while border:
        rows = connection.execute(
            f"SELECT id, loser, survivor, operation FROM merge WHERE loser {IN} AND {live('merge')}", (ids(border),)
        ).fetchall()
        new = {row[0]: _Edge(*row[1:]) for row in rows if row[0] not in found}
        found |= new
        border = {one.survivor for one in new.values()}
    return found


def _edges_must_hold(now: Mapping[int, _Edge], before: Mapping[int, _Edge]) -> None:
    """Edges that came back may be neither a second way out nor close a circle: then what stood already is named."""
    stood = {one.loser: one for merge, one in now.items() if merge in before}
    back = [one for merge, one in now.items() if merge not in before]
    for one in back:
        if one.loser in stood:
            raise Refused(tr("One of them was merged into somebody else meanwhile."), [stood[one.loser].operation])
    ways = stood | {one.loser: one for one in back}
    for one in back:
        here, way = one.survivor, list[int]()
        while here in ways and here != one.loser and len(way) <= len(ways):
            here, by = ways[here].survivor, ways[here].operation
            way.append(by)
        if here == one.loser:
            own = {other.operation for other in back}
            raise Refused(tr("They would be merged in a circle."), [by for by in way if by not in own])


_NAMED = 50
"""Contacts of one operation that History names: a merge has five, a change of a whole list any number."""

_ABOUT = (
    "SELECT contact, 1 AS turn FROM edit WHERE operation = :operation UNION ALL "
    "SELECT contact, 2 FROM activity WHERE operation = :operation AND contact IS NOT NULL UNION ALL "
    "SELECT survivor, 3 FROM merge WHERE operation = :operation UNION ALL "
    "SELECT loser, 4 FROM merge WHERE operation = :operation "
    "UNION ALL SELECT m.survivor, 5 FROM withdrawal w JOIN merge m ON m.id = w.fact "
    "WHERE w.operation = :operation AND w.fact_table = 'merge' "
    "UNION ALL SELECT m.loser, 6 FROM withdrawal w JOIN merge m ON m.id = w.fact "
    "WHERE w.operation = :operation AND w.fact_table = 'merge' "
    "UNION ALL SELECT a, 7 FROM link WHERE operation = :operation "
    "UNION ALL SELECT b, 8 FROM link WHERE operation = :operation "
    "UNION ALL SELECT l.a, 7 FROM withdrawal w JOIN link l ON l.id = w.fact "
    "WHERE w.operation = :operation AND w.fact_table = 'link' "
    "UNION ALL SELECT l.b, 8 FROM withdrawal w JOIN link l ON l.id = w.fact "
    "WHERE w.operation = :operation AND w.fact_table = 'link' "
    "UNION ALL SELECT contact, 9 FROM placement WHERE operation = :operation "
    "UNION ALL SELECT i.value ->> '$.after.contact', 1 FROM operation o JOIN json_each(o.images) i "
    "ON i.value ->> 'table' = 'task' WHERE o.id = :operation AND i.value ->> '$.after.contact' IS NOT NULL "
    f"UNION ALL SELECT params ->> 'contact', 1 FROM operation WHERE id = :operation AND {_OF_FILES} "
    "UNION ALL SELECT a, 8 FROM not_same WHERE operation = :operation "
    "UNION ALL SELECT b, 9 FROM not_same WHERE operation = :operation"
)


def contacts_of(connection: sqlite3.Connection, operations: Sequence[int]) -> dict[int, list[int]]:
    """The contacts that each operation names, survivors before losers, at most `_NAMED`; imports name none."""
    found: dict[int, list[int]] = {}
    for operation in operations:
        sql = f"SELECT contact FROM ({_ABOUT} LIMIT {_NAMED}) ORDER BY turn"
        rows = connection.execute(sql, {"operation": operation})
        found[operation] = list(dict.fromkeys(contact for (contact,) in rows))
    return found
