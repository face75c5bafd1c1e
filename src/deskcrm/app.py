"""Composition root of the window: the only place that builds its parts and hands them to each other."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QDir, QObject, QSocketNotifier, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from deskcrm.languages import tr
from deskcrm.ui import memory
from deskcrm.ui.collecting import Collecting
from deskcrm.ui.desk import Desk
from deskcrm.ui.keeper import Keeper
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.measuring_ahead import MeasuringAhead
from deskcrm.ui.sorting_ahead import SortingAhead
from deskcrm.ui.spoken import speak
from deskcrm.ui.theme.theme import new_application, theme
from deskcrm.ui.words import exact

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

    from deskcrm.services.backups import Backup
    from deskcrm.services.workspace import Workspace

_RAISE = b"raise"
_ANSWER_MS = 300
_SWITCH_SECONDS = 0.002
"""How long a busy thread keeps the interpreter from the window's thread."""


_TRIES = 20
_BETWEEN_TRIES = 0.1
"""How often, and after how many seconds, a workspace that is busy is tried again."""

_REMINDING_AFTER_MS = 300
"""How long after the workspace is open reminders begin: the first screen goes before."""


class OneWindow(QObject):
    """Sees to it that one workspace has one window: a second start brings the first one forward.

    The workspace's own lock guards the data; this only saves the owner from a refusal.
    """

    asked = Signal(list)
    """Somebody started DeskCRM again; the files (paths) that were named then."""

    def __init__(self, workspace: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        whole = os.path.realpath(workspace)
        digest = QCryptographicHash.hash(os.fsencode(whole), QCryptographicHash.Algorithm.Sha256)
        self._name = "deskcrm-" + bytes(digest.data()).hex()[:24]
        self._server: QObject | None = None

    def raise_other(self, files: Sequence[Path] = ()) -> bool:
        """Ask a window that has this workspace open to come forward with `files`; False where there is none."""
        if sys.platform != "win32" and not Path(QDir.tempPath(), self._name).exists():
            return False  # nobody listens, and the first paint need not wait for the network's library
        from PySide6.QtNetwork import QLocalSocket

        other = QLocalSocket()
        other.connectToServer(self._name)
        if not other.waitForConnected(_ANSWER_MS):
            return False
        other.write(b"\0".join([_RAISE, *map(os.fsencode, files)]))
        other.waitForBytesWritten(_ANSWER_MS)
        other.disconnectFromServer()
        return True

    def listen(self) -> None:
        """Hear later starts; what a killed process left behind is cleared away."""
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(lambda: self._heard(server.nextPendingConnection()))
        if not server.listen(self._name):
            QLocalServer.removeServer(self._name)
            server.listen(self._name)
        self._server = server

    def close(self) -> None:
        """Hear no more: the workspace is closed here."""
        from PySide6.QtNetwork import QLocalServer

        if isinstance(self._server, QLocalServer):
            self._server.close()
            self._server = None

    def _heard(self, other: QLocalSocket) -> None:
        """Read what a later start says, once it has said it all."""
        from PySide6.QtNetwork import QLocalSocket

        def read() -> None:
            word, *files = bytes(other.readAll().data()).split(b"\0")
            other.deleteLater()
            if word == _RAISE:
                self.asked.emit([Path(os.fsdecode(file)) for file in files])

        if other.state() == QLocalSocket.LocalSocketState.UnconnectedState:
            read()
        else:
            other.disconnected.connect(read)


class QuitSignals(QObject):
    """Turns SIGTERM and SIGINT into an orderly quit, though Qt's loop is outside Python."""

    def __init__(self, quit_: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._quit = quit_
        self._close: Callable[[], None] = lambda: None

    def listen(self) -> None:
        """Hear signals from now on."""
        import signal
        import socket

        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        theirs.setblocking(False)
        signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, self)

        def came() -> None:
            ours.recv(1)
            self._quit()

        def close() -> None:
            notifier.setEnabled(False)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            ours.close()
            theirs.close()

        notifier.activated.connect(came)
        self._close = close

    def close(self) -> None:
        """Give the signals back to Python."""
        self._close()


def parser() -> argparse.ArgumentParser:
    """Return the window's command line."""
    parser = argparse.ArgumentParser(prog="deskcrm", description=tr("Open DeskCRM's window."))
    parser.add_argument("--workspace", type=Path, metavar="FILE", help=tr("the workspace to open (default: your own)"))
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help=tr("customer files to import"))
    return parser


def _asked(argv: Sequence[str] | None) -> tuple[Path | None, list[Path]]:
    """Return the workspace and the files that a command line names; most starts name none, and parse nothing."""
    words = sys.argv[1:] if argv is None else argv
    if not words:
        return None, []
    options = parser().parse_args(words)
    return options.workspace, [file.absolute() for file in options.files]


class Doors:
    """The ways into a workspace, taken off the window's thread: opening it and, where it is damaged, a backup of it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rescue: Backup | None = None

    @property
    def offer(self) -> str:
        """What the newest good backup of the damaged workspace is, in words; "" where it is whole or there is none."""
        if self._rescue is None:
            return ""
        at = exact(self._rescue.at)
        return tr("Its newest good backup is of {day}. Restoring it keeps the damaged file beside it.", day=at)

    def open(self) -> Workspace:
        """Open the workspace; where it is damaged, look for its newest good backup."""
        from deskcrm.domain.errors import WorkspaceDamaged
        from deskcrm.services.workspace import Workspace

        self._rescue = None
        try:
            return self._open_soon(Workspace.open)
        except WorkspaceDamaged:
            from deskcrm.services import restoring

            self._rescue = restoring.newest_good(self._path)
            raise

    def _open_soon(self, opener: Callable[[Path], Workspace]) -> Workspace:
        """Open it, after a moment where the reminders' agent has it just now, which needs no longer."""
        from deskcrm.domain.errors import WorkspaceBusy

        for _ in range(_TRIES):
            try:
                return opener(self._path)
            except WorkspaceBusy:
                time.sleep(_BETWEEN_TRIES)
        return opener(self._path)

    def restore(self) -> Workspace:
        """Put that backup in the workspace's place, and open it."""
        from deskcrm.services import restoring

        if self._rescue is not None:
            restoring.restore_closed(self._path, self._rescue.file)
        return self.open()


def welcome(window: MainWindow) -> None:
    """Show the ways to begin where the workspace has nothing in it."""
    from deskcrm.ui.screens.welcome import where_nothing_is

    where_nothing_is(window.desk, partial(window.open_screen, "welcome"))


def start(path: Path, files: Sequence[Path] = ()) -> MainWindow:
    """Show the window at once and open the workspace at `path` beside it; `files` go into the import wizard."""
    memory.restore_look()
    desk = Desk()
    window = MainWindow(desk, bare=True)
    desk.crashed.connect(window.show_crash)

    doors = Doors(path)

    def refused(words: str) -> None:
        if doors.offer:
            window.show_trouble(f"{words} {doors.offer}", restore, tr("Restore it"))
        else:
            window.show_trouble(words, open_workspace)

    def open_workspace() -> None:
        window.clear_trouble()
        desk.open(doors.open, refused)

    def restore() -> None:
        window.clear_trouble()
        desk.open(doors.restore, refused)

    def go_on() -> None:
        from deskcrm.ui.window_acts import tell_of_update  # what is behind the first paint

        open_workspace()
        window.furnish()
        if window.current is None:
            window.open_screen(memory.last_screen())
        tell_of_update(window)

    def remind(_ready: object) -> None:
        from deskcrm.ui.notifying import Notifying
        from deskcrm.ui.reminding import Reminding
        from deskcrm.ui.reminding_calendar import CalendarKeeper

        if desk.workspace is not None and not window.findChildren(Reminding):
            Reminding(desk, window, Notifying(window, window))
            CalendarKeeper(desk, window)

    def get_ready() -> None:
        from deskcrm.ui.window_acts import warn_of_place

        desk.ask(_import_for_reminding, done=remind, owner=window)
        warn_of_place(window)

    desk.opened.connect(lambda: QTimer.singleShot(_REMINDING_AFTER_MS, window, get_ready))
    Keeper(desk, window.status, window)
    SortingAhead(desk, window)
    MeasuringAhead(desk, window)
    window.painted.connect(go_on)
    memory.restore_place(window)
    window.mark_section(memory.last_screen())
    window.show()
    if files:
        desk.opened.connect(lambda: window.import_files(files))
    else:
        desk.opened.connect(partial(welcome, window))
    return window


class Program(QObject):
    """The windows of one run: one, and while another workspace is being opened the one before, until it is saved."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._open: dict[str, tuple[MainWindow, OneWindow]] = {}
        self.window: MainWindow | None = None
        self.next: Path | None = None  # the workspace that DeskCRM starts on once it has ended
        app.setQuitOnLastWindowClosed(False)

    def open(self, path: Path, files: Sequence[Path] = ()) -> bool:
        """Show a window over the workspace at `path`; False where another DeskCRM had one, which came forward."""
        key = os.path.realpath(path)
        if key in self._open:
            self._return_to(self._open[key][0], files)
            return True
        one = OneWindow(path, self)
        if one.raise_other(files):
            return False
        window = start(path, files)
        window.leave = partial(keeper_of(window).leave, partial(self._gone, key))
        window.workspace_asked.connect(self.switch)
        window.again_asked.connect(partial(self._start_again, path))
        window.desk.opened.connect(partial(memory.note_workspace, path))
        window.painted.connect(one.listen)
        one.asked.connect(partial(self._return_to, window))
        self._open[key] = (window, one)
        self.window = window
        return True

    def switch(self, path: Path) -> None:
        """Go over to another workspace, now and when DeskCRM is started next; the one before gets its last backup."""
        before = self.window
        if before is not None:
            _remember(before)
        if self.open(path):
            memory.choose_workspace(path)
            if before is not None and before is not self.window:
                before.close()

    def close(self) -> None:
        """Close the window, as its own cross does."""
        if self.window is not None:
            self.window.close()

    def end(self) -> None:
        """Close what is left, at once."""
        if self.window is not None:
            _remember(self.window)
        for window, _ in self._open.values():
            _close(window)

    def _start_again(self, path: Path) -> None:
        self.next = path
        self.close()

    def _return_to(self, window: MainWindow, files: Sequence[Path]) -> None:
        """Bring a window back that was closed and makes its last backup, or forward."""
        self.next = None
        keeper_of(window).stay()
        window.come_forward(files)
        self.window = window

    def _gone(self, key: str) -> None:
        """Let go of a window whose last backup is made; the program ends with the last one."""
        window, one = self._open.pop(key)
        _close(window)
        one.close()
        if not self._open:
            self._app.quit()
        elif window is not self.window:
            window.deleteLater()


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window and return the exit status when it is closed."""
    os.umask(0o077)  # what DeskCRM writes is for its owner's eyes alone
    workspace, files = _asked(argv)
    sys.setswitchinterval(_SWITCH_SECONDS)
    app = QApplication.instance() or new_application(sys.argv[0])
    assert isinstance(app, QApplication)
    _introduce(app)
    program = Program(app)
    if not program.open(workspace or memory.chosen_workspace() or _default_path(), files):
        return 0
    assert program.window is not None
    signals = QuitSignals(program.close, app)
    program.window.painted.connect(signals.listen)
    collecting = Collecting(lambda: program.window is None or program.window.desk.idle, app)
    collecting.begin()
    hook = sys.excepthook
    sys.excepthook = show_bugs(lambda: program.window)
    try:
        return app.exec()
    finally:
        sys.excepthook = hook
        collecting.end()
        signals.close()
        program.end()
        if program.next is not None:
            _start_on(program.next)


def _start_on(path: Path) -> None:
    from deskcrm.services.agent import start_window

    start_window(path)


def _close(window: MainWindow) -> None:
    """End what works for a window."""
    reminding = sys.modules.get("deskcrm.ui.reminding")  # where it was needed so far
    for part in window.findChildren(reminding.Reminding) if reminding is not None else ():
        part.close()
    window.desk.close()


def _import_for_reminding(_workspace: Workspace) -> None:
    """Import, off the window's thread, what reading the clock and the calendar need: 100 ms."""
    from deskcrm.services import calendarfile, reminders  # noqa: F401


def stay_in_tray(workspace: Path) -> bool:
    """Show reminders from the tray until the owner logs out; False where there is no tray."""
    from deskcrm.ui.reminding_tray import TrayAgent

    app = QApplication.instance() or new_application(sys.argv[0])
    assert isinstance(app, QApplication)
    _introduce(app)
    app.setQuitOnLastWindowClosed(False)
    if not TrayAgent.possible():
        return False
    staying = TrayAgent(workspace, app)
    staying.look()
    app.exec()
    return True


def _remember(window: MainWindow) -> None:
    memory.keep_place(window)
    memory.keep_screen(window.section)


def keeper_of(window: MainWindow) -> Keeper:
    """Return who keeps the backups of a window's workspace."""
    (keeper,) = window.findChildren(Keeper)
    return keeper


def _introduce(app: QApplication) -> None:
    app.setApplicationName("DeskCRM")
    app.setApplicationDisplayName("DeskCRM")
    app.setDesktopFileName("deskcrm")
    speak(app)
    theme()
    app.setWindowIcon(QIcon(theme().icon("circle-dot", "accent", 64)))


def _default_path() -> Path:
    from deskcrm.services.place import default_path

    return default_path()


def show_bugs(
    window: Callable[[], MainWindow | None],
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Return an exception hook that shows a bug in a slot to the owner, and prints it."""

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        import traceback

        text = "".join(traceback.format_exception(kind, error, trace))
        if sys.stderr is not None:  # as it is in a program without a console
            sys.stderr.write(text)
        shown = window()
        if issubclass(kind, Exception) and shown is not None:
            shown.show_crash(text)

    return show


if __name__ == "__main__":
    raise SystemExit(main())
