"""A button that shows which key does the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter, QWidget

from deskcrm.ui.theme import Space
from deskcrm.ui.widgets import keycap
from deskcrm.ui.widgets.basic import Button

_CAP: Final = 26
"""The room of a key cap with what lies before it."""


class KeyButton(Button):
    """A `Button` with a key cap at its end; where room is short, the cap is left out."""

    def __init__(
        self,
        key: str,
        text: str,
        kind: str = "",
        icon: str = "",
        hint: str = "",
        *,
        click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._key, self._room = key, _CAP
        super().__init__(text, kind, icon, hint=hint, click=click, parent=parent)
        self._tone, self._edge = ("on_accent", "on_accent") if kind == "primary" else ("muted", "outline")

    def show_key(self, shown: bool) -> None:
        """Show the cap, or leave it out."""
        room = _CAP if shown else 0
        if room != self._room:
            self._room = room
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        return super().sizeHint() + QSize(self._room, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the button, its words beside the cap."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        option.rect = self.rect().adjusted(0, 0, -self._room, 0)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        if self._room:
            keycap.paint(painter, self._key, self.width() - Space.M, self.rect(), self._tone, self._edge)
