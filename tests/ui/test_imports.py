"""The list of past imports: figures, problem rows, the way back, and the place to drop the first file."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskcrm.domain.views import ListQuery
from deskcrm.services import importing, reads
from deskcrm.services.workspace import Workspace
from deskcrm.ui.dialogs.undo import UndoDialog
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.screens.imports import ImportsScreen

LIST = "First name,Email,City\nAnna,anna@mail.example,Berlin\n,,Lyon\n"
OTHER = "First name,Email\nAnna,anna@mail.example\nBo,bo@mail.example\n"
ORDERS = "Order ID,Email,Order Date,Total,Currency\nA-1,anna@mail.example,2026-03-13,64.00,EUR\n"


@pytest.fixture
def take(workspace: Workspace, tmp_path: Path) -> Callable[..., None]:
    """Import files as one operation, each given as its name and content."""

    def take(**contents: str) -> None:
        reports = []
        for name, content in contents.items():
            path = tmp_path / f"{name}.csv"
            path.write_text(content, encoding="utf-8")
            reports.append(importing.examine(workspace, path))
        importing.run(workspace, reports)

    return take


def opened(window: MainWindow, settle: Callable[[], None]) -> ImportsScreen:
    window.open_screen("imports")
    settle()
    screen = window.screen_named("imports")
    assert isinstance(screen, ImportsScreen)
    return screen


def lines(screen: ImportsScreen) -> list[tuple[str, str, str, str]]:
    found = [screen.view.operations.line_at(row) for row in range(screen.view.operations.rowCount())]
    return [(line.summary, line.detail, line.more, line.action) for line in found if line]


def press(qtbot: QtBot, key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key)


def test_without_imports_it_is_a_place_to_drop_a_file_on(window, settle):
    screen = opened(window, settle)
    assert screen.empty.isVisible()
    assert not screen.view.isVisible()
    assert QApplication.focusWidget() is screen.empty.button


def test_each_import_says_its_figures_newest_first(take, window, settle):
    take(shop=LIST)
    take(news=OTHER)
    assert lines(opened(window, settle)) == [
        ("news.csv", "2 rows · 1 new, 1 recognised · news", "", "Undo import"),
        ("shop.csv", "2 rows · 1 new · shop", "1 problem", "Undo import"),
    ]


def test_files_that_came_together_are_one_line_and_tell_their_timeline_entries(take, window, settle):
    take(shop=LIST, orders=ORDERS)
    ((summary, detail, _, _),) = lines(opened(window, settle))
    assert summary == "shop.csv, orders.csv"
    assert "1 timeline entry" in detail


def test_a_new_import_appears_by_itself(qtbot, take, window, settle, tmp_path):
    screen = opened(window, settle)
    path = tmp_path / "late.csv"
    path.write_text(OTHER)
    window.desk.do(lambda ws: importing.run(ws, [importing.examine(ws, path)]))
    qtbot.waitUntil(lambda: [line[0] for line in lines(screen)] == ["late.csv"])
    assert screen.view.isVisible()


def test_u_undoes_the_import_under_the_cursor_and_r_does_it_again(qtbot, take, window, settle, workspace):
    take(shop=LIST)
    take(news=OTHER)
    screen = opened(window, settle)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_U)
    settle()
    (dialog,) = window.findChildren(UndoDialog)
    dialog.save()  # Anna of the newsletter was recognised by the shop's email, and stays with her
    settle()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    screen.view.setFocus()
    assert [(line[0], line[3]) for line in lines(screen)] == [("news.csv", "Undo import"), ("shop.csv", "Redo")]
    assert [b.undone for b in reads.batches(workspace)] == [False, True]
    press(qtbot, Qt.Key.Key_R)
    settle()
    assert [line[3] for line in lines(screen)] == ["Undo import", "Undo import"]
    assert len(reads.list_ids(workspace, ListQuery())) == 2


def test_enter_shows_the_problem_rows_and_the_next_line_puts_them_away(qtbot, take, window, settle):
    take(shop=LIST)
    take(news=OTHER)
    screen = opened(window, settle)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert not screen.pane.isVisible(), "the first has no problems"
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert screen.pane.isVisible()
    assert screen.problem_head.whole_text() == "1 row wasn’t imported from shop.csv"
    assert screen.problem_table.model_.cell(0, 0).text == "3"
    press(qtbot, Qt.Key.Key_Up)
    assert not screen.pane.isVisible()


def test_problem_rows_are_saved_even_where_the_file_has_gone(take, window, settle, tmp_path):
    take(shop=LIST)
    (tmp_path / "shop.csv").unlink()
    screen = opened(window, settle)
    screen.show_problems(screen.view.selected)
    settle()
    screen.save_problems(tmp_path / "out.csv")
    settle()
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        headers, row = csv.reader(file)
    assert headers[-2:] == ["Row in the file", "Problem"], "it can be imported again once it is mended"
    assert row[-2] == "3"
    assert screen.saved.text == "1 row saved in out.csv."


def test_a_click_on_the_links_undoes_or_shows_the_problems(qtbot, take, window, settle, workspace):
    take(shop=LIST)
    screen = opened(window, settle)
    view = screen.view
    rect = view.card(view.visualRect(view.operations.index(1, 0)))
    line = view.operations.line_at(1)
    assert line is not None
    places = {does: area.center() for _, area, does in view.itemDelegate().links(rect, line, mirrored=False) if does}
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=places["more"])
    settle()
    assert screen.pane.isVisible()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=places["flip"])
    settle()
    assert reads.batches(workspace)[0].undone


def test_every_control_has_a_name(take, window, settle):
    take(shop=LIST)
    screen = opened(window, settle)
    screen.show_problems(screen.view.selected)
    settle()
    kinds = (QAbstractButton, QAbstractItemView)
    controls = [w for w in screen.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible()]
    assert len(controls) >= 4
    assert [c for c in controls if not c.accessibleName()] == []


def test_problem_rows_of_long_ago_are_mended_in_the_wizard(take, window, settle, tmp_path):
    take(shop=LIST)
    (tmp_path / "shop.csv").unlink()
    screen = opened(window, settle)
    screen.show_problems(screen.view.selected)
    settle()
    screen.mend()
    settle()
    wizard = window.current
    assert wizard is window.screen_named("import")
    assert wizard.stack.currentWidget() is wizard.preview_page
    assert wizard.preview_page.plan.counts.problems == 1
