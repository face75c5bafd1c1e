"""The scratch file of one import: everything that it would write, gathered without the lock, written in one go.

References are signed: a positive one is the workspace's own id, a negative one (-n) is the n-th new thing of this
import. What is staged for a person met for the first time includes the derived rows, so that the write computes
nothing of them.

Most rows are only ever read once, in the order in which they were staged. They go to the file as blocks of JSON
tuples: a sixth of the time of putting them into tables (0.25 against 1.6 s for 100,000 people).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

import orjson

from deskcrm.domain.errors import Cancelled
from deskcrm.languages import tr
from deskcrm.store import shown
from deskcrm.store.bulk import chunks, no_cycle_search
from deskcrm.store.derived import (
    COMPANY,
    KIND,
    ORGANIZATION,
    add_profiles,
    claim_names,
    company_ids,
    refresh_many,
)
from deskcrm.store.events import refresh_events
from deskcrm.store.idset import IdSet
from deskcrm.store.leftovers import make_beside
from deskcrm.store.loading import IN, Loader, ids

_TABLES = {  # what is looked up or amended while staging
    "version": ("id INTEGER PRIMARY KEY", "record", "digest", "data", "raw"),
    "activity": ("id INTEGER PRIMARY KEY", "key"),
    "activity_version": ("id INTEGER PRIMARY KEY", "activity", "digest", "data", "raw"),
    "event": ("activity", "contact", "version", "at", "kind", "title", "amount", "currency", "status", "sale"),
    "block": ("id INTEGER PRIMARY KEY", "kind", "rows"),
    "told": (
        "id INTEGER PRIMARY KEY",
        "line",
        "how",
        "name",
        "contact",
        "record",
        "version",
        "field",
        "value",
        "why",
        "happened",
        "text",
    ),
    "state": ("name", "value"),
}
IN_MEMORY = Path(":memory:")
"""Where rows are staged within the transaction that takes them in.

A file that the same transaction writes to would be committed after the workspace: where its disk is full then, SQLite
says that the commit failed although the workspace has it.
"""

_SETS = ("companies", "touched", "loose", "moved")
"""What grows with the rows of a file, though by a bit each."""
_LOOK_EVERY = 100_000
"""After how many of SQLite's steps a write looks whether it is still wanted: some hundredths of a second."""
_FLUSH = 5_000
_SORTED_AT_ONCE = 200_000
"""Index entries that are put in order together: more of them make an index quicker to fill, and take memory."""


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
    """Staged rows, through a connection of their own or, in the schema `staged`, through the workspace's writer.

    `touched`: the contacts whose profiles the write computes; `loose`: those of them whose identifiers and consents it
    computes too, because what was staged of these is not all that changed. `moved`: activities to be placed anew.
    `contacts`: how many new ones there are, numbered from 1; `companies`: which of them are no persons.
    """

    def __init__(self, connection: sqlite3.Connection, schema: str = "main", *, finished: bool = False) -> None:
        """`finished`: what was staged is there, and is to be written now."""
        self.connection = connection
        self.schema = schema
        self.contacts = 0
        self.companies = IdSet()
        self.touched = IdSet()
        self.loose = IdSet()
        self.moved = IdSet()
        self.placed: dict[int, int] = {}
        self._pending: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        if finished:
            self._recall()
            return
        for table, columns in _TABLES.items():
            connection.execute(f"CREATE TABLE IF NOT EXISTS {schema}.{table} ({', '.join(columns)})")
            connection.execute(f"DELETE FROM {schema}.{table}")

    def keep(self) -> None:
        """Puts what is kept in memory into the file, too: another process can write it then."""
        self.flush()
        state = {"contacts": self.contacts, "placed": self.placed}
        state |= {name: getattr(self, name).packed() for name in _SETS}
        rows = [(name, orjson.dumps(part, option=orjson.OPT_NON_STR_KEYS)) for name, part in state.items()]
        self.connection.executemany(f"INSERT INTO {self.schema}.state VALUES (?, ?)", rows)

    def _recall(self) -> None:
        state = dict(self.connection.execute(f"SELECT name, value FROM {self.schema}.state"))
        self.contacts = orjson.loads(state["contacts"])
        self.placed = {int(record): contact for record, contact in orjson.loads(state["placed"]).items()}
        for name in _SETS:
            setattr(self, name, IdSet.unpacked(orjson.loads(state[name])))

    def add(self, table: str, *row: Any) -> None:
        """Stages one row, its values in the order of the table's columns; a row of the same id is replaced."""
        pending = self._pending[table]
        pending.append(row)
        if len(pending) >= _FLUSH:
            self._flush(table)

    def extend(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        """Stages some rows."""
        self._pending[table] += rows
        if len(self._pending[table]) >= _FLUSH:
            self._flush(table)

    def block(self, kind: str, rows: list[tuple[Any, ...]]) -> None:
        """Stages some rows of a kind that is read once: record, said, row, profile, point or consent."""
        if rows:
            self.connection.execute(
                f"INSERT INTO {self.schema}.block (kind, rows) VALUES (?, ?)", (kind, orjson.dumps(rows))
            )

    def _flush(self, table: str) -> None:
        rows = self._pending.pop(table)
        marks = ", ".join("?" * len(_TABLES[table]))
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

    def amend(self, table: str, number: int, **columns: Any) -> None:
        """Changes some columns of a staged row."""
        self.flush()
        sets = ", ".join(f"{column} = ?" for column in columns)
        self.connection.execute(f"UPDATE {self.schema}.{table} SET {sets} WHERE id = ?", (*columns.values(), number))

    def forget_event(self, activity: int) -> None:
        """Drops the staged event of an activity of which more was said."""
        self.flush()
        self.connection.execute(f"DELETE FROM {self.schema}.event WHERE activity = ?", (activity,))

    def place(self, record: int, contact: int) -> None:
        """Gives a staged new record to another contact; both are signed references."""
        self.placed[record] = contact

    def touch(self, contact: int, *, loose: bool) -> None:
        """Has the write compute the profile of a contact, and its identifiers too where it is `loose`."""
        self.touched.add(contact)
        if loose:
            self.loose.add(contact)


@contextmanager
def scratch_file(workspace: Path) -> Iterator[Path]:
    """An empty file beside the workspace, for its owner's eyes only, and gone afterwards."""
    path = make_beside(workspace, "staging")
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


def copy(connection: sqlite3.Connection, path: Path) -> None:
    """A copy of the workspace, as this view has it, that only its owner may read."""
    path.touch(mode=0o600)
    with closing(sqlite3.connect(path, isolation_level=None)) as target:
        target.execute("PRAGMA synchronous = OFF")
        connection.backup(target)


@contextmanager
def stoppable(connection: sqlite3.Connection, cancelled: Callable[[], bool] | None) -> Iterator[None]:
    """Has a write give up soon after the owner has cancelled: raises Cancelled, and the transaction keeps nothing."""
    if cancelled is None:
        yield
        return
    asked = False

    def look() -> bool:
        nonlocal asked
        asked = asked or cancelled()
        return asked

    connection.set_progress_handler(look, _LOOK_EVERY)
    try:
        yield
    except sqlite3.OperationalError as error:
        if asked:
            raise Cancelled(tr("The import was cancelled. Nothing was written.")) from error
        raise
    finally:
        connection.set_progress_handler(None, 0)


def write(connection: sqlite3.Connection, staged: Scratch, batch: BatchFacts) -> tuple[int, IdSet]:
    """Writes what was staged, its file attached as `staged`, into the workspace within the caller's transaction.

    Answers the batch's id, and the roots whose profiles were computed anew (those of people met first are not).
    """
    with no_cycle_search():
        return _Writing(connection, staged, batch).run()


class _Writing:
    """One staged import on its way into the workspace: local numbers become ids by adding where each table stands."""

    def __init__(self, connection: sqlite3.Connection, staged: Scratch, batch: BatchFacts) -> None:
        self.connection = connection
        self.staged = staged
        self.batch = batch
        self.base = {
            table: connection.execute(f"SELECT coalesce(max(id), 0) FROM main.{table}").fetchone()[0]
            for table in ("contact", "record", "version", "activity", "activity_version")
        }
        self.batch_id = 0

    def run(self) -> tuple[int, IdSet]:
        self.batch_id = self._insert_batch()
        self._contacts_and_records()
        self._versions()
        self._rows()
        companies = self._profiles()
        self._found_by()
        self._events()
        staged = self.staged
        touched = IdSet(map(self._contact, staged.touched))
        settled = touched.without(IdSet(map(self._contact, staged.loose)))
        moved = self._happened_with_placed()
        moved.update(staged.moved)
        if moved:
            touched.update(refresh_events(self.connection, moved))
        touched.update(companies)
        self._show_new_people(touched)
        operation = self.batch.operation
        return self.batch_id, refresh_many(self.connection, touched, operation, settled) if touched else touched

    def _contact(self, reference: int) -> int:
        return reference if reference > 0 else self.base["contact"] - reference

    def _id(self, table: str, column: str) -> str:
        """SQL for the id that a staged reference stands for."""
        return f"CASE WHEN {column} < 0 THEN {self.base[table]} - {column} ELSE {column} END"

    def _given(self, table: str) -> str:
        """SQL for the id that a bound reference stands for. (Bound once: Python 3.14 refuses numbered marks.)"""
        return f"(SELECT {self._id(table, 'reference')} FROM (SELECT ? AS reference))"

    def _new(self, table: str) -> str:
        """SQL for the id of a new row."""
        return f"id + {self.base[table]}"

    def _blocks(self, kind: str) -> Iterator[list[Any]]:
        """The blocks of one kind, in the order of staging."""
        blocks = self.connection.execute("SELECT id FROM staged.block WHERE kind = ? ORDER BY id", (kind,)).fetchall()
        for (block,) in blocks:
            (rows,) = self.connection.execute("SELECT rows FROM staged.block WHERE id = ?", (block,)).fetchone()
            yield orjson.loads(rows)

    def _insert_batch(self) -> int:
        cursor = self.connection.execute(
            "INSERT INTO batch (operation, source, at, file, sha256, size, shape, signature, headers, mapping, "
            "options, counts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            astuple(self.batch),
        )
        return int(cursor.lastrowid or 0)

    def _contacts_and_records(self) -> None:
        batch, base, placed = self.batch, self.base, self.staged.placed
        companies = self.staged.companies
        self.connection.executemany(
            "INSERT INTO contact (id, kind, operation) VALUES (?, ?, ?)",
            (
                (base["contact"] + number, "company" if number in companies else "person", batch.operation)
                for number in range(1, self.staged.contacts + 1)
            ),
        )
        insert = (
            f"INSERT INTO record (id, source, key, given, contact) VALUES (? + {base['record']}, {batch.source}, "
            f"?, ?, {self._given('contact')})"
        )
        for rows in self._blocks("record"):
            if placed:
                rows = [(record, key, given, placed.get(-record, contact)) for record, key, given, contact in rows]
            self.connection.executemany(insert, rows)

    def _versions(self) -> None:
        run = self.connection.execute
        run(
            f"INSERT INTO version (id, record, batch, digest, data, raw) SELECT {self._new('version')}, "
            f"{self._id('record', 'record')}, {self.batch_id}, digest, data, raw FROM staged.version"
        )
        run(
            f"INSERT INTO activity (id, source, key) SELECT {self._new('activity')}, {self.batch.source}, key "
            "FROM staged.activity"
        )
        run(
            f"INSERT INTO activity_version (id, activity, batch, digest, data, raw) "
            f"SELECT {self._new('activity_version')}, {self._id('activity', 'activity')}, {self.batch_id}, digest, "
            "data, raw FROM staged.activity_version"
        )

    def _rows(self) -> None:
        batch = self.batch_id
        insert = (
            f"INSERT INTO row (batch, line, record, version) VALUES ({batch}, ?, {self._given('record')}, "
            f"{self._given('version')})"
        )
        for rows in self._blocks("said"):
            self.connection.executemany(insert, rows)
        referring = [self.base[table] for table in ("record", "version", "activity", "activity_version")]
        for rows in self._blocks("row"):
            self.connection.executemany(
                "INSERT INTO row (batch, line, record, version, activity, activity_version, problem, field, value, "
                "raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(batch, row[0], *map(_id_of, referring, row[1:5]), *row[5:]) for row in rows],
            )

    def _profiles(self) -> IdSet:
        """The profiles of people met first; answers the companies that gain people."""
        base, touched = self.base["contact"], self.staged.touched
        companies = IdSet()
        self._company_names()
        for staged in self._blocks("profile"):
            fresh = [entry for entry in staged if entry[0][0] not in touched]
            names = {key: row[ORGANIZATION] for row, key in fresh if key and row[KIND] == "person"}
            company_of = company_ids(self.connection, names.values(), self.batch.operation)
            companies.update(company_of.values())
            for row, key in fresh:
                row[0] = base - row[0]
                row[COMPANY] = company_of.get(key)
            add_profiles(self.connection, [row for row, _ in fresh])
        return companies

    def _show_new_people(self, touched: Collection[int]) -> None:
        """Puts people met first into the columns that are watched; those touched are computed whole anyhow."""
        columns = shown.watched(self.connection)
        if columns:
            base = self.base["contact"]
            new = (c for c in range(base + 1, base + self.staged.contacts + 1) if c not in touched)
            loader = Loader(self.connection)
            for part in chunks(new):
                shown.replace(self.connection, loader.facts(part), columns)

    def _company_names(self) -> None:
        """New companies stand for their names before their people are looked at."""
        base = self.base["contact"]
        for staged in self._blocks("profile") if self.staged.companies else ():
            claim_names(self.connection, [(base - row[0], *row[1:]) for row, _ in staged])

    def _found_by(self) -> None:
        """Identifiers and consents, in the order of their keys."""
        loose = self.staged.loose
        contact = self._given("contact")
        for part in self._sorted("point"):
            rows = [row for row in part if row[1] not in loose] if loose else part
            self.connection.executemany(f"INSERT OR IGNORE INTO point (key, contact) VALUES (?, {contact})", rows)
        for part in self._sorted("consent"):
            self.connection.executemany(
                "INSERT OR IGNORE INTO consent_now (key, contact, record, state, batch) "
                f"VALUES (?, {contact}, {self._given('record')}, ?, {self.batch_id})",
                [row for row in part if row[1] not in loose] if loose else part,
            )

    def _sorted(self, kind: str) -> Iterator[list[Any]]:
        part: list[Any] = []
        for rows in self._blocks(kind):
            part += rows
            if len(part) >= _SORTED_AT_ONCE:
                yield sorted(part, key=_KEY)
                part = []
        yield sorted(part, key=_KEY)

    def _events(self) -> None:
        self.connection.execute(
            "INSERT INTO event (activity, contact, version, at, kind, title, amount, currency, status, sale) SELECT "
            f"{self._id('activity', 'activity')}, {self._id('contact', 'contact')}, "
            f"{self._id('activity_version', 'version')}, at, kind, title, amount, currency, status, sale "
            "FROM staged.event"
        )

    def _happened_with_placed(self) -> IdSet:
        """Activities of records that went to another contact after their events were staged (rule 11)."""
        placed = [self.base["record"] - record for record in self.staged.placed]
        rows = self.connection.execute(
            f"SELECT DISTINCT activity FROM main.row WHERE record {IN} AND activity IS NOT NULL", (ids(placed),)
        )
        return IdSet(activity for (activity,) in rows)


_KEY = itemgetter(0)


def _id_of(base: int, reference: int | None) -> int | None:
    return base - reference if reference is not None and reference < 0 else reference
