"""The window: sidebar, search, the screen that shows, the status line; where to go and how to come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from deskcrm.languages import number, tr, trc
from deskcrm.ui import memory, words
from deskcrm.ui.desk import Desk
from deskcrm.ui.screens import BY_NAME
from deskcrm.ui.theme import Size, Space, theme
from deskcrm.ui.widgets.basic import Button, row
from deskcrm.ui.widgets.search import SearchField
from deskcrm.ui.widgets.sidebar import Sidebar
from deskcrm.ui.widgets.status_line import StatusLine
from deskcrm.ui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from deskcrm.domain.changes import Changes
    from deskcrm.domain.colours import Colours
    from deskcrm.services.importing import FileReport
    from deskcrm.services.workspace import Workspace
    from deskcrm.ui.screen import Screen

_KEPT_STOPS = 50
_UNSEEN_MS = 500
"""When a window that nobody sees, being minimized, goes on without having been painted."""


class Stop(NamedTuple):
    """A place the owner has been: a screen, and the contact it showed."""

    screen: str
    contact: int | None = None


class MainWindow(QMainWindow):
    """One window over one workspace."""

    painted = Signal()
    """The window has been painted for the first time, or works unseen; told once."""

    workspace_asked = Signal(object)
    """The owner wants to go over to another workspace: its file (Path), checked or to be made."""

    again_asked = Signal()
    """The owner wants DeskCRM to end and to start anew."""

    def __init__(self, desk: Desk, *, bare: bool = False) -> None:
        """`bare`: only what is painted first; `furnish` brings the rest."""
        super().__init__()
        self.desk = desk
        self._screens: dict[str, Screen] = {}
        self._now = Stop("")
        self._before: list[Stop] = []
        self._after: list[Stop] = []
        self._told = False
        self.leave: Callable[[], None] = desk.close  # what closing the window means
        self.setWindowTitle("DeskCRM")
        self.setMinimumSize(*Size.WINDOW_LEAST)
        self.resize(*Size.WINDOW)
        self._build()
        if not bare:
            self.furnish()
        QTimer.singleShot(_UNSEEN_MS, self, self._tell)

    def furnish(self) -> None:
        """Bring what the first paint does without: the commands and their keys, the toast, what the desk tells."""
        from deskcrm.ui.commands import Commands
        from deskcrm.ui.pairs import Pairs
        from deskcrm.ui.today_badge import TodayBadge
        from deskcrm.ui.widgets.drop_hint import DropHint
        from deskcrm.ui.widgets.empty import EmptyState
        from deskcrm.ui.widgets.toast import Toast
        from deskcrm.ui.window_commands import add_commands

        self.commands = Commands(self)
        add_commands(self)
        self.trouble = EmptyState()
        self.stack.addWidget(self.trouble)
        self.message = Toast(self._whole)
        self.pairs = Pairs(self.desk, self)
        self.pairs.changed.connect(self._show_badge)
        self.waiting = TodayBadge(self.desk, self.sidebar, self)
        self._drop = DropHint(self._whole)
        self.setAcceptDrops(True)
        self.desk.changed.connect(self._changed)
        self.desk.failed.connect(self.toast)
        self.desk.opened.connect(self._read_all)
        if self.desk.workspace is not None:
            self._read_all()

    def _build(self) -> None:
        self.sidebar = Sidebar()
        self.sidebar.chosen.connect(self.open_screen)
        self.stack = QStackedWidget()
        self.stack.addWidget(Waiting(BY_NAME[memory.last_screen()].label))
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._header())
        right.addWidget(self.stack, 1)
        self.status = StatusLine(self.desk, partial(self.open_screen, "backups"))
        right.addWidget(self.status)
        self._whole = QWidget()
        layout = QHBoxLayout(self._whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.sidebar)
        layout.addLayout(right, 1)
        self.setCentralWidget(self._whole)

    def _header(self) -> QFrame:
        header = QFrame()
        header.setProperty("pane", "header")
        header.setFixedHeight(Size.HEADER)
        self.back_button = Button(kind="quiet", icon="arrow-left", name=tr("Back"), click=self.go_back)
        self.back_button.hide()
        self.search = SearchField(self.desk, self, self, lambda: self.commands, self.recent_contacts)
        self._usual = [
            Button(trc("a button", "Import"), icon="import", click=self.import_files),
            Button(tr("Add person"), "primary", "plus", click=lambda: self.add_contact("person")),
        ]
        self._own: list[QWidget] = []
        self._buttons = row(*self._usual, spacing=Space.M)
        layout = row(self.back_button, self.search, None, Space.S, self._buttons)
        layout.setStretch(1, 10)
        layout.setContentsMargins(20, 0, 20, 0)
        header.setLayout(layout)
        return header

    # going places

    def can_go_back(self) -> bool:
        """Whether the owner was elsewhere before."""
        return bool(self._before)

    def can_go_forward(self) -> bool:
        """Whether the owner has gone back."""
        return bool(self._after)

    @property
    def place(self) -> Stop:
        """Where the owner is."""
        return self._now

    def recent_contacts(self) -> list[int]:
        """Whose profiles were open, the latest first; not who shows now."""
        stops = [stop.contact for stop in reversed(self._before) if stop.contact is not None]
        return [contact for contact in dict.fromkeys(stops) if contact != self._now.contact]

    @property
    def current(self) -> Screen | None:
        """The screen that shows."""
        return self._screens.get(self._now.screen)

    def screen_named(self, name: str) -> Screen:
        """Return a screen, made if it wasn't yet."""
        if name not in self._screens:
            screen = BY_NAME[name].make(self.desk, self)
            self._screens[name] = screen
            self.stack.addWidget(screen)
        return self._screens[name]

    def open_screen(self, name: str) -> None:
        """Show a screen by its name."""
        self._go(Stop(name))

    def open_contact(self, contact: int) -> None:
        """Show a contact's profile."""
        self._go(Stop("profile", contact))

    def show_contact_in_list(self, contact: int, kind: str) -> None:
        """Show the list of people or companies with the cursor on a contact."""
        name = "companies" if kind == "company" else "people"
        self.open_screen(name)
        screen: Any = self.screen_named(name)
        screen.select(contact)
        screen.focus_first()

    def show_history(self, contact: int, name: str) -> None:
        """Show what was done with a contact."""
        self.open_screen("history")
        screen: Any = self.screen_named("history")
        screen.show_person(contact, name)

    def go_back(self) -> None:
        """Return to where the owner was before."""
        if self._before:
            self._after.append(self._now)
            self._show(self._before.pop())

    def go_forward(self) -> None:
        """Undo going back."""
        if self._after:
            self._before.append(self._now)
            self._show(self._after.pop())

    def mark_section(self, name: str) -> None:
        """Mark in the sidebar the screen that what shows belongs to."""
        self.sidebar.set_current(name)

    def _go(self, stop: Stop) -> None:
        if stop == self._now:
            return
        if self._now.screen:
            self._before.append(self._now)
            del self._before[:-_KEPT_STOPS]
        self._after.clear()
        self._show(stop)

    def _show(self, stop: Stop) -> None:
        screen: Any = self.screen_named(stop.screen)
        self._now = stop
        place = BY_NAME[stop.screen]
        self.sidebar.set_current(self._section(stop))
        self.back_button.setVisible(not place.listed and bool(self._before))
        self._put_buttons(screen.header_widgets())
        self.stack.setCurrentWidget(screen)
        if stop.contact is not None:
            screen.show_contact(stop.contact)
        screen.shown()
        screen.focus_first()
        self.setWindowTitle(f"{screen.title} – DeskCRM" if screen.title else "DeskCRM")

    @property
    def section(self) -> str:
        """The sidebar's screen that what shows belongs to; "" before anything does."""
        return self._section(self._now) if self._now.screen else ""

    def _section(self, stop: Stop) -> str:
        """Return the sidebar's screen that a place belongs to: for a profile, the list that the owner came from."""
        place = BY_NAME[stop.screen]
        if place.listed:
            return place.name
        came_from = [s.screen for s in self._before if s.screen in place.under]
        return came_from[-1] if came_from else place.under[0]

    def _put_buttons(self, own: list[QWidget]) -> None:
        for button in self._own:
            self._buttons.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._own = own
        for button in self._usual:
            button.setVisible(not own)
        for button in own:
            self._buttons.addWidget(button)
            button.show()

    # doing things

    def add_contact(self, kind: str = "person", name: str = "") -> None:
        """Ask for a new person or company."""
        from deskcrm.ui.dialogs.add_contact import AddContact

        AddContact(self.desk, self, kind, name, self).open()

    def import_files(self, paths: Sequence[Path] = ()) -> None:
        """Open the import wizard, with files already in it."""
        self.open_screen("import")
        wizard: Any = self.screen_named("import")
        if paths:
            wizard.take(list(paths))

    def mend_rows(self, reports: Sequence[FileReport]) -> None:
        """Open the import wizard with rows that couldn't go in with an earlier import."""
        self.open_screen("import")
        wizard: Any = self.screen_named("import")
        wizard.mend(reports)

    def back_up(self) -> None:
        """Make a backup, and show how it goes."""
        self.open_screen("backups")
        screen: Any = self.screen_named("backups")
        screen.back_up()

    def open_workspace(self, file: Path) -> None:
        """Go over to another workspace, which is there or is to be made."""
        self.workspace_asked.emit(file)

    def start_again(self) -> None:
        """End DeskCRM and start it anew, on the same workspace."""
        self.again_asked.emit()

    def undo(self) -> None:
        """Take back the latest change that stands."""
        self._flip(None, undo=True)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._flip(None, undo=False)

    def _flip(self, operation: int | None, *, undo: bool) -> None:
        from deskcrm.ui.screens.operations.flipping import flip

        flip(self.desk, operation, undo, owner=self, refused=lambda words, _in_the_way: self.toast(words))

    def toast(self, text: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Say something in passing, with at most one button."""
        self.message.lift = self.current.foot if self.current is not None else 0
        self.message.say(text, action, act)

    def show_crash(self, trace: str) -> None:
        """Show a bug's report, one at a time."""
        from deskcrm.ui.dialogs.crash import CrashDialog

        if not self.findChildren(CrashDialog):
            CrashDialog(trace, self).open()

    def show_trouble(self, text: str, again: Callable[[], None], action: str = tr("Try again")) -> None:
        """Say why the workspace can't be opened, and what `again` does about it."""
        from deskcrm.ui.window_acts import ask_file

        other = partial(ask_file, self, "open")
        head = tr("This workspace can’t be opened")
        self.trouble.say("circle-alert", head, text, action, again, tr("Open another…"), other)
        self.stack.setCurrentWidget(self.trouble)
        self._enable(False)

    def clear_trouble(self) -> None:
        """Go back to the screen that waits for the workspace."""
        self._enable(True)
        if self.current is not None:
            self.stack.setCurrentWidget(self.current)

    def _enable(self, able: bool) -> None:
        for widget in (self.sidebar, self.search, *self._usual):
            widget.setEnabled(able)

    def come_forward(self, files: Sequence[Path] = ()) -> None:
        """Bring the window before all others, and `files` into the import wizard."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()
        if files:
            self.import_files(files)

    # what the desk tells

    def _read_all(self) -> None:
        self.status.read()
        self._read_own()

    def _read_own(self) -> None:
        self.desk.ask(_own_looks, done=self._take_own, key="own", owner=self)

    def _take_own(self, own: tuple[Colours, dict[str, str], dict[str, str]]) -> None:
        colours, stages, kinds = own
        theme().set_own(colours)
        if words.set_stages(stages) | words.set_kinds(kinds):
            from deskcrm.domain.changes import Changes

            for screen in self._screens.values():
                screen.on_changed(Changes(everything=True))

    def _changed(self, changes: Changes) -> None:
        for screen in self._screens.values():
            screen.on_changed(changes)
        if changes.kinds & {"contacts", "settings"} or changes.everything:
            self.status.read()
        if changes.kinds & {"settings", "sources"} or changes.everything:
            self._read_own()
        if changes.summary and changes.kinds:
            self.desk.ask(_in_words, changes, done=self._say_changed, key="changed", owner=self)

    def _say_changed(self, said: tuple[str, int | None]) -> None:
        text, operation = said
        if operation is None:
            self.toast(text)
        else:
            self.toast(text, tr("Undo"), lambda: self._flip(operation, undo=True))

    def _show_badge(self) -> None:
        waiting = len(self.pairs.groups)
        self.sidebar.set_badge("duplicates", waiting, tr("{number} to look at", number=number(waiting)))

    # files dropped on the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        from deskcrm.ui.widgets.drop_hint import files_in

        if files_in(event):
            event.acceptProposedAction()
            self._drop.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Stop showing the drop."""
        self._drop.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take dropped files."""
        from deskcrm.ui.widgets.drop_hint import files_in

        self._drop.hide()
        files = files_in(event)
        if files:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.come_forward(files))

    # room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the content to the new size."""
        super().resizeEvent(event)
        self.sidebar.set_narrow(self.width() < Size.FOLD_SIDEBAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first time."""
        super().paintEvent(event)
        if not self._told:
            QTimer.singleShot(0, self, self._tell)

    def _tell(self) -> None:
        if not self._told:
            self._told = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save and close."""
        event.accept()
        for screen in self._screens.values():
            screen.leaving()
        self.leave()


def _own_looks(workspace: Workspace) -> tuple[Colours, dict[str, str], dict[str, str]]:
    """The owner's own colours, and what the stages and the owner's kinds of activity are called."""
    from deskcrm.services import colours, kinds, stages

    return colours.every(workspace), stages.labels(workspace), kinds.labels(workspace)


def _in_words(workspace: Workspace, changes: Changes) -> tuple[str, int | None]:
    """Say what happened as History says it, and which operation its Undo takes back."""
    from deskcrm.services import reads

    if not changes.undoable or changes.operation is None:
        return changes.summary, None
    entry = next(iter(reads.history(workspace, 1)), None)
    as_history = entry is not None and entry.id == changes.operation and entry.kind != "merge"  # into whom, says that
    return (entry.summary if entry and as_history else changes.summary), changes.operation
