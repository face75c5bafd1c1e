"""Where a contact stands on the way to becoming a repeat customer (MODEL rule 8): stages that move by facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from deskcrm.domain.fields import ENGLISH_STAGES, STAGES
from deskcrm.domain.measures import Move
from deskcrm.languages import english

ORDER = {stage: position for position, stage in enumerate(STAGES)}


class Standing(NamedTuple):
    """A stage and since when (ISO 8601, or "" where no date is known)."""

    stage: str
    since: str


def standing(
    stated: str, stated_at: str, subscribed: bool, sale_days: Sequence[str], order: Mapping[str, int] = ORDER
) -> Standing:
    """The stage of a contact.

    The first sale makes a customer, the second a repeat customer, with their own dates; a consent to the newsletter
    makes a subscriber of somebody who is nothing else. What the owner or a source stated holds until a later sale moves
    it forward. `sale_days`: when the first two sales were, oldest first; `order`: the place of each stage.
    """
    if not stated:
        if len(sale_days) > 1:
            return Standing("repeat", sale_days[1])
        if sale_days:
            return Standing("customer", sale_days[0])
        return Standing("subscriber" if subscribed else "", "")
    current = Standing(stated, stated_at)
    for stage, day in zip(("customer", "repeat"), sale_days, strict=False):
        if _moves_on(current.stage, stage, order) and day >= current.since:
            current = Standing(stage, day)
    return current


class Statement(NamedTuple):
    """A stage that somebody stated, when (ISO 8601) and who: "you", or "source" for an import."""

    at: str
    stage: str
    by: str


_SALES = (("customer", english("first order")), ("repeat", english("second order")))


def moves(
    now: Statement,
    said: Sequence[Statement],
    sale_days: Sequence[str],
    first: str,
    order: Mapping[str, int] = ORDER,
    letter: str = "",
) -> tuple[Move, ...]:
    """The steps to the stage that holds now, the oldest first, by the rules of `standing` at each moment.

    `now`: the stage of the profile and since when; `said`: what the owner stated, the oldest first; `sale_days`: the
    first two sales; `first`: when the contact was first met, from which a stage without a date holds; `letter`: since
    when they have the newsletter, which begins the way of whom nothing else happened with before.
    """
    steps = [(one.at, 0, one.stage, one.by) for one in said]
    steps += [(day, 1, stage, cause) for day, (stage, cause) in zip(sale_days, _SALES, strict=False)]
    if not any(at == now.at and stage == now.stage for at, _, stage, _ in steps):
        steps.append((now.at or first, 0, now.stage, now.by))
    if letter and all(letter[:10] < at[:10] for at, *_ in steps):  # who ticks it while buying was none before
        steps.append((letter, 1, "subscriber", "newsletter"))
    found: list[Move] = []
    for at, by_itself, stage, cause in sorted(steps):
        before = found[-1].stage if found else ""
        if stage == before or (by_itself and not _moves_on(before, stage, order)):
            continue
        if now.at and at > now.at:
            break  # what was stated later and counts for less than what shows
        found.append(Move(stage, before, at, cause, _days(found[-1].at, at) if found else None))
    return tuple(found)


def _moves_on(before: str, stage: str, order: Mapping[str, int]) -> bool:
    return not before or before == "lost" or order.get(stage, 0) > order.get(before, -1)


def _days(start: str, end: str) -> float | None:
    if not start or not end:
        return None
    return float((date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days)


def stage_key(word: str) -> str:
    """The key of a stage written in words ("Repeat customer", "LEAD"), else the word as it is: an own stage."""
    folded = word.strip().casefold()
    if folded in STAGES:
        return folded
    for labels in (STAGES, ENGLISH_STAGES):
        for key, label in labels.items():
            if label.casefold() == folded:
                return key
    return word.strip()
