"""What an empty screen shows: what belongs there, and the one thing to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskcrm.languages import tr
from deskcrm.ui.theme import Space, Type, theme
from deskcrm.ui.widgets.basic import Button, Label, row

_DISC = 56
_MARK = 24
_WIDEST = 380


class EmptyState(QWidget):
    """An icon, a heading, a sentence and at most two buttons, in the middle of its room."""

    typed = Signal(str)
    """A letter was typed here: the owner looks for something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = _Mark()
        self._head = Label("", Type.HEADING, Type.BOLD)
        self._words = Label("", tone="muted", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._words.setFixedWidth(_WIDEST)
        self._act: Callable[[], object] | None = None
        self._other: Callable[[], object] | None = None
        self._button = Button(tr("Do it"), "primary", click=self.press)
        self._second = Button(tr("Or this"), click=lambda: self._other and self._other())
        self.setFocusProxy(self._button)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.S)
        layout.addStretch(2)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(Space.S)
        layout.addWidget(self._head, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._words, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(Space.S)
        layout.addLayout(row(None, self._button, self._second, None))
        layout.addStretch(3)

    def say(
        self,
        icon: str,
        head: str,
        words: str,
        action: str = "",
        act: Callable[[], object] | None = None,
        second: str = "",
        other: Callable[[], object] | None = None,
    ) -> None:
        """Show these words; a button without a text is hidden."""
        self._mark.show_icon(icon)
        self._head.setText(head)
        self._words.setText(words)
        self._words.setFixedHeight(self._words.heightForWidth(_WIDEST))
        self._act, self._other = act, other
        self._button.set_text(action)
        self._button.setVisible(bool(action))
        self._second.set_text(second)
        self._second.setVisible(bool(second))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of letters; its buttons take the keys that press them."""
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if plain and event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def press(self) -> None:
        """Do what its first button says."""
        if self._act is not None:
            self._act()


class _Mark(QWidget):
    """A large icon on a pale disc."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = "users"
        self.setFixedSize(_DISC, _DISC)

    def show_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("soft"))
        painter.drawEllipse(self.rect())
        image = theme().pixmap(self._icon, "accent", _MARK, self.devicePixelRatioF())
        painter.drawPixmap((_DISC - _MARK) // 2, (_DISC - _MARK) // 2, image)
