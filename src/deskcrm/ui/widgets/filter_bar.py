"""The rules of a list as chips under its title: added, changed, denied, grouped and taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from deskcrm.domain.filters import Node
from deskcrm.domain.views import ListQuery
from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.catalogue import Catalogue
from deskcrm.ui.models.rules import Rule, Rules, in_words, is_group, negated
from deskcrm.ui.widgets.basic import Button, row
from deskcrm.ui.widgets.flow import Flow
from deskcrm.ui.widgets.rule_chip import RuleChip

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace
    from deskcrm.ui.widgets.rule_editor import RuleEditor


class FilterBar(QWidget):
    """`changed(Rules)` when the owner has changed them; `show_rules` says what there is."""

    changed = Signal(object)
    left = Signal()
    """Escape was pressed: the owner goes back to the list."""

    def __init__(self, desk: Desk, room: QWidget) -> None:
        """`room`: in which the popover opens."""
        super().__init__(room)
        self._desk, self._room = desk, room
        self._editor: RuleEditor | None = None
        self._catalogue: Catalogue | None = None
        self._wants_to_add: str | None = None  # asked for before the catalogue was read
        self.rules = Rules()
        self.chips: list[RuleChip] = []
        self.either = Button(tr("All of"), "chip", click=self._turn_either)
        self.add_button = Button(tr("Filter"), "chip", "plus", name=tr("Add a filter"), click=self.add)
        self._flow = Flow()
        layout = row(self._flow)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._lay_out()

    @property
    def editor(self) -> RuleEditor:
        """The popover, made when it is first needed."""
        if self._editor is None:
            from deskcrm.ui.widgets.rule_editor import RuleEditor

            self._editor = RuleEditor(self._desk, self._room)
        return self._editor

    # what it shows

    def show_rules(self, rules: Rules, catalogue: Catalogue) -> None:
        """Show these rules."""
        focus = next((n for n, chip in enumerate(self.chips) if chip.hasFocus()), -1)
        same = rules == self.rules and catalogue == self._catalogue
        self._catalogue, self.rules = catalogue, rules
        if not same:
            self._make_chips(catalogue)
            self.refresh_counts()
            if focus >= 0:
                self._focus(min(focus, len(self.chips) - 1))
        if self._wants_to_add is not None:
            self.add(self._wants_to_add)

    def _make_chips(self, catalogue: Catalogue) -> None:
        for old in self.chips:
            old.hide()
            old.deleteLater()
        self.chips = [self._chip(n, in_words(part, catalogue)) for n, part in enumerate(self.rules.parts)]
        self._lay_out()

    def _chip(self, number: int, words: str) -> RuleChip:
        chip = RuleChip(words, self._flow)
        chip.clicked.connect(partial(self.edit, number))
        chip.removed.connect(partial(self.remove, number))
        chip.stepped.connect(lambda way: self._focus(number + way))
        chip.menu_asked.connect(partial(self._menu, number))
        return chip

    def _lay_out(self) -> None:
        several = len(self.chips) > 1
        either = self.rules.either
        said = tr("Any of") if either else tr("All of")
        turned = tr("Press so that all of these must hold") if either else tr("Press so that one of these is enough")
        self.either.setParent(self._flow)
        self.either.ensurePolished()  # or it is laid out without its padding
        self.either.set_text(
            said,
            tr("Any of these: press so that all of these must hold")
            if either
            else tr("All of these: press so that one of these is enough"),
        )
        self.either.setToolTip(turned)
        self.either.setVisible(several)
        self._flow.set_items([*([self.either] if several else []), *self.chips, self.add_button])

    def refresh_counts(self) -> None:
        """Count anew how many each rule fits by itself."""
        if self.rules.parts and self._catalogue is not None:
            queries = [ListQuery(self._catalogue.kind, where=part) for part in self.rules.parts]
            self._desk.ask(
                _numbers, queries, done=self._show_counts, failed=lambda _words: None, key="counts", owner=self
            )

    def _show_counts(self, numbers: Sequence[int]) -> None:
        for chip, number in zip(self.chips, numbers, strict=False):
            chip.show_count(number)
        self._lay_out()

    # what the owner does

    def add(self, column: str = "") -> None:
        """Ask for one more rule, of a column where one is given."""
        if self._catalogue is None:
            self._wants_to_add = column
            return
        self._wants_to_add = None
        self.editor.add(self._catalogue, self.add_button, lambda node: self._put(len(self.rules.parts), node), column)

    def edit(self, number: int, _checked: bool = False) -> None:
        """Change a rule; of a group, show what can be done with it."""
        chip = self.chips[number]
        rule = Rule.of(self.rules.parts[number])
        if self._catalogue is not None and rule is not None and self._catalogue.subject(rule.column) is not None:
            self.editor.edit(self._catalogue, chip, rule, partial(self._put, number))
        else:
            self._menu(number, chip.mapToGlobal(QPoint(0, chip.height())))

    def remove(self, number: int) -> None:
        """Take a rule away."""
        self._change(self.rules.without(number))

    def negate(self, number: int) -> None:
        """Let a rule say the opposite."""
        self._put(number, negated(self.rules.parts[number]))

    def focus_first(self) -> None:
        """Put the keyboard on the first chip, or on what adds one."""
        self._focus(0)

    def _turn_either(self) -> None:
        self._change(Rules(self.rules.parts, not self.rules.either))

    def _put(self, number: int, node: Node) -> None:
        self._change(self.rules.put(number, node))

    def _change(self, rules: Rules) -> None:
        self.changed.emit(rules)

    def _focus(self, number: int) -> None:
        inside = 0 <= number < len(self.chips)
        (self.chips[number] if inside else self.add_button).setFocus(Qt.FocusReason.TabFocusReason)

    def _menu(self, number: int, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        part = self.rules.parts[number]
        offered: list[tuple[str, Callable[[], object], bool]] = [
            (tr("Change…"), partial(self.edit, number), Rule.of(part) is not None),
            (tr("Say the opposite"), partial(self.negate, number), True),
            (
                tr("Both this and the next") if self.rules.either else tr("This or the next"),
                lambda: self._change(self.rules.grouped(number)),
                number + 1 < len(self.rules.parts),
            ),
            (tr("Split"), lambda: self._change(self.rules.split(number)), is_group(part)),
        ]
        for label, act, fits in offered:
            if fits:
                menu.addAction(label, act)
        menu.addSeparator()
        menu.addAction(tr("Take away"), partial(self.remove, number))
        menu.popup(at)


def _numbers(ws: Workspace, queries: Sequence[ListQuery], cancelled: Callable[[], bool]) -> list[int]:
    from deskcrm.services import reads

    return reads.numbers(ws, queries, cancelled=cancelled)
