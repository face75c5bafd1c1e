"""How the window notifies: by the desktop's service where one answers, else by the tray and a card in the window."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from deskcrm.domain.reminder_words import OPEN, Notice
from deskcrm.services.notifying import DesktopNotifier
from deskcrm.ui.reminding_cards import Cards
from deskcrm.ui.theme import theme

_PATIENCE = 10.0
"""Seconds that closing waits for a desktop that does not answer."""

Shown = Callable[[], None]


class Notifying(QObject):
    """Shows notices one way or another; `show` never fails, since the window's own card is the last resort."""

    pressed = Signal(object, str)
    """A notice, and what the owner wants done with it."""

    def __init__(self, room: QWidget, parent: QObject | None = None) -> None:
        """`room`: the part of the window in which cards appear."""
        super().__init__(parent)
        self._desktop = _Desktop(self)
        self._desktop.pressed.connect(self.pressed)
        self._desktop.shown.connect(self._told)
        self.cards = Cards(room)
        self.cards.pressed.connect(self.pressed)
        self._tray: QSystemTrayIcon | None = None
        self._latest: Notice | None = None
        self._waiting: list[tuple[Notice, Shown]] = []

    def show(self, notice: Notice, shown: Shown) -> None:
        """Show a notice; `shown` is called once it is to be seen."""
        self._waiting.append((notice, shown))
        self._desktop.show(notice)

    def close(self) -> None:
        """Show no more."""
        self._desktop.close()
        if self._tray is not None:
            self._tray.hide()

    def _told(self, notice: Notice, by_desktop: bool) -> None:
        """Go on where the desktop has shown a notice, or could not."""
        mine = [pair for pair in self._waiting if pair[0] is notice]
        self._waiting = [pair for pair in self._waiting if pair[0] is not notice]
        if not by_desktop:
            self._show_by_tray(notice)
            self.cards.add(notice)
            QApplication.alert(self.cards.window())
        for _, shown in mine:
            shown()

    def _show_by_tray(self, notice: Notice) -> None:
        """Show a message by the tray's icon, which systems ask for; it has no buttons, so the card comes too."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(theme().icon("circle-dot", "accent", 64), self)
            self._tray.setToolTip("DeskCRM")
            self._tray.messageClicked.connect(self._open_latest)
            self._tray.activated.connect(lambda _reason: self._open_latest())
        self._latest = notice
        self._tray.show()
        self._tray.showMessage(notice.title, notice.text, theme().icon("bell", "accent", 64))

    def _open_latest(self) -> None:
        if self._latest is not None:
            self.pressed.emit(self._latest, OPEN)


class _Desktop(QObject):
    """The desktop's notification service, on a thread of its own: it may take seconds to answer, or not to."""

    pressed = Signal(object, str)
    shown = Signal(object, bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._notices: SimpleQueue[Notice | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def show(self, notice: Notice) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="deskcrm-desktop", daemon=True)
            self._thread.start()
        self._notices.put(notice)

    def close(self) -> None:
        if self._thread is not None:
            self._notices.put(None)
            self._thread.join(_PATIENCE)
            self._thread = None

    def _run(self) -> None:
        notifier = DesktopNotifier(self.pressed.emit)
        while (notice := self._notices.get()) is not None:
            self.shown.emit(notice, notifier.show(notice))
        notifier.close()
