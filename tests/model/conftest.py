"""Proof that the real services keep the rules of the model: what its tests share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from owners_desk import OwnersDesk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OwnersDesk]:
    """An empty workspace, and an owner at work in it."""
    owner = OwnersDesk(tmp_path)
    yield owner
    owner.close()
