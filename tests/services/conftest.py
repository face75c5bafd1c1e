"""A workspace on a real file, a clock that tests drive, and small files of invented people."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskcrm.domain.views import ImportResult
from deskcrm.services import checking, importing
from deskcrm.services.workspace import Workspace

sys.path.insert(0, str(Path(__file__).parent))


class Clock:
    """A minute later at each look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """A new workspace; whatever a test did to it, it must be whole in the end."""
    workspace = Workspace.open(tmp_path / "w.deskcrm", clock=Clock())
    yield workspace
    assert checking.check(workspace) == []
    workspace.close()


@pytest.fixture
def bring_in(ws: Workspace, tmp_path: Path) -> Callable[..., ImportResult]:
    """Imports rows written as a CSV file: `bring_in("shop.csv", "id,name", "1,Anna")`."""

    def run(name: str, *lines: str, source: str | None = None) -> ImportResult:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return importing.run(ws, [importing.examine(ws, path, source=source, country="DE")]).value

    return run
