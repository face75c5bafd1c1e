"""The timeline of a profile: tasks first, then by month, read a page at a time however long it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from deskcrm.services import activities, contacts, importing, reads, tasks
from deskcrm.services.workspace import Workspace
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.timeline import PAGE, TimelineModel
from deskcrm.ui.models.timeline_words import Filter
from deskcrm.ui.screens.profile_parts.timeline_delegate import HEAD, ROW
from deskcrm.ui.screens.profile_parts.timeline_view import TimelineView

Settle = Callable[[], None]
MANY = 10_000


@pytest.fixture
def anna(workspace: Workspace) -> int:
    return contacts.add(
        workspace, "person", {"given": "Anna", "family": "Weber", "emails": ["anna@weber.example"]}
    ).value


@pytest.fixture
def busy(workspace: Workspace, tmp_path: Path, anna: int) -> int:
    """Anna with ten thousand calls and visits."""
    first = date(1999, 1, 1)
    rows = [
        f"{first + timedelta(days=n)},Anna Weber,anna@weber.example,{'visit' if n % 100 == 99 else 'call'},About {n}\n"
        for n in range(MANY)
    ]
    file = tmp_path / "calls.csv"
    file.write_text("Date,Name,Email,Kind,Text\n" + "".join(rows))
    importing.run(workspace, [importing.examine(workspace, file)], progress=None, cancelled=None)
    return anna


@pytest.fixture
def model(desk: Desk) -> TimelineModel:
    return TimelineModel(desk)


def fill(model: TimelineModel, workspace: Workspace, contact: int) -> None:
    entries = reads.timeline(workspace, contact, PAGE)
    model.show(contact, reads.profile(workspace, contact).tasks, entries, len(entries) < PAGE)


def heads(model: TimelineModel) -> list[str]:
    return [model.line(row).head for row in model.heads()]


def test_overdue_and_upcoming_tasks_come_first_then_the_months(model, workspace, anna):
    tasks.add(workspace, "Late", contact=anna, due=(date.today() - timedelta(days=2)).isoformat())
    tasks.add(workspace, "Soon", contact=anna, due=(date.today() + timedelta(days=2)).isoformat())
    tasks.add(workspace, "Some day", contact=anna)
    for at in ("2025-03-02", "2025-03-20", "2024-12-24"):
        activities.log(workspace, anna, "note", "Wrote", at=at)
    fill(model, workspace, anna)
    assert heads(model) == ["Overdue", "Upcoming", "March 2025", "December 2024"]
    assert model.line(1).task.title == "Late"
    assert [model.line(row).task.title for row in (3, 4)] == ["Soon", "Some day"]
    assert [model.line(row).entry.at for row in (6, 7)] == ["2025-03-20", "2025-03-02"]


def test_ten_thousand_entries_open_with_one_page_and_grow_to_the_last(model, workspace, busy, settle):
    fill(model, workspace, busy)
    assert model.entry_count == PAGE
    assert model.canFetchMore()
    model.fetchMore()
    settle()
    assert model.entry_count == 2 * PAGE
    while model.canFetchMore():
        model.fetchMore()
        settle()
    assert model.entry_count == MANY
    lines = [model.line(row) for row in range(model.rowCount())]
    dates = [line.entry.at for line in lines if line.entry is not None]
    assert dates == sorted(dates, reverse=True)
    assert len(heads(model)) == len(set(heads(model)))


def test_the_view_reads_on_when_its_end_comes_near_and_keeps_the_heads_low(qtbot, model, workspace, busy, settle):
    view = TimelineView(model)
    qtbot.addWidget(view)
    view.resize(500, 600)
    view.show()
    fill(model, workspace, busy)
    assert view.rowHeight(0) == HEAD
    assert view.rowHeight(1) == ROW
    view.scrollToBottom()
    settle()
    assert model.entry_count > PAGE
    assert all(view.rowHeight(row) == HEAD for row in model.heads())


def test_a_refresh_keeps_the_place_and_the_cursor(qtbot, model, workspace, busy, settle):
    view = TimelineView(model)
    qtbot.addWidget(view)
    view.resize(500, 600)
    view.show()
    fill(model, workspace, busy)
    view.verticalScrollBar().setValue(1500)
    top = model.line(view.rowAt(HEAD))
    view.setCurrentIndex(model.index(view.rowAt(200), 0))
    current = model.line(view.currentIndex().row())
    at = view.rowViewportPosition(model.row_of(top))
    activities.log(workspace, busy, "note", "On top")
    fill(model, workspace, busy)
    assert model.line(1).entry.text == "On top"
    assert view.rowViewportPosition(model.row_of(top)) == at
    assert model.line(view.currentIndex().row()).entry.id == current.entry.id


def test_rows_that_were_heads_are_as_high_as_the_rest_when_other_lines_take_their_place(
    qtbot, model, workspace, busy, settle
):
    view = TimelineView(model)
    qtbot.addWidget(view)
    view.show()
    fill(model, workspace, busy)
    view.scrollToBottom()
    settle()
    model.narrow(Filter("Visits"))
    settle()
    heights = {row: view.rowHeight(row) for row in range(model.rowCount())}
    assert heights == {row: HEAD if model.line(row).head else ROW for row in heights}


def test_narrowing_reads_on_until_enough_fits(model, workspace, busy, settle):
    fill(model, workspace, busy)
    model.narrow(Filter("Visits"))
    settle()
    assert model.entry_count == MANY // 100
    model.narrow(Filter("", "about 4242"))
    settle()
    assert [model.line(row).entry.text for row in range(model.rowCount()) if model.line(row).entry] == ["About 4242"]
    model.narrow(Filter())
    settle()
    assert model.entry_count == PAGE


def test_another_contact_drops_the_filter(model, workspace, busy, settle):
    fill(model, workspace, busy)
    model.narrow(Filter("Visits"))
    settle()
    other = contacts.add(workspace, "person", {"given": "Other"}).value
    fill(model, workspace, other)
    assert not model.filter
    assert model.rowCount() == 0


def test_the_cursor_steps_over_the_headings(qtbot, model, workspace, anna):
    for at in ("2025-03-02", "2024-12-24"):
        activities.log(workspace, anna, "note", "Wrote", at=at)
    view = TimelineView(model)
    qtbot.addWidget(view)
    view.show()
    fill(model, workspace, anna)
    view.setCurrentIndex(model.index(1, 0))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 3
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 1
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == 3
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 1


def test_the_first_line_of_what_the_owner_wrote_is_its_title(model, workspace, anna):
    activities.log(workspace, anna, "call", "Wants a quote\nBefore the season")
    activities.log(workspace, anna, "order", "", title="Order #7", amount=8900, currency="EUR", at="2025-01-01")
    fill(model, workspace, anna)
    entry, order = model.line(1).entry, model.line(3).entry
    assert (model.title(entry), model.under(entry)) == ("Wants a quote", "Before the season")
    assert model.title(order) == "Order #7 · €89.00"
