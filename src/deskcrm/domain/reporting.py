"""What reports are made of: a period, columns, rows whose cells stand for people, and figures in one currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from deskcrm.languages import tr

Figure = int | float | str | None
"""What a cell shows: money in minor units, shares from 0 to 1; None where there is nothing to say."""


class FigureKind(StrEnum):
    """How the figures of a column are written."""

    TEXT = "text"
    MONTH = "month"  # 2026-03
    COUNT = "count"
    MONEY = "money"  # in minor units of the report's currency
    SHARE = "share"  # 0.25 is 25 %
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a report. `people`: its cells stand for people, whom `services.reports.people` tells."""

    key: str
    label: str
    kind: FigureKind
    people: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its key, the words it is called by, and a figure for each column after the first."""

    key: str
    label: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from the first to the last, both within."""

    first: date
    last: date

    @property
    def months(self) -> tuple[str, ...]:
        """The months that it touches, as 2026-03."""
        found, year, month = [], self.first.year, self.first.month
        while (year, month) <= (self.last.year, self.last.month):
            found.append(f"{year:04d}-{month:02d}")
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return tuple(found)

    def before(self) -> Period:
        """The period right before it: whole months before whole months, else as many days."""
        last = self.first - timedelta(1)
        if self.first.day == 1 and (self.last + timedelta(1)).day == 1:
            back = self.first.year * 12 + self.first.month - 1 - len(self.months)
            return Period(date(back // 12, back % 12 + 1, 1), last)
        return Period(self.first - (self.last - self.first) - timedelta(1), last)


@dataclass(frozen=True, slots=True)
class Report:
    """A report as screens and terminal show it. `columns[0]` heads the rows' labels.

    `note`: what a reader has to know (what was left out, as of which day), "" for nothing. `before`: the same for the
    period before, where it was asked for.
    """

    name: str
    title: str
    period: Period
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    currency: str = ""
    note: str = ""
    before: Report | None = None

    def figure(self, row: str, column: str) -> Figure:
        """The figure in a row and column, by their keys; None where there is none."""
        place = [one.key for one in self.columns].index(column) - 1
        return next((one.figures[place] for one in self.rows if one.key == row), None)


TITLES: Final[Mapping[str, str]] = {
    "stages": tr("Customers over time"),
    "funnel": tr("From stage to stage"),
    "revenue": tr("Revenue by month"),
    "cohorts": tr("Who comes back"),
    "rfm": tr("Recency and frequency"),
    "segments": tr("Customer segments"),
    "sources": tr("Where customers come from"),
    "health": tr("Data health"),
}
"""Every report, name to title, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Rates:
    """What one unit of other currencies is worth in the base currency, as the owner says: {"USD": 0.92}."""

    base: str
    rates: Mapping[str, float] = field(default_factory=dict)

    def worth(self, currency: str) -> float | None:
        """What a unit is worth in the base currency; None where the owner gave no rate."""
        return 1.0 if currency in (self.base, "") else self.rates.get(currency)
