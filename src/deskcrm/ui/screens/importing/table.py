"""A quiet painted table for rows of a file: samples, a dry run's changes, problem rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLayout,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from deskcrm.domain.views import Problem
from deskcrm.languages import number, tr
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import Card, tip
from deskcrm.ui.widgets.ring import FocusRing

Index = QModelIndex | QPersistentModelIndex

PAD: Final = 10


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its least width, its share of the room that is left, and how its cells look.

    `look`: "" plain, "strong", "muted", "small", "old" (struck, bad), "new" (good), "warning", "number" (right,
    figures).
    """

    label: str
    least: int
    share: int = 0
    look: str = ""


PROBLEM_COLUMNS: Final = (
    Column(tr("Row"), 64, 0, "number"),
    Column(tr("In the column"), 130, 2, "muted"),
    Column(tr("Value"), 130, 3, "strong"),
    Column(tr("What is wrong"), 260, 8, "small"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that looks otherwise than its column."""

    text: str
    look: str


class PlainModel(QAbstractTableModel):
    """Rows of text."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.rows: Sequence[Sequence[str | Cell]] = ()

    def show(self, columns: Sequence[Column], rows: Sequence[Sequence[str | Cell]]) -> None:
        """Show these rows under these headings."""
        self.beginResetModel()
        self.columns, self.rows = tuple(columns), rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell's text and look."""
        cells = self.rows[row]
        cell = cells[column] if column < len(cells) else ""
        return cell if isinstance(cell, Cell) else Cell(cell, self.columns[column].look)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a cell says for a role."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column()).text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = self.cell(index.row(), index.column()).text
            said = text or tr("empty")
            return f"{self.columns[index.column()].label}: {said}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self.cell(index.row(), index.column()).text) or None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Return a heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].label
        return None


class PlainDelegate(QAbstractItemDelegate):
    """Paints cells by their look."""

    def __init__(self, view: QWidget, model: PlainModel) -> None:
        super().__init__(view)
        self._model = model
        t = theme()
        struck = QFont(t.font())
        struck.setStrikeOut(True)
        self._looks: dict[str, tuple[QFont, str]] = {
            "": (t.font(), "text"),
            "strong": (t.font(weight=Type.MEDIUM), "text"),
            "muted": (t.font(), "muted"),
            "small": (t.font(Type.SMALL), "muted"),
            "old": (struck, "bad"),
            "none": (struck, "muted"),
            "new": (t.font(weight=Type.MEDIUM), "good"),
            "number": (t.font(tabular=True), "muted"),
            "warning": (t.font(Type.SMALL), "warning"),
        }
        self._metrics = {look: QFontMetrics(font) for look, (font, _) in self._looks.items()}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size of a cell."""
        return QSize(0, Size.ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        t = theme()
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, t.color("selection"))
        if index.row() < len(self._model.rows) - 1:
            painter.fillRect(rect.x(), rect.bottom(), rect.width(), Size.LINE, t.color("line"))
        cell = self._model.cell(index.row(), index.column())
        font, tone = self._looks[cell.look]
        if selected and tone == "muted" and t.tokens.dark:
            tone = "text"
        inner = rect.adjusted(PAD, 0, -PAD, 0)
        flat = " ".join(cell.text.split())
        shown = self._metrics[cell.look].elidedText(flat, Qt.TextElideMode.ElideRight, inner.width())
        painter.setFont(font)
        painter.setPen(t.color(tone))
        side = Qt.AlignmentFlag.AlignRight if cell.look == "number" else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)


class QuietHeader(QHeaderView):
    """Small muted headings that do nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setFixedHeight(Size.TABLE_HEAD)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(Space.XL)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Columns"))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one heading."""
        t = theme()
        columns = getattr(self.model(), "columns", ())
        right = section < len(columns) and columns[section].look == "number"
        font = t.font(Type.SMALL, Type.MEDIUM)
        inner = rect.adjusted(PAD, 0, -PAD, 0)
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        painter.save()
        painter.setFont(font)
        painter.setPen(t.color("muted"))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), Size.LINE, t.color("line"))
        painter.restore()


class CardTable(QTableView):
    """A table for a rounded card that is as high as its rows, up to the room there is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHorizontalHeader(QuietHeader(self))
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(Size.ROW)
        rows.hide()
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        theme().changed.connect(self.viewport().update)

    def setModel(self, model: Any) -> None:
        """Show a model, and follow its height."""
        super().setModel(model)
        model.modelReset.connect(self._sized)
        model.rowsInserted.connect(self._sized)
        model.columnsInserted.connect(self._fit_columns)
        model.modelReset.connect(self._fit_columns)
        self._sized()

    def _sized(self) -> None:
        count = self.model().rowCount() if self.model() else 0
        wide = Size.SCROLLBAR if self.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff else 0
        self.setMaximumHeight(Size.TABLE_HEAD + count * Size.ROW + wide + Space.XS)
        self.setMinimumHeight(min(self.maximumHeight(), Size.TABLE_HEAD + 2 * Size.ROW))

    def sizeHint(self) -> QSize:
        """Return the height of all rows, so that a layout gives what there is."""
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def fits(self) -> Sequence[Column]:
        """Return the columns whose widths are shared out; none leaves widths alone."""
        return ()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out again."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        columns = self.fits()
        if not columns:
            return
        room = self.viewport().width()
        least = sum(c.least for c in columns)
        spare, shares = max(0, room - least), sum(c.share for c in columns) or 1
        squeeze = min(1.0, room / least)
        used = 0
        for i, column in enumerate(columns):
            width = int(column.least * squeeze) + spare * column.share // shares
            last = i == len(columns) - 1
            self.setColumnWidth(i, room - used if last else width)
            used += width


class PlainTable(CardTable):
    """Rows of text under fixed headings."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        FocusRing(self)
        self.model_ = self.new_model()
        self.setModel(self.model_)
        self.setItemDelegate(self.new_delegate())

    def new_model(self) -> PlainModel:
        """Return the model of its rows."""
        return PlainModel(self)

    def new_delegate(self) -> PlainDelegate:
        """Return what paints its cells."""
        return PlainDelegate(self, self.model_)

    def fits(self) -> Sequence[Column]:
        """Return the columns shown."""
        return self.model_.columns

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other headings, without rows."""
        self.model_.show(columns, ())

    def show_rows(self, columns: Sequence[Column], rows: Sequence[Sequence[str | Cell]]) -> None:
        """Show rows under headings, from the top."""
        self.model_.show(columns, rows)
        self.scrollToTop()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show problem rows."""
        self.show_rows(PROBLEM_COLUMNS, [(number(p.row), p.field, p.value, sentence(p.why)) for p in problems])


def sentence(why: str) -> str:
    """A reason as it begins in a cell of its own."""
    return why[:1].upper() + why[1:]


def in_card(table: CardTable) -> Card:
    """Return a rounded card around a table, as high as the table wants to be."""
    card = Card((1, 1, 1, Space.XS))
    card.body.addWidget(table)
    card.body.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)
    return card
