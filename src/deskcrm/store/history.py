"""Operations in words, newest first. Nothing of the words is stored: all is rendered from ids."""

from __future__ import annotations

import sqlite3
from typing import Any

import orjson

from deskcrm.domain.activities import KINDS
from deskcrm.domain.editing import bare
from deskcrm.domain.fields import BY_KEY, label_of
from deskcrm.domain.views import HistoryEntry
from deskcrm.store.loading import IN, ids
from deskcrm.store.operations import contacts_of

_SETTINGS = {
    "name": "the name of the business",
    "country": "the country for phone numbers",
    "currency": "the currency",
    "appearance": "the appearance",
}
_SHOWN = 6  # field changes of one operation that a line of History names


def entries(
    connection: sqlite3.Connection, limit: int = 200, contact: int | None = None, only: int | None = None
) -> list[HistoryEntry]:
    """The latest operations, or those that named one contact, or just one."""
    where: str = "1"
    given: list[Any] = []
    if only is not None:
        where, given = "id = ?", [only]
    elif contact is not None:
        group = [contact, *(c for (c,) in connection.execute("SELECT contact FROM member WHERE root = ?", (contact,)))]
        where, given = _ABOUT.format(IN=IN), [ids(group)] * 5
    rows = connection.execute(
        f"SELECT id, at, kind, params, undone_at FROM operation WHERE {where} ORDER BY id DESC LIMIT ?", (*given, limit)
    ).fetchall()
    operations = [row[0] for row in rows]
    about = contacts_of(connection, operations)
    names = _names(connection, {c for contacts in about.values() for c in contacts})
    changes = _changes(connection, operations)
    batches = _batches(connection, operations)
    found = []
    for operation, at, kind, params, undone_at in rows:
        who = _who([names.get(c, "") for c in about[operation]], changes.get(operation, []))
        summary, detail = _words(kind, orjson.loads(params), who, batches.get(operation, []))
        shown = tuple(changes.get(operation, [])[:_SHOWN]) if kind in ("edit", "add") else ()
        found.append(
            HistoryEntry(operation, at, kind, summary, detail, shown, undone_at, contacts=tuple(about[operation]))
        )
    return found


_ABOUT = (
    "id IN (SELECT operation FROM edit WHERE contact {IN} UNION SELECT operation FROM activity WHERE contact {IN} "
    "UNION SELECT operation FROM task WHERE contact {IN} UNION SELECT operation FROM merge WHERE survivor {IN} "
    "UNION SELECT batch.operation FROM record JOIN row ON row.record = record.id JOIN batch ON batch.id = row.batch "
    "WHERE record.contact {IN})"
)


def _names(connection: sqlite3.Connection, contacts: set[int]) -> dict[int, str]:
    rows = connection.execute(
        "SELECT c.id, p.name FROM contact c LEFT JOIN member m ON m.contact = c.id "
        f"JOIN profile p ON p.root = coalesce(m.root, c.id) WHERE c.id {IN}",
        (ids(contacts),),
    )
    return dict(rows)


def _changes(connection: sqlite3.Connection, operations: list[int]) -> dict[int, list[tuple[str, str, str]]]:
    """What each edit changed, (label, before, after); the same change on several joined contacts once."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    rows = connection.execute(
        f"SELECT operation, field, verb, value, old FROM edit WHERE operation {IN} ORDER BY id", (ids(operations),)
    )
    for operation, field, verb, value, old in rows:
        if field.startswith("_"):
            continue
        new, before = _text(value), _text(old)
        change = (label_of(field), new if verb == "remove" else before, "" if verb in ("remove", "clear") else new)
        known = found.setdefault(operation, [])
        if change not in known:
            known.append(change)
    return found


def _text(value: str | None) -> str:
    if value is None:
        return ""
    said: Any = bare(orjson.loads(value))
    return ", ".join(str(v) for v in said.values()) if isinstance(said, dict) else str(said)


def _batches(connection: sqlite3.Connection, operations: list[int]) -> dict[int, list[tuple[str, dict[str, int], str]]]:
    found: dict[int, list[tuple[str, dict[str, int], str]]] = {}
    rows = connection.execute(
        "SELECT batch.operation, batch.file, batch.counts, source.name FROM batch "
        f"JOIN source ON source.id = batch.source WHERE batch.operation {IN} ORDER BY batch.id",
        (ids(operations),),
    )
    for operation, file, counts, source in rows:
        found.setdefault(operation, []).append((file, orjson.loads(counts), source))
    return found


def _who(names: list[str], changes: list[tuple[str, str, str]]) -> str:
    """Whom an operation was about; somebody whose adding is undone is named by what was typed."""
    known = list(dict.fromkeys(name for name in names if name))
    if known:
        return known[0] if len(known) == 1 else f"{known[0]} and {len(known) - 1} more"
    parts = {label: after for label, _, after in changes}
    typed = " ".join(parts.get(BY_KEY[key].label, "") for key in ("given", "family")).strip()
    return typed or parts.get(BY_KEY["organization"].label, "") or "somebody"


def _words(
    kind: str, params: dict[str, Any], who: str, batches: list[tuple[str, dict[str, int], str]]
) -> tuple[str, str]:
    if kind == "import":
        files = ", ".join(file for file, _, _ in batches)
        sources = ", ".join(dict.fromkeys(source for _, _, source in batches))
        return f"Imported {files}", f"{count_words(batches)} · {sources}"
    if kind == "log":
        word = KINDS[params["kind"]].label.lower()
        return f"Logged {'an' if word[0] in 'aeiou' else 'a'} {word} with {who}", ""
    if kind in ("task", "task_done", "task_open"):
        word = {"task": "Added the task", "task_done": "Done:", "task_open": "Taken up again:"}[kind]
        return f"{word} “{params.get('title', '')}”", ""
    if kind == "setting":
        return f"Changed {_SETTINGS.get(params.get('key', ''), 'a setting')}", ""
    verbs = {"add": "Added", "edit": "Changed", "remove": "Removed", "bring_back": "Brought back"}
    if kind in verbs:
        return f"{verbs[kind]} {who}", ""
    return {"delete_activity": "Deleted an entry of the timeline"}.get(kind, kind.replace("_", " ").capitalize()), ""


def count_words(batches: list[tuple[str, dict[str, int], str]]) -> str:
    """The figures of an import in words: "812 new, 41 changed, 348 the same, 3 problems"."""
    words = {
        "created": "new", "updated": "changed", "attached": "recognised", "unchanged": "the same",
        "activities": "activities", "problems": "problems",
    }  # fmt: skip
    totals = {key: sum(counts.get(key, 0) for _, counts, _ in batches) for key in words}
    return ", ".join(f"{totals[key]:,} {word}" for key, word in words.items() if totals[key]) or "nothing in it"
