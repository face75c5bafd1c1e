"""Putting a backup in a workspace's place: prepared beside it, then swapped so that a crash leaves the old or the new.

The order: the backup is copied to `FILE.restore` and made ready there; a note (`FILE.restore.json`) says what is about
to happen; the old file moves away with its `-wal` and `-shm`; `FILE.restore` takes its name; the note goes. While the
note and `FILE.restore` are there, whoever opens the workspace for writing finishes the swap; without the note, nothing
had begun.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from deskcrm.domain.errors import BackupFailed, WorkspaceBusy, WorkspaceDamaged, WorkspaceUnusable
from deskcrm.languages import tr
from deskcrm.store import backups, belonging, schema
from deskcrm.store.backups import NOBODY, Watch

if TYPE_CHECKING:
    from deskcrm.store.erased import Carried

_PARTS = ("", "-journal", "-wal", "-shm")
_WAIT_MS = 5000


def prepared(workspace: Path) -> Path:
    """Where a backup is made ready to take the workspace's place."""
    return workspace.with_name(f"{workspace.name}.restore")


def prepare(workspace: Path, backup: Path, sha256: str = "", watch: Watch = NOBODY) -> Path:
    """Copies a backup beside the workspace, checks it, and brings it up to date where it is of an older schema.

    `sha256`: what it must be, where that is known. Raises BackupFailed, WorkspaceDamaged, WorkspaceUnusable (it is no
    workspace, or of a newer schema), Cancelled. The workspace itself is not touched.
    """
    schema.examine(backup)
    ready = prepared(workspace)
    copy = backups.copy_file(backup, ready, sha256, watch)
    if copy.schema < schema.SCHEMA_VERSION:
        from deskcrm.store.migrations import run  # only where it has work

        run.upgrade(ready)
        backups.settle(ready)
    return ready


def discard(workspace: Path) -> None:
    """Removes what was prepared, unless it is on its way into the workspace's place; if it can't be, `finish` does."""
    if not under_way(workspace):
        with suppress(OSError):
            backups.remove(prepared(workspace))


def swap(workspace: Path, stamp: str) -> Path | None:
    """Puts what was prepared in the workspace's place; answers where the old file is now (None: there was none).

    Called under the workspace's lock, with every connection of this process closed. `stamp`: the time that the old
    file's new name carries. Raises WorkspaceBusy where another program reads it, WorkspaceUnusable where the system
    lets nobody move it; then all is as it was.
    """
    kept = None
    if any(workspace.with_name(workspace.name + ending).exists() for ending in _PARTS):
        word = "before-restore" if _let_go(workspace) else "corrupt"
        kept = _free_name(workspace, f"{word}-{stamp}")
    note = _note(workspace)
    with backups.part_of(note) as part:
        part.write_bytes(orjson.dumps({"kept": kept.name if kept else ""}))
    try:
        _roll_forward(workspace, kept)
    except OSError as error:
        _roll_back(workspace, kept)
        raise WorkspaceUnusable(
            tr(
                "{workspace} can't be moved ({why}), so nothing was restored. Close other programs that "
                "use it, then try again.",
                workspace=workspace,
                why=error.strerror,
            )
        ) from error
    return kept if kept is not None and kept.exists() else None


def finish(workspace: Path) -> None:
    """Ends what a crash interrupted; under the workspace's lock, before it is opened."""
    note, ready = _note(workspace), prepared(workspace)
    if note.exists():
        kept = _kept(workspace)
        if ready.exists() or workspace.exists():
            _roll_forward(workspace, kept)
        else:
            _roll_back(workspace, kept)
    for left_over in (ready, *(path.with_name(f"{path.name}.part") for path in (ready, note))):
        with suppress(OSError):  # it does no harm, and the next start tries again
            backups.remove(left_over)


def under_way(workspace: Path) -> bool:
    """Whether a restore has begun and not ended."""
    return _note(workspace).exists()


def erasures_of(workspace: Path) -> Carried | None:
    """The erasures that a closed workspace knows of; None where there are none, or it is too damaged to tell."""
    from deskcrm.store import erased  # what only some restores need

    if not workspace.exists():
        return None
    with suppress(sqlite3.DatabaseError), closing(_opened(workspace)) as connection:
        return erased.carry(connection)
    return None


def lacks_erasures(copy: Path, carried: Carried) -> bool:
    """Whether a closed copy of the workspace does not know of all these erasures; so with one that can't be read."""
    from deskcrm.store import erased

    with suppress(sqlite3.DatabaseError), closing(_opened(copy)) as connection:
        return erased.lacks(connection, carried)
    return True


def _opened(workspace: Path) -> sqlite3.Connection:
    alone = not _has_its_own_wal(workspace)
    return backups.opened(workspace) if alone else sqlite3.connect(workspace)


def kept_files(workspace: Path) -> list[Path]:
    """The whole files that restores have replaced, oldest first."""
    return _moved_away(workspace, "before-restore")


def damaged_files(workspace: Path) -> list[Path]:
    """The damaged files that restores have replaced, oldest first."""
    return _moved_away(workspace, "corrupt")


def _moved_away(workspace: Path, word: str) -> list[Path]:
    begins, beside = f"{workspace.name}.{word}-", (*_PARTS[1:], ".part")
    with suppress(OSError):
        names = sorted(path.name for path in workspace.parent.iterdir())
        return [workspace.with_name(n) for n in names if n.startswith(begins) and not n.endswith(beside)]
    return []


# The swap, step by step -----------------------------------------------------------------------------------------------


def _let_go(workspace: Path) -> bool:
    """Makes the old file a single one, which nobody else may have open; False where it is too damaged for that.

    Where the `-wal` beside it is another file's, it is not laid over it: both move away as they are.
    """
    if not workspace.exists():
        return False
    try:
        schema.examine(workspace)
    except WorkspaceDamaged:
        return False
    except WorkspaceUnusable:
        if workspace.is_dir():
            raise
    if not _has_its_own_wal(workspace):
        return False
    try:
        with closing(sqlite3.connect(workspace, isolation_level=None, timeout=_WAIT_MS / 1000)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise WorkspaceBusy(
                tr(
                    "Something still reads this workspace (an import, or a command in a terminal). Nothing was "
                    "restored; try again in a moment."
                )
            ) from error
        return False
    except sqlite3.DatabaseError:
        return False


def _has_its_own_wal(workspace: Path) -> bool:
    try:
        belonging.check_wal(workspace, quiet=True)
    except WorkspaceUnusable:
        return False
    return True


def _roll_forward(workspace: Path, kept: Path | None) -> None:
    ready = prepared(workspace)
    if ready.exists():
        for ending in _PARTS:
            old = workspace.with_name(workspace.name + ending)
            if kept is not None and old.exists():
                old.rename(kept.with_name(kept.name + ending))
            elif ending:
                old.unlink(missing_ok=True)
        backups.sync_folder(workspace.parent)
        ready.replace(workspace)
        backups.sync_folder(workspace.parent)
    _note(workspace).unlink()
    backups.sync_folder(workspace.parent)


def _roll_back(workspace: Path, kept: Path | None) -> None:
    if kept is not None:
        for ending in _PARTS:
            moved = kept.with_name(kept.name + ending)
            if moved.exists():
                moved.replace(workspace.with_name(workspace.name + ending))
    _note(workspace).unlink(missing_ok=True)
    discard(workspace)


def _note(workspace: Path) -> Path:
    return workspace.with_name(f"{workspace.name}.restore.json")


def _kept(workspace: Path) -> Path | None:
    try:
        name = str(orjson.loads(_note(workspace).read_bytes())["kept"])
    except (OSError, ValueError, KeyError) as error:
        raise BackupFailed(
            tr("{note} can't be read, so the restore that it speaks of can't be ended.", note=_note(workspace))
        ) from error
    return workspace.with_name(Path(name).name) if name else None


def _free_name(workspace: Path, ending: str) -> Path:
    name = workspace.with_name(f"{workspace.name}.{ending}")
    number = 2
    while name.exists():
        name = workspace.with_name(f"{workspace.name}.{ending}-{number}")
        number += 1
    return name
