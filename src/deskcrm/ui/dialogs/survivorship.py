"""Whose value shows where sources differ: a preference for each field, with what it would change on real people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from deskcrm.domain.trust import ruled_label
from deskcrm.domain.winning import TRUSTED, WINNERS, can_prefer
from deskcrm.languages import inside, number, tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Label, clear, column

if TYPE_CHECKING:
    from deskcrm.services.survivorship import Effect
    from deskcrm.services.workspace import Workspace

_WIDE: Final = Size.DIALOG - 2 * Space.XL
_FIELDS: Final = ("name", "organization", "title", "emails", "phones", "addresses", "birthday")
"""Those that sources differ in; others are shown where they have a preference, which the terminal gives."""
_SHOWN: Final = 3


class SurvivorshipDialog(FormDialog):
    """The effect follows each choice; nothing changes before the owner saves."""

    def __init__(self, desk: Desk, preferences: dict[str, str], parent: QWidget) -> None:
        super().__init__(tr("Whose value shows"), tr("Save"), parent)
        self._desk = desk
        hint = Label(tr("Where sources differ. What you typed yourself always comes first."), tone="muted", wrap=True)
        hint.setFixedWidth(_WIDE)
        self.rows.addWidget(hint)
        self.winners: dict[str, QComboBox] = {}
        self.rows.addLayout(self._fields(preferences))
        self.told = Label("", weight=Type.MEDIUM, wrap=True)
        self.told.setFixedWidth(_WIDE)
        self.examples = column(spacing=Space.S)
        self.rows.addWidget(self.told)
        self.rows.addLayout(self.examples)
        self._look()
        next(iter(self.winners.values())).setFocus()

    def _fields(self, preferences: dict[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(Space.S)
        for at, field in enumerate(dict.fromkeys((*_FIELDS, *preferences))):
            box = QComboBox()
            for winner, words in WINNERS.items():
                if can_prefer(field, winner):
                    box.addItem(words, winner)
            box.setCurrentIndex(max(box.findData(preferences.get(field, TRUSTED)), 0))
            box.setAccessibleName(ruled_label(field))
            box.activated.connect(self._look)
            label = Label(ruled_label(field))
            label.setBuddy(box)
            grid.addWidget(label, at, 0)
            grid.addWidget(box, at, 1)
            self.winners[field] = box
        grid.setColumnStretch(0, 1)
        return grid

    @property
    def chosen(self) -> dict[str, str]:
        """The preferences as they are chosen."""
        return {field: box.currentData() for field, box in self.winners.items() if box.currentData() != TRUSTED}

    def _look(self) -> None:
        self.told.setText(tr("Looking at whom it would change…"))
        self._desk.ask(_effect, self.chosen, done=self._show, failed=self.told.setText, key="effect", owner=self)

    def _show(self, found: Effect) -> None:
        if not found.looked_at:
            self.told.setText(tr("Nobody comes from several records yet, so this changes nobody today."))
        elif not found.changed:
            self.told.setText(
                tr(
                    "This changes none of the {looked_at} whom several records tell of.",
                    looked_at=number(found.looked_at),
                )
            )
        else:
            self.told.setText(
                tr(
                    "Changes {changed} of the {looked_at} whom several records tell of:",
                    changed=number(found.changed),
                    looked_at=number(found.looked_at),
                )
            )
        clear(self.examples)
        for one in found.examples[:_SHOWN]:
            head = Label(f"{one.name}: {inside(one.field)}", Type.SMALL, Type.MEDIUM, elide=True)
            nothing = tr("nothing")
            change = Label(f"{one.before or nothing} → {one.after or nothing}", Type.SMALL, tone="muted", elide=True)
            for label in (head, change):
                label.setFixedWidth(_WIDE)
            self.examples.addLayout(column(head, change, spacing=0))

    def save(self) -> None:
        """Let them count, and close."""
        from deskcrm.services import survivorship

        self.save_button.setEnabled(False)
        self._desk.do(
            survivorship.put, self.chosen, done=lambda _none: self.accept(), failed=self.refuse, owner=self
        )  # fmt: skip


def open_survivorship(desk: Desk, parent: QWidget) -> None:
    """Open it with what counts now."""
    desk.ask(_get, done=_opener(desk, parent), owner=parent)


def _opener(desk: Desk, parent: QWidget) -> Callable[[dict[str, str]], None]:
    return lambda preferences: SurvivorshipDialog(desk, preferences, parent).open()


def _get(ws: Workspace) -> dict[str, str]:
    from deskcrm.services import survivorship

    return survivorship.get(ws)


def _effect(ws: Workspace, preferences: dict[str, str], *, cancelled: Callable[[], bool]) -> Effect:
    from deskcrm.services import survivorship

    return survivorship.effect(ws, preferences, cancelled)
