"""From which score on pairs are proposed: it follows the owner's decisions, with their consent."""

from __future__ import annotations

import pytest

from deskcrm.domain.errors import InvalidValue
from deskcrm.services import candidate_pairs, duplicates, history, merging, threshold

HEADER = "id,first name,last name,email,phone,city"


@pytest.fixture
def twins(bring_in, ws):
    """Twelve pairs that are surely one, each by its two contacts; everybody was compared."""
    names = ["Weberling", "Achterberg", "Ruizmann", "Oldenkott", "Sommerlath", "Petrowski", "Kirschbaum", "Lindqvist"]
    names += ["Quandt", "Zimmerling", "Halloran", "Bergdorf"]
    rows = [
        f"{2 * n + twin},{given},{family},{family.lower()}@post.example,,Ulm"
        for n, family in enumerate(names)
        for twin, given in enumerate(("Anna", "Ana"))
    ]
    bring_in("shop.csv", HEADER, *rows)
    candidate_pairs.catch_up(ws, 0.5)
    return [(pair.a, pair.b, pair.score) for pair in candidate_pairs.known(ws, 0.9).pairs]


def test_decisions_are_counted_as_they_stand(ws, twins):
    (a, b, score), (c, d, _), *_ = twins
    before = threshold.decisions(ws)
    assert (before.accepted, before.refused, before.waiting_from(0.5)) == (0, 0, 12)
    merged = merging.merge(ws, a, [b], score=score)
    merging.not_same(ws, c, d)
    now = threshold.decisions(ws)
    assert (now.accepted, now.refused) == (1, 1)
    assert (now.bands[-1].accepted, now.bands[-1].refused, now.bands[-1].waiting) == (1, 1, 10)
    merging.take_back(ws, merged.value[0])
    assert (threshold.decisions(ws).accepted, threshold.decisions(ws).refused) == (0, 2)


def test_refusing_what_is_proposed_speaks_for_a_higher_threshold(ws, twins, monkeypatch):
    threshold.put(ws, 0.8)
    monkeypatch.setattr(threshold, "band_of", lambda _score: 5)  # as if these pairs were 80 to 90 % sure
    for a, b, _score in twins[:10]:
        assert threshold.decisions(ws).advised is None
        merging.not_same(ws, a, b)
    assert threshold.decisions(ws).advised == 0.9


def test_the_owners_word_holds_and_is_undone(ws, twins):
    said = threshold.put(ws, 0.9)
    assert threshold.get(ws) == 0.9
    a, b, _ = twins[0]
    assert "is above 90 %" in duplicates.why(ws, a, b).reason
    history.undo(ws, said.changes.operation)
    assert threshold.get(ws) == 0.5
    with pytest.raises(InvalidValue, match=r"one of 0\.3, 0\.4"):
        threshold.put(ws, 0.55)


def test_up_to_date_is_what_a_scan_finds_and_less_certain_ones_are_looked_for(ws, twins):
    for least in (0.5, 0.3, 0.1):
        assert duplicates.up_to_date(ws, least).pairs == tuple(duplicates.scan(ws, least))
