"""Which days reports are about: the usual periods, and any two days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QWidget

from deskcrm.domain.reporting import Period
from deskcrm.languages import tr, trc
from deskcrm.ui.dialogs.base import FormDialog

_MONTHS_IN_YEAR: Final = 12


def usual(today: date) -> dict[str, Period]:
    """Return the periods that are offered by their names, the first of them to begin with."""
    month = today.replace(day=1)
    year = today.replace(month=1, day=1)
    return {
        tr("Last 12 months"): Period(_months_before(month, _MONTHS_IN_YEAR - 1), today),
        tr("Last 3 months"): Period(_months_before(month, 2), today),
        tr("This month"): Period(month, today),
        tr("This year"): Period(year, today),
        tr("Last year"): Period(date(today.year - 1, 1, 1), year - timedelta(1)),
        tr("Last 5 years"): Period(date(today.year - 4, 1, 1), today),
    }


def _months_before(month: date, number: int) -> date:
    whole = month.year * _MONTHS_IN_YEAR + month.month - 1 - number
    return date(whole // _MONTHS_IN_YEAR, whole % _MONTHS_IN_YEAR + 1, 1)


class PeriodDialog(FormDialog):
    """Asks for any two days."""

    def __init__(self, period: Period, take: Callable[[Period], None], parent: QWidget | None = None) -> None:
        super().__init__(tr("Another period"), tr("Show"), parent)
        self._take = take
        self.first, self.last = _field(period.first), _field(period.last)
        self.add_row(tr("From"), self.first)
        self.add_row(tr("To"), self.last)

    def save(self) -> None:
        """Take both days."""
        first, last = _day(self.first), _day(self.last)
        if first > last:
            self.refuse(tr("The first day comes after the last. Choose them the other way round."))
            return
        self.accept()
        self._take(Period(first, last))


def _field(day: date) -> QDateEdit:
    field = QDateEdit(QDate(day.year, day.month, day.day))
    field.setCalendarPopup(True)
    field.setDisplayFormat(trc("a day in a field", "d MMM yyyy"))
    return field


def _day(field: QDateEdit) -> date:
    return date(field.date().year(), field.date().month(), field.date().day())
