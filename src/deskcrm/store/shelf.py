"""A folder of backups with its manifest: what is in it, what comes in and what goes; and the lock that orders it.

The manifest is JSON beside the backups. A backup that it does not name (its manifest was lost, or somebody put the
file there) is found by its name and known by what can be read from it.
"""

from __future__ import annotations

import glob
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from deskcrm import __version__
from deskcrm.domain.errors import BackupFailed, UserError
from deskcrm.languages import tr
from deskcrm.store import backups, schema
from deskcrm.store.backups import NOBODY, Copy, Watch

_FORMAT = 1
PATIENCE = 30.0
"""Seconds that a backup waits for another process's backup of the same workspace."""
_BETWEEN_LOOKS = 0.2


@dataclass(frozen=True, slots=True)
class Entry:
    """One backup in the manifest. `stamp`: the file's own time of change when it was last known to be sound."""

    file: str
    sequence: int
    at: str
    why: str
    bytes: int
    sha256: str
    content: str
    schema: int
    workspace: str
    program: str
    stamp: int


def folder_of(workspace: Path) -> Path:
    """Where the backups of a workspace are unless the owner wants more of them elsewhere."""
    return workspace.parent / "backups"


@contextmanager
def guard(workspace: Path, patience: float = PATIENCE, watch: Watch = NOBODY) -> Iterator[None]:
    """Nobody else writes backups of this workspace meanwhile, in this process or another.

    Raises BackupFailed where somebody does for too long, Cancelled.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(f"{workspace}.backup.lock", mode=0o600, thread_local=False)
    end = time.monotonic() + patience
    while not lock.is_locked:
        try:
            lock.acquire(timeout=min(patience, _BETWEEN_LOOKS))
        except Timeout:
            watch.look()
            if time.monotonic() >= end:
                raise BackupFailed(tr("Another backup of this workspace is being made. Try again later.")) from None
    try:
        yield
    finally:
        lock.release()


class Shelf:
    """The backups of one workspace in one folder. Whoever changes it holds `guard`.

    `is_expected`: the folder was there once, so where it isn't now, its backups are out of reach.
    """

    def __init__(self, folder: Path, workspace: Path, *, is_expected: bool = False) -> None:
        self.folder = folder
        self.is_expected = is_expected
        self._stem, self._suffix = workspace.stem, workspace.suffix
        self._manifest = folder / f"{workspace.stem}.backups.json"
        self._name = re.compile(rf"{re.escape(self._stem)}-(\d{{5,}})-(\d{{8}})-(\d{{6}}){re.escape(self._suffix)}")

    def make(self) -> None:
        """Makes the folder, for the owner alone, where there is none. Raises BackupFailed."""
        with backups.clear_words(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    # what is in it

    def entries(self) -> list[Entry]:
        """The backups that are there, oldest first by sequence."""
        named = {entry.file: entry for entry in self._named() if (self.folder / entry.file).is_file()}
        for match in self._files():
            if match[0] not in named:
                named[match[0]] = self._found(match)
        return sorted(named.values(), key=lambda entry: entry.sequence)

    def path(self, entry: Entry) -> Path:
        """Where the file of a backup is."""
        return self.path_of(entry.file)

    def path_of(self, file: str) -> Path:
        """Where a file of this folder is."""
        return self.folder / file

    def is_sound(self, entry: Entry, *, thorough: bool = False) -> bool:
        """Whether a backup is as it was written: by size and time of change and, where these differ, by SHA-256.

        `thorough`: by SHA-256 in any case. One that was found without its entry in the manifest is not known to be.
        """
        path = self.path(entry)
        try:
            state = path.stat()
            if not entry.sha256 or state.st_size != entry.bytes:
                return False
            return (not thorough and state.st_mtime_ns == entry.stamp) or backups.sha256_of(path) == entry.sha256
        except OSError:
            return False

    def note(self, key: str) -> Any:
        """Something else that the manifest has kept."""
        return self._read().get("notes", {}).get(key)

    def _read(self) -> dict[str, Any]:
        try:
            document = orjson.loads(self._manifest.read_bytes())
        except (OSError, orjson.JSONDecodeError):
            return {}
        return document if isinstance(document, dict) and document.get("format") == _FORMAT else {}

    def _named(self) -> Iterator[Entry]:
        for fields in self._read().get("backups", ()):
            with suppress(TypeError):  # an entry that somebody has spoilt: its file is found by name
                entry = Entry(**fields)
                if self._name.fullmatch(entry.file):
                    yield entry

    def _files(self) -> Iterator[re.Match[str]]:
        try:
            names = os.listdir(self.folder)  # noqa: PTH208
        except OSError:
            return
        yield from filter(None, map(self._name.fullmatch, names))

    def _found(self, name: re.Match[str]) -> Entry:
        """What can be said of a file that the manifest does not name."""
        d, t = name[2], name[3]
        at = f"{d[:4]}-{d[4:6]}-{d[6:]}T{t[:2]}:{t[2:4]}:{t[4:]}Z"
        size = self.path_of(name[0]).stat().st_size
        return Entry(name[0], int(name[1]), at, "found", size, "", "", 0, "", "", 0)

    # what comes in and what goes

    def add(self, connection: sqlite3.Connection, at: str, why: str, watch: Watch = NOBODY) -> Entry:
        """Writes a verified backup of what `connection`, within a transaction, sees.

        Raises BackupFailed, WorkspaceDamaged, Cancelled; then nothing has changed.
        """
        self.make()
        sequence = max((entry.sequence for entry in self.entries()), default=0) + 1
        digits = re.sub("[^0-9]", "", at)
        file = f"{self._stem}-{sequence:05d}-{digits[:8]}-{digits[8:14]}{self._suffix}"
        copy = backups.write(connection, self.folder / file, watch)
        return self._enter(file, sequence, at, why, copy)

    def take(self, source: Path, entry: Entry, watch: Watch = NOBODY) -> Entry:
        """Copies a backup from another folder. Raises BackupFailed, Cancelled."""
        copy = backups.copy_file(source, self.folder / entry.file, entry.sha256, watch)
        return self._enter(entry.file, entry.sequence, entry.at, entry.why, copy, entry.program)

    def adopt(self) -> None:
        """Enters backups that were found without an entry, those of them that are whole."""
        for entry in self.entries():
            if not entry.sha256:
                with suppress(UserError):
                    copy = backups.check(self.path(entry))
                    self._enter(entry.file, entry.sequence, entry.at, entry.why, copy, "")

    def rewrite(self, entry: Entry, change: Callable[[Path], None]) -> Entry:
        """Lets `change` work on a copy of a backup, which then takes its place. Raises what `change` raises."""
        path = self.path(entry)
        return self._enter(entry.file, entry.sequence, entry.at, entry.why, rewrite(path, change), entry.program)

    def drop(self, entry: Entry) -> None:
        """Removes a backup."""
        backups.remove(self.path(entry))
        self._write([e for e in self._named() if e.file != entry.file], self._read().get("notes", {}))

    def put_note(self, key: str, value: Any) -> None:
        """Keeps something else in the manifest; None takes it out. Raises BackupFailed."""
        notes = self._read().get("notes", {})
        changed = {k: v for k, v in {**notes, key: value}.items() if v is not None}
        if changed != notes:
            self.make()
            self._write(list(self._named()), changed)

    def is_littered(self) -> bool:
        """Whether there is something half written."""
        return any(self._parts())

    def sweep(self) -> None:
        """Removes what a process that died left half written; under the lock, no living one has any."""
        for part in self._parts():
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _parts(self) -> Iterator[Path]:
        return self.folder.glob(f"{glob.escape(self._stem)}[-.]*.part*")

    def _enter(self, file: str, sequence: int, at: str, why: str, copy: Copy, program: str = __version__) -> Entry:
        stamp = (self.folder / file).stat().st_mtime_ns
        entry = Entry(file, sequence, at, why, stamp=stamp, program=program, **asdict(copy))
        others = [other for other in self._named() if other.file != file]
        self._write([*others, entry], self._read().get("notes", {}))
        return entry

    def _write(self, entries: list[Entry], notes: dict[str, Any]) -> None:
        there = [asdict(e) for e in sorted(entries, key=lambda e: e.sequence) if self.path(e).is_file()]
        text = orjson.dumps({"format": _FORMAT, "backups": there, "notes": notes}, option=orjson.OPT_INDENT_2)
        with backups.part_of(self._manifest) as part:
            part.write_bytes(text)


def sweep(workspace: Path) -> None:
    """Removes backups that a process left half written when it was killed; those of a living one stay."""
    shelf = Shelf(folder_of(workspace), workspace)
    if shelf.is_littered():
        with suppress(BackupFailed), guard(workspace, 0):
            shelf.sweep()


def keep_before_update(workspace: Path) -> Path:
    """Makes a verified backup of a closed workspace of an older schema, unless its newest one says the same.

    Answers where it is. Raises BackupFailed, WorkspaceDamaged.
    """
    shelf = Shelf(folder_of(workspace), workspace)
    with guard(workspace), closing(sqlite3.connect(workspace, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        with backups.clear_words(workspace):
            content = backups.content_of(connection)
        newest = next(reversed(shelf.entries()), None)
        if newest is None or newest.content != content or not shelf.is_sound(newest, thorough=True):
            at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            newest = shelf.add(connection, at, "update")
        return shelf.path(newest)


def rewrite(path: Path, change: Callable[[Path], None]) -> Copy:
    """Lets `change` work on a copy of a finished backup, brought up to date; then the copy takes its place."""
    with backups.part_of(path) as part:
        backups.copy_bytes(path, part)
        if schema.examine(part) == "old":
            from deskcrm.store.migrations import run  # only where it has work

            run.upgrade(part)
        change(part)
        return backups.settle(part)
