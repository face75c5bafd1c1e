"""The commands about who is one and who is two: merge, takeback, detach, move, not-same."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from deskcrm.cli.contacts import whole
from deskcrm.cli.terminal import Terminal, WrongUse, plain
from deskcrm.languages import listed, tr

if TYPE_CHECKING:
    from deskcrm.services.outcome import Outcome


def merge_arguments(parser: argparse.ArgumentParser) -> None:
    """Who is kept, who joins them, and which values show."""
    parser.add_argument("keep", metavar="KEEP", type=whole, help=tr("the contact that keeps its id"))
    parser.add_argument("others", metavar="OTHER", type=whole, nargs="+", help=tr("who is the same person"))
    parser.add_argument(
        "--choose", metavar="FIELD=CONTACT", action="append", default=[], help=tr("whose value shows for a field")
    )


def merge_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Joins two to five contacts into one profile."""
    from deskcrm.services import merging

    choices = dict(_choice(text) for text in arguments.choose)
    with terminal.writing() as ws:
        outcome = merging.merge(ws, arguments.keep, arguments.others, choices=choices)
        survivor = merging.survivor(ws, arguments.keep)
    document = {"merge": outcome.value, "contact": survivor, "operation": outcome.changes.operation}
    commands = ", ".join(f"deskcrm takeback {edge}" for edge in outcome.value)
    back = tr("Part them again with: {commands}", commands=commands)
    said = tr("{summary}, contact {number}.", summary=outcome.changes.summary, number=survivor)
    terminal.answer(document, lambda: [plain(said), back])


def _choice(text: str) -> tuple[str, int]:
    field, sign, contact = text.rpartition("=")
    if not sign or not contact.isascii() or not contact.isdigit():
        raise WrongUse(tr("“{text}” chooses nothing. Write it like --choose birthday=12.", text=text))
    return field, int(contact)


def takeback_arguments(parser: argparse.ArgumentParser) -> None:
    """Which merge."""
    parser.add_argument("merge", metavar="MERGE", type=whole, help=tr("the id of a merge, as `show` tells it"))


def takeback_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Parts again what one merge joined."""
    from deskcrm.services import merging

    with terminal.writing() as ws:
        _print(terminal, merging.take_back(ws, arguments.merge))


def detach_arguments(parser: argparse.ArgumentParser) -> None:
    """Which record."""
    parser.add_argument("record", metavar="RECORD", type=whole, help=tr("the id of a record, as `show` tells it"))


def detach_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Gives a record a contact of its own."""
    from deskcrm.services import merging

    with terminal.writing() as ws:
        _print(terminal, merging.detach(ws, arguments.record))


def move_arguments(parser: argparse.ArgumentParser) -> None:
    """Which record, and to whom."""
    detach_arguments(parser)
    parser.add_argument("contact", metavar="CONTACT", type=whole, help=tr("whose it is"))


def move_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Gives a record to another contact."""
    from deskcrm.services import merging

    with terminal.writing() as ws:
        _print(terminal, merging.move(ws, arguments.record, arguments.contact))


def not_same_arguments(parser: argparse.ArgumentParser) -> None:
    """Which two."""
    parser.add_argument("a", metavar="A", type=whole, help=tr("a contact"))
    parser.add_argument("b", metavar="B", type=whole, help=tr("somebody else"))


def not_same_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Notes that two contacts are different people."""
    from deskcrm.services import merging

    with terminal.writing() as ws:
        _print(terminal, merging.not_same(ws, arguments.a, arguments.b))


def _print(terminal: Terminal, outcome: Outcome[list[int]]) -> None:
    document: dict[str, Any] = {"contacts": outcome.value, "operation": outcome.changes.operation}
    ids = listed([str(one) for one in outcome.value])
    said = tr("{summary}: contacts {numbers}.", summary=outcome.changes.summary, numbers=ids)
    terminal.answer(document, lambda: [plain(said)])
