"""The screen Today: its sections, one key for each thing to do, a line of words, what moved."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QMenu, QTableView
from today_helpers import Key, at, day, lines, menu_of, named, titles

from deskcrm.domain.patches import Patch
from deskcrm.services import activities, contacts, history, keeping, reads, tasks
from deskcrm.ui.screens.today_parts.delegate import circle_in
from deskcrm.ui.screens.today_parts.putting_off import ask_until
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


def test_the_day_stands_in_its_sections(qtbot, workspace, anna, open_today, window, settle):
    tasks.add(workspace, "Send the quote", contact=anna, due=day(-2), priority=2)
    tasks.add(workspace, "Sweep", due=day(0), repeat="FREQ=WEEKLY")
    tasks.add(workspace, "Meet", contact=anna, due=f"{day(3)}T10:00")
    tasks.add(workspace, "Later", due=day(30))
    tasks.add(workspace, "Some day")
    activities.log(workspace, anna, "call", "before the weekend, please", at=f"{day(-3)}T10:00")
    screen = open_today()
    view = named(screen, "What to do", TodayView)
    said = lines(view)
    assert said[0] == "Overdue"
    assert said[1].startswith("Anna Weber, Send the quote, Overdue, ")
    assert "Urgent" in said[1]
    assert "2 days late" in said[1]
    assert "before the weekend, please" in said[1]
    assert said[2:4] == ["Today", "Sweep, Today, any time, every week, today"]
    assert said[4] == "Next 7 days"
    assert said[5].startswith("Anna Weber, Meet, Next 7 days, ")
    assert said[6:] == ["1 later, 1 without a day"]
    window.waiting.count()
    settle()
    assert window.sidebar.badge("today") == 2
    QAbstractItemModelTester(screen.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    view.setCurrentIndex(view.today.index(6, 0))
    qtbot.keyClick(view, Key.Key_Return)
    assert lines(view)[7].startswith("Later, Later, ")
    assert lines(view)[8] == "Some day, Later, no day"


def test_d_finishes_and_the_cursor_stays_where_work_goes_on(qtbot, workspace, anna, open_today, settle, window):
    for title in ("First", "Second", "Third"):
        tasks.add(workspace, title, contact=anna, due=day(0))
    screen = open_today()
    assert screen.view.hasFocus()
    at(screen.view, "Second")
    qtbot.keyClick(screen.view, Key.Key_D)
    settle()
    assert titles(workspace) == ["First", "Third"]
    assert [line.title for line in screen.view.chosen] == ["Third"]
    assert window.sidebar.badge("today") == 2
    assert screen._sum.whole_text() == "2 things today. 1 done today."
    qtbot.waitUntil(window.message.isVisible)
    window.message.press()
    settle()
    assert len(titles(workspace)) == 3


def test_several_are_chosen_and_done_at_once(qtbot, workspace, open_today, settle):
    for title in ("First", "Second", "Third"):
        tasks.add(workspace, title, due=day(0))
    screen = open_today()
    at(screen.view, "First")
    qtbot.keyClick(screen.view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(screen.view, Key.Key_Space)
    settle()
    assert titles(workspace) == ["Third"]
    assert reads.history(workspace, 1)[0].summary == "Finished 2 tasks"
    assert screen.following.isHidden(), "what follows is asked of one"


def test_the_circle_finishes_too(qtbot, workspace, open_today, settle):
    tasks.add(workspace, "First", due=day(0))
    screen = open_today()
    box = circle_in(screen.view.visualRect(screen.model.index(1, 0)), mirrored=False)
    qtbot.mouseClick(screen.view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    settle()
    assert titles(workspace) == []


def test_s_asks_until_when_and_a_letter_answers(qtbot, workspace, open_today, settle):
    tasks.add(workspace, "Call", due=day(-3))
    screen = open_today()
    qtbot.keyClick(screen.view, Key.Key_S)
    menu = menu_of(qtbot, screen)
    assert menu.accessibleName() == "Until when?"
    qtbot.keyClick(menu, Key.Key_T)
    settle()
    assert reads.tasks(workspace)[0].due == day(1)
    assert "1 put off" in screen._sum.whole_text()


def test_the_choices_of_putting_off_go_with_the_time_of_day(qtbot, window):
    def offered(hour: int) -> list[str]:
        menu = ask_until(window, window.pos(), lambda _moment: None, datetime(2026, 11, 25, hour))
        said = [action.text().replace("&", "") for action in menu.actions() if not action.isSeparator()]
        menu.close()
        return said

    week = ["Tomorrow\tThu 26 Nov", "In 3 days\tSat 28 Nov", "Next week\tMon 30 Nov", "Pick a day…"]
    assert offered(9) == ["This afternoon\t15:00", *week]
    assert offered(15) == ["This evening\t18:00", *week]
    assert offered(21) == week


def test_a_day_is_picked_from_a_calendar(qtbot, workspace, open_today, settle):
    tasks.add(workspace, "Call", due=day(-3))
    screen = open_today()
    qtbot.keyClick(screen.view, Key.Key_S)
    qtbot.keyClick(menu_of(qtbot, screen), Key.Key_P)
    (menu,) = [menu for menu in screen.findChildren(QMenu) if menu.accessibleName() == "Pick a day"]
    keys = named(menu, "Day").findChild(QTableView)
    qtbot.keyClick(keys, Key.Key_Right)
    qtbot.keyClick(keys, Key.Key_Return)
    settle()
    assert reads.tasks(workspace)[0].due == day(2)


class Mailer(QObject):
    """Stands for the mail program of the system."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.asked.append(url.toString())


def test_e_opens_the_mail_program_and_logs_it(qtbot, workspace, anna, open_today, settle, window):
    grace = reads.search(workspace, "grace")[0].id
    contacts.edit(workspace, grace, [Patch("emails", "clear")])
    tasks.add(workspace, "About the quote", contact=anna, due=day(0))
    tasks.add(workspace, "Say hello", contact=grace, due=day(0))
    screen = open_today()
    mailer = Mailer()
    QDesktopServices.setUrlHandler("mailto", mailer, "take")
    at(screen.view, "About the quote")
    qtbot.keyClick(screen.view, Key.Key_E)
    settle()
    at(screen.view, "Say hello")
    qtbot.keyClick(screen.view, Key.Key_E)
    settle()
    QDesktopServices.unsetUrlHandler("mailto")
    assert mailer.asked == ["mailto:anna@weber.example?subject=About the quote"]
    assert (reads.timeline(workspace, anna)[0].kind, reads.timeline(workspace, grace)) == ("email", [])
    assert window.message.text == "There is no email address of Grace O'Neill yet."


def test_enter_opens_the_profile_and_back_comes_back(qtbot, workspace, anna, open_today, settle, window):
    tasks.add(workspace, "Call", contact=anna, due=day(0))
    screen = open_today()
    qtbot.keyClick(screen.view, Key.Key_Return)
    settle()
    assert window.place.contact == anna
    assert window.section == "today"
    window.go_back()
    settle()
    assert window.current is screen


def test_n_adds_what_is_said_and_shows_before_what_it_understood(qtbot, workspace, anna, open_today, settle):
    tasks.add(workspace, "Call", due=day(0))
    screen = open_today()
    qtbot.keyClick(screen.view, Key.Key_N)
    field = named(screen, "Add a task", QLineEdit)
    assert field.hasFocus()
    qtbot.keyClicks(field, "call Anna Weber tomorrow 3pm every week !")
    settle()
    assert screen.line.understood.whole_text() == (
        "Call: “call Anna Weber” · Tomorrow, 15:00 · every week · reminds then · important · with Anna Weber"
    )
    qtbot.keyClick(field, Key.Key_Return)
    settle()
    task = next(task for task in reads.tasks(workspace) if task.name)
    assert (task.title, task.due, task.repeat, task.name) == (
        "call Anna Weber", f"{day(1)}T15:00", "FREQ=WEEKLY", "Anna Weber",
    )  # fmt: skip
    assert field.text() == ""
    assert screen.line.understood.isHidden()
    qtbot.keyClicks(field, "tomorrow")
    settle()
    assert screen.line.understood.whole_text() == "And what is to be done?"
    qtbot.keyClick(field, Key.Key_Return)
    settle()
    assert "A task needs a few words" in screen.line.understood.whole_text()
    qtbot.keyClick(field, Key.Key_Escape)
    assert field.text() == ""
    assert screen.view.hasFocus()


def test_n_is_a_key_before_the_day_is_read_too(qtbot, workspace, anna, window, settle):
    tasks.add(workspace, "Call", due=day(0))
    window.open_screen("today")
    screen = window.screen_named("today")
    qtbot.keyClick(window.focusWidget(), Key.Key_N)
    assert window.focusWidget() is screen.line.field
    qtbot.keyClicks(screen.line.field, "sweep")
    settle()
    assert (screen.line.field.text(), window.focusWidget()) == ("sweep", screen.line.field)


def test_a_name_that_several_have_is_said_to_be_nobodys_yet(qtbot, workspace, anna, open_today, settle):
    contacts.add(workspace, "person", {"name": "Anna Weber"})
    screen = open_today()
    qtbot.keyClicks(screen.line.field, "call anna weber")
    settle()
    assert (
        screen.line.understood.whole_text()
        == "Call: “call anna weber” · several are called Anna Weber, so with nobody yet"
    )


def test_what_is_done_offers_what_follows(qtbot, workspace, anna, open_today, settle):
    tasks.add(workspace, "Ring up", contact=anna, due=day(0), kind="call")
    screen = open_today()
    qtbot.keyClick(screen.view, Key.Key_D)
    settle()
    assert screen.following.text == "Done: Ring up with Anna Weber. What follows?"
    screen.following.again.click()
    field = screen.line.field
    assert (field.text(), field.selectedText()) == ("Follow up: Ring up in 2 weeks", "in 2 weeks")
    assert screen.following.isHidden()
    qtbot.keyClick(field, Key.Key_Return)
    settle()
    (task,) = reads.tasks(workspace)
    assert (task.title, task.contact, task.due) == ("Follow up: Ring up", anna, day(14))


def test_delete_deletes_and_ctrl_z_brings_it_back(qtbot, workspace, open_today, settle, window):
    tasks.add(workspace, "Call", due=day(0))
    screen = open_today()
    qtbot.keyClick(screen.view, Key.Key_Delete)
    settle()
    assert titles(workspace) == []
    window.undo()
    settle()
    assert lines(screen.view)[1].startswith("Call")


def test_a_birthday_is_seen_to_or_put_off(qtbot, workspace, anna, open_today, settle):
    contacts.edit(workspace, anna, [Patch("birthday", "set", f"1976-{day(0)[5:]}")])
    screen = open_today()
    at(screen.view, "Birthday")
    qtbot.keyClick(screen.view, Key.Key_D)
    settle()
    assert lines(screen.view) == []
    history.undo(workspace)
    screen.shown()
    settle()
    at(screen.view, "Birthday")
    qtbot.keyClick(screen.view, Key.Key_S)
    qtbot.keyClick(menu_of(qtbot, screen), Key.Key_T)
    settle()
    assert [line.split(",")[:3] for line in lines(screen.view) if "," in line] == [
        ["Anna Weber", " Birthday", " Next 7 days"]
    ]


def test_who_goes_quiet_is_planned_by_putting_off(qtbot, workspace, anna, open_today, settle):
    for ago in (100, 130, 160):
        activities.log(workspace, anna, "order", "", amount=100, currency="EUR", at=day(-ago))
    screen = open_today()
    assert "usually every 30 days; nothing for 100" in lines(screen.quiet)[0]
    screen.quiet.setFocus()
    qtbot.keyClick(screen.quiet, Key.Key_S)
    qtbot.keyClick(menu_of(qtbot, screen), Key.Key_T)
    settle()
    assert lines(screen.quiet) == []
    assert [(task.title, task.due) for task in reads.tasks(workspace)] == [("Get back in touch", day(1))]


def test_an_empty_day_is_calm_and_a_finished_one_says_what_moved(qtbot, workspace, open_today, settle):
    screen = open_today()
    assert screen.empty._head.whole_text() == "Nothing to do today"
    task = tasks.add(workspace, "Call", due=day(0)).value
    tasks.finish(workspace, task)
    screen.shown()
    settle()
    assert screen.empty._head.whole_text() == "All done for today"
    assert screen._sum.whole_text() == "Nothing is waiting. 1 done today."


def test_a_small_window_has_who_goes_quiet_in_the_list(qtbot, workspace, anna, open_today, settle, window):
    keeping.keep(workspace, anna, "1 week")
    activities.log(workspace, anna, "call", "long ago", at=f"{day(-30)}T10:00")
    tasks.add(workspace, "Call", due=day(0))
    screen = open_today()
    assert "Going quiet" not in lines(screen.view)
    window.resize(900, 600)
    qtbot.waitUntil(lambda: "Going quiet" in lines(screen.view))
    assert not screen.quiet.isVisible()


def test_who_began_to_add_a_task_is_left_there_while_the_day_is_read(qtbot, window, workspace, settle):
    tasks.add(workspace, "Sweep", due=day(0))
    window.open_screen("today")
    settle()
    screen = window.screen_named("today")
    screen.shown()
    qtbot.keyClick(screen.view, Qt.Key.Key_N)
    settle()
    assert window.focusWidget() is screen.line.field, "what is typed next is the task, and no keys of the list"
