"""Benchmarks of the journey's picture: what a frame costs while it is panned and zoomed, with 3,000 touchpoints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data import orders_csv
from window import Answer, Live, Took, in_window, most_memory, play, ratio, spread, timed

if TYPE_CHECKING:
    from imports import Bench

_TOUCHPOINTS: Final = 3000
_FRAMES: Final = 200
_CLOSE: Final = 0.02  # of all its time: from there on dots stand alone


def journey(bench: Bench) -> Answer:
    """A person with 3,000 orders, the whole journey in bins and a little of it in dots, beside an empty widget.

    `bins`, `dots`: a frame of panning; `zoom`: a frame of zooming from all to a little; `empty`: a frame of a bare
    widget of the same size. The bar: 16.7 ms a frame.
    """
    path = bench.folder / "journey.deskcrm"
    if not path.exists():
        orders = bench.folder / "journey.csv"
        orders_csv(orders, _TOUCHPOINTS, 1)
        made = bench.workspace(bench.with_people(1000))
        bench.ours(made, "import", orders)
        made.replace(path)
    return in_window(Path(__file__), path)


# In the window's process ----------------------------------------------------------------------------------------------


def _scenario(live: Live) -> Answer:
    from deskcrm.domain.views import ListQuery
    from deskcrm.services import reads

    busy = reads.list_ids(live.window.desk.workspace, ListQuery(sort="orders", descending=True))[0]
    live.window.open_contact(busy)
    live.quiet()
    view = live.window.screen_named("profile").story.journey.view
    took = {"bins": _panned(live, view, 0.8), "dots": _panned(live, view, _CLOSE)}
    took["zoom"] = _zoomed(live, view)
    took["empty"] = _empty(live, view)
    answer: Answer = {name: spread(times) for name, times in took.items()}
    answer["touchpoints"] = len(view.plot.touchpoints)
    answer["memory"] = most_memory()
    answer["ratio"] = {name: ratio(answer[name], answer["empty"]) for name in ("bins", "dots", "zoom")}
    return answer


def _panned(live: Live, view: Any, share: float) -> list[Took]:
    view.fit()
    view.zoom(share, view.width() / 2)

    def move() -> None:
        view.pan(0.002)
        view.repaint()

    return [_frame(live, move) for _ in range(_FRAMES)]


def _zoomed(live: Live, view: Any) -> list[Took]:
    view.fit()

    def nearer() -> None:
        view.zoom(_CLOSE ** (1 / _FRAMES), view.width() / 2)
        view.repaint()

    return [_frame(live, nearer) for _ in range(_FRAMES)]


def _empty(live: Live, view: Any) -> list[Took]:
    from PySide6.QtWidgets import QWidget

    bare = QWidget()
    bare.resize(view.size())
    bare.show()
    frames = [_frame(live, bare.repaint) for _ in range(_FRAMES)]
    bare.close()
    return frames


def _frame(live: Live, work: Any) -> Took:
    took = timed(work)
    live.rest(0.002)
    return took


if __name__ == "__main__":
    play(_scenario)
