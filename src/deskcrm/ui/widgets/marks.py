"""Which rows of a list are marked, as ranges: a million marked rows cost what one does."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QItemSelectionModel, QObject, Signal
from PySide6.QtWidgets import QTableView

_ROWS: Final = QItemSelectionModel.SelectionFlag.Rows
_ONLY: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROWS
_TOGGLE: Final = QItemSelectionModel.SelectionFlag.Toggle | _ROWS


class Marks(QObject):
    """The marked rows of a view whose selection is of whole rows."""

    changed = Signal(int)
    """How many rows are marked now."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._told = 0
        self._model = view.selectionModel()
        self._model.selectionChanged.connect(lambda *_: self.tell())

    @property
    def count(self) -> int:
        """How many rows are marked."""
        return sum(bottom - top + 1 for top, bottom in self.ranges())

    def first(self, most: int) -> list[int]:
        """Return the marked rows from the top, `most` at most."""
        rows: list[int] = []
        for top, bottom in self.ranges():
            rows += range(top, min(bottom + 1, top + most - len(rows)))
        return rows

    def __contains__(self, row: int) -> bool:
        return self._model.isRowSelected(row)

    def only(self, row: int) -> None:
        """Put the cursor on a row and mark it alone, whatever keys are held."""
        self._model.setCurrentIndex(self._view.model().index(row, 0), _ONLY)

    def toggle(self) -> None:
        """Mark the row under the cursor too, or no more."""
        self._model.select(self._view.currentIndex(), _TOGGLE)

    def tell(self) -> None:
        """Say how many there are, if they are more or fewer than said last."""
        number = self.count
        if number != self._told:
            self._told = number
            self.changed.emit(number)

    def ranges(self) -> list[tuple[int, int]]:
        """Return the marked rows as ranges from the top, first and last included."""
        selection = self._model.selection()
        parts = [selection.at(number) for number in range(selection.count())]
        return sorted((part.top(), part.bottom()) for part in parts if part.left() == 0)
