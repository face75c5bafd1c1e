"""Planning and running of imports beside the window: small files on a thread, big ones in a process of their own.

Matching and parsing is CPU-bound Python; on a thread it would keep the window from painting. This module is what the
child imports first, so nothing of Qt may be imported here when it loads.
"""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from deskcrm.domain.errors import UserError
from deskcrm.domain.views import ImportPlan, ImportResult, Progress

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from deskcrm.services.importing import FileReport
    from deskcrm.services.outcome import Outcome
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


def plan_import(
    desk: Desk,
    report: FileReport,
    *,
    progress: Report,
    done: Callable[[ImportPlan], None],
    failed: Callable[[str], None],
    owner: QObject,
) -> Job:
    """Find out what an import would do, off the window's thread; writes nothing."""
    return desk.ask(_plan, report, progress=progress, done=done, failed=failed, owner=owner, key="import")


def run_import(
    desk: Desk,
    reports: Sequence[FileReport],
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

    return desk.ask(_run, tuple(reports), progress=progress, done=landed, failed=failed, owner=owner, key="import")


def _plan(ws: Workspace, report: FileReport, *, progress: Report, cancelled: Callable[[], bool]) -> ImportPlan:
    from deskcrm.services import importing

    if report.inspection.size <= SMALL:
        return importing.plan(ws, report, progress=progress, cancelled=cancelled)
    return in_child(plan_here, (ws.path, report), progress, cancelled)


def _run(
    ws: Workspace, reports: Sequence[FileReport], *, progress: Report, cancelled: Callable[[], bool]
) -> Outcome[ImportResult]:
    from deskcrm.services import importing

    if sum(report.inspection.size for report in reports) <= SMALL:
        return importing.run(ws, reports, progress=progress, cancelled=cancelled)
    return in_child(run_here, (ws.path, reports), progress, cancelled)


def plan_here(path: Path, report: FileReport, *, progress: Report, cancelled: Callable[[], bool]) -> ImportPlan:
    """Plan with a workspace of its own, opened for reading; what the child runs."""
    from deskcrm.services import importing
    from deskcrm.services.workspace import Workspace

    ws = Workspace.open(path, write=False)
    try:
        return importing.plan(ws, report, progress=progress, cancelled=cancelled)
    finally:
        ws.close()


def run_here(
    path: Path, reports: Sequence[FileReport], *, progress: Report, cancelled: Callable[[], bool]
) -> Outcome[ImportResult]:
    """Import with a workspace of its own, under the lock that the parent holds; what the child runs."""
    from deskcrm.services import importing
    from deskcrm.services.workspace import Workspace

    ws = Workspace.open(path, write=True, lent=True)
    try:
        return importing.run(ws, reports, progress=progress, cancelled=cancelled)
    finally:
        ws.close()


# the child


def in_child(work: Callable[..., T], args: tuple[Any, ...], progress: Report, cancelled: Callable[[], bool]) -> T:
    """Answer `work(*args, progress=..., cancelled=...)` from a spawned process; called on a thread that may wait.

    Raises what the work raises if a user can meet it, ChildFailed for anything else.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work, args), name="deskcrm-import")
    process.start()
    theirs.close()
    try:
        return _listen(ours, progress, cancelled)  # type: ignore[no-any-return]
    finally:
        ours.close()
        process.join()


def _listen(pipe: Connection, progress: Report, cancelled: Callable[[], bool]) -> Any:
    told = False
    while True:
        try:
            if not pipe.poll(_PATIENCE):
                if cancelled() and not told:
                    pipe.send("cancel")
                    told = True
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
