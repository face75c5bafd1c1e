"""Where the bars and cells of reports stand, and what they say: figures only, nothing is painted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from deskcrm.domain.reporting import TITLES, Column, FigureKind, Period, Report, Row
from deskcrm.ui.models import report_chart
from deskcrm.ui.models.report_chart import arrange, headline, scale_top

PERIOD = Period(date(2026, 1, 1), date(2026, 3, 31))
MONTH, COUNT, MONEY, SHARE, DAYS, TEXT = (
    FigureKind.MONTH, FigureKind.COUNT, FigureKind.MONEY, FigureKind.SHARE, FigureKind.DAYS, FigureKind.TEXT,
)  # fmt: skip


def report(name: str, columns: tuple[Column, ...], *rows: Row) -> Report:
    return Report(name, TITLES[name], PERIOD, columns, rows, "EUR")


def revenue(*months: tuple[str, int, int]) -> Report:
    columns = (
        Column("month", "Month", MONTH),
        Column("new", "From new customers", MONEY, people=True),
        Column("repeat", "From who came back", MONEY, people=True),
        Column("total", "In all", MONEY, people=True),
    )
    return report("revenue", columns, *(Row(m, m, (new, again, new + again)) for m, new, again in months))


FUNNEL = report(
    "funnel",
    (
        Column("stage", "Stage", TEXT), Column("reached", "Came into it", COUNT, people=True),
        Column("share", "Share", SHARE), Column("days", "Days until then (median)", DAYS),
    ),
    Row("lead", "Lead", (40, 0.25, 34)),
    Row("customer", "Customer", (10, None, None)),
    Row("lost", "Lost", (0, None, None)),
)  # fmt: skip

COHORTS = report(
    "cohorts",
    (
        Column("month", "First order in", MONTH), Column("size", "Customers", COUNT, people=True),
        Column("m0", "Month 0", SHARE, people=True), Column("m1", "Month 1", SHARE, people=True),
    ),
    Row("2026-01", "2026-01", (8, 1.0, 0.25)),
    Row("2026-02", "2026-02", (5, 1.0, None)),
)  # fmt: skip


def test_standing_bars_are_as_high_as_their_figures_one_on_the_other() -> None:
    chart = arrange(revenue(("2026-01", 100_00, 50_00), ("2026-02", 0, 200_00)), 400)
    (new, again, later) = chart.cells
    assert (new.row, new.column, again.column, later.row) == ("2026-01", "new", "repeat", "2026-02")
    assert new.height == pytest.approx(2 * again.height)
    assert later.height == pytest.approx(4 * again.height)
    assert again.y + again.height == pytest.approx(new.y)
    assert again.said == "January 2026, From who came back: €50.00"


def test_the_period_before_is_a_line_over_each_month_and_told_beside_the_title() -> None:
    made = replace(revenue(("2026-01", 100_00, 50_00)), before=revenue(("2025-12", 50_00, 50_00)))
    chart = arrange(made, 400)
    (line,) = [rule for rule in chart.rules if rule.before]
    (new, _again) = chart.cells
    assert line.y == pytest.approx(new.y)  # 100 before, as much as is new now
    assert headline(made) == "€150.00 · up 50 %"
    assert headline(replace(made, before=revenue(("2025-12", 0, 0)))) == "€150.00 · nothing the period before"


def test_lying_bars_are_as_long_as_their_figures_and_none_has_none() -> None:
    lead, customer = arrange(FUNNEL, 600).cells
    assert lead.width == pytest.approx(4 * customer.width)
    assert [note.text for note in arrange(FUNNEL, 600).notes if note.align == "right"] == [
        "Share", "Days until then", "25 %", "34 days", "–", "–", "–", "–",
    ]  # fmt: skip


def test_a_grid_has_a_cell_for_each_figure_and_none_where_nothing_is_known() -> None:
    cells = arrange(COHORTS, 500).cells
    assert [(cell.row, cell.column, cell.text) for cell in cells] == [
        ("2026-01", "m0", "100"),
        ("2026-01", "m1", "25"),
        ("2026-02", "m0", "100"),
    ]
    assert all(cell.alpha <= 1 for cell in cells)
    assert [cell.ink for cell in cells] == ["on_accent"] * 3


@pytest.mark.parametrize("width", [120, 340, 900])
@pytest.mark.parametrize("made", [FUNNEL, COHORTS, revenue(("2026-01", 1, 2)), revenue()])
def test_everything_stands_within_the_width(made: Report, width: int) -> None:
    chart = arrange(made, width)
    assert all(cell.x >= 0 and cell.width > 0 and cell.height > 0 for cell in chart.cells)
    assert all(cell.y + cell.height <= chart.height + 1 for cell in chart.cells)
    if width >= 340:
        assert all(cell.x + cell.width <= width for cell in chart.cells)


def test_the_scale_ends_at_a_round_figure() -> None:
    assert [scale_top(most) for most in (0, 3, 5, 11, 39, 41, 100)] == [4, 4, 6, 20, 40, 60, 100]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("All", ["All"]),
        ("Only there", ["Only", "there"]),
        ("Mailchimp", ["Mailchimp"]),
        ("My shop in town", ["My shop", "in town"]),
    ],
)
def test_a_heading_that_is_wider_than_its_column_stands_in_two_lines(text: str, lines: list[str]) -> None:
    assert report_chart._in_lines(text, 48) == lines
    assert report_chart._in_lines(text, 200) == [text]
