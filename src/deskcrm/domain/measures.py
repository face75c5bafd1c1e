"""What a customer comes down to, in figures that explain themselves: orders, rhythm, last contact, segment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from deskcrm.languages import number, tr, trc

SEGMENTS: Final[dict[str, str]] = {
    "champions": tr("Champions"),
    "loyal": tr("Loyal"),
    "potential_loyalist": tr("Potential loyalist"),
    "new": trc("customers", "New"),
    "promising": trc("customers", "Promising"),
    "need_attention": tr("Need attention"),
    "about_to_sleep": tr("About to sleep"),
    "at_risk": tr("At risk"),
    "cant_lose": tr("Can't lose"),
    "lost": trc("customers", "Lost"),
}
"""The usual segments of RFM, key to words, best first."""


@dataclass(frozen=True, slots=True)
class Move:
    """A step from one stage to another: since when (ISO 8601, "" unknown) and by what.

    `cause`: "first order" or "second order", "you" for the owner's word, "source" for what an import said; `days`: how
    long the stage before lasted, None where that isn't known.
    """

    stage: str
    before: str
    at: str
    cause: str
    days: float | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a customer stands among all on a day: a snapshot, for it depends on everybody and on today.

    `recency`, `frequency`, `monetary`: quintiles from 1 to 5, 5 the best. `alive`: how probable it is that they buy
    again at all; `expected`: orders to be expected in the next 90 days (BG/NBD, Fader, Hardie and Lee 2005).
    """

    day: date
    recency: int
    frequency: int
    monetary: int
    segment: str  # a key of SEGMENTS
    alive: float | None = None
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures of one profile. Moments are ISO 8601, "" for never; amounts are in minor units of `currency`.

    `gap`: days from one order to the next on average, None before the second. `next_order`: the day of the next one if
    that goes on. `contacted_at`: when the owner was last in touch, orders aside.
    """

    root: int
    first_at: str = ""
    last_at: str = ""
    contacted_at: str = ""
    orders: int = 0
    value: int = 0
    currency: str = ""
    average: int = 0
    first_order: str = ""
    last_order: str = ""
    gap: float | None = None
    next_order: str = ""
    favourite: str = ""
    outlook: Outlook | None = None


def in_words(measures: Measures, today: date) -> str:
    """Why somebody is in their segment: "Can't lose: bought 14 times, nothing for 210 days; usually every 40"."""
    if not measures.orders:
        return tr("No orders yet")
    said = _bought(measures.orders)
    if measures.last_order:
        quiet = (today - date.fromisoformat(measures.last_order[:10])).days
        said = (
            tr("{bought}, nothing for {days} days", bought=said, days=number(quiet))
            if quiet > 1
            else tr("{bought}, the last time just now", bought=said)
        )
    if measures.gap is not None:
        said = tr("{bought}; usually every {days}", bought=said, days=number(max(1, round(measures.gap))))
    if measures.outlook is None:
        return said[0].upper() + said[1:]
    return f"{SEGMENTS[measures.outlook.segment]}: {said}"


def _bought(orders: int) -> str:
    if orders == 1:
        return tr("bought once")
    return tr("bought twice") if orders == 2 else tr("bought {count} times", count=number(orders))


def as_plain(measures: Measures, today: date) -> dict[str, Any]:
    """The figures beyond those of a list, as documents have them; null for what there is not."""
    outlook = measures.outlook
    return {
        "contacted_at": measures.contacted_at or None,
        "first_order_at": measures.first_order or None,
        "days_between_orders": measures.gap,
        "next_order": measures.next_order or None,
        "favourite": measures.favourite or None,
        "rfm": f"{outlook.recency}{outlook.frequency}{outlook.monetary}" if outlook else None,
        "segment": SEGMENTS[outlook.segment] if outlook else None,
        "alive": outlook.alive if outlook else None,
        "expected_orders": outlook.expected if outlook else None,
        "as_of": outlook.day.isoformat() if outlook else None,
        "in_words": in_words(measures, today),
    }
