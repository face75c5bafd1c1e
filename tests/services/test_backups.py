"""Backups: made when something changed, verified, thinned, in two folders, and rewritten as a whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskcrm.domain.errors import BackupFailed, Cancelled, WorkspaceDamaged
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import Progress
from deskcrm.services import backups, contacts, history, importing, reads, restoring, tasks
from deskcrm.services.workspace import Workspace
from deskcrm.store import backups as copies

SECONDS = 10
SHOP = ("id,name,email", "1,Anna Weber,anna@example.com", "2,Bela Nagy,bela@example.com")


def names_in(file: Path) -> list[str]:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM profile ORDER BY name")]


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def spoil(file: Path) -> None:
    """Overwrites a page in the middle."""
    with file.open("r+b") as damaged:
        damaged.seek(file.stat().st_size // 2)
        damaged.write(b"\xff" * 4096)


class Calendar:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def dated(tmp_path: Path, calendar: Calendar) -> Iterator[Workspace]:
    """A workspace whose clock the test sets, with Anna in it."""
    workspace = Workspace.open(tmp_path / "dated" / "w.deskcrm", clock=calendar)
    contacts.add(workspace, "person", {"name": "Anna Weber"})
    yield workspace
    workspace.close()


# Making


def test_a_backup_is_whole_private_and_in_the_manifest(ws, bring_in, tmp_path):
    os.umask(0o022)
    bring_in("shop.csv", *SHOP)
    made = backups.make(ws)
    assert names_in(made.file) == ["Anna Weber", "Bela Nagy"]
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.file.parent.stat().st_mode) == 0o700
    assert [made] == backups.backups_of(ws.path)
    assert made.verified
    assert files(tmp_path / "backups") == [made.file.name, "w.backups.json"], "a single file, and nothing half written"


def test_what_stands_in_the_wal_alone_is_in_the_backup(ws, bring_in):
    bring_in("shop.csv", *SHOP)
    wal = ws.path.with_name(ws.path.name + "-wal")
    assert wal.stat().st_size > 0
    assert len(names_in(backups.make(ws).file)) == 2


def test_nothing_is_written_when_nothing_changed_since_the_last_good_one(ws, bring_in):
    bring_in("shop.csv", *SHOP)
    first = backups.make(ws)
    assert backups.make(ws, "closing") == first
    spoil(first.file)
    second = backups.make(ws)
    assert second.file != first.file, "the last one is not good any more"
    assert [b.verified for b in backups.backups_of(ws.path)] == [True, False]


def retitle(ws: Workspace, title: str) -> None:
    contacts.edit(ws, 1, [Patch("title", "set", title)])


CHANGES: dict[str, Callable[[Workspace], object]] = {
    "a fact": lambda ws: retitle(ws, "Prof."),
    "a row that changes in place": lambda ws: tasks.finish(ws, 1),
    "an undo that moves no row": lambda ws: history.undo(ws),
    "an undo and a redo of others": lambda ws: (history.redo(ws, 2), history.undo(ws, 3)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_is_one(ws, bring_in, change):
    bring_in("shop.csv", *SHOP)
    tasks.add(ws, "Call")
    retitle(ws, "Dr.")
    history.undo(ws, 2)
    history.redo(ws, 2)
    if change is CHANGES["an undo and a redo of others"]:
        history.undo(ws, 2)
    if change is CHANGES["a row that changes in place"]:
        tasks.add(ws, "Call again")
    first = backups.make(ws)
    change(ws)
    assert backups.make(ws).file != first.file


def test_a_copy_that_is_not_like_its_original_is_not_kept(ws, bring_in, tmp_path):
    bring_in("shop.csv", *SHOP)
    with ws.database.write() as connection:  # enough for a copy in several steps
        connection.execute("INSERT INTO setting (key, value) VALUES ('large', ?)", ("x" * 20_000_000,))

    told: list[Progress] = []

    def write_once(progress: Progress) -> None:
        if not told:
            tasks.add(ws, "Call")
        told.append(progress)

    refused = pytest.raises(BackupFailed, match="did not come out like the workspace")
    with closing(sqlite3.connect(ws.path)) as careless, refused:  # careless: without a transaction
        copies.write(careless, tmp_path / "copy.deskcrm", copies.Watch(write_once))
    assert not (tmp_path / "copy.deskcrm").exists()


def test_a_backup_made_while_somebody_writes_shows_one_moment_and_ends(ws, bring_in):
    bring_in("shop.csv", "id,name", *(f"{n},Given{n} Family" for n in range(3000)))
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            tasks.add(ws, "Call")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = backups.make(ws)
    finally:
        stop.set()
        writer.join()
    with closing(sqlite3.connect(made.file)) as copy:
        (number,) = copy.execute("SELECT count(*) FROM task").fetchone()
        assert copy.execute("SELECT count(*) FROM operation WHERE kind = 'task'").fetchone() == (number,)


def test_a_blank_workspace_or_one_with_backups_off_makes_none_by_itself(ws, bring_in):
    assert backups.make_by_itself(ws, "closing") is None
    bring_in("shop.csv", *SHOP)
    assert not backups.set_automatic(ws, False).automatic
    assert backups.make_by_itself(ws, "closing") is None
    assert backups.set_automatic(ws, True).automatic
    assert backups.make_by_itself(ws, "closing").why == "closing"


def test_many_rows_are_preceded_by_a_backup_and_few_are_not(ws, bring_in):
    bring_in("shop.csv", *SHOP)
    bring_in("few.csv", "id,name", *(f"{n},Few{n} Family" for n in range(900)))
    assert backups.backups_of(ws.path) == []
    bring_in("many.csv", "id,name", *(f"{n},Many{n} Family" for n in range(1100)))
    (made,) = backups.backups_of(ws.path)
    assert made.why == "import"
    assert len(names_in(made.file)) == 902


def test_a_backup_that_fails_stops_no_import(ws, bring_in, tmp_path):
    bring_in("shop.csv", *SHOP)
    (tmp_path / "backups").write_text("in the way")
    bring_in("many.csv", "id,name", *(f"{n},Many{n} Family" for n in range(1100)))
    assert reads.counts(ws)["people"] == 1102


def test_an_import_waits_for_no_more_than_the_backup_s_view_of_the_workspace(ws, bring_in):
    bring_in("shop.csv", *SHOP)
    goes_on = threading.Event()

    def slow() -> bool:
        goes_on.wait(SECONDS)
        return False

    with backups.beside_import(ws, 2000, cancelled=slow):
        assert backups.backups_of(ws.path) == []
        retitle(ws, "Dr.")
        goes_on.set()
    (made,) = backups.backups_of(ws.path)
    assert restoring.look_inside(ws, made.file).operations == 1


def test_a_cancelled_import_leaves_no_backup_either(ws, bring_in, tmp_path):
    bring_in("shop.csv", *SHOP)
    file = tmp_path / "many.csv"
    file.write_text("id,name\n" + "".join(f"{n},Many{n} Family\n" for n in range(1100)), encoding="utf-8")
    with pytest.raises(Cancelled):
        importing.run(ws, [importing.examine(ws, file)], cancelled=lambda: True)
    assert backups.backups_of(ws.path) == []


def test_the_daily_one_is_due_a_day_later_or_when_the_clock_went_back(dated, calendar):
    assert backups.make_when_due(dated).why == "daily"
    contacts.add(dated, "person", {"name": "Bela"})
    calendar.now += timedelta(hours=23)
    assert backups.make_when_due(dated) is None
    calendar.now += timedelta(hours=1)
    assert backups.make_when_due(dated) is not None
    contacts.add(dated, "person", {"name": "Cleo"})
    calendar.now -= timedelta(days=365)
    made = backups.make_when_due(dated)
    assert made is not None
    assert restoring.newest_good(dated.path).file == made.file, "newest by number, whatever the clock says"


def test_a_cancelled_backup_leaves_nothing(ws, bring_in, tmp_path):
    bring_in("shop.csv", *SHOP)
    with pytest.raises(Cancelled):
        backups.make(ws, cancelled=lambda: True)
    assert files(tmp_path / "backups") == []


def test_progress_is_told_in_megabytes(ws, bring_in):
    bring_in("shop.csv", "id,name", *(f"{n},Given{n} Family" for n in range(5000)))
    told = []
    backups.make(ws, progress=told.append)
    assert told[-1].step == "Backing up (MB)"
    assert 0 < told[-1].done <= told[-1].total


def test_a_damaged_workspace_gets_no_backup_that_looks_good(dated, calendar):
    good = backups.make(dated)
    contacts.add(dated, "person", {"name": "Bela"})
    path = dated.path
    with dated.database.read() as connection:  # an index that no start looks at
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'activity_key'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    dated.close()
    with path.open("r+b") as damaged:
        damaged.seek((page - 1) * size)
        damaged.write(b"\xff" * size)
    again = Workspace.open(path, clock=calendar)
    with pytest.raises((WorkspaceDamaged, BackupFailed), match="damaged"):
        backups.make(again)
    again.close()
    assert [b.file for b in backups.backups_of(path)] == [good.file]
    assert restoring.newest_good(path).file == good.file


def test_two_processes_take_turns(ws, bring_in, tmp_path):
    bring_in("shop.csv", *SHOP)
    program = (
        "import sys; from pathlib import Path; from deskcrm.services import backups; "
        "from deskcrm.services.workspace import Workspace; "
        "print(backups.make(Workspace.open(Path(sys.argv[1]), write=False)).file)"
    )
    words = [sys.executable, "-c", program, str(ws.path)]
    others = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    made = {backups.make(ws).file, *(Path(other.communicate()[0].strip()) for other in others)}
    assert len(made) == 1
    assert len(backups.backups_of(ws.path)) == 1


def test_what_a_killed_process_left_half_written_is_swept_at_the_next_start(ws, bring_in, tmp_path):
    bring_in("shop.csv", *SHOP)
    made = backups.make(ws)
    half = made.file.with_name(f"{made.file.name}.part")
    half.write_bytes(b"half")
    path = ws.path
    ws.database.close()
    Workspace.open(path).close()
    assert not half.exists()
    assert made.file.exists()


def test_a_lost_manifest_loses_no_backup(ws, bring_in, tmp_path):
    bring_in("shop.csv", *SHOP)
    made = backups.make(ws)
    (tmp_path / "backups" / "w.backups.json").unlink()
    (found,) = backups.backups_of(ws.path)
    assert (found.file, found.at, found.verified) == (made.file, made.at, False), "not known to be good yet"
    backups.make(ws)
    assert [b.verified for b in backups.backups_of(ws.path)] == [True]


def test_a_backup_saved_elsewhere_is_no_part_of_the_list(ws, bring_in, tmp_path):
    bring_in("shop.csv", *SHOP)
    made = backups.save_as(ws, tmp_path / "copy.deskcrm")
    assert names_in(made.file) == ["Anna Weber", "Bela Nagy"]
    assert backups.backups_of(ws.path) == []
    with pytest.raises(BackupFailed, match="the workspace itself"):
        backups.save_as(ws, ws.path)


def test_a_backup_replaces_older_ones_and_nothing_that_is_somewhere_else_alone(ws, bring_in, tmp_path):
    bring_in("shop.csv", *SHOP)
    mine = backups.save_as(ws, tmp_path / "mine.deskcrm").file
    contacts.add(ws, "person", {"name": "Cleo Roy"})
    backups.make(ws)  # gives the workspace a name
    assert names_in(backups.save_as(ws, mine).file) == ["Anna Weber", "Bela Nagy", "Cleo Roy"]
    for taken_up in (mine, tmp_path / "others.deskcrm"):  # worked in as a workspace; another one
        other = Workspace.open(taken_up)
        contacts.add(other, "person", {"name": "Dora Lee"})
        with pytest.raises(BackupFailed, match="is another workspace, or has changes"):
            backups.save_as(ws, taken_up)  # open
        other.close()
        with pytest.raises(BackupFailed, match="is another workspace, or has changes"):
            backups.save_as(ws, taken_up)
        assert "Dora Lee" in names_in(taken_up)


# Disk full (F31)


@contextmanager
def small_disk(folder: Path, kib: int) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(folder)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only the administrator of a Linux machine can make a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_the_older_backups_and_nothing_half_written(ws, bring_in, tmp_path):
    bring_in("shop.csv", *SHOP)
    with small_disk(tmp_path / "backups", 700):
        first = backups.make(ws)
        bring_in("more.csv", "id,name", *(f"{n},Given{n} Family" for n in range(900)))
        with pytest.raises(BackupFailed, match=r"The disk is full.*earlier backups are as they were"):
            backups.make(ws)
        assert files(tmp_path / "backups") == [first.file.name, "w.backups.json"]
        assert backups.backups_of(ws.path) == [first]
        assert "The disk is full" in backups.status(ws).warnings[0]
        first.file.unlink()
        shutil.rmtree(tmp_path / "backups", ignore_errors=True)


def test_where_the_first_disk_is_full_the_second_folder_has_the_backup(ws, bring_in, tmp_path):
    bring_in("shop.csv", *SHOP)
    stick = tmp_path / "stick"
    stick.mkdir()
    with small_disk(tmp_path / "backups", 700):
        backups.choose_second(ws, stick)
        backups.make(ws)
        bring_in("more.csv", "id,name", *(f"{n},Given{n} Family" for n in range(900)))
        with pytest.raises(BackupFailed):
            backups.make(ws)
        copy = restoring.newest_good(ws.path)
        assert copy.file.is_relative_to(stick)
        assert len(names_in(copy.file)) == 902


# Thinning


def test_thinning_leaves_another_workspace_s_backups_alone(dated, calendar):
    backups.make(dated, "daily")
    path, home = dated.path, dated.path.parent
    dated.close()
    path.unlink()
    for name in ("w.deskcrm-wal", "w.deskcrm-shm"):
        (home / name).unlink(missing_ok=True)
    fresh = Workspace.open(path, clock=calendar)
    for number in range(8):
        contacts.add(fresh, "person", {"name": f"Person {number}"})
        backups.make(fresh, "daily")
    fresh.close()
    found = backups.backups_of(path)
    assert len(found) == 6
    assert ["Anna Weber"] in [names_in(backup.file) for backup in found]


# The second folder (F39)


def test_each_backup_goes_to_the_second_folder_too(ws, bring_in, tmp_path):
    bring_in("shop.csv", *SHOP)
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.make(ws)
    assert backups.choose_second(ws, stick).second == stick
    (first,) = backups.backups_of(ws.path)
    assert first.also is not None, "the newest is brought there at once"
    tasks.add(ws, "Call")
    made = backups.make(ws)
    (second, _) = backups.backups_of(ws.path)
    assert second.also.read_bytes() == made.file.read_bytes()
    shutil.rmtree(tmp_path / "backups")
    assert backups.backups_of(ws.path) == [], "the choice goes with the first folder"
    assert restoring.look_inside(ws, second.also).people == 2


def test_where_one_of_the_two_is_damaged_the_list_names_the_other(ws, bring_in, tmp_path):
    bring_in("shop.csv", *SHOP)
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.choose_second(ws, stick)
    spoil(backups.make(ws).file)
    (listed,) = backups.backups_of(ws.path)
    assert (listed.verified, listed.also) == (True, None)
    assert listed.file.is_relative_to(stick)


def test_a_second_folder_out_of_reach_is_told_after_fourteen_days_and_caught_up_with(dated, calendar, tmp_path):
    stick, away = tmp_path / "stick", tmp_path / "away"
    stick.mkdir()
    backups.choose_second(dated, stick)
    backups.make(dated)
    stick.rename(away)
    stick.mkdir()  # where it was mounted
    calendar.now += timedelta(days=13)
    contacts.add(dated, "person", {"name": "Bela"})
    backups.make_when_due(dated)
    assert backups.status(dated).warnings == ()
    calendar.now += timedelta(days=1)
    (warning,) = backups.status(dated).warnings
    assert str(stick) in warning
    assert "14 days" in warning
    assert files(stick) == [], "an empty mount point is no stick"
    stick.rmdir()
    away.rename(stick)
    backups.make_when_due(dated)
    assert backups.status(dated).warnings == ()
    assert backups.backups_of(dated.path)[0].also is not None


def test_a_folder_that_can_t_take_backups_is_not_chosen(ws, bring_in, tmp_path):
    bring_in("shop.csv", *SHOP)
    backups.make(ws)
    (tmp_path / "file").write_text("no folder")
    for folder, words in (
        (tmp_path / "none", "not there"),
        (tmp_path / "file", "not there"),
        (tmp_path / "backups", "own"),
    ):
        with pytest.raises(BackupFailed, match=words):
            backups.choose_second(ws, folder)
    assert backups.status(ws).second is None
    assert backups.choose_second(ws, None).second is None


# Rewriting


def test_every_backup_is_rewritten_and_what_is_out_of_reach_is_named(ws, bring_in, tmp_path):
    bring_in("shop.csv", *SHOP)
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.choose_second(ws, stick)
    first = backups.make(ws)
    tasks.add(ws, "Call")
    backups.make(ws)
    replaced = restoring.restore(ws, first.file).value.kept

    def forget(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("UPDATE profile SET name = 'Forgotten' WHERE name = 'Anna Weber'")
            connection.commit()

    assert backups.rewrite_all(ws, forget) == []
    every = [*tmp_path.glob("backups/*.deskcrm"), *stick.glob("*/*.deskcrm"), replaced]
    assert len(every) == 5
    assert {tuple(names_in(file)) for file in every} == {("Bela Nagy", "Forgotten")}
    assert all(b.verified for b in backups.backups_of(ws.path))
    assert [path for path in tmp_path.rglob("*") if path.name.endswith((".part", "-journal"))] == []

    spoil(every[0])
    stick.rename(tmp_path / "away")
    missed = backups.rewrite_all(ws, forget)
    assert every[0] in missed
    assert any(path.is_relative_to(stick) for path in missed)
    assert len(missed) == 2


def test_a_change_that_fails_leaves_every_backup_as_it_was(ws, bring_in):
    bring_in("shop.csv", *SHOP)
    made = backups.make(ws)
    before = made.file.read_bytes()

    def fail(path: Path) -> None:
        path.write_bytes(b"")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        backups.rewrite_all(ws, fail)
    assert made.file.read_bytes() == before
    assert backups.backups_of(ws.path) == [made]
