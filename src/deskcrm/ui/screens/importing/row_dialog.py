"""One row of a file as it stands there, to be mended before it goes in, or said to be somebody's who is here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QWidget

from deskcrm.domain.views import Candidate, RowChange
from deskcrm.languages import number, tr
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.screens.importing.preview_rows import like_words
from deskcrm.ui.screens.importing.table import sentence
from deskcrm.ui.theme import Size, Space
from deskcrm.ui.widgets.basic import Banner, column

if TYPE_CHECKING:
    from deskcrm.domain.taking.decisions import Decisions

_HEIGHT: Final = 380


class RowDialog(FormDialog):
    """The cells of a row under the names of their columns. What is changed here changes the file in no way."""

    def __init__(
        self,
        change: RowChange,
        headers: Sequence[str],
        cells: Sequence[str],
        decisions: Decisions,
        decided: Callable[[Decisions], None],
        like: Candidate | None,
        parent: QWidget,
    ) -> None:
        super().__init__(tr("Row {row} of the file", row=number(change.row)), tr("Use these cells"), parent)
        self._line, self._cells = change.row, list(cells)
        self._decisions, self._decided = decisions, decided
        self._why = Banner("warning")
        self._like = Banner("accent")
        self.fields = [QLineEdit(cell) for cell in cells]
        self.rows.addWidget(self._why)
        self.rows.addWidget(self._like)
        self.rows.addWidget(self._area(headers))
        self._say(change, like)
        blamed = change.fields[0].field if change.kind == "problem" and change.fields else ""
        place = list(headers).index(blamed) if blamed in headers else 0
        if self.fields:
            self.fields[min(place, len(self.fields) - 1)].setFocus()

    def _area(self, headers: Sequence[str]) -> QScrollArea:
        names = [*headers, *(tr("Cell {number}", number=place + 1) for place in range(len(headers), len(self.fields)))]
        inner = QWidget()
        labelled = [
            column(self.label_for(name or tr("Column {number}", number=place), field), field, spacing=Space.XS)
            for place, (name, field) in enumerate(zip(names, self.fields, strict=False), 1)
        ]
        layout = column(*labelled, None, spacing=Space.M)
        layout.setContentsMargins(0, 0, Size.SCROLLBAR + Space.XS, 0)
        inner.setLayout(layout)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumHeight(min(_HEIGHT, inner.sizeHint().height()))
        return area

    def _say(self, change: RowChange, like: Candidate | None) -> None:
        if change.kind in ("problem", "waiting") and change.fields:
            self._why.say(f"{sentence(change.fields[0].why)}.")
        if self._line in self._decisions.same_as:
            self._like.say(tr("You said whom this row is about."), tr("Leave it to DeskCRM"), lambda: self._who(None))
        elif like is not None:
            self._like.say(
                tr("Looks like {name_and_why}.", name_and_why=like_words(like)),
                tr("It is them"),
                lambda: self._who(like.contact),
            )

    def _who(self, contact: int | None) -> None:
        self._decided(self._decisions.say_who(self._line, contact))
        self.accept()

    def save(self) -> None:
        """Take the cells that were changed."""
        now = [field.text() for field in self.fields]
        mended = {place: text for place, text in enumerate(now) if text != self._cells[place]}
        if mended:
            self._decided(self._decisions.mend(self._line, mended))
        self.accept()
