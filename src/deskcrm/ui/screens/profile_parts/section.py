"""A card on the right of the profile, and a name in it that opens a contact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Card, Label, clear, column, row

_MARGINS: Final = (Space.S, Space.M, Space.M, Space.M)


class Section(Card):
    """A card with a heading; what is in it is made anew each time."""

    def __init__(self, title: str) -> None:
        super().__init__(_MARGINS)
        self.body.setSpacing(Space.XS)
        self.title = Label(title, weight=Type.BOLD)
        self._aside = Label("", Type.SMALL, tone="muted", tabular=True)
        head = row(self.title, None, self._aside)
        self._inner, self._foot = column(spacing=Space.XS + 2), column(spacing=0)
        for part in (head, self._inner):
            part.setContentsMargins(Space.XS, 0, 0, 0)
            self.body.addLayout(part)
        self.body.addLayout(self._foot)

    def begin(self, wanted: bool) -> QVBoxLayout:
        """Empty it, show or hide it, and return where things go."""
        clear(self._inner)
        clear(self._foot)
        self.setVisible(wanted)
        return self._inner

    def more(self, text: str, name: str, click: Callable[[], object]) -> None:
        """End with a link; its text, not its edge, stands below the rest."""
        self._foot.addWidget(Button(text, "link", name=name, click=click))

    def say(self, aside: str) -> None:
        """Say something beside the heading."""
        self._aside.setText(aside)


class LinkLabel(Button):
    """A contact's name that opens it; shortened where there is no room."""

    def __init__(self, text: str, click: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(text, "link", name=f"Open {text}", click=click, parent=parent)
        self._whole = text
        self.setFont(Label("").font())
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Ignored)
        self.setSizePolicy(policy)

    def resizeEvent(self, event: object) -> None:
        """Fit the content to the new size."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        room = self.width() - Space.S
        cut = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(cut.replace("&", "&&"))
