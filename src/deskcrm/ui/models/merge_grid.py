"""The merge dialog's table as Qt sees it: field, the profiles, a word between two of them, and the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from deskcrm.languages import tr
from deskcrm.ui.models.merge_draft import CHECK, RADIO, Cell, GridLine

Index = QModelIndex | QPersistentModelIndex

FIELD, WORD, RESULT = -1, -2, -3
"""What stands in a column that is no profile's; a profile's column is its place, from 0."""

LINE_ROLE: Final = int(Qt.ItemDataRole.UserRole)
RESULT_LABEL: Final = tr("After the merge")


@dataclass(frozen=True, slots=True)
class Head:
    """Who a column is of: `detail` tells two of one name apart."""

    contact: int
    name: str
    detail: str


class MergeGrid(QAbstractTableModel):
    """A row is a `GridLine`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[GridLine] = []
        self.heads: tuple[Head, ...] = ()
        self.columns: tuple[int, ...] = ()

    def show_heads(self, heads: Sequence[Head]) -> None:
        """Show these profiles' columns."""
        self.beginResetModel()
        self.heads = tuple(heads)
        sides = list(range(len(heads)))
        middle = [sides[0], WORD, sides[1]] if len(sides) == 2 else sides
        self.columns = (FIELD, *middle, RESULT)
        self.endResetModel()

    def show_lines(self, lines: Sequence[GridLine]) -> None:
        """Show these lines; the cursor stays where they are the same fields as before."""
        same = [line.field for line in lines] == [line.field for line in self.lines]
        if not same:
            self.beginResetModel()
        self.lines = list(lines)
        if not same:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(self.columns) - 1))

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a cell; the field and the word are cells without a mark."""
        line, place = self.lines[row], self.columns[column]
        if place == FIELD:
            return Cell("" if line.more else line.label)
        if place == WORD:
            return Cell(line.word)
        return line.result if place == RESULT else line.cells[place]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a cell says for a role."""
        if not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(self.lines[index.row()], self.columns[index.column()], cell)
        if role == LINE_ROLE:
            return self.lines[index.row()]
        return None

    def _spoken(self, line: GridLine, place: int, cell: Cell) -> str:
        """Say a cell whole: "Name of A. Weber: A. Weber, not chosen"."""
        if place in (FIELD, WORD):
            return cell.text
        if place == RESULT:
            said = cell.text if cell.on else tr("left out")
            return tr("{label} after the merge: {value}", label=line.label, value=said or tr("empty"))
        states = {RADIO: (tr("not chosen"), tr("chosen")), CHECK: (tr("left out"), tr("kept"))}
        value = ", ".join([cell.text or tr("empty"), *([states[cell.mark][cell.on]] if cell.mark in states else [])])
        return tr("{label} of {name}: {value}", label=line.label, name=self.heads[place].name, value=value)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that the cursor goes only where something stands that is a profile's or the result's."""
        if not index.isValid() or self.columns[index.column()] in (FIELD, WORD):
            return Qt.ItemFlag.NoItemFlags
        if not self.cell(index.row(), index.column()).text:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Return who a column is of."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        place = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                self.heads[place].name
                if place >= 0
                else {RESULT: RESULT_LABEL, FIELD: tr("Field"), WORD: tr("Both")}[place]
            )
        if role == Qt.ItemDataRole.AccessibleTextRole and place >= 0:
            head = self.heads[place]
            return tr(
                "{name}, {detail}. Key {key} chooses all of this side",
                name=head.name,
                detail=head.detail,
                key=place + 1,
            )
        return None
