"""Reminders as cards at the window's lower right corner: they stay until the owner answers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from deskcrm.domain.reminder_words import DONE, LABELS, OPEN, SNOOZE, Notice, Showing, notices
from deskcrm.domain.reminders import Key
from deskcrm.languages import tr
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import Button, Label, column, row
from deskcrm.ui.widgets.surface import SHADOW, Surface

_WIDTH = 340
_MARK = 16
_LOWER = 5
"""How far the title's first line stands below the top of the button beside it, so that both are level."""


class Cards(QWidget):
    """The cards, the newest below; many reminders become one card that counts them."""

    pressed = Signal(object, str)
    """A notice, and what the owner wants done with it."""

    def __init__(self, room: QWidget) -> None:
        super().__init__(room)
        self._room = room
        self._shown: list[_Card] = []
        self.setAccessibleName(tr("Reminders"))
        self.hide()
        room.installEventFilter(self)

    @property
    def notices(self) -> list[Notice]:
        """What the cards show."""
        return [card.notice for card in self._shown]

    def add(self, notice: Notice) -> None:
        """Show one more, or all as one where they are many."""
        showings = [showing for shown in self.notices for showing in shown.showings] + list(notice.showings)
        self._show(notices(showings, date.today()))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{notice.title}. {notice.text}"))

    def keep(self, unanswered: Sequence[Key]) -> None:
        """Take away what is done, put off or gone meanwhile."""
        kept = set(unanswered)
        showings = [showing for notice in self.notices for showing in notice.showings]
        left: list[Showing] = [showing for showing in showings if showing.key in kept]
        if len(left) < len(showings):
            self._show(notices(left, date.today()))

    def drop(self, notice: Notice) -> None:
        """Take a card away."""
        self._show([shown for shown in self.notices if shown is not notice])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the corner when the window is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _show(self, shown: list[Notice]) -> None:
        for card in self._shown:
            card.hide()
            card.deleteLater()
        self._shown = [_Card(self, notice) for notice in shown]
        for card in self._shown:
            card.pressed.connect(partial(self._press, card.notice))
            card.show()
        self.setVisible(bool(shown))
        self._place()

    def _press(self, notice: Notice, action: str) -> None:
        self.drop(notice)
        if action:
            self.pressed.emit(notice, action)

    def _place(self) -> None:
        """Put the cards one below the other, shadows overlapping, and all into the corner."""
        top = 0
        for card in self._shown:
            height = card.heightForWidth(card.width())
            card.setGeometry(0, top, card.width(), height)
            top += height - 2 * SHADOW + Space.S
        self.resize(_WIDTH + 2 * SHADOW, top + 2 * SHADOW - Space.S)
        right = self._room.width() - self.width() - Space.M + SHADOW
        self.move(right, self._room.height() - self.height() - Size.STATUS - Space.M + SHADOW)
        self.raise_()


class _Card(Surface):
    """One notice with its buttons."""

    pressed = Signal(str)
    """What is to be done; "" for nothing but to take the card away."""

    def __init__(self, parent: QWidget, notice: Notice) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setAccessibleName(tr("Reminder: {title}", title=notice.title))
        self.setFixedWidth(_WIDTH + 2 * SHADOW)
        mark = Label()
        mark.setPixmap(theme().icon("bell", "accent", _MARK).pixmap(_MARK, _MARK))
        title = Label(notice.title, weight=Type.BOLD, wrap=True)
        text = Label(notice.text, Type.SMALL, tone="muted", wrap=True)
        close = Button(
            kind="quiet", icon="x", name=tr("Dismiss {title}", title=notice.title), click=partial(self.pressed.emit, "")
        )
        buttons = [self._button(action) for action in sorted(notice.actions, key=[DONE, SNOOZE, OPEN].index)]
        top = row(mark, title, close)
        top.setStretch(1, 1)
        mark.setContentsMargins(0, _LOWER, 0, 0)
        title.setContentsMargins(0, _LOWER, 0, 0)
        for part in (mark, title, close):
            top.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        body = column(top, text, Space.XS, row(*buttons, None, spacing=Space.XS), spacing=Space.XS)
        body.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        self.setLayout(body)

    def _button(self, action: str) -> Button:
        name = f"{LABELS[action]}: {self.notice.title}"
        kind = "primary" if action == DONE else ""
        return Button(LABELS[action], kind, name=name, click=partial(self.pressed.emit, action))
