"""What profiles show in the columns that filters and orders want: the table `shown`, filled when first wanted.

A column is gathered some thousand profiles at a time, each in a transaction of its own, so that no lock is held long;
what was begun goes on where it stopped. From its beginning on a column is kept up to date for everybody who is touched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

import orjson

from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.columns import SOURCES, values
from deskcrm.domain.facts import Facts
from deskcrm.domain.fields import ADDRESS_PARTS, NAME_PARTS
from deskcrm.domain.filters import number_of
from deskcrm.domain.summary import is_listed
from deskcrm.domain.unify import NAME, split_slot, unify
from deskcrm.store.bulk import no_cycle_search
from deskcrm.store.loading import IN, Loader, ids

_WATCHED = "_watched"
_GATHERING = "_gathering"
"""The setting that says, of columns that are not whole yet, up to which profile they are."""
AT_ONCE = 4000

Row = tuple[str, str, int, str, float | None]


def watched(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The columns that are kept up to date, in alphabetical order; those that are still gathered are among them."""
    return tuple(sorted({*_whole(connection), *_gathering(connection)}))


def lacking(connection: sqlite3.Connection, columns: Collection[str]) -> set[str]:
    """Those of some columns that nobody gathered yet, or not to the end."""
    return set(columns) - set(_whole(connection))


def gather(connection: sqlite3.Connection, columns: Collection[str]) -> tuple[int, int]:
    """Takes the next few thousand profiles into columns that are lacking; how far it is, and of how much.

    Both are the same once the columns are whole.
    """
    reached = {**dict.fromkeys(lacking(connection, columns), 0), **_gathering(connection)}
    (last,) = connection.execute("SELECT coalesce(max(root), 0) FROM profile").fetchone()
    mine = {column: at for column, at in reached.items() if column in columns}
    if not mine:
        return last, last
    start = min(mine.values())
    now = sorted(column for column, at in mine.items() if at == start)
    roots = [
        root
        for (root,) in connection.execute(
            "SELECT root FROM profile WHERE root > ? ORDER BY root LIMIT ?", (start, AT_ONCE)
        )
    ]
    with no_cycle_search():
        _take_in(connection, roots, now)
    whole = len(roots) < AT_ONCE
    for column in now:
        del reached[column]
    if not whole:
        reached |= dict.fromkeys(now, roots[-1])
    _keep(connection, {*_whole(connection), *(now if whole else ())}, reached)
    return (last, last) if whole and len(now) == len(mine) else (roots[-1] if roots else start, last)


def gather_all(connection: sqlite3.Connection) -> None:
    """Makes every column whole that was begun."""
    while begun := _gathering(connection):
        gather(connection, begun)


def rebuilt(connection: sqlite3.Connection) -> None:
    """Notes that the table was filled anew for everybody: every column that was begun is whole."""
    _keep(connection, set(watched(connection)), {})


def _whole(connection: sqlite3.Connection) -> list[str]:
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (_WATCHED,)).fetchone()
    return list(orjson.loads(row[0])) if row else []


def _gathering(connection: sqlite3.Connection) -> dict[str, int]:
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (_GATHERING,)).fetchone()
    return dict(orjson.loads(row[0])) if row else {}


def _keep(connection: sqlite3.Connection, whole: Collection[str], reached: Mapping[str, int]) -> None:
    for key, value in ((_WATCHED, sorted(whole)), (_GATHERING, reached)):
        if value:
            connection.execute(
                "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (key, orjson.dumps(value).decode())
            )
        else:
            connection.execute("DELETE FROM setting WHERE key = ?", (key,))


def _take_in(connection: sqlite3.Connection, roots: Sequence[int], columns: Sequence[str]) -> None:
    """Fills these columns for some profiles; of what they say only that is looked at which can show there."""
    fields = {_field_of(column) for column in columns}
    loader = Loader(connection)
    facts = loader.facts(_of_whom_it_is_said(loader, roots, fields))
    for one in facts.values():
        for member in one.members:
            for record in member.records:
                record.assertions = [
                    said._replace(data={slot: value for slot, value in said.data.items() if _is_of(slot, fields)})
                    for said in record.assertions
                ]
    _insert(connection, _rows(facts, source_names(connection), columns))


def _field_of(column: str) -> str:
    """The field whose values a column shows; of names all parts are one."""
    if column == NAME or column in NAME_PARTS:
        return NAME
    return "addresses" if column in ADDRESS_PARTS else column


def _is_of(slot: str, fields: Set[str]) -> bool:
    return (NAME if slot in NAME_PARTS else split_slot(slot)[0]) in fields


def _of_whom_it_is_said(loader: Loader, roots: Sequence[int], fields: Collection[str]) -> Sequence[int]:
    """Those of these roots who may show one of the fields; it is enough that a text has its name in it."""
    if NAME in fields or SOURCES in fields:
        return roots
    given = ids(roots)
    found: set[int] = set(loader.placed.values())
    for table, column in (("member", "root"), ("edit", "contact")):
        if loader.any(table):
            query = f"SELECT DISTINCT {column} FROM {table} WHERE {column} {IN}"
            found.update(contact for (contact,) in loader.connection.execute(query, (given,)))
    said = " OR ".join("instr(v.data, ?)" for _ in fields)
    found.update(
        contact
        for (contact,) in loader.connection.execute(
            "SELECT c.value FROM json_each(?) c WHERE EXISTS (SELECT 1 FROM record r JOIN version v ON v.record = r.id "
            f"WHERE r.contact = c.value AND ({said}))",
            (given, *(orjson.dumps(name).decode().removesuffix('"') for name in fields)),
        )
    )
    return sorted(found.intersection(roots))


def replace(connection: sqlite3.Connection, facts: Mapping[int, Facts], columns: Sequence[str]) -> None:
    """Brings the table up to date for some roots; whoever is joined in them shows nothing by themselves."""
    members = [member.contact for one in facts.values() for member in one.members]
    connection.execute(f"DELETE FROM shown WHERE root {IN}", (ids(members),))
    _insert(connection, _rows(facts, source_names(connection), columns))


def source_names(connection: sqlite3.Connection) -> dict[int, str]:
    """The name of each source."""
    return dict(connection.execute("SELECT id, name FROM source"))


def _rows(facts: Mapping[int, Facts], names: Mapping[int, str], columns: Iterable[str]) -> Iterator[Row]:
    for root, one in facts.items():
        if not is_listed(one):
            continue
        unified = unify(one)
        sources = [names[record.source] for member in one.members for record in member.records]
        for column in columns:
            for value in values(unified, sources, column):
                yield column, fold(value), root, value, number_of(value)


def _insert(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    connection.executemany("INSERT OR IGNORE INTO shown (field, key, root, value, number) VALUES (?, ?, ?, ?, ?)", rows)


def suggestions(
    connection: sqlite3.Connection, column: str, kind: str, typed: str, limit: int
) -> list[tuple[str, int]]:
    """The values of a column that begin with what is typed, the most frequent first, each with how many have it."""
    key = fold(typed)
    return connection.execute(
        "SELECT min(s.value), count(*) AS many FROM shown s JOIN profile p ON p.root = s.root "
        "WHERE s.field = ? AND s.key >= ? AND s.key < ? AND p.kind = ? AND NOT p.removed "
        "GROUP BY s.key ORDER BY many DESC, s.key LIMIT ?",
        (column, key, f"{key}\U0010ffff", kind, limit),
    ).fetchall()


def holders(connection: sqlite3.Connection, column: str, value: str | None = None) -> list[int]:
    """The profiles that have this value in a column (None: any), those that are removed too."""
    condition, given = ("", [column]) if value is None else (" AND key = ?", [column, fold(value)])
    rows = connection.execute(f"SELECT DISTINCT root FROM shown WHERE field = ?{condition} ORDER BY root", given)
    return [root for (root,) in rows]
