"""Where a contact stands on the way to becoming a repeat customer (MODEL rule 8): stages that move by facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deskcrm.domain.fields import STAGES

ORDER = {stage: position for position, stage in enumerate(STAGES)}


class Standing(NamedTuple):
    """A stage and since when (ISO 8601, or "" where no date is known)."""

    stage: str
    since: str


def standing(stated: str, stated_at: str, subscribed: bool, sale_days: Sequence[str]) -> Standing:
    """The stage of a contact.

    The first sale makes a customer, the second a repeat customer, with their own dates; a consent to the newsletter
    makes a subscriber of somebody who is nothing else. What the owner or a source stated holds until a later sale moves
    it forward. `sale_days`: when the first two sales were, oldest first.
    """
    if not stated:
        if len(sale_days) > 1:
            return Standing("repeat", sale_days[1])
        if sale_days:
            return Standing("customer", sale_days[0])
        return Standing("subscriber" if subscribed else "", "")
    current = Standing(stated, stated_at)
    for stage, day in zip(("customer", "repeat"), sale_days, strict=False):
        moves_on = current.stage == "lost" or ORDER.get(stage, 0) > ORDER.get(current.stage, -1)
        if moves_on and day >= current.since:
            current = Standing(stage, day)
    return current


def stage_key(word: str) -> str:
    """The key of a stage written in words ("Repeat customer", "LEAD"), else the word as it is: an own stage."""
    folded = word.strip().casefold()
    if folded in STAGES:
        return folded
    for key, label in STAGES.items():
        if label.casefold() == folded:
            return key
    return word.strip()
