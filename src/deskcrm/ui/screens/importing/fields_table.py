"""The table of a file's columns: what is in them, where each goes, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemDelegate, QStyle, QStyleOptionViewItem, QWidget

from deskcrm.domain.mapping.model import NOT_IMPORTED, target_label
from deskcrm.domain.mapping.model import Column as FileColumn
from deskcrm.languages import tr
from deskcrm.ui.screens.importing.table import PAD, CardTable, Column
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import tip
from deskcrm.ui.widgets.sides import seen_within

Index = QModelIndex | QPersistentModelIndex

COLUMNS: Final = (
    Column(tr("In the file"), 140, 5),
    Column(tr("For example"), 150, 8),
    Column(tr("Goes to"), 214, 4),
    Column(tr("Why"), 230, 16),
)
GOES_TO: Final = 2
_WHY: Final = 3
_FIELD_HEIGHT: Final = 30
_EXAMPLES: Final = 3
_MARK: Final = 13


def is_in(column: FileColumn) -> bool:
    """Whether a column is imported."""
    return column.target not in ("", "-")


class FieldsModel(QAbstractTableModel):
    """The columns of a file as rows."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.columns = COLUMNS
        self.rows: list[tuple[int, FileColumn]] = []

    def show(self, rows: list[tuple[int, FileColumn]]) -> None:
        """Show these columns of the file, each with its number."""
        if [number for number, _ in rows] == [number for number, _ in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns of the file show."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return 4."""
        return 0 if parent.isValid() else len(COLUMNS)

    def text(self, row: int, column: int) -> str:
        """Return what a cell says."""
        found = self.rows[row][1]
        if column == 0:
            return found.header
        if column == 1:
            return ", ".join(" ".join(sample.split()) for sample in found.samples[:_EXAMPLES])
        if column == GOES_TO:
            return target_label(found.target if is_in(found) else NOT_IMPORTED)
        return found.why

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a cell says for a role."""
        if not index.isValid():
            return None
        text = self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(text) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = text or tr("empty")
            if index.column() == _WHY and not self.rows[index.row()][1].sure:
                said = tr("please check: {why}", why=said)
            return f"{COLUMNS[index.column()].label}: {said}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Return a heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].label
        return None


class _FieldsDelegate(QAbstractItemDelegate):
    def __init__(self, view: FieldsTable) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, Size.ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme()
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected) and self._view.hasFocus()
        if selected:
            painter.fillRect(rect, t.color("selection"))
        if index.row() < len(self._view.fields.rows) - 1:
            painter.fillRect(rect.x(), rect.bottom(), rect.width(), Size.LINE, t.color("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        column = self._view.fields.rows[index.row()][1]
        text = self._view.fields.text(index.row(), index.column())
        quiet = "text" if selected and t.tokens.dark else "muted"
        inner = rect.adjusted(PAD, 0, -PAD, 0)
        if index.column() == GOES_TO:
            self._field(painter, rect, text, column, index.row(), selected)
        elif index.column() == _WHY:
            self._why(painter, inner, text, column, quiet)
        elif index.column() == 0:
            self._line(painter, inner, text, Type.BODY, Type.MEDIUM, "text")
        else:
            self._line(painter, inner, text, Type.SMALL, Type.REGULAR, quiet)

    def _line(self, painter: QPainter, rect: QRect, text: str, size: int, weight: int, tone: str) -> None:
        font = theme().font(size, weight)
        painter.setFont(font)
        painter.setPen(theme().color(tone))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)

    def _field(self, painter: QPainter, rect: QRect, text: str, column: FileColumn, row: int, selected: bool) -> None:
        """A drop-down field, painted."""
        t = theme()
        field = self._view.field_rect(rect)
        hovered = row == self._view.hovered
        painter.setBrush(t.color("hover" if hovered else "surface"))
        painter.setPen(QPen(t.color("accent" if selected else "outline"), Size.FOCUS if selected else Size.LINE))
        inset = 1.0 if selected else 0.5
        painter.drawRoundedRect(QRectF(field).adjusted(inset, inset, -inset, -inset), Size.RADIUS, Size.RADIUS)
        mirrored = self._view.isRightToLeft()
        inner = seen_within(field, field.adjusted(Space.M, 0, -Space.XL - Space.XS, 0), mirrored=mirrored)
        self._line(painter, inner, text, Type.BODY, Type.REGULAR, "text" if is_in(column) else "muted")
        chevron = t.pixmap("chevron-down", "muted", Size.ICON, painter.device().devicePixelRatioF())
        at = QRect(field.right() - Space.XL, field.center().y() - Size.ICON // 2 + 1, Size.ICON, Size.ICON)
        painter.drawPixmap(seen_within(field, at, mirrored=mirrored).topLeft(), chevron)

    def _why(self, painter: QPainter, rect: QRect, text: str, column: FileColumn, quiet: str) -> None:
        t = theme()
        icon, tone = ("check", "good") if column.sure else ("circle-alert", "warning")
        if not is_in(column) and column.sure:
            icon, tone = "", quiet
        font = t.font(Type.SMALL)
        mirrored = self._view.isRightToLeft()
        inner = seen_within(rect, rect.adjusted(_MARK + 6, 0, 0, 0), mirrored=mirrored)
        metrics = QFontMetrics(font)
        lines = _two_lines(text, metrics, inner.width())
        top = inner.y() + (inner.height() - len(lines) * metrics.height()) // 2
        if icon:
            image = t.pixmap(icon, tone, _MARK, painter.device().devicePixelRatioF())
            at = QRect(rect.x(), top + (metrics.height() - _MARK) // 2, _MARK, _MARK)
            painter.drawPixmap(seen_within(rect, at, mirrored=mirrored).topLeft(), image)
        else:
            dash = QRect(rect.x() + 1, top + metrics.height() // 2, _MARK - 3, Size.LINE)
            painter.fillRect(seen_within(rect, dash, mirrored=mirrored), t.color("muted"))
        painter.setFont(font)
        painter.setPen(t.color(tone))
        for number, line in enumerate(lines):
            area = QRect(inner.x(), top + number * metrics.height(), inner.width(), metrics.height())
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), line)


def _two_lines(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """A text in at most two lines, broken between words."""
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    words = text.split()
    first = words[0]
    for number, word in enumerate(words[1:], 1):
        if metrics.horizontalAdvance(f"{first} {word}") > width:
            rest = " ".join(words[number:])
            return [first, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)]
        first = f"{first} {word}"
    return [metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)]


class FieldsTable(CardTable):
    """Up and Down walk over the columns; Enter, Space or typing opens the fields, Delete leaves a column out."""

    pick_asked = Signal(int, QRect, str)
    """The number of a column, where its field is (in the view's window), and what was typed."""

    left_out = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Columns of the file"), parent)
        self.setAccessibleDescription(tr("Enter chooses where a column goes, Delete leaves it out"))
        self.fields = FieldsModel(self)
        self.hovered = -1
        self.setModel(self.fields)
        self.setItemDelegate(_FieldsDelegate(self))
        self.setMouseTracking(True)
        self.viewport().installEventFilter(self)

    def fits(self) -> Sequence[Column]:
        """Return the columns whose widths are shared out."""
        return COLUMNS

    def show_columns(self, rows: list[tuple[int, FileColumn]]) -> None:
        """Show these columns of the file."""
        now = self.currentIndex().row()
        self.fields.show(rows)
        if rows and not self.currentIndex().isValid():
            self.setCurrentIndex(self.fields.index(max(0, min(now, len(rows) - 1)), GOES_TO))

    def field_rect(self, cell: QRect) -> QRect:
        """Return where in its cell a field is painted."""
        return QRect(
            cell.x() + PAD, cell.y() + (cell.height() - _FIELD_HEIGHT) // 2, cell.width() - 2 * PAD, _FIELD_HEIGHT
        )

    def ask(self, row: int, typed: str = "") -> None:
        """Ask where the column in a row goes."""
        if 0 <= row < len(self.fields.rows):
            self.setCurrentIndex(self.fields.index(row, GOES_TO))
            field = self.field_rect(self.visualRect(self.fields.index(row, GOES_TO)))
            top = self.viewport().mapTo(self.window(), field.topLeft())
            self.pick_asked.emit(self.fields.rows[row][0], QRect(top, field.size()), typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on its own keys."""
        row, key = self.currentIndex().row(), event.key()
        typed = event.text()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or row < 0:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2):
            self.ask(row)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.left_out.emit(self.fields.rows[row][0])
        elif typed.isprintable() and typed.strip() and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.ask(row, typed)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the field that is clicked."""
        super().mouseReleaseEvent(event)
        row = self._field_under(event.position().toPoint())
        if row >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.ask(row)

    def _field_under(self, at: QPoint) -> int:
        index = self.indexAt(at)
        inside = index.isValid() and index.column() == GOES_TO
        return index.row() if inside and self.field_rect(self.visualRect(index)).contains(at) else -1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer."""
        if watched is self.viewport():
            row = self.hovered
            if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
                row = self._field_under(event.position().toPoint())
            elif event.type() == QEvent.Type.Leave:
                row = -1
            if row != self.hovered:
                self.hovered = row
                self.viewport().update()
        return super().eventFilter(watched, event)
