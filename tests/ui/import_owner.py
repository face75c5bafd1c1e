"""An owner at the import wizard: files, keys and clicks, as the tests of its steps share them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskcrm.domain.views import ListQuery
from deskcrm.services import reads
from deskcrm.services.workspace import Workspace
from deskcrm.ui.desk import Desk
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.screens.import_wizard import DONE, FIELDS, PREVIEW, ImportWizard

PEOPLE = """Vorname;Nachname;E-Mail;Bemerkung
Anna;Weber;anna.weber@mail.example;kommt samstags
Jürgen;Groß;j.gross@mail.example;zahlt bar
Lotte;Mulder;lotte@mail.example;
"""
ORDERS = """Order ID,Email,Order Date,Total,Currency
A-1,anna.weber@mail.example,2026-03-13,64.00,EUR
A-2,new.person@mail.example,2026-03-14,20.00,EUR
"""
WITH_PROBLEMS = """First name,Last name,Email,City
Anna,Weber,anna.weber@mail.example,Berlin
,,,Lyon
,,,Dublin
"""


def big(rows: int) -> str:
    return "First name,Last name,Email,Note\n" + "".join(
        f"Anna,Weber{i},anna{i}@mail.example,a note that makes the row a little longer\n" for i in range(rows)
    )


class Owner:
    """Somebody at the window: types, clicks, waits."""

    def __init__(self, bot: QtBot, window: MainWindow, workspace: Workspace, folder: Path) -> None:
        self.bot, self.window, self.workspace, self.folder = bot, window, workspace, folder
        window.import_files()
        wizard = window.screen_named("import")
        assert isinstance(wizard, ImportWizard)
        self.wizard = wizard
        self.rest()

    def rest(self) -> None:
        self.bot.waitUntil(lambda: self.window.desk.idle, timeout=30_000)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the keyboard"
        self.bot.keyClick(focus, key, modifier)
        self.rest()

    def step_on(self) -> None:
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def go_on(self) -> None:
        """Go a step on; who is who is left as it is proposed."""
        self.step_on()
        if self.wizard.stack.currentWidget() is self.wizard.who_page:
            self.step_on()

    def type(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        self.bot.keyClicks(focus, text)
        self.rest()

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def drop(self, name: str, content: str | bytes) -> Path:
        path = self.file(name, content)
        self.window.import_files([path])
        self.rest()
        return path

    def closed(self, dialog: QWidget) -> None:
        """Wait until a dialog has gone and its window has the keyboard again."""
        self.bot.waitUntil(lambda: not dialog.isVisible())
        self.window.activateWindow()
        self.bot.waitUntil(self.window.isActiveWindow)
        self.wizard.preview_page.table.setFocus()

    def import_all(self) -> None:
        for step in (FIELDS, PREVIEW, DONE):
            self.go_on()
            assert self.step == step

    def send(self, header: str, words: str) -> None:
        """Choose a column's field by keyboard."""
        table = self.wizard.fields_page.table
        table.setFocus()
        row = [column.header for _, column in table.fields.rows].index(header)
        table.setCurrentIndex(table.fields.index(row, 0))
        self.press(Qt.Key.Key_Return)
        self.type(words)
        self.press(Qt.Key.Key_Return)

    def target(self, header: str) -> str:
        assert self.wizard.draft is not None
        return {c.header: c.target for c in self.wizard.draft.mapping.columns}[header]

    @property
    def step(self) -> int:
        assert self.wizard.stack.currentWidget() is not self.wizard.work_page
        return self.wizard.pages.index(self.wizard.stack.currentWidget())

    @property
    def people(self) -> list[str]:
        ids = reads.list_ids(self.workspace, ListQuery())
        return [listed.name for listed in reads.rows(self.workspace, ids)]

    @property
    def operations(self) -> list[str]:
        return [entry.summary for entry in reads.history(self.workspace)]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "work" / "shop.deskcrm")


@pytest.fixture
def owner(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> Iterator[Owner]:
    desk = Desk(workspace)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    crashes: list[str] = []
    desk.crashed.connect(crashes.append)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    owner = Owner(qtbot, window, workspace, tmp_path)
    yield owner
    desk.close()
    assert crashes == []
