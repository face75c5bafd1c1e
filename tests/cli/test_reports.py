"""Reports and measures from the terminal."""

from __future__ import annotations

import pytest

HEADER = "Order ID,Customer email,Customer name,Date,Status,Total,Currency"


@pytest.fixture
def shop(ask, tmp_path):
    file = tmp_path / "orders.csv"
    lines = ["A1,anna@x.de,Anna Roth,2025-01-05,paid,20.00,EUR", "A2,anna@x.de,Anna Roth,2025-02-04,paid,40.50,EUR"]
    file.write_text("\n".join([HEADER, *lines, "A3,ben@x.de,Ben Kurz,2025-02-10,paid,10.00,EUR"]), encoding="utf-8")
    ask("import", file, "--source", "Shop")
    return ask


def test_a_report_has_its_period_columns_and_rows(shop):
    report = shop("report", "revenue", "--from", "2025-01", "--to", "2025-02", "--compare")
    assert report.keys() >= {"name", "from", "to", "columns", "rows"}
    assert (report["name"], report["from"], report["to"]) == ("revenue", "2025-01-01", "2025-02-28")
    assert [(row["month"], row["new"], row["repeat"], row["total"]) for row in report["rows"]] == [
        ("2025-01", 2000, 0, 2000), ("2025-02", 1000, 4050, 5050),
    ]  # fmt: skip
    assert (report["before"]["from"], report["before"]["to"]) == ("2024-11-01", "2024-12-31")
    found = shop("report", "revenue", "--from", "2025-02-01", "--to", "2025-02-28", "--people", "2025-02", "repeat")
    assert [one["name"] for one in found] == ["Anna Roth"]


def test_reports_are_listed_and_each_can_be_made(shop, call):
    names = [one["name"] for one in shop("report", "--list")]
    assert {"stages", "funnel", "revenue", "cohorts", "rfm", "sources", "health"} <= set(names)
    for name in names:
        assert shop("report", name)["rows"]
        assert call("report", name).status == 0
    said = call("report", "revenue", "--from", "2025-01", "--to", "2025-02").out
    assert "50.50 EUR" in said
    assert said.startswith("Revenue by month, 2025-01-01 to 2025-02-28\n")
    assert call("report", "segments").out.startswith("Customer segments\n")


def test_what_makes_no_sense_is_wrong_usage(shop, call):
    for words in (["report"], ["report", "revenue", "--from", "soon"], ["report", "revenue", "--to", "2025-13"]):
        assert call(*words).status == 2
    assert call("report", "revenue", "--from", "2025-03", "--to", "2025-02").status == 2
    assert call("report", "revenue", "--people", "x", "y").status == 2
    assert call("report", "luck").status == 1


def test_show_has_the_measures_of_a_customer(shop, call):
    (anna,) = shop("find", "anna")
    measured = shop("show", anna["id"])["measures"]
    assert (measured["orders"], measured["days_between_orders"], measured["next_order"]) == (2, 30, "2025-03-06")
    assert measured["segment"] is None
    assert "Bought twice, nothing for" in call("show", anna["id"]).out


def test_a_call_is_logged_with_how_long_it_took_and_what_came_of_it(shop, call):
    (anna,) = shop("find", "anna")
    shop("log", anna["id"], "call", "Hello", "--duration", "12", "--outcome", "Comes on Monday")
    assert call("log", anna["id"], "call", "Hello", "--duration", "-5").status != 0
    (entry,) = [one for one in shop("timeline", anna["id"]) if one["kind"] == "call"]
    assert entry.keys() >= {"id", "kind", "at", "title", "text", "amount", "currency", "source"}
