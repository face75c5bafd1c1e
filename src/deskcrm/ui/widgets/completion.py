"""Completes a line by what is used already, with how many use it; what is offered is asked for as one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit

Suggest = Callable[[str, str, Callable[[Sequence[tuple[str, int]]], None]], object]
"""Asks for the values of a field that begin with what is typed: `suggest(field, typed, answer)`."""

_VALUE: Final = Qt.ItemDataRole.UserRole
_SHOWN: Final = 8


class Completion(QObject):
    """The list under a field. Down goes into it, Enter takes, Escape leaves the field as it is."""

    taken = Signal()
    """A value of the list stands in the field now."""

    def __init__(self, field: QLineEdit, key: str, suggest: Suggest) -> None:
        super().__init__(field)
        self._field, self._key, self._suggest = field, key, suggest
        self.model = QStandardItemModel(self)
        self.completer = QCompleter(self.model, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setCompletionRole(_VALUE)
        self.completer.setMaxVisibleItems(_SHOWN)
        self.completer.setWidget(field)
        self.completer.activated.connect(self._take)
        self.completer.popup().setAccessibleName("Suggestions")
        field.textEdited.connect(self._ask)

    @property
    def offers(self) -> list[str]:
        """What is offered, as it reads."""
        return [self.model.item(n).text() for n in range(self.model.rowCount())]

    def _ask(self, text: str) -> None:
        typed = text.strip()
        if not typed:
            self.completer.popup().hide()
            return
        self._suggest(self._key, typed, self._show)

    def _show(self, found: Sequence[tuple[str, int]]) -> None:
        typed = self._field.text().strip()
        self.model.clear()
        for value, many in found:
            if value == typed:
                continue
            item = QStandardItem(f"{value}   {many:,}")
            item.setData(value, _VALUE)
            self.model.appendRow(item)
        if self.model.rowCount() and typed and self._field.hasFocus():
            self.completer.complete()
        else:
            self.completer.popup().hide()

    def _take(self, value: str) -> None:
        self._field.setText(value)
        QTimer.singleShot(0, self, self.taken.emit)  # after the list has let go of the keyboard
