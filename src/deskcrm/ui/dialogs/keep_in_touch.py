"""The small form that asks how often to be in touch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QComboBox, QWidget

from deskcrm.domain import keeping
from deskcrm.languages import tr
from deskcrm.services.outcome import Outcome
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog

_NEVER: Final = tr("No rhythm")
_USUAL: Final = ("2 weeks", "1 month", "6 weeks", "3 months", "6 months", "1 year")
"""The rhythms that are offered, as they are kept."""


class KeepInTouch(FormDialog):
    """Usual rhythms, or any other that is typed; `keep(workspace, number, rhythm)` writes it."""

    def __init__(
        self, desk: Desk, title: str, hint: str, now: str, keep: Callable[..., Outcome[Any]], number: int,
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(title, tr("Keep"), parent)
        self._desk, self._keep, self._number = desk, keep, number
        self.rhythm = QComboBox()
        self.rhythm.setEditable(True)
        self.rhythm.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.rhythm.addItems([_NEVER, *map(keeping.shown, _USUAL)])
        self.rhythm.setEditText(keeping.shown(now) or _NEVER)
        self.add_row(tr("Every"), self.rhythm, hint)
        self.rhythm.setFocus()

    def save(self) -> None:
        """Keep the rhythm, and close."""
        said = self.rhythm.currentText().strip()
        said = "" if said == _NEVER else {keeping.shown(kept): kept for kept in _USUAL}.get(said, said)
        if said and keeping.rhythm(said) is None:
            self.refuse(tr("This is no rhythm. Write it like 6 weeks or 3 months."))
            return
        self.save_button.setEnabled(False)
        self._desk.do(
            self._keep, self._number, said, done=lambda _number: self.accept(), failed=self.refuse, owner=self
        )  # fmt: skip
