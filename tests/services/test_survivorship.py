"""Who wins where sources differ: by field, with the effect seen before, and undone like anything else."""

from __future__ import annotations

import pytest

from deskcrm.domain.errors import Cancelled, InvalidValue
from deskcrm.domain.patches import Patch
from deskcrm.services import checking, contacts, history, reads, sources, survivorship

HEADER = "Email,First name,Last name,Job title,Street,City,Birthday"
SHOP = "anna@x.example,Anna,Weber,Head of purchasing,Lindenweg 5,Berlin,1982-05-06"
LETTER = "anna@x.example,Anna,Weber,Buyer,,Bonn,1982-05-06"


@pytest.fixture
def anna(bring_in, ws):
    """Somebody of whom the trusted shop says more, and the newsletter the newest."""
    bring_in("shop.csv", HEADER, SHOP, source="Shop")
    bring_in("letter.csv", HEADER, LETTER, source="Letter")
    sources.change(ws, sources.named(ws, "Shop").id, trust=70)
    (record, *_) = reads.records(ws)
    return record.profile


def title(ws, contact):
    """What the profile shows; the row of the list is held against it by `check`."""
    assert checking.check(ws) == []
    return reads.profile(ws, contact).fields["title"]


def test_the_most_trusted_wins_unless_the_newest_or_the_fullest_is_preferred(ws, anna):
    assert title(ws, anna) == "Head of purchasing"
    survivorship.put(ws, {"title": "recent"})
    assert title(ws, anna) == "Buyer"
    assert checking.check(ws) == []
    sources.change(ws, sources.named(ws, "Letter").id, trust=90)
    survivorship.put(ws, {"title": "trusted"})
    assert (title(ws, anna), survivorship.get(ws)) == ("Buyer", {})
    survivorship.put(ws, {"title": "complete"})
    assert title(ws, anna) == "Head of purchasing"


def test_it_is_undone_and_redone(ws, anna):
    said = survivorship.put(ws, {"title": "recent"}).changes.operation
    history.undo(ws, said)
    assert title(ws, anna) == "Head of purchasing"
    history.redo(ws, said)
    assert title(ws, anna) == "Buyer"


def test_an_address_counts_as_a_whole_and_the_preferred_one_stands_first(ws, anna):
    survivorship.put(ws, {"addresses": "recent"})
    (row,) = reads.rows(ws, [anna])
    assert row.city == "Bonn"
    survivorship.put(ws, {"addresses": "complete"})
    (row,) = reads.rows(ws, [anna])
    assert row.city == "Berlin"


def test_the_owners_word_and_a_sources_own_rule_come_first(ws, anna):
    survivorship.put(ws, {"title": "recent"})
    sources.change(ws, sources.named(ws, "Shop").id, rules={"title": "always"})
    assert title(ws, anna) == "Head of purchasing"
    sources.change(ws, sources.named(ws, "Letter").id, rules={"title": "empty"})
    sources.change(ws, sources.named(ws, "Shop").id, rules={})
    assert title(ws, anna) == "Head of purchasing"
    contacts.edit(ws, anna, [Patch("title", "set", "Owner")])
    assert title(ws, anna) == "Owner"


def test_what_it_would_change_is_shown_on_real_people(ws, anna):
    found = survivorship.effect(ws, {"title": "recent", "addresses": "recent"})
    assert (found.changed, found.looked_at) == (1, 1)
    assert [(one.contact, one.name, one.field, one.before, one.after) for one in found.examples] == [
        (anna, "Anna Weber", "Job title", "Head of purchasing", "Buyer"),
        (anna, "Anna Weber", "Address", "Lindenweg 5, Berlin", "Bonn"),
    ]
    assert title(ws, anna) == "Head of purchasing"
    assert survivorship.effect(ws, {}).changed == 0
    with pytest.raises(Cancelled):
        survivorship.effect(ws, {}, cancelled=lambda: True)


def test_the_profile_says_why(ws, anna):
    survivorship.put(ws, {"title": "recent"})
    whys = {one.value: one.why for one in reads.profile(ws, anna).values["title"]}
    assert whys["Head of purchasing"] == "Letter is newer, which you prefer here"


@pytest.mark.parametrize(("field", "winner"), [("emails", "complete"), ("stage", "recent"), ("given", "recent")])
def test_what_cannot_be_preferred_is_refused(ws, field, winner):
    with pytest.raises(InvalidValue):
        survivorship.put(ws, {field: winner})


def test_somebody_of_one_record_is_not_computed_anew(ws, bring_in):
    bring_in("shop.csv", HEADER, SHOP, source="Shop")
    assert survivorship.put(ws, {"title": "recent"}).value is None
    assert survivorship.effect(ws, {}).looked_at == 0
