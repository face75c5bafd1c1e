"""What reports are made of: sums and counts out of the figures that `store/measures` keeps, and who stands behind them.

The figures have to be settled. Months are written 2026-03; a period is its first and last day, both within.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any, Final, NamedTuple

import orjson

from deskcrm.domain.health import swapped
from deskcrm.domain.reporting import Period
from deskcrm.store.loading import IN, STANDING, ids, live

_DAY = "substr(at, 1, 10)"


# Stages ---------------------------------------------------------------------------------------------------------------


def in_stages(connection: sqlite3.Connection, ends: Sequence[str]) -> list[dict[str, int]]:
    """How many are in each stage at the end of each of these days, given in order."""
    steps: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for stage, before, day, count in connection.execute("SELECT stage, before, day, people FROM stage_total"):
        steps[day][stage] += count
        if before:
            steps[day][before] -= count
    days, place = sorted(steps), 0
    now: dict[str, int] = defaultdict(int)
    found = []
    for end in ends:
        while place < len(days) and days[place] <= end:
            for stage, change in steps[days[place]].items():
                now[stage] += change
            place += 1
        found.append({stage: count for stage, count in now.items() if count})
    return found


def people_in_stage(connection: sqlite3.Connection, stage: str, end: str) -> list[int]:
    """Who was in a stage at the end of a day."""
    rows = connection.execute(
        f"SELECT root FROM stage_move m WHERE stage = ? AND {_DAY} <= ? AND NOT EXISTS (SELECT 1 FROM stage_move n "
        "WHERE n.root = m.root AND n.position > m.position AND substr(n.at, 1, 10) <= ?)",
        (stage, end, end),
    )
    return sorted({root for (root,) in rows})


class Passage(NamedTuple):
    """How many came into a stage in a period, how many of them went on to a later one, and after how many days."""

    reached: int
    went_on: int
    days: float | None


def passage(connection: sqlite3.Connection, stage: str, later: Sequence[str], period: Period) -> Passage:
    """What became of those who came into a stage in a period; `days` is the median of those who went on."""
    reached = len(people_reaching(connection, stage, period))
    went = people_going_on(connection, stage, later, period)
    days = [
        d
        for (d,) in connection.execute(
            f"SELECT days FROM stage_move WHERE before = ? AND stage {IN} AND days IS NOT NULL AND root {IN} "
            "ORDER BY days",
            (stage, ids(later), ids(went)),
        )
    ]
    middle = len(days) // 2
    median = None if not days else days[middle] if len(days) % 2 else (days[middle - 1] + days[middle]) / 2
    return Passage(reached, len(went), median)


def people_reaching(connection: sqlite3.Connection, stage: str, period: Period) -> list[int]:
    """Who came into a stage in a period."""
    rows = connection.execute(
        f"SELECT DISTINCT root FROM stage_move WHERE stage = ? AND {_DAY} BETWEEN ? AND ? ORDER BY root",
        (stage, *_days(period)),
    )
    return [root for (root,) in rows]


def people_going_on(
    connection: sqlite3.Connection, stage: str, later: Sequence[str], period: Period
) -> list[int]:  # fmt: skip
    """Who came into a stage in a period, and later into one that is further on."""
    rows = connection.execute(
        f"SELECT DISTINCT m.root FROM stage_move m JOIN stage_move n ON n.root = m.root AND n.position > m.position "
        f"WHERE m.stage = ? AND substr(m.at, 1, 10) BETWEEN ? AND ? AND n.stage {IN} ORDER BY m.root",
        (stage, *_days(period), ids(later)),
    )
    return [root for (root,) in rows]


def _days(period: Period) -> tuple[str, str]:
    return period.first.isoformat(), period.last.isoformat()


# Turnover -------------------------------------------------------------------------------------------------------------


class Sum(NamedTuple):
    """What those who first bought in `cohort` bought in `month`, in one currency."""

    cohort: str
    month: str
    currency: str
    customers: int
    orders: int
    amount: int


def sums(connection: sqlite3.Connection, months: Sequence[str]) -> list[Sum]:
    """What was bought in these months."""
    rows = connection.execute(
        f"SELECT cohort, month, currency, customers, orders, amount FROM turnover_total WHERE month {IN}",
        (ids(months),),
    )
    return [Sum(*row) for row in rows]


def people_buying(connection: sqlite3.Connection, month: str, *, new: bool | None = None) -> list[int]:
    """Who bought in a month: all, only whose first month it was, or only the others."""
    which = {None: "1", True: "f.cohort = t.month", False: "f.cohort <> t.month"}[new]
    rows = connection.execute(
        f"SELECT DISTINCT t.root FROM figure f JOIN turnover t ON t.root = f.root WHERE t.month = ? AND {which} "
        "ORDER BY 1",
        (month,),
    )
    return [root for (root,) in rows]


def cohorts(connection: sqlite3.Connection, first: Sequence[str]) -> dict[str, dict[str, int]]:
    """For those who first bought in each of these months: how many bought in which month."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for cohort, month, customers in connection.execute(
        f"SELECT cohort, month, sum(customers) FROM turnover_total WHERE cohort {IN} GROUP BY 1, 2", (ids(first),)
    ):
        found[cohort][month] = customers
    return dict(found)


def people_of_cohort(connection: sqlite3.Connection, cohort: str, month: str) -> list[int]:
    """Who first bought in one month and bought in another."""
    rows = connection.execute(
        "SELECT f.root FROM figure f WHERE f.cohort = ? AND EXISTS "
        "(SELECT 1 FROM turnover t WHERE t.root = f.root AND t.month = ?) ORDER BY 1",
        (cohort, month),
    )
    return [root for (root,) in rows]


# How customers stand among all ----------------------------------------------------------------------------------------


def grid(connection: sqlite3.Connection) -> dict[tuple[int, int], int]:
    """How many customers there are of each recency and frequency."""
    rows = connection.execute("SELECT recency, frequency, count(*) FROM outlook GROUP BY 1, 2")
    return {(recency, frequency): count for recency, frequency, count in rows}


class SegmentSum(NamedTuple):
    """A segment's customers, what they bought in the base currency, and how many orders are expected of them."""

    customers: int
    worth: int
    expected: float | None


def segments(connection: sqlite3.Connection) -> dict[str, SegmentSum]:
    """What each segment comes to; segments without customers are missing."""
    rows = connection.execute("SELECT segment, count(*), sum(worth), sum(expected) FROM outlook GROUP BY segment")
    return {segment: SegmentSum(*row) for segment, *row in rows}


def currencies(connection: sqlite3.Connection) -> list[str]:
    """Every currency in which anything was bought."""
    return [one for (one,) in connection.execute("SELECT DISTINCT currency FROM turnover_total ORDER BY 1")]


def people_at(connection: sqlite3.Connection, recency: int, frequency: int | None) -> list[int]:
    """The customers of a recency and, where it is given, a frequency."""
    rows = connection.execute(
        "SELECT root FROM outlook WHERE recency = ? AND (? IS NULL OR frequency = ?) ORDER BY root",
        (recency, frequency, frequency),
    )
    return [root for (root,) in rows]


def people_of_segment(connection: sqlite3.Connection, segment: str) -> list[int]:
    """The customers of a segment."""
    return [r for (r,) in connection.execute("SELECT root FROM outlook WHERE segment = ? ORDER BY root", (segment,))]


# Where they come from -------------------------------------------------------------------------------------------------


def source_names(connection: sqlite3.Connection) -> dict[int, str]:
    """Every source that says something of somebody, id to name."""
    rows = connection.execute(
        "SELECT id, name FROM source s WHERE EXISTS (SELECT 1 FROM record WHERE record.source = s.id) ORDER BY name"
    )
    return dict(rows.fetchall())


def _known_by(connection: sqlite3.Connection) -> str:
    """The SQL of (root, source) for every record that is live."""
    undone = connection.execute(
        f"SELECT EXISTS (SELECT 1 FROM batch WHERE NOT {STANDING.format(table='batch')})"
    ).fetchone()[0]
    alive = (
        "EXISTS (SELECT 1 FROM row JOIN batch ON batch.id = row.batch WHERE row.record = r.id "
        f"AND row.version IS NOT NULL AND {STANDING.format(table='batch')})"
        if undone
        else "1"
    )
    placed = "NULL"
    if connection.execute("SELECT EXISTS (SELECT 1 FROM placement)").fetchone()[0]:
        placed = (
            f"(SELECT placement.contact FROM placement WHERE placement.record = r.id AND {live('placement')} "
            "ORDER BY operation DESC, id DESC LIMIT 1)"
        )
    return (
        "SELECT coalesce(m.root, c.contact) AS root, c.source AS source FROM "
        f"(SELECT coalesce({placed}, r.contact) AS contact, r.source AS source FROM record r WHERE {alive}) c "
        "LEFT JOIN member m ON m.contact = c.contact"
    )


def overlaps(connection: sqlite3.Connection, sources: Sequence[int]) -> dict[frozenset[int], int]:
    """How many listed profiles are known by exactly which of these sources."""
    bits = {source: 1 << place for place, source in enumerate(sources[:60])}
    cases = " ".join(f"WHEN {int(source)} THEN {bit}" for source, bit in bits.items())
    if not cases:
        return {}
    rows = connection.execute(
        f"SELECT mask, count(*) FROM (SELECT root, sum(DISTINCT CASE source {cases} ELSE 0 END) AS mask "
        f"FROM ({_known_by(connection)}) GROUP BY root) k JOIN profile ON profile.root = k.root "
        "WHERE profile.removed <> 1 AND mask GROUP BY mask"
    )
    return {frozenset(s for s, bit in bits.items() if mask & bit): count for mask, count in rows}


def people_known_by(connection: sqlite3.Connection, sources: Iterable[int], *, only: bool = False) -> list[int]:
    """The listed profiles that all of these sources know; `only`: and no other one."""
    wanted = sorted(set(sources))
    having = "AND count(DISTINCT source) = ?" if only else ""
    rows = connection.execute(
        f"SELECT k.root FROM ({_known_by(connection)}) k JOIN profile ON profile.root = k.root "
        f"WHERE profile.removed <> 1 GROUP BY k.root HAVING count(DISTINCT CASE WHEN source {IN} THEN source END) = ? "
        f"{having} ORDER BY 1",
        (ids(wanted), len(wanted), *([len(wanted)] if only else [])),
    )
    return [root for (root,) in rows]


# Data health ----------------------------------------------------------------------------------------------------------

# "+": from the first row to the last; by the index of the lists each row would be looked up by itself
_SHARED = "SELECT key FROM point WHERE key >= '{0}:' AND key < '{0};' GROUP BY key HAVING count(*) > 2"
_POINTLESS = (  # the few who were joined are looked through only where the root itself has none
    "NOT EXISTS (SELECT 1 FROM point WHERE contact = profile.root AND key >= '{0}:' AND key < '{0};') "
    "AND NOT EXISTS (SELECT 1 FROM member CROSS JOIN point ON point.contact = member.contact "
    "WHERE member.root = profile.root AND key >= '{0}:' AND key < '{0};')"
)
HEALTH: Final[dict[str, str]] = {
    "unreachable": "email = '' AND phone = ''",
    "no_name": "name = '' OR name = email OR name = 'No name'",
    "bad_email": f"email <> '' AND {_POINTLESS.format('email')}",
    "disposable": (
        "email <> '' AND lower(substr(email, instr(email, '@') + 1)) IN (SELECT value FROM json_each(:disposable))"
    ),
    "bad_phone": f"phone <> '' AND {_POINTLESS.format('phone')}",
    "shared_email": _SHARED.format("email"),
    "shared_phone": _SHARED.format("phone"),
    "capitals": "+kind = 'person' AND name = upper(name) AND length(name) > 3 AND name <> lower(name)",
    "small": "+kind = 'person' AND name = lower(name) AND name <> upper(name)",
    "stale": "last_at <> '' AND substr(last_at, 1, 10) < :stale",
}
"""What may be wrong with a profile, as a condition on it; for what is shared, the keys that are."""


SWAPPED: Final = "swapped"
_NAMES: Final = (
    "SELECT root, given, family FROM profile WHERE +removed = 0 AND +kind = 'person' AND given <> '' AND family <> ''"
)


class _Names:
    """The names of all listed people, read anew each time: at once a million would take hundreds of megabytes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __iter__(self) -> Iterator[tuple[int, str, str]]:
        return self._connection.execute(_NAMES)


def health(connection: sqlite3.Connection, stale: str, disposable: Set[str]) -> dict[str, int]:
    """How many listed profiles have each of these troubles, and swapped names.

    `stale`: the day since which something should have been; `disposable`: the domains of throw-away mailboxes.
    """
    plain = {name: sql for name, sql in HEALTH.items() if not name.startswith("shared")}
    columns = ", ".join(f"coalesce(sum({sql}), 0)" for sql in plain.values())
    given = {"stale": stale, "disposable": _json(disposable)}
    row = connection.execute(f"SELECT {columns} FROM profile WHERE +removed = 0", given).fetchone()
    found = dict(zip(plain, row, strict=True))
    counted = (*(name for name in HEALTH if name not in plain), SWAPPED)
    return found | {name: len(people_with(connection, name, stale, disposable)) for name in counted}


def people_with(connection: sqlite3.Connection, trouble: str, stale: str, disposable: Set[str]) -> list[int]:
    """The listed profiles with a trouble."""
    if trouble == SWAPPED:
        return swapped(_Names(connection))
    sql = HEALTH[trouble]
    where = f"({sql})"
    if trouble.startswith("shared"):
        where = (
            "root IN (SELECT coalesce(m.root, point.contact) FROM point LEFT JOIN member m "
            f"ON m.contact = point.contact WHERE point.key IN ({sql}))"
        )
    given = {"stale": stale, "disposable": _json(disposable) if trouble == "disposable" else ""}
    rows: Any = connection.execute(f"SELECT root FROM profile WHERE +removed = 0 AND {where} ORDER BY root", given)
    return [root for (root,) in rows]


def _json(words: Set[str]) -> str:
    return orjson.dumps(list(words)).decode()
