"""The command about who wins where sources differ: survivorship."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from deskcrm.cli.terminal import Terminal, plain
from deskcrm.languages import number, tr

if TYPE_CHECKING:
    from deskcrm.services.survivorship import Effect


def survivorship_arguments(parser: argparse.ArgumentParser) -> None:
    """Which fields go by what."""
    parser.add_argument(
        "fields", metavar="FIELD=WINNER", nargs="*", type=_preference, help=tr("trusted, recent or complete")
    )
    parser.add_argument("--dry-run", action="store_true", help=tr("show whom it would change, and change nothing"))


def _preference(text: str) -> tuple[str, str]:
    field, separator, winner = text.partition("=")
    if not separator:
        raise argparse.ArgumentTypeError(tr("“{text}” says nothing of a field: write it like title=recent", text=text))
    return field, winner


def survivorship_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Who wins where sources differ, for each field; what another preference would change on real people."""
    from deskcrm.services import survivorship

    with terminal.reading() as ws:
        before = survivorship.get(ws)
        wanted = {**before, **dict(arguments.fields)}
        effect = survivorship.effect(ws, wanted)
    if arguments.fields and not arguments.dry_run:
        with terminal.writing() as ws:
            survivorship.put(ws, wanted)
    document = {
        "preferences": {field: winner for field, winner in wanted.items() if winner != "trusted"},
        "changed": effect.changed,
        "looked_at": effect.looked_at,
        "examples": [
            {"contact": one.contact, "name": one.name, "field": one.field, "before": one.before, "after": one.after}
            for one in effect.examples
        ],
    }
    terminal.answer(document, lambda: _lines(terminal, wanted, effect, done=not arguments.dry_run))


def _lines(terminal: Terminal, wanted: Mapping[str, str], effect: Effect, *, done: bool) -> Iterator[str]:
    from deskcrm.domain.unify import COMPLETE, RECENT

    words = {RECENT: tr("most recent"), COMPLETE: tr("most complete")}
    kept = {field: winner for field, winner in wanted.items() if winner != "trusted"}
    for field, winner in kept.items():
        yield plain(f"{field}: {words[winner]}")
    yield (
        tr("All other fields: most trusted source, then most recent.")
        if kept
        else tr("Every field: most trusted source.")
    )
    if effect.changed:
        changed, looked_at = number(effect.changed), number(effect.looked_at)
        if done:
            yield tr(
                "{changed} of {looked_at} whom several records tell of show something else:",
                changed=changed,
                looked_at=looked_at,
            )
        else:
            yield tr(
                "{changed} of {looked_at} whom several records tell of would show something else:",
                changed=changed,
                looked_at=looked_at,
            )
        rows = [(str(one.contact), one.name, one.field, one.before, one.after) for one in effect.examples]
        yield from terminal.table((tr("Id"), tr("Name"), tr("Field"), tr("Before"), tr("After")), rows, right=(0,))
