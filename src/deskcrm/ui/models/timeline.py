"""The timeline of one contact: tasks first, then what happened by month, read a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from deskcrm.domain.views import HistoryEntry, TaskView, TimelineEntry
from deskcrm.languages import tr, trn
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.journey import channel_of, second_of
from deskcrm.ui.models.timeline_words import (
    CHANGES,
    Filter,
    Line,
    amount_of,
    body,
    extent_of,
    headline,
    month_of,
    shown_changes,
    told_change,
)

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex

PAGE: Final = 100
"""Entries in one read."""

_LEAP: Final = 1000
"""Entries in one read on the way to one of them."""

LINE_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The whole `Line`."""


def read_page(workspace: Workspace, contact: int, offset: int, wanted: Filter) -> tuple[list[TimelineEntry], int, bool]:
    """Read on from `offset`: the entries that fit, where to go on, and whether the timeline ends there.

    Without a filter that is one page; with one, pages are read until enough fit or there are no more.
    """
    from deskcrm.services import reads

    found: list[TimelineEntry] = []
    if wanted.channel == CHANGES:
        return found, offset, True
    while True:
        page = reads.timeline(workspace, contact, PAGE, offset)
        offset += len(page)
        found += [entry for entry in page if wanted.fits(entry)] if wanted else page
        if len(page) < PAGE:
            return found, offset, True
        if not wanted or len(found) >= PAGE:
            return found, offset, False


def read_until(workspace: Workspace, contact: int, offset: int, activity: int) -> tuple[list[TimelineEntry], int, bool]:
    """Read on from `offset` until an activity is among what was read, or there are no more."""
    from deskcrm.services import reads

    found: list[TimelineEntry] = []
    while True:
        page = reads.timeline(workspace, contact, _LEAP, offset + len(found))
        found += page
        if len(page) < _LEAP or any(entry.id == activity for entry in page):
            return found, offset + len(found), len(page) < _LEAP


def _minute(iso: str) -> float:
    """Return the minute of a moment: what is logged says no seconds, so that within one it counts as the later."""
    return second_of(iso) // 60


class TimelineModel(QAbstractTableModel):
    """One column; grows downward as its end comes near. Never more than what has been scrolled to is in memory."""

    loaded = Signal()
    """Other lines are in place (after the model's reset)."""

    grown = Signal(int)
    """Lines were added from this row on."""

    reached = Signal(int)
    """The entry that was looked for stands in this row."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._contact: int | None = None
        self._lines: list[Line] = []
        self._tasks: tuple[TaskView, ...] = ()
        self._pinned: tuple[TimelineEntry, ...] = ()
        self._entries = 0
        self._offset = 0
        self._whole = True
        self._reading = False
        self._last_head = ""
        self._channels: dict[str, int] = {}
        self._changes: list[HistoryEntry] = []
        self._woven = 0  # so many of the changes have their line
        self._sought: int | None = None
        self.filter = Filter()
        self.names: dict[int, str] = {}
        """Whose an entry is, where that isn't the contact itself: a company's people."""
        self.files: Mapping[int, Sequence[object]] = {}
        """What is attached to an entry, by its id."""

    # what the screen asks

    @property
    def contact(self) -> int | None:
        """Whose timeline it is."""
        return self._contact

    @property
    def entry_count(self) -> int:
        """How many entries are in memory."""
        return self._entries

    @property
    def whole(self) -> bool:
        """Whether there is nothing more to read."""
        return self._whole

    @property
    def channels(self) -> list[str]:
        """The channels seen so far, the busiest first."""
        found = sorted(self._channels, key=lambda c: -self._channels[c])
        return [*found, CHANGES] if self._changes and found else found

    def show(
        self,
        contact: int,
        tasks: Sequence[TaskView],
        entries: Sequence[TimelineEntry],
        whole: bool,
        history: Sequence[HistoryEntry] = (),
        pinned: Sequence[TimelineEntry] = (),
    ) -> None:
        """Show a contact's tasks, what is pinned, its first entries and changes; another's filter is dropped."""
        if contact != self._contact:
            self.filter = Filter()
            self._channels.clear()
            self._sought = None
        self._contact = contact
        self._tasks = tuple(tasks)
        self._pinned = tuple(pinned)
        self._changes = shown_changes(history)
        self._note_channels(entries)
        if self.filter:
            self._read_filtered()
        else:
            self._put(entries, len(entries), whole)

    def clear(self) -> None:
        """Show nothing."""
        self._contact = None
        self._tasks = ()
        self._pinned = ()
        self._changes = []
        self._put((), 0, True)

    def narrow(self, wanted: Filter) -> None:
        """Show only what fits."""
        if wanted != self.filter and self._contact is not None:
            self.filter = wanted
            self._read_filtered()

    def line(self, row: int) -> Line | None:
        """Return a line; None outside."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def heads(self, start: int = 0) -> list[int]:
        """Return the rows of the headings from `start` on."""
        return [row for row in range(start, len(self._lines)) if self._lines[row].head]

    def row_of(self, line: Line) -> int:
        """Return where the line of the same task or entry stands, -1 where it is gone."""
        for row, other in enumerate(self._lines):
            same = line.entry is not None and other.entry is not None and other.entry.id == line.entry.id
            if same and line.pinned == other.pinned:
                return row
            if line.task is not None and other.task is not None and other.task.id == line.task.id:
                return row
            if line.change is not None and other.change is not None and other.change.id == line.change.id:
                return row
        return -1

    def is_pinned(self, entry: TimelineEntry) -> bool:
        """Whether an entry stands on top as well."""
        return any(one.id == entry.id for one in self._pinned)

    def reach(self, activity: int) -> None:
        """Look for an entry, read on to it, and say by `reached` where it stands; a filter gives way to it."""
        self._sought = activity
        if self.filter and self._row_of_entry(activity) < 0:
            self.narrow(Filter())
        else:
            self._seek()

    def _row_of_entry(self, activity: int) -> int:
        found = (n for n, line in enumerate(self._lines) if line.entry and line.entry.id == activity)
        return next((n for n in found if not self._lines[n].pinned), -1)

    def _seek(self) -> None:
        if self._sought is None:
            return
        row = self._row_of_entry(self._sought)
        if row >= 0 or self._whole:
            self._sought = None
        if row >= 0:
            self.reached.emit(row)
        elif self._sought is not None:
            self._reading = True
            self._desk.ask(
                read_until, self._contact, self._offset, self._sought, done=self._append, failed=self._lost,
                key="timeline", owner=self,
            )  # fmt: skip

    # reading

    def _read_filtered(self) -> None:
        self._reading = True
        self._desk.ask(
            read_page, self._contact, 0, self.filter, done=self._filtered, failed=self._lost, key="timeline", owner=self
        )

    def _filtered(self, page: tuple[list[TimelineEntry], int, bool]) -> None:
        self._reading = False
        entries, offset, whole = page
        if not self.filter:
            self._note_channels(entries)
        self._put(entries, offset, whole)

    def _put(self, entries: Sequence[TimelineEntry], offset: int, whole: bool) -> None:
        self.beginResetModel()
        self._reading = False
        self._last_head = ""
        self._woven = 0
        self._offset, self._whole = offset, whole
        self._lines = self._task_lines() if not self.filter else []
        self._lines += self._dated(entries)
        self._entries = len(entries)
        self.endResetModel()
        self.loaded.emit()
        self._seek()

    def _note_channels(self, entries: Sequence[TimelineEntry]) -> None:
        for entry in entries:
            channel = channel_of(entry.kind)
            self._channels[channel] = self._channels.get(channel, 0) + 1

    def canFetchMore(self, _parent: Index = QModelIndex()) -> bool:  # noqa: B008
        """Say whether there is more to read."""
        return not self._whole and not self._reading and self._contact is not None

    def fetchMore(self, _parent: Index = QModelIndex()) -> None:  # noqa: B008
        """Read the next page in the background."""
        if not self.canFetchMore():
            return
        self._reading = True
        self._desk.ask(
            read_page,
            self._contact,
            self._offset,
            self.filter,
            done=self._append,
            failed=self._lost,
            key="timeline",
            owner=self,
        )

    def _append(self, page: tuple[list[TimelineEntry], int, bool]) -> None:
        self._reading = False
        entries, self._offset, self._whole = page
        self._note_channels(entries)
        first = len(self._lines)
        lines = self._dated(entries)
        if lines:
            self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
            self._lines += lines
            self._entries += len(entries)
            self.endInsertRows()
            self.grown.emit(first)
        self._seek()

    def _lost(self, _words: str) -> None:
        self._reading = False
        self._sought = None
        self._whole = True

    # lines

    def _task_lines(self) -> list[Line]:
        late = [t for t in self._tasks if t.due and words.overdue(t.due)]
        coming = [t for t in self._tasks if t not in late]
        lines: list[Line] = []
        for head, tone, tasks in ((tr("Overdue"), "bad", late), (tr("Upcoming"), "warning", coming)):
            if tasks:
                lines.append(Line(head=head, tone=tone))
                lines += [Line(task=task) for task in tasks]
                self._last_head = head
        if self._pinned:
            lines.append(Line(head=tr("Pinned")))
            lines += [Line(entry=entry, pinned=True) for entry in self._pinned]
            self._last_head = tr("Pinned")
        return lines

    def _dated(self, entries: Sequence[TimelineEntry]) -> list[Line]:
        """Return entries with their headings, and between them the changes of the same time."""
        lines: list[Line] = []
        for entry in entries:
            lines += self._changes_since(_minute(entry.at) if self._weaves and entry.at else None)
            self._put_dated(lines, entry.at, Line(entry=entry))
        if self._whole and self._weaves:
            lines += self._changes_since(float("-inf"))
        return lines

    @property
    def _weaves(self) -> bool:
        return self._woven < len(self._changes) and self.filter.channel in ("", CHANGES)

    def _changes_since(self, second: float | None) -> list[Line]:
        lines: list[Line] = []
        while second is not None and self._weaves and _minute(self._changes[self._woven].at) > second:
            change = self._changes[self._woven]
            self._woven += 1
            if self.filter.takes(change):
                self._put_dated(lines, change.at, Line(change=change))
        return lines

    def _put_dated(self, lines: list[Line], iso: str, line: Line) -> None:
        now = datetime.now().astimezone()
        at = words.moment(iso)
        ahead = at.date() > now.date() if at.tzinfo is None else at > now
        head = tr("Upcoming") if ahead else month_of(iso)
        if head != self._last_head:
            self._last_head = head
            lines.append(Line(head=head, tone="warning" if ahead else "text"))
        lines.append(line)

    # what a view asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many lines there are so far."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return one."""
        return 0 if parent.isValid() else 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings can't be chosen."""
        line = self.line(index.row())
        if line is None or line.head:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a line says for a role."""
        line = self.line(index.row())
        if line is None:
            return None
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.spoken(line)
        return None

    def spoken(self, line: Line) -> str:
        """Return a line as a screen reader says it."""
        if line.task is not None:
            task = tr("Task: {title}", title=line.task.title)
            return f"{task}, {words.due(line.task.due)}" if line.task.due else task
        if line.entry is not None:
            entry = line.entry
            parts = [
                words.kind(entry.kind),
                self.title(entry),
                body(entry),
                words.exact(entry.at),
                "" if entry.own else entry.source,
            ]
            return ", ".join(dict.fromkeys(part for part in parts if part))
        if line.change is not None:
            said = [line.change.summary, told_change(line.change), words.exact(line.change.at)]
            return ", ".join(part for part in said if part)
        return line.head

    def title(self, entry: TimelineEntry) -> str:
        """Return an entry's first line with its amount: "Order #10482 · €89.00"."""
        return " · ".join(part for part in (headline(entry), amount_of(entry), extent_of(entry)) if part)

    def under(self, entry: TimelineEntry) -> str:
        """Return an entry's second line: whose it is, in a company's timeline, and what else is said."""
        attached = (
            trn("{count} file", "{count} files", len(self.files.get(entry.id, ()))) if self.files.get(entry.id) else ""
        )
        return " · ".join(part for part in (self.names.get(entry.contact, ""), body(entry), attached) if part)
