"""What one line of such a list says, and the words for days, times and undoing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from deskcrm.domain.views import HistoryEntry
from deskcrm.languages import regional, tr, trc
from deskcrm.ui import words

ICONS: Final = {
    "import": "import",
    "add": "user-plus",
    "edit": "pencil",
    "edit_many": "pencil",
    "log": "message-square",
    "delete_activity": "trash-2",
    "edit_activity": "pencil",
    "move_activity": "corner-down-left",
    "task": "circle-check",
    "task_many": "circle-check",
    "task_done": "circle-check",
    "task_open": "rotate-ccw",
    "task_edit": "pencil",
    "task_snooze": "clock",
    "task_delete": "trash-2",
    "remove": "archive",
    "remove_many": "archive",
    "archive": "archive",
    "archive_many": "archive",
    "bring_back": "archive-restore",
    "bring_back_many": "archive-restore",
    "merge": "git-merge",
    "take_back": "split",
    "detach": "unlink",
    "move": "corner-down-left",
    "not_same": "split",
    "erase": "trash-2",
    "setting": "settings",
    "file": "file-up",
    "file_removed": "file-text",
    "pin": "pin",
    "unpin": "pin",
    "tag": "tag",
    "link": "link",
    "unlink": "unlink",
    "photo": "user-round",
    "photo_removed": "user-round",
    "own_field": "table-2",
    "own_field_deleted": "table-2",
    "own_field_joined": "merge",
    "source": "file-text",
}
"""The icon of each kind of operation."""


@dataclass(frozen=True, slots=True)
class Line:
    """One operation as it is shown. `more` is a second link before the one that undoes ("3 problems")."""

    operation: int
    at: str  # ISO 8601
    kind: str
    summary: str
    detail: str
    changes: tuple[tuple[str, str, str], ...] = ()
    undone_at: str | None = None
    undoable: bool = True
    why_not: str = ""
    contacts: tuple[int, ...] = ()
    more: str = ""
    batch: int = 0

    @property
    def icon(self) -> str:
        """The name of its icon."""
        return ICONS.get(self.kind, "history")

    @property
    def action(self) -> str:
        """What the link at its end does: "Undo", "Undo import", "Bring back", "Redo"; "" where nothing can be done."""
        if self.undone_at is not None:
            return tr("Redo")
        if not self.undoable:
            return ""
        if self.kind == "import":
            return trc("a link behind a file", "Undo import")
        return tr("Bring back") if self.kind in ("remove", "archive") else tr("Undo")

    def state(self, today: date | None = None) -> str:
        """What stands before the link: "Undone on 3 November", or why it can't be undone."""
        if self.undone_at is not None:
            return undone_words(self.undone_at, today)
        return "" if self.undoable else self.why_not or tr("Can’t be undone")

    def hint(self) -> str:
        """What the pointer is told: the moment, and every field whole, before and after."""
        blank = tr("(blank)")
        changed = [f"{label}: {before or blank} → {after or blank}" for label, before, after in self.changes]
        return "\n".join([words.exact(self.at), *changed])

    def spoken(self, today: date | None = None) -> str:
        """The whole line for a screen reader."""
        empty = tr("empty")
        changed = "; ".join(
            tr("{field}: {before} to {after}", field=label, before=before or empty, after=after or empty)
            for label, before, after in self.changes
        )
        parts = (self.summary, changed or self.detail, words.exact(self.at), self.more, self.state(today), self.action)
        return ". ".join(part for part in parts if part)


def line_of(entry: HistoryEntry) -> Line:
    """The line of an operation of History."""
    return Line(
        entry.id,
        entry.at,
        entry.kind,
        entry.summary,
        entry.detail,
        entry.changes,
        entry.undone_at,
        entry.undoable,
        entry.why_not,
        entry.contacts,
    )


def day_heading(at: str, today: date | None = None) -> str:
    """The day of a moment as a heading: "Today", "Yesterday", "Friday, 20 November", with the year if not this one."""
    today = today or date.today()
    day = words.moment(at).date()
    if day == today:
        return tr("Today")
    if day == today - timedelta(days=1):
        return tr("Yesterday")
    if day.year != today.year:
        return regional.full_day(day)
    return tr("{weekday}, {day}", weekday=regional.weekday_name(day), day=regional.long_day(day))


def clock(at: str) -> str:
    """The time of day: "09:41"."""
    return regional.clock(words.moment(at))


def undone_words(at: str, today: date | None = None) -> str:
    """When something was undone: "Undone today", "Undone on 3 November"."""
    today = today or date.today()
    day = words.moment(at).date()
    if day == today:
        return tr("Undone today")
    if day == today - timedelta(days=1):
        return tr("Undone yesterday")
    if day.year == today.year:
        return tr("Undone on {day}", day=regional.long_day(day))
    return tr("Undone on {day} {year}", day=regional.long_day(day), year=day.year)
