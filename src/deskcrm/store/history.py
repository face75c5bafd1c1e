"""Operations in words, newest first. Nothing of the words is stored: all is rendered from ids."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import orjson

from deskcrm.domain import tasks
from deskcrm.domain.activities import kind_label
from deskcrm.domain.editing import bare
from deskcrm.domain.erasure import day_words
from deskcrm.domain.fields import BY_KEY, label_of
from deskcrm.domain.links import words as link_words
from deskcrm.domain.views import HistoryEntry
from deskcrm.store import colours, mappings
from deskcrm.store.loading import IN, ids
from deskcrm.store.merges import own_names
from deskcrm.store.operations import contacts_of

_SETTINGS = {
    "reminders.quiet": "the quiet hours",
    "calendar.folder": "where the calendar file is kept",
    "name": "the name of the business",
    "country": "the country for phone numbers",
    "currency": "the currency",
    "appearance": "the appearance",
    "stages": "the stages",
    "activity_kinds": "the kinds of activity",
    "rates": "what other currencies are worth",
}
_LOOKED_AT = 60  # edits of one operation that are read for it
_SHOWN = 6  # field changes of one operation that a line of History names
_NAMED_FILES = 2  # files of one import that a line of History names


def entries(
    connection: sqlite3.Connection, limit: int = 200, contact: int | None = None, *, only: Sequence[int] | None = None,
    kinds: Sequence[str] = (), since: str = "", until: str = "", before: int | None = None,
) -> list[HistoryEntry]:  # fmt: skip
    """The latest operations, newest first, or those of them that are asked for.

    `contact`: that named this profile; `only`: just these; `kinds`: of these kinds; `since`, `until`: from the first
    moment (ISO 8601 UTC) to before the second; `before`: older than this operation.
    """
    where: list[str] = ["1"]
    given: list[Any] = []
    for condition, value in (
        (f"id {IN}", None if only is None else ids(only)),
        (f"kind {IN}", ids(kinds) if kinds else None),
        ("at >= ?", since or None),
        ("at < ?", until or None),
        ("id < ?", before),
    ):
        if value is not None:
            where.append(condition)
            given.append(value)
    if contact is not None:
        group = [contact, *(c for (c,) in connection.execute("SELECT contact FROM member WHERE root = ?", (contact,)))]
        where.append(_ABOUT.format(IN=IN))
        given += [ids(group)] * _ABOUT.count("{IN}")
    rows = connection.execute(
        f"SELECT id, at, kind, params, undone_at FROM operation WHERE {' AND '.join(where)} ORDER BY id DESC LIMIT ?",
        (*given, limit),
    ).fetchall()
    operations = [row[0] for row in rows]
    about = contacts_of(connection, operations)
    names = _names(connection, {c for contacts in about.values() for c in contacts})
    changes = _changes(connection, operations)
    batches = _batches(connection, operations)
    found = []
    for operation, at, kind, params, undone_at in rows:
        called = [names.get(c, "") for c in about[operation]]
        who = _who(called, changes.get(operation, []))
        if kind in _LINKS and len(called) == len(("one", "other")):
            who = f" {_LINKS[kind][1]} ".join(name or "somebody" for name in called)
        said = orjson.loads(params)
        emptied = kind == "erase" or "erased" in said
        if emptied or (kind in _BETWEEN and len(about[operation]) < len(("one", "other"))):
            summary, detail = _erased_words(connection, kind, said, at), ""
        elif kind in _PARTINGS:
            summary, detail = _parting_words(connection, kind, said, about[operation])
        else:
            summary, detail = _words(kind, said, who, batches.get(operation, []))
        shown = tuple(changes.get(operation, [])[:_SHOWN]) if kind in ("edit", "add", "merge", "edit_many") else ()
        why_not = "Erasing can’t be undone" if emptied else ""
        found.append(
            HistoryEntry(
                operation, at, kind, summary, detail, shown, undone_at, not emptied, why_not, tuple(about[operation])
            )
        )
    return found


_ABOUT = (
    "id IN (SELECT operation FROM edit WHERE contact {IN} UNION SELECT operation FROM activity WHERE contact {IN} "
    "UNION SELECT o.id FROM operation o JOIN json_each(o.images) i ON i.value ->> 'table' = 'task' "
    "WHERE o.kind GLOB 'task*' AND (i.value ->> '$.after.contact' {IN} OR i.value ->> '$.before.contact' {IN}) "
    "UNION SELECT operation FROM task WHERE contact {IN} UNION SELECT operation FROM merge WHERE survivor {IN} "
    "UNION SELECT operation FROM merge WHERE loser {IN} UNION SELECT operation FROM placement WHERE contact {IN} "
    "UNION SELECT operation FROM not_same WHERE a {IN} UNION SELECT operation FROM not_same WHERE b {IN} "
    "UNION SELECT operation FROM link WHERE a {IN} UNION SELECT operation FROM link WHERE b {IN} "
    "UNION SELECT w.operation FROM link JOIN withdrawal w ON w.fact_table = 'link' AND w.fact = link.id "
    "WHERE link.a {IN} OR link.b {IN} UNION SELECT operation FROM file WHERE contact {IN} "
    "UNION SELECT w.operation FROM file JOIN withdrawal w ON w.fact_table = 'file' AND w.fact = file.id "
    "WHERE file.contact {IN} "
    "UNION SELECT batch.operation FROM record JOIN row ON row.record = record.id JOIN batch ON batch.id = row.batch "
    "WHERE record.contact {IN})"
)
_PARTINGS = frozenset({"merge", "take_back", "detach", "move", "not_same"})
_BETWEEN = frozenset({"merge", "take_back", "not_same"})
_LINKS = {"link": ("Linked", "with"), "unlink": ("Unlinked", "from")}
_MANY = {
    "edit_many": "Changed",
    "remove_many": "Removed",
    "archive_many": "Archived",
    "bring_back_many": "Brought back",
}
_OF_ERASED = {
    "add": "Added", "edit": "Changed", "remove": "Removed", "archive": "Archived", "bring_back": "Brought back",
    "log": "Logged an entry with", "delete_activity": "Deleted an entry of",
    "edit_activity": "Changed an entry of", "move_activity": "Moved an entry of", "task": "Added a task for",
    "task_done": "Finished a task for", "task_open": "Took up again a task for", "task_edit": "Changed a task for",
    "task_snooze": "Put off a task for", "task_delete": "Deleted a task for", "merge": "Merged",
    "take_back": "Parted", "not_same": "Noted who is not the same as", "photo": "Changed the photo of",
    "photo_removed": "Removed the photo of", "file": "Attached a file for", "file_removed": "Removed a file of",
    "detach": "Detached a record of", "move": "Moved a record of",
}  # fmt: skip


def _erased_words(connection: sqlite3.Connection, kind: str, params: dict[str, Any], at: str) -> str:
    """Of who is erased, nothing is said but what they were."""
    if kind != "erase":
        return f"{_OF_ERASED.get(kind, 'Changed')} somebody who was erased"
    kinds = connection.execute(
        f"SELECT DISTINCT kind FROM contact WHERE id {IN}", (ids(params["contacts"]),)
    ).fetchall()
    return f"Erased a {'company' if kinds == [('company',)] else 'person'} on {day_words(at)}"


def _parting_words(
    connection: sqlite3.Connection, kind: str, params: dict[str, Any], contacts: list[int]
) -> tuple[str, str]:
    """Of who was joined and who was parted: each by what it says itself, so that it reads the same ever after."""
    own = own_names(connection, contacts)
    names = [own.get(contact) or "somebody" for contact in contacts]
    if kind == "merge" and "groups" in params:
        return f"Merged {params['profiles']:,} profiles into {params['groups']:,}", "all that were sure"
    if kind == "merge":
        (what,) = connection.execute("SELECT kind FROM contact WHERE id = ?", (contacts[0],)).fetchone()
        many = f"{len(contacts)} {'companies' if what == 'company' else 'people'}"
        return f"Merged {many} into one", ", ".join(names)
    if kind == "take_back":
        return f"Parted {names[1]} from {names[0]}", "the merge was taken back"
    if kind == "not_same":
        return f"Noted that {', '.join(names[:-1])} and {names[-1]} are not the same", ""
    (source,) = connection.execute(
        "SELECT s.name FROM record r JOIN source s ON s.id = r.source WHERE r.id = ?", (params["record"],)
    ).fetchone() or ("a source",)
    left = own_names(connection, [params["from"]]).get(params["from"]) or "somebody"
    if kind == "detach":
        return f"Detached a record of {source} from {left}", ""
    return f"Moved a record of {source} to {own.get(params['to']) or 'somebody'}", f"it was with {left}"


def _names(connection: sqlite3.Connection, contacts: set[int]) -> dict[int, str]:
    rows = connection.execute(
        "SELECT c.id, p.name FROM contact c LEFT JOIN member m ON m.contact = c.id "
        f"JOIN profile p ON p.root = coalesce(m.root, c.id) WHERE c.id {IN}",
        (ids(contacts),),
    )
    return dict(rows)


def _changes(connection: sqlite3.Connection, operations: list[int]) -> dict[int, list[tuple[str, str, str]]]:
    """What each edit changed, (label, before, after); the same change on several contacts once."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    for operation in operations:
        rows = connection.execute(
            f"SELECT field, verb, value, old FROM edit WHERE operation = ? ORDER BY id LIMIT {_LOOKED_AT}", (operation,)
        )
        for field, verb, value, old in rows:
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
        sources = ", ".join(dict.fromkeys(source for _, _, source in batches))
        return f"Imported {_file_words([file for file, _, _ in batches])}", f"{count_words(batches)} · {sources}"
    if kind == "log":
        word = kind_label(params["kind"]).lower()
        return f"Logged {'an' if word[0] in 'aeiou' else 'a'} {word} with {who}", ""
    if kind.startswith("task"):
        return tasks.said(kind, params), ""
    if kind == "setting":
        key = str(params.get("key", ""))
        if key.startswith(mappings.PREFIX):
            return f"Changed the mapping “{mappings.name_of(key)}”", ""
        if key.startswith(colours.PREFIX):
            return f"Changed {colours.words_of(key, str(params.get('name', '')))}", ""
        return f"Changed {_SETTINGS.get(key, 'a setting')}", ""
    if kind in ("own_field", "own_field_deleted"):
        return f"{'Changed' if kind == 'own_field' else 'Deleted'} the field “{params['name']}”", ""
    if kind == "own_field_joined":
        return f"Joined the field “{params['name']}” with “{params['into']}”", ""
    if kind in _LINKS:
        return f"{_LINKS[kind][0]} {who}", link_words(params["kind"], forward=True)
    if kind in ("photo", "photo_removed"):
        return f"{'Changed' if kind == 'photo' else 'Removed'} the photo of {who}", ""
    if kind in ("file", "file_removed"):
        if kind == "file_removed":
            return f"Removed a file of {who}", ""
        many = params.get("files", 1)
        return f"Attached {'a file' if many == 1 else f'{many:,} files'} for {who}", ""
    if kind == "source":
        return f"Changed the source “{params['name']}”", ""
    if kind in ("view", "view_deleted"):
        return f"{'Saved' if kind == 'view' else 'Deleted'} the view “{params['name']}”", ""
    if kind in _MANY:
        word = _MANY[kind]
        return f"{word} {params['contacts']:,} {'contact' if params['contacts'] == 1 else 'contacts'}", ""
    verbs = {
        "add": "Added",
        "edit": "Changed",
        "remove": "Removed",
        "archive": "Archived",
        "bring_back": "Brought back",
    }
    if kind in verbs:
        return f"{verbs[kind]} {who}", ""
    own = {
        "delete_activity": "Deleted an entry of the timeline", "edit_activity": "Changed an entry of the timeline",
        "move_activity": "Moved an entry of the timeline", "pin": f"Pinned an entry of {who}",
        "unpin": f"Unpinned an entry of {who}",
    }  # fmt: skip
    return own.get(kind, kind.replace("_", " ").capitalize()), ""


def _file_words(files: list[str]) -> str:
    """The first few files by name: "a.csv, b.csv and 5 more files"."""
    more = len(files) - _NAMED_FILES
    if more < 2:
        return ", ".join(files)
    return f"{', '.join(files[:_NAMED_FILES])} and {more} more files"


def count_words(batches: list[tuple[str, dict[str, int], str]]) -> str:
    """The figures of an import in words: "812 new, 41 changed, 348 the same, 3 problems"."""
    words = {
        "created": "new", "updated": "changed", "attached": "recognised", "unchanged": "the same",
        "activities": "activities", "problems": "problems",
    }  # fmt: skip
    single = {"activities": "activity", "problems": "problem"}
    totals = {key: sum(counts.get(key, 0) for _, counts, _ in batches) for key in words}
    said = ((totals[key], single.get(key, word) if totals[key] == 1 else word) for key, word in words.items())
    return ", ".join(f"{number:,} {word}" for number, word in said if number) or "nothing in it"
