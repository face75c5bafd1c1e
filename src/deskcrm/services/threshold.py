"""From which score on pairs are proposed: what the owner decided so far, what that speaks for, and the owner's word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

import orjson

from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.matching.advice import STEPS, Band, advised, band_of
from deskcrm.domain.matching.weights import DEFAULT_SCORE, KEPT_SCORE
from deskcrm.languages import tr
from deskcrm.services import settings
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import candidates, matches

SETTING: Final = "duplicates.from"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the owner decided about pairs: how many were merged and refused, by bands of their score.

    `advised`: the score that this speaks for, where it is another one than `threshold`. `left_out`: how many pairs were
    not compared, since they share only what too many have.
    """

    accepted: int
    refused: int
    bands: tuple[Band, ...]
    threshold: float
    advised: float | None
    left_out: int = 0

    def waiting_from(self, score: float) -> int:
        """How many pairs there would be to look at from a score on."""
        return sum(band.waiting for band in self.bands if band.least >= score - 0.001)


def get(ws: Workspace) -> float:
    """The score from which pairs are proposed here."""
    return float(settings.get(ws, SETTING, DEFAULT_SCORE))


def put(ws: Workspace, score: float) -> Outcome[None]:
    """Has pairs proposed from this score on, one of STEPS; an operation like any other. Raises InvalidValue."""
    if not any(abs(score - step) < 0.001 for step in STEPS):
        steps = ", ".join(f"{step:.1f}" for step in STEPS)
        raise InvalidValue(tr("Pairs can be proposed from one of {steps} on.", steps=steps))
    return settings.put(ws, SETTING, score)


def decisions(ws: Workspace) -> Decisions:
    """What was decided so far, and what it speaks for. Merges without a score count in the whole figure alone."""
    with ws.database.read() as connection:
        different = candidates.said_to_differ(connection)
        accepted = matches.accepted(connection)
        left_out = sum(one[2] for book in matches.books(connection).values() for one in orjson.loads(book.left_out))
        kept = {(a, b): score for a, b, _, _, _, score, _ in matches.pairs(connection, KEPT_SCORE)}
    waiting = Counter(band_of(score) for pair, score in kept.items() if pair not in different)
    refused = Counter(band_of(kept[pair]) for pair in different if pair in kept)
    merged = Counter(band_of(score) for score in accepted if score is not None)
    bands = tuple(Band(least, waiting[n], merged[n], refused[n]) for n, least in enumerate(STEPS))
    threshold = get(ws)
    return Decisions(len(accepted), len(different), bands, threshold, advised(bands, threshold), left_out)
