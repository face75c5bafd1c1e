"""The journey on the profile: by mouse, by keys, by ear; saved; folded; and the way from it into the list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskcrm.domain.patches import Patch
from deskcrm.services import activities, contacts, importing, merging, reads
from deskcrm.services.workspace import Workspace
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.models.timeline_words import CHANGES
from deskcrm.ui.screens.profile import ProfileScreen
from deskcrm.ui.screens.profile_parts.journey_card import JourneyCard
from deskcrm.ui.screens.profile_parts.timeline_delegate import undo_in
from deskcrm.ui.widgets.journey.painting import LABELS
from deskcrm.ui.widgets.journey.view import JourneyView

Settle = Callable[[], None]
CALLS = 1500


@pytest.fixture
def anna(workspace: Workspace) -> int:
    who = contacts.add(workspace, "person", {"given": "Anna", "family": "Weber", "emails": ["anna@weber.example"]})
    for at, kind, amount in (
        ("2025-01-02", "campaign", None),
        ("2025-06-02", "call", None),
        ("2026-01-02", "order", 89),
    ):
        activities.log(workspace, who.value, kind, f"The {kind}", at=at, amount=amount, currency="EUR")
    return who.value


@pytest.fixture
def busy(workspace: Workspace, tmp_path: Path, anna: int) -> int:
    """Anna with so many calls that the first is many pages away."""
    rows = [
        f"{2000 + n // 300}-{n // 28 % 10 + 1:02}-{n % 28 + 1:02},anna@weber.example,call,No {n}\n"
        for n in range(CALLS)
    ]
    file = tmp_path / "calls.csv"
    file.write_text("Date,Email,Kind,Text\n" + "".join(rows))
    importing.run(workspace, [importing.examine(workspace, file)], progress=None, cancelled=None)
    return anna


def opened(window: MainWindow, settle: Settle, contact: int) -> ProfileScreen:
    window.open_contact(contact)
    settle()
    screen = window.screen_named("profile")
    assert isinstance(screen, ProfileScreen)
    return screen


@pytest.fixture
def screen(window: MainWindow, settle: Settle, anna: int) -> ProfileScreen:
    return opened(window, settle, anna)


@pytest.fixture
def card(screen: ProfileScreen) -> JourneyCard:
    return screen.story.journey


@pytest.fixture
def view(card: JourneyCard) -> JourneyView:
    card.view.setFocus()
    return card.view


def spot(view: JourneyView, number: int) -> QPoint:
    (dot,) = (dot for dot in view.picture.dots if number in dot.touches)
    return QPoint(round(LABELS + dot.x), round(view._frame.lane_y(dot.lane)))


def shown(screen: ProfileScreen) -> str:
    return screen.timeline.spoken(screen.timeline.line(screen.view.currentIndex().row()))


def test_the_journey_says_itself(card: JourneyCard, view: JourneyView) -> None:
    assert card.summary.whole_text() == "3 touchpoints in 12 months, first seen through the newsletter"
    told = QAccessible.queryAccessibleInterface(view)
    assert told.role() == QAccessible.Role.Graphic
    assert told.text(QAccessible.Text.Name) == "Journey"
    assert "Customer since 2 Jan 2026 (first order)" in told.text(QAccessible.Text.Description)


def test_a_click_on_a_dot_finds_its_entry(qtbot: QtBot, screen: ProfileScreen, view: JourneyView) -> None:
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot(view, 1))
    assert shown(screen).startswith("Call, The call")
    assert screen.view.hasFocus()


def test_the_arrows_go_from_touchpoint_to_touchpoint(qtbot: QtBot, screen: ProfileScreen, view: JourneyView) -> None:
    for key, number in ((Qt.Key.Key_Left, 2), (Qt.Key.Key_Left, 1), (Qt.Key.Key_Up, 2), (Qt.Key.Key_Home, 0)):
        qtbot.keyClick(view, key)
        assert view.current == number
    assert view.accessibleDescription().startswith("Newsletter, Thursday, 2 January 2025")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert shown(screen).startswith("Newsletter, The campaign")


def test_one_can_look_closer_by_keys_and_fit_again(qtbot: QtBot, card: JourneyCard, view: JourneyView) -> None:
    assert card.fit_button.isHidden()
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.span.length < view.plot.whole.length
    assert card.fit_button.isVisible()
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.fitted
    assert card.fit_button.isHidden()


def test_the_wheel_zooms_with_ctrl_and_else_scrolls_nothing_here(view: JourneyView) -> None:
    def turn(modifier: Qt.KeyboardModifier) -> bool:
        at = QPointF(200, 40)
        event = QWheelEvent(
            at, view.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, modifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view, event)
        return event.isAccepted()

    assert not turn(Qt.KeyboardModifier.NoModifier)
    assert view.fitted
    under = view.span.at_x(200 - LABELS, view._frame.box.width())
    assert turn(Qt.KeyboardModifier.ControlModifier)
    assert view.span.at_x(200 - LABELS, view._frame.box.width()) == pytest.approx(under)


def test_dragging_moves_the_time_and_chooses_nothing(qtbot: QtBot, view: JourneyView) -> None:
    view.go_to(1)
    view.zoom(0.25)
    before, start = view.span, spot(view, 1)
    chosen: list[int] = []
    view.chosen.connect(chosen.append)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, start + QPoint(60, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 0))
    moved = -60 / view._frame.box.width() * before.length
    assert view.span.start - before.start == pytest.approx(moved)
    assert spot(view, 1).x() == pytest.approx(start.x() + 60, abs=1)
    assert chosen == []


def test_an_entry_far_down_the_list_is_read_and_found(
    window: MainWindow, settle: Settle, busy: int, qtbot: QtBot
) -> None:
    screen = opened(window, settle, busy)
    assert screen.timeline.entry_count < CALLS
    screen.story.journey.view.setFocus()
    qtbot.keyClick(screen.story.journey.view, Qt.Key.Key_Home)
    qtbot.keyClick(screen.story.journey.view, Qt.Key.Key_Return)
    settle()
    assert "No 0," in shown(screen)


def test_a_filter_gives_way_to_what_is_looked_for(
    qtbot: QtBot, screen: ProfileScreen, view: JourneyView, settle: Settle
) -> None:
    screen.story.show_only("Orders")
    settle()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot(view, 1))
    settle()
    assert shown(screen).startswith("Call, The call")


def test_the_card_is_folded_and_stays_so_for_the_next(
    window: MainWindow, settle: Settle, card: JourneyCard, workspace: Workspace
) -> None:
    card.fold_button.click()
    settle()
    assert card.view.isHidden()
    assert card.fold_button.accessibleName() == "Show the journey"
    other = contacts.add(workspace, "person", {"given": "Bea"}).value
    activities.log(workspace, other, "call", "Hello")
    opened(window, settle, other)
    assert card.isVisible()
    assert card.view.isHidden()
    card.fold_button.click()
    settle()
    assert card.view.isVisible()
    assert not [one for one in reads.history(workspace) if one.kind == "setting"]


def test_who_has_no_story_has_no_picture(window: MainWindow, settle: Settle, workspace: Workspace) -> None:
    nobody = contacts.add(workspace, "person", {"given": "Bea"}).value
    assert opened(window, settle, nobody).story.journey.isHidden()


def test_what_is_logged_stands_in_the_picture_at_once(screen: ProfileScreen, settle: Settle, view: JourneyView) -> None:
    screen.composer.start("call")
    screen.composer.text.setPlainText("Again")
    screen.composer.commit()
    settle()
    assert [touch.kind for touch in view.plot.touchpoints] == ["campaign", "call", "order", "call"]


def test_a_merge_shows_rings(window: MainWindow, settle: Settle, workspace: Workspace, anna: int) -> None:
    other = contacts.add(workspace, "person", {"given": "A.", "family": "Weber"}).value
    activities.log(workspace, other, "visit", "Was here", at="2025-03-01")
    merging.merge(workspace, anna, [other])
    screen = opened(window, settle, anna)
    picture = screen.story.journey.view.picture
    assert [dot.merged for dot in sorted(picture.dots)] == [False, True, False, False]


def test_the_picture_is_saved_as_png_and_svg(card: JourneyCard, tmp_path: Path, window: MainWindow) -> None:
    png, svg = tmp_path / "anna.png", tmp_path / "anna.svg"
    card.save(png)
    card.save(svg)
    image = QImage(str(png))
    assert image.width() >= 2 * 480
    assert len({image.pixel(x, image.height() // 2) for x in range(image.width())}) > 3
    drawn = QSvgRenderer(str(svg))
    assert drawn.isValid()
    text = svg.read_text(encoding="utf-8")
    assert "Anna Weber: 3 touchpoints" in text
    assert "<image" not in text
    assert window.message.text == "Saved anna.svg"


def test_a_picture_that_cannot_be_written_says_so(card: JourneyCard, tmp_path: Path, window: MainWindow) -> None:
    card.save(tmp_path / "nowhere" / "anna.png")
    assert "“anna.png” couldn’t be written" in window.message.text


# Changes between what happened


def test_a_field_change_stands_in_the_timeline_old_to_new_and_is_undone_there(
    qtbot: QtBot, window: MainWindow, settle: Settle, workspace: Workspace, anna: int
) -> None:
    contacts.edit(workspace, anna, [Patch("title", "set", "Owner")])
    contacts.edit(workspace, anna, [Patch("title", "set", "Founder")])
    screen = opened(window, settle, anna)
    screen.story.show_only(CHANGES)
    settle()
    lines = [screen.timeline.line(row) for row in range(screen.timeline.rowCount())]
    assert [line.change.kind for line in lines if line.change] == ["edit", "edit", "add"]
    assert "Owner → Founder" in screen.timeline.spoken(lines[1])
    place = undo_in(screen.view.rect_of_line(lines[1]), mirrored=False).center()
    qtbot.mouseClick(screen.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert reads.profile(workspace, anna).fields["title"] == "Owner"


def test_changes_stand_where_they_came_in_time(
    window: MainWindow, settle: Settle, workspace: Workspace, anna: int
) -> None:
    activities.log(workspace, anna, "meeting", "In a year", at="2099-01-01")
    screen = opened(window, settle, anna)
    lines = [screen.timeline.line(row) for row in range(screen.timeline.rowCount())]
    order = [line.entry.kind if line.entry else line.change.kind for line in lines if line.entry or line.change]
    assert order == ["meeting", "add", "order", "call", "campaign"]
