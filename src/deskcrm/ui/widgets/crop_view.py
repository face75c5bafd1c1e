"""A picture with the square that becomes a photo: dragged by mouse, moved and sized by keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from deskcrm.languages import tr
from deskcrm.ui.models.crop import Square
from deskcrm.ui.theme import Ink, Size, Space, theme

_STEP: Final = 1 / 100  # of the longer side, for one press of an arrow
_FAST: Final = 10
_GROW: Final = 1 / 20
_SHADE: Final = 150
_NOTCH: Final = 120  # of a wheel
_MOVES: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_GROWS: Final = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


class CropView(QWidget):
    """Arrows move the square (Shift: further), plus and minus size it, Home puts it into the middle."""

    changed = Signal()

    def __init__(self, image: QImage, room: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.square = Square.middle(image.width(), image.height())
        shown = image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        self._scale = shown.width() / image.width()
        self._image = QPixmap.fromImage(image)
        self._held: tuple[QPointF, Square] | None = None
        self._corner: tuple[bool, bool] | None = None
        self.setFixedSize(shown.expandedTo(QSize(1, 1)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Part of the picture that shows"))
        self._tell()

    def set_square(self, square: Square) -> None:
        """Show another square."""
        if square != self.square:
            self.square = square
            self._tell()
            self.update()
            self.changed.emit()

    def _tell(self) -> None:
        one = self.square
        self.setAccessibleDescription(
            tr(
                "{side} by {side} pixels, {x} from the left, {y} from the top. Arrow keys move it, plus and "
                "minus make it larger and smaller.",
                side=one.side,
                x=one.x,
                y=one.y,
            )
        )

    @property
    def box(self) -> QRectF:
        """Where the square stands in the widget."""
        one = self.square
        return QRectF(one.x * self._scale, one.y * self._scale, one.side * self._scale, one.side * self._scale)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and size the square."""
        key = Qt.Key(event.key())
        longer = max(self.square.width, self.square.height)
        if key in _MOVES:
            fast = _FAST if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            step = max(1, round(longer * _STEP)) * fast
            right, down = _MOVES[key]
            self.set_square(self.square.moved(right * step, down * step))
        elif key in _GROWS:
            self.set_square(self.square.grown(_GROWS[key] * max(1, round(longer * _GROW))))
        elif key == Qt.Key.Key_Home:
            self.set_square(Square.middle(self.square.width, self.square.height))
        else:
            super().keyPressEvent(event)

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the square or one of its corners."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = (event.position(), self.square)
            self._corner = self._corner_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the square or its corner along."""
        if self._held is None:
            self._show_cursor(event.position())
            return
        began, square = self._held
        way = (event.position() - began) / self._scale
        if self._corner is None:
            self.set_square(square.moved(round(way.x()), round(way.y())))
            return
        left, top = self._corner
        outward = ((-way.x() if left else way.x()) + (-way.y() if top else way.y())) / 2
        self.set_square(square.stretched(left, top, round(outward)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._held = self._corner = None
        self._show_cursor(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Make the square larger or smaller."""
        notches = event.angleDelta().y() / _NOTCH
        longer = max(self.square.width, self.square.height)
        self.set_square(self.square.grown(round(notches * longer * _GROW)))
        event.accept()

    def _corner_at(self, at: QPointF) -> tuple[bool, bool] | None:
        box = self.box
        for left, top, point in (
            (True, True, box.topLeft()),
            (False, True, box.topRight()),
            (True, False, box.bottomLeft()),
            (False, False, box.bottomRight()),
        ):
            if (at - point).manhattanLength() <= 2 * Space.M:
                return left, top
        return None

    def _show_cursor(self, at: QPointF) -> None:
        corner = self._corner_at(at)
        if corner is None:
            inside = self.box.contains(at)
            self.setCursor(Qt.CursorShape.SizeAllCursor if inside else Qt.CursorShape.ArrowCursor)
        else:
            same = corner[0] == corner[1]
            self.setCursor(Qt.CursorShape.SizeFDiagCursor if same else Qt.CursorShape.SizeBDiagCursor)

    # looks

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, a shade over what is left out, the circle that lists show, and the corners."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect(), self._image)
        shade = QColor(Ink.TEXT)
        shade.setAlpha(_SHADE)
        box = self.box
        around = QPainterPath()
        around.addRect(QRectF(self.rect()))
        around.addEllipse(box)
        painter.fillPath(around, shade)
        painter.setPen(QPen(QColor(Ink.GROUND), Size.LINE))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        ring = theme().color("accent") if self.hasFocus() else QColor(Ink.GROUND)
        painter.setPen(QPen(ring, Size.FOCUS))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        painter.setPen(QPen(QColor(Ink.GROUND), 2 * Size.FOCUS))
        inner = box.adjusted(2, 2, -2, -2)
        for point, right, down in (
            (inner.topLeft(), 1, 1),
            (inner.topRight(), -1, 1),
            (inner.bottomLeft(), 1, -1),
            (inner.bottomRight(), -1, -1),
        ):
            painter.drawLine(point, point + QPointF(right * Space.M, 0))
            painter.drawLine(point, point + QPointF(0, down * Space.M))
