"""The quick form for what was talked about."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from deskcrm.domain.activities import kind_icon
from deskcrm.languages import tr
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.theme import theme

_OFFERED: Final = ("call", "email", "meeting", "message", "visit", "note")
_LINES: Final = 5


class LogContact(FormDialog):
    """How one was in touch, and what came of it; a call may be logged without a word."""

    def __init__(self, desk: Desk, contact: int, name: str, kind: str = "call", parent: QWidget | None = None) -> None:
        super().__init__(tr("In touch with {name}", name=name), tr("Log"), parent)
        self._desk, self._contact = desk, contact
        self.kind = QComboBox()
        for key in (*_OFFERED, *words.own_kinds()):
            self.kind.addItem(theme().icon(kind_icon(key)), words.kind(key), key)
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _LINES)
        self.add_row(tr("How?"), self.kind)
        self.add_row(tr("What came of it?"), self.text)
        self.text.setFocus()

    def save(self) -> None:
        """Log it and close."""
        from deskcrm.services import activities

        text = self.text.toPlainText().strip()
        kind = str(self.kind.currentData())
        title = "" if text else words.kind(kind)
        self.save_button.setEnabled(False)
        self._desk.do(
            activities.log, self._contact, kind, text, title=title, done=lambda _entry: self.accept(),
            failed=self.refuse, owner=self,
        )  # fmt: skip
