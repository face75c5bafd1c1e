"""The part of Settings about reminders: quiet hours, the agent at login, the calendar file that is kept up to date."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QStandardPaths, QTime
from PySide6.QtWidgets import QCheckBox, QFileDialog, QSystemTrayIcon, QTimeEdit, QWidget

from deskcrm.domain.errors import UserError
from deskcrm.languages import tr, trc
from deskcrm.ui.desk import Desk
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Card, Label, Line, option, row

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_EVENING: Final = QTime(20, 0)
_MORNING: Final = QTime(8, 0)
_TIME: Final = 92
_FORMAT: Final = "HH:mm"
_NO_FOLDER: Final = tr(
    "Tasks and meetings in one file that calendar programs can subscribe to. Choose the folder "
    "in which it is kept up to date."
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is set. `quiet`: the two times of quiet hours, None without; `login`: whether the agent starts then."""

    quiet: tuple[str, str] | None
    login: bool
    folder: Path | None


class ReminderSettings(Card):
    """Each control saves at once."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__((Space.L, Space.M, Space.L, Space.M), parent)
        self._desk = desk
        self.quiet = _switch(tr("Quiet hours"))
        self.begins, self.ends = _time(tr("Quiet hours begin"), _EVENING), _time(tr("Quiet hours end"), _MORNING)
        self.login = _switch(tr("Remind me while DeskCRM is closed"))
        self.choose = Button(
            tr("Choose a folder"), icon="folder-open", name=tr("Choose the calendar’s folder"), click=self.ask
        )
        self.stop = Button(tr("Stop"), name=tr("Keep no calendar file"), click=lambda: self._keep(None))
        self._folder = Label(_NO_FOLDER, Type.SMALL, tone="muted", wrap=True)
        self._build()
        self.quiet.clicked.connect(self._put_quiet)
        self.begins.editingFinished.connect(self._put_quiet)
        self.ends.editingFinished.connect(self._put_quiet)
        self.login.clicked.connect(self._put_login)

    def _build(self) -> None:
        self.body.setSpacing(Space.M)
        hint = tr("Nothing is shown meanwhile; what came due is shown when they are over.")
        times = row(self.begins, Label(trc("from one time to another", "to"), tone="muted"), self.ends, self.quiet)
        self.body.addLayout(option(tr("Quiet hours"), hint, times))
        self.body.addWidget(Line())
        hint = tr("A small helper starts when you log in and shows reminders until you open DeskCRM.")
        words = Label(hint, Type.SMALL, tone="muted", wrap=True)
        self.body.addLayout(option(tr("While DeskCRM is closed"), words, row(self.login)))
        self.body.addWidget(Line())
        self.body.addLayout(option(tr("Calendar file"), self._folder, row(self.stop, self.choose)))
        self._fill(Kept(None, login=False, folder=None))

    def read(self) -> None:
        """Show what is set."""
        self._desk.ask(_kept, done=self._fill, key="reminder settings", owner=self)

    def ask(self) -> QFileDialog:
        """Ask for the folder of the calendar file; the dialog that asks."""
        dialog = QFileDialog(self, tr("Keep a calendar file in"), _documents())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self._keep(Path(name)))
        dialog.open()
        return dialog

    def _fill(self, kept: Kept) -> None:
        self.quiet.setChecked(kept.quiet is not None)
        if kept.quiet is not None:
            for field, text in zip((self.begins, self.ends), kept.quiet, strict=True):
                field.setTime(QTime.fromString(text, _FORMAT))
        for field in (self.begins, self.ends):
            field.setEnabled(kept.quiet is not None)
        self.login.setChecked(kept.login)
        self._folder.setText(
            tr("Kept up to date in {folder}.", folder=kept.folder) if kept.folder is not None else _NO_FOLDER
        )
        self.stop.setVisible(kept.folder is not None)

    def _put_quiet(self) -> None:
        from deskcrm.services import reminders

        on = self.quiet.isChecked()
        for field in (self.begins, self.ends):
            field.setEnabled(on)
        times = [field.time().toString(_FORMAT) if on else "" for field in (self.begins, self.ends)]
        self._desk.do(reminders.put_quiet_hours, *times)

    def _put_login(self) -> None:
        tray = QSystemTrayIcon.isSystemTrayAvailable()
        self._desk.ask(_put_login, self.login.isChecked(), tray, done=self._fill, failed=self._refused, owner=self)

    def _keep(self, folder: Path | None) -> None:
        from deskcrm.services import calendarfile

        self._desk.do(calendarfile.keep_in, folder, done=lambda _nothing: self.read(), owner=self)

    def _refused(self, words: str) -> None:
        self._desk.failed.emit(words)
        self.read()


def _put_login(workspace: Workspace, on: bool, tray: bool) -> Kept:
    """Let the agent start at login for this workspace, or no more; what is set then. Raises UserError.

    `tray`: the desktop has a tray, where reminders can be shown too.
    """
    from deskcrm.services import autostart, notifying
    from deskcrm.services.workspace import default_path

    if on and not tray and not notifying.available():
        raise UserError(
            tr(
                "This desktop shows no notifications to programs, so there is nothing the helper could do. "
                "Reminders come while DeskCRM is open."
            )
        )
    own = workspace.path.resolve() == default_path().resolve()
    autostart.put(None if own else workspace.path, on=on)
    return _kept(workspace)


def _kept(workspace: Workspace) -> Kept:
    from deskcrm.services import autostart, calendarfile, reminders

    hours = reminders.quiet_hours(workspace)
    quiet = (f"{hours.begins:%H:%M}", f"{hours.ends:%H:%M}") if hours is not None else None
    return Kept(quiet, autostart.is_on(), calendarfile.folder(workspace))


def _switch(name: str) -> QCheckBox:
    box = QCheckBox(tr("On"))
    box.setAccessibleName(name)
    return box


def _time(name: str, value: QTime) -> QTimeEdit:
    field = QTimeEdit(value)
    field.setDisplayFormat(_FORMAT)
    field.setFixedWidth(_TIME)
    field.lineEdit().setTextMargins(Space.S, 0, 0, 0)  # which the sheet has no word for
    field.setAccessibleName(name)
    return field


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
