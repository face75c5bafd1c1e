"""Archiving from a list, from a profile and in bulk; bringing back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from list_helpers import by_name, form, names
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QMenu
from pytestqt.qtbot import QtBot

from deskcrm.services import contacts, reads
from deskcrm.services.workspace import Workspace
from deskcrm.ui.dialogs import bulk as forms
from deskcrm.ui.main_window import MainWindow

Settle = Callable[[], None]

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard)")


@pytest.fixture
def people(few: None, window: MainWindow, settle: Settle) -> Any:
    window.open_screen("people")
    settle()
    return window.current


def choose(menu: QMenu, words: str) -> None:
    (action,) = [action for action in menu.actions() if action.text() == words]
    menu.close()
    action.trigger()


def test_a_row_is_archived_by_its_menu_and_brought_back_from_archived(
    qtbot: QtBot, people: Any, window: MainWindow, settle: Settle
) -> None:
    people._menu(people.view.selected, QPoint(0, 0))
    (menu,) = people.findChildren(QMenu)
    choose(menu, "Archive")
    settle()
    assert names(people) == ["Benoît Lefèvre", "Carmen Ruiz Ortega", "Grace O'Neill"]
    assert window.message.text == "Archived Anna Weber"
    (command,) = window.commands.matching("archived people")
    command.action.trigger()
    settle()
    archived: Any = window.current
    assert window.windowTitle() == "Archived – DeskCRM"
    assert names(archived) == ["Anna Weber"]
    archived.bring_back.click()
    settle()
    assert archived.empty.isVisible()
    window.open_screen("people")
    settle()
    assert len(names(people)) == 4


def test_the_profile_says_that_it_is_archived_and_brings_back(
    qtbot: QtBot, few: None, window: MainWindow, settle: Settle, workspace: Workspace
) -> None:
    anna = by_name(workspace)["Anna Weber"]
    window.open_contact(anna)
    settle()
    profile: Any = window.current
    (command,) = window.commands.matching("archive this contact")
    command.action.trigger()
    settle()
    assert reads.profile(workspace, anna).archived
    assert profile.pane.banner.isVisible()
    assert profile.composer.isEnabled(), "the story goes on"
    (back,) = [b for b in profile.pane.banner.findChildren(QAbstractButton) if b.text() == "Bring back"]
    back.click()
    settle()
    assert not reads.profile(workspace, anna).archived
    assert not profile.pane.banner.isVisible()


def test_many_are_archived_after_it_was_said_how_many(
    qtbot: QtBot, people: Any, window: MainWindow, settle: Settle
) -> None:
    people.view.mark_all()
    people.tools.bulk.buttons["archive"].click()
    asked = form(window, forms.ArchiveMany)
    assert asked.windowTitle() == "Archive all 4 people"
    assert "Search still finds them" in asked.preview.text()
    asked.save()
    settle()
    assert people.table.rowCount() == 0
    window.undo()
    settle()
    assert len(names(people)) == 4


def test_the_archived_are_found_in_settings(
    few: None, window: MainWindow, settle: Settle, workspace: Workspace
) -> None:
    contacts.archive(workspace, by_name(workspace)["Anna Weber"])
    window.open_screen("settings")
    settings: Any = window.current
    settings.archived.click()
    settle()
    assert names(window.current) == ["Anna Weber"]
