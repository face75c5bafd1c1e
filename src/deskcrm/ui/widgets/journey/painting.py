"""Paints a journey: onto the window, into a PNG or an SVG, all by the same strokes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from deskcrm.languages import tr
from deskcrm.ui.models.journey import BIN, DOT_MOST, Bin, Dot, Picture, Plot
from deskcrm.ui.theme import Size, Space, Type, theme

HEAD: Final = 20
LANE: Final = 29
FOOT: Final = 24
LABELS: Final = 84
_TINTS: Final = {
    tr("Orders"): "stage.repeat", tr("Calls"): "stage.opportunity", tr("Visits"): "stage.lead", tr("Support"): "bad",
    tr("Meetings"): "stage.advocate", tr("Emails"): "avatar.6", tr("Messages"): "avatar.4",
    tr("Payments"): "stage.customer",
}  # fmt: skip
_BAND: Final = 26  # of 255: how much of a stage's colour its band has
_RING: Final = 1.6
_DOT_GAP: Final = 1.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of the picture are: the box in which time runs, and all of it."""

    width: float
    lanes: int

    @property
    def box(self) -> QRectF:
        """The ground of lanes and bands."""
        return QRectF(LABELS, HEAD, max(self.width - LABELS - 1, 1.0), self.lanes * LANE)

    @property
    def height(self) -> float:
        """How high the picture is."""
        return HEAD + self.lanes * LANE + FOOT

    def lane_y(self, lane: int) -> float:
        """The middle of a lane."""
        return HEAD + (lane + 0.5) * LANE


class JourneyPainter:
    """Holds fonts and ready-made dots between paints. `vector` draws shapes instead of ready-made pixels."""

    def __init__(self) -> None:
        self.small = theme().font(Type.SMALL)
        self._strong = theme().font(Type.SMALL, Type.BOLD)
        self._tiny = theme().font(Type.TINY)
        self._made: dict[tuple[str, float, bool, float], QPixmap] = {}
        self._cut: dict[tuple[str, int], str] = {}

    def forget(self) -> None:
        """Drop the ready-made dots: the colours have changed."""
        self._made.clear()

    def paint(
        self, painter: QPainter, plot: Plot, picture: Picture, frame: Frame, *, current: int = -1, vector: bool = False
    ) -> None:
        """Paint all of it; `current`: the touchpoint that has the keyboard."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._bands(painter, picture, frame)
        self._lanes(painter, plot, frame)
        self._axis(painter, picture, frame)
        self._marks(painter, picture, frame)
        painter.save()
        painter.setClipRect(frame.box.adjusted(-DOT_MOST, 0, DOT_MOST, 0))
        for one in picture.bins:
            self._bin(painter, plot, one, frame)
        ratio = painter.device().devicePixelRatioF()
        for dot in picture.dots:
            self._dot(painter, plot, dot, frame, 0.0 if vector else ratio)
        painter.restore()
        if current >= 0:
            self._current(painter, picture, frame, current)

    def _bands(self, painter: QPainter, picture: Picture, frame: Frame) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(theme().color("faint"), _BAND // 2))
        painter.drawRect(frame.box)
        free = -1e9
        for band in picture.bands:
            left = frame.box.x() + band.x
            ground = QRectF(left, frame.box.y(), band.width, frame.box.height())
            painter.fillRect(ground, faded(theme().color(f"stage.{band.stage}"), _BAND))
            if band.x > 0:
                painter.fillRect(QRectF(left, frame.box.y(), 1, frame.box.height()), theme().color("surface"))
            wide = QFontMetricsF(self._strong).horizontalAdvance(band.label)
            start = max(left + Space.XS, free)
            if start + wide <= max(left + band.width, start + wide if band is picture.bands[-1] else 0):
                start = min(start, frame.width - wide)
                if start >= free:
                    self._text(painter, QRectF(start, 0, wide + 1, HEAD - 3), band.label, self._strong, "text")
                    free = start + wide + Space.S

    def _lanes(self, painter: QPainter, plot: Plot, frame: Frame) -> None:
        for number, name in enumerate(plot.lanes):
            y = frame.lane_y(number)
            painter.fillRect(QRectF(frame.box.x(), y, frame.box.width(), 1), theme().color("line"))
            label = QRectF(0, y - LANE / 2, LABELS - Space.S, LANE)
            self._text(painter, label, self._elided(name, int(label.width())), self.small, "muted")

    def _axis(self, painter: QPainter, picture: Picture, frame: Frame) -> None:
        free = -1e9
        metrics = QFontMetricsF(self._tiny)
        for tick in picture.ticks:
            wide = metrics.horizontalAdvance(tick.label)
            x = frame.box.x() + tick.x
            painter.fillRect(QRectF(x, frame.box.bottom(), 1, Space.XS), theme().color("line"))
            if x >= free and x + wide <= frame.width:
                place = QRectF(x, frame.box.bottom() + Space.XS, wide + 1, FOOT - Space.XS)
                self._text(painter, place, tick.label, self._tiny, "muted")
                free = x + wide + Space.S

    def _marks(self, painter: QPainter, picture: Picture, frame: Frame) -> None:
        """A dashed line where somebody became a customer and went on from there, a flag at the first touch."""
        for mark in picture.marks:
            x = frame.box.x() + mark.x
            color = theme().color("muted" if mark.first else "good")
            pen = QPen(color, 1.5)
            pen.setStyle(Qt.PenStyle.DotLine if mark.first else Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(QPointF(x, frame.box.y()), QPointF(x, frame.box.bottom()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            top = frame.box.y()
            painter.drawPolygon([QPointF(x - 3.5, top), QPointF(x + 3.5, top), QPointF(x, top + 5)])

    def _bin(self, painter: QPainter, plot: Plot, one: Bin, frame: Frame) -> None:
        high = max((LANE - Space.XS) * one.weight, 3.0)
        bar = QRectF(frame.box.x() + one.x, frame.lane_y(one.lane) - high / 2, BIN - _DOT_GAP, high)
        color = tint(plot.lanes[one.lane])
        if one.merged:
            painter.setPen(QPen(color, 1))
            painter.setBrush(theme().color("surface"))
            painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.fillRect(bar, color)

    def _dot(self, painter: QPainter, plot: Plot, dot: Dot, frame: Frame, ratio: float) -> None:
        middle = QPointF(frame.box.x() + dot.x, frame.lane_y(dot.lane))
        lane = plot.lanes[dot.lane]
        if not ratio:
            draw_dot(painter, middle, dot.radius, tint(lane), ring=dot.merged)
            return
        image = self._ready(lane, round(dot.radius * 2) / 2, dot.merged, ratio)
        half = image.deviceIndependentSize().width() / 2
        painter.drawPixmap(QPointF(middle.x() - half, middle.y() - half), image)

    def _ready(self, lane: str, radius: float, ring: bool, ratio: float) -> QPixmap:
        key = (lane, radius, ring, ratio)
        image = self._made.get(key)
        if image is None:
            side = 2 * (radius + 2)
            image = QPixmap(round(side * ratio), round(side * ratio))
            image.setDevicePixelRatio(ratio)
            image.fill(Qt.GlobalColor.transparent)
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_dot(painter, QPointF(side / 2, side / 2), radius, tint(lane), ring=ring)
            painter.end()
            self._made[key] = image
        return image

    def _current(self, painter: QPainter, picture: Picture, frame: Frame, current: int) -> None:
        painter.setPen(QPen(theme().color("accent"), Size.FOCUS))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for dot in picture.dots:
            if current in dot.touches:
                middle = QPointF(frame.box.x() + dot.x, frame.lane_y(dot.lane))
                painter.drawEllipse(middle, dot.radius + 3, dot.radius + 3)
                return
        for one in picture.bins:
            if current in one.touches:
                x, y = frame.box.x() + one.x, frame.lane_y(one.lane) - LANE / 2
                painter.drawRect(QRectF(x - 2, y + 1, one.width + 3, LANE - 2))
                return

    def _text(self, painter: QPainter, box: QRectF, text: str, font: QFont, tone: str) -> None:
        painter.setFont(font)
        painter.setPen(theme().color(tone))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)

    def _elided(self, text: str, width: int) -> str:
        key = (text, width)
        if key not in self._cut:
            self._cut[key] = QFontMetricsF(self.small).elidedText(text, Qt.TextElideMode.ElideRight, width)
        return self._cut[key]


def draw_dot(painter: QPainter, middle: QPointF, radius: float, color: QColor, *, ring: bool) -> None:
    """Draw one dot with a hairline of the ground around it; a ring where a merged contact brought it."""
    painter.setPen(QPen(theme().color("surface"), _DOT_GAP))
    painter.setBrush(color)
    painter.drawEllipse(middle, radius + _DOT_GAP / 2, radius + _DOT_GAP / 2)
    if ring:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("surface"))
        painter.drawEllipse(middle, radius - _RING, radius - _RING)


def tint(channel: str) -> QColor:
    """Return the colour of a channel's dots."""
    return theme().color(_TINTS.get(channel, "faint"))


def faded(color: QColor, alpha: int) -> QColor:
    """Return a colour that lets the ground through."""
    pale = QColor(color)
    pale.setAlpha(alpha)
    return pale
