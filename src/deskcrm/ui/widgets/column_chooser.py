"""Which columns a list shows, and in which order: found by typing, ticked, dragged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from deskcrm.languages import tr
from deskcrm.ui.models.columns import Column
from deskcrm.ui.screens.profile_parts.popover import Popover
from deskcrm.ui.theme import Type
from deskcrm.ui.widgets.basic import Button, Label, SeekField, row
from deskcrm.ui.widgets.pick_list import Pick, PickList

_ROWS: Final = 8
_NAME: Final = "name"


class ColumnChooser(Popover):
    """Every tick and move shows in the list at once."""

    chosen = Signal(object)
    """(key, width) of each column in order; empty: the usual ones."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._all: list[Column] = []
        self._shown: list[tuple[str, int]] = []

    def open_for(self, every: Sequence[Column], shown: Sequence[Column], anchor: QWidget) -> None:
        """Show the columns there are, those that are shown ticked and first, in their order."""
        self._all = list(every)
        self._shown = [(column.key, column.width) for column in shown]
        self.begin(tr("Columns"))
        self.seek = SeekField("search", tr("Find a column"))
        self.list = PickList(tr("Columns"), _ROWS, sortable=True)
        self.usual = Button(tr("The usual columns"), "link", click=self._take_usual)
        self.body.addWidget(self.seek)
        self.body.addWidget(self.list)
        self.body.addLayout(
            row(Label(tr("Drag, or Alt+Up and Down, to move"), Type.SMALL, tone="muted"), None, self.usual)
        )
        self.seek.textChanged.connect(lambda _text: self._fill())
        self.seek.installEventFilter(self)
        self.list.ticked.connect(self._tick)
        self.list.moved.connect(self._moved)
        self.list.taken.connect(lambda _key: self.leave())
        self._fill()
        self.open_under(anchor)
        self.seek.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fill(self) -> None:
        labels = {column.key: column.label for column in self._all}
        keys = [key for key, _ in self._shown if key in labels]
        order = keys + [column.key for column in self._all if column.key not in keys]
        wanted = self.seek.text().casefold().split()
        found = [key for key in order if all(_begins(labels[key], word) for word in wanted)]
        self.list.show_picks([Pick(key, labels[key], "", key in keys, key == _NAME) for key in found])
        if found and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def _tick(self, key: str, ticked: bool) -> None:
        kept = [one for one in self._shown if one[0] != key]
        self._shown = [*kept, (key, 0)] if ticked else kept
        self.chosen.emit(tuple(self._shown))

    def _moved(self) -> None:
        """Take over the order of those in sight; the rest stays where it is."""
        widths = dict(self._shown)
        seen = [pick.key for pick in self.list.picks if pick.ticked]
        others = iter(seen)
        self._shown = [(next(others), 0) if key in seen else (key, 0) for key, _ in self._shown]
        names = [(_NAME, widths.get(_NAME, 0))]
        self._shown = names + [(key, widths.get(key, 0)) for key, _ in self._shown if key != _NAME]
        self.chosen.emit(tuple(self._shown))

    def _take_usual(self) -> None:
        self.leave()
        self.chosen.emit(())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys act on the list while the search has the keyboard."""
        if (
            watched is getattr(self, "seek", None)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.list.shift(-1 if event.key() == Qt.Key.Key_Up else 1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.toggle()
                return True
            if self.list.steer(event):
                return True
        return super().eventFilter(watched, event)


def _begins(label: str, word: str) -> bool:
    return any(part.startswith(word) for part in label.casefold().split())
