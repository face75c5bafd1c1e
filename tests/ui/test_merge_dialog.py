"""Merging in the window: several are marked, compared side by side, chosen by keys or mouse, and become one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from deskcrm.domain.views import ListQuery
from deskcrm.services import activities, contacts, importing, merging, reads, tasks
from deskcrm.services.workspace import Workspace
from deskcrm.ui.dialogs.merge import MergeDialog
from deskcrm.ui.dialogs.pick_contact import PickContact
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.models.merge_grid import RESULT
from deskcrm.ui.screens.people import ContactsScreen

HEAD = "First Name,Last Name,Company,Email,Phone,City,Birthday\n"
THREE = (
    "Anna,Weber,Weber Gartenbau,anna@posteo.example,+49 30 5550 1287,Berlin,1984-03-14\n"
    "A.,Weber,,a.weber@garten.example,+49 30 5550 1287,,\n"
    "Anna,Weber-Schmidt,Weber GmbH,aws@posteo.example,,Potsdam,1984-03-15\n"
)
LONG = (
    "Maximiliana Konstantina Theodora,von und zu Hohenlohe-Waldenburg-Schillingsfürst,"
    "Donaudampfschifffahrtsgesellschaft für internationale Beförderungen mbH & Co. KG,"
    "maximiliana.konstantina@hohenlohe-waldenburg-schillingsfuerst.example,,"
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch,1950-01-01\n"
)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Settle = Callable[[], None]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # menus without a display want more of it


@pytest.fixture
def take(workspace: Workspace, tmp_path: Path) -> Callable[[str], None]:
    def take(rows: str) -> None:
        file = tmp_path / "shop.csv"
        file.write_text(HEAD + rows, encoding="utf-8")
        importing.run(workspace, [importing.examine(workspace, file)])

    return take


@pytest.fixture
def three(take) -> None:
    take(THREE)


def ids(workspace: Workspace, kind: str = "person") -> dict[str, int]:
    listed = reads.list_ids(workspace, ListQuery(kind=kind))
    return {row.name: row.id for row in reads.rows(workspace, listed)}


@pytest.fixture
def people(window: MainWindow, settle: Settle) -> ContactsScreen:
    window.open_screen("people")
    settle()
    screen = window.current
    assert isinstance(screen, ContactsScreen)
    return screen


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def mark(qtbot: QtBot, number: int) -> None:
    """Mark the first rows of the list that has the keyboard."""
    for _ in range(number - 1):
        press(qtbot, Qt.Key.Key_Down, SHIFT)


def dialog_of(window: MainWindow) -> MergeDialog:
    (dialog,) = [d for d in window.findChildren(MergeDialog) if d.isVisible()]
    return dialog


@pytest.fixture
def compare(qtbot: QtBot, window: MainWindow, settle: Settle) -> Callable[[list[int]], MergeDialog]:
    """Open the dialog for these contacts, as the list does."""
    from deskcrm.ui.dialogs.merge import begin_merge

    def compare(wanted: list[int]) -> MergeDialog:
        begin_merge(window.desk, window, wanted, window, lambda _contact: None)
        settle()
        dialog = dialog_of(window)
        dialog.activateWindow()
        qtbot.waitUntil(dialog.view.hasFocus)
        return dialog

    return compare


def shown(dialog: MergeDialog) -> dict[str, str]:
    """The result of each field; of a list, all that stay."""
    found: dict[str, str] = {}
    for line in dialog.grid.lines:
        if line.result.on:
            before = found.get(line.label)
            found[line.label] = f"{before}; {line.result.text}" if before else line.result.text
    return found


def cell_at(dialog: MergeDialog, field: str, place: int, nth: int = 0) -> QPoint:
    """Where a cell stands in the viewport."""
    row = [i for i, line in enumerate(dialog.grid.lines) if line.field == field][nth]
    index = dialog.grid.index(row, dialog.grid.columns.index(place))
    dialog.view.scrollTo(index)
    return dialog.view.visualRect(index).center()


def click(qtbot: QtBot, dialog: MergeDialog, field: str, place: int, nth: int = 0) -> None:
    qtbot.mouseClick(dialog.view.viewport(), Qt.MouseButton.LeftButton, pos=cell_at(dialog, field, place, nth))


# marking


def test_shift_and_arrows_mark_a_range_and_escape_leaves_one(qtbot, three, people, window):
    mark(qtbot, 3)
    assert people.view.marks.count == 3
    assert people.preview._number.whole_text() == "3 people marked"
    press(qtbot, Qt.Key.Key_Escape)
    assert people.view.marks.count == 1
    assert not people.preview._several.isVisible()


def test_ctrl_click_and_space_mark_one_more_each(qtbot, three, people):
    view = people.view
    third = view.visualRect(people.table.index(2, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, CTRL, third)
    assert view.marks.first(9) == [0, 2]
    press(qtbot, Qt.Key.Key_Up, CTRL)
    press(qtbot, Qt.Key.Key_Space)
    assert view.marks.first(9) == [0, 1, 2]
    press(qtbot, Qt.Key.Key_Space)
    assert view.marks.first(9) == [0, 2]


def test_a_whole_list_is_marked_as_one_range(qtbot, many, people):
    press(qtbot, Qt.Key.Key_A, CTRL)
    assert people.view.marks.count == many
    assert len(people.view.selectionModel().selection()) == 1
    assert len(people.view.marked(7)) == 7


def test_marks_stay_when_the_list_is_read_again_and_go_when_it_is_another(qtbot, three, people, settle):
    mark(qtbot, 2)
    people.view.refresh()
    settle()
    assert people.view.marks.count == 2
    people.filter.setText("schmidt")
    settle()
    assert people.view.marks.count == 1


def test_delete_with_several_marked_asks_first(qtbot, three, people, window, settle, workspace):
    mark(qtbot, 2)
    press(qtbot, Qt.Key.Key_Delete)
    settle()
    assert len(ids(workspace)) == 3
    (asked,) = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    assert asked.windowTitle() == "Remove 2 people"


# how it is reached


def test_ctrl_m_compares_the_marked_and_ctrl_enter_makes_them_one(qtbot, three, people, window, settle, workspace):
    before = ids(workspace)
    mark(qtbot, 3)
    press(qtbot, Qt.Key.Key_M, CTRL)
    settle()
    dialog = dialog_of(window)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.view.hasFocus)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    settle()
    assert list(ids(workspace)) == ["Anna Weber"]
    assert {reads.profile(workspace, contact).id for contact in before.values()} == {before["Anna Weber"]}
    assert people.view.selected == before["Anna Weber"]
    assert window.message.text == "Merged 3 into Anna Weber"
    window.message.press()
    settle()
    assert ids(workspace) == before


def test_the_cursor_goes_to_whom_they_became(qtbot, take, people, window, settle, workspace):
    take(THREE + LONG)
    people.view.refresh()
    settle()
    third = people.view.visualRect(people.table.index(2, 0)).center()
    qtbot.mouseClick(people.view.viewport(), Qt.MouseButton.LeftButton, CTRL, third)
    people.merge()
    settle()
    dialog_of(window).merge()
    settle()
    assert people.view.selected == ids(workspace)["A. Weber"]


def test_the_pane_beside_the_list_offers_it_too(qtbot, three, people, window, settle):
    mark(qtbot, 2)
    (button,) = [b for b in people.preview.findChildren(QAbstractButton) if b.isVisible()]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert len(dialog_of(window).draft.contacts) == 2


def test_the_menu_of_the_list_offers_to_merge_the_marked(qtbot, three, people, window, settle):
    mark(qtbot, 3)
    press(qtbot, Qt.Key.Key_Menu)
    (menu,) = [m for m in people.findChildren(QMenu) if m.isVisible()]
    (merge,) = [action for action in menu.actions() if action.text() == "Merge 3 people…"]
    merge.trigger()
    menu.close()
    settle()
    assert len(dialog_of(window).draft.contacts) == 3


def test_the_menu_of_one_merges_with_whom_one_looks_for(qtbot, three, people, window, settle):
    press(qtbot, Qt.Key.Key_Menu)
    (menu,) = [m for m in people.findChildren(QMenu) if m.isVisible()]
    (action,) = [a for a in menu.actions() if a.text() == "Merge with…"]
    action.trigger()
    menu.close()
    settle()
    assert len(window.findChildren(PickContact)) == 1


def test_more_than_five_are_refused_in_words(qtbot, many, people, window, settle):
    mark(qtbot, 6)
    press(qtbot, Qt.Key.Key_M, CTRL)
    settle()
    assert window.findChildren(MergeDialog) == []
    assert window.message.text.startswith("Merge at most 5 at a time")


def test_one_is_merged_with_whom_one_looks_for(qtbot, three, people, window, settle, workspace):
    window.open_contact(ids(workspace)["Anna Weber"])
    settle()
    press(qtbot, Qt.Key.Key_M, CTRL)
    settle()
    (picker,) = window.findChildren(PickContact)
    assert picker.windowTitle() == "Merge Anna Weber with"
    assert "Anna Weber" not in picker.names
    picker.activateWindow()
    qtbot.waitUntil(picker.field.hasFocus)
    qtbot.keyClicks(picker.field, "a.weber@garten")
    settle()
    assert picker.names == ["A. Weber"]
    press(qtbot, Qt.Key.Key_Return)
    settle()
    dialog = dialog_of(window)
    assert [head.name for head in dialog.grid.heads] == ["Anna Weber", "A. Weber"]
    dialog.merge()
    settle()
    assert window.current is window.screen_named("profile")
    assert sorted(ids(workspace)) == ["Anna Weber", "Anna Weber-Schmidt"]


def test_whom_to_merge_with_is_offered_by_name_before_anything_is_typed(three, people, window, settle, workspace):
    people.select(ids(workspace)["Anna Weber"])
    window.commands["merge"].trigger()
    settle()
    (picker,) = window.findChildren(PickContact)
    assert sorted(picker.names) == ["A. Weber", "Anna Weber-Schmidt"]


# choosing


def test_the_arrow_keys_choose_among_those_found(qtbot, three, people, window, settle, workspace):
    people.select(ids(workspace)["Anna Weber"])
    people.merge()
    settle()
    (picker,) = window.findChildren(PickContact)
    first, second = picker.names
    picker.activateWindow()
    qtbot.waitUntil(picker.field.hasFocus)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert {head.name for head in dialog_of(window).grid.heads} == {"Anna Weber", second}
    assert first != second


def test_differing_fields_come_first_and_the_rules_choice_is_marked(three, compare, workspace):
    known = ids(workspace)
    dialog = compare([known["Anna Weber"], known["Anna Weber-Schmidt"]])
    labels = list(dict.fromkeys(line.label for line in dialog.grid.lines))
    assert labels[:3] == ["Name", "Company", "Birthday"]
    marked = {
        line.label: [cell.on for cell in line.cells] for line in dialog.grid.lines if line.cells[0].mark == "radio"
    }
    assert set(map(tuple, marked.values())) == {(True, False)}
    assert shown(dialog)["Birthday"] == "14 March 1984"


def test_a_cell_is_chosen_by_mouse_and_the_result_follows(qtbot, three, compare, settle, workspace):
    known = ids(workspace)
    dialog = compare([known["Anna Weber"], known["Anna Weber-Schmidt"]])
    click(qtbot, dialog, "birthday", 1)
    settle()
    assert shown(dialog)["Birthday"] == "15 March 1984"
    assert dialog.draft.choices == {"birthday": known["Anna Weber-Schmidt"]}
    click(qtbot, dialog, "birthday", 0)
    settle()
    assert shown(dialog)["Birthday"] == "14 March 1984"
    assert dialog.draft.choices == {}, "what the rules show anyway is no choice"


def test_arrows_and_space_choose_too(qtbot, three, compare, settle, workspace):
    known = ids(workspace)
    dialog = compare([known["Anna Weber"], known["Anna Weber-Schmidt"]])
    press(qtbot, Qt.Key.Key_Right)
    press(qtbot, Qt.Key.Key_Space)
    settle()
    assert shown(dialog)["Name"] == "Anna Weber-Schmidt"
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert shown(dialog)["Company"] == "Weber GmbH"
    press(qtbot, Qt.Key.Key_Return, CTRL)
    settle()
    fields = reads.profile(workspace, known["Anna Weber"]).fields
    assert (fields["family"], fields["organization"]) == ("Weber-Schmidt", "Weber GmbH")


def test_a_head_or_its_number_chooses_all_of_a_side_and_lists_keep_both(qtbot, three, compare, settle, workspace):
    known = ids(workspace)
    dialog = compare([known["Anna Weber"], known["Anna Weber-Schmidt"]])
    press(qtbot, Qt.Key.Key_2)
    settle()
    second = shown(dialog)
    assert (second["Name"], second["Company"], second["Birthday"]) == (
        "Anna Weber-Schmidt", "Weber GmbH", "15 March 1984",
    )  # fmt: skip
    assert second["Email"] == "anna@posteo.example; aws@posteo.example"
    heads = dialog.view.horizontalHeader()
    middle = heads.sectionViewportPosition(1) + heads.sectionSize(1) // 2
    qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle, heads.height() // 2))
    settle()
    assert shown(dialog)["Name"] == "Anna Weber"
    assert dialog.draft.choices == {}


def test_a_side_without_a_value_leaves_the_others_choice(qtbot, three, compare, settle, workspace):
    known = ids(workspace)
    dialog = compare(list(known.values()))
    before = shown(dialog)
    blank = dialog.draft.contacts.index(known["A. Weber"])
    press(qtbot, Qt.Key(Qt.Key.Key_1 + blank))
    settle()
    assert shown(dialog) == {**before, "Name": "A. Weber"}
    assert dialog.draft.choices == {"name": known["A. Weber"]}
    assert not dialog.trouble.isVisible()


def test_a_list_value_is_unticked_and_dropped(qtbot, three, compare, settle, workspace):
    known = ids(workspace)
    dialog = compare([known["Anna Weber"], known["A. Weber"]])
    assert [line.word for line in dialog.grid.lines if line.field == "emails"] == ["keep both", ""]
    click(qtbot, dialog, "emails", 1, nth=1)
    assert shown(dialog)["Email"] == "anna@posteo.example"
    click(qtbot, dialog, "emails", 1, nth=1)
    assert shown(dialog)["Email"] == "anna@posteo.example; a.weber@garten.example"
    click(qtbot, dialog, "emails", RESULT, nth=1)
    dialog.merge()
    settle()
    emails = reads.profile(workspace, known["Anna Weber"]).fields["emails"]
    assert [point["value"] for point in emails] == ["anna@posteo.example"]


def test_who_lends_the_id_can_be_changed_and_the_columns_stay(qtbot, three, compare, settle, workspace):
    known = ids(workspace)
    dialog = compare([known["Anna Weber"], known["A. Weber"]])
    dialog.keep.setCurrentIndex(1)
    settle()
    assert [head.name for head in dialog.grid.heads] == ["Anna Weber", "A. Weber"]
    assert [cell.text for cell in dialog.grid.lines[0].cells] == ["Anna Weber", "A. Weber"]
    assert shown(dialog)["Name"] == "Anna Weber"
    dialog.merge()
    settle()
    assert reads.profile(workspace, known["Anna Weber"]).id == known["A. Weber"]


def test_what_comes_together_is_counted(three, compare, workspace):
    known = ids(workspace)
    activities.log(workspace, known["A. Weber"], "call", "Wants a quote")
    activities.log(workspace, known["Anna Weber"], "note", "Asked again")
    tasks.add(workspace, "Send it", contact=known["A. Weber"])
    dialog = compare([known["Anna Weber"], known["A. Weber"]])
    assert dialog.joined.whole_text().startswith("Brings together 2 activities, 1 task and 2 records.")


def test_who_was_called_not_the_same_is_warned_of(three, compare, settle, workspace):
    known = ids(workspace)
    pair = [known["Anna Weber"], known["A. Weber"]]
    dialog = compare(pair)
    assert not dialog.warning.isVisible()
    dialog.say_not_same()
    settle()
    assert merging.compare(workspace, pair).not_same
    again = compare(pair)
    assert again.warning.isVisible()
    assert not again.not_same.isVisible()


def test_escape_leaves_everything_as_it_was(qtbot, three, compare, window, settle, workspace):
    known = ids(workspace)
    compare([known["Anna Weber"], known["A. Weber"]])
    operations = len(reads.history(workspace))
    press(qtbot, Qt.Key.Key_2)
    press(qtbot, Qt.Key.Key_Escape)
    settle()
    assert [d for d in window.findChildren(MergeDialog) if d.isVisible()] == []
    assert len(reads.history(workspace)) == operations


def test_a_change_from_elsewhere_is_compared_anew(three, compare, window, settle, workspace):
    from deskcrm.domain.patches import Patch

    known = ids(workspace)
    dialog = compare([known["Anna Weber"], known["A. Weber"]])
    window.desk.do(contacts.edit, known["A. Weber"], [Patch("title", "set", "Owner")])
    settle()
    settle()
    assert shown(dialog)["Job title"] == "Owner"


def test_who_was_merged_elsewhere_meanwhile_is_not_merged_from_here(three, compare, window, settle, workspace):
    known = ids(workspace)
    dialog = compare([known["Anna Weber"], known["A. Weber"]])
    window.desk.do(merging.merge, known["Anna Weber-Schmidt"], [known["A. Weber"]])
    settle()
    settle()
    assert dialog.trouble.text.startswith("One of them was merged elsewhere")


# companies, names, small windows


def test_companies_are_merged_with_their_people(three, compare, settle, workspace):
    known = ids(workspace, "company")
    dialog = compare([known["Weber Gartenbau"], known["Weber GmbH"]])
    assert dialog.heading == "Merge 2 companies into one"
    assert dialog.joined.whole_text().startswith("Brings together 2 people.")
    dialog.merge()
    settle()
    assert len(ids(workspace, "company")) == 1
    assert len([link for link in reads.profile(workspace, known["Weber GmbH"]).links if link.kind == "person"]) == 2


def test_two_and_their_result_stay_in_sight_in_a_small_window(take, compare, workspace):
    take(THREE)
    view = compare(list(ids(workspace).values())[:2]).view
    view.fit(480)
    assert 480 - 3 < view.horizontalHeader().length() <= 480
    view.fit(440)
    assert view.columnWidth(0) > 78
    assert view.horizontalHeader().length() > 480


def test_a_companys_name_is_called_that(compare, workspace):
    both = [contacts.add(workspace, "company", {"organization": name}).value for name in ("Rad GmbH", "Rad Laden")]
    dialog = compare(both)
    assert [(line.label, line.result.text) for line in dialog.grid.lines] == [("Name", "Rad Laden")]


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1030, 640), (640, 420)])
def test_five_with_the_longest_names_fit_the_window(take, compare, window, settle, workspace, width, height):
    take(THREE + LONG + "Anne,Weber,,anne@posteo.example,,,\n")
    window.resize(width, height)
    settle()
    dialog = compare(list(ids(workspace).values()))
    assert dialog.width() <= width
    assert dialog.height() <= height
    assert dialog.merge_button.isVisible()
    assert dialog.rect().contains(dialog.merge_button.geometry())
    first, last = dialog.grid.columns.index(0), len(dialog.grid.columns) - 1
    if width >= 1030:
        assert dialog.view.horizontalScrollBar().maximum() == 0
    assert dialog.view.columnWidth(first) >= 120
    assert dialog.view.columnWidth(last) >= 120
    assert not dialog.grab().isNull()


def test_every_cell_says_whose_it_is_and_whether_it_shows(three, compare, workspace):
    known = ids(workspace)
    dialog = compare([known["Anna Weber"], known["A. Weber"]])
    said = [
        dialog.grid.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(dialog.grid.rowCount())
        for column in range(dialog.grid.columnCount())
    ]
    for words in (
        "Name of Anna Weber: Anna Weber, chosen",
        "Name of A. Weber: A. Weber, not chosen",
        "Name after the merge: Anna Weber",
        "Email of A. Weber: a.weber@garten.example, kept",
    ):
        assert words in said
    assert QAccessible.queryAccessibleInterface(dialog.view).text(QAccessible.Text.Name)


def test_every_control_has_a_name(three, compare, workspace):
    known = ids(workspace)
    dialog = compare([known["Anna Weber"], known["A. Weber"]])
    kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit)
    controls = [w for w in dialog.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible()]
    assert len(controls) >= 5
    assert [c for c in controls if not c.accessibleName()] == []


def test_the_grid_keeps_qts_rules(three, compare, workspace, qtmodeltester):
    known = ids(workspace)
    qtmodeltester.check(compare(list(known.values())).grid)


def test_an_open_dialog_is_a_dialog_of_the_window(three, compare, window, workspace):
    known = ids(workspace)
    compare([known["Anna Weber"], known["A. Weber"]])
    assert [type(d).__name__ for d in window.findChildren(QDialog) if d.isVisible()] == ["MergeDialog"]
