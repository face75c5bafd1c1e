"""The avatar on the profile: initials or a photo, which is chosen, pasted or dropped here."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from deskcrm.languages import tr
from deskcrm.ui.screens.profile_parts.value_button import Removable
from deskcrm.ui.theme import Size, theme
from deskcrm.ui.widgets import avatar, photo
from deskcrm.ui.widgets.basic import tip


class PhotoButton(Removable):
    """Press it for what can be done; Ctrl+V pastes a picture while it has the keyboard, Delete takes it away."""

    given = Signal(object)
    """A picture: a `Path` or bytes, any size."""

    removed = Signal()

    crop_asked = Signal(object)
    """Another part of the photo (its bytes) is to show."""

    def __init__(self, size: int = Size.AVATAR_PROFILE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)
        self.setAcceptDrops(True)
        self._contact, self._letters = 0, ""
        self._photo: bytes | None = None
        self._round: QPixmap | None = None
        self.clicked.connect(self.offer)
        self.delete_pressed.connect(self._remove)

    @property
    def photo(self) -> bytes | None:
        """The photo it shows."""
        return self._photo

    def set_contact(self, contact: int, name: str, picture: bytes | None) -> None:
        """Show another contact."""
        self._contact, self._letters = contact, avatar.initials(name)
        self.setAccessibleName(tr("Photo of {name}", name=name) if picture else tr("Add a photo of {name}", name=name))
        self.setToolTip(tip(tr("Change the photo") if picture else tr("Add a photo: choose, paste or drop one")))
        if picture != self._photo:
            self._photo, self._round = picture, None
        self.update()

    def offer(self) -> None:
        """Drop down what can be done."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Choose a photo…"), self.choose)
        paste = menu.addAction(tr("Paste a photo"), self.paste)
        paste.setEnabled(photo.has_picture(QGuiApplication.clipboard().mimeData()))
        if self._photo:
            menu.addAction(tr("Choose the part that shows…"), partial(self.crop_asked.emit, self._photo))
            menu.addSeparator()
            menu.addAction(tr("Remove the photo"), self._remove)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def choose(self) -> None:
        """Ask for a file."""
        endings = " ".join(f"*.{ending}" for ending in photo.ENDINGS)
        path, _ = QFileDialog.getOpenFileName(
            self.window(), tr("Choose a photo"), "", tr("Pictures ({endings})", endings=endings)
        )
        if path:
            self.given.emit(Path(path))

    def paste(self) -> None:
        """Take the picture on the clipboard, if there is one."""
        picture = photo.in_mime(QGuiApplication.clipboard().mimeData())
        if picture is not None:
            self.given.emit(picture)

    def _remove(self) -> None:
        if self._photo:
            self.removed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a picture."""
        if photo.has_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take a picture."""
        picture = photo.in_mime(event.mimeData())
        if picture is not None:
            event.acceptProposedAction()
            self.given.emit(picture)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the photo or the initials, and a ring while it has the keyboard or the pointer."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ratio = self.devicePixelRatioF()
        if self._photo and (self._round is None or self._round.devicePixelRatio() != ratio):
            self._round = photo.rounded(self._photo, self.width(), ratio)
        image = self._round if self._photo and self._round is not None else None
        painter.drawPixmap(0, 0, image or avatar.pixmap(self._contact, self._letters, self.width(), ratio))
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(theme().color("accent" if self.hasFocus() else "outline"), Size.FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
