"""The number beside Today in the sidebar: how many tasks are late or due today."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer

from deskcrm.domain.changes import Changes
from deskcrm.languages import trn
from deskcrm.ui.desk import Desk
from deskcrm.ui.widgets.sidebar import Sidebar

_AGAIN_MS: Final = 60_000
"""How often it is counted anew while nothing changes: what is due comes with the time."""

_FIRST_MS: Final = 400
"""How long after the opening it is counted first: what is painted first goes before."""

_KINDS: Final = frozenset({"tasks", "contacts", "settings"})


class TodayBadge(QObject):
    """Counts when the workspace is open, whenever tasks or people change, and every minute."""

    def __init__(self, desk: Desk, sidebar: Sidebar, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._sidebar = desk, sidebar
        desk.opened.connect(self._begin)
        desk.changed.connect(self._changed)
        self._clock = QTimer(self)
        self._clock.setInterval(_AGAIN_MS)
        self._clock.timeout.connect(self.count)
        self._clock.start()
        if desk.workspace is not None:
            self._begin()

    def _begin(self) -> None:
        QTimer.singleShot(_FIRST_MS, self, self.count)

    def count(self) -> None:
        """Read the number."""
        from deskcrm.services import today

        self._desk.ask(today.waiting, done=self._show, key="waiting", owner=self)

    def _changed(self, changes: Changes) -> None:
        if changes.everything or changes.kinds & _KINDS:
            self.count()

    def _show(self, number: int) -> None:
        said = trn("{count} thing to do today", "{count} things to do today", number)
        self._sidebar.set_badge("today", number, said)
