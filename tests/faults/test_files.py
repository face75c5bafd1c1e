"""What befalls the file itself: bytes lost, another file's `-wal`, replaced while open, no permission (F18-F25)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from fault_operations import NAME, back_up, opened, shop
from fault_trials import state_of

from deskcrm.domain.errors import UserError, WorkspaceDamaged, WorkspaceUnusable
from deskcrm.services import activities, backups, checking, contacts, reads, restoring, settings
from deskcrm.services.workspace import Workspace

SLOW = bool(os.environ.get("DESKCRM_SLOW"))
PAGE = 4096
PEOPLE = 120
NOBODY = 65534


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop's workspace, closed, without a free page."""
    folder = tmp_path_factory.mktemp("prepared")
    shop(folder)
    with closing(sqlite3.connect(folder / NAME)) as connection:
        connection.execute("VACUUM")
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """The same for one test to spoil."""
    (tmp_path / "w").mkdir()
    shutil.copy(prepared / NAME, tmp_path / "w" / NAME)
    return tmp_path / "w"


def crashed(folder: Path, name: str = "Crash") -> None:
    """What a kill leaves after somebody was added: the file, and beside it the `-wal` that has the newest changes."""
    with opened(folder) as ws:
        contacts.add(ws, "person", {"given": "Wal", "family": name})
        for ending in ("", "-wal"):
            shutil.copy(f"{ws.path}{ending}", f"{ws.path}{ending}.kept")
    for ending in ("", "-wal"):
        (folder / f"{NAME}{ending}.kept").replace(folder / f"{NAME}{ending}")


def complaint(folder: Path) -> str:
    """What is said of a damaged workspace when it is opened, looked through and, at the latest, checked."""
    try:
        with opened(folder) as ws:
            return " ".join(checking.check(ws))
    except UserError as error:
        return str(error)


# --- Bytes lost (F21-F23) ------------------------------------------------------------------------------------------


def test_a_page_of_zeros_is_found_wherever_it_is(folder: Path) -> None:
    whole = (folder / NAME).read_bytes()
    pages = len(whole) // PAGE
    for number in range(0, pages, 1 if SLOW else max(1, pages // 12)):
        start = number * PAGE
        spoilt = whole[:start] + bytes(PAGE) + whole[start + PAGE :]
        if spoilt == whole:
            continue
        (folder / NAME).write_bytes(spoilt)
        assert complaint(folder), f"page {number + 1} of {pages}"


@pytest.mark.parametrize(("start", "end"), [(0, 16), (16, 24), (0, 100), (52, 64), (68, 72), (100, 108)])
def test_a_smashed_header_is_found(folder: Path, start: int, end: int) -> None:
    spoilt = bytearray((folder / NAME).read_bytes())
    spoilt[start:end] = b"\xa5" * (end - start)
    (folder / NAME).write_bytes(spoilt)
    assert complaint(folder)


@pytest.mark.parametrize("share", [0.001, 0.01, 0.3, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_found(folder: Path, share: float) -> None:
    whole = (folder / NAME).read_bytes()
    (folder / NAME).write_bytes(whole[: int(len(whole) * share)])
    assert complaint(folder)


def test_a_damaged_file_at_the_start_is_refused_unchanged_and_no_backup_is_lost(folder: Path) -> None:
    back_up(folder)
    (backup,) = backups.backups_of(folder / NAME)
    for spoilt in (b"", b"Dear diary, " * 50, b"SQLite format 3\0" + bytes(4080)):
        (folder / NAME).write_bytes(spoilt)
        with pytest.raises(WorkspaceUnusable):
            Workspace.open(folder / NAME)
        assert (folder / NAME).read_bytes() == spoilt
        assert restoring.newest_good(folder / NAME) == backup


def test_one_bit_of_a_text_flipped_in_a_backup_is_found_by_its_hash(folder: Path) -> None:
    back_up(folder)
    with opened(folder) as ws:
        contacts.add(ws, "person", {"given": "Later"})
    back_up(folder)
    newer, older = backups.backups_of(folder / NAME)
    spoilt, state = bytearray(newer.file.read_bytes()), newer.file.stat()
    spoilt[spoilt.index(b"Asked for a quote")] ^= 1
    newer.file.write_bytes(spoilt)
    os.utime(newer.file, ns=(state.st_atime_ns, state.st_mtime_ns))  # as when the disk did it
    assert restoring.newest_good(folder / NAME) == older


# --- The -wal (F19, F20) -------------------------------------------------------------------------------------------


def test_changes_that_only_the_wal_has_are_there_after_a_crash_and_after_both_were_copied(
    folder: Path, tmp_path: Path
) -> None:
    crashed(folder)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    for place in (folder, copy):
        with opened(place) as ws:
            assert reads.counts(ws)["people"] == PEOPLE + 1
            assert checking.check(ws) == []


def test_the_wal_of_another_workspace_is_never_laid_over_ours(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    crashed(other)
    shutil.copy(other / f"{NAME}-wal", folder)
    before = (folder / NAME).read_bytes()
    for write in (True, False):
        with pytest.raises(WorkspaceUnusable, match="changes of another file"):
            Workspace.open(folder / NAME, write=write)
    assert (folder / NAME).read_bytes() == before
    (folder / f"{NAME}-wal").unlink()
    with opened(folder) as ws:
        assert reads.counts(ws)["people"] == PEOPLE


def test_a_backup_copied_by_hand_beside_a_newer_wal_is_not_mixed_with_it(folder: Path) -> None:
    back_up(folder)
    crashed(folder)
    shutil.copy(backups.backups_of(folder / NAME)[0].file, folder / NAME)
    with pytest.raises(WorkspaceUnusable, match="changes of another file"):
        Workspace.open(folder / NAME)


@pytest.mark.parametrize("meanwhile", ["people", "calls"])
def test_an_older_copy_of_the_file_beside_a_newer_wal_is_not_mixed_with_it(
    folder: Path, prepared: Path, meanwhile: str
) -> None:
    with opened(folder) as ws:
        for number in range(200):
            if meanwhile == "people":
                contacts.add(ws, "person", {"given": "New", "family": f"Reader {number}"})
            else:
                activities.log(ws, 1, "call", f"Asked {number} times", at="2026-10-20T10:00:00Z")
    crashed(folder)
    shutil.copy(prepared / NAME, folder / NAME)
    with pytest.raises(WorkspaceDamaged, match="do not fit"):
        Workspace.open(folder / NAME)
    assert (folder / f"{NAME}-wal").exists()


def test_a_file_that_a_crash_has_also_damaged_is_not_opened(folder: Path) -> None:
    with closing(sqlite3.connect(folder / NAME)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'saved_view'").fetchone()
    crashed(folder)
    with (folder / NAME).open("r+b") as file:
        file.seek((root - 1) * PAGE)
        file.write(bytes(PAGE))
    with pytest.raises(WorkspaceDamaged, match="do not fit"):
        Workspace.open(folder / NAME)


def test_a_wal_without_its_workspace_is_kept(folder: Path) -> None:
    crashed(folder)
    (folder / NAME).unlink()
    with pytest.raises(WorkspaceUnusable, match="is gone, but its last changes"):
        Workspace.open(folder / NAME)
    assert (folder / f"{NAME}-wal").stat().st_size


def test_without_its_wal_a_workspace_is_what_it_was_at_the_last_carrying_over(folder: Path) -> None:
    before = state_of(folder)
    crashed(folder)
    (folder / f"{NAME}-wal").unlink()
    with opened(folder) as ws:
        assert checking.check(ws) == []
    assert state_of(folder) == before


# --- Moved, deleted, replaced while open (F18) ---------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody move an open file")
@pytest.mark.parametrize("what", ["deleted", "replaced"])
def test_a_file_that_was_taken_away_while_open_is_noticed_and_can_be_kept(
    folder: Path, prepared: Path, tmp_path: Path, what: str
) -> None:
    with opened(folder) as ws:
        contacts.add(ws, "person", {"given": "Before"})
        assert reads.counts(ws)["people"] == PEOPLE + 1
        (folder / NAME).unlink()
        if what == "replaced":
            shutil.copy(prepared / NAME, folder / NAME)
        there = (folder / NAME).read_bytes() if what == "replaced" else None
        with pytest.raises(WorkspaceUnusable, match="moved, deleted or replaced"):
            contacts.add(ws, "person", {"given": "After"})
        backups.save_as(ws, tmp_path / "kept.deskcrm")
    assert (folder / NAME).exists() == (what == "replaced")
    assert there is None or (folder / NAME).read_bytes() == there
    with closing(Workspace.open(tmp_path / "kept.deskcrm")) as kept:
        assert reads.counts(kept)["people"] == PEOPLE + 1
        assert checking.check(kept) == []


# --- Permissions (F24, F25) ----------------------------------------------------------------------------------------


@pytest.fixture
def reachable(prepared: Path) -> Iterator[Path]:
    """A folder with a workspace, which everybody may reach and read, and only the administrator may write."""
    if sys.platform == "win32" or os.geteuid() != 0:
        pytest.skip("only the administrator of a Unix system can act as somebody else")
    folder = Path(tempfile.mkdtemp())
    shutil.copy(prepared / NAME, folder / NAME)
    (folder / NAME).chmod(0o644)
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def nobody() -> Iterator[None]:
    """Acts as a user without any rights."""
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_in_a_folder_that_may_not_be_written_a_workspace_can_be_read(reachable: Path) -> None:
    with nobody(), closing(Workspace.open(reachable / NAME, write=False)) as ws:
        assert reads.counts(ws)["people"] == PEOPLE
        assert reads.profile(ws, 1).name
        with pytest.raises(WorkspaceUnusable, match="needs a file beside"):
            checking.check(ws)
    with nobody(), pytest.raises(WorkspaceUnusable, match=f"{NAME}.*Permission denied"):
        Workspace.open(reachable / NAME)
    assert [path.name for path in reachable.iterdir()] == [NAME]


def test_what_is_only_in_a_wal_there_is_not_passed_over(reachable: Path) -> None:
    crashed(reachable)
    (reachable / f"{NAME}-wal").chmod(0o644)
    with nobody(), pytest.raises(WorkspaceUnusable, match="Copy both to another folder"):
        Workspace.open(reachable / NAME, write=False)


def test_a_file_that_may_only_be_read_is_read_and_its_changes_are_refused_in_words(reachable: Path) -> None:
    reachable.chmod(0o777)
    (reachable / NAME).chmod(0o444)
    with nobody(), closing(Workspace.open(reachable / NAME)) as ws:
        assert reads.counts(ws)["people"] == PEOPLE
        with pytest.raises(WorkspaceUnusable, match="can't be written"):
            settings.put(ws, "country", "NL")
        assert reads.counts(ws)["people"] == PEOPLE


@pytest.mark.parametrize("write", [True, False])
def test_a_folder_that_may_not_be_entered_is_named(reachable: Path, write: bool) -> None:
    reachable.chmod(0)
    with nobody(), pytest.raises(WorkspaceUnusable, match=f"{NAME}.*Permission denied.*another place"):
        Workspace.open(reachable / NAME, write=write)


def test_a_folder_that_can_not_be_made_is_named_and_a_missing_one_is_made(reachable: Path, tmp_path: Path) -> None:
    with nobody(), pytest.raises(WorkspaceUnusable, match="Choose another place"):
        Workspace.open(reachable / "new" / NAME)
    Workspace.open(tmp_path / "some" / "where" / NAME).close()
    assert (tmp_path / "some" / "where" / NAME).exists()
