"""The rows of such a list: operations newest first, under a heading for each day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from deskcrm.languages import tr
from deskcrm.ui.screens.operations.entries import Line, day_heading

Index = QModelIndex | QPersistentModelIndex

LINE_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The `Line` of a row, or the text of a day's heading."""


class OperationModel(QAbstractTableModel):
    """One column; a row is a `Line` or a heading, which can't be selected."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.rows: list[Line | str] = []
        self._at: dict[int, int] = {}

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these operations, given newest first."""
        self.beginResetModel()
        self.rows = _with_headings(lines, "")
        self._note(0)
        self.endResetModel()

    def add_lines(self, lines: Sequence[Line]) -> None:
        """Show these older operations after the others."""
        last = next((row for row in reversed(self.rows) if isinstance(row, Line)), None)
        more = _with_headings(lines, day_heading(last.at) if last else "")
        if more:
            known = len(self.rows)
            self.beginInsertRows(QModelIndex(), known, known + len(more) - 1)
            self.rows += more
            self._note(known)
            self.endInsertRows()

    def _note(self, start: int) -> None:
        """Note where the operations from a row on stand."""
        if not start:
            self._at = {}
        for number, line in enumerate(self.rows[start:], start):
            if isinstance(line, Line):
                self._at[line.operation] = number

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many rows there are, headings included."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return 1."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a row says for a role."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == LINE_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row if isinstance(row, str) else row.summary
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row if isinstance(row, str) else row.spoken()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that headings can't be chosen."""
        if not index.isValid() or isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Name the column for screen readers."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal and section == 0:
            return tr("Operation")
        return None

    def line_at(self, row: int) -> Line | None:
        """Return the operation in a row; None for a heading or outside."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found if isinstance(found, Line) else None

    def row_of(self, operation: int) -> int:
        """Return where an operation stands, -1 if it isn't in the list."""
        return self._at.get(operation, -1)


def _with_headings(lines: Sequence[Line], heading: str) -> list[Line | str]:
    """Put a heading before the first operation of each day but `heading`'s."""
    rows: list[Line | str] = []
    for line in lines:
        day = day_heading(line.at)
        if day != heading:
            rows.append(day)
            heading = day
        rows.append(line)
    return rows
