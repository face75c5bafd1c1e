"""Saved views: made from what shows, chosen as tabs, changed and reverted, in the owner's order, remembered."""

from __future__ import annotations

import pytest
from list_helpers import city, form, key, menu_of, names, press
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from deskcrm.domain.filters import Condition
from deskcrm.domain.views import Order
from deskcrm.services import own_fields, reads, views
from deskcrm.services.views import ShownColumn, View
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.save_view import SaveView
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.models.rules import Rules

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # menus without a display want more of it

BERLIN = View("Berlin", "person", city("Berlin"), (Order("city"), Order("name", True)), (ShownColumn("city", 90),))
LYON = View("Lyon", "person", city("Lyon"), icon="map-pin")


@pytest.fixture
def people(few, window, settle):
    window.open_screen("people")
    settle()
    return window.screen_named("people")


@pytest.fixture
def two(few, workspace, window, settle):
    """The People screen with two saved views."""
    for view in (BERLIN, LYON):
        views.save(workspace, view)
    window.open_screen("people")
    settle()
    return window.screen_named("people")


def tabs(screen) -> list[str]:
    return [screen.tools.tabs.tabText(tab) for tab in range(screen.tools.tabs.count())]


def saved(workspace) -> list[str]:
    return [view.name for view in views.saved(workspace, "person")]


def test_without_views_there_are_no_tabs(people):
    assert not people.tools.tabs.isVisible()
    assert not people.tools.save_button.isVisible()


def test_what_shows_is_saved_under_a_name_and_its_tab_is_the_current_one(qtbot, people, window, settle, workspace):
    people.keeper.set_rules(Rules((city("Lyon"),)))
    people.sort_by("email")
    settle()
    assert people.tools.save_button.text() == "Save as a view"
    press(qtbot, window, "Ctrl+Shift+S")
    asked = form(window, SaveView)
    asked.save()
    assert asked.trouble.isVisible(), "a view needs a name"
    qtbot.keyClicks(asked.name, "In Lyon")
    asked.icons["star"].click()
    qtbot.keyClick(asked.name, Qt.Key.Key_Return)
    settle()
    assert tabs(people) == ["All", "In Lyon"]
    assert people.tools.tabs.currentIndex() == 1
    (view,) = views.saved(workspace, "person")
    assert (view.name, view.icon, view.orders) == ("In Lyon", "star", (Order("email"),))
    assert Rules.of(view.where) == Rules((city("Lyon"),))
    assert not people.tools.save_button.isVisible()


def test_a_tab_shows_its_rules_orders_and_columns_and_all_shows_everybody(qtbot, two, settle):
    two.tools.tabs.setFocus()
    key(qtbot, Qt.Key.Key_Right)
    settle()
    assert names(two) == ["Anna Weber"]
    assert [column.key for column in two.columns] == ["name", "city"]
    assert (two.table.query.sort, two.table.query.then) == ("city", (Order("name", True),))
    key(qtbot, Qt.Key.Key_Left)
    settle()
    assert len(names(two)) == 4
    assert len(two.columns) == 6


def test_views_are_walked_by_keys_from_the_list(qtbot, two, window, settle):
    shown = []
    for _ in range(3):
        press(qtbot, window, "Ctrl+PgDown")
        settle()
        shown.append(names(two))
    assert shown == [["Anna Weber"], ["Benoît Lefèvre"], names(two)]
    assert len(names(two)) == 4


def test_a_changed_view_offers_to_save_or_revert(qtbot, two, settle, workspace):
    two.keeper.choose(two.keeper.views[1].id)
    settle()
    assert not two.tools.state.isVisible()
    two.tools.bar.remove(0)
    settle()
    assert two.tools.state.text() == "Changed:"
    assert len(names(two)) == 4
    two.tools.revert_button.click()
    settle()
    assert names(two) == ["Benoît Lefèvre"]
    assert not two.tools.state.isVisible()
    two.sort_by("email")
    settle()
    two.tools.save_button.click()
    settle()
    assert not two.tools.state.isVisible()
    assert views.saved(workspace, "person")[1].orders == (Order("email"),)
    assert tabs(two) == ["All", "Berlin", "Lyon"]


def test_escape_takes_back_what_the_view_does_not_have_and_no_more(qtbot, two, settle):
    two.keeper.choose(two.keeper.views[0].id)
    two.keeper.set_rules(Rules((city("Berlin"), Condition("tags", "empty"))))
    settle()
    two.view.setFocus()
    for _ in range(3):
        key(qtbot, Qt.Key.Key_Escape)
        settle()
    assert [chip.words for chip in two.tools.bar.chips] == ["City is Berlin"]


def test_a_view_is_renamed_by_its_tab(qtbot, two, window, settle, workspace):
    two.tools.tabs.setFocus()
    key(qtbot, Qt.Key.Key_Right)
    key(qtbot, Qt.Key.Key_F2)
    asked = form(window, SaveView)
    asked.name.setText("Close by")
    asked.save()
    settle()
    assert saved(workspace) == ["Close by", "Lyon"]
    assert tabs(two) == ["All", "Close by", "Lyon"]
    assert views.saved(workspace, "person")[0].columns == BERLIN.columns


def test_a_view_is_deleted_and_its_toast_brings_it_back(qtbot, two, window, settle, workspace):
    two.tools.tabs.setFocus()
    key(qtbot, Qt.Key.Key_Right)
    key(qtbot, Qt.Key.Key_Delete)
    settle()
    assert tabs(two) == ["All", "Lyon"]
    assert len(names(two)) == 4, "what showed it shows everybody"
    qtbot.waitUntil(window.message.isVisible)
    window.message.press()
    settle()
    assert tabs(two) == ["All", "Berlin", "Lyon"]


def test_tabs_are_moved_by_keys_by_menu_and_by_drag_and_all_stays_first(qtbot, two, settle, workspace):
    two.tools.tabs.setFocus()
    key(qtbot, Qt.Key.Key_Right)
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    key(qtbot, Qt.Key.Key_Right, held)
    qtbot.waitUntil(lambda: saved(workspace) == ["Lyon", "Berlin"])
    settle()
    assert tabs(two) == ["All", "Lyon", "Berlin"]
    two.tools.tabs.menu_asked.emit(two.keeper.views[1].id, two.mapToGlobal(two.rect().center()))
    menu_of(two.tools)["Move left"]()
    settle()
    assert saved(workspace) == ["Berlin", "Lyon"]
    two.tools.tabs.moveTab(0, 2)  # as a drag does
    qtbot.waitUntil(lambda: tabs(two)[0] == "All")
    settle()
    assert saved(workspace) == ["Berlin", "Lyon"]


def test_an_undo_of_a_change_shows_what_the_view_was(qtbot, two, window, settle):
    two.keeper.choose(two.keeper.views[0].id)
    two.keeper.set_rules(Rules((city("Dublin"),)))
    two.keeper.save()
    settle()
    assert names(two) == ["Grace O'Neill"]
    press(qtbot, window, "Ctrl+Z")
    settle()
    assert names(two) == ["Anna Weber"]
    assert not two.tools.state.isVisible()


def test_a_view_that_nobody_fits_says_so_by_its_name(qtbot, two, settle, workspace, desk):
    desk.do(views.save, View("Vienna", "person", city("Vienna")))
    settle()
    two.keeper.choose(two.keeper.views[2].id)
    settle()
    assert two.empty._head.whole_text() == "Nobody is in “Vienna” now"
    two.empty.press()
    settle()
    assert len(names(two)) == 4
    assert two.tools.tabs.currentIndex() == 0


def test_a_view_whose_field_is_another_kind_now_says_why_it_shows_everybody(few, window, settle, workspace):
    size = own_fields.add(workspace, "Size", "number").value
    views.save(workspace, View("Large", "person", Condition("custom.Size", "more", 40)))
    own_fields.change(workspace, size.id, label="Size", kind="text")
    window.open_screen("people")
    settle()
    screen = window.screen_named("people")
    screen.keeper.choose(screen.keeper.views[0].id)
    settle()
    assert "can’t filter any more" in screen.tools.trouble.text
    assert len(names(screen)) == 4


def test_the_list_is_found_as_it_was_left(two, workspace, qtbot, settle):
    two.keeper.choose(two.keeper.views[0].id)
    two.keeper.set_rules(Rules((city("Dublin"),)))
    two.keeper.remember()
    settle()
    desk = Desk(workspace)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    window.open_screen("people")
    qtbot.waitUntil(lambda: desk.idle)
    again = window.screen_named("people")
    assert names(again) == ["Grace O'Neill"]
    assert again.tools.tabs.tabText(again.tools.tabs.currentIndex()) == "Berlin"
    assert again.tools.state.isVisible(), "it still differs from what is saved"
    assert [column.key for column in again.columns] == ["name", "city"]
    desk._closed = True  # the workspace is the other desk's
    desk._readers.close()
    desk._writer.close()


def test_how_the_list_is_left_is_no_step_of_history(two, workspace, settle):
    before = len(reads.history(workspace))
    two.keeper.set_rules(Rules((city("Dublin"),)))
    two.keeper.remember()
    settle()
    assert len(reads.history(workspace)) == before


def test_companies_have_views_of_their_own(two, window, settle):
    window.open_screen("companies")
    settle()
    screen = window.screen_named("companies")
    assert not screen.tools.tabs.isVisible()
    assert QApplication.focusWidget() is screen.view
    labels = {column.label for column in screen.keeper.catalogue.columns}
    assert "People" in labels
    assert "Birthday" not in labels
