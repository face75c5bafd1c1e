"""What the owner does with lines of Today: each act goes to the services, or asks first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from urllib.parse import quote

from PySide6.QtCore import QObject, QPoint, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from deskcrm.domain.tasks import KINDS
from deskcrm.domain.views import ProfileView, TaskView
from deskcrm.languages import tr
from deskcrm.services.tasks import Finished
from deskcrm.services.today import Line
from deskcrm.ui.desk import Desk
from deskcrm.ui.screen import Navigator
from deskcrm.ui.screens.today_parts.putting_off import ask_until


class Acts(QObject):
    """The screen says with which lines; views hear of what was done as of any other change."""

    finished = Signal(object, str)
    """One line (`Line`) was done, and comes again then ("" for not): what is the natural next step?"""

    def __init__(self, desk: Desk, nav: Navigator, screen: QWidget) -> None:
        super().__init__(screen)
        self._desk, self._nav, self._screen = desk, nav, screen

    # done

    def done(self, lines: Sequence[Line]) -> None:
        """Mark tasks as done; a birthday is seen to; who is to be kept in touch with is asked about."""
        from deskcrm.services import tasks

        numbers = [line.task for line in lines if line.task is not None]
        if numbers:
            self._desk.do(tasks.finish, numbers, done=self._teller(lines), owner=self)
            return
        for line in lines:
            if line.kind in ("birthday", "anniversary"):
                self._desk.do(
                    tasks.add, line.title, contact=line.contact, kind="birthday", due=date.today().isoformat(),
                    slot=line.due, finished=True, owner=self,
                )  # fmt: skip
            else:
                self.log([line])
                return

    def _teller(self, lines: Sequence[Line]) -> Callable[[Finished], None]:
        def tell(finished: Finished) -> None:
            if len(lines) == 1:
                self.finished.emit(lines[0], finished.again)

        return tell

    # put off

    def snooze(self, lines: Sequence[Line], at: QPoint) -> None:
        """Ask until when, and put them off; a line that is no task becomes one."""
        ask_until(self._screen, at, lambda moment: self._put_off(lines, moment))

    def _put_off(self, lines: Sequence[Line], moment: str) -> None:
        from deskcrm.services import tasks

        numbers = [line.task for line in lines if line.task is not None]
        if numbers:
            self._desk.do(tasks.snooze, numbers, moment, owner=self)
        for line in lines:
            if line.task is None:
                birthday = line.kind in ("birthday", "anniversary")
                title = tr("Get back in touch") if line.kind == "quiet" else line.title
                self._desk.do(
                    tasks.add, title, contact=line.contact, due=moment, kind="birthday" if birthday else "touch",
                    slot=line.due if birthday else None, owner=self,
                )  # fmt: skip

    # with whom

    def log(self, lines: Sequence[Line]) -> None:
        """Ask what was talked about, and write it down."""
        from deskcrm.ui.dialogs.log_contact import LogContact

        line = lines[0]
        if line.contact is not None:
            kind = KINDS[line.kind].logs if line.kind in KINDS else ""
            LogContact(self._desk, line.contact, line.name, kind or "call", self._screen).open()

    def email(self, lines: Sequence[Line]) -> None:
        """Open the mail program with a new message, and write down that one was written."""
        from deskcrm.services import reads

        line = lines[0]
        if line.contact is not None:
            self._desk.ask(reads.profile, line.contact, done=lambda found: self._write_to(line, found), owner=self)

    def _write_to(self, line: Line, profile: ProfileView) -> None:
        from deskcrm.services import activities

        emails = profile.fields.get("emails")
        if not emails:
            self._nav.toast(tr("There is no email address of {name} yet.", name=profile.name))
            return
        about = "" if line.task is None else f"?subject={quote(line.title)}"
        address = quote(str(emails[0]["value"]), safe="@+")
        if QDesktopServices.openUrl(QUrl(f"mailto:{address}{about}")):
            self._desk.do(activities.log, profile.id, "email", "", title=line.title, owner=self)
        else:
            self._nav.toast(tr("No mail program answers on this computer."))

    def open(self, lines: Sequence[Line]) -> None:
        """Show the profile, or the task of one that is with nobody."""
        line = lines[0]
        if line.contact is not None:
            self._nav.open_contact(line.contact)
        else:
            self.edit(lines)

    # the task itself

    def edit(self, lines: Sequence[Line]) -> None:
        """Show the whole of a task, to be changed."""
        from deskcrm.services import tasks

        if lines[0].task is not None:
            self._desk.ask(tasks.find, lines[0].task, done=self._show_form, owner=self)

    def _show_form(self, task: TaskView) -> None:
        from deskcrm.ui.dialogs.edit_task import EditTask

        EditTask(self._desk, task, self._screen).open()

    def delete(self, lines: Sequence[Line]) -> None:
        """Delete tasks; the toast offers to undo it."""
        from deskcrm.services import tasks

        numbers = [line.task for line in lines if line.task is not None]
        if numbers:
            self._desk.do(tasks.delete, numbers, owner=self)

    def give(self, lines: Sequence[Line]) -> None:
        """Ask with whom these tasks are to be."""
        from deskcrm.services import tasks
        from deskcrm.ui.dialogs.pick_contact import PickContact

        numbers = [line.task for line in lines if line.task is not None]

        def picked(contact: int, _name: str) -> None:
            self._desk.do(tasks.edit, numbers, {"contact": contact}, owner=self)

        PickContact(self._desk, tr("With whom are they to be?"), tr("Give"), picked, self._screen).open()
