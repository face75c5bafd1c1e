"""Reminders in words: what a notification says of one, and of many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from deskcrm.domain.recurrence import is_day
from deskcrm.domain.reminders import Key
from deskcrm.languages import number, tr, trc, trn
from deskcrm.languages.regional import clock, day

MOST: Final = 3
"""So many notifications at once; more become one that counts them."""

DONE: Final = "done"
SNOOZE: Final = "snooze"
OPEN: Final = "default"
"""What can be done with a notification; desktops call a click on the notification itself "default"."""

LABELS: Final = {OPEN: trc("a reminder", "Open"), DONE: trc("a reminder", "Done"), SNOOZE: tr("Snooze 10 min")}

_LATE: Final = tr("Missed: DeskCRM was closed, asleep or quiet at the time.")
_AGAIN: Final = tr("You may have seen this before: DeskCRM was stopped while it showed it.")


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
        more = number(len(showings) - MOST)
        if all(one.late for one in showings):
            text = tr(
                "They came due while DeskCRM was closed or the computer slept: {titles} and {count} more. "
                "They are all in Today.",
                titles=first,
                count=more,
            )
        else:
            text = tr("They came due: {titles} and {count} more. They are all in Today.", titles=first, count=more)
        return [Notice(tuple(showings), trn("{count} reminder", "{count} reminders", len(showings)), text)]
    return [Notice((one,), one.title, text_of(one, today)) for one in showings]


def text_of(showing: Showing, today: date) -> str:
    """What stands under the title: with whom, when it is due, and whether it comes late or again."""
    when = due_words(showing.due or showing.at.isoformat(timespec="minutes"), today)
    first = " · ".join(part for part in (showing.name, tr("Due {when}", when=when)) if part)
    return "\n".join(part for part in (first, _LATE * showing.late, _AGAIN * showing.again) if part)


def due_words(moment: str, today: date) -> str:
    """A day or moment near today: "today at 15:00", "tomorrow", "on 3 Mar at 09:00", "on 3 Mar 2025"."""
    at = datetime.fromisoformat(moment)
    away = (at.date() - today).days
    near = {-1: tr("yesterday"), 0: tr("today"), 1: tr("tomorrow")}.get(away)
    said = near or tr("on {day}", day=day(at.date(), year=at.year != today.year))
    return said if is_day(moment) else tr("{day} at {time}", day=said, time=clock(at))
