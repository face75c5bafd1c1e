"""Memory is cleared away on the window's thread, while nothing goes on."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from deskcrm.ui import collecting
from deskcrm.ui.collecting import Collecting


class Knot:
    """Refers to itself."""

    def __init__(self) -> None:
        self.me = self


class State:
    """Whether something goes on."""

    quiet = True


@pytest.fixture
def state() -> State:
    return State()


@pytest.fixture
def collector(qtbot: QtBot, state: State) -> Iterator[Collecting]:
    collector = Collecting(lambda: state.quiet)
    collector.begin()
    gc.collect()
    yield collector
    collector.end()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def knots(number: int) -> weakref.ref[Knot]:
    made = [Knot() for _ in range(number)]
    return weakref.ref(made[0])


def test_nothing_is_collected_by_itself(collector: Collecting) -> None:
    gone = knots(collecting.SOME)
    assert not gc.isenabled()
    assert gone() is not None


def test_it_is_collected_when_nothing_goes_on_and_it_is_worth_it(collector: Collecting, state: State) -> None:
    few = knots(10)
    collector.look()
    assert few() is not None, "not worth it"
    many = knots(collecting.SOME)
    state.quiet = False
    collector.look()
    assert many() is not None, "something goes on"
    state.quiet = True
    collector.look()  # what was there at first stays
    again = knots(collecting.SOME)
    collector.look()
    assert again() is None


def test_it_is_collected_in_any_case_before_it_fills_the_memory(
    collector: Collecting, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "TOO_MANY", collecting.SOME)
    state.quiet = False
    gone = knots(collecting.SOME + 1)
    collector.look()
    assert gone() is None


def test_it_looks_by_itself(qtbot: QtBot, collector: Collecting) -> None:
    collector.look()
    collector._timer.setInterval(1)
    knots(collecting.SOME)
    collector.look()
    gone = knots(collecting.SOME)
    qtbot.waitUntil(lambda: gone() is None)
