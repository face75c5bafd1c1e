"""Two processes at one workspace, and locks of others (F14, F15, F45)."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from fault_operations import NAME, PAST, opened
from fault_trials import state_of

from deskcrm.domain.errors import WorkspaceBusy
from deskcrm.services import settings
from deskcrm.store.engine import Database, connect
from deskcrm.store.migrations import run

WRITES = 50
WRITER = f"""
import sys
from pathlib import Path
from deskcrm.store.engine import Database
database = Database(Path(sys.argv[1]), lent=True)
for number in range({WRITES}):
    with database.write() as connection:
        (many,) = connection.execute("SELECT count(*) FROM source").fetchone()
        connection.execute("INSERT INTO source (name, trust) VALUES (?, ?)", (f"{{sys.argv[2]}}{{number}}", many))
database.close()
"""


def test_two_processes_that_write_lose_nothing_and_see_each_other(tmp_path: Path) -> None:
    """Each write counts what is there first: with a deferred BEGIN two would count the same, or be refused."""
    database = Database(tmp_path / NAME)
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path / NAME), name]) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    with database.read() as connection:
        counted = [c for (c,) in connection.execute("SELECT trust FROM source WHERE id > 1 ORDER BY id")]
    assert counted == list(range(1, 2 * WRITES + 1))
    database.close()


def test_many_that_open_a_new_file_at_once_all_get_in(tmp_path: Path) -> None:
    """SQLite refuses one of two that switch a file to WAL together, without waiting (F14)."""
    at_once = threading.Barrier(6)

    def opens(path: Path) -> str:
        at_once.wait()
        with closing(connect(path)) as connection:
            return str(connection.execute("PRAGMA journal_mode").fetchone()[0])

    with ThreadPoolExecutor(6) as openers:
        for number in range(100):
            with closing(sqlite3.connect(tmp_path / f"{number}.db")) as connection:
                connection.execute("CREATE TABLE t (x)")
            assert set(openers.map(opens, [tmp_path / f"{number}.db"] * 6)) == {"wal"}


def test_a_lock_of_another_program_s_is_said_and_hinders_nothing_afterwards(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    with opened(tmp_path) as ws:
        with ws.database.write() as connection:
            connection.execute("PRAGMA busy_timeout = 0")
        with closing(sqlite3.connect(tmp_path / NAME, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(WorkspaceBusy, match=r"in use by another program\. Nothing was changed"):
                settings.put(ws, "country", "NL")
            with pytest.raises(WorkspaceBusy), ws.database.write(scratch):
                pass
            other.execute("ROLLBACK")
        settings.put(ws, "country", "NL")
        with ws.database.write(scratch):
            pass


@pytest.mark.parametrize("past", PAST, ids=lambda path: path.stem)
def test_a_migration_that_is_run_again_changes_nothing(tmp_path: Path, past: Path) -> None:
    shutil.copy(past, tmp_path / NAME)
    with opened(tmp_path):
        pass
    before = state_of(tmp_path)
    run.upgrade(tmp_path / NAME)
    assert state_of(tmp_path) == before
