"""What profiles show in the columns that filters and orders want: the table `shown`, filled when first wanted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

import orjson

from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.columns import values
from deskcrm.domain.facts import Facts
from deskcrm.domain.filters import number_of
from deskcrm.domain.summary import is_listed
from deskcrm.domain.unify import unify
from deskcrm.store.loading import IN, Loader, ids

_WATCHED = "_watched"
_AT_A_TIME = 1000

Row = tuple[str, str, int, str, float | None]


def watched(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The columns that the table has, in alphabetical order."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (_WATCHED,)).fetchone()
    return tuple(orjson.loads(row[0])) if row else ()


def watch(
    connection: sqlite3.Connection, columns: Collection[str], progress: Callable[[int, int], None] | None = None
) -> None:
    """Lets the table have these columns too, for everybody who is listed; from then on it is kept up to date."""
    known = watched(connection)
    new = sorted(set(columns) - set(known))
    if not new:
        return
    connection.execute(
        "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)",
        (_WATCHED, orjson.dumps(sorted({*known, *new})).decode()),
    )
    roots = [root for (root,) in connection.execute("SELECT root FROM profile ORDER BY root").fetchall()]
    loader = Loader(connection)
    names = source_names(connection)
    for start in range(0, len(roots), _AT_A_TIME):
        part = loader.facts(roots[start : start + _AT_A_TIME])
        _insert(connection, _rows(part, names, new))
        if progress is not None:
            progress(min(start + _AT_A_TIME, len(roots)), len(roots))


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
