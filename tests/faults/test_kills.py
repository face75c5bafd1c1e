"""Kill -9 at any instant of an operation: the file opens, is whole, and holds the state before or after (F01, F17, F28,
F33, F36, F41)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from fault_operations import OPERATIONS
from fault_trials import BETWEEN, Rehearsal, Tally, judge, kill

SLOW = bool(os.environ.get("DESKCRM_SLOW"))
TRIALS = 17 if SLOW else 7
"""Of each operation; the ordinary run takes a fifth of them."""


@pytest.mark.slow
@pytest.mark.parametrize("trial", range(TRIALS))
@pytest.mark.parametrize("name", [operation.name for operation in OPERATIONS])
def test_a_kill_leaves_the_state_before_or_after(
    name: str, trial: int, rehearsed: Callable[[str], Rehearsal], tmp_path: Path, tally: Tally
) -> None:
    rehearsal = rehearsed(name)
    folder = tmp_path / "w"
    shutil.copytree(rehearsal.folder, folder)
    kill(rehearsal, folder, trial, tally)
    judge(rehearsal, folder, tally)


def test_at_least_half_of_the_kills_fell_between_first_write_and_commit(tally: Tally) -> None:
    if not SLOW:
        pytest.skip("counted over all trials: DESKCRM_SLOW=1")
    assert tally.trials >= 200
    assert 2 * tally.places[BETWEEN] >= tally.trials, tally.words()
