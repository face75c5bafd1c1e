"""History: everything the owner did, newest first, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QButtonGroup, QStackedLayout, QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.ui.desk import Desk
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.screens.operations.entries import Line, line_of
from deskcrm.ui.screens.operations.flipping import explain, flip
from deskcrm.ui.screens.operations.view import OperationView
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Banner, Button, Label, row
from deskcrm.ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

FIRST: Final = 200
"""How many operations are read at first; each time the owner comes to the end, five times as many."""
_GROWTH: Final = 5
_SCREENFUL: Final = 20

IMPORTS: Final = frozenset({"import"})
REMOVED: Final = frozenset({"remove", "bring_back", "delete_activity"})
FILTERS: Final = ("Everything", "Imports", "Edits", "Removed")


class HistoryScreen(Screen):
    """The owner's operations with undo and redo of each."""

    title = "History"

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self._lines: list[Line] = []
        self._limit = FIRST
        self._whole = False
        self._reading = False
        self._ready = False
        self._wanted: int | None = None
        self.filter = FILTERS[0]
        self.view = OperationView()
        self.view.setAccessibleName("History")
        self.view.setAccessibleDescription("Up and Down choose, U undoes, R does again, Enter opens")
        self.empty = EmptyState()
        self.trouble = Banner("warning")
        self._build()
        self.view.flip_asked.connect(self._flip)
        self.view.opened.connect(self._open)
        self.view.end_near.connect(self._more)

    def _build(self) -> None:
        chips = QButtonGroup(self)
        self.chips: dict[str, Button] = {}
        for name in FILTERS:
            chip = Button(name, "chip", checkable=True, click=lambda name=name: self.show_only(name))  # type: ignore[misc]
            chips.addButton(chip)
            self.chips[name] = chip
        self.chips[self.filter].setChecked(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL - Size.SCROLLBAR, 0)
        layout.setSpacing(Space.S)
        head = row(Label(self.title, Type.TITLE, Type.BOLD), None, *self.chips.values(), spacing=10)
        says = row(self.trouble)
        for line in (head, says):
            line.setContentsMargins(0, 0, Size.SCROLLBAR, 0)
            layout.addLayout(line)
        self._stack = QStackedLayout()
        layout.addLayout(self._stack, 1)
        self._stack.addWidget(self.view)  # only now: a stack without a parent would show it as a window
        self._stack.addWidget(self.empty)

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
        (self.view if self.view.operations.rows else self.chips[self.filter]).setFocus()

    def header_widgets(self) -> list[QWidget]:
        """Offer to undo and redo the latest."""
        return [
            Button("Undo", icon="undo-2", hint="Undo the last change", click=lambda: self._flip(None, True)),
            Button("Redo", icon="redo-2", hint="Do again what was undone last", click=lambda: self._flip(None, False)),
        ]

    # reading

    def reload(self) -> None:
        """Read the operations again."""
        self._reading = True
        self.desk.ask(_read, self._limit, done=self._arrived, key="history", owner=self)

    def _arrived(self, lines: list[Line]) -> None:
        begins = not self._ready and self._is_waiting()
        self._reading = False
        self._ready = True
        self._whole = len(lines) < self._limit
        self._lines = lines
        self._show()
        if begins:
            self.focus_first()

    def _is_waiting(self) -> bool:
        """Whether the keyboard is here, or nowhere, and not in the search field."""
        focus = self.window().focusWidget()
        return self.isVisible() and (focus is None or not focus.isVisible() or self.isAncestorOf(focus))

    def _more(self) -> None:
        if self._ready and not self._whole and not self._reading:
            self._limit *= _GROWTH
            self.reload()

    def _show(self) -> None:
        lines = [line for line in self._lines if _belongs(line, self.filter)]
        self.view.show_lines(lines)
        if not lines and self._whole:
            self._say_empty()
        self._stack.setCurrentWidget(self.view if lines or not self._whole else self.empty)
        if self._wanted is not None:
            self.go_to(self._wanted)
        if len(lines) < _SCREENFUL:
            self._more()

    def _say_empty(self) -> None:
        if self._lines:
            self.empty.say("history", "Nothing of this kind", "Choose “Everything” to see all that was done.")
        else:
            self.empty.say(
                "history",
                "Nothing has happened yet",
                "Every import and every edit will be here, and each of them can be undone, whenever you like.",
                "Import a file",
                self.nav.import_files,
            )

    def show_only(self, name: str) -> None:
        """Show one kind of operation."""
        self.filter = name
        self.chips[name].setChecked(True)
        self._show()

    def go_to(self, operation: int) -> None:
        """Put the cursor on an operation, reading on until it is there."""
        self._wanted = operation
        if self.view.select(operation):
            self._wanted = None
            self.view.setFocus()
        elif self.filter != FILTERS[0]:
            self.show_only(FILTERS[0])
        elif self._whole:
            self._wanted = None
        else:
            self._more()

    # doing

    def _flip(self, operation: int | None, undo: bool) -> None:
        self.trouble.hide()
        flip(self.desk, operation, undo, owner=self, done=lambda _entry: None, refused=self._refused)

    def _refused(self, words: str, in_the_way: tuple[int, ...]) -> None:
        explain(self.trouble, words, in_the_way, self.go_to)

    def _open(self, operation: int) -> None:
        line = self.view.operations.line_at(self.view.operations.row_of(operation))
        if line is None:
            return
        if line.kind in IMPORTS:
            self.nav.open_screen("imports")
        elif line.contacts:
            self.nav.open_contact(line.contacts[0])


def _belongs(line: Line, name: str) -> bool:
    kind = "Imports" if line.kind in IMPORTS else "Removed" if line.kind in REMOVED else "Edits"
    return name in (FILTERS[0], kind)


def _read(workspace: Workspace, limit: int) -> list[Line]:
    from deskcrm.services import reads

    return [line_of(entry) for entry in reads.history(workspace, limit)]
