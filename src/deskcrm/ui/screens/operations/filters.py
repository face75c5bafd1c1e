"""Which operations History shows: of a kind, of a person, of some days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QDateEdit, QMenu, QWidget

from deskcrm.languages import tr, trc
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.theme import Space, theme
from deskcrm.ui.widgets.basic import Button, row

EVERYTHING: Final = "everything"
KINDS: Final[dict[str, tuple[str, ...]]] = {
    EVERYTHING: (),
    "imports": ("import",),
    "merges": ("merge", "take_back", "detach", "move", "not_same"),
    "edits": (
        "add", "edit", "edit_many", "log", "edit_activity", "move_activity", "task", "task_many", "task_done",
        "task_open", "task_edit",
        "task_snooze", "task_delete", "setting", "tag", "link",
        "unlink", "photo", "photo_removed", "file", "file_removed", "pin", "unpin",
        "own_field", "own_field_deleted", "own_field_joined", "source",
    ),
    "removed": (
        "remove", "remove_many", "archive", "archive_many", "bring_back", "bring_back_many", "delete_activity", "erase",
    ),
}  # fmt: skip
"""The kinds of operation behind each chip."""
_LABELS: Final = {
    EVERYTHING: tr("Everything"),
    "imports": tr("Imports"),
    "merges": tr("Merges"),
    "edits": tr("Edits"),
    "removed": tr("Removed"),
}

_ANYBODY: Final = tr("Anybody")
_ANY_DAY: Final = tr("Any day")
_OF_ANY_DAY: Final = tr("Of any day")


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last, both included; None is open."""

    label: str = _ANY_DAY
    first: date | None = None
    last: date | None = None
    spoken: str = _OF_ANY_DAY
    """What a screen reader says of them: "Of today"."""

    @property
    def since(self) -> str:
        """The first moment, as History knows moments."""
        return _moment(self.first) if self.first else ""

    @property
    def until(self) -> str:
        """The moment after the last."""
        return _moment(self.last + timedelta(days=1)) if self.last else ""


def _moment(day: date) -> str:
    return datetime(day.year, day.month, day.day).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def usual_days(today: date) -> tuple[Days, ...]:
    """Return the days that the menu offers."""
    yesterday = today - timedelta(days=1)
    return (
        Days(),
        Days(tr("Today"), today, today, tr("Of today")),
        Days(tr("Yesterday"), yesterday, yesterday, tr("Of yesterday")),
        Days(tr("Last 7 days"), today - timedelta(days=6), today, tr("Of the last 7 days")),
        Days(tr("Last 30 days"), today - timedelta(days=29), today, tr("Of the last 30 days")),
        Days(tr("This year"), date(today.year, 1, 1), today, tr("Of this year")),
    )


def chosen_days(first: date, last: date) -> Days:
    """Return the days between two, whichever comes first."""
    first, last = sorted((first, last))
    label = words.day(first.isoformat())
    if first != last:
        label = tr("{first} to {last}", first=label, last=words.day(last.isoformat()))
    return Days(label, first, last, tr("Of {days}", days=label))


class HistoryFilter(QWidget):
    """The chips: kinds, and a person and days that are asked for. `kinds` may stand in another row of the screen."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.kind = EVERYTHING
        self.contact: int | None = None
        self.days = Days()
        self.kinds = QWidget()
        self.chips: dict[str, Button] = {}
        group = QButtonGroup(self)
        for name in KINDS:
            self.chips[name] = Button(_LABELS[name], "chip", checkable=True, click=partial(self.show_kind, name))
            group.addButton(self.chips[name])
        self.chips[EVERYTHING].setChecked(True)
        self.kinds.setLayout(row(*self.chips.values()))
        self.person = Button(_ANYBODY, "chip", "user", name=tr("Of anybody"), checkable=True, click=self._ask_person)
        self.when = Button(_ANY_DAY, "chip", "calendar", name=_OF_ANY_DAY, checkable=True, click=self._ask_days)
        self.setLayout(row(self.person, self.when))

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self.kind == EVERYTHING and self.contact is None and self.days == Days()

    def clear(self) -> None:
        """Leave nothing out."""
        if not self.everything:
            self._set_person(None, "")
            self._set_days(Days())
            self.show_kind(EVERYTHING)

    def show_kind(self, name: str) -> None:
        """Show one kind of operation."""
        self.kind = name
        self.chips[name].setChecked(True)
        self.changed.emit()

    def show_person(self, contact: int | None, name: str = "") -> None:
        """Show what was done with somebody; None: with anybody."""
        self._set_person(contact, name)
        self.changed.emit()

    def show_days(self, days: Days) -> None:
        """Show what was done on these days."""
        self._set_days(days)
        self.changed.emit()

    def _set_person(self, contact: int | None, name: str) -> None:
        self.contact = contact
        self.person.setChecked(contact is not None)
        self.person.setIcon(theme().icon("user" if contact is None else "x", "text", checked="accent"))
        shown = self.person.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _LONGEST)
        said = tr("Of {name}: show everybody’s again", name=name) if contact is not None else tr("Of anybody")
        self.person.set_text(shown or _ANYBODY, said)

    def _set_days(self, days: Days) -> None:
        self.days = days
        self.when.setChecked(days != Days())
        self.when.set_text(days.label, days.spoken)

    def _ask_person(self) -> None:
        from deskcrm.ui.dialogs.pick_contact import PickContact

        if self.contact is not None:
            self.show_person(None)
            return
        self.person.setChecked(False)
        PickContact(self._desk, tr("Whose history?"), tr("Show"), self.show_person, self.window()).open()

    def _ask_days(self) -> None:
        self.when.setChecked(self.days != Days())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for days in usual_days(date.today()):
            menu.addAction(days.label, partial(self.show_days, days))
        menu.addSeparator()
        menu.addAction(tr("Choose days…"), self._choose_days)
        menu.popup(self.when.mapToGlobal(QPoint(0, self.when.height() + Space.XS)))

    def _choose_days(self) -> None:
        ChooseDays(self.days, self.show_days, self.window()).open()


_LONGEST: Final = 160


class ChooseDays(FormDialog):
    """From one day to another."""

    def __init__(self, days: Days, chosen: Callable[[Days], object], parent: QWidget) -> None:
        super().__init__(tr("Which days?"), tr("Show"), parent)
        self._chosen = chosen
        today = date.today()
        self.first, self.last = _day_field(days.first or today), _day_field(days.last or today)
        self.add_row(tr("From"), self.first)
        self.add_row(tr("To"), self.last)
        self.first.setFocus()

    def save(self) -> None:
        """Show these days, and close."""
        self.accept()
        self._chosen(chosen_days(_day_in(self.first), _day_in(self.last)))


def _day_in(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def _day_field(day: date) -> QDateEdit:
    field = QDateEdit(QDate(day.year, day.month, day.day))
    field.setCalendarPopup(True)
    field.setDisplayFormat(trc("a day in a field", "d MMMM yyyy"))
    return field
