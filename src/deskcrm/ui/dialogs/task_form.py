"""The fields of a task, for one that is new and for one that is there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from deskcrm.domain import quickentry, recurrence, saidrules
from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.tasks import KINDS, OFFERED, PRIORITIES
from deskcrm.domain.views import TaskView
from deskcrm.languages import tr, trn
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.theme import Space, theme
from deskcrm.ui.widgets.basic import Button, Label, column, row
from deskcrm.ui.widgets.moment_field import MomentField

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_NEVER: Final = tr("Once")
_USUAL_RULES: Final = {
    trn("every day", "every {count} days", 1): "every day",
    tr("every weekday"): "every weekday",
    trn("every week", "every {count} weeks", 1): "every week",
    tr("every 2 weeks"): "every 2 weeks",
    trn("every month", "every {count} months", 1): "every month",
    trn("every year", "every {count} years", 1): "every year",
    tr("3 weeks after done"): "3 weeks after done",
}
"""The rules that are offered, as they are said, each with the words that are surely understood."""

_REMINDERS: Final[tuple[tuple[str, int | None], ...]] = (
    (tr("No reminder"), None), (tr("At its time"), 0), (tr("10 minutes before"), 10), (tr("30 minutes before"), 30),
    (tr("1 hour before"), 60), (tr("1 day before"), 24 * 60), (tr("1 week before"), 7 * 24 * 60),
)  # fmt: skip
_NO_REMINDER, _AT_ITS_TIME = 0, 1
_NOTE_LINES: Final = 3
_HALF: Final = 188


class TaskForm(FormDialog):
    """What, when, how often, with whom; `contact` and `name` say who it is with at first."""

    def __init__(
        self, desk: Desk, title: str, save: str, parent: QWidget | None, *, contact: int | None = None, name: str = "",
        task: TaskView | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, save, parent)
        self._desk, self._task = desk, task
        self.contact, self._name = contact, name
        self.title = QLineEdit(task.title if task is not None else "")
        self.when = MomentField(tr("When?"), task.due if task is not None else None)
        self.repeat = _repeat_box(task)
        self.kind = _box([(KINDS[key].label, key) for key in self._kinds()], task.kind if task is not None else "todo")
        self.priority = _box(list(zip(PRIORITIES, range(len(PRIORITIES)), strict=True)), task.priority if task else 0)
        self.reminder = _reminder_box(task)
        self._reminder_chosen = task is not None and (task.remind_at is not None or self._has_time())
        self.notes = QPlainTextEdit(task.notes if task is not None else "")
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(self.notes.fontMetrics().lineSpacing() * (_NOTE_LINES + 1))
        self._who = Label("", elide=True)
        self._change = Button(tr("Change…"), "quiet", click=self._pick)
        self._build()
        self._say_who()
        self.reminder.activated.connect(self._choose_reminder)
        self.when.changed.connect(self._offer_reminder)
        desk.ask(_date_order, done=self.when.set_order, owner=self)
        self.title.setFocus()

    def _kinds(self) -> tuple[str, ...]:
        kept = self._task.kind if self._task is not None else "todo"
        return OFFERED if kept in OFFERED else (*OFFERED, kept)

    def _build(self) -> None:
        self.add_row(tr("What is to be done?"), self.title)
        self.rows.addLayout(column(self.label_for(tr("When?"), self.when.field), self.when, spacing=Space.XS))
        self._pair((tr("Again"), self.repeat), (tr("Reminder"), self.reminder))
        self._pair((tr("Kind"), self.kind), (tr("Priority"), self.priority))
        with_whom = row(self._who, self._change)
        with_whom.setStretch(0, 1)
        self.rows.addLayout(column(self.label_for(tr("With whom?"), self._change), with_whom, spacing=Space.XS))
        self.add_row(tr("Notes"), self.notes)

    def _pair(self, *pairs: tuple[str, QWidget]) -> None:
        """Put two fields side by side."""
        parts = []
        for label, field in pairs:
            field.setFixedWidth(_HALF)
            parts.append(column(self.label_for(label, field), field, spacing=Space.XS))
        self.rows.addLayout(row(*parts, spacing=Space.L))

    # the reminder

    def _has_time(self) -> bool:
        return self.when.moment is not None and not recurrence.is_day(self.when.moment)

    def _choose_reminder(self, _index: int) -> None:
        self._reminder_chosen = True

    def _offer_reminder(self) -> None:
        """Until the owner says otherwise, who says a time wants to hear of it then."""
        if not self._reminder_chosen:
            self.reminder.setCurrentIndex(_AT_ITS_TIME if self._has_time() else _NO_REMINDER)

    # with whom

    def _pick(self) -> None:
        from deskcrm.ui.dialogs.pick_contact import PickContact

        PickContact(self._desk, tr("With whom?"), tr("Choose"), self._picked, self, without=[self.contact or 0]).open()

    def _picked(self, contact: int, name: str) -> None:
        self.contact, self._name = contact, name
        self._say_who()

    def _say_who(self) -> None:
        self._who.setText(self._name or (tr("Somebody") if self.contact is not None else tr("Nobody")))
        self._change.setAccessibleName(tr("With whom? {name}. Change…", name=self._who.whole_text()))

    # what it says

    def said(self) -> dict[str, Any] | None:
        """All that the form says, as the services take it; None where something is to be mended, which is told."""
        title = " ".join(self.title.text().split())
        if not title:
            self.refuse(tr("Say in a few words what is to be done."))
            return None
        if not self.when.understood:
            self.refuse(tr("When it is to be done is not understood. Write it like Friday 3pm, or leave it empty."))
            return None
        try:
            repeat = self._rule()
        except InvalidValue:
            self.refuse(tr("How it comes again is not understood. Write it like every first Monday."))
            return None
        return {
            "title": title, "due": self.when.moment, "remind_at": self._remind_at(), "repeat": repeat,
            "kind": self.kind.currentData(), "priority": self.priority.currentData(),
            "notes": self.notes.toPlainText().strip(), "contact": self.contact,
        }  # fmt: skip

    def _rule(self) -> str | None:
        """The rule in the field. Raises InvalidValue for what is none."""
        text = self.repeat.currentText().strip()
        if not text or text == _NEVER:
            return None
        if self._task is not None and self._task.repeat and text == _rule_words(self._task.repeat):
            return self._task.repeat
        text = _USUAL_RULES.get(text, text)
        found = saidrules.find(text, datetime.now())
        return found.rule.text if found is not None else recurrence.parse(text).text

    def _remind_at(self) -> str | None:
        minutes, due = self.reminder.currentData(), self.when.moment
        if isinstance(minutes, str):  # as it was set
            return minutes
        if minutes is None or due is None:
            return None
        at = recurrence.wall(due)
        if recurrence.is_day(due):
            at = datetime.combine(at.date(), quickentry.MORNING)
        return (at - timedelta(minutes=minutes)).isoformat(timespec="minutes")


def _date_order(workspace: Workspace) -> str:
    from deskcrm.services import tasks

    return tasks.date_order(workspace)


def _box(choices: list[tuple[str, Any]], chosen: Any) -> QComboBox:
    box = QComboBox()
    for label, data in choices:
        if isinstance(data, str) and data in KINDS:
            box.addItem(theme().icon(KINDS[data].icon), label, data)
        else:
            box.addItem(label, data)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    return box


def _repeat_box(task: TaskView | None) -> QComboBox:
    """The usual rules, and any other that is typed."""
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.addItems([_NEVER, *_USUAL_RULES])
    if task is not None and task.repeat:
        box.setEditText(_rule_words(task.repeat))
    return box


def _rule_words(repeat: str) -> str:
    return recurrence.words(recurrence.parse(repeat))


def _reminder_box(task: TaskView | None) -> QComboBox:
    """How long before; one that was set otherwise stays as it is."""
    choices: list[tuple[str, Any]] = list(_REMINDERS)
    chosen: Any = None
    if task is not None and task.remind_at and task.due:
        due = recurrence.wall(task.due)
        at = datetime.combine(due.date(), quickentry.MORNING) if recurrence.is_day(task.due) else due
        before = int((at - recurrence.wall(task.remind_at)).total_seconds() // 60)
        chosen = before if before in [minutes for _, minutes in _REMINDERS] else task.remind_at
    elif task is not None and task.remind_at:
        chosen = task.remind_at
    if isinstance(chosen, str):
        choices.append((words.due(chosen), chosen))
    return _box(choices, chosen)
