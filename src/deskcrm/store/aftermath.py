"""What was decided after an operation in its light, and so stays when it is undone (MODEL rule 14)."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from deskcrm.domain.facts import MemberFacts, RecordFacts
from deskcrm.domain.points import strong_key
from deskcrm.domain.unify import version_points
from deskcrm.domain.views import Decided
from deskcrm.languages import tr, trn
from deskcrm.store import history
from deskcrm.store.bulk import chunks
from deskcrm.store.loading import IN, STANDING, Loader, ids
from deskcrm.store.operations import touched

NAMED = 20
"""How many rows and operations are named one by one; the others are counted."""


def decided_since(connection: sqlite3.Connection, operation: int) -> list[Decided]:
    """Rows that were attached by what this operation said, and what the owner did since with whom it brought in."""
    touch = touched(connection, operation)
    attached = list(_attached(connection, operation, touch.contacts))
    return [*_in_words(attached), *_done_since(connection, operation, touch.contacts)]


# Rows that were attached by what it said ------------------------------------------------------------------------------


class Attached(NamedTuple):
    """A record of a later import that lies where it lies because of what the operation said."""

    record: int
    source: str
    by: str  # the identifier: "email:anna@x.de"


def _attached(connection: sqlite3.Connection, operation: int, contacts: Collection[int]) -> Iterator[Attached]:
    """The later records on these contacts that nothing but this operation's identifiers would have brought there."""
    loader = Loader(connection)
    operation_of = dict(connection.execute("SELECT id, operation FROM batch"))
    sources = dict(connection.execute("SELECT id, name FROM source"))
    later = _with_later_records(connection, contacts, operation)
    for part in chunks(later):
        for member in loader.members(part).values():
            for record in member.records:
                first = operation_of[min(a.batch for a in record.assertions)]
                if first > operation and record.id not in loader.placed:
                    by = _only_by(member, record, operation, first, operation_of)
                    if by:
                        yield Attached(record.id, sources[record.source], by)


def _with_later_records(connection: sqlite3.Connection, contacts: Collection[int], operation: int) -> list[int]:
    """Those of the contacts that were there, and later got records of other imports."""
    rows = connection.execute(
        "SELECT DISTINCT r.contact FROM record r JOIN contact c ON c.id = r.contact JOIN row ON row.record = r.id "
        "JOIN batch b ON b.id = row.batch JOIN operation o ON o.id = b.operation "
        f"WHERE r.contact {IN} AND b.operation > ? AND c.operation < b.operation AND o.undone_at IS NULL",
        (ids(contacts), operation),
    )
    return [contact for (contact,) in rows]


def _only_by(member: MemberFacts, record: RecordFacts, operation: int, first: int, operation_of: dict[int, int]) -> str:
    """The identifier of a record that was known by this operation's word alone when the record came, or ""."""
    own = {point: None for a in record.assertions if operation_of[a.batch] == first for point in version_points(a.data)}
    its, others = set[str](), set[str]()
    for other in member.records:
        for a in other.assertions:
            said_by = operation_of[a.batch]
            if other is not record and said_by < first:
                (its if said_by == operation else others).update(version_points(a.data))
    for edit in member.edits:
        value = edit.value.get("value") if isinstance(edit.value, dict) else edit.value
        key = strong_key(edit.field, value) if edit.verb in ("add", "replace") and edit.operation < first else None
        if key:
            (its if edit.operation == operation else others).add(key)
    if others & own.keys():
        return ""
    return next((point for point in own if point in its), "")


def _in_words(attached: Iterable[Attached]) -> Iterator[Decided]:
    by_source: dict[str, list[Attached]] = defaultdict(list)
    for one in attached:
        by_source[one.source].append(one)
    for source, several in by_source.items():
        for one in several[:NAMED]:
            kind, _, point = one.by.partition(":")
            if kind == "email":
                said = tr("A row of {source} was recognised by its email {email}", source=source, email=point)
            else:
                said = tr("A row of {source} was recognised by its phone {phone}", source=source, phone=point)
            yield Decided(said, record=one.record)
        if len(several) > NAMED:
            yield Decided(
                trn(
                    "{count} more rows of {source} were recognised by what this said",
                    "{count} more rows of {source} were recognised by what this said",
                    len(several) - NAMED,
                    source=source,
                )
            )


# What the owner did since ---------------------------------------------------------------------------------------------

_ABOUT = (
    "SELECT operation FROM edit WHERE contact {IN} UNION SELECT operation FROM activity WHERE contact {IN} "
    "UNION SELECT operation FROM task WHERE contact {IN} UNION SELECT operation FROM merge WHERE survivor {IN} "
    "UNION SELECT operation FROM merge WHERE loser {IN} UNION SELECT operation FROM placement WHERE contact {IN}"
)


def _done_since(connection: sqlite3.Connection, operation: int, contacts: Collection[int]) -> Iterator[Decided]:
    """The owner's later operations with those whom this one brought in or joined."""
    (kind,) = connection.execute("SELECT kind FROM operation WHERE id = ?", (operation,)).fetchone()
    if kind not in ("import", "add", "merge"):
        return
    concerned = contacts if kind == "merge" else _made_by(connection, operation)
    rows = connection.execute(
        f"SELECT id FROM operation WHERE id > ? AND undone_at IS NULL AND id IN ({_ABOUT.format(IN=IN)}) ORDER BY id",
        (operation, *[ids(concerned)] * 6),
    ).fetchall()
    later = [one for (one,) in rows]
    for entry in reversed(history.entries(connection, only=later[:NAMED])):
        text = f"{entry.summary}: {entry.detail}" if entry.kind == "merge" else entry.summary
        yield Decided(text, operation=entry.id)
    if len(later) > NAMED:
        yield Decided(
            trn(
                "{count} more changes that you made since",
                "{count} more changes that you made since",
                len(later) - NAMED,
            )
        )


def _made_by(connection: sqlite3.Connection, operation: int) -> list[int]:
    return [c for (c,) in connection.execute("SELECT id FROM contact WHERE operation = ?", (operation,))]


# Consent --------------------------------------------------------------------------------------------------------------


def opt_outs(connection: sqlite3.Connection, operation: int) -> str:
    """A warning where undoing an import would forget that somebody said no (rule 15), else ""."""
    (count,) = connection.execute(
        "SELECT count(DISTINCT key) FROM consent_now WHERE state = 'out' AND batch IN "
        f"(SELECT id FROM batch WHERE operation = ? AND {STANDING.format(table='batch')})",
        (operation,),
    ).fetchone()
    if not count:
        return ""
    return trn(
        "One person opted out in this file. Without it, DeskCRM forgets that they did.",
        "{count} people opted out in this file. Without it, DeskCRM forgets that they did.",
        count,
    )
