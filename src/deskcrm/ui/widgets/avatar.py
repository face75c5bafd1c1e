"""Round avatars with initials, coloured by id; painted once and kept as pixmaps."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from deskcrm.ui.theme import Size, Type, theme


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """Return the one or two letters that stand for a name."""
    from deskcrm.domain.cleaning import names  # not needed for the first paint

    return names.initials(name)


@lru_cache(maxsize=2048)
def pixmap(contact: int, letters: str, size: int, ratio: float) -> QPixmap:
    """Return the avatar of `size` device-independent pixels; its ground is chosen by the contact's id."""
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color(f"avatar.{contact}"))
    painter.drawEllipse(QRectF(0, 0, size, size))
    painter.setPen(theme().color("on_avatar"))
    painter.setFont(theme().font(max(Type.TINY - 1, round(size * 0.4)), Type.BOLD))
    painter.drawText(QRectF(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, letters)
    painter.end()
    return image


class Avatar(QWidget):
    """The round initials of one contact."""

    def __init__(self, size: int = Size.AVATAR_LARGE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)
        self._contact = 0
        self._letters = ""

    def set_contact(self, contact: int, name: str) -> None:
        """Show another contact."""
        self._contact, self._letters = contact, initials(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        image = pixmap(self._contact, self._letters, self.width(), self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, image)
