"""The commands about whoever leaves: remove, archive, restore-contact, erase; and dossier, what they may ask for."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskcrm.cli.contacts import show_arguments
from deskcrm.cli.terminal import Terminal, WrongUse, plain

if TYPE_CHECKING:
    from deskcrm.services.erasing import Doomed, Erasure
    from deskcrm.services.outcome import Outcome

_ROWS = {
    "record": ("record", "records"),
    "version": ("version of a record", "versions of records"),
    "row": ("imported row", "imported rows"),
    "problem_row": ("row that was not taken in", "rows that were not taken in"),
    "edit": ("change", "changes"),
    "activity": ("timeline entry", "timeline entries"),
    "task": ("task", "tasks"),
    "file": ("attachment", "attachments"),
    "merge": ("merge", "merges"),
    "link": ("link", "links"),
    "consent": ("consent", "consents"),
}
"""What is told of an erasure, one and several of each table."""


def remove_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom."""
    show_arguments(parser)


def remove_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Takes a contact out of lists and search; everything stays, and `restore-contact` brings it back."""
    from deskcrm.services import contacts

    with terminal.writing() as ws:
        _print(terminal, contacts.remove(ws, arguments.contact), removed=True)


def archive_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom."""
    show_arguments(parser)


def archive_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Takes a contact out of the lists; `find` still finds it, and `restore-contact` brings it back."""
    from deskcrm.services import contacts

    with terminal.writing() as ws:
        _print(terminal, contacts.archive(ws, arguments.contact), archived=True)


def restore_contact_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom."""
    show_arguments(parser)


def restore_contact_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Brings a removed or archived contact back."""
    from deskcrm.services import contacts

    with terminal.writing() as ws:
        _print(terminal, contacts.bring_back(ws, arguments.contact))


def _print(terminal: Terminal, outcome: Outcome[int], *, removed: bool = False, archived: bool = False) -> None:
    document = {
        "contact": outcome.value, "removed": removed, "archived": archived, "operation": outcome.changes.operation,
    }  # fmt: skip
    terminal.answer(document, lambda: [f"{outcome.changes.summary}: contact {outcome.value}."])


def erase_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom, and whether it is meant."""
    show_arguments(parser)
    parser.add_argument("--yes", action="store_true", help="do it, rather than say what would go")


def erase_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Erases everything about somebody, in the backups too; without --yes says what would go."""
    from deskcrm.services import erasing

    if not arguments.yes:
        with terminal.reading() as ws:
            doomed = erasing.before(ws, arguments.contact)
        raise WrongUse(_warning(doomed))
    with terminal.writing() as ws:
        outcome = erasing.erase(ws, arguments.contact)
    done = outcome.value
    document = {
        "contact": done.contact,
        "contacts": list(done.contacts),
        "erased": done.erased,
        "backups": {"rewritten": done.rewritten, "out_of_reach": list(done.out_of_reach)},
        "pending": done.pending,
        "operation": outcome.changes.operation,
    }
    terminal.answer(document, lambda: _erased_lines(terminal, done))


def _warning(doomed: Doomed) -> str:
    what = f" ({doomed.words})" if doomed.words else ""
    return (
        f"This would erase {plain(doomed.name) or 'somebody without a name'}{what} here and in the backups. Nothing "
        "brings them back; `deskcrm dossier` saves what is known first. Say --yes to do it."
    )


def _erased_lines(terminal: Terminal, done: Erasure) -> Iterator[str]:
    said = [f"{count:,} {_ROWS[table][count != 1]}" for table, count in done.erased.items() if count and table in _ROWS]
    yield f"{terminal.styled('Erased', 'good')} contact {done.contact}: {', '.join(said) or 'nothing was left here'}."
    if done.rewritten:
        yield f"{done.rewritten:,} {'backup was' if done.rewritten == 1 else 'backups were'} rewritten."
    for path in done.out_of_reach:
        yield f"{terminal.styled('Out of reach:', 'warn')} {plain(path)}. Delete it, or erase again when it is there."
    if done.pending:
        yield terminal.styled("Somebody reads the file right now; the last traces go when it is opened next.", "warn")


def dossier_arguments(parser: argparse.ArgumentParser) -> None:
    """Of whom, and where to."""
    show_arguments(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help="ends in .html or .json; else both are written")


def dossier_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Writes everything that is known of somebody into files."""
    from deskcrm.services import dossier

    with terminal.reading() as ws:
        files = dossier.save(ws, arguments.contact, arguments.file.expanduser())
    document: dict[str, Any] = {"contact": arguments.contact, "files": [str(file) for file in files]}
    terminal.answer(document, lambda: [f"Written: {plain(str(file))}" for file in files])
