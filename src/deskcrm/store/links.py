"""Links between contacts: who employs whom, households, who referred whom. Facts, read from either side by roots."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from deskcrm.domain.links import EMPLOYER
from deskcrm.store.loading import IN, ids, live

_ROOTS = (
    "FROM link LEFT JOIN member ma ON ma.contact = link.a LEFT JOIN member mb ON mb.contact = link.b "
    f"WHERE {live('link')}"
)
_A, _B = "coalesce(ma.root, link.a)", "coalesce(mb.root, link.b)"


class Link(NamedTuple):
    """One live link between two roots; `since` and `until` are days (ISO 8601) or ""."""

    id: int
    a: int
    b: int
    kind: str
    role: str
    since: str
    until: str


def links_of(connection: sqlite3.Connection, contacts: Iterable[int]) -> list[Link]:
    """The live links of these contacts (the members of a profile), in the order of their making."""
    given = ids(contacts)
    rows = connection.execute(
        f"SELECT link.id, {_A}, {_B}, kind, role, coalesce(since, ''), coalesce(until, '') {_ROOTS} "
        f"AND (link.a {IN} OR link.b {IN}) ORDER BY link.id",
        (given, given),
    )
    return [Link(*row) for row in rows]


def people_at(connection: sqlite3.Connection, companies: Collection[int]) -> Iterator[tuple[int, int]]:
    """Company and person, both roots, for whoever is linked as working there now."""
    members = f"SELECT value FROM json_each(:given) UNION SELECT contact FROM member WHERE root {_IN_GIVEN}"
    yield from connection.execute(
        f"SELECT DISTINCT {_B}, {_A} {_ROOTS} AND kind = '{EMPLOYER}' AND until IS NULL AND link.b IN ({members})",
        {"given": ids(companies)},
    )


_IN_GIVEN = "IN (SELECT value FROM json_each(:given))"


def more_people_at(connection: sqlite3.Connection, companies: Collection[int]) -> Counter[int]:
    """How many listed people each of these companies (roots) has by link alone, beside those who bear its name."""
    pairs = list(people_at(connection, companies)) if companies else []
    rows = connection.execute(
        f"SELECT root, company FROM profile WHERE root {IN} AND NOT removed", (ids(person for _, person in pairs),)
    )
    company_of = dict(rows) if pairs else {}
    return Counter(company for company, person in pairs if person in company_of and company_of[person] != company)


def employers_of(connection: sqlite3.Connection, people: Iterable[int]) -> set[int]:
    """The companies (roots) that these contacts are linked to as working there now."""
    rows = connection.execute(
        f"SELECT DISTINCT {_B} {_ROOTS} AND kind = '{EMPLOYER}' AND until IS NULL AND link.a {IN}", (ids(people),)
    )
    return {company for (company,) in rows}


def add(
    connection: sqlite3.Connection, operation: int, a: int, b: int, kind: str, role: str, since: str, until: str
) -> int:  # fmt: skip
    """The fact that two contacts belong together; answers the link's id."""
    cursor = connection.execute(
        "INSERT INTO link (operation, a, b, kind, role, since, until) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (operation, a, b, kind, role, since or None, until or None),
    )
    return int(cursor.lastrowid or 0)


def link(connection: sqlite3.Connection, number: int) -> Link | None:
    """A live link by its id."""
    row = connection.execute(
        f"SELECT link.id, link.a, link.b, kind, role, coalesce(since, ''), coalesce(until, '') FROM link "
        f"WHERE id = ? AND {live('link')}",
        (number,),
    ).fetchone()
    return Link(*row) if row else None
