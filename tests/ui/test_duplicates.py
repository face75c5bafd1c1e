"""Duplicates in the window: found when first shown and after imports, and decided with one key each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from test_accessibility import all_is_told

from deskcrm.domain.matching.groups import grouped
from deskcrm.domain.matching.weights import SURE_SCORE
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import CandidatePair, ListQuery
from deskcrm.services import candidate_pairs, contacts, duplicates, importing, merging, reads, threshold
from deskcrm.services.workspace import Workspace
from deskcrm.ui import scanning
from deskcrm.ui.dialogs.merge_sure import MergeSure
from deskcrm.ui.dialogs.threshold import ThresholdDialog
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.models import comparison
from deskcrm.ui.models.queue import sample
from deskcrm.ui.screens.duplicates import DuplicatesScreen
from deskcrm.ui.theme import Size
from deskcrm.ui.widgets.surface import SHADOW

Settle = Callable[[], None]
HEAD = "First Name,Last Name,Email,Phone,City,Birthday\n"
GIVEN = ("Anna", "Benedikt", "Carmen", "Dorothea", "Emil", "Friederike", "Gregor", "Hildegard", "Ignaz", "Johanna")
FAMILY = (
    *("Weberling", "Achterberg", "Ruizmann", "Oldenkott", "Sommerlath", "Petrowski", "Kirschbaum", "Lindqvist"),
    *("Quandt", "Zimmerling", "Halloran", "Bergdorf", "Taubert", "Nowotny", "Ehrlicher", "Czerny"),
    *("Frobenius", "Unterweger", "Vandermeer", "Yildirim"),
)


def two_spellings(number: int) -> str:
    """Rows of so many people, each there twice: the same birthday and phone, another mailbox."""
    rows = []
    for n in range(number):
        given, family = GIVEN[n % len(GIVEN)], FAMILY[n]
        born, phone = f"19{50 + n}-0{1 + n % 9}-1{n % 9}", f"+49 30 {5550000 + 7919 * n}"
        rows.append(f"{given},{family},{given.lower()}{n}@posteo.example,{phone},Berlin,{born}\n")
        rows.append(f"{given[0]}.,{family},{family.lower()}{n}@garten.example,{phone},Berlin,{born}\n")
    return "".join(rows)


@pytest.fixture
def take(workspace: Workspace, tmp_path: Path) -> Callable[[str], None]:
    def take(rows: str) -> None:
        file = tmp_path / "shop.csv"
        file.write_text(HEAD + rows, encoding="utf-8")
        importing.run(workspace, [importing.examine(workspace, file)])

    return take


@pytest.fixture
def show(window: MainWindow, settle: Settle) -> Callable[[], DuplicatesScreen]:
    def show() -> DuplicatesScreen:
        window.open_screen("duplicates")
        settle()
        screen = window.current
        assert isinstance(screen, DuplicatesScreen)
        return screen

    return show


def people(workspace: Workspace) -> dict[str, int]:
    return {row.name: row.id for row in reads.rows(workspace, reads.list_ids(workspace, ListQuery(kind="person")))}


def press(qtbot: QtBot, key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key)


def said(screen: DuplicatesScreen) -> list[str]:
    return [screen.queue.index(row, 0).data() for row in range(screen.queue.rowCount())]


def badge(window: MainWindow) -> int:
    return window.sidebar.badge("duplicates")


# finding


def test_nobody_is_compared_before_the_screen_is_opened(take, window, settle, desk, workspace):
    take(two_spellings(3))
    settle()
    desk.do(contacts.edit, people(workspace)["A. Weberling"], [Patch("birthday", "set", "1911-11-11")])
    settle()
    window.undo()
    settle()
    assert window.pairs.state == "unknown"
    assert badge(window) == 0


def test_the_screen_shows_who_may_be_one_the_surest_first(take, window, show):
    take(two_spellings(3) + "Anna,Kirchhof,,,Ulm,\nAnna,Kirchhoff,,,Ulm,\n")
    screen = show()
    scores = [group.score for group in screen.queue.groups]
    assert len(scores) >= 3
    assert scores == sorted(scores, reverse=True)
    assert said(screen)[0].endswith("% sure")
    assert badge(window) == len(scores)
    assert screen.view.hasFocus()
    assert "same birthday" in screen.evidence.texts
    assert "same phone" in screen.evidence.accessibleName()
    assert screen.question.whole_text() == "Are these the same person?"


def test_where_nobody_is_twice_the_screen_says_so(few, window, show):
    screen = show()
    assert screen.stack.currentWidget() is screen.empty
    assert screen.empty._head.whole_text() == "Nobody twice"
    assert badge(window) == 0


def test_big_books_are_compared_in_a_process_of_their_own(qtbot, take, window, workspace, monkeypatch):
    take(two_spellings(4))
    expected = len(duplicates.scan(workspace))
    monkeypatch.setattr(scanning, "SMALL", 0)
    told = []
    window.pairs.progressed.connect(told.append)
    window.open_screen("duplicates")
    assert window.current.empty._button.text() == "Stop"
    qtbot.waitUntil(lambda: window.pairs.state == "known", timeout=60_000)
    assert badge(window) == expected == 4
    assert told


def test_a_scan_that_is_stopped_can_be_begun_again(qtbot, take, window, settle, monkeypatch):
    take(two_spellings(2))
    monkeypatch.setattr(scanning, "SMALL", 0)
    window.open_screen("duplicates")
    screen = window.current
    screen.empty.press()
    qtbot.waitUntil(lambda: window.pairs.state == "stopped", timeout=60_000)
    assert screen.empty._button.text() == "Compare now"
    monkeypatch.setattr(scanning, "SMALL", 1000)
    screen.empty.press()
    settle()
    assert badge(window) == 2


def test_an_import_brings_the_badge_up_to_date(qtbot, window, settle, desk, tmp_path):
    file = tmp_path / "new.csv"
    file.write_text(HEAD + two_spellings(2), encoding="utf-8")
    desk.do(lambda ws: importing.run(ws, [importing.examine(ws, file)]))
    settle()
    assert badge(window) == 2
    button = next(b for b in window.sidebar._buttons.values() if b.accessibleName().startswith("Duplicates"))
    assert button.accessibleName() == "Duplicates, 2 to look at"
    window.undo()
    settle()
    assert badge(window) == 0


# deciding


def test_m_makes_one_of_them_and_u_takes_it_back(qtbot, take, window, show, settle, workspace):
    take(two_spellings(3))
    screen = show()
    before = said(screen)
    press(qtbot, Qt.Key.Key_M)
    settle()
    assert len(people(workspace)) == 5
    assert said(screen) == before[1:]
    assert badge(window) == 2
    press(qtbot, Qt.Key.Key_U)
    settle()
    assert len(people(workspace)) == 6
    assert said(screen) == before
    assert screen.view.currentIndex().row() == 0
    assert badge(window) == 3


def test_n_notes_that_they_are_two_and_no_later_scan_proposes_them(qtbot, take, window, show, settle, workspace):
    take(two_spellings(2))
    screen = show()
    press(qtbot, Qt.Key.Key_N)
    settle()
    assert len(people(workspace)) == 4
    assert badge(window) == 1
    window.pairs.look()
    settle()
    assert badge(window) == 1
    press(qtbot, Qt.Key.Key_U)
    settle()
    assert badge(window) == 2
    assert screen.view.currentIndex().row() == 0


def test_s_puts_them_at_the_end_and_u_back(qtbot, take, show, settle):
    take(two_spellings(3))
    screen = show()
    before = [group.contacts for group in screen.queue.groups]
    press(qtbot, Qt.Key.Key_S)
    settle()
    assert [group.contacts for group in screen.queue.groups] == [*before[1:], before[0]]
    assert said(screen)[-1].endswith("skipped")
    assert screen.view.currentIndex().row() == 0
    press(qtbot, Qt.Key.Key_U)
    settle()
    assert [group.contacts for group in screen.queue.groups] == before


def test_what_was_undone_elsewhere_is_no_decision_any_more(qtbot, take, window, show, settle, workspace):
    take(two_spellings(2))
    screen = show()
    press(qtbot, Qt.Key.Key_M)
    settle()
    window.undo()
    settle()
    assert badge(window) == 2
    assert not screen.undo_button.isEnabled()
    press(qtbot, Qt.Key.Key_U)
    settle()
    assert len(people(workspace)) == 4


def test_after_an_edit_only_they_and_whom_they_were_near_are_compared(
    qtbot, take, window, show, settle, desk, workspace
):
    take(two_spellings(3))
    screen = show()
    caught, catch_up = [], candidate_pairs.catch_up
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidate_pairs, "SMALL", -1)  # as some of very many
        patch.setattr(candidate_pairs, "_GROWN", 10.0)
        patch.setattr(candidate_pairs, "catch_up", lambda *a, **kw: caught.append(catch_up(*a, **kw)) or caught[-1])
        contact, near = screen.queue.groups[1].contacts
        desk.do(contacts.edit, contact, [Patch("birthday", "set", "1911-11-11"), Patch("family", "set", "Xaver")])
        settle()
    assert [found.roots for found in caught] == [{contact, near}]
    assert badge(window) == 2


def test_what_was_found_in_earlier_days_shows_when_the_window_opens(qtbot, take, window, settle, workspace):
    take(two_spellings(3))
    candidate_pairs.catch_up(workspace, 0.5)
    contacts.edit(workspace, people(workspace)["A. Weberling"], [Patch("family", "set", "Xaver")])
    contacts.edit(workspace, people(workspace)["A. Xaver"], [Patch("birthday", "set", "1911-11-11")])
    window.pairs.begin()
    settle()
    assert window.pairs.state == "known"
    assert badge(window) == 2
    assert candidate_pairs.behind(workspace) == 0


def test_an_answer_about_those_who_showed_before_is_no_word_about_those_who_show_now(
    qtbot, take, window, show, settle, workspace
):
    take(two_spellings(2))
    board = show().board
    (other,) = [g.contacts for g in window.pairs.groups if set(g.contacts) != set(board.draft.contacts)]
    refused: list[str] = []
    board.refused.connect(refused.append)
    board.keep(board.draft.contacts[0])
    board.open(comparison.begin(workspace, other))
    settle()
    assert refused == []
    assert set(board.draft.contacts) == set(other)


def test_what_is_said_not_to_be_the_same_has_an_undo_in_its_toast(qtbot, take, window, show, settle):
    take(two_spellings(2))
    show()
    press(qtbot, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: window.message.isVisible() and "not the same" in window.message.text.casefold())
    settle()
    window.message.press()
    qtbot.waitUntil(lambda: badge(window) == 2)  # they are compared again behind it


def test_what_is_chosen_in_the_table_stays_while_others_change(qtbot, take, show, settle, desk, workspace):
    take(two_spellings(3))
    screen = show()
    press(qtbot, Qt.Key.Key_Return)
    assert screen.board.view.hasFocus()
    press(qtbot, Qt.Key.Key_2)
    settle()
    chosen = dict(screen.board.draft.choices)
    assert chosen
    desk.do(contacts.edit, screen.queue.groups[2].contacts[0], [Patch("birthday", "set", "1911-11-11")])
    settle()
    assert reads.history(workspace, 1)[0].kind == "edit"
    assert screen.board.draft.choices == chosen
    second = screen.board.grid.heads[1].name
    press(qtbot, Qt.Key.Key_M)
    settle()
    assert second in people(workspace)


# more than two

THREE = (
    "Ottokar,Zimmerling,otto@posteo.example,+49 30 5550 9911,Berlin,1971-02-03\n"
    "Ottokar,Zimmerling,otto@garten.example,+49 30 5550 9911,Berlin,1971-02-03\n"
    "O.,Zimmerling,oz@garten.example,+49 30 5550 9911,Berlin,\n"
)


def chip_of(screen: DuplicatesScreen, name: str):
    return next(chip for chip in screen.members.chips.values() if chip.text().startswith(name))


def test_three_who_hang_together_are_shown_whole_with_their_weakest_link(take, window, show):
    take(THREE)
    screen = show()
    assert badge(window) == 1
    assert len(screen.board.grid.heads) == 3
    assert screen.question.whole_text() == "Are these 3 people the same?"
    assert screen.weakest.whole_text().startswith("The weakest link is between Ottokar Zimmerling and O. Zimmerling: ")
    assert len(screen.members.chips) == 3


def test_all_three_become_one_with_one_key(qtbot, take, window, show, settle, workspace):
    take(THREE)
    show()
    press(qtbot, Qt.Key.Key_M)
    settle()
    assert reads.counts(workspace)["people"] == 1
    assert badge(window) == 0


def test_one_is_left_out_by_keyboard_and_comes_next(qtbot, take, window, show, settle, workspace):
    take(THREE)
    screen = show()
    chip = chip_of(screen, "O. Z")
    chip.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    settle()
    assert len(screen.board.grid.heads) == 2
    assert [other.isEnabled() for other in screen.members.chips.values()] == [False, False, True]
    press(qtbot, Qt.Key.Key_M)
    settle()
    assert reads.counts(workspace)["people"] == 2
    (group,) = screen.queue.groups
    assert set(group.names.values()) == {"Ottokar Zimmerling", "O. Zimmerling"}
    assert not screen.members.isVisible()
    screen.view.setFocus()
    press(qtbot, Qt.Key.Key_N)
    settle()
    assert badge(window) == 0


def test_n_parts_all_three_in_one_operation(qtbot, take, window, show, settle, workspace):
    take(THREE)
    show()
    press(qtbot, Qt.Key.Key_N)
    settle()
    assert badge(window) == 0
    assert reads.history(workspace, 1)[0].summary.endswith("O. Zimmerling are not the same")
    press(qtbot, Qt.Key.Key_U)
    settle()
    assert badge(window) == 1


def test_two_who_were_said_to_differ_are_never_shown_in_one_group(take, window, show, settle, desk, workspace):
    take(THREE)
    screen = show()
    first, second, _third = screen.queue.groups[0].contacts
    desk.do(merging.not_same, first, second)
    settle()
    assert badge(window) == len(screen.queue.groups) == 2
    assert not any({first, second} <= set(group.contacts) for group in screen.queue.groups)


# all that are sure


def sure_dialog(window: MainWindow) -> MergeSure:
    (dialog,) = [one for one in window.findChildren(MergeSure) if one.isVisible()]
    return dialog


def test_all_sure_ones_are_merged_after_a_sample_and_taken_back_whole(qtbot, take, window, show, settle, workspace):
    take(two_spellings(14))
    screen = show()
    sure = [group.score for group in screen.queue.groups if group.score >= SURE_SCORE]
    number = len(sure)
    assert 10 < number < 14
    assert screen.all_button.text().strip() == f"Merge all {number} sure ones…"
    screen.all_button.click()
    dialog = sure_dialog(window)
    assert len(dialog.shown) == 10
    assert dialog.shown[-1].score == min(sure)
    dialog.save_button.click()
    settle()
    assert badge(window) == 14 - number
    assert reads.counts(workspace)["people"] == 28 - number
    assert len(reads.history(workspace, 50)) == 2
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    screen.view.setFocus()
    press(qtbot, Qt.Key.Key_U)
    settle()
    assert badge(window) == 14
    assert reads.counts(workspace)["people"] == 28


def test_a_sample_has_the_surest_and_the_least_sure():
    groups = [grouped([CandidatePair(1, 2, "person", ("", ""), score / 100, ())])[0] for score in range(99, 49, -1)]
    shown = sample(groups, 10)
    assert len(shown) == 10
    assert (shown[0], shown[-1]) == (groups[0], groups[-1])
    assert sample(groups[:3], 10) == groups[:3]


# by keyboard alone


def test_twenty_pairs_are_decided_by_keyboard_alone(qtbot, take, window, settle, workspace):
    take(two_spellings(20))
    settle()
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert badge(window) == 20
    for turn in range(20):
        press(qtbot, Qt.Key.Key_N if turn % 4 == 3 else Qt.Key.Key_M)
        settle()
        assert badge(window) == 19 - turn
    screen = window.current
    assert screen.empty._head.whole_text() == "Nobody twice"
    assert reads.counts(workspace)["people"] == 25
    for key in (Qt.Key.Key_U, Qt.Key.Key_U):
        press(qtbot, key)
        settle()
    assert badge(window) == 2
    press(qtbot, Qt.Key.Key_Down)
    settle()
    assert screen.view.currentIndex().row() == 1
    press(qtbot, Qt.Key.Key_S)
    settle()
    assert screen.view.currentIndex().row() == 1
    assert said(screen)[1].endswith("skipped")


# what a screen reader is told


@pytest.mark.parametrize("rows", [two_spellings(2), THREE], ids=["two", "three"])
def test_the_queue_and_a_group_tell_all_of_themselves(take, window, show, rows):
    take(rows)
    show()
    all_is_told(window)


def test_the_sample_of_sure_ones_tells_all_of_itself(take, window, show):
    take(two_spellings(3))
    show().merge_sure_ones()
    dialog = sure_dialog(window)
    all_is_told(dialog)
    assert dialog.accessibleName() == f"Merge all {len(dialog.shown)} sure ones"


def test_a_sample_too_long_for_the_window_is_scrolled_by_keys(qtbot, take, window, show):
    take(two_spellings(14))
    window.resize(*Size.WINDOW_LEAST)
    show().merge_sure_ones()
    dialog = sure_dialog(window)
    bar = dialog.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    qtbot.keyClick(dialog.save_button, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    qtbot.keyClick(dialog.save_button, Qt.Key.Key_PageUp)
    assert bar.value() < bar.maximum()


def test_the_buttons_keep_their_words_in_the_smallest_window(qtbot, take, window, show):
    take(THREE + two_spellings(3))
    screen = show()
    window.resize(*Size.WINDOW_LEAST)
    buttons = (screen.merge_button, screen.not_same_button, screen.skip_button, screen.all_button)
    qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in buttons))


# decided so far


def test_what_was_decided_shows_as_a_figure_and_moves_the_threshold(qtbot, take, window, show, settle, workspace):
    take(two_spellings(3) + "Anna,Kirchhof,,,Ulm,\nAnna,Kirchhoff,,,Ulm,\n")
    screen = show()
    number = badge(window)
    assert screen.decided.figure.whole_text() == "Nothing decided yet."
    press(qtbot, Qt.Key.Key_M)
    settle()
    press(qtbot, Qt.Key.Key_N)
    settle()
    assert screen.decided.figure.whole_text() == "1 merged, 1 not the same."
    screen.decided.threshold.click()
    settle()
    dialog = screen.findChild(ThresholdDialog)
    assert dialog.chosen == 0.5
    assert dialog.buttons[0.5].text() == f"From 50 % on: {number - 2} pairs"
    all_is_told(dialog)
    dialog.buttons[0.9].click()
    dialog.save()
    settle()
    assert threshold.get(workspace) == 0.9
    assert badge(window) == 1
    assert screen.decided.threshold.text() == "From 90 % on"
    window.undo()
    settle()
    assert badge(window) == number - 2
    assert screen.decided.threshold.text() == "From 50 % on"


def test_where_decisions_speak_for_another_threshold_the_screen_says_so(
    take, show, settle, workspace, monkeypatch, desk
):
    take(two_spellings(12))
    monkeypatch.setattr(threshold, "band_of", lambda _score: 2)  # as if all were 50 to 60 % sure
    screen = show()
    for group in screen.queue.groups[:10]:
        desk.do(merging.not_same, *group.contacts)
    settle()
    assert screen.decided.threshold.text() == "From 60 % on?"
    screen.decided.threshold.click()
    settle()
    dialog = screen.findChild(ThresholdDialog)
    assert dialog.chosen == 0.6
    assert "Of the 10 that you decided between 50 and 60 %, 10 were not the same." in dialog.told.text()


def test_pairs_that_were_not_compared_are_told(take, show):
    take(two_spellings(1) + "".join(f"Maria,Garcia,maria{n}@post.example,,Madrid,\n" for n in range(70)))
    left_out = show().decided.left_out
    assert left_out.isVisible()
    assert left_out.text().endswith("pairs not compared: they share only what too many have.")


def test_what_is_said_in_passing_covers_no_button(
    window: MainWindow, take: Callable[[str], None], show: Callable[[], DuplicatesScreen], qtbot: QtBot
) -> None:
    take(two_spellings(2))
    screen = show()
    window.toast("Merged two", "Undo")
    buttons = (screen.merge_button, screen.not_same_button, screen.skip_button)
    assert all(button.isVisible() for button in buttons)

    def stands_above() -> bool:
        end = window.message.geometry().bottom() - SHADOW
        return all(button.mapTo(window, QPoint(0, 0)).y() >= end for button in buttons)

    qtbot.waitUntil(stands_above)
