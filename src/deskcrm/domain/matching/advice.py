"""What the owner's decisions say about the score from which pairs are proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from deskcrm.domain.matching.weights import KEPT_SCORE

STEPS: Final = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""The scores from which pairs may be proposed; the least is that from which they are kept."""
ENOUGH: Final = 10
"""So many decisions about pairs of a band say something."""
_MOSTLY_REFUSED: Final = 1 / 3
_MOSTLY_ACCEPTED: Final = 0.8


@dataclass(frozen=True, slots=True)
class Band:
    """The pairs from a score on to the next step: how many wait, and how many the owner accepted and refused."""

    least: float
    waiting: int = 0
    accepted: int = 0
    refused: int = 0


def band_of(score: float) -> int:
    """Which band a score falls into; those below the least one go with it."""
    return sum(score >= step for step in STEPS[1:])


def advised(bands: Sequence[Band], threshold: float) -> float | None:
    """The step that the owner's decisions speak for, where it is another one than now; None where they don't.

    Up, past each band of which most were refused; down by one where nearly all of the lowest proposed were accepted.
    """
    at = min(range(len(STEPS)), key=lambda place: abs(STEPS[place] - threshold))
    up = at
    while up < len(STEPS) - 1 and _share(bands[up]) is not None and (_share(bands[up]) or 0) <= _MOSTLY_REFUSED:
        up += 1
    if up > at:
        return STEPS[up]
    share = _share(bands[at])
    if share is not None and share >= _MOSTLY_ACCEPTED and threshold > KEPT_SCORE and at > 0:
        return STEPS[at - 1]
    return None


def _share(band: Band) -> float | None:
    """The share of a band that was accepted; None where too little was decided."""
    decided = band.accepted + band.refused
    return band.accepted / decided if decided >= ENOUGH else None
