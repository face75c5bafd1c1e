"""What the picture of a journey reads: every touchpoint of a profile, and the stages that were stated for it."""

from __future__ import annotations

import sqlite3

import orjson

from deskcrm.domain.facts import YOU
from deskcrm.domain.journey import Journey, Touchpoint, moves
from deskcrm.store.loading import IN, ids, live
from deskcrm.store.merges import own_names
from deskcrm.store.reads import group_of
from deskcrm.store.writes import root_of


def journey(connection: sqlite3.Connection, contact: int) -> Journey:
    """Everything that happened with a profile, and with a company's people, the oldest first. Raises NotFound."""
    root = root_of(connection, contact)
    touchpoints = _touchpoints(connection, group_of(connection, root))
    others = {touch.contact for touch in touchpoints} - {root}
    names = own_names(connection, others) if others else {}
    return Journey(root, touchpoints, moves(_stated(connection, root), touchpoints), names)


# SQLite tells what the wall's clock showed in a twentieth of the time that Python takes, without holding up a window.
_SECOND = (
    "CAST(CASE WHEN length(e.at) = 10 THEN strftime('%s', e.at, '+12 hours') "
    "WHEN substr(e.at, 11) GLOB '*[Zz+-]*' THEN strftime('%s', e.at, 'localtime') "
    "ELSE strftime('%s', e.at) END AS INTEGER)"
)


def _touchpoints(connection: sqlite3.Connection, group: list[int]) -> tuple[Touchpoint, ...]:
    names = dict(connection.execute("SELECT id, name FROM source"))
    rows = connection.execute(
        "SELECT e.activity, e.at, e.kind, e.title, e.amount, e.currency, e.sale, e.contact, a.source, "
        f"{_SECOND} "
        f"FROM event e JOIN activity a ON a.id = e.activity WHERE e.contact {IN} AND e.at <> '' "
        "ORDER BY e.at, e.activity",
        (ids(group),),
    )
    return tuple(
        Touchpoint(
            number, at, kind, title, amount, currency, bool(sale), contact, names.get(source, ""), source == YOU, second
        )
        for number, at, kind, title, amount, currency, sale, contact, source, second in rows.fetchall()
    )


def _stated(connection: sqlite3.Connection, root: int) -> list[tuple[str, str]]:
    """The stages that the owner gave to any of those joined, and the one that shows, each with its day."""
    members = [root, *(c for (c,) in connection.execute("SELECT contact FROM member WHERE root = ?", (root,)))]
    edits = connection.execute(
        "SELECT edit.value, operation.at FROM edit JOIN operation ON operation.id = edit.operation "
        f"WHERE edit.contact {IN} AND edit.field = 'stage' AND edit.verb = 'set' AND {live('edit')}",
        (ids(members),),
    )
    said = [(str(orjson.loads(value)), at) for value, at in edits.fetchall()]
    shown = connection.execute("SELECT stage, stage_since FROM profile WHERE root = ?", (root,)).fetchone()
    return [*said, shown] if shown else said
