"""The quick form for a task."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QWidget

from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.widgets.basic import column

_CHOICES = (
    ("No date", None),
    ("Today", 0),
    ("Tomorrow", 1),
    ("In three days", 3),
    ("In a week", 7),
    ("Another day", -1),
)
_TOMORROW = 2
_PICK = len(_CHOICES) - 1


class WhenField(QWidget):
    """By when: one of the usual days, or another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = QComboBox()
        for text, days in _CHOICES:
            day = (date.today() + timedelta(days=days)).isoformat() if days and days > 0 else ""
            self.choice.addItem(f"{text} ({words.day(day)})" if day else text)
        self.day = QDateEdit(QDate.currentDate().addDays(1))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("d MMMM yyyy")
        self.day.setAccessibleName("Day")
        self.choice.setAccessibleName("When?")
        self.choice.currentIndexChanged.connect(lambda index: self.day.setVisible(index == _PICK))
        self.choice.setCurrentIndex(_TOMORROW)
        self.day.hide()
        self.setFocusProxy(self.choice)
        self.setLayout(column(self.choice, self.day))

    def due(self) -> str | None:
        """Return the chosen day as ISO 8601."""
        days = _CHOICES[self.choice.currentIndex()][1]
        if days is None:
            return None
        if days < 0:
            chosen = self.day.date()
            return date(chosen.year(), chosen.month(), chosen.day()).isoformat()
        return (date.today() + timedelta(days=days)).isoformat()


class AddTask(FormDialog):
    """What is to be done, and by when."""

    def __init__(self, desk: Desk, contact: int | None, name: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Task for {name}" if name else "Add a task", "Add", parent)
        self._desk, self._contact = desk, contact
        self.title = QLineEdit()
        field = WhenField()
        self.when, self.day, self.due = field.choice, field.day, field.due
        self.add_row("What is to be done?", self.title)
        self.add_row("When?", field)
        self.title.setFocus()

    def save(self) -> None:
        """Add the task and close."""
        from deskcrm.services import tasks

        title = self.title.text().strip()
        if not title:
            self.refuse("Say in a few words what is to be done.")
            return
        self.save_button.setEnabled(False)
        self._desk.do(
            tasks.add,
            title,
            contact=self._contact,
            due=self.due(),
            done=lambda _task: self.accept(),
            failed=self.refuse,
            owner=self,
        )
