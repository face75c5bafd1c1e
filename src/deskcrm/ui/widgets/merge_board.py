"""Profiles side by side, with what the owner chooses and what comes of it: in the merge dialog and in Duplicates."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from deskcrm.domain.changes import Changes
from deskcrm.domain.views import MergePreview
from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.models import comparison
from deskcrm.ui.models.merge_draft import Compared, MergeDraft
from deskcrm.ui.models.merge_grid import RESULT, MergeGrid
from deskcrm.ui.screens.profile_parts.saying import text_of
from deskcrm.ui.theme import Size, Space
from deskcrm.ui.widgets.basic import Card, Label
from deskcrm.ui.widgets.merge_view import MergeView


class MergeBoard(Card):
    """The table and its draft. The result's column follows every choice, and what is changed elsewhere."""

    shown = Signal()
    """Lines show that were compared anew."""

    refused = Signal(str)
    """The words of why they can't be compared."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__((Size.LINE, Size.LINE, Size.LINE, Size.LINE), parent)
        self._desk = desk
        self._kind, self._country = "person", ""
        self.draft = MergeDraft((), 0)
        self.grid = MergeGrid(self)
        self.view = MergeView(self.grid)
        self.view.setAccessibleName(tr("What each says, and what shows after the merge"))
        self.view.setAccessibleDescription(
            tr("Arrows walk over the cells, Space or Enter chooses one, a number chooses all of a side")
        )
        self.nothing = Label(tr("Nothing is written down of them yet but their name."), tone="muted", wrap=True)
        self.nothing.setContentsMargins(Space.M, Space.S, Space.M, Space.L)
        self.view.cell_chosen.connect(self._choose)
        self.view.side_chosen.connect(self._choose_side)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.nothing)
        desk.changed.connect(self._changed)

    @property
    def preview(self) -> MergePreview:
        """What the merge would give as things stand; only once something is open."""
        assert self.draft.compared is not None
        return self.draft.compared.chosen

    def open(self, opened: comparison.Opened) -> None:
        """Show these profiles, nothing chosen yet."""
        preview = opened.compared.chosen
        self._kind, self._country = preview.kind, opened.country
        self.draft = MergeDraft(preview.contacts, preview.contacts[0])
        self.draft.take(opened.compared)
        self.grid.show_lines(())
        self.grid.show_heads(opened.heads)
        self._show()

    def forget(self) -> None:
        """Forget whom it showed."""
        self.draft = MergeDraft((), 0)

    def keep(self, contact: int) -> None:
        """Let this one lend the id."""
        self.draft.keep = contact
        self._compare()

    def _show(self) -> None:
        self.grid.show_lines(self.draft.lines(self._say, self._kind))
        self.nothing.setVisible(not self.grid.lines)
        self.shown.emit()

    def _say(self, field: str, value: Any) -> str:
        return text_of(field, value, self._country)

    def _compare(self) -> None:
        self._desk.ask(
            comparison.again, self.draft.contacts, dict(self.draft.choices), self.draft.keep,
            done=partial(self._compared, self.draft.contacts), failed=self.refused.emit, key="compare", owner=self,
        )  # fmt: skip

    def _compared(self, asked: tuple[int, ...], compared: Compared) -> None:
        if asked != self.draft.contacts:
            return  # it shows others by now
        if set(compared.chosen.contacts) == set(asked):
            self.draft.take(compared)
            self._show()
        else:
            self.refused.emit(tr("One of them was merged elsewhere meanwhile. Close this and begin again."))

    def _changed(self, changes: Changes) -> None:
        """Compare anew when one of them was changed elsewhere."""
        if self.draft.contacts and (changes.everything or changes.contacts & set(self.draft.contacts)):
            self._compare()

    def _choose(self, line: int, place: int) -> None:
        shown = self.grid.lines[line]
        if shown.value is not None:
            self.draft.toggle(shown.field, shown.value)
            self._show()
        elif place != RESULT and self.draft.choose(shown.field, self.draft.contacts[place]):
            self._compare()

    def _choose_side(self, place: int) -> None:
        self.draft.choose_side(self.draft.contacts[place])
        self._compare()
