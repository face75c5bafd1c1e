"""Benchmarks of joining two people with long stories, and parting them, beside moving as many rows in plain SQL."""

from __future__ import annotations

import csv
import sqlite3
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deskcrm.domain.views import ListQuery
from deskcrm.services import history, importing, merging, reads
from deskcrm.services.workspace import Workspace

if TYPE_CHECKING:
    from imports import Bench

Answer = dict[str, Any]
_ACTIVITIES: Final = 10_000
_TIMES: Final = 7  # in each round


def merge(bench: Bench) -> Answer:
    """Two people with 10,000 orders each: merged, taken back, and both undone, in milliseconds. The bar: 50 ms.

    Beside it what moving costs: 10,000 rows given to another parent in a table with an index, in one transaction of
    SQLite's with the same settings.
    """
    workspace = bench.workspace()
    ws = Workspace.open(workspace)
    try:
        keep, other = _two_with_stories(ws, bench.folder)
        took: dict[str, list[tuple[float, float]]] = {}
        for _ in range(bench.rounds * _TIMES):
            (edge,) = _timed(took, "merge", lambda: merging.merge(ws, keep, [other]).value)
            _timed(took, "take back", lambda edge=edge: merging.take_back(ws, edge))
            _timed(took, "undo take back", lambda: history.undo(ws))
            _timed(took, "undo merge", lambda: history.undo(ws))
        for _ in range(bench.rounds * _TIMES):
            _moved(took, bench.folder / "moved.db")
    finally:
        ws.close()
    return {name: _spread(times) for name, times in took.items()}


def _two_with_stories(ws: Workspace, folder: Path) -> list[int]:
    people, orders = folder / "two.csv", folder / "twenty-thousand.csv"
    _write(
        people,
        ("Customer ID", "First name", "Last name", "Email"),
        [("1", "Anna", "Weber", "a@x.example"), ("2", "Anne", "Weber", "b@x.example")],
    )
    _write(
        orders,
        ("Order ID", "Customer ID", "Order date", "Total"),
        [
            (str(n), str(1 + n % 2), f"20{10 + n % 15}-{1 + n % 12:02}-{1 + n % 28:02}", f"{10 + n % 50}.00")
            for n in range(2 * _ACTIVITIES)
        ],
    )
    for file in (people, orders):
        importing.run(ws, [importing.examine(ws, file, source="Shop")])
    found = sorted(reads.list_ids(ws, ListQuery()))
    assert [reads.profile(ws, contact).measures["activities"] for contact in found] == [_ACTIVITIES] * 2
    return found


def _write(path: Path, headers: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)


def _moved(took: dict[str, list[tuple[float, float]]], path: Path) -> None:
    """What a program does that gives the loser's rows to the survivor."""
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE activity (id INTEGER PRIMARY KEY, contact INTEGER, at TEXT, title TEXT)")
    connection.execute("CREATE INDEX by_contact ON activity (contact, at)")
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO activity (contact, at, title) VALUES (?, ?, 'Order')",
        ((1 + n % 2, f"2026-01-{1 + n % 28:02}") for n in range(2 * _ACTIVITIES)),
    )
    connection.execute("COMMIT")
    _timed(took, "moving rows", lambda: connection.execute("UPDATE activity SET contact = 1 WHERE contact = 2"))
    connection.close()


def _timed(took: dict[str, list[tuple[float, float]]], name: str, work: Callable[[], Any]) -> Any:
    clock, processor = time.perf_counter(), time.process_time()
    answer = work()
    took.setdefault(name, []).append((time.perf_counter() - clock, time.process_time() - processor))
    return answer


def _spread(times: list[tuple[float, float]]) -> dict[str, dict[str, float]]:
    return {
        kind: {"least": round(1000 * min(column), 1), "median": round(1000 * statistics.median(column), 1)}
        for kind, column in zip(("wall", "cpu"), zip(*times, strict=True), strict=True)
    }
