"""The command about what happens with customers: log."""

from __future__ import annotations

import argparse
from decimal import Decimal, InvalidOperation

from deskcrm.cli import documents
from deskcrm.cli.contacts import timeline_lines, whole
from deskcrm.cli.terminal import Terminal
from deskcrm.domain.errors import InvalidValue
from deskcrm.languages import tr


def log_arguments(parser: argparse.ArgumentParser) -> None:
    """With whom, what kind of thing, what, when, for how much."""
    from deskcrm.domain.activities import KINDS

    parser.add_argument("contact", metavar="CONTACT", type=whole, help=tr("the id of a contact"))
    parser.add_argument("kind", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("text", metavar="TEXT", help=tr("what happened"))
    parser.add_argument("--at", metavar="TIME", help=tr("when, as 2026-05-01 or 2026-05-01T09:30 (now)"))
    parser.add_argument("--title", default="", help=tr("a heading"))
    parser.add_argument("--duration", metavar="MINUTES", type=whole, help=tr("how long it took"))
    parser.add_argument("--outcome", default="", help=tr("what came of it"))
    parser.add_argument("--status", default="", help=tr("of an order: paid, pending, refunded..."))
    parser.add_argument(
        "--amount", metavar="N", help=tr("the amount in minor units (1250 is 12.50 EUR), or with a decimal point")
    )
    parser.add_argument("--currency", metavar="C", default="", help=tr("its currency, as EUR (the workspace's)"))


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
            amount=amount, currency=currency, duration=arguments.duration, outcome=arguments.outcome,
            status=arguments.status,
        )  # fmt: skip
        entry = next(e for e in reads.timeline(ws, arguments.contact) if e.id == outcome.value)
    document = {**documents.activity(entry), "operation": outcome.changes.operation}
    terminal.answer(document, lambda: timeline_lines(terminal, [entry]))


def _check_currency(currency: str) -> None:
    from deskcrm.domain.cleaning.money import CURRENCIES

    if currency not in CURRENCIES:
        raise InvalidValue(tr("There is no currency “{currency}”. Write its three letters, as EUR.", currency=currency))


def _minor(text: str, currency: str) -> int:
    """An amount in minor units: whole numbers are that already, "12.50" is made so."""
    from deskcrm.domain.cleaning.money import to_minor

    try:
        if text.lstrip("-").isdigit():
            return int(text)
        return to_minor(Decimal(text), currency)
    except (InvalidOperation, ValueError, OverflowError):
        raise InvalidValue(tr("“{text}” is no amount. Write 1250 or 12.50.", text=text)) from None
