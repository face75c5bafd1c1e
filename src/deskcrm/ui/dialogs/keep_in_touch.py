"""The small form that asks how often to be in touch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QComboBox, QWidget

from deskcrm.domain import keeping
from deskcrm.services.outcome import Outcome
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog

_NEVER: Final = "No rhythm"
_USUAL: Final = ("2 weeks", "1 month", "6 weeks", "3 months", "6 months", "1 year")


class KeepInTouch(FormDialog):
    """Usual rhythms, or any other that is typed; `keep(workspace, number, rhythm)` writes it."""

    def __init__(
        self, desk: Desk, title: str, hint: str, now: str, keep: Callable[..., Outcome[Any]], number: int,
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(title, "Keep", parent)
        self._desk, self._keep, self._number = desk, keep, number
        self.rhythm = QComboBox()
        self.rhythm.setEditable(True)
        self.rhythm.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.rhythm.addItems([_NEVER, *_USUAL])
        self.rhythm.setEditText(now or _NEVER)
        self.add_row("Every", self.rhythm, hint)
        self.rhythm.setFocus()

    def save(self) -> None:
        """Keep the rhythm, and close."""
        said = self.rhythm.currentText().strip()
        said = "" if said == _NEVER else said
        if said and keeping.rhythm(said) is None:
            self.refuse("This is no rhythm. Write it like 6 weeks or 3 months.")
            return
        self.save_button.setEnabled(False)
        self._desk.do(
            self._keep, self._number, said, done=lambda _number: self.accept(), failed=self.refuse, owner=self
        )  # fmt: skip
