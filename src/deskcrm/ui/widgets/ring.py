"""A ring around what has the keyboard, for widgets whose own look does not say so."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from deskcrm.ui.theme import Size, theme


class FocusRing(QWidget):
    """Lies over `around` (the widget itself where that is left out) while `widget` has the keyboard."""

    def __init__(self, widget: QWidget, around: QWidget | None = None, radius: int = Size.RADIUS) -> None:
        super().__init__(around or widget)
        self._around = around or widget
        self._radius = radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setVisible(widget.hasFocus())
        self._widget = widget
        widget.installEventFilter(self)
        if self._around is not widget:
            self._around.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come and go with the keyboard, and keep to the size of what it is around."""
        if watched is self._widget and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._fit()
            self.setVisible(event.type() == QEvent.Type.FocusIn)
        elif watched is self._around and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        self.setGeometry(self._around.rect())
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().color("accent"), Size.FOCUS))
        half = Size.FOCUS / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), self._radius, self._radius)
