"""The timeline of one contact: tasks first, then what happened by month, read a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from deskcrm.domain.activities import KINDS, NOT_SOLD
from deskcrm.domain.views import TaskView, TimelineEntry
from deskcrm.ui import words
from deskcrm.ui.desk import Desk

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex

PAGE: Final = 100
"""Entries in one read."""

LINE_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The whole `Line`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline: a heading, a task, or something that happened; just one of the three."""

    head: str = ""
    tone: str = "text"
    task: TaskView | None = None
    entry: TimelineEntry | None = None


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


def read_page(workspace: Workspace, contact: int, offset: int, wanted: Filter) -> tuple[list[TimelineEntry], int, bool]:
    """Read on from `offset`: the entries that fit, where to go on, and whether the timeline ends there.

    Without a filter that is one page; with one, pages are read until enough fit or there are no more.
    """
    from deskcrm.services import reads

    found: list[TimelineEntry] = []
    while True:
        page = reads.timeline(workspace, contact, PAGE, offset)
        offset += len(page)
        found += [entry for entry in page if wanted.fits(entry)] if wanted else page
        if len(page) < PAGE:
            return found, offset, True
        if not wanted or len(found) >= PAGE:
            return found, offset, False


def channel_of(kind: str) -> str:
    """Return the channel of a kind of activity."""
    return KINDS[kind].channel if kind in KINDS else "Other"


def month_of(iso: str) -> str:
    """Return a moment's month: "November 2026"."""
    return words.exact(iso).split(", ")[1].split(" ", 1)[1]


def headline(entry: TimelineEntry) -> str:
    """Return an entry's title, or the first line of its text where the title says no more than the kind."""
    kind = KINDS.get(entry.kind)
    label = kind.label if kind else entry.kind.capitalize()
    if entry.title in ("", label) and entry.text:
        return entry.text.splitlines()[0]
    return entry.title or label


def amount_of(entry: TimelineEntry) -> str:
    """Return the amount and what became of the sale: "€89.00", "€89.00, refunded"."""
    parts = [words.money(entry.amount, entry.currency)] if entry.amount is not None else []
    if entry.status.casefold() in NOT_SOLD:
        parts.append(entry.status.casefold())
    return ", ".join(parts)


def body(entry: TimelineEntry) -> str:
    """Return the rest of an entry on one line."""
    text = entry.text
    if text and headline(entry) == text.splitlines()[0] and entry.title != headline(entry):
        text = "\n".join(text.splitlines()[1:])
    return " ".join(text.split())


def whence(entry: TimelineEntry) -> str:
    """Return where an entry comes from: "Web shop, orders.csv row 812"."""
    place = f"{entry.file} row {entry.row}" if entry.file and entry.row else entry.file
    return ", ".join(part for part in (entry.source, place) if part)


class TimelineModel(QAbstractTableModel):
    """One column; grows downward as its end comes near. Never more than what has been scrolled to is in memory."""

    loaded = Signal()
    """Other lines are in place (after the model's reset)."""

    grown = Signal(int)
    """Lines were added from this row on."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._contact: int | None = None
        self._lines: list[Line] = []
        self._tasks: tuple[TaskView, ...] = ()
        self._entries = 0
        self._offset = 0
        self._whole = True
        self._reading = False
        self._last_head = ""
        self._channels: dict[str, int] = {}
        self.filter = Filter()
        self.names: dict[int, str] = {}
        """Whose an entry is, where that isn't the contact itself: a company's people."""

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
        return sorted(self._channels, key=lambda c: -self._channels[c])

    def show(self, contact: int, tasks: Sequence[TaskView], entries: Sequence[TimelineEntry], whole: bool) -> None:
        """Show a contact's tasks and its first entries; another contact's filter is dropped."""
        if contact != self._contact:
            self.filter = Filter()
            self._channels.clear()
        self._contact = contact
        self._tasks = tuple(tasks)
        self._note_channels(entries)
        if self.filter:
            self._read_filtered()
        else:
            self._put(entries, len(entries), whole)

    def clear(self) -> None:
        """Show nothing."""
        self._contact = None
        self._tasks = ()
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
            if line.entry is not None and other.entry is not None and other.entry.id == line.entry.id:
                return row
            if line.task is not None and other.task is not None and other.task.id == line.task.id:
                return row
        return -1

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
        self._lines = self._task_lines() if not self.filter else []
        self._lines += self._dated(entries)
        self._entries = len(entries)
        self._offset, self._whole = offset, whole
        self.endResetModel()
        self.loaded.emit()

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

    def _lost(self, _words: str) -> None:
        self._reading = False
        self._whole = True

    # lines

    def _task_lines(self) -> list[Line]:
        late = [t for t in self._tasks if t.due and words.overdue(t.due)]
        coming = [t for t in self._tasks if t not in late]
        lines: list[Line] = []
        for head, tone, tasks in (("Overdue", "bad", late), ("Upcoming", "warning", coming)):
            if tasks:
                lines.append(Line(head=head, tone=tone))
                lines += [Line(task=task) for task in tasks]
                self._last_head = head
        return lines

    def _dated(self, entries: Sequence[TimelineEntry]) -> list[Line]:
        lines: list[Line] = []
        now = datetime.now().astimezone()
        for entry in entries:
            at = words.moment(entry.at)
            ahead = at.date() > now.date() if at.tzinfo is None else at > now
            head = "Upcoming" if ahead else month_of(entry.at)
            if head != self._last_head:
                self._last_head = head
                lines.append(Line(head=head, tone="warning" if ahead else "text"))
            lines.append(Line(entry=entry))
        return lines

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
            due = f", {words.due(line.task.due)}" if line.task.due else ""
            return f"Task: {line.task.title}{due}"
        if line.entry is not None:
            entry = line.entry
            kind = KINDS[entry.kind].label if entry.kind in KINDS else entry.kind
            parts = [kind, self.title(entry), body(entry), words.exact(entry.at), "" if entry.own else entry.source]
            return ", ".join(dict.fromkeys(part for part in parts if part))
        return line.head

    def title(self, entry: TimelineEntry) -> str:
        """Return an entry's first line with its amount: "Order #10482 · €89.00"."""
        return " · ".join(part for part in (headline(entry), amount_of(entry)) if part)

    def under(self, entry: TimelineEntry) -> str:
        """Return an entry's second line: whose it is, in a company's timeline, and what else is said."""
        return " · ".join(part for part in (self.names.get(entry.contact, ""), body(entry)) if part)
