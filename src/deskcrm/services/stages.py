"""The stages of this workspace: those that come with DeskCRM, as the owner renamed, added to and ordered them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

import orjson

from deskcrm.domain.changes import Changes
from deskcrm.domain.cleaning.text import fold, tidy
from deskcrm.domain.colours import checked
from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.fields import STAGES
from deskcrm.languages import listed, tr
from deskcrm.services import settings
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import operations, writes
from deskcrm.store import stages as store
from deskcrm.store.stages import SETTING

BY_FACTS: Final = ("customer", "repeat")
"""Stages into which orders move somebody: they can be renamed, but not left out or put the other way round."""
_MOST = 30


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its key in facts, its words, and its colour as #RRGGBB ("" for the theme's own)."""

    key: str
    label: str
    colour: str = ""


def order(ws: Workspace) -> tuple[Stage, ...]:
    """The stages in the owner's order."""
    kept = settings.get(ws, SETTING)
    if kept is None:
        return tuple(Stage(key, label) for key, label in STAGES.items())
    return tuple(Stage(**stage) for stage in kept)


def labels(ws: Workspace) -> dict[str, str]:
    """The words of each stage by its key, in the owner's order."""
    return {stage.key: stage.label for stage in order(ws)}


def key_of(ws: Workspace, word: str) -> str:
    """The key of a stage that the owner calls so; any other word as it is."""
    found = (stage.key for stage in order(ws) if fold(stage.label) == fold(word))
    return next(found, word)


def used(ws: Workspace) -> dict[str, int]:
    """How many people and companies stand in each stage."""
    with ws.database.read() as connection:
        return store.used(connection)


def add(ws: Workspace, label: str) -> Outcome[None]:
    """A new stage behind the last one that is no end of the way ("lost"). Raises InvalidValue."""
    stages = list(order(ws))
    place = len(stages) - (stages[-1].key == "lost")
    return save(ws, [*stages[:place], Stage("", label), *stages[place:]])


def change(ws: Workspace, key: str, *, label: str | None = None, colour: str | None = None) -> Outcome[None]:
    """Gives a stage another name, or a colour ("" for the theme's own). Raises InvalidValue, NotFound."""
    stages, place = _with_place(ws, key)
    found = stages[place]
    stages[place] = Stage(key, found.label if label is None else label, found.colour if colour is None else colour)
    return save(ws, stages)


def move(ws: Workspace, key: str, step: int) -> Outcome[None]:
    """Puts a stage so many places further on the way, or back. Raises InvalidValue, NotFound."""
    stages, place = _with_place(ws, key)
    stages.insert(max(place + step, 0), stages.pop(place))
    return save(ws, stages)


def remove(ws: Workspace, key: str) -> Outcome[None]:
    """Leaves a stage out of the list; who stands in it stays there. Raises InvalidValue, NotFound."""
    stages, place = _with_place(ws, key)
    del stages[place]
    return save(ws, stages)


def _with_place(ws: Workspace, key: str) -> tuple[list[Stage], int]:
    """The stages in their order, and which of them it is. Raises NotFound."""
    stages = list(order(ws))
    place = next((place for place, stage in enumerate(stages) if stage.key == key), None)
    if place is None:
        raise NotFound(tr("There is no stage “{key}”.", key=key))
    return stages, place


def save(ws: Workspace, stages: Sequence[Stage]) -> Outcome[None]:
    """Keeps the stages in this order, as one operation that can be undone.

    A new one has an empty key and gets its label as key. Contacts keep what was said of them, also where its stage is
    no more in the list. Raises InvalidValue.
    """
    kept = [Stage(stage.key or tidy(stage.label), tidy(stage.label), checked(stage.colour)) for stage in stages]
    _check(kept)
    with ws.database.write() as connection:
        operation = operations.begin(connection, "setting", ws.now(), {"key": SETTING})
        value = orjson.dumps([asdict(stage) for stage in kept]).decode()
        writes.change_row(connection, operation, "setting", "key", SETTING, {"value": value})
        roots = operations.settle(connection, operations.touched(connection, operation), operation)
    kinds = frozenset({"settings", "contacts", "history"})
    return Outcome(None, Changes(operation, kinds, frozenset(roots), summary=tr("Stages changed"), undoable=True))


def _check(stages: Sequence[Stage]) -> None:
    keys = [stage.key for stage in stages]
    if len(stages) > _MOST:
        raise InvalidValue(tr("There can be {count} stages at most.", count=_MOST))
    if any(not stage.label for stage in stages):
        raise InvalidValue(tr("Each stage needs a name."))
    if len(set(keys)) < len(keys) or len({fold(stage.label) for stage in stages}) < len(stages):
        raise InvalidValue(tr("Two stages have the same name. Give each its own."))
    if [key for key in keys if key in BY_FACTS] != list(BY_FACTS):
        labels = listed([f"“{STAGES[key]}”" for key in BY_FACTS])
        raise InvalidValue(
            tr(
                "The stages {labels} follow from orders, so they stay, in this order. They can be renamed.",
                labels=labels,
            )
        )
