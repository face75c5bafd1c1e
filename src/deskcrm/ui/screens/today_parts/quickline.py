"""The line in which a task is said in words, and what was understood of it, before Enter."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from deskcrm.domain.recurrence import is_day
from deskcrm.domain.tasks import KINDS, PRIORITIES
from deskcrm.languages import inside, regional, tr
from deskcrm.services.quick_tasks import Understood
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Card, Icon, Label, row
from deskcrm.ui.widgets.ring import FocusRing

_HINT: Final = tr("Add a task: call the florist Fri 3pm about the quote")


class QuickLine(Card):
    """Type, see what was understood, Enter. Escape leaves."""

    added = Signal()
    """The task is written."""

    left = Signal()
    """The owner goes back to the list."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__((Space.M, Space.S, Space.M, Space.S), parent)
        self._desk = desk
        self._contact: int | None = None
        self._name = ""
        self.begun = False
        """Whether the owner came here to add a task, rather than because there was nothing else yet."""
        self.field = _Field()
        self.field.setPlaceholderText(_HINT)
        self.field.setAccessibleName(tr("Add a task"))
        self.field.setProperty("bare", True)
        FocusRing(self.field, self, Size.CARD_RADIUS)
        self.understood = Label("", Type.SMALL, tone="accent", elide=True)
        self.understood.hide()
        self.body.setSpacing(Space.XS)
        line = row(Icon("plus"), self.field, spacing=Space.M)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        below = row(Size.ICON + Space.M, self.understood, spacing=0)
        below.setStretch(1, 1)
        self.body.addLayout(below)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self.commit)
        self.field.escaped.connect(self._leave)

    def begin(self, text: str = "", contact: int | None = None, name: str = "") -> None:
        """Put the keyboard here, with words already typed; the task will be with `contact`."""
        self._contact, self._name, self.begun = contact, name, True
        if text or contact is not None:
            self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def commit(self) -> None:
        """Add what was typed."""
        from deskcrm.services import quick_tasks

        text = self.field.text().strip()
        if text:
            self._desk.do(
                quick_tasks.add_said, text, contact=self._contact, done=self._done, failed=self._refused, owner=self
            )  # fmt: skip

    def _done(self, _task: int) -> None:
        self._contact, self._name, self.begun = None, "", False
        self.field.clear()
        self.added.emit()

    def _refused(self, reason: str) -> None:
        self._say(reason, "bad")

    def _leave(self) -> None:
        self._contact, self._name, self.begun = None, "", False
        self.field.clear()
        self.left.emit()

    def _typed(self, text: str) -> None:
        from deskcrm.services import quick_tasks

        if not text.strip():
            self._desk.ask(_nothing, done=self._show_nothing, key="understand", owner=self)  # drops what is asked yet
            return
        self._desk.ask(
            quick_tasks.understand, text, contact=self._contact, done=self._show, key="understand", owner=self
        )  # fmt: skip

    def _show_nothing(self, _none: None) -> None:
        self.understood.hide()

    def _show(self, said: Understood) -> None:
        self._say(in_words(said, self._name), "accent")

    def _say(self, text: str, tone: str) -> None:
        self.understood.set_tone(tone)
        self.understood.setText(text)
        self.understood.setVisible(bool(self.field.text().strip()))


def _nothing(_workspace: object) -> None:
    return None


def in_words(said: Understood, name: str = "") -> str:
    """What was understood: "Call: “call Anna about it” · Fri 27 Nov, 15:00 · reminds at 14:30 · with Anna Weber"."""
    entry = said.entry
    if not entry.title:
        return tr("And what is to be done?")
    quoted = tr("“{text}”", text=entry.title)
    parts = [f"{KINDS[entry.kind].label}: {quoted}" if entry.kind != "todo" else quoted]
    if entry.due is not None:
        parts.append(words.due(entry.due))
    parts += [entry.repeats] * bool(entry.repeats)
    if entry.remind_at is not None and entry.due is not None:
        same_day = entry.remind_at[:10] == entry.due[:10]
        at_time = not is_day(entry.due) and entry.remind_at == entry.due
        if at_time:
            parts.append(tr("reminds then"))
        elif same_day:
            parts.append(tr("reminds at {clock}", clock=regional.clock(words.moment(entry.remind_at))))
        else:
            parts.append(tr("reminds {when}", when=words.due(entry.remind_at)))
    if entry.priority:
        parts.append(inside(PRIORITIES[entry.priority]))
    who = name or said.name
    parts += [tr("with {name}", name=who)] * bool(who)
    parts += [tr("several are called {name}, so with nobody yet", name=said.several)] * bool(said.several)
    return " · ".join(parts)


class _Field(QLineEdit):
    """A line that Escape leaves."""

    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
