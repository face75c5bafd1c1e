"""Benchmarks of a profile with a long story: from the click to its first screen, scrolling, beside an empty window."""

from __future__ import annotations

import statistics
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data import orders_csv
from window import Answer, Clock, Live, Paints, Stalls, Took, in_window, most_memory, play, ratio, spread, timed

if TYPE_CHECKING:
    from imports import Bench

_ACTIVITIES: Final = 10_000
_WHEEL: Final = 120  # pixels that one turn of the wheel moves the timeline
_FRAMES: Final = 200
_OPENED: Final = 7  # times in each round


def profile(bench: Bench) -> Answer:
    """A person with 10,000 orders among `rows` people, opened from the list, beside showing an empty window.

    `open`: until the first screen of the timeline is painted with what it says; `scroll`: what a frame costs the
    window's thread while the wheel turns, reading on included; `end`: from there to the oldest entry. `someone`: a
    profile with hardly a story. The bar: 100 ms.
    """
    path = bench.folder / f"story-{bench.rows}.deskcrm"
    if not path.exists():
        orders = bench.folder / "story.csv"
        orders_csv(orders, _ACTIVITIES, 1)  # all of them by one
        made = bench.workspace(bench.with_people(bench.rows))
        bench.ours(made, "import", orders)
        made.replace(path)
    return in_window(Path(__file__), path, str(bench.rounds))


# In the window's process ----------------------------------------------------------------------------------------------


def _scenario(live: Live) -> Answer:
    rounds = int(sys.argv[2])
    busy, someone = _contacts(live)
    took: dict[str, list[Took]] = {"open": [], "someone": [], "empty window": []}
    stalled: list[float] = []
    opened(live, someone)  # makes the screen
    for _ in range(rounds * _OPENED):
        with Stalls() as stalls:
            took["open"].append(opened(live, busy))
        stalled.append(stalls.longest)
        took["someone"].append(opened(live, someone))  # also so that the other is opened anew
        took["empty window"].append(_empty_window(live))
    opened(live, busy)
    answer: Answer = {name: spread(times) for name, times in took.items()}
    answer["longest stall"] = round(statistics.median(stalled), 1)
    answer["scroll"] = spread(scrolled(live))
    answer["end"] = round(to_the_end(live), 1)
    answer["entries"] = _screen(live).timeline.entry_count
    answer["memory"] = most_memory()
    answer["ratio"] = {name: ratio(answer[name], answer["empty window"]) for name in ("open", "someone")}
    return answer


def _screen(live: Live) -> Any:
    return live.window.screen_named("profile")


def _contacts(live: Live) -> tuple[int, int]:
    """The one with all the orders, and somebody else."""
    from deskcrm.domain.views import ListQuery
    from deskcrm.services import reads

    workspace = live.window.desk.workspace
    busy, someone = reads.list_ids(workspace, ListQuery(sort="orders", descending=True))[:2]
    return busy, someone


def opened(live: Live, contact: int) -> Took:
    """From the list to the profile painted, its timeline included, in milliseconds."""
    live.window.open_screen("people")
    live.quiet()
    screen = _screen(live)
    paints = Paints(screen.view.viewport(), screen.pane)
    clock = Clock()
    done = paints.once(lambda: screen.timeline.contact == contact)
    live.window.open_contact(contact)
    live.until(done)
    took = clock.read()
    live.quiet()
    return took


def _empty_window(live: Live) -> Took:
    """Showing an empty window of the same size until it is painted."""
    from PySide6.QtWidgets import QMainWindow

    clock = Clock()
    window = QMainWindow()
    window.resize(live.window.size())
    paints = Paints(window)
    done = paints.once(lambda: True)
    window.show()
    live.until(done)
    took = clock.read()
    window.close()
    return took


def scrolled(live: Live) -> list[Took]:
    view = _screen(live).view
    bar = view.verticalScrollBar()

    def turn() -> None:
        bar.setValue(bar.value() + _WHEEL)
        view.viewport().repaint()

    frames = []
    for _ in range(_FRAMES):
        frames.append(timed(turn))
        live.rest(0.016)
    return frames


def to_the_end(live: Live) -> float:
    """Keeps pulling the scroll bar down until the oldest entry stands there."""
    screen = _screen(live)
    bar = screen.view.verticalScrollBar()

    def pull() -> bool:
        bar.setValue(bar.maximum())
        return screen.timeline.whole

    return timed(partial(live.until, pull)).wall


if __name__ == "__main__":
    play(_scenario)
