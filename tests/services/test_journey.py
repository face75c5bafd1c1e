"""The journey of a contact: touchpoints in their order, whose they are, and the way through the stages."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from deskcrm.domain.errors import NotFound
from deskcrm.domain.journey import StageMove, conversions
from deskcrm.domain.patches import Patch
from deskcrm.services import activities, contacts, history, journey, merging
from deskcrm.services.workspace import Workspace


def _anna(ws: Workspace) -> int:
    return contacts.add(ws, "person", {"given": "Anna", "family": "Weber"}).value


def _log(ws: Workspace, contact: int, kind: str, at: str, amount: int | None = None) -> int:
    return activities.log(ws, contact, kind, f"{kind} {at}", at=at, amount=amount, currency="EUR").value


def test_touchpoints_come_the_oldest_first(ws: Workspace) -> None:
    anna = _anna(ws)
    call = _log(ws, anna, "call", "2025-03-04T10:00")
    order = _log(ws, anna, "order", "2025-01-02", 8900)
    found = journey.of(ws, anna)
    assert [touch.id for touch in found.touchpoints] == [order, call]
    assert (found.touchpoints[0].amount, found.touchpoints[0].sale, found.touchpoints[0].own) == (8900, True, True)


def test_the_stages_move_with_the_first_and_second_order(ws: Workspace) -> None:
    anna = _anna(ws)
    contacts.edit(ws, anna, [Patch("stage", "set", "lead")])
    _log(ws, anna, "order", "2026-04-02", 8900)
    _log(ws, anna, "order", "2026-05-02", 8900)
    _log(ws, anna, "order", "2026-06-02", 8900)
    found = journey.of(ws, anna).moves
    assert [move.stage for move in found] == ["lead", "customer", "repeat"]
    assert found[1] == StageMove("customer", found[1].at, "first order")
    assert [move.at[:10] for move in found[1:]] == ["2026-04-02", "2026-05-02"]
    assert conversions(found) == found[1:]


def test_whom_a_newsletter_was_sent_was_a_subscriber_before(ws: Workspace) -> None:
    anna = _anna(ws)
    _log(ws, anna, "campaign", "2025-01-02")
    _log(ws, anna, "order", "2025-04-02", 100)
    assert [(m.stage, m.at[:10]) for m in journey.of(ws, anna).moves] == [
        ("subscriber", "2025-01-02"),
        ("customer", "2025-04-02"),
    ]


def test_an_undone_order_takes_its_stage_along(ws: Workspace) -> None:
    anna = _anna(ws)
    _log(ws, anna, "order", "2025-04-02", 100)
    history.undo(ws)
    assert (journey.of(ws, anna).moves, journey.of(ws, anna).touchpoints) == ((), ())


def test_what_a_merged_contact_brought_keeps_its_name(ws: Workspace) -> None:
    anna = _anna(ws)
    other = contacts.add(ws, "person", {"given": "A.", "family": "Weber"}).value
    _log(ws, anna, "call", "2025-04-02")
    _log(ws, other, "call", "2025-04-03")
    merging.merge(ws, anna, [other])
    found = journey.of(ws, other)
    assert found.survivor == anna
    assert [touch.contact for touch in found.touchpoints] == [anna, other]
    assert found.names == {other: "A. Weber"}


def test_nobody_has_no_journey(ws: Workspace) -> None:
    with pytest.raises(NotFound):
        journey.of(ws, 4711)


@pytest.mark.parametrize(
    "at",
    [
        "2026-07-01",
        "1969-12-31",
        "2026-07-01T10:30",
        "2026-07-01T23:30:00+00:00",
        "2026-01-01T23:30:00-05:00",
    ],
)
def test_the_store_tells_the_same_moment_as_the_clock_on_the_wall(ws: Workspace, at: str) -> None:
    anna = _anna(ws)
    _log(ws, anna, "call", at)
    (touch,) = journey.of(ws, anna).touchpoints
    moment = datetime.fromisoformat(touch.at)
    wall = (moment.astimezone() if moment.tzinfo else moment).replace(tzinfo=None)
    noon = timedelta(hours=12 if len(touch.at) == len("2026-07-01") else 0)
    assert touch.second == (wall + noon - datetime(1970, 1, 1)).total_seconds()
