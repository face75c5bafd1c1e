"""Pinned entries: on top until they are let go, undone like anything else, gone with a merge that is taken back."""

from __future__ import annotations

import pytest

from deskcrm.domain.errors import NotFound
from deskcrm.services import activities, contacts, erasing, history, merging, pins, reads
from deskcrm.services.workspace import Workspace


@pytest.fixture
def anna(ws: Workspace) -> int:
    return contacts.add(ws, "person", {"given": "Anna", "family": "Weber"}).value


@pytest.fixture
def call(ws: Workspace, anna: int) -> int:
    return activities.log(ws, anna, "call", "Likes red").value


def pinned(ws: Workspace, contact: int) -> list[int]:
    return [entry.id for entry in pins.of(ws, contact)]


def test_an_entry_is_pinned_and_let_go_and_both_are_undone(ws: Workspace, anna: int, call: int) -> None:
    assert pins.pin(ws, call).changes.contacts == {anna}
    assert pinned(ws, anna) == [call]
    pins.unpin(ws, call)
    assert pinned(ws, anna) == []
    assert [one.summary for one in reads.history(ws, 2, anna)] == [
        "Unpinned an entry of Anna Weber",
        "Pinned an entry of Anna Weber",
    ]
    history.undo(ws)
    assert pinned(ws, anna) == [call]
    history.undo(ws)
    assert pinned(ws, anna) == []


def test_a_pin_changes_nothing_else_of_the_profile(ws: Workspace, anna: int, call: int) -> None:
    before = reads.profile(ws, anna)
    pins.pin(ws, call)
    assert reads.profile(ws, anna) == before


def test_a_joined_profile_has_the_pins_of_both_and_each_keeps_its_own(ws: Workspace, anna: int, call: int) -> None:
    other = contacts.add(ws, "person", {"given": "A.", "family": "Weber"}).value
    note = activities.log(ws, other, "note", "Moves in May").value
    pins.pin(ws, note)
    merging.merge(ws, anna, [other])
    pins.pin(ws, call)
    assert sorted(pinned(ws, anna)) == sorted([call, note])
    merging.take_back(ws, reads.profile(ws, anna).merges[0].id)
    assert (pinned(ws, anna), pinned(ws, other)) == ([call], [note])


def test_a_deleted_entry_is_pinned_no_more_and_an_unknown_one_never(ws: Workspace, anna: int, call: int) -> None:
    pins.pin(ws, call)
    activities.delete(ws, call)
    assert pinned(ws, anna) == []
    with pytest.raises(NotFound):
        pins.pin(ws, call)
    history.undo(ws)
    assert pinned(ws, anna) == [call]


def test_erasing_reaches_pins(ws: Workspace, anna: int, call: int) -> None:
    pins.pin(ws, call)
    erasing.erase(ws, anna)
    with pytest.raises(NotFound):
        pins.of(ws, anna)
