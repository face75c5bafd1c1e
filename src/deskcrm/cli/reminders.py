"""The command about reminders: remind, once or as an agent that stays."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from deskcrm.cli.terminal import Terminal, WrongUse, plain
from deskcrm.domain.errors import InvalidValue, UserError
from deskcrm.domain.tasks import with_offset
from deskcrm.languages import tr, trn

if TYPE_CHECKING:
    from deskcrm.domain.reminder_words import Showing


def remind_arguments(parser: argparse.ArgumentParser) -> None:
    """Once or for ever, now or at another time, and whether at each login."""
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--once", action="store_true", help=tr("show what is due and was not shown before"))
    how.add_argument("--agent", action="store_true", help=tr("stay, and notify while no window has the workspace open"))
    how.add_argument("--at-login", choices=("on", "off"), help=tr("start the agent at each login, or no more"))
    parser.add_argument("--at", metavar="TIME", help=tr("once: as if it were then, as 2026-05-01T09:30 (now)"))


def remind_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Shows what is due, stays to do so, or is told to stay at each login."""
    if arguments.at and not arguments.once:
        raise WrongUse(tr("--at goes with --once."))
    if arguments.agent:
        _stay(terminal)
    elif arguments.at_login:
        _at_login(terminal, on=arguments.at_login == "on")
    else:
        _once(terminal, _moment(arguments.at))


def _once(terminal: Terminal, now: datetime | None) -> None:
    from deskcrm.services import reminders

    showings: Sequence[Showing] = ()
    if terminal.path.exists():
        with terminal.reading() as ws:
            due = reminders.glance(ws, now=now, loud=True).due
        if due:  # else nothing is written, and a window may have the workspace open
            with terminal.writing() as ws:
                showings = reminders.begin(ws, now=now, loud=True).value
                terminal.answer([_document(one) for one in showings], lambda: _lines(terminal, showings))
                sys.stdout.flush()
                reminders.noted(ws, [one.key for one in showings], now=now)
                return
    terminal.answer([], lambda: [tr("Nothing to be reminded of.")])


def _document(one: Showing) -> dict[str, Any]:
    return {
        "task": one.task, "title": one.title, "due": with_offset(one.due, ""), "contact": one.contact, "name": one.name,
        "remind_at": one.at.astimezone().isoformat(timespec="minutes"), "late": one.late, "again": one.again,
    }  # fmt: skip


def _lines(terminal: Terminal, showings: Sequence[Showing]) -> Iterator[str]:
    rows = [
        (
            one.task, one.title, one.name, (one.due or "")[:16].replace("T", " "),
            tr("shown again") if one.again else tr("missed") if one.late else "",
        )
        for one in showings
    ]  # fmt: skip
    yield from terminal.table((tr("TASK"), tr("WHAT"), tr("WITH"), tr("DUE"), ""), rows, right=(0,))


def _moment(text: str | None) -> datetime | None:
    """A time that was typed; without a zone it is what the clock on the wall shows. Raises InvalidValue."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text.strip()).astimezone()
    except (ValueError, OverflowError, OSError):
        raise InvalidValue(tr("“{text}” is no time. Write it like 2026-05-01T09:30.", text=plain(text))) from None


def _stay(terminal: Terminal) -> None:
    from deskcrm.services import agent, notifying

    if not notifying.available():
        _stay_in_the_tray(terminal)
        return
    staying = agent.Agent(terminal.path, lambda notice: notifier.show(notice))
    notifier = notifying.DesktopNotifier(staying.pressed)
    try:
        staying.run()
    finally:
        notifier.close()


def _stay_in_the_tray(terminal: Terminal) -> None:
    """Shows reminders by an icon in the tray, as Windows and macOS want it. Raises UserError where there is none."""
    none = tr("This desktop shows no notifications to programs, so there is nothing the agent could do.")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        raise UserError(none)
    from deskcrm import app

    if not app.stay_in_tray(terminal.path):
        raise UserError(none)


def _at_login(terminal: Terminal, *, on: bool) -> None:
    from deskcrm.services import autostart

    autostart.put(terminal.file, on=on)
    said = tr("DeskCRM’s agent starts at each login.") if on else tr("DeskCRM’s agent does not start at login.")
    terminal.answer({"at_login": on}, lambda: [said])


# The calendar file ----------------------------------------------------------------------------------------------------


def write_calendar(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Writes open tasks and meetings to a calendar file; `export` calls this where its file is one."""
    from deskcrm.services import calendarfile

    if arguments.search or arguments.contact or arguments.view or arguments.for_reimport or arguments.for_mailing:
        raise WrongUse(tr("A calendar file has all open tasks and meetings; name nothing but the file."))
    with terminal.reading() as ws:
        number = calendarfile.save(ws, arguments.file)
    document, file = {"file": str(arguments.file), "entries": number}, plain(str(arguments.file))
    said = trn("{count} entry written to {file}", "{count} entries written to {file}", number, file=file)
    terminal.answer(document, lambda: [said])
