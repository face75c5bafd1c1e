"""What the activities of contacts come down to: orders, their value, first and last days."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deskcrm.store.loading import IN, Loader, ids


class Sales(NamedTuple):
    """What a root's activities come down to."""

    orders: int = 0
    value: int = 0
    currency: str = ""
    activities: int = 0
    first_at: str = ""
    last_at: str = ""
    sale_days: tuple[str, ...] = ()


NO_SALES = Sales()


def add_sales(a: Sales, b: Sales) -> Sales:
    """Two sums in one; amounts of the other currency are left out of `value`, whose currency has the larger amount."""
    if a.currency == b.currency or not b.value:
        value, currency = a.value + b.value, a.currency or b.currency
    else:
        value, currency = max((a.value, a.currency), (b.value, b.currency))
    firsts = [at for at in (a.first_at, b.first_at) if at]
    days = tuple(sorted(a.sale_days + b.sale_days)[:2])
    return Sales(
        a.orders + b.orders, value, currency, a.activities + b.activities, min(firsts, default=""),
        max(a.last_at, b.last_at), days,
    )  # fmt: skip


def sales_of(loader: Loader, root_of: dict[int, int]) -> dict[int, Sales]:
    """What the activities of each root, given for its members, come down to; roots without any are missing."""
    if not loader.any("event"):
        return {}
    given = ids(root_of)
    found: dict[int, Sales] = {}
    for contact, count, first, last in loader.connection.execute(
        f"SELECT contact, count(*), min(nullif(at, '')), max(at) FROM event WHERE contact {IN} GROUP BY contact",
        (given,),
    ):
        root = root_of[contact]
        found[root] = add_sales(found.get(root, NO_SALES), Sales(activities=count, first_at=first or "", last_at=last))
    bought: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    orders: Counter[int] = Counter()
    for contact, currency, amount, count in _sums(loader.connection, given):
        bought[root_of[contact]][currency] += amount
        orders[root_of[contact]] += count
    days: dict[int, list[str]] = defaultdict(list)
    for contact, firsts in _first_days(loader.connection, [c for c, root in root_of.items() if root in orders]).items():
        days[root_of[contact]] += firsts
    for root, amounts in bought.items():
        value, currency = max((v, c) for c, v in amounts.items())
        two = tuple(sorted(days[root])[:2])
        found[root] = found[root]._replace(orders=orders[root], value=value, currency=currency, sale_days=two)
    return found


def _sums(connection: sqlite3.Connection, contacts: str) -> Iterator[tuple[int, str, int, int]]:
    """What each contact bought: contact, currency, amount, how many. Most know one currency, which an index sums."""
    mixed = []
    for contact, least, most, amount, count in connection.execute(
        f"SELECT contact, min(currency), max(currency), sum(amount), count(*) FROM event WHERE contact {IN} AND sale "
        "GROUP BY contact",
        (contacts,),
    ):
        if least == most:
            yield contact, least, amount, count
        else:
            mixed.append(contact)
    if mixed:
        yield from connection.execute(
            f"SELECT contact, currency, sum(amount), count(*) FROM event WHERE contact {IN} AND sale "
            "GROUP BY contact, currency",
            (ids(mixed),),
        )


def _first_days(connection: sqlite3.Connection, contacts: Iterable[int]) -> dict[int, list[str]]:
    """When each of these contacts bought first, and the second time: what lifecycle stages go by."""
    sale = "(SELECT at FROM event WHERE contact = c.value AND sale ORDER BY at, activity LIMIT 1 OFFSET {})"
    rows = connection.execute(
        f"SELECT c.value, {sale.format(0)}, {sale.format(1)} FROM json_each(?) c", (ids(contacts),)
    )
    return {contact: [at for at in both if at is not None] for contact, *both in rows}
