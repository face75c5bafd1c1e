"""A chip: one rule in words with how many it fits, and a cross that takes it away."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from deskcrm.languages import number as grouped
from deskcrm.languages import tr
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import tip

_PAD: Final = 10
_CROSS: Final = 14
_WIDEST: Final = 340


class RuleChip(QAbstractButton):
    """Click, Enter or Space changes the rule; its cross, Delete or Backspace takes it away."""

    removed = Signal()
    stepped = Signal(int)
    """An arrow key was pressed: to the chip before (-1) or after (1)."""

    menu_asked = Signal(object)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = ""
        self._words = words
        self._font = theme().font(Type.SMALL, Type.MEDIUM)
        self._figures = theme().font(Type.SMALL, tabular=True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleDescription(tr("Enter changes it, Delete takes it away"))
        self.setToolTip(tip(words))
        self._name()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    @property
    def count(self) -> str:
        """How many it fits, as it says it."""
        return self._count

    def show_count(self, number: int) -> None:
        """Say how many the rule fits."""
        self._count = grouped(number)
        self._name()
        self.updateGeometry()
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(f"{self._words}, {self._count}" if self._count else self._words)

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        words = QFontMetrics(self._font).horizontalAdvance(self._words) + 2
        count = QFontMetrics(self._figures).horizontalAdvance(self._count) + 6 if self._count else 0
        return QSize(min(words + count + 2 * _PAD + _CROSS + Space.XS, _WIDEST), Size.CHIP)

    def _cross(self) -> QRect:
        return QRect(self.width() - _PAD - _CROSS + 3, 0, _PAD + _CROSS - 3, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = Size.FOCUS if self.hasFocus() else Size.LINE
        painter.setPen(QPen(t.color("accent" if self.hasFocus() else "outline"), edge))
        painter.setBrush(t.color("hover" if self.underMouse() else "surface"))
        box = QRectF(self.rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        inner = self.rect().adjusted(_PAD, 0, -_PAD - _CROSS - Space.XS, 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        if self._count:
            painter.setFont(self._figures)
            painter.setPen(t.color("muted"))
            painter.drawText(inner, flags | int(Qt.AlignmentFlag.AlignRight), self._count)
            inner.setRight(inner.right() - QFontMetrics(self._figures).horizontalAdvance(self._count) - 6)
        painter.setFont(self._font)
        painter.setPen(t.color("text"))
        shown = QFontMetrics(self._font).elidedText(self._words, Qt.TextElideMode.ElideMiddle, inner.width() + 2)
        painter.drawText(inner.adjusted(0, 0, 2, 0), flags, shown)
        over = self._cross().contains(self.mapFromGlobal(self.cursor().pos())) and self.underMouse()
        mark = t.pixmap("x", "text" if over else "muted", _CROSS, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(self.width() - _PAD - _CROSS + 3, (self.height() - _CROSS) / 2), mark)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that the cross is under the pointer."""
        super().mouseMoveEvent(event)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take it away where the cross was pressed."""
        if event.button() == Qt.MouseButton.LeftButton and self._cross().contains(event.position().toPoint()):
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: object) -> None:
        """Offer what can be done with it, by mouse and by the menu key."""
        at = getattr(event, "globalPos", lambda: self.mapToGlobal(QPoint(0, self.height())))()
        self.menu_asked.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on its own keys."""
        key = event.key()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif key == Qt.Key.Key_Menu:
            self.menu_asked.emit(self.mapToGlobal(QPoint(0, self.height())))
        else:
            super().keyPressEvent(event)
