"""The power goes while a commit is written: some sectors of it are on the disk, others are not (F11, by the `-wal`)."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest
from fault_operations import NAME, opened, shop

from deskcrm.services import checking, contacts, reads

SECTOR = 512
CUTS = 50 if os.environ.get("DESKCRM_SLOW") else 6


@pytest.fixture(scope="module")
def moments(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, bytes, int]:
    """A workspace's file; its `-wal` before and after a commit that follows an acknowledged one; people before it."""
    folder = tmp_path_factory.mktemp("moments")
    shop(folder)
    with opened(folder) as ws:
        wal = Path(f"{ws.path}-wal")
        contacts.add(ws, "person", {"given": "Acknowledged", "family": "Before"})
        before, people = wal.read_bytes(), reads.counts(ws)["people"]
        contacts.add(ws, "person", {"given": "Power", "family": "Cut"})
        shutil.copy(ws.path, folder / "kept")
        return folder / "kept", before, wal.read_bytes(), people


def torn(before: bytes, after: bytes, lot: random.Random) -> bytes:
    """The `-wal` with a random half of the sectors of the last commit: the others read as they were, or as zeros."""
    old = before.ljust(len(after), b"\0")
    first = len(before) // SECTOR * SECTOR
    starts = range(first, len(after), SECTOR)
    sectors = [(after if lot.random() < 0.5 else old)[at : at + SECTOR] for at in starts]
    return after[:first] + b"".join(sectors)


@pytest.mark.parametrize("seed", range(CUTS))
def test_f11_what_was_acknowledged_outlasts_a_commit_that_is_half_on_the_disk(
    moments: tuple[Path, bytes, bytes, int], tmp_path: Path, seed: int
) -> None:
    kept, before, after, people = moments
    assert after.startswith(before)
    assert len(after) > len(before)
    shutil.copy(kept, tmp_path / NAME)
    (tmp_path / f"{NAME}-wal").write_bytes(torn(before, after, random.Random(seed)))
    with opened(tmp_path) as ws:
        assert reads.counts(ws)["people"] == people
        assert checking.check(ws) == []


def test_f11_the_commit_counts_once_all_of_it_is_on_the_disk(
    moments: tuple[Path, bytes, bytes, int], tmp_path: Path
) -> None:
    kept, _, after, people = moments
    shutil.copy(kept, tmp_path / NAME)
    (tmp_path / f"{NAME}-wal").write_bytes(after)
    with opened(tmp_path) as ws:
        assert reads.counts(ws)["people"] == people + 1
