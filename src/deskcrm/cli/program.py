"""The command line: which command is meant, what holds for all of them, and how errors are told."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn

from deskcrm import __version__
from deskcrm.cli import argparse_words
from deskcrm.cli.terminal import Terminal, WrongUse
from deskcrm.domain.errors import UserError, WorkspaceDamaged
from deskcrm.languages import tr

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "demo": ("files", tr("make and open a sample business")),
    "inspect": ("files", tr("what a file is and where its columns would go")),
    "import": ("files", tr("take in one or several files")),
    "export": ("files", tr("write people and companies to a file")),
    "mapping": ("mappings", tr("keep which column goes where under a name, and pass it on")),
    "add": ("contacts", tr("add a person or a company")),
    "edit": ("contacts", tr("change what is known of somebody")),
    "find": ("contacts", tr("search people and companies")),
    "list": ("contacts", tr("list people and companies")),
    "show": ("contacts", tr("everything known of one contact")),
    "records": ("contacts", tr("what each source knows, and in whose profile it is")),
    "timeline": ("contacts", tr("what happened with a contact")),
    "log": ("activities", tr("note something that happened with a contact")),
    "task": ("tasks", tr("add, list, change, put off and finish to-dos")),
    "today": ("tasks", tr("whom to get back to today")),
    "remind": ("reminders", tr("show the reminders that are due, once or from now on")),
    "report": ("reports", tr("figures over all customers")),
    "duplicates": ("duplicates", tr("who may be there twice")),
    "threshold": ("duplicates", tr("from which score on duplicates are proposed, and what you decided so far")),
    "survivorship": ("survivorship", tr("who wins where sources differ, for each field")),
    "why": ("duplicates", tr("why two contacts are proposed as one, or why not")),
    "check-new": ("duplicates", tr("who somebody may be who is about to be added")),
    "merge": ("merging", tr("join contacts that are one person or company")),
    "takeback": ("merging", tr("part again what one merge joined")),
    "detach": ("merging", tr("give a record a contact of its own")),
    "move": ("merging", tr("give a record to another contact")),
    "not-same": ("merging", tr("note that two contacts are different people")),
    "remove": ("erasing", tr("take a contact out of lists and search")),
    "archive": ("erasing", tr("take a contact out of the lists, still to be found")),
    "restore-contact": ("erasing", tr("bring a removed or archived contact back")),
    "erase": ("erasing", tr("erase everything about somebody, for good")),
    "dossier": ("erasing", tr("write everything that is known of somebody to files")),
    "history": ("operations", tr("what was done in this workspace")),
    "undo": ("operations", tr("take back an operation")),
    "redo": ("operations", tr("let an undone operation stand again")),
    "backup": ("backups", tr("make a verified copy of the workspace")),
    "backups": ("backups", tr("list the copies that there are")),
    "restore": ("backups", tr("put a copy in the workspace's place")),
    "check": ("operations", tr("check that all that is computed follows from the facts")),
    "rebuild": ("operations", tr("compute all that is computed anew")),
}
"""Each command with the module that has `<command>_arguments` and `<command>`, and what it does."""


class Parser(argparse.ArgumentParser):
    """A parser that raises WrongUse where it would end the program."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line."""
        raise WrongUse(f"{message}. {' '.join(self.format_usage().split())}")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and answers its exit status: 0, 1 for an error, 2 for wrong usage. Never raises."""
    os.umask(0o077)  # as in the window: what DeskCRM writes is for its owner's eyes alone
    terminal = Terminal()
    _speak_utf8()
    argparse_words.speak()
    try:
        status = _run(terminal, list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
        return status
    except WrongUse as error:
        return _fail(f"{error}", terminal, 2)
    except UserError as error:
        return _fail(_with_rescue(error, terminal), terminal, 1, getattr(error, "stands_in_the_way", None))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read has enough
        return 0
    except KeyboardInterrupt:
        return _fail(tr("Stopped. What was under way was not written."), terminal, 130)
    except Exception as error:
        return _fail(_bug(error, terminal), terminal, 1)


def _speak_utf8() -> None:
    """Answers are UTF-8 even where the system's locale knows ASCII only, or a pipe on Windows an old code page.

    A program without a console has no streams at all: what is said there goes nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 (open as long as we run)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8")


def _run(terminal: Terminal, words: list[str]) -> int:
    words = _take_common(terminal, words)
    if words[:1] in (["--help"], ["-h"]):
        width = max(map(len, COMMANDS))
        commands = "\n".join(f"  {name:<{width}}  {what}" for name, (_, what) in COMMANDS.items())
        print(_help(commands))
        return 0
    if words[:1] == ["--version"]:
        terminal.answer({"version": __version__}, lambda: [f"DeskCRM {__version__}"])
        return 0
    if not words or (words[0] not in COMMANDS and Path(words[0]).exists()):
        return open_window(terminal, words)
    name = words[0]
    if name not in COMMANDS:
        raise WrongUse(tr("There is no command “{name}”. `deskcrm --help` lists them.", name=name))
    module_name, what = COMMANDS[name]
    module = import_module(f"deskcrm.cli.{module_name}")
    parser = Parser(prog=f"deskcrm {name}", description=f"{what[0].upper()}{what[1:]}.", allow_abbrev=False)
    function = name.replace("-", "_")
    getattr(module, f"{function}_arguments")(parser)
    try:
        arguments = parser.parse_intermixed_args(words[1:])
    except SystemExit as end:  # --help
        return int(end.code or 0)
    command: Callable[[Terminal, argparse.Namespace], int | None] = getattr(module, f"{function}_command")
    return command(terminal, arguments) or 0


def _help(commands: str) -> str:
    return tr(
        """usage: deskcrm [--workspace FILE] [--json] [COMMAND ...]

Without a command, opens the window. The commands:

{commands}

  --workspace FILE  the workspace to work on (default: your own)
  --json            answer with one JSON document
  --version         which DeskCRM this is
  --help            this; `deskcrm COMMAND --help` tells more of a command""",
        commands=commands,
    )


def _take_common(terminal: Terminal, words: list[str]) -> list[str]:
    """Takes `--workspace` and `--json` from wherever they stand, up to a `--`."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise WrongUse(tr("The command line has a word that is no readable text (not UTF-8).")) from None
    left: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            return [*left, word, *rest]
        if word == "--json":
            terminal.as_json = True
        elif word == "--workspace" or word.startswith("--workspace="):
            file = word.partition("=")[2] if "=" in word else next(rest, "")
            if not file:
                raise WrongUse(tr("Name the workspace after --workspace."))
            terminal.file = Path(file).expanduser()
        else:
            left.append(word)
    return left


def open_window(terminal: Terminal, files: Sequence[str]) -> int:
    """Opens the window on the workspace, with files to import; answers when it is closed."""
    shown = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in shown):
        raise UserError(
            tr(
                "There is no display to open a window on. Start DeskCRM from a desktop, or use the commands "
                "that `deskcrm --help` lists."
            )
        )
    gc.disable()  # the window collects by itself, once it is painted
    try:
        from deskcrm import app
    except ImportError as error:
        raise UserError(tr("The window can't open: {error}. `./run` installs what is missing.", error=error)) from error
    return app.main([*(["--workspace", str(terminal.file)] if terminal.file else []), "--", *files])


# Errors ---------------------------------------------------------------------------------------------------------------


def _fail(text: str, terminal: Terminal, status: int, in_the_way: Sequence[int] | None = None) -> int:
    line = " ".join(text.split())
    terminal.progress_done()
    print(f"deskcrm: {line}", file=sys.stderr)
    if terminal.as_json:
        refused = {"stands_in_the_way": list(in_the_way)} if in_the_way is not None else {}
        terminal.answer({"error": line, **refused}, list)
    return status


def _with_rescue(error: UserError, terminal: Terminal) -> str:
    """The error's words and, where the workspace is damaged, the newest good backup and how to restore it."""
    if not isinstance(error, WorkspaceDamaged):
        return str(error)
    from deskcrm.services import restoring

    backup = restoring.newest_good(terminal.path)
    if backup is None:
        return str(error)
    return tr(
        "{error} The newest good backup is of {at}: `deskcrm restore {name} --yes` restores it.",
        error=error,
        at=backup.at,
        name=backup.file.name,
    )


def _bug(error: Exception, terminal: Terminal) -> str:
    """Writes the traceback beside the workspace; answers the sentence that says so."""
    import traceback

    what = "".join(traceback.format_exception(error))
    try:
        path = terminal.path
        log = path.with_name(f"{path.name}.bug.txt")
        log.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(f"DeskCRM {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n\n{what}")
    except Exception:
        return tr(
            "DeskCRM met a bug ({name}), and the details couldn't be written beside the workspace.",
            name=type(error).__name__,
        )
    return tr("DeskCRM met a bug ({name}). Your data is safe; details are in {log}", name=type(error).__name__, log=log)
