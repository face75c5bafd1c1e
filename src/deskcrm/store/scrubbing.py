"""That what was erased is no longer in the file's bytes: search index, unused pages, write-ahead log (FAULTS rule 8).

`secure_delete` overwrites what is deleted, but not the copies that a page keeps in its gaps when its rows were moved
to another one (2 of 500 deleted values were still found, measured with SQLite 3.40); so the file is written anew.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from deskcrm.store.engine import Database, connect

_UNFINISHED = "_unscrubbed"
PATIENCE = 10_000
"""How long readers are waited for, in milliseconds; while one reads, the old bytes stay in the log."""


def begin(connection: sqlite3.Connection) -> None:
    """Notes, in the transaction that erases, that the file has to be scrubbed; so that a crash does not forget it."""
    connection.execute("INSERT OR IGNORE INTO setting (key, value) VALUES (?, 'true')", (_UNFINISHED,))


def resume(database: Database) -> None:
    """Finishes what a crash or a reader kept from being finished; a look at one row where there is nothing."""
    with database.read() as connection:
        waits = connection.execute("SELECT 1 FROM setting WHERE key = ?", (_UNFINISHED,)).fetchone()
    if waits is not None:
        scrub(database.path)


def scrub(path: Path, patience: int = PATIENCE) -> bool:
    """Leaves nothing in the workspace file and its log but what is in its tables.

    False where somebody read or wrote all the while, or the disk has no room for it: the next opening does it then.
    """
    connection = connect(path, patience=patience)
    connection.execute("PRAGMA temp_store = FILE")  # it is as large as the workspace, and gone from sight at once
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO finder (finder) VALUES ('optimize')")
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        if not _is_log_empty(connection):
            return False
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM setting WHERE key = ?", (_UNFINISHED,))
        connection.execute("COMMIT")
        return True
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()


def _is_log_empty(connection: sqlite3.Connection) -> bool:
    """Puts the log into the file and empties it; False while somebody reads an older state out of it."""
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
