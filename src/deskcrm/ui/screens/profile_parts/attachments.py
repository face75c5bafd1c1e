"""The files of an entry of the timeline: opened in the system's program, saved elsewhere, added, taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from deskcrm.domain.views import Attachment
from deskcrm.languages import regional, tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.screen import Navigator
from deskcrm.ui.theme import Space
from deskcrm.ui.widgets.basic import Button, Label, row

Contents = Sequence[tuple[str, bytes]]

_STEP: Final = 1024


class Attachments(QObject):
    """What the owner does with files on a profile."""

    def __init__(self, desk: Desk, nav: Navigator, screen: QWidget) -> None:
        super().__init__(screen)
        self._desk, self._nav, self._screen = desk, nav, screen
        self._opened = QTemporaryDir()  # goes with the window, and what was opened with it

    def fill(
        self, body: QVBoxLayout, activity: int, files: Sequence[Attachment], leave: Callable[[], None]
    ) -> None:  # fmt: skip
        """Show an entry's files and what can be done with each; `leave` closes where they are shown."""
        for one in files:
            name = Button(
                one.name, "link", "file-text", name=tr("Open {name}", name=one.name), click=partial(self.open, one.id)
            )
            size = Label(said_size(one.size), tone="muted")
            save = Button(
                icon="download",
                kind="quiet",
                name=tr("Save {name} as", name=one.name),
                click=partial(self.ask_where, one),
            )
            take = partial(self._leaving, leave, partial(self.remove, one.id))
            body.addLayout(
                row(
                    name,
                    None,
                    size,
                    save,
                    Button(icon="x", kind="quiet", name=tr("Remove {name}", name=one.name), click=take),
                )
            )
        more = partial(self._leaving, leave, partial(self.ask_which, activity))
        body.addSpacing(Space.XS)
        body.addLayout(row(Button(tr("Attach a file…"), "link", "file-up", name=tr("Attach a file"), click=more), None))

    def _leaving(self, leave: Callable[[], None], act: Callable[[], None]) -> None:
        leave()
        act()

    def ask_which(self, activity: int) -> None:
        """Ask for files, and attach them."""
        paths, _ = QFileDialog.getOpenFileNames(self._screen, tr("Attach files"))
        self.attach(activity, [Path(path) for path in paths])

    def attach(self, activity: int, paths: Sequence[Path]) -> None:
        """Attach copies of files on disk."""
        self.read(paths, partial(self.keep, activity))

    def read(self, paths: Sequence[Path], done: Callable[[Contents], None]) -> None:
        """Read files on disk; where one can't be read, say so and do nothing."""
        from deskcrm.services import files

        self._desk.ask(files.read, paths, done=done, failed=self._nav.toast, owner=self)

    def keep(self, activity: int, contents: Contents) -> None:
        """Attach what was read to an entry."""
        from deskcrm.services import files

        self._desk.do(files.attach, activity, contents, failed=self._nav.toast, initiator=self._screen, owner=self)

    def remove(self, file: int) -> None:
        """Take a file away; the toast offers to undo it."""
        from deskcrm.services import files

        self._desk.do(files.remove, file, failed=self._nav.toast, initiator=self._screen, owner=self)

    def open(self, file: int) -> None:
        """Open a copy in the system's program for it."""
        self._read(file, self._open_copy)

    def ask_where(self, attachment: Attachment) -> None:
        """Ask where a copy is to be saved, and save it."""
        path, _ = QFileDialog.getSaveFileName(self._screen, tr("Save {name}", name=attachment.name), attachment.name)
        if path:
            self.save(attachment.id, Path(path))

    def save(self, file: int, path: Path) -> None:
        """Save a copy."""

        def write(found: tuple[Attachment, bytes]) -> None:
            self._write(path, found[1], tr("Saved {name}", name=path.name))

        self._read(file, write)

    def _read(self, file: int, done: Callable[[tuple[Attachment, bytes]], None]) -> None:
        from deskcrm.services import files

        self._desk.ask(files.contents, file, done=done, failed=self._nav.toast, key="file", owner=self)

    def _open_copy(self, found: tuple[Attachment, bytes]) -> None:
        attachment, data = found
        folder = Path(self._opened.path()) / str(attachment.id)
        folder.mkdir(exist_ok=True)
        path = folder / attachment.name
        if self._write(path, data, "") and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._nav.toast(tr("No program here opens “{name}”. Save it elsewhere instead.", name=attachment.name))

    def _write(self, path: Path, data: bytes, said: str) -> bool:
        try:
            path.write_bytes(data)
        except OSError as error:
            self._nav.toast(
                tr(
                    "“{name}” couldn’t be written: {reason}. It is still in the workspace.",
                    name=path.name,
                    reason=error.strerror,
                )
            )
            return False
        if said:
            self._nav.toast(said)
        return True


def said_size(size: int) -> str:
    """Return a size in words: "812 bytes", "34 kB", "2.1 MB"."""
    if size < _STEP:
        return tr("{size} bytes", size=size)
    return (
        tr("{size} kB", size=regional.decimal(size / _STEP, 0))
        if size < _STEP * _STEP
        else tr("{size} MB", size=regional.decimal(size / _STEP / _STEP))
    )
