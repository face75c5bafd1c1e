"""The window by keyboard: going places, searching, adding, undoing; nothing without a name."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget

from deskcrm.domain.views import ListQuery
from deskcrm.services import contacts, history, reads, settings, tasks
from deskcrm.ui.dialogs.add_contact import AddContact
from deskcrm.ui.dialogs.add_task import AddTask
from deskcrm.ui.dialogs.crash import CrashDialog
from deskcrm.ui.main_window import Stop
from deskcrm.ui.screens import PLACES
from deskcrm.ui.theme import Size, theme


@pytest.fixture
def people(few, window, settle):
    """The People screen, read and with the keyboard."""
    window.open_screen("people")
    settle()
    return window.screen_named("people")


def names(screen) -> list[str]:
    return [screen.table.index(row, 0).data() for row in range(screen.table.rowCount())]


def press(qtbot, widget: QWidget, keys: str) -> None:
    qtbot.keySequence(widget, QKeySequence(keys))


def dialog(qtbot, window, kind: type[QDialog]) -> QDialog:
    (found,) = [d for d in window.findChildren(kind) if d.isVisible()]
    qtbot.waitUntil(found.isActiveWindow)
    return found


# going places


def test_the_list_has_the_keyboard_from_the_start(people):
    assert people.view.hasFocus()


def test_enter_opens_the_profile_and_alt_left_comes_back_to_the_same_row(qtbot, window, people, settle):
    qtbot.keyClick(people.view, Qt.Key.Key_Down)
    second = people.view.selected
    qtbot.keyClick(people.view, Qt.Key.Key_Return)
    settle()
    assert window.place == Stop("profile", second)
    press(qtbot, window, "Alt+Left")
    assert window.place == Stop("people")
    assert people.view.selected == second
    assert people.view.hasFocus()
    press(qtbot, window, "Alt+Right")
    assert window.place == Stop("profile", second)


@pytest.mark.parametrize("place", [p for p in PLACES if p.shortcut], ids=lambda p: p.name)
def test_every_screen_of_the_sidebar_has_a_key(qtbot, window, settle, place):
    other = "companies" if place.name == "people" else "people"
    window.open_screen(other)
    press(qtbot, window, place.shortcut)
    settle()
    assert window.place == Stop(place.name)
    assert window.current.title


def test_arrow_keys_and_enter_go_through_the_sidebar(qtbot, window, people, settle):
    button = next(b for b in window.sidebar.findChildren(QWidget) if b.accessibleName() == "People")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Down)
    assert QApplication.focusWidget().accessibleName() == "Companies"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    assert window.place == Stop("companies")


def test_commands_have_different_names_and_keys(window):
    every = window.commands.all()
    assert len({c.name for c in every}) == len(every)
    keys = [s.toString() for c in every for s in c.action.shortcuts()]
    assert len(set(keys)) == len(keys)


def test_screens_may_share_a_key_and_the_one_in_sight_has_it(qtbot, window, settle, few):
    window.open_screen("people")
    window.open_screen("companies")
    settle()
    ran: list[str] = []
    for name in ("people", "companies"):
        window.commands.add(
            f"{name}.try", f"Try {name}", partial(ran.append, name), "F6", screen=window.screen_named(name)
        )
    press(qtbot, window, "F6")
    window.open_screen("people")
    press(qtbot, window, "F6")
    assert ran == ["companies", "people"]
    assert [c.name for c in window.commands.matching("try")] == ["Try people"]
    with pytest.raises(ValueError, match="F6 is the key of"):
        window.commands.add("everywhere", "Try everywhere", window.close, "F6")


def test_the_sidebar_marks_the_list_that_a_profile_was_opened_from(qtbot, window, people, settle, workspace):
    def marked() -> str:
        return next(b.accessibleName() for b in window.sidebar.findChildren(QAbstractButton) if b.isChecked())

    window.open_contact(people.view.selected)
    settle()
    assert marked() == "People"
    window.open_screen("companies")
    settle()
    window.open_contact(window.current.view.selected)
    assert marked() == "Companies"
    window.open_screen("settings")
    window.import_files()
    settle()
    assert marked() == "Imports"


def test_the_sidebar_marks_companies_for_a_company_from_wherever_it_is_opened(window, people, settle, workspace):
    (company,) = reads.list_ids(workspace, ListQuery(kind="company", text="taller"))
    window.open_contact(company)
    settle()
    assert [b.accessibleName() for b in window.sidebar.findChildren(QAbstractButton) if b.isChecked()] == ["Companies"]


def test_enter_presses_the_button_that_has_the_keyboard(qtbot, window, settle):
    window.open_screen("people")
    settle()
    button = QApplication.focusWidget()
    assert button.accessibleName() == "Import a file"
    qtbot.keyClick(button, Qt.Key.Key_Return)
    settle()
    assert window.place == Stop("import")


def test_a_list_that_changed_out_of_sight_still_shows_whom_the_cursor_is_on(
    qtbot, window, people, settle, desk, many, bring
):
    people.view.refresh()
    settle()
    qtbot.keyClick(people.view, Qt.Key.Key_End)
    here = people.view.verticalScrollBar().value()
    window.open_screen("history")
    desk.do(history.undo)
    settle()
    desk.do(history.redo)
    settle()
    window.open_screen("people")
    settle()
    assert people.view.currentIndex().row() == people.table.rowCount() - 1
    assert people.view.verticalScrollBar().value() == here


def test_a_list_out_of_sight_is_brought_up_to_date_when_it_comes_back(qtbot, window, people, settle, desk):
    window.open_screen("settings")
    desk.do(contacts.add, "person", {"given": "Farid", "family": "Rahmani"})
    settle()
    window.open_screen("people")
    settle()
    assert "Farid Rahmani" in names(people)


# looking for somebody


def test_ctrl_k_types_finds_and_enter_opens(qtbot, window, people, settle, workspace):
    press(qtbot, window, "Ctrl+K")
    assert window.search.hasFocus()
    qtbot.keyClicks(window.search, "lefevre")
    settle()
    first = window.search.results.offers[0]
    assert first.title == "Benoît Lefèvre"
    marked = [first.title[start : start + length] for start, length in first.title_marks]
    assert marked == ["Lefèvre"], "typed without its accents"
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    settle()
    assert window.place == Stop("profile", first.contact)
    assert window.search.text() == ""
    assert window.search.results.isHidden()


def test_the_palette_lists_screens_and_commands_with_their_keys(qtbot, window, people):
    press(qtbot, window, "Ctrl+K")
    offered = {offer.title: offer.key for offer in window.search.results.offers}
    assert offered["Add a person"] == "Ctrl+N"
    assert offered["Companies"] == "Ctrl+2"
    assert "Go forward" not in offered, "what makes no sense now is not offered"


def test_the_list_is_sorted_from_the_palette(qtbot, window, people, settle):
    press(qtbot, window, "Ctrl+K")
    qtbot.keyClicks(window.search, "sort email")
    settle()
    offered = [offer for offer in window.search.results.offers if offer.title == "Sort by email"]
    offered[0].run()
    settle()
    assert people.table.query.sort == "email"
    window.open_screen("settings")
    assert not any(c.name.startswith("Sort") for c in window.commands.matching(""))


def test_a_command_runs_from_the_palette_by_a_few_letters(qtbot, window, people, settle):
    press(qtbot, window, "Ctrl+K")
    qtbot.keyClicks(window.search, "settin")
    settle()
    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    titles = [offer.title for offer in window.search.results.offers]
    assert "Settings" in titles
    while window.search.results.current.title != "Settings":
        qtbot.keyClick(window.search, Qt.Key.Key_Down)
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.place == Stop("settings")


def test_a_command_comes_before_adding_somebody_of_that_name(qtbot, window, people, settle):
    press(qtbot, window, "Ctrl+K")
    qtbot.keyClicks(window.search, "appearance dark")
    settle()
    titles = [offer.title for offer in window.search.results.offers]
    assert titles == ["Commands", "Appearance: dark", "Add “appearance dark” as a person"]
    assert window.search.results.current.title == "Appearance: dark"


def test_arrow_keys_go_round_the_results_and_escape_leaves(qtbot, window, people, settle):
    press(qtbot, window, "Ctrl+K")
    results = window.search.results
    qtbot.keyClick(window.search, Qt.Key.Key_Up)
    assert results.current is results.offers[-1]
    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    assert results.current.title == results.offers[1].title, "the first line is a heading"
    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert results.isHidden()
    assert not window.search.hasFocus()


def test_somebody_unknown_can_be_added_from_the_search(qtbot, window, people, settle):
    press(qtbot, window, "Ctrl+K")
    qtbot.keyClicks(window.search, "Xaver Quill")
    settle()
    titles = [offer.title for offer in window.search.results.offers]
    assert titles[:2] == ["Nobody matches “Xaver Quill”", "Add “Xaver Quill” as a person"]
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert dialog(qtbot, window, AddContact).name.text() == "Xaver Quill"


def test_a_letter_typed_in_the_list_filters_it_and_escape_ends_that(qtbot, window, people, settle):
    qtbot.keyClicks(people.view, "g")
    qtbot.keyClicks(people.filter, "race")
    settle()
    assert names(people) == ["Grace O'Neill"]
    assert people.count.text() == "1"
    qtbot.keyClick(people.filter, Qt.Key.Key_Down)
    assert people.view.hasFocus()
    press(qtbot, window, "Ctrl+F")
    assert people.filter.hasFocus()
    qtbot.keyClick(people.filter, Qt.Key.Key_Escape)
    settle()
    assert len(names(people)) == 4
    assert people.view.hasFocus()


def test_escape_in_the_list_ends_the_filter_too(qtbot, people, settle):
    people.filter.setText("grace")
    settle()
    people.view.setFocus()
    qtbot.keyClick(people.view, Qt.Key.Key_Escape)
    settle()
    assert len(names(people)) == 4
    assert people.view.hasFocus()


def test_typing_puts_the_cursor_on_the_first_match_and_ending_it_leaves_it_there(qtbot, people, settle, many):
    people.view.refresh()
    settle()
    qtbot.keyClick(people.view, Qt.Key.Key_End)
    people.filter.setText("g")
    settle()
    assert people.view.currentIndex().row() == 0, "Enter opens whom the owner sees first"
    people.filter.setText("given0900")
    settle()
    chosen = people.view.selected
    people.filter.clear()
    settle()
    assert people.view.selected == chosen
    assert people.view.viewport().rect().contains(people.view.visualRect(people.view.currentIndex()))


def test_enter_that_is_quicker_than_the_list_opens_the_first_as_it_comes(qtbot, window, people, settle, many):
    people.filter.setFocus()
    qtbot.keyClicks(people.filter, "given0900")
    assert people.view.selected is None, "nothing is read yet"
    qtbot.keyClick(people.filter, Qt.Key.Key_Return)
    settle()
    assert window.current is window.screen_named("profile")
    assert "Given0900" in window.windowTitle()


def test_a_slip_of_the_finger_finds_whom_it_means_and_says_so(qtbot, window, people, settle):
    people.filter.setText("lefevrr")
    settle()
    assert names(people) == ["Benoît Lefèvre"]
    assert people.count.text() == "1 spelled nearly so"
    assert people.view.itemDelegate().sought == ("lefevrr", "lefevre")
    people.filter.setText("lefevre")
    settle()
    assert names(people) == ["Benoît Lefèvre"]
    assert people.count.text() == "1"
    assert people.view.itemDelegate().sought == ("lefevre",)


def test_escape_steps_back_from_the_buttons_beside_the_list_too(qtbot, window, people, settle):
    people.filter.setText("zzzz")
    settle()
    assert people.empty.isVisible()
    (add,) = [b for b in people.tools.findChildren(QAbstractButton) if b.accessibleName() == "Add a filter"]
    add.setFocus()
    qtbot.keyClick(add, Qt.Key.Key_Escape)
    settle()
    assert (people.filter.text(), len(names(people))) == ("", 4)
    assert people.view.hasFocus()


def test_keys_that_are_quicker_than_a_list_that_was_empty_find_whom_they_name(qtbot, window, settle, desk, workspace):
    window.open_screen("people")
    settle()
    window.open_screen("imports")
    desk.do(contacts.add, "person", {"name": "Grace O’Neill"})
    settle()
    window.open_screen("people")
    for letter in "grace":
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClicks(focus, letter)
    press(qtbot, window.screen_named("people").filter, "Return")
    settle()
    assert window.windowTitle() == "Grace O’Neill – DeskCRM"


def test_enter_on_a_list_that_is_not_read_again_yet_presses_nothing(qtbot, window, settle, desk, workspace):
    window.open_screen("people")
    settle()
    window.open_screen("imports")
    desk.do(contacts.add, "person", {"name": "Grace O’Neill"})
    settle()
    window.open_screen("people")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window.place == Stop("people"), "the button that imports is gone with the last look at the empty list"
    settle()
    assert window.screen_named("people").view.hasFocus()


def test_letters_typed_at_an_empty_list_look_for_somebody_and_offer_to_add_them(qtbot, window, settle):
    window.open_screen("people")
    settle()
    people = window.screen_named("people")
    qtbot.keyClicks(QApplication.focusWidget(), "g")
    qtbot.keyClicks(QApplication.focusWidget(), "race")
    settle()
    assert people.filter.isVisible()
    assert people.filter.text() == "grace"
    (add,) = [b for b in people.empty.findChildren(QAbstractButton) if b.text() == "Add “grace”"]
    add.click()
    assert dialog(qtbot, window, AddContact).name.text() == "grace"


def test_a_filter_that_nobody_matches_says_so_and_offers_to_clear_it(qtbot, people, settle):
    people.filter.setText("zzz")
    settle()
    assert people.empty.isVisible()
    assert people.preview.isVisible(), "the pane stays, so that nothing jumps"
    people.filter.clear()
    settle()
    assert people.view.isVisible()


# the preview


def test_the_preview_follows_the_cursor(qtbot, people, settle):
    qtbot.waitUntil(lambda: people.preview.name == "Anna Weber")
    qtbot.keyClick(people.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: people.preview.name == "Benoît Lefèvre")


def test_the_preview_shows_and_finishes_the_next_task(qtbot, people, settle, workspace, desk):
    anna = people.view.selected
    desk.do(tasks.add, "Send the quote", contact=anna, due="2026-05-01")
    settle()
    qtbot.waitUntil(lambda: any(label.text() == "Send the quote" for label in people.preview.findChildren(QLabel)))
    (done,) = [w for w in people.preview.findChildren(QWidget) if w.accessibleName() == "Done: Send the quote"]
    done.click()
    settle()
    qtbot.waitUntil(lambda: reads.tasks(workspace) == [])
    qtbot.waitUntil(
        lambda: (
            not any(
                label.text() == "Send the quote" and label.isVisible() for label in people.preview.findChildren(QLabel)
            )
        )
    )


def test_the_preview_folds_away_in_a_small_window(qtbot, window, people, settle):
    assert people.preview.isVisible()
    window.resize(Size.FOLD_PREVIEW - 1, 700)
    qtbot.waitUntil(people.preview.isHidden)
    window.resize(Size.FOLD_PREVIEW, 700)
    qtbot.waitUntil(people.preview.isVisible)


def test_the_window_fits_its_least_size(qtbot, window, people):
    window.resize(*Size.WINDOW_LEAST)
    qtbot.waitUntil(lambda: window.width() == Size.WINDOW_LEAST[0])
    assert window.sidebar.width() == Size.SIDEBAR_NARROW


# changing things


def test_ctrl_n_adds_a_person_and_puts_the_cursor_on_them(qtbot, window, people, settle, workspace):
    press(qtbot, window, "Ctrl+N")
    form = dialog(qtbot, window, AddContact)
    qtbot.keyClicks(form.name, "Farid Rahmani")
    qtbot.keyClicks(form.email, "farid@rahmani.example")
    qtbot.keyClicks(form.note, "Met at the fair")
    press(qtbot, form.note, "Ctrl+Return")
    settle()
    assert "Farid Rahmani" in names(people)
    found = reads.profile(workspace, people.view.selected)
    assert found.name == "Farid Rahmani"
    assert found.fields["notes"] == "Met at the fair"
    qtbot.waitUntil(lambda: people.preview.name == "Farid Rahmani")
    assert window.message.text == "Added Farid Rahmani"


def test_somebody_new_is_shown_even_where_the_filter_would_hide_them(qtbot, window, people, settle, workspace):
    people.filter.setText("grace")
    settle()
    window.add_contact("person", "Farid Rahmani")
    dialog(qtbot, window, AddContact).save()
    settle()
    assert reads.profile(workspace, people.view.selected).name == "Farid Rahmani"
    assert people.filter.text() == ""


def test_a_form_with_nothing_in_it_says_what_is_missing(qtbot, window, people):
    press(qtbot, window, "Ctrl+N")
    form = dialog(qtbot, window, AddContact)
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    assert form.trouble.isVisible()
    assert form.isVisible()


def test_an_email_that_somebody_has_is_noticed_while_it_is_typed(qtbot, window, people, settle):
    press(qtbot, window, "Ctrl+N")
    form = dialog(qtbot, window, AddContact)
    qtbot.keyClicks(form.email, "ANNA@weber.example")
    qtbot.waitUntil(form.known.isVisible)
    assert form.known.text == "Anna Weber: Same email: ANNA@weber.example"


def test_delete_removes_and_the_toast_undoes_it(qtbot, window, people, settle):
    qtbot.keyClick(people.view, Qt.Key.Key_Delete)
    settle()
    assert "Anna Weber" not in names(people)
    qtbot.waitUntil(window.message.isVisible)
    assert window.message.text == "Removed Anna Weber"
    window.message.press()
    settle()
    assert "Anna Weber" in names(people)


def test_ctrl_z_undoes_and_ctrl_shift_z_does_it_again(qtbot, window, people, settle, desk):
    desk.do(contacts.add, "person", {"given": "Farid", "family": "Rahmani"})
    settle()
    assert "Farid Rahmani" in names(people)
    press(qtbot, window, "Ctrl+Z")
    settle()
    assert "Farid Rahmani" not in names(people)
    press(qtbot, window, "Ctrl+Shift+Z")
    settle()
    assert "Farid Rahmani" in names(people)


def test_nothing_to_undo_is_said_and_not_a_fault(qtbot, window, settle, workspace):
    window.open_screen("people")
    settle()
    press(qtbot, window, "Ctrl+Z")
    settle()
    assert window.message.isVisible()


def test_a_task_is_added_from_the_list(qtbot, window, people, settle, workspace):
    people.preview.task_asked.emit(people.view.selected, "Anna Weber")
    form = dialog(qtbot, window, AddTask)
    qtbot.keyClicks(form.title, "Send the quote")
    form.when.set_moment(None)
    qtbot.keyClick(form.title, Qt.Key.Key_Return)
    settle()
    (task,) = reads.tasks(workspace)
    assert (task.title, task.name, task.due) == ("Send the quote", "Anna Weber", None)


def test_settings_are_kept_and_the_window_follows_at_once(qtbot, window, people, settle, workspace):
    window.open_screen("settings")
    settle()
    screen = window.screen_named("settings")
    screen.modes["dark"].click()
    screen.name.setText("Juniper Bikes")
    qtbot.keyClick(screen.name, Qt.Key.Key_Return)
    settle()
    assert theme().tokens.dark
    assert settings.get(workspace, "name") == "Juniper Bikes"
    before = len(reads.history(workspace))
    assert before == 2, "an import and a name: how the window looks is no change of the customers' book"
    qtbot.keyClick(screen.name, Qt.Key.Key_Return)
    settle()
    assert len(reads.history(workspace)) == before, "what did not change is not kept again"


def test_the_settings_show_the_look_that_was_chosen_from_the_palette(window, people, settle):
    window.open_screen("settings")
    settle()
    window.commands["look.dark"].trigger()
    assert window.screen_named("settings").modes["dark"].isChecked()


def test_the_status_line_counts_people(people, window):
    assert window.status.facts == "4 people, 3 companies"


def test_an_empty_workspace_says_what_belongs_there(qtbot, window, settle):
    window.open_screen("people")
    settle()
    screen = window.screen_named("people")
    assert screen.empty.isVisible()
    assert screen.preview.isHidden()
    assert screen.filter.isHidden()


# what comes from outside


def dropped(path: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    return data


def test_a_file_dropped_on_the_window_opens_the_import_wizard(qtbot, window, people, settle, tmp_path):
    data = dropped(str(tmp_path / "people.csv"))
    action, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dragEnterEvent(QDragEnterEvent(QPoint(50, 50), action, data, button, none))
    window.dropEvent(QDropEvent(QPointF(50, 50), action, data, button, none))
    qtbot.waitUntil(lambda: window.place == Stop("import"))
    settle()


def test_what_is_no_file_is_not_taken(window, tmp_path):
    data = dropped(str(tmp_path / "nothing-here.csv"))
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    window.dragEnterEvent(event)
    assert not event.isAccepted()


def test_a_bug_shows_a_report_that_can_be_copied(qtbot, window):
    window.show_crash("Traceback\nValueError: no")
    report = dialog(qtbot, window, CrashDialog)
    assert "ValueError: no" in report.text.toPlainText()
    window.show_crash("another")
    assert len(window.findChildren(CrashDialog)) == 1
    report.reject()


def test_a_workspace_in_trouble_says_why_and_can_be_tried_again(qtbot, window):
    tried: list[int] = []
    window.open_screen("people")
    window.show_trouble("Another DeskCRM is writing to it.", lambda: tried.append(1))
    (again,) = [b for b in window.trouble.findChildren(QWidget) if b.accessibleName() == "Try again"]
    again.click()
    assert tried == [1]
    window.clear_trouble()
    assert window.current.isVisible()


@pytest.mark.parametrize("place", PLACES, ids=lambda p: p.name)
def test_no_part_of_a_screen_flashes_up_as_a_window_of_its_own(qapp, window, settle, few, place):
    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                flashed.append(type(watched).__name__)
            return False

    flashed: list[str] = []
    watch = Watch()
    qapp.installEventFilter(watch)
    window.open_screen(place.name)
    settle()
    qapp.removeEventFilter(watch)
    assert flashed == []


# names


def unnamed(root: QWidget) -> list[str]:
    """The widgets that take the keyboard and have nothing to be called by."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        takes_keys = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisibleTo(root)
        inner = widget.objectName().startswith("qt_") or widget.focusProxy() is not None
        if takes_keys and not inner and not widget.accessibleName():
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


@pytest.mark.parametrize("place", [p for p in PLACES if p.listed], ids=lambda p: p.name)
@pytest.mark.parametrize("filled", [True, False], ids=["full", "empty"])
def test_every_widget_that_takes_the_keyboard_has_a_name(request, qtbot, window, settle, place, filled):
    if filled:
        request.getfixturevalue("few")
    window.open_screen(place.name)
    settle()
    assert unnamed(window) == []


def test_the_profile_and_the_import_have_names_too(qtbot, window, people, settle):
    window.open_contact(people.view.selected)
    settle()
    assert unnamed(window) == []
    window.import_files()
    settle()
    assert unnamed(window) == []


@pytest.mark.parametrize("open_it", ["add_contact", "crash", "task"])
def test_every_dialogs_widgets_have_names(qtbot, window, desk, people, open_it):
    if open_it == "add_contact":
        window.add_contact()
    elif open_it == "crash":
        window.show_crash("Traceback")
    else:
        AddTask(desk, people.view.selected, "Anna", window).open()
    (shown,) = [d for d in window.findChildren(QDialog) if d.isVisible()]
    assert unnamed(shown) == []
    assert shown.accessibleName()


def test_labels_never_take_text_for_markup(qtbot, window, people, settle, workspace, desk):
    desk.do(contacts.add, "person", {"given": "<b>Bold</b>", "family": "<img src=x>"})
    settle()
    ids = reads.list_ids(workspace, ListQuery(text="bold"))
    window.show_contact_in_list(ids[0], "person")
    settle()
    for label in window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()


def test_undoing_an_undo_is_history(qtbot, window, people, settle, workspace, desk):
    desk.do(contacts.remove, people.view.selected)
    settle()
    entry = reads.history(workspace, 1)[0]
    desk.do(history.undo, entry.id)
    settle()
    assert "Anna Weber" in names(people)
