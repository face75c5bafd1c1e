"""Restoring: looked inside, checked, swapped whole, taken back; a crash at any step leaves the old or the new."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from deskcrm.domain.errors import BackupFailed, Cancelled, NotFound, WorkspaceBusy, WorkspaceDamaged, WorkspaceUnusable
from deskcrm.domain.views import ListQuery
from deskcrm.services import backups, checking, contacts, history, reads, restoring, tasks
from deskcrm.services.workspace import Workspace
from deskcrm.store import restoring as swapping
from deskcrm.store import schema

SHOP = ("id,name,email", "1,Anna Weber,anna@example.com", "2,Bela Nagy,bela@example.com")


def names(ws: Workspace) -> list[str]:
    return [row.name for row in reads.rows(ws, reads.list_ids(ws, ListQuery(kind=None)))]


def names_in(file: Path) -> list[str]:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM profile ORDER BY name")]


def spoil(file: Path) -> None:
    """Overwrites a page in the middle."""
    with file.open("r+b") as damaged:
        damaged.seek(file.stat().st_size // 2)
        damaged.write(b"\xff" * 4096)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def edited(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        yield connection
        connection.commit()


@pytest.fixture
def old(ws, bring_in) -> backups.Backup:
    """A backup with Anna and Bela, since when Cleo came."""
    bring_in("shop.csv", *SHOP)
    made = backups.make(ws)
    contacts.add(ws, "person", {"name": "Cleo Roy"})
    return made


def test_inside_are_figures_and_the_last_operation_in_words(ws, old):
    inside = restoring.look_inside(ws, old.file)
    assert (inside.people, inside.companies, inside.activities, inside.operations) == (2, 0, 0, 1)
    assert inside.last == "Imported shop.csv"
    assert inside.schema == schema.SCHEMA_VERSION


def test_looking_inside_changes_nothing(ws, old):
    before = digest(old.file)
    restoring.look_inside(ws, old.file)
    assert digest(old.file) == before
    assert sorted(path.suffix for path in old.file.parent.iterdir()) == [".deskcrm", ".json"]


def test_a_restore_shows_the_backup_s_people_and_can_be_taken_back(ws, old):
    outcome = restoring.restore(ws, old.file)
    assert names(ws) == ["Anna Weber", "Bela Nagy"]
    assert outcome.changes.everything
    assert checking.check(ws) == []
    (replaced, _) = backups.backups_of(ws.path)
    assert (replaced.file, replaced.why, replaced.verified) == (outcome.value.kept, "restore", True)
    contacts.add(ws, "person", {"name": "Dora Eng"})
    restoring.restore(ws, replaced.file)
    assert names(ws) == ["Anna Weber", "Bela Nagy", "Cleo Roy"]
    assert checking.check(ws) == []
    assert history.undo(ws).value.summary == "Added Cleo Roy"


def test_reads_and_writes_from_other_threads_wait_and_go_on(ws, old):
    stop = threading.Event()
    seen: list[int] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            while not stop.is_set():
                seen.append(len(names(ws)))
                tasks.add(ws, "Call")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        restoring.restore(ws, old.file)
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert set(seen) <= {2, 3}
    assert names(ws) == ["Anna Weber", "Bela Nagy"]


def test_a_read_within_a_read_does_not_wait_for_a_restore(ws, old):
    inside, begun = threading.Event(), threading.Event()

    def read() -> None:
        with ws.database.read():
            inside.set()
            begun.wait()
            names(ws)

    reader = threading.Thread(target=read)
    reader.start()
    inside.wait()
    restorer = threading.Thread(target=lambda: restoring.restore(ws, old.file))
    restorer.start()
    begun.set()
    reader.join()
    restorer.join()
    assert names(ws) == ["Anna Weber", "Bela Nagy"]


def test_while_another_process_reads_nothing_is_restored(ws, old):
    program = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN'); "
    program += "c.execute('SELECT * FROM contact').fetchall(); print('reads', flush=True); sys.stdin.read()"
    words = [sys.executable, "-c", program, str(ws.path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "reads\n"
        with pytest.raises(WorkspaceBusy, match="Nothing was restored"):
            restoring.restore(ws, old.file)
        other.stdin.close()
    assert names(ws) == ["Anna Weber", "Bela Nagy", "Cleo Roy"]
    assert list(ws.path.parent.glob("w.deskcrm.restore*")) == []
    restoring.restore(ws, old.file)
    assert names(ws) == ["Anna Weber", "Bela Nagy"]


def test_data_in_the_wal_of_a_killed_program_goes_away_with_its_file(ws, old, tmp_path):
    """F35: nothing of the old file gets into the new one, and nothing of the old one is lost."""
    path = tmp_path / "killed" / "w.deskcrm"
    program = (
        "import os, signal, sys; from pathlib import Path; from deskcrm.services import contacts; "
        "from deskcrm.services.workspace import Workspace; ws = Workspace.open(Path(sys.argv[1])); "
        "contacts.add(ws, 'person', {'name': 'Kim Wal'}); os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert path.with_name("w.deskcrm-wal").stat().st_size > 0
    done = restoring.restore_closed(path, old.file)
    assert not path.with_name("w.deskcrm-wal").exists()
    assert digest(path) == old.sha256
    assert names_in(done.kept) == ["Kim Wal"]


@pytest.mark.parametrize(
    ("spoiler", "error", "words"),
    [
        (spoil, BackupFailed, "has changed since it was written|damaged"),
        (lambda file: file.write_bytes(b""), WorkspaceDamaged, "not a DeskCRM workspace"),
        (lambda file: file.write_bytes(b"text " * 99), WorkspaceDamaged, "not a DeskCRM workspace"),
        (lambda file: file.unlink(), NotFound, "no file"),
    ],
    ids=["a page", "empty", "text", "gone"],
)
def test_what_is_no_good_backup_is_refused_and_nothing_changed(ws, old, spoiler, error, words):
    spoiler(old.file)
    with pytest.raises((error, WorkspaceDamaged), match=words):
        restoring.restore(ws, old.file)
    assert names(ws) == ["Anna Weber", "Bela Nagy", "Cleo Roy"]
    assert list(ws.path.parent.glob("w.deskcrm.restore*")) == []


def test_a_flipped_bit_in_a_text_is_noticed(ws, old):
    """F21: SQLite itself finds nothing wrong with it."""
    whole = old.file.read_bytes()
    at = whole.index(b"anna@example.com")
    old.file.write_bytes(whole[:at] + b"b" + whole[at + 1 :])
    assert not backups.backups_of(ws.path)[0].verified
    with pytest.raises(BackupFailed, match="has changed since it was written"):
        restoring.restore(ws, old.file)


def test_a_newer_backup_is_refused_with_both_versions(ws, old):
    with edited(old.file) as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(WorkspaceUnusable, match=f"version 999, ours {schema.SCHEMA_VERSION}"):
        restoring.restore(ws, old.file)
    with pytest.raises(WorkspaceUnusable, match="999"):
        restoring.look_inside(ws, old.file)


def test_another_program_s_file_and_one_with_foreign_parts_are_refused(ws, old, tmp_path):
    other = tmp_path / "other.db"
    with edited(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    with pytest.raises(WorkspaceUnusable, match="another program"):
        restoring.restore(ws, other)
    hostile = backups.save_as(ws, tmp_path / "hostile.deskcrm").file
    with edited(hostile) as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON task BEGIN DELETE FROM contact; END")
    with pytest.raises(BackupFailed, match="never makes"):
        restoring.restore(ws, hostile)
    with pytest.raises(BackupFailed, match="workspace itself"):
        restoring.restore(ws, ws.path)


def test_a_cancelled_restore_changed_nothing(ws, old):
    with pytest.raises(Cancelled):
        restoring.restore(ws, old.file, cancelled=lambda: True)
    assert len(names(ws)) == 3
    assert list(ws.path.parent.glob("w.deskcrm.restore*")) == []


def test_a_backup_of_an_older_schema_is_brought_up_to_date(ws, old, tmp_path):
    older = tmp_path / "older.deskcrm"
    with edited(older) as connection:
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    assert restoring.look_inside(ws, older).people is None
    restoring.restore(ws, older)
    assert names(ws) == []


def test_erasures_outlast_a_restore(ws, old):
    """F65: what was erased since the backup is known in it before anybody sees it."""
    with edited(ws.path) as connection:
        connection.execute("INSERT INTO setting (key, value) VALUES ('_erasing', ?)", (f'"{"ab" * 32}"',))
        connection.execute("INSERT INTO erased (hash, contact, at) VALUES ('abc', 99, '2026-03-01T10:00:00Z')")
    restoring.restore(ws, old.file)
    with ws.database.read() as connection:
        assert connection.execute("SELECT hash, contact FROM erased").fetchall() == [("abc", 99)]


# Damaged workspaces


def test_the_newest_backup_that_is_bad_is_not_offered(ws, old):
    newer = backups.make(ws)
    assert restoring.newest_good(ws.path).file == newer.file
    state = newer.file.stat()
    spoil(newer.file)
    os.utime(newer.file, ns=(state.st_atime_ns, state.st_mtime_ns))  # the list can't tell, whoever reads it can
    assert restoring.newest_good(ws.path).file == old.file


@pytest.mark.parametrize(
    "damage", [b"", b"\0" * 9000, b"SQLite format 3\0" + b"\xff" * 9000], ids=["0", "zeros", "head"]
)
def test_a_damaged_workspace_is_replaced_and_kept(tmp_path, old, damage):
    path = tmp_path / "damaged" / "w.deskcrm"
    path.parent.mkdir()
    path.write_bytes(damage)
    with pytest.raises(WorkspaceDamaged):
        Workspace.open(path)
    done = restoring.restore_closed(path, old.file)
    assert ".corrupt-" in done.kept.name
    assert done.kept.read_bytes() == damage
    again = Workspace.open(path)
    assert names(again) == ["Anna Weber", "Bela Nagy"]
    again.close()
    assert backups.backups_of(path) == [], "what is damaged is no backup"


def test_a_workspace_that_is_gone_comes_back(tmp_path, old):
    path = tmp_path / "new" / "w.deskcrm"
    done = restoring.restore_closed(path, old.file)
    assert done.kept is None
    assert names_in(path) == ["Anna Weber", "Bela Nagy"]


@pytest.mark.parametrize("gone", [False, True], ids=["the file is there", "the file is gone"])
def test_what_stands_beside_a_workspace_that_does_not_open_is_moved_as_it_is(tmp_path, old, gone):
    """F20: another file's -wal is never laid over the file that is kept, and one that may be all there is stays."""
    path = tmp_path / "mixed" / "w.deskcrm"
    Workspace.open(path).close()
    before = path.read_bytes()
    shutil.copy(old.file.parent.parent / "w.deskcrm-wal", path.with_name("w.deskcrm-wal"))
    wal = path.with_name("w.deskcrm-wal").read_bytes()
    assert wal
    if gone:
        path.unlink()
    with pytest.raises(WorkspaceUnusable):
        Workspace.open(path)
    restoring.restore_closed(path, old.file)
    assert names_in(path) == ["Anna Weber", "Bela Nagy"]
    assert not path.with_name("w.deskcrm-wal").exists()
    (kept_wal,) = path.parent.glob("*.corrupt-*-wal")
    assert kept_wal.read_bytes() == wal
    if not gone:
        assert kept_wal.with_name(kept_wal.name.removesuffix("-wal")).read_bytes() == before


# A crash at each step


@pytest.fixture
def crashed(tmp_path, old) -> Path:
    """A workspace of Kim's, whose restore of `old` has been prepared and noted, and no more."""
    path = tmp_path / "crashed" / "w.deskcrm"
    ws = Workspace.open(path)
    contacts.add(ws, "person", {"name": "Kim Old"})
    ws.close()
    swapping.prepare(path, old.file)
    note = path.with_name("w.deskcrm.restore.json")
    note.write_text('{"kept": "w.deskcrm.before-restore-1"}')
    return path


def state_after(path: Path) -> list[str]:
    ws = Workspace.open(path)
    assert checking.check(ws) == []
    found = names(ws)
    ws.close()
    assert [p.name for p in path.parent.iterdir() if ".restore" in p.name and "before" not in p.name] == []
    return found


def test_a_crash_before_the_note_leaves_the_old_one(crashed):
    crashed.with_name("w.deskcrm.restore.json").unlink()
    crashed.with_name("w.deskcrm.restore.json.part").write_text("half")
    assert state_after(crashed) == ["Kim Old"]


@pytest.mark.parametrize("moved", [(), ("",), ("", "-wal")], ids=["nothing", "the file", "the file and its wal"])
def test_a_crash_after_the_note_ends_in_the_new_one(crashed, moved):
    wal = crashed.with_name("w.deskcrm-wal")
    wal.write_bytes(b"of the old file")
    for ending in moved:
        crashed.with_name(f"w.deskcrm{ending}").rename(crashed.with_name(f"w.deskcrm.before-restore-1{ending}"))
    with pytest.raises(WorkspaceBusy, match="being restored"):
        Workspace.open(crashed, write=False)
    assert state_after(crashed) == ["Anna Weber", "Bela Nagy"]
    kept = crashed.with_name("w.deskcrm.before-restore-1")
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"of the old file"
    assert names_in(kept) == ["Kim Old"]


def test_a_crash_before_the_note_went_ends_in_the_new_one(crashed):
    crashed.rename(crashed.with_name("w.deskcrm.before-restore-1"))
    crashed.with_name("w.deskcrm.restore").rename(crashed)
    assert state_after(crashed) == ["Anna Weber", "Bela Nagy"]


def test_where_the_new_one_got_lost_the_old_one_comes_back(crashed):
    crashed.rename(crashed.with_name("w.deskcrm.before-restore-1"))
    crashed.with_name("w.deskcrm.restore").unlink()
    assert state_after(crashed) == ["Kim Old"]
