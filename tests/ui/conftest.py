"""A workspace with people in it, a desk over it, and the window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from deskcrm.services import importing
from deskcrm.services.workspace import Workspace
from deskcrm.ui.desk import Desk
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.theme import theme

sys.path.insert(0, str(Path(__file__).parent))

HEADER = "First Name,Last Name,Company,Email,Phone,City\n"
FEW = (
    "Anna,Weber,Weber Gartenbau,anna@weber.example,+49 30 5550 1287,Berlin\n"
    "Benoît,Lefèvre,,benoit@lefevre.example,,Lyon\n"
    "Carmen,Ruiz Ortega,Taller Ruiz,carmen@ruiz.example,,\n"
    "Grace,O'Neill,O'Neill Physio,grace@oneill.example,+353 1 555 0189,Dublin\n"
)

Settle = Callable[[], None]


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """As in the program (ui/collecting): what Qt owns is cleared away on the window's thread alone.

    What was there before a test is not looked through again after each.
    """
    gc.disable()
    gc.freeze()
    yield
    gc.collect()
    gc.unfreeze()
    gc.enable()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(tmp_path / "book.deskcrm")
    yield workspace
    workspace.close()


@pytest.fixture
def bring(workspace: Workspace, tmp_path: Path) -> Callable[[str], None]:
    """Import rows of a CSV with the columns of HEADER."""

    def bring(rows: str) -> None:
        file = tmp_path / "people.csv"
        file.write_text(HEADER + rows, encoding="utf-8")
        importing.run(workspace, [importing.examine(workspace, file)], progress=None, cancelled=None)

    return bring


@pytest.fixture
def few(bring: Callable[[str], None]) -> None:
    """Anna, Benoît, Carmen and Grace, and the companies of three of them."""
    bring(FEW)


@pytest.fixture
def many(bring: Callable[[str], None]) -> int:
    """As many people as make several pages; returns how many."""
    number = 1500
    bring("".join(f"Given{n:04d},Family,,g{n}@many.example,,\n" for n in range(number)))
    return number


@pytest.fixture
def desk(qtbot: QtBot, workspace: Workspace) -> Iterator[Desk]:
    desk = Desk(workspace)
    crashes: list[str] = []
    desk.crashed.connect(crashes.append)
    yield desk
    desk.close()
    assert crashes == []


@pytest.fixture
def settle(qtbot: QtBot, desk: Desk) -> Settle:
    """Wait until all that was asked has been answered."""

    def settle() -> None:
        qtbot.waitUntil(lambda: desk.idle)

    return settle


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    """The window in sight, with the keyboard, at the size of the drawings."""
    theme().set_mode("light")
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    theme().set_mode("system")
