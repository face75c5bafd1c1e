"""How files come to the wizard: chosen, dropped, in folders, pasted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.screens.importing.drop_zone import FILTERS


class Intake(QObject):
    """Answers with files, never with folders."""

    came = Signal(object, int)
    """Files, and how many beside them in folders can't be imported."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._window = desk, parent
        self._last_folder: Path | None = None

    def take(self, paths: Sequence[Path]) -> None:
        """Take files, and those in folders."""
        from deskcrm.services.import_files import files_in

        if any(path.is_dir() for path in paths):
            self._desk.look(files_in, list(paths), done=lambda found: self._found(*found), owner=self)
        elif paths:
            self._found(paths, 0)

    def _found(self, paths: Sequence[Path], others: int) -> None:
        if paths:
            self._last_folder = paths[0].parent
        self.came.emit(list(paths), others)

    def choose(self) -> None:
        """Ask for files."""
        dialog = QFileDialog(self._window, tr("Import"), str(self._folder()), FILTERS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.open()

    def paste(self, refused: Callable[[str], None]) -> None:
        """Take what was copied elsewhere as a file."""
        from deskcrm.services.import_files import keep_pasted

        text = QGuiApplication.clipboard().text()
        self._desk.ask(
            keep_pasted, text, done=lambda path: self.take([path]), failed=refused, key="pasted", owner=self
        )  # fmt: skip

    def _folder(self) -> Path:
        """Where the last file came from, or else where a browser puts what was exported."""
        downloads = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        folders = (self._last_folder, Path(downloads))
        return next((folder for folder in folders if folder is not None and folder.is_dir()), Path.home())
