"""To-dos: add, change, put off, finish, take up again, delete; one or many, each time as one operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from deskcrm.domain import quickentry, recurrence
from deskcrm.domain.changes import Changes
from deskcrm.domain.cleaning.dates import order_of, parse_moment
from deskcrm.domain.cleaning.text import tidy, tidy_lines
from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.tasks import KINDS, NO_REMINDER, PRIORITIES, here
from deskcrm.domain.views import TaskView
from deskcrm.languages import number, tr, trn
from deskcrm.services import settings
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.services.zones import local_zone, wall_now
from deskcrm.store import derived, operations, writes
from deskcrm.store import tasks as store

_NO_WORDS: Final = tr("A task needs a few words: what is to be done?")
_NO_DUE: Final = tr("“{text}” needs a day or time that the task is due.")
_NEVER: Final = frozenset({"no", "none", "never"})
_NO_TIME: Final = tr("“{text}” is no date or time. Write it like 2026-05-01, 2026-05-01T09:30, or “Friday 3pm”.")
_TOO_FAR: Final = tr("“{text}” is more than a hundred years away. Is the year right?")
_MOST_YEARS: Final = 100
_KINDS: Final = frozenset({"tasks", "history"})

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finished:
    """What finishing did: the tasks, the ones that come next in their series, and when the first of these is due."""

    tasks: tuple[int, ...]
    following: tuple[int, ...] = ()
    again: str = ""


# New ones -------------------------------------------------------------------------------------------------------------


def add(
    ws: Workspace, title: str, *, contact: int | None = None, due: str | None = None, remind_at: str | None = None,
    repeat: str | None = None, kind: str = "todo", priority: int = 0, notes: str = "", slot: str | None = None,
    finished: bool = False,
) -> Outcome[int]:  # fmt: skip
    """A new task, with somebody or with nobody; answers its id.

    `due`, `remind_at`: ISO 8601, or words ("Friday 3pm"); without a zone they are what the owner's clock on the wall
    shows. `remind_at` can also be so long before ("1 hour before"), or NO_REMINDER; with None, a task with a time
    reminds then. `repeat`: a rule of `domain/recurrence`; the task is then the first that comes of it from `due`
    (today) on.
    `slot`: the day that a task of kind "birthday" is about; `finished`: it was done already. Raises InvalidValue,
    NotFound.
    """
    said = {"title": title, "due": due, "kind": kind, "priority": priority, "notes": notes}
    new = {**row("", None, None), "starts": None, "slot": slot, "repeat": None, **_checked(ws, said)}
    if repeat:
        new |= _series(repeat, new["due"] or wall_now(ws).date().isoformat(), moved=True)
    new["remind_at"] = _reminder(ws, remind_at, new["due"]) if remind_at is not None else None
    new["zone"] = local_zone() if new["due"] or new["remind_at"] else ""
    if finished:
        new["done_at"] = ws.now()
    with ws.database.write() as connection:
        root = writes.root_of(connection, contact) if contact is not None else None
        operation = operations.begin(connection, "task", ws.now(), {"title": new["title"]})
        task = writes.change_row(connection, operation, "task", "id", None, {
            **new, "contact": root, "operation": operation,
        })  # fmt: skip
        roots = derived.refresh(connection, [root], operation) if root is not None else set()
    return Outcome(
        int(task),
        _changes(operation, roots, trn("Task done", "{count} tasks done", 1) if finished else tr("Task added")),
    )


def row(title: str, contact: int | None, due: str | None) -> Row:
    """A new task as its row says it, but for its operation; `due` as `moment` answers it."""
    return {
        "contact": contact, "title": tidy(title), "due": due, "kind": "todo", "notes": "", "priority": 0,
        "zone": local_zone() if due else "", "outcome": "", "deleted": 0,
    }  # fmt: skip


# Changes --------------------------------------------------------------------------------------------------------------


def find(ws: Workspace, task: int) -> TaskView:
    """One task. Raises NotFound."""
    with ws.database.read() as connection:
        found = store.view(connection, task)
    if found is None:
        raise NotFound(tr("There is no task {task}.", task=task))
    return found


def by_this_clock(task: TaskView) -> TaskView:
    """A task with its times as the clock here shows them."""
    zone = local_zone()
    due, remind_at = (here(at, task.zone, zone) if at else at for at in (task.due, task.remind_at))
    return replace(task, due=due, remind_at=remind_at, zone=zone)


def edit(ws: Workspace, tasks: int | Sequence[int], changes: Mapping[str, Any]) -> Outcome[tuple[int, ...]]:
    """Changes tasks: any of title, contact, due, remind_at, repeat, kind, priority, notes; None takes a thing away.

    What is said here is of the clock here. A changed rule begins a series anew; a changed day of one that comes again
    moves this one alone. Raises InvalidValue, NotFound.
    """
    checked = _checked(ws, {key: changes[key] for key in changes.keys() - {"contact", "repeat", "remind_at"}})

    def change(connection: Any, before: Row) -> Row:
        new = dict(checked)
        if "contact" in changes:
            new["contact"] = None if changes["contact"] is None else writes.root_of(connection, changes["contact"])
        if not changes.keys() & {"due", "remind_at", "repeat"}:
            return new
        was = _local(before)
        if "due" in new and was["remind_at"]:
            new["remind_at"] = _moved_reminder(was, new["due"])
        if "remind_at" in changes:
            new["remind_at"] = _reminder(ws, changes["remind_at"], new.get("due", was["due"]))
        if "repeat" not in changes or (changes["repeat"] or None) == before["repeat"]:
            return _in_zone(before, new)
        times = {"due": was["due"], "remind_at": was["remind_at"], **new, "zone": local_zone()}
        return times | _series(changes["repeat"], times["due"] or wall_now(ws).date().isoformat())

    return _change(ws, tasks, "task_edit", change, tr("Task changed"), listed="contact" in changes)


def snooze(ws: Workspace, tasks: int | Sequence[int], until: str) -> Outcome[tuple[int, ...]]:
    """Puts tasks off to a day or moment; its reminder goes with it, and one with a time keeps it on another day.

    `until`: as `due` of `add`, or a length: "3 days". Raises InvalidValue, NotFound.
    """
    then = moment(ws, until, lengths=True)
    whole_day = recurrence.is_day(then)

    def change(_connection: Any, before: Row) -> Row:
        was, due = _local(before), then
        if whole_day and was["due"] and not recurrence.is_day(was["due"]):
            clock = recurrence.wall(was["due"]).time()
            due = datetime.combine(recurrence.wall(then), clock).isoformat(timespec="minutes")
        remind_at = _moved_reminder(was, due)
        if not remind_at and not whole_day:
            remind_at = due  # who says a time wants to hear of it then
        return _in_zone(before, {"due": due, "remind_at": remind_at})

    return _change(ws, tasks, "task_snooze", change, tr("Task put off"), said={"until": then})


def put_off_reminder(ws: Workspace, task: int, until: str) -> Outcome[tuple[int, ...]]:
    """Lets a task remind again at a moment of the clock here (ISO 8601); when it is due stays. Raises NotFound."""

    def change(_connection: Any, before: Row) -> Row:
        return _in_zone(before, {"due": _local(before)["due"], "remind_at": until})

    return _change(ws, task, "task_snooze", change, tr("Task put off"), said={"until": until})


def delete(ws: Workspace, tasks: int | Sequence[int]) -> Outcome[tuple[int, ...]]:
    """Deletes tasks, a whole series with its one that is open; undo brings them back. Raises NotFound."""
    return _change(ws, tasks, "task_delete", lambda _connection, _row: {"deleted": 1}, tr("Task deleted"), listed=True)


def reopen(ws: Workspace, tasks: int | Sequence[int]) -> Outcome[tuple[int, ...]]:
    """Takes finished tasks up again. Raises NotFound."""
    return _change(ws, tasks, "task_open", lambda _connection, _row: {"done_at": None}, tr("Task taken up again"))


def finish(ws: Workspace, tasks: int | Sequence[int], *, outcome: str = "") -> Outcome[Finished]:
    """Marks tasks as done now, with what came of them; makes the next of each series. Raises NotFound."""
    numbers = _numbers(tasks)
    with ws.database.write() as connection:
        found = _rows(connection, numbers)
        operation = operations.begin(connection, "task_done", ws.now(), _said(found))
        following = [next_one for row in found if (next_one := _next_row(ws, row)) is not None]
        images = writes.added_rows(connection, "task", "id", [{**one, "operation": operation} for one in following])
        made = tuple(sorted(image["id"] for image in images))
        for before in found:
            done = {"done_at": ws.now(), "outcome": tidy_lines(outcome) or before["outcome"]}
            images += writes.changed_row(connection, "task", "id", before["id"], done)
        operations.save_images(connection, operation, images)
    word = trn("Task done", "{count} tasks done", len(found))
    again = min((one["due"] for one in following), default="")
    return Outcome(Finished(numbers, made, again), _changes(operation, _contacts(found), word))


def _next_row(ws: Workspace, row: Row) -> Row | None:
    """The next of the series of a task that is being done; None where it has none, or where it was done before."""
    if not row["repeat"] or row["done_at"]:
        return None
    rule = recurrence.parse(row["repeat"])
    rest = recurrence.rest(rule)
    now = wall_now(ws).isoformat(timespec="minutes")
    there = recurrence.wall(here(now, local_zone(), row["zone"])) if row["zone"] else wall_now(ws)
    slot = recurrence.following(rule, row["starts"] or row["due"], row["slot"] or row["due"], there, row["zone"])
    if slot is None or rest is None:
        return None
    planned = row["slot"] or row["due"]
    before = {**row, "due": planned, "remind_at": _moved_reminder(row, planned)}  # before it was put off
    new = {
        **row, "repeat": rest.text, "due": slot, "slot": slot, "remind_at": _moved_reminder(before, slot),
        "done_at": None, "outcome": "",
    }  # fmt: skip
    return {key: value for key, value in new.items() if key not in ("id", "operation")}


# Parts ----------------------------------------------------------------------------------------------------------------


def _change(
    ws: Workspace, tasks: int | Sequence[int], kind: str, change: Callable[[Any, Row], Row], word: str, *,
    listed: bool = False, said: Mapping[str, Any] | None = None,
) -> Outcome[tuple[int, ...]]:  # fmt: skip
    """Changes rows as one operation. `listed`: whom they are with may change, and so who is in the lists."""
    numbers = _numbers(tasks)
    with ws.database.write() as connection:
        found = _rows(connection, numbers)
        operation = operations.begin(connection, kind, ws.now(), {**_said(found), **(said or {})})
        images: list[dict[str, Any]] = []
        for before in found:
            images += writes.changed_row(connection, "task", "id", before["id"], change(connection, before))
        operations.save_images(connection, operation, images)
        roots = _contacts(found) | _contacts([image["after"] for image in images])
        if listed:
            roots = derived.refresh(connection, roots, operation)
    return Outcome(numbers, _changes(operation, roots, word if len(found) == 1 else f"{word} ({number(len(found))})"))


def _numbers(tasks: int | Sequence[int]) -> tuple[int, ...]:
    numbers = (tasks,) if isinstance(tasks, int) else tuple(dict.fromkeys(tasks))
    if not numbers:
        raise InvalidValue(tr("Choose a task first."))
    return numbers


def _rows(connection: Any, tasks: Sequence[int]) -> list[Row]:
    found = store.rows(connection, tasks)
    missing = set(tasks) - {row["id"] for row in found}
    if missing:
        raise NotFound(tr("There is no task {task}.", task=min(missing)))
    return found


def _said(found: Sequence[Row]) -> dict[str, Any]:
    """What an operation says of its tasks: the title of the only one, since those of many may be of many people."""
    return {"title": found[0]["title"], "tasks": 1} if len(found) == 1 else {"tasks": len(found)}


def _checked(ws: Workspace, said: Mapping[str, Any]) -> Row:
    """What is said of a task as its row keeps it. Raises InvalidValue."""
    new: Row = {}
    for key, value in said.items():
        if key == "due":
            new[key] = moment(ws, value) if value else None
        elif key == "notes":
            new[key] = tidy_lines(value or "")
        elif key == "title":
            new[key] = tidy(value or "")
        elif key in ("kind", "priority"):
            new[key] = value
        else:
            raise InvalidValue(tr("A task has no “{key}”.", key=key))
    if not new.get("title", "-"):
        raise InvalidValue(_NO_WORDS)
    if new.get("kind", "todo") not in KINDS:
        raise InvalidValue(
            tr("There is no kind of task “{kind}”. There are: {kinds}.", kind=new["kind"], kinds=", ".join(KINDS))
        )
    if new.get("priority", 0) not in range(len(PRIORITIES)):
        raise InvalidValue(tr("A task’s priority is 0, 1 or 2."))
    return new


def _reminder(ws: Workspace, said: str | None, due: str | None) -> str:
    """The moment that a text says, perhaps by when the task is due; NO_REMINDER for none. Raises InvalidValue."""
    if not said or said.strip().casefold() in _NEVER:
        return NO_REMINDER
    if due is None and quickentry.reminder(said, wall_now(ws).isoformat()):
        raise InvalidValue(_NO_DUE.format(text=said))
    return (quickentry.reminder(said, due) if due else None) or moment(ws, said)


def _local(before: Row) -> Row:
    """A task with its times by the clock here."""
    return {**before, **_times(before, before["zone"], local_zone())}


def _in_zone(before: Row, new: Row) -> Row:
    """Times of the clock here as the row keeps them: by its own zone where a series or its day goes by that."""
    if before["due"] is None or ("due" in new and not before["repeat"]):
        return {**new, "zone": local_zone()}
    return {**new, **_times(new, local_zone(), before["zone"])}


def _times(found: Row, zone: str, other: str) -> Row:
    """The times in a row, said by the clock of another zone; what is no time stays."""
    return {key: here(found[key], zone, other) for key in ("due", "remind_at") if found.get(key)}


def _series(repeat: str | None, due: str, *, moved: bool = False) -> Row:
    """A series whose first is due then, or (`moved`) whose first comes after then; without a rule, the end of one.

    Raises InvalidValue for a rule that never comes true.
    """
    if not repeat:
        return {"repeat": None, "starts": None, "slot": None}
    rule = recurrence.parse(repeat)
    first = recurrence.first(rule, due, local_zone())
    if first is None:
        raise InvalidValue(tr("By this rule the task would never come. Look at its days and its end."))
    begins = first if moved else due
    return {"repeat": rule.text, "starts": begins, "slot": begins, "due": begins}


def date_order(ws: Workspace) -> str:
    """What "3/4" means where the owner is: "dmy" or "mdy"."""
    return order_of(settings.country(ws))


def moment(ws: Workspace, text: str, *, lengths: bool = False) -> str:
    """A day or a wall time where the owner is. Raises InvalidValue for what is neither."""
    now, order = wall_now(ws), date_order(ws)
    found = quickentry.when(text, now, order) or (quickentry.when(f"in {text}", now, order) if lengths else None)
    if found is None:
        exact = parse_moment(text, None)
        found = here(exact.replace("Z", "+00:00"), "", local_zone()) if exact else None
    if found is None:
        raise InvalidValue(_NO_TIME.format(text=text))
    if abs(int(found[:4]) - now.year) > _MOST_YEARS:
        raise InvalidValue(_TOO_FAR.format(text=text))
    return found


def _moved_reminder(before: Row, due: str | None) -> str | None:
    """The reminder of a task that is due at another time: as long before as it was; none where none was wanted."""
    remind_at, old = before["remind_at"], before["due"]
    if not remind_at or due is None:
        return NO_REMINDER if remind_at == NO_REMINDER else None
    if recurrence.is_day(due) and not (old and recurrence.is_day(old)):
        return datetime.combine(recurrence.wall(due), quickentry.MORNING).isoformat(timespec="minutes")
    if not old or recurrence.is_day(old) != recurrence.is_day(due):
        return due
    moved = recurrence.wall(remind_at) + (recurrence.wall(due) - recurrence.wall(old))
    return moved.isoformat(timespec="minutes")


def _contacts(found: Sequence[Row]) -> set[int]:
    return {row["contact"] for row in found} - {None}


def _changes(operation: int, roots: set[int], word: str) -> Changes:
    return Changes(operation, _KINDS, frozenset(roots), summary=word, undoable=True)
