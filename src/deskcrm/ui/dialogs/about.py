"""About DeskCRM: its version, what is new in it, and the licences of what it is made of."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from deskcrm import __version__
from deskcrm.languages import tr
from deskcrm.services import licences
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Label, row

_SIZE: Final = (640, 520)
TITLE: Final = tr("About DeskCRM")


class AboutDialog(QDialog):
    """What this DeskCRM is; opens at what is new, or at the licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self.resize(*_SIZE)
        self.news, self.licences = QTextBrowser(), QTextBrowser()
        self.news.setMarkdown(licences.news())
        self.licences.setPlainText(licences.text())
        pages = QTabWidget()
        pages.setAccessibleName(tr("About"))
        for page, name in ((self.news, tr("What is new")), (self.licences, tr("Licences"))):
            page.setAccessibleName(name)
            page.setOpenExternalLinks(True)
            page.setFrameShape(QTextBrowser.Shape.NoFrame)
            pages.addTab(page, name)
        close = Button(tr("Close"), "primary", click=self.accept)
        close.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, 20, Space.XL, 20)
        layout.setSpacing(Space.L)
        layout.addWidget(Label("DeskCRM", Type.TITLE, Type.BOLD))
        layout.addWidget(
            Label(tr("Version {version}. All your data is on this computer.", version=__version__), tone="muted")
        )
        layout.addWidget(pages, 1)
        layout.addLayout(row(None, close))
        close.setFocus()
