"""The import wizard, used as the owner uses it: real files, a real workspace, mostly by keyboard."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from child_work import note_a_cancel
from import_owner import ORDERS, PEOPLE, WITH_PROBLEMS, Owner, big, owner, workspace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QWidget,
)
from tests.formats.workbooks import sheet_xml, xlsx

from deskcrm.domain.errors import Cancelled
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ImportCounts, ListQuery, Progress
from deskcrm.services import contacts, import_files, importing, reads
from deskcrm.services.workspace import Workspace
from deskcrm.ui import import_process
from deskcrm.ui.screens.import_wizard import DONE, FIELDS, FILE, PREVIEW, WHO
from deskcrm.ui.screens.importing.draft import Draft
from deskcrm.ui.screens.importing.figures import figures, sum_words
from deskcrm.ui.screens.importing.targets import choices
from deskcrm.ui.screens.importing.work_page import left_words

__all__ = ["owner", "workspace"]  # fixtures

# the whole way


def test_a_file_goes_in_by_keyboard_alone(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    assert owner.step == FILE
    owner.press(Qt.Key.Key_Return)
    assert owner.step == FIELDS
    owner.go_on()
    assert owner.step == PREVIEW
    assert owner.operations == [], "nothing is written before the owner says so"
    owner.press(Qt.Key.Key_Return)
    assert owner.step == DONE
    assert owner.people == ["Anna Weber", "Jürgen Groß", "Lotte Mulder"]
    assert owner.operations == ["Imported kunden.csv"]
    owner.press(Qt.Key.Key_Return)
    assert owner.window.current is owner.window.screen_named("people")


def test_the_button_says_how_many_rows_go_in(owner: Owner):
    owner.drop("list.csv", WITH_PROBLEMS)
    owner.go_on()
    owner.go_on()
    assert owner.wizard.preview_page.next_button.text() == "Import 1 row"
    assert owner.wizard.preview_page.figures.texts == [
        "1 new person",
        "0 changed",
        "0 already the same",
        "2 rows with a problem",
    ]


def test_the_file_says_in_words_what_it_is_and_shows_its_first_rows(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    page = owner.wizard.file_page
    assert page.chip.words.text() == "People"
    assert page.facts.whole_text() == "3 rows · UTF-8 · semicolon · header in line 1"
    assert page.sample.model_.cell(1, 1).text == "Groß"


def test_a_pasted_table_goes_in_like_a_file_and_is_not_kept(owner: Owner, tmp_path: Path):
    QApplication.clipboard().setText(PEOPLE.replace(";", "\t"))
    owner.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "3 rows" in owner.wizard.file_page.facts.whole_text()
    assert owner.wizard.draft is not None
    pasted = owner.wizard.draft.path
    assert (pasted.name, pasted.is_file()) == ("Pasted table.txt", True)
    owner.import_all()
    assert owner.people == ["Anna Weber", "Jürgen Groß", "Lotte Mulder"]
    assert owner.operations == ["Imported Pasted table.txt"]
    owner.wizard.start_over()
    owner.rest()
    assert not pasted.parent.exists()


def test_pasting_nothing_says_what_to_copy(owner: Owner):
    QApplication.clipboard().setText("  ")
    owner.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "Copy the rows first" in owner.wizard.file_page.trouble.text
    assert owner.wizard.draft is None


def test_an_address_book_shows_no_separator_and_no_header_line(owner: Owner, tmp_path: Path):
    path = tmp_path / "a.vcf"
    path.write_text("BEGIN:VCARD\nN:Weber;Anna;;;\nEMAIL:anna@mail.example\nEND:VCARD\n")
    owner.wizard.take([path])
    owner.rest()
    page = owner.wizard.file_page
    assert page.facts.whole_text() == "1 card · UTF-8"
    assert not page.separator.isVisible()
    assert not page.header.isVisible()


def test_a_big_file_says_about_how_many_rows_it_has(owner: Owner):
    owner.drop("big.csv", "Vorname;Nachname\n" + "Anna;Weber\n" * 150_000)
    assert owner.wizard.file_page.facts.whole_text().startswith("about 150,000 rows · UTF-8")


def test_escape_leads_back_and_what_was_chosen_is_kept(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.go_on()
    owner.send("Bemerkung", "tags")
    owner.go_on()
    assert owner.step == PREVIEW
    for step in (WHO, FIELDS, FILE):
        owner.press(Qt.Key.Key_Escape)
        assert owner.step == step
    owner.go_on()
    assert owner.target("Bemerkung") == "tags"
    owner.go_on()
    owner.go_on()
    (anna, *_) = reads.list_ids(owner.workspace, ListQuery())
    assert reads.profile(owner.workspace, anna).fields["tags"] == ["kommt samstags"]


def test_a_changed_mapping_is_planned_anew_and_an_unchanged_one_is_not(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.go_on()
    owner.go_on()
    first = owner.wizard.preview_page.plan
    owner.press(Qt.Key.Key_Escape)
    owner.go_on()
    assert owner.wizard.preview_page.plan is first
    owner.press(Qt.Key.Key_Escape)
    owner.press(Qt.Key.Key_Escape)
    owner.send("Bemerkung", "not imported")
    owner.go_on()
    assert owner.wizard.preview_page.plan is not first


def test_delete_leaves_a_column_out(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.go_on()
    table = owner.wizard.fields_page.table
    table.setCurrentIndex(table.fields.index(3, 0))
    owner.press(Qt.Key.Key_Delete)
    assert owner.target("Bemerkung") == "-"
    assert table.fields.text(3, 2) == "Not imported"


def test_an_own_field_is_made_by_typing_its_name(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.go_on()
    owner.send("Bemerkung", "Payment habits")
    assert owner.target("Bemerkung") == "custom.Payment habits"


def test_a_field_that_only_one_column_can_have_moves(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.go_on()
    owner.send("Bemerkung", "first name")
    assert owner.target("Bemerkung") == "given"
    assert owner.target("Vorname") == "-"
    table = owner.wizard.fields_page.table
    assert table.fields.text(0, 3) == "“Bemerkung” goes there now"


def test_a_pointer_that_rests_where_the_list_of_fields_opens_chooses_nothing(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.go_on()
    before = owner.target("Vorname")
    owner.press(Qt.Key.Key_Return)
    picker = owner.wizard.fields_page.picker()
    other = picker.list.model().index(picker.list.currentIndex().row() + 1, 0)
    picker.list.entered.emit(other)
    owner.press(Qt.Key.Key_Return)
    assert owner.target("Vorname") == before
    owner.press(Qt.Key.Key_Return)
    QCursor.setPos(QCursor.pos() + QPoint(3, 3))
    picker.list.entered.emit(other)
    owner.press(Qt.Key.Key_Return)
    assert owner.target("Vorname") != before


def test_escape_in_the_list_of_fields_changes_nothing(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.go_on()
    before = owner.target("Vorname")
    owner.press(Qt.Key.Key_Return)
    assert owner.wizard.fields_page.picker().isVisible()
    owner.type("last")
    owner.press(Qt.Key.Key_Escape)
    assert not owner.wizard.fields_page.picker().isVisible()
    assert owner.target("Vorname") == before
    assert owner.step == FIELDS
    assert QApplication.focusWidget() is owner.wizard.fields_page.table


# reading a file otherwise


def test_another_encoding_shows_at_once_in_the_first_rows(owner: Owner):
    owner.drop("kunden.csv", PEOPLE.encode("cp1252"))
    page = owner.wizard.file_page
    assert page.sample.model_.cell(1, 0).text == "Jürgen"
    page.encoding.setCurrentIndex(page.encoding.findData("cp1251"))
    page.encoding.activated.emit(page.encoding.currentIndex())
    owner.rest()
    assert page.sample.model_.cell(1, 0).text == "Jьrgen"
    assert "Cyrillic" in page.facts.whole_text()


def test_another_sheet_of_a_workbook_can_be_chosen(owner: Owner, tmp_path: Path):
    guests = [["Name", "Email"], ["Cleo Roy", "cleo@mail.example"]]
    people = [
        ["Title of the list"],
        ["Name", "Email", "City"],
        *([f"P{n}", f"p{n}@mail.example", "Bonn"] for n in "123"),
    ]
    book = xlsx(tmp_path / "book.xlsx", {"Guests": sheet_xml(guests), "People": sheet_xml(people)})
    owner.drop("book.xlsx", book.read_bytes())
    page = owner.wizard.file_page
    assert page.sample.model_.cell(0, 0).text == "P1"
    assert "sheet “People”" in page.facts.whole_text()
    assert page.sheet_choice.isVisible()
    assert not page.encoding.isVisible()
    assert not page.separator.isVisible()
    page.sheet_choice.setCurrentText("Guests")
    page.sheet_choice.activated.emit(page.sheet_choice.currentIndex())
    owner.rest()
    assert page.sample.model_.cell(0, 0).text == "Cleo Roy"
    assert page.facts.whole_text().endswith("sheet “Guests” · header in line 1")
    owner.drop("kunden.csv", PEOPLE)
    owner.rest()
    assert page.encoding.isVisible()
    assert not page.sheet_choice.isVisible()


def test_a_file_without_headers_can_be_said_to_have_none(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    page = owner.wizard.file_page
    page.header.setCurrentText("No header line")
    page.header.activated.emit(page.header.currentIndex())
    owner.rest()
    assert page.sample.model_.cell(0, 0).text == "Vorname"
    assert page.facts.whole_text().endswith("no header line")


def test_what_a_file_holds_can_be_changed(owner: Owner):
    owner.drop("orders.csv", ORDERS)
    owner.go_on()
    page = owner.wizard.fields_page
    assert page.shape.currentText() == "Orders"
    page.source.setText("Market stall")
    page.shape.setCurrentText("Payments")
    page.shape.activated.emit(page.shape.currentIndex())
    owner.rest()
    page.commit()
    assert owner.wizard.draft.mapping.shape == "payments"
    assert owner.wizard.draft.report.source == "Market stall"
    assert owner.step == FIELDS


def test_the_source_is_named_by_the_owner(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.go_on()
    page = owner.wizard.fields_page
    asked = [label.text() for label in page.findChildren(QLabel) if "Where does this file come from" in label.text()]
    assert asked, "an unknown file's source is asked for"
    page.source.setFocus()
    page.source.selectAll()
    owner.type("Shop ledger")
    owner.go_on()
    owner.go_on()
    assert [batch.source for batch in reads.batches(owner.workspace)] == ["Shop ledger"]


def test_a_date_that_could_be_read_both_ways_is_asked_about(owner: Owner):
    owner.drop(
        "list.csv", "Name,Email,Birthday\nAnna Weber,a@mail.example,03/04/1984\nBo Li,b@mail.example,05/06/1990\n"
    )
    owner.go_on()
    (month_first,) = [
        b for b in owner.wizard.fields_page.findChildren(QAbstractButton) if b.text() == "Month first" and b.isVisible()
    ]
    month_first.click()
    owner.go_on()
    owner.go_on()
    (anna, _) = reads.list_ids(owner.workspace, ListQuery())
    assert reads.profile(owner.workspace, anna).fields["birthday"] == "1984-03-04"


def test_a_layout_that_was_imported_before_keeps_its_mapping(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.go_on()
    owner.send("Bemerkung", "tags")
    owner.go_on()
    owner.go_on()
    owner.drop("kunden2.csv", PEOPLE.replace("Anna", "Beate").replace("anna", "beate"))
    assert owner.step == FILE
    owner.go_on()
    assert owner.target("Bemerkung") == "tags"
    assert owner.wizard.fields_page.table.fields.text(3, 3) == "as last time"


# what can go wrong


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), "is a picture"),
        ("empty.csv", b"", "is empty"),
        ("letter.csv", b"%PDF-1.7 nothing", "is a PDF"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_in_place_and_another_can_be_dropped(owner: Owner, name, content, words):
    owner.drop(name, content)
    assert owner.step == FILE
    assert words in owner.wizard.file_page.trouble.text
    assert owner.wizard.file_page.trouble.isVisible()
    assert not owner.wizard.file_page.next_button.isVisible()
    owner.drop("kunden.csv", PEOPLE)
    assert not owner.wizard.file_page.trouble.isVisible()
    assert owner.wizard.file_page.next_button.isEnabled()


def test_a_file_that_goes_away_before_the_dry_run_is_said_in_place(owner: Owner):
    path = owner.drop("kunden.csv", PEOPLE)
    owner.go_on()
    path.unlink()
    owner.go_on()
    assert owner.step == WHO
    assert "kunden.csv" in owner.wizard.who_page.trouble.text
    assert owner.wizard.who_page.back_button.isEnabled()


def test_a_file_of_problems_only_cannot_be_imported(owner: Owner):
    owner.drop("list.csv", "First name,Email,City\n,,Lyon\n,,Dublin\n")
    owner.go_on()
    owner.go_on()
    assert not owner.wizard.preview_page.next_button.isEnabled()
    assert "No row of this file" in owner.wizard.preview_page.trouble.text


def test_the_same_file_again_is_recognised_and_changes_nothing(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.import_all()
    owner.drop("kunden.csv", PEOPLE)
    assert "imported before" in owner.wizard.file_page.seen.text
    owner.go_on()
    owner.go_on()
    assert owner.wizard.preview_page.plan.counts == ImportCounts(rows=3, unchanged=3)
    assert "would change nothing" in owner.wizard.preview_page.note.text


# big files, progress, cancel


def test_a_big_file_is_planned_and_imported_in_a_process_of_its_own(owner: Owner):
    content = big(1500)
    assert len(content) > import_process.SMALL
    owner.drop("big.csv", content)
    owner.import_all()
    assert reads.counts(owner.workspace)["people"] == 1500
    assert owner.wizard.work_page.bar.value() == owner.wizard.work_page.bar.maximum()
    assert len(owner.people) == 1500, "what a child wrote is read here"
    contacts.add(owner.workspace, "person", {"given": "Zoe"})
    assert reads.counts(owner.workspace)["people"] == 1501


def test_a_cancelled_import_leaves_nothing_and_can_be_started_again(owner: Owner):
    owner.drop("big.csv", big(1500))
    owner.go_on()
    owner.go_on()
    owner.wizard.preview_page.next_button.click()
    owner.wizard.cancel()
    owner.rest()
    assert owner.step == PREVIEW
    assert owner.wizard.preview_page.note.text == "Cancelled. Nothing was written."
    assert owner.operations == []
    assert owner.people == []
    assert list(owner.workspace.path.parent.glob("*staging*")) == []
    owner.go_on()
    assert owner.step == DONE
    assert len(owner.people) == 1500


def test_a_dry_run_shows_its_first_rows_while_it_reads_on_and_can_be_cancelled(owner: Owner):
    owner.drop("big.csv", big(60_000))
    owner.step_on()
    owner.step_on()
    page = owner.wizard.preview_page
    owner.wizard.who_page.next_button.click()
    owner.bot.waitUntil(lambda: page.table.model_.rowCount() > 0, timeout=30_000)
    assert page.rest.text().startswith("Reading: ")
    assert not page.next_button.isEnabled()
    owner.wizard.cancel()
    owner.rest()
    assert owner.step == WHO
    assert not owner.wizard.who_page.trouble.isVisible()
    assert list(owner.workspace.path.parent.glob(".*preview*")) == []


def test_closing_the_window_during_an_import_leaves_nothing(owner: Owner):
    owner.drop("big.csv", big(1500))
    owner.go_on()
    owner.go_on()
    owner.wizard.preview_page.next_button.click()
    owner.window.desk.close()
    again = Workspace.open(owner.workspace.path)
    assert reads.history(again) == []
    again.close()


def never() -> bool:
    return False


def test_a_bug_in_the_process_comes_out_with_its_traceback():
    with pytest.raises(import_process.ChildFailed, match="TypeError"):
        import_process.in_child(int, ("x",), print, never)


def test_a_refusal_in_the_process_is_a_refusal_here(workspace: Workspace, tmp_path: Path):
    path = tmp_path / "list.csv"
    path.write_text(big(10))
    report = importing.examine(workspace, path)
    with pytest.raises(Cancelled):
        import_process.in_child(import_process.prepare_here, (workspace.path, [report], tmp_path), print, lambda: True)
    workspace.close()


@pytest.mark.parametrize("only_reads", [True, False])
def test_a_process_that_only_reads_is_not_waited_for_when_the_owner_cancels(tmp_path: Path, only_reads: bool):
    begun: list[Progress] = []
    with suppress(Cancelled):
        import_process.in_child(
            note_a_cancel, (tmp_path / "heard",), begun.append, lambda: bool(begun), only_reads=only_reads
        )
    assert begun
    assert (tmp_path / "heard").exists() != only_reads


# the result


def test_undo_on_the_result_brings_the_lists_back_and_redo_the_import(owner: Owner):
    contacts.add(owner.workspace, "person", {"given": "Zoe", "family": "Adler"})
    owner.drop("kunden.csv", PEOPLE)
    owner.import_all()
    assert len(owner.people) == 4
    owner.wizard.done_page.undo.click()
    owner.rest()
    assert owner.people == ["Zoe Adler"]
    assert "undone" in owner.wizard.done_page.good.text
    assert owner.wizard.done_page.undo.text().strip() == "Redo import"
    owner.wizard.done_page.undo.click()
    owner.rest()
    assert len(owner.people) == 4


def test_the_result_notices_an_undo_from_elsewhere(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.import_all()
    owner.window.undo()
    owner.bot.waitUntil(lambda: owner.wizard.done_page.undone)
    assert owner.people == []


def test_a_dry_run_is_made_anew_when_the_workspace_changes_under_it(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.go_on()
    owner.go_on()
    assert owner.wizard.preview_page.plan.counts.created == 3
    fields = {"given": "Anna", "family": "Weber", "emails": [{"value": "anna.weber@mail.example", "label": ""}]}
    owner.window.desk.do(contacts.add, "person", fields)
    owner.bot.waitUntil(lambda: owner.wizard.preview_page.plan.counts.attached == 1)
    assert owner.wizard.preview_page.plan.counts.created == 2


def test_problem_rows_are_saved_as_they_stand_with_what_is_wrong(owner: Owner):
    owner.drop("list.csv", WITH_PROBLEMS)
    owner.import_all()
    path = owner.folder / "problems.csv"
    owner.wizard.save_problems(path)
    owner.rest()
    with path.open(encoding="utf-8-sig", newline="") as file:
        headers, *rows = list(csv.reader(file))
    assert headers == ["First name", "Last name", "Email", "City", "Row in the file", "Problem"]
    assert [row[:5] for row in rows] == [["", "", "", "Lyon", "3"], ["", "", "", "Dublin", "4"]]
    assert all("nobody to be found" in row[5] for row in rows)
    assert owner.wizard.done_page.good.text == "2 rows saved in problems.csv."


def test_a_place_that_cannot_be_written_is_said_in_place(owner: Owner):
    owner.drop("list.csv", WITH_PROBLEMS)
    owner.import_all()
    owner.wizard.save_problems(owner.folder / "no such folder" / "problems.csv")
    owner.rest()
    assert "couldn't be written" in owner.wizard.done_page.trouble.text


def test_several_files_go_in_together_and_build_on_each_other(owner: Owner):
    paths = [owner.file("orders.csv", ORDERS), owner.file("kunden.csv", PEOPLE)]
    owner.window.import_files(paths)
    owner.rest()
    assert [chip.text().strip() for chip in owner.wizard.files.chips] == ["orders.csv", "kunden.csv"]
    assert owner.wizard.heading.whole_text() == "Import 2 files"
    owner.go_on()
    owner.go_on()
    page = owner.wizard.preview_page
    assert page.figures.texts == [
        "4 new people",
        "1 recognised",
        "0 already the same",
        "2 new timeline entries",
        "0 rows with a problem",
    ]
    assert page.chips["changed"].text() == "Changed 1", "of the file that is looked at"
    owner.wizard.files.chips[1].click()
    assert page.chips["new"].text() == "New 3"
    owner.go_on()
    assert owner.operations == ["Imported kunden.csv, orders.csv"]
    assert len(owner.people) == 4


def test_a_folder_s_files_go_in_and_what_is_no_table_is_left_alone(owner: Owner):
    owner.file("exports/kunden.csv", PEOPLE)
    owner.file("exports/orders.csv", ORDERS)
    owner.file("exports/photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(50))
    owner.window.import_files([owner.folder / "exports"])
    owner.rest()
    assert [draft.path.name for draft in owner.wizard.drafts] == ["kunden.csv", "orders.csv"]
    assert owner.step == FILE


def test_a_file_that_is_dropped_later_joins_the_import(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.go_on()
    owner.drop("orders.csv", ORDERS)
    assert owner.step == FIELDS
    assert owner.wizard.draft.path.name == "kunden.csv"
    assert owner.wizard.heading.whole_text() == "Import 2 files"
    owner.wizard.files.chips[1].click()
    assert owner.target("Order ID") == "activity.key"


def test_a_file_can_be_taken_out_again(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.drop("orders.csv", ORDERS)
    assert owner.wizard.draft.path.name == "orders.csv"
    owner.wizard.file_page.remove.click()
    owner.rest()
    assert [draft.path.name for draft in owner.wizard.drafts] == ["kunden.csv"]
    assert not owner.wizard.file_page.remove.isVisible()


def test_one_of_several_files_that_cannot_be_read_is_said_and_the_others_stay(owner: Owner):
    owner.window.import_files([owner.file("empty.csv", b""), owner.file("kunden.csv", PEOPLE)])
    owner.rest()
    assert "is empty" in owner.wizard.file_page.trouble.text
    assert owner.wizard.heading.whole_text() == "Import kunden.csv"
    assert owner.wizard.file_page.next_button.isEnabled()


def test_a_file_that_is_dropped_while_another_is_written_comes_after_it(owner: Owner):
    owner.drop("big.csv", big(1500))
    owner.go_on()
    owner.go_on()
    owner.wizard.preview_page.next_button.click()
    owner.window.import_files([owner.file("orders.csv", ORDERS)])
    owner.rest()
    assert owner.wizard.done_page.next_button.text() == "Next file: orders.csv"
    owner.press(Qt.Key.Key_Return)
    assert owner.wizard.heading.whole_text() == "Import orders.csv"


def test_leaving_forgets_what_was_begun_and_writes_nothing(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.go_on()
    owner.wizard.leave()
    owner.rest()
    assert owner.operations == []
    owner.window.import_files()
    assert owner.step == FILE
    assert owner.wizard.file_page.drop.isVisible()


def test_a_finished_import_makes_room_for_the_next(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.import_all()
    owner.window.open_screen("people")
    owner.window.import_files()
    assert owner.step == FILE
    assert owner.wizard.file_page.drop.isVisible()


def test_a_changed_row_shows_now_and_after_in_the_dry_run(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.import_all()
    owner.drop("kunden.csv", PEOPLE.replace("zahlt bar", "zahlt per Karte"))
    owner.go_on()
    owner.go_on()
    table = owner.wizard.preview_page.table.model_
    said = [tuple(table.cell(r, c).text for c in range(5)) for r in range(table.rowCount())]
    assert said == [("Jürgen Groß", "3", "Notes", "zahlt bar", "zahlt per Karte")]
    owner.wizard.preview_page.show_kind("same")
    assert table.rowCount() == 2


def test_what_stays_beside_a_new_value_is_not_struck_out(owner: Owner):
    table = owner.wizard.preview_page.table.model_
    owner.drop("liste.csv", "Name;E-Mail;Telefon;Ort\nBo Lind;bo@mail.example;+46 8 123 456;Ulm\n")
    owner.import_all()
    owner.drop("andere.csv", "Nummer;Name;E-Mail;Telefon\n7;Bo Lind;bo@mail.example;+46 8 123 499\n")
    owner.go_on()
    owner.go_on()
    assert (table.cell(0, 3).text, table.cell(0, 3).look) == ("+46 8 12 34 56", "muted")
    assert table.cell(0, 4).text == "+46 8 12 34 99, +46 8 12 34 56"
    owner.press(Qt.Key.Key_Return)
    owner.drop("liste.csv", "Name;E-Mail;Telefon;Ort\nBo Lind;bo@mail.example;+46 8 123 456;Köln\n")
    owner.go_on()
    owner.go_on()
    assert (table.cell(0, 2).text, table.cell(0, 3).look) == ("Address", "old")


def test_what_comes_in_reads_as_the_profile_will_say_it(owner: Owner):
    owner.drop("kunden.csv", "Name;Telefon;Geburtstag\nAnna Weber;+49 30 1234567;14.03.1984\nBo Lind;+46 8 123 456;\n")
    owner.go_on()
    owner.go_on()
    table = owner.wizard.preview_page.table.model_
    assert [table.cell(r, 2).text for r in range(2)] == ["030 1234567 · 14 March 1984", "+46 8 12 34 56"]


def test_problems_are_sentences(owner: Owner):
    owner.drop("list.csv", WITH_PROBLEMS)
    owner.import_all()
    assert owner.wizard.done_page.table.model_.cell(0, 3).text.startswith("Nobody to be found")


def test_the_next_file_is_looked_for_where_the_last_one_was(owner: Owner):
    def folder() -> Path:
        owner.wizard.intake.choose()
        (dialog,) = owner.wizard.findChildren(QFileDialog)
        found = Path(dialog.directory().absolutePath())
        dialog.reject()
        owner.bot.waitUntil(lambda: not owner.wizard.findChildren(QFileDialog))
        return found

    assert folder().is_dir()
    path = owner.drop("deep/kunden.csv", PEOPLE)
    assert folder() == path.parent


# words and pieces


def test_the_figures_add_up():
    counts = ImportCounts(rows=1204, created=812, updated=41, unchanged=348, problems=3)
    assert sum_words(counts) == "1,204 rows = 812 new + 41 changed + 348 the same + 3 not imported"
    assert [f.number for f in figures(counts, "people")] == [812, 41, 348, 3]
    assert sum(f.number for f in figures(counts, "people")) == 1204


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (3, "a few seconds left"), (22, "about 20 seconds left"), (70, "about 1 minute left"),
     (200, "about 3 minutes left")],
)  # fmt: skip
def test_time_left_is_said_roughly(seconds, words):
    assert left_words(seconds) == words


def test_fields_of_what_happened_are_offered_for_files_of_what_happened_only():
    def targets(shape: str) -> set[str | None]:
        return {choice.target for choice in choices(shape, "Total", {})}

    assert "activity.amount" in targets("orders")
    assert "activity.amount" not in targets("people")
    assert {"given", "emails", "custom.Total", "-"} <= targets("people")


def test_a_field_that_is_taken_says_by_whom():
    offered = choices("people", "Vorname", {"family": "Nachname", "emails": "E-Mail"}, "")
    assert {c.target: c.taken_by for c in offered if c.taken_by} == {"family": "Nachname"}


def test_what_is_sought_comes_with_its_group_and_an_own_field_of_that_name():
    words = [choice.words for choice in choices("people", "Col", {}, "work city")]
    assert words[:2] == ["Address", "City (work)"]
    assert "Own field “work city”" in words


def test_choices_outlive_another_reading_of_the_file(workspace: Workspace, tmp_path: Path):
    path = tmp_path / "kunden.csv"
    path.write_bytes(PEOPLE.encode("cp1252"))
    draft = Draft(path)
    draft.understood(importing.examine(workspace, path))
    draft.send("Bemerkung", "tags")
    draft.rename_source("  Shop   ledger ")
    draft.understood(importing.examine(workspace, path, import_files.ReadOptions(encoding="cp1250")))
    assert draft.report.inspection.encoding == "cp1250"
    assert draft.taken()["tags"] == "Bemerkung"
    assert draft.report.source == "Shop ledger"
    workspace.close()


def test_the_models_keep_qts_rules(owner: Owner, qtmodeltester):
    owner.drop("list.csv", WITH_PROBLEMS)
    owner.go_on()
    fields = owner.wizard.fields_page
    fields.table.ask(0)
    qtmodeltester.check(fields.table.fields)
    qtmodeltester.check(fields.picker().list.model())
    fields.picker().put_away()
    qtmodeltester.check(owner.wizard.file_page.sample.model_)
    owner.go_on()
    for kind in ("new", "changed", "same", "problems", "waiting", "left_out"):
        owner.wizard.preview_page.show_kind(kind)
        qtmodeltester.check(owner.wizard.preview_page.table.model_)


def unnamed(root: QWidget) -> list[str]:
    """The visible controls under a widget that a screen reader could not name."""
    kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit)
    found = [w for w in root.findChildren(QWidget) if isinstance(w, kinds) and w.isVisibleTo(root)]
    inner = [w for combo in root.findChildren(QComboBox) for w in combo.findChildren(QWidget)]
    return [repr(w) for w in found if w not in inner and not (w.accessibleName() or getattr(w, "text", str)())]


def test_every_control_of_every_step_has_a_name(owner: Owner):
    looked: list[Callable[[], None]] = [
        lambda: None,
        lambda: owner.drop("list.csv", WITH_PROBLEMS) and None,
        owner.step_on,
        owner.step_on,
        owner.step_on,
        owner.step_on,
    ]
    for go in looked:
        go()
        assert unnamed(owner.wizard) == []
    assert owner.step == DONE


def test_every_label_is_plain_text(owner: Owner):
    owner.drop("<b>bold<b>.csv", "First name,Email\n<i>Anna</i>,a@mail.example\n")
    assert {label.textFormat() for label in owner.wizard.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    assert owner.wizard.heading.whole_text() == "Import <b>bold<b>.csv"


def test_an_edit_made_after_the_import_stays_when_it_is_undone(owner: Owner):
    owner.drop("kunden.csv", PEOPLE)
    owner.import_all()
    anna = reads.list_ids(owner.workspace, ListQuery())[0]
    owner.window.desk.do(contacts.edit, anna, [Patch("title", "set", "Owner")])
    owner.rest()
    owner.wizard.done_page.undo.click()
    owner.rest()
    owner.wizard.done_page.undo.click()
    owner.rest()
    assert reads.profile(owner.workspace, anna).fields["title"] == "Owner"
