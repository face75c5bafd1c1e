"""The real window under a benchmark: opened where nobody sees it, given keys, watched while it paints."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from deskcrm.ui.main_window import MainWindow

Answer = dict[str, Any]

_PATIENCE: Final = 300.0  # seconds that anything may take before the benchmark gives up
_TICK_MS: Final = 2

# In the benchmark's own process ---------------------------------------------------------------------------------------


def in_window(script: Path, workspace: Path, *words: str) -> Answer:
    """Runs a script that plays a scenario, in a process and a window of its own, and reads what it measured.

    Ends the program where it fails.
    """
    home = workspace.parent / "home"
    home.mkdir(exist_ok=True)
    environment = dict(os.environ) | {"QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(home)}
    environment |= {"XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    environment["PYTHONPATH"] = str(Path(__file__).parent)
    command = [sys.executable, str(script), str(workspace), *words]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True)
    if ended.returncode:
        raise SystemExit(f"{script.name} failed:\n{ended.stderr}")
    found: Answer = json.loads(ended.stdout)
    return found


# In the window's process ----------------------------------------------------------------------------------------------


def play(scenario: Callable[[Live], Answer]) -> None:
    """Opens the window over the workspace that the command line names and prints what the scenario measured."""
    from PySide6.QtCore import QTimer

    from deskcrm import app
    from deskcrm.ui.theme.theme import new_application

    new_application(sys.argv[0])

    def begin() -> None:
        try:
            live = Live()
            print(json.dumps(scenario(live)), flush=True)
            live.window.close()
        except BaseException:
            traceback.print_exc()
            os._exit(1)

    QTimer.singleShot(0, begin)
    app.main(["--workspace", sys.argv[1]])


class Live:
    """DeskCRM's window with its list read; time passes in it only while it is waited for."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        from deskcrm.ui.main_window import MainWindow

        self._alarm = QTimer()  # wakes whoever waits for what never comes
        self._alarm.start(1000)
        self.window: MainWindow = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        self.until(lambda: self.window.current is not None and self.window.desk.idle)

    @property
    def people(self) -> Any:
        """The screen of the list."""
        return self.window.screen_named("people")

    def until(self, condition: Callable[[], bool]) -> None:
        """Lets the window live until something is so."""
        from PySide6.QtCore import QCoreApplication, QEventLoop

        given_up = time.monotonic() + _PATIENCE
        while not condition():
            if time.monotonic() > given_up:
                raise TimeoutError("the window did not come to it")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def rest(self, seconds: float) -> None:
        """Lets the window live for a while."""
        from PySide6.QtCore import QTimer

        over = time.perf_counter() + seconds
        waking = QTimer()
        waking.setSingleShot(True)
        waking.start(max(0, round(1000 * seconds)))
        self.until(lambda: time.perf_counter() >= over or not waking.isActive())

    def quiet(self) -> None:
        """Lets the window live until nothing is under way and what follows by itself, as the preview, has come."""
        self.rest(0.15)
        self.until(lambda: self.window.desk.idle)
        self.rest(0.01)

    def key(self, widget: QWidget, text: str = "", code: int = 0) -> None:
        """Presses and releases a key over a widget."""
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtWidgets import QApplication

        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, text))


class Paints:
    """Tells when one of some widgets has been painted while something was so."""

    def __init__(self, *widgets: QWidget) -> None:
        from PySide6.QtCore import QEvent, QObject

        class Watch(QObject):
            def eventFilter(watch, _watched: QObject, event: QEvent) -> bool:  # noqa: N805
                if event.type() == QEvent.Type.Paint and not self._seen:
                    self._seen = self._condition()
                return False

        self._seen = True
        self._condition: Callable[[], bool] = lambda: False
        self._watch = Watch()
        for widget in widgets:
            widget.installEventFilter(self._watch)

    def once(self, condition: Callable[[], bool]) -> Callable[[], bool]:
        """Whether there has been a paint from now on for which the condition held."""
        self._seen, self._condition = False, condition
        return lambda: self._seen


class Stalls:
    """The longest time for which the window's thread did nothing else: `with Stalls() as stalls: ...`."""

    longest = 0.0
    """In milliseconds."""

    def __enter__(self) -> Stalls:
        from PySide6.QtCore import Qt, QTimer

        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = time.perf_counter()
        self._timer.start(_TICK_MS)
        return self

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, 1000 * (now - self._last) - _TICK_MS)
        self._last = now

    def __exit__(self, *_: object) -> None:
        self._tick()
        self._timer.stop()


class Took(NamedTuple):
    """Milliseconds by the clock and of the processors: on a machine that does nothing else they are much the same."""

    wall: float
    cpu: float


class Clock:
    """Starts when it is made. `thread`: counts the processor time of this thread alone."""

    def __init__(self, thread: bool = False) -> None:
        self._spent = time.thread_time if thread else time.process_time
        self._cpu, self.began = self._spent(), time.perf_counter()

    def read(self) -> Took:
        """What has passed since."""
        return Took(1000 * (time.perf_counter() - self.began), 1000 * (self._spent() - self._cpu))


def timed(work: Callable[[], object]) -> Took:
    """What something takes this thread."""
    clock = Clock(thread=True)
    work()
    return clock.read()


def middle(times: Sequence[Took]) -> Took:
    """The median of each of the two."""
    return Took(statistics.median(t.wall for t in times), statistics.median(t.cpu for t in times))


def spread(times: Sequence[Took]) -> Answer:
    """Median, 95th percentile and longest, by the clock and of the processors."""
    return {"wall": _spread([t.wall for t in times]), "cpu": _spread([t.cpu for t in times])}


def ratio(ours: Answer, other: Answer) -> dict[str, dict[str, float]]:
    """One spread as a multiple of another."""
    return {
        unit: {name: round(ours[unit][name] / max(other[unit][name], 0.01), 2) for name in ("p50", "p95")}
        for unit in ("wall", "cpu")
    }


def _spread(times: list[float]) -> dict[str, float]:
    times.sort()
    at = {"p50": 0.5, "p95": 0.95, "longest": 1.0}
    return {name: round(times[min(len(times) - 1, int(share * len(times)))], 2) for name, share in at.items()}


def most_memory() -> float:
    """The most memory this process has had, in MiB; 0.0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)
