"""Benchmarks of starting: the window of DeskCRM, and its list, beside an empty window of the same toolkit."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from imports import Answer, Bench

_ROUNDS = 10

_EMPTY = """
import os, sys
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        os._exit(0)

app = QApplication(sys.argv)
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""

_OURS = """
import os, sys
from PySide6.QtCore import QTimer
from deskcrm import app
from deskcrm.ui.main_window import MainWindow

class Window(MainWindow):
    def __init__(self, desk, **kw):
        super().__init__(desk, **kw)
        if sys.argv[1] == "paint":
            self.painted.connect(lambda: os._exit(0))

    def open_screen(self, name):
        super().open_screen(name)
        self.current.table.loaded.connect(lambda: QTimer.singleShot(0, self, self.leave))

    def leave(self):
        self.current.view.viewport().repaint()
        os._exit(0 if self.current.table.row_at(0) is not None else 3)

app.MainWindow = Window
app.main(sys.argv[2:])
"""


def start(bench: Bench) -> Answer:
    """From the process's start to the first paint, and to the list's rows painted, in milliseconds (medians).

    The window painted first is the main window with sidebar, header and the list's frame. The bars: 1.5 times an
    empty window of PySide6, and 4 times with 100,000 people. Compiled modules are warm, the disk's cache too.
    """
    home = bench.folder / "home"
    workspace = home / "DeskCRM" / "workspace.deskcrm"
    if not workspace.exists():
        workspace.parent.mkdir(parents=True, exist_ok=True)
        workspace.write_bytes(bench.with_people(bench.rows).read_bytes())
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    environment["TMPDIR"] = str(home)  # where a killed window's socket would be found by the next
    where = [] if sys.platform.startswith("linux") else ["--workspace", str(workspace)]  # else it is the usual one
    sides = {
        "empty": [sys.executable, "-c", _EMPTY],
        "paint": [sys.executable, "-c", _OURS, "paint", *where],
        "list": [sys.executable, "-c", _OURS, "list", *where],
    }
    took = _take_turns(sides, environment)
    middle = {name: statistics.median(times) for name, times in took.items()}
    return {
        **{name: {"median": round(middle[name], 1), "least": round(min(times), 1)} for name, times in took.items()},
        "ratio": {name: round(middle[name] / middle["empty"], 2) for name in ("paint", "list")},
    }


def _take_turns(sides: Mapping[str, list[str]], environment: dict[str, str]) -> dict[str, list[float]]:
    """Milliseconds of each side in each round, after one that warms up."""
    took: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(_ROUNDS + 1):
        for name, command in sides.items():
            for left in Path(environment["TMPDIR"]).glob("deskcrm-*"):
                left.unlink()
            began = time.perf_counter()
            subprocess.run(command, env=environment, check=True, cwd=Path.home(), stderr=subprocess.DEVNULL)
            if turn:
                took[name].append(1000 * (time.perf_counter() - began))
    return took
