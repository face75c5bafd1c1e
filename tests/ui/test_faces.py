"""Photos in lists and in the pane beside them: read a few at a time, kept small, changed with what is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from list_helpers import by_name
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPixmap
from pytestqt.qtbot import QtBot

from deskcrm.services import contacts, merging, photos
from deskcrm.services.workspace import Workspace
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.models import faces
from deskcrm.ui.models.faces import Faces

Settle = Callable[[], None]
RED, BLUE = QColor(200, 30, 30), QColor(30, 30, 200)
SIDE = 24


def picture(color: QColor) -> bytes:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(color)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def hue(image: QPixmap | QImage | None, x: int = SIDE // 2, y: int = SIDE // 2) -> str:
    assert image is not None
    color = (image.toImage() if isinstance(image, QPixmap) else image).pixelColor(x, y)
    return "red" if color.red() > color.blue() + 100 else "blue" if color.blue() > color.red() + 100 else "other"


@pytest.fixture
def shown(qtbot: QtBot, window: MainWindow) -> Faces:
    return Faces(window.desk, SIDE, window)


def seen(found: Faces, settle: Settle, contact: int) -> QPixmap | None:
    found.of(contact, 1.0)
    found._soon.setInterval(0)
    found._read()
    settle()
    return found.of(contact, 1.0)


def test_a_photo_shows_when_it_is_read_and_changes_with_what_is_done(
    few: None, shown: Faces, workspace: Workspace, settle: Settle
) -> None:
    anna, grace = (by_name(workspace)[name] for name in ("Anna Weber", "Grace O'Neill"))
    assert seen(shown, settle, anna) is None
    photos.put(workspace, anna, picture(RED))
    assert shown.of(anna, 1.0) is None, "nobody said that there is one"
    shown.doubt([anna])
    assert hue(seen(shown, settle, anna)) == "red"
    assert seen(shown, settle, grace) is None
    photos.put(workspace, anna, picture(BLUE))
    shown.doubt(None)
    assert hue(shown.of(anna, 1.0)) == "red", "the known one shows until the other is read"
    assert hue(seen(shown, settle, anna)) == "blue"
    merging.merge(workspace, grace, [anna])
    shown.doubt([grace])
    assert hue(seen(shown, settle, grace)) == "blue", "a joined profile has the photo of its sides"


def test_no_more_are_kept_than_fit(
    few: None, shown: Faces, workspace: Workspace, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faces, "KEPT", 1)
    people = by_name(workspace)
    for name in ("Anna Weber", "Grace O'Neill"):
        photos.put(workspace, people[name], picture(RED))
        shown.doubt(None)
        assert hue(seen(shown, settle, people[name])) == "red"
    assert list(shown._known) == [people["Grace O'Neill"]]
    assert {contact for contact, _ in shown._shown} == {people["Grace O'Neill"]}


def test_the_list_and_the_pane_show_it(
    qtbot: QtBot, few: None, window: MainWindow, workspace: Workspace, settle: Settle
) -> None:
    window.open_screen("people")
    settle()
    people: Any = window.current
    anna = by_name(workspace)["Anna Weber"]
    people.view.select(anna)
    window.desk.do(photos.put, anna, picture(RED))
    settle()
    ratio = people.view.devicePixelRatioF()
    row = people.view.visualRect(people.table.index(people.table.row_of(anna), 0))

    def in_list() -> str:
        image = people.view.viewport().grab().toImage()
        return hue(image, round((row.x() + 22) * ratio), round(row.center().y() * ratio))

    qtbot.waitUntil(lambda: in_list() == "red")
    qtbot.waitUntil(lambda: hue(people.preview._avatar.grab(), 20, 20) == "red")
    window.desk.do(contacts.remove, anna)
    settle()
    window.undo()
    settle()
    qtbot.waitUntil(lambda: in_list() == "red")
