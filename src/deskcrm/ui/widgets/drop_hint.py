"""What covers the window while files are held over it, and which files they are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from deskcrm.languages import tr
from deskcrm.ui.theme import Size, Space, Type, theme

_DASH: Final = 2


class DropHint(QWidget):
    """Covers the window while files are held over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self) -> None:
        """Cover the room."""
        self.setGeometry(self._room.rect())
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a veil, a dashed frame and what letting go means."""
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = t.color("window")
        painter.setOpacity(0.92)
        painter.fillRect(self.rect(), veil)
        painter.setOpacity(1)
        painter.setPen(QPen(t.color("accent"), _DASH, Qt.PenStyle.DashLine))
        frame = QRectF(self.rect()).adjusted(Space.XL, Space.XL, -Space.XL, -Space.XL)
        painter.drawRoundedRect(frame, Size.CARD_RADIUS, Size.CARD_RADIUS)
        painter.setPen(t.color("text"))
        painter.setFont(t.font(Type.TITLE, Type.BOLD))
        painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), tr("Drop to import"))


def files_in(event: QDropEvent) -> list[Path]:
    """Return the files of this computer that are held or dropped."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.exists()]
