"""The command line: which command is meant, what holds for all of them, and how errors are told."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn

from deskcrm import __version__
from deskcrm.cli.terminal import Terminal, WrongUse
from deskcrm.domain.errors import UserError, WorkspaceDamaged

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "demo": ("files", "make and open a sample business"),
    "inspect": ("files", "what a file is and where its columns would go"),
    "import": ("files", "take in one or several files"),
    "export": ("files", "write people and companies to a file"),
    "mapping": ("mappings", "keep which column goes where under a name, and pass it on"),
    "add": ("contacts", "add a person or a company"),
    "edit": ("contacts", "change what is known of somebody"),
    "find": ("contacts", "search people and companies"),
    "list": ("contacts", "list people and companies"),
    "show": ("contacts", "everything known of one contact"),
    "records": ("contacts", "what each source knows, and in whose profile it is"),
    "timeline": ("contacts", "what happened with a contact"),
    "log": ("activities", "note something that happened with a contact"),
    "task": ("tasks", "add, list, change, put off and finish to-dos"),
    "today": ("tasks", "whom to get back to today"),
    "remind": ("reminders", "show the reminders that are due, once or from now on"),
    "report": ("reports", "figures over all customers"),
    "duplicates": ("duplicates", "who may be there twice"),
    "threshold": ("duplicates", "from which score on duplicates are proposed, and what you decided so far"),
    "survivorship": ("survivorship", "who wins where sources differ, for each field"),
    "why": ("duplicates", "why two contacts are proposed as one, or why not"),
    "check-new": ("duplicates", "who somebody may be who is about to be added"),
    "merge": ("merging", "join contacts that are one person or company"),
    "takeback": ("merging", "part again what one merge joined"),
    "detach": ("merging", "give a record a contact of its own"),
    "move": ("merging", "give a record to another contact"),
    "not-same": ("merging", "note that two contacts are different people"),
    "remove": ("erasing", "take a contact out of lists and search"),
    "archive": ("erasing", "take a contact out of the lists, still to be found"),
    "restore-contact": ("erasing", "bring a removed or archived contact back"),
    "erase": ("erasing", "erase everything about somebody, for good"),
    "dossier": ("erasing", "write everything that is known of somebody to files"),
    "history": ("operations", "what was done in this workspace"),
    "undo": ("operations", "take back an operation"),
    "redo": ("operations", "let an undone operation stand again"),
    "backup": ("backups", "make a verified copy of the workspace"),
    "backups": ("backups", "list the copies that there are"),
    "restore": ("backups", "put a copy in the workspace's place"),
    "check": ("operations", "check that all that is computed follows from the facts"),
    "rebuild": ("operations", "compute all that is computed anew"),
}
"""Each command with the module that has `<command>_arguments` and `<command>`, and what it does."""

_HELP: Final = """usage: deskcrm [--workspace FILE] [--json] [COMMAND ...]

Without a command, opens the window. The commands:

{commands}

  --workspace FILE  the workspace to work on (default: your own)
  --json            answer with one JSON document
  --version         which DeskCRM this is
  --help            this; `deskcrm COMMAND --help` tells more of a command"""


class Parser(argparse.ArgumentParser):
    """A parser that raises WrongUse where it would end the program."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line."""
        raise WrongUse(f"{message}. {' '.join(self.format_usage().split())}")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and answers its exit status: 0, 1 for an error, 2 for wrong usage. Never raises."""
    terminal = Terminal()
    _speak_utf8()
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
        return _fail("Stopped. What was under way was not written.", terminal, 130)
    except Exception as error:
        return _fail(_bug(error, terminal), terminal, 1)


def _speak_utf8() -> None:
    """Answers are UTF-8 even where the system's locale knows ASCII only, or a pipe on Windows an old code page."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8")


def _run(terminal: Terminal, words: list[str]) -> int:
    words = _take_common(terminal, words)
    if words[:1] in (["--help"], ["-h"]):
        width = max(map(len, COMMANDS))
        print(_HELP.format(commands="\n".join(f"  {name:<{width}}  {what}" for name, (_, what) in COMMANDS.items())))
        return 0
    if words[:1] == ["--version"]:
        terminal.answer({"version": __version__}, lambda: [f"DeskCRM {__version__}"])
        return 0
    if not words or (words[0] not in COMMANDS and Path(words[0]).exists()):
        return open_window(terminal, words)
    name = words[0]
    if name not in COMMANDS:
        raise WrongUse(f"There is no command “{name}”. `deskcrm --help` lists them.")
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


def _take_common(terminal: Terminal, words: list[str]) -> list[str]:
    """Takes `--workspace` and `--json` from wherever they stand, up to a `--`."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise WrongUse("The command line has a word that is no readable text (not UTF-8).") from None
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
                raise WrongUse("Name the workspace after --workspace.")
            terminal.file = Path(file).expanduser()
        else:
            left.append(word)
    return left


def open_window(terminal: Terminal, files: Sequence[str]) -> int:
    """Opens the window on the workspace, with files to import; answers when it is closed."""
    shown = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in shown):
        raise UserError(
            "There is no display to open a window on. Start DeskCRM from a desktop, or use the commands that "
            "`deskcrm --help` lists."
        )
    try:
        from deskcrm import app
    except ImportError as error:
        raise UserError(f"The window can't open: {error}. `./run` installs what is missing.") from error
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
    return f"{error} The newest good backup is of {backup.at}: `deskcrm restore {backup.file.name} --yes` restores it."


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
        return f"DeskCRM met a bug ({type(error).__name__}), and the details couldn't be written beside the workspace."
    return f"DeskCRM met a bug ({type(error).__name__}). Your data is safe; details are in {log}"
