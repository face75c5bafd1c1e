"""The commands about what happens with customers and what is to be done: log, task."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from deskcrm.cli import documents
from deskcrm.cli.contacts import timeline_lines, whole
from deskcrm.cli.terminal import Terminal, WrongUse
from deskcrm.domain.errors import InvalidValue

if TYPE_CHECKING:
    from deskcrm.domain.views import TaskView
    from deskcrm.services.workspace import Workspace


def log_arguments(parser: argparse.ArgumentParser) -> None:
    """With whom, what kind of thing, what, when, for how much."""
    from deskcrm.domain.activities import KINDS

    parser.add_argument("contact", metavar="CONTACT", type=whole, help="the id of a contact")
    parser.add_argument("kind", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("text", metavar="TEXT", help="what happened")
    parser.add_argument("--at", metavar="TIME", help="when, as 2026-05-01 or 2026-05-01T09:30 (now)")
    parser.add_argument("--title", default="", help="a heading")
    parser.add_argument(
        "--amount", metavar="N", help="the amount in minor units (1250 is 12.50 EUR), or with a decimal point"
    )
    parser.add_argument("--currency", metavar="C", default="", help="its currency, as EUR (the workspace's)")


def log_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Notes something that happened."""
    from deskcrm.services import activities, reads, settings

    with terminal.writing() as ws:
        currency = arguments.currency.upper()
        if arguments.amount is not None:
            currency = currency or settings.currency(ws)
            _check_currency(currency)
        amount = None if arguments.amount is None else _minor(arguments.amount, currency)
        outcome = activities.log(
            ws, arguments.contact, arguments.kind, arguments.text, title=arguments.title, at=arguments.at,
            amount=amount, currency=currency,
        )  # fmt: skip
        entry = next(e for e in reads.timeline(ws, arguments.contact) if e.id == outcome.value)
    document = {**documents.activity(entry), "operation": outcome.changes.operation}
    terminal.answer(document, lambda: timeline_lines(terminal, [entry]))


def _check_currency(currency: str) -> None:
    from deskcrm.domain.cleaning.money import CURRENCIES

    if currency not in CURRENCIES:
        raise InvalidValue(f"There is no currency “{currency}”. Write its three letters, as EUR.")


def _minor(text: str, currency: str) -> int:
    """An amount in minor units: whole numbers are that already, "12.50" is made so."""
    from deskcrm.domain.cleaning.money import to_minor

    try:
        if text.lstrip("-").isdigit():
            return int(text)
        return to_minor(Decimal(text), currency)
    except (InvalidOperation, ValueError, OverflowError):
        raise InvalidValue(f"“{text}” is no amount. Write 1250 or 12.50.") from None


# To-dos ---------------------------------------------------------------------------------------------------------------


def task_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with tasks, and what is said of a new one."""
    parser.add_argument("action", choices=("add", "list", "done"), help="add TITLE, list, done ID")
    parser.add_argument("what", metavar="TITLE|ID", nargs="*")
    parser.add_argument("--contact", metavar="C", type=whole, help="add, list: with this contact")
    parser.add_argument("--due", metavar="WHEN", help="add: until 2026-05-01 or 2026-05-01T09:30")
    parser.add_argument("--all", action="store_true", help="list: those that are done, too")


def task_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Adds, lists or finishes to-dos."""
    {"add": _task_add, "list": _task_list, "done": _task_done}[arguments.action](terminal, arguments)


def _task_add(terminal: Terminal, arguments: argparse.Namespace) -> None:
    from deskcrm.services import tasks

    if not arguments.what:
        raise WrongUse("Say what is to be done: deskcrm task add TITLE.")
    with terminal.writing() as ws:
        title = " ".join(arguments.what)
        outcome = tasks.add(ws, title, contact=arguments.contact, due=arguments.due)
        _print_task(terminal, ws, outcome.value, outcome.changes.operation)


def _task_done(terminal: Terminal, arguments: argparse.Namespace) -> None:
    from deskcrm.services import tasks

    if len(arguments.what) != 1 or not arguments.what[0].isdigit():
        raise WrongUse("Say which task by its number: deskcrm task done ID.")
    with terminal.writing() as ws:
        outcome = tasks.finish(ws, int(arguments.what[0]))
        _print_task(terminal, ws, outcome.value, outcome.changes.operation)


def _print_task(terminal: Terminal, ws: Workspace, task: int, operation: int | None) -> None:
    from deskcrm.services import reads

    found = next(one for one in reads.tasks(ws, open_only=False) if one.id == task)
    terminal.answer({**documents.task(found), "operation": operation}, lambda: _task_lines(terminal, [found]))


def _task_list(terminal: Terminal, arguments: argparse.Namespace) -> None:
    from deskcrm.services import reads

    if arguments.what:
        raise WrongUse("`deskcrm task list` takes no further words.")
    with terminal.reading() as ws:
        found = reads.tasks(ws, open_only=not arguments.all)
        if arguments.contact is not None:
            ids = set(reads.profile(ws, arguments.contact).ids)
            found = [one for one in found if one.contact in ids]
    answered: list[Any] = [documents.task(one) for one in found]
    terminal.answer(answered, lambda: _task_lines(terminal, found) if found else ["Nothing to do."])


def _task_lines(terminal: Terminal, found: list[TaskView]) -> Iterator[str]:
    rows = [
        (one.id, one.title, one.name, (one.due or "")[:16].replace("T", " "), "done" if one.done_at else "")
        for one in found
    ]
    yield from terminal.table(("ID", "TASK", "WITH", "DUE", ""), rows, right=(0,))
