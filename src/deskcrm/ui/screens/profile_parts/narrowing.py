"""The line above the timeline that narrows it: a chip for each channel, and a field to search in it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QWidget

from deskcrm.languages import inside, tr
from deskcrm.ui.models.timeline import TimelineModel
from deskcrm.ui.models.timeline_words import Filter
from deskcrm.ui.screens.profile_parts.timeline_delegate import PAD
from deskcrm.ui.theme import Space
from deskcrm.ui.widgets.basic import Button, SeekField, row
from deskcrm.ui.widgets.flow import INSET, Flow

_WIDEST: Final = 180
_MANY: Final = 8
"""From so many entries on the timeline can be narrowed."""

_PAUSE_MS: Final = 150


class Narrowing(QWidget):
    """Narrows a timeline; there only where that has much in it."""

    left = Signal()
    """Escape was pressed in the field: the owner wants the whole timeline again."""

    def __init__(self, timeline: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timeline = timeline
        self._chips = Flow()
        self._channels = QButtonGroup(self)
        self.seek = SeekField("search", tr("Search timeline"))
        self.seek.setMaximumWidth(_WIDEST)
        line = row(self._chips, self.seek)
        line.setStretch(0, 1)
        line.setAlignment(self.seek, Qt.AlignmentFlag.AlignTop)
        line.setContentsMargins(PAD - INSET, Space.XS, Space.S, 0)
        self.setLayout(line)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.seek.textChanged.connect(lambda _text: self._pause.start())
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.seek, self._leave)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.hide()

    def begin(self) -> None:
        """Take the keyboard."""
        self.show()
        self.seek.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.seek.selectAll()

    def show_only(self, channel: str) -> None:
        """Show one channel of the timeline, "" all of them."""
        self._timeline.narrow(Filter(channel, self._timeline.filter.text))
        self.follow()

    def follow(self) -> None:
        """Offer the channels that the timeline has by now."""
        timeline = self._timeline
        many = timeline.entry_count >= _MANY or not timeline.whole or bool(timeline.filter)
        self.setVisible(many or self.seek.hasFocus())
        wanted = ["", *sorted(timeline.channels)] if len(timeline.channels) > 1 else []
        if [button.property("channel") for button in self._channels.buttons()] != wanted:
            self._offer(wanted)
        for button in self._channels.buttons():
            button.setChecked(button.property("channel") == timeline.filter.channel)

    def _offer(self, channels: list[str]) -> None:
        for button in self._channels.buttons():
            self._channels.removeButton(button)
            button.hide()
            button.deleteLater()
        chips: list[QWidget] = []
        for channel in channels:
            chip = Button(channel or tr("All"), "chip", checkable=True, click=partial(self.show_only, channel))
            only = tr("Only {channel}", channel=inside(channel))
            chip.setAccessibleName(only if channel else tr("The whole timeline"))
            chip.setProperty("channel", channel)
            self._channels.addButton(chip)
            chips.append(chip)
        self._chips.set_items(chips)

    def _search(self) -> None:
        self._timeline.narrow(Filter(self._timeline.filter.channel, " ".join(self.seek.text().split())))

    def _leave(self) -> None:
        self.seek.clear()
        self.left.emit()
