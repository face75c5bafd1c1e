"""Keeps backups while the window is open: once a day, and once more when it is closed; tells what goes wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QTimer

from deskcrm.domain.errors import BackupFailed, WorkspaceDamaged
from deskcrm.languages import tr
from deskcrm.ui.desk import Desk

if TYPE_CHECKING:
    from deskcrm.domain.changes import Changes
    from deskcrm.services.backups import Backup
    from deskcrm.services.workspace import Workspace
    from deskcrm.ui.jobs import Job

FIRST_LOOK_MS: Final = 60_000
LOOK_MS: Final = 30 * 60_000
"""How often it looks whether the daily backup is due, and whether the second folder is back."""
FAREWELL_SECONDS: Final = 120.0
"""A backup at closing that takes longer is left to the next day: nothing should keep a computer from shutting down."""


class Warned(Protocol):
    """Who shows the owner a warning that stays."""

    def warn(self, words: str) -> None:
        """Show these words until others come; none where they are ""."""


class Keeper(QObject):
    """Looks after the backups of the desk's workspace."""

    def __init__(
        self, desk: Desk, window: Warned, parent: QObject | None = None, *, patience: float = FAREWELL_SECONDS
    ) -> None:
        """`patience`: how many seconds the last backup may take."""
        super().__init__(parent)
        self._patience = patience
        self._desk = desk
        self._window = window
        self._gone: Callable[[], None] = lambda: None
        self._farewell: Job | None = None
        self._leavings = 0
        self._timer = QTimer(self)
        self._timer.setInterval(FIRST_LOOK_MS)
        self._timer.timeout.connect(self.look)
        desk.opened.connect(self._begin)
        desk.changed.connect(self._changed)

    def _begin(self) -> None:
        self._timer.start()
        self._read_status()

    def look(self) -> None:
        """Make the daily backup if it is due, off the window's thread and beside everything else."""
        self._timer.setInterval(LOOK_MS)
        self._desk.ask(_look, done=self._say, key="keeper", owner=self)

    def _changed(self, changes: Changes) -> None:
        if "backups" in changes.kinds:
            self._read_status()

    def _read_status(self) -> None:
        self._desk.ask(_warning, done=self._say, key="warning", owner=self)

    def _say(self, words: str) -> None:
        self._window.warn(words)

    # closing

    def leave(self, gone: Callable[[], None]) -> None:
        """Make the last backup, while nobody waits at a window, then call `gone`. Asked a second time, go at once."""
        self._gone = gone
        if self._farewell is not None:
            self._farewell.cancel()
        elif self._desk.workspace is None:
            gone()
        else:
            self._leavings += 1
            self._farewell = self._desk.finish(partial(_farewell, self._patience), partial(self._left, self._leavings))

    def stay(self) -> None:
        """Leave no more: the owner has opened DeskCRM again."""
        if self._farewell is not None:
            self._farewell.cancel()
            self._farewell = None

    def _left(self, leaving: int) -> None:
        if self._farewell is not None and leaving == self._leavings:  # not one that was given up meanwhile
            self._gone()


def _look(workspace: Workspace, *, cancelled: Callable[[], bool]) -> str:
    from deskcrm.services import backups, erasing

    try:
        backups.make_when_due(workspace, cancelled=cancelled)
        erasing.catch_up(workspace)
    except (BackupFailed, WorkspaceDamaged) as error:
        return tr("The last backup failed: {error}", error=error)
    return _warning(workspace)


def _warning(workspace: Workspace) -> str:
    from deskcrm.services import backups

    return " ".join(backups.status(workspace).warnings)


def _farewell(patience: float, workspace: Workspace, *, cancelled: Callable[[], bool]) -> Backup | None:
    from deskcrm.services import backups

    end = time.monotonic() + patience
    return backups.make_by_itself(workspace, "closing", cancelled=lambda: cancelled() or time.monotonic() > end)
