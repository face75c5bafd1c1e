"""Fields of the owner's own: text, number, date, choice or yes/no, in the owner's order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from deskcrm.domain import editing
from deskcrm.domain.changes import Changes
from deskcrm.domain.cleaning.text import fold, tidy
from deskcrm.domain.editing import MemberEdit
from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.fields import BY_KEY, CUSTOM_PREFIX
from deskcrm.domain.own_values import OwnKind
from deskcrm.domain.patches import Patch
from deskcrm.domain.unify import unify
from deskcrm.languages import tr, trc
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import derived, operations, writes
from deskcrm.store import own_fields as store_own_fields
from deskcrm.store.bulk import chunks
from deskcrm.store.loading import Loader

KINDS: Final = {
    "text": trc("kind of field", "Text"),
    "number": trc("kind of field", "Number"),
    "date": trc("kind of field", "Date"),
    "choice": trc("kind of field", "Choice"),
    "yes_no": tr("Yes or no"),
}
"""The kinds of own field, key to words."""
MOST: Final = 500
_KINDS = frozenset({"fields", "contacts", "history"})


@dataclass(frozen=True, slots=True)
class OwnField:
    """One field of the owner's own; its values are kept under `custom.KEY`. `id` 0: files brought it, unasked."""

    id: int
    key: str
    label: str
    kind: str
    choices: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        """The column's key in lists and filters."""
        return CUSTOM_PREFIX + self.key

    @property
    def as_kind(self) -> OwnKind:
        """How its values are kept."""
        return OwnKind(self.kind, self.choices)


def every(ws: Workspace) -> list[OwnField]:
    """The owner's own fields, in the owner's order."""
    with ws.database.read() as connection:
        rows = connection.execute(
            "SELECT id, key, label, kind, choices FROM own_field WHERE NOT deleted ORDER BY position, id"
        ).fetchall()
    return [
        OwnField(number, key, label, kind, tuple(orjson.loads(choices))) for number, key, label, kind, choices in rows
    ]


def brought(ws: Workspace) -> list[OwnField]:
    """The fields that files brought, unasked: texts, by their names; those that the owner made or deleted are not."""
    with ws.database.read() as connection:
        rows = connection.execute(
            "SELECT DISTINCT mapped.value ->> 'target' AS target FROM batch "
            "JOIN operation ON operation.id = batch.operation AND operation.undone_at IS NULL, "
            "json_each(batch.mapping, '$.columns') mapped WHERE target LIKE 'custom.%' ORDER BY target COLLATE NOCASE"
        ).fetchall()
        known = {key for (key,) in connection.execute("SELECT key FROM own_field")}
    keys = (target.removeprefix(CUSTOM_PREFIX) for (target,) in rows)
    return [OwnField(0, key, key, "text") for key in keys if key and key not in known]


def add(ws: Workspace, label: str, kind: str, choices: Sequence[str] = ()) -> Outcome[OwnField]:
    """A new field. Raises InvalidValue for a name that is taken or blank, an unknown kind, a choice of nothing."""
    name = _named(label)
    _check_kind(kind, choices)
    with ws.database.write() as connection:
        _free(connection, name, 0)
        operation = operations.begin(connection, "own_field", ws.now(), {"name": name})
        (count, last) = connection.execute("SELECT count(*), coalesce(max(position), 0) FROM own_field").fetchone()
        if count >= MOST:
            raise InvalidValue(tr("There are {count} fields already; delete one that nobody uses first.", count=MOST))
        row = {
            "operation": operation, "key": _key(connection, name), "label": name, "kind": kind,
            "choices": orjson.dumps([tidy(c) for c in choices]).decode(), "position": last + 1, "deleted": 0,
        }  # fmt: skip
        number = writes.change_row(connection, operation, "own_field", "id", None, row)
    field = OwnField(int(number), row["key"], name, kind, tuple(tidy(c) for c in choices))
    return Outcome(field, _changes(operation, tr("Added the field {name}", name=name)))


def change(ws: Workspace, field: int, *, label: str, kind: str, choices: Sequence[str] = ()) -> Outcome[int]:
    """Renames a field or changes its kind; its values stay as they are. Raises InvalidValue, NotFound."""
    name = _named(label)
    _check_kind(kind, choices)
    with ws.database.write() as connection:
        _there(connection, field)
        _free(connection, name, field)
        operation = operations.begin(connection, "own_field", ws.now(), {"name": name})
        row = {"label": name, "kind": kind, "choices": orjson.dumps([tidy(c) for c in choices]).decode()}
        writes.change_row(connection, operation, "own_field", "id", field, row)
    return Outcome(field, _changes(operation, tr("Changed the field {name}", name=name)))


def delete(ws: Workspace, field: int) -> Outcome[int]:
    """Takes a field away from forms and lists; its values are kept, and undo brings it back. Raises NotFound."""
    with ws.database.write() as connection:
        name = _there(connection, field)
        operation = operations.begin(connection, "own_field_deleted", ws.now(), {"name": name})
        writes.change_row(connection, operation, "own_field", "id", field, {"deleted": 1})
    return Outcome(field, _changes(operation, tr("Deleted the field {name}", name=name)))


def reorder(ws: Workspace, fields: Sequence[int]) -> Outcome[None]:
    """Puts fields into this order. Raises NotFound."""
    with ws.database.write() as connection:
        operation = operations.begin(connection, "own_field", ws.now(), {"name": _there(connection, fields[0])})
        for field in fields:
            _there(connection, field)
        writes.put_in_order(connection, operation, "own_field", fields)
    return Outcome(None, _changes(operation, tr("Moved a field")))


def used(ws: Workspace) -> dict[str, int]:
    """How many people and companies have something in each own field, by its column ("custom.Size")."""
    with ws.database.read() as connection:
        return dict(store_own_fields.used(connection))


def join(ws: Workspace, field: int, into: int) -> Outcome[int]:
    """Puts what stands in one field into another and takes the first away; answers of how many profiles.

    Where both say something the second stays as it is; what the first said is kept among the other values. One
    operation, undone as one. Raises NotFound, InvalidValue for one and the same.
    """
    if field == into:
        raise InvalidValue(tr("A field can't be joined with itself."))
    with ws.database.write() as connection:
        source, target = _column(connection, field), _column(connection, into)
        name, other = _there(connection, field), _there(connection, into)
        operation = operations.begin(connection, "own_field_joined", ws.now(), {"name": name, "into": other})
        holders = store_own_fields.values(connection, source)
        touched = writes.add_edits(connection, operation, _moving(connection, holders, source, target))
        images = writes.changed_row(connection, "own_field", "id", field, {"deleted": 1})
        operations.save_images(connection, operation, images)
        derived.refresh(connection, touched, operation)
    summary = tr("Joined the field {name} with {other}", name=name, other=other)
    return Outcome(len(holders), Changes(operation, _KINDS, everything=True, summary=summary, undoable=True))


def _moving(connection: Any, holders: dict[int, str], source: str, target: str) -> Iterator[MemberEdit]:
    """The edits that move a value from one field to another, for each profile that has it."""
    roots = sorted(holders)
    for part in chunks(roots):
        for root, facts in Loader(connection).facts(part).items():
            if not unify(facts).text(target):
                yield from editing.distribute(facts, Patch(target, "set", holders[root]))
            yield from editing.distribute(facts, Patch(source, "clear"))


def _column(connection: Any, field: int) -> str:
    row = connection.execute("SELECT key FROM own_field WHERE id = ? AND NOT deleted", (field,)).fetchone()
    if row is None:
        raise NotFound(tr("This field is no more."))
    return f"{CUSTOM_PREFIX}{row[0]}"


def _named(label: str) -> str:
    name = tidy(label)
    if not name:
        raise InvalidValue(tr("A field needs a name."))
    if any(fold(name) == fold(known.label) for known in BY_KEY.values()):
        raise InvalidValue(tr("Every contact has a field “{name}” already.", name=name))
    return name


def _check_kind(kind: str, choices: Sequence[str]) -> None:
    if kind not in KINDS:
        raise InvalidValue(
            tr("There is no kind of field “{kind}”. There are: {kinds}.", kind=kind, kinds=", ".join(KINDS))
        )
    if kind == "choice" and not any(tidy(choice) for choice in choices):
        raise InvalidValue(tr("A choice needs at least one thing to choose."))


def _free(connection: Any, name: str, field: int) -> None:
    rows = connection.execute("SELECT label FROM own_field WHERE NOT deleted AND id <> ?", (field,))
    if any(fold(label) == fold(name) for (label,) in rows):
        raise InvalidValue(tr("There is a field “{name}” already.", name=name))


def _key(connection: Any, name: str) -> str:
    """The name itself, so that values that files brought under it are its own; numbered where a field had it once."""
    taken = {key for (key,) in connection.execute("SELECT key FROM own_field")}
    return next(key for key in (name, *(f"{name} {n}" for n in range(2, MOST + 3))) if key not in taken)


def _there(connection: Any, field: int) -> str:
    row = connection.execute("SELECT label FROM own_field WHERE id = ? AND NOT deleted", (field,)).fetchone()
    if row is None:
        raise NotFound(tr("This field is no more."))
    return str(row[0])


def _changes(operation: int, summary: str) -> Changes:
    return Changes(operation, _KINDS, summary=summary, undoable=True)
