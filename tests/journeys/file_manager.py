"""A window with one file in it that can be dragged out: what stands for a desktop's file manager."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

PLACE = (24, 845, 260, 40)
"""Below the program's window."""


class File(QLabel):
    """One file, by its name."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.name, None, Qt.WindowType.FramelessWindowHint)
        self._path = path
        self.setWindowTitle("Files")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setGeometry(*PLACE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(self._path))])
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    file = File(Path(sys.argv[1]))
    file.show()
    sys.exit(app.exec())
