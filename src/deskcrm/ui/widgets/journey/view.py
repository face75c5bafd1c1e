"""The picture of a journey as a widget: zoom, pan, hover, and the keyboard from one touchpoint to the next."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAccessibleWidget, QSizePolicy, QToolTip, QWidget

from deskcrm.languages import tr
from deskcrm.ui.models.journey import DOT_MOST, Bin, Dot, Picture, Plot, Span
from deskcrm.ui.theme import Size, theme
from deskcrm.ui.widgets.basic import tip
from deskcrm.ui.widgets.journey.painting import FOOT, HEAD, LANE, Frame, JourneyPainter

_ZOOM: Final = 1.25
_WHEEL: Final = 120.0
_PAN: Final = 0.2
_NEAR: Final = 4.0
_MOVED: Final = 4
"""Pixels that a press may wander and still be a click."""


class JourneyView(QWidget):
    """Shows one `Plot`. Arrows go to the next touchpoint, + and - zoom, 0 shows all, Enter finds it in the list."""

    chosen = Signal(int)
    """A touchpoint is to be found in the list: its activity."""

    spanned = Signal()
    """Another part of the time is in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # it is painted from the left in any window
        self.plot: Plot | None = None
        self.span = Span(0, 1)
        self.current = -1
        self._painter = JourneyPainter()
        self._picture: Picture | None = None
        self._pressed: tuple[QPointF, Span] | None = None
        self._dragging = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Journey"))
        self.told_as: QAccessibleInterface | None = None  # kept: Qt does not own it
        _tell_of_journeys()
        theme().changed.connect(self._recolour)

    # what it shows

    def show_plot(self, plot: Plot) -> None:
        """Show a journey; of the same contact the same time stays in sight."""
        same = self.plot is not None and self.plot.journey.survivor == plot.journey.survivor
        fitted = self.fitted
        held = self.plot.touchpoints[self.current].id if same and self.plot and self.current >= 0 else None
        self.plot = plot
        self.span = plot.whole if fitted or not same else self.span.within(plot.whole)
        self.current = next((n for n, touch in enumerate(plot.touchpoints) if touch.id == held), -1)
        self.setAccessibleDescription(plot.story())
        self.setFixedHeight(self.sizeHint().height())
        self._changed()

    @property
    def fitted(self) -> bool:
        """Whether all of the journey is in sight."""
        return self.plot is None or self.span == self.plot.whole

    @property
    def picture(self) -> Picture:
        """What is in sight, as it is laid out."""
        assert self.plot is not None
        if self._picture is None:
            self._picture = self.plot.layout(self.span, self._frame.box.width())
        return self._picture

    @property
    def _frame(self) -> Frame:
        return Frame(self.width(), len(self.plot.lanes) if self.plot is not None else 0)

    def sizeHint(self) -> QSize:
        """Return the height of its lanes."""
        lanes = len(self.plot.lanes) if self.plot is not None else 1
        return QSize(0, HEAD + lanes * LANE + FOOT)

    # the time in sight

    def fit(self) -> None:
        """Show all of the journey."""
        if self.plot is not None:
            self._look(self.plot.whole)

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Show `factor` times as much time, around a place in the widget, or else where the keyboard is."""
        if self.plot is None:
            return
        width = self._frame.box.width()
        if x is not None:
            around = self.span.at_x(x - self._frame.box.x(), width)
        elif self.current >= 0:
            around = self.plot.times[self.current]
        else:
            around = self.span.at_x(width / 2, width)
        self._look(self.span.zoomed(factor, around))

    def pan(self, share: float) -> None:
        """Move by a share of what is in sight, later or earlier."""
        self._look(self.span.moved(share * self.span.length))

    def _look(self, span: Span) -> None:
        if self.plot is not None and (within := span.within(self.plot.whole)) != self.span:
            self.span = within
            self._changed()

    def _changed(self) -> None:
        self._picture = None
        self.update()
        self.spanned.emit()

    # one touchpoint

    def go_to(self, number: int) -> None:
        """Put the keyboard on a touchpoint, in sight, and say it."""
        if self.plot is None or number < 0:
            return
        self.current = number
        at = self.plot.times[number]
        if not self.span.start <= at <= self.span.end:
            self._look(self.span.moved(at - (self.span.start + self.span.end) / 2))
        self.update()
        said = ", ".join(self.plot.told([number]))
        self.setAccessibleDescription(f"{said}. {self.plot.story()}")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def spot_at(self, at: QPointF) -> Dot | Bin | None:
        """Return what stands at a place of the widget: the dot that is nearest, else the bin."""
        if self.plot is None:
            return None
        frame = self._frame
        x = at.x() - frame.box.x()
        best: tuple[float, Dot] | None = None
        for dot in self.picture.dots:
            far = ((dot.x - x) ** 2 + (frame.lane_y(dot.lane) - at.y()) ** 2) ** 0.5
            if far <= max(dot.radius, DOT_MOST / 2) + _NEAR and (best is None or far < best[0]):
                best = (far, dot)
        if best is not None:
            return best[1]
        lane = int((at.y() - HEAD) // LANE)
        return next((b for b in self.picture.bins if b.lane == lane and b.x <= x < b.x + b.width), None)

    def _find(self, spot: Dot | Bin) -> None:
        assert self.plot is not None
        self.current = spot.touches[-1]
        self.update()
        self.chosen.emit(self.plot.touchpoints[self.current].id)

    # what the owner does

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, move sideways with Shift or a sideways wheel; else the wheel is somebody else's."""
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_ZOOM ** (-turned.y() / _WHEEL), event.position().x())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turned.x()) > abs(turned.y()):
            self.pan(-(turned.x() or turned.y()) / _WHEEL * _PAN)
        else:
            event.ignore()
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the time, or to choose."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = (event.position(), self.span)
            self._dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the time along with the pointer; else show what can be chosen."""
        if self._pressed is None:
            over = self.spot_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
            return
        start, span = self._pressed
        moved = event.position().x() - start.x()
        if self._dragging or abs(moved) >= _MOVED:
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._look(span.moved(-moved / self._frame.box.width() * span.length))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Find in the list what was clicked."""
        spot = self.spot_at(event.position())
        if self._pressed is not None and not self._dragging and spot is not None:
            self._find(spot)
        self._pressed = None
        self._dragging = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Come nearer."""
        self.zoom(1 / _ZOOM**2, event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from touchpoint to touchpoint, zoom, move, show all, find in the list."""
        if self.plot is None or not self._steer(event.key(), self.plot):
            super().keyPressEvent(event)

    def _steer(self, key: int, plot: Plot) -> bool:
        last = len(plot.touchpoints) - 1
        match key:
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self.go_to(plot.step(self.current, -1 if key == Qt.Key.Key_Left else 1))
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.go_to(plot.step(self.current, -1 if key == Qt.Key.Key_Up else 1, lane=True))
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self.go_to(0 if key == Qt.Key.Key_Home and last >= 0 else last)
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self.pan(-1 if key == Qt.Key.Key_PageUp else 1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(1 / _ZOOM)
            case Qt.Key.Key_Minus:
                self.zoom(_ZOOM)
            case Qt.Key.Key_0:
                self.fit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if self.current >= 0:
                self.chosen.emit(plot.touchpoints[self.current].id)
            case _:
                return False
        return True

    def event(self, event: QEvent) -> bool:
        """Say what stands under the pointer; keep the keys of the picture from becoming the window's."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._hint(event.globalPos(), self.spot_at(QPointF(event.pos())))
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def _hint(self, at: QPoint, spot: Dot | Bin | None) -> None:
        said = "\n".join(self.plot.told(spot.touches)) if self.plot is not None and spot is not None else ""
        QToolTip.showText(at, tip(said), self)

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what is in sight."""
        if self.plot is None:
            return
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        shown = self.current if self.hasFocus() else -1
        self._painter.paint(painter, self.plot, self.picture, self._frame, current=shown)
        if self.hasFocus() and self.current < 0:
            painter.setPen(QPen(theme().color("accent"), Size.FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._frame.box.adjusted(1, 1, -1, -1), Size.RADIUS, Size.RADIUS)

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
        self._picture = None

    def _recolour(self) -> None:
        self._painter.forget()
        self.update()


def _is_ours(event: QKeyEvent) -> bool:
    keys = (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Equal, Qt.Key.Key_0)
    return event.key() in keys and not event.modifiers() & Qt.KeyboardModifier.ControlModifier


def _interface(_class: str, widget: QObject | None) -> QAccessibleInterface | None:
    """Tell a screen reader that a journey is a graphic."""
    if not isinstance(widget, JourneyView):
        return None
    widget.told_as = QAccessibleWidget(widget, QAccessible.Role.Graphic, widget.accessibleName())
    return widget.told_as


@cache
def _tell_of_journeys() -> None:
    QAccessible.installFactory(_interface)
