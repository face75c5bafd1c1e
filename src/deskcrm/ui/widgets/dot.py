"""The round mark of what has a colour of the owner's own: painted into cells and chips, or as an icon."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from deskcrm.ui.theme import Size, theme

_RATIOS = (1.0, 2.0)


def paint(painter: QPainter, left: float, middle: float, color: QColor | None) -> None:
    """Paint a dot whose left end and middle stand there; a ring for what has no colour."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = Size.DOT / 2
    if color is None:
        painter.setPen(QPen(theme().color("faint"), Size.LINE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius -= Size.LINE / 2
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
    painter.drawEllipse(QPointF(left + Size.DOT / 2, middle), radius, radius)


def icon(color: QColor | None, chosen: bool = False) -> QIcon:
    """Return a dot, or a ring for what has no colour, as an icon; `chosen` has another ring around it."""
    return _icon(color.name() if color is not None else "", chosen, theme().hex("faint"), theme().hex("text"))


@lru_cache(maxsize=256)
def _icon(color: str, chosen: bool, _ring: str, text: str) -> QIcon:
    made = QIcon()
    for ratio in _RATIOS:
        side = round(Size.ICON * ratio)
        image = QPixmap(side, side)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        box = QRectF(0, 0, Size.ICON, Size.ICON)
        paint(painter, box.center().x() - Size.DOT / 2, box.center().y(), QColor(color) if color else None)
        if chosen:
            painter.setPen(QPen(QColor(text), 2 * Size.LINE))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        painter.end()
        made.addPixmap(image)
        made.addPixmap(image, QIcon.Mode.Selected)  # else the style tints it
    return made
