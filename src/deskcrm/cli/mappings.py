"""The command about mappings: kept under a name, shown, passed on as files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

from deskcrm.cli.terminal import Terminal, WrongUse, plain
from deskcrm.languages import number, tr

_ACTS: Final = {
    "list": ((), tr("those that are kept")),
    "save": (("NAME", "FILE"), tr("keep how a file is understood under a name")),
    "add": (("FILE.toml",), tr("keep a mapping file from another desk")),
    "show": (("NAME",), tr("a mapping as the text of a mapping file")),
    "export": (("NAME", "FILE.toml"), tr("write a mapping as a file for another desk")),
    "remove": (("NAME",), tr("take a mapping away")),
}
"""What can be done, with which words after it, and what that is."""


def mapping_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with which mapping."""
    told = "; ".join(f"{' '.join([act, *after])}: {what}" for act, (after, what) in _ACTS.items())
    parser.add_argument("act", metavar="ACT", choices=_ACTS, help=told)
    parser.add_argument("words", metavar="NAME|FILE", nargs="*")
    parser.add_argument("--name", metavar="NAME", default="", help=tr("of what is added (the file's own)"))


def mapping_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Lists, keeps, shows, writes or removes mappings."""
    after, _ = _ACTS[arguments.act]
    if len(arguments.words) != len(after):
        raise WrongUse(tr("Write: {command}.", command=" ".join(["deskcrm", "mapping", arguments.act, *after])))
    {"list": _list, "show": _show, "export": _export, "remove": _remove}.get(arguments.act, _keep)(terminal, arguments)


def _show(terminal: Terminal, arguments: argparse.Namespace) -> None:
    from deskcrm.services import mappings

    (name,) = arguments.words
    with terminal.reading() as ws:
        text = mappings.text_of(ws, name)
    terminal.answer({"name": name, "text": text}, lambda: _plain_lines(text))


def _export(terminal: Terminal, arguments: argparse.Namespace) -> None:
    from deskcrm.services import mappings

    name, file = arguments.words
    with terminal.reading() as ws:
        path = mappings.export(ws, name, Path(file))
    terminal.answer({"name": name, "file": str(path)}, lambda: [tr("Written to {file}", file=plain(str(path)))])


def _remove(terminal: Terminal, arguments: argparse.Namespace) -> None:
    from deskcrm.services import mappings

    (name,) = arguments.words
    with terminal.writing() as ws:
        operation = mappings.remove(ws, name).changes.operation
    terminal.answer(
        {"name": name, "operation": operation}, lambda: [tr("Removed the mapping {name}", name=plain(name))]
    )


def _keep(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Saves how a file is understood, or adds a mapping file."""
    from deskcrm.services import importing, mappings

    file = Path(arguments.words[-1])
    with terminal.writing() as ws:
        if arguments.act == "save":
            outcome = mappings.save(ws, arguments.words[0], importing.examine(ws, file))
        else:
            outcome = mappings.bring(ws, file, arguments.name)
    kept = outcome.value
    document = {**asdict(kept), "operation": outcome.changes.operation}
    said = tr("Kept the mapping {name}, of {number} columns", name=plain(kept.name), number=number(kept.columns))
    terminal.answer(document, lambda: [said])


def _plain_lines(text: str) -> list[str]:
    return [plain(line) for line in text.splitlines()]


def _list(terminal: Terminal, _arguments: argparse.Namespace) -> None:
    from deskcrm.services import mappings

    with terminal.reading() as ws:
        every = mappings.every(ws)

    def lines() -> Iterator[str]:
        if not every:
            yield tr("No mapping is kept yet. `deskcrm mapping save NAME FILE` keeps how a file is understood.")
            return
        cells = [(one.name, one.source, one.shape, one.columns) for one in every]
        yield from terminal.table((tr("NAME"), tr("SOURCE"), tr("SHAPE"), tr("COLUMNS")), cells, right=(3,))

    terminal.answer([asdict(one) for one in every], lines)
