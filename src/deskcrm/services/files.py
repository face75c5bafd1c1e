"""Files attached to entries of the timeline, kept in the workspace so that backup, undo and erasing reach them."""

from __future__ import annotations

import mimetypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from deskcrm.domain.changes import Changes
from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.views import Attachment
from deskcrm.languages import tr, trn
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import files, operations, writes
from deskcrm.store.reads import group_of

MOST_BYTES: Final = 25 * 1024 * 1024
"""A larger file stays outside: every backup would carry it again."""

Contents = Sequence[tuple[str, bytes]]
"""Files to be attached, each by its name and what is in it."""

_KINDS: Final = frozenset({"contacts", "activities", "history"})
_LONGEST_NAME: Final = 200


def attach(ws: Workspace, activity: int, contents: Contents) -> Outcome[tuple[int, ...]]:
    """Attaches files to an entry of the timeline, also to one that was imported; answers their ids.

    Raises NotFound, and InvalidValue for an empty or too large file.
    """
    check(contents)
    with ws.database.write() as connection:
        contact = files.place_of(connection, activity)
        operation = operations.begin(connection, "file", ws.now(), {"contact": contact, "files": len(contents)})
        numbers = tuple(keep(connection, operation, contact, activity, contents))
        roots = operations.settle(connection, operations.touched(connection, operation), operation)
    summary = trn("Attached a file", "Attached {count} files", len(numbers))
    return Outcome(numbers, Changes(operation, _KINDS, frozenset(roots), summary=summary, undoable=True))


def keep(
    connection: Any, operation: int, contact: int, activity: int, contents: Contents
) -> Iterator[int]:  # fmt: skip
    """Keeps checked files within the caller's operation; answers their ids as they are kept."""
    for name, data in contents:
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        yield files.add(connection, operation, contact, activity, plain_name(name), mime, data)


def read(_ws: Workspace, paths: Sequence[Path]) -> Contents:
    """Reads files on disk that are to be attached, name and content. Raises InvalidValue for one that can't be."""
    return [(path.name, _read(path)) for path in paths]


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InvalidValue(
            tr("“{name}” can't be read: {why}. Nothing was attached.", name=path.name, why=error.strerror)
        ) from error
    check([(path.name, data)])
    return data


def check(contents: Contents) -> None:
    """Looks whether files can be attached. Raises InvalidValue for one that is empty or too large."""
    for name, data in contents:
        if not data:
            raise InvalidValue(tr("“{name}” is empty, so there is nothing to attach.", name=name))
        if len(data) > MOST_BYTES:
            raise InvalidValue(
                tr(
                    "“{name}” is larger than {most} MB, and every backup would carry it. Nothing was attached; "
                    "keep it in a folder and write down where.",
                    name=name,
                    most=MOST_BYTES // 1024 // 1024,
                )
            )


def remove(ws: Workspace, file: int) -> Outcome[None]:
    """Takes a file away; undo brings it back. Raises NotFound."""
    with ws.database.write() as connection:
        attachment, _ = files.contents(connection, file)
        contact = files.place_of(connection, attachment.activity)
        operation = operations.begin(connection, "file_removed", ws.now(), {"contact": contact})
        writes.withdraw(connection, operation, "file", [file])
        roots = operations.settle(connection, operations.touched(connection, operation), operation)
    return Outcome(None, Changes(operation, _KINDS, frozenset(roots), summary=tr("Removed a file"), undoable=True))


def of(ws: Workspace, contact: int) -> dict[int, tuple[Attachment, ...]]:
    """The files of a profile (and of a company's people), by the entries on which they hang. Raises NotFound."""
    with ws.database.read() as connection:
        found = files.attached(connection, group_of(connection, writes.root_of(connection, contact)))
    by_entry: dict[int, list[Attachment]] = defaultdict(list)
    for one in found:
        by_entry[one.activity].append(one)
    return {activity: tuple(those) for activity, those in by_entry.items()}


def contents(ws: Workspace, file: int) -> tuple[Attachment, bytes]:
    """A file with what is in it. Raises NotFound."""
    with ws.database.read() as connection:
        return files.contents(connection, file)


def plain_name(name: str) -> str:
    """A file's name that no folder and no system stumbles over: its last part, without what some can't write."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join("-" if letter in '<>:"|?*' or not letter.isprintable() else letter for letter in last).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if len(kept) > _LONGEST_NAME:
        kept = f"{stem[: _LONGEST_NAME - len(ending)]}{dot}{ending}" if stem else kept[:_LONGEST_NAME]
    return kept[: _LONGEST_NAME + 1] or "file"
