"""Where each activity stands in the timeline: the table `event`, from the newest live version of each (rule 11)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

from deskcrm.domain.activities import KINDS, NOT_SOLD
from deskcrm.domain.cleaning.text import fold
from deskcrm.store.bulk import chunks
from deskcrm.store.loading import IN, Loader, ids, live


def event_row(activity: int, contact: int, version: int, data: dict[str, Any]) -> tuple[Any, ...]:
    """The row of `event` for what one version says of an activity."""
    kind = data.get("kind", "event")
    amount, status = data.get("amount"), data.get("status", "")
    if amount is not None:
        amount -= data.get("refunded", 0)
    sale = kind in KINDS and KINDS[kind].sale and amount is not None and fold(status) not in NOT_SOLD
    return (
        activity, contact, version, data.get("at", ""), kind, data.get("title", ""), amount, data.get("currency", ""),
        status, int(sale),
    )  # fmt: skip


PLAIN_KIND = "substr(e.kind, 1, instr(e.kind || ':', ':') - 1)"
"""The kind of an event `e`; of one of the owner's own kinds, the one that it is like."""

INSERT_EVENT = (
    "INSERT OR REPLACE INTO event (activity, contact, version, at, kind, title, amount, currency, status, sale) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def refresh_events(connection: sqlite3.Connection, activities: Iterable[int]) -> set[int]:
    """Places these activities anew in the timeline; answers the contacts whose timeline changed."""
    touched: set[int] = set()
    loader = Loader(connection)
    for part in chunks(activities):
        given = ids(part)
        old = {row[0]: row for row in connection.execute(f"SELECT * FROM event WHERE activity {IN}", (given,))}
        new = {row[0]: row for row in _event_rows(loader, part)}
        gone = [(activity,) for activity in old if activity not in new]
        changed = [row for activity, row in new.items() if old.get(activity) != row]
        connection.executemany("DELETE FROM event WHERE activity = ?", gone)
        connection.executemany(INSERT_EVENT, changed)
        touched |= {row[1] for row in changed} | {old[row[0]][1] for row in changed if row[0] in old}
        touched |= {old[activity][1] for (activity,) in gone}
    return touched


def _event_rows(loader: Loader, activities: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """The newest live version of each activity, at the contact where it belongs (rule 11)."""
    given = ids(activities)
    rows = loader.connection.execute(
        "SELECT row.activity, row.batch, row.line, row.record, record.contact, row.activity_version, v.data "
        "FROM row JOIN record ON record.id = row.record JOIN activity_version v ON v.id = row.activity_version "
        f"WHERE row.activity {IN} ORDER BY row.batch, row.line",
        (given,),
    )
    newest = {row[0]: row for row in rows if row[1] in loader.standing}
    for activity, _, _, record, contact, version, data in newest.values():
        yield event_row(activity, loader.placed.get(record, contact), version, orjson.loads(data))
    own = loader.connection.execute(
        "SELECT activity.id, activity.contact, v.id, v.data FROM activity "
        "JOIN activity_version v ON v.activity = activity.id JOIN operation o ON o.id = v.operation "
        f"WHERE activity.id {IN} AND activity.contact IS NOT NULL AND o.undone_at IS NULL AND {live('activity')} "
        "ORDER BY v.operation, v.id",
        (given,),
    )
    for row in {row[0]: row for row in own}.values():
        yield event_row(row[0], row[1], row[2], orjson.loads(row[3]))
