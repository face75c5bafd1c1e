"""What keeping in touch goes by: rhythms, the last real contact, purchases, birthdays, what was said last."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from deskcrm.domain.activities import KINDS
from deskcrm.domain.hiding import Hidden
from deskcrm.domain.unify import unify
from deskcrm.store.events import PLAIN_KIND
from deskcrm.store.loading import IN, Loader, ids

_LISTED = f"removed = {Hidden.NOT:d}"
_KEPT = "field IN ('keep_in_touch', 'anniversary') AND field = ?"  # the words of the index `edit_kept`
_REAL = orjson.dumps([key for key, kind in KINDS.items() if kind.real_contact]).decode()
_PERSON = "root, kind, name, email, phone, value, currency, first_at, created_at"
_AT_A_TIME = 500


class Person(NamedTuple):
    """A listed profile, as lines of Today name it."""

    contact: int
    kind: str
    name: str
    email: str
    phone: str
    value: int
    currency: str
    first_at: str
    created_at: str


def stamp(connection: sqlite3.Connection) -> tuple[Any, ...]:
    """Changes with every operation that is more than one on tasks, and with each undo of such."""
    row = connection.execute(
        "SELECT max(id), json_group_array(id) FILTER (WHERE undone_at IS NOT NULL) FROM operation "
        "WHERE kind NOT GLOB 'task*'"
    ).fetchone()
    return tuple(row)


def people(connection: sqlite3.Connection, roots: Collection[int]) -> dict[int, Person]:
    """Those of these profiles that are listed."""
    rows = connection.execute(f"SELECT {_PERSON} FROM profile WHERE root {IN} AND {_LISTED}", (ids(roots),))
    return {row[0]: Person(*row) for row in rows}


def most_valued(connection: sqlite3.Connection, roots: Collection[int], limit: int) -> list[Person]:
    """Those of these profiles that are listed and bought most, the most first."""
    rows = connection.execute(
        f"SELECT {_PERSON} FROM profile WHERE root {IN} AND {_LISTED} ORDER BY value DESC, root LIMIT ?",
        (ids(roots), limit),
    )
    return list(map(Person._make, rows))


# What is said of somebody, by a source or the owner ------------------------------------------------------------------


def texts(
    connection: sqlite3.Connection, field: str, days: Sequence[str] | None = None
) -> dict[int, str]:  # fmt: skip
    """What every profile shows in "keep_in_touch" or "anniversary", where it shows something.

    `days`: only those that a source says to be on one of these ("03-02"), and all that the owner typed.
    """
    loader = Loader(connection)
    contacts = {c for (c,) in connection.execute(f"SELECT DISTINCT contact FROM edit WHERE {_KEPT}", (field,))}
    contacts |= _mapped(connection, field, days)
    roots = sorted(loader.roots(sorted(contacts)))
    found: dict[int, str] = {}
    for start in range(0, len(roots), _AT_A_TIME):
        for root, facts in loader.facts(roots[start : start + _AT_A_TIME]).items():
            said = unify(facts).text(field)
            if said:
                found[root] = said
    return found


def _mapped(connection: sqlite3.Connection, field: str, days: Sequence[str] | None) -> set[int]:
    """The contacts of records of which an import says something in this field."""
    condition, given = (
        ("", ()) if days is None else (" AND substr(v.data ->> ?, -5) " + IN, (f"$.{field}", _json(days)))
    )
    batches = connection.execute("SELECT id FROM batch WHERE instr(mapping, ?)", (f'"{field}"',)).fetchall()
    rows = connection.execute(  # by the rows of those files alone: few files have it, and many have what happened
        "SELECT DISTINCT r.contact FROM json_each(?) b CROSS JOIN row ON row.batch = b.value "
        "CROSS JOIN version v ON v.id = row.version CROSS JOIN record r ON r.id = v.record "
        f"WHERE v.data ->> ? IS NOT NULL{condition}",
        (ids(batch for (batch,) in batches), f"$.{field}", *given),
    )
    return {contact for (contact,) in rows}


def birthdays(connection: sqlite3.Connection, days: Sequence[str]) -> list[tuple[int, str]]:
    """Who is listed and has a birthday on one of these ("03-02"): (profile, birthday)."""
    sql = f"SELECT root, birthday FROM profile WHERE birthday <> '' AND {_LISTED} AND substr(birthday, -5) {IN}"
    return connection.execute(sql, (_json(days),)).fetchall()


def kept_birthdays(connection: sqlite3.Connection, days: Sequence[str]) -> set[tuple[int, str]]:
    """The birthdays on these days ("2026-03-02") that a task, open or done, is about: (profile, day)."""
    rows = connection.execute(
        "SELECT coalesce(m.root, t.contact), t.slot FROM task t LEFT JOIN member m ON m.contact = t.contact "
        f"WHERE t.kind = 'birthday' AND NOT t.deleted AND t.slot {IN}",
        (_json(days),),
    )
    return set(rows)


def views_kept(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """The saved views with a rhythm for all in them: (view, rhythm)."""
    sql = "SELECT id, keep_in_touch FROM saved_view WHERE keep_in_touch <> '' AND NOT deleted ORDER BY position, id"
    return connection.execute(sql).fetchall()


# What happened --------------------------------------------------------------------------------------------------------


def group_of(connection: sqlite3.Connection, roots: Iterable[int], *, with_people: bool = False) -> dict[int, set[int]]:
    """The profiles that each contact speaks for: itself, those joined in it; and with its people, of a company."""
    group: dict[int, set[int]] = defaultdict(set)
    wanted = set(roots)
    for root in wanted:
        group[root].add(root)
    if with_people:
        sql = f"SELECT root, company FROM profile WHERE company {IN} AND {_LISTED}"
        for person, company in connection.execute(sql, (ids(wanted),)):
            group[person].add(company)
    for contact, root in connection.execute(
        f"SELECT contact, root FROM member WHERE root {IN}", (ids(group),)
    ).fetchall():
        group[contact] |= group[root]
    return group


def last_contacts(connection: sqlite3.Connection, roots: Collection[int], until: str) -> dict[int, tuple[str, str]]:
    """The last real contact with each profile up to then: when (ISO 8601), of which kind. A company has its people’s.

    Calls, emails, meetings, visits, orders and the like count; notes, newsletters and imports as such don't.
    """
    group = group_of(connection, roots, with_people=True)
    rows = connection.execute(
        "SELECT e.contact, max(e.at), e.kind FROM event e "
        f"WHERE e.contact {IN} AND {PLAIN_KIND} {IN} AND e.at <> '' AND e.at <= ? GROUP BY e.contact",
        (ids(group), _REAL, until),
    )
    found: dict[int, tuple[str, str]] = {}
    for contact, at, kind in rows:
        for root in group[contact]:
            found[root] = max(found.get(root, ("", "")), (at, kind))
    return found


def planned(connection: sqlite3.Connection) -> set[int]:
    """The profiles that an open task with a day is about."""
    rows = connection.execute(
        "SELECT DISTINCT coalesce(m.root, t.contact) FROM task t LEFT JOIN member m ON m.contact = t.contact "
        "WHERE t.done_at IS NULL AND t.due IS NOT NULL AND NOT t.deleted AND t.contact IS NOT NULL"
    )
    return {contact for (contact,) in rows}


def purchases(connection: sqlite3.Connection, least: int, last: str) -> Iterator[tuple[int, list[str]]]:
    """The days of purchase of each profile that bought on at least so many, and not since `last`; one at a time.

    (All at once they would be hundreds of thousands of lists, which the window would have to wait for to go again.)
    """
    root_of = dict(connection.execute("SELECT contact, root FROM member"))
    together = root_of.keys() | set(root_of.values())
    rows = connection.execute(  # "+": in the order of the table; by the index each event would be looked up by itself
        "SELECT contact, group_concat(DISTINCT substr(at, 1, 10)) FROM event WHERE sale AND at <> '' GROUP BY +contact "
        f"HAVING (count(DISTINCT substr(at, 1, 10)) >= ? AND substr(max(at), 1, 10) <= ?) OR contact {IN}",
        (least, last, ids(together)),
    )
    joined: dict[int, set[str]] = defaultdict(set)
    for contact, days in rows:
        if contact in together:
            joined[root_of.get(contact, contact)].update(days.split(","))
        else:
            yield contact, days.split(",")
    for root, all_days in joined.items():
        if len(all_days) >= least and max(all_days) <= last:
            yield root, sorted(all_days)


class Last(NamedTuple):
    """What happened last with somebody."""

    kind: str
    at: str
    title: str
    text: str


def last_said(connection: sqlite3.Connection, roots: Collection[int], until: str) -> dict[int, Last]:
    """What happened last with each profile up to then, newsletters aside."""
    group = group_of(connection, roots)
    newest = (
        "SELECT activity FROM event e WHERE e.contact = c.value AND e.at <> '' AND e.at <= ? AND e.kind <> 'campaign' "
        "ORDER BY e.at DESC LIMIT 1"
    )
    rows = connection.execute(
        "SELECT e.contact, e.kind, e.at, e.title, v.data ->> '$.text' FROM json_each(?) c "
        f"JOIN event e ON e.activity = ({newest}) JOIN activity_version v ON v.id = e.version",
        (ids(group), until),
    )
    found: dict[int, Last] = {}
    for contact, kind, at, title, text in rows:
        for root in group[contact]:
            if root not in found or found[root].at < at:
                found[root] = Last(kind, at, title, text or "")
    return found


def _json(texts: Iterable[str] | Mapping[str, Any]) -> str:
    return orjson.dumps(list(texts)).decode()
