"""Whether the `-wal` beside a workspace is its own: another file's would put that file's rows in the place of ours.

SQLite lays any `-wal` that has the right name over a file, and calls the mixture whole. But facts are only added: what
a workspace says alone it must say with its `-wal` as well.
"""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from deskcrm.domain.errors import WorkspaceDamaged, WorkspaceUnusable
from deskcrm.languages import tr
from deskcrm.store.backups import identity_of

_LATEST = 500  # operations that are compared
_JOURNALLED = b"\x01\x01"
"""The two bytes of a file's header that say that it has no `-wal`."""


_INDEX_HEADER = struct.Struct("=16xII")


class _Said(NamedTuple):
    identity: str
    operations: frozenset[tuple[object, ...]]


def check_wal(workspace: Path, *, quiet: bool, frozen: bool = False) -> None:
    """Raises WorkspaceUnusable where the `-wal` beside a workspace holds another file's changes; changes nothing.

    `quiet`: nobody writes to it now, so that the `-wal` was left by a crash, and the two are read through together:
    WorkspaceDamaged where they don't fit. `frozen`: nothing can be written there, so that a `-wal` can't be read.
    A `-wal` without its workspace is refused too: it may be all there is.
    """
    wal = workspace.with_name(f"{workspace.name}-wal")
    try:
        if not wal.stat().st_size:
            return
    except FileNotFoundError:
        return
    if not workspace.exists():
        raise WorkspaceUnusable(
            tr(
                "{workspace} is gone, but its last changes are still beside where it was, in {name}. Nothing "
                "was changed. Put the file back, or move {name} away to begin anew.",
                workspace=workspace,
                name=wal.name,
            )
        )
    if frozen:
        raise WorkspaceUnusable(
            tr(
                "{workspace} can't be read where nothing can be written: its last changes are beside it, in "
                "{name}. Copy both to another folder and open it there.",
                workspace=workspace,
                name=wal.name,
            )
        )
    alone = _said(workspace, "mode=ro&immutable=1")
    together = _said(workspace, "mode=ro")
    if _is_journalled(workspace) or (alone is not None and not _goes_on_from(alone, together)):
        raise WorkspaceUnusable(
            tr(
                "{name} holds the changes of another file than {workspace}, so it was not opened and nothing "
                "was changed. If {name2} was copied here, move {name} away and open it again.",
                name=wal.name,
                workspace=workspace,
                name2=workspace.name,
            )
        )
    if quiet and not _fit(workspace):
        raise WorkspaceDamaged(
            tr(
                "{workspace} and {name}, which a crash left beside it, do not fit. Nothing was changed; "
                "restore a backup.",
                workspace=workspace,
                name=wal.name,
            )
        )


def roll_back(workspace: Path) -> None:
    """Lets SQLite take back what was begun in a file without a `-wal`, an older one: its header may be a new one's."""
    if workspace.exists() and workspace.with_name(f"{workspace.name}-journal").exists():
        with closing(sqlite3.connect(workspace)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _is_journalled(workspace: Path) -> bool:
    with workspace.open("rb") as file:
        return file.read(20)[18:] == _JOURNALLED


def _said(workspace: Path, how: str) -> _Said | None:
    """Who a file is and what its latest operations are; None where that can't be read.

    Alone it can't where a crash came while the `-wal` was being carried over.
    """
    try:
        with closing(_opened(workspace, how)) as connection:
            rows = connection.execute("SELECT id, at, kind FROM operation ORDER BY id DESC LIMIT ?", (_LATEST,))
            return _Said(identity_of(connection), frozenset(rows))
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:  # it can't be read now; else it has no such table
            raise
    except sqlite3.DatabaseError:
        pass  # damaged, or not yet whole
    return None


def _goes_on_from(alone: _Said, together: _Said | None) -> bool:
    if together is None:
        return False
    first = min((int(str(row[0])) for row in together.operations), default=0)
    lacking = {row for row in alone.operations - together.operations if int(str(row[0])) >= first}
    return not lacking and (not alone.identity or alone.identity == together.identity)


def _fit(workspace: Path) -> bool:
    """Whether a file and its `-wal` are whole together, and as long as the `-wal` says: an older copy is shorter."""
    try:
        with closing(_opened(workspace, "mode=ro")) as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            whole = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            return whole and _pages_by_the_wal(workspace) in (pages, None)
    except sqlite3.DatabaseError:
        return False


def _pages_by_the_wal(workspace: Path) -> int | None:
    """How many pages the file has by the last commit in its `-wal`, None where there is none; while that is open.

    SQLite has read that out when it recovered the `-wal`: https://sqlite.org/walformat.html#the_wal_index_header
    """
    with workspace.with_name(f"{workspace.name}-shm").open("rb", buffering=0) as file:
        frames, pages = _INDEX_HEADER.unpack(file.read(_INDEX_HEADER.size))
    return pages if frames else None


def _opened(workspace: Path, how: str) -> sqlite3.Connection:
    """A connection that can't write, and so does not carry the `-wal` over into the file when it is closed."""
    return sqlite3.connect(f"file:{quote(str(workspace.absolute()))}?{how}", uri=True, isolation_level=None)
