"""Figures of each customer, what they bought by month, and how they moved from stage to stage: kept once wanted.

Nobody pays for them before a report, a filter or a profile wants them (`begin`). From then on `touched` hears of every
profile that is computed, and `settle` brings their figures up to date, some at a time, so that no lock is held long.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

import orjson

from deskcrm.domain import lifecycle
from deskcrm.domain.activities import KINDS
from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.lifecycle import Statement
from deskcrm.domain.measures import Measures, Move, Outlook
from deskcrm.store import stages
from deskcrm.store.events import PLAIN_KIND
from deskcrm.store.loading import IN, ids, live

TABLES: Final = ("figure", "turnover", "turnover_total", "stage_move", "stage_total")
"""Derived from the facts alone, so that a rebuilt copy has the same rows once both are settled."""

_LAST = "_figures.2"
"""The setting that says they are wanted, and which contact was the youngest when they were settled last.

Another name for other rules: whatever was reckoned by earlier ones is reckoned anew.
"""
AT_ONCE: Final = 2_000
_IN_TOUCH = ", ".join(f"'{kind.key}'" for kind in KINDS.values() if kind.real_contact and not kind.sale)


Connection = sqlite3.Connection


# Who is to be settled -------------------------------------------------------------------------------------------------


def begin(connection: sqlite3.Connection) -> None:
    """Has the figures kept from now on."""
    connection.execute("INSERT OR IGNORE INTO setting (key, value) VALUES (?, '0')", (_LAST,))


def are_wanted(connection: sqlite3.Connection) -> bool:
    """Whether the figures are kept."""
    return connection.execute("SELECT 1 FROM setting WHERE key = ?", (_LAST,)).fetchone() is not None


def touched(connection: sqlite3.Connection, contacts: Iterable[int]) -> None:
    """Notes that these profiles were computed anew, where figures are kept."""
    if are_wanted(connection):
        connection.execute(
            "INSERT OR IGNORE INTO figure_touched (root) SELECT value FROM json_each(?)", (ids(contacts),)
        )


def waiting(connection: sqlite3.Connection) -> int:
    """How many contacts have to be settled before the figures are those of now."""
    (known,) = connection.execute("SELECT count(*) FROM figure_touched").fetchone()
    (new,) = connection.execute("SELECT count(*) FROM contact WHERE id > ?", (_last(connection),)).fetchone()
    return int(known) + int(new)


def _last(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (_LAST,)).fetchone()
    return int(row[0]) if row else 0


def settle(connection: sqlite3.Connection, limit: int = AT_ONCE) -> int:
    """Brings the figures of up to `limit` contacts up to date; answers how many are still waiting."""
    known = [c for (c,) in connection.execute("SELECT root FROM figure_touched ORDER BY root LIMIT ?", (limit,))]
    new = [
        c
        for (c,) in connection.execute(
            "SELECT id FROM contact WHERE id > ? ORDER BY id LIMIT ?", (_last(connection), limit - len(known))
        )
    ]
    if known or new:
        _settle(connection, [*known, *new])
        _note_since(connection, len(known) + len(new))
        connection.execute(f"DELETE FROM figure_touched WHERE root {IN}", (ids(known),))
    if new:
        connection.execute("UPDATE setting SET value = ? WHERE key = ?", (str(new[-1]), _LAST))
    return waiting(connection)


def settle_all(connection: sqlite3.Connection) -> None:
    """Brings all figures up to date, where they are kept."""
    while are_wanted(connection) and settle(connection):
        pass


def settled_copy(connection: sqlite3.Connection) -> Connection:
    """A copy of a workspace in memory whose figures are those of now."""
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.backup(copy)
    begin(copy)
    settle_all(copy)
    return copy


def rebuild(connection: sqlite3.Connection) -> None:
    """Computes all figures anew, where they are kept; what depends on everybody is computed when next wanted."""
    for table in (*TABLES, "figure_touched", "outlook"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("UPDATE setting SET value = '0' WHERE key = ?", (_LAST,))
    settle_all(connection)


def forget(connection: sqlite3.Connection, contacts: Collection[int]) -> None:
    """Takes the figures of contacts that are erased out of the tables and out of all sums, at once."""
    given = ids(contacts)
    _add_to_totals(connection, given, -1)
    for table in ("turnover", "figure", "stage_move", "outlook", "figure_touched"):
        connection.execute(f"DELETE FROM {table} WHERE root {IN}", (given,))
    _drop_empty_totals(connection)


# What they come down to -----------------------------------------------------------------------------------------------


def _settle(connection: sqlite3.Connection, contacts: Sequence[int]) -> None:
    given = ids(contacts)
    _add_to_totals(connection, given, -1)
    for table in ("turnover", "figure", "stage_move"):
        connection.execute(f"DELETE FROM {table} WHERE root {IN}", (given,))
    for statement in (_TURNOVER, _FIGURES, _FAVOURITES):
        connection.execute(statement, {"given": given})
    _fold_favourites(connection, given)
    _write_moves(connection, given)
    _add_to_totals(connection, given, 1)
    _drop_empty_totals(connection)


_PART: Final = """WITH listed AS MATERIALIZED (
    SELECT root FROM profile WHERE root IN (SELECT value FROM json_each(:given)) AND removed <> 1
), p AS MATERIALIZED (
    SELECT root, root AS contact FROM listed
    UNION ALL SELECT member.root, member.contact FROM listed CROSS JOIN member ON member.root = listed.root
)"""
"""The contacts of each listed root among some: `p`."""
_TURNOVER: Final = f"""{_PART}
INSERT INTO turnover (root, month, currency, orders, amount)
SELECT p.root, substr(e.at, 1, 7), e.currency, count(*), sum(e.amount)
FROM p CROSS JOIN event e ON e.contact = p.contact WHERE e.sale AND e.at <> '' GROUP BY 1, 2, 3"""
_DAYS: Final = "count(DISTINCT substr(e.at, 1, 10)) FILTER (WHERE e.sale AND e.at <> '')"
_FIGURE: Final = f"""
SELECT root, first, last, touch, days,
    CASE WHEN days > 1 THEN (julianday(substr(last, 1, 10)) - julianday(substr(first, 1, 10))) / (days - 1) END,
    coalesce(CAST(round(amount * 1.0 / orders) AS INTEGER), 0), '', substr(first, 1, 7), ''
FROM (
    SELECT p.root AS root, coalesce(min(e.at) FILTER (WHERE e.sale AND e.at <> ''), '') AS first,
        coalesce(max(e.at) FILTER (WHERE e.sale), '') AS last,
        coalesce(max(e.at) FILTER (WHERE {PLAIN_KIND} IN ({_IN_TOUCH})), '') AS touch, {_DAYS} AS days,
        sum(e.amount) FILTER (WHERE e.sale AND e.currency = profile.currency) AS amount,
        count(*) FILTER (WHERE e.sale AND e.currency = profile.currency) AS orders
    FROM p CROSS JOIN profile ON profile.root = p.root CROSS JOIN event e ON e.contact = p.contact GROUP BY p.root
)"""
_FAVOURITE: Final = """
SELECT root, name FROM (
    SELECT root, name, row_number() OVER (PARTITION BY root ORDER BY quantity DESC, name) AS place FROM (
        SELECT p.root AS root, i.value ->> 'name' AS name, sum(coalesce(i.value ->> 'quantity', 1)) AS quantity
        FROM p CROSS JOIN event e ON e.contact = p.contact CROSS JOIN activity_version v ON v.id = e.version
        CROSS JOIN json_each(v.data, '$.items') i WHERE e.sale GROUP BY 1, 2
    ) WHERE name <> ''
) WHERE place = 1"""
_FIGURES: Final = f"""{_PART}
INSERT INTO figure
(root, first_order, last_order, contacted_at, order_days, gap, average, favourite, cohort, favourite_key)
{_FIGURE}"""
_FAVOURITES: Final = f"""
UPDATE figure SET favourite = best.name FROM ({_PART} {_FAVOURITE}) best WHERE best.root = figure.root"""


def _fold_favourites(connection: sqlite3.Connection, given: str) -> None:
    """What favourites are found by; there are but a few different ones."""
    names = connection.execute(f"SELECT DISTINCT favourite FROM figure WHERE root {IN} AND favourite <> ''", (given,))
    connection.executemany(
        f"UPDATE figure SET favourite_key = ? WHERE root {IN} AND favourite = ?",
        [(fold(name), given, name) for (name,) in names.fetchall()],
    )


def _add_to_totals(connection: sqlite3.Connection, given: str, sign: int) -> None:
    """Adds what these roots bought to the sums, or takes it out; each customer counts once a month."""
    once = (
        "t.currency = (SELECT min(u.currency) FROM turnover u WHERE u.root = t.root AND u.month = t.month)"
    )  # fmt: skip
    connection.execute(
        "INSERT INTO turnover_total (cohort, month, currency, customers, orders, amount) "
        f"SELECT f.cohort, t.month, t.currency, {sign} * sum({once}), {sign} * sum(t.orders), {sign} * sum(t.amount) "
        f"FROM turnover t JOIN figure f ON f.root = t.root WHERE t.root {IN} GROUP BY 1, 2, 3 "
        "ON CONFLICT (cohort, month, currency) DO UPDATE SET customers = customers + excluded.customers, "
        "orders = orders + excluded.orders, amount = amount + excluded.amount",
        (given,),
    )
    connection.execute(
        "INSERT INTO stage_total (day, stage, before, people) "
        f"SELECT substr(at, 1, 10), stage, before, {sign} * count(*) FROM stage_move WHERE root {IN} GROUP BY 1, 2, 3 "
        "ON CONFLICT (day, stage, before) DO UPDATE SET people = people + excluded.people",
        (given,),
    )


def _drop_empty_totals(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM turnover_total WHERE orders = 0")
    connection.execute("DELETE FROM stage_total WHERE people = 0")


# Stages ---------------------------------------------------------------------------------------------------------------

_SAID: Final = f"""{_PART}
SELECT p.root, o.at, edit.value FROM p CROSS JOIN edit ON edit.contact = p.contact
JOIN operation o ON o.id = edit.operation
WHERE edit.field = 'stage' AND edit.verb = 'set' AND {live("edit")} ORDER BY edit.operation, edit.id"""
_FIRST_SALES: Final = f"""{_PART}
SELECT root, at FROM (
    SELECT p.root AS root, e.at AS at, row_number() OVER (PARTITION BY p.root ORDER BY e.at, e.activity) AS place
    FROM p CROSS JOIN event e ON e.contact = p.contact WHERE e.sale
) WHERE place < 3 ORDER BY root, place"""
_LETTERS: Final = f"""{_PART}
SELECT root, min(at) FROM (
    SELECT p.root AS root, e.at AS at FROM p CROSS JOIN event e ON e.contact = p.contact WHERE e.kind = 'campaign'
    UNION ALL
    SELECT p.root, v.data ->> '$."consent.email.at"' FROM p CROSS JOIN consent_now c ON c.contact = p.contact
    CROSS JOIN "row" r ON r.record = c.record AND r.batch = c.batch CROSS JOIN version v ON v.id = r.version
    WHERE c.state = 'in' AND c.key >= 'email:' AND c.key < 'email;'
) WHERE at <> '' GROUP BY root"""
"""Since when they have the newsletter: when they said that they want it, or when the first was sent."""
_NOW: Final = f"""{_PART}
SELECT root, stage, stage_since, coalesce(nullif(first_at, ''), created_at) FROM listed JOIN profile USING (root)
WHERE stage <> ''"""


def moves(connection: sqlite3.Connection, roots: Collection[int]) -> dict[int, tuple[Move, ...]]:
    """The steps of these roots to the stage that they are in, from the facts; who has none is missing."""
    given = {"given": ids(roots)}
    said: dict[int, list[Statement]] = defaultdict(list)
    for root, at, value in connection.execute(_SAID, given):
        said[root].append(Statement(at, str(orjson.loads(value)), "you"))
    sales: dict[int, list[str]] = defaultdict(list)
    for root, at in connection.execute(_FIRST_SALES, given):
        sales[root].append(at)
    letters: dict[int, str] = dict(connection.execute(_LETTERS, given).fetchall())
    order = stages.positions(connection)
    return {
        root: lifecycle.moves(
            Statement(since, stage, "source"),
            said.get(root, ()),
            sales.get(root, ()),
            first,
            order,
            letters.get(root, ""),
        )
        for root, stage, since, first in connection.execute(_NOW, given)
    }


def _write_moves(connection: sqlite3.Connection, given: str) -> None:
    rows = [
        (root, position, move.at, move.stage, move.before, move.cause, move.days)
        for root, steps in moves(connection, orjson.loads(given)).items()
        for position, move in enumerate(steps)
    ]
    connection.executemany(
        "INSERT INTO stage_move (root, position, at, stage, before, cause, days) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
    )


# Columns --------------------------------------------------------------------------------------------------------------

_NEXT = "date(substr(last_order, 1, 10), '+' || CAST(round(gap) AS INTEGER) || ' days')"


def _of_roots(table: str, value: str, key: str = "") -> str:
    told = f"SELECT root, {key or value} AS key, {value} AS value FROM {table}"
    return f"SELECT root, key, value FROM ({told}) WHERE value IS NOT NULL AND value <> ''"


OF_ROOTS: Final[dict[str, str]] = {
    **{name: _of_roots("figure", name) for name in ("contacted_at", "first_order", "last_order", "gap")},
    **{name: _of_roots("outlook", name) for name in ("segment", "recency", "frequency", "monetary", "expected")},
    "next_order": _of_roots("figure WHERE last_order <> ''", _NEXT),
    "average": _of_roots("figure WHERE order_days", "average"),
    "favourite": _of_roots("figure", "favourite", "favourite_key"),
    "alive": _of_roots("outlook", "round(alive * 100)"),
}
"""For each of `columns.FIGURES` the SQL of (root, key, value): what it shows, and what it is found and ordered by."""


def suggestions(
    connection: sqlite3.Connection, column: str, kind: str, typed: str, limit: int
) -> list[tuple[str, int]]:
    """The values of a column that begin with what is typed, the most frequent first, each with how many have it."""
    rows = connection.execute(
        f"SELECT CAST(min(s.value) AS TEXT), count(*) AS many FROM ({OF_ROOTS[column]}) s "
        "JOIN profile p ON p.root = s.root WHERE substr(s.key, 1, ?) = ? AND p.kind = ? AND NOT p.removed "
        "GROUP BY s.key ORDER BY many DESC, s.key LIMIT ?",
        (len(fold(typed)), fold(typed), kind, limit),
    )
    return rows.fetchall()


def of_roots(connection: sqlite3.Connection, roots: Collection[int], column: str) -> dict[int, str | float]:
    """What these profiles show in a column."""
    rows = connection.execute(f"SELECT root, value FROM ({OF_ROOTS[column]}) WHERE root {IN}", (ids(roots),))
    return {root: round(value, 1) if isinstance(value, float) else value for root, value in rows}


# One profile ----------------------------------------------------------------------------------------------------------


def measures(connection: sqlite3.Connection, root: int) -> Measures:
    """The figures of one profile, from its events, whether or not figures are kept; none for who is not listed."""
    row = connection.execute(
        "SELECT first_at, last_at, orders, value, currency FROM profile WHERE root = ?", (root,)
    ).fetchone()
    if row is None:
        return Measures(root)
    first_at, last_at, orders, value, currency = row
    given = {"given": ids([root])}
    own = connection.execute(f"{_PART} {_FIGURE}", given).fetchone() or (root, "", "", "", 0, None, 0)
    _, first, last, touch, _, gap, average = own[:7]
    favourite = connection.execute(f"{_PART} {_FAVOURITE}", given).fetchone() or (root, "")
    return Measures(
        root, first_at, last_at, touch, orders, value, currency, average, first, last, gap, following(last, gap),
        favourite[1], outlook(connection, root),
    )  # fmt: skip


def following(last_order: str, gap: float | None) -> str:
    """The day of the next order if the rhythm goes on, "" where there is none yet."""
    if gap is None or not last_order:
        return ""
    return (date.fromisoformat(last_order[:10]) + timedelta(int(gap + 0.5))).isoformat()


# How customers stand among all: a snapshot ----------------------------------------------------------------------------

_SNAPSHOT = "_outlook"
_SINCE = "_outlook_since"
"""How many contacts were settled since the snapshot."""
_FEW = 2_000


class Buyer(NamedTuple):
    """What a snapshot goes by. `amounts`: what was bought, by currency."""

    root: int
    first_order: str
    last_order: str
    order_days: int
    orders: int
    amounts: dict[str, int]


def buyers(connection: sqlite3.Connection) -> Iterator[Buyer]:
    """All who ever bought, as they were last settled, one at a time."""
    rows = connection.execute(
        "SELECT f.root, f.first_order, f.last_order, f.order_days, sum(t.orders), "
        "json_group_object(t.currency, t.amount) FROM figure f JOIN "
        "(SELECT root, currency, sum(orders) AS orders, sum(amount) AS amount FROM turnover GROUP BY root, currency) t "
        "ON t.root = f.root GROUP BY f.root"
    )
    return (Buyer(root, first, last, days, n, orjson.loads(sums)) for root, first, last, days, n, sums in rows)


def keep_outlook(
    connection: sqlite3.Connection, day: date, rates: str, rows: Iterable[tuple[Any, ...]]
) -> None:  # fmt: skip
    """Puts the snapshot of a day in the place of the one before; `rows` as `outlook` has its columns.

    `rates`: what amounts were reckoned by, in a text that is another for other rates.
    """
    connection.execute("DELETE FROM outlook")
    connection.executemany("INSERT INTO outlook VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.execute(
        "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)",
        (_SNAPSHOT, orjson.dumps([day.isoformat(), rates]).decode()),
    )
    connection.execute("DELETE FROM setting WHERE key = ?", (_SINCE,))


def _note_since(connection: sqlite3.Connection, contacts: int) -> None:
    connection.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = value + excluded.value",
        (_SINCE, str(contacts)),
    )


def currencies(connection: sqlite3.Connection) -> set[str]:
    """Every currency in which anything has an amount."""
    return {code for (code,) in connection.execute("SELECT DISTINCT currency FROM event WHERE currency IS NOT NULL")}


def outlook_is_old(connection: sqlite3.Connection, today: date, rates: str) -> bool:
    """Whether the snapshot is of another day or by other rates, or much was settled since.

    That is anything among few customers, a hundredth among many.
    """
    if outlook_day(connection) != today or _outlook_rates(connection) != rates:
        return True
    (size,) = connection.execute("SELECT count(*) FROM outlook").fetchone()
    row = connection.execute("SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?", (_SINCE,)).fetchone()
    since = row[0] if row else 0
    return bool(since > (0 if size < _FEW else size // 100))


def outlook_day(connection: sqlite3.Connection) -> date | None:
    """The day of the snapshot, None where there is none."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (_SNAPSHOT,)).fetchone()
    return date.fromisoformat(orjson.loads(row[0])[0]) if row else None


def _outlook_rates(connection: sqlite3.Connection) -> str:
    (value,) = connection.execute("SELECT value ->> '$[1]' FROM setting WHERE key = ?", (_SNAPSHOT,)).fetchone()
    return str(value)


def outlook(connection: sqlite3.Connection, root: int) -> Outlook | None:
    """How a customer stands in the snapshot, None where they are not in it."""
    row = connection.execute(
        "SELECT recency, frequency, monetary, segment, alive, expected FROM outlook WHERE root = ?", (root,)
    ).fetchone()
    day = outlook_day(connection) if row else None
    return Outlook(day, *row) if row and day else None
