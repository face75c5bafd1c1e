"""Planning and running of imports beside the window: small files on a thread, big ones in a process of their own.

Matching and parsing is CPU-bound Python; on a thread it would keep the window from painting. This module is what the
child imports first, so nothing of Qt may be imported here when it loads.
"""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from deskcrm.domain.errors import Cancelled, UserError
from deskcrm.domain.views import ImportResult, Progress
from deskcrm.languages import tr

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from deskcrm.services.identifying import Identity
    from deskcrm.services.importing import FileReport
    from deskcrm.services.outcome import Outcome
    from deskcrm.services.preparing import Prepared
    from deskcrm.services.workspace import Workspace
    from deskcrm.ui.desk import Desk
    from deskcrm.ui.jobs import Job

T = TypeVar("T")
Report = Callable[[Progress], None]

SMALL: Final = 64 * 1024
"""Bytes up to which a file is done before a process would have started."""

_PATIENCE: Final = 0.05
"""Seconds between two looks at whether the owner has cancelled."""


class ChildFailed(Exception):
    """A bug in the child, with its traceback; or the child died."""


def prepare_import(
    desk: Desk,
    reports: Sequence[FileReport],
    *,
    progress: Report,
    done: Callable[[Prepared], None],
    failed: Callable[[str], None],
    owner: QObject,
) -> Job:
    """Find out what an import would do, off the window's thread; writes nothing into the workspace."""
    return desk.ask(_prepare, tuple(reports), progress=progress, done=done, failed=failed, owner=owner, key="import")


def run_import(
    desk: Desk,
    reports: Sequence[FileReport],
    prepared: Prepared | None,
    *,
    progress: Report,
    done: Callable[[ImportResult], None],
    failed: Callable[[str], None],
    owner: QObject,
) -> Job:
    """Import files as one operation, off the window's thread and beside its own writes, then tell every view.

    Its key has it cancelled when the window closes, and then nothing of it is left.
    """

    def landed(outcome: Outcome[ImportResult]) -> None:
        desk.announce(outcome.changes)
        done(outcome.value)

    return desk.ask(
        _run, tuple(reports), prepared, progress=progress, done=landed, failed=failed, owner=owner, key="import"
    )  # fmt: skip


def identify_rows(
    desk: Desk,
    report: FileReport,
    *,
    done: Callable[[tuple[Identity, ...]], None],
    failed: Callable[[str], None],
    owner: QObject,
) -> Job:
    """Find out by what the rows of a file could be known."""
    return desk.ask(_identify, report, done=done, failed=failed, owner=owner, key="identify")


def _prepare(
    ws: Workspace, reports: Sequence[FileReport], *, progress: Report, cancelled: Callable[[], bool]
) -> Prepared:
    from deskcrm.services import preparing

    folder = preparing.folder_for(ws)  # here, because the child is gone before it is looked at
    try:
        if _is_small(reports):
            return preparing.prepare(ws, reports, folder, progress=progress, cancelled=cancelled)
        if preparing.can_be_glanced_at(reports):
            preparing.glance(ws, reports[0], progress=progress, cancelled=cancelled)
        return in_child(prepare_here, (ws.path, reports, folder), progress, cancelled, only_reads=True)
    except BaseException:
        preparing.forget(folder)
        raise


def _run(
    ws: Workspace,
    reports: Sequence[FileReport],
    prepared: Prepared | None,
    *,
    progress: Report,
    cancelled: Callable[[], bool],
) -> Outcome[ImportResult]:
    from deskcrm.services import importing

    if _is_small(reports):
        return importing.run(ws, reports, prepared=prepared, progress=progress, cancelled=cancelled)
    return in_child(run_here, (ws.path, reports, prepared), progress, cancelled)


def _identify(
    ws: Workspace, report: FileReport, *, progress: Report, cancelled: Callable[[], bool]
) -> tuple[Identity, ...]:
    from deskcrm.services import identifying

    if _is_small([report]):
        return identifying.identities(ws, report, progress=progress, cancelled=cancelled)
    return in_child(identify_here, (ws.path, report), progress, cancelled, only_reads=True)


def _is_small(reports: Sequence[FileReport]) -> bool:
    return sum(report.inspection.size for report in reports) <= SMALL


def prepare_here(
    path: Path, reports: Sequence[FileReport], folder: Path, *, progress: Report, cancelled: Callable[[], bool]
) -> Prepared:
    """Prepare with a workspace of its own, opened for reading; what the child runs."""
    from deskcrm.services import preparing

    with _opened(path, write=False) as ws:
        return preparing.prepare(ws, reports, folder, progress=progress, cancelled=cancelled)


def run_here(
    path: Path,
    reports: Sequence[FileReport],
    prepared: Prepared | None,
    *,
    progress: Report,
    cancelled: Callable[[], bool],
) -> Outcome[ImportResult]:
    """Import with a workspace of its own, under the lock that the parent holds; what the child runs."""
    from deskcrm.services import importing

    with _opened(path, write=True) as ws:
        return importing.run(ws, reports, prepared=prepared, progress=progress, cancelled=cancelled)


def identify_here(
    path: Path, report: FileReport, *, progress: Report, cancelled: Callable[[], bool]
) -> tuple[Identity, ...]:
    """Look at a file's rows; what the child runs."""
    from deskcrm.services import identifying

    with _opened(path, write=False) as ws:
        return identifying.identities(ws, report, progress=progress, cancelled=cancelled)


@contextmanager
def _opened(path: Path, *, write: bool) -> Iterator[Workspace]:
    from deskcrm.services.workspace import Workspace

    ws = Workspace.open(path, write=write, lent=write)
    ws.make_small = lambda picture: _made_small(ws, picture)
    try:
        yield ws
    finally:
        ws.close()


def _made_small(ws: Workspace, picture: bytes) -> bytes:
    from deskcrm.ui.widgets.photo import small  # needs Qt, and hardly any file has large photos

    return small(ws, picture)


# the child


def in_child(
    work: Callable[..., T],
    args: tuple[Any, ...],
    progress: Report,
    cancelled: Callable[[], bool],
    *,
    only_reads: bool = False,
) -> T:
    """Answer `work(*args, progress=..., cancelled=...)` from a spawned process; called on a thread that may wait.

    `only_reads`: the work can be ended in the middle, so a cancel waits for nothing. Raises what the work raises if a
    user can meet it, Cancelled, ChildFailed for anything else.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work, args), name="deskcrm-import")
    process.start()
    theirs.close()
    try:
        return _listen(ours, progress, cancelled, only_reads)  # type: ignore[no-any-return]
    except Cancelled:
        if only_reads:
            process.kill()
        raise
    finally:
        ours.close()
        process.join()


def _listen(pipe: Connection, progress: Report, cancelled: Callable[[], bool], only_reads: bool) -> Any:
    told = False
    while True:
        try:
            if only_reads and cancelled():
                raise Cancelled(tr("This was cancelled. Nothing was written."))
            if cancelled() and not told:
                pipe.send("cancel")
                told = True
            if not pipe.poll(_PATIENCE):
                continue
            kind, value = pipe.recv()
        except (EOFError, OSError) as error:
            raise ChildFailed("The import's process ended without an answer.") from error
        if kind == "done":
            return value
        if kind == "refused":
            raise value
        if kind == "failed":
            raise ChildFailed(value)
        progress(value)


def _serve(pipe: Connection, work: Callable[..., Any], args: tuple[Any, ...]) -> None:
    """What runs in the child: the work, and word of how it goes. A window that has gone counts as a cancel."""
    cancelled = False

    def is_cancelled() -> bool:
        nonlocal cancelled
        cancelled = cancelled or pipe.poll()
        return cancelled

    try:
        answer = ("done", work(*args, progress=lambda p: pipe.send(("progress", p)), cancelled=is_cancelled))
    except UserError as error:
        answer = ("refused", error)
    except Exception:
        answer = ("failed", traceback.format_exc())
    with suppress(OSError):
        pipe.send(answer)
    pipe.close()
