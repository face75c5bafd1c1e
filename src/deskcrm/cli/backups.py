"""The commands about copies of the workspace: backup, backups, restore."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deskcrm.cli import documents
from deskcrm.cli.documents import Document
from deskcrm.cli.terminal import Terminal, WrongUse, plain
from deskcrm.languages import number, regional, tr

if TYPE_CHECKING:
    from deskcrm.domain.backups import Inside
    from deskcrm.services.backups import Backup


def backup_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help=tr("write it there (beside the workspace)"))


def backup_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Writes a verified backup; works beside an open window."""
    from deskcrm.services import backups

    with terminal.reading() as ws:
        if arguments.file is not None:
            made = backups.save_as(ws, arguments.file.expanduser(), progress=terminal.progress())
        else:
            made = backups.make(ws, progress=terminal.progress())
        warnings = backups.status(ws).warnings
    terminal.progress_done()

    def lines() -> Iterator[str]:
        backed_up = terminal.styled(tr("Backed up"), "good")
        file, size = plain(str(made.file)), _size(made.bytes)
        yield tr("{backed_up} to {file} ({size}, verified).", backed_up=backed_up, file=file, size=size)
        yield from (terminal.styled(plain(warning), "warn") for warning in warnings)

    terminal.answer({**_document(made), "operation": None, "warnings": list(warnings)}, lines)


def backups_arguments(_: argparse.ArgumentParser) -> None:
    """No more than what holds for all commands."""


def backups_command(terminal: Terminal, _: argparse.Namespace) -> None:
    """Lists the backups, newest first; also of a workspace that can't be opened."""
    from deskcrm.domain.backups import REASONS
    from deskcrm.services import backups

    found = backups.backups_of(terminal.path)

    def lines() -> Iterator[str]:
        rows = [
            (_when(b.at), REASONS.get(b.why, b.why), _size(b.bytes), tr("yes") if b.verified else tr("NO"), b.file)
            for b in found
        ]
        headers = (tr("WHEN"), tr("WHY"), tr("SIZE"), tr("VERIFIED"), tr("FILE"))
        yield from terminal.table(headers, rows, right=(2,)) if rows else [tr("No backups yet.")]

    terminal.answer([_document(backup) for backup in found], lines)


def restore_arguments(parser: argparse.ArgumentParser) -> None:
    """Which one, and whether it is meant."""
    parser.add_argument("file", metavar="FILE", help=tr("a backup, as a path or by its name in the list of backups"))
    parser.add_argument("--yes", action="store_true", help=tr("do it, rather than say what it would do"))


def restore_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Puts a backup in the workspace's place; without --yes says what that would do."""
    from deskcrm.services import restoring

    file = restoring.named(terminal.path, arguments.file)
    if not arguments.yes:
        inside = restoring.look_inside(None, file)
        raise WrongUse(
            tr(
                "This would put {file} ({inside}) in the place of {workspace}, and keep what is there now beside it. "
                "Say --yes to do it.",
                file=file.name,
                inside=_words(inside),
                workspace=terminal.path,
            )
        )
    done = restoring.restore_closed(terminal.path, file, progress=terminal.progress())
    terminal.progress_done()

    def lines() -> Iterator[str]:
        yield tr(
            "{restored} {file}: {inside}.",
            restored=terminal.styled(tr("Restored"), "good"),
            file=plain(str(done.file)),
            inside=plain(_words(done.inside)),
        )
        if done.erased:
            erased = number(done.erased)
            yield tr("Contacts that were erased since it was made, and are in it no more: {number}.", number=erased)
        if done.kept is not None:
            yield tr("What was there before is {file}.", file=plain(str(done.kept)))

    document = {
        "file": str(done.file),
        "bytes": done.bytes,
        "verified": True,
        "kept": str(done.kept) if done.kept is not None else None,
        "erased": done.erased,
        **_inside(done.inside),
        "operation": None,
    }
    terminal.answer(document, lines)


def _document(backup: Backup) -> Document:
    return {
        "file": str(backup.file),
        "bytes": backup.bytes,
        "verified": backup.verified,
        "at": backup.at,
        "why": backup.why,
        "sha256": backup.sha256,
        "also": str(backup.also) if backup.also is not None else None,
    }


def _inside(inside: Inside) -> Document:
    keys = ("schema", "people", "companies", "activities", "operations", "last", "last_at")
    return {key: getattr(inside, key) for key in keys}


def _words(inside: Inside) -> str:
    if inside.people is None:
        return tr("of an older DeskCRM, version {version} of its tables", version=inside.schema)
    counts = documents.counts_words(inside.people, inside.companies or 0, inside.activities or 0)
    return tr("{counts}, last: {change}", counts=counts, change=inside.last) if inside.last else counts


def _when(at: str) -> str:
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


def _size(size: int) -> str:
    return f"{regional.decimal(size / 1e6)} MB"
