"""The composer: what happened, or what is to be done, in a few words and two keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDateTime, QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QDateTimeEdit, QMenu, QPlainTextEdit, QSizePolicy, QWidget

from deskcrm.domain import quickentry
from deskcrm.domain.activities import kind_icon
from deskcrm.domain.quickentry import Entry
from deskcrm.languages import tr, trc
from deskcrm.ui import words
from deskcrm.ui.screens.profile_parts.extras import Extras
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import Button, Card, row, tip
from deskcrm.ui.widgets.ring import FocusRing

_KINDS: Final = (
    ("note", tr("Note"), "file-text", "N"),
    ("call", tr("Call"), "phone", "C"),
    ("email", tr("Email"), "mail", "M"),
    ("meeting", tr("Meeting"), "calendar", "G"),
    ("task", tr("Task"), "circle-check", "T"),
)
_OTHERS: Final = ("message", "visit", "support")
_MORE: Final = tr("More")
_ASKS: Final = {
    "note": tr("What happened?"),
    "call": tr("What did you talk about?"),
    "email": tr("What was written?"),
    "meeting": tr("What came of it?"),
    "task": tr("What is to be done?"),
}
_PAST: Final = ((tr("Now"), 0), (tr("An hour ago"), -1), (tr("Yesterday"), -24))
_DUE: Final = (
    (tr("Today"), 0),
    (tr("Tomorrow"), 1),
    (tr("In three days"), 3),
    (tr("In a week"), 7),
    (tr("In a month"), 30),
)
_MOST_LINES: Final = 8


@dataclass(frozen=True, slots=True)
class Draft:
    """What is in the composer."""

    kind: str = "note"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What is to be written down. `at`: ISO 8601, None for now or for no date; `minutes`: how long it took.

    `task`: what is to be done, where it is that.
    """

    kind: str
    text: str
    at: str | None
    minutes: int | None = None
    outcome: str = ""
    paths: tuple[Path, ...] = ()
    task: Entry | None = None


class Composer(Card):
    """Kind, text, when; how long, what came of it, files. Ctrl+Enter saves.

    When a task is due can be said in its words, as in the line of Today; `date_order`: what "3/4" means there.
    """

    date_order = "dmy"

    saved = Signal(object)
    """A `Written`."""

    left = Signal()
    """Escape: the owner goes elsewhere; what was typed stays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((Space.M, Space.S, Space.M, Space.S), parent)
        self.setAccessibleName(tr("Write down what happened"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._kind = "note"
        self._chips: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        for kind, label, icon, key in _KINDS:
            chip = Button(label, "chip", icon, hint=f"{label} ({key})", checkable=True, click=self._picker(kind))
            self._group.addButton(chip)
            self._chips[kind] = chip
        self._more = Button(_MORE, "chip", "ellipsis", hint=tr("Another kind"), checkable=True, click=self._ask_kind)
        self._group.addButton(self._more)
        self._chip_row = row(*self._chips.values(), self._more, None, spacing=Space.XS)
        self.body.addLayout(self._chip_row)
        self.text = GrowingText()
        self.text.textChanged.connect(self._typed)
        FocusRing(self.text, self, Size.CARD_RADIUS)
        self._key = KeyCap(tr("Ctrl Enter"))
        line = row(self.text, self._key, spacing=Space.S)
        line.setStretch(0, 1)
        line.setAlignment(self._key, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        self._build_foot()
        for part in self._keyed():
            part.installEventFilter(self)
        self.set_kind("note")

    def _build_foot(self) -> None:
        self.when = Button(tr("Now"), "quiet", "clock", click=self._ask_when)
        self.when.setFont(theme().font(Type.SMALL, Type.MEDIUM))
        self.moment = QDateTimeEdit()
        self.moment.setCalendarPopup(True)
        self.moment.setAccessibleName(tr("When"))
        self.moment.hide()
        self.extras = Extras()
        self.save = Button(tr("Save"), "primary", hint=tr("Save (Ctrl+Enter)"), click=self.commit)
        self._foot = QWidget()
        self._foot.setLayout(row(self.when, self.moment, self.extras, None, self.save, spacing=Space.XS))
        self._foot.hide()
        self.body.addWidget(self._foot)

    def _keyed(self) -> tuple[QWidget, ...]:
        """Return where the keyboard is while something is written down."""
        return self.text, self.when, self.moment, *self.extras.buttons, self.save

    # what it holds

    @property
    def kind(self) -> str:
        """The chosen kind: "task", or one of `domain/activities`."""
        return self._kind

    def set_kind(self, kind: str) -> None:
        """Choose what is written down."""
        task = kind == "task"
        if task != (self._kind == "task") or not self._said:
            self._choose(*((tr("Tomorrow"), 1) if task else (tr("Now"), 0)))
        self._kind = kind
        self._chips.get(kind, self._more).setChecked(True)
        self._more.set_text(_MORE if kind in self._chips else words.kind(kind))
        self.extras.offer(kind)
        self._say_when()
        asks = _ASKS.get(kind, _ASKS["note"])
        self.text.setPlaceholderText(asks)
        self.text.setAccessibleName(asks)
        day, moment = trc("a day in a field", "d MMM yyyy"), trc("a day in a field", "d MMM yyyy, HH:mm")
        self.moment.setDisplayFormat(day if task else moment)
        self.save.set_text(tr("Add task") if task else tr("Save"))

    @property
    def draft(self) -> Draft:
        """What has been typed so far."""
        return Draft(self._kind, self.text.toPlainText())

    def take(self, draft: Draft) -> None:
        """Go on with what was typed before."""
        self._said = ""
        self.set_kind(draft.kind)
        self.text.setPlainText(draft.text)

    def _ask_kind(self) -> None:
        """Offer the kinds that have no chip, those of the owner's own too."""
        self._chips.get(self._kind, self._more).setChecked(True)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind in (*_OTHERS, *words.own_kinds()):
            menu.addAction(theme().icon(kind_icon(kind)), words.kind(kind), self._picker(kind))
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def start(self, kind: str) -> None:
        """Choose a kind and put the keyboard into the text."""
        self.set_kind(kind)
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear(self) -> None:
        """Empty it after saving."""
        self._said = ""
        self.extras.clear()
        self.text.clear()
        self.set_kind(self._kind)

    # when

    _said = ""
    _away = 0
    _when_chosen = False  # rather than said in the words, or left as it is

    def _choose(self, said: str, away: int | None) -> None:
        """Take a time by its words: hours from now, or days for a task; None for the one in the field."""
        self._said = said
        self._when_chosen = False
        self._away = away or 0
        self._say_when()
        self.moment.setVisible(away is None)
        if away is None:
            start = QDateTime.currentDateTime()
            self.moment.setDateTime(start.addDays(1) if self._kind == "task" else start)
            self.moment.setFocus(Qt.FocusReason.OtherFocusReason)

    def _entry(self) -> Entry:
        """What is to be done, by the words and what was chosen."""
        text = " ".join(self.text.toPlainText().split())
        entry = quickentry.parse(text, datetime.now(), self.date_order)
        if self._when_chosen:
            return Entry(text, entry.kind, self.at())
        return replace(entry, due=entry.due or self.at())

    def _say_when(self) -> None:
        """What stands on the button: what the words say, or what was chosen."""
        said = self._said
        if self._kind == "task" and not self._when_chosen:
            entry = self._entry()
            if entry.repeat or entry.due != self.at():
                said = " · ".join(part for part in (words.due(entry.due or ""), entry.repeats) if part)
        self.when.set_text(said, name=tr("When: {time}", time=said))

    def at(self) -> str | None:
        """Return when it happened or is due, ISO 8601; None for now, or for no date."""
        task = self._kind == "task"
        if self._said in (tr("Now"), tr("No date")):
            return None
        if not self.moment.isHidden():
            chosen = self.moment.dateTime().toSecsSinceEpoch()
            moment = datetime.fromtimestamp(chosen).astimezone()
            return moment.date().isoformat() if task else moment.isoformat(timespec="minutes")
        if task:
            return (date.today() + timedelta(days=self._away)).isoformat()
        return (datetime.now().astimezone() + timedelta(hours=self._away)).isoformat(timespec="minutes")

    def _ask_when(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        choices = _DUE if self._kind == "task" else _PAST
        for said, away in choices:
            day = words.day((date.today() + timedelta(days=away)).isoformat()) if self._kind == "task" else ""
            menu.addAction(f"{said}  ({day})" if day and away > 1 else said, self._chooser(said, away))
        if self._kind == "task":
            menu.addAction(tr("No date"), self._chooser(tr("No date"), 0))
        menu.addAction(tr("Another time…"), self._chooser(trc("a day", "On"), None))
        menu.popup(self.when.mapToGlobal(self.when.rect().bottomLeft()))

    def _chooser(self, said: str, away: int | None) -> Callable[[], None]:
        def choose() -> None:
            self._choose(said, away)
            self._when_chosen = True
            self._say_when()

        return choose

    def _picker(self, kind: str) -> Callable[[], None]:
        return lambda: self.start(kind)

    # saving

    def commit(self) -> None:
        """Hand on what was typed; nothing typed is nothing said."""
        text = self.text.toPlainText().strip()
        if text:
            more = self.extras
            task = self._entry() if self._kind == "task" else None
            self.saved.emit(Written(self._kind, text, self.at(), more.minutes, more.outcome, tuple(more.paths), task))
        else:
            self.text.setFocus()

    def _typed(self) -> None:
        written = bool(self.text.toPlainText().strip())
        self._foot.setVisible(written)
        self._say_when()
        self._key.setVisible(not written)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save by Ctrl+Enter, leave by Escape."""
        if watched in self._keyed() and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if pressed and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.commit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the icons of the chips out where there is no room."""
        super().resizeEvent(event)
        full = sum(
            len(label) * Space.S + Size.ICON + Space.XL for label in (*(label for _, label, _, _ in _KINDS), _MORE)
        )
        for chip in (*self._chips.values(), self._more):
            side = Size.ICON if event.size().width() > full else 0
            chip.setIconSize(QSize(side, side))


class GrowingText(QPlainTextEdit):
    """A bare text that is as high as what is typed, up to a few lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bare", True)
        self.setFont(theme().font())
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the window where nothing was typed that it could take back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.document().isRedoAvailable()
            if undo or redo:
                event.ignore()
                return False
        return super().event(event)

    def _fit(self) -> None:
        lines = max(1, min(round(self.document().size().height()), _MOST_LINES))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + Space.S)


class KeyCap(QWidget):
    """A key's name in a small frame."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._font = theme().font(Type.TINY, Type.MEDIUM)
        metrics = QFontMetrics(self._font)
        self.setFixedSize(metrics.horizontalAdvance(keys) + Space.M, metrics.height() + Space.XS)
        self.setToolTip(tip(tr("{keys} saves", keys=keys.replace(" ", "+"))))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme().color("outline"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), Space.XS, Space.XS)
        painter.setFont(self._font)
        painter.setPen(theme().color("muted"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._keys)
