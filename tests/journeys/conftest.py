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

from deskcrm.services.place import default_path
from deskcrm.services.workspace import Workspace

sys.path.insert(0, str(Path(__file__).parent))

from screen_reader import LACKING, ScreenReader, Told, accessibility_bus

HERE = Path(__file__).parent
GUARD = HERE / "no_network.py"
"""What starts the program where asking for the internet would end it."""
PICTURES = os.environ.get("DESKCRM_PICTURES", "")
"""The folder for a picture of each step (tools/journey); none where it is empty."""
SECONDS = 8
EACH_MS = "12"
LOOK_AGAIN = 0.05
A_STEP = 1.0
"""Seconds that an owner takes to look at a step before going on."""


class Owner:
    """The program in a window of its own, and the owner's hands on its keyboard."""

    def __init__(self, environment: dict[str, str], workspace: Path | None, *files: Path) -> None:
        """`workspace`: the one to be opened; None for the program's own choice."""
        self.workspace = workspace or default_path()
        self._environment = environment
        command = [sys.executable, str(GUARD), sys.executable, "-m", "deskcrm.app"]
        command += [*(["--workspace", str(workspace)] if workspace else []), *map(str, files)]
        self.program = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, umask=0o022
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


class Listener(Owner):
    """An owner who finds everything by what a screen reader says, and points at it there."""

    def __init__(self, reader: ScreenReader, environment: dict[str, str], workspace: Path | None) -> None:
        super().__init__(environment, workspace)
        self.reader = reader
        self._pictures = 0

    def hears(self, name: str, role: str = "", under: str = "") -> Told:
        """Wait for something whose name begins so, that can be used and has stopped moving; the first of several."""
        found: list[Told] = []

        def there() -> bool:
            before = found[:1]
            found[:] = [told for told in self.reader.everything() if _is(told, name, role, under)]
            return found[:1] == before != []

        self.until(there, f"{role or 'something'} called {name}", self._all_names)
        return found[0]

    def _all_names(self) -> list[str]:
        return [f"{told.role} {told.name}" for told in self.reader.everything() if told.name]

    def reads(self, words: str) -> None:
        """Wait until these words are somewhere in sight."""
        self.until(
            lambda: any(words in told.name for told in self.reader.everything()), f"the words {words}", self._all_names
        )

    def points_at(self, name: str, role: str = "", under: str = "", *, button: int = 1) -> None:
        """Click in the middle of something."""
        x, y = self.hears(name, role, under).middle
        self._xdotool("mousemove", str(x), str(y), "click", str(button))

    def drags(self, file: Path, name: str, title: str, said: str = "Drop") -> None:
        """Drag a file out of another program's window, drop it on something of that name, and see what comes of it."""
        other = subprocess.Popen([sys.executable, str(HERE / "file_manager.py"), str(file)], env=self._environment)
        try:
            start, end = self.hears(file.name).middle, self.hears(name).middle
            self._xdotool("mousemove", *map(str, start), "mousedown", "1")
            for step in range(1, 9):
                x, y = ((a * (8 - step) + b * step) // 8 for a, b in zip(start, end, strict=True))
                self._xdotool("mousemove", str(x), str(y))
            self.reads(said)
            self.picture("drop")
            self._xdotool("mouseup", "1")
            self.sees(title)
        finally:
            other.terminate()
            other.wait()

    def picture(self, name: str) -> None:
        """Keep what is on the screen, where pictures are wanted."""
        if PICTURES:
            self._pictures += 1
            file = Path(PICTURES) / f"{self._pictures:02}-{name}.png"
            subprocess.run(
                [sys.executable, str(HERE / "picture.py"), str(file)],
                env=self._environment,
                check=True,
                timeout=SECONDS,
            )


def _is(told: Told, name: str, role: str, under: str) -> bool:
    return told.name.startswith(name) and role in ("", told.role) and under in told.under and told.usable


@pytest.fixture(scope="session")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The accessibility bus of the session, by the variables that name it."""
    if LACKING:
        pytest.skip(f"{', '.join(LACKING)} not installed (./test installs them as administrator)")
    with accessibility_bus(tmp_path_factory.mktemp("bus")) as variables:
        yield variables


@pytest.fixture
def listener(desktop: dict[str, str], bus: dict[str, str]) -> Iterator[Callable[..., Listener]]:
    """Starts the program for an owner who listens; no workspace named is the program's own."""
    started: list[Listener] = []
    reader = ScreenReader(bus["AT_SPI_BUS_ADDRESS"])

    def start(workspace: Path | None = None) -> Listener:
        pictures = sum(each._pictures for each in started[-1:])
        started.append(Listener(reader, {**os.environ, **desktop, **bus}, workspace))
        started[-1]._pictures = pictures
        return started[-1]

    yield start
    reader.close()
    for each in started:
        if each.program.poll() is None:
            each.program.kill()
            each.program.communicate()


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
