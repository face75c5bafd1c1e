"""The agent: stays after login and shows reminders while no window has the workspace open.

It looks without taking the workspace's lock, and takes it only for the moment in which something is shown, so that
a window can open at any time; while one is open, the window shows what is due.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, Queue

from deskcrm.domain.errors import UserError
from deskcrm.domain.reminder_words import OPEN, Notice, notices
from deskcrm.domain.reminders import LONGEST, SHORTEST, Key, pause
from deskcrm.services import answers, autostart, reminders
from deskcrm.services.workspace import Workspace

Clock = Callable[[], datetime]


class Agent:
    """Looks at the clock and shows what is due. `show`: shows one notice, False where it could not."""

    def __init__(
        self, path: Path, show: Callable[[Notice], bool], *, clock: Clock | None = None,
        open_window: Callable[[Path], None] | None = None,
    ) -> None:  # fmt: skip
        self._path = path
        self._show = show
        self._clock = clock or _now
        self._open_window = open_window or start_window
        self._shown: set[Key] = set()  # what is known as begun but could not be noted yet
        self._opened: Queue[bool] = Queue()  # for each press, whether the window is to open

    def pressed(self, notice: Notice, action: str) -> None:
        """A button of a notification was pressed; safe from any thread. What was pressed is noted at once."""
        one = notice.single
        opens = action == OPEN or one is None
        with suppress(OSError):  # where nothing can be written, the task can't either; it stays in Today
            answers.leave(self._path, one.task if one is not None else 0, OPEN if opens else action)
        self._opened.put(opens)

    def run(self) -> None:
        """Looks for ever."""
        wait = self.look()
        while True:
            with suppress(Empty):
                self._open_if(self._opened.get(timeout=wait))
            wait = self.look()

    def look(self) -> float:
        """One look: does what was pressed, shows what is due; answers for how many seconds to wait."""
        while not self._opened.empty():
            self._open_if(self._opened.get())
        try:
            return self._look()
        except UserError:  # a window has it, a backup is being restored, there is none yet: the next look sees
            return LONGEST

    def _look(self) -> float:
        if not self._path.exists():
            return LONGEST
        now = self._clock()
        seen = self._reading(now)
        pressed = [one for one in answers.waiting(self._path) if not answers.opens(one)]
        if not seen.due and not self._shown and not pressed:
            return pause(seen.next_at, now)
        workspace = Workspace.open(self._path, clock=self._clock)
        try:
            for one in pressed:
                answers.do(workspace, one)
            return SHORTEST if self._show_due(workspace, now) else LONGEST
        finally:
            workspace.close()

    def _reading(self, now: datetime) -> reminders.Glance:
        workspace = Workspace.open(self._path, write=False)
        try:
            return reminders.glance(workspace, now=now, skip=self._shown)
        finally:
            workspace.close()

    def _show_due(self, workspace: Workspace, now: datetime) -> bool:
        """Shows and notes what is due; False where something could not be shown."""
        self._note(workspace, ())
        all_shown = True
        showings = reminders.begin(workspace, now=now).value
        for notice in notices(showings, reminders.today(workspace, now)):
            if self._show(notice):
                self._note(workspace, notice.keys)
            else:
                reminders.not_shown(workspace, notice.keys)
                all_shown = False
        return all_shown

    def _note(self, workspace: Workspace, keys: tuple[Key, ...]) -> None:
        """Notes these and what could not be noted before."""
        self._shown.update(keys)
        if self._shown:
            reminders.noted(workspace, sorted(self._shown))
            self._shown.clear()

    def _open_if(self, opens: bool) -> None:
        if opens:
            self._open_window(self._path)


def start_window(path: Path) -> None:
    """Opens DeskCRM's window on a workspace, or brings the one that is open forward."""
    line = [*autostart.program(), "--workspace", str(path)]
    no_console = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    nowhere = subprocess.DEVNULL
    subprocess.Popen(line, stdin=nowhere, stdout=nowhere, stderr=nowhere, creationflags=no_console)


def _now() -> datetime:
    return datetime.now(UTC)
