"""A calendar that pops up, and asks for one day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QMenu, QWidget, QWidgetAction

from deskcrm.languages import tr


def pick_day(parent: QWidget, at: QPoint, then: Callable[[str], object]) -> QMenu:
    """Show a calendar, and call `then` with the day that is chosen (ISO 8601)."""
    menu = QMenu(tr("Pick a day"), parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(tr("Pick a day"))
    calendar = QCalendarWidget()
    calendar.setAccessibleName(tr("Day"))
    calendar.setMinimumDate(QDate.currentDate())
    calendar.setSelectedDate(QDate.currentDate().addDays(1))
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)

    def chosen(day: QDate) -> None:
        menu.close()
        then(date(day.year(), day.month(), day.day()).isoformat())

    calendar.activated.connect(chosen)
    calendar.clicked.connect(chosen)
    whole = QWidgetAction(menu)
    whole.setDefaultWidget(calendar)
    menu.addAction(whole)
    menu.popup(at)
    calendar.setFocus(Qt.FocusReason.PopupFocusReason)
    return menu
