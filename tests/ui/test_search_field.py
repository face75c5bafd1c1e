"""The search field while answers are under way: nothing stale is chosen, and commands wait for nobody."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from deskcrm.domain.views import ListQuery
from deskcrm.services import activities, contacts, reads, tasks
from deskcrm.ui.desk import READERS
from deskcrm.ui.main_window import Stop


@pytest.fixture
def search(few, window, settle):
    """The field with the keyboard."""
    window.open_screen("people")
    settle()
    window.search.begin()
    return window.search


@pytest.fixture
def held(desk) -> Iterator[threading.Event]:
    """Every reader is busy until this is set."""
    go_on = threading.Event()
    for _ in range(READERS):
        desk.ask(lambda _workspace: go_on.wait(60), done=lambda _said: None)
    yield go_on
    go_on.set()


def titles(search) -> list[str]:
    return [offer.title for offer in search.results.offers]


def test_enter_right_after_typing_chooses_from_what_stands_in_the_field(qtbot, window, search, held):
    qtbot.keyClicks(search, "settin")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert window.place == Stop("settings")
    held.set()


def test_a_command_that_is_called_so_comes_before_people_who_are_called_nearly_so(qtbot, window, workspace, settle):
    contacts.add(workspace, "person", {"name": "Archibald Moss"})
    contacts.add(workspace, "person", {"name": "Anna Architett"})
    window.open_screen("people")
    settle()
    search = window.search
    search.begin()
    qtbot.keyClicks(search, "archiv")
    settle()
    qtbot.waitUntil(lambda: "Spelled nearly so" in titles(search))
    assert titles(search)[:2] == ["Commands", "Archived people and companies"]
    assert titles(search)[-1].startswith(("Archibald", "Anna"))
    search.clear()
    qtbot.keyClicks(search, "archib")
    settle()
    qtbot.waitUntil(lambda: titles(search)[0] == "Archibald Moss")


def test_commands_are_offered_though_nobody_answers(qtbot, search, held, settle):
    qtbot.keyClicks(search, "companies")
    qtbot.waitUntil(lambda: titles(search)[:2] == ["Commands", "Companies"])
    held.set()
    settle()
    assert titles(search)[:2] == ["Commands", "Companies"]


def test_an_answer_after_leaving_shows_nothing(qtbot, search, held, settle):
    qtbot.keyClicks(search, "anna")
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    held.set()
    settle()
    assert search.results.isHidden()


def test_what_was_found_is_shown_once_for_each_key(qtbot, search, settle):
    resets: list[None] = []
    search.results.findChild(QListView).model().modelReset.connect(lambda: resets.append(None))
    qtbot.keyClicks(search, "a")
    settle()
    assert titles(search)[0] == "Anna Weber"
    assert len(resets) == 1


def test_a_mistyped_name_is_found_while_one_types(qtbot, search, settle):
    settle()
    qtbot.keyClicks(search, "lefevrr")
    qtbot.waitUntil(lambda: titles(search)[:1] == ["Benoît Lefèvre"])
    assert search.results.offers[0].title_marks == ((7, 7),)


def test_a_name_mistyped_before_the_words_were_gathered_comes_when_they_are(qtbot, search, held, settle):
    qtbot.keyClicks(search, "lefevrr")
    held.set()
    qtbot.waitUntil(lambda: titles(search)[:1] == ["Benoît Lefèvre"])


def test_what_comes_later_leaves_the_cursor_where_it_was_put(qtbot, workspace, search, held, settle):
    held.set()
    settle()
    for number in range(2):
        activities.log(workspace, reads.search(workspace, "grace")[0].id, "note", f"Weber asked for it {number}")
    qtbot.keyClicks(search, "weber")
    qtbot.waitUntil(lambda: titles(search)[:2] == ["Weber Gartenbau", "Anna Weber"])
    qtbot.keyClick(search, Qt.Key.Key_Down)
    put = search.results.current.title
    assert put == "Anna Weber"
    search._prepare()
    qtbot.waitUntil(lambda: "Activities" in titles(search))
    assert search.results.current.title == put


def test_ctrl_enter_opens_the_preview_beside_the_list(qtbot, window, search, settle):
    window.open_screen("companies")
    settle()
    search.begin()
    qtbot.keyClicks(search, "grace")
    qtbot.waitUntil(lambda: titles(search)[:1] == ["Grace O'Neill"])
    qtbot.keyClick(search, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert window.place == Stop("people")
    grace = window.current.table.row_at(window.current.table.row_of(window.current.view.selected))
    assert grace.name == "Grace O'Neill"


def test_what_was_written_and_what_is_to_be_done_lead_to_whom_it_is_with(qtbot, workspace, window, search, settle):
    anna = reads.search(workspace, "anna")[0].id
    activities.log(workspace, anna, "call", "Asked about marzipan for the jubilee")
    tasks.add(workspace, "Order marzipan", contact=anna)
    search.begin()
    qtbot.keyClicks(search, "marzi")
    qtbot.waitUntil(lambda: "Activities" in titles(search))
    assert titles(search)[:4] == ["Activities", "Asked about marzipan for the jubilee", "Tasks", "Order marzipan"]
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert window.place == Stop("profile", anna)


def test_with_nothing_typed_it_offers_whose_profiles_were_open(qtbot, workspace, window, search, settle):
    people = {line.name: line.id for line in reads.rows(workspace, reads.list_ids(workspace, ListQuery("person")))}
    for name in ("Anna Weber", "Grace O'Neill", "Anna Weber", "Carmen Ruiz Ortega"):
        window.open_contact(people[name])
    settle()
    search.begin()
    qtbot.waitUntil(lambda: "Recent" in titles(search))
    assert titles(search)[:4] == ["Recent", "Anna Weber", "Grace O'Neill", "Commands"]


def test_any_text_is_taken(qtbot, search, settle):
    for text in ('"', "* AND (", "x" * 10_000, "a b " * 300, "<img src=x>", "\u202eannA"):
        search.setText(text)
        search.textEdited.emit(text)
        settle()
    assert search.results.offers
