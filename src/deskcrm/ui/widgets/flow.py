"""Widgets side by side in as many lines as they need."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcrm.ui.theme import Space, theme
from deskcrm.ui.widgets.sides import seen_box

INSET: Final = 6
"""How far from its sides the first and the last may stand: what is pressed in a profile paints a ground around it."""


class Flow(QWidget):
    """Its children side by side, in as many lines as they need, so far from its sides."""

    def __init__(self, parent: QWidget | None = None, inset: int = INSET) -> None:
        super().__init__(parent)
        self._inset = inset
        self._items: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme().recoloured.connect(self._place)

    def set_items(self, items: list[QWidget]) -> None:
        """Lay out these children."""
        self._items = items
        for item in items:
            item.setParent(self)
            item.show()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the content to the new size."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place()

    def _place(self) -> None:
        width = self.width()
        left, top, line = self._inset, 0, 0
        for item in self._items:
            hint = item.sizeHint()
            wide = min(hint.width(), max(width - 2 * self._inset, Space.XL))
            if left > self._inset and left + wide > width - self._inset:
                left, top = self._inset, top + line + Space.XS
            box = QRect(left, top, wide, hint.height())
            item.setGeometry(seen_box(self, box))
            left += wide + Space.XS + 2
            line = hint.height()
        self.setFixedHeight(top + line)
