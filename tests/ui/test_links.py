"""Links on the profile: added by search, from either side, changed, removed; there and back to the same place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QMenu, QPushButton, QWidget

from deskcrm.domain.views import ListQuery
from deskcrm.services import activities, contacts, links, reads
from deskcrm.services.workspace import Workspace
from deskcrm.ui.dialogs.add_link import AddLink, ChangeLink
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.screens.profile import ProfileScreen

Settle = Callable[[], None]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # menus without a display want more of it


@pytest.fixture
def anna(workspace: Workspace) -> int:
    return contacts.add(workspace, "person", {"given": "Anna", "family": "Weber"}).value


@pytest.fixture
def zeta(workspace: Workspace) -> int:
    return contacts.add(workspace, "company", {"organization": "Zeta"}).value


def opened(window: MainWindow, settle: Settle, contact: int) -> ProfileScreen:
    window.open_contact(contact)
    settle()
    screen = window.current
    assert isinstance(screen, ProfileScreen)
    return screen


def button(widget: QWidget, name: str) -> QPushButton:
    QApplication.processEvents()
    (found,) = [b for b in widget.findChildren(QPushButton) if b.accessibleName() == name and b.isVisible()]
    return found


def dialog(window: MainWindow, kind: type) -> AddLink:
    (found,) = [d for d in window.findChildren(kind) if d.isVisible()]
    return found


def choose(window: MainWindow, text: str) -> None:
    (menu,) = [m for m in window.findChildren(QMenu) if m.isVisible()]
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


def said(widget: QWidget) -> list[str]:
    QApplication.processEvents()  # layouts show their new widgets a turn later
    labels = [label for label in widget.findChildren(QLabel) if label.isVisible()]
    return [getattr(label, "whole_text", label.text)() for label in labels]


def seen(workspace: Workspace, contact: int) -> list[tuple[str, str, str, str]]:
    return [(link.name, link.words, link.role, link.since) for link in reads.profile(workspace, contact).links]


def test_a_company_is_found_and_linked_with_role_and_day_by_keys_alone(qtbot, window, settle, workspace, anna, zeta):
    contacts.add(workspace, "person", {"given": "Zeta"})
    screen = opened(window, settle, anna)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_L)
    form = dialog(window, AddLink)
    settle()
    qtbot.keyClicks(QApplication.focusWidget(), "zet")
    settle()
    assert form.picker.names == ["Zeta"]
    assert form.picker.chosen == (zeta, "Zeta")
    form.details.role.setFocus()
    qtbot.keyClicks(form.details.role, "Adviser")
    qtbot.keyClicks(form.details.since, "1.5.2024")
    qtbot.keyClick(form.details.since, Qt.Key.Key_Return)
    settle()
    assert window.findChildren(AddLink) == []
    assert seen(workspace, anna) == [("Zeta", "Company", "Adviser", "2024-05-01")]
    assert "Adviser, since 1 May 2024" in said(screen.related)
    assert "Linked" in window.message.text
    screen._undo()
    settle()
    assert seen(workspace, anna) == []


def test_from_the_other_side_the_link_reads_the_other_way(qtbot, window, settle, workspace, anna):
    ben = contacts.add(workspace, "person", {"given": "Ben"}).value
    opened(window, settle, anna)
    button(window, "Add a link").click()
    form = dialog(window, AddLink)
    form.kind.setCurrentText("Referred")
    qtbot.keyClicks(form.picker.field, "ben")
    settle()
    form.save()
    settle()
    assert seen(workspace, anna) == [("Ben", "Referred", "", "")]
    assert seen(workspace, ben) == [("Anna Weber", "Referred by", "", "")]


def test_a_kind_of_the_owners_own_reads_the_same_from_both_sides(qtbot, window, settle, workspace, anna):
    ben = contacts.add(workspace, "person", {"given": "Ben"}).value
    opened(window, settle, anna)
    button(window, "Add a link").click()
    form = dialog(window, AddLink)
    form.kind.setCurrentText("Climbs with")
    qtbot.keyClicks(form.picker.field, "ben")
    settle()
    form.save()
    settle()
    assert [link[1] for link in seen(workspace, anna) + seen(workspace, ben)] == ["Climbs with"] * 2


def test_what_can_not_be_is_said_in_the_dialog_and_nothing_is_lost(qtbot, window, settle, workspace, anna, zeta):
    opened(window, settle, anna)
    button(window, "Add a link").click()
    form = dialog(window, AddLink)
    qtbot.keyClicks(form.picker.field, "zeta")
    qtbot.keyClicks(form.details.since, "some day")
    settle()
    form.save()
    settle()
    assert form.isVisible()
    assert "“some day” is no day" in form.trouble.text
    assert form.save_button.isEnabled()
    assert form.details.since.text() == "some day"


def test_a_link_is_changed_and_removed_from_its_menu(qtbot, window, settle, workspace, anna, zeta):
    links.add(workspace, anna, zeta, role="Owner", since="2024-05-01")
    screen = opened(window, settle, zeta)
    button(screen.related, "Change the link with Anna Weber").click()
    choose(window, "Role and dates…")
    form = dialog(window, ChangeLink)
    assert (form.details.role.text(), form.details.since.text()) == ("Owner", "1 May 2024")
    form.details.until.setText("31 January 2026")
    form.save()
    settle()
    assert "Owner, since 1 May 2024, until 31 Jan 2026" in said(screen.related)
    button(screen.related, "Change the link with Anna Weber").click()
    choose(window, "Remove this link")
    settle()
    assert seen(workspace, zeta) == []
    window.undo()
    settle()
    assert [link[2] for link in seen(workspace, zeta)] == ["Owner"]


def test_to_the_company_and_back_by_keys_comes_back_to_the_same_line(qtbot, window, settle, workspace, anna, zeta):
    links.add(workspace, anna, zeta)
    for n in range(250):
        activities.log(workspace, anna, "note", f"Note {n}", at=f"2026-01-{n % 28 + 1:02d}T10:{n % 60:02d}:00Z")
    screen = opened(window, settle, anna)
    screen.view.verticalScrollBar().setValue(screen.view.verticalScrollBar().maximum())
    settle()
    screen.view.setCurrentIndex(screen.timeline.index(screen.timeline.rowCount() - 3, 0))
    settle()
    loaded, row = screen.timeline.entry_count, screen.view.currentIndex().row()
    rolled = screen.view.verticalScrollBar().value()
    button(screen.related, "Open Zeta").click()
    settle()
    assert screen.pane.name.shown.text == "Zeta"
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settle()
    qtbot.waitUntil(lambda: screen.view.verticalScrollBar().value() == rolled)
    assert screen.pane.name.shown.text == "Anna Weber"
    assert (screen.timeline.entry_count, screen.view.currentIndex().row()) == (loaded, row)
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    settle()
    assert screen.pane.name.shown.text == "Zeta"


def test_every_control_of_the_form_has_a_name(window, settle, anna):
    opened(window, settle, anna)
    button(window, "Add a link").click()
    form = dialog(window, AddLink)
    QApplication.processEvents()
    controls = [w for kind in (QAbstractButton, QLineEdit, QComboBox) for w in form.findChildren(kind) if w.isVisible()]
    assert [w for w in controls if not w.accessibleName() and w.focusPolicy() != Qt.FocusPolicy.NoFocus] == []


def test_a_company_with_many_people_shows_them_all_when_asked(window, settle, workspace):
    for n in range(9):
        contacts.add(workspace, "person", {"given": f"Person {n}", "organization": "Acme"})
    (acme,) = reads.list_ids(workspace, ListQuery(kind="company"))
    screen = opened(window, settle, acme)
    assert "Open Person 8" not in [b.accessibleName() for b in screen.related.findChildren(QPushButton)]
    button(screen.related, "All people").click()
    assert button(screen.related, "Open Person 8")
