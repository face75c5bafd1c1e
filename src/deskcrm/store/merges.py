"""Merges and what parts again: edges, "not the same", placements of records, and what they come down to in figures."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import orjson

from deskcrm.domain.errors import NotFound
from deskcrm.domain.facts import Facts
from deskcrm.domain.summary import summarise
from deskcrm.domain.views import MergeView
from deskcrm.languages import tr
from deskcrm.store import links, matches
from deskcrm.store.derived import organization_key
from deskcrm.store.loading import IN, NOT_WITHDRAWN, Loader, ids, live
from deskcrm.store.writes import root_of


class Edge(NamedTuple):
    """One merge edge, live or not."""

    id: int
    operation: int
    survivor: int
    loser: int
    live: bool


def add_edge(
    connection: sqlite3.Connection, operation: int, survivor: int, loser: int, choices: Mapping[str, str],
    score: float | None = None, evidence: Sequence[str] = (),
) -> int:  # fmt: skip
    """The fact that one root is another; answers the edge's id."""
    cursor = connection.execute(
        "INSERT INTO merge (operation, survivor, loser, choices, score, evidence) VALUES (?, ?, ?, ?, ?, ?)",
        (operation, survivor, loser, _json(dict(choices)), score, _json(list(evidence)) if evidence else None),
    )
    return int(cursor.lastrowid or 0)


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def edge(connection: sqlite3.Connection, merge: int) -> Edge:
    """An edge by its id. Raises NotFound."""
    row = connection.execute(
        f"SELECT id, operation, survivor, loser, {live('merge')} FROM merge WHERE id = ?", (merge,)
    ).fetchone()
    if row is None:
        raise NotFound(tr("There is no merge {merge} in this workspace.", merge=merge))
    return Edge(row[0], row[1], row[2], row[3], bool(row[4]))


def live_edges_of(connection: sqlite3.Connection, operation: int) -> list[int]:
    """The edges of one merge that still stand."""
    rows = connection.execute(f"SELECT id FROM merge WHERE operation = ? AND {live('merge')}", (operation,))
    return [merge for (merge,) in rows]


def dropped_by(connection: sqlite3.Connection, operation: int, loser: int | None = None) -> list[int]:
    """The list values that a merge's operation removed, as ids of its edits: all, or those on one loser's side.

    Who stood on that side then is noted with the operation; some may have left it since.
    """
    where, given = "", [operation]
    if loser is not None:
        side = "SELECT value FROM json_each((SELECT params FROM operation WHERE id = ?), ?)"
        where, given = f"AND contact IN ({side})", [operation, operation, f'$.sides."{loser}"']  # type: ignore[list-item]
    rows = connection.execute(
        f"SELECT id FROM edit WHERE operation = ? {where} AND {NOT_WITHDRAWN.format(table='edit')}", given
    )
    return [edit for (edit,) in rows]


def views(connection: sqlite3.Connection, contacts: Iterable[int]) -> tuple[MergeView, ...]:
    """Every edge that was ever made at these contacts, the latest first."""
    given = ids(contacts)
    rows: list[tuple[int, int, int, int, str, str | None]] = connection.execute(
        "SELECT merge.id, merge.operation, survivor, loser, o.at, coalesce(o.undone_at, ("
        "  SELECT min(by.at) FROM withdrawal w JOIN operation by ON by.id = w.operation "
        "  WHERE by.undone_at IS NULL AND w.fact_table = 'merge' AND w.fact = merge.id)) "
        "FROM merge JOIN operation o ON o.id = merge.operation "
        f"WHERE survivor {IN} OR loser {IN} ORDER BY merge.id DESC",
        (given, given),
    ).fetchall()
    names = own_names(connection, {c for row in rows for c in row[2:4]}) if rows else {}
    return tuple(
        MergeView(merge, operation, survivor, loser, names[survivor], names[loser], at, ended)
        for merge, operation, survivor, loser, at, ended in rows
    )


def own_names(connection: sqlite3.Connection, contacts: Collection[int]) -> dict[int, str]:
    """What each contact is called by what it says itself, whoever it is joined with."""
    loader = Loader(connection)
    joined = {c for c in contacts if loader.joined(c)}
    found = names_of(connection, set(contacts) - joined)  # whoever stands alone is called as its profile is
    for contact, member in loader.members(set(contacts) - found.keys()).items():
        line = summarise(Facts(contact, [member]))
        found[contact] = line.name if line else _name_by_people(connection, contact)
    return found


def _name_by_people(connection: sqlite3.Connection, company: int) -> str:
    """How its people write a company of which nothing else is known, or ""."""
    keys = {key for (key,) in connection.execute("SELECT name_key FROM organization WHERE contact = ?", (company,))}
    names = connection.execute(
        "SELECT DISTINCT organization FROM profile "
        "WHERE company = coalesce((SELECT root FROM member WHERE contact = :company), :company)",
        {"company": company},
    )
    return next((name for (name,) in names if organization_key(name) in keys), "")


def names_of(connection: sqlite3.Connection, roots: Iterable[int]) -> dict[int, str]:
    """What these profiles are called in lists; those that aren't listed are missing."""
    return dict(connection.execute(f"SELECT root, name FROM profile WHERE root {IN}", (ids(roots),)))


# Not the same ---------------------------------------------------------------------------------------------------------


def add_not_same(connection: sqlite3.Connection, operation: int, a: int, b: int) -> int:
    """The fact that two contacts are different people."""
    matches.touched(connection, (a, b))
    cursor = connection.execute("INSERT INTO not_same (operation, a, b) VALUES (?, ?, ?)", (operation, a, b))
    return int(cursor.lastrowid or 0)


def not_same_among(connection: sqlite3.Connection, groups: Sequence[Collection[int]]) -> list[int]:
    """The live words "not the same" between members of different groups, as ids of `not_same`."""
    group_of = {contact: number for number, group in enumerate(groups) for contact in group}
    given = ids(group_of)
    rows = connection.execute(
        f"SELECT id, a, b FROM not_same WHERE a {IN} AND b {IN} AND {live('not_same')}", (given, given)
    )
    return [one for one, a, b in rows if group_of[a] != group_of[b]]


# Records --------------------------------------------------------------------------------------------------------------


class Placed(NamedTuple):
    """Where a record lies now, and what it is of."""

    record: int
    contact: int
    root: int
    kind: str


def place_of(connection: sqlite3.Connection, record: int) -> Placed:
    """Where a record lies now. Raises NotFound."""
    row = connection.execute("SELECT contact FROM record WHERE id = ?", (record,)).fetchone()
    if row is None:
        raise NotFound(tr("There is no record {record} in this workspace.", record=record))
    contact = Loader(connection).placed.get(record, row[0])
    (kind,) = connection.execute("SELECT kind FROM contact WHERE id = ?", (contact,)).fetchone()
    return Placed(record, contact, root_of(connection, contact), kind)


def hangs_by_itself(connection: sqlite3.Connection, contacts: Collection[int], record: int) -> bool:
    """Whether a task, a file or an activity hangs on these contacts that isn't from a record's own rows."""
    given = ids(contacts)
    queries = (
        (f"SELECT 1 FROM task WHERE contact {IN} AND NOT deleted", (given,)),
        (f"SELECT 1 FROM file WHERE contact {IN} AND {live('file')}", (given,)),
        (
            f"SELECT 1 FROM event e WHERE e.contact {IN} "
            "AND NOT EXISTS (SELECT 1 FROM row WHERE row.activity = e.activity AND row.record = ?)",
            (given, record),
        ),
    )
    return any(connection.execute(f"{query} LIMIT 1", values).fetchone() for query, values in queries)


def place(connection: sqlite3.Connection, operation: int, record: int, contact: int) -> None:
    """The owner's word that a record belongs to a contact."""
    connection.execute(
        "INSERT INTO placement (operation, record, contact) VALUES (?, ?, ?)", (operation, record, contact)
    )


# Figures --------------------------------------------------------------------------------------------------------------


def activities_of(connection: sqlite3.Connection, contacts: Collection[int]) -> int:
    """How many activities hang on these contacts."""
    return _count(connection, "event", contacts)


def tasks_of(connection: sqlite3.Connection, contacts: Collection[int]) -> int:
    """How many tasks, done ones too, these contacts have."""
    return _count(connection, "task", contacts, "AND NOT deleted")


def people_of(connection: sqlite3.Connection, roots: Collection[int]) -> int:
    """How many listed people these companies have, by their name or by a link."""
    (count,) = connection.execute(
        f"SELECT count(*) FROM profile WHERE company {IN} AND NOT removed", (ids(roots),)
    ).fetchone()
    return int(count) + sum(links.more_people_at(connection, roots).values())


def _count(connection: sqlite3.Connection, table: str, contacts: Collection[int], where: str = "") -> int:
    (count,) = connection.execute(
        f"SELECT count(*) FROM {table} WHERE contact {IN} {where}", (ids(contacts),)
    ).fetchone()
    return int(count)


def logged_since(connection: sqlite3.Connection, contacts: Collection[int], operation: int) -> int:
    """How many activities the owner logged with these contacts after an operation."""
    (count,) = connection.execute(
        f"SELECT count(*) FROM activity WHERE contact {IN} AND operation > ? AND {live('activity')}",
        (ids(contacts), operation),
    ).fetchone()
    return int(count)


def tasks_since(connection: sqlite3.Connection, contacts: Collection[int], operation: int) -> int:
    """How many tasks were added to these contacts after an operation."""
    (count,) = connection.execute(
        f"SELECT count(*) FROM task WHERE contact {IN} AND operation > ? AND NOT deleted", (ids(contacts), operation)
    ).fetchone()
    return int(count)
