"""What the owner sees of a bug: that the data is safe, and a report to copy."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from deskcrm.languages import tr
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Button, Label, row

_HEIGHT = 200


class CrashDialog(QDialog):
    """Plain text, a copy button, and a way on."""

    def __init__(self, trace: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Something went wrong in DeskCRM"))
        self.setAccessibleName(tr("Something went wrong in DeskCRM"))
        self.setMinimumWidth(Size.DIALOG + Size.DIALOG // 3)
        self.text = QPlainTextEdit(report(trace))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Report"))
        self.text.setMinimumHeight(_HEIGHT)
        self.text.setTabChangesFocus(True)
        self._copy = Button(tr("Copy report"), icon="copy", click=self._copied)
        close = Button(tr("Go on"), "primary", click=self.accept)
        close.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, 20, Space.XL, 20)
        layout.setSpacing(Space.M)
        layout.addWidget(Label(tr("Something went wrong"), Type.TITLE, Type.BOLD))
        layout.addWidget(
            Label(
                tr(
                    "Your data is safe: what was not finished was not begun. This is a fault in DeskCRM. The "
                    "report below says where it happened; it may hold a name or an address from your data, so "
                    "read it before you send it."
                ),
                wrap=True,
            )
        )
        layout.addWidget(self.text)
        layout.addLayout(row(self._copy, None, close))
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copied(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._copy.set_text(tr("Copied"))


def report(trace: str) -> str:
    """Return the report: versions, then the traceback."""
    head = f"DeskCRM {_version()}, Python {sys.version.split()[0]}, PySide6 {pyside_version}, {platform.platform()}"
    return f"{head}\n\n{trace.strip()}\n"


def _version() -> str:
    try:
        return version("deskcrm")
    except PackageNotFoundError:
        return "(not installed)"
