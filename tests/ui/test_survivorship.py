"""Whose value shows: chosen by field in Settings, with its effect seen before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deskcrm.services import importing, survivorship
from deskcrm.services.workspace import Workspace
from deskcrm.ui.dialogs.survivorship import SurvivorshipDialog
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.widgets.basic import Label


@pytest.fixture
def anna(workspace: Workspace, tmp_path: Path) -> None:
    for name, title in (("shop", "Head of purchasing"), ("letter", "Buyer")):
        file = tmp_path / f"{name}.csv"
        file.write_text(f"Email,First Name,Last Name,Job Title\nanna@x.example,Anna,Weber,{title}\n", encoding="utf-8")
        importing.run(workspace, [importing.examine(workspace, file, source=name)])


@pytest.fixture
def dialog(window: MainWindow, settle: Callable[[], None]) -> Callable[[], SurvivorshipDialog]:
    def open_it() -> SurvivorshipDialog:
        window.open_screen("settings")
        window.current.survivorship.click()
        settle()
        return window.current.findChild(SurvivorshipDialog)

    return open_it


def choose(dialog: SurvivorshipDialog, field: str, winner: str) -> None:
    box = dialog.winners[field]
    box.setCurrentIndex(box.findData(winner))
    box.activated.emit(box.currentIndex())


def test_the_effect_follows_the_choice_and_saving_lets_it_count(anna, dialog, settle, workspace, window):
    form = dialog()
    assert form.told.text() == "This changes none of the 1 whom several records tell of."
    choose(form, "title", "complete")
    settle()
    assert form.told.text() == "Changes 1 of the 1 whom several records tell of:"
    shown = [label.whole_text() for label in form.findChildren(Label)]
    assert "Buyer → Head of purchasing" in shown
    assert survivorship.get(workspace) == {}
    form.save()
    settle()
    assert survivorship.get(workspace) == {"title": "complete"}
    assert dialog().chosen == {"title": "complete"}
    window.undo()
    settle()
    assert survivorship.get(workspace) == {}


def test_where_nobody_has_several_records_it_says_so(dialog):
    form = dialog()
    assert form.told.text() == "Nobody comes from several records yet, so this changes nobody today."
    assert form.winners["emails"].findData("complete") == -1
