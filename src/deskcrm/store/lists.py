"""Lists of people and companies: the ids of a whole list, however long, and the lines of a page of it.

A list in one order of the profile's own is one or two ranges of an index; any other order, or several, is sorted.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import orjson

from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.columns import CONSENTS, FIGURES, MEASURES, ColumnKind, values
from deskcrm.domain.columns import column as column_of
from deskcrm.domain.errors import Cancelled
from deskcrm.domain.fields import CUSTOM_PREFIX
from deskcrm.domain.filters import Node
from deskcrm.domain.filters import conditions as conditions_of
from deskcrm.domain.hiding import Hidden
from deskcrm.domain.unify import unify
from deskcrm.domain.views import ListQuery, ListRow, Order
from deskcrm.languages import tr
from deskcrm.store import consents, filters, links, measures, search, shown
from deskcrm.store.loading import IN, Loader, ids

_SORTS = {
    "name": "sort_name", "organization": "organization", "email": "email", "phone": "phone", "city": "city",
    "stage": "stage", "last_at": "last_at", "value": "value", "orders": "orders", "created_at": "created_at",
    "first_at": "first_at", "activities": "activities", "birthday": "birthday", "stage_since": "stage_since",
    "given": "given", "family": "family", "title": "title", "country": "country",
}  # fmt: skip
_NUMBERS = frozenset({"value", "orders", "activities"})
_ROW = (
    "root, kind, name, organization, email, phone, city, stage, nullif(last_at, ''), orders, value, currency, "
    "CASE kind WHEN 'company' THEN (SELECT count(*) FROM profile q WHERE q.company = profile.root AND NOT q.removed) "
    "ELSE 0 END"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for, beside the query: the country of phones without one, and which day it is."""

    country: str
    today: date


def list_ids(
    connection: sqlite3.Connection, query: ListQuery, asked: Asked, limit: int | None = None, *, near: str = ""
) -> array[int]:  # fmt: skip
    """The ids of a whole list, or the first `limit` of it, in its order: blank values last, ties by name.

    A list by name that is searched has first those whose name begins with what was typed. Each part of the order is
    one range of an index; `make_index` made it for columns other than the name. `near`: an FTS5 expression that is
    looked for instead of what was typed.
    """
    words = near or (search.expression(query.text, asked.country) if query.text.strip() else "")
    if words is None:
        return array("q")
    if query.then or query.sort not in _SORTS:
        kept = _kept(connection, query, asked.today, through=True)
        return _sorted(connection, query, kept, words, -1 if limit is None else limit)
    through = query.where is not None and limit is None and not words
    kept = _kept(connection, query, asked.today, through=through)
    column = _SORTS.get(query.sort, "sort_name")
    few = search.few(connection, words) if words else None
    found = array("q")
    for part in _parts(column, "" if near else fold(query.text), words):
        room = -1 if limit is None else limit - len(found)
        found.extend(_ordered(connection, query, column, part, few, kept, room, through=through) if room else ())
    return found


def number(connection: sqlite3.Connection, query: ListQuery, today: date) -> int:
    """How many a list has, apart from what is typed."""
    where, given = _kept(connection, query, today, through=query.where is not None)
    (found,) = connection.execute(f"SELECT count(*) FROM profile WHERE {where}", given).fetchone()
    return int(found)


def _kept(connection: sqlite3.Connection, query: ListQuery, today: date, *, through: bool) -> filters.Sql:
    """Who belongs to the list, apart from what is typed: kind, how they are hidden, and the filter.

    `through`: whoever is in the lists is looked for from the first row of the table to the last. By the index each row
    would be looked up by itself where more is asked of it than the index has: of a million that takes seven times as
    long.
    """
    kinds = ("person", "company") if query.kind is None else (query.kind,)
    state = Hidden.REMOVED if query.removed else Hidden.ARCHIVED if query.archived else Hidden.NOT
    by = "+" if through and state is Hidden.NOT else ""  # which keeps SQLite from the index
    sql = f"{by}profile.kind IN ({', '.join('?' * len(kinds))}) AND {by}profile.removed = {int(state)}"
    given: list[Any] = [*kinds]
    if query.where is not None:
        condition, values = filters.compiled(query.where, today, own_kinds(connection))
        sql, given = f"{sql} AND ({condition})", [*given, *values]
    return sql, given


@dataclass(frozen=True, slots=True)
class _Part:
    """One stretch of a list's order: a condition with its values, and what is searched for in it."""

    condition: str = "1"
    given: tuple[str, ...] = ()
    words: str = ""


def _parts(column: str, typed: str, words: str) -> list[_Part]:
    if column == "sort_name" and typed:
        begins = (typed, typed + search.BEYOND)
        return [
            _Part("sort_name >= ? AND sort_name < ?", begins),
            _Part("NOT (sort_name >= ? AND sort_name < ?)", begins, words),
        ]
    if column == "sort_name" or column in _NUMBERS:
        return [_Part(words=words)]
    return [_Part(f"{column} > ''", (), words), _Part(f"{column} = ''", (), words)]


def _ordered(
    connection: sqlite3.Connection,
    query: ListQuery,
    column: str,
    part: _Part,
    few: list[int] | None,
    kept: filters.Sql,
    limit: int,
    *,
    through: bool,
) -> array[int]:
    way = " DESC" if query.descending else ""
    order = ", ".join(f"profile.{name}{way}" for name in dict.fromkeys((column, "sort_name", "root")))
    order = f"+{order}" if through else order  # sorted, not read in the order of an index
    where = f"{kept[0]} AND {part.condition}"
    table, given = "profile", [*kept[1], *part.given]
    if part.words and few is not None:  # look each of them up
        table, given = _FEW, [ids(few), *given]
    elif part.words:  # many: walk the list in its order
        where, given = f"{where} AND {_FOUND}", [*given, part.words]
    return _roots(connection, f"FROM {table} WHERE {where} ORDER BY {order} LIMIT ?", [*given, limit])


_FEW = "(SELECT value AS id FROM json_each(?)) few CROSS JOIN profile ON profile.root = few.id"
_FOUND = "profile.root IN (SELECT rowid FROM finder WHERE finder MATCH ?)"


def _roots(connection: sqlite3.Connection, sql: str, given: Sequence[Any]) -> array[int]:
    """The ids as one text: a quarter of the time of a row each."""
    row = connection.execute(
        f"SELECT json_group_array(root) FROM (SELECT profile.root AS root {sql})", given
    ).fetchone()
    return _ids_in(row[0])


_PIECE = 250_000  # characters: what is parsed in a millisecond or two


def _ids_in(text: str) -> array[int]:
    """The ids in a JSON array, a piece at a time: a million at once would keep the window from the interpreter."""
    found = array("q")
    begin, end = 1, len(text) - 1
    while begin < end:
        comma = text.find(",", begin + _PIECE)
        stop = comma if comma >= 0 else end
        found.extend(orjson.loads(f"[{text[begin:stop]}]"))
        begin = stop + 1
    return found


_LOOKS = 50_000  # steps of SQLite's machine from one look to the next: some two milliseconds


@contextmanager
def given_up(connection: sqlite3.Connection, cancelled: Callable[[], bool] | None) -> Iterator[None]:
    """Ends a long read in the middle, by Cancelled, when nobody waits for its answer any more."""
    if cancelled is None:
        yield
        return
    connection.set_progress_handler(cancelled, _LOOKS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        raise Cancelled(tr("Cancelled; nothing was changed.")) from error
    finally:
        connection.set_progress_handler(None, 0)


def _sorted(
    connection: sqlite3.Connection, query: ListQuery, kept: filters.Sql, words: str, limit: int
) -> array[int]:  # fmt: skip
    """A list by several columns, or by one that only `shown` has."""
    table, order, joined = "profile", [], list[Any]()
    for number, (key, descending) in enumerate((Order(query.sort, query.descending), *query.then)):
        way = " DESC" if descending else ""
        if key in _SORTS:
            expression = f"profile.{_SORTS[key]}"
        elif key in CONSENTS:
            table += f" LEFT JOIN ({consents.OF_ROOTS}) s{number} ON s{number}.root = profile.root"
            joined.extend(consents.bounds(CONSENTS[key]))
            expression = f"s{number}.state"
        elif key in FIGURES:
            table += f" LEFT JOIN ({measures.OF_ROOTS[key]}) s{number} ON s{number}.root = profile.root"
            expression = f"s{number}.key"
        else:
            best = "number" if _is_number(connection, key) else "key"
            table += (
                f" LEFT JOIN (SELECT root, min({best}) AS best FROM shown WHERE field = ? GROUP BY root) s{number} "
                f"ON s{number}.root = profile.root"
            )
            joined.append(key)
            expression = f"s{number}.best"
        blank = "" if key in _NUMBERS else f"{expression} IS NULL OR {expression} = '', "
        order.append(f"{blank}{expression}{way}")
    where, given = kept
    if words:
        where, given = f"{where} AND {_FOUND}", [*given, words]
    sql = f"FROM {table} WHERE {where} ORDER BY {', '.join([*order, 'profile.sort_name', 'profile.root'])} LIMIT ?"
    return _roots(connection, sql, [*joined, *given, limit])


def _is_number(connection: sqlite3.Connection, key: str) -> bool:
    found = column_of(key, own_kinds(connection))
    return found is not None and found.kind is ColumnKind.NUMBER


def wanted(query: ListQuery) -> frozenset[str]:
    """The columns that `shown` must have for this query."""
    orders = {key for key, _ in (Order(query.sort, query.descending), *query.then)} - _SORTS.keys() - FIGURES
    return (frozenset(orders) | _columns_of(query.where)) - CONSENTS.keys()


def columns_of(query: ListQuery) -> frozenset[str]:
    """Every column that this query filters or orders by."""
    conditions = conditions_of(query.where) if query.where is not None else []
    orders = {query.sort, *(order.column for order in query.then)}
    return frozenset(orders | {condition.column for condition in conditions})


def _columns_of(where: Node | None) -> frozenset[str]:
    return filters.wanted(where) if where is not None else frozenset()


_OWN_KINDS = {"number": ColumnKind.NUMBER, "date": ColumnKind.DATE, "choice": ColumnKind.TEXT}


def own_kinds(connection: sqlite3.Connection) -> dict[str, ColumnKind]:
    """How the owner's own fields are compared, by their column ("custom.Size")."""
    rows = connection.execute("SELECT key, kind FROM own_field WHERE NOT deleted")
    return {f"{CUSTOM_PREFIX}{key}": _OWN_KINDS.get(kind, ColumnKind.TEXT) for key, kind in rows}


def first_ids(connection: sqlite3.Connection, query: ListQuery, asked: Asked, limit: int) -> array[int]:
    """The first ids of a list: what is searched by name is looked for where it is quickly found, if it is there."""
    by_name = query.sort == "name" and not query.descending and not query.then
    whole = query.where is None and not (query.removed or query.archived)
    if query.text.strip() and query.kind is not None and by_name and whole:
        typed = fold(query.text)
        found = search.begins(connection, query.kind, typed, limit) if typed else []
        if len(found) < limit:
            found = search.walk(connection, query.kind, typed, search.words_of(query.text, asked.country), limit, found)
        if len(found) == limit:
            return array("q", found)
    return list_ids(connection, query, asked, limit)


_WORTH_AN_INDEX = 50_000  # rows: below, sorting without one takes less than a tenth of a second


def lacks_index(connection: sqlite3.Connection, sort: str) -> bool:
    """Whether a long list is to be sorted by a column of the profile's own that has no index yet."""
    column = _SORTS.get(sort, "sort_name")
    if column == "sort_name":
        return False
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (f"profile_by_{column}",)).fetchone()
    if known is not None:
        return False
    (last,) = connection.execute("SELECT coalesce(max(root), 0) FROM profile").fetchone()
    return bool(last > _WORTH_AN_INDEX)


def make_index(connection: sqlite3.Connection, sort: str) -> None:
    """An index for sorting by a column, made when it is first wanted: imports pay for those alone that are used."""
    column = _SORTS[sort]
    connection.execute(
        f"CREATE INDEX IF NOT EXISTS profile_by_{column} ON profile (kind, removed, {column}, sort_name)"
    )


def rows(connection: sqlite3.Connection, wanted: Sequence[int], columns: Sequence[str] = ()) -> list[ListRow]:
    """The lines of these profiles, in the order asked for; those that are no more are left out.

    `columns`: further ones that are shown, whose values stand in `cells`.
    """
    found = {row[0]: row for row in connection.execute(f"SELECT {_ROW} FROM profile WHERE root {IN}", (ids(wanted),))}
    more = links.more_people_at(connection, [root for root, row in found.items() if row[1] == "company"])
    lines = {root: ListRow(*row) for root, row in found.items()}
    lines |= {root: replace(lines[root], people=lines[root].people + count) for root, count in more.items()}
    if columns:
        cells = _cells(connection, list(lines), columns)
        lines = {root: replace(line, cells=cells[root]) for root, line in lines.items()}
    return [lines[root] for root in wanted if root in lines]


_MEASURED = sorted(MEASURES)


def _cells(
    connection: sqlite3.Connection, roots: Sequence[int], columns: Sequence[str]
) -> dict[int, dict[str, tuple[str, ...]]]:  # fmt: skip
    """What profiles show in any columns: computed for a page of rows, so that nothing need be kept for it."""
    measured = {
        row[0]: dict(zip(_MEASURED, row[1:], strict=True))
        for row in connection.execute(
            f"SELECT root, {', '.join(_MEASURED)} FROM profile WHERE root {IN}", (ids(roots),)
        )
    }
    names = shown.source_names(connection)
    found = {}
    said: dict[str, Mapping[int, str | float]] = {
        key: consents.of_roots(connection, roots, CONSENTS[key]) for key in columns if key in CONSENTS
    }
    said |= {key: measures.of_roots(connection, roots, key) for key in columns if key in FIGURES}
    for root, facts in Loader(connection).facts(roots).items():
        unified = unify(facts)
        sources = [names[record.source] for member in facts.members for record in member.records]
        found[root] = {
            key: _measure(said[key].get(root, "")) if key in said
            else _measure(measured[root][key]) if key in MEASURES else tuple(values(unified, sources, key))
            for key in columns
        }  # fmt: skip
    return found


def _measure(value: str | float) -> tuple[str, ...]:
    return (str(value),) if value != "" else ()
