"""Reports over all customers: figures for a period, beside those of the period before, and who stands behind each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from typing import Final

from deskcrm.domain.errors import NotFound
from deskcrm.domain.reporting import TITLES, Period, Report
from deskcrm.languages import tr
from deskcrm.services import measures, stages
from deskcrm.services.report_makers import MAKERS, View, left_out_words
from deskcrm.services.workspace import Workspace
from deskcrm.store.measures import Connection

_OF_ALL: Final = frozenset({"rfm", "segments"})
"""Reports that go by the snapshot of how customers stand among all."""
_OF_NOW: Final = _OF_ALL | {"sources", "health"}
"""Reports that no period makes another: there is nothing to compare them with."""
_WITHOUT_FIGURES: Final = frozenset({"sources", "health"})


def names() -> dict[str, str]:
    """Every report, name to title, in the order in which they are offered."""
    return dict(TITLES)


def has_period(name: str) -> bool:
    """Whether a report is about a period, rather than about now."""
    return name not in _OF_NOW


def usual_period(ws: Workspace) -> Period:
    """The twelve months up to today, whole ones but for the last."""
    today = ws.today()
    year, month = (today.year - 1, today.month + 1) if today.month < 12 else (today.year, 1)
    return Period(date(year, month, 1), today)


def run(
    ws: Workspace,
    name: str,
    period: Period | None = None,
    *,
    compare: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Report:
    """A report for a period (the last twelve months). `compare`: with the same for the period before, if it has one.

    The first one ever computes the figures of all, which `progress` hears of; later ones only of who was touched.
    Raises NotFound where there is no such report, Cancelled.
    """
    if name not in MAKERS:
        raise NotFound(tr("There is no report “{name}”. There are: {reports}.", name=name, reports=", ".join(TITLES)))
    wanted = period or usual_period(ws)
    with _settled(ws, name, progress, cancelled) as view:
        made = _made(view, name, wanted)
        return replace(made, before=_made(view, name, wanted.before())) if compare and has_period(name) else made


def people(ws: Workspace, report: Report, row: str, column: str) -> list[int]:
    """The profiles behind a figure of a report, by the keys of its row and column; [] where none stands for people."""
    if not any(one.key == column and one.people for one in report.columns):
        return []
    with _settled(ws, report.name) as view:
        return MAKERS[report.name].people(view, report.period, row, column)


def _made(view: View, name: str, period: Period) -> Report:
    view.left_out.clear()
    columns, rows, note = MAKERS[name].make(view, period)
    note = f"{note} {left_out_words(view.left_out)}".strip()
    return Report(name, TITLES[name], period, columns, tuple(rows), view.rates.base, note)


@contextmanager
def _settled(
    ws: Workspace,
    name: str,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[View]:
    """One view of the workspace with its figures up to date; of a copy in memory where it can only be read."""
    rates, order, today = measures.rates(ws), stages.order(ws), ws.today()

    def view(connection: Connection) -> View:
        return View(connection, rates, order, today)

    if name not in _WITHOUT_FIGURES:
        if ws.database.may_write:
            measures.settle(ws, progress, cancelled=cancelled)
            if name in _OF_ALL:
                measures.renew_outlook(ws, only_if_old=True)
        elif not measures.are_settled(ws) or (name in _OF_ALL and measures.outlook_is_old(ws)):
            with closing(measures.settled_copy(ws)) as copy:
                yield view(copy)
            return
    with ws.database.read() as connection:
        yield view(connection)
