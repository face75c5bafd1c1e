"""The popover in which a filter's rule is made or changed: which field, which test, which value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from deskcrm.domain.columns import Column, ColumnKind
from deskcrm.domain.filters import TESTS, WORDS, Node
from deskcrm.domain.views import ListQuery
from deskcrm.languages import tr
from deskcrm.ui import counted
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.catalogue import Catalogue
from deskcrm.ui.models.rules import Rule
from deskcrm.ui.screens.profile_parts.popover import Popover
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Label, SeekField, row
from deskcrm.ui.widgets.pick_list import Pick, PickList
from deskcrm.ui.widgets.rule_values import Values, values_for

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_ROWS: Final = 9
_COUNT_MS: Final = 150
_FREE: Final = frozenset({"name", "emails", "phones", "notes", "urls", "handles", "street", "extended"})
"""Texts of which hardly two are the same: looked into, and not chosen from."""

_DAY_WORDS: Final = {"last_days": tr("in the last … days"), "not_last_days": tr("not in the last … days"),
                     "next_days": tr("in the next … days"), "yearly": tr("comes round in the next … days")}  # fmt: skip


class RuleEditor(Popover):
    """First the field, then the test and its value; Enter is done, Escape leaves everything as it was."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._catalogue = Catalogue("person")
        self._done: Callable[[Node], None] = lambda _node: None
        self._anchor: QWidget = self
        self._subject: Column | None = None
        self._rule = Rule("", "")
        self._count_rest = QTimer(self)
        self._count_rest.setSingleShot(True)
        self._count_rest.setInterval(_COUNT_MS)
        self._count_rest.timeout.connect(self._read_count)

    def add(self, catalogue: Catalogue, anchor: QWidget, done: Callable[[Node], None], column: str = "") -> None:
        """Ask for a new rule; `column`: of this one, so that no field need be chosen."""
        self._catalogue, self._anchor, self._done = catalogue, anchor, done
        subject = catalogue.subject(column)
        if subject is None:
            self._ask_field()
        else:
            self._choose(subject)

    def edit(self, catalogue: Catalogue, anchor: QWidget, rule: Rule, done: Callable[[Node], None]) -> None:
        """Change a rule."""
        subject = catalogue.subject(rule.column)
        if subject is not None:
            self._catalogue, self._anchor, self._done = catalogue, anchor, done
            self._subject = subject
            self._ask_value(rule, tr("Done"))

    # which field

    def _ask_field(self) -> None:
        self.begin(tr("Filter by"))
        self.seek = SeekField("search", tr("Find a field"))
        self.fields = PickList(tr("Fields"), _ROWS)
        self.body.addWidget(self.seek)
        self.body.addWidget(self.fields)
        self.seek.textChanged.connect(self._seek)
        self.seek.installEventFilter(self)
        self.fields.taken.connect(self._taken)
        self._seek("")
        self.open_under(self._anchor)
        self.seek.setFocus(Qt.FocusReason.PopupFocusReason)

    def _seek(self, text: str) -> None:
        wanted = text.casefold().split()
        found = [
            subject for subject in self._catalogue.subjects
            if all(any(part.startswith(word) for part in subject.label.casefold().split()) for word in wanted)
        ]  # fmt: skip
        self.fields.show_picks([Pick(subject.key, subject.label) for subject in found])
        if found and self.fields.currentRow() < 0:
            self.fields.setCurrentRow(0)

    def _taken(self, key: str) -> None:
        subject = self._catalogue.subject(key)
        if subject is not None:
            self._choose(subject)

    def _choose(self, subject: Column) -> None:
        self._subject = subject
        tests = TESTS[subject.kind]
        usual = {ColumnKind.DATE: "last_days", ColumnKind.NUMBER: "more", ColumnKind.MONEY: "more"}
        test = "contains" if subject.key in _FREE else usual.get(subject.kind, tests[0])
        self._ask_value(Rule(subject.key, test), tr("Add filter"))

    # which test and value

    def _ask_value(self, rule: Rule, action: str) -> None:
        assert self._subject is not None, "a field was chosen"
        self.begin(self._subject.label)
        self._rule = rule
        self._action = action
        self.test = QComboBox()
        self.test.setAccessibleName(tr("Test"))
        for test in TESTS[self._subject.kind]:
            self.test.addItem(_DAY_WORDS.get(test, WORDS[test]), test)
        self.test.setCurrentIndex(max(self.test.findData(rule.test), 0))
        self.test.activated.connect(self._test_chosen)
        self.body.addWidget(self.test)
        self.values: Values = values_for(self._desk, self._catalogue, self._subject, rule)
        self.values.changed.connect(self._count_rest.start)
        self.values.entered.connect(self.save)
        self.body.addWidget(self.values)
        self.count = Label("", Type.SMALL, tone="muted", tabular=True)
        self.save_button = Button(action, "primary", click=self.save)
        foot = row(self.count, None, self.save_button)
        foot.setContentsMargins(0, Space.XS, 0, 0)
        self.body.addLayout(foot)
        self.open_under(self._anchor)
        self.values.begin() if self.values.focusProxy() else self.test.setFocus(Qt.FocusReason.PopupFocusReason)
        self._read_count()

    def _test_chosen(self, _index: int) -> None:
        values = self.values.values()
        test = self.test.currentData()
        one = values if test in ("is", "is_not") else values[:1]
        self._ask_value(Rule(self._rule.column, test, one, self._rule.denied), self._action)

    def _now(self) -> Rule | None:
        values = self.values.values()
        test = self.test.currentData()
        if not values and test not in ("empty", "filled"):
            return None
        return Rule(self._rule.column, test, values, self._rule.denied)

    def _read_count(self) -> None:
        rule = self._now()
        if rule is None:
            self.count.setText("")
        else:
            query = ListQuery(self._catalogue.kind, where=rule.node)
            self._desk.ask(
                _number, query, done=self._show_count, failed=self.count.setText, key="number", owner=self.count
            )

    def _show_count(self, number: int) -> None:
        self.count.setText(counted.contacts(self._catalogue.kind, number))

    def save(self) -> None:
        """Take the rule and close; where something is missing, say what."""
        rule = self._now()
        if rule is None:
            self.count.setText(self.values.why)
            self.values.begin()
            return
        self.leave()
        self._done(rule.node)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys choose a field while the search has the keyboard; leave an open list to itself."""
        if QApplication.activePopupWidget() is not None:
            return False
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and watched is getattr(self, "seek", None) and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._taken(self.fields.current.key if self.fields.current else "")
                return True
            if self.fields.steer(event):
                return True
        if pressed and isinstance(event, QKeyEvent) and self._is_done(watched, event):
            self.save()
            return True
        return super().eventFilter(watched, event)

    def _is_done(self, watched: QObject, event: QKeyEvent) -> bool:
        """Whether Enter was pressed where it does nothing else."""
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        inside = isinstance(watched, QWidget) and hasattr(self, "test") and self.isAncestorOf(watched)
        return entered and inside and type(watched).__name__ in ("QComboBox", "QDateEdit")


def _number(ws: Workspace, query: ListQuery, cancelled: Callable[[], bool]) -> int:
    from deskcrm.services import reads

    return reads.numbers(ws, [query], cancelled=cancelled)[0]
