"""What the owner's decisions speak for."""

from __future__ import annotations

import pytest

from deskcrm.domain.matching.advice import ENOUGH, STEPS, Band, advised, band_of


def bands(**decided: tuple[int, int]) -> list[Band]:
    """Bands by their percents: `from_50=(accepted, refused)`."""
    return [Band(step, 0, *decided.get(f"from_{step * 100:.0f}", (0, 0))) for step in STEPS]


@pytest.mark.parametrize(
    ("decided", "to"),
    [
        ({}, None),
        ({"from_50": (2, 20)}, 0.6),
        ({"from_50": (2, 20), "from_60": (3, 12)}, 0.7),
        ({"from_50": (2, 20), "from_70": (3, 12)}, 0.6),
        ({"from_50": (0, ENOUGH - 1)}, None),
        ({"from_50": (8, 8)}, None),
        ({"from_50": (19, 1)}, 0.4),
        ({"from_40": (0, 40)}, None),
    ],
)
def test_the_threshold_goes_where_the_owner_decided(decided, to):
    assert advised(bands(**decided), 0.5) == to


def test_it_stays_within_what_is_kept_and_what_is_sure():
    assert advised(bands(from_30=(50, 0)), 0.3) is None
    assert advised(bands(from_90=(0, 50)), 0.9) is None
    assert advised(bands(from_80=(0, 50), from_90=(0, 50)), 0.8) == 0.9


def test_each_score_falls_into_one_band():
    assert [band_of(score) for score in (0.1, 0.3, 0.39, 0.4, 0.5, 0.899, 0.9, 1.0)] == [0, 0, 0, 1, 2, 5, 6, 6]
