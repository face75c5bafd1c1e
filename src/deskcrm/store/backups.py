"""Verified copies of a workspace: written to a `.part` file, checked there, and only then given their name.

A copy is a single file that needs no `-wal` beside it. It is made by SQLite's online backup from within one read
transaction, so that it shows one moment and ends while others write (without the transaction it would begin anew at
each commit), and it is read back before it counts: integrity, the rows of every table, SHA-256.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from deskcrm.domain.backups import Inside
from deskcrm.domain.errors import BackupFailed, Cancelled, UserError, WorkspaceDamaged
from deskcrm.domain.views import Progress
from deskcrm.languages import english, tr
from deskcrm.store import schema

Report = Callable[[Progress], None]
IsCancelled = Callable[[], bool]

IDENTITY = "_workspace"
"""The setting that says which workspace a file is a copy of."""

_PAGES_AT_ONCE = 2048
_BLOCK = 1 << 20
_STEPS_BETWEEN_LOOKS = 200_000
_CHANGED_IN_PLACE = ("operation", "setting", "task", "saved_view", "own_field", "erased", "reminder")
"""Tables whose rows change; of all others rows are only added, so that their number says whether anything happened."""
_SHARED_BYTES = 1 << 16
_BESIDE = ("-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Copy:
    """What is known of a finished copy. `content` is the same for two copies of the same facts."""

    bytes: int
    sha256: str
    content: str
    schema: int
    workspace: str


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told how far a copy is, in whole megabytes, and who may stop it."""

    progress: Report | None = None
    cancelled: IsCancelled | None = None

    def look(self) -> None:
        """Raises Cancelled where somebody wants no copy any more."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled(tr("Cancelled. Nothing was changed, and earlier backups are as they were."))

    def tell(self, step: str, done: int, total: int, begun: float) -> None:
        """Reports `done` of `total` bytes, and looks."""
        self.look()
        if self.progress is not None and total:
            left = (time.monotonic() - begun) * (total - done) / done if done else None
            self.progress(Progress(step, done // _BLOCK, max(1, total // _BLOCK), left))


NOBODY = Watch()


# Writing --------------------------------------------------------------------------------------------------------------


def write(connection: sqlite3.Connection, target: Path, watch: Watch = NOBODY) -> Copy:
    """Writes a verified copy of what `connection`, within a transaction, sees; an older file at `target` is replaced.

    Raises BackupFailed, WorkspaceDamaged (what was copied is not whole), Cancelled; then nothing is left of it.
    """
    with part_of(target) as part:
        content = content_of(connection)
        _copy_pages(connection, part, watch)
        copy = check(part, watch, tr("The workspace"))
        if copy.content != content:
            raise BackupFailed(tr("The backup did not come out like the workspace, so it was not kept. Try again."))
        return copy


def copy_file(source: Path, target: Path, sha256: str = "", watch: Watch = NOBODY) -> Copy:
    """Copies a finished backup, and checks what arrived. Raises BackupFailed where it isn't that of `sha256`."""
    with part_of(target) as part:
        copy_bytes(source, part, watch)
        if sha256 and sha256_of(part, watch) != sha256:
            raise BackupFailed(
                tr("{file} has changed since it was written, so it was not used. Take another.", file=source.name)
            )
        return check(part, watch, source.name)


@contextmanager
def part_of(target: Path) -> Iterator[Path]:
    """An empty file of the owner's alone that takes the name `target` when all went well, and is gone otherwise."""
    part = target.with_name(f"{target.name}.part")
    try:
        with clear_words(target):  # while the part is there, by which a full disk is told
            remove(part)
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            yield part
            _sync(part)
            part.replace(target)
            sync_folder(target.parent)
    finally:
        with suppress(OSError):
            remove(part)


def remove(path: Path) -> None:
    """Removes a database file with all that SQLite put beside it."""
    for name in (path, *(path.with_name(path.name + ending) for ending in _BESIDE)):
        name.unlink(missing_ok=True)


def _copy_pages(source: sqlite3.Connection, part: Path, watch: Watch) -> None:
    (size,) = source.execute("PRAGMA page_size").fetchone()
    begun = time.monotonic()

    def tell(_status: int, remaining: int, total: int) -> None:
        watch.tell(tr("Backing up (MB)"), (total - remaining) * size, total * size, begun)

    with closing(sqlite3.connect(part, isolation_level=None)) as target:
        target.execute("PRAGMA synchronous = OFF")  # it is synced as a whole when it is complete
        source.backup(target, pages=_PAGES_AT_ONCE, progress=tell, sleep=0)
        _single(target)


def copy_bytes(source: Path, part: Path, watch: Watch = NOBODY) -> None:
    """Copies a finished backup byte for byte into a file that is there."""
    total, done, begun = source.stat().st_size, 0, time.monotonic()
    with source.open("rb") as incoming, part.open("r+b") as outgoing:
        while block := incoming.read(_BLOCK):
            outgoing.write(block)
            done += len(block)
            watch.tell(tr("Copying (MB)"), done, total, begun)


def settle(path: Path) -> Copy:
    """Makes a closed workspace file a single one again, and checks it. Raises BackupFailed, WorkspaceDamaged."""
    with clear_words(path):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            _single(connection)
        _sync(path)
        return check(path)


def _single(connection: sqlite3.Connection) -> None:
    (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    if mode != "delete":
        raise sqlite3.OperationalError(f"the file stayed in journal mode {mode}")


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Lets a renaming outlast a power cut, where the system can say so of a folder."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# Reading --------------------------------------------------------------------------------------------------------------


def opened(path: Path) -> sqlite3.Connection:
    """A connection that can only read a finished copy, and needs nothing beside it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


def check(path: Path, watch: Watch = NOBODY, name: str = "") -> Copy:
    """Reads a finished copy whole. Raises WorkspaceDamaged where it is not, WorkspaceUnusable where it is none of ours.

    A file of this or an older schema passes; a newer one is refused with both versions. `name`: what to call it.
    """
    name = name or path.name
    schema.examine(path)
    with closing(opened(path)) as connection:
        connection.set_progress_handler(lambda: bool(watch.cancelled and watch.cancelled()), _STEPS_BETWEEN_LOOKS)
        try:
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            extra = connection.execute(
                "SELECT name FROM sqlite_master WHERE type NOT IN ('table', 'index') LIMIT 1"
            ).fetchone()
            content = content_of(connection)
        except sqlite3.DatabaseError as error:
            watch.look()  # interrupted by the progress handler
            if not isinstance(error, sqlite3.OperationalError):
                raise WorkspaceDamaged(
                    tr("{file} is damaged ({why}). It was left as it is.", file=name, why=error)
                ) from error
            raise
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        workspace = identity_of(connection)
    if verdict != "ok":
        raise WorkspaceDamaged(
            tr("{file} is damaged ({why}). It was left as it is.", file=name, why=" ".join(verdict.split()))
        )
    if extra:
        raise BackupFailed(
            tr("{file} has parts that DeskCRM never makes ({part}), so it is not opened.", file=name, part=extra[0])
        )
    return Copy(path.stat().st_size, sha256_of(path, watch), content, version, workspace)


def sha256_of(path: Path, watch: Watch = NOBODY) -> str:
    """The SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            watch.look()
    return digest.hexdigest()


def content_of(connection: sqlite3.Connection) -> str:
    """A digest of how many rows each table has and of all that changes in place: other facts, another digest.

    It fits any schema, and is the same for a workspace and a whole copy of it.
    """
    tables = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
            "AND name NOT LIKE 'sqlite%' ORDER BY name"
        )
    ]
    counts = {table: int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]) for table in tables}
    digest = hashlib.sha256(repr((connection.execute("PRAGMA user_version").fetchone(), counts)).encode())
    for table in _CHANGED_IN_PLACE:
        if table in counts:
            for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY 1'):
                digest.update(repr(row).encode())
    return digest.hexdigest()


def is_of_the_past(connection: sqlite3.Connection, file: Path) -> bool:
    """Whether a file is an older copy of what `connection` sees: nothing was done in it that was not done here."""
    if file.with_name(f"{file.name}-wal").exists():  # somebody works in it
        return False
    try:
        with closing(opened(file)) as copy:
            last = copy.execute("SELECT id, at, kind FROM operation ORDER BY id DESC LIMIT 1").fetchone()
            ours = identity_of(copy) in ("", identity_of(connection))
    except sqlite3.DatabaseError:
        return False
    here = "SELECT 1 FROM operation WHERE (id, at, kind) = (?, ?, ?)"
    return ours and (last is None or connection.execute(here, last).fetchone() is not None)


def identity_of(connection: sqlite3.Connection) -> str:
    """Which workspace a file is a copy of; "" where it does not say."""
    try:
        row = connection.execute("SELECT value FROM setting WHERE key = ?", (IDENTITY,)).fetchone()
    except sqlite3.OperationalError:  # a schema without settings
        return ""
    return str(row[0]).strip('"') if row else ""


def identify(connection: sqlite3.Connection) -> str:
    """Which workspace this is, within a transaction that writes: it is given a name of its own where it has none."""
    name = identity_of(connection)
    if not name:
        name = os.urandom(8).hex()
        connection.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (IDENTITY, f'"{name}"'))
    return name


def inside(path: Path) -> Inside:
    """What a finished copy holds, for people. Raises WorkspaceUnusable, WorkspaceDamaged."""
    from deskcrm.store import history, reads  # only where people want to know

    with clear_words(path):
        schema.examine(path)
        with closing(opened(path)) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            try:
                counts = reads.counts(connection)
                (operations,) = connection.execute("SELECT count(*) FROM operation").fetchone()
                last = next(iter(history.entries(connection, 1)), None)
            except sqlite3.OperationalError:  # an older schema lacks what today's words are made of
                return Inside(version)
    return Inside(
        version, counts["people"], counts["companies"], counts["activities"], operations,
        last.summary if last else "", last.at if last else "",
    )  # fmt: skip


# Words ----------------------------------------------------------------------------------------------------------------


@contextmanager
def clear_words(target: Path) -> Iterator[None]:
    """The system's and SQLite's errors about a copy as sentences."""
    try:
        yield
    except UserError:
        raise
    except OSError as error:
        full = error.errno in _NO_ROOM
        raise BackupFailed(
            tr(_FULL, folder=target.parent) if full else tr(_WHY, file=target, why=error.strerror)
        ) from error
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise WorkspaceDamaged(
                tr(
                    "The workspace is damaged ({why}), so no backup was made of it. Earlier backups are as they were; "
                    "restore the newest one.",
                    why=error,
                )
            ) from error
        full = is_full(error, target.parent)
        raise BackupFailed(tr(_FULL, folder=target.parent) if full else tr(_WHY, file=target, why=error)) from error


def is_full(error: sqlite3.Error, folder: Path) -> bool:
    """Whether there is no room: SQLite calls it an I/O error where it is the memory that connections share."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code != sqlite3.SQLITE_IOERR:
        return code == sqlite3.SQLITE_FULL
    try:
        return shutil.disk_usage(folder).free < _SHARED_BYTES
    except OSError:
        return False


_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_FULL = english(
    "The disk is full, so nothing was written to {folder}. Nothing was lost: earlier backups are as they were. "
    "Free space."
)
_WHY = english(
    "{file} can't be written or read ({why}). Nothing was lost: the workspace and the other backups are as they were."
)
