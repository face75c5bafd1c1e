"""What `unify` promises, whatever the facts: MODEL rules 2, 5, 6 and 7."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from deskcrm.domain.explain import explain
from deskcrm.domain.facts import Assertion, Edge, Edit, Facts, MemberFacts, RecordFacts
from deskcrm.domain.unify import fold_record, strong_points, unify

WORDS = ["anna", "ana", "weber", "klein", "berlin"]
EMAILS = ["a@x.example", "b@x.example", "A@X.example", "nonsense"]
SLOTS: dict[str, st.SearchStrategy[Any]] = {
    "given": st.sampled_from(WORDS),
    "family": st.sampled_from(WORDS),
    "name": st.sampled_from(["Anna Weber", "Weber, Anna", "Anna"]),
    "organization": st.sampled_from(WORDS),
    "birthday": st.sampled_from(["1980-01-02", "--03-04"]),
    "custom.Size": st.sampled_from(["S", "M"]),
    "emails|Email": st.lists(st.sampled_from(EMAILS), min_size=1, max_size=2),
    "emails.work|Work": st.lists(st.sampled_from(EMAILS), min_size=1, max_size=2),
    "tags|Tags": st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    "addresses|Address": st.lists(st.fixed_dictionaries({"city": st.sampled_from(WORDS)}), min_size=1, max_size=1),
}
DATA = st.fixed_dictionaries({}, optional=SLOTS)


@st.composite
def record(draw: st.DrawFn, number: int) -> RecordFacts:
    batches = draw(st.lists(st.integers(1, 6), min_size=1, max_size=3))
    assertions = [
        Assertion(batch, line, 100 * number + line, draw(DATA)) for line, batch in enumerate(sorted(batches), 1)
    ]
    return RecordFacts(number, draw(st.integers(2, 4)), draw(st.sampled_from([50, 60])), assertions)


@st.composite
def edits(draw: st.DrawFn, contact: int) -> list[Edit]:
    found = []
    for number in range(draw(st.integers(0, 3))):
        field = draw(st.sampled_from(["given", "family", "organization", "emails", "tags"]))
        plural = field in ("emails", "tags")
        verb = draw(st.sampled_from(["add", "remove", "replace"] if plural else ["set", "clear"]))
        value = draw(st.sampled_from(EMAILS if field == "emails" else WORDS))
        old = draw(st.sampled_from(EMAILS if field == "emails" else WORDS)) if verb == "replace" else None
        operation = draw(st.integers(1, 9))
        found.append(Edit(contact * 100 + number, operation, field, verb, None if verb == "clear" else value, old))
    return found


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    size = draw(st.integers(1, 4))
    members = []
    for contact in range(1, size + 1):
        records = [draw(record(contact * 10 + n)) for n in range(draw(st.integers(0, 2)))]
        members.append(MemberFacts(contact, "person", records, draw(edits(contact))))
    edges = []
    for contact in range(2, size + 1):
        choices = draw(
            st.dictionaries(
                st.sampled_from(["name", "organization"]), st.sampled_from(["survivor", "loser"]), max_size=2
            )
        )
        edges.append(Edge(contact, draw(st.integers(10, 12)), 1, contact, choices))
    return Facts(1, members, edges)


def shown(given_facts: Facts) -> dict[str, Any]:
    unified = unify(given_facts)
    singles = {key: claim.value for key, claim in unified.singles.items()}
    lists = {key: [(c.value, c.label) for c in claims] for key, claims in unified.lists.items()}
    return {**singles, **lists}


@given(facts(), st.integers())
def test_the_order_in_which_facts_are_read_never_matters(known: Facts, seed: int) -> None:
    before = shown(known)
    shuffle = random.Random(seed).shuffle
    for member in known.members:
        shuffle(member.edits)
        shuffle(member.records)
        for one in member.records:
            shuffle(one.assertions)
    shuffle(known.members)
    shuffle(known.edges)
    assert shown(known) == before


@given(facts())
def test_blanks_never_show(known: Facts) -> None:
    assert all(value not in ("", [], {}, None) for value in shown(known).values())


@given(record(1), st.integers(1, 9))
def test_a_later_row_that_says_nothing_changes_nothing(one: RecordFacts, later: int) -> None:
    before = fold_record(one)[0]
    last = max(a.batch for a in one.assertions)
    one.assertions.append(Assertion(last + later, 1, 999, {}))
    assert {k: h.value for k, h in fold_record(one)[0].items()} == {k: h.value for k, h in before.items()}


@given(facts())
def test_every_shown_value_has_its_record_or_edit_and_a_reason(known: Facts) -> None:
    explained = explain(known, {2: "Shop", 3: "Newsletter", 4: "Phone"})
    unified = unify(known)
    for key, claims in unified.lists.items():
        for claim in claims:
            assert any(e.shown and e.value == claim.value and e.why for e in explained[key])
    for key, claim in unified.singles.items():
        parts = claim.value.items() if key == "name" else [(key, claim.value)]
        for part, text in parts:
            assert any(e.value == text and (e.claim.record or e.claim.edit) and e.why for e in explained[part])


@given(facts())
def test_every_value_that_came_in_is_findable(known: Facts) -> None:
    explained = explain(known, {2: "Shop", 3: "Newsletter", 4: "Phone"})
    for member in known.members:
        for one in member.records:
            for assertion in one.assertions:
                for email in assertion.data.get("emails|Email", []):
                    assert any(e.value == email for e in explained.get("emails", [])) or _twin(email, explained)


def _twin(email: str, explained: dict[str, Any]) -> bool:
    return any(str(e.value).lower() == email.lower() for e in explained.get("emails", []))


@given(facts())
def test_an_owner_s_set_outranks_every_source(known: Facts) -> None:
    last = Edit(9999, 99, "organization", "set", "Own Word")
    known.members[0].edits.append(last)
    assert unify(known).text("organization") == "Own Word"


@given(facts())
def test_a_removed_value_is_no_identifier(known: Facts) -> None:
    known.members[0].edits.append(Edit(9999, 99, "emails", "remove", "a@x.example"))
    assert "email:a@x.example" not in strong_points(known.members[0])


def said(number: int, batch: int, trust: int = 50, **data: Any) -> RecordFacts:
    return RecordFacts(number, 2, trust, [Assertion(batch, 1, number, data)])


def person(contact: int, *records: RecordFacts, edits: list[Edit] | None = None) -> MemberFacts:
    return MemberFacts(contact, "person", list(records), edits or [])


def test_the_source_of_higher_trust_wins_over_the_newer() -> None:
    known = Facts(1, [person(1, said(1, 1, 60, title="Owner"), said(2, 9, 50, title="Clerk"))])
    assert unify(known).text("title") == "Owner"


def test_between_equal_sources_the_newer_wins_and_at_a_tie_the_older_record() -> None:
    assert unify(Facts(1, [person(1, said(1, 1, title="Old"), said(2, 2, title="New"))])).text("title") == "New"
    assert unify(Facts(1, [person(1, said(1, 2, title="First"), said(2, 2, title="Second"))])).text("title") == "First"


def test_a_value_repeated_by_its_source_does_not_get_newer() -> None:
    shop = RecordFacts(1, 2, 50, [Assertion(1, 1, 1, {"title": "Old"}), Assertion(3, 1, 1, {"title": "Old"})])
    assert unify(Facts(1, [person(1, shop, said(2, 2, title="New"))])).text("title") == "New"


def test_a_blank_in_between_does_not_break_the_run() -> None:
    shop = RecordFacts(
        1, 2, 50, [Assertion(1, 1, 1, {"title": "A"}), Assertion(2, 1, 2, {}), Assertion(5, 1, 1, {"title": "A"})]
    )
    assert unify(Facts(1, [person(1, shop, said(2, 4, title="B"))])).text("title") == "B"


def test_a_value_that_went_away_and_came_back_is_as_new_as_its_return() -> None:
    back = [Assertion(b, 1, b, {"title": t}) for b, t in ((1, "A"), (2, "X"), (5, "A"))]
    assert unify(Facts(1, [person(1, RecordFacts(1, 2, 50, back), said(2, 4, title="B"))])).text("title") == "A"


def test_a_name_is_one_value_from_the_record_that_wins_the_family_name() -> None:
    full = said(1, 1, given="Anna", additional="Maria", family="Weber")
    newer = said(2, 2, given="Änne", family="Weber")
    assert unify(Facts(1, [person(1, full, newer)])).name == {"given": "Änne", "family": "Weber"}
    only_given = said(3, 9, given="Anni")
    assert unify(Facts(1, [person(1, full, only_given)])).name["family"] == "Weber"


def test_a_mapped_column_replaces_its_own_values_alone() -> None:
    first = {"emails|Email": ["old@x.example"], "emails|Other": ["other@x.example"]}
    one = RecordFacts(1, 2, 50, [Assertion(1, 1, 1, first), Assertion(2, 1, 2, {"emails|Email": ["new@x.example"]})])
    assert {c.value for c in unify(Facts(1, [person(1, one)])).lists["emails"]} == {"new@x.example", "other@x.example"}


def test_a_choice_of_a_merge_shows_that_side_until_a_later_edit() -> None:
    both = [person(1, said(1, 1, title="Left")), person(2, said(2, 2, title="Right"))]
    edge = Edge(1, 5, 1, 2, {"title": "survivor"})
    assert unify(Facts(1, both, [edge])).text("title") == "Left"
    both[1].edits.append(Edit(1, 7, "title", "set", "Later"))
    assert unify(Facts(1, both, [edge])).text("title") == "Later"


def test_a_choice_for_a_side_without_a_value_is_void() -> None:
    both = [person(1), person(2, said(2, 2, title="Right"))]
    assert unify(Facts(1, both, [Edge(1, 5, 1, 2, {"title": "survivor"})])).text("title") == "Right"


def test_formerly_said_values_are_told_as_such() -> None:
    one = RecordFacts(1, 2, 50, [Assertion(1, 1, 1, {"title": "Old"}), Assertion(2, 1, 2, {"title": "New"})])
    verdicts = {e.value: (e.shown, e.formerly) for e in explain(Facts(1, [person(1, one)]), {2: "Shop"})["title"]}
    assert verdicts == {"New": (True, False), "Old": (False, True)}
