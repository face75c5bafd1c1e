"""Operations in words, newest first. Nothing of the words is stored: all is rendered from ids."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Final

import orjson

from deskcrm.domain import keeping, tasks
from deskcrm.domain.activities import kind_label
from deskcrm.domain.editing import bare
from deskcrm.domain.erasure import day_words
from deskcrm.domain.fields import BY_KEY, label_of
from deskcrm.domain.links import words as link_words
from deskcrm.domain.views import HistoryEntry
from deskcrm.languages import english, inside, listed, number, tr, trn
from deskcrm.store import colours, mappings
from deskcrm.store.loading import IN, ids
from deskcrm.store.merges import own_names
from deskcrm.store.operations import contacts_of

_SETTINGS = {
    "reminders.quiet": tr("Changed the quiet hours"),
    "calendar.folder": tr("Changed where the calendar file is kept"),
    "name": tr("Changed the name of the business"),
    "country": tr("Changed the country for phone numbers"),
    "currency": tr("Changed the currency"),
    "appearance": tr("Changed the appearance"),
    "stages": tr("Changed the stages"),
    "activity_kinds": tr("Changed the kinds of activity"),
    "rates": tr("Changed what other currencies are worth"),
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
        said = orjson.loads(params)
        if kind in _LINKS and len(called) == len(("one", "other")):
            said["pair"] = [name or tr("somebody") for name in called]
        emptied = kind == "erase" or "erased" in said
        if emptied or (kind in _BETWEEN and len(about[operation]) < len(("one", "other"))):
            summary, detail = _erased_words(connection, kind, said, at), ""
        elif kind in _PARTINGS:
            summary, detail = _parting_words(connection, kind, said, about[operation])
        else:
            summary, detail = _words(kind, said, who, batches.get(operation, []))
        shown = tuple(changes.get(operation, [])[:_SHOWN]) if kind in ("edit", "add", "merge", "edit_many") else ()
        why_not = tr("Erasing can’t be undone") if emptied else ""
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
_LINKS = {
    "link": (english("Linked {one} with {other}"), english("Linked {who}")),
    "unlink": (english("Unlinked {one} from {other}"), english("Unlinked {who}")),
}
MANY: Final[dict[str, Callable[[int], str]]] = {
    "edit_many": lambda many: trn("Changed {count} contact", "Changed {count} contacts", many),
    "remove_many": lambda many: trn("Removed {count} contact", "Removed {count} contacts", many),
    "archive_many": lambda many: trn("Archived {count} contact", "Archived {count} contacts", many),
    "bring_back_many": lambda many: trn("Brought back {count} contact", "Brought back {count} contacts", many),
}
"""What was done with many at once, by the kind of operation."""
_OF_ERASED = {
    "add": tr("Added somebody who was erased"),
    "edit": tr("Changed somebody who was erased"),
    "remove": tr("Removed somebody who was erased"),
    "archive": tr("Archived somebody who was erased"),
    "bring_back": tr("Brought back somebody who was erased"),
    "log": tr("Logged an entry with somebody who was erased"),
    "delete_activity": tr("Deleted an entry of somebody who was erased"),
    "edit_activity": tr("Changed an entry of somebody who was erased"),
    "move_activity": tr("Moved an entry of somebody who was erased"),
    "task": tr("Added a task for somebody who was erased"),
    "task_done": tr("Finished a task for somebody who was erased"),
    "task_open": tr("Took up again a task for somebody who was erased"),
    "task_edit": tr("Changed a task for somebody who was erased"),
    "task_snooze": tr("Put off a task for somebody who was erased"),
    "task_delete": tr("Deleted a task for somebody who was erased"),
    "merge": tr("Merged somebody who was erased"),
    "take_back": tr("Parted somebody who was erased"),
    "not_same": tr("Noted who is not the same as somebody who was erased"),
    "photo": tr("Changed the photo of somebody who was erased"),
    "photo_removed": tr("Removed the photo of somebody who was erased"),
    "file": tr("Attached a file for somebody who was erased"),
    "file_removed": tr("Removed a file of somebody who was erased"),
    "detach": tr("Detached a record of somebody who was erased"),
    "move": tr("Moved a record of somebody who was erased"),
}
_OF_ONE = {
    "add": english("Added {who}"),
    "edit": english("Changed {who}"),
    "remove": english("Removed {who}"),
    "archive": english("Archived {who}"),
    "bring_back": english("Brought back {who}"),
    "delete_activity": english("Deleted an entry of the timeline"),
    "edit_activity": english("Changed an entry of the timeline"),
    "move_activity": english("Moved an entry of the timeline"),
    "pin": english("Pinned an entry of {who}"),
    "unpin": english("Unpinned an entry of {who}"),
    "photo": english("Changed the photo of {who}"),
    "photo_removed": english("Removed the photo of {who}"),
    "file_removed": english("Removed a file of {who}"),
}
_OF_NAMED = {
    "own_field": english("Changed the field “{name}”"),
    "own_field_deleted": english("Deleted the field “{name}”"),
    "source": english("Changed the source “{name}”"),
    "view": english("Saved the view “{name}”"),
    "view_deleted": english("Deleted the view “{name}”"),
}
"""What operations say of one contact, and of one thing with a name."""


def _erased_words(connection: sqlite3.Connection, kind: str, params: dict[str, Any], at: str) -> str:
    """Of who is erased, nothing is said but what they were."""
    if kind != "erase":
        return _OF_ERASED.get(kind, _OF_ERASED["edit"])
    kinds = connection.execute(
        f"SELECT DISTINCT kind FROM contact WHERE id {IN}", (ids(params["contacts"]),)
    ).fetchall()
    if kinds == [("company",)]:
        return tr("Erased a company on {day}", day=day_words(at))
    return tr("Erased a person on {day}", day=day_words(at))


def _parting_words(
    connection: sqlite3.Connection, kind: str, params: dict[str, Any], contacts: list[int]
) -> tuple[str, str]:
    """Of who was joined and who was parted: each by what it says itself, so that it reads the same ever after."""
    own = own_names(connection, contacts)
    names = [own.get(contact) or tr("somebody") for contact in contacts]
    if kind == "merge" and "groups" in params:
        said = tr(
            "Merged {profiles} profiles into {count}",
            profiles=number(params["profiles"]),
            count=number(params["groups"]),
        )
        return said, tr("all that were sure")
    if kind == "merge":
        (what,) = connection.execute("SELECT kind FROM contact WHERE id = ?", (contacts[0],)).fetchone()
        if what == "company":
            said = trn("Merged {count} company into one", "Merged {count} companies into one", len(contacts))
        else:
            said = trn("Merged {count} person into one", "Merged {count} people into one", len(contacts))
        return said, ", ".join(names)
    if kind == "take_back":
        return tr("Parted {name} from {other}", name=names[1], other=names[0]), tr("the merge was taken back")
    if kind == "not_same":
        return tr("Noted that {names} are not the same", names=listed(names)), ""
    (source,) = connection.execute(
        "SELECT s.name FROM record r JOIN source s ON s.id = r.source WHERE r.id = ?", (params["record"],)
    ).fetchone() or (tr("a source"),)
    left = own_names(connection, [params["from"]]).get(params["from"]) or tr("somebody")
    if kind == "detach":
        return tr("Detached a record of {source} from {name}", source=source, name=left), ""
    to = own.get(params["to"]) or tr("somebody")
    return tr("Moved a record of {source} to {name}", source=source, name=to), tr("it was with {name}", name=left)


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
            new, before = _text(field, value), _text(field, old)
            change = (label_of(field), new if verb == "remove" else before, "" if verb in ("remove", "clear") else new)
            known = found.setdefault(operation, [])
            if change not in known:
                known.append(change)
    return found


def _text(field: str, value: str | None) -> str:
    if value is None:
        return ""
    said: Any = bare(orjson.loads(value))
    if field == "keep_in_touch":
        return keeping.shown(str(said))
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
        return known[0] if len(known) == 1 else tr("{name} and {count} more", name=known[0], count=len(known) - 1)
    parts = {label: after for label, _, after in changes}
    typed = " ".join(parts.get(BY_KEY[key].label, "") for key in ("given", "family")).strip()
    return typed or parts.get(BY_KEY["organization"].label, "") or tr("somebody")


def _words(
    kind: str, params: dict[str, Any], who: str, batches: list[tuple[str, dict[str, int], str]]
) -> tuple[str, str]:
    if kind == "import":
        sources = ", ".join(dict.fromkeys(source for _, _, source in batches))
        files = _file_words([file for file, _, _ in batches])
        return tr("Imported {files}", files=files), f"{count_words(batches)} · {sources}"
    if kind == "log":
        word = inside(kind_label(params["kind"]))
        if word[0] in "aeiou":
            return tr("Logged an {kind} with {who}", kind=word, who=who), ""
        return tr("Logged a {kind} with {who}", kind=word, who=who), ""
    if kind.startswith("task"):
        return tasks.said(kind, params), ""
    if kind == "setting":
        return _setting_words(params), ""
    if kind == "own_field_joined":
        return tr("Joined the field “{name}” with “{other}”", name=params["name"], other=params["into"]), ""
    if kind in _LINKS:
        both, somebody = _LINKS[kind]
        one, other = params.get("pair") or ("", "")
        said = tr(both, one=one, other=other) if one else tr(somebody, who=who)
        return said, link_words(params["kind"], forward=True)
    if kind == "file":
        many = params.get("files", 1)
        return trn("Attached a file for {who}", "Attached {count} files for {who}", many, who=who), ""
    if kind in MANY:
        return MANY[kind](params["contacts"]), ""
    if kind in _OF_NAMED:
        return tr(_OF_NAMED[kind], name=params["name"]), ""
    if kind in _OF_ONE:
        return tr(_OF_ONE[kind], who=who), ""
    return kind.replace("_", " ").capitalize(), ""


def _setting_words(params: dict[str, Any]) -> str:
    key = str(params.get("key", ""))
    if key.startswith(mappings.PREFIX):
        return tr("Changed the mapping “{name}”", name=mappings.name_of(key))
    if key.startswith(colours.PREFIX):
        return colours.changed_words(key, str(params.get("name", "")))
    return _SETTINGS.get(key) or tr("Changed a setting")


def _file_words(files: list[str]) -> str:
    """The first few files by name: "a.csv, b.csv and 5 more files"."""
    more = len(files) - _NAMED_FILES
    if more < 2:
        return ", ".join(files)
    return tr("{files} and {count} more files", files=", ".join(files[:_NAMED_FILES]), count=number(more))


_COUNTS = {
    "created": lambda many: trn("{count} new", "{count} new", many),
    "updated": lambda many: trn("{count} changed", "{count} changed", many),
    "attached": lambda many: trn("{count} recognised", "{count} recognised", many),
    "unchanged": lambda many: trn("{count} the same", "{count} the same", many),
    "activities": lambda many: trn("{count} activity", "{count} activities", many),
    "problems": lambda many: trn("{count} problem", "{count} problems", many),
}


def count_words(batches: list[tuple[str, dict[str, int], str]]) -> str:
    """The figures of an import in words: "812 new, 41 changed, 348 the same, 3 problems"."""
    totals = {key: sum(counts.get(key, 0) for _, counts, _ in batches) for key in _COUNTS}
    return ", ".join(_COUNTS[key](many) for key, many in totals.items() if many) or tr("nothing in it")
