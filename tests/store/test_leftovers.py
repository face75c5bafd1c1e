"""What a killed process leaves beside a workspace is swept, or taken back, at the next start."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from deskcrm.store import schema
from deskcrm.store.engine import Database
from deskcrm.store.leftovers import path_beside


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_uses_stays(tmp_path: Path) -> None:
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    path = tmp_path / "w.db"
    mine = path_beside(path, "staging")
    left = [tmp_path / f".w.db.{use}-{int(gone.stdout)}-7f" for use in ("staging", "check")]
    others = [tmp_path / ".w.db.notes", tmp_path / f".other.db.staging-{int(gone.stdout)}-7f"]
    for file in (mine, *left, *others):
        file.write_text("x")
    Database(path).close()
    assert [file for file in left if file.exists()] == []
    assert all(file.exists() for file in (mine, *others))


def test_an_update_that_a_crash_interrupted_is_taken_back_before_the_version_is_read(tmp_path: Path) -> None:
    """The header on the disk may be the new one's already, while the journal beside it has the old one's."""
    old, crashed = tmp_path / "old.db", tmp_path / "w.db"
    connection = sqlite3.connect(old, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")
    connection.execute("CREATE TABLE half (x)")
    connection.executemany("INSERT INTO half VALUES (?)", [("x" * 3000,)] * 50)  # so that some of it is written
    for ending in ("", "-journal"):
        shutil.copy(f"{old}{ending}", f"{crashed}{ending}")
    connection.close()
    with crashed.open("r+b") as file:
        file.seek(60)
        file.write(schema.SCHEMA_VERSION.to_bytes(4, "big"))
    database = Database(crashed)
    with database.read() as reader:
        tables = {name for (name,) in reader.execute("SELECT name FROM sqlite_master")}
    assert "contact" in tables
    assert "half" not in tables
    database.close()
