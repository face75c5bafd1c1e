"""Mappings kept under a name in the workspace, and passed on to other desks as files (TOML)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import orjson

from deskcrm.domain.changes import Changes
from deskcrm.domain.cleaning.text import fold, tidy
from deskcrm.domain.errors import InvalidValue, NotFound, UnreadableFile
from deskcrm.domain.mapping.mappingfile import FileOptions, fit, read_mapping, write_mapping
from deskcrm.domain.mapping.model import NOT_IMPORTED, FileMapping
from deskcrm.formats.writing import write_whole
from deskcrm.languages import tr
from deskcrm.services.importing import FileReport
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import mappings as kept
from deskcrm.store import operations, writes

_LONGEST: Final = 80
_MOST_BYTES: Final = 1_000_000
_KINDS: Final = frozenset({"settings", "history"})


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """A mapping in the workspace: whose files it is for, their shape, and how many of their columns go somewhere."""

    name: str
    source: str
    shape: str
    columns: int


def every(ws: Workspace) -> list[KeptMapping]:
    """The mappings that are kept, by name."""
    with ws.database.read() as connection:
        texts = kept.texts(connection)
    return [_told(name, text) for name, text in sorted(texts.items(), key=lambda one: fold(one[0]))]


def _told(name: str, text: str) -> KeptMapping:
    mapping, _ = read_mapping(text)
    taken = [column for column in mapping.columns if column.target not in ("", NOT_IMPORTED)]
    return KeptMapping(name, mapping.source, mapping.shape, len(taken))


def text_of(ws: Workspace, name: str) -> str:
    """A mapping as the text of a mapping file. Raises NotFound, naming those that there are."""
    with ws.database.read() as connection:
        texts = kept.texts(connection)
    found = next((text for known, text in texts.items() if fold(known) == fold(name)), None)
    if found is None:
        names = ", ".join(f"“{known}”" for known in sorted(texts)) or tr("none yet")
        raise NotFound(tr("There is no mapping “{name}”. There are: {names}.", name=name, names=names))
    return found


def save(ws: Workspace, name: str, report: FileReport) -> Outcome[KeptMapping]:
    """Keeps a file's mapping under a name, in the place of one that has it. Raises InvalidValue for no name."""
    mapping = replace(report.mapping, source=report.source)
    return _keep(ws, name, write_mapping(mapping, FileOptions(country=report.country)))


def bring(ws: Workspace, path: Path, name: str = "") -> Outcome[KeptMapping]:
    """Keeps a mapping file from another desk, under its own name unless another is given.

    Raises UnreadableFile where it can't be read, InvalidValue where it makes no sense.
    """
    text = text_in(path)
    read_mapping(text)
    return _keep(ws, name or path.stem, text)


def export(ws: Workspace, name: str, path: Path) -> Path:
    """Writes a mapping as a file for another desk. Raises NotFound, UserError where it can't be written."""
    path = path if path.suffix else path.with_suffix(".toml")
    write_whole(path, [text_of(ws, name).encode()])
    return path


def remove(ws: Workspace, name: str) -> Outcome[None]:
    """Takes a mapping away; undo brings it back. Raises NotFound."""
    text_of(ws, name)
    with ws.database.write() as connection:
        key = kept.key_of(connection, name)
        operation = operations.begin(connection, "setting", ws.now(), {"key": key})
        writes.change_row(connection, operation, "setting", "key", key, {"value": "null"})
    summary = tr("Removed the mapping {name}", name=kept.name_of(key))
    return Outcome(None, Changes(operation, _KINDS, summary=summary, undoable=True))


def applied(ws: Workspace, report: FileReport, name: str) -> FileReport:
    """A file with its columns as a kept mapping says. Raises NotFound, InvalidValue where it fits none of them."""
    stated, options = read_mapping(text_of(ws, name))
    return _laid_on(report, stated, options)


def _laid_on(report: FileReport, stated: FileMapping, options: FileOptions) -> FileReport:
    samples = {column.header: column.samples for column in report.mapping.columns}
    fitted = fit(stated, report.inspection.headers)
    columns = tuple(replace(column, samples=samples.get(column.header, ())) for column in fitted.columns)
    source = stated.source or report.source
    return replace(
        report, mapping=replace(fitted, columns=columns), source=source, country=options.country or report.country,
        own=False,
    )  # fmt: skip


def text_in(path: Path) -> str:
    """The text of a mapping file. Raises UnreadableFile."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UnreadableFile(tr("{path} is too large for a mapping file. Nothing was changed.", path=path))
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or tr("it is not UTF-8 text")
        raise UnreadableFile(
            tr("The mapping file {path} can't be read: {why}. Nothing was changed.", path=path, why=why)
        ) from error


def _keep(ws: Workspace, name: str, text: str) -> Outcome[KeptMapping]:
    name = tidy(name)
    if not name or len(name) > _LONGEST:
        raise InvalidValue(
            tr("A mapping needs a name of 1 to {longest} letters, such as “Web shop orders”.", longest=_LONGEST)
        )
    told = _told(name, text)
    with ws.database.write() as connection:
        key = kept.key_of(connection, name)
        operation = operations.begin(connection, "setting", ws.now(), {"key": key})
        writes.change_row(connection, operation, "setting", "key", key, {"value": orjson.dumps(text).decode()})
    changes = Changes(operation, _KINDS, summary=tr("Saved the mapping {name}", name=name), undoable=True)
    return Outcome(replace(told, name=kept.name_of(key)), changes)
