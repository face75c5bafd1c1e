"""Fields of every kind on the profile: editors with hints, order, completion, photo, flags, a great many of them."""

from __future__ import annotations

import html
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from deskcrm.domain.patches import Patch
from deskcrm.services import contacts, importing, own_fields, photos, reads
from deskcrm.services.workspace import Workspace
from deskcrm.ui.dialogs.crop_photo import CropPhoto
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.models.crop import Square
from deskcrm.ui.screens.profile import ProfileScreen
from deskcrm.ui.screens.profile_parts.field_row import MOST
from deskcrm.ui.widgets import photo

Settle = Callable[[], None]


def made(workspace: Workspace, **fields: object) -> int:
    return contacts.add(workspace, "person", {"given": "Anna", **fields}).value


def opened(window: MainWindow, settle: Settle, contact: int) -> ProfileScreen:
    window.open_contact(contact)
    settle()
    screen = window.current
    assert isinstance(screen, ProfileScreen)
    return screen


def shown(screen: ProfileScreen, key: str) -> list[str]:
    line = screen.pane.rows.get(key)
    return [] if line is None or line.isHidden() else [value.shown.text for value in line.values]


def field_of(screen: ProfileScreen) -> QLineEdit:
    assert screen.pane.editor is not None
    field = screen.pane.editor.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    return field


def button(widget: QWidget, name: str) -> QPushButton:
    QApplication.processEvents()
    (found,) = [b for b in widget.findChildren(QPushButton) if b.accessibleName() == name and b.isVisible()]
    return found


def said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def kept(workspace: Workspace, contact: int) -> dict[str, object]:
    return reads.profile(workspace, contact).fields


# Editors by kind


@pytest.mark.parametrize(
    ("typed", "hint", "iso"),
    [
        ("14.3.1984", "Read as 14 March 1984", "1984-03-14"),
        ("3/4/1985", "Read as 3 April 1985", "1985-04-03"),
        ("14 March", "", "--03-14"),
        ("in spring", "Not a day that can be read. It is kept as you type it.", "in spring"),
    ],
)
def test_a_day_says_how_it_is_read(qtbot, window, settle, workspace, typed, hint, iso):
    anna = made(workspace)
    screen = opened(window, settle, anna)
    screen.pane.edit("birthday", -1)
    qtbot.keyClicks(field_of(screen), typed)
    assert field_of(screen).accessibleDescription() == hint
    qtbot.keyClick(field_of(screen), Qt.Key.Key_Return)
    settle()
    assert kept(workspace, anna)["birthday"] == iso


def test_a_phone_says_which_number_it_is_and_an_odd_one_is_kept(qtbot, window, settle, workspace):
    anna = made(workspace)
    screen = opened(window, settle, anna)
    screen.pane.edit("phones", -1)
    qtbot.keyClicks(field_of(screen), "+49 (0)30-55501287")
    assert field_of(screen).accessibleDescription() == "Read as +49 30 55501287"
    qtbot.keyClick(field_of(screen), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field_of(screen), "ask Bob")
    assert "kept as you type it" in field_of(screen).accessibleDescription()
    qtbot.keyClick(field_of(screen), Qt.Key.Key_Return)
    settle()
    assert shown(screen, "phones") == ["ask Bob"]


def test_own_fields_have_the_editor_of_their_kind(qtbot, window, settle, workspace):
    anna = made(workspace, custom={"Size": "M", "Vegan": "yes", "Visits": "3"})
    own_fields.add(workspace, "Size", "choice", ["S", "M", "L"])
    own_fields.add(workspace, "Vegan", "yes_no")
    own_fields.add(workspace, "Visits", "number")
    screen = opened(window, settle, anna)
    screen.pane.edit("custom.Size")
    box = screen.pane.editor.findChild(QComboBox)
    assert [box.itemText(n) for n in range(box.count())] == ["", "S", "M", "L"]
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settle()
    screen.pane.edit("custom.Visits")
    qtbot.keyClick(field_of(screen), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field_of(screen), "1.234,5")
    assert field_of(screen).accessibleDescription() == "Read as 1234.5"
    qtbot.keyClick(field_of(screen), Qt.Key.Key_Return)
    settle()
    screen.pane.edit("custom.Vegan")
    assert screen.pane.editor.findChild(QComboBox).count() == 4  # blank, Yes, No, and what stands there: yes
    assert kept(workspace, anna)["custom"] == {"Size": "L", "Vegan": "yes", "Visits": "1234.5"}


def test_an_own_field_shows_under_its_new_name_and_what_is_no_choice_is_marked(window, settle, workspace):
    anna = made(workspace, custom={"Size": "XXL"})
    field = own_fields.add(workspace, "Size", "choice", ["S"]).value
    own_fields.change(workspace, field.id, label="Shirt size", kind="choice", choices=["S"])
    screen = opened(window, settle, anna)
    value = screen.pane.rows["custom.Size"].values[0]
    assert value.accessibleName() == "Shirt size: XXL"
    assert value.shown.asides == (("Not one of the choices", "warning"),)


def test_tags_are_completed_by_those_in_use_with_how_many(qtbot, window, settle, workspace):
    for _ in range(2):
        made(workspace, tags=["Wholesale"])
    made(workspace, tags=["Wholefood"])
    anna = made(workspace)
    screen = opened(window, settle, anna)
    screen.pane.edit("tags", -1)
    qtbot.keyClicks(field_of(screen), "who")
    settle()
    editor = screen.pane.editor
    assert editor.completion.offers == [("Wholesale", 2), ("Wholefood", 1)]
    assert editor.height() >= editor.sizeHint().height()
    qtbot.keyClick(field_of(screen), Qt.Key.Key_Down)
    qtbot.keyClick(field_of(screen), Qt.Key.Key_Down)
    qtbot.keyClick(field_of(screen), Qt.Key.Key_Up)
    qtbot.keyClick(field_of(screen), Qt.Key.Key_Return)
    settle()
    assert kept(workspace, anna)["tags"] == ["Wholesale"]


# Order


@pytest.fixture
def three(workspace: Workspace, window: MainWindow, settle: Settle) -> tuple[int, ProfileScreen]:
    anna = made(workspace, emails=[{"value": f"{n}@x.example", "label": n} for n in ("one", "two", "three")])
    return anna, opened(window, settle, anna)


def test_alt_and_an_arrow_move_a_value_and_its_label_goes_with_it(qtbot, settle, workspace, three):
    anna, screen = three
    assert shown(screen, "emails") == ["one@x.example", "two@x.example", "three@x.example"]
    last = screen.pane.rows["emails"].values[2]
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle()
    assert shown(screen, "emails") == ["one@x.example", "three@x.example", "two@x.example"]
    assert QApplication.focusWidget() is screen.pane.rows["emails"].values[1]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle()
    qtbot.keyClick(screen.pane.rows["emails"].values[1], Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle()
    assert kept(workspace, anna)["emails"] == [{"value": f"{n}@x.example", "label": n} for n in ("three", "two", "one")]
    screen._undo()
    settle()
    assert shown(screen, "emails") == ["three@x.example", "one@x.example", "two@x.example"]


def test_a_value_is_dragged_to_its_place_and_a_mere_click_still_edits(qtbot, settle, three):
    _, screen = three
    line = screen.pane.rows["emails"]
    first, last = line.values[0], line.values[2]
    centre = first.rect().center()
    below = first.mapFromGlobal(last.mapToGlobal(last.rect().center())) + QPoint(0, 3)
    qtbot.mousePress(first, Qt.MouseButton.LeftButton, pos=centre)
    qtbot.mouseMove(first, centre + QPoint(0, 15))
    qtbot.mouseMove(first, below)
    qtbot.mouseRelease(first, Qt.MouseButton.LeftButton, pos=below)
    settle()
    assert shown(screen, "emails") == ["two@x.example", "three@x.example", "one@x.example"]
    assert screen.pane.editor is None
    qtbot.mouseClick(line.values[0], Qt.MouseButton.LeftButton)
    assert field_of(screen).text() == "two@x.example"


# What a source says since


def test_the_flag_says_what_a_source_says_now_and_both_answers_take_it_away(qtbot, window, settle, workspace, tmp_path):
    def shop(job: str) -> None:
        file = tmp_path / "shop.csv"
        file.write_text(f"Customer ID,First Name,Last Name,Job Title\n7,Anna,Weber,{job}\n")
        importing.run(workspace, [importing.examine(workspace, file, source="Shop")])

    shop("Baker")
    (anna,) = reads.list_ids(workspace, reads.ListQuery())
    contacts.edit(workspace, anna, [Patch("title", "set", "Owner")])
    shop("<b>Head</b> baker")
    screen = opened(window, settle, anna)
    line = screen.pane.rows["title"]
    assert line.others.whole_text() == "Shop now says <b>Head</b> baker"
    assert shown(screen, "title") == ["Owner"]
    line.others.click()
    button(screen.popover, "Keep yours, whatever Shop says now").click()
    settle()
    assert line.others.whole_text() == "2 other"
    assert kept(workspace, anna)["title"] == "Owner"
    screen._undo()
    settle()
    line.others.click()
    assert "shop.csv row" in said(screen.popover)
    button(screen.popover, "Use <b>Head</b> baker").click()
    settle()
    assert kept(workspace, anna)["title"] == "<b>Head</b> baker"
    assert not line.others.whole_text().startswith("Shop now")


def test_a_long_flag_keeps_to_the_width_of_the_pane(qtbot, window, settle, workspace, tmp_path):
    for job in ("Baker", "Head of a great many gardens and greenhouses"):
        file = tmp_path / "shop.csv"
        file.write_text(f"Customer ID,First Name,Last Name,Job Title\n7,Anna,Weber,{job}\n")
        importing.run(workspace, [importing.examine(workspace, file, source="A web shop with a name")])
        (anna,) = reads.list_ids(workspace, reads.ListQuery())
        if job == "Baker":
            contacts.edit(workspace, anna, [Patch("title", "set", "Owner")])
    screen = opened(window, settle, anna)
    qtbot.waitUntil(lambda: screen.pane.rows["title"].others.isVisible())
    flag = screen.pane.rows["title"].others
    assert flag.whole_text().startswith("A web shop with a name now says Head of")
    assert flag.text().endswith("…")
    assert screen.pane.content.width() == screen.pane.area.viewport().width()
    assert screen.pane.name.width() > screen.pane.content.width() / 2


# Photo


def picture(path: Path, width: int = 400, height: int = 400, left: Qt.GlobalColor | None = None) -> Path:
    """A green picture, whose left third is of another colour where one is named."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    if left is not None:
        painter = QPainter(image)
        painter.fillRect(0, 0, width // 3, height, left)
        painter.end()
    image.save(str(path))
    return path


def test_a_photo_is_pasted_shown_square_and_undone(qtbot, window, settle, workspace, tmp_path):
    anna = made(workspace)
    screen = opened(window, settle, anna)
    avatar = screen.pane.photo
    assert avatar.accessibleName() == "Add a photo of Anna"
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture(tmp_path / "anna.png")))])
    QGuiApplication.clipboard().setMimeData(mime)
    avatar.setFocus()
    qtbot.keyClick(avatar, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: photos.of(workspace, anna) is not None)
    settle()
    assert avatar.accessibleName() == "Photo of Anna"
    stored = QImage.fromData(photos.of(workspace, anna))
    assert (stored.width(), stored.height()) == (photo.SIDE, photo.SIDE)
    assert avatar.grab().toImage().pixelColor(avatar.rect().center()).green() > 100
    avatar.clearFocus()
    avatar.setFocus()
    qtbot.keyClick(avatar, Qt.Key.Key_Delete)
    settle()
    assert photos.of(workspace, anna) is None
    screen._undo()
    settle()
    assert avatar.photo == photos.of(workspace, anna)
    assert not reads.profile(workspace, anna).removed


def test_of_a_picture_that_is_not_square_the_owner_chooses_the_part_by_keys_or_mouse(
    qtbot, window, settle, workspace, tmp_path
):
    anna = made(workspace)
    screen = opened(window, settle, anna)

    def kept() -> QColor:
        settle()
        return QImage.fromData(photos.of(workspace, anna)).pixelColor(photo.SIDE // 2, photo.SIDE // 2)

    def cropping() -> CropPhoto:
        settle()
        (dialog,) = [one for one in window.findChildren(CropPhoto) if one.isVisible()]
        return dialog

    screen.pane.photo.given.emit(picture(tmp_path / "anna.png", 900, 300, Qt.GlobalColor.red))
    view = cropping().view
    assert QApplication.focusWidget() is view
    assert view.square == Square(900, 300, 300, 0, 300)
    for _ in range(5):
        qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.square == Square(900, 300, 0, 0, 300)
    assert "300 by 300 pixels, 0 from the left" in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.square.side == 255
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert kept().red() > 200

    screen.pane.photo.given.emit(picture(tmp_path / "anna.png", 900, 300, Qt.GlobalColor.red))
    view = cropping().view
    box = view.box.toRect()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=box.bottomRight())
    qtbot.mouseMove(view, box.center())
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=box.center())
    half = view.square
    assert (half.x, half.y) == (300, 0)
    assert half.side == pytest.approx(150, abs=8)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=view.box.center().toPoint())
    qtbot.mouseMove(view, QPoint(view.width() * 2, view.height() * 2))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(view.width() * 2, view.height() * 2))
    assert (view.square.x + half.side, view.square.y + half.side) == (900, 300), "it stays within the picture"
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.square == Square.middle(900, 300)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert kept().red() > 200, "nothing was changed"


def test_pictures_that_are_none_or_too_large_are_refused_in_words(window, settle, workspace, tmp_path):
    anna = made(workspace)
    screen = opened(window, settle, anna)
    bomb = tmp_path / "bomb.png"
    head = b"IHDR" + (30_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    size, check = (13).to_bytes(4, "big"), zlib.crc32(head).to_bytes(4, "big")
    pixels = b"IDAT" + zlib.compress(bytes(1000))
    part = (len(pixels) - 4).to_bytes(4, "big") + pixels + zlib.crc32(pixels).to_bytes(4, "big")
    bomb.write_bytes(b"\x89PNG\r\n\x1a\n" + size + head + check + part)
    fake = tmp_path / "fake.png"
    fake.write_text("<svg onload=alert(1)>")
    for file, words in ((bomb, "too large: 30,000"), (fake, "not a picture")):
        screen.pane.photo.given.emit(file)
        settle()
        assert words in window.message.text
    assert photos.of(workspace, anna) is None


# A great many, and worse


def test_five_hundred_tags_and_two_hundred_fields_stay_readable(qtbot, window, settle, workspace):
    anna = made(workspace, tags=[f"tag {n}" for n in range(500)], custom={f"Field {n}": str(n) for n in range(200)})
    screen = opened(window, settle, anna)
    tags = screen.pane.rows["tags"]
    assert len(tags.values) == MOST
    button(tags, "All 500: Tags").click()
    assert len(tags.values) == 500
    assert QApplication.focusWidget() is tags.values[MOST]
    own = [key for key in screen.pane.rows if key.startswith("custom.")]
    assert len(own) == 30
    button(screen.pane, "170 more fields").click()
    assert len([key for key in screen.pane.rows if key.startswith("custom.")]) == 200


def test_markup_and_long_text_in_any_field_stay_text(window, settle, workspace):
    evil = "<img src='file:///etc/passwd'><b>Anna</b>"
    long = "Anna" * 2500
    anna = made(workspace, family=long, title=evil, tags=[evil], custom={"Odd": evil}, nickname="\u202eannA 😀")
    screen = opened(window, settle, anna)
    assert shown(screen, "title") == [evil]
    assert html.escape("<b>", quote=False) in screen.pane.rows["title"].values[0].toolTip()
    window.desk.do(
        contacts.edit, anna, [Patch("family", "set", "A" * 5000)]
    )  # wide letters, in a line of what was done
    settle()
    assert screen.related.minimumSizeHint().width() <= screen.related.width()
    assert screen.related.visibleRegion().boundingRect().width() == screen.related.width(), "it is not cut off"
    assert screen.pane.width() <= 262
    assert screen.pane.name.height() < 200


def test_a_dropped_picture_becomes_the_photo_and_is_not_imported(qtbot, window, settle, workspace, tmp_path):
    anna = made(workspace)
    screen = opened(window, settle, anna)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture(tmp_path / "anna.PNG")))])
    held = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(QPoint(5, 5), *held)
    QApplication.sendEvent(screen.pane.photo, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(screen.pane.photo, QDropEvent(QPointF(5, 5), *held))
    settle()
    qtbot.waitUntil(lambda: photos.of(workspace, anna) is not None)
    assert window.current is screen


def test_every_control_of_the_profile_and_its_editors_has_a_name(qtbot, window, settle, workspace):
    own_fields.add(workspace, "Size", "choice", ["S"])
    anna = made(workspace, emails=["a@x.example", "b@x.example"], birthday="1984-03-14", custom={"Size": "S"})
    screen = opened(window, settle, anna)
    for key in ("name", "emails", "phones", "addresses", "birthday", "tags", "notes", "custom.Size", "custom."):
        if key == "custom.":
            screen.pane._edit_own_field()
        else:
            screen.pane.edit(key, 0 if key in ("name", "emails") else -1)
        QApplication.processEvents()
        kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
        controls = [w for kind in kinds for w in screen.findChildren(kind) if w.isVisible()]
        reachable = [w for w in controls if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
        assert [w for w in reachable if not w.accessibleName()] == []
        screen.pane.close_editor()
