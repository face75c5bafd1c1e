"""Pairs seen beside whoever else is near: who both are a third, and who can't be two that differ.

Two rows may have nothing in common and still be one: each of them is a third row. And "M. Weber", who fits Max and
Maria of one house, is only one of them. Only pairs that are proposed by themselves say something about others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import combinations
from math import log
from typing import Final

from deskcrm.domain.matching import weights as w
from deskcrm.domain.matching.reasons import Reason, Verdict
from deskcrm.domain.matching.subjects import Subject

_CONFLICTS: Final = frozenset(
    {
        "other person",
        "other birthday",
        "birthday differs",
        "generation",
        "same last name",
        "different name",
        "spelled differs",
        "other company",
    }
)
_LEAST_CHANGE: Final = 0.05
THROUGH: Final = "through"
RIVAL: Final = "rival"
KINDS: Final = frozenset({THROUGH, RIVAL})
"""Reasons that come from a third, whose id is their figure."""

Judged = tuple[Subject, Subject, Verdict]
Key = tuple[int, int]
_Rival = tuple[float, float, Subject]  # what is left of the odds, the likeliest rival's score, and who that is


def with_thirds(
    pairs: Iterable[Judged], judge: Callable[[Subject, Subject], Verdict], different: Collection[Key] = ()
) -> list[Judged]:
    """The pairs, judged by themselves so far, with what thirds say of them, and those that only thirds bring together.

    `judge`: what two come to of whom no verdict is among `pairs`; `different`: who was said to differ, the smaller id
    first. In no order.
    """
    by_itself = {_key(a.id, b.id): (a, b, verdict) for a, b, verdict in pairs}
    legs = _legs(pair for key, pair in by_itself.items() if key not in different)
    through: dict[Key, tuple[float, Subject]] = {}
    rivals: dict[Key, _Rival] = {}
    for third, near in legs.items():
        middle = near[0][0]
        for (_, a, leg_a), (_, b, leg_b) in combinations(near, 2):
            key = _key(a.id, b.id)
            if key not in by_itself:
                one, other = (a, b) if a.id == key[0] else (b, a)
                by_itself[key] = (one, other, judge(one, other))
            verdict = by_itself[key][2]
            if key in different or _are_two(verdict):
                _weigh(rivals, _key(third, a.id), w.RIVALRY * leg_b, b)
                _weigh(rivals, _key(third, b.id), w.RIVALRY * leg_a, a)
            elif leg_a * leg_b > through.get(key, (verdict.score,))[0]:
                through[key] = (leg_a * leg_b, middle)
    return [(a, b, _seen(verdict, rivals.get(key), through.get(key))) for key, (a, b, verdict) in by_itself.items()]


def _key(a: int, b: int) -> Key:
    return (a, b) if a < b else (b, a)


def _legs(pairs: Iterable[Judged]) -> Mapping[int, list[tuple[Subject, Subject, float]]]:
    """For each one: itself, whom it probably is, and how probably."""
    legs: dict[int, list[tuple[Subject, Subject, float]]] = {}
    for a, b, verdict in pairs:
        if (score := verdict.score) >= w.LEG_SCORE:
            legs.setdefault(a.id, []).append((a, b, score))
            legs.setdefault(b.id, []).append((b, a, score))
    return legs


def _are_two(verdict: Verdict) -> bool:
    """Whether something speaks against a pair that no third makes up for."""
    against = sum(reason.weight for reason in verdict.reasons[1:])
    return against < w.CONFLICT or any(reason.kind in _CONFLICTS for reason in verdict.reasons)


def _weigh(rivals: dict[Key, _Rival], key: Key, share: float, rival: Subject) -> None:
    """Takes from a pair's odds what one of them has of being the rival."""
    left, most, who = rivals.get(key, (1.0, 0.0, rival))
    rivals[key] = (left * (1 - share), max(most, share), rival if share > most else who)


def _seen(verdict: Verdict, rival: _Rival | None, through: tuple[float, Subject] | None) -> Verdict:
    if rival is not None:
        weight, third, kind = log(max(rival[0], 1e-6)), rival[2], RIVAL
    elif through is not None:
        weight, third, kind = log(through[0] / (1 - through[0])) - verdict.total, through[1], THROUGH
    else:
        return verdict
    if abs(weight) < _LEAST_CHANGE:
        return verdict
    return with_third(verdict, Reason(kind, weight, third.name, figure=third.id))


def with_third(verdict: Verdict, reason: Reason) -> Verdict:
    """The verdict with what a third says of it."""
    return Verdict(verdict.total + reason.weight, (*verdict.reasons, reason))


def rival_of(reasons: Sequence[Reason]) -> int | None:
    """Who one of a pair may as well be; None where there is nobody."""
    last = reasons[-1]
    return int(last.figure) if last.kind == RIVAL else None
