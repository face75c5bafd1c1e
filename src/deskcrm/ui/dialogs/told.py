"""Something to read before one goes on: a heading, a few sentences, Close."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from deskcrm.languages import tr
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Button, Label, row


class Told(QDialog):
    """A few sentences that are too many for a toast."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = text
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.close_button = Button(tr("Close"), "primary", click=self.accept)
        self.close_button.setDefault(True)
        words = Label(text, wrap=True)
        words.setFixedWidth(Size.DIALOG - 2 * Space.XL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, 20, Space.XL, 20)
        layout.setSpacing(Space.L)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        layout.addWidget(Label(title, Type.TITLE, Type.BOLD))
        layout.addWidget(words)
        layout.addLayout(row(None, self.close_button))
