"""Groups of pairs: whole, with their weakest link, never too big, never with two who were said to differ."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from deskcrm.domain.matching.groups import MOST, Groups, grouped
from deskcrm.domain.views import CandidatePair


def pair(a: int, b: int, score: float) -> CandidatePair:
    return CandidatePair(a, b, "person", (f"P{a}", f"P{b}"), score, ())


def test_pairs_that_hang_together_are_one_group_as_sure_as_its_weakest_link():
    chain = [pair(1, 2, 0.99), pair(2, 3, 0.9), pair(7, 8, 0.95)]
    lone, group = grouped(chain)
    assert lone.contacts == (7, 8)
    assert group.contacts == (1, 2, 3)
    assert group.names == {1: "P1", 2: "P2", 3: "P3"}
    assert group.weakest == chain[1]
    assert group.score == 0.9


def test_a_third_pair_that_closes_a_circle_does_not_weaken_the_group():
    (group,) = grouped([pair(1, 2, 0.99), pair(2, 3, 0.98), pair(1, 3, 0.6)])
    assert group.score == 0.98
    assert len(group.pairs) == 3


def test_two_who_were_said_to_differ_are_never_in_one_group():
    groups = grouped([pair(1, 2, 0.99), pair(2, 3, 0.9)], {(1, 3)})
    assert [group.contacts for group in groups] == [(1, 2), (2, 3)]


def test_who_fits_two_is_asked_about_beside_each_of_them_never_beside_both():
    row, he, she = 1, 2, 3
    fits = [replace(pair(row, he, 0.65), rival=she), replace(pair(row, she, 0.6), rival=he)]
    assert [group.contacts for group in grouped(fits)] == [(row, he), (row, she)]


def test_a_group_is_no_bigger_than_what_is_merged_at_once():
    groups = grouped([pair(n, n + 1, 0.99 - n / 100) for n in range(1, 9)])
    assert max(len(group.contacts) for group in groups) == MOST


@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.integers(1, 12), st.sampled_from([0.6, 0.7, 0.8, 0.9, 0.99])), max_size=30
    ),
    st.sets(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=6),
)
def test_each_pair_is_in_exactly_one_group(drawn, apart):
    different = {(min(two), max(two)) for two in apart}
    pairs = {(min(a, b), max(a, b)): pair(min(a, b), max(a, b), score) for a, b, score in drawn if a != b}
    pairs = {key: one for key, one in pairs.items() if key not in different}
    groups = grouped(pairs.values(), different)
    held = [(one.a, one.b) for group in groups for one in group.pairs]
    assert sorted(held) == sorted(pairs)
    for group in groups:
        assert 2 <= len(group.contacts) <= MOST
        assert group.weakest in group.pairs
        assert not any((a, b) in different for a in group.contacts for b in group.contacts if a < b)
    assert [group.score for group in groups] == sorted((group.score for group in groups), reverse=True)


def test_those_of_a_group_who_are_not_left_out_make_a_group_if_pairs_hold_them():
    (group,) = grouped([pair(1, 2, 0.99), pair(2, 3, 0.9)])
    kept = group.only((2, 3))
    assert kept is not None
    assert kept.score == 0.9
    assert group.only((1, 3)) is None


keys = st.tuples(st.integers(1, 10), st.integers(11, 20))
changes = st.tuples(
    st.sets(keys, max_size=4),
    st.dictionaries(keys, st.sampled_from([0.6, 0.7, 0.8, 0.9, 0.99]), max_size=4),
    st.sets(keys, max_size=3),
)


@given(st.dictionaries(keys, st.sampled_from([0.6, 0.8, 0.99]), max_size=20), st.lists(changes, max_size=6))
def test_groups_that_change_are_those_of_the_pairs_there_are(first, later):
    known = {key: pair(*key, score) for key, score in first.items()}
    groups = Groups(known.values())
    assert groups.ordered == grouped(known.values())
    for drop, add, different in later:
        fresh = {key: pair(*key, score) for key, score in add.items()}
        groups.update(drop, fresh.values(), different)
        known = {key: one for key, one in known.items() if key not in drop} | fresh
        assert groups.ordered == grouped(known.values(), different)
