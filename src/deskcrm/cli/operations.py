"""The commands about what was done: history, undo, redo; and about the workspace's own health: check, rebuild."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskcrm.cli import documents
from deskcrm.cli.contacts import whole
from deskcrm.cli.terminal import Terminal, plain
from deskcrm.languages import tr

if TYPE_CHECKING:
    from deskcrm.domain.views import HistoryEntry
    from deskcrm.services.outcome import Outcome


def history_arguments(parser: argparse.ArgumentParser) -> None:
    """Of whom, and how much."""
    parser.add_argument("--contact", metavar="C", type=whole, help=tr("of this contact only"))
    parser.add_argument("--limit", metavar="N", type=whole, default=200, help=tr("at most so many (200)"))


def history_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """What was done, newest first."""
    from deskcrm.services import merging, reads

    with terminal.reading() as ws:
        contact = None if arguments.contact is None else merging.survivor(ws, arguments.contact)
        entries = reads.history(ws, arguments.limit, contact)

    def lines() -> Iterator[str]:
        rows = [
            (
                entry.id,
                entry.at[:16].replace("T", " "),
                f"{entry.summary}{f' ({entry.detail})' if entry.detail else ''}",
                tr("undone") if entry.undone_at else "" if entry.undoable else entry.why_not,
            )
            for entry in entries
        ]
        yield from (
            terminal.table((tr("ID"), tr("WHEN"), tr("WHAT"), ""), rows, right=(0,)) if rows else [tr("Nothing yet.")]
        )

    terminal.answer([documents.operation(entry) for entry in entries], lines)


def undo_arguments(parser: argparse.ArgumentParser) -> None:
    """Which operation."""
    parser.add_argument("operation", metavar="OPERATION", type=whole, nargs="?", help=tr("its id (the latest)"))
    _with_later_argument(parser)


def undo_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Takes back what an operation said."""
    from deskcrm.services import history

    with terminal.writing() as ws:
        _print_flip(terminal, history.undo(ws, arguments.operation, with_later=arguments.with_later))


def _with_later_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--with-later", action="store_true", help=tr("undo what stands in the way too"))


def redo_arguments(parser: argparse.ArgumentParser) -> None:
    """Which operation."""
    parser.add_argument(
        "operation", metavar="OPERATION", type=whole, nargs="?", help=tr("its id (the one undone last)")
    )
    _with_later_argument(parser)


def redo_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Lets an undone operation stand again."""
    from deskcrm.services import history

    with terminal.writing() as ws:
        _print_flip(terminal, history.redo(ws, arguments.operation, with_later=arguments.with_later))


def _print_flip(terminal: Terminal, outcome: Outcome[HistoryEntry]) -> None:
    document = {"operation": outcome.value.id, "summary": outcome.changes.summary}
    terminal.answer(document, lambda: [plain(outcome.changes.summary)])


# Health ---------------------------------------------------------------------------------------------------------------


def check_arguments(_: argparse.ArgumentParser) -> None:
    """No more than what holds for all commands."""


def check_command(terminal: Terminal, _: argparse.Namespace) -> int:
    """Compares all that is computed with the facts; 1 where something is wrong."""
    from deskcrm.services import checking

    with terminal.reading() as ws:
        return _print_health(terminal, checking.check(ws))


def rebuild_arguments(_: argparse.ArgumentParser) -> None:
    """No more than what holds for all commands."""


def rebuild_command(terminal: Terminal, _: argparse.Namespace) -> int:
    """Computes all that is computed anew, and checks it."""
    from deskcrm.services import checking

    with terminal.writing() as ws:
        checking.rebuild(ws)
        return _print_health(terminal, checking.check(ws))


def _print_health(terminal: Terminal, problems: list[str]) -> int:
    def lines() -> Iterator[str]:
        if not problems:
            yield terminal.styled(tr("All is well."), "good")
        for problem in problems:
            yield f"{terminal.styled('•', 'bad')} {plain(problem)}"

    terminal.answer({"ok": not problems, "problems": problems}, lines)
    return 1 if problems else 0
