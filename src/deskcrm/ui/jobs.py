"""Work off the GUI thread: jobs on plain threads, whose answers come back to the GUI thread or not at all."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from deskcrm.domain.views import Progress


class Job:
    """One piece of work under way. Used on the GUI thread; the work itself sees `cancelled` and `report` only."""

    def __init__(self, courier: Courier, owner: QObject | None, on_progress: Callable[[Progress], None] | None) -> None:
        self._courier = courier
        self._owner = owner
        self._on_progress = on_progress
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._told: Progress | None = None
        self.progress: Progress | None = None
        """How far it is, as last told on the GUI thread."""
        self.finished = False
        """Whether its callbacks have been called (or dropped)."""

    def cancel(self) -> None:
        """Ask the work to stop; it ends in `failed` with "cancelled", unless it was done already."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        """Whether somebody asked it to stop; called by the work, from any thread."""
        return self._cancelled.is_set()

    def report(self, progress: Progress) -> None:
        """Tell how far the work is, from any thread; what comes faster than the window can show is skipped."""
        with self._lock:
            waiting, self._told = self._told is not None, progress
        if not waiting:
            self._courier.post(self._tell)

    def wanted(self) -> bool:
        """Whether the object that asked still lives."""
        return self._owner is None or shiboken6.isValid(self._owner)

    def _tell(self) -> None:
        with self._lock:
            progress, self._told = self._told, None
        if progress is None or self.finished or not self.wanted():
            return
        self.progress = progress
        if self._on_progress is not None:
            self._on_progress(progress)

    def hooks_for(self, work: Callable[..., Any]) -> dict[str, Any]:
        """Return those of the arguments `progress` and `cancelled` that `work` takes."""
        names = inspect.signature(work).parameters
        offered = {"progress": self.report, "cancelled": self.cancelled}
        return {name: hook for name, hook in offered.items() if name in names}


class Courier(QObject):
    """Carries calls from any thread to the thread that made it."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Have `call` called on the GUI thread soon; dropped after `close`."""
        if not self._closed:
            self._arrived.emit(call)

    def close(self) -> None:
        """Drop what has not arrived yet."""
        self._closed = True

    def _deliver(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()


class Threads:
    """A few named worker threads, begun when first needed, joined when closed; idle ones never keep a process alive.

    (Not concurrent.futures: importing that would be a good part of the time to the first paint.)
    """

    def __init__(self, name: str, count: int) -> None:
        self._name, self._count = name, count
        self._threads: list[threading.Thread] = []
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._closed = False

    def run(self, work: Callable[[], None]) -> None:
        """Run `work`, which must not raise, on the next free thread."""
        if self._closed:
            return
        self._work.put(work)
        if not self._idle.acquire(blocking=False) and len(self._threads) < self._count:
            thread = threading.Thread(target=self._serve, name=f"{self._name}-{len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def wait(self) -> None:
        """Wait until all is done that was to be run. Only for a single thread, which takes one after the other."""
        assert self._count == 1
        done = threading.Event()
        if self._threads:
            self.run(done.set)
            done.wait()

    def drop(self) -> None:
        """Begin nothing any more."""
        self._closed = True

    def close(self) -> None:
        """Drop what has not begun and wait for what has."""
        self.drop()
        for _ in self._threads:
            self._work.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        while (work := self._work.get()) is not None:
            if not self._closed:
                work()
            self._idle.release()


def owner_of(*callbacks: Callable[..., Any] | None) -> QObject | None:
    """Return the QObject that the callbacks belong to: of a bound method, or one that a lambda closes over."""
    for callback in callbacks:
        if isinstance(callback, partial):
            callback = callback.func
        bound = getattr(callback, "__self__", None)
        if isinstance(bound, QObject):
            return bound
        for cell in getattr(callback, "__closure__", None) or ():
            try:
                held = cell.cell_contents
            except ValueError:  # not filled yet
                continue
            if isinstance(held, QObject):
                return held
    return None
