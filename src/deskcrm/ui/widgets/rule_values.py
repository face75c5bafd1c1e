"""What a filter's test is compared with: words with suggestions, numbers, days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QDate, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QDateEdit, QLineEdit, QWidget

from deskcrm.domain.columns import Column, ColumnKind
from deskcrm.domain.filters import Condition
from deskcrm.domain.views import ListQuery
from deskcrm.languages import number, tr, trc, trn
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.catalogue import Catalogue
from deskcrm.ui.models.rules import Rule
from deskcrm.ui.theme import Space
from deskcrm.ui.widgets.basic import Button, Label, column, row
from deskcrm.ui.widgets.pick_list import Pick, PickList

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_ROWS: Final = 6
_MOST: Final = 60
_TYPING_MS: Final = 120
_AND: Final = trc("between two figures", "and")
_DAYS: Final = frozenset({"last_days", "not_last_days", "next_days", "yearly"})
_USUAL_DAYS: Final = (7, 30, 90, 365)
_USUAL_SPAN: Final = 30
_SPAN_FIELD: Final = 72
_LONGEST: Final = 36_600
_LONGEST_TEXT: Final = 500


class Values(QWidget):
    """What one test is compared with. `values()` is empty while that makes no sense, and `why` says why."""

    changed = Signal()
    entered = Signal()
    """Enter was pressed: the owner is done."""

    why = tr("Fill this in first.")

    def values(self) -> tuple[Any, ...]:
        """Return what was chosen."""
        raise NotImplementedError

    def begin(self) -> None:
        """Take the keyboard."""
        self.setFocus(Qt.FocusReason.PopupFocusReason)


class NoValues(Values):
    """For tests that compare with nothing."""

    def values(self) -> tuple[Any, ...]:
        """Return nothing, which is enough."""
        return ()


class TextValues(Values):
    """A field, and under it the values that there are, most frequent first, with how many have each."""

    def __init__(self, desk: Desk, catalogue: Catalogue, subject: Column, rule: Rule) -> None:
        super().__init__()
        self._desk, self._catalogue, self._subject = desk, catalogue, subject
        self._several = rule.test in ("is", "is_not")
        self._ticked: dict[str, None] = dict.fromkeys(rule.values) if self._several else {}
        self._known: list[tuple[str, int]] = []
        choices = catalogue.choices(subject.key)
        self._choices = dict(choices)
        self.field = QLineEdit()
        self.field.setAccessibleName(tr("{label} to look for", label=subject.label))
        self.field.setPlaceholderText(tr("Type, or choose below"))
        self.field.setMaxLength(_LONGEST_TEXT)
        if subject.kind is ColumnKind.CHOICE:
            self.field.hide()
        if not self._several and rule.values:
            self.field.setText(str(rule.values[0]))
        self.list = PickList(tr("Values of {label}", label=subject.label), _ROWS)
        self.list.say(tr("Reading…"))
        self.setLayout(column(self.field, self.list, spacing=Space.S))
        self.setFocusProxy(self.list if subject.kind is ColumnKind.CHOICE else self.field)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._seek)
        self.field.textEdited.connect(self._edited)
        self.field.installEventFilter(self)
        self.list.ticked.connect(self._tick)
        self.list.taken.connect(self._taken)
        self._seek()

    def values(self) -> tuple[Any, ...]:
        """Return what is ticked; else what is typed."""
        if self._ticked:
            return tuple(self._ticked)
        typed = " ".join(self.field.text().split())
        return (typed,) if typed else ()

    def _edited(self, _text: str) -> None:
        self._typing.start()
        self.changed.emit()

    def _seek(self) -> None:
        if self._subject.kind is ColumnKind.CHOICE:
            keys = list(self._choices)
            ask = partial(_choice_counts, kind=self._catalogue.kind, column=self._subject.key, keys=keys)
        else:
            typed = self.field.text().strip() if self._several else ""
            ask = partial(_suggested, kind=self._catalogue.kind, column=self._subject.key, typed=typed)
        self._desk.ask(ask, done=self._show, failed=self.list.say, key="values", owner=self)

    def _show(self, found: list[tuple[str, int]]) -> None:
        self._known = found
        typed = self.field.text().strip()
        self.list.say(
            tr("Nobody has one that begins with “{typed}”", typed=typed) if typed else tr("Nobody has one yet")
        )
        folded = {value.casefold() for value in self._ticked}
        missing = [(value, -1) for value in self._ticked if value.casefold() not in {v.casefold() for v, _ in found}]
        picks = [
            Pick(value, self._choices.get(value, value), number(count) if count >= 0 else "",
                 value.casefold() in folded if self._several else None)
            for value, count in (*missing, *found)
        ]  # fmt: skip
        self.list.show_picks(picks)

    def _tick(self, key: str, ticked: bool) -> None:
        same = [value for value in self._ticked if value.casefold() == key.casefold()]
        for value in same:
            del self._ticked[value]
        if ticked:
            self._ticked[key] = None
            self.field.clear()
        self.changed.emit()

    def _taken(self, key: str) -> None:
        if self._several and key and not self._ticked:
            self._ticked[key] = None
        elif not self._several and key:
            self.field.setText(key)
        self.changed.emit()
        self.entered.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys choose below while the field has the keyboard; Enter takes."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._taken(self.list.current.key if self.list.current else "")
                return True
            return self.list.steer(event)
        return super().eventFilter(watched, event)


class NumberValues(Values):
    """One number, or two."""

    why = tr("Write a number, such as 12 or 3.50.")

    def __init__(self, catalogue: Catalogue, subject: Column, rule: Rule, two: bool) -> None:
        super().__init__()
        self._money = subject.kind is ColumnKind.MONEY
        self._currency = catalogue.currency
        before = rule.values[0] if rule.values else ()
        given: Sequence[Any] = before if isinstance(before, tuple) else (before,)
        self.fields = [QLineEdit() for _ in range(2 if two else 1)]
        for field, name, value in zip(self.fields, (subject.label, _AND), (*given, "", ""), strict=False):
            field.setAccessibleName(name)
            field.setPlaceholderText(f"0.00 {self._currency}" if self._money else "0")
            field.setText("" if value == "" else self._plain(value))
            field.textEdited.connect(lambda _text: self.changed.emit())
            field.returnPressed.connect(self.entered.emit)
        parts: list[QWidget] = [self.fields[0]]
        if two:
            parts += [Label(_AND, tone="muted"), self.fields[1]]
        self.setLayout(row(*parts))
        self.setFocusProxy(self.fields[0])

    def _plain(self, value: float) -> str:
        if self._money:
            from deskcrm.domain.cleaning.money import from_minor

            return str(from_minor(round(value), self._currency))
        return f"{value:g}"

    def values(self) -> tuple[Any, ...]:
        """Return the number, or the pair of them as one value; nothing where one is none."""
        found = [self._number(field.text()) for field in self.fields]
        if None in found:
            return ()
        return (tuple(sorted(number for number in found if number is not None)),) if len(found) > 1 else tuple(found)

    def _number(self, text: str) -> float | int | None:
        from deskcrm.domain.cleaning.money import parse_money, to_minor

        parsed = parse_money(text) if text.strip() else None
        if parsed is None:
            return None
        amount: Decimal = parsed[0]
        if self._money:
            return to_minor(amount, self._currency)
        return int(amount) if amount == int(amount) else float(amount)


class DayValues(Values):
    """One day, or two."""

    def __init__(self, subject: Column, rule: Rule, two: bool) -> None:
        super().__init__()
        before = rule.values[0] if rule.values and not isinstance(rule.values[0], int) else ()
        given = list(before) if isinstance(before, tuple) else [before]
        usual = [date.today() - timedelta(days=30), date.today()] if two else [date.today()]
        days = [date.fromisoformat(text) for text in given] if len(given) == len(usual) else usual
        self.fields = [QDateEdit(QDate(day.year, day.month, day.day)) for day in days]
        for field, name in zip(self.fields, (subject.label, _AND), strict=False):
            field.setAccessibleName(name)
            field.setCalendarPopup(True)
            field.setDisplayFormat(trc("a day in a field", "d MMM yyyy"))
            field.dateChanged.connect(lambda _day: self.changed.emit())
        parts: list[QWidget] = [self.fields[0]]
        if two:
            parts += [Label(_AND, tone="muted"), self.fields[1]]
        self.setLayout(row(*parts, None))
        self.setFocusProxy(self.fields[0])

    def values(self) -> tuple[Any, ...]:
        """Return the day, or the pair of them as one value."""
        days = [field.date() for field in self.fields]
        found = [date(day.year(), day.month(), day.day()).isoformat() for day in days]
        return (tuple(sorted(found)),) if len(found) > 1 else tuple(found)


class SpanValues(Values):
    """So many days, by number or one of the usual."""

    why = tr("Write a number of days, {most} at most.", most=number(_LONGEST))

    def __init__(self, subject: Column, rule: Rule) -> None:
        super().__init__()
        self.field = QLineEdit(str(rule.values[0] if rule.values and isinstance(rule.values[0], int) else _USUAL_SPAN))
        self.field.setValidator(QIntValidator(1, _LONGEST, self))
        self.field.setFixedWidth(_SPAN_FIELD)
        self.field.setAccessibleName(tr("{label}: days", label=subject.label))
        self.field.textChanged.connect(lambda _text: self.changed.emit())
        self.field.returnPressed.connect(self.entered.emit)
        self.usual = [
            Button(
                f"{days}",
                "chip",
                name=trn("{count} day", "{count} days", days),
                click=partial(self.field.setText, str(days)),
            )
            for days in _USUAL_DAYS
        ]
        self.setLayout(row(self.field, Label(trc("a span", "days"), tone="muted"), None, *self.usual, spacing=Space.XS))
        self.setFocusProxy(self.field)

    def values(self) -> tuple[Any, ...]:
        """Return how many days."""
        days = self.field.text()
        return (int(days),) if days.isdecimal() and 1 <= int(days) <= _LONGEST else ()


def values_for(desk: Desk, catalogue: Catalogue, subject: Column, rule: Rule) -> Values:
    """Return what the rule's test is compared with, filled with what the rule says where that still fits."""
    if rule.test in ("empty", "filled"):
        return NoValues()
    if rule.test in _DAYS:
        return SpanValues(subject, rule)
    two = rule.test == "between"
    if subject.kind is ColumnKind.DATE:
        return DayValues(subject, rule, two)
    if subject.kind in (ColumnKind.NUMBER, ColumnKind.MONEY):
        return NumberValues(catalogue, subject, rule, two)
    return TextValues(desk, catalogue, subject, rule)


def _suggested(ws: Workspace, *, kind: str, column: str, typed: str) -> list[tuple[str, int]]:
    from deskcrm.services import reads

    return reads.suggestions(ws, column, kind, typed, _MOST)


def _choice_counts(ws: Workspace, *, kind: str, column: str, keys: Sequence[str]) -> list[tuple[str, int]]:
    from deskcrm.services import reads

    queries = [ListQuery(kind, where=Condition(column, "is", key)) for key in keys]
    return list(zip(keys, reads.numbers(ws, queries), strict=True))
