"""Links between contacts by hand: employers with role and dates, households, who referred whom, own kinds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deskcrm.domain.changes import Changes
from deskcrm.domain.cleaning.dates import parse_date
from deskcrm.domain.cleaning.text import tidy
from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.facts import Facts
from deskcrm.domain.links import EMPLOYER
from deskcrm.languages import tr
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import links, operations, writes
from deskcrm.store.loading import Loader

_KINDS = frozenset({"contacts", "history"})


def add(
    ws: Workspace, a: int, b: int, kind: str = EMPLOYER, *, role: str = "", since: str = "", until: str = ""
) -> Outcome[int]:  # fmt: skip
    """Links two profiles: `a` works at `b`, was referred by `b`, lives with `b`... Answers the link's id.

    `since` and `until` are days. Raises NotFound, InvalidValue for one and the same, an employer that is no company,
    a day that is none, a link that is there already.
    """
    with ws.database.write() as connection:
        operation = operations.begin(connection, "link", ws.now(), {"kind": tidy(kind)})
        number = _add(connection, operation, a, b, kind, role, since, until)
        roots = operations.settle(connection, operations.touched(connection, operation), operation)
    return Outcome(number, Changes(operation, _KINDS, frozenset(roots), summary=tr("Linked"), undoable=True))


def employ(ws: Workspace, people: Sequence[int], company: int) -> Outcome[int]:
    """Has people work for a company, as one operation; who does already stays as they are. Answers how many there were.

    Raises NotFound, InvalidValue where there is nobody to link, or the other is no company.
    """
    with ws.database.write() as connection:
        other = writes.outline_of(connection, company)
        if other.members[0].kind != "company":
            raise InvalidValue(tr("A person works for a company: drop people on a company."))
        operation = operations.begin(connection, "link", ws.now(), {"kind": EMPLOYER})
        added = 0
        loader = Loader(connection)
        there = _working_at(connection, other)
        for root, facts in sorted(loader.outline(sorted(loader.roots(people))).items()):
            if facts.members[0].kind == "person" and root not in there:
                links.add(connection, operation, root, other.root, EMPLOYER, "", "", "")
                added += 1
        if not added:
            raise InvalidValue(tr("They work there already. Nothing was changed."))
        roots = operations.settle(connection, operations.touched(connection, operation), operation)
    return Outcome(added, Changes(operation, _KINDS, frozenset(roots), summary=tr("Linked"), undoable=True))


def _working_at(connection: Any, company: Facts) -> set[int]:
    known = links.links_of(connection, [m.contact for m in company.members])
    return {k.a for k in known if k.kind == EMPLOYER}


def change(ws: Workspace, link: int, *, role: str = "", since: str = "", until: str = "") -> Outcome[int]:
    """Says a link anew with another role or other days; answers its new id. Raises NotFound, InvalidValue."""
    with ws.database.write() as connection:
        known = _there(connection, link)
        operation = operations.begin(connection, "link", ws.now(), {"kind": known.kind})
        writes.withdraw(connection, operation, "link", [link])
        number = _add(connection, operation, known.a, known.b, known.kind, role, since, until)
        roots = operations.settle(connection, operations.touched(connection, operation), operation)
    return Outcome(number, Changes(operation, _KINDS, frozenset(roots), summary=tr("Changed a link"), undoable=True))


def remove(ws: Workspace, link: int) -> Outcome[int]:
    """Takes a link away; undo brings it back. Raises NotFound."""
    with ws.database.write() as connection:
        known = _there(connection, link)
        operation = operations.begin(connection, "unlink", ws.now(), {"kind": known.kind})
        writes.withdraw(connection, operation, "link", [link])
        roots = operations.settle(connection, operations.touched(connection, operation), operation)
    return Outcome(link, Changes(operation, _KINDS, frozenset(roots), summary=tr("Unlinked"), undoable=True))


def _there(connection: Any, link: int) -> links.Link:
    known = links.link(connection, link)
    if known is None:
        raise NotFound(tr("This link is no more."))
    return known


def _add(connection: Any, operation: int, a: int, b: int, kind: str, role: str, since: str, until: str) -> int:
    one, other = (writes.outline_of(connection, contact) for contact in (a, b))
    if one.root == other.root:
        raise InvalidValue(tr("Somebody can't be linked with themselves."))
    if not tidy(kind):
        raise InvalidValue(tr("A link needs a kind: company, household, referred by ..."))
    if kind == EMPLOYER and (one.members[0].kind, other.members[0].kind) != ("person", "company"):
        raise InvalidValue(tr("A person works for a company: link a person with a company."))
    first, last = _day(since), _day(until)
    if first and last and last < first:
        raise InvalidValue(tr("It can't have ended before it began."))
    known = links.links_of(connection, [m.contact for m in one.members])
    if any({k.a, k.b} == {one.root, other.root} and (k.kind, k.role) == (tidy(kind), tidy(role)) for k in known):
        raise InvalidValue(tr("They are linked like that already."))
    return links.add(connection, operation, one.root, other.root, tidy(kind), tidy(role), first, last)


def _day(text: str) -> str:
    if not text.strip():
        return ""
    day = parse_date(text, None)
    if day is None or len(day) != 10:
        raise InvalidValue(tr("“{text}” is no day. Write it like 2026-05-01.", text=text))
    return day
