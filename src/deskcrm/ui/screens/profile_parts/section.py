"""A card on the right of the profile, and a name in it that opens a contact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskcrm.languages import tr
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Card, Label, clear, column, row
from deskcrm.ui.widgets.fitted_link import FittedLink

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


class LinkLabel(FittedLink):
    """A contact's name that opens it."""

    def __init__(self, text: str, click: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(text, tr("Open {text}", text=text), click, parent)
        self.setFont(Label("").font())
