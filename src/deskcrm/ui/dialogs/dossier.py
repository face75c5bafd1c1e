"""Where the file goes that has everything we know about somebody."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from deskcrm.languages import listed, tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.screen import Navigator

_FILTERS = ";;".join((tr("Page and JSON (*)"), tr("Page (*.html)"), "JSON (*.json)"))
_UNFIT = '<>:"/\\|?*'


def ask_where(desk: Desk, nav: Navigator, contact: int, name: str, parent: QWidget) -> QFileDialog:
    """Ask for a file name, save everything that is known of a contact there, and say so in passing."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, tr("Save everything we know about {name}", name=name), folder, _FILTERS)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(file_name(name))
    dialog.fileSelected.connect(lambda chosen: save(desk, nav, contact, Path(chosen), parent))
    dialog.open()
    return dialog


def file_name(name: str) -> str:
    """Return a name that every system takes for a file."""
    fit = "".join(" " if char in _UNFIT or not char.isprintable() else char for char in name)
    return " ".join(fit.split()).strip(". ") or "contact"


def save(desk: Desk, nav: Navigator, contact: int, path: Path, owner: QWidget) -> None:
    """Save everything that is known of a contact."""
    from deskcrm.services import dossier

    def saved(files: list[Path]) -> None:
        nav.toast(tr("Saved in {files}", files=listed([file.name for file in files])))

    desk.ask(dossier.save, contact, path, done=saved, owner=owner)
