"""Names that are read from right to left, in a window that is read from left to right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from deskcrm.domain.matching.groups import grouped
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import CandidatePair
from deskcrm.services import colours, contacts, reads, tasks
from deskcrm.services.workspace import Workspace
from deskcrm.ui import memory
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.models.queue import QueueModel
from deskcrm.ui.models.timeline_words import CHANGES
from deskcrm.ui.screens.operations.entries import Line
from deskcrm.ui.screens.operations.view import OperationView
from deskcrm.ui.screens.profile_parts.popover import Popover
from deskcrm.ui.screens.profile_parts.timeline_delegate import disc_in, undo_in
from deskcrm.ui.screens.today_parts.delegate import circle_in
from deskcrm.ui.widgets.basic import Label
from deskcrm.ui.widgets.completion import Completion
from deskcrm.ui.widgets.pick_list import Pick, PickList
from deskcrm.ui.widgets.queue_view import QueueView
from deskcrm.ui.widgets.search_results import Offer, SearchResults
from deskcrm.ui.widgets.surface import SHADOW

WIDTH = 400
NAMES = ("Anna Weber", "שרה כהן", "محمد عبد الله", "שרה Cohen")


def inked(image: QImage) -> tuple[int, int]:
    """The first and last column of a picture in which something is painted."""
    ground = image.pixel(image.width() // 2, 0)
    columns = [
        x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in range(0, image.height(), 2))
    ]  # fmt: skip
    return columns[0], columns[-1]


def painted(view: QAbstractItemView, box: QRect) -> QImage:
    """What is painted in a part of a list."""
    return view.viewport().grab(box).toImage().convertToFormat(QImage.Format.Format_RGB32)


def is_bare(image: QImage) -> bool:
    ground = image.pixel(0, 0)
    return all(image.pixel(x, y) == ground for x in range(image.width()) for y in range(image.height()))


def mirrored(box: QRect, row: QRect) -> QRect:
    """The same part of a row on its other side."""
    return QRect(row.x() + row.right() - box.right(), box.y(), box.width(), box.height())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("style", [{"elide": True}, {"wrap": True}, {}], ids=["elided", "wrapped", "plain"])
def test_a_label_stands_at_its_side_whichever_way_it_is_read(qtbot: QtBot, name: str, style: dict[str, bool]) -> None:
    label = Label(name, **style)
    qtbot.addWidget(label)
    label.resize(WIDTH, 40)
    first, last = inked(label.grab().toImage())
    assert first < 20
    assert last < WIDTH // 2
    label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert inked(label.grab().toImage())[0] > WIDTH // 2, "a mirrored window has it on the other side"
    label.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    label.setAlignment(Qt.AlignmentFlag.AlignRight)
    assert inked(label.grab().toImage())[0] > WIDTH // 2


def test_lists_and_profiles_show_such_names_beside_their_pictures(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, settle: Callable[[], None]
) -> None:
    sara = contacts.add(workspace, "person", {"name": "שרה כהן", "organization": "כהן ובניו"}).value
    window.open_contact(sara)
    settle()
    head = window.screen_named("profile").pane.head
    assert head.under.alignment() & Qt.AlignmentFlag.AlignAbsolute
    assert inked(head.under.grab().toImage())[0] < 20


def test_the_window_is_mirrored_from_the_settings_and_lists_paint_from_the_right(
    window: MainWindow, workspace: Workspace, settle: Callable[[], None]
) -> None:
    contacts.add(workspace, "person", {"given": "Anna", "tags": ["VIP"]})
    colours.paint_tag(workspace, "VIP", "#4A7BD8")
    window.open_screen("people")
    settle()
    people = window.current
    people.keeper.set_columns([("name", 0), ("tags", 300)])
    settle()

    def where(column: int) -> tuple[int, int]:
        """Which side of a cell is painted on: the width of the blank on the left and on the right."""
        image = people.view.viewport().grab(people.view.visualRect(people.table.index(0, column))).toImage()
        first, last = inked(image.copy(image.rect().adjusted(4, 4, -4, -4)))
        return first, image.width() - last

    for column in (0, 1):
        left, right = where(column)
        assert left < right
    sidebar_left = window.sidebar.x()
    try:
        window.open_screen("settings")
        window.current.directions[True].click()
        assert memory.is_mirrored()
        window.open_screen("people")
        settle()
        assert window.sidebar.x() > sidebar_left
        for column in (0, 1):
            left, right = where(column)
            assert left > right
        memory.restore_look()
        assert memory.is_mirrored(), "it is remembered"
    finally:
        memory.choose_direction(False)


def test_the_pairs_of_duplicates_are_painted_from_the_right_and_pressed_where_they_stand(qtbot: QtBot) -> None:
    queue = QueueModel()
    queue.show_groups(grouped([CandidatePair(1, 2, "person", ("Anna", "A. Weber"), 0.97, ())]))
    view = QueueView(queue)
    qtbot.addWidget(view)
    view.resize(WIDTH, 80)
    row = view.visualRect(queue.index(0, 0))

    def blank() -> tuple[int, int]:
        """How much is blank on the left and on the right of where the second name stands."""
        image = view.viewport().grab(row).toImage()
        first, last = inked(image.copy(0, row.height() // 2 + 6, WIDTH, row.height() // 2 - 8))
        return first, WIDTH - last

    assert blank()[0] < 20
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    row = view.visualRect(queue.index(0, 0))
    left, right = blank()
    assert left > WIDTH // 2
    assert right < 40
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(WIDTH - 30, row.center().y()))
    assert view.currentIndex().row() == 0


def test_what_is_found_is_painted_from_the_right_under_the_end_of_its_field(qtbot: QtBot) -> None:
    pressed: list[str] = []
    window, width = QWidget(), 900
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    window.resize(width, WIDTH)
    qtbot.addWidget(window)
    field = QLineEdit(window)
    field.setGeometry(width - 300, 0, 290, 30)
    results = SearchResults(window, field, lambda: None)
    results.show_offers(
        [Offer("Save as another", icon="star", key="Ctrl+S", run=lambda: pressed.append("save"))], stay=False
    )
    window.show()
    assert results.geometry().right() - SHADOW == pytest.approx(field.geometry().right(), abs=1)
    view = results.findChild(QListView)
    row = view.visualRect(view.model().index(0, 0))
    image = view.viewport().grab(row).toImage()
    middle = row.width() // 2
    first, last = inked(image.copy(middle, 8, row.width() - middle - 12, row.height() - 16))
    assert last - first > 120, "title and icon stand at the right"
    first, last = inked(image.copy(12, 8, middle - 12, row.height() - 16))
    assert first < 20
    assert last - first < 80, "only the key stands at the left"
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.right() - 20, row.center().y()))
    assert pressed == ["save"]


def test_a_line_of_today_is_painted_from_the_right_and_done_by_its_circle_there(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, settle: Callable[[], None]
) -> None:
    tasks.add(workspace, "Sweep", due="2026-01-01")
    window.open_screen("today")
    settle()
    view = window.current.view
    row = view.visualRect(view.today.index(1, 0))
    circle = circle_in(row, mirrored=False)
    plain = painted(view, circle)
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    row = view.visualRect(view.today.index(1, 0))
    seen = mirrored(circle_in(row, mirrored=False), row)
    assert painted(view, seen) == plain, "the circle is on the other side"
    words = QRect(row.center().x(), row.y() + 8, row.width() // 2 - 80, row.height() - 16)
    assert not is_bare(painted(view, words))
    assert is_bare(painted(view, words.translated(-row.width() // 4, 0))), "they begin at the right"
    qtbot.mouseMove(view.viewport(), circle.center())
    assert not view.on_circle
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=circle.center())
    settle()
    assert [task.title for task in reads.tasks(workspace)] == ["Sweep"]
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=seen.center())
    settle()
    assert reads.tasks(workspace) == []


def test_a_timeline_is_painted_from_the_right_and_its_circles_and_links_are_pressed_there(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, settle: Callable[[], None]
) -> None:
    anna = contacts.add(workspace, "person", {"given": "Anna"}).value
    contacts.edit(workspace, anna, [Patch("title", "set", "Owner")])
    tasks.add(workspace, "Sweep", contact=anna)
    window.open_contact(anna)
    settle()
    screen = window.screen_named("profile")
    screen.story.show_only(CHANGES)
    settle()
    view = screen.view
    lines = [view.timeline.line(row) for row in range(view.timeline.rowCount())]
    change = next(line for line in lines if line.change)

    def seen(of: Callable[..., QRect]) -> QRect:
        row = view.rect_of_line(change)
        return mirrored(of(row, mirrored=False), row) if view.isRightToLeft() else of(row, mirrored=False)

    plain = painted(view, seen(disc_in))
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert painted(view, seen(disc_in)) == plain, "the circle is on the other side"
    assert not is_bare(painted(view, seen(undo_in)))
    at_right = undo_in(view.rect_of_line(change), mirrored=False).center()
    qtbot.mouseMove(view.viewport(), at_right)
    assert not view.on_undo
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=seen(undo_in).center())
    settle()
    assert "title" not in reads.profile(workspace, anna).fields


def test_history_is_painted_from_the_right_and_its_links_are_pressed_there(qtbot: QtBot) -> None:
    line = Line(7, "2026-01-01T10:00:00", "edit", "Changed", "", more="2 problems")
    view = OperationView()
    qtbot.addWidget(view)
    view.resize(2 * WIDTH, 200)
    view.show_lines([line])
    pressed: list[str] = []
    view.flip_asked.connect(lambda _operation, _undo: pressed.append("flip"))
    view.more_asked.connect(lambda _operation: pressed.append("more"))

    def row() -> QRect:
        return view.card(view.visualRect(view.operations.index(1, 0)))

    def places() -> dict[str, QRect]:
        """Where the links are from the left."""
        return {does: box for _, box, does in view.itemDelegate().links(row(), line, mirrored=False) if does}

    disc = QRect(row().x() + 16, row().y() + 14, 28, 28)
    plain = painted(view, disc)
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert row().x() > 0, "the room of the scroll bar is on the left"
    disc = QRect(row().x() + 16, row().y() + 14, 28, 28)
    assert painted(view, mirrored(disc, row())) == plain, "the icon is on the other side"
    for does, box in places().items():
        seen = mirrored(box, row())
        assert not is_bare(painted(view, seen))
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
        assert pressed == []
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=seen.center())
        assert pressed == [does]
        pressed.clear()


def test_pick_lists_are_painted_from_the_right_and_ticked_by_their_boxes_there(qtbot: QtBot) -> None:
    picks = PickList("Columns", 2)
    qtbot.addWidget(picks)
    picks.resize(WIDTH, picks.height())
    picks.show_picks([Pick("name", "Name", "7", ticked=False)])
    row = picks.visualItemRect(picks.item(0))
    box = QRect(row.x() + 8, row.y() + 7, 16, 16)
    plain = painted(picks, box)
    picks.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    row = picks.visualItemRect(picks.item(0))
    assert painted(picks, mirrored(box, row)) == plain, "the box is on the other side"
    assert is_bare(painted(picks, QRect(WIDTH // 3, row.y() + 4, WIDTH // 3, row.height() - 8)))
    qtbot.mouseClick(picks.viewport(), Qt.MouseButton.LeftButton, pos=mirrored(box, row).center())
    assert [pick.ticked for pick in picks.picks] == [True]


def test_what_completes_a_field_is_painted_from_the_right_and_taken_there(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    offers = Completion(field, "tags", lambda _field, _typed, answer: answer((("Very good guests", 3),)))
    qtbot.addWidget(offers)
    offers.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    offers.resize(WIDTH, 40)
    qtbot.keyClicks(field, "V")
    row = offers.visualItemRect(offers.item(0))
    words = QRect(row.right() - 30, row.y() + 4, 24, row.height() - 8)
    assert not is_bare(painted(offers, words))
    assert is_bare(painted(offers, QRect(30, row.y() + 4, WIDTH // 2, row.height() - 8))), (
        "only how many is at the left"
    )
    qtbot.mouseClick(offers.viewport(), Qt.MouseButton.LeftButton, pos=words.center())
    assert field.text() == "Very good guests"


def test_what_pops_up_begins_where_what_it_is_about_begins(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(3 * WIDTH, WIDTH)
    room.show()
    popover = Popover(room)
    about = QRect(2 * WIDTH, 20, 100, 20)
    popover.begin("Columns")
    popover.open_at(about, room)
    assert popover.geometry().left() + SHADOW == about.left()
    room.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    popover.open_at(about, room)
    assert popover.geometry().right() - SHADOW == about.right()
    popover.hide()
