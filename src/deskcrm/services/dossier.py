"""Everything that we know about one person, as a page to read and as JSON (GDPR Art. 15 and 20)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import orjson

from deskcrm.domain.errors import UserError
from deskcrm.formats import dossier as pages
from deskcrm.languages import tr
from deskcrm.services import settings
from deskcrm.services.workspace import Workspace
from deskcrm.store import dossier as store_dossier
from deskcrm.store.dossier import Document

NOTE: Final = tr(
    "This is all that is kept about this person: what each source said and when, what was "
    "written by hand, what happened, and what was changed. Struck through is what no longer "
    "holds. It is kept until they ask to be erased or the business has no more use for it; it "
    "came from the files and people named beside each value, and it is stored on the business's "
    "own computer and in its backups."
)
_ENDINGS: Final = (".html", ".json")


def collect(ws: Workspace, contact: int) -> Document:
    """The dossier of the profile that this id stands for, as one document. Raises NotFound."""
    business = str(settings.get(ws, "name", "") or "")
    with ws.database.read() as connection:
        found = store_dossier.collect(connection, contact)
    return {"made_at": ws.now(), "business": business, "note": NOTE, **found}


def save(ws: Workspace, contact: int, path: Path) -> list[Path]:
    """Writes the dossier: a page where `path` ends in .html, JSON where in .json, else both beside each other.

    Files can be read by their owner only, and are whole or not there. Raises NotFound, UserError.
    """
    document = collect(ws, contact)
    if not path.name:
        raise UserError(tr("{path} is a folder. Name the file that is to be written in it.", path=path))
    chosen = path.suffix.lower()
    paths = [path] if chosen in _ENDINGS else [path.with_name(path.name + ending) for ending in _ENDINGS]
    for one in paths:
        if one.suffix.lower() == ".html":
            _write(one, pages.page(document).encode())
        else:
            _write(one, orjson.dumps(document, option=orjson.OPT_INDENT_2))
    return paths


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserError(
            tr(
                "“{name}” couldn't be written: {why}. Nothing was changed; choose another folder or free some space.",
                name=path.name,
                why=error.strerror or error,
            )
        ) from error
