"""A floating surface inside the window: rounded, with a painted shadow, never a window of its own."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from deskcrm.ui.theme import Size, theme

SHADOW = 14
"""How far the shadow reaches; the surface is inset by it on every side."""

_REACHES = (1, 2, 3, 5, 7, 10, 12)
_STRENGTH_LIGHT = 5
_STRENGTH_DARK = 22


class Surface(QWidget):
    """A child painted above its siblings; its content keeps `SHADOW` pixels from each edge."""

    def __init__(self, parent: QWidget, ground: str = "surface", edge: str = "line", radius: int = Size.CARD_RADIUS):
        super().__init__(parent)
        self._ground, self._edge, self._radius = ground, edge, radius
        self.setContentsMargins(SHADOW, SHADOW, SHADOW, SHADOW)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shadow and the surface."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        inner = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        shade = QColor(theme().color("shadow"))
        shade.setAlpha(_STRENGTH_DARK if theme().tokens.dark else _STRENGTH_LIGHT)
        painter.setBrush(shade)
        for reach in _REACHES:
            around = inner.adjusted(-reach, -reach + 2, reach, reach + 2)
            painter.drawRoundedRect(around, self._radius + reach, self._radius + reach)
        painter.setPen(theme().color(self._edge))
        painter.setBrush(theme().color(self._ground))
        painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), self._radius, self._radius)
