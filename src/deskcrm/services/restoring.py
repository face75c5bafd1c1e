"""Restoring a backup: looking inside first, putting it in the workspace's place, and finding the newest good one.

The file that a restore replaces stays beside the workspace and in the list of backups, so that restoring it takes the
restore back.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from deskcrm.domain.backups import Inside
from deskcrm.domain.changes import Changes
from deskcrm.domain.errors import BackupFailed, NotFound, UserError
from deskcrm.domain.views import Progress
from deskcrm.languages import tr
from deskcrm.services import backups
from deskcrm.services.backups import Backup
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import backups as copies
from deskcrm.store import engine, erasing, restoring, rules, shelf
from deskcrm.store.backups import Watch

Report = Callable[[Progress], None]
IsCancelled = Callable[[], bool]

_EVERYTHING: Final = frozenset({"contacts", "activities", "tasks", "history", "settings", "batches", "backups"})


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. `kept`: where the file that it replaced is now; None where there was none.

    `erased`: how many contacts of the backup were erased after it was made, and so in it too. `inside` is without them.
    """

    file: Path
    bytes: int
    inside: Inside
    kept: Path | None
    erased: int = 0


def look_inside(_ws: Workspace | None, file: Path) -> Inside:
    """What a backup holds, without restoring it.

    Raises NotFound, WorkspaceDamaged, or WorkspaceUnusable (no workspace, or one of a newer DeskCRM).
    """
    if not file.is_file():
        raise NotFound(tr("There is no file {file}.", file=file))
    return copies.inside(file)


def restore(
    ws: Workspace, file: Path, *, progress: Report | None = None, cancelled: IsCancelled | None = None
) -> Outcome[Restored]:
    """Puts a backup in the place of the open workspace, which stays open and shows the backup's people then.

    Raises NotFound, BackupFailed, WorkspaceDamaged, WorkspaceUnusable, WorkspaceBusy, Cancelled: then all is as it was.
    """
    stamp, watch = ws.now(), Watch(progress, cancelled)
    with shelf.guard(ws.path, watch=watch):
        try:
            ready = _prepare(ws.path, file, watch)
            with ws.database.exclusively():
                done = _put_in_place(ws.path, file, ready, stamp)
        finally:
            restoring.discard(ws.path)
    rules.keep(ws.database)
    _note_replaced(ws.path, done, stamp)
    return Outcome(done, Changes(None, _EVERYTHING, everything=True))


def restore_closed(
    path: Path, file: Path, *, progress: Report | None = None, cancelled: IsCancelled | None = None
) -> Restored:
    """The same for a workspace that nobody has open, be it damaged or gone. Raises WorkspaceBusy where somebody has."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = engine.take_lock(path)
    try:
        restoring.finish(path)
        stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with shelf.guard(path):
            try:
                ready = _prepare(path, file, Watch(progress, cancelled))
                done = _put_in_place(path, file, ready, stamp)
            finally:
                restoring.discard(path)
    finally:
        lock.release()
    _note_replaced(path, done, stamp)
    return done


def newest_good(path: Path) -> Backup | None:
    """The newest backup of a workspace that is whole and that this DeskCRM can open; each is read to know that.

    Files that a restore replaced come last: the owner wanted something else then.
    """
    for backup in sorted(backups.backups_of(path), key=lambda backup: -backup.sequence):
        with suppress(UserError, OSError):
            if backup.verified and copies.check(backup.file).sha256 == backup.sha256:
                return backup
    return None


def named(path: Path, name: str) -> Path:
    """The backup that is meant by a path, or by the name of a file in the list of backups. Raises NotFound."""
    given = Path(name).expanduser()
    if given.is_file():
        return given
    for backup in backups.backups_of(path):
        if backup.file.name == name:
            return backup.file
    raise NotFound(tr("There is no backup {name}. `deskcrm backups` lists those that there are.", name=name))


# Step by step ---------------------------------------------------------------------------------------------------------


def _prepare(path: Path, file: Path, watch: Watch) -> Path:
    """A backup beside the workspace, checked and of today's schema, ready to take its place."""
    if not file.is_file():
        raise NotFound(tr("There is no file {file}.", file=file))
    if path.exists() and file.samefile(path):
        raise BackupFailed(tr("{file} is the workspace itself. Choose a backup of it.", file=file))
    known = {backup.file.absolute(): backup.sha256 for backup in backups.backups_of(path)}
    return restoring.prepare(path, file, known.get(file.absolute(), ""), watch)


def _put_in_place(path: Path, file: Path, ready: Path, stamp: str) -> Restored:
    """Swaps the files, after the restored one knows of the erasures that were made since (MODEL rule 16)."""
    erased = _reapply(path, ready, stamp)
    inside = copies.inside(ready)
    kept = restoring.swap(path, stamp.replace("-", "").replace(":", ""))
    return Restored(file, path.stat().st_size, inside, kept, erased)


def _reapply(old: Path, ready: Path, stamp: str) -> int:
    """Erases in what is restored whoever was erased since, before anybody sees it; answers how many contacts.

    Where the workspace is gone or can't be read, its newest backup tells who they are: each erasure is in all of them.
    """
    known = (old, *(backup.file for backup in backups.backups_of(old)))
    carried = next(filter(None, map(restoring.erasures_of, known)), None)
    if carried is None:
        return 0
    erased = erasing.reapply_to_file(ready, carried, stamp)
    copies.settle(ready)
    return erased


def _note_replaced(path: Path, done: Restored, stamp: str) -> None:
    if done.kept is not None:
        backups.note_replaced(path, done.kept, stamp)
