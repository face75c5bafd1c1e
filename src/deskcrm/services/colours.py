"""Colours of the owner's own: given to tags and sources here, to stages in `services/stages`; all are read here."""

from __future__ import annotations

from typing import Any

import orjson

from deskcrm.domain.changes import Changes
from deskcrm.domain.cleaning.text import fold, tidy
from deskcrm.domain.colours import SOURCE, TAG, Colours, checked
from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.languages import tr
from deskcrm.services import stages
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import colours as kept
from deskcrm.store import operations, sources, writes

_KINDS = frozenset({"settings", "history"})


def every(ws: Workspace) -> Colours:
    """All that has a colour of its own."""
    with ws.database.read() as connection:
        names = {str(number): name for number, name in sources.names(connection).items()}
        given = [(what, name, colour) for what, name, colour in kept.every(connection) if colour]
    return Colours(
        tags={name: colour for what, name, colour in given if what == TAG},
        sources={fold(names[name]): colour for what, name, colour in given if what == SOURCE and name in names},
        stages={stage.key: stage.colour for stage in stages.order(ws) if stage.colour},
    )


def paint_tag(ws: Workspace, tag: str, colour: str) -> Outcome[None]:
    """Gives a tag a colour (#RRGGBB), "" to take it off; undoable. Raises InvalidValue."""
    if not tidy(tag):
        raise InvalidValue(tr("Choose a tag first."))
    return _paint(ws, kept.key_of_tag(tag), tidy(tag), colour)


def paint_source(ws: Workspace, source: int, colour: str) -> Outcome[None]:
    """Gives a source a colour (#RRGGBB), "" to take it off; undoable. Raises InvalidValue, NotFound."""
    with ws.database.read() as connection:
        name = sources.names(connection).get(source)
    if name is None:
        raise NotFound(tr("This source is no more."))
    return _paint(ws, kept.key_of_source(source), name, colour)


def hand_on(connection: Any, operation: int, old: str, new: str) -> None:
    """Gives a tag's colour to its new name, unless that has one: within the caller's operation."""
    before, after = kept.key_of_tag(old), kept.key_of_tag(new)
    colour = kept.of(connection, before)
    if not colour or before == after:
        return
    images = writes.changed_row(connection, "setting", "key", before, {"value": '""'})
    if not kept.of(connection, after):
        images += writes.changed_row(connection, "setting", "key", after, {"value": orjson.dumps(colour).decode()})
    operations.save_images(connection, operation, images)


def _paint(ws: Workspace, key: str, name: str, colour: str) -> Outcome[None]:
    value = orjson.dumps(checked(colour)).decode()
    with ws.database.write() as connection:
        operation = operations.begin(connection, "setting", ws.now(), {"key": key, "name": name})
        writes.change_row(connection, operation, "setting", "key", key, {"value": value})
    return Outcome(
        None,
        Changes(operation, _KINDS, summary=kept.changed_words(key, name), undoable=True),
    )
