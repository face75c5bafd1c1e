"""The window under load: opening, searching, sorting, filtering, a heavy profile, Today and reports, act by act."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from listing import filled, until_painted
from measure import Peak
from profiles import opened as profile_opened
from profiles import scrolled, to_the_end
from searching import in_field, in_filter, told, typed
from today import opened as today_opened
from window import Answer, Clock, Live, Paints, Stalls, Took, play, spread

SCENARIO: Final = Path(__file__)
_TIMES: Final = 3
_SEED: Final = 5


def _scenario(live: Live) -> Answer:
    people, began = int(sys.argv[2]), float(sys.argv[3])
    peak = Peak()
    answer: Answer = {"from start to list": round(1000 * (time.time() - began)), "memory": peak.read()}
    answer["list read anew"] = _acts(live, partial(_reread, live))
    answer |= _searched(live, people * 4 // 5)
    answer |= _listed(live)
    answer |= _opened(live)
    return answer


def _acts(
    live: Live, act: Callable[[], Took], times: int = _TIMES, *, back: Callable[[], Took] | None = None
) -> Answer:
    """An act, several times: how long it took, the longest stall and the most memory meanwhile.

    `back` leads each time to where it can be done again.
    """
    peak, took, stalled = Peak(), [], 0.0
    for _ in range(times):
        peak.begin()
        with Stalls() as stalls:
            took.append(act())
            live.quiet()
        stalled = max(stalled, stalls.longest)
        if back is not None:
            back()
            live.quiet()
    return {**spread(took), "longest stall": round(stalled, 1), "memory": peak.read()}


def _reread(live: Live) -> Took:
    """The list read anew for its screen, as after a change."""
    live.window.open_screen("companies")
    live.quiet()
    live.people._stale = True
    return until_painted(live, lambda: live.window.open_screen("people"))


# Searching ------------------------------------------------------------------------------------------------------------


def _searched(live: Live, people: int) -> Answer:
    """The search field, first while its words are gathered, and the list's filter."""
    words = typed(people)
    answer: Answer = {}
    for name, side in (("first search", in_field), ("search field", in_field), ("list filter", in_filter)):
        peak = Peak()
        peak.begin()
        with Stalls() as stalls:
            took = side(live, words[:3] if name == "first search" else words)
            found = told({key: [one] for key, one in took.items()})
            gathered = Clock()
            live.quiet()
        answer[name] = {
            **{key: found[key] for key in ("wall", "cpu", "slowest")},
            "longest stall": round(stalls.longest, 1),
            "memory": peak.read(),
            "quiet after": round(gathered.read().wall),
        }
    return answer


# The list -------------------------------------------------------------------------------------------------------------


def _listed(live: Live) -> Answer:
    """Orders by one column and by several, jumps in them, and rules."""
    from deskcrm.domain.filters import All, AnyOf, Condition, Not
    from deskcrm.domain.views import Order

    keeper = live.people.keeper
    live.window.open_screen("people")
    live.people.filter.clear()
    live.quiet()
    orders = {
        "sort by city": (Order("city"),),
        "sort by entries": (Order("activities", True),),
        "sort by city, last contact": (Order("city"), Order("last_at", True)),
        "sort by stage, value, family name": (Order("stage"), Order("value", True), Order("family")),
        "sort by segment, last contacted": (Order("segment"), Order("contacted_at", True)),
    }
    answer: Answer = {}
    back = partial(until_painted, live, partial(keeper.set_orders, (Order("name"),)))
    for name, wanted in orders.items():
        act = partial(until_painted, live, partial(keeper.set_orders, wanted))
        answer[f"{name}, first"] = _acts(live, act, 1, back=back)
        answer[name] = _acts(live, act, 2, back=back)
    until_painted(live, partial(keeper.set_orders, orders["sort by city, last contact"]))
    answer["jump in it"] = _acts(live, partial(_jumped, live), 20)
    back()
    bought = (Condition("orders", "more", 3), Condition("last_at", "last_days", 365))
    rules = {
        "orders and last contact": All(bought),
        "last order, written to": All(
            (
                Condition("orders", "more", 1),
                Condition("last_order", "not_last_days", 200),
                AnyOf((Condition("email_consent", "is", "in"), Condition("contacted_at", "last_days", 90))),
            )
        ),
        "segment without a tag": All((Condition("segment", "is", "champions"), Not(Condition("tags", "is", "VIP")))),
        "own field": Condition("custom.Size", "is", "M"),
    }
    for name, node in rules.items():
        act, all_ = partial(_ruled, live, node), partial(_ruled, live, None)
        answer[f"rule: {name}, first"] = _acts(live, act, 1, back=all_)
        answer[f"rule: {name}"] = _acts(live, act, 2, back=all_)
    return answer


def _ruled(live: Live, node: Any) -> Took:
    from deskcrm.ui.models.rules import Rules

    return until_painted(live, lambda: live.people.keeper.set_rules(Rules.of(node)))


_CHANCE: Final = random.Random(_SEED)


def _jumped(live: Live) -> Took:
    """From a jump to somewhere in the list to its rows painted."""
    screen = live.people
    bar = screen.view.verticalScrollBar()
    paints = Paints(screen.view.viewport())
    done = paints.once(lambda: filled(screen))
    clock = Clock()
    bar.setValue(_CHANCE.randrange(bar.maximum()))
    live.until(done)
    return clock.read()


# Screens --------------------------------------------------------------------------------------------------------------


def _opened(live: Live) -> Answer:
    """The heaviest contact and one with hardly a story, Today, and all reports."""
    from deskcrm.domain.views import ListQuery
    from deskcrm.services import reads

    workspace: Any = live.window.desk.workspace
    busy = reads.list_ids(workspace, ListQuery(sort="activities", descending=True))[0]
    someone = reads.list_ids(workspace, ListQuery())[1000]
    profile_opened(live, someone)  # makes the screen
    heavy, ordinary = partial(profile_opened, live, busy), partial(profile_opened, live, someone)
    answer: Answer = {
        "heavy profile": _acts(live, heavy, back=ordinary),
        "ordinary profile": _acts(live, ordinary, back=heavy),
    }
    profile_opened(live, busy)
    answer["heavy profile: scroll"] = spread(scrolled(live))
    answer["heavy profile: to the end"] = round(to_the_end(live))
    answer["today"] = _acts(live, partial(today_opened, live))
    answer["reports"] = _acts(live, partial(_reported, live))
    return answer


def _reported(live: Live) -> Took:
    """From the click to all reports painted."""
    screen: Any = live.window.screen_named("reports")
    live.window.open_screen("people")
    live.quiet()
    screen._stale = True
    paints = Paints(*(card.chart for card in screen.cards.values()))
    clock = Clock()
    live.window.open_screen("reports")
    done = paints.once(lambda: live.window.desk.idle)
    live.until(lambda: done() or live.window.desk.idle)
    return clock.read()


if __name__ == "__main__":
    play(_scenario)
