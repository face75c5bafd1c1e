"""What the wizard's pages share: a body, and below it a hint, Back and the one thing to do next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from deskcrm.languages import tr
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import Banner, Button, Icon, Label, row


class Page(QWidget):
    """A step. `trouble` says in one sentence what is wrong."""

    back = Signal()
    forward = Signal()

    def __init__(self, next_words: str, back: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trouble = Banner("bad")
        self.hint_icon = Icon("undo-2", size=Size.ICON)
        self.hint_icon.hide()
        self.hint = Label("", Type.SMALL, tone="muted", elide=True)
        self.hint.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hint.setMinimumWidth(1)
        self.more = Button(tr("More"), "link")
        self.more.hide()
        self.back_button = Button(tr("Back"), click=self.back.emit)
        if not back:
            self.back_button.hide()
        self.next_button = Button(next_words, "primary", click=self.forward.emit)
        self.foot = row(self.hint_icon, self.hint, self.more, None, self.back_button, self.next_button)
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.M)
        self.body.addWidget(self.trouble)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, Space.L)
        layout.setSpacing(Space.L)
        layout.addLayout(self.body)
        layout.addLayout(self.foot)
        layout.addStretch(1)

    def say_hint(self, words: str) -> None:
        """Say something quiet beside the buttons."""
        self.hint.setText(words)
        self.hint.updateGeometry()  # cut text asks for its whole width again

    def focus_first(self) -> None:
        """Put the keyboard where work goes on."""
        self.next_button.setFocus()

    def go_on(self) -> None:
        """Do the one thing that comes next, if it can be done."""
        if self.next_button.isEnabled() and self.next_button.isVisible():
            self.next_button.click()


class Chip(QFrame):
    """A pale pill with an icon: what a file is."""

    def __init__(self, icon: str = "file-text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "good")
        self.icon = Icon(icon, "good", Size.ICON)
        self.words = Label("", Type.SMALL, Type.BOLD, "good")
        inner = row(self.icon, self.words, spacing=6)
        inner.setContentsMargins(Space.S, 2, Space.S, 2)
        self.setLayout(inner)
        theme().changed.connect(self.icon.update)

    def say(self, words: str) -> None:
        """Show these words."""
        self.words.setText(words)
