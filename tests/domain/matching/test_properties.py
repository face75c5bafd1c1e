"""What holds for any two people: order doesn't matter, the evidence adds up, junk and guards hold."""

from __future__ import annotations

from math import isclose

from hypothesis import given
from hypothesis import strategies as st
from tests.domain.matching.subjects import STRANGERS, book, person

from deskcrm.domain.matching.blocking import Capped, pairs_of, ways
from deskcrm.domain.matching.commonness import Commonness
from deskcrm.domain.matching.personnames import family_likeness, given_likeness
from deskcrm.domain.matching.reasons import in_words, probability
from deskcrm.domain.matching.scan import judge, scan

NAMES = st.sampled_from(
    [
        "",
        "Anna",
        "Ana",
        "Hanna",
        "Johanna",
        "A.",
        "Bob",
        "Robert",
        "Paul",
        "Paula",
        "Jan",
        "Hans-Peter",
        "Peter",
        "Дмитрий",
    ]
)
FAMILIES = st.sampled_from(
    ["", "Weber", "Webber", "Weber-Koch", "Koch", "van der Berg", "García López", "García", "Иванов"]
)
PEOPLE = st.builds(
    lambda given_name, family, email, phone, street, city, company, born, suffix: person(
        f"{given_name}|{family}", email, phone, street, "", city, company, born, suffix
    ),
    NAMES,
    FAMILIES,
    st.sampled_from(
        ["", "a.weber@x.de", "a.weber@y.de", "aweber@x.de", "info@x.de", "familie.weber@x.de", "a@x.de b@x.de"]
    ),
    st.sampled_from(["", "030 1112233", "+49301112233", "030 1172233", "030 9998877"]),
    st.sampled_from(["", "Lindenweg 5", "Lindenweg 6", "Lindnweg 5", "Am Markt 1"]),
    st.sampled_from(["", "Berlin", "Köln"]),
    st.sampled_from(["", "Adler GmbH", "Adler", "Falke AG"]),
    st.sampled_from(["", "1980-04-07", "1980-07-04", "1955-01-30", "--04-07", "1970-01-01"]),
    st.sampled_from(["", "", "Jr.", "Sr."]),
)


@given(PEOPLE, PEOPLE, st.lists(PEOPLE, max_size=6))
def test_the_same_in_either_order_and_the_evidence_adds_up(a, b, others):
    common = Commonness.of([a, b, *others])
    one, other = judge(a, b, common), judge(b, a, common)
    assert one is not None
    assert other is not None
    assert isclose(one.total, other.total, abs_tol=1e-9)
    assert isclose(sum(reason.weight for reason in one.reasons), one.total, abs_tol=1e-9)
    assert one.score == probability(one.total)
    assert all(in_words(reason) for reason in one.reasons)


@given(PEOPLE, PEOPLE, st.floats(-6, 6))
def test_giving_up_early_gives_up_nobody_who_would_have_reached(a, b, least):
    common = book(a, b)
    whole, early = judge(a, b, common), judge(a, b, common, least)
    assert whole is not None
    assert early == (whole if whole.total >= least else None)


@given(st.lists(PEOPLE, min_size=2, max_size=12), st.randoms())
def test_a_scan_finds_the_same_in_any_order(people, chance):
    def found(order):
        pairs = scan(order, Commonness.of(order), 0.3).pairs
        return {(min(a.id, b.id), max(a.id, b.id), round(v.total, 9)) for a, b, v in pairs}

    mixed = list(people)
    chance.shuffle(mixed)
    assert found(people) == found(mixed)


@given(st.lists(PEOPLE, min_size=2, max_size=12))
def test_comparing_only_what_changed_finds_every_pair_with_it(people):
    common = Commonness.of(people)
    changed = {people[0].id}
    everybody = scan(people, common, 0.3, changed={one.id for one in people}).pairs
    whole = {(a.id, b.id) for a, b, _ in everybody if changed & {a.id, b.id}}
    assert {(a.id, b.id) for a, b, _ in scan(people, common, 0.3, changed=changed).pairs} == whole


@given(st.text(max_size=12), st.text(max_size=12))
def test_names_of_any_text_compare_alike_either_way(a, b):
    assert given_likeness(a, b) == given_likeness(b, a)
    assert family_likeness(a, b) == family_likeness(b, a)


def test_ten_thousand_of_one_name_are_capped_and_told():
    crowd = [person("Maria Garcia", f"m{n}@post.example") for n in range(10_000)]
    found = scan(crowd, Commonness.of(crowd), 0.5)
    assert found.compared < 300_000
    assert found.pairs == []
    assert max(one.size for one in found.capped) == 10_000
    assert sum(one.left_out for one in found.capped) > 40_000_000


def test_a_capped_block_still_brings_its_likeliest_pairs_together():
    crowd = [person("Maria Garcia", city=f"Town {n}") for n in range(500)]
    twins = [person("Maria Garcia", city="Zzyzx", born="1980-02-03") for _ in range(2)]
    people = [*crowd[:250], twins[0], *crowd[250:], twins[1]]
    capped: list[Capped] = []
    way = next(way for way in ways("person") if way.name == "full name")
    assert (250, 501) in set(pairs_of(people, way, capped))
    assert capped


def test_strangers_are_nobodys_double():
    assert scan(STRANGERS, Commonness.of(STRANGERS), 0.5).pairs == []


def test_a_scan_without_anybody_finds_nobody():
    assert scan([], Commonness.of([]), 0.5).pairs == []
