"""A cancel at any moment at which an import looks for one writes nothing (F07)."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from fault_operations import files, opened
from fault_trials import leftovers, state_of

from deskcrm.domain.errors import Cancelled
from deskcrm.services import importing

ROWS = 5000


@pytest.mark.parametrize("names", [["many.csv"], ["many.csv", "customer_list.csv"]], ids=["one file", "two files"])
def test_a_cancel_at_any_look_writes_nothing(tmp_path: Path, names: list[str]) -> None:
    files(tmp_path)
    lines = ["Customer ID,First name,Last name,Email", *(f"{n},Ann,B{n},b{n}@x.example" for n in range(ROWS))]
    (tmp_path / "many.csv").write_text("\n".join(lines), encoding="utf-8")
    before = state_of(tmp_path)
    said: set[str] = set()
    for look in count(1):
        looks = count(1)
        with opened(tmp_path) as ws:
            reports = [importing.examine(ws, tmp_path / name, country="DE") for name in names]
            try:
                importing.run(ws, reports, cancelled=lambda looks=looks, look=look: next(looks) == look)
            except Cancelled as cancelled:
                said.add(str(cancelled))
            else:
                break
        assert state_of(tmp_path) == before
        assert leftovers(tmp_path) == []
    assert said == {"The import was cancelled. Nothing was written."}
    assert state_of(tmp_path) != before
