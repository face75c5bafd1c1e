"""Everybody compared with whoever could be them: candidate pairs with their verdicts, and what was left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import log

from deskcrm.domain.matching.blocking import Capped, pairs_of, ways
from deskcrm.domain.matching.commonness import Commonness
from deskcrm.domain.matching.companies import judge_companies
from deskcrm.domain.matching.people import judge_people
from deskcrm.domain.matching.reasons import HOPELESS, Verdict
from deskcrm.domain.matching.subjects import Subject
from deskcrm.domain.matching.thirds import Judged, with_thirds
from deskcrm.domain.matching.weights import LEG_SCORE

_LOOK_EVERY = 8_192  # pairs between two looks at whether the owner has cancelled


@dataclass(slots=True)
class Found:
    """What a scan found: (a, b, verdict) with a before b, and what was too much to compare."""

    pairs: list[Judged] = field(default_factory=list)
    compared: int = 0
    capped: list[Capped] = field(default_factory=list)


def judge(a: Subject, b: Subject, common: Commonness, least: float = HOPELESS) -> Verdict | None:
    """What two profiles of one kind come to, in either order the same but for whose value is named first."""
    if a.kind == "person":
        return judge_people(a, b, common, least)
    return judge_companies(a, b, common, least)


def log_odds(score: float) -> float:
    """The log-odds of a probability; those of 0 and 1 are out of reach."""
    return HOPELESS if score <= 0 else -HOPELESS if score >= 1 else log(score / (1 - score))


def scan(
    subjects: Sequence[Subject],
    common: Commonness,
    min_score: float,
    *,
    changed: set[int] | None = None,
    different: Collection[tuple[int, int]] = (),
    step: Callable[[int, int], None] = lambda _done, _of: None,
) -> Found:
    """The pairs among profiles of one kind that reach `min_score`, seen beside thirds.

    `changed`: those alone that have one of these ids, each judged by itself. `different`: who was said to differ.

    `step` is told now and then how many ways of how many are done; what it raises ends the scan.
    """
    found = Found()
    if len(subjects) < 2:
        return found
    least = log_odds(min_score if changed is not None else min(min_score, LEG_SCORE))
    places = None if changed is None else {at for at, one in enumerate(subjects) if one.id in changed}
    for a, b in _candidates(subjects, found, places, step):
        one, other = subjects[a], subjects[b]
        verdict = judge(one, other, common, least)
        if verdict is not None:
            found.pairs.append((one, other, verdict))
    if changed is None:
        found.pairs = beside_thirds(found.pairs, common, min_score, different)
    found.pairs.sort(key=lambda pair: (-pair[2].total, pair[0].id, pair[1].id))
    return found


def beside_thirds(
    pairs: Iterable[Judged], common: Commonness, min_score: float, different: Collection[tuple[int, int]] = ()
) -> list[Judged]:
    """Pairs that were judged by themselves, seen beside thirds: those that reach `min_score`."""
    least = log_odds(min_score)
    seen = with_thirds(pairs, lambda a, b: verdict_of(a, b, common), different)
    return [pair for pair in seen if pair[2].total >= least]


def verdict_of(a: Subject, b: Subject, common: Commonness) -> Verdict:
    """`judge` where no score is asked for."""
    verdict = judge(a, b, common)
    if verdict is None:
        raise AssertionError("every pair has a verdict where no score is asked for")
    return verdict


def _candidates(
    subjects: Sequence[Subject], found: Found, changed: set[int] | None, step: Callable[[int, int], None]
) -> Iterator[tuple[int, int]]:
    """Each candidate pair once, way by way."""
    seen: set[int] = set()
    count = len(subjects)
    all_ways = ways(subjects[0].kind)
    for number, way in enumerate(all_ways):
        step(number, len(all_ways))
        for a, b in pairs_of(subjects, way, found.capped, changed):
            key = a * count + b
            if key in seen:
                continue
            seen.add(key)
            if len(seen) % _LOOK_EVERY == 0:
                step(number, len(all_ways))
            yield a, b
    found.compared = len(seen)
    step(len(all_ways), len(all_ways))
