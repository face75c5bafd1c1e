"""The table of a dry run: read on as it is scrolled, each row with a tick, opened to be looked at whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from deskcrm.domain.views import RowChange
from deskcrm.languages import tr
from deskcrm.ui.screens.importing.preview_rows import COLUMNS, LIKE, LIKE_COLUMNS, lines_of
from deskcrm.ui.screens.importing.table import PAD, Cell, PlainDelegate, PlainModel, PlainTable
from deskcrm.ui.theme import Size, theme
from deskcrm.ui.widgets.sides import seen_within

Index = QModelIndex | QPersistentModelIndex
_BOX: Final = 14
_TICK_ROOM: Final = PAD + _BOX


class PreviewModel(PlainModel):
    """Lines of rows; further rows are asked for when the last ones come into sight."""

    more_wanted = Signal(int)
    """Read on behind the row of this number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.changes: list[RowChange] = []
        """The row of each line."""
        self.out: frozenset[int] = frozenset()
        """The rows (by their line in the file) that don't go in."""
        self.ticked = True
        """Whether rows of this kind can be left out."""
        self._kind, self._country = "new", ""
        self._more = self._asked = False

    def begin(self, kind: str, country: str) -> None:
        """Make room for rows of a kind."""
        self._kind, self._country = kind, country
        self._more = self._asked = False
        self.changes = []
        self.ticked = kind not in ("problems", "waiting")
        self.show(COLUMNS[kind], [])

    def add(self, changes: Sequence[RowChange], more: bool) -> None:
        """Add rows behind those that are there."""
        self._more, self._asked = more, False
        lines = [(line, change) for change in changes for line in lines_of(self._kind, change, self._country)]
        if not lines:
            return
        first = len(self.rows)
        self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
        self.rows = [*self.rows, *(line for line, _ in lines)]
        self.changes += [change for _, change in lines]
        self.endInsertRows()

    def say_likes(self, words: dict[int, str]) -> None:
        """Say of some new people (by their numbers) whom they look like."""
        if self._kind != "new" or not words:
            return
        if len(self.columns) == LIKE:
            self.beginInsertColumns(QModelIndex(), LIKE, LIKE)
            self.columns = LIKE_COLUMNS
            self.endInsertColumns()
        rows = list(self.rows)
        for place, change in enumerate(self.changes):
            if change.number in words:
                rows[place] = (*rows[place][:LIKE], words[change.number])
        self.rows = rows
        self.dataChanged.emit(self.index(0, LIKE), self.index(len(rows) - 1, LIKE))

    def canFetchMore(self, _parent: Index) -> bool:
        """Whether there are rows behind the last one."""
        return self._more and not self._asked

    def fetchMore(self, _parent: Index) -> None:
        """Ask for them."""
        if self.changes and not self._asked:
            self._asked = True
            self.more_wanted.emit(self.changes[-1].number)

    def begins(self, row: int) -> bool:
        """Whether a line is the first one of its row."""
        return row == 0 or self.changes[row].number != self.changes[row - 1].number

    def is_out(self, row: int) -> bool:
        """Whether a line's row doesn't go in."""
        return self.changes[row].row in self.out

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell's text and look; what doesn't go in is quiet."""
        cell = super().cell(row, column)
        quiet = self.ticked and self.is_out(row) and cell.look != "number"
        return Cell(cell.text, "muted") if quiet else cell

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return what a cell says for a role; the first one tells its tick, too."""
        said = super().data(index, role)
        if role == Qt.ItemDataRole.AccessibleTextRole and self.ticked and index.isValid() and index.column() == 0:
            going = tr("left out") if self.is_out(index.row()) else tr("goes in")
            return f"{said}, {going}"
        return said


class _Delegate(PlainDelegate):
    def __init__(self, view: PreviewTable, model: PreviewModel) -> None:
        super().__init__(view, model)
        self._lines = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() != 0 or not self._lines.ticked:
            super().paint(painter, option, index)
            return
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme().color("selection"))
        inner = QStyleOptionViewItem(option)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        inner.rect = seen_within(rect, rect.adjusted(_TICK_ROOM, 0, 0, 0), mirrored=mirrored)
        super().paint(painter, inner, index)
        if index.row() < len(self._lines.rows) - 1:
            below = QRect(rect.x(), rect.bottom(), _TICK_ROOM, Size.LINE)
            painter.fillRect(seen_within(rect, below, mirrored=mirrored), theme().color("line"))
        if self._lines.begins(index.row()):
            self._tick(painter, tick_rect(rect, mirrored=mirrored), not self._lines.is_out(index.row()))

    def _tick(self, painter: QPainter, box: QRect, goes_in: bool) -> None:
        t = theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(t.color("accent" if goes_in else "outline"), Size.LINE))
        painter.setBrush(t.color("accent" if goes_in else "surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), Size.RADIUS / 2, Size.RADIUS / 2)
        if goes_in:
            mark = t.pixmap("check", "on_accent", _BOX, painter.device().devicePixelRatioF())
            painter.drawPixmap(box.topLeft(), mark)
        painter.restore()


def tick_rect(cell: QRect, *, mirrored: bool = False) -> QRect:
    """Return where in the first cell of a row its tick is."""
    box = QRect(cell.x() + PAD, cell.y() + (cell.height() - _BOX) // 2, _BOX, _BOX)
    return seen_within(cell, box, mirrored=mirrored)


class PreviewTable(PlainTable):
    """Space leaves a row out or takes it in, Enter opens it."""

    tick_asked = Signal(object, bool)
    """A `RowChange`, and whether it is to be left out."""

    open_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.lines = PreviewModel()
        super().__init__(tr("What would change"), parent)
        self.lines.setParent(self)
        self.setAccessibleDescription(
            tr("Space leaves a row out or takes it in, Enter shows it as it stands in the file")
        )
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    def new_model(self) -> PlainModel:
        """Return the model of its rows."""
        return self.lines

    def new_delegate(self) -> PlainDelegate:
        """Return what paints its cells."""
        return _Delegate(self, self.lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on its own keys."""
        row, key = self.currentIndex().row(), event.key()
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if plain and key == Qt.Key.Key_Space and row >= 0:
            self.tick(row)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and row >= 0:
            self._open(row)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave out or take in the row whose tick is clicked."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        room = self.visualRect(index)
        ticks = seen_within(
            room, QRect(room.x(), room.y(), PAD + _TICK_ROOM, room.height()), mirrored=self.isRightToLeft()
        )
        if index.isValid() and index.column() == 0 and ticks.contains(at):
            self.tick(index.row())

    def tick(self, row: int) -> None:
        """Ask that a line's row be left out, or taken in after all."""
        if self.lines.ticked and 0 <= row < len(self.lines.changes):
            self.tick_asked.emit(self.lines.changes[row], not self.lines.is_out(row))

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.lines.changes):
            self.open_asked.emit(self.lines.changes[row])

    def in_sight(self) -> list[RowChange]:
        """Return the rows that can be seen."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        if first < 0:
            return []
        return self.lines.changes[first : last + 1 if last >= 0 else None]

    @property
    def current(self) -> RowChange | None:
        """The row that the keyboard is on."""
        row = self.currentIndex().row()
        return self.lines.changes[row] if 0 <= row < len(self.lines.changes) else None

    def go_to(self, line: int) -> None:
        """Put the keyboard on a row, by its line in the file, if it shows."""
        found = next((place for place, change in enumerate(self.lines.changes) if change.row >= line), None)
        if found is not None:
            self.setCurrentIndex(self.lines.index(found, 0))
