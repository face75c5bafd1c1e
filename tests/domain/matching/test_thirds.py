"""Pairs seen beside thirds: who both are a third, who can't be two that differ, and what the owner said."""

from __future__ import annotations

from tests.domain.matching.subjects import STRANGERS, book, person

from deskcrm.domain.matching.scan import scan, verdict_of
from deskcrm.domain.matching.thirds import RIVAL, THROUGH, with_third

AT_HOME = {"street": "Am Anger 1", "postcode": "12045", "city": "Berlin"}


def chain():
    """Two who share nothing but a name that is nearly one, and between them somebody with the mailbox and the phone."""
    return (
        person("Dora Lindqvist", email="dora.lq7@web.de", city="Kiel"),
        person("Dora Lindqvist", email="dora.lq7@web.de", phone="030 23125111"),
        person("Dora Lindkvist", email="dlind@gmx.de", phone="030 23125111", city="Ulm"),
    )


def couple():
    """A row that fits two of one house."""
    return (
        person("M. Weber", **AT_HOME),
        person("Max Weber", email="max.weber1@web.de", **AT_HOME),
        person("Maria Weber", email="maria.weber2@gmx.de", **AT_HOME),
    )


def found(people, different=()):
    pairs = scan([*people, *STRANGERS[:20]], book(*people), 0.3, different=different).pairs
    return {(people.index(a), people.index(b)): verdict for a, b, verdict in pairs}


def third_of(verdict):
    last = verdict.reasons[-1]
    return (last.kind, int(last.figure), last.a)


def test_two_who_are_both_a_third_are_one():
    people = chain()
    alone = verdict_of(people[0], people[2], book(*people))
    seen = found(people)
    assert alone.score < 0.5 < seen[0, 2].score
    assert seen[0, 2].score < min(seen[0, 1].score, seen[1, 2].score)
    assert third_of(seen[0, 2]) == (THROUGH, people[1].id, "Dora Lindqvist")
    assert with_third(alone, seen[0, 2].reasons[-1]) == seen[0, 2]


def test_who_fits_two_that_differ_is_probably_but_one_of_them():
    people = couple()
    assert verdict_of(people[0], people[1], book(*people)).score > 0.9
    seen = found(people)
    assert seen.keys() == {(0, 1), (0, 2)}
    assert all(verdict.score < 0.7 for verdict in seen.values())
    assert third_of(seen[0, 1]) == (RIVAL, people[2].id, "Maria Weber")
    assert third_of(seen[0, 2]) == (RIVAL, people[1].id, "Max Weber")


def test_a_third_joins_nobody_against_whom_something_speaks():
    people = chain()
    son = person("Dora Lindqvist", email="dora.lq7@web.de", city="Kiel", born="1950-01-02")
    mother = person("Dora Lindqvist", phone="030 23125111", born="1981-07-08")
    seen = found((son, people[1], mother))
    assert seen.get((0, 2)) is None or THROUGH not in {reason.kind for reason in seen[0, 2].reasons}


def test_what_the_owner_said_of_a_pair_counts_for_those_beside_it():
    people = chain()
    a, middle, c = (one.id for one in people)
    assert (0, 2) not in found(people, {(a, middle)}) or found(people, {(a, middle)})[0, 2].score < 0.5
    parted = found(people, {(a, c)})
    assert third_of(parted[0, 1])[:2] == (RIVAL, c)
    assert third_of(parted[1, 2])[:2] == (RIVAL, a)
    row, he, _ = people = couple()
    assert found(people, {(row.id, he.id)})[0, 2].score > 0.9
