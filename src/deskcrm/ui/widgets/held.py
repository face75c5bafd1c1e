"""Contacts that are dragged from a list: what the drag carries, how it looks, and where it can be let go."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import Button

_FORMAT: Final = "application/x-deskcrm-contacts"
_SPRING_MS: Final = 600
_WIDEST: Final = 260


def as_mime(contacts: Sequence[int], words: str) -> QMimeData:
    """Return what a drag of these contacts carries; other programs get the words."""
    mime = QMimeData()
    mime.setData(_FORMAT, QByteArray(array("q", contacts).tobytes()))
    mime.setText(words)
    return mime


def contacts_in(mime: QMimeData) -> list[int]:
    """Return the contacts that a drag carries, none if it carries something else."""
    if not mime.hasFormat(_FORMAT):
        return []
    found: array[int] = array("q")
    found.frombytes(bytes(mime.data(_FORMAT).data()))
    return found.tolist()


def drag(source: QWidget, contacts: Sequence[int], words: str) -> None:
    """Drag these contacts until the owner lets go of them."""
    held = QDrag(source)
    held.setMimeData(as_mime(contacts, words))
    held.setPixmap(_picture(words, source.devicePixelRatioF()))
    held.setHotSpot(QPoint(-Space.M, -Space.S))
    held.exec(Qt.DropAction.CopyAction)


def _picture(words: str, ratio: float) -> QPixmap:
    t = theme()
    font = t.font(Type.BODY, Type.MEDIUM)
    metrics = QFontMetrics(font)
    words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, _WIDEST)
    wide, high = metrics.horizontalAdvance(words) + 2 * Space.M, metrics.height() + 2 * Space.XS
    image = QPixmap(round(wide * ratio), round(high * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(t.color("toast"))
    painter.drawRoundedRect(QRectF(0, 0, wide, high), Size.RADIUS, Size.RADIUS)
    painter.setPen(t.color("on_toast"))
    painter.setFont(font)
    painter.drawText(QRectF(0, 0, wide, high), int(Qt.AlignmentFlag.AlignCenter), words)
    painter.end()
    return image


class DropButton(Button):
    """A button that contacts can be dropped on; while they are held over it, it looks pressed."""

    dropped = Signal(object)
    """The contacts."""

    def __init__(self, text: str, kind: str = "", icon: str = "", name: str = "") -> None:
        super().__init__(text, kind, icon, name=name)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept contacts."""
        if contacts_in(event.mimeData()):
            event.acceptProposedAction()
            self.setDown(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self.setDown(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them."""
        self.setDown(False)
        contacts = contacts_in(event.mimeData())
        if contacts:
            event.acceptProposedAction()
            self.dropped.emit(contacts)


class Spring(QTimer):
    """Presses a button over which contacts are held for a while, so that they can be dropped on what it leads to."""

    def __init__(self, button: Button) -> None:
        super().__init__(button)
        self.setSingleShot(True)
        self.setInterval(_SPRING_MS)
        self.timeout.connect(button.click)

    def entered(self, event: QDragEnterEvent) -> None:
        """Begin to wait if these are contacts."""
        if contacts_in(event.mimeData()):
            event.accept()
            self.start()
