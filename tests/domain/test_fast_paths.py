"""The quick ways of computing a summary and consents say exactly what `unify` says."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from deskcrm.domain.facts import Assertion, Data, Edit, Facts, MemberFacts, RecordFacts
from deskcrm.domain.points import strong_key
from deskcrm.domain.summary import is_plain, summarise, summary_of, summary_of_records, summary_of_version
from deskcrm.domain.unify import record_claims, unify, version_consents

TEXTS = st.sampled_from(["Anna", "anna", "Zoë", "Weber", "von der Heide", "Anna Weber", "Dr. A. Weber", ",", "A-1"])
EMAILS = st.sampled_from(["anna@x.de", "Anna@X.de", "a.weber@firma.example", "no email", "info@x.de", "test@test.com"])
PHONES = st.sampled_from(["+4930123456", "+4930123456;ext=12", "+15032000000", "030 / 12", "+49301234567"])
ADDRESSES = st.fixed_dictionaries({}, optional={"street": TEXTS, "city": TEXTS, "country": st.sampled_from(["DE"])})
SINGLES = ("given", "family", "prefix", "suffix", "name", "nickname", "organization", "title", "birthday", "stage")


def lists(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(values, min_size=1, max_size=3)


DATA: st.SearchStrategy[Data] = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(SINGLES, TEXTS),
        "created_at": st.sampled_from(["2024-01-02", "2025-01-02"]),
        "consent.email": st.sampled_from(["in", "out"]),
        "consent.phone": st.sampled_from(["in", "out"]),
        "custom.Size": TEXTS,
        "emails|Email": lists(EMAILS),
        "emails.work|Email 2": lists(EMAILS),
        "phones|Phone": lists(PHONES),
        "phones.fax|Fax": lists(PHONES),
        "tags|Tags": lists(TEXTS),
        "urls|Web": lists(TEXTS),
        "addresses|Address": lists(ADDRESSES.filter(bool)),
        "addresses.work|Address 2": lists(ADDRESSES.filter(bool)),
    },
)
KINDS = st.sampled_from(["person", "company"])


@st.composite
def plain_facts(draw: st.DrawFn) -> Facts:
    """One contact with one to four records of one assertion each, in any order of record, batch and trust."""
    records = [
        RecordFacts(number, 2, draw(st.sampled_from([40, 50])), [Assertion(draw(st.integers(1, 3)), 1, number, data)])
        for number, data in enumerate(draw(st.lists(DATA, min_size=1, max_size=4)), 1)
    ]
    return Facts(7, [MemberFacts(7, draw(KINDS), draw(st.permutations(records)))])


@given(KINDS, DATA)
def test_the_summary_of_one_version_is_that_of_its_profile(kind: str, data: Data) -> None:
    facts = Facts(7, [MemberFacts(7, kind, [RecordFacts(1, 2, 50, [Assertion(1, 1, 1, data)])])])
    line = summary_of(kind, unify(facts))
    line.stage_claim = None
    assert summary_of_version(kind, data) == line


@given(plain_facts())
def test_the_summary_of_plain_records_is_that_of_their_profile(facts: Facts) -> None:
    assert is_plain(facts)
    (member,) = facts.members
    quick, whole = summary_of_records(member.kind, member), summary_of(member.kind, unify(facts))
    quick_claim, whole_claim = quick.stage_claim, whole.stage_claim
    quick.stage_claim = whole.stage_claim = None
    assert quick == whole
    assert (quick_claim is None) == (whole_claim is None)
    if quick_claim and whole_claim:
        assert (quick_claim.since, quick_claim.record, quick_claim.version, quick_claim.operation) == (
            whole_claim.since, whole_claim.record, whole_claim.version, whole_claim.operation,
        )  # fmt: skip


def test_an_edit_a_join_or_a_second_hearing_is_not_plain() -> None:
    record = RecordFacts(1, 2, 50, [Assertion(1, 1, 1, {"given": "Anna"})])
    heard_twice = RecordFacts(1, 2, 50, [*record.assertions, Assertion(2, 1, 2, {"title": "Buyer"})])
    assert is_plain(Facts(7, [MemberFacts(7, "person", [record])]))
    edited = MemberFacts(7, "person", [record], [Edit(1, 3, "given", "set", "Anne")])
    assert not is_plain(Facts(7, [edited]))
    assert not is_plain(Facts(7, [MemberFacts(7, "person", [heard_twice])]))
    assert not is_plain(Facts(7, [MemberFacts(7, "person", [record]), MemberFacts(8, "person")]))
    line = summarise(Facts(7, [edited]))
    assert line is not None
    assert line.name == "Anne"


@given(DATA)
def test_the_consents_of_one_version_are_those_of_its_claims(data: Data) -> None:
    claims = list(record_claims(RecordFacts(1, 2, 50, [Assertion(1, 1, 1, data)]), 7))
    said = {claim.field: claim.value for claim in claims}
    keys = {(claim.field, strong_key(claim.field, claim.value)) for claim in claims}
    slow = {(key, said[f"consent.{field[:-1]}"]) for field, key in keys if key and f"consent.{field[:-1]}" in said}
    assert set(version_consents(data)) == slow
