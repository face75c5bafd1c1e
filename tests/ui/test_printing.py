"""Print and PDF: a list as it is shown, a profile, labels; what is on the pages, how many, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintPreviewDialog
from PySide6.QtWidgets import QFileDialog

from deskcrm.domain.labels import BY_KEY
from deskcrm.domain.patches import Patch
from deskcrm.services import activities, contacts, reads, tasks
from deskcrm.ui.dialogs.labels import LabelsDialog, printout_of
from deskcrm.ui.printing import asking, lists
from deskcrm.ui.printing.labels import PrintedLabels

ADDRESS = {"street": "Lindenweg 3", "city": "Berlin", "postcode": "12045", "country": "DE"}


@pytest.fixture
def people(few, window, settle):
    window.open_screen("people")
    settle()
    return window.screen_named("people")


def pages(file: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", file.read_bytes()))


def printout(desk, window, screen, settle) -> asking.Printout:
    found: list[asking.Printout] = []
    asking.read_list(desk, screen, found.append, window)
    settle()
    return found[0]


def test_a_list_prints_the_columns_that_show_in_their_order(window, people):
    people.view.horizontalHeader().moveSection(1, 2)
    people.view.setColumnHidden(3, True)
    labels = [column.label for column, _ in asking.shown_columns(people.view)]
    assert labels[:3] == ["Name", "Email", "Company"]
    assert "Stage" not in labels


def test_of_a_list_those_that_are_marked_are_printed(qtbot, window, people):
    assert len(asking.chosen(people)) == 4
    qtbot.keyClick(people.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert list(asking.chosen(people)) == list(people.view.marked_ids())
    assert len(asking.chosen(people)) == 2


def test_a_long_list_takes_many_pages(many, desk, window, settle, tmp_path):
    window.open_screen("people")
    settle()
    file = tmp_path / "people.pdf"
    assert printout(desk, window, window.current, settle).save(file)
    assert 30 < pages(file) < 70


def test_of_a_very_long_list_the_first_rows_are_printed(many, desk, window, settle, monkeypatch, tmp_path):
    monkeypatch.setattr(lists, "MOST", 10)
    window.open_screen("people")
    settle()
    file = tmp_path / "people.pdf"
    assert printout(desk, window, window.current, settle).save(file)
    assert pages(file) == 1


def test_on_paper_a_day_is_a_day_and_not_so_long_ago(workspace, people, settle):
    anna = reads.search(workspace, "anna")[0].id
    activities.log(workspace, anna, "note", "Hello", at="2024-02-03T10:00:00Z")
    (row,) = reads.rows(workspace, [anna])
    column = next(column for column in people.columns if column.key == "last_at")
    assert lists.cell(column, row) == "Sat 3 Feb 2024"


def test_ctrl_p_shows_the_preview(qtbot, window, people, settle):
    window.commands["print"].trigger()
    settle()
    (dialog,) = window.findChildren(QPrintPreviewDialog)
    assert dialog.isVisible()
    assert dialog.windowTitle() == "Print: People"
    dialog.close()
    qtbot.waitUntil(lambda: not window.findChildren(QPrintPreviewDialog))


def test_a_profile_prints_what_is_known_and_what_happened(workspace, desk, window, people, settle, tmp_path):
    anna = reads.search(workspace, "anna")[0].id
    activities.log(workspace, anna, "call", "Asked about <b>marzipan</b>")
    tasks.add(workspace, "Send the catalogue", contact=anna)
    contacts.edit(workspace, anna, [Patch("birthday", "set", "--11-18")])
    printed = asking._profile(workspace, anna)
    text = printed.document().toPlainText()
    for words in (
        "Anna Weber",
        "Weber Gartenbau",
        "anna@weber.example",
        "<b>marzipan</b>",
        "Send the catalogue",
        "18 November",
    ):
        assert words in text
    found: list[asking.Printout] = []
    asking.read_profile(desk, anna, found.append, window)
    settle()
    assert found[0].save(tmp_path / "anna.pdf")
    assert pages(tmp_path / "anna.pdf") == 1


def test_a_pdf_is_asked_for_and_written(workspace, window, people, settle, tmp_path):
    window.open_contact(reads.search(workspace, "anna")[0].id)
    settle()
    window.commands["pdf"].trigger()
    settle()
    (dialog,) = window.findChildren(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "Anna Weber.pdf"
    dialog.fileSelected.emit(str(tmp_path / "anna.pdf"))
    dialog.close()
    assert pages(tmp_path / "anna.pdf") == 1
    assert window.message.text == "Saved anna.pdf"


def test_a_pdf_that_cannot_be_written_is_said(desk, window, people, settle, tmp_path):
    asking.save_pdf(printout(desk, window, people, settle), tmp_path / "no folder" / "people.pdf", window.toast)
    assert "can’t be written" in window.message.text


# Labels ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def dialog(workspace, desk, window, settle) -> LabelsDialog:
    made = [
        contacts.add(workspace, "person", {"given": f"Anna{n}", "family": "Weber", "addresses": [ADDRESS]}).value
        for n in range(25)
    ]
    made.append(contacts.add(workspace, "person", {"given": "Nowhere"}).value)
    dialog = LabelsDialog(desk, window, made, window)
    dialog.open()
    settle()
    return dialog


def test_labels_are_counted_before_they_are_printed(dialog):
    dialog.sheet.setCurrentIndex(dialog.sheet.findData("L7160"))
    assert dialog.count.text() == "25 labels on 2 sheets. 1 without an address is left out."
    dialog.first.setValue(20)
    assert dialog.count.text().startswith("25 labels on 3 sheets.")
    dialog.sheet.setCurrentIndex(dialog.sheet.findData("L7165"))
    assert dialog.first.value() == 8


@pytest.mark.parametrize(("key", "used", "sheets"), [("L7160", 0, 2), ("L7163", 3, 2), ("5160", 0, 1), ("5163", 9, 4)])
def test_labels_take_as_many_sheets_as_was_said(dialog, tmp_path, key, used, sheets):
    labels = PrintedLabels(BY_KEY[key], dialog.labels.blocks, used)
    assert labels.sheets == sheets
    assert printout_of(labels).save(tmp_path / "labels.pdf")
    assert pages(tmp_path / "labels.pdf") == sheets


def test_the_sheet_is_remembered(qtbot, desk, window, dialog, settle):
    dialog.sheet.setCurrentIndex(dialog.sheet.findData("5163"))
    dialog.pdf_button.click()
    (asked,) = window.findChildren(QFileDialog)
    asked.close()
    again = LabelsDialog(desk, window, [], window)
    settle()
    assert again.sheet.currentData() == "5163"
    assert again.count.text() == "Nobody here has an address."
    assert not again.save_button.isEnabled()
