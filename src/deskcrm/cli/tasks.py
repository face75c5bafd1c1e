"""The commands about what is to be done: task, today."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from deskcrm.cli import documents
from deskcrm.cli.contacts import whole
from deskcrm.cli.terminal import Terminal, WrongUse
from deskcrm.languages import tr

if TYPE_CHECKING:
    from deskcrm.domain.views import TaskView
    from deskcrm.services.outcome import Outcome
    from deskcrm.services.quick_tasks import Understood
    from deskcrm.services.today import Line, Today
    from deskcrm.services.workspace import Workspace

_ACTIONS: Final = ("add", "list", "edit", "done", "reopen", "snooze", "delete")
_MOST_NAMES: Final = 5
_SECTIONS: Final = (
    ("overdue", tr("Overdue"), "bad"),
    ("today", tr("Today"), "strong"),
    ("next", tr("Next 7 days"), "strong"),
    ("quiet", tr("Going quiet"), "warn"),
)


def task_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with tasks, and what is said of one."""
    parser.add_argument("action", choices=_ACTIONS, help=tr("add TITLE, list, edit ID, done ID, snooze ID WHEN, ..."))
    parser.add_argument("what", metavar="TITLE|ID|WHEN", nargs="*")
    parser.add_argument("--contact", metavar="C", type=whole, help=tr("add, edit, list: with this contact"))
    parser.add_argument("--due", metavar="WHEN", help=tr("add, edit: 2026-05-01, 2026-05-01T09:30, or “Friday 3pm”"))
    parser.add_argument("--remind", metavar="WHEN", help=tr("add, edit: as --due, or “1 hour before”, or none"))
    parser.add_argument(
        "--repeat", metavar="RRULE",
        help=tr("add, edit: how it comes again, as FREQ=WEEKLY;BYDAY=MO, AFTER-DONE;FREQ=WEEKLY;INTERVAL=3, "
"or in words"),
    )  # fmt: skip
    parser.add_argument("--kind", metavar="K", help=tr("add, edit: todo, call, email or meet"))
    parser.add_argument("--priority", metavar="N", type=int, help=tr("add, edit: 0, 1 (important) or 2 (urgent)"))
    parser.add_argument("--notes", metavar="TEXT", help=tr("add, edit: more about it"))
    parser.add_argument("--title", metavar="TEXT", help=tr("edit: what is to be done"))
    parser.add_argument("--outcome", metavar="TEXT", default="", help=tr("done: what came of it"))
    parser.add_argument("--words", action="store_true", help=tr("add: read day, time and name out of the title"))
    parser.add_argument("--all", action="store_true", help=tr("list: those that are done, too"))


def task_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Adds, lists, changes, finishes, puts off or deletes to-dos."""
    {
        "add": _add, "list": _list, "edit": _edit, "done": _done, "reopen": _reopen, "snooze": _snooze,
        "delete": _delete,
    }[arguments.action](terminal, arguments)  # fmt: skip


def _add(terminal: Terminal, arguments: argparse.Namespace) -> None:
    from deskcrm.services import tasks

    title = " ".join(arguments.what)
    if not title:
        raise WrongUse(tr("Say what is to be done: deskcrm task add TITLE."))
    more = _said(arguments) - {"contact"}
    if arguments.words and more:
        raise WrongUse(tr("With --words, the title says it all: leave out --{option}.", option=min(more)))
    with terminal.writing() as ws:
        if arguments.words:
            _add_said(terminal, ws, title, arguments.contact)
            return
        outcome = tasks.add(
            ws, title, contact=arguments.contact, due=arguments.due, remind_at=arguments.remind,
            repeat=_rule(arguments.repeat), kind=arguments.kind or "todo", priority=arguments.priority or 0,
            notes=arguments.notes or "",
        )  # fmt: skip
        _answer_one(terminal, ws, outcome.value, outcome.changes.operation)


def _add_said(terminal: Terminal, ws: Workspace, line: str, contact: int | None) -> None:
    """A task in words; where they name several, it is with nobody yet, and the answer says among whom to choose."""
    from deskcrm.services import quick_tasks, tasks

    said = quick_tasks.understand(ws, line, contact=contact)
    outcome = quick_tasks.add_understood(ws, said)
    found = tasks.find(ws, outcome.value)
    document = {
        **documents.task(found), "operation": outcome.changes.operation,
        "among": [{"id": hit.id, "name": hit.name} for hit in said.among],
    }  # fmt: skip
    terminal.answer(document, lambda: [*_lines(terminal, [found]), *_among(said, found.id)])


def _among(said: Understood, task: int) -> Iterator[str]:
    if said.among:
        who = ", ".join(f"{hit.name} ({hit.id})" for hit in said.among[:_MOST_NAMES])
        who = tr("{names} and others", names=who) if len(said.among) > _MOST_NAMES else who
        yield tr("Several are called {name}: {who}.", name=said.several, who=who)
        yield tr("Say whom it is with: deskcrm task edit {task} --contact C.", task=task)


def _said(arguments: argparse.Namespace) -> set[str]:
    """The options of a task that were given."""
    names = ("contact", "due", "remind", "repeat", "kind", "priority", "notes", "title")
    return {name for name in names if getattr(arguments, name) is not None}


def _rule(text: str | None) -> str | None:
    """A rule as RFC 5545 has it; words are looked up ("every first Monday"), "" takes it away."""
    if not text or "FREQ" in text.upper():
        return text
    from datetime import datetime

    from deskcrm.domain import saidrules

    found = saidrules.find(text, datetime.now())
    return found.rule.text if found is not None else text


def _edit(terminal: Terminal, arguments: argparse.Namespace) -> None:
    from deskcrm.services import tasks

    names = {"remind": "remind_at"}
    changes = {names.get(name, name): getattr(arguments, name) for name in _said(arguments)}
    if not changes:
        raise WrongUse(tr("Say what changes: deskcrm task edit ID --due WHEN."))
    if "repeat" in changes:
        changes["repeat"] = _rule(changes["repeat"])
    with terminal.writing() as ws:
        _answer(terminal, ws, tasks.edit(ws, _ids(arguments.what, "edit ID"), changes))


def _done(terminal: Terminal, arguments: argparse.Namespace) -> None:
    from deskcrm.services import tasks

    with terminal.writing() as ws:
        outcome = tasks.finish(ws, _ids(arguments.what, "done ID"), outcome=arguments.outcome)
        found = [tasks.find(ws, task) for task in outcome.value.tasks]
        following = [tasks.find(ws, task) for task in outcome.value.following]
    document: Any = [documents.task(one) for one in found]
    extra = {"operation": outcome.changes.operation, "following": [one.id for one in following]}
    terminal.answer(
        {**document[0], **extra} if len(found) == 1 else [{**one, **extra} for one in document],
        lambda: _lines(terminal, [*found, *following]),
    )


def _reopen(terminal: Terminal, arguments: argparse.Namespace) -> None:
    from deskcrm.services import tasks

    with terminal.writing() as ws:
        _answer(terminal, ws, tasks.reopen(ws, _ids(arguments.what, "reopen ID")))


def _snooze(terminal: Terminal, arguments: argparse.Namespace) -> None:
    from deskcrm.services import tasks

    ids = [word for word in arguments.what if word.isdigit()][:1]
    when = " ".join(arguments.what[1:])
    if not ids or arguments.what[:1] != ids or not when:
        raise WrongUse(tr("Say which task and until when: deskcrm task snooze ID WHEN."))
    with terminal.writing() as ws:
        _answer(terminal, ws, tasks.snooze(ws, int(ids[0]), when))


def _delete(terminal: Terminal, arguments: argparse.Namespace) -> None:
    from deskcrm.services import tasks

    with terminal.writing() as ws:
        numbers = _ids(arguments.what, "delete ID")
        outcome = tasks.delete(ws, numbers)
    document = {"deleted": numbers, "operation": outcome.changes.operation}
    terminal.answer(document, lambda: [f"{outcome.changes.summary}."])


def _list(terminal: Terminal, arguments: argparse.Namespace) -> None:
    from deskcrm.services import reads

    if arguments.what:
        raise WrongUse(tr("`deskcrm task list` takes no further words."))
    with terminal.reading() as ws:
        found = reads.tasks(ws, open_only=not arguments.all)
        if arguments.contact is not None:
            ids = set(reads.profile(ws, arguments.contact).ids)
            found = [one for one in found if one.contact in ids]
    answered: list[Any] = [documents.task(one) for one in found]
    terminal.answer(answered, lambda: _lines(terminal, found) if found else [tr("Nothing to do.")])


def _ids(words: Sequence[str], use: str) -> list[int]:
    if not words or not all(word.isdigit() for word in words):
        raise WrongUse(tr("Say which task by its number: deskcrm task {use}.", use=use))
    return [int(word) for word in words]


def _answer(terminal: Terminal, ws: Workspace, outcome: Outcome[tuple[int, ...]]) -> None:
    """The tasks that an operation changed: one as it is, several as a list."""
    from deskcrm.services import tasks

    if len(outcome.value) == 1:
        _answer_one(terminal, ws, outcome.value[0], outcome.changes.operation)
        return
    found = [tasks.find(ws, task) for task in outcome.value]
    operation = {"operation": outcome.changes.operation}
    terminal.answer([{**documents.task(one), **operation} for one in found], lambda: _lines(terminal, found))


def _answer_one(terminal: Terminal, ws: Workspace, task: int, operation: int | None) -> None:
    from deskcrm.services import tasks

    found = tasks.find(ws, task)
    terminal.answer({**documents.task(found), "operation": operation}, lambda: _lines(terminal, [found]))


def _lines(terminal: Terminal, found: list[TaskView]) -> Iterator[str]:
    from deskcrm.domain import recurrence

    rows = []
    for one in found:
        again = recurrence.words(recurrence.parse(one.repeat)) if one.repeat else ""
        rows.append((one.id, one.title, one.name, _when(one.due), again, tr("done") if one.done_at else ""))
    yield from terminal.table((tr("ID"), tr("TASK"), tr("WITH"), tr("DUE"), tr("AGAIN"), ""), rows, right=(0,))


def _when(due: str | None) -> str:
    return (due or "")[:16].replace("T", " ")


# Today ----------------------------------------------------------------------------------------------------------------


def today_arguments(parser: argparse.ArgumentParser) -> None:
    """As of when."""
    parser.add_argument("--at", metavar="TIME", help=tr("as it is then (now)"))


def today_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Says whom to get back to today."""
    from deskcrm.domain.errors import InvalidValue
    from deskcrm.services import today

    with terminal.reading() as ws:
        try:
            found = today.today(ws, arguments.at)
        except ValueError:
            raise InvalidValue(tr("“{text}” is no time. Write it like 2026-05-01T09:30.", text=arguments.at)) from None
    document = {name: [_line(one) for one in getattr(found, name)] for name, _, _ in _SECTIONS}
    terminal.answer({"at": found.at, **document}, lambda: _today_lines(terminal, found))


def _line(one: Line) -> dict[str, Any]:
    from deskcrm.domain.tasks import with_offset
    from deskcrm.services.zones import local_zone

    keys = ("task", "contact", "name", "title", "due", "why", "kind", "said", "priority")
    return {**{key: getattr(one, key) for key in keys}, "due": with_offset(one.due, local_zone())}


def _today_lines(terminal: Terminal, found: Today) -> Iterator[str]:
    empty = True
    for name, label, style in _SECTIONS:
        lines: tuple[Line, ...] = getattr(found, name)
        if not lines:
            continue
        if not empty:
            yield ""
        empty = False
        yield terminal.styled(label, style)
        rows = [
            (f"#{one.task}" if one.task else "", one.name, one.title, _when(one.due) if one.task else "", one.why)
            for one in lines
        ]
        yield from terminal.table(("", "WHO", "WHAT", "DUE", "WHY"), rows)[1:]
    if empty:
        yield tr("Nothing is waiting for you today.")
