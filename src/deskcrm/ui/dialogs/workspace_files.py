"""Which file: of a new workspace, of one to open, of a copy, and of one that moves to a new computer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

from deskcrm.languages import tr
from deskcrm.ui.desk import Desk

if TYPE_CHECKING:
    from deskcrm.domain.views import Progress
    from deskcrm.services.backups import Backup
    from deskcrm.services.workspace import Workspace

_FILTER: Final = tr("DeskCRM workspaces (*.deskcrm)")


class Switcher(Protocol):
    """The window as these dialogs see it."""

    def open_workspace(self, file: Path) -> None:
        """Go over to another workspace."""

    def toast(self, text: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Say something in passing."""


def ask_new(desk: Desk, window: Switcher, parent: QWidget) -> None:
    """Ask where a new workspace is to be, and go over to it."""
    dialog = _saving(desk, parent, tr("New workspace"), tr("My business") + _ending())
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is ever written over
    dialog.fileSelected.connect(lambda chosen: make(desk, window, Path(chosen), parent))
    dialog.open()


def make(desk: Desk, window: Switcher, file: Path, owner: QWidget) -> None:
    """Go over to a new workspace; refused in words where something is there already."""
    desk.look(_check_make, file, done=window.open_workspace, owner=owner)


def ask_open(desk: Desk, window: Switcher, parent: QWidget) -> None:
    """Ask which workspace is to be opened, and go over to it."""
    dialog = QFileDialog(parent, tr("Open a workspace"), str(_folder(desk)), f"{_FILTER};;{tr('All files (*)')}")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda chosen: open_one(desk, window, Path(chosen), parent))
    dialog.open()


def open_one(desk: Desk, window: Switcher, file: Path, owner: QWidget) -> None:
    """Go over to a workspace; refused in words where it is none."""
    desk.look(_check_open, file, done=window.open_workspace, owner=owner)


def ask_copy(desk: Desk, window: Switcher, parent: QWidget) -> None:
    """Ask where a copy of the workspace is to be, and write it."""
    said = partial(_toast_copied, window)
    _ask_copy(desk, window, tr("Save a copy of this workspace"), said, parent)


def ask_move(desk: Desk, window: Switcher, parent: QWidget) -> None:
    """Ask where the one file goes that takes everything to a new computer, write it, and say what to do there."""
    _ask_copy(desk, window, tr("Move to a new computer: one file with everything"), partial(_tell_move, parent), parent)


def copy_to(desk: Desk, window: Switcher, file: Path, said: Callable[[Backup], None], owner: QWidget) -> None:
    """Write a checked copy of the workspace, and tell of it."""
    from deskcrm.services import workspaces

    window.toast(tr("Writing {name} and checking it…", name=file.name))
    desk.ask(workspaces.save_copy, file, done=said, progress=partial(_tell, window), owner=owner)


def _tell(window: Switcher, progress: Progress) -> None:
    step, _, _ = progress.step.partition(" (")  # the unit is for longer tellings
    window.toast(f"{step}… {100 * progress.done // max(1, progress.total)} %")


ASKS: Final[dict[str, Callable[[Desk, Switcher, QWidget], None]]] = {
    "new": ask_new,
    "open": ask_open,
    "copy": ask_copy,
    "move": ask_move,
}
"""Each way to another file, by the name of its command."""


def _ask_copy(desk: Desk, window: Switcher, title: str, said: Callable[[Backup], None], parent: QWidget) -> None:
    def named(name: str) -> None:
        dialog = _saving(desk, parent, title, name)
        dialog.fileSelected.connect(lambda chosen: copy_to(desk, window, Path(chosen), said, parent))
        dialog.open()

    desk.ask(_copy_name, done=named, key="copy", owner=parent)


def _toast_copied(window: Switcher, copy: Backup) -> None:
    from deskcrm.ui import words

    window.toast(tr("Saved and checked: {name}, {size}", name=copy.file.name, size=words.size(copy.bytes)))


def _tell_move(parent: QWidget, copy: Backup) -> None:
    from deskcrm.ui.dialogs.told import Told

    Told(
        tr("Ready to move"),
        tr(
            "{file} is written and checked. Take {name} to the new computer, install DeskCRM there, and choose “Open a "
            "workspace…”. Everything is in this one file. Go on there only, so that the two don’t part.",
            file=copy.file,
            name=copy.file.name,
        ),
        parent,
    ).open()


def _saving(desk: Desk, parent: QWidget, title: str, name: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(_folder(desk)), _FILTER)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(_ending().lstrip("."))
    dialog.selectFile(name)
    return dialog


def _folder(desk: Desk) -> Path:
    return desk.workspace.path.parent if desk.workspace is not None else Path.home()


def _ending() -> str:
    from deskcrm.services.workspaces import ENDING

    return ENDING


def _check_make(file: Path) -> Path:
    from deskcrm.services import workspaces

    return workspaces.check_can_make(file)


def _check_open(file: Path) -> Path:
    from deskcrm.services import workspaces

    workspaces.check_can_open(file)
    return file


def _copy_name(workspace: Workspace) -> str:
    from deskcrm.services import workspaces

    return workspaces.copy_name(workspace)
