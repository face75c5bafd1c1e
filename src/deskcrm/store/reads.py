"""What screens and terminal read of one profile: what it shows, its timeline, its tasks; and the workspace's counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from deskcrm.domain.activities import kind_label
from deskcrm.domain.explain import Explained, explain, list_item, shown_fields, source_name
from deskcrm.domain.facts import PIN, YOU, Facts
from deskcrm.domain.fields import LIST_FIELDS
from deskcrm.domain.hiding import Hidden
from deskcrm.domain.links import EMPLOYER
from deskcrm.domain.links import words as link_words
from deskcrm.domain.points import strong_key
from deskcrm.domain.taking.taken import item_text
from deskcrm.domain.unify import Claim, unify
from deskcrm.domain.views import (
    LinkView,
    ProfileView,
    RecordView,
    TaskView,
    TimelineEntry,
    Value,
)
from deskcrm.store import links, merges
from deskcrm.store.consents import standing
from deskcrm.store.loading import IN, Loader, ids, live
from deskcrm.store.tasks import COLUMNS
from deskcrm.store.writes import root_of


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many people, companies, activities, open tasks and imports there are."""
    kinds = dict(connection.execute("SELECT kind, count(*) FROM profile WHERE removed = 0 GROUP BY kind"))
    (activities,) = connection.execute("SELECT count(*) FROM event").fetchone()
    (tasks,) = connection.execute("SELECT count(*) FROM task WHERE done_at IS NULL AND NOT deleted").fetchone()
    (batches,) = connection.execute("SELECT count(*) FROM batch").fetchone()
    return {
        "people": kinds.get("person", 0), "companies": kinds.get("company", 0), "activities": activities,
        "tasks": tasks, "batches": batches,
    }  # fmt: skip


# A profile ------------------------------------------------------------------------------------------------------------


def profile(connection: sqlite3.Connection, contact: int) -> ProfileView:
    """Everything that the profile screen shows but the timeline. Raises NotFound."""
    root = root_of(connection, contact)
    loader = Loader(connection)
    facts = loader.facts([root])[root]
    names = dict(connection.execute("SELECT id, name FROM source"))
    batches = _batches(connection)
    made_by = dict(connection.execute("SELECT id, operation FROM batch"))
    explained = explain(facts, names)
    unified = unify(facts)
    consent = _consents(connection, [c for claims in unified.lists.values() for c in claims])
    line = connection.execute(
        "SELECT name, stage, stage_since, removed, orders, value, currency, activities, first_at, last_at, company "
        "FROM profile WHERE root = ?",
        (root,),
    ).fetchone() or ("", "", "", 0, 0, 0, "", 0, "", "", None)
    kind = facts.members[0].kind
    fields = shown_fields(unified, consent)
    return ProfileView(
        id=root,
        ids=tuple(m.contact for m in facts.members),
        kind=kind,
        name=line[0],
        fields=fields,
        values={
            key: tuple(_value(connection, e, names, batches, made_by, consent) for e in every)
            for key, every in explained.items()
        },
        records=_records(connection, facts, names, batches, loader),
        stage=line[1],
        stage_since=line[2] or None,
        measures=_measures(line) | {"last_order_at": _last_order(connection, root) if line[4] else None},
        tasks=tasks(connection, facts=facts),
        links=_links(
            connection, kind, root, line[10], str(fields.get("title", "")), [m.contact for m in facts.members]
        ),
        merges=merges.views(connection, [m.contact for m in facts.members]),
        removed=line[3] == Hidden.REMOVED,
        archived=line[3] == Hidden.ARCHIVED,
    )


def _batches(connection: sqlite3.Connection) -> dict[int, tuple[str, str]]:
    return {b: (file, at) for b, file, at in connection.execute("SELECT id, file, at FROM batch")}


def _measures(line: Sequence[Any]) -> dict[str, Any]:
    orders, value, currency, activities, first, last = line[4:10]
    return {
        "orders": orders, "value": value, "currency": currency, "average": round(value / orders) if orders else 0,
        "activities": activities, "first_at": first or None, "last_at": last or None,
    }  # fmt: skip


def _last_order(connection: sqlite3.Connection, root: int) -> str | None:
    """When last something was sold to a profile, or to a company's listed people; each contact is read from the end."""
    latest = "(SELECT at FROM event WHERE contact = c.value AND sale ORDER BY at DESC LIMIT 1)"
    group = ids(group_of(connection, root, "removed <> 1"))
    row = connection.execute(f"SELECT max({latest}) FROM json_each(?) c", (group,)).fetchone()
    return str(row[0]) if row[0] else None


def _value(
    connection: sqlite3.Connection,
    explained: Explained,
    names: dict[int, str],
    batches: dict[int, tuple[str, str]],
    made_by: dict[int, int],
    consent: dict[str, str],
) -> Value:
    claim = explained.claim
    file, at = batches.get(claim.batch, ("", ""))
    if claim.edit:
        (at,) = connection.execute("SELECT at FROM operation WHERE id = ?", (claim.operation,)).fetchone()
    value = list_item(claim, consent) if explained.field in LIST_FIELDS else explained.value
    record = claim.record if not claim.edit else None
    return Value(
        value, explained.shown, explained.why, source_name(claim, names), explained.formerly, explained.removed,
        record, claim.batch or None if record else None, claim.line or None if record else None, file, at,
        claim.operation if claim.edit else made_by.get(claim.since, 0),
    )  # fmt: skip


def _consents(connection: sqlite3.Connection, claims: Iterable[Claim]) -> dict[str, str]:
    """The consent that stands for each shown point."""
    return standing(connection, (key for key in (strong_key(c.field, c.value) for c in claims) if key))


def _records(
    connection: sqlite3.Connection,
    facts: Facts,
    names: dict[int, str],
    batches: dict[int, tuple[str, str]],
    loader: Loader,
) -> tuple[RecordView, ...]:
    members = [m.contact for m in facts.members]
    here = [r for r, c in loader.placed.items() if c in members]
    away = [r for r, c in loader.placed.items() if c not in members]
    rows = connection.execute(
        "SELECT r.id, r.contact, r.source, r.key, row.batch, max(row.line) FROM record r JOIN row ON row.record = r.id "
        f"WHERE (r.contact {IN} OR r.id {IN}) AND NOT r.id {IN} GROUP BY r.id, row.batch ORDER BY r.id, row.batch",
        (ids(members), ids(here), ids(away)),
    ).fetchall()
    found: dict[int, RecordView] = {}
    for record, contact, source, key, batch, line in rows:
        live = batch in loader.standing
        if live or record not in found or not found[record].live:
            file, at = batches[batch]
            contact = loader.placed.get(record, contact)
            found[record] = RecordView(record, contact, names[source], key, batch, file, line, live, at)
    return tuple(found.values())


_PEOPLE_SHOWN = 200


def _links(
    connection: sqlite3.Connection, kind: str, root: int, company: int | None, title: str, members: list[int]
) -> tuple[LinkView, ...]:
    """Whom the organization's name and the owner's links belong to a profile; who is linked shows as linked."""
    linked = links.links_of(connection, members)
    others = [one.b if one.a == root else one.a for one in linked]
    names = {
        contact: (what, name)
        for contact, what, name in connection.execute(
            f"SELECT root, kind, name FROM profile WHERE root {IN}", (ids(others),)
        )
    }
    by_link = [
        LinkView(
            other, *names[other], one.role, one.kind, link_words(one.kind, forward=one.a == root), one.id, one.since,
            one.until,
        )
        for one, other in zip(linked, others, strict=True)
        if other in names
    ]  # fmt: skip
    working = {view.contact for view in by_link if view.relation == EMPLOYER and not view.until}
    if kind == "company":
        rows = connection.execute(
            "SELECT root, kind, name, title FROM profile WHERE company = ? AND NOT removed ORDER BY sort_name LIMIT ?",
            (root, _PEOPLE_SHOWN),
        )
        back = link_words(EMPLOYER, forward=False)
        by_name = [LinkView(contact, what, name, role, words=back) for contact, what, name, role in rows]
    else:
        rows = connection.execute("SELECT root, kind, name FROM profile WHERE root = ?", (company,))
        there = link_words(EMPLOYER, forward=True)
        by_name = [LinkView(contact, what, name, title, words=there) for contact, what, name in rows]
    return (*(view for view in by_name if view.contact not in working), *by_link)


def tasks(
    connection: sqlite3.Connection, *, facts: Facts | None = None, open_only: bool = True
) -> tuple[TaskView, ...]:
    """To-dos by their due time, those of one profile or all."""
    where, given = "1", []
    if facts is not None:
        where, given = f"task.contact {IN}", [ids(m.contact for m in facts.members)]
    if open_only:
        where += " AND task.done_at IS NULL"
    found = connection.execute(
        f"SELECT {COLUMNS} FROM task "
        "LEFT JOIN member m ON m.contact = task.contact LEFT JOIN profile p ON p.root = coalesce(m.root, task.contact) "
        f"WHERE NOT task.deleted AND {where} ORDER BY task.due IS NULL, task.due, task.id",
        given,
    )
    return tuple(TaskView(*row) for row in found)


# The timeline ---------------------------------------------------------------------------------------------------------


def timeline(
    connection: sqlite3.Connection, contact: int, limit: int | None = None, offset: int = 0
) -> list[TimelineEntry]:
    """What happened with a profile, and with a company's people, newest first. Raises NotFound."""
    group = group_of(connection, root_of(connection, contact))
    which = f"SELECT activity FROM event WHERE contact {IN} ORDER BY at DESC, activity DESC LIMIT ? OFFSET ?"
    return _entries(connection, which, (ids(group), -1 if limit is None else limit, offset))


def pinned(connection: sqlite3.Connection, contact: int) -> list[TimelineEntry]:
    """What the owner pinned of a profile's timeline (and of a company's people), newest first. Raises NotFound."""
    group = group_of(connection, root_of(connection, contact))
    said = connection.execute(
        f"SELECT value, verb FROM edit WHERE contact {IN} AND field = ? AND {live('edit')} ORDER BY operation, id",
        (ids(group), PIN),
    )
    state = {int(orjson.loads(value)): verb == "add" for value, verb in said.fetchall()}
    which = f"SELECT activity FROM event WHERE activity {IN} AND contact {IN}"
    return _entries(connection, which, (ids(a for a, stands in state.items() if stands), ids(group)))


def _entries(connection: sqlite3.Connection, which: str, given: Sequence[Any]) -> list[TimelineEntry]:
    found = connection.execute(
        "SELECT e.activity, e.kind, e.at, e.title, e.amount, e.currency, e.status, e.contact, a.source, a.key, v.data "
        "FROM event e JOIN activity a ON a.id = e.activity JOIN activity_version v ON v.id = e.version "
        f"WHERE e.activity IN ({which}) ORDER BY e.at DESC, e.activity DESC",
        given,
    ).fetchall()
    names = dict(connection.execute("SELECT id, name FROM source"))
    places = _places(connection, [row[0] for row in found if row[8] != YOU])
    return [_entry(row, names, places) for row in found]


def group_of(connection: sqlite3.Connection, root: int, people: str = "1") -> list[int]:
    """The contacts joined in a root, and, for a company, those of its people, or of such as meet a condition."""
    works_here = connection.execute(f"SELECT root FROM profile WHERE company = ? AND {people}", (root,))
    linked = ids(person for _, person in links.people_at(connection, [root]))
    also = connection.execute(f"SELECT root FROM profile WHERE root {IN} AND {people}", (linked,))
    roots = [root, *{r for rows in (works_here, also) for (r,) in rows}]
    members = connection.execute(f"SELECT contact FROM member WHERE root {IN}", (ids(roots),))
    return roots + [contact for (contact,) in members]


def _places(connection: sqlite3.Connection, activities: list[int]) -> dict[int, tuple[int, str, int]]:
    rows = connection.execute(
        "SELECT row.activity, row.batch, batch.file, row.line FROM row JOIN batch ON batch.id = row.batch "
        f"WHERE row.activity {IN} ORDER BY row.batch, row.line DESC",
        (ids(activities),),
    )
    return {activity: (batch, file, line) for activity, batch, file, line in rows}


def _entry(row: Sequence[Any], names: dict[int, str], places: dict[int, tuple[int, str, int]]) -> TimelineEntry:
    activity, kind, at, title, amount, currency, status, contact, source, key, text = row
    data = orjson.loads(text)
    items = tuple(data.get("items", ()))
    if not title:
        number = key if key and not key.startswith("k1 ") else ""
        label = kind_label(kind)
        title = f"{label} {number if number.startswith('#') else '#' + number}" if number else label
    batch, file, line = places.get(activity, (None, "", None))
    return TimelineEntry(
        activity, kind, at, title, data.get("text", "") or item_text(items), amount, currency, names.get(source, ""),
        source == YOU, status, contact, items, batch, file, line, data.get("duration"), data.get("outcome", ""),
    )  # fmt: skip
