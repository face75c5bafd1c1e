"""The command about all customers at once: report."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from deskcrm.cli import documents
from deskcrm.cli.terminal import Terminal, WrongUse
from deskcrm.languages import number, tr

if TYPE_CHECKING:
    from deskcrm.domain.reporting import Figure, FigureKind, Period, Report
    from deskcrm.services.workspace import Workspace


def report_arguments(parser: argparse.ArgumentParser) -> None:
    """Which report, of which days, and whether to name the people behind one of its figures."""
    parser.add_argument("name", metavar="NAME", nargs="?", help=tr("a report, as --list names them"))
    parser.add_argument("--list", action="store_true", help=tr("list the reports"))
    parser.add_argument("--from", dest="first", metavar="D", help=tr("the first day, 2026-01-01, or month, 2026-01"))
    parser.add_argument("--to", dest="last", metavar="D", help=tr("the last day or month (today)"))
    parser.add_argument("--compare", action="store_true", help=tr("also for the period before"))
    parser.add_argument(
        "--people", nargs=2, metavar=("ROW", "COLUMN"), help=tr("who stands behind a figure, by its keys")
    )


def report_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Prints a report, who stands behind a figure of it, or which reports there are."""
    from deskcrm.services import reports

    if arguments.list:
        _list(terminal)
        return
    if arguments.name is None:
        raise WrongUse(tr("Say which report: deskcrm report NAME. `deskcrm report --list` lists them."))
    with terminal.reading() as ws:
        report = reports.run(ws, arguments.name, _period(ws, arguments), compare=arguments.compare)
        if arguments.people is not None:
            _print_people(terminal, ws, report, *arguments.people)
        else:
            terminal.answer(_document(report), lambda: _lines(terminal, report))


def _list(terminal: Terminal) -> None:
    from deskcrm.services import reports

    names = reports.names()
    terminal.answer(
        [{"name": name, "title": title} for name, title in names.items()],
        lambda: terminal.table((tr("NAME"), tr("REPORT")), list(names.items())),
    )


def _print_people(terminal: Terminal, ws: Workspace, report: Report, row: str, column: str) -> None:
    from deskcrm.services import reads, reports

    if row not in {one.key for one in report.rows} or column not in {one.key for one in report.columns}:
        raise WrongUse(
            tr(
                "The report has no figure in row “{row}” and column “{column}”. --json tells their keys.",
                row=row,
                column=column,
            )
        )
    found = reads.rows(ws, reports.people(ws, report, row, column))
    heads = (tr("ID"), tr("NAME"), tr("EMAIL"))
    terminal.answer(
        [documents.list_row(one) for one in found],
        lambda: terminal.table(heads, [(one.id, one.name, one.email) for one in found], right=(0,)),
    )


# Days -----------------------------------------------------------------------------------------------------------------


def _period(ws: Workspace, arguments: argparse.Namespace) -> Period:
    from deskcrm.domain.reporting import Period
    from deskcrm.services import reports

    usual = reports.usual_period(ws)
    last = _day(arguments.last, last=True) if arguments.last else usual.last
    first = _day(arguments.first, last=False) if arguments.first else usual.first
    if not arguments.first and arguments.last:
        first = last.replace(day=1) - timedelta(334)
        first = first.replace(day=1)
    if first > last:
        raise WrongUse(tr("The period ends ({last}) before it begins ({first}).", last=last, first=first))
    return Period(first, last)


def _day(text: str, *, last: bool) -> date:
    """A day, or the first or last one of a month."""
    try:
        if len(text) == 7:
            first = date.fromisoformat(f"{text}-01")
            return (first.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1) if last else first
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(tr("“{text}” is no day. Write it like 2026-01-31 or 2026-01.", text=text)) from None


# Answers --------------------------------------------------------------------------------------------------------------


def _document(report: Report) -> dict[str, Any]:
    keys = [column.key for column in report.columns]
    return {
        "name": report.name, "title": report.title, "from": report.period.first.isoformat(),
        "to": report.period.last.isoformat(), "currency": report.currency, "note": report.note,
        "columns": [{"key": one.key, "label": one.label, "kind": one.kind.value} for one in report.columns],
        "rows": [{"key": row.key, **dict(zip(keys, (row.label, *row.figures), strict=True))} for row in report.rows],
        "before": _document(report.before) if report.before else None,
    }  # fmt: skip


def _lines(terminal: Terminal, report: Report) -> Iterator[str]:
    from deskcrm.services.reports import has_period

    head, period = report.title, report.period
    if has_period(report.name):
        head = tr("{title}, {first} to {last}", title=report.title, first=period.first, last=period.last)
    yield terminal.styled(head, "strong")
    rows = [
        (row.label, *(_words(figure, column.kind, report.currency) for figure, column in _cells(report, row.figures)))
        for row in report.rows
    ]
    heads = [column.label.upper() for column in report.columns]
    yield from terminal.table(heads, rows, right=range(1, len(heads)))
    if report.note:
        yield terminal.styled(report.note, "quiet")
    if report.before is not None:
        yield ""
        yield from _lines(terminal, report.before)


def _cells(report: Report, figures: tuple[Figure, ...]) -> Iterator[tuple[Figure, Any]]:
    return zip(figures, report.columns[1:], strict=True)


def _words(figure: Figure, kind: FigureKind, currency: str) -> str:
    from deskcrm.domain.reporting import FigureKind

    if figure is None:
        return ""
    if kind is FigureKind.MONEY:
        return documents.money(int(figure), currency)
    if kind is FigureKind.SHARE:
        return f"{float(figure):.0%}"
    return number(round(figure)) if isinstance(figure, (int, float)) else str(figure)
