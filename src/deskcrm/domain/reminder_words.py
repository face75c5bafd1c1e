"""Reminders in words: what a notification says of one, and of many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from deskcrm.domain.recurrence import is_day
from deskcrm.domain.reminders import Key

MOST: Final = 3
"""So many notifications at once; more become one that counts them."""

DONE: Final = "done"
SNOOZE: Final = "snooze"
OPEN: Final = "default"
"""What can be done with a notification; desktops call a click on the notification itself "default"."""

LABELS: Final = {OPEN: "Open", DONE: "Done", SNOOZE: "Snooze 10 min"}

_LATE: Final = "Missed: DeskCRM was closed, asleep or quiet at the time."
_AGAIN: Final = "You may have seen this before: DeskCRM was stopped while it showed it."
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Showing:
    """A reminder that is being shown. `due`, `at`: when the task is due and when it was to remind, by the clock here.

    `late`: it comes so much later than it should that it says so; `again`: it may have been seen before.
    """

    key: Key
    title: str
    due: str | None
    at: datetime
    contact: int | None = None
    name: str = ""
    late: bool = False
    again: bool = False

    @property
    def task(self) -> int:
        """The task's id."""
        return self.key[0]


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification: of one reminder, which can be answered, or of many, which can be opened."""

    showings: tuple[Showing, ...]
    title: str
    text: str

    @property
    def keys(self) -> tuple[Key, ...]:
        """What is noted once it was shown."""
        return tuple(showing.key for showing in self.showings)

    @property
    def actions(self) -> tuple[str, ...]:
        """Its buttons: one of many reminders can only be opened."""
        return (OPEN, DONE, SNOOZE) if self.single is not None else (OPEN,)

    @property
    def single(self) -> Showing | None:
        """The reminder of a notification of one; None where it tells of many."""
        return self.showings[0] if len(self.showings) == 1 else None


def notices(showings: Sequence[Showing], today: date) -> list[Notice]:
    """The notifications for what is to be shown now: one each, or, where they are many, one for all."""
    if len(showings) > MOST:
        first = "; ".join(one.title for one in showings[:MOST])
        missed = " while DeskCRM was closed or the computer slept" if all(one.late for one in showings) else ""
        text = f"They came due{missed}: {first} and {len(showings) - MOST:,} more. They are all in Today."
        return [Notice(tuple(showings), f"{len(showings):,} reminders", text)]
    return [Notice((one,), one.title, text_of(one, today)) for one in showings]


def text_of(showing: Showing, today: date) -> str:
    """What stands under the title: with whom, when it is due, and whether it comes late or again."""
    when = due_words(showing.due or showing.at.isoformat(timespec="minutes"), today)
    first = " · ".join(part for part in (showing.name, f"Due {when}") if part)
    return "\n".join(part for part in (first, _LATE * showing.late, _AGAIN * showing.again) if part)


def due_words(moment: str, today: date) -> str:
    """A day or moment near today: "today at 15:00", "tomorrow", "on 3 Mar at 09:00", "on 3 Mar 2025"."""
    at = datetime.fromisoformat(moment)
    away = (at.date() - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(away)
    day = near or f"on {at.day} {_MONTHS[at.month - 1]}{f' {at.year}' if at.year != today.year else ''}"
    return day if is_day(moment) else f"{day} at {at:%H:%M}"
