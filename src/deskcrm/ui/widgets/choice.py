"""A large button for one of a few ways to go on: an icon, what it is, and a few words about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from deskcrm.ui.theme import Size, Space, Type, theme

_HEIGHT = 60
_ICON = 22


class Choice(QAbstractButton):
    """Its title is its name to a screen reader, the words below its description."""

    def __init__(self, icon: str, title: str, words: str, click: Callable[[], object]) -> None:
        super().__init__()
        self._icon, self._words = icon, words
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setFixedHeight(_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: click())

    def say(self, words: str) -> None:
        """Show other words below the title."""
        self._words = words
        self.setAccessibleDescription(words)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Look as if it could be pressed."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Look as before."""
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card, the ring of the keyboard, the icon and the two lines."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ringed = self.hasFocus()
        pen = painter.pen()
        pen.setColor(look.color("accent" if ringed else "line"))
        pen.setWidthF(2 if ringed else 1)
        painter.setPen(pen)
        painter.setBrush(look.color("soft" if self.isDown() else "raised" if self.underMouse() else "surface"))
        inset = pen.widthF() / 2
        card = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(card, Size.CARD_RADIUS, Size.CARD_RADIUS)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = self.width() - Space.L - _ICON if rtl else Space.L
        look.icon(self._icon, "accent", _ICON).paint(painter, side, (self.height() - _ICON) // 2, _ICON, _ICON)
        words = QRectF(self.rect()).adjusted(Space.L, 10, -Space.L, -10)
        words = words.adjusted(0, 0, -_ICON - Space.M, 0) if rtl else words.adjusted(_ICON + Space.M, 0, 0, 0)
        start = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        painter.setFont(look.font(Type.BODY, Type.MEDIUM))
        painter.setPen(look.color("text"))
        painter.drawText(words, int(start | Qt.AlignmentFlag.AlignTop), self.text())
        painter.setFont(look.font(Type.SMALL))
        painter.setPen(look.color("muted"))
        painter.drawText(words, int(start | Qt.AlignmentFlag.AlignBottom), self._words)
