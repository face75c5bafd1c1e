"""Removed people in their list, the question before an erasure, and everything we know as a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from deskcrm.domain.errors import NotFound
from deskcrm.domain.views import ImportCounts, ImportedFile, ImportResult
from deskcrm.services import backups, contacts, erasing, reads
from deskcrm.services.workspace import Workspace
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.dossier import file_name
from deskcrm.ui.dialogs.erase import EraseDialog
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.screens.removed import RemovedScreen

Settle = Callable[[], None]


def id_of(workspace: Workspace, name: str) -> int:
    return next(hit.id for hit in reads.search(workspace, name) if hit.name == name)


@pytest.fixture
def screen(window: MainWindow, workspace: Workspace, few: None, settle: Settle) -> RemovedScreen:
    """The list of the removed with Anna and Grace in it."""
    for name in ("Anna Weber", "Grace O'Neill"):
        contacts.remove(workspace, id_of(workspace, name))
    window.open_screen("removed")
    settle()
    screen = window.current
    assert isinstance(screen, RemovedScreen)
    return screen


def names(screen: RemovedScreen) -> list[str]:
    return [str(screen.table.index(row, 0).data()) for row in range(screen.table.rowCount())]


# The list of the removed ----------------------------------------------------------------------------------------------


def test_the_removed_are_listed_and_brought_back(screen: RemovedScreen, workspace: Workspace, settle: Settle) -> None:
    assert names(screen) == ["Anna Weber", "Grace O'Neill"]
    assert screen.count.text() == "2"
    screen.view.select(screen.table.id_at(0) or 0)
    screen.bring_back.click()
    settle()
    assert names(screen) == ["Grace O'Neill"]
    assert id_of(workspace, "Anna Weber")


def test_an_empty_list_says_what_belongs_there(window: MainWindow, few: None, settle: Settle) -> None:
    window.open_screen("removed")
    settle()
    screen: Any = window.current
    assert screen._stack.currentWidget() is screen.empty
    assert screen.bring_back.isHidden()


def test_the_list_is_found_in_the_palette_and_in_settings(window: MainWindow, few: None, settle: Settle) -> None:
    (command,) = window.commands.matching("removed")
    command.action.trigger()
    assert window.place.screen == "removed"
    window.open_screen("settings")
    settings: Any = window.current
    settings.removed.click()
    settle()
    assert window.place.screen == "removed"


def test_whoever_is_erased_leaves_the_list(screen: RemovedScreen, settle: Settle, qtbot: QtBot) -> None:
    screen.view.select(screen.table.id_at(0) or 0)
    screen.erase_button.click()
    dialog = screen.findChild(EraseDialog)
    assert dialog is not None
    settle()
    qtbot.keyClicks(dialog.typed, "anna weber")
    dialog.save_button.click()
    settle()
    assert names(screen) == ["Grace O'Neill"]


# The question ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def ask(desk: Desk, window: MainWindow, settle: Settle) -> Callable[[int], EraseDialog]:
    def ask(contact: int) -> EraseDialog:
        dialog = EraseDialog(desk, contact, window)
        dialog.open()
        settle()
        return dialog

    return ask


def test_the_question_says_what_goes(workspace: Workspace, few: None, ask: Callable[[int], EraseDialog]) -> None:
    backups.make(workspace)
    dialog = ask(id_of(workspace, "Anna Weber"))
    assert dialog.what.text().startswith("Everything about Anna Weber goes: 1 record, with the imported rows")
    assert "Nothing brings it back" in dialog.what.text()
    assert "1 backup is rewritten without them." in dialog.more.text()
    assert dialog.away.isHidden()
    assert dialog.typed.accessibleName() == "Type the name to go on: Anna Weber"
    assert dialog.typed.hasFocus()


def test_only_the_name_lets_it_happen(
    workspace: Workspace, few: None, ask: Callable[[int], EraseDialog], settle: Settle, qtbot: QtBot
) -> None:
    anna = id_of(workspace, "Anna Weber")
    dialog = ask(anna)
    for typed in ("", "Anna", "Anna Webe"):
        dialog.typed.setText(typed)
        assert not dialog.save_button.isEnabled()
        dialog.save()  # Ctrl+Enter
    settle()
    assert reads.profile(workspace, anna).name == "Anna Weber"
    dialog.typed.clear()
    qtbot.keyClicks(dialog.typed, "ANNA  weber")
    assert dialog.save_button.isEnabled()
    qtbot.keyClick(dialog.typed, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    with pytest.raises(NotFound, match="was erased"):
        reads.profile(workspace, anna)


def test_a_company_says_that_its_people_stay(
    workspace: Workspace, few: None, ask: Callable[[int], EraseDialog]
) -> None:
    dialog = ask(id_of(workspace, "Weber Gartenbau"))
    assert "1 person who works there stays, with the company’s name." in dialog.more.text()


def test_backups_out_of_reach_are_named_before_and_after(
    workspace: Workspace, few: None, ask: Callable[[int], EraseDialog], settle: Settle, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.choose_second(workspace, stick)
    backups.make(workspace)
    shutil.rmtree(stick)
    dialog = ask(id_of(workspace, "Anna Weber"))
    assert dialog.away.text.startswith(f"Backups in {stick} can’t be reached now.")
    dialog.typed.setText("Anna Weber")
    dialog.save_button.click()
    settle()
    assert dialog.isVisible()
    assert dialog.what.text().startswith("Erased.")
    assert str(stick) in dialog.away.text
    dialog.save_button.click()
    assert not dialog.isVisible()


# From the profile -----------------------------------------------------------------------------------------------------


def test_an_erased_profile_says_so(window: MainWindow, workspace: Workspace, few: None, settle: Settle) -> None:
    anna = id_of(workspace, "Anna Weber")
    window.open_contact(anna)
    settle()
    screen: Any = window.current
    (command,) = window.commands.matching("erase this contact")
    command.action.trigger()
    dialog = screen.findChild(EraseDialog)
    settle()
    dialog.typed.setText("Anna Weber")
    dialog.save_button.click()
    settle()
    assert screen._stack.currentWidget() is screen.empty
    assert "was erased on" in screen.empty._words.text()
    assert window.message.isVisible()


def test_everything_we_know_is_saved_where_the_owner_says(
    window: MainWindow, workspace: Workspace, few: None, settle: Settle, tmp_path: Path
) -> None:
    window.open_contact(id_of(workspace, "Anna Weber"))
    settle()
    (command,) = window.commands.matching("save everything")
    command.action.trigger()
    dialog = window.current.findChild(QFileDialog) if window.current else None
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "anna"))
    dialog.close()
    settle()
    assert "Anna Weber" in (tmp_path / "anna.html").read_text(encoding="utf-8")
    assert (tmp_path / "anna.json").exists()


@pytest.mark.parametrize(
    ("name", "file"), [("Anna Weber", "Anna Weber"), ("A/B: <C>", "A B C"), ("..", "contact"), ("", "contact")]
)
def test_a_name_becomes_a_file_name(name: str, file: str) -> None:
    assert file_name(name) == file


def test_erasing_is_what_the_service_says(workspace: Workspace, few: None) -> None:
    doomed = erasing.before(workspace, id_of(workspace, "Anna Weber"))
    assert (doomed.words, doomed.backups, doomed.away) == ("1 record", 0, "")


# What an import says of the removed -----------------------------------------------------------------------------------


def test_an_import_offers_the_removed_back(
    window: MainWindow, workspace: Workspace, few: None, settle: Settle, tmp_path: Path, qtbot: QtBot
) -> None:
    anna = id_of(workspace, "Anna Weber")
    contacts.remove(workspace, anna)
    window.import_files([tmp_path / "people.csv"])
    wizard: Any = window.current
    qtbot.waitUntil(lambda: wizard.stack.currentWidget() is wizard.file_page)
    settle()
    result = ImportResult(1, ImportCounts(4, unchanged=4), (), (ImportedFile("people.csv", 1, 4),), (anna,))
    wizard.done_page.show_result(result, "people", "")
    assert wizard.done_page.hidden.text == "1 contact in this file is removed: up to date now, and still hidden."
    wizard.done_page.hidden._link.click()
    settle()
    assert not reads.profile(workspace, anna).removed
    assert wizard.done_page.hidden.isHidden()
