"""The dialog that corrects what was logged: text, time, how long it took, what came of it."""

from __future__ import annotations

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QPlainTextEdit, QSpinBox, QWidget

from deskcrm.domain.views import TimelineEntry
from deskcrm.languages import inside, tr, trc
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.models.timeline_words import OUTCOMES

_MOST_MINUTES = 7 * 24 * 60


class EditEntry(FormDialog):
    """Asks what an own entry of the timeline should say; the old version is kept, and undo brings it back."""

    def __init__(self, desk: Desk, entry: TimelineEntry, parent: QWidget | None = None) -> None:
        kind = inside(words.kind(entry.kind))
        super().__init__(tr("Edit the {kind}", kind=kind), tr("Save"), parent)
        self._desk, self._entry = desk, entry
        self.text = QPlainTextEdit(entry.text)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.fontMetrics().lineSpacing() * 6)
        self.add_row(tr("Text"), self.text)
        self.when = QDateTimeEdit(QDateTime.fromSecsSinceEpoch(round(words.moment(entry.at).timestamp())))
        self.when.setCalendarPopup(True)
        self.when.setDisplayFormat(trc("a day in a field", "d MMM yyyy, HH:mm"))
        self._was = self.when.dateTime()
        self.add_row(tr("When"), self.when)
        self.minutes = QSpinBox()
        self.minutes.setRange(0, _MOST_MINUTES)
        self.minutes.setSpecialValueText(tr("Not said"))
        self.minutes.setSuffix(tr(" min"))
        self.minutes.setValue(entry.duration or 0)
        self.add_row(tr("Duration"), self.minutes)
        self.outcome = QComboBox()
        self.outcome.setEditable(True)
        self.outcome.addItems(["", *OUTCOMES.get(entry.kind, ())])
        self.outcome.setCurrentText(entry.outcome)
        self.add_row(tr("Outcome"), self.outcome)
        self.text.setFocus()

    def save(self) -> None:
        """Send what differs."""
        from deskcrm.services import activities

        text, outcome = self.text.toPlainText().strip(), self.outcome.currentText().strip()
        moved = self.when.dateTime() != self._was
        at = words.moment(self.when.dateTime().toUTC().toString("yyyy-MM-ddTHH:mm:00+00:00"))
        correction = activities.Correction(
            text=text if text != self._entry.text else None,
            at=at.isoformat(timespec="minutes") if moved else None,
            duration=self.minutes.value() if self.minutes.value() != (self._entry.duration or 0) else None,
            outcome=outcome if outcome != self._entry.outcome else None,
        )
        if correction == activities.Correction():
            self.accept()
            return
        self.save_button.setEnabled(False)
        self._desk.do(
            activities.edit, self._entry.id, correction, done=self._saved, failed=self.refuse, initiator=self,
            owner=self,
        )  # fmt: skip

    def _saved(self, _activity: int) -> None:
        self.accept()
