"""The commands about copies of the workspace: backup, backups, restore."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deskcrm.cli.documents import Document
from deskcrm.cli.terminal import Terminal, WrongUse, plain

if TYPE_CHECKING:
    from deskcrm.domain.backups import Inside
    from deskcrm.services.backups import Backup


def backup_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help="write it there (beside the workspace)")


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
        yield f"{terminal.styled('Backed up', 'good')} to {plain(str(made.file))} ({_size(made.bytes)}, verified)."
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
            (_when(b.at), REASONS.get(b.why, b.why), _size(b.bytes), "yes" if b.verified else "NO", b.file)
            for b in found
        ]
        headers = ("WHEN", "WHY", "SIZE", "VERIFIED", "FILE")
        yield from terminal.table(headers, rows, right=(2,)) if rows else ["No backups yet."]

    terminal.answer([_document(backup) for backup in found], lines)


def restore_arguments(parser: argparse.ArgumentParser) -> None:
    """Which one, and whether it is meant."""
    parser.add_argument("file", metavar="FILE", help="a backup, as a path or by its name in the list of backups")
    parser.add_argument("--yes", action="store_true", help="do it, rather than say what it would do")


def restore_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Puts a backup in the workspace's place; without --yes says what that would do."""
    from deskcrm.services import restoring

    file = restoring.named(terminal.path, arguments.file)
    if not arguments.yes:
        inside = restoring.look_inside(None, file)
        raise WrongUse(
            f"This would put {file.name} ({_words(inside)}) in the place of {terminal.path}, and keep what is there "
            "now beside it. Say --yes to do it."
        )
    done = restoring.restore_closed(terminal.path, file, progress=terminal.progress())
    terminal.progress_done()

    def lines() -> Iterator[str]:
        yield f"{terminal.styled('Restored', 'good')} {plain(str(done.file))}: {plain(_words(done.inside))}."
        if done.erased:
            yield f"Contacts that were erased since it was made, and are in it no more: {done.erased:,}."
        if done.kept is not None:
            yield f"What was there before is {plain(str(done.kept))}."

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
        return f"of an older DeskCRM, version {inside.schema} of its tables"
    last = f", last: {inside.last}" if inside.last else ""
    return f"{inside.people:,} people, {inside.companies:,} companies, {inside.activities:,} activities{last}"


def _when(at: str) -> str:
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
