"""The workspace of the load benchmark: what it says is in it, in the state that imports leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskcrm.services import checking
from deskcrm.services.workspace import Workspace

PEOPLE = 300


def test_a_crowd_is_whole_and_has_all_kinds_of_things(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "bench"))
    import crowd

    monkeypatch.setattr(crowd, "_AT_ONCE", 400)  # so that everything comes in several parts
    crowd.crowd(tmp_path / "crowd.deskcrm", PEOPLE)
    ws = Workspace.open(tmp_path / "crowd.deskcrm")
    try:
        assert checking.check(ws) == []
        with ws.database.read() as connection:
            count = {
                name: connection.execute(f"SELECT count(*) FROM {rest}").fetchone()[0]
                for name, rest in {
                    "people": "profile WHERE kind = 'person'",
                    "activities": "event",
                    "orders": "event WHERE kind = 'order'",
                    "kinds": "(SELECT DISTINCT kind FROM event)",
                    "with somebody known": "record r JOIN record s ON s.contact = r.contact AND s.id < r.id",
                    "opted out": "consent_now WHERE state = 'out'",
                    "merges": "merge",
                    "tasks": "task",
                    "hidden": "profile WHERE removed",
                    "of one": "event WHERE contact = 1",
                }.items()
            }
    finally:
        ws.close()
    assert abs(count["people"] - PEOPLE) < PEOPLE // 20
    assert count["activities"] == 5 * PEOPLE
    assert count["orders"] == 5 * PEOPLE // 2
    assert count["kinds"] == 5
    assert count["of one"] >= PEOPLE // 2
    assert min(count.values()) > 0, count
