"""Benchmarks of Today: 5,000 open tasks among many people and orders, beside plain SQL that reads the same tasks."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data import orders_csv
from window import Answer, Clock, Live, Paints, in_window, most_memory, play, spread

if TYPE_CHECKING:
    from imports import Bench

_TASKS: Final = 5000
_DAYS: Final = 20  # over which they are due, half of them late
_ORDERS_EACH: Final = 10
_OPENED: Final = 7  # times in each round


def today(bench: Bench) -> Answer:
    """Today with 5,000 open tasks among `rows` people with ten orders each.

    `tasks`: what is painted first; `all`: with who goes quiet, birthdays and rhythms, found anew; `again`: the same
    once more, as after each task that is done; `open`: from the click to Today painted, in the window. The bar: 100 ms.
    """
    path = bench.folder / f"today-{bench.rows}.deskcrm"
    if not path.exists():
        orders = bench.folder / "many-orders.csv"
        orders_csv(orders, bench.rows * _ORDERS_EACH, bench.rows)
        made = bench.workspace(bench.with_people(bench.rows))
        bench.ours(made, "import", orders)
        _plan(made)
        made.replace(path)
    return in_window(Path(__file__), path, str(bench.rounds))


def _plan(path: Path) -> None:
    from deskcrm.domain.views import ListQuery
    from deskcrm.services import bulk, reads
    from deskcrm.services.workspace import Workspace

    workspace = Workspace.open(path)
    who = list(reads.list_ids(workspace, ListQuery()))[:_TASKS]
    for n in range(_DAYS):
        due = date.today() + timedelta(days=n - _DAYS // 2)
        bulk.add_tasks(workspace, who[n::_DAYS], "Ask how it goes", due=due.isoformat())
    workspace.close()


# In the window's process ----------------------------------------------------------------------------------------------


def _scenario(live: Live) -> Answer:
    from deskcrm.services import keeping, tasks
    from deskcrm.services import today as service

    workspace: Any = live.window.desk.workspace
    rounds = int(sys.argv[2]) * _OPENED
    answer: Answer = {
        "tasks": spread([_took(lambda: service.first_look(workspace, 30)) for _ in range(rounds)]),
        "again": spread([_took(lambda: service.today(workspace)) for _ in range(rounds)]),
        "plain SQL": spread([_took(lambda: _plain(workspace.path)) for _ in range(rounds)]),
    }
    found = []
    for _ in range(rounds):
        keeping.forget(workspace)
        found.append(_took(lambda: service.today(workspace)))
    shown = service.today(workspace)
    answer["all"] = spread(found)
    answer["open"] = spread([opened(live) for _ in range(rounds)])
    answer["lines"] = {name: len(getattr(shown, name)) for name in ("overdue", "today", "next", "quiet", "later")}
    answer["memory"] = most_memory()
    assert tasks.find(workspace, shown.overdue[0].task or 0).due
    return answer


def _took(work: Callable[[], object]) -> Any:
    """What some work takes, in milliseconds."""
    clock = Clock()
    work()
    return clock.read()


def _plain(path: Path) -> None:
    """The open tasks with their people and what happened last, as plain SQL would have them."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.execute(
        "SELECT t.*, p.name, (SELECT v.data FROM event e JOIN activity_version v ON v.id = e.version "
        "WHERE e.contact = t.contact ORDER BY e.at DESC LIMIT 1) FROM task t LEFT JOIN profile p ON p.root = t.contact "
        "WHERE t.done_at IS NULL AND t.due <= ? ORDER BY t.due",
        ((date.today() + timedelta(days=7)).isoformat(),),
    ).fetchall()
    connection.close()


def opened(live: Live) -> Any:
    """From the list of people to Today painted with its lines."""
    live.window.open_screen("people")
    live.quiet()
    screen: Any = live.window.screen_named("today")
    screen.forget()
    paints = Paints(screen.view.viewport())
    clock = Clock()
    done = paints.once(lambda: screen.model.rowCount() > 0)
    live.window.open_screen("today")
    live.until(done)
    took = clock.read()
    live.quiet()
    return took


if __name__ == "__main__":
    play(_scenario)
