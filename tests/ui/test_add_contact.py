"""Adding by hand: a pasted card fills the form for review; who is there already is named before there are two."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from deskcrm.domain.views import ListQuery
from deskcrm.services import contacts, reads, settings
from deskcrm.services.workspace import Workspace
from deskcrm.ui.dialogs.add_contact import AddContact
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.screens.profile import ProfileScreen

Settle = Callable[[], None]

CARD = """Dr. Anna Weber
Geschäftsführerin
Weber Gartenbau GmbH
Sonnenallee 104
12045 Berlin
Tel.: +49 30 5550 1287
Mobil: 0151 23456789
anna.weber@weber-gartenbau.example
www.weber-gartenbau.example
USt-IdNr.: DE123456789
"""


@pytest.fixture
def form(window: MainWindow, settle: Settle, workspace: Workspace) -> AddContact:
    settings.put(workspace, "country", "DE")
    window.open_screen("people")
    settle()
    window.add_contact("person")
    (form,) = window.findChildren(AddContact)
    form.activateWindow()
    return form


def paste(qtbot, form: AddContact, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    form.name.setFocus()
    qtbot.keyClick(form.name, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def named(form: AddContact) -> dict[str, str]:
    return {more.field.accessibleName(): more.field.text() for more in form.more}


def people(workspace: Workspace) -> list[str]:
    return [row.name for row in reads.rows(workspace, reads.list_ids(workspace, ListQuery()))]


def test_a_pasted_card_fills_the_form_and_is_added_with_all_it_says(qtbot, form, settle, workspace):
    paste(qtbot, form, CARD)
    settle()
    assert (form.name.text(), form.company.text()) == ("Dr. Anna Weber", "Weber Gartenbau GmbH")
    assert form.email.text() == "anna.weber@weber-gartenbau.example"
    assert form.phone.text() == "+49 30 55501287"
    assert named(form) == {
        "Phone (mobile)": "+49 1512 3456789",
        "Job title": "Geschäftsführerin",
        "Website": "www.weber-gartenbau.example",
        "Address": "Sonnenallee 104, 12045 Berlin",
    }
    assert form.note.toPlainText() == "USt-IdNr.: DE123456789"
    assert form.filled.isVisible()
    assert people(workspace) == []
    form.save()
    settle()
    (anna,) = reads.list_ids(workspace, ListQuery())
    fields = reads.profile(workspace, anna).fields
    assert (fields["prefix"], fields["given"], fields["family"]) == ("Dr.", "Anna", "Weber")
    assert fields["phones"] == [
        {"value": "+493055501287", "label": "work"},
        {"value": "+4915123456789", "label": "mobile"},
    ]
    assert fields["addresses"] == [{"street": "Sonnenallee 104", "city": "Berlin", "postcode": "12045", "label": ""}]
    assert fields["title"] == "Geschäftsführerin"


def test_what_was_typed_already_stays_when_a_card_is_pasted(qtbot, form, settle):
    form.name.setText("Anna W.")
    paste(qtbot, form, CARD)
    settle()
    assert form.name.text() == "Anna W."
    assert form.company.text() == "Weber Gartenbau GmbH"


def test_one_value_is_pasted_as_it_always_is(qtbot, form, settle):
    paste(qtbot, form, "Anna Weber")
    settle()
    assert form.name.text() == "Anna Weber"
    assert not form.filled.isVisible()


def test_markup_and_a_novel_are_only_text(qtbot, form, settle):
    paste(qtbot, form, "<b>Anna</b> & Co\n" + "x" * 10_000)
    settle()
    assert "<b>" in form.name.text() + form.company.text() + form.note.toPlainText()
    assert form.width() < 600


def test_the_same_phone_is_named_and_both_can_be_kept(qtbot, form, settle, workspace):
    contacts.add(workspace, "person", {"given": "Anna", "family": "Schmidt", "phones": ["030 55501287"]})
    form.name.setText("Anne Schmidt")
    form.phone.setText("+49 30 5550 1287")
    form._pause.stop()
    form.save()
    settle()
    assert people(workspace) == ["Anna Schmidt"]
    assert form.known.text == "Anna Schmidt: Same phone: +49 30 5550 1287"
    assert form.save_button.text() == "Keep both"
    qtbot.keyClick(form.save_button, Qt.Key.Key_Return)
    settle()
    assert sorted(people(workspace)) == ["Anna Schmidt", "Anne Schmidt"]


def test_who_is_there_is_opened_instead_by_keyboard(qtbot, window, form, settle, workspace):
    anna = contacts.add(workspace, "person", {"given": "Anna", "emails": ["anna@weber.example"]}).value
    qtbot.keyClicks(form.email, "anna@weber.example")
    qtbot.waitUntil(form.known.isVisible)
    QApplication.processEvents()
    (act,) = [b for b in form.findChildren(QPushButton) if b.accessibleName() == "Open Anna instead"]
    qtbot.keyClick(act, Qt.Key.Key_Return)
    settle()
    assert isinstance(window.current, ProfileScreen)
    assert window.place.contact == anna
    assert len(people(workspace)) == 1


def test_somebody_alike_is_named_without_a_shared_identifier(qtbot, form, settle, workspace):
    contacts.add(
        workspace,
        "person",
        {"given": "Konstantin", "family": "Brandstetter", "organization": "Brandstetter Reisen", "title": "Owner"},
    )
    qtbot.keyClicks(form.name, "Konstantin Brandstetter")
    qtbot.keyClicks(form.company, "Brandstetter Reisen")
    qtbot.waitUntil(form.known.isVisible)
    assert form.known.text.startswith("Konstantin Brandstetter: ")
    form.company.setText("")
    form.name.setText("Somebody Else")
    qtbot.waitUntil(lambda: not form.known.isVisible())
    assert form.save_button.text() == "Add"
