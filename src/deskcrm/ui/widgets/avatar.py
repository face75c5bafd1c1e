"""Round avatars with initials, coloured by id; painted once and kept as pixmaps."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from deskcrm.ui.theme import Size, Type, theme
from deskcrm.ui.widgets import photo


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
    """The round photo of one contact, or its initials."""

    def __init__(self, size: int = Size.AVATAR_LARGE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)
        self._contact = 0
        self._letters = ""
        self._picture: bytes | None = None

    def set_contact(self, contact: int, name: str, picture: bytes | None = None) -> None:
        """Show another contact, by its photo where it has one."""
        self._contact, self._letters, self._picture = contact, initials(name), picture
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        size, ratio = self.width(), self.devicePixelRatioF()
        face = photo.rounded(self._picture, size, ratio) if self._picture else None
        QPainter(self).drawPixmap(0, 0, face or pixmap(self._contact, self._letters, size, ratio))
