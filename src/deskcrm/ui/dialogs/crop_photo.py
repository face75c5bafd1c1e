"""Which part of a picture becomes the photo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from deskcrm.languages import tr
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Label, row
from deskcrm.ui.widgets.crop_view import CropView

_HIGH: Final = 340


class CropPhoto(FormDialog):
    """Asks for a square of the picture; Enter takes it, the largest one in the middle to begin with."""

    def __init__(self, image: QImage, done: Callable[[QRect], object], parent: QWidget) -> None:
        """`done` is given the square, in pixels of `image`, when the owner takes it."""
        super().__init__(tr("Choose the part that shows"), tr("Use this part"), parent)
        self._done = done
        self.view = CropView(image, QSize(Size.DIALOG - 2 * Space.XL, _HIGH))
        self.rows.addLayout(row(None, self.view, None))
        hint = tr("Drag the square or a corner of it. By keys: arrows move it, + and - size it, Home puts it back.")
        self.rows.addWidget(Label(hint, Type.SMALL, tone="muted", wrap=True))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Take the square."""
        one = self.view.square
        self.accept()
        self._done(QRect(one.x, one.y, one.side, one.side))
