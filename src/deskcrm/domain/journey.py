"""The journey of one contact: every touchpoint with its time and weight, and when it came into which stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from deskcrm.domain.lifecycle import ORDER


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


def conversions(found: Sequence[StageMove]) -> tuple[StageMove, ...]:
    """Return the moves to where money flows: to customer, and on from there."""
    return tuple(m for m in found if ORDER.get(m.stage, -1) >= ORDER["customer"] and m.stage != "lost")
