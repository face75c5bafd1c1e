"""The window: sidebar, search, the screen that shows, the status line; where to go and how to come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from deskcrm.ui import memory
from deskcrm.ui.desk import Desk
from deskcrm.ui.screens import BY_NAME, PLACES
from deskcrm.ui.theme import Mode, Size, Space, Type, theme
from deskcrm.ui.widgets.basic import Button, Icon, Label, Line, row, tip
from deskcrm.ui.widgets.search import SearchField
from deskcrm.ui.widgets.sidebar import Sidebar

if TYPE_CHECKING:
    from deskcrm.domain.changes import Changes
    from deskcrm.services.workspace import Workspace
    from deskcrm.ui.screen import Screen

_LOOKS: tuple[tuple[Mode, str, str], ...] = (
    ("system", "as the system", "monitor"),
    ("light", "light", "sun"),
    ("dark", "dark", "moon"),
)
_KEPT_STOPS = 50
_DASH = 2
_UNSEEN_MS = 500
"""When a window that nobody sees, being minimized, goes on without having been painted."""


class Stop(NamedTuple):
    """A place the owner has been: a screen, and the contact it showed."""

    screen: str
    contact: int | None = None


class Facts(NamedTuple):
    """What the status line says."""

    name: str
    people: int
    companies: int


class MainWindow(QMainWindow):
    """One window over one workspace."""

    painted = Signal()
    """The window has been painted for the first time, or works unseen; told once."""

    workspace_asked = Signal(object)
    """The owner wants to go over to another workspace: its file (Path), checked or to be made."""

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
        from deskcrm.ui.widgets.empty import EmptyState
        from deskcrm.ui.widgets.toast import Toast

        self.commands = Commands(self)
        self._add_commands()
        self.trouble = EmptyState()
        self.stack.addWidget(self.trouble)
        self.message = Toast(self._whole)
        self.pairs = Pairs(self.desk, self)
        self.pairs.changed.connect(self._show_badge)
        self._drop = _DropHint(self._whole)
        self.setAcceptDrops(True)
        self.desk.changed.connect(self._changed)
        self.desk.failed.connect(self.toast)
        self.desk.opened.connect(self._read_facts)
        if self.desk.workspace is not None:
            self._read_facts()

    def _build(self) -> None:
        self.sidebar = Sidebar()
        self.sidebar.chosen.connect(self.open_screen)
        self.stack = QStackedWidget()
        self.stack.addWidget(_Waiting(BY_NAME[memory.last_screen()].label))
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._header())
        right.addWidget(self.stack, 1)
        right.addWidget(self._status())
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
        self.back_button = Button(kind="quiet", icon="arrow-left", name="Back", click=self.go_back)
        self.back_button.hide()
        self.search = SearchField(self.desk, self, self, lambda: self.commands, self.recent_contacts)
        self._usual = [
            Button("Import", icon="import", click=self.import_files),
            Button("Add person", "primary", "plus", click=lambda: self.add_contact("person")),
        ]
        self._own: list[QWidget] = []
        self._buttons = row(*self._usual, spacing=Space.M)
        layout = row(self.back_button, self.search, None, Space.S, self._buttons)
        layout.setStretch(1, 10)
        layout.setContentsMargins(20, 0, 20, 0)
        header.setLayout(layout)
        return header

    def _status(self) -> QFrame:
        status = QFrame()
        status.setProperty("pane", "status")
        status.setFixedHeight(Size.STATUS)
        self._saved = Label("", Type.SMALL, tone="muted")
        self._facts = Label("", Type.SMALL, tone="muted", tabular=True)
        self._check = Icon("check", size=14)
        self._check.hide()
        self.warning = Button("", "link", "triangle-alert", tone="warning", click=partial(self.open_screen, "backups"))
        self.warning.hide()
        layout = row(self._check, self._saved, self.warning, None, self._facts, spacing=6)
        layout.setContentsMargins(20, 0, 20, 0)
        status.setLayout(layout)
        return status

    # commands

    def _add_commands(self) -> None:
        from deskcrm.ui import window_acts
        from deskcrm.ui.commands import on_mac
        from deskcrm.ui.models.columns import SORTS

        add = self.commands.add
        for place in PLACES:
            if place.listed:
                add(
                    f"go.{place.name}",
                    place.label,
                    partial(self.open_screen, place.name),
                    place.shortcut,
                    icon=place.icon,
                )
        add("search", "Search", self.search.begin, "Ctrl+K", icon="search", palette=False)
        add("add.person", "Add a person", self.add_contact, "Ctrl+N", icon="user-plus")
        add("add.company", "Add a company", partial(self.add_contact, "company"), "Ctrl+Shift+N", icon="building-2")
        add("import", "Import a file", self.import_files, "Ctrl+I", icon="import")
        add("undo", "Undo the last change", self.undo, "Ctrl+Z", icon="undo-2")
        add("redo", "Redo", self.redo, "Ctrl+Shift+Z; Ctrl+Y", icon="redo-2")
        add("merge", "Merge…", self._merge, "Ctrl+M", icon="git-merge", available=self._can_merge)
        back, forward = on_mac("Alt+Left", "Ctrl+["), on_mac("Alt+Right", "Ctrl+]")
        add("back", "Go back", self.go_back, back, icon="arrow-left", available=self._can_go_back)
        add("forward", "Go forward", self.go_forward, forward, icon="chevron-right", available=self._can_go_forward)
        add("filter", "Filter the list", self._filter, "Ctrl+F", icon="list-filter", available=self._can_filter)
        add("go.housekeeping", "Fields and tags", partial(self.open_screen, "housekeeping"), icon="tags")
        add("go.backups", "Backups", partial(self.open_screen, "backups"), icon="archive")
        add("go.removed", "Removed people and companies", partial(self.open_screen, "removed"), icon="trash-2")
        add("go.workspace", "What is in this workspace", partial(self.open_screen, "workspace"), icon="info")
        add("backup", "Back up now", self.back_up, icon="archive")
        for column in SORTS:
            name, can = f"Sort by {column.label.lower()}", partial(self._can_sort, column.sort)
            add(f"sort.{column.sort}", name, partial(self._sort, column.sort), icon="arrow-down", available=can)
        for mode, look, icon in _LOOKS:
            add(f"look.{mode}", f"Appearance: {look}", partial(memory.choose_look, mode), icon=icon)
        window_acts.add_commands(self)
        add("quit", "Quit", self.close, "Ctrl+Q", icon="log-out")

    def _can_go_back(self) -> bool:
        return bool(self._before)

    def _can_go_forward(self) -> bool:
        return bool(self._after)

    def _sort(self, sort: str) -> None:
        screen: Any = self.current
        screen.sort_by(sort)

    def _can_sort(self, sort: str) -> bool:
        return any(column.sort == sort for column in getattr(self.current, "columns", ()))

    def _can_merge(self) -> bool:
        screen: Any = self.current
        return hasattr(screen, "can_merge") and bool(screen.can_merge())

    def _merge(self) -> None:
        screen: Any = self.current
        screen.merge()

    def _can_filter(self) -> bool:
        return hasattr(self.current, "focus_filter")

    def _filter(self) -> None:
        getattr(self.current, "focus_filter", self.search.begin)()

    # going places

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

    def back_up(self) -> None:
        """Make a backup, and show how it goes."""
        self.open_screen("backups")
        screen: Any = self.screen_named("backups")
        screen.back_up()

    def open_workspace(self, file: Path) -> None:
        """Go over to another workspace, which is there or is to be made."""
        self.workspace_asked.emit(file)

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
        self.message.say(text, action, act)

    def show_crash(self, trace: str) -> None:
        """Show a bug's report, one at a time."""
        from deskcrm.ui.dialogs.crash import CrashDialog

        if not self.findChildren(CrashDialog):
            CrashDialog(trace, self).open()

    def show_trouble(self, text: str, again: Callable[[], None], action: str = "Try again") -> None:
        """Say why the workspace can't be opened, and what `again` does about it."""
        self.trouble.say("circle-alert", "This workspace can’t be opened", text, action, again, "Quit", self.close)
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

    def _changed(self, changes: Changes) -> None:
        for screen in self._screens.values():
            screen.on_changed(changes)
        if changes.kinds & {"contacts", "settings"} or changes.everything:
            self._read_facts()
        if changes.summary and changes.kinds:
            self.desk.ask(_in_words, changes, done=self._say_changed, key="changed", owner=self)

    def _say_changed(self, said: tuple[str, int | None]) -> None:
        text, operation = said
        if operation is None:
            self.toast(text)
        else:
            self.toast(text, "Undo", lambda: self._flip(operation, undo=True))

    def _show_badge(self) -> None:
        waiting = len(self.pairs.groups)
        self.sidebar.set_badge("duplicates", waiting, f"{waiting:,} to look at")

    @property
    def facts(self) -> str:
        """What the status line says of the workspace."""
        return self._facts.whole_text()

    def _read_facts(self) -> None:
        self.desk.ask(_facts, done=self._show_facts, key="facts", owner=self)

    def warn(self, words: str) -> None:
        """Show a warning about the backups in the status line until there are other words, or none."""
        self.warning.set_text("Backups need a look" if words else "", words)
        self.warning.setToolTip(tip(words))
        self.warning.setVisible(bool(words))
        self._saved.setVisible(not words)
        self._check.setVisible(not words and bool(self._saved.whole_text()))

    def _show_facts(self, facts: Facts) -> None:
        from deskcrm.ui import words

        self._saved.setText("Saved on this computer")
        self._check.setVisible(not self.warning.isVisibleTo(self))
        counts = words.count(facts.people, "person", "people")
        if facts.companies:
            counts += f", {words.count(facts.companies, 'company', 'companies')}"
        self._facts.setText(f"{facts.name} · {counts}" if facts.name else counts)

    # files dropped on the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if _files(event):
            event.acceptProposedAction()
            self._drop.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Stop showing the drop."""
        self._drop.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take dropped files."""
        self._drop.hide()
        files = _files(event)
        if files:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.import_files(files))

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
        self.leave()


class _Waiting(QWidget):
    """The frame of a list before the list is there: its title, and the line under its headings."""

    def __init__(self, title: str) -> None:
        super().__init__()
        head = row(Label(title, Type.TITLE, Type.BOLD), None)
        head.setContentsMargins(10, 0, 8, 0)
        bar = QWidget()
        bar.setFixedHeight(Size.CONTROL)
        bar.setLayout(head)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(0)
        self._layout.addWidget(bar)
        self._layout.addSpacing(Space.S + Size.TABLE_HEAD - Size.LINE)
        self._layout.addWidget(Line())
        self._layout.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the preview's room free where there will be one."""
        super().resizeEvent(event)
        preview = Size.PREVIEW if self.window().width() >= Size.FOLD_PREVIEW else 0
        self._layout.setContentsMargins(10, Space.L, Space.M + preview, 0)
        self._layout.activate()


class _DropHint(QWidget):
    """Covers the window while files are held over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self) -> None:
        self.setGeometry(self._room.rect())
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = t.color("window")
        painter.setOpacity(0.92)
        painter.fillRect(self.rect(), veil)
        painter.setOpacity(1)
        painter.setPen(QPen(t.color("accent"), _DASH, Qt.PenStyle.DashLine))
        frame = QRectF(self.rect()).adjusted(Space.XL, Space.XL, -Space.XL, -Space.XL)
        painter.drawRoundedRect(frame, Size.CARD_RADIUS, Size.CARD_RADIUS)
        painter.setPen(t.color("text"))
        painter.setFont(t.font(Type.TITLE, Type.BOLD))
        painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), "Drop to import")


def _files(event: QDropEvent) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.is_file()]


def _in_words(workspace: Workspace, changes: Changes) -> tuple[str, int | None]:
    """Say what happened as History says it, and which operation its Undo takes back."""
    from deskcrm.services import reads

    if not changes.undoable or changes.operation is None:
        return changes.summary, None
    entry = next(iter(reads.history(workspace, 1)), None)
    as_history = entry is not None and entry.id == changes.operation and entry.kind != "merge"  # into whom, says that
    return (entry.summary if entry and as_history else changes.summary), changes.operation


def _facts(workspace: Workspace) -> Facts:
    from deskcrm.services import reads, settings

    counts = reads.counts(workspace)
    name = str(settings.get(workspace, "name", "") or "")
    return Facts(name, counts["people"], counts["companies"])
