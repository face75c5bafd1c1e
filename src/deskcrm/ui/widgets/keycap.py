"""The picture of a key, as keyboards show it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from deskcrm.ui.theme import Space, Type, theme

_PAD = 6


def paint(painter: QPainter, text: str, right: int, rect: QRect, tone: str = "muted", edge: str = "outline") -> int:
    """Paint a key cap that ends at `right`; return its width."""
    t = theme()
    font = t.font(Type.TINY, Type.MEDIUM)
    metrics = QFontMetrics(font)
    width = wide(text)
    height = metrics.height() + 3
    cap = QRectF(right - width + 0.5, rect.y() + (rect.height() - height) / 2 + 0.5, width - 1, height - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(t.color(edge))
    painter.drawRoundedRect(cap, Space.XS, Space.XS)
    painter.setFont(font)
    painter.setPen(t.color(tone))
    painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), text)
    return width


def wide(text: str) -> int:
    """Return how wide a key cap is."""
    return QFontMetrics(theme().font(Type.TINY, Type.MEDIUM)).horizontalAdvance(text) + 2 * _PAD
