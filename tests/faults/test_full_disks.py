"""A disk that is full, or refuses to write, at any point of an operation (F02, F12, F13, F31, F36, F42)."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from fault_child import REFUSED
from fault_disks import files_end_at, small_disk
from fault_operations import OPERATIONS, opened
from fault_trials import Rehearsal, at_call, leftovers, look_through, sound_backups, state_of

from deskcrm.domain.errors import UserError
from deskcrm.services import checking, importing, settings
from deskcrm.services.workspace import Workspace

Fault = Callable[[int], AbstractContextManager[None]]
SLOW = bool(os.environ.get("DESKCRM_SLOW"))
MIB = 24
MOST = 1 << 24
"""With that much room everything succeeds."""

each_operation = pytest.mark.parametrize("name", [operation.name for operation in OPERATIONS])


def sizes() -> Iterator[int]:
    """None, and then half as much again each time; in the ordinary run eight times as much."""
    yield 0
    size = 4096.0
    while size < MOST:
        yield int(size)
        size *= 1.5 if SLOW else 8


def refusals(rehearsal: Rehearsal, folder: Path, fault: Fault) -> list[str]:
    """Does the operation under a fault that yields step by step until it succeeds; answers what it said until then.

    After each refusal nothing is lost, and once the fault is over a small write succeeds.
    """
    said = []
    for size in sizes():
        shutil.copytree(rehearsal.folder, folder)
        try:
            with fault(size):
                rehearsal.operation.act(folder)
        except UserError as error:
            said.append(str(error))
            _nothing_is_lost(rehearsal, folder)
            shutil.rmtree(folder)
        else:
            assert state_of(folder) == rehearsal.after
            return said
    raise AssertionError(f"it never succeeded: {said}")


def _nothing_is_lost(rehearsal: Rehearsal, folder: Path) -> None:
    kept = (rehearsal.before, rehearsal.after) if rehearsal.operation.in_steps else (rehearsal.before,)
    assert state_of(folder) in kept
    assert rehearsal.backups <= sound_backups(folder)
    with opened(folder) as ws:
        settings.put(ws, "country", "NL")
        assert checking.check(ws) == []
    assert leftovers(folder) == []


@pytest.mark.slow
@each_operation
def test_a_full_disk_is_said_and_loses_nothing(
    name: str, rehearsed: Callable[[str], Rehearsal], tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", MIB) as disk:
        said = refusals(rehearsed(name), disk.folder / "w", disk.leaving)
    assert said
    assert [words for words in said if "disk is full" not in words.lower() or "free" not in words.lower()] == []


def dry_run(ws: Workspace) -> None:
    importing.plan(ws, importing.examine(ws, ws.path.with_name("visits.csv"), country="DE"))


@pytest.mark.parametrize("look", [dry_run, checking.check], ids=["dry run", "check"])
def test_what_only_looks_says_so_too_where_it_finds_no_room(
    look: Callable[[Workspace], object], rehearsed: Callable[[str], Rehearsal], tmp_path: Path
) -> None:
    said = []
    with small_disk(tmp_path / "disk", MIB) as disk:
        shutil.copytree(rehearsed("merge").folder, disk.folder / "w")
        with opened(disk.folder / "w") as ws:
            for size in sizes():
                try:
                    with disk.leaving(size):
                        look(ws)
                except UserError as error:
                    said.append(str(error))
                    assert list((disk.folder / "w").glob(".*")) == []
                else:
                    break
    assert said
    assert [words for words in said if "disk is full" not in words] == []


@pytest.mark.slow
@each_operation
def test_a_write_that_fails_is_said_and_loses_nothing(
    name: str, rehearsed: Callable[[str], Rehearsal], tmp_path: Path
) -> None:
    pytest.importorskip("resource", reason="only Unix can refuse a file to grow")
    said = refusals(rehearsed(name), tmp_path / "w", files_end_at)
    assert said
    assert [words for words in said if "Nothing was changed" not in words and "Nothing was lost" not in words] == []


@pytest.mark.slow
@pytest.mark.parametrize("trial", range(6 if SLOW else 1))
@each_operation
def test_a_disk_that_answers_with_an_error_is_said_and_loses_nothing(
    name: str, trial: int, rehearsed: Callable[[str], Rehearsal], tmp_path: Path
) -> None:
    """One write, or every one from some moment on, fails as on a dying disk: also those that end a transaction."""
    rehearsal = rehearsed(name)
    if not rehearsal.calls:
        pytest.skip("strace, by which a write is made to fail, is not installed")
    shutil.copytree(rehearsal.folder, tmp_path / "w")
    number = random.Random(f"{name} {trial}").randint(1, rehearsal.calls)
    done = at_call(rehearsal, tmp_path / "w", f"error=EIO:when={number}{'+' if trial % 2 else ''}")
    said = done.stderr.decode()
    assert done.returncode == 0 or said.startswith(REFUSED), said
    look_through(tmp_path / "w")
    assert state_of(tmp_path / "w") in (rehearsal.before, rehearsal.after)
    assert rehearsal.backups <= sound_backups(tmp_path / "w")
