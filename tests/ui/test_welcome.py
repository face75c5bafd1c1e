"""The first start: four ways to begin, and none of it once there is something."""

from __future__ import annotations

import pytest

from deskcrm import app
from deskcrm.services import contacts, demo, reads
from deskcrm.services.workspace import Workspace
from deskcrm.ui.dialogs.add_contact import AddContact


@pytest.fixture
def first_start(qtbot, tmp_path):
    window = app.start(tmp_path / "new.deskcrm")
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.place.screen == "welcome")
    yield window
    window.close()


def test_a_new_workspace_is_welcomed_and_says_where_its_data_lives(first_start):
    welcome = first_start.screen_named("welcome")
    assert str(first_start.desk.workspace.path) in welcome.where.whole_text()
    assert welcome.bring.hasFocus()


def test_starting_empty_asks_for_the_first_person(first_start):
    first_start.screen_named("welcome").empty.click()
    assert first_start.findChild(AddContact).isVisible()
    assert first_start.place.screen == "people"


def test_bringing_in_opens_the_import_and_restoring_the_backups(first_start):
    first_start.screen_named("welcome").restore.click()
    assert first_start.place.screen == "backups"
    first_start.screen_named("welcome").bring.click()
    assert first_start.place.screen == "import"


def test_the_list_comes_with_the_first_person(qtbot, first_start):
    first_start.desk.do(contacts.add, "person", {"given": "Anna"})
    qtbot.waitUntil(lambda: first_start.place.screen == "people")


def test_the_sample_business_opens_beside_the_own_workspace(qtbot, monkeypatch, tmp_path, first_start):
    monkeypatch.setattr(demo, "default_path", lambda: tmp_path / "demo.deskcrm")
    with qtbot.waitSignal(first_start.workspace_asked, timeout=60_000) as asked:
        first_start.screen_named("welcome").sample.click()
    ws = Workspace.open(asked.args[0], write=False)
    assert reads.counts(ws)["people"] > 100
    ws.close()


def test_a_workspace_with_somebody_in_it_opens_with_its_list(qtbot, tmp_path):
    path = tmp_path / "old.deskcrm"
    ws = Workspace.open(path)
    contacts.add(ws, "person", {"given": "Anna"})
    ws.close()
    window = app.start(path)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.place.screen == "people" and window.current.table.rowCount() == 1)
    window.close()
