"""Benchmarks of the list of people: opening, jumping, scrolling, sorting, beside a plain table over a Python list."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from window import Answer, Clock, Live, Paints, Stalls, Took, in_window, middle, most_memory, play, ratio, spread, timed

if TYPE_CHECKING:
    from imports import Bench

    from deskcrm.domain.views import ListRow

_FRAMES: Final = 60  # of each kind of movement
_WHEEL: Final = 120  # pixels that one turn of the wheel moves the list
_SEED: Final = 12


def list_(bench: Bench) -> Answer:
    """The list in the window, beside a QTableView over a Python list of the same rows, sorted by Python.

    `open`: from leaving another screen to the painted list; `jump` and `scroll`: what one frame costs the window's
    thread; `filled`: from a jump to the rows themselves, in place of the bars that stand for them; `sort`: from the
    click on a column to the painted list, and the longest time that the window did not live meanwhile. A first sort
    makes the column's index. The bars: 16.7 ms a frame, 400 ms a sort of a million, 50 ms of stall, 250 MB of memory
    with 100,000 people.
    """
    # a copy, without the indexes of the columns
    return in_window(Path(__file__), bench.workspace(bench.with_people(bench.rows)), str(bench.rounds))


# In the window's process ----------------------------------------------------------------------------------------------


def _scenario(live: Live) -> Answer:
    rounds = int(sys.argv[2])
    ours: Answer = {"people": live.people.table.rowCount(), "open": _reopened(live)}
    ours |= _moved(live, rounds) | {"sort": _sorted(live, rounds), "memory": most_memory()}
    plain = _plain(live, rounds)
    return {"ours": ours, "plain": plain, "ratio": _ratios(ours, plain)}


def _ratios(ours: Answer, plain: Answer) -> Answer:
    slowest = max(one["again"] for one in ours["sort"].values())
    frames = {name: ratio(ours[name], plain[name]) for name in ("jump", "scroll")}
    return {**frames, "sort": round(slowest / max(plain["sort"].values()), 2)}


def _reopened(live: Live) -> Answer:
    """The list read anew for its screen, as after a change."""
    times = []
    for _ in range(5):
        live.window.open_screen("companies")
        live.quiet()
        live.people._stale = True
        times.append(until_painted(live, lambda: live.window.open_screen("people")))
        live.quiet()
    return spread(times)


def until_painted(live: Live, act: Callable[[], object]) -> Took:
    """From an act to the list painted in its new order, with its rows."""
    screen = live.people
    loads: list[None] = []
    note = screen.table.loaded.connect(lambda: loads.append(None))
    paints = Paints(screen.view.viewport())
    done = paints.once(lambda: bool(loads) and filled(screen))
    clock = Clock()
    act()
    live.until(done)
    took = clock.read()
    screen.table.loaded.disconnect(note)
    return took


def filled(screen: Any) -> bool:
    """Whether every row in sight has been read."""
    view = screen.view
    first, last = view.rowAt(0), view.rowAt(view.viewport().height() - 1)
    last = last if last >= 0 else screen.table.rowCount() - 1
    return all(screen.table.row_at(row) is not None for row in range(first, last + 1))


def _moved(live: Live, rounds: int) -> Answer:
    screen = live.people
    view, bar = screen.view, screen.view.verticalScrollBar()
    chance = random.Random(_SEED)
    jumps, filled, scrolls = [], [], []
    for _ in range(rounds):
        for _ in range(_FRAMES):
            live.quiet()
            paints = Paints(view.viewport())
            done = paints.once(lambda: filled(screen))
            clock = Clock()
            jumps.append(_frame(view, chance.randrange(bar.maximum())))
            live.until(done)
            filled.append(clock.read())
        for _ in range(_FRAMES):
            scrolls.append(_frame(view, min(bar.value() + _WHEEL, bar.maximum())))
            live.rest(0.016)
    return {"jump": spread(jumps), "filled": spread(filled), "scroll": spread(scrolls)}


def _frame(view: Any, value: int) -> Took:
    """What moving to a place and painting it costs the window's thread."""

    def move() -> None:
        view.verticalScrollBar().setValue(value)
        view.viewport().repaint()

    return timed(move)


def _sorted(live: Live, rounds: int) -> dict[str, Answer]:
    screen = live.people
    told = {}
    for section, column in enumerate(screen.columns):
        if not column.sort:
            continue
        times = []
        with Stalls() as stalls:
            for _ in range(1 + 2 * rounds):  # each a turn of the order
                live.quiet()
                times.append(until_painted(live, partial(screen.view.sort_by, section)))
            live.quiet()
        told[column.key] = {
            "first": round(times[0].wall, 1),
            "again": round(middle(times[1:]).wall, 1),
            "again, cpu": round(middle(times[1:]).cpu, 1),
            "longest stall": round(stalls.longest, 1),
        }
    return told


def _plain(live: Live, rounds: int) -> Answer:
    """The same rows as a Python list under a QTableView, each sort by Python on the window's thread."""
    from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
    from PySide6.QtWidgets import QTableView

    columns = live.people.columns
    rows = _all_rows(live)

    class Model(QAbstractTableModel):
        def rowCount(self, _parent: Any = QModelIndex()) -> int:  # noqa: B008
            return len(rows)

        def columnCount(self, _parent: Any = QModelIndex()) -> int:  # noqa: B008
            return len(columns)

        def data(self, index: Any, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
            return columns[index.column()].text(rows[index.row()]) if role == Qt.ItemDataRole.DisplayRole else None

        def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
            self.layoutAboutToBeChanged.emit()
            key = columns[column].sort
            rows.sort(key=lambda row: getattr(row, key) or "", reverse=order == Qt.SortOrder.DescendingOrder)
            self.layoutChanged.emit()

    view, model = QTableView(), Model()
    view.setModel(model)
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    view.resize(live.people.view.size())
    view.show()
    live.quiet()
    chance = random.Random(_SEED)
    bar = view.verticalScrollBar()
    jumps = [_frame(view, chance.randrange(bar.maximum())) for _ in range(rounds * _FRAMES)]
    scrolls = [_frame(view, min(bar.value() + _WHEEL, bar.maximum())) for _ in range(rounds * _FRAMES)]
    told = {"jump": spread(jumps), "scroll": spread(scrolls), "sort": {}}
    for section, column in enumerate(columns):
        if column.sort:
            times = [timed(partial(_resort, view, section, order)) for order in Qt.SortOrder]
            told["sort"][column.key] = round(middle(times).wall, 1)
    view.close()
    return told


def _resort(view: Any, section: int, order: Any) -> None:
    view.model().sort(section, order)
    view.viewport().repaint()


def _all_rows(live: Live) -> list[ListRow]:
    from deskcrm.domain.views import ListQuery
    from deskcrm.services import reads

    workspace = live.window.desk.workspace
    ids = reads.list_ids(workspace, ListQuery())
    return [row for at in range(0, len(ids), 10_000) for row in reads.rows(workspace, ids[at : at + 10_000])]


if __name__ == "__main__":
    play(_scenario)
