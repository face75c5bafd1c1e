"""The form for a new task, and the field for its day alone."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from deskcrm.domain.tasks import NO_REMINDER
from deskcrm.languages import tr, trc
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.task_form import TaskForm
from deskcrm.ui.widgets.basic import column

_CHOICES = (
    (tr("No date"), None),
    (tr("Today"), 0),
    (tr("Tomorrow"), 1),
    (tr("In three days"), 3),
    (tr("In a week"), 7),
    (tr("Another day"), -1),
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
        self.day.setDisplayFormat(trc("a day in a field", "d MMMM yyyy"))
        self.day.setAccessibleName(tr("Day"))
        self.choice.setAccessibleName(tr("When?"))
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


class AddTask(TaskForm):
    """A new task, with somebody or with nobody; due tomorrow unless another day is said."""

    def __init__(self, desk: Desk, contact: int | None, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            tr("Task for {name}", name=name) if name else tr("Add a task"),
            tr("Add"),
            parent,
            contact=contact,
            name=name,
        )
        self.when.set_moment((date.today() + timedelta(days=1)).isoformat())

    def save(self) -> None:
        """Add the task and close."""
        from deskcrm.services import tasks

        said = self.said()
        if said is None:
            return
        said["remind_at"] = said["remind_at"] or NO_REMINDER
        self.save_button.setEnabled(False)
        self._desk.do(
            tasks.add, said.pop("title"), done=lambda _task: self.accept(), failed=self.refuse, owner=self, **said
        )  # fmt: skip
