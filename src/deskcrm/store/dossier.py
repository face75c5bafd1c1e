"""Everything that the workspace knows of one person, live or not: what a request for information asks for (Art. 15)."""

from __future__ import annotations

import base64
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import asdict
from typing import Any

import orjson

from deskcrm.domain.activities import kind_label
from deskcrm.domain.erasure import Traits, speaks_of
from deskcrm.domain.facts import REMOVED
from deskcrm.domain.fields import label_of
from deskcrm.domain.hiding import ARCHIVED
from deskcrm.domain.views import MergeView
from deskcrm.languages import tr
from deskcrm.store import history, reads
from deskcrm.store.erasing import records_at, traits_of
from deskcrm.store.loading import IN, Loader, ids, live

Document = dict[str, Any]

EMBEDDED = 1 << 20
"""Attachments of so many bytes at most are in the document itself, as base64."""


def collect(connection: sqlite3.Connection, contact: int) -> Document:
    """The document: what shows, every value with where it is from, every row, what happened. Raises NotFound."""
    profile = reads.profile(connection, contact)
    loader = Loader(connection)
    members = profile.ids
    records = records_at(loader, members)
    traits = traits_of(connection, members, records)
    return {
        "contact": profile.id,
        "ids": list(members),
        "kind": profile.kind,
        "name": profile.name,
        "removed": profile.removed,
        "stage": profile.stage,
        "stage_since": profile.stage_since,
        "fields": {"name": profile.name, **profile.fields},
        "values": [
            {"field": key, "label": label_of(key), **asdict(value)}
            for key, values in profile.values.items()
            for value in values
        ],
        "records": _records(connection, records, loader),
        "changes": list(_changes(connection, members)),
        "timeline": _timeline(connection, members, records),
        "tasks": list(_tasks(connection, members)),
        "consents": list(_consents(connection, traits)),
        "links": [asdict(link) for link in profile.links],
        "merges": [_merge(merge, members) for merge in profile.merges],
        "files": list(_files(connection, members)),
        "problem_rows": list(_problem_rows(connection, traits)),
        "history": _history(connection, profile.id, members),
        "measures": profile.measures,
    }


def _rows(connection: sqlite3.Connection, sql: str, *given: Any) -> Iterator[Document]:
    """The rows of a query as documents."""
    cursor = connection.execute(sql, given)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def _cells(headers: str, cells: list[str]) -> Document:
    """Raw cells under their headers; those beyond the headers by their place."""
    names = orjson.loads(headers)
    return {
        (names[n] if n < len(names) and names[n] else tr("column {number}", number=n + 1)): cell
        for n, cell in enumerate(cells)
    }


# What sources say -----------------------------------------------------------------------------------------------------


def _records(connection: sqlite3.Connection, records: Collection[int], loader: Loader) -> list[Document]:
    rows: dict[int, list[Document]] = defaultdict(list)
    for row in _rows(
        connection,
        "SELECT row.record, row.batch, b.file, row.line AS row, b.at, b.headers, v.raw, v.data FROM row "
        "JOIN batch b ON b.id = row.batch LEFT JOIN version v ON v.id = row.version "
        f"WHERE row.record {IN} ORDER BY row.batch, row.line",
        ids(records),
    ):
        headers, raw, said = row.pop("headers"), row.pop("raw"), row.pop("data")
        row["stands"] = row["batch"] in loader.standing
        row["cells"] = _cells(headers, orjson.loads(raw)) if raw else {}
        row["says"] = orjson.loads(said) if said else {}
        rows[row.pop("record")].append(row)
    found = _rows(
        connection,
        "SELECT r.id, s.name AS source, r.key AS external_key, r.contact FROM record r "
        f"JOIN source s ON s.id = r.source WHERE r.id {IN} ORDER BY r.id",
        ids(records),
    )
    return [{**record, "rows": rows[record["id"]]} for record in found]


def _problem_rows(connection: sqlite3.Connection, traits: Traits) -> Iterator[Document]:
    """Rows that were not taken in but speak of the person."""
    for row in _rows(
        connection,
        "SELECT s.name AS source, b.file, row.line AS row, b.at, row.problem, row.value, row.raw, b.headers FROM row "
        "JOIN batch b ON b.id = row.batch JOIN source s ON s.id = b.source "
        "WHERE row.problem IS NOT NULL AND row.raw IS NOT NULL ORDER BY row.batch, row.line",
    ):
        cells, headers = orjson.loads(row.pop("raw")), row.pop("headers")
        if speaks_of([*cells, row.pop("value") or ""], row["source"], traits):
            yield {**row, "cells": _cells(headers, cells)}


# What the owner says --------------------------------------------------------------------------------------------------


def _changes(connection: sqlite3.Connection, members: Collection[int]) -> Iterator[Document]:
    """Each change by hand, also those that were taken back."""
    for row in _rows(
        connection,
        f"SELECT o.at, edit.field, edit.verb, edit.value, edit.old, {live('edit')} AS stands FROM edit "
        f"JOIN operation o ON o.id = edit.operation WHERE edit.contact {IN} ORDER BY edit.operation, edit.id",
        ids(members),
    ):
        row["value"], row["old"] = (orjson.loads(row[key] or "null") for key in ("value", "old"))
        yield {**row, "label": _label(row["field"]), "stands": bool(row["stands"])}


_STATES = {REMOVED: tr("Removed from the lists"), ARCHIVED: tr("Archived")}


def _label(field: str) -> str:
    return _STATES.get(field) or label_of(field)


def _tasks(connection: sqlite3.Connection, members: Collection[int]) -> Iterator[Document]:
    return _rows(
        connection,
        "SELECT id, title, kind, notes, priority, due, remind_at, repeat, done_at, outcome, deleted FROM task "
        f"WHERE contact {IN} ORDER BY id",
        ids(members),
    )


def _files(connection: sqlite3.Connection, members: Collection[int]) -> Iterator[Document]:
    for row in _rows(
        connection,
        "SELECT file.id, o.at, file.name, file.mime, file.sha256, length(file.bytes) AS size, "
        f"CASE WHEN length(file.bytes) <= ? THEN file.bytes END AS bytes, {live('file')} AS stands FROM file "
        f"JOIN operation o ON o.id = file.operation WHERE file.contact {IN} "
        "AND (file.activity IS NOT NULL OR length(file.bytes) > 0) ORDER BY file.id",  # a photo said again has none
        EMBEDDED,
        ids(members),
    ):
        content = row.pop("bytes")
        embedded = base64.b64encode(content).decode() if content is not None else None
        yield {**row, "stands": bool(row["stands"]), "base64": embedded}


# What happened --------------------------------------------------------------------------------------------------------


def _timeline(connection: sqlite3.Connection, members: Collection[int], records: Collection[int]) -> list[Document]:
    """What happened, newest first, each with all that was ever said of it."""
    versions: dict[int, list[Document]] = defaultdict(list)
    for row in _rows(
        connection,
        "SELECT v.activity, v.id, coalesce(b.at, o.at) AS said_at, coalesce(s.name, 'You') AS source, b.file, "
        "b.headers, v.data, v.raw, e.version IS NOT NULL AS stands FROM activity_version v "
        "LEFT JOIN batch b ON b.id = v.batch LEFT JOIN source s ON s.id = b.source "
        "LEFT JOIN operation o ON o.id = v.operation LEFT JOIN event e ON e.version = v.id "
        f"WHERE v.activity IN (SELECT id FROM activity WHERE contact {IN} "
        f"UNION SELECT activity FROM row WHERE record {IN} AND activity IS NOT NULL) ORDER BY v.id",
        ids(members),
        ids(records),
    ):
        headers, raw = row.pop("headers"), row.pop("raw")
        row["cells"] = [_cells(headers, cells) for cells in orjson.loads(raw)] if raw else []
        row |= {"says": orjson.loads(row.pop("data")), "stands": bool(row["stands"])}
        versions[row.pop("activity")].append(row)
    found = [_activity(activity, said) for activity, said in versions.items()]
    return sorted(found, key=lambda one: (one["at"], one["id"]), reverse=True)


def _activity(activity: int, said: list[Document]) -> Document:
    """One activity by what stands of it, else by what was said last."""
    shown = next((version for version in reversed(said) if version["stands"]), said[-1])
    kind = str(shown["says"].get("kind", "event"))
    at = str(shown["says"].get("at", ""))
    return {
        "id": activity,
        "at": at,
        "kind": kind,
        "label": kind_label(kind),
        "stands": shown["stands"],
        "versions": said,
    }


def _consents(connection: sqlite3.Connection, traits: Traits) -> Iterator[Document]:
    """Each word on a point of theirs, by whom and when, newest first (rule 15)."""
    points = ids(traits.points)
    return _rows(
        connection,
        "SELECT c.key AS point, c.state, b.at, s.name AS said_by, 1 AS stands FROM consent_now c "
        "JOIN batch b ON b.id = c.batch JOIN source s ON s.id = b.source "
        f"WHERE c.key {IN} UNION ALL SELECT consent.key, consent.state, consent.at, "
        f"CASE consent.by WHEN '' THEN 'You' ELSE consent.by END, {live('consent')} FROM consent "
        f"WHERE consent.key {IN} ORDER BY 3 DESC, 1",
        points,
        points,
    )


def _merge(merge: MergeView, members: Collection[int]) -> Document:
    """An edge, without the name of somebody who was only taken for this person (Art. 15 (4))."""
    others = {
        f"{side}_name": tr("somebody else")
        for side, contact in (("survivor", merge.survivor), ("loser", merge.loser))
        if contact not in members
    }
    return asdict(merge) | others


def _history(connection: sqlite3.Connection, root: int, members: Collection[int]) -> list[Document]:
    """What the owner did with this person; of what was done with others too, not who these are (Art. 15 (4))."""
    found = []
    for entry in history.entries(connection, -1, root):
        line: Document = {"id": entry.id, "at": entry.at, "kind": entry.kind, "undone_at": entry.undone_at}
        if set(entry.contacts) <= set(members):
            line |= {"summary": entry.summary, "detail": entry.detail, "changes": list(entry.changes)}
        else:
            what = entry.kind.replace("_", " ").capitalize()
            line |= {"summary": tr("{what}, with others", what=what), "detail": "", "changes": []}
        found.append(line)
    return found
