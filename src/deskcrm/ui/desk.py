"""The only way from a screen to the services: `do` for what writes, `ask` for what reads, `changed` for everybody."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Hashable
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal

from deskcrm.domain.errors import Cancelled, UserError
from deskcrm.languages import tr
from deskcrm.ui.jobs import Courier, Job, Threads, owner_of

if TYPE_CHECKING:
    from deskcrm.domain.changes import Changes
    from deskcrm.domain.views import Progress
    from deskcrm.services.outcome import Outcome
    from deskcrm.services.workspace import Workspace

T = TypeVar("T")

READERS = 3
_BUG = tr("Something went wrong in DeskCRM. What was not finished was not begun.")


class _Asked(NamedTuple):
    """What a worker thread is to do, and who hears of it on the GUI thread."""

    job: Job
    work: Callable[[], Any]
    landed: Callable[[Any], None]
    failed: Callable[[str], None] | None
    broken: Callable[[str], None] | None


def _landed(asked: _Asked, value: Any) -> None:
    asked.landed(value)


class Desk(QObject):
    """Runs use cases off the GUI thread, one writer and a few readers.

    Callbacks arrive on the GUI thread, and never after the object that they belong to is gone: `owner`, or else the
    QObject whose method the callback is, or that a lambda closes over. What is asked before the workspace is open
    waits until it is.
    """

    changed = Signal(object)
    """One `Changes` for each use case that wrote; the only thing that views listen to."""

    writing = Signal()
    """Something is about to be written: what can wait gives way."""

    failed = Signal(str)
    """The words of a UserError that nobody else takes."""

    crashed = Signal(str)
    """The traceback of a bug."""

    opened = Signal()
    """The workspace is open."""

    def __init__(self, workspace: Workspace | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._fresh: Workspace | None = None  # opened, but not known here yet
        self._courier = Courier(self)
        self._writer = Threads("deskcrm-writer", 1)
        self._readers = Threads("deskcrm-reader", READERS)
        self._newest: dict[Hashable, Job] = {}
        self._waiting: list[tuple[Threads, Callable[[], None]]] = []
        self._under_way = 0
        self._numbers = count()
        self._asked: dict[int, _Asked] = {}
        self._closed = False

    @property
    def workspace(self) -> Workspace | None:
        """The open workspace; None while it is being opened."""
        return self._workspace

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return self._under_way == 0

    def open(self, opener: Callable[[], Workspace], failed: Callable[[str], None]) -> None:
        """Open the workspace off the GUI thread, then run what was asked meanwhile."""

        def whole() -> Workspace:
            self._fresh = opener()
            return self._fresh

        if not self._closed:
            self._start(self._writer, Job(self._courier, None, None), whole, self._attach, failed, failed)

    def do(
        self,
        use_case: Callable[..., Outcome[T]],
        *args: Any,
        done: Callable[[T], None] | None = None,
        failed: Callable[[str], None] | None = None,
        progress: Callable[[Progress], None] | None = None,
        initiator: object = None,
        owner: QObject | None = None,
        **kw: Any,
    ) -> Job:
        """Run `use_case(workspace, *args, **kw)` on the writer thread.

        Ends in exactly one `changed` and then `done(value)`; or in `failed(words)`, which without a callback is the
        signal `failed`; or, where it met a bug, in `crashed` and then `failed(words)`. A use case that takes
        `progress` or `cancelled` gets them from the job.
        """
        from dataclasses import replace

        job = Job(self._courier, owner or owner_of(done, failed, progress), progress)

        def landed(outcome: Outcome[T]) -> None:
            self.changed.emit(replace(outcome.changes, initiator=initiator))
            if done is not None and job.wanted():
                done(outcome.value)

        self.writing.emit()
        self._submit(self._writer, job, use_case, args, kw, landed, failed, failed)
        return job

    def ask(
        self,
        read: Callable[..., T],
        *args: Any,
        done: Callable[[T], None],
        failed: Callable[[str], None] | None = None,
        progress: Callable[[Progress], None] | None = None,
        key: Hashable = None,
        owner: QObject | None = None,
        **kw: Any,
    ) -> Job:
        """Run `read(workspace, *args, **kw)` on a reader thread, then `done(value)`.

        With a `key`, only the newest question of that key and owner is answered; older ones are dropped silently.
        """
        job = Job(self._courier, owner or owner_of(done, failed, progress), progress)
        slot = (id(job._owner), key)
        if key is not None:
            if slot in self._newest:
                self._newest[slot].cancel()
            self._newest[slot] = job

        def current() -> bool:
            return key is None or self._newest.get(slot) is job

        def landed(value: T) -> None:
            if job.wanted() and current():
                if key is not None:
                    del self._newest[slot]
                done(value)

        def refused(words: str) -> None:
            if current():
                self._refuse(failed, words)

        self._submit(self._readers, job, read, args, kw, landed, refused, failed and refused)
        return job

    def look(
        self, work: Callable[..., T], *args: Any, done: Callable[[T], None], owner: QObject | None = None
    ) -> Job:  # fmt: skip
        """Run `work(*args)`, which needs no workspace, on a reader thread, then `done(value)`; open or not."""
        job = Job(self._courier, owner or owner_of(done), None)

        def landed(value: T) -> None:
            if job.wanted():
                done(value)

        if not self._closed:
            self._start(self._readers, job, partial(work, *args), landed, None, None)
        return job

    def finish(self, work: Callable[..., object], ended: Callable[[], None]) -> Job:
        """Cancel what may be cancelled and, when all that was asked to be written is, run `work(workspace)`.

        Ends in `ended()`, however it went. The desk stays open.
        """
        self.writing.emit()
        for job in self._newest.values():
            job.cancel()
        last = Job(self._courier, None, None)

        def end(_value: object) -> None:
            ended()

        self._submit(self._writer, last, work, (), {}, end, end, end)
        return last

    def announce(self, changes: Changes) -> None:
        """Tell every view of a change that was made elsewhere."""
        self.changed.emit(changes)

    def close(self) -> None:
        """Write all that was asked to be written, drop what was only asked, close the workspace. Safe to call twice.

        What fails meanwhile has nobody left to tell; the log says that something did.
        """
        if self._closed:
            return
        self._closed = True
        self._readers.drop()
        self.writing.emit()
        self._courier.close()
        for job in self._newest.values():
            job.cancel()
        self._readers.close()
        self._writer.wait()  # for the opening too
        self._workspace = self._workspace or self._fresh
        waiting, self._waiting = self._waiting, []
        for threads, start in waiting if self._workspace is not None else ():
            if threads is self._writer:
                start()
        self._writer.wait()
        self._writer.close()
        if self._workspace is not None:
            self._workspace.close()
        self._workspace = self._fresh = None

    def _opened(self) -> Workspace:
        assert self._workspace is not None, "the workspace is not open yet"
        return self._workspace

    def _attach(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.opened.emit()
        waiting, self._waiting = self._waiting, []
        for _threads, start in waiting:
            start()

    def _submit(
        self,
        threads: Threads,
        job: Job,
        work: Callable[..., Any],
        args: tuple[Any, ...],
        kw: dict[str, Any],
        landed: Callable[[Any], None],
        failed: Callable[[str], None] | None,
        broken: Callable[[str], None] | None,
    ) -> None:
        if self._closed:
            return

        def whole() -> Any:
            if job.cancelled():
                raise Cancelled(tr("Cancelled; nothing was changed."))
            return work(self._opened(), *args, **{**job.hooks_for(work), **kw})

        start = partial(self._start, threads, job, whole, landed, failed, broken)
        if self._workspace is None:
            self._waiting.append((threads, start))
        else:
            start()

    def _start(
        self,
        threads: Threads,
        job: Job,
        work: Callable[[], Any],
        landed: Callable[[Any], None],
        failed: Callable[[str], None] | None,
        broken: Callable[[str], None] | None,
    ) -> None:
        self._under_way += 1
        number = next(self._numbers)
        self._asked[number] = _Asked(job, work, landed, failed, broken)
        threads.run(partial(self._run, threads, number))

    def _run(self, threads: Threads, number: int) -> None:
        """Do on a worker thread what was asked, and send word of how it went, which holds nothing of who asked.

        No local variable here may hold what was asked: where its asker is gone meanwhile, the last hand that lets go
        of a widget must be the GUI thread's, which `_end` sees to.
        """
        how: Callable[..., None]
        try:
            said = self._asked[number].work()
            how = _landed
        except UserError as error:
            self._note_at_closing(threads, error)
            how, said = self._refused, (isinstance(error, Cancelled), str(error))
        except BaseException as error:
            self._note_at_closing(threads, error)
            how, said = self._broke, traceback.format_exc()
        self._courier.post(partial(self._end, number, how, said))

    def _end(self, number: int, how: Callable[[_Asked, Any], None], said: Any) -> None:
        self._under_way -= 1
        asked = self._asked.pop(number)
        asked.job.finished = True
        how(asked, said)

    def _note_at_closing(self, threads: Threads, error: BaseException) -> None:
        """Put into the log which kind of error a write met that nobody hears of; its words may name customers."""
        if self._closed and threads is self._writer and not isinstance(error, Cancelled):
            import logging

            logging.getLogger(__name__).error("What was written at closing failed: %s", type(error).__name__)

    def _broke(self, asked: _Asked, trace: str) -> None:
        """Report a bug, and let who asked go on."""
        self.crashed.emit(trace)
        if asked.broken is not None and asked.job.wanted():
            asked.broken(_BUG)

    def _refused(self, asked: _Asked, said: tuple[bool, str]) -> None:
        cancelled, words = said
        if asked.failed is None and cancelled:
            return
        if asked.job.wanted():
            self._refuse(asked.failed, words)

    def _refuse(self, failed: Callable[[str], None] | None, words: str) -> None:
        if failed is not None:
            failed(words)
        else:
            self.failed.emit(words)
