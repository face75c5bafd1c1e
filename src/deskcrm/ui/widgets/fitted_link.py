"""A link that is shortened where there is no room; its tool tip and its name say it whole."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcrm.ui.theme import Space
from deskcrm.ui.widgets.basic import Button, tip


class FittedLink(Button):
    """Never wider than its place."""

    def __init__(
        self, text: str = "", name: str = "", click: Callable[[], object] | None = None, parent: QWidget | None = None
    ) -> None:
        self._whole = ""
        super().__init__("", "link", name=name or text, click=click, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setProperty("square", False)
        self.say(text, name)

    def say(self, text: str, name: str = "") -> None:
        """Show `text`; `name` is what a screen reader says where that should differ."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(name or self._whole)
        self._fit()

    def whole_text(self) -> str:
        """Return the text as it was set, not cut."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        cut = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width() - Space.S)
        self.setText(cut.replace("&", "&&"))
        self.setToolTip(tip(self._whole if cut != self._whole else ""))
