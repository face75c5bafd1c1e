"""The workspace file: how it is made, guarded, refused and brought up to date."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from deskcrm.domain.errors import WorkspaceBusy, WorkspaceUnusable
from deskcrm.store import schema, tables
from deskcrm.store.engine import Database
from deskcrm.store.migrations import run

FILES = Path(__file__).parent / "files"


def structure(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    names = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'index')").fetchall()
    found = {name: connection.execute(f'PRAGMA table_info("{name}")').fetchall() for (name,) in names}
    connection.close()
    return found


def test_a_new_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    os.umask(0o022)
    path = tmp_path / "data" / "w.deskcrm"
    Database(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_made_schema_is_what_the_migrations_make(tmp_path: Path) -> None:
    run.upgrade(tmp_path / "migrated.db")
    Database(tmp_path / "made.db").close()
    assert structure(tmp_path / "made.db") == structure(tmp_path / "migrated.db")
    connection = sqlite3.connect(tmp_path / "migrated.db")
    assert connection.execute("PRAGMA user_version").fetchone() == (schema.SCHEMA_VERSION,)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (schema.REVISION,)
    connection.close()


def test_the_declared_tables_are_those_of_the_file(tmp_path: Path) -> None:
    Database(tmp_path / "made.db").close()
    made = structure(tmp_path / "made.db")
    for table in tables.SQLModel.metadata.sorted_tables:
        columns = {str(row[1]): bool(row[3]) or bool(row[5]) for row in made[table.name]}
        assert columns == {c.name: not c.nullable for c in table.columns}, table.name


def test_a_second_writer_is_told_and_a_reader_is_let_in(tmp_path: Path) -> None:
    first = Database(tmp_path / "w.db")
    with pytest.raises(WorkspaceBusy, match="open in another DeskCRM"):
        Database(tmp_path / "w.db")
    reader = Database(tmp_path / "w.db", write=False)
    with reader.read() as connection:
        assert connection.execute("SELECT count(*) FROM source").fetchone() == (1,)
    with pytest.raises(WorkspaceBusy), reader.write():
        pass
    reader.close()
    first.close()
    Database(tmp_path / "w.db").close()


def test_the_lock_of_a_killed_process_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    program = (
        "import sys, os, signal\nfrom pathlib import Path\nfrom deskcrm.store.engine import Database\n"
        "Database(Path(sys.argv[1]))\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert killed.returncode != 0
    Database(path).close()


def test_every_connection_has_the_settings_that_were_measured(tmp_path: Path) -> None:
    database = Database(tmp_path / "w.db")
    with database.write() as writer, database.read() as reader:
        for connection in (writer, reader):
            values = [
                connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema")
            ]
            assert values == ["wal", 2, 1, 1, 0]
    database.close()


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "w.db")

    def half() -> None:
        with database.write() as connection:
            connection.execute("INSERT INTO source (name, trust) VALUES ('Half', 50)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM source WHERE name = 'Half'").fetchone() == (0,)
    database.close()


def test_two_threads_lose_no_write(tmp_path: Path) -> None:
    database = Database(tmp_path / "w.db")

    def work(name: str) -> None:
        for number in range(50):
            with database.write() as connection:
                connection.execute("INSERT INTO source (name, trust) VALUES (?, 50)", (f"{name}{number}",))

    threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM source").fetchone() == (101,)
    database.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "not a DeskCRM workspace"), (b"hello " * 40, "not a DeskCRM workspace")],
    ids=["empty", "text"],
)
def test_what_is_no_workspace_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "w.db"
    path.write_bytes(content)
    with pytest.raises(WorkspaceUnusable, match=words):
        Database(path)
    assert path.read_bytes() == content


def test_another_program_s_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(WorkspaceUnusable, match="another program"):
        Database(path)


def test_a_newer_file_is_refused_without_changing_a_byte(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    Database(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = hashlib.sha256(path.read_bytes()).digest()
    with pytest.raises(WorkspaceUnusable, match="newer DeskCRM"):
        Database(path)
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_an_older_file_is_copied_then_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.close()
    Database(path).close()
    assert structure(path).keys() >= {"contact", "record", "version", "profile"}
    (copy,) = (tmp_path / "backups").glob("old-*.db")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert "contact" not in structure(copy)


@pytest.mark.parametrize("name", sorted(p.name for p in FILES.glob("version-*.deskcrm")))
def test_every_past_version_opens_and_is_whole(tmp_path: Path, name: str) -> None:
    from deskcrm.services import checking, reads
    from deskcrm.services.workspace import Workspace

    shutil.copy(FILES / name, tmp_path / "w.deskcrm")
    ws = Workspace.open(tmp_path / "w.deskcrm")
    assert checking.check(ws) == []
    assert reads.counts(ws)["people"] > 0
    ws.close()


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(WorkspaceUnusable, match="Choose another place"):
        Database(tmp_path / "file" / "w.db")
