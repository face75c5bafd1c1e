"""The profile: fields edited in place, a composer that logs, what else was said, and what belongs to the contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ListQuery, ProfileView, TimelineEntry
from deskcrm.services import activities, contacts, history, importing, reads, tasks
from deskcrm.services.workspace import Workspace
from deskcrm.ui.dialogs.edit_task import EditTask
from deskcrm.ui.dialogs.pick_contact import PickContact
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.screens.profile import ProfileScreen
from deskcrm.ui.screens.profile_parts.reading import rhythm_of
from deskcrm.ui.theme import theme
from deskcrm.ui.widgets.basic import Label
from deskcrm.ui.widgets.breaking import broken

Settle = Callable[[], None]


@pytest.fixture
def anna(workspace: Workspace, few: None) -> int:
    return found(workspace, "Anna Weber")


@pytest.fixture
def screen(window: MainWindow, settle: Settle, anna: int) -> ProfileScreen:
    return opened(window, settle, anna)


def found(workspace: Workspace, name: str, kind: str = "person") -> int:
    ids = reads.list_ids(workspace, ListQuery(kind=kind))
    return next(row.id for row in reads.rows(workspace, ids) if row.name == name)


def opened(window: MainWindow, settle: Settle, contact: int) -> ProfileScreen:
    window.open_contact(contact)
    settle()
    screen = window.current
    assert isinstance(screen, ProfileScreen)
    return screen


def fields(workspace: Workspace, contact: int) -> dict[str, object]:
    return reads.profile(workspace, contact).fields


def values(workspace: Workspace, contact: int, key: str) -> list[str]:
    return [point["value"] for point in reads.profile(workspace, contact).fields.get(key, [])]


def operations(workspace: Workspace) -> int:
    return len(reads.history(workspace))


def shown(screen: ProfileScreen, key: str) -> list[str]:
    line = screen.pane.rows.get(key)
    return [] if line is None or line.isHidden() else [value.shown.text for value in line.values]


def press(qtbot: QtBot, screen: ProfileScreen, key: str, place: int = 0) -> None:
    qtbot.mouseClick(screen.pane.rows[key].values[place], Qt.MouseButton.LeftButton)


def type_over(qtbot: QtBot, field: QWidget, text: str) -> None:
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, text)


def line_of(screen: ProfileScreen) -> QLineEdit:
    editor = screen.pane.editor
    assert editor is not None
    field = editor.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    return field


def texts(widget: QWidget) -> str:
    labels = [label for label in widget.findChildren(QLabel) if label.isVisible()]
    return "\n".join(getattr(label, "whole_text", label.text)() for label in labels)


def link(widget: QWidget, name: str) -> QPushButton:
    QApplication.processEvents()  # layouts show their new widgets a turn later
    (button,) = [b for b in widget.findChildren(QPushButton) if b.accessibleName() == name and b.isVisible()]
    return button


# What it shows


def test_it_says_who_it_is_with_every_field_and_its_source(screen):
    assert screen.pane.name.shown.text == "Anna Weber"
    assert screen.title == "Anna Weber"
    assert shown(screen, "emails") == ["anna@weber.example"]
    assert screen.pane.rows["organization"].values[0].shown.source == "people"
    assert "people.csv row" in screen.pane.rows["organization"].values[0].toolTip()


def test_empty_fields_stay_out_of_sight_but_those_one_looks_for(window, settle, workspace, few):
    screen = opened(window, settle, contacts.add(workspace, "person", {"given": "Empty"}).value)
    assert shown(screen, "emails") == ["Add an email"]
    assert shown(screen, "phones") == ["Add a phone"]
    assert shown(screen, "birthday") == []


def test_a_phone_is_shown_as_people_read_it_and_an_odd_value_is_kept_with_a_hint(window, settle, workspace, few):
    person = contacts.add(
        workspace, "person", {"given": "Odd", "emails": ["not an email"], "phones": ["+49 30 5550 1287"]}
    ).value
    screen = opened(window, settle, person)
    assert shown(screen, "emails") == ["not an email"]
    assert screen.pane.rows["emails"].values[0].shown.asides == (("Doesn’t look like an email", "warning"),)
    assert shown(screen, "phones")[0].replace(" ", "") in ("03055501287", "+493055501287")


def test_consent_stands_beside_the_email(window, settle, workspace, tmp_path):
    file = tmp_path / "newsletter.csv"
    file.write_text("Email,First Name,Last Name,Accepts Email Marketing\nanna@weber.example,Anna,Weber,yes\n")
    importing.run(workspace, [importing.examine(workspace, file)], progress=None, cancelled=None)
    contact = found(workspace, "Anna Weber")
    screen = opened(window, settle, contact)
    assert screen.pane.rows["emails"].values[0].shown.asides == (("Subscribed", "good"),)
    assert screen.pane.rows["emails"].values[0].accessibleDescription() == "Subscribed"


def test_a_company_shows_its_people_and_a_person_its_company(qtbot, window, settle, workspace, anna):
    company = found(workspace, "Weber Gartenbau", "company")
    screen = opened(window, settle, company)
    assert screen.pane.name.shown.text == "Weber Gartenbau"
    link(screen.related, "Open Anna Weber").click()
    settle()
    assert screen.pane.name.shown.text == "Anna Weber"
    assert link(screen.related, "Open Weber Gartenbau")


def test_worth_and_the_last_orders_are_on_the_right(window, settle, workspace, anna):
    for n, amount in enumerate((8900, 4200, 21000, 100), 1):
        activities.log(
            workspace, anna, "order", "", title=f"Order #{n}", at=f"2026-0{n}-05", amount=amount, currency="EUR"
        )
    screen = opened(window, settle, anna)
    said = texts(screen.related)
    assert "€342.00" in said
    assert "4 orders, €85.50 on average" in said
    assert "#4\n" in said
    assert "#1\n" not in said
    link(screen.related, "All orders").click()
    settle()
    assert screen.timeline.filter.channel == "Orders"
    assert screen.timeline.entry_count == 4


# Editing in place


def test_enter_saves_what_was_typed_and_undo_brings_the_old_back(qtbot, screen, settle, workspace, anna):
    press(qtbot, screen, "organization")
    type_over(qtbot, line_of(screen), "Weber & Sons")
    qtbot.keyClick(line_of(screen), Qt.Key.Key_Return)
    settle()
    assert fields(workspace, anna)["organization"] == "Weber & Sons"
    assert shown(screen, "organization") == ["Weber & Sons"]
    assert screen.pane.rows["organization"].values[0].shown.source == "You"
    screen._undo()
    settle()
    assert fields(workspace, anna)["organization"] == "Weber Gartenbau"
    assert shown(screen, "organization") == ["Weber Gartenbau"]


def test_escape_leaves_everything_as_it_was(qtbot, screen, settle, workspace, anna):
    before = operations(workspace)
    press(qtbot, screen, "emails")
    type_over(qtbot, line_of(screen), "other@weber.example")
    qtbot.keyClick(line_of(screen), Qt.Key.Key_Escape)
    settle()
    assert screen.pane.editor is None
    assert shown(screen, "emails") == ["anna@weber.example"]
    assert operations(workspace) == before


def test_a_value_left_as_it_was_sends_nothing(qtbot, screen, settle, workspace):
    before = operations(workspace)
    for key in ("organization", "emails", "phones", "addresses"):
        press(qtbot, screen, key)
        qtbot.keyClick(screen.pane.editor.stops[1 if key == "addresses" else 0], Qt.Key.Key_Return)
    screen.pane.edit("name")
    qtbot.keyClick(line_of(screen), Qt.Key.Key_Return)
    settle()
    assert operations(workspace) == before


def test_only_the_part_of_the_name_that_was_touched_is_sent(qtbot, screen, settle, workspace, anna):
    sent: list[list[Patch]] = []
    screen.pane.patched.connect(sent.append)
    screen.pane.edit("name")
    type_over(qtbot, screen.pane.editor.fields["family"], "Weber-Kruger")
    qtbot.keyClick(screen.pane.editor.fields["family"], Qt.Key.Key_Return)
    settle()
    assert sent == [[Patch("family", "set", "Weber-Kruger")]]
    assert screen.pane.name.shown.text == "Anna Weber-Kruger"


def test_emptying_a_single_field_clears_it(qtbot, screen, settle, workspace, anna):
    press(qtbot, screen, "organization")
    line_of(screen).clear()
    qtbot.keyClick(line_of(screen), Qt.Key.Key_Return)
    settle()
    assert "organization" not in fields(workspace, anna)


def test_an_email_is_added_labelled_replaced_and_removed(qtbot, screen, settle, workspace, anna):
    screen.pane.rows["emails"].add.click()
    qtbot.keyClicks(line_of(screen), "a.weber@home.example")
    screen.pane.editor.findChild(QComboBox).setCurrentText("home")
    qtbot.keyClick(line_of(screen), Qt.Key.Key_Return)
    settle()
    points = {p["value"]: p["label"] for p in fields(workspace, anna)["emails"]}
    assert points == {"anna@weber.example": "", "a.weber@home.example": "home"}

    place = shown(screen, "emails").index("anna@weber.example")
    press(qtbot, screen, "emails", place)
    type_over(qtbot, line_of(screen), "anna.weber@weber.example")
    qtbot.keyClick(line_of(screen), Qt.Key.Key_Return)
    settle()
    assert set(values(workspace, anna, "emails")) == {"anna.weber@weber.example", "a.weber@home.example"}

    press(qtbot, screen, "emails", shown(screen, "emails").index("a.weber@home.example"))
    link(screen.pane.editor, "Remove this email").click()
    settle()
    assert values(workspace, anna, "emails") == ["anna.weber@weber.example"]


def test_delete_on_a_value_takes_that_value_out_and_not_the_contact(qtbot, screen, settle, workspace, anna):
    screen.pane.rows["phones"].values[0].setFocus()
    qtbot.keyClick(screen.pane.rows["phones"].values[0], Qt.Key.Key_Delete)
    settle()
    assert values(workspace, anna, "phones") == []
    assert not reads.profile(workspace, anna).removed


def test_tab_visits_the_values_in_the_order_in_which_they_stand(qtbot, screen, settle, workspace, anna):
    contacts.edit(workspace, anna, [Patch("title", "set", "Owner"), Patch("emails", "add", "a@home.example")])
    screen._read()
    settle()
    screen.pane.name.setFocus()
    visited = []
    for _ in range(9):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        visited.append(QApplication.focusWidget())
    rows = screen.pane.rows
    wanted = [
        *rows["emails"].values,
        rows["emails"].add,
        *rows["phones"].values,
        rows["phones"].add,
        *rows["addresses"].values,
        rows["addresses"].add,
        *rows["organization"].values,
    ]
    assert visited == [screen.pane.stage, *wanted]


def test_what_was_removed_can_be_used_again(qtbot, screen, settle, workspace, anna):
    press(qtbot, screen, "emails")
    link(screen.pane.editor, "Remove this email").click()
    settle()
    assert values(workspace, anna, "emails") == []
    assert screen.pane.rows["emails"].others.whole_text() == "1 other"
    screen.pane.rows["emails"].others.click()
    assert "You removed it" in texts(screen.popover)
    link(screen.popover, "Use anna@weber.example").click()
    settle()
    assert values(workspace, anna, "emails") == ["anna@weber.example"]
    assert not screen.popover.isVisible()


def test_another_sources_value_is_one_click_away(qtbot, screen, settle, workspace, anna):
    press(qtbot, screen, "organization")
    type_over(qtbot, line_of(screen), "Gartenwerk")
    qtbot.keyClick(line_of(screen), Qt.Key.Key_Return)
    settle()
    screen.pane.rows["organization"].others.click()
    said = texts(screen.popover)
    assert "people.csv row" in said
    assert "Your edit counts" in said
    link(screen.popover, "Use Weber Gartenbau").click()
    settle()
    assert fields(workspace, anna)["organization"] == "Weber Gartenbau"


def test_an_address_has_its_parts(qtbot, screen, settle, workspace, anna):
    press(qtbot, screen, "addresses")
    editor = screen.pane.editor
    qtbot.keyClicks(editor.street, "Sonnenallee 104")
    type_over(qtbot, editor.fields["postcode"], "12045")
    qtbot.keyClick(editor.fields["postcode"], Qt.Key.Key_Return)
    settle()
    (address,) = fields(workspace, anna)["addresses"]
    assert (address["street"], address["postcode"], address["city"]) == ("Sonnenallee 104", "12045", "Berlin")


def test_notes_have_several_lines_and_save_by_ctrl_enter(qtbot, screen, settle, workspace, anna):
    screen.pane.edit("notes", -1)
    text = screen.pane.editor.findChild(QPlainTextEdit)
    qtbot.keyClicks(text, "Likes tulips")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    qtbot.keyClicks(text, "Rings twice")
    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert fields(workspace, anna)["notes"] == "Likes tulips\nRings twice"


def test_a_day_is_understood_and_shown_in_words(qtbot, screen, settle, workspace, anna):
    screen.pane.edit("birthday", -1)
    qtbot.keyClicks(line_of(screen), "14 March 1984")
    qtbot.keyClick(line_of(screen), Qt.Key.Key_Return)
    settle()
    assert fields(workspace, anna)["birthday"] == "1984-03-14"
    assert shown(screen, "birthday") == ["14 March 1984"]


def test_tab_saves_and_goes_on_to_the_next_value(qtbot, screen, settle, workspace, anna):
    screen.pane.edit("organization")
    type_over(qtbot, line_of(screen), "Gartenwerk")
    rows = [key for key in screen.pane.rows if shown(screen, key)]
    qtbot.keyClick(line_of(screen), Qt.Key.Key_Backtab)
    assert screen.pane.editor is not None
    assert screen.pane._at[0] == "addresses"
    assert "addresses" in rows
    settle()
    assert fields(workspace, anna)["organization"] == "Gartenwerk"


def test_saving_gives_the_keyboard_back_to_the_value(qtbot, window, settle, workspace, few):
    screen = opened(window, settle, found(workspace, "Benoît Lefèvre"))
    press(qtbot, screen, "phones")
    qtbot.keyClicks(QApplication.focusWidget(), "+33 1 5555 0134")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert QApplication.focusWidget() is screen.pane.rows["phones"].values[0]
    settle()
    assert QApplication.focusWidget() is screen.pane.rows["phones"].values[0]


def test_the_keyboard_going_elsewhere_saves(qtbot, screen, settle, workspace, anna):
    press(qtbot, screen, "organization")
    type_over(qtbot, line_of(screen), "Gartenwerk")
    screen.composer.text.setFocus()
    settle()
    assert screen.pane.editor is None
    assert fields(workspace, anna)["organization"] == "Gartenwerk"
    assert screen.composer.text.hasFocus()


def test_an_own_field_is_made_here(qtbot, screen, settle, workspace, anna):
    screen.pane._edit_own_field()
    qtbot.keyClicks(screen.pane.editor.fields["name"], "Shoe size")
    qtbot.keyClicks(screen.pane.editor.fields["value"], "39")
    qtbot.keyClick(screen.pane.editor.fields["value"], Qt.Key.Key_Return)
    settle()
    assert fields(workspace, anna)["custom"]["Shoe size"] == "39"
    assert shown(screen, "custom.Shoe size") == ["39"]


def test_a_stage_is_chosen_from_the_list(screen, settle, workspace, anna):
    screen.pane.patched.emit([Patch("stage", "set", "advocate")])
    settle()
    assert screen.pane.stage.accessibleName().startswith("Stage: Advocate since ")


# Changes from elsewhere


def test_half_typed_text_and_focus_survive_a_change_from_elsewhere(qtbot, screen, settle, workspace, anna):
    press(qtbot, screen, "organization")
    type_over(qtbot, line_of(screen), "Half a na")
    screen.composer.text.setPlainText("half a note")
    line_of(screen).setFocus()
    screen.desk.do(contacts.edit, anna, [Patch("title", "set", "Owner")])
    settle()
    assert shown(screen, "title") == ["Owner"]
    assert line_of(screen).text() == "Half a na"
    assert line_of(screen).hasFocus()
    assert screen.composer.text.toPlainText() == "half a note"


def test_a_change_of_somebody_else_reads_nothing(screen, settle, workspace):
    screen.desk.do(contacts.edit, found(workspace, "Benoît Lefèvre"), [Patch("title", "set", "Chef")])
    before = screen._opened
    settle()
    assert screen._opened is before


def test_a_removed_contact_says_so_and_can_be_brought_back(qtbot, screen, settle, window, workspace, anna):
    screen.view.clearFocus()
    window.commands["profile.remove"].trigger()
    settle()
    assert reads.profile(workspace, anna).removed
    assert window.message.isVisible()
    assert screen.pane.banner.isVisible()
    link(screen.pane.banner, "Bring back").click()
    settle()
    assert not reads.profile(workspace, anna).removed
    assert not screen.pane.banner.isVisible()


def test_a_contact_whose_adding_is_undone_is_no_more(window, settle, workspace, few):
    screen = opened(window, settle, contacts.add(workspace, "person", {"given": "Mistake"}).value)
    window.undo()
    settle()
    assert screen.empty.isVisible()


def test_whose_adding_was_undone_is_brought_back_with_a_button(qtbot, window, settle, workspace, few):
    person = contacts.add(workspace, "person", {"given": "Zoe", "family": "Zimmer"}).value
    screen = opened(window, settle, person)
    screen.desk.do(history.undo)
    settle()
    (redo,) = [b for b in screen.empty.findChildren(QPushButton) if b.accessibleName() == "Redo" and b.isVisible()]
    redo.click()
    settle()
    assert screen.title == "Zoe Zimmer"
    assert screen.empty.isHidden()


def test_changes_are_listed_and_undone_one_by_one(screen, settle, workspace, anna):
    screen.desk.do(contacts.edit, anna, [Patch("title", "set", "Owner")])
    settle()
    screen.desk.do(contacts.edit, anna, [Patch("department", "set", "Garden")])
    settle()
    link(screen.related, "Undo: Changed job title").click()
    settle()
    assert "title" not in fields(workspace, anna)
    assert fields(workspace, anna)["department"] == "Garden"
    link(screen.related, "Redo: Changed job title").click()
    settle()
    assert fields(workspace, anna)["title"] == "Owner"


def test_the_records_say_file_and_row(screen, settle):
    link(screen.related, "All records").click()
    assert "people.csv row 2" in texts(screen.popover)


def test_a_popover_closes_by_escape_and_by_a_click_elsewhere(qtbot, screen, settle):
    records = link(screen.related, "All records")
    records.setFocus()
    records.click()
    assert screen.popover.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not screen.popover.isVisible()
    assert QApplication.focusWidget() is records
    records.click()
    qtbot.mouseClick(screen.composer, Qt.MouseButton.LeftButton)
    assert not screen.popover.isVisible()


def ordered(day: str, status: str = "") -> TimelineEntry:
    return TimelineEntry(0, "order", day, f"Order #{day[5:]}", "", 900, "EUR", "Shop", False, status)


def test_a_regular_customers_rhythm_is_said(window, settle, workspace, anna):
    for day in ("2026-01-01", "2026-02-10", "2026-03-22"):
        activities.log(workspace, anna, "order", "", title=f"Order #{day[5:]}", amount=900, currency="EUR", at=day)
    screen = opened(window, settle, anna)
    assert "Usually every 40 days" in [label.whole_text() for label in screen.related.findChildren(Label)]


@pytest.mark.parametrize(
    ("orders", "days"),
    [
        ([("2026-01-01", ""), ("2026-02-10", "")], None),
        ([("2026-01-01", "")] * 3, None),
        ([("2026-01-01", ""), ("2026-01-05", "refunded"), ("2026-01-11", ""), ("2026-01-21", "")], 10),
    ],
    ids=["two say nothing", "one day", "refunds don't count"],
)
def test_a_rhythm_needs_three_sales_on_different_days(orders, days):
    assert rhythm_of([ordered(day, status) for day, status in orders]) == days


def test_a_refunded_order_is_called_so(window, settle, anna):
    screen = opened(window, settle, anna)
    screen.related.show_contact(replace(screen._opened, orders=[ordered("2026-03-23", "Refunded")]))
    assert "refunded" in [label.whole_text() for label in screen.related.findChildren(Label)]


def test_an_email_breaks_before_its_at_sign(qapp):
    font = theme().font()
    width = QFontMetrics(font).horizontalAdvance("alexandra.example@mail")
    assert broken("alexandra.example@mailbox.example", font, width, 3) == ["alexandra.example", "@mailbox.example"]


# The composer


def test_a_call_is_logged_by_ctrl_enter(qtbot, screen, settle, window, workspace, anna):
    window.commands["profile.call"].trigger()
    qtbot.keyClicks(screen.composer.text, "Wants a quote for three")
    qtbot.keyClick(screen.composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    (entry,) = reads.timeline(workspace, anna)
    assert (entry.kind, entry.text, entry.own) == ("call", "Wants a quote for three", True)
    assert screen.composer.text.toPlainText() == ""
    assert "Wants a quote for three" in screen.timeline.spoken(screen.timeline.line(1))


def test_after_logging_the_single_keys_and_undo_work_at_once(qtbot, screen, settle, window, workspace, anna):
    window.commands["profile.call"].trigger()
    qtbot.keyClicks(screen.composer.text, "Wants a quote")
    qtbot.keyClick(screen.composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert screen.view.hasFocus()
    qtbot.keyClick(screen.view, Qt.Key.Key_N)
    assert (screen.composer.kind, screen.composer.text.hasFocus()) == ("note", True)
    qtbot.keyClick(screen.composer.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert reads.timeline(workspace, anna) == [], "with nothing typed, Ctrl+Z is the window's"


def test_ctrl_z_takes_back_what_was_typed_before_anything_else(qtbot, screen, settle, workspace, anna):
    screen.composer.start("note")
    qtbot.keyClicks(screen.composer.text, "half a note")
    before = operations(workspace)
    qtbot.keyClick(screen.composer.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert screen.composer.text.toPlainText() == ""
    assert all(not entry.undone_at for entry in reads.history(workspace))
    assert operations(workspace) == before


def test_escape_leaves_the_composer_and_what_was_typed_stays(qtbot, screen, settle, window):
    window.commands["profile.note"].trigger()
    qtbot.keyClicks(screen.composer.text, "half a note")
    qtbot.keyClick(screen.composer.text, Qt.Key.Key_Escape)
    assert not screen.composer.text.hasFocus()
    assert screen.isAncestorOf(QApplication.focusWidget()) or QApplication.focusWidget() is screen
    assert screen.composer.text.toPlainText() == "half a note"


def test_nothing_typed_logs_nothing(qtbot, screen, settle, workspace):
    before = operations(workspace)
    qtbot.keyClick(screen.composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert operations(workspace) == before


def test_what_happened_yesterday_is_dated_yesterday(qtbot, screen, settle, workspace, anna):
    screen.composer.start("note")
    qtbot.keyClicks(screen.composer.text, "Came by")
    screen.composer._choose("Yesterday", -24)
    screen.composer.commit()
    settle()
    (entry,) = reads.timeline(workspace, anna)
    logged = reads.history(workspace)[0].at
    assert entry.at[:10] < logged[:10]


def test_a_task_has_a_due_day_and_is_done_by_its_circle(qtbot, screen, settle, workspace, anna):
    screen.composer.start("task")
    qtbot.keyClicks(screen.composer.text, "Send the quote")
    screen.composer.commit()
    settle()
    (task,) = reads.profile(workspace, anna).tasks
    assert (task.title, task.due) == ("Send the quote", (date.today() + timedelta(days=1)).isoformat())
    line = screen.timeline.line(1)
    assert screen.timeline.line(0).head == "Upcoming"
    assert line.task.id == task.id
    from deskcrm.ui.screens.profile_parts.timeline_delegate import disc_in

    middle = disc_in(screen.view.rect_of_line(line), mirrored=False).center()
    qtbot.mouseClick(screen.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    settle()
    assert reads.profile(workspace, anna).tasks == ()
    assert [row for row in range(screen.timeline.rowCount()) if screen.timeline.line(row).task] == []


def test_a_task_is_changed_in_its_form_and_deleted(qtbot, window, settle, workspace, anna):
    task = tasks.add(workspace, "Ring", contact=anna).value
    screen = opened(window, settle, anna)
    screen._asides.show_line(screen.timeline.line(1))
    change = next(b for b in screen.findChildren(QAbstractButton) if b.accessibleName() == "Change Ring")
    change.click()
    (form,) = [w for w in screen.findChildren(EditTask) if w.isVisible()]
    form.title.setText("Write")
    form.save()
    settle()
    assert tasks.find(workspace, task).title == "Write"
    screen.view.delete_asked.emit(screen.timeline.line(1))
    settle()
    assert reads.tasks(workspace) == []


def first_entry(screen):
    lines = map(screen.timeline.line, range(screen.timeline.rowCount()))
    return next(line for line in lines if line.entry is not None)


def test_an_own_entry_can_be_deleted_and_brought_back_and_an_imported_one_cannot(
    qtbot, window, settle, workspace, anna, tmp_path
):
    activities.log(workspace, anna, "note", "Wrong person")
    bring_calls(workspace, tmp_path, 1)
    screen = opened(window, settle, anna)
    screen.view.delete_asked.emit(first_entry(screen))
    settle()
    assert [entry.kind for entry in reads.timeline(workspace, anna)] == ["call"]
    assert screen.timeline.entry_count == 1
    screen.view.delete_asked.emit(first_entry(screen))
    assert "Undo that import" in window.message.text
    screen._undo()
    settle()
    assert len(reads.timeline(workspace, anna)) == 2


def test_an_own_entry_is_moved_to_another_contact_and_shows_what_it_said_before(qtbot, window, settle, workspace, anna):
    entry = activities.log(workspace, anna, "note", "Wants roses").value
    activities.edit(workspace, entry, activities.Correction(text="Wants tulips"))
    screen = opened(window, settle, anna)
    screen._asides.show_line(first_entry(screen))
    qtbot.waitUntil(lambda: "Wants roses" in texts(screen.popover))
    buttons = screen.popover.findChildren(QAbstractButton)
    next(b for b in buttons if b.accessibleName() == "Move this entry to another contact").click()
    (dialog,) = [w for w in screen.findChildren(PickContact) if w.isVisible()]
    dialog.field.setText("Benoît")
    settle()
    dialog.save()
    settle()
    assert reads.timeline(workspace, anna) == []
    assert [e.text for e in reads.timeline(workspace, found(workspace, "Benoît Lefèvre"))] == ["Wants tulips"]


def test_a_draft_waits_for_its_contact(qtbot, window, settle, workspace, anna):
    screen = opened(window, settle, anna)
    screen.composer.start("call")
    qtbot.keyClicks(screen.composer.text, "half a call")
    opened(window, settle, found(workspace, "Benoît Lefèvre"))
    assert screen.composer.text.toPlainText() == ""
    opened(window, settle, anna)
    assert screen.composer.text.toPlainText() == "half a call"
    assert screen.composer.kind == "call"


def bring_calls(workspace: Workspace, folder: Path, number: int) -> None:
    rows = [
        f"20{14 + n // 1200:02d}-{1 + n // 100 % 12:02d}-{1 + n // 4 % 25:02d},"
        f"Anna Weber,anna@weber.example,{'visit' if n % 10 == 9 else 'call'},About {n}\n"
        for n in range(number)
    ]
    file = folder / "calls.csv"
    file.write_text("Date,Name,Email,Kind,Text\n" + "".join(rows))
    importing.run(workspace, [importing.examine(workspace, file)], progress=None, cancelled=None)


# Reaching it


def test_single_keys_are_commands_here_and_letters_elsewhere(window, settle, screen):
    names = [command.name for command in window.commands.matching("call")]
    assert "Log a call" in names
    window.open_screen("people")
    settle()
    assert not window.commands["profile.call"].isEnabled()
    assert "Log a call" not in [command.name for command in window.commands.matching("call")]


def test_every_control_says_what_it_is(qtbot, screen, settle, workspace, anna):
    activities.log(workspace, anna, "note", "Hello")
    tasks.add(workspace, "Ring", contact=anna)
    screen._read()
    settle()
    for key in ("addresses", "emails", "notes", "name"):
        screen.pane.edit(key)
        nameless = [w for w in controls(screen) if not w.accessibleName()]
        assert nameless == []
    screen.pane._reject()
    link(screen.related, "All records").click()
    assert [w for w in controls(screen) if not w.accessibleName()] == []


def controls(screen: QObject) -> list[QWidget]:
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
    found = [w for kind in kinds for w in screen.findChildren(kind) if w.isVisible()]
    inner = (QComboBox,)
    return [w for w in found if not isinstance(w.parent(), inner) and not w.objectName().startswith("qt_")]


def test_nothing_that_came_in_is_taken_for_markup(window, settle, workspace, few):
    person = contacts.add(workspace, "person", {"given": "<b>Bold</b>", "notes": "<img src=x>"}).value
    activities.log(workspace, person, "note", "<h1>Big</h1>")
    screen = opened(window, settle, person)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in screen.findChildren(QLabel))
    assert "<img" not in screen.pane.rows["notes"].values[0].toolTip()


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (1030, False), (700, False)])
def test_a_narrow_window_shows_what_belongs_to_it_below(qtbot, window, settle, screen, width, beside):
    window.resize(width, 700)
    qtbot.waitUntil(lambda: window.width() == width)
    assert screen.related.isVisible()
    assert screen.pane.isAncestorOf(screen.related) != beside
    assert screen.composer.width() + screen.pane.width() < screen.width()


def test_undo_in_the_profile_is_the_same_as_everywhere(screen, settle, workspace, anna):
    screen.desk.do(contacts.edit, anna, [Patch("title", "set", "Owner")])
    settle()
    history.undo(workspace)
    screen._read()
    settle()
    profile: ProfileView = reads.profile(workspace, anna)
    assert "title" not in profile.fields
    assert shown(screen, "title") == []
