"""The import wizard's later steps: who is who, the rows of the preview, what comes after, mappings under a name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from import_owner import ORDERS, PEOPLE, WITH_PROBLEMS, Owner, big, owner, workspace
from PySide6.QtCore import Qt

from deskcrm.domain.views import ListQuery
from deskcrm.services import exporting, mappings, reads
from deskcrm.ui.screens.import_wizard import DONE, PREVIEW, WHO
from deskcrm.ui.screens.importing.preview_table import tick_rect
from deskcrm.ui.screens.importing.row_dialog import RowDialog

__all__ = ["owner", "workspace"]

# who is who


def at_who(owner: Owner, name: str, content: str) -> None:
    owner.drop(name, content)
    owner.step_on()
    owner.step_on()
    assert owner.step == WHO


def test_who_is_who_tells_how_well_each_way_is_filled_and_goes_by_what_is_chosen(owner: Owner):
    text = "ID,Email,First name,Last name\n1,a@x.example,Anna,Weber\n2,a@x.example,Bert,Mulder\n3,,Cleo,Roy\n"
    at_who(owner, "club.csv", text)
    page = owner.wizard.who_page
    said = [way.text() for way in page.ways]
    assert said[0] == "ID  ·  100 % filled, nobody shares one"
    assert said[1] == "Email  ·  66 % filled, 1 shared by different people: “a@x.example”"
    assert page.ways[0].isChecked()
    page.ways[1].click()
    owner.step_on()
    assert owner.wizard.preview_page.plan.counts.created == 2


def test_people_whom_nobody_knows_are_made_or_waited_for(owner: Owner):
    at_who(owner, "orders.csv", ORDERS)
    page = owner.wizard.who_page
    assert page.unknown.isVisible()
    page.unknown.setCurrentIndex(1)
    page.unknown.activated.emit(1)
    owner.step_on()
    preview = owner.wizard.preview_page
    assert preview.plan.counts.waiting == 2
    assert preview.chips["waiting"].isVisible()
    owner.step_on()
    assert owner.people == []
    owner.drop("kunden.csv", PEOPLE)
    owner.import_all()
    assert "2 rows of earlier files wait" in owner.wizard.done_page.waiting.text
    owner.wizard.done_page.waiting._link.click()
    owner.rest()
    assert owner.step == PREVIEW
    assert (owner.wizard.preview_page.plan.counts.attached, owner.wizard.preview_page.plan.counts.created) == (1, 1)


def test_a_source_is_trusted_field_by_field(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.import_all()
    anna = reads.list_ids(owner.workspace, ListQuery())[0]
    at_who(
        owner,
        "club.csv",
        "Email;Vorname;Nachname;Bemerkung;Ort\nanna.weber@mail.example;Anna;Weber;kommt montags;Ulm\n",
    )
    page = owner.wizard.who_page
    page.by_field.click()
    assert page.fields.isVisible()
    notes = page.fields.combos["notes"]
    notes.setCurrentIndex(notes.findData("empty"))
    notes.activated.emit(notes.currentIndex())
    owner.step_on()
    owner.step_on()
    assert owner.step == DONE
    assert reads.profile(owner.workspace, anna).fields["notes"] == "kommt samstags"
    at_who(owner, "club2.csv", "Email;Vorname;Nachname;Bemerkung;Ort\nbo@mail.example;Bo;Lind;neu;Ulm\n")
    assert owner.wizard.who_page.fields.combos["notes"].currentData() == "empty", "it is remembered with the source"


# rows of the preview


def previewed(owner: Owner, content: str = WITH_PROBLEMS) -> None:
    owner.drop("list.csv", content)
    owner.go_on()
    owner.go_on()
    assert owner.step == PREVIEW


def test_space_leaves_a_row_out_and_only_the_others_go_in(owner: Owner):
    previewed(owner, PEOPLE)
    table = owner.wizard.preview_page.table
    table.setFocus()
    table.setCurrentIndex(table.model_.index(1, 0))
    owner.press(Qt.Key.Key_Space)
    owner.bot.waitUntil(lambda: owner.wizard.preview_page.plan.counts.left_out == 1)
    assert owner.wizard.preview_page.next_button.text() == "Import 2 rows"
    assert owner.wizard.preview_page.chips["left_out"].text() == "Left out 1"
    owner.go_on()
    assert owner.people == ["Anna Weber", "Lotte Mulder"]
    assert "1 left out" in owner.wizard.done_page.sum.whole_text()


def test_closing_the_window_leaves_no_dry_run_behind(owner: Owner):
    previewed(owner, PEOPLE)
    assert list(owner.workspace.path.parent.glob(".*preview*"))
    owner.window.close()
    assert not list(owner.workspace.path.parent.glob(".*preview*"))


def test_the_only_row_of_a_kind_that_is_left_out_stays_in_sight(owner: Owner):
    previewed(owner)
    page = owner.wizard.preview_page
    page.table.setCurrentIndex(page.table.model_.index(0, 0))
    page.table.tick(0)
    owner.bot.waitUntil(lambda: page.plan.counts.left_out == 1)
    assert (page.kind, page.table.model_.cell(0, 0).text) == ("left_out", "Anna Weber")
    page.table.tick(0)
    owner.bot.waitUntil(lambda: page.plan.counts.created == 1)


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_tick_is_where_it_is_painted_whichever_way_the_window_is_read(owner: Owner, mirrored: bool):
    previewed(owner, PEOPLE)
    table = owner.wizard.preview_page.table
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    cell = table.visualRect(table.lines.index(0, 0))
    box = tick_rect(cell, mirrored=mirrored)
    assert (box.center().x() > cell.center().x()) is mirrored
    asked: list[bool] = []
    table.tick_asked.connect(lambda _change, out: asked.append(out))
    for at in (cell.center(), box.center()):
        owner.bot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked == [True]


def test_import_right_after_a_tick_goes_by_it(owner: Owner):
    previewed(owner, PEOPLE)
    page = owner.wizard.preview_page
    page.table.tick(0)
    page.next_button.click()
    owner.rest()
    assert owner.people == ["Jürgen Groß", "Lotte Mulder"]


def test_rows_are_found_by_what_stands_in_them(owner: Owner):
    previewed(owner, PEOPLE)
    page = owner.wizard.preview_page
    page.seek.setFocus()
    owner.type("lotte")
    assert [page.table.model_.cell(0, 0).text, page.table.model_.rowCount()] == ["Lotte Mulder", 1]
    assert page.rest.text() == "1 row found"


def test_all_rows_of_a_long_file_can_be_scrolled_to(owner: Owner):
    previewed(owner, big(450))
    table = owner.wizard.preview_page.table
    assert table.model_.rowCount() == 200
    for count in (400, 450):
        table.scrollToBottom()
        table.model_.fetchMore(table.rootIndex())
        owner.rest()
        assert table.model_.rowCount() == count
    assert table.model_.cell(449, 1).text == "451"


def test_a_row_with_a_problem_is_mended_in_place(owner: Owner):
    previewed(owner)
    page = owner.wizard.preview_page
    page.show_kind("problems")
    page.table.setFocus()
    page.table.setCurrentIndex(page.table.model_.index(0, 0))
    owner.press(Qt.Key.Key_Return)
    (dialog,) = owner.wizard.findChildren(RowDialog)
    assert [field.text() for field in dialog.fields] == ["", "", "", "Lyon"]
    dialog.fields[0].setText("Dora")
    dialog.save()
    owner.closed(dialog)
    owner.bot.waitUntil(lambda: owner.wizard.preview_page.plan.counts.problems == 1)
    owner.go_on()
    assert owner.people == ["Anna Weber", "Dora"]


def test_a_new_person_can_be_said_to_be_somebody_they_look_like(owner: Owner):
    owner.drop("a.csv", "Email,First name,Last name,Phone\nanna@x.example,Anna,Weber,+49 30 1234567\n")
    owner.import_all()
    text = "Email,First name,Last name,Phone,City\na.weber@home.example,Ana,Weber,+49 30 1234567,Bonn\n"
    owner.drop("b.csv", text)
    owner.go_on()
    owner.go_on()
    page = owner.wizard.preview_page
    owner.bot.waitUntil(lambda: page.table.model_.columnCount() == 4)
    assert page.table.model_.cell(0, 3).text.startswith("Anna Weber: ")
    owner.wizard.rows.open(page.table.lines.changes[0])
    owner.rest()
    (dialog,) = owner.wizard.findChildren(RowDialog)
    dialog._like._link.click()
    owner.closed(dialog)
    owner.bot.waitUntil(lambda: owner.wizard.preview_page.plan.counts.attached == 1)
    owner.go_on()
    (anna,) = owner.people
    assert anna == "Ana Weber", "the newer of two that are trusted alike"


def test_a_file_that_is_odd_beside_the_last_one_is_told_before_anything_is_written(owner: Owner):
    owner.drop("a.csv", big(40))
    owner.import_all()
    owner.drop("b.csv", big(2))
    owner.go_on()
    owner.go_on()
    assert "This file has 2 rows; the last one from" in owner.wizard.preview_page.cautions.text


# afterwards


def test_problem_rows_are_mended_from_the_result(owner: Owner):
    previewed(owner)
    owner.go_on()
    owner.wizard.done_page.mend.click()
    owner.rest()
    assert owner.step == PREVIEW
    assert owner.wizard.preview_page.plan.counts.problems == 2
    change = owner.wizard.preview_page.table.lines.changes[0]
    owner.wizard.rows.open(change)
    owner.rest()
    (dialog,) = owner.wizard.findChildren(RowDialog)
    dialog.fields[0].setText("Dora")
    dialog.save()
    owner.closed(dialog)
    owner.bot.waitUntil(lambda: owner.wizard.preview_page.plan.counts.created == 1)
    owner.go_on()
    assert owner.people == ["Anna Weber", "Dora"]
    owner.wizard.start_over()
    owner.rest()
    assert list(owner.workspace.path.parent.glob(".*mending*")) == []


# mappings under a name


def test_a_mapping_is_kept_used_given_away_and_brought(owner: Owner, tmp_path: Path):
    owner.drop("kunden.csv", PEOPLE)
    owner.go_on()
    owner.send("Bemerkung", "tags")
    menu = owner.wizard.mappings
    menu.keep("Ladenliste")
    owner.rest()
    assert "Kept as “Ladenliste”" in owner.wizard.fields_page.note.text
    menu.give("Ladenliste", tmp_path / "laden.toml")
    owner.rest()
    owner.send("Bemerkung", "not imported")
    use, *_ = menu.made(mappings.every(owner.workspace)).actions()
    assert use.text() == "Use “Ladenliste”"
    use.trigger()
    owner.rest()
    assert owner.target("Bemerkung") == "tags"
    menu.bring(tmp_path / "laden.toml")
    owner.rest()
    assert owner.target("Bemerkung") == "tags"
    menu.bring(tmp_path / "no such.toml")
    owner.rest()
    assert "can't be read" in owner.wizard.fields_page.trouble.text


def test_an_own_export_comes_back_through_the_wizard(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.import_all()
    path = owner.folder / "own.csv"
    exporting.export(owner.workspace, path, for_reimport=True)
    text = path.read_text(encoding="utf-8-sig").replace("zahlt bar", "zahlt per Karte")
    owner.drop("own.csv", text)
    owner.go_on()
    owner.go_on()
    table = owner.wizard.preview_page.table.model_
    assert [(table.cell(0, c).text) for c in (0, 3, 4)] == ["Jürgen Groß", "zahlt bar", "zahlt per Karte"]
    owner.wizard.preview_page.seek.setText("lotte")
    owner.rest()
    assert table.rowCount() == 0
    owner.go_on()
    assert owner.step == DONE
    contact = next(iter(reads.list_ids(owner.workspace, ListQuery(text="jürgen"))))
    assert reads.profile(owner.workspace, contact).fields["notes"] == "zahlt per Karte"


def test_what_had_to_be_guessed_is_said_after_the_import_too(owner: Owner):
    previewed(owner, PEOPLE)
    owner.go_on()
    page = owner.wizard.done_page
    assert page.warned.isHidden()
    result = owner.wizard.results.result
    page.show_result(replace(result, warnings=("The file ends within quotes.",)), "people", "")
    assert page.warned.text == "The file ends within quotes."
