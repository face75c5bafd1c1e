"""The language and the region in Settings: kept for this computer, shown after the next start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskcrm.languages import choice
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.screens.language_settings import LanguageSettings
from deskcrm.ui.spoken import speak

Settle = Callable[[], None]


@pytest.fixture
def section(window: MainWindow, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LanguageSettings:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    window.open_screen("settings")
    settle()
    screen: Any = window.current
    section: LanguageSettings = screen.languages
    return section


@pytest.fixture
def its_locale() -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)


def test_a_language_and_its_region_are_kept(section: LanguageSettings, window: MainWindow, qtbot: QtBot) -> None:
    assert not section.again.isVisible()
    _choose(section.language, "Deutsch")
    assert choice.kept() == ("de", "")
    assert section.again.isVisible()
    assert [section.region.itemText(i) for i in range(1, 4)] == ["Belgien", "Deutschland", "Italien"]
    _choose(section.region, "Schweiz")
    assert choice.kept() == ("de", "CH")
    with qtbot.waitSignal(window.again_asked):
        section.again.click()
    _choose(section.language, "As the computer says")
    assert choice.kept() == ("", "")
    assert not section.again.isVisible()


def test_a_choice_that_cannot_be_kept_is_said(section: LanguageSettings, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    _choose(section.language, "Deutsch")
    assert "could not be kept" in window.message.text
    assert section.language.currentText() == "As the computer says"


@pytest.mark.usefixtures("its_locale")
def test_calendars_and_numbers_of_qt_follow(qapp: QApplication) -> None:
    speak(qapp)
    assert QLocale().name() == "en_GB"


def _choose(box: Any, text: str) -> None:
    box.setCurrentText(text)
    box.activated.emit(box.currentIndex())
