"""CDNOW's 2,357 customers, imported as a shop's file: reports are what its 6,919 orders come to, counted by hand."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deskcrm.domain.reporting import Period
from deskcrm.services import importing, measures, reads, reports, settings
from deskcrm.services.workspace import Workspace

FILE = Path(__file__).parent.parent / "domain" / "files" / "cdnow_days.csv"
SPAN = Period(date(1997, 1, 1), date(1998, 6, 30))
Orders = dict[str, list[tuple[str, int]]]


@pytest.fixture(scope="module")
def orders() -> Orders:
    with FILE.open() as file:
        return {
            row["ID"]: [(one[:10], int(one[11:])) for one in row["orders"].split()]
            for row in csv.DictReader(file)
        }  # fmt: skip


@pytest.fixture(scope="module")
def ws(orders: Orders, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("cdnow")
    workspace = Workspace.open(folder / "w.deskcrm", clock=lambda: datetime(1998, 7, 1, 12, tzinfo=UTC))
    path, number = folder / "orders.csv", 0
    with path.open("w") as file:
        file.write("Order ID,Customer ID,Customer name,Date,Total,Currency\n")
        for who, bought in orders.items():
            for day, cents in bought:
                number += 1
                file.write(f"N{number},C{who},Customer {who},{day},{cents / 100:.2f},USD\n")
    importing.run(workspace, [importing.examine(workspace, path, source="CDNOW", country="US")])
    settings.put(workspace, "currency", "USD")
    yield workspace
    workspace.close()


def test_everybody_and_every_order_is_there(ws: Workspace) -> None:
    counts = reads.counts(ws)
    assert (counts["people"], counts["activities"]) == (2357, 6919)


def test_revenue_and_cohorts_are_those_of_the_file(ws: Workspace, orders: Orders) -> None:
    new, repeat, cohorts = Counter[str](), Counter[str](), defaultdict[tuple[str, str], set[str]](set)
    for who, bought in orders.items():
        first = min(day for day, _ in bought)[:7]
        for day, cents in bought:
            (new if day[:7] == first else repeat)[day[:7]] += cents
            cohorts[first, day[:7]].add(who)
    revenue = reports.run(ws, "revenue", SPAN)
    assert {row.key: row.figures[3:5] for row in revenue.rows} == {m: (new[m], repeat[m]) for m in SPAN.months}
    kept = reports.run(ws, "cohorts", SPAN)
    sizes = {first: len(cohorts[first, first]) for first in ("1997-01", "1997-02", "1997-03")}
    assert sizes == {"1997-01": 781, "1997-02": 857, "1997-03": 719}
    for first, size in sizes.items():
        assert kept.figure(first, "size") == size
        assert kept.figure(first, "m1") == len(cohorts[first, kept.rows[int(first[5:])].key]) / size


def test_segments_hold_everybody_once_and_who_bought_often_and_stopped_is_known_to_be_gone(
    ws: Workspace, orders: Orders
) -> None:
    report = reports.run(ws, "segments")
    assert sum(int(row.figures[0] or 0) for row in report.rows) == 2357
    busiest = reads.list_ids(ws, reads.ListQuery("person", sort="orders", descending=True))[0]
    one = measures.of(ws, busiest)
    assert one.orders == max(map(len, orders.values()))
    assert one.outlook is not None
    assert one.outlook.alive is not None
    assert one.outlook.alive < 0.001
