"""The journey of one contact: every touchpoint with its time and weight, and when it came into which stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from deskcrm.domain.lifecycle import ORDER, standing


class Touchpoint(NamedTuple):
    """One thing that happened, as little of it as a picture needs. `own`: logged by the owner."""

    id: int
    at: str  # ISO 8601
    kind: str  # key of activities.KINDS
    title: str
    amount: int | None
    currency: str
    sale: bool
    contact: int  # where it hangs: the survivor, one who was merged in, or one of a company's people
    source: str
    own: bool
    second: int | None = None  # `at` on the wall's clock here, in seconds since 1970, where that is known already


class StageMove(NamedTuple):
    """From when on a contact stands in a stage, and what brought it there."""

    stage: str
    at: str  # ISO 8601; "" where nobody knows
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Journey:
    """All of one contact. `survivor`: whose the profile is; `names`: who else brought something in."""

    survivor: int
    touchpoints: tuple[Touchpoint, ...]  # the oldest first
    moves: tuple[StageMove, ...]  # the oldest first
    names: dict[int, str]


_SALE_CAUSES = ("first order", "second order")


def moves(said: Sequence[tuple[str, str]], touchpoints: Sequence[Touchpoint]) -> tuple[StageMove, ...]:
    """Return how a contact went through the stages, by the rule of `lifecycle.standing` at each moment that counts.

    `said`: the stages that somebody stated, each with its day, the oldest first; `touchpoints`: the oldest first. Whom
    a newsletter was sent is a subscriber from then on. A stage stated without a day stands from the first touchpoint.
    """
    first = touchpoints[0].at if touchpoints else ""
    stated = sorted(((at or first, stage) for stage, at in said if stage and (at or first)))
    sales = [touch.at for touch in touchpoints if touch.sale][:2]
    letter = next((touch.at for touch in touchpoints if touch.kind == "campaign"), "")
    found: list[StageMove] = []
    for at in sorted({moment for moment in (letter, *sales, *(day for day, _ in stated)) if moment}):
        day, stage = max((one for one in stated if one[0] <= at), default=("", ""))
        stands = standing(stage, day, bool(letter) and letter <= at, [sale for sale in sales if sale <= at]).stage
        if stands and (not found or found[-1].stage != stands):
            found.append(StageMove(stands, at, _SALE_CAUSES[sales.index(at)] if at in sales else ""))
    return tuple(found)


def conversions(found: Sequence[StageMove]) -> tuple[StageMove, ...]:
    """Return the moves to where money flows: to customer, and on from there."""
    return tuple(m for m in found if ORDER.get(m.stage, -1) >= ORDER["customer"] and m.stage != "lost")
