"""History: everything the owner did, newest first, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.screens.operations.entries import Line, line_of
from deskcrm.ui.screens.operations.filters import KINDS, HistoryFilter
from deskcrm.ui.screens.operations.flipping import explain, flip
from deskcrm.ui.screens.operations.view import OperationView
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Banner, Button, Label, row
from deskcrm.ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

PAGE: Final = 100
"""How many operations are read at a time."""

_ONE_ROW: Final = 1000
"""A screen narrower than this shows the kinds in a row of their own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is read: `number` operations older than `before`, of what the filter leaves."""

    number: int
    before: int | None
    kinds: tuple[str, ...]
    contact: int | None
    since: str
    until: str


class HistoryScreen(Screen):
    """The owner's operations with undo and redo of each."""

    title = tr("History")

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self._lines: list[Line] = []
        self._whole = False
        self._reading = False
        self._ready = False
        self._wanted: int | None = None
        self.filter = HistoryFilter(desk)
        self.view = OperationView()
        self.view.setAccessibleName(tr("History"))
        self.view.setAccessibleDescription(tr("Up and Down choose, U undoes, R does again, Enter opens"))
        self.empty = EmptyState()
        self.trouble = Banner("warning")
        self._build()
        self.filter.changed.connect(self._filtered)
        self.view.flip_asked.connect(self._flip)
        self.view.opened.connect(self._open)
        self.view.end_near.connect(self._more)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL - Size.SCROLLBAR, 0)
        layout.setSpacing(Space.S)
        self._head = row(Label(self.title, Type.TITLE, Type.BOLD), None, self.filter)
        self._below = row(None)
        for line in (self._head, self._below, row(self.trouble)):
            line.setContentsMargins(0, 0, Size.SCROLLBAR, 0)
            layout.addLayout(line)
        self._stack = QStackedLayout()
        layout.addLayout(self._stack, 1)
        self._stack.addWidget(self.view)  # only now: a stack without a parent would show it as a window
        self._stack.addWidget(self.empty)
        self._place_kinds()

    # room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the kinds a row of their own where there is no room beside the title."""
        super().resizeEvent(event)
        self._place_kinds()

    def _place_kinds(self) -> None:
        kinds, beside = self.filter.kinds, self.width() >= _ONE_ROW
        if beside and self._head.indexOf(kinds) < 0:
            self._head.insertWidget(2, kinds)
        elif not beside and self._below.indexOf(kinds) < 0:
            self._below.insertWidget(0, kinds)

    # what the window tells

    def shown(self) -> None:
        """Read the list the first time."""
        self.trouble.hide()
        if not self._ready:
            self.reload()

    def on_changed(self, changes: Changes) -> None:
        """Read again; every operation is a line here."""
        if self._ready and (changes.operation is not None or "history" in changes.kinds):
            self.reload()

    def focus_first(self) -> None:
        """Put the keyboard on the list."""
        (self.view if self.view.operations.rows else self.filter.chips[self.filter.kind]).setFocus()

    def header_widgets(self) -> list[QWidget]:
        """Offer to undo and redo the latest."""
        return [
            Button(tr("Undo"), icon="undo-2", hint=tr("Undo the last change"), click=lambda: self._flip(None, True)),
            Button(
                tr("Redo"),
                icon="redo-2",
                hint=tr("Do again what was undone last"),
                click=lambda: self._flip(None, False),
            ),
        ]

    def show_person(self, contact: int, name: str) -> None:
        """Show what was done with somebody, on any day."""
        self.filter.clear()
        self.filter.show_person(contact, name)

    # reading

    def reload(self) -> None:
        """Read as many operations again as are shown."""
        self._reading = True
        asked = self._asked(max(PAGE, len(self._lines)), None)
        self.desk.ask(_read, asked, done=self._arrived, key="history", owner=self)

    def _asked(self, number: int, before: int | None) -> Asked:
        chosen = self.filter
        return Asked(number, before, KINDS[chosen.kind], chosen.contact, chosen.days.since, chosen.days.until)

    def _filtered(self) -> None:
        self._lines = []
        self.view.scrollToTop()
        self.reload()

    def _arrived(self, answer: tuple[Asked, list[Line]]) -> None:
        asked, lines = answer
        begins = not self._ready and self._is_waiting()
        self._reading = False
        self._ready = True
        self._whole = len(lines) < asked.number
        if asked.before is None:
            self._lines = lines
            self.view.show_lines(lines)
        else:
            self._lines += lines
            self.view.add_lines(lines)
        self._show()
        if begins:
            self.focus_first()

    def _is_waiting(self) -> bool:
        """Whether the keyboard is here, or nowhere, and not in the search field."""
        focus = self.window().focusWidget()
        return self.isVisible() and (focus is None or not focus.isVisible() or self.isAncestorOf(focus))

    def _more(self) -> None:
        if self._ready and not self._whole and not self._reading and self._lines:
            self._reading = True
            asked = self._asked(PAGE, self._lines[-1].operation)
            self.desk.ask(_read, asked, done=self._arrived, key="history", owner=self)

    def _show(self) -> None:
        if not self._lines:
            self._say_empty()
        self._stack.setCurrentWidget(self.view if self._lines else self.empty)
        if self._wanted is not None:
            self.go_to(self._wanted)

    def _say_empty(self) -> None:
        if not self.filter.everything:
            self.empty.say(
                "history",
                tr("Nothing of this kind"),
                tr("Nothing was done that fits."),
                tr("Show everything"),
                self.filter.clear,
            )
        else:
            self.empty.say(
                "history",
                tr("Nothing has happened yet"),
                tr("Every import and every edit will be here, and each of them can be undone, whenever you like."),
                tr("Import a file"),
                self.nav.import_files,
            )

    def go_to(self, operation: int) -> None:
        """Put the cursor on an operation, reading on until it is there."""
        self._wanted = operation
        if self.view.select(operation):
            self._wanted = None
            self.view.setFocus()
        elif not self.filter.everything:
            self.filter.clear()
        elif self._whole:
            self._wanted = None
        else:
            self._more()

    # doing

    def _flip(self, operation: int | None, undo: bool) -> None:
        self.trouble.hide()
        flip(self.desk, operation, undo, owner=self, refused=self._refused)

    def _refused(self, words: str, in_the_way: tuple[int, ...]) -> None:
        explain(self.trouble, words, in_the_way, self.go_to)

    def _open(self, operation: int) -> None:
        line = self.view.operations.line_at(self.view.operations.row_of(operation))
        if line is None:
            return
        if line.kind == "import":
            self.nav.open_screen("imports")
        elif line.contacts:
            self.nav.open_contact(line.contacts[0])


def _read(workspace: Workspace, asked: Asked) -> tuple[Asked, list[Line]]:
    from deskcrm.services import reads

    entries = reads.history(
        workspace, asked.number, asked.contact,
        kinds=asked.kinds, since=asked.since, until=asked.until, before=asked.before,
    )  # fmt: skip
    return asked, [line_of(entry) for entry in entries]
