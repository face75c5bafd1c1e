"""Who wins where sources differ, field by field: the owner's preferences, and what they change on real people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from deskcrm.domain.changes import Changes
from deskcrm.domain.errors import Cancelled, InvalidValue
from deskcrm.domain.explain import shown_fields
from deskcrm.domain.fields import NAME_PARTS, label_of
from deskcrm.domain.summary import summarise
from deskcrm.domain.unify import NAME, unify
from deskcrm.domain.winning import TRUSTED, WINNERS, can_prefer
from deskcrm.languages import tr
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import loading, operations, writes
from deskcrm.store.bulk import chunks, no_cycle_search

EXAMPLES: Final = 8
LOOKED_AT: Final = 5_000
"""So many people are looked at for the effect: of more it is told of these alone."""
_AT_A_TIME: Final = 200
_KINDS: Final = frozenset({"contacts", "settings", "history"})


@dataclass(frozen=True, slots=True)
class Example:
    """Somebody who would show another value in a field."""

    contact: int
    name: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """How many of those of whom several records tell would show something else, with some of them."""

    changed: int
    looked_at: int
    examples: tuple[Example, ...]


def get(ws: Workspace) -> dict[str, str]:
    """The preferences, field to "recent" or "complete"; all other fields go by the most trusted source."""
    with ws.database.read() as connection:
        return loading.preferences(connection)


def put(ws: Workspace, preferences: Mapping[str, str]) -> Outcome[None]:
    """Has these preferences count from now on; all profiles show what they give. Undoable. Raises InvalidValue."""
    wanted = _checked(preferences)
    with ws.database.write() as connection:
        operation = operations.begin(connection, "setting", ws.now(), {"key": loading.PREFERENCES})
        value = orjson.dumps(wanted).decode()
        writes.change_row(connection, operation, "setting", "key", loading.PREFERENCES, {"value": value})
        operations.settle(connection, operations.touched(connection, operation), operation)
    summary = tr("Changed whose value shows")
    return Outcome(None, Changes(operation, _KINDS, everything=True, summary=summary, undoable=True))


def _checked(preferences: Mapping[str, str]) -> dict[str, str]:
    for field, winner in preferences.items():
        if not can_prefer(field, winner):
            words = ", ".join(one for one in WINNERS if can_prefer(field, one))
            raise InvalidValue(
                tr(
                    "“{field}” can't go by “{winner}”: it must be one of {words}.",
                    field=field,
                    winner=winner,
                    words=words,
                )
                if words
                else tr("“{field}” is no field of which one value wins.", field=field)
            )
    return {field: winner for field, winner in sorted(preferences.items()) if winner != TRUSTED}


def effect(ws: Workspace, preferences: Mapping[str, str], cancelled: Callable[[], bool] = lambda: False) -> Effect:
    """What these preferences would change, on real people. Writes nothing. Raises InvalidValue, Cancelled."""
    wanted = _checked(preferences) or None
    changed, examples = 0, list[Example]()
    with no_cycle_search(), ws.database.read() as connection:
        now, then = loading.Loader(connection), loading.Loader(connection)
        then.wins = wanted
        roots = loading.of_several_words(connection, LOOKED_AT)
        for part in chunks(roots, _AT_A_TIME):
            if cancelled():
                raise Cancelled(tr("Looking was stopped. Nothing was changed."))
            before, after = now.facts(part), then.facts(part)
            for root in part:
                differing = _differences(before[root], after[root])
                changed += bool(differing)
                if differing and len(examples) < EXAMPLES:
                    line = summarise(before[root])
                    name = line.name if line else ""
                    examples += [Example(root, name, *one) for one in differing][: EXAMPLES - len(examples)]
    return Effect(changed, len(roots), tuple(examples))


def _differences(before: Any, after: Any) -> list[tuple[str, str, str]]:
    """The fields of which another value shows first, in words: what it is called, before, after."""
    old, new = shown_fields(unify(before), {}), shown_fields(unify(after), {})
    name = (_name(old), _name(new))
    found = [(tr("Name"), *name)] if name[0] != name[1] else []
    for key in {**old, **new}:
        if key not in NAME_PARTS and key != NAME and old.get(key) != new.get(key):
            was, now = _first(old.get(key)), _first(new.get(key))
            if was != now:
                found.append((label_of(key), was, now))
    return found


def _name(fields: Mapping[str, Any]) -> str:
    return " ".join(str(fields[part]) for part in NAME_PARTS if fields.get(part))


def _first(value: Any) -> str:
    """What shows first of a value, in words."""
    if isinstance(value, (list, tuple)):
        return _first(value[0]) if value else ""
    if isinstance(value, dict):
        if "value" in value:
            return str(value["value"])
        return ", ".join(str(part) for key, part in value.items() if part and key != "label")
    return "" if value is None else str(value)
