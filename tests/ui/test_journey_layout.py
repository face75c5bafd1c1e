"""Where things stand in the picture of a journey: figures only, nothing is painted."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from deskcrm.domain.journey import Journey, StageMove, Touchpoint
from deskcrm.ui.models.journey import BIN, DOT, DOT_MOST, TICK_ROOM, Plot, Span, second_of, ticks

DAY = 86400.0
NOW = second_of("2026-11-25")
SURVIVOR, MERGED = 1, 2


def touch(number: int, at: str, kind: str = "order", amount: int | None = None, contact: int = SURVIVOR) -> Touchpoint:
    return Touchpoint(number, at, kind, f"{kind} {number}", amount, "EUR", kind == "order", contact, "Shop", False)


def plot(*touchpoints: Touchpoint, moves: tuple[StageMove, ...] = ()) -> Plot:
    return Plot(Journey(SURVIVOR, touchpoints, moves, {MERGED: "A. Weber"}), NOW)


def many(number: int = 3000) -> Plot:
    first = datetime(2020, 1, 1)
    days = [(first + timedelta(hours=17 * n)).isoformat(timespec="minutes") for n in range(number)]
    kinds = ("order", "visit", "call")
    return plot(*(touch(n, day, kinds[n % 3], 100) for n, day in enumerate(days)))


def test_dots_stand_by_their_time_in_the_lane_of_their_channel() -> None:
    one = plot(touch(1, "2026-01-01", "campaign"), touch(2, "2026-06-01", "call"), touch(3, "2026-11-01"))
    picture = one.layout(one.whole, 500)
    assert one.lanes == ["Newsletter", "Orders", "Calls"]
    assert [(dot.lane, dot.touches) for dot in sorted(picture.dots)] == [(0, (0,)), (2, (1,)), (1, (2,))]
    xs = sorted(dot.x for dot in picture.dots)
    assert (xs[1] - xs[0]) / (xs[2] - xs[0]) == pytest.approx(151 / 304, abs=0.001)


def test_a_dots_area_grows_with_its_amount() -> None:
    one = plot(touch(1, "2026-01-01", amount=10000), touch(2, "2026-06-01", amount=2500), touch(3, "2026-11-01"))
    radii = [dot.radius for dot in sorted(one.layout(one.whole, 500).dots)]
    assert radii == [DOT_MOST, (DOT + DOT_MOST) / 2, DOT]


def test_a_refund_larger_than_its_order_has_a_dot_too() -> None:
    one = plot(touch(1, "2026-01-01", amount=-500), touch(2, "2026-06-01", amount=0))
    assert [dot.radius for dot in one.layout(one.whole, 500).dots] == [DOT, DOT]


def test_many_become_bins_and_come_apart_again_when_one_looks_closely() -> None:
    one = many()
    whole = one.layout(one.whole, 400)
    assert whole.dots == ()
    assert sum(len(each.touches) for each in whole.bins) == 3000
    assert max(each.weight for each in whole.bins) == 1.0
    assert len(whole.bins) <= 3 * (400 / BIN + 1)
    close = one.layout(Span(one.times[1500], one.times[1500] + 20 * DAY), 400)
    assert close.bins == ()
    assert 25 < len(close.dots) < 40


def test_what_a_merged_contact_brought_is_told_apart() -> None:
    one = plot(touch(1, "2026-01-01"), touch(2, "2026-01-01", contact=MERGED))
    dots = one.layout(one.whole, 400).dots
    assert sorted((dot.merged, dot.touches) for dot in dots) == [(False, (0,)), (True, (1,))]
    assert one.has_merged
    assert one.told([1])[-1] == "Shop, from A. Weber"


def test_stages_are_bands_and_conversions_are_marked() -> None:
    moves = (StageMove("lead", "2026-01-01"), StageMove("customer", "2026-06-01", "first order"))
    one = plot(touch(1, "2026-01-01", "call"), touch(2, "2026-06-01"), moves=moves)
    picture = one.layout(one.whole, 500)
    assert [(band.stage, band.label) for band in picture.bands] == [("lead", "Lead"), ("customer", "Customer")]
    assert picture.bands[0].x + picture.bands[0].width == pytest.approx(picture.bands[1].x)
    assert picture.bands[1].x + picture.bands[1].width == pytest.approx(500)
    assert [(mark.label, mark.first) for mark in picture.marks] == [
        ("First touch", True),
        ("Customer (first order)", False),
    ]


def test_bands_outside_the_time_in_sight_are_left_out() -> None:
    moves = (StageMove("lead", "2026-01-01"), StageMove("customer", "2026-06-01", "first order"))
    one = plot(touch(1, "2026-01-01", "call"), touch(2, "2026-06-01"), moves=moves)
    picture = one.layout(Span(second_of("2026-07-01"), second_of("2026-08-01")), 500)
    assert [(band.x, band.width, band.stage) for band in picture.bands] == [(0, 500, "customer")]
    assert picture.marks == ()


def test_zooming_keeps_the_moment_under_the_pointer_and_nothing_beyond_the_whole_shows() -> None:
    span = Span(0, 100 * DAY)
    closer = span.zoomed(0.5, 30 * DAY)
    assert closer.x_of(30 * DAY, 400) == pytest.approx(span.x_of(30 * DAY, 400))
    assert closer.moved(200 * DAY).within(span) == Span(50 * DAY, 100 * DAY)
    assert closer.zoomed(5, 0).within(span) == span
    assert span.zoomed(1e-9, 0).length == DAY


@pytest.mark.parametrize("days", [1, 20, 300, 3000, 40000])
def test_ticks_have_room_and_say_each_year(days: int) -> None:
    start = second_of("2019-12-20")
    found = ticks(Span(start, start + days * DAY), 500)
    xs = [tick.x for tick in found]
    assert found
    assert all(b - a > TICK_ROOM * 0.85 for a, b in pairwise(xs))
    assert found[0].label[-4:].isdigit()


def test_a_touchpoint_of_the_first_year_and_of_the_last_is_laid_out() -> None:
    one = plot(touch(1, "0001-01-01"), touch(2, "9999-12-31"))
    assert len(one.layout(one.whole, 500).dots) == 2


def test_three_of_one_day_have_a_month_around_them() -> None:
    one = plot(*(touch(n, "2026-11-25") for n in range(3)))
    assert one.whole.length >= 30 * DAY
    assert [dot.touches for dot in one.layout(one.whole, 500).dots] == [(0, 1, 2)]


def test_more_channels_than_lanes_share_the_last() -> None:
    kinds = (
        "order",
        "order",
        "call",
        "call",
        "email",
        "email",
        "visit",
        "visit",
        "support",
        "support",
        "note",
        "event",
    )
    one = plot(*(touch(n, f"2026-01-{n + 1:02}", kind) for n, kind in enumerate(kinds)))
    assert one.lanes == ["Visits", "Orders", "Calls", "Emails", "Support", "Other"]
    assert one.lane_of[-2:] == [5, 5]


def test_the_keyboard_goes_by_time_and_by_lane() -> None:
    one = plot(touch(1, "2026-01-01", "call"), touch(2, "2026-02-01"), touch(3, "2026-06-01", "call"))
    assert one.step(-1, -1) == 2
    assert [one.step(2, -1), one.step(0, -1), one.step(2, 1)] == [1, 0, 2]
    assert [one.step(1, 1, lane=True), one.step(0, 1, lane=True), one.step(2, -1, lane=True)] == [0, 0, 1]


def test_the_story_is_told_in_words() -> None:
    moves = (StageMove("customer", "2026-06-01", "first order"),)
    one = plot(touch(1, "2025-01-01", "campaign"), touch(2, "2026-11-01", amount=8900), moves=moves)
    assert one.summary() == "2 touchpoints in 22 months, first seen through the newsletter"
    assert "Customer since 1 Jun 2026 (first order)" in one.story()
    assert one.told([1])[0] == "order 2 · €89.00"
    assert one.told([0, 1])[1] == "1 Jan 2025 to 1 Nov 2026"
    assert plot().summary() == "Nothing has happened yet"
