"""What was logged is corrected, moved and deleted, each as one operation that can be taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deskcrm.domain.activities import LineItem, kind_for
from deskcrm.domain.errors import InvalidValue, NotFound, Refused
from deskcrm.domain.views import ImportResult
from deskcrm.services import activities, contacts, history, reads
from deskcrm.services.activities import Correction
from deskcrm.services.workspace import Workspace


@pytest.fixture
def anna(ws: Workspace) -> int:
    return contacts.add(ws, "person", {"given": "Anna", "family": "Roth"}).value


def test_a_correction_is_a_new_version_and_undo_shows_the_old_one(ws: Workspace, anna: int) -> None:
    call = activities.log(ws, anna, "call", "About the bike", duration=10).value
    outcome = activities.edit(ws, call, Correction(text="About the cargo bike", outcome="Wants a test ride"))
    (entry,) = reads.timeline(ws, anna)
    assert (entry.id, entry.text) == (call, "About the cargo bike")
    said = [version.data for version in activities.versions(ws, call)]
    assert [one["text"] for one in said] == ["About the cargo bike", "About the bike"]
    assert said[0]["outcome"] == "Wants a test ride"
    assert said[0]["duration"] == 10
    assert outcome.changes.operation is not None
    history.undo(ws, outcome.changes.operation)
    assert [entry.text for entry in reads.timeline(ws, anna)] == ["About the bike"]


def test_a_moved_order_counts_with_the_other_contact_until_undo(ws: Workspace, anna: int) -> None:
    ben = contacts.add(ws, "person", {"given": "Ben", "family": "Kurz"}).value
    helmet = LineItem("Helmet", sku="H1", quantity=2, price=4500, discount=500, tax=1357)
    order = activities.log(ws, anna, "order", "", amount=8500, currency="EUR", items=[helmet]).value
    outcome = activities.move(ws, order, ben)
    assert reads.timeline(ws, anna) == []
    (entry,) = reads.timeline(ws, ben)
    assert entry.items == (
        {"name": "Helmet", "sku": "H1", "quantity": 2, "price": 4500, "discount": 500, "tax": 1357},
    )  # fmt: skip
    assert reads.profile(ws, ben).measures["value"] == 8500
    assert outcome.changes.operation is not None
    history.undo(ws, outcome.changes.operation)
    assert reads.profile(ws, anna).measures["value"] == 8500
    assert reads.timeline(ws, ben) == []


def test_what_was_deleted_comes_back_by_undo_and_is_not_deleted_twice(ws: Workspace, anna: int) -> None:
    note = activities.log(ws, anna, "note", "Likes red").value
    activities.delete(ws, note)
    with pytest.raises(NotFound):
        activities.delete(ws, note)
    history.undo(ws)
    assert [entry.id for entry in reads.timeline(ws, anna)] == [note]


def test_an_order_refunded_in_its_source_is_a_new_version_with_the_old_one_kept(
    ws: Workspace, bring_in: Callable[..., ImportResult]
) -> None:
    header = "Order ID,Customer email,Date,Status,Total,Currency"
    bring_in("orders.csv", header, "A1,anna@x.de,2026-01-05,paid,20.00,EUR", source="Shop")
    bring_in("orders.csv", header, "A1,anna@x.de,2026-01-05,refunded,20.00,EUR", source="Shop")
    person = next(iter(reads.records(ws))).profile
    (entry,) = reads.timeline(ws, person)
    assert [v.data["status"] for v in activities.versions(ws, entry.id)] == ["refunded", "paid"]
    assert reads.profile(ws, person).measures["orders"] == 0
    with pytest.raises(Refused, match="Shop"):
        activities.edit(ws, entry.id, Correction(text="No"))
    history.undo(ws)
    assert reads.profile(ws, person).measures["orders"] == 1
    assert [v.data["status"] for v in activities.versions(ws, entry.id)] == ["paid"]


def test_a_correction_that_leaves_nothing_or_makes_no_sense_is_refused(ws: Workspace, anna: int) -> None:
    note = activities.log(ws, anna, "note", "Likes red").value
    for wrong in (Correction(text=""), Correction(kind="seance"), Correction(at="soon"), Correction(duration=-1)):
        with pytest.raises(InvalidValue):
            activities.edit(ws, note, wrong)
    with pytest.raises(Refused, match="already"):
        activities.move(ws, note, anna)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Order Completed", "order"), ("Order Refunded", "refund"), ("Product Viewed", "viewed"),
        ("Email Bounced", "bounce"), ("Unsubscribed", "unsubscribe"), ("Anruf", "call"), ("?", "event"),
    ],
)  # fmt: skip
def test_names_of_events_by_segments_spec_are_understood(word: str, kind: str) -> None:
    assert kind_for(word) == kind
