"""An owner's hands on the keyboard of the program in a real window.

Each step waits for what the owner would see: the window's title, or what stands in the workspace.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from deskcrm.services.workspace import Workspace

sys.path.insert(0, str(Path(__file__).parent))

GUARD = Path(__file__).with_name("no_network.py")
"""What starts the program where asking for the internet would end it."""
SECONDS = 20
EACH_MS = "12"
LOOK_AGAIN = 0.05
A_STEP = 1.0
"""Seconds that an owner takes to look at a step before going on."""


class Owner:
    """The program in a window of its own, and the owner's hands on its keyboard."""

    def __init__(self, environment: dict[str, str], workspace: Path, *files: Path) -> None:
        self.workspace = workspace
        self._environment = environment
        command = [sys.executable, str(GUARD), sys.executable, "-m", "deskcrm.app"]
        command += ["--workspace", str(workspace), *map(str, files)]
        self.program = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self._environment, capture_output=True, text=True, check=False, timeout=SECONDS
        )
        return done.stdout.strip()

    def title(self) -> str:
        """What the window in front is called."""
        return self._xdotool("getactivewindow", "getwindowname")

    def sees(self, title: str) -> None:
        """Wait for a window of this title to have the keyboard."""
        self.until(lambda: self.title() == title, f"a window called {title}", self.title)

    def until(self, true: Callable[[], bool], what: str, now: Callable[[], object], again: str = "") -> None:
        """Wait until something is true; press the keys `again` each time it is not."""
        end = time.monotonic() + SECONDS
        while not true():
            assert time.monotonic() < end, f"waited for {what}; it is {now()}"
            with suppress(subprocess.TimeoutExpired):
                self.program.wait(A_STEP if again else LOOK_AGAIN)
                raise AssertionError(f"it ended: {self.program.returncode}, {self.program.communicate()}")
            if again and not true():
                self.presses(again)

    def presses(self, *keys: str) -> None:
        self._xdotool("key", "--delay", EACH_MS, *keys)

    def types(self, text: str) -> None:
        self._xdotool("type", "--delay", EACH_MS, text)

    def clicks(self, x: int, y: int, *, button: int = 1, times: int = 1) -> None:
        """Look, then click at a place in the window in front; its inside begins at (0, 0)."""
        with suppress(subprocess.TimeoutExpired):
            self.program.wait(A_STEP)
        window = self._xdotool("getactivewindow")
        self._xdotool("mousemove", "--window", window, str(x), str(y))
        self._xdotool("click", "--repeat", str(times), "--delay", "80", str(button))

    def has(self, what: str, read: Callable[[Workspace], object], wanted: object, again: str = "") -> None:
        """Wait until a read of the workspace, from outside, answers `wanted`; press the keys `again` meanwhile."""

        def now() -> object:
            workspace = Workspace.open(self.workspace, write=False)
            try:
                return read(workspace)
            finally:
                workspace.close()

        self.until(lambda: now() == wanted, f"{what} to be {wanted}", now, again)

    def closes(self) -> None:
        """Click on the button in the frame of a window that is as wide as the screen."""
        self._xdotool("mousemove", "1271", "9", "click", "1")

    def leaves(self) -> tuple[int, str]:
        """Wait for the program's end: its exit status and what it complained of."""
        _, errors = self.program.communicate(timeout=SECONDS)
        return self.program.returncode, errors


@pytest.fixture
def owner(desktop: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Owner]]:
    started: list[Owner] = []

    def start(*files: Path) -> Owner:
        started.append(Owner({**os.environ, **desktop}, tmp_path / "shop.deskcrm", *files))
        return started[-1]

    yield start
    for each in started:
        if each.program.poll() is None:
            each.program.kill()
            each.program.communicate()
