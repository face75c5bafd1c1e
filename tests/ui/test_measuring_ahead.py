"""While nothing goes on, the window brings measures up to date that somebody wanted; the owner's writing goes first."""

from __future__ import annotations

from deskcrm.services import contacts, measures
from deskcrm.ui.measuring_ahead import MeasuringAhead


def test_what_was_wanted_once_is_brought_up_to_date(few, desk, settle, workspace):
    measures.renew_outlook(workspace)
    contacts.add(workspace, "person", {"name": "Somebody New"})
    assert not measures.are_settled(workspace)
    MeasuringAhead(desk, desk).begin()
    settle()
    assert measures.are_settled(workspace)
    assert not measures.outlook_is_old(workspace)


def test_what_nobody_wanted_is_not_computed(few, desk, settle, workspace):
    MeasuringAhead(desk, desk).begin()
    settle()
    assert not measures.are_settled(workspace)


def test_who_writes_is_given_way(few, desk, settle, workspace):
    measures.settle(workspace)
    ahead = MeasuringAhead(desk, desk)
    desk.do(contacts.add, "person", {"name": "Somebody Else"})
    ahead.begin()
    assert ahead.job is None
    settle()
    ahead.begin()
    job = ahead.job
    assert job is not None
    desk.do(contacts.add, "person", {"name": "One More"})
    assert job.cancelled()
    settle()
