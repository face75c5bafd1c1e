"""The workspace file and its connections: one writer whose transactions begin IMMEDIATE, a few readers, one lock.

Every connection gets the same settings (measured in the fault study: synchronous FULL loses nothing at a power cut,
a deferred BEGIN with two writers fails, trusted_schema ON lets a hostile file act).
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from deskcrm.domain.errors import UserError, WorkspaceBusy, WorkspaceDamaged, WorkspaceUnusable
from deskcrm.languages import tr
from deskcrm.store import backups, belonging, leftovers, restoring, schema, shelf
from deskcrm.store.backups import is_full

if TYPE_CHECKING:
    from filelock import FileLock

_RECIPE = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA temp_store = MEMORY",
)


def connect(path: Path, *, cache_mib: int = 16, patience: int = 5000, frozen: bool = False) -> sqlite3.Connection:
    """A connection with the project's settings; transactions are begun and ended by hand.

    `patience`: how long it waits for a lock of SQLite's, in milliseconds. `frozen`: nothing can be written there, not
    even what connections share.
    """
    name = f"{path.absolute().as_uri()}?mode=ro&immutable=1" if frozen else path
    connection = sqlite3.connect(name, isolation_level=None, check_same_thread=False, cached_statements=256, uri=frozen)
    try:
        for statement in (f"PRAGMA busy_timeout = {patience}", f"PRAGMA cache_size = -{cache_mib * 1024}"):
            connection.execute(statement)
        _set_up(connection, patience)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_up(connection: sqlite3.Connection, patience: int) -> None:
    """Gives the settings. SQLite refuses the change to WAL at once, whatever its patience, where another process reads
    the file or makes the same change, so this asks again until its milliseconds are over.
    """
    until = time.monotonic() + patience / 1000
    while True:
        try:
            for statement in _RECIPE:
                connection.execute(statement)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


_WRITERS_PATIENCE = 60_000
"""What the owner does while an import of their own is being written waits for it, this many milliseconds at most."""

_A_MOMENT = 0.001
"""Seconds in which a thread that waits for the turn takes it."""

_EXCLUSIVE_PATIENCE = 30.0
"""Seconds that a swap of the file waits for reads that are under way."""


def take_lock(path: Path) -> FileLock:
    """The lock by which one process alone writes to a workspace. Raises WorkspaceBusy where another one has it."""
    from filelock import FileLock, Timeout  # 40 ms that reading does without

    lock = FileLock(f"{path}.lock", mode=0o600, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise WorkspaceBusy(
            tr(
                "{path} is open in another DeskCRM, which alone may change it. Close it there, or do this there.",
                path=path,
            )
        ) from None
    return lock


class Database:
    """An open workspace file. Reads may come from any thread; writes are one at a time."""

    def __init__(self, path: Path, *, write: bool = True, lent: bool = False) -> None:
        """Opens the file, or makes it. `write=False` never takes the lock, and never makes or changes a file.

        `lent`: a child process writes under the lock that its parent holds; SQLite's own lock orders the two.
        Raises WorkspaceBusy when another process holds the lock, WorkspaceUnusable when the file can't be opened.
        """
        self.path = path
        self.may_write = write
        self._turn = threading.RLock()
        self._readers: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        self._all: list[sqlite3.Connection] = []
        self._lock: FileLock | None = None
        self._writer: sqlite3.Connection | None = None
        self._door = threading.Condition()  # through it go the readers, and it is shut while nobody may
        self._shut = False
        self._inside: dict[int, int] = {}
        self._file: tuple[int, int] | None = None  # the one that is open, by the system's own name for it
        self._frozen = not write and _is_frozen(path.parent)
        try:
            with _clear_words(path):
                if write and not lent:
                    self._make_folder()
                    self._lock = take_lock(path)
                    leftovers.sweep(path)
                    restoring.finish(path)
                    shelf.sweep(path)
                    belonging.roll_back(path)
                elif restoring.under_way(path):
                    raise WorkspaceBusy(tr("A backup is being restored to {path}. Try again in a moment.", path=path))
                if not lent:
                    belonging.check_wal(path, quiet=self._lock is not None, frozen=self._frozen)
                self._bring_up_to_date()
        except OSError as error:
            self.close()
            raise WorkspaceUnusable(
                tr(
                    "{path} can't be opened or made ({why}). Choose another place for the workspace.",
                    path=path,
                    why=error.strerror,
                )
            ) from error
        except BaseException:
            self.close()
            raise

    def _make_folder(self) -> None:
        folder = self.path.parent
        if not folder.exists():
            folder.mkdir(parents=True, mode=0o700)

    def _bring_up_to_date(self) -> None:
        state = schema.examine(self.path)
        if state == "new":
            if not self.may_write:
                raise WorkspaceUnusable(
                    tr("There is no workspace at {path} yet. Import a file or add somebody first.", path=self.path)
                )
            self._make()
        elif state == "old":
            if not self.may_write:
                raise WorkspaceUnusable(
                    tr("{path} is from an older DeskCRM. Open it in the app once to update it.", path=self.path)
                )
            schema.upgrade(self.path)

    def _make(self) -> None:
        """Makes the file under another name first, so that a crash leaves nothing that looks like a damaged one."""
        new = leftovers.make_beside(self.path, "new")
        try:
            with closing(sqlite3.connect(new, isolation_level=None)) as connection:  # without a `-wal` to leave behind
                schema.create(connection)
            new.rename(self.path)
        finally:
            backups.remove(new)
        backups.sync_folder(self.path.parent)

    @contextmanager
    def write(self, attached: Path | None = None) -> Iterator[sqlite3.Connection]:
        """A transaction that writes: all of it is kept, or, on any exception, none.

        `attached`: a scratch file that can be read as the schema `staged` meanwhile.
        """
        if not self.may_write:
            raise WorkspaceBusy(tr("{path} was opened for reading only.", path=self.path))
        with self._turn, _clear_words(self.path):
            if self._writer is None:
                self._writer = self._new(64, _WRITERS_PATIENCE)
            connection = self._writer
            if connection.in_transaction:  # a use case within a use case is one transaction
                yield connection
                return
            self._check_file()
            if attached is not None:
                connection.execute("ATTACH DATABASE ? AS staged", (str(attached),))
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                if attached is not None:
                    connection.execute("DETACH DATABASE staged")

    @contextmanager
    def trial(self) -> Iterator[sqlite3.Connection]:
        """A transaction of which nothing is kept: to see what would be."""
        with suppress(_TrialOver), self.write() as connection:
            yield connection
            raise _TrialOver

    @contextmanager
    def write_if_free(self) -> Iterator[sqlite3.Connection | None]:
        """A transaction that writes where nobody is writing right now, else None: for what can wait."""
        if not self.may_write or not self._turn.acquire(blocking=False):
            yield None
            return
        try:
            with self.write() as connection:
                yield connection
        finally:
            self._turn.release()

    def give_way(self) -> None:
        """Lets go first who waits to write, between two transactions of one long work; else that would not let them."""
        time.sleep(_A_MOMENT)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One unchanging view of the file, whatever is written meanwhile."""
        with self._through_the_door(), _clear_words(self.path):
            try:
                connection = self._readers.get_nowait()
            except Empty:
                connection = self._new(16)
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("COMMIT")
                self._readers.put(connection)

    @contextmanager
    def _through_the_door(self) -> Iterator[None]:
        me = threading.get_ident()
        with self._door:
            if me not in self._inside:  # a read within a read of the same thread does not wait
                self._door.wait_for(lambda: not self._shut)
            self._inside[me] = self._inside.get(me, 0) + 1
        try:
            yield
        finally:
            with self._door:
                self._inside[me] -= 1
                if not self._inside[me]:
                    del self._inside[me]
                self._door.notify_all()

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        """Nobody reads or writes here meanwhile, and no connection is open; the lock stays. For swapping the file.

        Raises WorkspaceBusy where reads that are under way don't end in time.
        """
        with self._turn:
            with self._door:
                self._shut = True
                empty = self._door.wait_for(lambda: not self._inside, _EXCLUSIVE_PATIENCE)
            try:
                if not empty:
                    raise WorkspaceBusy(
                        tr("Something long still reads this workspace. Nothing was changed; try again.")
                    )
                self._drop_connections()
                yield
            finally:
                with self._door:
                    self._shut = False
                    self._door.notify_all()

    def _drop_connections(self) -> None:
        for connection in self._all:
            connection.close()
        self._all.clear()
        self._readers = SimpleQueue()
        self._writer = None
        self._file = None

    def _new(self, cache_mib: int, patience: int = 5000) -> sqlite3.Connection:
        self._check_file()
        connection = connect(self.path, cache_mib=cache_mib, patience=patience, frozen=self._frozen)
        self._all.append(connection)
        return connection

    def _check_file(self) -> None:
        """Raises WorkspaceUnusable where another file, or none, stands where the open one was: it would be changed."""
        try:
            state = self.path.stat()
            file = (state.st_dev, state.st_ino)
        except FileNotFoundError:
            file = (0, 0)
        if self._file not in (None, file):
            raise WorkspaceUnusable(
                tr(
                    "{path} was moved, deleted or replaced by another program while it was open, so nothing was "
                    "written. What was open can still be kept: back it up to a file of your choice, then start "
                    "anew.",
                    path=self.path,
                )
            )
        self._file = file

    def close(self) -> None:
        """Closes every connection and gives the lock back."""
        self._drop_connections()
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def _is_frozen(folder: Path) -> bool:
    """Whether nothing can be written to a folder, be it for its permissions or for the disk's."""
    effective = os.access in os.supports_effective_ids
    return folder.exists() and not os.access(folder, os.W_OK, effective_ids=effective)


class _TrialOver(Exception):
    """Rolls a trial back."""


@contextmanager
def _clear_words(path: Path) -> Iterator[None]:
    """SQLite's and the system's errors that a user can meet, in sentences; anything else passes as the bug it is."""
    try:
        yield
    except sqlite3.Error as error:
        said = _sentence(path, error)
        if said is None:
            raise
        raise said from error


def _sentence(path: Path, error: sqlite3.Error) -> UserError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if is_full(error, path.parent):
        return WorkspaceUnusable(
            tr("The disk is full. Nothing was changed in {path}; free some space and try again.", path=path)
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return WorkspaceBusy(
            tr("{path} is in use by another program. Nothing was changed; try again in a moment.", path=path)
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return WorkspaceDamaged(tr("{path} is damaged. Nothing was changed; restore a backup.", path=path))
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return WorkspaceUnusable(
            tr("{path} can't be written. Check its folder's permissions, or choose another place.", path=path)
        )
    if code == sqlite3.SQLITE_IOERR:
        return WorkspaceUnusable(
            tr("The disk did not read or write {path}. Nothing was changed; check the disk.", path=path)
        )
    return None
