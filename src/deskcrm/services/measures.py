"""The figures of customers: those of one profile, those of all kept up to date, and how customers stand among all."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from math import isfinite
from sys import intern
from typing import Any, Final

from deskcrm.domain import rfm
from deskcrm.domain.cleaning.money import CURRENCIES
from deskcrm.domain.columns import FIGURES, OUTLOOKS
from deskcrm.domain.errors import Cancelled, InvalidValue
from deskcrm.domain.measures import Measures, Move
from deskcrm.domain.measures_forecast import History, alive, expected, fit
from deskcrm.domain.reporting import Rates
from deskcrm.languages import tr
from deskcrm.services import settings
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import measures as store
from deskcrm.store import writes
from deskcrm.store.measures import Buyer

RATES: Final = "rates"
_AHEAD = 90 / 7  # weeks for which orders are forecast


def of(ws: Workspace, contact: int) -> Measures:
    """The figures of a profile, exact; `outlook` is that of the last snapshot. Raises NotFound."""
    with ws.database.read() as connection:
        return store.measures(connection, writes.root_of(connection, contact))


def moves(ws: Workspace, contact: int) -> tuple[Move, ...]:
    """How a profile came to its stage, the oldest step first. Raises NotFound."""
    with ws.database.read() as connection:
        root = writes.root_of(connection, contact)
        return store.moves(connection, [root]).get(root, ())


def are_settled(ws: Workspace) -> bool:
    """Whether the figures of all are kept, and are those of now."""
    with ws.database.read() as connection:
        return store.are_wanted(connection) and not store.waiting(connection)


def settle(
    ws: Workspace, progress: Callable[[int, int], None] | None = None, *, cancelled: Callable[[], bool] | None = None
) -> None:
    """Brings the figures of all up to date, some thousand in a transaction; the first time this is everybody.

    `progress` hears how many are done, of how many. What was cancelled goes on where it stopped. Raises Cancelled,
    WorkspaceBusy where another process writes.
    """
    if are_settled(ws):
        return
    with ws.database.write() as connection:
        store.begin(connection)
        whole = store.waiting(connection)
    left = whole
    while left:
        if cancelled is not None and cancelled():
            raise Cancelled(tr("Cancelled. The figures that were computed are kept; the rest follow when next wanted."))
        with ws.database.write() as connection:
            left = store.settle(connection)
        if progress is not None:
            progress(max(0, whole - left), whole)
        ws.database.give_way()


def keep_up(ws: Workspace, *, cancelled: Callable[[], bool] | None = None) -> None:
    """While nobody waits: brings up to date what was ever wanted, figures and snapshot, and gives way to who writes.

    Raises Cancelled between two transactions; what was computed stays.
    """
    with ws.database.read() as connection:
        wanted, snapshot = store.are_wanted(connection), store.outlook_day(connection)
    while wanted and not are_settled(ws):
        if cancelled is not None and cancelled():
            raise Cancelled(tr("Somebody writes; the figures follow later."))
        with ws.database.write_if_free() as connection:
            if connection is None:
                return
            store.settle(connection)
    if snapshot is not None:
        renew_outlook(ws, only_if_old=True)


# How customers stand among all ----------------------------------------------------------------------------------------


def rates(ws: Workspace) -> Rates:
    """The base currency and what one of other currencies is worth in it, as the owner says (the setting `rates`).

    Rates that were said in another base currency are turned into this one where its own rate was said, else left out.
    """
    base, kept = settings.currency(ws), settings.get(ws, RATES, {})
    worth: dict[str, float] = kept.get("worth", kept)  # of version 3 without the currency that they are in
    before = kept.get("base", base)
    if before == base:
        return Rates(base, worth)
    one = worth.get(base)
    if one is None:
        return Rates(base)
    return Rates(base, {before: 1 / one, **{code: rate / one for code, rate in worth.items() if code != base}})


def currencies(ws: Workspace) -> list[str]:
    """The currencies in which anything was bought, or for which there is a rate, but for the base currency."""
    reckoned = rates(ws)
    with ws.database.read() as connection:
        met = store.currencies(connection)
    return sorted((met | set(reckoned.rates)) - {reckoned.base, ""})


def set_rates(ws: Workspace, worth: Mapping[str, float]) -> Outcome[None]:
    """Keeps what one unit of other currencies is worth in the base currency; can be undone. Raises InvalidValue."""
    for currency, rate in worth.items():
        if currency not in CURRENCIES or currency == settings.currency(ws):
            raise InvalidValue(
                tr("There is no other currency “{currency}”. Write its three letters, as USD.", currency=currency)
            )
        if not (isfinite(rate) and rate > 0):
            raise InvalidValue(
                tr(
                    "One {currency} can't be worth {rate}. Write a number above zero, as 0.92.",
                    currency=currency,
                    rate=rate,
                )
            )
    return settings.put(ws, RATES, {"base": settings.currency(ws), "worth": dict(worth)})


def outlook_day(ws: Workspace) -> date | None:
    """The day of the last snapshot of how customers stand among all, None where there is none."""
    with ws.database.read() as connection:
        return store.outlook_day(connection)


def outlook_is_old(ws: Workspace) -> bool:
    """Whether the last snapshot is of another day or by other rates, or too much was done since."""
    reckoned = rates(ws)
    with ws.database.read() as connection:
        return store.outlook_is_old(connection, ws.today(), repr(reckoned))


def prepare(
    ws: Workspace,
    columns: Collection[str],
    progress: Callable[[int, int], None] | None = None,
    *,
    wait: bool = True,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Sees that figures are those of now where some of these columns want them.

    Of a workspace that is only read they are as they were last; so they are without `wait` while somebody writes.
    Raises as `settle` does.
    """
    if FIGURES.isdisjoint(columns) or not ws.database.may_write:
        return
    snapshot = not OUTLOOKS.isdisjoint(columns)
    if are_settled(ws) and not (snapshot and outlook_is_old(ws)):
        return
    if not wait:
        with ws.database.write_if_free() as connection:
            if connection is None:
                return
            store.begin(connection)
    settle(ws, progress, cancelled=cancelled)
    if snapshot:
        renew_outlook(ws, only_if_old=True)


def renew_outlook(ws: Workspace, *, only_if_old: bool = False) -> date:
    """Makes the snapshot of today: RFM by quintiles, and BG/NBD where there are customers enough for it.

    `only_if_old`: not where today's is there. Settles the figures first. Raises as `settle` does.
    """
    settle(ws)
    today = ws.today()
    if only_if_old and not outlook_is_old(ws):
        return today
    reckoned = rates(ws)
    with ws.database.read() as connection:
        buyers = _Buyers(store.buyers(connection), reckoned, today)
    rows = buyers.rows()
    with ws.database.write() as connection:
        store.keep_outlook(connection, today, repr(reckoned), rows)
    return today


def settled_copy(ws: Workspace) -> store.Connection:
    """A copy of the workspace in memory with figures and snapshot of now, for who may only read. To be closed."""
    with ws.database.read() as connection:
        copy = store.settled_copy(connection)
    reckoned = rates(ws)
    buyers = _Buyers(store.buyers(copy), reckoned, ws.today())
    store.keep_outlook(copy, ws.today(), repr(reckoned), buyers.rows())
    return copy


class _Buyers:
    """What the snapshot goes by, a column each: a million customers as objects would take most of a gigabyte."""

    def __init__(self, buyers: Iterable[Buyer], rates: Rates, today: date) -> None:
        self.roots, self.orders, self.worth = array("q"), array("q"), array("d")
        self.last: list[str] = []
        self.histories: list[History] = []
        known: dict[History, History] = {}
        for one in buyers:
            history = _history(one, today)
            self.roots.append(one.root)
            self.orders.append(one.orders)
            self.worth.append(_worth(one, rates))
            self.last.append(intern(one.last_order[:10]))
            self.histories.append(known.setdefault(history, history))

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """A row of the snapshot for each; amounts in currencies without a rate count for nothing.

        All is reckoned at once, so that no lock need be held for it.
        """
        if not self.roots:
            return iter(())
        recency, frequency = rfm.quintiles(self.last), rfm.quintiles(self.orders)
        columns = (self.roots, recency, frequency, rfm.quintiles(self.worth), self.worth, *self._forecast())
        return (
            (root, r, f, m, round(worth), rfm.segment(r, f), comes, wants)
            for root, r, f, m, worth, comes, wants in zip(*columns, strict=True)
        )

    def _forecast(self) -> tuple[Sequence[float | None], Sequence[float | None]]:
        """Whether each comes back, and how many orders are expected of them; where there are customers enough."""
        model = fit(self.histories)
        if model is None:
            none = [None] * len(self.roots)
            return none, none
        comes = cache(partial(alive, model))
        wants = cache(partial(expected, model, weeks=_AHEAD))
        return array("d", map(comes, self.histories)), array("d", map(wants, self.histories))


def _worth(buyer: Buyer, rates: Rates) -> float:
    return sum(amount * (rates.worth(currency) or 0.0) for currency, amount in buyer.amounts.items())


def _history(buyer: Buyer, today: date) -> History:
    first, last = date.fromisoformat(buyer.first_order[:10]), date.fromisoformat(buyer.last_order[:10])
    age = max((today - first).days, (last - first).days)
    return History(buyer.order_days - 1, (last - first).days / 7, age / 7)
