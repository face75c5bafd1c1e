"""How each report is made out of one view of the workspace, and who stands behind each of its figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, NamedTuple

from deskcrm.domain.measures import SEGMENTS
from deskcrm.domain.reporting import Column, Figure, FigureKind, Period, Rates, Row
from deskcrm.languages import regional, tr
from deskcrm.services import disposable
from deskcrm.services.stages import Stage
from deskcrm.store import measures as store_measures
from deskcrm.store import reports as store

_TEXT, _MONTH, _COUNT, _MONEY, _SHARE, _DAYS = (
    FigureKind.TEXT, FigureKind.MONTH, FigureKind.COUNT, FigureKind.MONEY, FigureKind.SHARE, FigureKind.DAYS,
)  # fmt: skip


@dataclass(slots=True)
class View:
    """What reports are made from. `left_out`: the currencies that no rate is known for, as they are met."""

    connection: store_measures.Connection
    rates: Rates
    stages: tuple[Stage, ...]
    today: date
    left_out: set[str] = field(default_factory=set)

    def worth(self, currency: str, amount: int) -> float:
        """An amount in the base currency, 0 where no rate is known."""
        rate = self.rates.worth(currency)
        if rate is None:
            self.left_out.add(currency)
        return amount * (rate or 0.0)


class Made(NamedTuple):
    """The table of a report; `note` is a sentence that belongs below it."""

    columns: tuple[Column, ...]
    rows: list[Row]
    note: str = ""


class Maker(NamedTuple):
    """A report: how it is made for a period, and who stands behind the figure in a row and column (by their keys)."""

    make: Callable[[View, Period], Made]
    people: Callable[[View, Period, str, str], list[int]]


# Stages ---------------------------------------------------------------------------------------------------------------


def _ends(period: Period) -> dict[str, str]:
    """The last day of each month of a period, or of the period where that is sooner."""
    return {month: min(f"{month}-31", period.last.isoformat()) for month in period.months}


def _stages(view: View, period: Period) -> Made:
    ends = _ends(period)
    counts = store.in_stages(view.connection, list(ends.values()))
    columns = [Column(stage.key, stage.label, _COUNT, people=True) for stage in view.stages]
    rows = [
        Row(month, month, tuple(found.get(stage.key, 0) for stage in view.stages))
        for month, found in zip(ends, counts, strict=True)
    ]
    return Made((Column("month", tr("At the end of"), _MONTH), *columns), rows)


def _stages_people(view: View, period: Period, row: str, column: str) -> list[int]:
    return store.people_in_stage(view.connection, column, _ends(period)[row])


def _later(view: View, stage: str) -> list[str]:
    """The stages further on; to be lost is no step forward."""
    keys = [one.key for one in view.stages if one.key != "lost"]
    return keys[keys.index(stage) + 1 :] if stage in keys else []


def _funnel(view: View, period: Period) -> Made:
    rows = []
    for stage in view.stages:
        later = _later(view, stage.key)
        found = store.passage(view.connection, stage.key, later, period)
        share = found.went_on / found.reached if found.reached and later else None
        went = found.went_on if later else None
        rows.append(Row(stage.key, stage.label, (found.reached, went, share, found.days)))
    columns = (
        Column("stage", tr("Stage"), _TEXT),
        Column("reached", tr("Came into it"), _COUNT, people=True),
        Column("went_on", tr("Went on"), _COUNT, people=True),
        Column("share", tr("Share"), _SHARE),
        Column("days", tr("Days until then (median)"), _DAYS),
    )
    return Made(columns, rows)


def _funnel_people(view: View, period: Period, row: str, column: str) -> list[int]:
    if column == "reached":
        return store.people_reaching(view.connection, row, period)
    return store.people_going_on(view.connection, row, _later(view, row), period) if column == "went_on" else []


# Turnover -------------------------------------------------------------------------------------------------------------


def _revenue(view: View, period: Period) -> Made:
    figures: dict[str, dict[str, float]] = {month: defaultdict(float) for month in period.months}
    for one in store.sums(view.connection, period.months):
        which = "new" if one.cohort == one.month else "repeat"
        figure = figures[one.month]
        figure["orders"] += one.orders
        figure[f"{which}_customers"] += one.customers
        figure[which] += view.worth(one.currency, one.amount)
    rows = []
    for month, found in figures.items():
        new, repeat = round(found["new"]), round(found["repeat"])
        customers = (int(found["new_customers"]), int(found["repeat_customers"]))
        rows.append(Row(month, month, (int(found["orders"]), *customers, new, repeat, new + repeat)))
    columns = (
        Column("month", tr("Month"), _MONTH),
        Column("orders", tr("Orders"), _COUNT),
        Column("new_customers", tr("New customers"), _COUNT, people=True),
        Column("repeat_customers", tr("Customers who came back"), _COUNT, people=True),
        Column("new", tr("From new customers"), _MONEY, people=True),
        Column("repeat", tr("From who came back"), _MONEY, people=True),
        Column("total", tr("In all"), _MONEY, people=True),
    )
    return Made(columns, rows, tr("Months are whole. A customer is new in the month of the first order."))


_NEW: Final[Mapping[str, bool | None]] = {
    "new_customers": True, "new": True, "repeat_customers": False, "repeat": False, "orders": None, "total": None,
}  # fmt: skip


def _revenue_people(view: View, _period: Period, row: str, column: str) -> list[int]:
    return store.people_buying(view.connection, row, new=_NEW[column])


_COHORT_MONTHS: Final = 12


def _month_after(month: str, steps: int) -> str:
    count = int(month[:4]) * 12 + int(month[5:]) - 1 + steps
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def _cohorts(view: View, period: Period) -> Made:
    found = store.cohorts(view.connection, period.months)
    now = view.today.isoformat()[:7]
    rows = []
    for month in period.months:
        bought = found.get(month, {})
        size = bought.get(month, 0)
        after = [_month_after(month, step) for step in range(_COHORT_MONTHS + 1)]
        shares = tuple(bought.get(one, 0) / size if size and one <= now else None for one in after)
        rows.append(Row(month, month, (size, *shares)))
    columns = (
        Column("month", tr("First order in"), _MONTH),
        Column("size", tr("Customers"), _COUNT, people=True),
        *(Column(f"m{n}", tr("Month {number}", number=n), _SHARE, people=True) for n in range(_COHORT_MONTHS + 1)),
    )
    return Made(columns, rows, tr("The share of those customers who bought in each month after; the first is month 0."))


def _cohorts_people(view: View, _period: Period, row: str, column: str) -> list[int]:
    steps = 0 if column == "size" else int(column[1:])
    return store.people_of_cohort(view.connection, row, _month_after(row, steps))


# How customers stand among all ----------------------------------------------------------------------------------------


def _as_of(view: View) -> str:
    day = store_measures.outlook_day(view.connection)
    return tr("As of {day}, over all orders so far.", day=regional.day(day, year=True)) if day else ""


def _rfm(view: View, _period: Period) -> Made:
    found = store.grid(view.connection)
    rows = [
        Row(
            f"r{recency}",
            tr("Recency {score}", score=recency),
            tuple(found.get((recency, f), 0) for f in range(1, 6)),
        )
        for recency in range(5, 0, -1)
    ]
    columns = (
        Column("recency", tr("5 bought last"), _TEXT),
        *(Column(f"f{n}", tr("Frequency {score}", score=n), _COUNT, people=True) for n in range(1, 6)),
    )
    return Made(columns, rows, _as_of(view))


def _rfm_people(view: View, _period: Period, row: str, column: str) -> list[int]:
    return store.people_at(view.connection, int(row[1:]), int(column[1:]))


def _segments(view: View, _period: Period) -> Made:
    found = store.segments(view.connection)
    for currency in store.currencies(view.connection):
        view.worth(currency, 0)
    whole = sum(one.customers for one in found.values())
    rows = []
    for key, label in SEGMENTS.items():
        count, worth, expected = found.get(key, store.SegmentSum(0, 0, None))
        share: Figure = count / whole if whole else None
        rows.append(Row(key, label, (count, share, worth, None if expected is None else round(expected))))
    columns = (
        Column("segment", tr("Segment"), _TEXT),
        Column("customers", tr("Customers"), _COUNT, people=True),
        Column("share", tr("Share"), _SHARE),
        Column("value", tr("Bought so far"), _MONEY, people=True),
        Column("expected", tr("Orders expected in 90 days"), _COUNT),
    )
    return Made(columns, rows, _as_of(view))


def _segments_people(view: View, _period: Period, row: str, _column: str) -> list[int]:
    return store.people_of_segment(view.connection, row)


# Where they come from, and what is wrong ------------------------------------------------------------------------------


def _sources(view: View, _period: Period) -> Made:
    sources = store.source_names(view.connection)
    found = store.overlaps(view.connection, list(sources))

    def known_by(*wanted: int) -> int:
        return sum(count for known, count in found.items() if known.issuperset(wanted))

    rows = [
        Row(
            str(source), name,
            (known_by(source), found.get(frozenset({source}), 0), *(known_by(source, other) for other in sources)),
        )
        for source, name in sources.items()
    ]  # fmt: skip
    columns = (
        Column("source", tr("Source"), _TEXT),
        Column("all", tr("People and companies"), _COUNT, people=True),
        Column("only", tr("Only there"), _COUNT, people=True),
        *(
            Column(str(source), tr("Also in {source}", source=name), _COUNT, people=True)
            for source, name in sources.items()
        ),
    )
    return Made(columns, rows, tr("As of {day}.", day=regional.day(view.today, year=True)))


def _sources_people(view: View, _period: Period, row: str, column: str) -> list[int]:
    wanted = {int(row)} | ({int(column)} if column.isdigit() else set())
    return store.people_known_by(view.connection, wanted, only=column == "only")


_STALE: Final = timedelta(730)
TROUBLES: Final[Mapping[str, str]] = {
    "unreachable": tr("Neither email nor phone"),
    "no_name": tr("No name"),
    "bad_email": tr("Email that can't be right"),
    "disposable": tr("Throw-away email"),
    "bad_phone": tr("Phone that can't be dialled"),
    "shared_email": tr("Email on three or more"),
    "shared_phone": tr("Phone on three or more"),
    "capitals": tr("Name in capitals"),
    "small": tr("Name in small letters"),
    "swapped": tr("First and last name swapped"),
    "stale": tr("Nothing for two years"),
}


def _health(view: View, _period: Period) -> Made:
    found = store.health(view.connection, _stale(view), disposable.domains())
    rows = [Row(key, label, (found[key],)) for key, label in TROUBLES.items()]
    columns = (
        Column("trouble", tr("What may be wrong"), _TEXT),
        Column("contacts", tr("Contacts"), _COUNT, people=True),
    )
    return Made(columns, rows, tr("As of {day}.", day=regional.day(view.today, year=True)))


def _health_people(view: View, _period: Period, row: str, _column: str) -> list[int]:
    return store.people_with(view.connection, row, _stale(view), disposable.domains())


def _stale(view: View) -> str:
    return (view.today - _STALE).isoformat()


MAKERS: Final[Mapping[str, Maker]] = {
    "stages": Maker(_stages, _stages_people),
    "funnel": Maker(_funnel, _funnel_people),
    "revenue": Maker(_revenue, _revenue_people),
    "cohorts": Maker(_cohorts, _cohorts_people),
    "rfm": Maker(_rfm, _rfm_people),
    "segments": Maker(_segments, _segments_people),
    "sources": Maker(_sources, _sources_people),
    "health": Maker(_health, _health_people),
}
"""Each report of `reporting.TITLES`."""


def left_out_words(currencies: Iterable[str]) -> str:
    """That amounts in these currencies are missing, "" for none."""
    named = ", ".join(sorted(currencies))
    return (
        tr(
            "Amounts in {currencies} are left out: Settings, Exchange rates can say what they are worth.",
            currencies=named,
        )
        if named
        else ""
    )
