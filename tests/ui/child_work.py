"""What tests have a child process do; nothing of Qt is imported here, since the child imports it first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

from deskcrm.domain.views import Progress


def note_a_cancel(path: Path, *, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> None:
    """Says that it has begun, and makes a file when it hears of a cancel."""
    progress(Progress("Reading", 0, 1))
    while not cancelled():
        Event().wait(0.01)
    path.touch()
