"""Fields and tags: renamed, joined, moved, deleted by keys, each with how many use it, each undone by its toast."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from deskcrm.domain.changes import Changes
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ListQuery
from deskcrm.services import activities, colours, contacts, importing, own_fields, reads, sources, tags
from deskcrm.services.workspace import Workspace
from deskcrm.ui import words
from deskcrm.ui.dialogs.housekeeping import FieldForm, JoinField, KindForm, RenameTag, SourceForm, StageForm
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.screens.housekeeping import HousekeepingScreen
from deskcrm.ui.screens.profile_parts.value_button import Tag
from deskcrm.ui.theme import OWN, theme
from deskcrm.ui.widgets.colour_menu import ColourMenu

Settle = Callable[[], None]
D = TypeVar("D", bound=QDialog)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # menus without a display want more of it


@pytest.fixture
def people(workspace: Workspace) -> list[int]:
    return [
        contacts.add(workspace, kind, {name: who, "tags": worn, "custom": own}).value
        for kind, name, who, worn, own in (
            ("person", "given", "Anna", ["Shop", "Regular"], {"Size": "M"}),
            ("person", "given", "Ben", ["Webshop"], {"Size": "L", "Shirt": "XL"}),
            ("company", "organization", "Acme", ["shop"], {}),
        )
    ]


@pytest.fixture
def screen(window: MainWindow, settle: Settle, workspace: Workspace, people: list[int]) -> HousekeepingScreen:
    own_fields.add(workspace, "Size", "choice", ["S", "M", "L"])
    own_fields.add(workspace, "Shirt", "text")
    window.open_screen("housekeeping")
    settle()
    screen = window.current
    assert isinstance(screen, HousekeepingScreen)
    return screen


def lines(screen: HousekeepingScreen) -> list[tuple[str, str, str]]:
    return [(line.name, line.what, line.used) for line in screen.model.lines]


def go_to(screen: HousekeepingScreen, name: str) -> None:
    place = [line.name for line in screen.model.lines].index(name)
    screen.view.setCurrentIndex(screen.model.index(place, 0))


def form(window: MainWindow, kind: type[D]) -> D:
    (found,) = [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]
    return found


def show(screen: HousekeepingScreen, settle: Settle, part: str) -> None:
    screen.chips[part].click()
    settle()


def test_tags_of_people_and_companies_are_counted_together(screen):
    assert lines(screen) == [("Shop", "", "2 contacts"), ("Regular", "", "1 contact"), ("Webshop", "", "1 contact")]
    assert screen.view.accessibleName() == "Tags"
    assert screen.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Shop, 2 contacts"


def test_two_tags_become_one_and_the_toast_parts_them(qtbot: QtBot, window, screen, settle, workspace):
    go_to(screen, "Webshop")
    qtbot.keyClick(screen.view, Qt.Key.Key_F2)
    dialog = form(window, RenameTag)
    qtbot.keyClick(dialog.name, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(dialog.name, "SHOP")
    assert dialog.joins.text == "There is a tag “Shop” already, on 2. The two become one."
    assert dialog.save_button.text() == "Join"
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    settle()
    assert [(name.casefold(), used) for name, _, used in lines(screen)] == [
        ("shop", "3 contacts"),
        ("regular", "1 contact"),
    ]
    window.message.press()
    settle()
    assert ("Webshop", "", "1 contact") in lines(screen)


def test_a_tag_is_deleted_by_key_and_brought_back(qtbot, window, screen, settle, workspace):
    go_to(screen, "Regular")
    qtbot.keyClick(screen.view, Qt.Key.Key_Delete)
    settle()
    assert [tag for tag, _ in tags.every(workspace)] == ["Shop", "Webshop"]
    window.message.press()
    settle()
    assert "Regular" in [name for name, _, _ in lines(screen)]


def test_fields_are_listed_with_kind_and_use_moved_by_keys_and_changed(qtbot, window, screen, settle, workspace):
    show(screen, settle, "fields")
    assert lines(screen) == [("Size", "Choice: S, M, L", "2 contacts"), ("Shirt", "Text", "1 contact")]
    go_to(screen, "Shirt")
    qtbot.keyClick(screen.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle()
    assert [field.label for field in own_fields.every(workspace)] == ["Shirt", "Size"]
    assert screen.line.name == "Shirt"
    qtbot.keyClick(screen.view, Qt.Key.Key_Return)
    dialog = form(window, FieldForm)
    dialog.name.setText("Shirt size")
    dialog.kind.setCurrentIndex(dialog.kind.findData("choice"))
    dialog.save()
    settle()
    assert dialog.isVisible()
    assert dialog.trouble.text == "A choice needs at least one thing to choose."
    dialog.choices.setPlainText("XL\n\nXXL\nXL")
    dialog.save()
    settle()
    assert lines(screen)[0] == ("Shirt size", "Choice: XL, XXL", "1 contact")


def test_a_tag_gets_a_colour_from_its_menu_which_chips_and_lists_show(
    qtbot: QtBot, window, screen, settle, workspace, people
):
    def dot_of(widget: QWidget) -> bool:
        image = widget.grab().toImage()
        seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        return OWN["Blue"].lower() in seen

    window.open_contact(people[0])
    settle()
    chip = next(tag for tag in window.current.findChildren(Tag) if tag.shown.text == "Regular")
    narrow = chip.width()
    assert not dot_of(chip)
    window.open_screen("housekeeping")
    settle()
    screen.view.selectRow(next(n for n, line in enumerate(screen.model.lines) if line.name == "Regular"))
    assert not dot_of(screen.view)
    qtbot.keyClick(screen.colour, Qt.Key.Key_Space)
    menu = screen.findChild(ColourMenu)
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["No colour"]
    next(action for action in menu.actions() if action.text() == "Blue").trigger()
    menu.close()
    settle()
    assert dot_of(screen.view)
    assert chip.width() > narrow
    assert dot_of(chip)
    window.open_screen("people")
    settle()
    window.current.keeper.set_columns([("name", 0), ("tags", 0)])
    settle()
    assert dot_of(window.current.view)
    window.undo()
    settle()
    assert theme().own("tag", "Regular") is None
    assert not dot_of(window.current.view)


def test_a_sources_colour_shows_beside_what_it_says_on_profiles(window, settle, workspace, tmp_path: Path):
    (tmp_path / "shop.csv").write_text("Customer ID,First name,City\n1,Anna,Lyon\n", encoding="utf-8")
    importing.run(workspace, [importing.examine(workspace, tmp_path / "shop.csv", source="Shop")])
    (shop,) = sources.every(workspace)
    (anna,) = reads.list_ids(workspace, reads.ListQuery())
    window.open_contact(anna)
    settle()
    value = window.current.pane.rows["addresses"].values[0]
    blue = QColor(OWN["Blue"])

    def is_marked() -> bool:
        image = value.grab().toImage()
        end = range(image.width() // 2, image.width())
        return any(image.pixelColor(x, y) == blue for x in end for y in range(image.height()))

    assert not is_marked()
    window.desk.do(colours.paint_source, shop.id, OWN["Blue"])
    settle()
    assert is_marked()
    window.undo()
    settle()
    assert not is_marked()


def test_a_field_is_added_joined_and_deleted_each_undone(qtbot, window, screen, settle, workspace, people):
    show(screen, settle, "fields")
    screen.add.click()
    dialog = form(window, FieldForm)
    qtbot.keyClicks(dialog.name, "Allergies")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    settle()
    assert ("Allergies", "Text", "Nobody") in lines(screen)
    go_to(screen, "Shirt")
    screen.joined.click()
    dialog = form(window, JoinField)
    dialog.into.setCurrentText("Size")
    dialog.save()
    settle()
    assert [name for name, _, _ in lines(screen)] == ["Size", "Allergies"]
    go_to(screen, "Allergies")
    qtbot.keyClick(screen.view, Qt.Key.Key_Delete)
    settle()
    assert [name for name, _, _ in lines(screen)] == ["Size"]
    window.undo()
    settle()
    window.undo()
    settle()
    assert [name for name, _, _ in lines(screen)] == ["Size", "Shirt", "Allergies"]


def test_a_field_that_a_file_brought_becomes_the_owners(window, screen, settle, workspace, tmp_path: Path):
    file = tmp_path / "shop.csv"
    file.write_text("Customer ID,First Name,Last Name,Shoe size\n7,Carla,Cora,39\n8,Dan,Dahl,42\n9,Eva,Ede,40\n")
    importing.run(workspace, [importing.examine(workspace, file, source="Shop")])
    show(screen, settle, "fields")
    go_to(screen, "Shoe size")
    assert screen.line.what == "From files"
    assert not screen.gone.isEnabled()
    screen.rename()
    dialog = form(window, FieldForm)
    dialog.kind.setCurrentIndex(dialog.kind.findData("choice"))
    dialog.choices.setPlainText("39\n40\n42")
    dialog.save()
    settle()
    assert ("Shoe size", "Choice: 39, 40, 42", "3 contacts") in lines(screen)


def test_a_source_is_renamed_and_trusted_more(window, screen, settle, workspace, tmp_path: Path):
    file = tmp_path / "shop.csv"
    file.write_text("Customer ID,First Name,Last Name\n7,Carla,Cora\n")
    importing.run(workspace, [importing.examine(workspace, file, source="Shop")])
    show(screen, settle, "sources")
    assert lines(screen) == [("Shop", "Trusted: like others", "1 contact")]
    screen.rename()
    dialog = form(window, SourceForm)
    dialog.name.setText("Web shop")
    dialog.trust.setCurrentIndex(dialog.trust.count() - 1)
    dialog.save()
    settle()
    (source,) = sources.every(workspace)
    assert (source.name, source.trust) == ("Web shop", max(sources.TRUST))
    assert lines(screen) == [("Web shop", "Trusted: more than others", "1 contact")]


def test_a_source_is_believed_otherwise_field_by_field(window, screen, settle, workspace, tmp_path: Path):
    for name, note in (("Shop", "Likes tea"), ("List", "Likes coffee")):
        file = tmp_path / f"{name}.csv"
        file.write_text(f"First Name,Last Name,Email,Notes\nCarla,Cora,carla@example.com,{note}\n")
        importing.run(workspace, [importing.examine(workspace, file, source=name)])
    person = next(
        row.id
        for row in reads.rows(workspace, list(reads.list_ids(workspace, ListQuery())))
        if row.name == "Carla Cora"
    )
    assert reads.profile(workspace, person).fields["notes"] == "Likes coffee"
    show(screen, settle, "sources")
    go_to(screen, "List")
    screen.rename()
    dialog = form(window, SourceForm)
    settle()
    assert list(dialog.fields.combos) == ["name", "emails", "notes"]
    assert not dialog.fields.isVisible()
    dialog.by_field.click()
    dialog.fields.combos["notes"].setCurrentIndex(dialog.fields.combos["notes"].findData("never"))
    dialog.save()
    settle()
    assert reads.profile(workspace, person).fields["notes"] == "Likes tea"
    screen.rename()
    again = form(window, SourceForm)
    settle()
    assert again.fields.isVisible()
    assert again.fields.rules == {"notes": "never"}


def test_what_is_typed_narrows_a_long_list_and_an_empty_one_says_what_belongs_there(
    qtbot, window, screen, settle, workspace
):
    screen.focus_filter()
    qtbot.keyClicks(screen.seek, "shop")
    assert [name for name, _, _ in lines(screen)] == ["Shop", "Webshop"]
    qtbot.keyClicks(screen.seek, " nowhere")
    assert screen.empty.isVisible()
    show(screen, settle, "sources")
    assert screen.empty.isVisible()
    assert not screen.gone.isVisible()


def test_the_keyboard_is_on_the_list_from_the_start_and_never_lost(window, screen, settle, workspace):
    assert QApplication.focusWidget() is screen.view
    for tag, _ in tags.every(workspace, "person"):
        tags.remove(workspace, tag)
    screen.on_changed(Changes(everything=True))
    settle()
    assert screen.model.rowCount() == 0
    assert QApplication.focusWidget() is screen.chips["tags"]


def test_settings_and_the_palette_lead_there(window, settle):
    window.open_screen("settings")
    settle()
    window.current.housekeeping.click()
    settle()
    assert isinstance(window.current, HousekeepingScreen)
    assert [command.key for command in window.commands.matching("fields and")] == ["go.housekeeping"]


def test_every_control_of_the_lists_and_their_forms_has_a_name(window, screen, settle, workspace, tmp_path: Path):
    file = tmp_path / "shop.csv"
    file.write_text("Customer ID,First Name,Last Name\n7,Carla,Cora\n")
    importing.run(workspace, [importing.examine(workspace, file, source="Shop")])
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QTableView)
    for part in ("tags", "fields", "sources"):
        show(screen, settle, part)
        screen.rename()
        if part == "fields":
            screen.join()
        QApplication.processEvents()
        controls = [w for kind in kinds for w in window.findChildren(kind) if w.isVisible()]
        reachable = [w for w in controls if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
        assert [w for w in reachable if not w.accessibleName()] == []
        for dialog in window.findChildren(QDialog):
            dialog.reject()


def test_markup_and_long_names_stay_text_and_in_their_place(window, settle, workspace, people):
    evil = "<b>bold</b> " * 40
    contacts.add(workspace, "person", {"given": "Eva", "tags": [evil.strip()]})
    window.resize(660, 460)
    window.open_screen("housekeeping")
    settle()
    screen = window.current
    assert evil.strip() in [name for name, _, _ in lines(screen)]
    assert screen.view.horizontalHeader().length() <= screen.view.viewport().width()
    go_to(screen, evil.strip())
    screen.rename()
    assert form(window, RenameTag).width() <= 460


# Stages ---------------------------------------------------------------------------------------------------------------


def test_stages_are_renamed_added_moved_coloured_and_left_out(
    qtbot: QtBot,
    window: MainWindow,
    screen: HousekeepingScreen,
    settle: Settle,
    workspace: Workspace,
    people: list[int],
) -> None:
    contacts.edit(workspace, people[0], [Patch("stage", "set", "lead")])
    show(screen, settle, "stages")
    assert ("Lead", "", "1 contact") in lines(screen)
    assert ("Customer", "By orders", "Nobody") in lines(screen)
    go_to(screen, "Lead")
    qtbot.keyClick(screen.view, Qt.Key.Key_F2)
    asked = form(window, StageForm)
    asked.name.setText("Interested")
    asked.save_button.click()
    settle()
    assert words.stage("lead") == "Interested"
    assert ("Interested", "", "1 contact") in lines(screen)
    contacts.edit(workspace, people[1], [Patch("stage", "set", "interested")])
    assert reads.profile(workspace, people[1]).stage == "lead", "the owner’s own word means it"
    screen.paint_line(screen.line, next(iter(OWN.values())))
    settle()
    assert theme().color("stage.lead").name().upper() in map(str.upper, OWN.values())
    screen.add.click()
    asked = form(window, StageForm)
    asked.name.setText("Patron")
    asked.save_button.click()
    settle()
    assert [line.name for line in screen.model.lines][-2:] == ["Patron", "Lost"]
    go_to(screen, "Patron")
    qtbot.keyClick(screen.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle()
    assert [line.name for line in screen.model.lines][-3:] == ["Patron", "Advocate", "Lost"]
    assert list(words.stages())[-3:] == ["Patron", "advocate", "lost"]
    qtbot.keyClick(screen.view, Qt.Key.Key_Delete)
    settle()
    assert "Patron" not in [line.name for line in screen.model.lines]
    go_to(screen, "Customer")
    assert not screen.gone.isEnabled(), "it follows from orders"
    window.undo()
    settle()
    assert "Patron" in [line.name for line in screen.model.lines]
    words.set_stages({})


def test_kinds_of_activity_are_added_renamed_and_left_out(
    qtbot: QtBot,
    window: MainWindow,
    screen: HousekeepingScreen,
    settle: Settle,
    workspace: Workspace,
    people: list[int],
) -> None:
    show(screen, settle, "kinds")
    assert screen.empty.isVisible()
    screen.add.click()
    asked = form(window, KindForm)
    asked.name.setText("Fitting")
    asked.like.setCurrentText("Meeting")
    asked.save_button.click()
    settle()
    window.desk.do(activities.log, people[0], "Fitting", "size 54")
    settle()
    assert lines(screen) == [("Fitting", "Like a meeting", "1 entry")]
    qtbot.keyClick(screen.view, Qt.Key.Key_F2)
    asked = form(window, KindForm)
    asked.name.setText("Bike fitting")
    asked.save_button.click()
    settle()
    assert (words.kind("meeting:Fitting"), lines(screen)[0][0]) == ("Bike fitting", "Bike fitting")
    qtbot.keyClick(screen.view, Qt.Key.Key_Delete)
    settle()
    assert lines(screen) == []
    assert words.kind("meeting:Fitting") == "Fitting", "what was logged says what it was called first"
