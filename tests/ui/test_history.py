"""History: every operation in words, by day, and undone or done again in any order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from deskcrm.domain.patches import Patch
from deskcrm.domain.views import HistoryEntry, ListQuery
from deskcrm.services import contacts, history, importing, merging, reads, settings
from deskcrm.services.workspace import Workspace
from deskcrm.ui.dialogs.pick_contact import PickContact
from deskcrm.ui.dialogs.undo import UndoDialog
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.screens import history as history_screen
from deskcrm.ui.screens.history import HistoryScreen
from deskcrm.ui.screens.operations.entries import ICONS, Line, clock, day_heading, line_of, undone_words
from deskcrm.ui.screens.operations.filters import KINDS, ChooseDays, chosen_days, usual_days
from deskcrm.ui.screens.operations.view import OperationView
from deskcrm.ui.widgets.basic import Label

TODAY = date(2026, 11, 23)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # menus without a display want more of it


def opened(window: MainWindow, settle: Callable[[], None]) -> HistoryScreen:
    window.open_screen("history")
    settle()
    screen = window.screen_named("history")
    assert isinstance(screen, HistoryScreen)
    return screen


def lines(screen: HistoryScreen) -> list[Line]:
    rows = range(screen.view.operations.rowCount())
    return [line for row in rows if (line := screen.view.operations.line_at(row))]


def said(dialog: QWidget) -> str:
    """What a dialog says, line by line."""
    QApplication.processEvents()
    return "\n".join(label.whole_text() for label in dialog.findChildren(Label) if label.isVisible())


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
    (dialog,) = window.findChildren(UndoDialog)
    dialog.save()
    settle()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    screen.view.setFocus()
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
    for name in KINDS:
        screen.filter.chips[name].click()
        settle()
        shown[name] = [line.kind for line in lines(screen)]
    assert shown == {
        "everything": ["remove", "edit", "import"],
        "imports": ["import"],
        "merges": [],
        "edits": ["edit"],
        "removed": ["remove"],
    }


def test_every_kind_of_operation_is_behind_one_chip():
    behind = [kind for kinds in KINDS.values() for kind in kinds]
    assert sorted(behind) == sorted(ICONS)


def test_the_kinds_stand_below_the_title_where_there_is_no_room_beside_it(qtbot, grace, window, settle):
    screen = opened(window, settle)
    left = screen.view.mapTo(screen, screen.view.rect().topLeft()).x()
    for width, below in ((1280, False), (960, True), (1280, False), (640, True)):
        window.resize(width, 640)
        settle()
        qtbot.waitUntil(lambda below=below: (screen.filter.kinds.y() > screen.filter.geometry().bottom()) == below)
        assert not below or screen.filter.kinds.x() == left


def test_a_chip_with_nothing_behind_it_says_so_and_leads_back(qtbot, few, window, settle):
    screen = opened(window, settle)
    screen.filter.chips["removed"].click()
    settle()
    assert screen.empty.isVisible()
    screen.empty.press()
    settle()
    assert screen.view.isVisible()
    assert screen.filter.chips["everything"].isChecked()


def test_the_history_of_one_person(qtbot, grace, window, settle, workspace):
    known = {row.name: row.id for row in reads.rows(workspace, reads.list_ids(workspace, ListQuery()))}
    contacts.edit(workspace, known["Anna Weber"], [Patch("title", "set", "Chief")])
    screen = opened(window, settle)
    assert len(lines(screen)) == 3
    qtbot.mouseClick(screen.filter.person, Qt.MouseButton.LeftButton)
    (picker,) = window.findChildren(PickContact)
    picker.activateWindow()
    qtbot.waitUntil(picker.field.hasFocus)
    qtbot.keyClicks(picker.field, "grace")
    settle()
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert [line.summary for line in lines(screen)] == ["Changed Grace O'Neill", "Imported people.csv"]
    assert screen.filter.person.accessibleName().startswith("Of Grace O'Neill")
    qtbot.mouseClick(screen.filter.person, Qt.MouseButton.LeftButton)
    settle()
    assert len(lines(screen)) == 3


def test_a_profile_leads_to_its_history(grace, window, settle):
    window.open_contact(grace)
    settle()
    window.current._show_history()
    settle()
    screen = window.current
    assert isinstance(screen, HistoryScreen)
    assert screen.filter.contact == grace


def test_the_history_of_some_days(window, settle, workspace):
    for moment, name in (("2026-11-01T12:00", "First"), ("2026-11-20T12:00", "Second")):
        workspace._clock = lambda moment=moment: datetime.fromisoformat(moment).astimezone()
        settings.put(workspace, "name", name)
    screen = opened(window, settle)
    assert len(lines(screen)) == 2
    screen.filter.show_days(chosen_days(date(2026, 11, 25), date(2026, 11, 20)))
    settle()
    assert [line.at[:10] for line in lines(screen)] == ["2026-11-20"]
    assert screen.filter.when.text().strip() == "Fri 20 Nov to Wed 25 Nov"


def test_days_are_chosen_from_a_menu_or_typed(qtbot, window, settle, few):
    screen = opened(window, settle)
    qtbot.mouseClick(screen.filter.when, Qt.MouseButton.LeftButton)
    (menu,) = [m for m in screen.findChildren(QMenu) if m.isVisible()]
    offered = {action.text(): action for action in menu.actions()}
    offered["Yesterday"].trigger()
    menu.close()
    settle()
    assert screen.empty.isVisible()
    offered_again = [days.label for days in usual_days(TODAY)]
    assert [text for text in offered if text] == [*offered_again, "Choose days…"]
    screen.filter._choose_days()
    (dialog,) = window.findChildren(ChooseDays)
    dialog.first.setDate(QDate.currentDate())
    dialog.last.setDate(QDate.currentDate())
    dialog.save()
    settle()
    assert [line.kind for line in lines(screen)] == ["import"]


@pytest.mark.parametrize(
    ("label", "first"),
    [("Today", TODAY), ("Yesterday", date(2026, 11, 22)), ("Last 7 days", date(2026, 11, 17)),
     ("Last 30 days", date(2026, 10, 25)), ("This year", date(2026, 1, 1))],
)  # fmt: skip
def test_the_usual_days_begin_where_they_say(label, first):
    days = next(days for days in usual_days(TODAY) if days.label == label)
    assert days.first == first
    assert datetime.fromisoformat(days.since).astimezone().strftime("%Y-%m-%d %H:%M") == f"{first} 00:00"


# what an undo leaves, and what stands in its way


def test_an_undo_that_something_stands_in_the_way_of_offers_to_undo_both(qtbot, window, settle, workspace):
    first = settings.put(workspace, "currency", "EUR").changes.operation
    settings.put(workspace, "currency", "CHF")
    screen = opened(window, settle)
    assert screen.view.select(first)
    press(qtbot, Qt.Key.Key_U)
    settle()
    (dialog,) = window.findChildren(UndoDialog)
    assert dialog.save_button.text() == "Undo both"
    assert "Changed the currency" in said(dialog)
    assert settings.get(workspace, "currency") == "CHF", "nothing is undone before the owner says so"
    dialog.activateWindow()
    qtbot.waitUntil(dialog.save_button.hasFocus)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert settings.get(workspace, "currency") is None
    assert all(line.undone_at for line in lines(screen))


def test_before_an_undo_with_consequences_what_stays_is_shown_and_can_be_undone_too(
    qtbot, grace, window, settle, workspace
):
    screen = opened(window, settle)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_U)
    settle()
    (dialog,) = window.findChildren(UndoDialog)
    assert dialog.windowTitle() == "Undo this import?"
    assert "Imported people.csv" in said(dialog)
    assert "Decided since, and stays as it is:\nChanged Grace O'Neill" in said(dialog)
    (link,) = [b for b in dialog.findChildren(QAbstractButton) if b.accessibleName() == "Undo: Changed Grace O'Neill"]
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    settle()
    settle()
    assert "title" not in reads.profile(workspace, grace).fields
    assert "Nothing else depends on it." in said(dialog)
    dialog.save()
    settle()
    assert len(reads.list_ids(workspace, ListQuery())) == 0
    assert [line.undone_at is None for line in lines(screen)] == [False, False]


def test_escape_before_an_undo_leaves_all_as_it_was(qtbot, grace, window, settle, workspace):
    opened(window, settle)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_U)
    settle()
    (dialog,) = window.findChildren(UndoDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.save_button.hasFocus)
    press(qtbot, Qt.Key.Key_Escape)
    settle()
    assert len(reads.list_ids(workspace, ListQuery())) == 4


def test_an_undo_without_consequences_asks_nothing(qtbot, grace, window, settle, workspace):
    opened(window, settle)
    press(qtbot, Qt.Key.Key_U)
    settle()
    assert window.findChildren(UndoDialog) == []
    assert "title" not in reads.profile(workspace, grace).fields
    assert window.message.text == "Undone: Changed Grace O'Neill"


def test_a_row_that_was_recognised_by_what_is_undone_is_detached_from_there(
    qtbot, window, settle, workspace, tmp_path, few
):
    anna = next(
        row.id for row in reads.rows(workspace, reads.list_ids(workspace, ListQuery())) if row.name[:4] == "Anna"
    )
    contacts.edit(workspace, anna, [Patch("emails", "add", "anna@private.example")])
    file = tmp_path / "newsletter.csv"
    file.write_text("First Name,Last Name,Email\nAnna,Weber,anna@private.example\n", encoding="utf-8")
    importing.run(workspace, [importing.examine(workspace, file, source="Newsletter")])
    screen = opened(window, settle)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_U)
    settle()
    (dialog,) = window.findChildren(UndoDialog)
    assert "A row of Newsletter was recognised by its email anna@private.example" in said(dialog)
    (link,) = [b for b in dialog.findChildren(QAbstractButton) if b.accessibleName().startswith("Detach: ")]
    link.click()
    settle()
    settle()
    assert len(reads.list_ids(workspace, ListQuery())) == 5
    assert "recognised" not in said(dialog)
    dialog.reject()
    assert screen.isVisible()


def test_merges_are_told_in_words_and_undone_from_here(qtbot, grace, window, settle, workspace):
    known = {row.name: row.id for row in reads.rows(workspace, reads.list_ids(workspace, ListQuery()))}
    merging.merge(workspace, grace, [known["Anna Weber"]])
    screen = opened(window, settle)
    screen.filter.chips["merges"].click()
    settle()
    (line,) = lines(screen)
    assert (line.summary, line.action) == ("Merged 2 people into one", "Undo")
    screen.view.setFocus()
    press(qtbot, Qt.Key.Key_U)
    settle()
    assert len(reads.list_ids(workspace, ListQuery())) == 4


def test_ctrl_z_is_instant_whatever_was_decided_before(qtbot, grace, window, settle, workspace):
    opened(window, settle)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert window.findChildren(UndoDialog) == []
    assert "title" not in reads.profile(workspace, grace).fields


def test_where_something_stands_in_the_way_ctrl_z_says_what(qtbot, few, window, settle, workspace):
    known = {row.name[:5]: row.id for row in reads.rows(workspace, reads.list_ids(workspace, ListQuery()))}
    first = merging.merge(workspace, known["Carme"], [known["Anna "]]).changes.operation
    history.undo(workspace, first)
    (edge,) = merging.merge(workspace, known["Benoî"], [known["Anna "]]).value
    merging.take_back(workspace, edge)
    history.redo(workspace, first)  # undoing the taking back would make Anna two people now
    opened(window, settle)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    settle()
    (dialog,) = window.findChildren(UndoDialog)
    assert dialog.save_button.text() == "Undo both"
    dialog.save()
    settle()
    assert reads.profile(workspace, known["Anna "]).id == known["Benoî"]


@pytest.mark.parametrize("height", [800, 420])
def test_a_long_list_of_what_stays_is_scrolled_and_the_dialog_fits(grace, window, settle, workspace, height):
    for number in range(15):
        contacts.edit(workspace, grace, [Patch("title", "set", f"Owner {number}")])
    window.resize(900, height)
    screen = opened(window, settle)
    imported = lines(screen)[-1].operation
    screen._flip(imported, True)
    settle()
    (dialog,) = window.findChildren(UndoDialog)
    assert dialog.height() <= height
    assert dialog.save_button.isVisible()


def test_what_stands_in_the_way_of_doing_again_is_led_to(qtbot, window, settle, workspace):
    first = settings.put(workspace, "currency", "EUR").changes.operation
    history.undo(workspace, first)
    second = settings.put(workspace, "currency", "CHF").changes.operation
    screen = opened(window, settle)
    assert screen.view.select(first)
    press(qtbot, Qt.Key.Key_R)
    settle()
    assert screen.trouble.isVisible()
    (link,) = (b for b in screen.trouble.findChildren(QAbstractButton) if b.isVisible())
    link.click()
    assert screen.view.selected == second


def test_an_operation_is_found_beyond_the_first_page_and_behind_a_filter(few, window, settle, workspace, monkeypatch):
    monkeypatch.setattr(history_screen, "PAGE", 2)
    for number in range(12):
        settings.put(workspace, "name", f"Shop {number}")
    (imported,) = [entry.id for entry in reads.history(workspace) if entry.kind == "import"]
    screen = opened(window, settle)
    screen.filter.chips["removed"].click()
    settle()
    screen.go_to(imported)
    settle()
    assert screen.view.selected == imported
    assert screen.filter.everything


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
    monkeypatch.setattr(history_screen, "PAGE", 30)
    for number in range(60):
        settings.put(workspace, "name", f"Shop {number}")
    screen = opened(window, settle)
    assert len(lines(screen)) == 30
    bar = screen.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    settle()
    assert len(lines(screen)) == 60
    assert screen.view.operations.rows.count("Today") == 1, "a day that goes on has one heading"


def test_the_model_keeps_qts_rules(grace, window, settle, qtmodeltester):
    screen = opened(window, settle)
    qtmodeltester.check(screen.view.operations)


def test_every_control_has_a_name(grace, window, settle):
    screen = opened(window, settle)
    kinds = (QAbstractButton, QAbstractItemView)
    controls = [w for w in screen.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible()]
    assert len(controls) >= 5
    assert [c for c in controls if not c.accessibleName()] == []
