"""The desk: use cases off the window's thread, one `changed` for each, and no answer to whoever has gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from deskcrm.domain.changes import Changes
from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.views import Progress
from deskcrm.services.outcome import Outcome
from deskcrm.ui.desk import READERS, Desk


class Shelf:
    """What stands in the place of a workspace: the desk only hands it on and closes it."""

    def __init__(self) -> None:
        self.closed = False

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def desk(qtbot: QtBot, shelf: Shelf) -> Iterator[Desk]:
    desk = Desk(shelf)
    yield desk
    desk.close()


def wrote(value: Any, *contacts: int) -> Outcome[Any]:
    return Outcome(value, Changes(1, frozenset({"contacts"}), frozenset(contacts), summary="Wrote"))


def test_a_use_case_runs_on_another_thread_and_its_answer_arrives_on_this_one(qtbot, desk, shelf):
    ran: list[Any] = []
    answered: list[Any] = []

    def use_case(workspace, number):
        ran.append((workspace, threading.current_thread()))
        return wrote(number + 1, 7)

    desk.do(use_case, 41, done=lambda value: answered.append((value, QThread.currentThread())))
    qtbot.waitUntil(lambda: bool(answered))
    assert ran[0][0] is shelf
    assert ran[0][1] is not threading.current_thread()
    assert answered == [(42, QThread.currentThread())]


def test_one_use_case_ends_in_one_changed_that_names_its_initiator(qtbot, desk):
    seen: list[Changes] = []
    desk.changed.connect(seen.append)
    me = object()
    desk.do(lambda _ws: wrote(1, 3, 4), initiator=me)
    qtbot.waitUntil(lambda: desk.idle)
    (changes,) = seen
    assert changes.contacts == {3, 4}
    assert changes.initiator is me


def test_views_hear_of_a_change_before_whoever_made_it(qtbot, desk):
    order: list[str] = []
    desk.changed.connect(lambda _changes: order.append("changed"))
    desk.do(lambda _ws: wrote(1), done=lambda _value: order.append("done"))
    qtbot.waitUntil(lambda: desk.idle)
    assert order == ["changed", "done"]


def test_writes_happen_one_after_the_other_in_the_order_they_were_asked_for(qtbot, desk):
    order: list[int] = []
    for number in range(20):
        desk.do(lambda _ws, n: (order.append(n), wrote(n))[1], number)
    qtbot.waitUntil(lambda: desk.idle)
    assert order == list(range(20))


def test_a_refusal_reaches_the_caller_in_its_own_words(qtbot, desk):
    def refuse(_ws):
        raise InvalidValue("That is no date.")

    told: list[str] = []
    changed: list[Changes] = []
    desk.changed.connect(changed.append)
    desk.do(refuse, failed=told.append)
    qtbot.waitUntil(lambda: desk.idle)
    assert told == ["That is no date."]
    assert changed == []


def test_a_refusal_that_nobody_takes_is_said_by_the_desk(qtbot, desk):
    def refuse(_ws):
        raise InvalidValue("That is no date.")

    with qtbot.waitSignal(desk.failed) as said:
        desk.do(refuse)
    assert said.args == ["That is no date."]


def test_a_bug_comes_out_as_a_report_and_the_desk_goes_on(qtbot, desk):
    def broken(_ws):
        return 1 // 0

    with qtbot.waitSignal(desk.crashed) as crash:
        desk.ask(broken, done=lambda _value: None)
    assert "ZeroDivisionError" in crash.args[0]
    answered: list[int] = []
    desk.ask(lambda _ws: 5, done=answered.append)
    qtbot.waitUntil(lambda: answered == [5])


@pytest.mark.parametrize("way", ["do", "ask"])
def test_whoever_asked_for_what_met_a_bug_is_told_and_can_go_on(qtbot, desk, way):
    def broken(_ws):
        return 1 // 0

    told: list[str] = []
    with qtbot.waitSignal(desk.crashed), qtbot.assertNotEmitted(desk.failed):
        if way == "do":
            desk.do(broken, failed=told.append)
        else:
            desk.ask(broken, done=told.append, failed=told.append, key="import")
    qtbot.waitUntil(lambda: desk.idle)
    assert told == ["Something went wrong in DeskCRM. What was not finished was not begun."]


def test_only_the_newest_question_of_a_key_is_answered(qtbot, desk):
    gate = threading.Event()
    answered: list[str] = []

    def search(_ws, text):
        gate.wait()
        return text

    for text in ("a", "an", "ann"):
        desk.ask(search, text, done=answered.append, key="search")
    gate.set()
    qtbot.waitUntil(lambda: desk.idle)
    assert answered == ["ann"]


def test_a_refused_older_question_is_silent_too(qtbot, desk):
    gate = threading.Event()
    told: list[str] = []
    answered: list[str] = []

    def read(_ws, text):
        gate.wait()
        if text == "old":
            raise InvalidValue("gone")
        return text

    desk.ask(read, "old", done=answered.append, failed=told.append, key="row")
    desk.ask(read, "new", done=answered.append, failed=told.append, key="row")
    gate.set()
    qtbot.waitUntil(lambda: desk.idle)
    assert answered == ["new"]
    assert told == []


def test_two_askers_may_use_the_same_key(qtbot, desk):
    class Asker(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.got: list[int] = []

        def take(self, value: int) -> None:
            self.got.append(value)

    first, second = Asker(), Asker()
    desk.ask(lambda _ws: 1, done=first.take, key="rows")
    desk.ask(lambda _ws: 2, done=second.take, key="rows")
    qtbot.waitUntil(lambda: desk.idle)
    assert (first.got, second.got) == ([1], [2])


@pytest.mark.parametrize("way", ["method", "lambda", "named owner"])
def test_nothing_is_told_to_an_object_that_is_gone(qtbot, desk, way):
    import shiboken6

    told: list[int] = []

    class View(QObject):
        def take(self, value: int) -> None:
            told.append(value)

    view = View()
    gate = threading.Event()
    callbacks = {
        "method": {"done": view.take},
        "lambda": {"done": lambda value: view.take(value)},
        "named owner": {"done": told.append, "owner": view},
    }
    desk.ask(lambda _ws: gate.wait() and 1, **callbacks[way])
    shiboken6.delete(view)
    gate.set()
    qtbot.waitUntil(lambda: desk.idle)
    assert told == []


def test_a_write_by_somebody_who_has_gone_still_tells_the_views(qtbot, desk):
    import shiboken6

    owner = QObject()
    seen: list[Changes] = []
    desk.changed.connect(seen.append)
    gate = threading.Event()
    desk.do(lambda _ws: gate.wait() and wrote(1), done=lambda _value: seen.clear(), owner=owner)
    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: desk.idle)
    assert len(seen) == 1


def test_progress_arrives_here_and_ends_with_the_last_that_was_told(qtbot, desk):
    def importing(_ws, *, progress, cancelled):
        for done in range(1, 1001):
            progress(Progress("Reading", done, 1000))
        return wrote("ok")

    told: list[Progress] = []
    job = desk.do(importing, progress=told.append)
    qtbot.waitUntil(lambda: desk.idle)
    assert told[-1].done == 1000
    assert len(told) < 1000, "what comes faster than it can be shown is skipped"
    assert [p.done for p in told] == sorted(p.done for p in told)
    assert job.progress is told[-1]


def test_a_cancelled_job_stops_and_says_so(qtbot, desk):
    from deskcrm.domain.errors import Cancelled

    begun = threading.Event()

    def importing(_ws, *, cancelled):
        begun.set()
        while not cancelled():
            pass
        raise Cancelled("Cancelled; nothing was changed.")

    told: list[str] = []
    job = desk.do(importing, failed=told.append)
    begun.wait()
    job.cancel()
    qtbot.waitUntil(lambda: desk.idle)
    assert told == ["Cancelled; nothing was changed."]


def test_a_job_cancelled_before_it_began_does_nothing(qtbot, desk):
    gate = threading.Event()
    ran: list[int] = []
    told: list[str] = []
    desk.do(lambda _ws: gate.wait() and wrote(1))
    desk.do(lambda _ws: ran.append(1) or wrote(2), failed=told.append).cancel()
    gate.set()
    qtbot.waitUntil(lambda: desk.idle)
    assert ran == []
    assert len(told) == 1


def test_what_is_asked_before_the_workspace_is_open_waits_for_it(qtbot, shelf):
    desk = Desk()
    answered: list[Any] = []
    desk.ask(lambda ws: ws, done=answered.append)
    desk.do(lambda ws: wrote(ws), done=answered.append)
    assert answered == []
    with qtbot.waitSignal(desk.opened):
        desk.open(lambda: shelf, failed=answered.append)
    qtbot.waitUntil(lambda: len(answered) == 2)
    assert answered == [shelf, shelf]
    desk.close()


def test_a_workspace_that_cannot_be_opened_says_why_and_can_be_tried_again(qtbot, shelf):
    from deskcrm.domain.errors import WorkspaceBusy

    desk = Desk()
    told: list[str] = []

    def busy():
        raise WorkspaceBusy("Another DeskCRM is writing.")

    desk.open(busy, failed=told.append)
    qtbot.waitUntil(lambda: told == ["Another DeskCRM is writing."])
    with qtbot.waitSignal(desk.opened):
        desk.open(lambda: shelf, failed=told.append)
    desk.close()


def test_closing_while_the_workspace_is_being_opened_closes_it_too(qtbot, shelf):
    desk = Desk()
    begun, gate = threading.Event(), threading.Event()
    desk.open(lambda: begun.set() or (gate.wait() and shelf), failed=lambda _words: None)
    begun.wait()
    gate.set()
    desk.close()
    assert shelf.closed


def test_a_closed_desk_begins_nothing(qtbot, shelf):
    desk = Desk()
    desk.close()
    opened: list[int] = []
    desk.open(lambda: opened.append(1) or shelf, failed=lambda _words: None)
    desk.do(lambda _ws: opened.append(2) or wrote(2))
    assert desk.idle
    assert opened == []


def test_closing_writes_all_that_was_asked_and_tells_nobody(qtbot, shelf):
    desk = Desk(shelf)
    begun, gate = threading.Event(), threading.Event()
    finished: list[str] = []

    def write(_ws):
        begun.set()
        gate.wait()
        assert not shelf.closed
        finished.append("first")
        return wrote(1)

    desk.do(write, done=lambda _value: finished.append("told"))
    desk.do(lambda _ws: finished.append("second") or wrote(2))
    desk.do(lambda _ws: finished.append("taken back") or wrote(3)).cancel()
    begun.wait()
    desk.writing.connect(gate.set)  # the desk has begun to close
    desk.close()
    assert finished == ["first", "second"]
    assert shelf.closed
    desk.close()


def test_closing_drops_questions_that_nobody_waits_for_any_more(qtbot, shelf):
    desk = Desk(shelf)
    begun, gate = threading.Semaphore(0), threading.Event()
    asked: list[int] = []
    for _ in range(READERS):
        desk.ask(lambda _ws: begun.release() or gate.wait(), done=asked.append)
    desk.ask(lambda _ws: asked.append(2), done=asked.append)
    for _ in range(READERS):
        begun.acquire()
    desk.writing.connect(gate.set)
    desk.close()
    assert asked == []


def test_what_was_written_before_the_workspace_was_open_is_kept_by_closing(qtbot, shelf):
    desk = Desk()
    gate = threading.Event()
    finished: list[Any] = []
    desk.open(lambda: gate.wait() and shelf, failed=finished.append)
    desk.do(lambda ws: finished.append(ws) or wrote(1))
    desk.ask(lambda ws: finished.append("read"), done=finished.append)
    desk.writing.connect(gate.set)
    desk.close()
    assert finished == [shelf]
    assert shelf.closed


def test_what_waits_for_a_workspace_that_never_opens_is_dropped_by_closing(qtbot, shelf):
    desk = Desk()
    finished: list[int] = []
    desk.do(lambda _ws: finished.append(1) or wrote(1))
    desk.close()
    assert finished == []


@pytest.mark.logs_errors
def test_a_write_that_fails_while_the_desk_closes_is_in_the_log(qtbot, shelf, caplog):
    desk = Desk(shelf)
    gate, written = threading.Event(), []

    def refuse(_ws):
        gate.wait()
        raise InvalidValue("This is no date.")

    def crash(_ws):
        raise KeyError("a bug")

    desk.do(refuse)
    desk.do(crash)
    desk.do(lambda _ws: written.append(1) or wrote(1))
    desk.writing.connect(gate.set)
    desk.close()
    assert written == [1]
    assert [record.getMessage().rpartition(" ")[2] for record in caplog.records] == ["InvalidValue", "KeyError"]


class Passing(QObject):
    """Somebody who asks and is gone before the answer comes; tells on which thread it ended."""

    def __init__(self, ended: list[str]) -> None:
        super().__init__()
        self._ended = ended

    def hear(self, value: object) -> None: ...

    def __del__(self) -> None:
        self._ended.append(threading.current_thread().name)


def test_who_asked_and_is_gone_ends_on_the_gui_thread(qtbot, desk):
    """A widget that ends on a worker thread leaves its timers behind, and the next one that fires crashes."""
    ended: list[str] = []

    def refuse(_ws: object) -> None:
        raise InvalidValue("no")

    for work in (lambda _ws: None, refuse) * 100:
        asker = Passing(ended)
        desk.ask(work, done=asker.hear, failed=asker.hear, owner=asker)
        del asker
    qtbot.waitUntil(lambda: desk.idle)
    qtbot.waitUntil(lambda: len(ended) == 200)
    assert set(ended) == {threading.current_thread().name}
