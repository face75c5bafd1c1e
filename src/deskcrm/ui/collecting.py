"""When memory that only refers to itself is cleared away: on the window's thread alone, and while nothing goes on.

Left to itself Python does that in whichever thread makes many objects, and holds all others meanwhile: a tenth of a
second and more while a list is copied or exported, in which nothing is painted.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

LOOK_MS: Final = 1000
SOME: Final = 20_000
"""New objects from which on it is worth it."""

TOO_MANY: Final = 3_000_000
"""New objects from which on it is done even while something goes on: what refers to itself may fill the memory."""


class Collecting(QObject):
    """Takes the place of Python's own collecting from `begin` to `end`. `quiet` tells whether nothing goes on."""

    def __init__(self, quiet: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._quiet = quiet
        self._settled = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Collect only here from now on."""
        gc.disable()
        self._timer.start()

    def end(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def look(self) -> None:
        """Collect where it is worth it and keeps nobody waiting."""
        made, _, _ = gc.get_count()
        quiet = self._quiet()
        if made < SOME or not (quiet or made > TOO_MANY):
            return
        if quiet and not self._settled:
            self._settled = True
            gc.freeze()  # what the program consists of stays, and need not be looked through each time
        gc.collect()
