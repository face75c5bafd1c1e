"""What the picture of a journey reads: every touchpoint of a profile, and the stages that were stated for it."""

from __future__ import annotations

import sqlite3

from deskcrm.domain.facts import YOU
from deskcrm.domain.journey import Journey, StageMove, Touchpoint
from deskcrm.languages import tr
from deskcrm.store import measures
from deskcrm.store.loading import IN, ids
from deskcrm.store.merges import own_names
from deskcrm.store.reads import group_of
from deskcrm.store.writes import root_of

_KNOWN = frozenset({"you", "source"})


def journey(connection: sqlite3.Connection, contact: int) -> Journey:
    """Everything that happened with a profile, and with a company's people, the oldest first. Raises NotFound."""
    root = root_of(connection, contact)
    touchpoints = _touchpoints(connection, group_of(connection, root))
    others = {touch.contact for touch in touchpoints} - {root}
    names = own_names(connection, others) if others else {}
    return Journey(root, touchpoints, _moves(connection, root), names)


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


def _moves(connection: sqlite3.Connection, root: int) -> tuple[StageMove, ...]:
    """The way through the stages; of the causes only those that the owner doesn't know."""
    found = measures.moves(connection, [root]).get(root, ())
    return tuple(
        StageMove(move.stage, move.at, "" if move.cause in _KNOWN else tr(move.cause)) for move in found if move.at
    )
