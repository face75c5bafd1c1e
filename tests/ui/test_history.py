"""History: every operation in words, by day, and undone or done again in any order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskcrm.domain.patches import Patch
from deskcrm.domain.views import HistoryEntry, ListQuery
from deskcrm.services import contacts, reads, settings
from deskcrm.services.workspace import Workspace
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.screens import history as history_screen
from deskcrm.ui.screens.history import HistoryScreen
from deskcrm.ui.screens.operations.entries import Line, clock, day_heading, line_of, undone_words
from deskcrm.ui.screens.operations.view import OperationView

TODAY = date(2026, 11, 23)


def opened(window: MainWindow, settle: Callable[[], None]) -> HistoryScreen:
    window.open_screen("history")
    settle()
    screen = window.screen_named("history")
    assert isinstance(screen, HistoryScreen)
    return screen


def lines(screen: HistoryScreen) -> list[Line]:
    rows = range(screen.view.operations.rowCount())
    return [line for row in rows if (line := screen.view.operations.line_at(row))]


def press(qtbot: QtBot, key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key)


@pytest.fixture
def grace(workspace: Workspace, few: None) -> int:
    """Grace, imported and then edited once."""
    found = {row.name: row.id for row in reads.rows(workspace, reads.list_ids(workspace, ListQuery()))}
    contacts.edit(workspace, found["Grace O'Neill"], [Patch("title", "set", "Owner")])
    return found["Grace O'Neill"]


# words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-23T09:41:00", "Today"),
        ("2026-11-22T23:59:59", "Yesterday"),
        ("2026-11-20T10:00:00", "Friday, 20 November"),
        ("2025-11-20T10:00:00", "Thursday, 20 November 2025"),
    ],
)
def test_days_are_headings(at, words):
    assert day_heading(at, TODAY) == words


def test_times_are_of_this_computers_zone():
    moment = datetime(2026, 11, 23, 9, 5).astimezone()
    assert clock(moment.isoformat()) == "09:05"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-23T09:41:00", "Undone today"),
        ("2026-11-03T09:41:00", "Undone on 3 November"),
        ("2025-11-03T09:41:00", "Undone on 3 November 2025"),
    ],
)
def test_what_is_undone_says_since_when(at, words):
    assert undone_words(at, TODAY) == words


@pytest.mark.parametrize(
    ("kind", "undone", "action"),
    [("edit", None, "Undo"), ("import", None, "Undo import"), ("remove", None, "Bring back"),
     ("import", "2026-11-03T09:41:00", "Redo")],
)  # fmt: skip
def test_the_link_says_what_it_does(kind, undone, action):
    assert line_of(HistoryEntry(1, "2026-11-01T09:00:00", kind, "Did it", undone_at=undone)).action == action


def test_what_cannot_be_undone_says_why_and_has_no_link():
    line = line_of(HistoryEntry(1, "2026-11-01T09:00:00", "edit", "Did it", undoable=False, why_not="It is too old"))
    assert (line.action, line.state(TODAY)) == ("", "It is too old")


def test_a_screen_reader_hears_the_whole_line():
    line = Line(1, "2026-11-20T16:20:00", "edit", "Changed Grace", "", (("Phone", "189", "198"), ("City", "", "Cork")))
    assert line.spoken(TODAY) == (
        "Changed Grace. Phone: 189 to 198; City: empty to Cork. Friday, 20 November 2026, 16:20. Undo"
    )


# the screen


def test_nothing_yet_says_what_belongs_here(window, settle):
    screen = opened(window, settle)
    assert screen.empty.isVisible()


def test_the_newest_operation_comes_first_under_its_day(grace, window, settle):
    screen = opened(window, settle)
    assert screen.view.operations.rows[0] == "Today"
    assert [line.summary for line in lines(screen)] == ["Changed Grace O'Neill", "Imported people.csv"]
    assert lines(screen)[0].changes == (("Job title", "", "Owner"),)


def test_u_and_r_undo_and_redo_what_is_under_the_cursor(qtbot, grace, window, settle, workspace):
    screen = opened(window, settle)
    press(qtbot, Qt.Key.Key_U)
    settle()
    assert "title" not in reads.profile(workspace, grace).fields
    assert [(line.undone_at is None, line.action) for line in lines(screen)] == [(False, "Redo"), (True, "Undo import")]
    press(qtbot, Qt.Key.Key_U)
    settle()
    assert lines(screen)[0].undone_at is not None, "what is undone isn't undone again"
    press(qtbot, Qt.Key.Key_R)
    settle()
    assert reads.profile(workspace, grace).fields["title"] == "Owner"


def test_undoing_an_import_here_empties_the_lists_and_redoing_fills_them(qtbot, grace, window, settle, workspace):
    screen = opened(window, settle)
    press(qtbot, Qt.Key.Key_Down)
    assert screen.view.selected == lines(screen)[1].operation
    press(qtbot, Qt.Key.Key_U)
    settle()
    assert len(reads.list_ids(workspace, ListQuery())) <= 1
    assert screen.view.selected == lines(screen)[1].operation, "the cursor stays"
    press(qtbot, Qt.Key.Key_R)
    settle()
    assert len(reads.list_ids(workspace, ListQuery())) == 4


def test_the_arrow_keys_step_over_the_headings(qtbot, window, settle):
    screen = opened(window, settle)
    old = datetime.now() - timedelta(days=3)
    both = [Line(2, datetime.now().isoformat(), "edit", "New", ""), Line(1, old.isoformat(), "edit", "Old", "")]
    screen.view.show_lines(both)
    screen._stack.setCurrentWidget(screen.view)
    screen.view.setFocus()
    assert screen.view.selected == 2
    press(qtbot, Qt.Key.Key_Down)
    assert screen.view.selected == 1
    press(qtbot, Qt.Key.Key_Up)
    assert screen.view.selected == 2


def test_an_operation_from_elsewhere_appears_by_itself(qtbot, grace, window, settle):
    screen = opened(window, settle)
    window.desk.do(contacts.edit, grace, [Patch("title", "set", "Founder")])
    qtbot.waitUntil(lambda: len(lines(screen)) == 3)
    assert lines(screen)[0].changes == (("Job title", "Owner", "Founder"),)


def test_the_buttons_in_the_head_undo_and_redo_the_latest(grace, window, settle, workspace):
    opened(window, settle)
    heads = [w for w in window.findChildren(QAbstractButton) if w.isVisible()]
    undo, redo = (w for w in heads if w.accessibleName() in ("Undo", "Redo"))
    undo.click()
    settle()
    assert "title" not in reads.profile(workspace, grace).fields
    redo.click()
    settle()
    assert reads.profile(workspace, grace).fields["title"] == "Owner"


def test_chips_show_one_kind_of_operation(grace, window, settle, workspace):
    contacts.remove(workspace, grace)
    screen = opened(window, settle)
    shown = {}
    for name in history_screen.FILTERS:
        screen.chips[name].click()
        shown[name] = [line.kind for line in lines(screen)]
    assert shown == {
        "Everything": ["remove", "edit", "import"],
        "Imports": ["import"],
        "Edits": ["edit"],
        "Removed": ["remove"],
    }


def test_a_chip_with_nothing_behind_it_says_so(few, window, settle):
    screen = opened(window, settle)
    screen.chips["Removed"].click()
    assert screen.empty.isVisible()
    screen.chips["Everything"].click()
    assert screen.view.isVisible()


def test_a_refused_undo_says_what_stands_in_the_way_and_leads_there(qtbot, window, settle, workspace):
    first = settings.put(workspace, "currency", "EUR").changes.operation
    second = settings.put(workspace, "currency", "CHF").changes.operation
    screen = opened(window, settle)
    screen.show_only("Edits")
    assert screen.view.select(first)
    press(qtbot, Qt.Key.Key_U)
    settle()
    assert screen.trouble.isVisible()
    assert screen.trouble.text == "A later change stands on this one. Undo that first."
    assert settings.get(workspace, "currency") == "CHF"
    (link,) = (b for b in screen.trouble.findChildren(QAbstractButton) if b.isVisible())
    link.click()
    assert screen.view.selected == second


def test_what_stands_in_the_way_is_found_beyond_the_first_page_and_behind_a_filter(
    few, window, settle, workspace, monkeypatch
):
    monkeypatch.setattr(history_screen, "FIRST", 2)
    for number in range(12):
        settings.put(workspace, "name", f"Shop {number}")
    (imported,) = [entry.id for entry in reads.history(workspace) if entry.kind == "import"]
    screen = opened(window, settle)
    screen.show_only("Removed")
    screen.go_to(imported)
    settle()
    assert screen.view.selected == imported
    assert screen.filter == "Everything"


def test_enter_opens_who_it_was_about(qtbot, grace, window, settle):
    opened(window, settle)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert window.current is window.screen_named("profile")


def test_enter_on_an_import_opens_the_imports(qtbot, few, window, settle):
    opened(window, settle)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert window.current is window.screen_named("imports")


def test_ctrl_z_and_its_fellows_work_from_here(qtbot, grace, window, settle, workspace):
    opened(window, settle)
    focus = QApplication.focusWidget()
    qtbot.keyClick(focus, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert "title" not in reads.profile(workspace, grace).fields
    qtbot.keyClick(focus, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert reads.profile(workspace, grace).fields["title"] == "Owner"


# the list


def test_ten_thousand_operations_need_no_widget_each(qtbot):
    view = OperationView()
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    few_widgets = len(view.findChildren(QWidget))
    start = datetime(2026, 11, 23, 12, 0)
    many = [Line(n, (start - timedelta(hours=n)).isoformat(), "edit", f"Changed {n}", "") for n in range(10_000)]
    view.show_lines(many)
    assert view.operations.rowCount() > 10_000, "headings come on top"
    assert len(view.findChildren(QWidget)) == few_widgets
    assert view.select(9_999)
    assert view.visualRect(view.currentIndex()).intersects(view.viewport().rect())
    view.show_lines(many)
    assert view.selected == 9_999


def test_more_is_read_when_the_owner_comes_to_the_end(window, settle, workspace, monkeypatch):
    monkeypatch.setattr(history_screen, "FIRST", 30)
    for number in range(60):
        settings.put(workspace, "name", f"Shop {number}")
    screen = opened(window, settle)
    assert len(lines(screen)) == 30
    bar = screen.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    settle()
    assert len(lines(screen)) == 60


def test_the_model_keeps_qts_rules(grace, window, settle, qtmodeltester):
    screen = opened(window, settle)
    qtmodeltester.check(screen.view.operations)


def test_every_control_has_a_name(grace, window, settle):
    screen = opened(window, settle)
    kinds = (QAbstractButton, QAbstractItemView)
    controls = [w for w in screen.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible()]
    assert len(controls) >= 5
    assert [c for c in controls if not c.accessibleName()] == []
