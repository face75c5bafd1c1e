"""The sheet of all keys, by where they work: those of the registry of commands, and what lists know beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from deskcrm.languages import tr
from deskcrm.ui.commands import Command, Commands
from deskcrm.ui.screens import PLACES
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Button, Label, SeekField, row
from deskcrm.ui.widgets.keys import WITHIN, Key

_WIDTH: Final = 560
_HEIGHT: Final = 620
_SCROLLING: Final = {
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
}
_NOTHING: Final = tr("No key does that. Search (Ctrl+K) finds every command by its name.")


class Section(NamedTuple):
    """Keys that work in one place."""

    title: str
    keys: tuple[Key, ...]


def sections(commands: Commands) -> list[Section]:
    """Return every key of the program, those that work everywhere first."""
    every = commands.all()
    titles = {place.name: place.label for place in PLACES}
    found = [Section(tr("Everywhere"), _keys(c for c in every if c.screen is None))]
    screens = {c.screen: c.key.partition(".")[0] for c in every if c.screen is not None}
    for screen, name in screens.items():
        keys = _keys(c for c in every if c.screen is screen)
        found.append(Section(tr("In {screen}", screen=titles.get(name, name.capitalize())), keys))
    found += [Section(title, keys) for title, keys in WITHIN]
    return [section for section in found if section.keys]


def _keys(commands: Iterable[Command]) -> tuple[Key, ...]:
    return tuple(
        Key("; ".join(keys), c.name) for c in commands if (keys := [s.toString() for s in c.action.shortcuts()])
    )


class ShortcutSheet(QDialog):
    """All keys, to be looked through and to be filtered by what they do. Escape closes it."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections = sections(commands)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(tr("Keys"))
        self.setAccessibleName(tr("Keys"))
        self.resize(_WIDTH, _HEIGHT)
        self.seek = SeekField("search", tr("Filter the keys"))
        self.seek.textChanged.connect(self._fill)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(tr("Keys"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys of the field scroll it
        self.seek.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, 20, Space.XL, 20)
        layout.setSpacing(Space.L)
        layout.addLayout(row(Label(tr("Keys"), Type.TITLE, Type.BOLD), None, self.seek))
        layout.addWidget(area, 1)
        layout.addLayout(row(None, Button(tr("Close"), click=self.reject)))
        self._fill("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scroll by the arrows and the page keys, which the field has no use for."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _SCROLLING:
            self._area.verticalScrollBar().triggerAction(_SCROLLING[Qt.Key(event.key())])
            return True
        return super().eventFilter(watched, event)

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        """What it lists now: where, what, which keys."""
        return self._shown

    def _fill(self, text: str) -> None:
        page = QWidget()
        self._lines = QGridLayout(page)
        self._lines.setContentsMargins(0, 0, Space.M, 0)
        self._lines.setHorizontalSpacing(Space.L)
        self._lines.setVerticalSpacing(Space.S)
        self._lines.setColumnStretch(0, 1)
        self._shown: list[tuple[str, str, str]] = []
        wanted = text.casefold().split()
        for section in self._sections:
            said = [key for key in section.keys if _fits(f"{section.title} {key.words} {key.shown}", wanted)]
            if said:
                self._head(section.title)
            for key in said:
                self._line(section.title, key)
        if not self._shown:
            self._lines.addWidget(Label(_NOTHING, tone="muted", wrap=True), 0, 0, 1, 2)
        self._lines.setRowStretch(self._lines.rowCount(), 1)
        self._area.setWidget(page)

    def _head(self, title: str) -> None:
        head = Label(title, Type.SMALL, Type.MEDIUM, "muted")
        at = self._lines.rowCount()
        if self._shown:
            self._lines.setRowMinimumHeight(at, Size.CONTROL)
        self._lines.addWidget(head, at, 0, 1, 2, Qt.AlignmentFlag.AlignBottom)

    def _line(self, where: str, key: Key) -> None:
        at = self._lines.rowCount()
        keys = Label(key.shown, Type.SMALL, Type.MEDIUM, "muted")
        words = Label(key.words, elide=True)
        words.setAccessibleName(f"{key.words}: {key.shown}")
        self._lines.addWidget(words, at, 0)
        self._lines.addWidget(keys, at, 1, Qt.AlignmentFlag.AlignRight)
        self._shown.append((where, key.words, key.shown))


def _fits(text: str, wanted: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in wanted)
