"""What the small dialogs share: a heading, rows of labelled fields, a refusal in words, Save and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from deskcrm.languages import tr
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Banner, Button, Label, column, row


class FormDialog(QDialog):
    """A window-modal form. Ctrl+Enter saves from anywhere, Escape closes."""

    def __init__(self, title: str, save: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.trouble = Banner("bad")
        self.save_button = Button(save, "primary", click=self.save)
        self.save_button.setDefault(True)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(Space.M)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, 20, Space.XL, 20)
        layout.setSpacing(Space.L)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        head = Label(title, Type.TITLE, Type.BOLD, elide=True)
        head.setFixedWidth(Size.DIALOG - 2 * Space.XL)
        layout.addWidget(head)
        layout.addWidget(self.trouble)
        layout.addLayout(self.rows)
        layout.addLayout(row(None, Button(tr("Cancel"), click=self.reject), self.save_button))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.save)

    def add_row(self, label: str, field: QWidget, hint: str = "") -> None:
        """Put a field under its label; the label names it for screen readers."""
        parts: list[QWidget] = [self.label_for(label, field), field]
        if hint:
            parts.append(Label(hint, Type.SMALL, tone="muted", wrap=True))
            field.setAccessibleDescription(hint)
        self.rows.addLayout(column(*parts, spacing=Space.XS))

    def label_for(self, label: str, field: QWidget) -> Label:
        """Return a field's label, and name the field by it for screen readers."""
        words = Label(label, Type.SMALL, Type.MEDIUM, "muted")
        words.setBuddy(field)
        field.setAccessibleName(label)
        return words

    def save(self) -> None:
        """Take what was typed; dialogs say how."""
        raise NotImplementedError

    def refuse(self, words: str) -> None:
        """Say what is wrong and let the owner mend it."""
        self.trouble.say(words)
        self.save_button.setEnabled(True)
