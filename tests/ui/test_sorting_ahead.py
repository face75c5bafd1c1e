"""While nothing goes on, the window sees that the list's columns can be sorted by; the owner's writing goes first."""

from __future__ import annotations

import pytest

from deskcrm.services import contacts
from deskcrm.ui.sorting_ahead import SortingAhead


@pytest.fixture
def many_ids(few, workspace):
    with workspace.database.write() as connection:
        connection.execute("INSERT INTO contact (id, kind, operation) VALUES (60000, 'person', 1)")
    contacts.add(workspace, "person", {"name": "Far Away"})


def indexes(workspace):
    with workspace.database.read() as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE name GLOB 'profile_by_*'").fetchall()
    return {name.removeprefix("profile_by_") for (name,) in rows}


def test_all_usual_columns_of_people_are_made_ready(many_ids, desk, settle, workspace):
    SortingAhead(desk, desk).begin()
    settle()
    assert indexes(workspace) == {"organization", "email", "stage", "last_at", "value"}


def test_what_is_under_way_goes_first(many_ids, desk, settle, workspace):
    ahead = SortingAhead(desk, desk)
    desk.do(contacts.add, "person", {"name": "Somebody Else"})
    ahead.begin()
    assert ahead.job is None
    settle()
    assert indexes(workspace) == set()


def test_who_writes_is_given_way(many_ids, desk, settle):
    ahead = SortingAhead(desk, desk)
    ahead.begin()
    job = ahead.job
    assert job is not None
    assert not job.cancelled()
    desk.do(contacts.add, "person", {"name": "Somebody Else"})
    assert job.cancelled()
    settle()
