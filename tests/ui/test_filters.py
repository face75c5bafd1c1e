"""Chips: rules built by keyboard and mouse, changed, denied, grouped, counted, taken away step by step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from list_helpers import city, key, menu_of, names, press, tag, typed
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QTabBar,
    QWidget,
)

from deskcrm.domain.columns import COLUMNS, ColumnKind
from deskcrm.domain.filters import TESTS, All, AnyOf, Condition, Not, checked
from deskcrm.services import contacts
from deskcrm.services.own_fields import OwnField
from deskcrm.ui.models.catalogue import Catalogue
from deskcrm.ui.models.rules import Rule, Rules, in_words, is_group, negated
from deskcrm.ui.widgets.rule_values import values_for

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # menus without a display want more of it


@pytest.fixture
def people(few, window, workspace, settle):
    """The People screen, read and with the keyboard; Anna and Grace are VIP, Grace is new too."""
    tag(workspace, "Anna Weber", "VIP")
    tag(workspace, "Grace O'Neill", "VIP", "new")
    window.open_screen("people")
    settle()
    return window.screen_named("people")


@pytest.fixture
def filtered(people, settle):
    """Filtered by two rules, of which each fits somebody else too."""
    people.keeper.set_rules(Rules((Condition("tags", "is", "VIP"), city("Berlin"))))
    settle()
    return people


def chips(screen) -> list[str]:
    return [f"{chip.words} {chip.count}" for chip in screen.tools.bar.chips]


# by keyboard


def test_a_rule_is_built_without_a_mouse(qtbot, window, people, settle):
    press(qtbot, window, "Ctrl+Shift+F")
    settle()
    typed(qtbot, "tag")
    key(qtbot, Qt.Key.Key_Return)
    settle()
    typed(qtbot, "vi")
    editor = people.tools.bar.editor
    qtbot.waitUntil(lambda: [pick.detail for pick in editor.values.list.picks] == ["2"])
    key(qtbot, Qt.Key.Key_Down)
    key(qtbot, Qt.Key.Key_Return)
    settle()
    assert editor.isHidden()
    assert chips(people) == ["Tags is VIP 2"]
    assert names(people) == ["Anna Weber", "Grace O'Neill"]
    assert people.count.text() == "2"


def test_several_values_are_one_chip(qtbot, people, settle):
    people.tools.bar.add("city")
    settle()
    values = people.tools.bar.editor.values
    assert [(pick.text, pick.detail) for pick in values.list.picks] == [("Berlin", "1"), ("Dublin", "1"), ("Lyon", "1")]
    values.list.setFocus()
    for _ in range(2):
        key(qtbot, Qt.Key.Key_Down)
        key(qtbot, Qt.Key.Key_Space)
    key(qtbot, Qt.Key.Key_Return)
    settle()
    assert len(people.tools.bar.chips) == 1
    assert len(names(people)) == 2
    assert chips(people) == ["City is Dublin or Lyon 2"]


def test_the_editor_counts_before_it_is_done(qtbot, people, settle):
    people.tools.bar.add("emails")
    settle()
    editor = people.tools.bar.editor
    typed(qtbot, "weber")
    qtbot.waitUntil(lambda: editor.count.text() == "1 person")
    assert names(people) != ["Anna Weber"]
    editor.save()
    settle()
    assert names(people) == ["Anna Weber"]


def test_a_rule_without_a_value_says_what_is_missing_and_escape_changes_nothing(qtbot, people, settle):
    people.tools.bar.add("orders")
    settle()
    editor = people.tools.bar.editor
    typed(qtbot, "many")
    key(qtbot, Qt.Key.Key_Return)
    assert editor.isVisible()
    assert editor.count.text() == "Write a number, such as 12 or 3.50."
    key(qtbot, Qt.Key.Key_Escape)
    assert editor.isHidden()
    assert people.tools.bar.rules == Rules()


def test_another_test_keeps_the_value_where_it_fits(qtbot, filtered, settle):
    bar = filtered.tools.bar
    bar.chips[1].click()
    settle()
    editor = bar.editor
    editor.test.setCurrentIndex(editor.test.findData("is_not"))
    editor.test.activated.emit(editor.test.currentIndex())
    settle()
    editor.save()
    settle()
    assert chips(filtered) == ["Tags is VIP 2", "City is not Berlin 3"]
    assert names(filtered) == ["Grace O'Neill"]


def test_arrows_walk_over_the_chips_and_delete_takes_one_away(qtbot, filtered, settle):
    filtered.tools.bar.focus_first()
    key(qtbot, Qt.Key.Key_Right)
    assert filtered.tools.bar.chips[1].hasFocus()
    key(qtbot, Qt.Key.Key_Delete)
    settle()
    assert chips(filtered) == ["Tags is VIP 2"]
    assert filtered.tools.bar.chips[0].hasFocus()
    key(qtbot, Qt.Key.Key_Right)
    assert filtered.tools.bar.add_button.hasFocus()


def test_escape_takes_back_what_narrows_the_list_step_by_step(qtbot, filtered, settle):
    filtered.filter.setText("anna")
    settle()
    filtered.view.setFocus()
    told = []
    for _ in range(4):
        told.append((filtered.filter.text(), len(filtered.tools.bar.chips)))
        key(qtbot, Qt.Key.Key_Escape)
        settle()
    assert told == [("anna", 2), ("", 2), ("", 1), ("", 0)]
    assert len(names(filtered)) == 4


# by mouse


def test_the_cross_of_a_chip_takes_it_away_and_the_rest_changes_it(qtbot, filtered, settle):
    chip = filtered.tools.bar.chips[0]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=chip.rect().center())
    settle()
    assert filtered.tools.bar.editor.isVisible()
    chip = filtered.tools.bar.chips[1]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, chip.height() // 2))
    settle()
    assert filtered.tools.bar.editor.isHidden(), "a press anywhere else closes it"
    assert chips(filtered) == ["Tags is VIP 2"]


def test_all_or_any_is_one_press(qtbot, filtered, settle):
    assert names(filtered) == ["Anna Weber"]
    assert filtered.tools.bar.either.text() == "All of"
    qtbot.mouseClick(filtered.tools.bar.either, Qt.MouseButton.LeftButton)
    settle()
    assert names(filtered) == ["Anna Weber", "Grace O'Neill"]
    assert filtered.tools.bar.either.text() == "Any of"


def test_a_chip_is_denied_grouped_and_split_from_its_menu(qtbot, filtered, settle):
    bar = filtered.tools.bar
    bar.focus_first()
    key(qtbot, Qt.Key.Key_Menu)
    menu_of(bar)["Say the opposite"]()
    settle()
    assert chips(filtered) == ["Tags is not VIP 2", "City is Berlin 1"]
    assert names(filtered) == []
    qtbot.keyClick(bar.chips[0], Qt.Key.Key_Menu)
    menu_of(bar)["This or the next"]()
    settle()
    assert chips(filtered) == ["Tags is not VIP or City is Berlin 3"]
    assert names(filtered) == ["Anna Weber", "Benoît Lefèvre", "Carmen Ruiz Ortega"]
    bar.chips[0].click()
    menu_of(bar)["Split"]()
    settle()
    assert len(bar.chips) == 2


# what it shows


def test_counts_follow_what_is_changed_elsewhere(filtered, desk, settle, workspace):
    desk.do(contacts.add, "person", {"given": "Tim", "tags": ["VIP"]})
    settle()
    assert chips(filtered)[0] == "Tags is VIP 3"


def test_nobody_fits_says_so_and_everybody_comes_back_with_one_press(qtbot, people, settle):
    people.keeper.set_rules(Rules((city("Nowhere"),)))
    settle()
    assert people.empty.isVisible()
    assert people.tools.bar.isVisible()
    people.empty.press()
    settle()
    assert len(names(people)) == 4


def test_somebody_new_is_shown_even_where_the_rules_would_hide_them(filtered, window, desk, settle, workspace):
    farid = contacts.add(workspace, "person", {"given": "Farid"}).value
    window.show_contact_in_list(farid, "person")
    settle()
    filtered.view.refresh()
    settle()
    assert filtered.view.selected == farid
    assert filtered.keeper.shape.where is None


@pytest.mark.parametrize("column", [column.key for column in COLUMNS])
def test_every_field_and_every_test_of_it_can_be_asked_for(qtbot, people, settle, column):
    """What the editor makes of each is a filter that the services take."""
    bar = people.tools.bar
    subject = people.keeper.catalogue.subject(column)
    given = {
        ColumnKind.NUMBER: 3, ColumnKind.MONEY: 1250, ColumnKind.DATE: "2026-01-02", ColumnKind.TEXT: "x",
        ColumnKind.CHOICE: "lead",
    }[subject.kind]  # fmt: skip
    for test in TESTS[subject.kind]:
        value = (30,) if "days" in test or test == "yearly" else ((given, given),) if test == "between" else (given,)
        rule = Rule(column, test, () if test in ("empty", "filled") else value)
        values = values_for(people.desk, people.keeper.catalogue, subject, rule)
        qtbot.addWidget(values)
        again = Rule(column, test, values.values())
        assert again == rule
        checked(again.node)
        assert in_words(again.node, people.keeper.catalogue).startswith(subject.label)
        bar.editor.edit(people.keeper.catalogue, bar.add_button, rule, lambda _node: None)
        assert QApplication.focusWidget() is not None
        bar.editor.leave()
    settle()


# the words and the tree


CATALOGUE = Catalogue("person", (OwnField(7, "Size", "Shoe size", "number"),), "EUR")


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (Condition("city", "is", "Lyon"), "City is Lyon"),
        (AnyOf((city("Lyon"), city("Bern"))), "City is Lyon or Bern"),
        (Not(AnyOf((city("Lyon"), city("Bern")))), "City is neither Lyon nor Bern"),
        (AnyOf(tuple(Condition("stage", "is", s) for s in ("lead", "lost", "repeat"))), "Stage is any of 3"),
        (Not(Condition("value", "more", 125000)), "Value is not more than €1,250.00"),
        (Not(Condition("family", "begins", "We")), "Last name does not begin with We"),
        (Condition("last_at", "not_last_days", 1), "Last contact not in the last 1 day"),
        (Condition("birthday", "yearly", 30), "Birthday comes round in the next 30 days"),
        (
            Condition("created_at", "between", ("2026-01-02", "2026-03-04")),
            "Added is between 2 Jan 2026 and 4 Mar 2026",
        ),
        (Condition("custom.Size", "more", 41.5), "Shoe size is more than 41.5"),
        (Condition("custom.Gone", "filled"), "Gone is filled"),
        (AnyOf((city("Lyon"), Condition("tags", "empty"))), "City is Lyon or Tags is empty"),
        (Not(All((city("Lyon"), Condition("tags", "empty")))), "Not (City is Lyon and Tags is empty)"),
    ],
)
def test_a_rule_in_words(node, words):
    assert in_words(node, CATALOGUE) == words


@pytest.mark.parametrize(
    "node",
    [
        city("Lyon"),
        Not(city("Lyon")),
        Condition("city", "is_not", "Lyon"),
        Condition("tags", "empty"),
        Condition("value", "between", (1, 2)),
        AnyOf((city("Lyon"), city("Bern"))),
        Not(AnyOf((city("Lyon"), city("Bern")))),
    ],
)
def test_a_rule_is_the_part_that_it_came_from(node):
    assert Rule.of(node).node == node


def test_saying_the_opposite_twice_changes_nothing():
    for node in (
        city("Lyon"),
        Condition("value", "more", 3),
        AnyOf((city("a"), city("b"))),
        Condition("tags", "empty"),
    ):
        assert negated(negated(node)) == node
        assert negated(node) != node


def test_a_filter_of_one_choice_is_one_chip_and_not_any_of_two():
    either = AnyOf((city("Lyon"), city("Bern")))
    assert Rules.of(either) == Rules((either,))
    assert Rules.of(Rules((either,)).node) == Rules((either,))
    two = Rules((city("Lyon"), Condition("tags", "empty")), True)
    assert Rules.of(two.node) == two
    assert is_group(two.grouped(0).parts[0])
    assert two.grouped(0).split(0).parts == two.parts


def unnamed(widget) -> list[str]:
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QTabBar, QDateEdit)
    inside = [child for child in widget.findChildren(QWidget) if isinstance(child, kinds) and child.isVisible()]
    own = [child for child in inside if not child.objectName().startswith("qt_") and child.focusPolicy()]
    return [repr(child) for child in own if not child.accessibleName()]


def test_every_control_has_a_name(filtered, settle):
    assert unnamed(filtered) == []
    bar = filtered.tools.bar
    for column in ("", "stage", "tags", "value", "last_at"):
        bar.add(column)
        settle()
        assert unnamed(bar.editor) == []
        for test in range(bar.editor.test.count() if column else 0):
            bar.editor.test.setCurrentIndex(test)
            bar.editor.test.activated.emit(test)
            assert unnamed(bar.editor) == []
    bar.editor.leave()
    filtered.tools.choose_columns()
    assert unnamed(filtered.tools.chooser) == []
    filtered.tools.chooser.leave()
    filtered.view.mark_all()
    assert unnamed(filtered.tools) == []


def test_a_rule_about_consent_is_chosen_by_its_words(qtbot, people, workspace):
    catalogue = people.keeper.catalogue
    assert catalogue.choices("email_consent") == [("in", "Opted in"), ("out", "Opted out")]
    assert in_words(Condition("email_consent", "is", "out"), catalogue) == "Email consent is Opted out"
    (column,) = [column for column in catalogue.columns if column.key == "email_consent"]
    assert column.text(replace(people.table.row_at(0), cells={"email_consent": ("out",)})) == "Opted out"
