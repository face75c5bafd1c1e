"""What one row of a file says, and how the rows of one order become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from deskcrm.domain.facts import Data
from deskcrm.languages import tr

Problem = tuple[str, str, str]
"""Header, value and, in a plain sentence, why it cannot be taken in and what to do."""

NOBODY: Final = tr("nobody to be found in this row: no name, email, phone or id")
UNKNOWN_ID: Final = tr("nobody has this id yet, and the row has no name, email or phone")
NO_DATE: Final = tr("no date: say when this happened, as in 2026-02-28")
WAITING: Final = tr("nobody here is known by this yet: it waits until somebody is")
LEFT_OUT: Final = tr("you left this row out")

_NAMING: Final = frozenset({"given", "family", "additional", "nickname", "name", "organization"})
_REACHING: Final = ("emails", "phones", "handles", "source_ids")


@dataclass(slots=True)
class Taken:
    """What one row says. Values may be shared between rows: read them, never change them in place."""

    data: Data
    """Slots of the person or company; blanks are missing."""
    given_key: str = ""
    """The source's own id of the person."""
    activity: dict[str, Any] | None = None
    """kind, at, title, text, amount, currency, status, refunded and items (name, sku, quantity, price) of what
    happened; blanks are missing. Amounts are whole numbers in the currency's minor unit, times ISO 8601 in UTC."""
    activity_key: str = ""
    """The source's own id of what happened."""
    problem: Problem | None = None
    """Why the row is not taken in, or None."""
    points: tuple[str, ...] = ()
    """Its strong identifiers, in order and without junk."""


def identifies(data: Data) -> bool:
    """Whether the data say who it is about: a name, an email, a phone, a handle or an id."""
    if not _NAMING.isdisjoint(data):
        return True
    return any(slot.startswith(_REACHING) for slot in data)


def lack(taken: Taken) -> Problem | None:
    """What a row must have and this one has not: somebody, and a day for what happened. None when all is there."""
    if not taken.given_key and not identifies(taken.data):
        return ("", "", NOBODY)
    if taken.activity is not None and "at" not in taken.activity:
        return ("", "", NO_DATE)
    return None


def is_id_alone(taken: Taken) -> bool:
    """Whether a row of a list of people names nobody but by an id: good for who has that id already, else nobody.

    With what happened, an id alone is enough: a file of orders may say no more of its customers.
    """
    return taken.activity is None and not identifies(taken.data)


def merge_lines(takens: Sequence[Taken]) -> Taken:
    """The rows of one order as one: later rows' filled values win, items are strung together, points united.

    What one row lacks another may have, so that is judged anew; any other problem is that of the first row with one.
    """
    if len(takens) == 1:
        return takens[0]
    data: Data = {}
    activity: dict[str, Any] = {}
    items: list[dict[str, Any]] = []
    points: list[str] = []
    key = activity_key = ""
    problem: Problem | None = None
    for taken in takens:
        data.update(taken.data)
        activity.update(taken.activity or {})
        items.extend((taken.activity or {}).get("items", ()))
        points.extend(taken.points)
        key = taken.given_key or key
        activity_key = taken.activity_key or activity_key
        if problem is None and taken.problem is not None and taken.problem[2] not in (NOBODY, NO_DATE):
            problem = taken.problem
    if items:
        activity["items"] = items
    merged = Taken(data, key, activity or None, activity_key, problem, tuple(dict.fromkeys(points)))
    merged.problem = problem or lack(merged)
    return merged


def item_text(items: Sequence[Mapping[str, Any]]) -> str:
    """The lines of an order in words: "Brake pads ×2, chain oil"."""
    words = []
    for item in items:
        name = str(item.get("name") or item.get("sku") or "")
        quantity = item.get("quantity", 1)
        if name:
            words.append(name if quantity == 1 else f"{name} ×{quantity}")
    return ", ".join(words)
