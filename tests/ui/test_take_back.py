"""Parting again in the window: merges taken back from the profile, records detached and moved, old ids that lead on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ListQuery, MergeView, ProfileView
from deskcrm.services import activities, contacts, importing, merging, reads, tasks
from deskcrm.services.workspace import Workspace
from deskcrm.ui.dialogs.pick_contact import PickContact
from deskcrm.ui.dialogs.take_back import TakeBack
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.screens.profile import ProfileScreen
from deskcrm.ui.screens.profile_parts.related import told_merges
from deskcrm.ui.widgets.basic import Label

SHOP = "First Name,Last Name,Email\nAnna,Weber,anna@posteo.example\nA.,Weber,a@garten.example\n"
NEWS = "First Name,Last Name,Email\nAnna,Weber,anna@posteo.example\n"
Settle = Callable[[], None]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # menus without a display want more of it


@pytest.fixture
def two(workspace: Workspace, tmp_path: Path) -> dict[str, int]:
    """Anna, of two sources, and A. Weber, of one."""
    for name, rows in (("Web shop", SHOP), ("Newsletter", NEWS)):
        file = tmp_path / f"{name}.csv"
        file.write_text(rows, encoding="utf-8")
        importing.run(workspace, [importing.examine(workspace, file, source=name)])
    return ids(workspace)


@pytest.fixture
def merged(workspace: Workspace, two: dict[str, int]) -> dict[str, int]:
    """They are one: Anna Weber, who has since got a job title, a call and a task."""
    activities.log(workspace, two["A. Weber"], "note", "From before")
    merging.merge(workspace, two["Anna Weber"], [two["A. Weber"]])
    contacts.edit(workspace, two["Anna Weber"], [Patch("title", "set", "Owner")])
    activities.log(workspace, two["Anna Weber"], "call", "Wants a quote")
    tasks.add(workspace, "Send it", contact=two["Anna Weber"])
    return two


def ids(workspace: Workspace) -> dict[str, int]:
    return {row.name: row.id for row in reads.rows(workspace, reads.list_ids(workspace, ListQuery()))}


def opened(window: MainWindow, settle: Settle, contact: int) -> ProfileScreen:
    window.open_contact(contact)
    settle()
    screen = window.current
    assert isinstance(screen, ProfileScreen)
    return screen


def button(where: QWidget, name: str) -> QAbstractButton:
    QApplication.processEvents()  # what was added to a layout just now shows only then
    (found,) = [b for b in where.findChildren(QAbstractButton) if b.accessibleName() == name and b.isVisible()]
    return found


def texts(where: QWidget) -> str:
    return "\n".join(label.whole_text() for label in where.findChildren(Label) if label.isVisible())


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def asked(qtbot: QtBot, window: MainWindow, settle: Settle, merged: dict[str, int]) -> TakeBack:
    """Open Anna and press Take back, by the keyboard."""
    screen = opened(window, settle, merged["Anna Weber"])
    button(screen.related.merges, "Take back: A. Weber").setFocus()
    press(qtbot, Qt.Key.Key_Return)
    settle()
    (dialog,) = window.findChildren(TakeBack)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.save_button.hasFocus)
    return dialog


def choose(window: MainWindow, label: str) -> None:
    """Take an entry of the menu that is open."""
    (menu,) = [m for m in window.findChildren(QMenu) if m.isVisible()]
    (action,) = [a for a in menu.actions() if a.text() == label]
    action.trigger()
    menu.close()


# take back


def test_it_shows_who_gets_what_and_where_goes_what_came_since(qtbot, window, settle, merged):
    dialog = asked(qtbot, window, settle, merged)
    said = texts(dialog)
    assert dialog.windowTitle() == "Take back the merge of A. Weber?"
    assert "Anna Weber\nKeeps this profile\n2 records, 1 activity, 1 task" in said
    assert "Since the merge: your change of job title, a logged entry and a task." in said
    assert "A. Weber\nHas a profile again\n1 record, 1 activity" in said


def test_ctrl_enter_takes_back_and_the_other_is_one_click_away(qtbot, window, settle, merged, workspace):
    asked(qtbot, window, settle, merged)
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert ids(workspace) == merged
    assert [entry.text for entry in reads.timeline(workspace, merged["A. Weber"])] == ["From before"]
    assert window.message.text == "Parted A. Weber from Anna Weber"
    screen = window.current
    qtbot.mouseClick(button(screen.related.merges, "Open A. Weber"), Qt.MouseButton.LeftButton)
    settle()
    assert screen.title == "A. Weber"
    assert "Not the same" in texts(screen.related.merges)


def test_the_toast_undoes_it(qtbot, window, settle, merged, workspace):
    asked(qtbot, window, settle, merged).save()
    settle()
    window.message.press()
    settle()
    assert list(ids(workspace)) == ["Anna Weber"]
    screen = window.current
    assert button(screen.related.merges, "Take back: A. Weber")


def test_escape_leaves_the_merge(qtbot, window, settle, merged, workspace):
    asked(qtbot, window, settle, merged)
    press(qtbot, Qt.Key.Key_Escape)
    settle()
    assert list(ids(workspace)) == ["Anna Weber"]
    assert [d for d in window.findChildren(TakeBack) if d.isVisible()] == []


def test_a_merge_that_stands_no_more_says_so(qtbot, window, settle, merged, workspace):
    screen = opened(window, settle, merged["Anna Weber"])
    (merge,) = reads.profile(workspace, merged["Anna Weber"]).merges
    merging.take_back(workspace, merge.id)
    qtbot.mouseClick(button(screen.related.merges, "Take back: A. Weber"), Qt.MouseButton.LeftButton)
    settle()
    assert window.findChildren(TakeBack) == []
    assert "doesn't stand any more" in window.message.text


def test_an_old_id_opens_the_one_who_is_left(window, settle, merged):
    screen = opened(window, settle, merged["A. Weber"])
    assert screen.title == "Anna Weber"
    assert window.windowTitle() == "Anna Weber – DeskCRM"


def test_who_was_merged_while_open_stays_open_as_the_survivor_and_comes_back(window, settle, two, workspace, desk):
    screen = opened(window, settle, two["A. Weber"])
    desk.do(merging.merge, two["Anna Weber"], [two["A. Weber"]])
    settle()
    settle()
    assert screen.title == "Anna Weber"
    (merge,) = reads.profile(workspace, two["Anna Weber"]).merges
    desk.do(merging.take_back, merge.id)
    settle()
    settle()
    assert screen.title == "A. Weber"


def view(number: int, survivor: int, loser: int, ended: str | None) -> MergeView:
    return MergeView(number, number, survivor, loser, f"S{survivor}", f"L{loser}", "2026-11-01T09:00:00Z", ended)


def test_merges_of_a_profile_are_told_once_each():
    gone = "2026-11-02T09:00:00Z"
    merges = (view(4, 1, 2, None), view(3, 1, 3, gone), view(2, 1, 3, gone), view(1, 1, 2, gone))
    profile = ProfileView(1, (1, 2), "person", "S1", {}, {}, (), "", None, {}, merges=merges)
    standing, parted = told_merges(profile)
    assert [merge.id for merge in standing] == [4]
    assert [contact for contact, _, _ in parted] == [3]


# records


@pytest.fixture
def records(qtbot: QtBot, window: MainWindow, settle: Settle, two: dict[str, int]) -> ProfileScreen:
    """Anna's profile, with her records open."""
    screen = opened(window, settle, two["Anna Weber"])
    qtbot.mouseClick(button(screen.related.known, "All records"), Qt.MouseButton.LeftButton)
    return screen


def test_a_record_is_detached_from_its_menu_and_the_toast_undoes_it(qtbot, records, window, settle, two, workspace):
    qtbot.mouseClick(button(records.popover, "Detach or move the record of Newsletter"), Qt.MouseButton.LeftButton)
    choose(window, "Detach")
    settle()
    assert not records.popover.isVisible()
    assert len(reads.list_ids(workspace, ListQuery())) == 3
    assert {record.source for record in reads.profile(workspace, two["Anna Weber"]).records} == {"Web shop"}
    assert window.message.text == "Detached a record of Newsletter from Anna Weber"
    window.message.press()
    settle()
    assert ids(workspace) == two


def test_the_records_are_in_sight_whatever_they_hang_on_is_scrolled_to(window, settle, two, workspace):
    more = [Patch(f"custom.Field {number}", "set", "Something") for number in range(12)]
    contacts.edit(workspace, two["Anna Weber"], more)
    window.resize(1280, 600)
    screen = opened(window, settle, two["Anna Weber"])
    screen.view.setFocus()
    QApplication.processEvents()
    screen._asides.show_records()
    assert screen.rect().contains(screen.popover.geometry())


def test_a_record_is_moved_to_whom_one_looks_for(qtbot, records, window, settle, two, workspace):
    qtbot.mouseClick(button(records.popover, "Detach or move the record of Newsletter"), Qt.MouseButton.LeftButton)
    choose(window, "Move to…")
    settle()
    (picker,) = window.findChildren(PickContact)
    assert picker.windowTitle() == "Move the record of Newsletter to"
    picker.activateWindow()
    qtbot.waitUntil(picker.field.hasFocus)
    qtbot.keyClicks(picker.field, "garten")
    settle()
    press(qtbot, Qt.Key.Key_Return)
    settle()
    moved = reads.profile(workspace, two["A. Weber"])
    assert {record.source for record in moved.records} == {"Web shop", "Newsletter"}
    assert window.message.text.startswith("Moved a record of Newsletter to Anna Weber")


def test_what_is_all_that_is_known_stays_and_says_why(qtbot, window, settle, two, workspace):
    screen = opened(window, settle, two["A. Weber"])
    qtbot.mouseClick(button(screen.related.known, "All records"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(screen.popover, "Detach or move the record of Web shop"), Qt.MouseButton.LeftButton)
    choose(window, "Detach")
    settle()
    assert ids(workspace) == two
    assert "all that is known here" in window.message.text


def test_every_control_has_a_name(qtbot, window, settle, merged):
    dialog = asked(qtbot, window, settle, merged)
    controls = [w for w in dialog.findChildren(QAbstractButton) if w.isVisible()]
    assert [c.accessibleName() for c in controls] == ["Cancel", "Take back"]
