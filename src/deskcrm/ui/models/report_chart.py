"""Where the bars and cells of a report stand, and what each says. Pure figures, no painting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final, NamedTuple

from deskcrm.domain.reporting import Column, Figure, FigureKind, Report, Row
from deskcrm.languages import number as grouped
from deskcrm.languages import regional, tr, trn
from deskcrm.ui import words

PLOT: Final = 168.0
"""How high the box of standing bars is."""

LEGEND: Final = 24.0
AXIS: Final = 20.0
BAR: Final = 27.0
LABELS: Final = 132.0
SCALE: Final = 52.0
CELL: Final = 30.0
GAP: Final = 4.0
_ASIDE: Final = 100.0
_LEAST_ALPHA: Final = 0.10
_DEEP: Final = 0.62  # from so much of the colour on, text on it is light
_TICKS: Final = 4
_THIN: Final = 30.0  # a month's name needs so much room
_HEAD_LINE: Final = 16.0
_LETTER: Final = 6.4


class Cell(NamedTuple):
    """A bar or cell that stands for people, or just shows a figure. `alpha`: how much of the colour `tone` it has."""

    x: float
    y: float
    width: float
    height: float
    row: str
    column: str
    tone: str
    alpha: float
    text: str
    ink: str
    people: bool
    said: str
    radius: float = 4.0


class Note(NamedTuple):
    """A text in a box; `align`: "left", "right", "center". `swatch`: a colour square before it."""

    x: float
    y: float
    width: float
    text: str
    align: str = "left"
    tone: str = "muted"
    strong: bool = False
    swatch: str = ""
    alpha: float = 1.0


class Rule(NamedTuple):
    """A line: of the scale, or `before`: what it was in the period before."""

    x: float
    y: float
    width: float
    before: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is to be painted."""

    cells: tuple[Cell, ...]
    notes: tuple[Note, ...]
    rules: tuple[Rule, ...]
    height: float


class Series(NamedTuple):
    """A column of a report as part of standing bars."""

    key: str
    tone: str
    alpha: float = 1.0


def arrange(report: Report, width: float) -> Chart:
    """Return the chart of a report, made to fit a width."""
    return _MAKERS[report.name](report, width)


def said_figure(figure: Figure, kind: FigureKind, currency: str) -> str:
    """Return a figure in words: "€84,210.00", "64 %", "34 days"; "–" for none."""
    if figure is None:
        return "–"
    if isinstance(figure, str):
        return figure
    if kind is FigureKind.MONEY:
        return words.money(round(figure), currency)
    if kind is FigureKind.SHARE:
        return regional.percent(figure)
    return trn("{count} day", "{count} days", round(figure)) if kind is FigureKind.DAYS else grouped(round(figure))


def headline(report: Report) -> str:
    """Return the figure beside a report's title: what it comes to, and how that is to the period before."""
    key = _TOTALS.get(report.name)
    if key is None:
        return ""
    column = _column(report, key)
    total = _total(report, key)
    said = said_figure(total, column.kind, report.currency)
    if report.before is None:
        return said
    before = _total(report.before, key)
    if not before:
        return tr("{said} · nothing the period before", said=said)
    change = (total - before) / before
    if abs(change) < 0.005:
        return tr("{said} · as before", said=said)
    share = regional.percent(abs(change))
    return (
        tr("{said} · up {share}", said=said, share=share)
        if change > 0
        else tr("{said} · down {share}", said=said, share=share)
    )


_TOTALS: Final = {"revenue": "total", "segments": "customers"}


def _total(report: Report, key: str) -> float:
    return sum(number(report.figure(one.key, key)) for one in report.rows)


def number(figure: Figure) -> float:
    """Return a figure as a number, 0 for none."""
    return float(figure) if isinstance(figure, int | float) else 0.0


def _column(report: Report, key: str) -> Column:
    return next(one for one in report.columns if one.key == key)


def row_label(report: Report, row: Row) -> str:
    """Return what a row is called: months by their name."""
    return month(row.label) if report.columns[0].kind is FigureKind.MONTH else row.label


def month(iso: str) -> str:
    """Return "March 2026" for "2026-03"."""
    return " ".join(words.exact(f"{iso}-01").split(", ")[1].split()[1:])


def _spoken(report: Report, row: Row, column: Column) -> str:
    figure = said_figure(report.figure(row.key, column.key), column.kind, report.currency)
    told = f"{row_label(report, row)}, {column.label}: {figure}"
    if report.before is not None and report.columns[0].kind is not FigureKind.MONTH:
        before = report.before.figure(row.key, column.key)
        figure = said_figure(before, column.kind, report.currency)
        told = tr("{told}, the period before: {figure}", told=told, figure=figure)
    return told


# Standing bars, one on the other


def _standing(series: Callable[[Report], Sequence[Series]]) -> Callable[[Report, float], Chart]:
    def make(report: Report, width: float) -> Chart:
        parts = [part for part in series(report) if any(number(report.figure(r.key, part.key)) for r in report.rows)]
        sums = [sum(max(number(report.figure(r.key, p.key)), 0) for p in parts) for r in report.rows]
        before = _sums_before(report, parts)
        top = scale_top(max([*sums, *before], default=0))
        rules, notes = _scale(report, parts, top, width)
        step = (width - SCALE) / max(len(report.rows), 1)
        bar = min(step * 0.66, 40.0)
        cells: list[Cell] = []
        for place, one in enumerate(report.rows):
            x = SCALE + place * step + (step - bar) / 2
            floor_y = LEGEND + PLOT
            for part in parts:
                column = _column(report, part.key)
                high = max(number(report.figure(one.key, part.key)), 0) / top * PLOT
                if high > 0:
                    floor_y -= high
                    cells.append(
                        Cell(
                            x, floor_y, bar, high, one.key, part.key, part.tone, part.alpha, "", "text", column.people,
                            _spoken(report, one, column), 0.0,
                        )
                    )  # fmt: skip
            if place < len(before):
                y = LEGEND + PLOT - before[place] / top * PLOT
                rules.append(Rule(x - 2, y, bar + 4, before=True))
            if step >= _THIN or place % ceil(_THIN / step) == 0:
                name = month(one.label)[:3] if report.columns[0].kind is FigureKind.MONTH else one.label
                notes.append(Note(x - GAP, LEGEND + PLOT + 2, max(bar + 2 * GAP, _THIN), name, "left"))
        return Chart(tuple(cells), tuple(notes), tuple(rules), LEGEND + PLOT + AXIS)

    return make


def _sums_before(report: Report, parts: Sequence[Series]) -> list[float]:
    if report.before is None:
        return []
    other = report.before
    return [sum(max(number(other.figure(r.key, p.key)), 0) for p in parts) for r in other.rows]


def _scale(report: Report, parts: Sequence[Series], top: float, width: float) -> tuple[list[Rule], list[Note]]:
    rules, notes = [], []
    kind = _column(report, parts[0].key).kind if parts else FigureKind.COUNT
    for step in range(_TICKS + 1):
        y = LEGEND + PLOT * (1 - step / _TICKS)
        rules.append(Rule(SCALE, y, width - SCALE))
        figure = top * step / _TICKS
        notes.append(Note(0, y - AXIS / 2, SCALE - GAP * 2, _on_scale(figure, kind, report.currency), "right"))
    x = SCALE
    for part in parts:
        label = _column(report, part.key).label
        notes.append(Note(x, 0, 0, label, swatch=part.tone, alpha=part.alpha))
        x += len(label) * _LETTER + 30
    return rules, notes


def _on_scale(figure: float, kind: FigureKind, currency: str) -> str:
    from deskcrm.domain.cleaning.money import from_minor

    units = float(from_minor(round(figure), currency)) if kind is FigureKind.MONEY else figure
    for size, unit in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if units >= size:
            return f"{units / size:g}{unit}"
    return f"{units:g}"


def scale_top(most: float) -> float:
    """Return a round figure above the most: 4, 8, 20, 40, 80, 200..."""
    if most <= _TICKS:
        return float(_TICKS)
    size = 10 ** floor(log10(most))
    return float(next(size * step for step in (1, 2, 4, 6, 8, 10) if size * step >= most))


# Lying bars


def _lying(
    key: str, asides: Sequence[str], tone: Callable[[Row], str], labels: float = LABELS
) -> Callable[[Report, float], Chart]:
    def make(report: Report, width: float) -> Chart:
        column = _column(report, key)
        shown = [_column(report, aside) for aside in asides]
        most = max((number(report.figure(r.key, key)) for r in report.rows), default=0) or 1
        room = max(width - labels - _ASIDE * len(shown) - 64, 40)
        notes = [
            Note(width - _ASIDE * (len(shown) - n), 0, _ASIDE, one.label.split(" (")[0], "right")
            for n, one in enumerate(shown)
        ]
        head = LEGEND if shown else 0.0
        cells: list[Cell] = []
        for place, one in enumerate(report.rows):
            y = head + place * BAR
            figure = report.figure(one.key, key)
            long = max(number(figure) / most * room, 2.0) if number(figure) > 0 else 0.0
            said = said_figure(figure, column.kind, report.currency)
            notes.append(Note(0, y, labels - GAP, one.label))
            notes.append(Note(labels + long + GAP * 2, y, 60, said, tone="text", strong=True))
            if number(figure) > 0:
                cells.append(
                    Cell(
                        labels, y, long, BAR - 7, one.key, key, tone(one), 1.0, "", "text",
                        column.people and bool(figure), _spoken(report, one, column),
                    )
                )  # fmt: skip
            for number_, aside in enumerate(shown):
                told = said_figure(report.figure(one.key, aside.key), aside.kind, report.currency)
                notes.append(Note(width - _ASIDE * (len(shown) - number_), y, _ASIDE, told, "right"))
        return Chart(tuple(cells), tuple(notes), (), head + len(report.rows) * BAR)

    return make


# Grids


def _grid(labels: float, skip: Sequence[str] = ()) -> Callable[[Report, float], Chart]:
    def make(report: Report, width: float) -> Chart:
        columns = [one for one in report.columns[1:] if one.key not in skip]
        wide = max((width - labels) / max(len(columns), 1), 2 * GAP)
        notes = [Note(0, 0, labels - GAP, report.columns[0].label)]
        heads = [_in_lines(_short(column.label), wide - GAP) for column in columns]
        lines = max((len(head) for head in heads), default=1)
        for place, head in enumerate(heads):
            for number_, text in enumerate(head):
                line = (lines - len(head) + number_) * _HEAD_LINE  # the last one stands above the cells
                notes.append(Note(labels + place * wide, line, wide - GAP, text, "center"))
        top = LEGEND + (lines - 1) * _HEAD_LINE
        most = _most(report, columns)
        cells: list[Cell] = []
        for place, one in enumerate(report.rows):
            y = top + place * CELL
            sizes = "".join(f" ({number(report.figure(one.key, key)):.0f})" for key in skip)
            notes.append(Note(0, y + 2, labels - GAP, f"{row_label(report, one)}{sizes}"))
            for across, column in enumerate(columns):
                figure = report.figure(one.key, column.key)
                if figure is None:
                    continue
                share = min(number(figure) / (most.get(column.kind) or 1), 1.0)
                alpha = _LEAST_ALPHA + (1 - _LEAST_ALPHA) * share**0.5 if share > 0 else 0.04
                ink = "on_accent" if alpha >= _DEEP else "text"
                cells.append(
                    Cell(
                        labels + across * wide, y, wide - GAP, CELL - GAP, one.key, column.key, "accent", alpha,
                        _in_cell(figure, column.kind, report.currency), ink, column.people and bool(figure),
                        _spoken(report, one, column),
                    )
                )  # fmt: skip
        return Chart(tuple(cells), tuple(notes), (), top + len(report.rows) * CELL)

    return make


def _in_lines(text: str, width: float) -> list[str]:
    """Part a heading at a space where it is wider than its column, so that its lines are about as long."""
    middle = min((abs(at - len(text) / 2), at) for at, sign in enumerate(f"{text} ") if sign == " ")[1]
    if len(text) * _LETTER <= width or middle == len(text):
        return [text]
    return [text[:middle], text[middle + 1 :]]


def _most(report: Report, columns: Sequence[Column]) -> dict[FigureKind, float]:
    """Return the largest figure of each kind; a whole (all of a cohort in its first month) would pale the rest."""
    found: dict[FigureKind, float] = {}
    for column in columns:
        for one in report.rows:
            figure = number(report.figure(one.key, column.key))
            if column.kind is not FigureKind.SHARE or figure < 1:
                found[column.kind] = max(found.get(column.kind, 0.0), figure)
    return found


def _in_cell(figure: Figure, kind: FigureKind, currency: str) -> str:
    """Return a figure as short as a cell is wide: a share without its sign, nothing for none."""
    if kind is FigureKind.SHARE:
        return f"{number(figure) * 100:.0f}" if figure else ""
    return said_figure(figure, kind, currency)


def _short(label: str) -> str:
    if label == tr("People and companies"):
        return tr("All")
    for whole in (
        tr("Month {number}", number=""),
        tr("Also in {source}", source=""),
        tr("Frequency {score}", score=""),
    ):
        label = label.removeprefix(whole)
    return label


# What each report looks like


def _stage_series(report: Report) -> list[Series]:
    return [Series(one.key, f"stage.{one.key}") for one in report.columns[1:]]


_MAKERS: Final[Mapping[str, Callable[[Report, float], Chart]]] = {
    "revenue": _standing(lambda _report: [Series("new", "accent", 0.38), Series("repeat", "accent")]),
    "stages": _standing(_stage_series),
    "funnel": _lying("reached", ("share", "days"), lambda row: f"stage.{row.key}"),
    "segments": _lying("customers", ("share",), lambda _row: "accent"),
    "health": _lying("contacts", (), lambda _row: "warning", 184.0),
    "cohorts": _grid(128.0, ("size",)),
    "rfm": _grid(92.0),
    "sources": _grid(112.0),
}
