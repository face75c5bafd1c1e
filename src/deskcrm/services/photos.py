"""Photos of people and companies: one each, small, kept in the workspace so that backup, undo and erasing reach it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from deskcrm.domain.changes import Changes
from deskcrm.domain.errors import Cancelled, InvalidValue, NotFound, UnreadableFile
from deskcrm.domain.pictures import MOST_BYTES, can_be_kept, kind_of
from deskcrm.languages import tr
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import operations, photos, writes
from deskcrm.store.loading import Loader

_KINDS = frozenset({"contacts", "history"})


def of(ws: Workspace, contact: int) -> bytes | None:
    """The photo of a profile as JPEG or PNG, None without one. Raises NotFound."""
    with ws.database.read() as connection:
        facts = writes.outline_of(connection, contact)
        return photos.photo_of(connection, facts.root, [m.contact for m in facts.members])


def of_several(ws: Workspace, contacts: Sequence[int]) -> dict[int, bytes]:
    """The photos of those of these profiles that have one."""
    with ws.database.read() as connection:
        outlines = Loader(connection).outline(contacts)
        return photos.photos_among(connection, {root: [m.contact for m in f.members] for root, f in outlines.items()})


def has_any(ws: Workspace) -> bool:
    """Whether anybody ever had a photo."""
    with ws.database.read() as connection:
        return photos.are_there(connection)


def put(ws: Workspace, contact: int, picture: bytes) -> Outcome[int]:
    """Gives a profile a photo, which shows instead of the one it has; answers the file's id.

    The others stay where they were given, so that whoever is parted again has their own. `picture`
    is JPEG or PNG, made small. Raises InvalidValue for anything else or larger, NotFound.
    """
    mime = kind_of(picture)
    if mime is None:
        raise InvalidValue(tr("This is not a picture that can be kept. Use a JPEG or PNG."))
    if len(picture) > MOST_BYTES:
        raise InvalidValue(tr("This picture is too large to be kept in the workspace."))
    with ws.database.write() as connection:
        facts = writes.outline_of(connection, contact)
        operation = operations.begin(connection, "photo", ws.now(), {"contact": facts.root})
        number = photos.add(connection, operation, facts.root, mime, picture)
        roots = operations.settle(connection, operations.touched(connection, operation), operation)
    return Outcome(number, Changes(operation, _KINDS, frozenset(roots), summary=tr("Changed the photo"), undoable=True))


def of_cards(
    ws: Workspace,
    connection: Any,
    operation: int,
    batch: int,
    pictures: Iterator[tuple[int, bytes]],
    cancelled: Callable[[], bool] | None,
) -> None:
    """Gives whom the cards of an imported file are about their photos, each with its line, as part of the import.

    The owner's own photo still shows, and one that the owner took away stays away. Too large ones are made small where
    this process can, else left out. Raises UnreadableFile, Cancelled.
    """
    photos.add_of_rows(connection, operation, batch, _small(ws, _until(pictures, cancelled)))


def _until(pictures: Iterator[tuple[int, bytes]], cancelled: Callable[[], bool] | None) -> Iterator[tuple[int, bytes]]:
    """The pictures until the owner cancels: SQLite, which asks by its steps, has hardly any between large ones."""
    for each in pictures:
        if cancelled is not None and cancelled():
            raise Cancelled(tr("The import was cancelled. Nothing was written."))
        yield each


def _small(ws: Workspace, pictures: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    for line, picture in pictures:
        if can_be_kept(picture):
            yield line, picture
        elif ws.make_small is not None:
            with suppress(UnreadableFile):
                yield line, ws.make_small(picture)


def remove(ws: Workspace, contact: int) -> Outcome[None]:
    """Takes a profile's photo away; undo brings it back. Raises NotFound, also where there is none."""
    with ws.database.write() as connection:
        facts = writes.outline_of(connection, contact)
        old = photos.photos_of(connection, [m.contact for m in facts.members])
        if not old:
            raise NotFound(tr("There is no photo to remove."))
        operation = operations.begin(connection, "photo_removed", ws.now(), {"contact": facts.root})
        writes.withdraw(connection, operation, "file", old)
        roots = operations.settle(connection, operations.touched(connection, operation), operation)
    return Outcome(None, Changes(operation, _KINDS, frozenset(roots), summary=tr("Removed the photo"), undoable=True))
