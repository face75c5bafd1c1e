"""Planted faults in the real code: each of them is caught by a short history that random ones were cut down to."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from caught import HISTORIES
from mutants import MUTANTS
from test_histories import MEMORY
from twins import Step, Twins

from deskcrm.domain.errors import UserError


@pytest.fixture
def folder() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="deskcrm-mutants-", dir=MEMORY if MEMORY.is_dir() else None))
    yield place
    shutil.rmtree(place)


def tell(history: list[Step], folder: Path) -> None:
    """Does each step in both, and compares them after each; in the end all is undone and redone."""
    twins = Twins(folder)
    try:
        for step in history:
            twins.do(step)
            twins.check()
        twins.check_whole()
        twins.check_all_undone_and_redone(twins.standing())
        twins.check_whole()
    finally:
        twins.close()


def test_every_planted_fault_has_its_history():
    assert HISTORIES.keys() == MUTANTS.keys()


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_fault_is_caught(name, folder):
    with pytest.MonkeyPatch.context() as patch:
        MUTANTS[name](patch)
        with pytest.raises((AssertionError, UserError, KeyError)):  # the last: it stumbles over what can't be
            tell(HISTORIES[name], folder)


@pytest.mark.parametrize("name", MUTANTS)
def test_its_history_is_told_rightly_without_it(name, folder):
    tell(HISTORIES[name], folder)
