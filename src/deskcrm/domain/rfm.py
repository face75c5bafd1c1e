"""RFM: how recently, how often and for how much somebody bought, as quintiles of all customers, and their segment."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

_GRID: Final = {
    5: ("new", "potential_loyalist", "potential_loyalist", "champions", "champions"),
    4: ("promising", "potential_loyalist", "potential_loyalist", "loyal", "loyal"),
    3: ("about_to_sleep", "about_to_sleep", "need_attention", "loyal", "loyal"),
    2: ("lost", "lost", "at_risk", "at_risk", "cant_lose"),
    1: ("lost", "lost", "at_risk", "at_risk", "cant_lose"),
}
"""The usual grid of ten segments: by recency, then by frequency from 1 to 5; "hibernating" is called lost here."""


def quintiles(values: Sequence[float | str]) -> list[int]:
    """For each value its fifth, 1 the lowest to 5 the highest.

    Equal values get the same fifth, the lowest that any of them would have, so that who bought once is never taken for
    a frequent buyer only because most bought once. Without ties and with a multiple of five, each fifth is as large.
    """
    ordered = sorted(values)
    return [bisect_left(ordered, value) * 5 // len(ordered) + 1 for value in values]


def segment(recency: int, frequency: int) -> str:
    """The segment (a key of `measures.SEGMENTS`) of two quintiles."""
    return _GRID[recency][frequency - 1]
