"""Today as Qt sees it: rows are the heads of sections and their lines."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from deskcrm.domain.recurrence import is_day
from deskcrm.domain.tasks import KINDS, PRIORITIES
from deskcrm.languages import number, tr
from deskcrm.services.today import Line, Today
from deskcrm.ui import words

Index = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()

NAMES: Final = {
    "overdue": tr("Overdue"), "today": tr("Today"), "next": tr("Next 7 days"), "quiet": tr("Going quiet"),
    "later": tr("Later"),
}  # fmt: skip
TONES: Final = {"overdue": "bad", "quiet": "warning"}
ICONS: Final = {"anniversary": "cake", "quiet": "hand-heart"}
"""The icons of lines that are of no kind of task."""


@dataclass(frozen=True, slots=True)
class Row:
    """A head (`head` is its words), a line, or what unfolds the later ones (`head`, and `folded` in section "later").

    `first`, `last`: whether a line begins or ends the card of its section.
    """

    section: str
    head: str = ""
    line: Line | None = None
    folded: bool = False
    first: bool = False
    last: bool = False

    @property
    def key(self) -> Hashable:
        """What stays the same when the rows are read again."""
        one = self.line
        return (self.section, self.head) if one is None else one.task or (one.kind, one.contact, one.due)


class TodayModel(QAbstractTableModel):
    """One column. `sections` are those that it shows, in their order."""

    def __init__(self, sections: tuple[str, ...], parent: QObject | None = None, *, heads: bool = True) -> None:
        super().__init__(parent)
        self._sections, self._heads = sections, heads
        self._today = Today("")
        self.unfolded = False
        self.rows: list[Row] = []

    def show(self, today: Today) -> None:
        """Show this day."""
        self._today = today
        self._fill()

    def set_sections(self, sections: tuple[str, ...]) -> None:
        """Show other sections from now on."""
        if sections != self._sections:
            self._sections = sections
            self._fill()

    def unfold(self) -> None:
        """Show the later tasks, too, or no more."""
        self.unfolded = not self.unfolded
        self._fill()

    def row(self, number: int) -> Row | None:
        """The row of a number; None where there is none."""
        return self.rows[number] if 0 <= number < len(self.rows) else None

    def line(self, number: int) -> Line | None:
        """The line of a row; None for a head."""
        row = self.row(number)
        return row.line if row is not None else None

    def number_of(self, key: Hashable) -> int:
        """The row with this key, -1 where there is none."""
        return next((number for number, row in enumerate(self.rows) if row.key == key), -1)

    def next_line(self, number: int) -> int:
        """The first line at or after a row, else the last one before it; -1 where there is no line."""
        lines = [at for at, row in enumerate(self.rows) if row.line is not None]
        return next((at for at in lines if at >= number), lines[-1] if lines else -1)

    def _fill(self) -> None:
        self.beginResetModel()
        self.rows = [row for section in self._sections for row in self._section(section)]
        self.endResetModel()

    def _section(self, section: str) -> Iterator[Row]:
        lines: tuple[Line, ...] = getattr(self._today, section)
        folded = section == "later" and not self.unfolded
        if not self._today.in_all(section):
            return
        if section == "later":
            yield Row(section, self._later_words(), folded=folded)
        elif self._heads:
            yield Row(section, NAMES[section])
        if not folded:
            for at, line in enumerate(lines):
                yield Row(section, line=line, first=at == 0, last=at == len(lines) - 1)

    def _later_words(self) -> str:
        undated = self._today.undated
        later = self._today.in_all("later") - undated
        parts = [tr("{count} later", count=number(later))] * bool(later) + [
            tr("{count} without a day", count=number(undated))
        ] * bool(undated)
        return ", ".join(parts)

    # what Qt asks

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Return one."""
        return 0 if parent.isValid() else 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the cursor pass over heads."""
        row = self.row(index.row())
        if row is None or (row.line is None and row.section != "later"):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a row in words."""
        row = self.row(index.row())
        if row is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return row.head if row.line is None else spoken(row)


def when(row: Row, today: date | None = None) -> str:
    """When a line is due, as short as its section allows: "11:00", "any time", "Tomorrow 10:00", "Fri 20 Nov"."""
    line = row.line
    if line is None or row.section == "quiet":
        return ""
    if not line.due:
        return tr("no day")
    if row.section == "today":
        return (tr("all day") if line.task is None else tr("any time")) if is_day(line.due) else line.due[11:16]
    return words.due(line.due, today).replace(",", "")


def under(row: Row) -> str:
    """The second line: what happened last with them, else a note, how late it is, how often; "" for nothing more."""
    line = row.line
    if line is None:
        return ""
    if line.task is None:
        return line.why or line.said
    return (
        line.said
        or line.notes
        or (line.why if row.section == "overdue" else line.repeats[:1].upper() + line.repeats[1:])
    )


def icon_of(line: Line) -> str:
    """The icon of a line's kind."""
    return ICONS.get(line.kind) or KINDS[line.kind].icon


def spoken(row: Row) -> str:
    """A line as a screen reader says it."""
    line = row.line
    if line is None:
        return row.head
    urgent = PRIORITIES[line.priority] if line.priority else ""
    parts = (line.name, line.title, NAMES[row.section], when(row), urgent, line.repeats, line.why, line.said)
    return ", ".join(part for part in parts if part)
