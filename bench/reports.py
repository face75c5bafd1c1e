"""Benchmark of reports: each from the figures that are kept, beside plain SQL that gives the same from the events."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data import orders_csv

if TYPE_CHECKING:
    from imports import Answer, Bench

_ORDERS_EACH: Final = 10
_SOLD: Final = "SELECT contact AS who, substr(at, 1, 7) AS month, amount, at FROM event WHERE sale"
_FIRST: Final = f"SELECT who, min(month) AS first, min(at) AS at FROM ({_SOLD}) GROUP BY who"
SQL: Final = {
    "revenue": f"SELECT s.month, s.month = f.first, count(*), count(DISTINCT s.who), sum(s.amount) FROM ({_SOLD}) s "
    f"JOIN ({_FIRST}) f ON f.who = s.who GROUP BY 1, 2",
    "cohorts": f"SELECT f.first, s.month, count(DISTINCT s.who) FROM ({_SOLD}) s JOIN ({_FIRST}) f ON f.who = s.who "
    "GROUP BY 1, 2",
    "stages": "SELECT substr(at, 1, 7), n, count(*) FROM (SELECT at, "
    "row_number() OVER (PARTITION BY contact ORDER BY at) AS n FROM event WHERE sale) WHERE n < 3 GROUP BY 1, 2",
    "rfm": "SELECT r, f, count(*) FROM (SELECT ntile(5) OVER (ORDER BY last) AS r, ntile(5) OVER (ORDER BY n) AS f "
    "FROM (SELECT contact, max(at) AS last, count(*) AS n FROM event WHERE sale GROUP BY contact)) GROUP BY 1, 2",
}  # fmt: skip
"""What the figures of some reports come to straight from the events, merges and removals left aside."""


def reports(bench: Bench) -> Answer:
    """Reports over `rows` people with ten times as many orders: milliseconds each, the best of all rounds.

    `settle`: seconds until the figures of all are there for the first time; `one touched`: a report after somebody has
    bought something. The bar: 300 ms.
    """
    from deskcrm.services import activities, measures
    from deskcrm.services import reports as service
    from deskcrm.services.workspace import Workspace

    ws = Workspace.open(_workspace(bench))
    try:
        answer: dict[str, Any] = {"settle": round(_took(lambda: measures.settle(ws)), 2)}
        answer["snapshot"] = round(_took(lambda: measures.renew_outlook(ws)), 2)
        for name in service.names():
            answer[name] = _best(bench.rounds, lambda name=name: service.run(ws, name))
        with ws.database.read() as connection:
            for name, sql in SQL.items():
                answer[f"{name}, SQL"] = _best(bench.rounds, lambda sql=sql: connection.execute(sql).fetchall())

        def touched() -> None:
            activities.log(ws, 1, "order", "", amount=100, currency="EUR")
            service.run(ws, "revenue")

        answer["one touched"] = _best(bench.rounds, touched)
        return answer
    finally:
        ws.close()


def _workspace(bench: Bench) -> Path:
    """The workspace whose figures nobody asked for yet."""
    path = bench.folder / f"reports-{bench.rows}.deskcrm"
    if not path.exists():
        orders = bench.folder / f"orders-{bench.rows * _ORDERS_EACH}.csv"
        orders_csv(orders, bench.rows * _ORDERS_EACH, bench.rows)
        made = bench.workspace(bench.with_people(bench.rows))
        bench.ours(made, "import", orders)
        made.replace(path)
    copy = bench.folder / "reports.deskcrm"
    copy.write_bytes(path.read_bytes())
    return copy


def _took(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _best(rounds: int, act: Callable[[], object]) -> float:
    return round(min(_took(act) for _ in range(max(3, rounds))) * 1000, 1)
