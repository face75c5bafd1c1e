"""The agent where notifications come from an icon in the tray: Windows, macOS, and desktops without a service."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSystemTrayIcon

from deskcrm.domain.reminder_words import OPEN, Notice
from deskcrm.languages import tr
from deskcrm.services.agent import Agent, Clock
from deskcrm.ui.theme import theme


class TrayAgent(QObject):
    """Shows reminders while no window has the workspace open; its icon is there only once something was shown."""

    def __init__(self, workspace: Path, parent: QObject | None = None, clock: Clock | None = None) -> None:
        super().__init__(parent)
        self._agent = Agent(workspace, self._show, clock=clock)
        self._latest: Notice | None = None
        self._icon = QSystemTrayIcon(theme().icon("circle-dot", "accent", 64), self)
        self._icon.setToolTip(tr("DeskCRM reminders"))
        self._icon.messageClicked.connect(self._open)
        self._icon.activated.connect(lambda _reason: self._open())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    @staticmethod
    def possible() -> bool:
        """Whether this desktop has a tray."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def look(self) -> None:
        """Look at the clock, show what is due, and look again soon."""
        self._timer.start(int(self._agent.look() * 1000))

    def _show(self, notice: Notice) -> bool:
        if not self.possible():
            return False
        self._latest = notice
        self._icon.show()
        self._icon.showMessage(notice.title, notice.text, theme().icon("bell", "accent", 64))
        return True

    def _open(self) -> None:
        if self._latest is not None:
            self._agent.pressed(self._latest, OPEN)
            self._icon.hide()
            self.look()
