"""A field for a day or a moment, typed in words; what was understood stands below, a menu has the usual ones."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from deskcrm.domain import quickentry
from deskcrm.languages import tr
from deskcrm.ui import words
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Label, column, row

_USUAL: Final = (
    (tr("Today"), 0),
    (tr("Tomorrow"), 1),
    (tr("In three days"), 3),
    (tr("In a week"), 7),
    (tr("In a month"), 30),
)
_HINT: Final = tr("Friday 3pm, tomorrow, 1 Dec")


class MomentField(QWidget):
    """Holds a day or wall time (ISO 8601), or None. `order`: what "3/4" means, "dmy" or "mdy"."""

    changed = Signal()

    def __init__(self, name: str, moment: str | None = None, order: str = "dmy", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order = order
        self._given: tuple[str, str | None] = ("", None)  # what was set from outside: its words, and what they mean
        self.field = QLineEdit()
        self.field.setPlaceholderText(_HINT)
        self.field.setAccessibleName(name)
        self.menu_button = Button(icon="calendar", name=tr("{name} Choose", name=name), click=self._offer)
        self.meant = Label("", Type.SMALL, tone="muted")
        line = row(self.field, self.menu_button, spacing=Space.S)
        line.setStretch(0, 1)
        self.setLayout(column(line, self.meant, spacing=Space.XS))
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self._typed)
        self.set_moment(moment)

    def set_order(self, order: str) -> None:
        """Read what can be read in two ways as "dmy" or "mdy"."""
        self._order = order
        self._typed()

    def set_moment(self, moment: str | None) -> None:
        """Show a day or moment; None for none."""
        self._given = (words.due(moment) if moment else "", moment)
        self.field.setText(self._given[0])
        self._typed()

    @property
    def moment(self) -> str | None:
        """What it says; None for nothing, or for what is not understood."""
        text = self.field.text().strip()
        if text == self._given[0]:
            return self._given[1]
        now = datetime.now()
        return quickentry.when(text, now, self._order) or quickentry.when(f"in {text}", now, self._order)

    @property
    def understood(self) -> bool:
        """Whether what is typed means something, or nothing is."""
        return not self.field.text().strip() or self.moment is not None

    def _typed(self) -> None:
        moment = self.moment
        self.meant.set_tone("muted" if self.understood else "bad")
        self.meant.setText(
            words.exact(moment) if self.understood else tr("Not understood. Write it like {example}.", example=_HINT)
        )
        self.meant.setVisible(bool(self.meant.whole_text()))
        self.changed.emit()

    def _offer(self) -> None:
        menu = QMenu(self)
        for label, days in _USUAL:
            day = (date.today() + timedelta(days=days)).isoformat()
            menu.addAction(f"{label}\t{words.day(day)}", partial(self.set_moment, day))
        menu.addAction(tr("No date"), lambda: self.set_moment(None))
        menu.addSeparator()
        menu.addAction(tr("Pick a day…"), self._pick)
        menu.popup(self._below())

    def _pick(self) -> None:
        from deskcrm.ui.widgets.day_menu import pick_day

        pick_day(self, self._below(), self.set_moment)

    def _below(self) -> QPoint:
        return self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft())
