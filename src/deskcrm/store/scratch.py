"""The scratch file of one import: everything that it would write, gathered without the lock, written in one go.

References are signed: a positive one is the workspace's own id, a negative one (-n) is the n-th new thing of this import.
What is staged for a person met for the first time includes the derived rows, so that the write is SQL alone.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from deskcrm.store.derived import COLUMNS, company_ids, refresh, refresh_events

_TABLES = {
    "contact": ("id INTEGER PRIMARY KEY", "kind"),
    "record": ("id INTEGER PRIMARY KEY", "key", "given", "contact"),
    "version": ("id INTEGER PRIMARY KEY", "record", "digest", "data", "raw"),
    "activity": ("id INTEGER PRIMARY KEY", "key"),
    "activity_version": ("id INTEGER PRIMARY KEY", "activity", "digest", "data", "raw"),
    "row": (
        "line INTEGER PRIMARY KEY",
        "record",
        "version",
        "activity",
        "activity_version",
        "problem",
        "field",
        "value",
        "raw",
    ),
    "profile": (*(name.strip() for name in COLUMNS.split(",")), "own_key"),
    "point": ("key", "contact"),
    "consent": ("key", "contact", "record", "state"),
    "event": ("activity", "contact", "version", "at", "kind", "title", "amount", "currency", "status", "sale"),
    "touched": ("contact INTEGER PRIMARY KEY",),
    "moved": ("activity INTEGER PRIMARY KEY",),
}
_FLUSH = 20_000


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """What is known of a batch when it is written."""

    operation: int
    source: int
    at: str
    file: str
    sha256: str
    size: int
    shape: str
    signature: str
    headers: str
    mapping: str
    options: str
    counts: str


class Scratch:
    """Staged rows, through a connection of their own or, in the schema `staged`, through the workspace's writer."""

    def __init__(self, connection: sqlite3.Connection, schema: str = "main") -> None:
        self.connection = connection
        self.schema = schema
        self._pending: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for table, columns in _TABLES.items():
            connection.execute(f"CREATE TABLE IF NOT EXISTS {schema}.{table} ({', '.join(columns)})")
            connection.execute(f"DELETE FROM {schema}.{table}")

    def add(self, table: str, *row: Any) -> None:
        """Stages one row, its values in the order of the table's columns; a row of the same id is replaced."""
        pending = self._pending[table]
        pending.append(row)
        if len(pending) >= _FLUSH:
            self._flush(table)

    def _flush(self, table: str) -> None:
        rows = self._pending.pop(table)
        marks = ", ".join("?" * len(rows[0]))
        self.connection.executemany(f"INSERT OR REPLACE INTO {self.schema}.{table} VALUES ({marks})", rows)

    def flush(self) -> None:
        """Puts everything pending into the file."""
        for table in list(self._pending):
            self._flush(table)

    def one(self, table: str, number: int) -> tuple[Any, ...]:
        """A staged row by its number."""
        self.flush()
        found: tuple[Any, ...] = self.connection.execute(
            f"SELECT * FROM {self.schema}.{table} WHERE id = ?", (number,)
        ).fetchone()
        return found

    def place(self, record: int, contact: int) -> None:
        """Gives a staged new record to another contact; both are signed references."""
        self.flush()
        self.connection.execute(f"UPDATE {self.schema}.record SET contact = ? WHERE id = ?", (contact, -record))

    def finish(self) -> None:
        """Ends the staging of one file. The derived rows of new contacts of whom more was said are computed later."""
        self.flush()
        for table, column in (("profile", "root"), ("point", "contact"), ("consent", "contact")):
            self.connection.execute(
                f"DELETE FROM {self.schema}.{table} WHERE {column} IN (SELECT contact FROM {self.schema}.touched)"
            )


@contextmanager
def scratch_file(workspace: Path) -> Iterator[Path]:
    """An empty file beside the workspace, for its owner's eyes only, and gone afterwards."""
    path = workspace.with_name(f".{workspace.name}.staging-{os.getpid()}-{threading.get_ident():x}")
    os.close(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def staging(path: Path) -> Iterator[Scratch]:
    """Stages into the scratch file at `path` without touching the workspace; complete when the block ends."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        for statement in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -32768"):
            connection.execute(f"PRAGMA {statement}")
        connection.execute("BEGIN")
        yield Scratch(connection)
        connection.execute("COMMIT")
    finally:
        connection.close()


def write(connection: sqlite3.Connection, batch: BatchFacts) -> tuple[int, set[int]]:
    """Writes the attached scratch file `staged` into the workspace, within the caller's transaction.

    Answers the batch's id, and the roots whose profiles were computed anew (those of people met first are not).
    """
    return _Writing(connection, batch).run()


class _Writing:
    """One staged import on its way into the workspace: local numbers become ids by adding where each table stands."""

    def __init__(self, connection: sqlite3.Connection, batch: BatchFacts) -> None:
        self.connection = connection
        self.batch = batch
        self.base = {
            table: connection.execute(f"SELECT coalesce(max(id), 0) FROM main.{table}").fetchone()[0]
            for table in ("contact", "record", "version", "activity", "activity_version")
        }
        self.batch_id = 0

    def run(self) -> tuple[int, set[int]]:
        self.batch_id = self._insert_batch()
        self._facts()
        companies = self._profiles()
        self._found_by()
        run = self.connection.execute
        moved = [activity for (activity,) in run("SELECT activity FROM staged.moved").fetchall()]
        touched = {c for (c,) in run(f"SELECT {self._id('contact', 'contact')} FROM staged.touched").fetchall()}
        touched |= companies | (refresh_events(self.connection, moved) if moved else set())
        return self.batch_id, refresh(self.connection, touched, self.batch.operation) if touched else set()

    def _id(self, table: str, column: str) -> str:
        """SQL for the id that a staged reference stands for."""
        return f"CASE WHEN {column} < 0 THEN {self.base[table]} - {column} ELSE {column} END"

    def _new(self, table: str) -> str:
        """SQL for the id of a new row."""
        return f"id + {self.base[table]}"

    def _insert_batch(self) -> int:
        cursor = self.connection.execute(
            "INSERT INTO batch (operation, source, at, file, sha256, size, shape, signature, headers, mapping, options, "
            "counts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            astuple(self.batch),
        )
        return int(cursor.lastrowid or 0)

    def _facts(self) -> None:
        batch, source, operation = self.batch_id, self.batch.source, self.batch.operation
        run = self.connection.execute
        run(
            f"INSERT INTO contact (id, kind, operation) SELECT {self._new('contact')}, kind, {operation} "
            "FROM staged.contact"
        )
        run(
            f"INSERT INTO record (id, source, key, given, contact) SELECT {self._new('record')}, {source}, key, given, "
            f"{self._id('contact', 'contact')} FROM staged.record"
        )
        run(
            f"INSERT INTO version (id, record, batch, digest, data, raw) SELECT {self._new('version')}, "
            f"{self._id('record', 'record')}, {batch}, digest, data, raw FROM staged.version"
        )
        run(
            f"INSERT INTO activity (id, source, key) SELECT {self._new('activity')}, {source}, key FROM staged.activity"
        )
        run(
            f"INSERT INTO activity_version (id, activity, batch, digest, data, raw) "
            f"SELECT {self._new('activity_version')}, {self._id('activity', 'activity')}, {batch}, digest, data, raw "
            "FROM staged.activity_version"
        )
        refs = ", ".join(self._id(t, t) for t in ("record", "version", "activity", "activity_version"))
        run(
            "INSERT INTO row (batch, line, record, version, activity, activity_version, problem, field, value, raw) "
            f"SELECT {batch}, line, {refs}, problem, field, value, raw FROM staged.row ORDER BY line"
        )

    def _profiles(self) -> set[int]:
        """The profiles of people met first; answers the companies that gain people."""
        run = self.connection.execute
        names = [
            name for (name,) in run("SELECT DISTINCT organization FROM staged.profile WHERE company != ''").fetchall()
        ]
        companies = company_ids(self.connection, names, self.batch.operation)
        root = f"{self.base['contact']} - root"
        run(
            f"INSERT INTO profile ({COLUMNS}) SELECT {_profile_columns(root)} FROM staged.profile "
            "LEFT JOIN organization ON organization.name_key = staged.profile.company ORDER BY root DESC"
        )
        run(f"INSERT INTO finder (rowid, search) SELECT {root}, search FROM staged.profile ORDER BY root DESC")
        run(
            "INSERT OR IGNORE INTO organization (name_key, contact) "
            f"SELECT own_key, {root} FROM staged.profile WHERE own_key IS NOT NULL"
        )
        return set(companies.values())

    def _found_by(self) -> None:
        """Identifiers, consents and the timeline of what is new."""
        run = self.connection.execute
        run(
            f"INSERT INTO point (key, contact) SELECT key, {self._id('contact', 'contact')} AS c FROM staged.point "
            "ORDER BY key"
        )
        run(
            "INSERT INTO consent_now (key, contact, record, state, batch) SELECT key, "
            f"{self._id('contact', 'contact')}, {self._id('record', 'record')}, state, {self.batch_id} FROM staged.consent"
        )
        run(
            "INSERT INTO event (activity, contact, version, at, kind, title, amount, currency, status, sale) SELECT "
            f"{self._id('activity', 'activity')}, {self._id('contact', 'contact')}, "
            f"{self._id('activity_version', 'version')}, at, kind, title, amount, currency, status, sale "
            "FROM staged.event"
        )


def _profile_columns(root: str) -> str:
    own = {"root": root, "company": "organization.contact"}
    return ", ".join(own.get(name, f"staged.profile.{name}") for name in (c.strip() for c in COLUMNS.split(",")))
