"""Reminders: which are due, begun to be shown and noted as shown, each a transaction of its own; and quiet hours.

Whoever shows reminders calls `begin`, shows what it answers, and calls `noted`. Killed in between, the next `begin`
answers them again, marked; nothing is ever lost, and nothing that was noted comes again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from deskcrm.domain import reminders
from deskcrm.domain.changes import Changes
from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.reminder_words import DONE, Showing
from deskcrm.domain.reminders import NO_QUIET, Key, Look, QuietHours
from deskcrm.domain.tasks import here
from deskcrm.languages import tr
from deskcrm.services import settings, tasks
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.services.zones import local_zone
from deskcrm.store import reminders as store

SNOOZE: Final = timedelta(minutes=10)
"""What Snooze on a notification puts a reminder off by."""

_QUIET: Final = "reminders.quiet"
_AHEAD: Final = timedelta(hours=26)
"""How far ahead a look sees: the clocks of the earth's zones differ by no more."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What a look at the clock says, with nothing written: how many are due, when the next comes, which wait."""

    due: int
    next_at: datetime | None
    unanswered: tuple[Key, ...]
    """Those that were shown and whose tasks are open still, not put off."""


def glance(ws: Workspace, *, now: datetime | None = None, skip: Collection[Key] = (), loud: bool = False) -> Glance:
    """How many reminders are to be shown now and when the next one comes; works where another has the workspace open.

    `skip`: those that the caller shows already; `loud`: in quiet hours too.
    """
    with ws.database.read() as connection:
        unanswered = tuple(store.unanswered(connection))
        found, _ = _look(ws, connection, now or ws.clock(), skip, loud=loud)
    return Glance(len(found.due), found.next_at, unanswered)


def begin(
    ws: Workspace, *, now: datetime | None = None, skip: Collection[Key] = (), loud: bool = False
) -> Outcome[tuple[Showing, ...]]:  # fmt: skip
    """The reminders to be shown now, the earliest first; they are known as begun from then on. See `glance`."""
    now = now or ws.clock()
    with ws.database.write() as connection:
        found, rows = _look(ws, connection, now, skip, loud=loud)
        store.begin(connection, [(due.key, due.again) for due in found.due], _text(now))
    zone, local = local_zone(), _local()
    shown = tuple(_showing(due, rows[due.key], now, zone, local) for due in found.due)
    return Outcome(shown, Changes(kinds=frozenset({"reminders"})))


def noted(ws: Workspace, keys: Sequence[Key], *, now: datetime | None = None) -> Outcome[None]:
    """Reminders that `begin` answered were shown: they do not come again."""
    with ws.database.write() as connection:
        store.note(connection, keys, _text(now or ws.clock()))
    return Outcome(None, Changes(kinds=frozenset({"reminders"})))


def not_shown(ws: Workspace, keys: Sequence[Key]) -> Outcome[None]:
    """Reminders that `begin` answered could not be shown: they come again, as if for the first time."""
    with ws.database.write() as connection:
        store.take_back(connection, keys)
    return Outcome(None, Changes(kinds=frozenset({"reminders"})))


def snooze(ws: Workspace, task: int, by: timedelta = SNOOZE) -> Outcome[tuple[int, ...]]:
    """Lets a task remind again so long from now; when it is due stays. Raises NotFound."""
    local, now = _local(), ws.clock()
    wall = reminders.wall_at(now + by, local).replace(second=0, microsecond=0)
    while reminders.moment_of(wall.isoformat(), "", local) <= now:  # the clock shows this hour twice
        wall += timedelta(hours=1)
    return tasks.put_off_reminder(ws, task, wall.isoformat(timespec="minutes"))


def answer(ws: Workspace, task: int, action: str) -> Outcome[Any]:
    """Does what a button of a notification says. Raises NotFound, and InvalidValue where the task is done already."""
    found = tasks.find(ws, task)
    if found.done_at:
        raise InvalidValue(tr("“{title}” is done already.", title=found.title))
    return tasks.finish(ws, task) if action == DONE else snooze(ws, task)


def today(ws: Workspace, now: datetime | None = None) -> date:
    """The day that it is where the owner is."""
    return reminders.wall_at(now or ws.clock(), _local()).date()


# Quiet hours ----------------------------------------------------------------------------------------------------------


def quiet_hours(ws: Workspace) -> QuietHours | None:
    """From when to when nothing is shown; None where the owner wants no such hours."""
    kept = settings.get(ws, _QUIET)
    return QuietHours(time.fromisoformat(kept["begins"]), time.fromisoformat(kept["ends"])) if kept else None


def put_quiet_hours(ws: Workspace, begins: str = "", ends: str = "") -> Outcome[None]:
    """Shows nothing between two times of the day ("20:00", "08:00"); without them, always. Raises InvalidValue."""
    if not begins and not ends:
        return settings.put(ws, _QUIET, None)
    try:
        hours = {"begins": f"{time.fromisoformat(begins):%H:%M}", "ends": f"{time.fromisoformat(ends):%H:%M}"}
    except ValueError as error:
        raise InvalidValue(tr("Quiet hours are two times of the day, like 20:00 and 08:00.")) from error
    return settings.put(ws, _QUIET, hours)


# Parts ----------------------------------------------------------------------------------------------------------------


def _look(
    ws: Workspace, connection: Any, now: datetime, skip: Collection[Key], *, loud: bool
) -> tuple[Look, dict[Key, store.Row]]:
    horizon = (now.astimezone(UTC) + _AHEAD).strftime("%Y-%m-%dT%H:%M")
    rows = {row.planned.key: row for row in store.waiting(connection, horizon) if row.planned.key not in skip}
    quiet = NO_QUIET if loud else quiet_hours(ws) or NO_QUIET
    begun = {key: False for key, row in rows.items() if row.begun}
    return reminders.look([row.planned for row in rows.values()], begun, now, local=_local(), quiet=quiet), rows


def _showing(due: reminders.Due, row: store.Row, now: datetime, zone: str, local: tzinfo | None) -> Showing:
    return Showing(
        due.key, row.title, here(row.due, row.planned.zone, zone) if row.due else None,
        reminders.wall_at(due.moment, local), row.contact, row.name,
        late=now - due.moment > reminders.LATE, again=due.again,
    )  # fmt: skip


def _local() -> tzinfo | None:
    """Where the owner is; None lets the system say, which knows its zone where we know no name for it."""
    name = local_zone()
    return ZoneInfo(name) if name else None


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
