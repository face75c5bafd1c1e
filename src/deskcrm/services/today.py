"""Whom to get back to today: what is late, what is due today and in the next week, and who goes quiet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from heapq import nsmallest
from typing import Any, TypeVar

from deskcrm.domain import recurrence
from deskcrm.domain.activities import kind_of
from deskcrm.domain.tasks import here
from deskcrm.domain.views import TaskView
from deskcrm.languages import tr, trn
from deskcrm.languages.regional import clock
from deskcrm.services import keeping
from deskcrm.services.keeping import AHEAD_DAYS, Reason, day_words, local_day
from deskcrm.services.workspace import Workspace
from deskcrm.services.zones import local_zone, wall_now
from deskcrm.store import keeping as store_keeping
from deskcrm.store import tasks as store_tasks

WEEK = 7
_NEAR = ("overdue", "today", "next")
_QUOTED = 90
_MOST_QUIET = 50

_Task = TypeVar("_Task", TaskView, store_tasks.Outline)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of Today: a task, or a reason to think of somebody that is no task (yet): then `task` is None.

    `due`: a day or a wall time where the owner is, "" for a task without a day; `why`: why now, in words; `said`: what
    happened last with them.
    """

    task: int | None
    contact: int | None
    name: str
    kind: str  # key of tasks.KINDS, or "quiet", "anniversary"
    title: str
    due: str
    why: str
    said: str = ""
    priority: int = 0
    repeats: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was got done: today, put off today, and on each of the last seven days, the latest last."""

    done: int = 0
    put_off: int = 0
    week: tuple[int, ...] = (0,) * WEEK
    week_put_off: int = 0


@dataclass(frozen=True, slots=True)
class Today:
    """The lines of Today by their sections, and what lies beyond them; of who goes quiet only the first.

    The last `undated` of the later ones have no day. `more`: of a first look, how many tasks of each section it left
    out.
    """

    at: str
    overdue: tuple[Line, ...] = ()
    today: tuple[Line, ...] = ()
    next: tuple[Line, ...] = ()
    quiet: tuple[Line, ...] = ()
    later: tuple[Line, ...] = ()
    undated: int = 0
    quiet_in_all: int = 0
    moved: Moved = Moved()
    more: Mapping[str, int] = field(default_factory=dict)

    def in_all(self, section: str) -> int:
        """How many lines a section has, those that were left out among them."""
        return len(getattr(self, section)) + self.more.get(section, 0)

    @property
    def waiting(self) -> int:
        """How many tasks are late or due today."""
        left_out = self.more.get("overdue", 0) + self.more.get("today", 0)
        return left_out + sum(line.task is not None for line in (*self.overdue, *self.today))


def today(ws: Workspace, at: str | None = None) -> Today:
    """All of Today, as it is at a wall time or moment (ISO 8601; now). Tasks of removed people are left out."""
    now = _at(ws, at)
    found = tasks_only(ws, now.isoformat())
    day = now.date().isoformat()
    reasons = keeping.reasons(ws, now)
    quiet = [one for one in reasons if one.kind == "quiet" or (one.kind == "touch" and one.day < now.date())]
    coming = [one for one in reasons if one.day >= now.date() and one.kind != "quiet"]
    lines = _reason_lines(ws, [*quiet[:_MOST_QUIET], *coming], now)
    dated = lines[len(quiet[:_MOST_QUIET]) :]
    return replace(
        found,
        today=(*found.today, *(one for one in dated if one.due == day)),
        next=_sorted([*found.next, *(one for one in dated if one.due > day)]),
        quiet=tuple(lines[: len(quiet[:_MOST_QUIET])]),
        quiet_in_all=len(quiet),
    )


def tasks_only(ws: Workspace, at: str | None = None) -> Today:
    """The tasks of Today, without whom to think of."""
    clock = _Clock(_at(ws, at))
    with ws.database.read() as connection:
        sections = _by_section(store_tasks.dated(connection), clock)
        undated = store_tasks.undated(connection)
        for found in sections.values():
            found.sort(key=_by_order)
        said = _last_words(connection, (task for name in _NEAR for _, task in sections[name]), clock)
        moved = _moved(connection, clock.now)
    sections["later"] += [("", task) for task in undated]
    lines = {
        name: tuple(_line(task, due, said.get(task.contact or 0, ""), clock) for due, task in found)
        for name, found in sections.items()
    }
    return Today(clock.wall, **lines, undated=len(undated), moved=moved)  # type: ignore[arg-type]


def first_look(ws: Workspace, most: int, at: str | None = None) -> Today:
    """The first so many tasks of what is late, due today and in the next week, and how many there are: a first screen.

    Costs little however many tasks there are: what doesn't show is counted only.
    """
    clock = _Clock(_at(ws, at))
    with ws.database.read() as connection:
        sections = _by_section(store_tasks.outlines(connection), clock)
        undated = store_tasks.undated_count(connection)
        shown: dict[str, list[tuple[str, store_tasks.Outline]]] = {}
        for name in _NEAR:
            room = most - sum(map(len, shown.values()))
            shown[name] = nsmallest(room, sections[name], key=_by_order)
        views = store_tasks.views(connection, [one.id for found in shown.values() for _, one in found])
        said = _last_words(connection, views.values(), clock)
        moved = _moved(connection, clock.now)
    lines = {
        name: tuple(_line(views[one.id], due, said.get(views[one.id].contact or 0, ""), clock) for due, one in found)
        for name, found in shown.items()
    }
    more = {name: len(found) - len(lines.get(name, ())) for name, found in sections.items()}
    more["later"] += undated
    return Today(clock.wall, **lines, undated=undated, moved=moved, more=more)  # type: ignore[arg-type]


def _by_section(dated: Iterable[_Task], clock: _Clock) -> dict[str, list[tuple[str, _Task]]]:
    """The tasks of each section, each with when it is due where the owner is."""
    zone = local_zone()
    sections: dict[str, list[tuple[str, _Task]]] = {"overdue": [], "today": [], "next": [], "later": []}
    for task in dated:
        due = here(task.due or "", task.zone, zone)
        sections[clock.section(due)].append((due, task))
    return sections


def _by_order(one: tuple[str, TaskView | store_tasks.Outline]) -> tuple[str, int, bool, str, int]:
    return _order(one[0], one[1].priority, one[1].id)


def _last_words(connection: Any, tasks: Iterable[TaskView], clock: _Clock) -> dict[int, str]:
    """What was said last with those whom tasks are about, by contact."""
    about = {task.contact for task in tasks if task.contact is not None}
    said = _Sayer(clock.now.date())
    last = store_keeping.last_said(connection, about, _utc(clock.now))
    return {contact: said(one) for contact, one in last.items()}


def _order(due: str, priority: int, number: int) -> tuple[str, int, bool, str, int]:
    """By day; on a day the urgent ones first, then those with a time, then the others."""
    return due[:10], -priority, recurrence.is_day(due), due, number


def waiting(ws: Workspace) -> int:
    """How many tasks are late or due today: the number beside Today."""
    clock, zone = _Clock(wall_now(ws)), local_zone()
    with ws.database.read() as connection:
        due = [here(day, of, zone) for day, of in store_tasks.due_by(connection, f"{clock.tomorrow}T24")]
    return sum(clock.section(one) in ("overdue", "today") for one in due)


def _at(ws: Workspace, at: str | None) -> datetime:
    if at is None:
        return wall_now(ws)
    moment = datetime.fromisoformat(at)
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo is not None else moment


class _Clock:
    """A wall time, and the days around it as texts: 5,000 tasks are compared with them."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.wall = now.isoformat(timespec="minutes")
        self.day = now.date().isoformat()
        self.tomorrow = (now.date() + timedelta(days=1)).isoformat()
        self.end = (now.date() + timedelta(days=AHEAD_DAYS)).isoformat()
        self._whys: dict[str, str] = {}

    def section(self, due: str) -> str:
        """Where something belongs that is due then."""
        day = due[: len(self.day)]
        if day < self.day or (due < self.wall and not recurrence.is_day(due)):
            return "overdue"
        return "today" if day == self.day else "next" if day <= self.end else "later"

    def why(self, due: str) -> str:
        """How late something is, or when it is due: "2 days late", "today at 15:00", "in 3 days"."""
        if due not in self._whys:
            self._whys[due] = self._why(due) if due else ""
        return self._whys[due]

    def _why(self, due: str) -> str:
        days = (self.now.date() - recurrence.wall(due).date()).days
        if days > 0:
            return trn("{count} day late", "{count} days late", days)
        at = "" if recurrence.is_day(due) else clock(recurrence.wall(due))
        if days == 0 and at and due < self.wall:
            return tr("since {time}", time=at)
        near = {0: tr("today"), -1: tr("tomorrow")}.get(days)
        when = near or trn("in {count} day", "in {count} days", -days)
        return tr("{day} at {time}", day=when, time=at) if at else when


def _sorted(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda one: _order(one.due, one.priority, one.task or 0)))


def _line(task: TaskView, due: str, said: str, clock: _Clock) -> Line:
    repeats = recurrence.words(recurrence.parse(task.repeat)) if task.repeat else ""
    return Line(
        task.id, task.contact, task.name, task.kind, task.title, due, clock.why(due), said, task.priority, repeats,
        task.notes,
    )  # fmt: skip


def _reason_lines(ws: Workspace, found: Sequence[Reason], now: datetime) -> list[Line]:
    with ws.database.read() as connection:
        last = store_keeping.last_said(connection, {one.person.contact for one in found}, _utc(now))
    said = _Sayer(now.date())
    return [_reason_line(one, said(last.get(one.person.contact))) for one in found]


def _reason_line(one: Reason, said: str) -> Line:
    why = one.why
    if one.kind in ("birthday", "anniversary") and one.person.first_at:
        year = one.person.first_at[:4]
        why = tr("{why}, in touch since {year}", why=why, year=year) if why else tr("In touch since {year}", year=year)
    return Line(None, one.person.contact, one.person.name, one.kind, one.title, one.day.isoformat(), why, said)


class _Sayer:
    """Says what happened last, in one line: "Call on 20 November: “before the weekend, please”"."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._days: dict[str, str] = {}

    def __call__(self, last: store_keeping.Last | None) -> str:
        """The words for it; "" for None."""
        if last is None:
            return ""
        day = self._day(last.at)
        kind = kind_of(last.kind)
        if kind is not None and kind.sale:
            return tr("Ordered on {day}", day=day) if day else tr("Ordered")
        label = kind.label if kind is not None else last.kind.capitalize()
        text = " ".join((last.text or last.title).split())
        quoted = text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1].rstrip()}…"
        said = tr("{what} on {day}", what=label, day=day) if day else label
        return tr("{what}: “{text}”", what=said, text=quoted) if quoted else said

    def _day(self, at: str) -> str:
        if at not in self._days:
            day = local_day(at)
            self._days[at] = day_words(day, self._today) if day is not None else ""
        return self._days[at]


# What was got done ----------------------------------------------------------------------------------------------------


def _moved(connection: Any, now: datetime) -> Moved:
    first = datetime.combine(now.date() - timedelta(days=WEEK - 1), time())
    midnight = datetime.combine(now.date(), time())
    done = store_tasks.done_since(connection, _utc(first))
    put_off = [store_tasks.put_off_since(connection, _utc(since)) for since in (midnight, first)]
    week = _by_day([datetime.fromisoformat(one).astimezone().date() for one in done], first.date())
    return Moved(week[-1], put_off[0], tuple(week), put_off[1])


def _by_day(days: Sequence[date], first: date) -> list[int]:
    week = [0] * WEEK
    for day in days:
        if 0 <= (day - first).days < WEEK:
            week[(day - first).days] += 1
    return week


def _utc(wall: datetime) -> str:
    return wall.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
