"""What lines a timeline has, what it is narrowed to, and how it says what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from deskcrm.domain.activities import NOT_SOLD, kind_label
from deskcrm.domain.views import HistoryEntry, TaskView, TimelineEntry
from deskcrm.languages import inside, regional, tr
from deskcrm.ui import words
from deskcrm.ui.models.journey import channel_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline: a heading, a task, something that happened, or a change; just one of the four."""

    head: str = ""
    tone: str = "text"
    task: TaskView | None = None
    entry: TimelineEntry | None = None
    change: HistoryEntry | None = None
    pinned: bool = False  # an entry on top, besides in its month


CHANGES: Final = tr("Changes")
"""The channel of what was done with the contact, as against what happened with it."""

_OWN_LINES: Final = frozenset(
    {"log", "delete_activity", "edit_activity", "move_activity", "pin", "unpin", "setting", "view"}
)
"""Operations that show by what they made, or that are about no contact."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the timeline is narrowed to: one channel of `activities.KINDS`, a text; "" narrows nothing."""

    channel: str = ""
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.channel or self.text)

    def fits(self, entry: TimelineEntry) -> bool:
        """Whether an entry stays."""
        if self.channel and channel_of(entry.kind) != self.channel:
            return False
        sought = self.text.casefold().split()
        told = f"{headline(entry)} {entry.text} {entry.source} {entry.status}".casefold() if sought else ""
        return all(word in told for word in sought)

    def takes(self, change: HistoryEntry) -> bool:
        """Whether a change stays."""
        told = f"{change.summary} {told_change(change)}".casefold()
        return self.channel in ("", CHANGES) and all(word in told for word in self.text.casefold().split())


def shown_changes(history: Sequence[HistoryEntry]) -> list[HistoryEntry]:
    """Return the operations that have a line of their own in the timeline, the newest first."""
    mine = [one for one in history if one.undone_at is None]
    return [one for one in mine if one.kind not in _OWN_LINES and not one.kind.startswith("task")]


def told_change(change: HistoryEntry) -> str:
    """Return the second line of a change: field by field, what it said and says; else what more there is to it."""
    blank = tr("blank")
    told = "; ".join(f"{field}: {before or blank} → {after or blank}" for field, before, after in change.changes)
    return told or change.detail


def month_of(iso: str) -> str:
    """Return a moment's month: "November 2026"."""
    return regional.month_year(words.moment(iso))


def headline(entry: TimelineEntry) -> str:
    """Return an entry's title, or the first line of its text where the title says no more than the kind."""
    label = words.kind(entry.kind)
    says_more = entry.title not in ("", label, kind_label(entry.kind))
    if not says_more and entry.text:
        return entry.text.splitlines()[0]
    return entry.title if says_more else label


def extent_of(entry: TimelineEntry) -> str:
    """Return how long it took and what came of it: "12 min, no answer"."""
    parts = [tr("{count} min", count=entry.duration)] if entry.duration else []
    return ", ".join([*parts, inside(entry.outcome) if entry.outcome in OUTCOMES_IN_ALL else entry.outcome]).strip(", ")


OUTCOMES: Final[dict[str, tuple[str, ...]]] = {
    "call": (tr("Reached"), tr("No answer"), tr("Left a message"), tr("Will call back")),
    "email": (tr("Sent"), tr("Answered")),
    "meeting": (tr("Took place"), tr("Put off"), tr("Did not come")),
}
"""What is offered as the outcome of each kind; others may be typed where an entry is edited."""

OUTCOMES_IN_ALL: Final = frozenset(outcome for offered in OUTCOMES.values() for outcome in offered)


def amount_of(entry: TimelineEntry) -> str:
    """Return the amount and what became of the sale: "€89.00", "€89.00, refunded"."""
    parts = [words.money(entry.amount, entry.currency)] if entry.amount is not None else []
    if entry.status.casefold() in NOT_SOLD:
        parts.append(inside(entry.status))
    return ", ".join(parts)


def body(entry: TimelineEntry) -> str:
    """Return the rest of an entry on one line."""
    text = entry.text
    if text and headline(entry) == text.splitlines()[0] and entry.title != headline(entry):
        text = "\n".join(text.splitlines()[1:])
    return " ".join(text.split())


def whence(entry: TimelineEntry) -> str:
    """Return where an entry comes from: "Web shop, orders.csv row 812"."""
    place = tr("{file} row {row}", file=entry.file, row=entry.row) if entry.file and entry.row else entry.file
    return ", ".join(part for part in (entry.source, place) if part)
