"""Columns: any field, own ones and measures; chosen, moved and widened; sorted by several; scrolled when they must."""

from __future__ import annotations

from dataclasses import replace

import pytest
from list_helpers import by_name, key, menu_of, names, press, tag
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication

from deskcrm.domain.patches import Patch
from deskcrm.domain.views import Order
from deskcrm.services import activities, contacts, history, importing, own_fields
from deskcrm.ui.models.columns import PEOPLE_COLUMNS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # menus without a display want more of it


@pytest.fixture
def people(few, window, workspace, settle):
    own_fields.add(workspace, "Shoe size", "number")
    ids = by_name(workspace)
    for name, size in (("Anna Weber", "9"), ("Grace O'Neill", "41"), ("Carmen Ruiz Ortega", "9")):
        contacts.edit(workspace, ids[name], [Patch("custom.Shoe size", "set", size)])
    contacts.edit(workspace, ids["Anna Weber"], [Patch("birthday", "set", "1980-03-02")])
    contacts.edit(workspace, ids["Grace O'Neill"], [Patch("birthday", "set", "--12-31")])
    tag(workspace, "Anna Weber", "VIP", "new")
    activities.log(workspace, ids["Anna Weber"], "order", "Tubes", at="2026-01-02", amount=1250, currency="EUR")
    window.open_screen("people")
    settle()
    return window.screen_named("people")


def show(screen, settle, *keys: str) -> None:
    screen.keeper.set_columns([("name", 0), *((key, 0) for key in keys)])
    settle()


def cells(screen, column: int) -> list[str]:
    return [screen.table.index(row, column).data() for row in range(screen.table.rowCount())]


def test_any_field_and_measure_can_be_shown(people, settle):
    everything = [column.key for column in people.keeper.catalogue.columns if column.key != "name"]
    assert {"custom.Shoe size", "tags", "sources", "birthday", "created_at", "orders", "phone", "street"} <= {
        *everything
    }
    show(people, settle, *everything)
    anna = {column.key: people.table.index(0, n).data() for n, column in enumerate(people.columns)}
    told = {key: anna[key] for key in ("tags", "birthday", "orders", "value", "custom.Shoe size", "email", "city")}
    assert told == {
        "tags": "VIP, new", "birthday": "2 Mar 1980", "orders": "1", "value": "€12.50", "custom.Shoe size": "9",
        "email": "anna@weber.example", "city": "Berlin",
    }  # fmt: skip
    assert people.table.index(3, everything.index("birthday") + 1).data() == "31 Dec"


def test_figures_stand_at_the_right_and_moments_say_how_long_ago_and_when_on_hover(people, settle):
    show(people, settle, "custom.Shoe size", "first_at", "tags")
    right = [bool(people.table.index(0, n).data(Qt.ItemDataRole.TextAlignmentRole) & 2) for n in range(4)]
    assert right == [False, True, True, False]
    assert people.table.index(0, 2).data().endswith("ago")
    assert people.table.index(0, 2).data(Qt.ItemDataRole.ToolTipRole).startswith("Friday, 2 January 2026")


def test_columns_are_chosen_and_moved_by_keys_alone(qtbot, people, window, settle):
    press(qtbot, window, "Ctrl+Shift+C")
    chooser = people.tools.chooser
    qtbot.keyClicks(chooser.seek, "shoe")
    qtbot.keyClick(chooser.seek, Qt.Key.Key_Return)
    settle()
    assert [column.label for column in people.columns][-1] == "Shoe size"
    chooser.seek.clear()
    for _ in range(chooser.list.count()):
        if chooser.list.current.key == "custom.Shoe size":
            break
        qtbot.keyClick(chooser.seek, Qt.Key.Key_Down)
    for _ in range(3):
        qtbot.keyClick(chooser.seek, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle()
    key(qtbot, Qt.Key.Key_Escape)
    assert chooser.isHidden()
    shown = [column.label for column in people.columns]
    assert shown == ["Name", "Company", "Email", "Shoe size", "Stage", "Contact", "Value"]
    assert cells(people, 3)[0] == "9"


def test_a_column_is_carried_to_another_place_by_the_mouse(qtbot, people, settle):
    people.tools.choose_columns()
    lines = people.tools.chooser.list
    where = [lines.visualItemRect(lines.item(row)).center() for row in range(6)]
    qtbot.mousePress(lines.viewport(), Qt.MouseButton.LeftButton, pos=where[1])
    for at in where[2:5]:
        moved = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(at), QPointF(lines.viewport().mapToGlobal(at)), Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(lines.viewport(), moved)
    qtbot.mouseRelease(lines.viewport(), Qt.MouseButton.LeftButton, pos=where[4])
    settle()
    assert [column.label for column in people.columns] == ["Name", "Email", "Stage", "Contact", "Company", "Value"]
    qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=where[2])
    settle()
    assert [column.label for column in people.columns] == ["Name", "Email", "Contact", "Company", "Value"]


def test_the_name_always_shows_and_first(qtbot, people, settle):
    people.keeper.set_columns([("city", 0), ("name", 0)])
    settle()
    assert [column.key for column in people.columns] == ["name", "city"]
    people.tools.choose_columns()
    qtbot.keyClick(people.tools.chooser.seek, Qt.Key.Key_Return)
    assert people.tools.chooser.list.current.key == "name"
    assert people.tools.chooser.list.current.ticked
    people.tools.chooser.usual.click()
    settle()
    assert [column.key for column in people.columns] == [column.key for column in PEOPLE_COLUMNS]


def test_a_heading_is_dragged_to_another_place(qtbot, people, settle):
    people.view.header.moveSection(2, 4)  # as a drag does
    qtbot.waitUntil(
        lambda: [c.key for c in people.columns] == ["name", "organization", "stage", "last_at", "email", "value"]
    )
    settle()
    assert cells(people, 4)[0] == "anna@weber.example"
    assert [people.view.header.visualIndex(n) for n in range(6)] == list(range(6))


def test_a_width_is_kept_and_the_name_takes_what_is_left(qtbot, people, settle):
    people.view.header.resizeSection(2, 140)
    qtbot.waitUntil(lambda: dict(people.keeper.shape.columns).get("email") == 140)
    settle()
    assert people.view.columnWidth(2) == 140
    shown = [n for n in range(len(people.columns)) if not people.view.isColumnHidden(n)]
    assert sum(people.view.columnWidth(n) for n in shown) == people.view.viewport().width()
    qtbot.waitUntil(lambda: not people.view.horizontalScrollBar().isVisible())
    people.view.header.sectionHandleDoubleClicked.emit(2)
    settle()
    assert dict(people.keeper.shape.columns)["email"] == 0


def test_chosen_columns_all_show_and_scroll_only_when_they_must(qtbot, people, window, settle):
    many = [column.key for column in people.keeper.catalogue.columns if column.key != "name"]
    show(people, settle, *many[:3])
    qtbot.waitUntil(lambda: not people.view.horizontalScrollBar().isVisible())
    show(people, settle, *many)
    qtbot.waitUntil(people.view.horizontalScrollBar().isVisible)
    assert not any(people.view.isColumnHidden(n) for n in range(len(people.columns)))
    assert people.view.horizontalScrollMode() == QAbstractItemView.ScrollMode.ScrollPerPixel


def test_an_own_field_sorts_as_the_number_it_is_and_then_by_another(qtbot, people, settle):
    show(people, settle, "custom.Shoe size", "email")
    people.view.sort_by(1)
    settle()
    assert names(people)[0] == "Grace O'Neill", "the greatest first"
    people.view.sort_by(1)
    people.view.sort_by(0, add=True)
    people.view.sort_by(0, add=True)
    settle()
    assert names(people)[:3] == ["Carmen Ruiz Ortega", "Anna Weber", "Grace O'Neill"]
    assert people.keeper.shape.orders == (Order("custom.Shoe size"), Order("name", True))


def test_shift_and_a_click_on_a_heading_sort_by_one_more(qtbot, people, settle):
    header = people.view.header

    def click(section: int, held: Qt.KeyboardModifier) -> None:
        at = header.rect().center()
        at.setX(header.sectionViewportPosition(section) + header.sectionSize(section) // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, held, at)

    click(3, Qt.KeyboardModifier.NoModifier)
    click(2, Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert people.keeper.shape.orders == (Order("stage"), Order("email"))
    click(1, Qt.KeyboardModifier.NoModifier)
    settle()
    assert people.keeper.shape.orders == (Order("organization"),)


def test_the_menu_of_a_heading_sorts_filters_moves_and_hides(qtbot, people, settle):
    def menu(section: int) -> dict:
        people.view.heading_menu_asked.emit(section, people.mapToGlobal(people.rect().center()))
        return menu_of(people.view)

    menu(2)["Sort: Z to A"]()
    settle()
    assert people.keeper.shape.orders == (Order("email", True),)
    menu(2)["Move right"]()
    settle()
    assert [column.key for column in people.columns][2:4] == ["stage", "email"]
    menu(3)["Hide"]()
    settle()
    assert "email" not in [column.key for column in people.columns]
    menu(1)["Filter by this…"]()
    settle()
    assert people.tools.bar.editor.isVisible()
    assert "Hide" not in menu(0), "the name stays"


def test_sorting_is_asked_for_by_the_keyboard(people, window, settle):
    window.commands["people.sort"].trigger()
    menu_of(people.view)["Value"]()
    window.commands["people.then"].trigger()
    menu_of(people.view)["Company"]()
    settle()
    assert people.keeper.shape.orders == (Order("value", True), Order("organization"))


def test_a_renamed_own_field_is_renamed_in_the_list(people, desk, workspace, settle):
    show(people, settle, "custom.Shoe size")
    (field,) = own_fields.every(workspace)
    desk.do(own_fields.change, field.id, label="EU size", kind="number")
    settle()
    assert [column.label for column in people.columns] == ["Name", "EU size"]
    assert cells(people, 1)[0] == "9"


def test_what_files_brought_is_among_the_columns_while_its_import_stands(few, workspace, window, settle, tmp_path):
    file = tmp_path / "extra.csv"
    file.write_text("First Name,Email,Bike colour\nAnna,anna@weber.example,Red\n", encoding="utf-8")
    report = importing.examine(workspace, file)
    mapping = importing.with_columns(report.mapping, {"Bike colour": "custom.Bike colour"})
    done = importing.run(workspace, [replace(report, mapping=mapping)], progress=None, cancelled=None)
    window.open_screen("people")
    settle()
    people = window.screen_named("people")
    assert "Bike colour" in [column.label for column in people.keeper.catalogue.columns]
    show(people, settle, "custom.Bike colour")
    assert cells(people, 1)[0] == "Red"
    window.desk.do(history.undo, done.value.operation)
    settle()
    assert "Bike colour" not in [column.label for column in people.keeper.catalogue.columns]
