"""Each figure of each report is what plain SQL over the events gives, and stands for the people it counts."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.health import swapped
from deskcrm.domain.patches import Patch
from deskcrm.domain.reporting import Period, Report
from deskcrm.domain.views import ImportResult
from deskcrm.services import bulk, contacts, health, history, measures, merging, reads, reports, settings, stages
from deskcrm.services.stages import Stage
from deskcrm.services.workspace import Workspace

HEADER = "Order ID,Customer email,Customer name,Date,Status,Total,Currency"
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))

# The fourteen orders of datatorials.com, "SQL for Customer Cohort Analysis" (2024), and the retention they give there:
# of those who first bought in a month, who bought how many months after.
EXAMPLE = (
    (101, 120, "2024-01-05"), (101, 85, "2024-02-12"), (101, 200, "2024-04-03"), (102, 95, "2024-01-18"),
    (103, 150, "2024-02-07"), (103, 60, "2024-03-15"), (104, 300, "2024-02-20"), (104, 210, "2024-03-22"),
    (104, 175, "2024-04-18"), (105, 80, "2024-03-10"), (106, 140, "2024-03-25"), (106, 90, "2024-05-10"),
    (107, 250, "2024-04-08"), (107, 180, "2024-05-20"),
)  # fmt: skip


def order(number: int, who: object, day: str, amount: object, status: str = "paid", currency: str = "EUR") -> str:
    return f"N{number},c{who}@x.de,Customer {who},{day},{status},{amount},{currency}"


@pytest.fixture
def shop(ws: Workspace, bring_in: Callable[..., ImportResult]) -> Workspace:
    """Three hundred orders of sixty customers in two years, some of them merged, some removed."""
    chance = random.Random(7)
    lines = [
        order(
            n, int(chance.random() ** 2 * 60), f"2{chance.randint(24, 25):03d}-{chance.randint(1, 12):02d}-"
            f"{chance.randint(1, 28):02d}", f"{chance.randint(500, 20_000) / 100:.2f}",
            chance.choice(("paid", "paid", "paid", "refunded")),
        )
        for n in range(300)
    ]  # fmt: skip
    settings.put(ws, "currency", "EUR")
    bring_in("orders.csv", HEADER, *lines, source="Shop")
    people = list(reads.list_ids(ws, reads.ListQuery()))
    merging.merge(ws, people[0], people[1:3])
    bulk.remove(ws, people[5:7])
    return ws


def rows(ws: Workspace, sql: str, *given: object) -> list[Any]:
    with ws.database.read() as connection:
        return connection.execute(f"WITH sold AS ({SOLD}) {sql}", given).fetchall()


SOLD = (
    "SELECT coalesce(m.root, e.contact) AS who, e.at AS at, e.amount AS amount, substr(e.at, 1, 7) AS month, "
    "min(substr(e.at, 1, 7)) OVER (PARTITION BY coalesce(m.root, e.contact)) AS first FROM event e "
    "LEFT JOIN member m ON m.contact = e.contact JOIN profile p ON p.root = coalesce(m.root, e.contact) "
    "WHERE e.kind = 'order' AND e.status = 'paid' AND p.removed = 0"
)


def figures(report: Report) -> dict[str, tuple[Any, ...]]:
    return {row.key: row.figures for row in report.rows}


def test_revenue_is_what_was_bought_each_month_by_whom(shop: Workspace) -> None:
    report = reports.run(shop, "revenue", YEAR, compare=True)
    sql = (
        "SELECT month, count(*), count(DISTINCT iif(month = first, who, NULL)), "
        "count(DISTINCT iif(month > first, who, NULL)), sum(iif(month = first, amount, 0)), "
        "sum(iif(month > first, amount, 0)), sum(amount) FROM sold WHERE month LIKE ? GROUP BY month"
    )
    assert figures(report) == {row[0]: row[1:] for row in rows(shop, sql, "2025%")}
    assert report.before is not None
    assert figures(report.before) == {row[0]: row[1:] for row in rows(shop, sql, "2024%")}
    repeat = reports.people(shop, report, "2025-03", "repeat")
    assert repeat == [
        who
        for (who,) in rows(shop, "SELECT DISTINCT who FROM sold WHERE month = '2025-03' AND first < month ORDER BY who")
    ]
    assert len(repeat) == report.figure("2025-03", "repeat_customers")


def test_cohorts_are_those_of_the_published_example(ws: Workspace, bring_in: Callable[..., ImportResult]) -> None:
    bring_in("o.csv", HEADER, *(order(n, who, day, sum_) for n, (who, sum_, day) in enumerate(EXAMPLE)), source="S")
    report = reports.run(ws, "cohorts", Period(date(2024, 1, 1), date(2024, 5, 31)))
    assert {key: row[:5] for key, row in figures(report).items()} == {
        "2024-01": (2, 1, 0.5, 0, 0.5), "2024-02": (2, 1, 1, 0.5, 0), "2024-03": (2, 1, 0, 0.5, 0),
        "2024-04": (1, 1, 1, 0, 0), "2024-05": (0, None, None, None, None),
    }  # fmt: skip
    assert len(reports.people(ws, report, "2024-02", "m1")) == 2


def test_cohorts_are_what_sql_counts_and_blank_where_the_month_is_still_to_come(shop: Workspace) -> None:
    report = reports.run(shop, "cohorts", YEAR)
    for first, month, count in rows(shop, "SELECT first, month, count(DISTINCT who) FROM sold GROUP BY 1, 2"):
        steps = (int(month[:4]) - int(first[:4])) * 12 + int(month[5:]) - int(first[5:])
        if first >= "2025" and steps <= 12:
            size = report.figure(first, "size")
            assert isinstance(size, int)
            assert report.figure(first, f"m{steps}") == count / size
            assert len(reports.people(shop, report, first, f"m{steps}")) == count
    assert shop.today().isoformat()[:7] == "2026-03"
    last = max(row.key for row in report.rows if row.figures[0])
    to_come = (2026 - int(last[:4])) * 12 + 3 - int(last[5:]) + 1
    assert report.figure(last, f"m{to_come - 1}") is not None
    assert report.figure(last, f"m{to_come}") is None


def test_stages_over_time_follow_the_first_and_second_order(shop: Workspace) -> None:
    report = reports.run(shop, "stages", YEAR)
    nth = "SELECT who, at, row_number() OVER (PARTITION BY who ORDER BY at) AS n FROM sold"
    for month in YEAR.months:
        bought = rows(shop, f"SELECT sum(n = 1), sum(n = 2) FROM ({nth}) WHERE substr(at, 1, 7) <= ?", month)[0]
        first, second = (count or 0 for count in bought)
        assert (report.figure(month, "customer"), report.figure(month, "repeat")) == (first - second, second)
        assert len(reports.people(shop, report, month, "customer")) == first - second


def test_the_funnel_counts_who_went_on_and_how_long_it_took(shop: Workspace) -> None:
    report = reports.run(shop, "funnel", YEAR)
    nth = "SELECT who, at, row_number() OVER (PARTITION BY who ORDER BY at) AS n FROM sold"
    pairs = rows(
        shop,
        f"SELECT a.who, julianday(substr(b.at, 1, 10)) - julianday(substr(a.at, 1, 10)) FROM ({nth}) a "
        f"LEFT JOIN ({nth}) b ON b.who = a.who AND b.n = 2 WHERE a.n = 1 AND a.at LIKE '2025%' ORDER BY 2",
    )
    days = [gap for _, gap in pairs if gap is not None]
    median = (days[(len(days) - 1) // 2] + days[len(days) // 2]) / 2
    assert figures(report)["customer"] == (len(pairs), len(days), len(days) / len(pairs), median)
    assert len(reports.people(shop, report, "customer", "went_on")) == len(days)
    assert report.figure("lost", "went_on") is None


def test_the_rfm_grid_and_segments_are_quintiles_counted_by_sql(shop: Workspace) -> None:
    report = reports.run(shop, "rfm")
    fifth = "(SELECT count(*) FROM c d WHERE d.{0} < c.{0}) * 5 / (SELECT count(*) FROM c) + 1"
    counted = rows(
        shop,
        ", c AS (SELECT who, max(substr(at, 1, 10)) AS r, count(*) AS f FROM sold GROUP BY who) "
        f"SELECT {fifth.format('r')}, {fifth.format('f')}, count(*) FROM c GROUP BY 1, 2",
    )
    assert {(f"r{r}", f"f{f}", n) for r, f, n in counted} == {
        (row.key, f"f{place}", n) for row in report.rows for place, n in enumerate(row.figures, 1) if n
    }
    r, f, n = counted[-1]
    assert len(reports.people(shop, report, f"r{r}", f"f{f}")) == n
    segments = reports.run(shop, "segments")
    assert sum(row.figures[0] for row in segments.rows) == sum(n for *_, n in counted)  # type: ignore[misc]
    assert sum(row.figures[2] for row in segments.rows) == rows(shop, "SELECT sum(amount) FROM sold")[0][0]  # type: ignore[misc]


def test_sources_know_who_is_in_both(ws: Workspace, bring_in: Callable[..., ImportResult]) -> None:
    bring_in("shop.csv", "id,name,email", "1,Anna Roth,anna@x.de", "2,Ben Kurz,ben@x.de", source="Shop")
    bring_in("news.csv", "id,name,email", "7,Anna Roth,anna@x.de", "8,Cleo Lang,cleo@x.de", source="Newsletter")
    report = reports.run(ws, "sources")
    keys = {row.label: row.key for row in report.rows}
    shop, news = keys["Shop"], keys["Newsletter"]
    assert figures(report) == {news: (2, 1, 2, 1), shop: (2, 1, 1, 2)}
    assert [hit.name for hit in reads.rows(ws, reports.people(ws, report, shop, news))] == ["Anna Roth"]
    assert [hit.name for hit in reads.rows(ws, reports.people(ws, report, shop, "only"))] == ["Ben Kurz"]
    history.undo(ws)
    assert [row.figures[0] for row in reports.run(ws, "sources").rows if row.label == "Shop"] == [2]
    assert reports.run(ws, "sources").figure(shop, "only") == 2


def test_data_health_finds_what_is_wrong_and_puts_it_right_until_undo(
    ws: Workspace, bring_in: Callable[..., ImportResult]
) -> None:
    usual = (f"{n},Anna,{name},," for n, name in enumerate(("Weber", "Weber", "Weber", "Lund"), 20))
    bring_in(
        "p.csv", "id,first name,last name,email,phone", "1,ANNA-LENA MARIA,VAN DER ROTH,anna@x.de,",
        "2,ben,mckay,not an email,", "3,Cleo,Lang,,", "4,Dora,Zett,team@x.de,", "5,Emil,Voss,team@x.de,",
        "6,Finn,Holt,team@x.de,", "7,Weber,Anna,w@x.de,", "8,Gert,Throw,g@mailinator.com,", *usual, source="Shop",
    )  # fmt: skip
    report = reports.run(ws, "health")
    wrong = {"capitals": 1, "small": 1, "bad_email": 1, "unreachable": 5, "shared_email": 3}
    wrong |= {"disposable": 1, "swapped": 1}
    assert {row.key: row.figures[0] for row in report.rows if row.figures[0]} == wrong
    behind = {key: reports.people(ws, report, key, "contacts") for key in wrong}
    assert {key: len(found) for key, found in behind.items()} == wrong
    for key, before, after in (
        ("capitals", "ANNA-LENA MARIA VAN DER ROTH", "Anna-Lena Maria van der Roth"),
        ("small", "ben mckay", "Ben McKay"),
        ("swapped", "Weber Anna", "Anna Weber"), ("disposable", "g@mailinator.com", ""),
        ("bad_email", "not an email", ""),
    ):  # fmt: skip
        assert [(one.before, one.after) for one in health.proposals(ws, key, behind[key])] == [(before, after)]
        health.put_right(ws, key, behind[key])
        assert reports.run(ws, "health").figure(key, "contacts") == 0
        history.undo(ws)
        assert reports.run(ws, "health").figure(key, "contacts") == 1
    assert health.proposals(ws, "capitals", reports.people(ws, report, "shared_email", "contacts")) == []


def test_names_that_stand_in_either_place_are_not_called_swapped() -> None:
    book = [(n, "Martin", "Walter") for n in range(9)] + [(n, "Walter", "Martin") for n in range(9, 13)]
    assert swapped(book) == []
    assert swapped([*((n, "Martin", "Walter") for n in range(9)), (9, "Walter", "Martin")]) == [9]


def test_amounts_without_a_rate_are_left_out_and_said_to_be(
    ws: Workspace, bring_in: Callable[..., ImportResult]
) -> None:
    settings.put(ws, "currency", "EUR")
    lines = [order(1, 1, "2025-03-01", "10.00"), order(2, 2, "2025-03-02", "10.00", currency="USD")]
    bring_in("o.csv", HEADER, *lines, source="Shop")
    report = reports.run(ws, "revenue", YEAR)
    assert report.figure("2025-03", "total") == 1000
    assert "USD are left out" in report.note
    settings.put(ws, "rates", {"USD": 0.5})
    report = reports.run(ws, "revenue", YEAR)
    assert (report.figure("2025-03", "total"), "USD" in report.note) == (1500, False)


def test_a_reader_beside_an_open_window_sees_the_figures_of_now(shop: Workspace, tmp_path: Path) -> None:
    here = reports.run(shop, "segments")
    person = contacts.add(shop, "person", {"given": "New"}).value
    contacts.edit(shop, person, [Patch("stage", "set", "lead")])
    reader = Workspace.open(tmp_path / "w.deskcrm", write=False, clock=shop.clock)
    try:
        assert not measures.are_settled(reader)
        assert figures(reports.run(reader, "segments")) == figures(here)
        this_month = Period(date(2026, 3, 1), date(2026, 3, 31))
        assert reports.run(reader, "stages", this_month).figure("2026-03", "lead") == 1
    finally:
        reader.close()


def test_the_owners_stages_are_those_of_reports_until_undo(shop: Workspace) -> None:
    usual = stages.order(shop)
    mine = [Stage("customer", "Guest"), Stage("", "Regular", "#aa5500"), Stage("repeat", "Friend of the house")]
    stages.save(shop, mine)
    report = reports.run(shop, "stages", YEAR)
    assert [column.label for column in report.columns[1:]] == ["Guest", "Regular", "Friend of the house"]
    assert stages.order(shop)[1] == Stage("Regular", "Regular", "#AA5500")
    history.undo(shop)
    assert stages.order(shop) == usual
    for wrong in (
        [],
        [*mine, Stage("x", " ")],
        mine[::-1],
        [*mine, Stage("", "guest")],
        [*mine, Stage("", "A", "red")],
    ):
        with pytest.raises(InvalidValue):
            stages.save(shop, wrong)


def test_no_report_of_that_name(ws: Workspace) -> None:
    with pytest.raises(NotFound, match="revenue"):
        reports.run(ws, "sales")


@pytest.mark.parametrize("name", list(reports.names()))
def test_an_empty_workspace_has_every_report(ws: Workspace, name: str) -> None:
    report = reports.run(ws, name, compare=True)
    assert all(figure in (0, None) for row in report.rows for figure in row.figures)
    assert (report.before is not None) == reports.has_period(name)


def test_the_period_before_a_period() -> None:
    assert YEAR.before() == Period(date(2024, 1, 1), date(2024, 12, 31))
    assert Period(date(2026, 1, 1), date(2026, 2, 28)).before() == Period(date(2025, 11, 1), date(2025, 12, 31))
    assert Period(date(2026, 3, 5), date(2026, 3, 11)).before() == Period(date(2026, 2, 26), date(2026, 3, 4))
