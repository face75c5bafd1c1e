"""Keeps the calendar file up to date while the window is open, and saves one where the owner wants it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QStandardPaths, QTimer
from PySide6.QtWidgets import QFileDialog

from deskcrm.languages import tr, trn
from deskcrm.ui.desk import Desk

if TYPE_CHECKING:
    from deskcrm.domain.changes import Changes
    from deskcrm.services.workspace import Workspace
    from deskcrm.ui.main_window import MainWindow

SOON_MS: Final = 1500
"""How long after a change the file is written: several changes are written at once."""

_KINDS: Final = frozenset({"tasks", "contacts", "activities", "history"})


class CalendarKeeper(QObject):
    """Writes the file a moment after whatever changes tasks, meetings or people, one writing at a time."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._trouble = ""
        self._says = ""  # what the file says, in short
        self._under_way = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SOON_MS)
        self._timer.timeout.connect(self.write)
        desk.changed.connect(self._changed)
        self._timer.start()

    def write(self) -> None:
        """Write it now."""
        if self._under_way:
            self._timer.start()
            return
        self._under_way = True
        self._desk.ask(_refresh, self._says, done=self._written, failed=self._failed, owner=self)

    def _changed(self, changes: Changes) -> None:
        if changes.kinds & _KINDS or changes.everything:
            self._timer.start()

    def _written(self, says: str) -> None:
        self._says = says
        self._under_way = False
        self._trouble = ""

    def _failed(self, words: str) -> None:
        self._under_way = False
        if words != self._trouble:
            self._trouble = words
            self._window.toast(tr("The calendar file is not up to date. {why}", why=words))


def save_calendar(window: MainWindow) -> QFileDialog:
    """Ask where a calendar file is to go, and write it there; the dialog that asks."""
    name = str(Path(_documents(), "DeskCRM.ics"))
    dialog = QFileDialog(window, tr("Save tasks and meetings as a calendar"), name, tr("Calendars") + " (*.ics)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("ics")
    dialog.selectFile("DeskCRM.ics")
    dialog.fileSelected.connect(partial(_save, window))
    dialog.open()
    return dialog


def _save(window: MainWindow, name: str) -> None:
    path = Path(name)

    def saved(entries: int) -> None:
        window.toast(
            trn("{count} entry written to {file}.", "{count} entries written to {file}.", entries, file=path.name)
        )

    window.desk.ask(_write, path, done=saved, owner=window)


def _refresh(workspace: Workspace, before: str) -> str:
    from deskcrm.services import calendarfile

    return calendarfile.refresh(workspace, before)


def _write(workspace: Workspace, path: Path) -> int:
    from deskcrm.services import calendarfile

    return calendarfile.save(workspace, path)


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
