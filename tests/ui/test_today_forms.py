"""What Today asks in a form: the whole of a task, what came of a call, how often to be in touch, what follows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from today_helpers import Key, at, day, dialog, lines, named

from deskcrm.domain.filters import Condition
from deskcrm.services import activities, keeping, reads, tasks, views
from deskcrm.services.views import View
from deskcrm.ui import words
from deskcrm.ui.screens.today_parts.view import TodayView

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # menus without a display want more of it


@pytest.fixture
def anna(few, workspace) -> int:
    return reads.search(workspace, "anna")[0].id


@pytest.fixture
def open_today(window, settle):
    """Opens the screen and waits until all of it is there."""

    def opened():
        window.open_screen("today")
        settle()
        return window.screen_named("today")

    return opened


def test_l_logs_and_keeping_in_touch_is_done_by_it(qtbot, workspace, anna, open_today, settle):
    keeping.keep(workspace, anna, "1 week")
    activities.log(workspace, anna, "call", "long ago", at=f"{day(-30)}T10:00")
    screen = open_today()
    quiet = named(screen, "Going quiet", TodayView)
    assert lines(quiet)[0].startswith("Anna Weber, Keep in touch, Going quiet")
    quiet.setFocus()
    qtbot.keyClick(quiet, Key.Key_L)
    form = dialog(qtbot, "In touch with Anna Weber")
    named(form, "What came of it?").setPlainText("comes on Friday")
    form.save_button.click()
    settle()
    assert reads.timeline(workspace, anna)[0].text == "comes on Friday"
    assert lines(quiet) == []


def test_a_call_is_logged_without_a_word(qtbot, workspace, anna, open_today, settle):
    tasks.add(workspace, "Ring", contact=anna, due=day(0))
    screen = open_today()
    qtbot.keyClick(screen.view, Key.Key_L)
    dialog(qtbot, "In touch with Anna Weber").save_button.click()
    settle()
    entry = reads.timeline(workspace, anna)[0]
    assert (entry.kind, entry.title) == ("call", "Call")


def test_one_of_a_series_says_when_it_comes_again(qtbot, workspace, open_today, settle):
    tasks.add(workspace, "Sweep", due=day(0), repeat="FREQ=DAILY;INTERVAL=3")
    screen = open_today()
    qtbot.keyClick(screen.view, Key.Key_D)
    settle()
    assert screen.following.text == f"Done: Sweep. It comes again on {words.day(day(3))}."
    assert not screen.following.again.isVisible()


def test_what_came_of_a_call_is_written_down_after_it(qtbot, workspace, anna, open_today, settle):
    tasks.add(workspace, "Ring up", contact=anna, due=day(0), kind="call")
    tasks.add(workspace, "Sweep", due=day(0))
    screen = open_today()
    at(screen.view, "Ring up")
    qtbot.keyClick(screen.view, Key.Key_D)
    settle()
    screen.following.log.click()
    assert dialog(qtbot, "In touch with Anna Weber").kind.currentText() == "Call"
    dialog(qtbot, "In touch with Anna Weber").reject()
    at(screen.view, "Sweep")
    qtbot.keyClick(screen.view, Key.Key_D)
    settle()
    assert not screen.following.log.isVisible(), "sweeping is nothing to log"


def test_f2_changes_every_field_of_a_task(qtbot, workspace, anna, open_today, settle):
    task = tasks.add(workspace, "Call", contact=anna, due=day(0)).value
    screen = open_today()
    qtbot.keyClick(screen.view, Key.Key_F2)
    form = dialog(qtbot, "Change the task")
    named(form, "What is to be done?", QLineEdit).setText("Write")
    named(form, "When?", QLineEdit).setText("in 3 days 14:30")
    named(form, "Again").setEditText("every first Monday")
    named(form, "Reminder").setCurrentText("30 minutes before")
    named(form, "Kind").setCurrentText("Email")
    named(form, "Priority").setCurrentText("Important")
    named(form, "Notes").setPlainText("three bikes")
    qtbot.keyClick(form, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    found = tasks.find(workspace, task)
    assert (found.title, found.due, found.remind_at) == ("Write", f"{day(3)}T14:30", f"{day(3)}T14:00")
    assert (found.repeat, found.kind, found.priority) == ("FREQ=MONTHLY;BYDAY=1MO", "email", 1)
    assert (found.notes, found.contact) == ("three bikes", anna)
    number = len(reads.history(workspace))
    screen.acts.edit([screen.model.rows[1].line])
    form = dialog(qtbot, "Change the task")
    qtbot.keyClick(form, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert len(reads.history(workspace)) == number, "what did not change is not written"


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("What is to be done?", " ", "in a few words"), ("When?", "soonish", "not understood"),
    ],
)  # fmt: skip
def test_the_form_says_what_it_did_not_understand(qtbot, workspace, open_today, settle, field, typed, told):
    tasks.add(workspace, "Call", due=day(0))
    screen = open_today()
    qtbot.keyClick(screen.view, Key.Key_F2)
    form = dialog(qtbot, "Change the task")
    named(form, field, QLineEdit).setText(typed)
    qtbot.keyClick(form, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told in form.trouble.text
    form.reject()


def test_tasks_are_given_to_somebody_else(qtbot, workspace, anna, open_today, settle):
    for title in ("a", "b"):
        tasks.add(workspace, title, due=day(0))
    screen = open_today()
    screen.view.selectAll()
    screen.acts.give(screen.view.chosen)
    form = dialog(qtbot, "With whom are they to be?")
    qtbot.keyClicks(form.picker.field, "anna")
    settle()
    form.save()
    settle()
    assert {task.contact for task in reads.tasks(workspace)} == {anna}


def test_a_saved_view_gets_a_rhythm_from_its_menu(qtbot, workspace, anna, window, settle, desk):
    view = views.save(workspace, View("Berliners", "person", Condition("city", "is", "Berlin"))).value.id
    activities.log(workspace, anna, "call", "long ago", at=f"{day(-40)}T10:00")
    window.open_screen("people")
    settle()
    people = window.screen_named("people")
    people.tools.keep_in_touch(view)
    settle()
    form = dialog(qtbot, "Keep in touch with Berliners")
    named(form, "Every").setEditText("now and then")
    form.save()
    assert "is no rhythm" in form.trouble.text
    named(form, "Every").setEditText("every month")
    form.save()
    settle()
    assert keeping.of_view(workspace, view) == "1 month"
    window.open_screen("today")
    settle()
    assert lines(window.screen_named("today").quiet)[0].startswith("Anna Weber, Keep in touch")
    people.tools.keep_in_touch(view)
    settle()
    assert named(dialog(qtbot, "Keep in touch with Berliners"), "Every").currentText() == "1 month"
    dialog(qtbot, "Keep in touch with Berliners").reject()
