"""What one unit of each other currency is worth in the owner's own, by which totals are reckoned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from deskcrm.domain.cleaning.money import parse_money
from deskcrm.domain.reporting import Rates
from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Label, row

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_FIELD: Final = 120
_CODE: Final = 72


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept: the rates, and the currencies that are met."""

    rates: Rates
    met: tuple[str, ...]


def open_rates(desk: Desk, parent: QWidget) -> None:
    """Read what is kept, and show it to be changed."""
    desk.ask(_known, done=lambda known: RatesForm(desk, known, parent).open(), owner=parent)


class RatesForm(FormDialog):
    """A line for each currency that is met; an empty one is left out of totals."""

    def __init__(self, desk: Desk, known: Known, parent: QWidget) -> None:
        super().__init__(tr("Exchange rates"), tr("Save"), parent)
        self._desk, self._base = desk, known.rates.base
        self.fields: dict[str, QLineEdit] = {}
        hint = tr(
            "Totals are in {base}. Say what other currencies are worth; amounts in one without a rate "
            "are left out of totals, and the reports say so. Nothing is looked up on the internet.",
            base=self._base,
        )
        self.rows.addWidget(Label(hint, Type.SMALL, tone="muted", wrap=True))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.S)
        self.rows.addLayout(self._lines)
        for code in known.met:
            rate = known.rates.worth(code)
            self._add_line(code, f"{rate:.10g}" if rate is not None else "")
        self.other = QComboBox()
        self.other.setAccessibleName(tr("Add a currency"))
        self.other.addItem(tr("Add a currency…"))
        self.other.addItems([code for code in _offered() if code != self._base and code not in self.fields])
        self.other.activated.connect(self._add)
        self.rows.addLayout(row(self.other, None))
        first = next(iter(self.fields.values()), None)
        (first or self.other).setFocus()

    def _add_line(self, code: str, rate: str) -> QLineEdit:
        field = QLineEdit(rate)
        field.setPlaceholderText(tr("no rate"))
        field.setAccessibleName(tr("What one {code} is worth in {base}", code=code, base=self._base))
        field.setFixedWidth(_FIELD)
        label = Label(f"1 {code} =")
        label.setFixedWidth(_CODE)
        label.setBuddy(field)
        self._lines.addLayout(row(label, field, Label(self._base, tone="muted"), None, spacing=Space.S))
        self.fields[code] = field
        return field

    def _add(self, place: int) -> None:
        if place:
            code = self.other.itemText(place)
            self.other.removeItem(place)
            self.other.setCurrentIndex(0)
            self._add_line(code, "").setFocus()

    def save(self) -> None:
        """Keep the rates; a number that is none is told, and nothing is kept."""
        from deskcrm.services import measures

        worth: dict[str, float] = {}
        for code, field in self.fields.items():
            text = field.text().strip()
            decimal = "," if "," in text and "." not in text else "."  # 1,085 is no thousand here
            found = parse_money(text, decimal) if text else None
            if found is not None and found[0] > 0:
                worth[code] = float(found[0])
            elif text:
                self.refuse(
                    tr("“{text}” is no rate for {code}. Write a number above zero, as 0.92.", text=text, code=code)
                )
                field.setFocus()
                return
        self.save_button.setEnabled(False)
        self._desk.do(
            measures.set_rates, worth, done=lambda _none: self.accept(), failed=self.refuse, owner=self
        )  # fmt: skip


def _known(workspace: Workspace) -> Known:
    from deskcrm.services import measures

    return Known(measures.rates(workspace), tuple(measures.currencies(workspace)))


def _offered() -> tuple[str, ...]:
    from deskcrm.ui.screens.settings import CURRENCIES

    return CURRENCIES
