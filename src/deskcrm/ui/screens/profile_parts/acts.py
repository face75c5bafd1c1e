"""What the owner does with the contact on the profile: each act is sent to the services, or asks in a dialog first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ActivityVersion, LinkView, ProfileView, TaskView, TimelineEntry
from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.timeline_words import Line
from deskcrm.ui.screen import Navigator
from deskcrm.ui.screens.operations.flipping import flip
from deskcrm.ui.screens.profile_parts.attachments import Attachments, Contents
from deskcrm.ui.screens.profile_parts.composer import Written
from deskcrm.ui.widgets import photo


class Acts(QObject):
    """The screen says of whom; views hear of what was done as of any other change."""

    def __init__(self, desk: Desk, nav: Navigator, screen: QWidget, again: Callable[[], None]) -> None:
        """`again` reads the profile once more, so that what was typed gives way to what is kept."""
        super().__init__(screen)
        self._desk, self._nav, self._screen, self._again = desk, nav, screen, again
        self._contact = 0
        self.files = Attachments(desk, nav, screen)

    def turn_to(self, contact: int) -> None:
        """Act on this contact from now on."""
        self._contact = contact

    # fields and photo

    def patch(self, patches: list[Patch]) -> None:
        """Change fields."""
        from deskcrm.services import contacts

        self._desk.do(
            contacts.edit, self._contact, patches, done=self._patched, failed=self._refused, initiator=self._screen,
            owner=self,
        )  # fmt: skip

    def paint_tag(self, tag: str, colour: str) -> None:
        """Give a tag a colour, "" for none, wherever it stands."""
        from deskcrm.services import colours

        self._desk.do(colours.paint_tag, tag, colour, initiator=self._screen)

    def _patched(self, _contact: int) -> None:
        self._again()

    def _refused(self, reason: str) -> None:
        self._nav.toast(reason)
        self._again()

    def put_photo(self, picture: Path | bytes) -> None:
        """Read a picture, off the GUI thread, ask which part of it shows unless it is square, and keep that."""
        contact = self._contact
        self._desk.ask(
            photo.readable, picture, done=lambda image: self._fit_photo(contact, image), failed=self._nav.toast,
            key="photo", owner=self,
        )  # fmt: skip

    def crop_photo(self, picture: bytes) -> None:
        """Ask which part of the present photo is to show."""
        contact = self._contact
        self._desk.ask(
            photo.readable, picture, done=lambda image: self._ask_part(contact, image), failed=self._nav.toast,
            key="photo", owner=self,
        )  # fmt: skip

    def _fit_photo(self, contact: int, image: QImage) -> None:
        if photo.is_square(image):
            self._cut_photo(contact, image, None)
        else:
            self._ask_part(contact, image)

    def _ask_part(self, contact: int, image: QImage) -> None:
        from deskcrm.ui.dialogs.crop_photo import CropPhoto

        CropPhoto(image, lambda part: self._cut_photo(contact, image, part), self._screen).open()

    def _cut_photo(self, contact: int, image: QImage, part: QRect | None) -> None:
        self._desk.ask(photo.cut, image, part, done=lambda data: self._keep_photo(contact, data), owner=self)

    def _keep_photo(self, contact: int, picture: bytes) -> None:
        from deskcrm.services import photos

        self._desk.do(photos.put, contact, picture, initiator=self._screen)

    def remove_photo(self) -> None:
        """Take the photo away."""
        from deskcrm.services import photos

        self._desk.do(photos.remove, self._contact, initiator=self._screen)

    # links

    def add_link(self, profile: ProfileView, date_order: str) -> None:
        """Ask with whom and as what the contact is to be linked."""
        from deskcrm.ui.dialogs.add_link import AddLink

        AddLink(self._desk, profile, self._screen, date_order).open()

    def change_link(self, link: LinkView, date_order: str) -> None:
        """Ask for the role and days of a link."""
        from deskcrm.ui.dialogs.add_link import ChangeLink

        ChangeLink(self._desk, link, self._screen, date_order).open()

    def remove_link(self, link: LinkView) -> None:
        """Take a link away; the toast offers to undo it."""
        from deskcrm.services import links

        self._desk.do(links.remove, link.id, initiator=self._screen)

    # the timeline

    def log(self, written: Written, done: Callable[[], None]) -> None:
        """Write down what happened, with its files, or what is to be done."""
        from deskcrm.services import quick_tasks

        if written.task is not None:
            said = quick_tasks.Understood(written.task, self._contact)
            self._desk.do(
                quick_tasks.add_understood, said, done=lambda _task: done(), initiator=self._screen, owner=self
            )  # fmt: skip
            return

        # files first: where one can't be read, nothing is logged and the composer keeps what was typed
        self.files.read(written.paths, lambda contents: self._log_with(written, contents, done))

    def _log_with(self, written: Written, contents: Contents, done: Callable[[], None]) -> None:
        from deskcrm.services import activities

        self._desk.do(
            activities.log, self._contact, written.kind, written.text, at=written.at, duration=written.minutes,
            outcome=written.outcome, attached=contents, done=lambda _activity: done(),
            initiator=self._screen, owner=self,
        )  # fmt: skip

    def pin(self, activity: int, pinned: bool) -> None:
        """Let an entry stand on top of the timeline, or among the others again."""
        from deskcrm.services import pins

        act = pins.pin if pinned else pins.unpin
        self._desk.do(act, activity, failed=self._nav.toast, initiator=self._screen, owner=self)

    def edit_entry(self, entry: TimelineEntry) -> None:
        """Ask what an own entry should say."""
        from deskcrm.ui.dialogs.edit_entry import EditEntry

        EditEntry(self._desk, entry, self._screen).open()

    def ask_versions(self, activity: int, done: Callable[[list[ActivityVersion]], None]) -> None:
        """Read all that was ever said of an entry."""
        from deskcrm.services import activities

        self._desk.ask(activities.versions, activity, done=done, failed=self._nav.toast, key="versions", owner=self)

    def ask_whose(self, activity: int, profile: ProfileView) -> None:
        """Ask to whom an own entry belongs, and give it to them with its files."""
        from deskcrm.ui.dialogs.pick_contact import PickContact

        picked = partial(self._move_entry, activity)
        PickContact(
            self._desk, tr("Move this entry to"), tr("Move"), picked, self._screen, without=profile.ids
        ).open()  # fmt: skip

    def _move_entry(self, activity: int, contact: int, _name: str) -> None:
        from deskcrm.services import activities

        self._desk.do(activities.move, activity, contact, failed=self._nav.toast, initiator=self._screen, owner=self)

    def finish(self, task: int) -> None:
        """Mark a task as done."""
        from deskcrm.services import tasks

        self._desk.do(tasks.finish, task, initiator=self._screen)

    def change_task(self, task: TaskView) -> None:
        """Show the whole of a task, to be changed."""
        from deskcrm.ui.dialogs.edit_task import EditTask

        EditTask(self._desk, task, self._screen).open()

    def delete(self, line: Line) -> None:
        """Take an entry of the owner's out of the timeline; say why others stay."""
        from deskcrm.services import activities, tasks

        if line.task is not None:
            self._desk.do(tasks.delete, line.task.id, initiator=self._screen)
        elif line.entry is not None and line.entry.own:
            self._desk.do(activities.delete, line.entry.id, initiator=self._screen)
        elif line.entry is not None:
            self._nav.toast(tr("This came from {source}. Undo that import to take it out.", source=line.entry.source))
        elif line.change is not None:
            self._nav.toast(tr("A change stays in the timeline. Take it back by its Undo instead."))

    # the whole contact

    def remove(self) -> None:
        """Take the contact out of lists and search; the toast offers to undo it."""
        from deskcrm.services import contacts

        self._desk.do(contacts.remove, self._contact, initiator=self._screen)

    def archive(self) -> None:
        """Take the contact out of the lists, where search still finds it; the toast offers to undo it."""
        from deskcrm.services import contacts

        self._desk.do(contacts.archive, self._contact, initiator=self._screen)

    def bring_back(self) -> None:
        """Put a removed or archived contact back into lists and search."""
        from deskcrm.services import contacts

        self._desk.do(contacts.bring_back, self._contact, initiator=self._screen)

    def save_dossier(self, profile: ProfileView) -> None:
        """Ask for a file, and save everything that is known of the contact there."""
        from deskcrm.ui.dialogs.dossier import ask_where

        ask_where(self._desk, self._nav, profile.id, profile.name, self._screen)

    def erase(self, profile: ProfileView) -> None:
        """Ask whether the contact is to be erased for good."""
        from deskcrm.ui.dialogs.erase import EraseDialog

        EraseDialog(self._desk, profile.id, self._screen).open()

    def undo(self, operation: int | None = None) -> None:
        """Take back an operation, or the latest."""
        flip(self._desk, operation, True, owner=self._screen, refused=self._not_flipped)

    def redo(self, operation: int | None = None) -> None:
        """Do an operation again, or what was undone last."""
        flip(self._desk, operation, False, owner=self._screen, refused=self._not_flipped)

    def _not_flipped(self, reason: str, _in_the_way: tuple[int, ...]) -> None:
        self._nav.toast(reason)
