"""The commands about whoever leaves: remove, archive, restore-contact, erase; and dossier, what they may ask for."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deskcrm.cli.contacts import show_arguments
from deskcrm.cli.terminal import Terminal, WrongUse, plain
from deskcrm.languages import tr, trn

if TYPE_CHECKING:
    from deskcrm.services.erasing import Doomed, Erasure
    from deskcrm.services.outcome import Outcome

_ROWS: Final[dict[str, Callable[[int], str]]] = {
    "record": lambda many: trn("{count} record", "{count} records", many),
    "version": lambda many: trn("{count} version of a record", "{count} versions of records", many),
    "row": lambda many: trn("{count} imported row", "{count} imported rows", many),
    "problem_row": lambda many: trn("{count} row that was not taken in", "{count} rows that were not taken in", many),
    "edit": lambda many: trn("{count} change", "{count} changes", many),
    "activity": lambda many: trn("{count} timeline entry", "{count} timeline entries", many),
    "task": lambda many: trn("{count} task", "{count} tasks", many),
    "file": lambda many: trn("{count} attachment", "{count} attachments", many),
    "merge": lambda many: trn("{count} merge", "{count} merges", many),
    "link": lambda many: trn("{count} link", "{count} links", many),
    "consent": lambda many: trn("{count} consent", "{count} consents", many),
}
"""What is told of an erasure, of each table."""


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
    terminal.answer(
        document, lambda: [tr("{summary}: contact {number}.", summary=outcome.changes.summary, number=outcome.value)]
    )


def erase_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom, and whether it is meant."""
    show_arguments(parser)
    parser.add_argument("--yes", action="store_true", help=tr("do it, rather than say what would go"))


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
    who = plain(doomed.name) or tr("somebody without a name")
    return tr(
        "This would erase {who} here and in the backups. Nothing brings them back; `deskcrm dossier` saves what is "
        "known first. Say --yes to do it.",
        who=f"{who} ({doomed.words})" if doomed.words else who,
    )


def _erased_lines(terminal: Terminal, done: Erasure) -> Iterator[str]:
    said = [_ROWS[table](many) for table, many in done.erased.items() if many and table in _ROWS]
    yield tr(
        "{erased} contact {number}: {what}.",
        erased=terminal.styled(tr("Erased"), "good"),
        number=done.contact,
        what=", ".join(said) or tr("nothing was left here"),
    )
    if done.rewritten:
        yield trn("{count} backup was rewritten.", "{count} backups were rewritten.", done.rewritten)
    for path in done.out_of_reach:
        told = tr("{path}. Delete it, or erase again when it is there.", path=plain(path))
        head = terminal.styled(tr("Out of reach:"), "warn")
        yield f"{head} {told}"
    if done.pending:
        yield terminal.styled(
            tr("Somebody reads the file right now; the last traces go when it is opened next."), "warn"
        )


def dossier_arguments(parser: argparse.ArgumentParser) -> None:
    """Of whom, and where to."""
    show_arguments(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help=tr("ends in .html or .json; else both are written"))


def dossier_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Writes everything that is known of somebody into files."""
    from deskcrm.services import dossier

    with terminal.reading() as ws:
        files = dossier.save(ws, arguments.contact, arguments.file.expanduser())
    document: dict[str, Any] = {"contact": arguments.contact, "files": [str(file) for file in files]}
    terminal.answer(document, lambda: [tr("Written: {file}", file=plain(str(file))) for file in files])
