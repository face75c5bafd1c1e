"""A report's chart as a widget: bars and cells that open the people behind them, by mouse and keys."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAccessibleWidget, QSizePolicy, QToolTip, QWidget

from deskcrm.domain.reporting import Report
from deskcrm.ui.models.report_chart import CELL, Cell, Chart, Note, arrange
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import tip

_SWATCH: Final = 9.0
_ALIGN: Final = {
    "left": Qt.AlignmentFlag.AlignLeft, "right": Qt.AlignmentFlag.AlignRight, "center": Qt.AlignmentFlag.AlignHCenter,
}  # fmt: skip
_LINE: Final = 20.0


class ReportChart(QWidget):
    """Shows one `Report`. Arrows go from bar to bar, Enter opens who stands behind one."""

    people_asked = Signal(str, str)
    """Who stands behind a figure: the keys of its row and column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # it is painted from the left in any window
        self.report: Report | None = None
        self.current = -1
        self._hovered = -1
        self._chart: Chart | None = None
        self.told_as: QAccessibleInterface | None = None  # kept: Qt does not own it
        _tell_of_charts()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def show_report(self, report: Report) -> None:
        """Show a report."""
        self.report = report
        self.current = self._hovered = -1
        self.setAccessibleName(report.title)
        self._lay_out()
        self.setAccessibleDescription(". ".join(cell.said for cell in self.chart.cells))

    @property
    def chart(self) -> Chart:
        """What is shown, as it is laid out."""
        assert self.report is not None
        if self._chart is None:
            self._chart = arrange(self.report, float(max(self.width(), 1)))
        return self._chart

    def _lay_out(self) -> None:
        self._chart = None
        if self.report is not None:
            self.setFixedHeight(round(self.chart.height) + 1)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of its rows."""
        return QSize(0, round(self.chart.height) + 1 if self.report is not None else 0)

    # what the owner does

    def cell_at(self, at: QPointF) -> int:
        """Return the place of the cell there, -1 for none."""
        if self.report is None:
            return -1
        found = (n for n, c in enumerate(self.chart.cells) if QRectF(c.x, c.y, c.width, c.height).contains(at))
        return next(found, -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what can be opened."""
        self._hover(self.cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            opens = place >= 0 and self.chart.cells[place].people
            self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open who stands behind what was clicked."""
        place = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self.current = place
            self._open(self.chart.cells[place])

    def _open(self, cell: Cell) -> None:
        self.update()
        if cell.people:
            self.people_asked.emit(cell.row, cell.column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from bar to bar, open one."""
        if self.report is None or not self._steer(event.key()):
            super().keyPressEvent(event)

    def _steer(self, key: int) -> bool:
        cells = self.chart.cells
        if not cells:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current >= 0:
            self._open(cells[self.current])
        elif key in _WAYS:
            self._go_to(self._beside(*_WAYS[key]))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to(0 if key == Qt.Key.Key_Home else len(cells) - 1)
        else:
            return False
        return True

    def _beside(self, right: int, down: int) -> int:
        """Return the nearest cell in a direction, or where the keyboard is if there is none."""
        cells = self.chart.cells
        if self.current < 0:
            return 0
        here = cells[self.current]
        best, nearest = self.current, float("inf")
        for place, other in enumerate(cells):
            x, y = _middle(other)[0] - _middle(here)[0], _middle(other)[1] - _middle(here)[1]
            ahead, aside = (x * right, abs(y)) if right else (y * down, abs(x))
            if ahead > 1 and ahead + 3 * aside < nearest:
                best, nearest = place, ahead + 3 * aside
        return best

    def _go_to(self, place: int) -> None:
        self.current = place
        self.update()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.chart.cells[place].said))

    def event(self, event: QEvent) -> bool:
        """Say in the tool tip what stands under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tip(self.chart.cells[place].said) if place >= 0 else "", self)
            return True
        return super().event(event)

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chart."""
        if self.report is None:
            return
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        paint_chart(painter, self.chart)
        for place in {self._hovered, self.current if self.hasFocus() else -1} - {-1}:
            self._ring(painter, self.chart.cells[place])
        if self.hasFocus() and self.current < 0:
            self._frame(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _ring(self, painter: QPainter, cell: Cell) -> None:
        self._frame(painter, QRectF(cell.x, cell.y, cell.width, cell.height).adjusted(-1, -1, 1, 1))

    def _frame(self, painter: QPainter, box: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().color("accent"), Size.FOCUS))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, Space.XS, Space.XS)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._lay_out()


_WAYS: Final[dict[int, tuple[int, int]]] = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


def _middle(cell: Cell) -> tuple[float, float]:
    return cell.x + cell.width / 2, cell.y + cell.height / 2


def paint_chart(painter: QPainter, chart: Chart) -> None:
    """Paint a chart: on the window, in a picture or on paper."""
    t = theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for rule in chart.rules:
        if not rule.before:
            painter.fillRect(QRectF(rule.x, rule.y, rule.width, 1), t.color("line"))
    painter.setFont(t.font(Type.SMALL, tabular=True))
    for cell in chart.cells:
        box = QRectF(cell.x, cell.y, cell.width, cell.height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_mixed(cell.tone, cell.alpha))
        painter.drawRoundedRect(box, cell.radius, cell.radius)
        if cell.text:
            painter.setPen(t.color(cell.ink))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), cell.text)
    for rule in chart.rules:
        if rule.before:
            painter.fillRect(QRectF(rule.x, rule.y - 1, rule.width, 2), t.color("muted"))
    for note in chart.notes:
        _paint_note(painter, note)


def _paint_note(painter: QPainter, note: Note) -> None:
    t = theme()
    painter.setFont(t.font(Type.SMALL, Type.BOLD if note.strong else Type.REGULAR, tabular=True))
    x, width = note.x, note.width
    if note.swatch:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_mixed(note.swatch, note.alpha))
        painter.drawRoundedRect(QRectF(x, note.y + (_LINE - _SWATCH) / 2, _SWATCH, _SWATCH), 2, 2)
        x, width = x + _SWATCH + Space.XS, CELL * 10
    painter.setPen(t.color(note.tone))
    shown = painter.fontMetrics().elidedText(note.text, Qt.TextElideMode.ElideRight, round(width) + 1)
    painter.drawText(
        QRectF(x, note.y, width + 1, _LINE), int(_ALIGN[note.align] | Qt.AlignmentFlag.AlignVCenter), shown
    )


def _mixed(tone: str, alpha: float) -> QColor:
    """Return a colour on the card's ground as one that covers: printers and viewers mix see-through ones otherwise."""
    top, ground = theme().color(tone), theme().color("surface")
    parts = zip((top.red(), top.green(), top.blue()), (ground.red(), ground.green(), ground.blue()), strict=True)
    return QColor(*(round(a * alpha + b * (1 - alpha)) for a, b in parts))


def _interface(_class: str, widget: QObject | None) -> QAccessibleInterface | None:
    """Tell a screen reader that a report is a chart."""
    if not isinstance(widget, ReportChart):
        return None
    widget.told_as = QAccessibleWidget(widget, QAccessible.Role.Chart, widget.accessibleName())
    return widget.told_as


@cache
def _tell_of_charts() -> None:
    QAccessible.installFactory(_interface)
