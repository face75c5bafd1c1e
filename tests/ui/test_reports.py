"""The Reports screen: periods, comparing, opening people from a bar by mouse and keys, saving and printing."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from deskcrm.domain.changes import Changes
from deskcrm.domain.errors import Cancelled
from deskcrm.domain.reporting import Period
from deskcrm.domain.views import Progress
from deskcrm.services import activities, contacts, history, reads, tags
from deskcrm.services.workspace import Workspace
from deskcrm.ui.dialogs.bulk import TagMany
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.screens.reports import ReportsScreen, read_report
from deskcrm.ui.screens.reports_parts import people as people_list
from deskcrm.ui.screens.reports_parts.card import ReportCard
from deskcrm.ui.screens.reports_parts.chart import ReportChart
from deskcrm.ui.screens.reports_parts.people import PeopleDialog
from deskcrm.ui.screens.reports_parts.period import PeriodDialog, usual
from deskcrm.ui.widgets.basic import Button

Settle = Callable[[], None]


@pytest.fixture
def sold(workspace: Workspace) -> dict[str, int]:
    """Anna bought twice in 2025, Bea once, and once in 2024."""
    who = {name: contacts.add(workspace, "person", {"given": name}).value for name in ("Anna", "Bea")}
    orders = (("Anna", "2025-03-02", 100_00), ("Anna", "2025-05-02", 50_00), ("Bea", "2025-03-09", 30_00))
    for name, at, cents in (*orders, ("Bea", "2024-03-09", 90_00)):
        activities.log(workspace, who[name], "order", "Order", at=at, amount=cents, currency="EUR")
    return who


@pytest.fixture
def screen(window: MainWindow, settle: Settle, sold: dict[str, int]) -> ReportsScreen:
    window.open_screen("reports")
    settle()
    screen = window.screen_named("reports")
    assert isinstance(screen, ReportsScreen)
    screen.show_period(Period(date(2025, 1, 1), date(2025, 12, 31)), "2025")
    settle()
    return screen


@pytest.fixture
def chart(screen: ReportsScreen) -> ReportChart:
    return screen.cards["revenue"].chart


def middle(chart: ReportChart, row: str, column: str) -> QPoint:
    (cell,) = (cell for cell in chart.chart.cells if (cell.row, cell.column) == (row, column))
    return QPoint(round(cell.x + cell.width / 2), round(cell.y + cell.height / 2))


def people(screen: ReportsScreen) -> PeopleDialog:
    (dialog,) = (found for found in screen.findChildren(PeopleDialog) if found.isVisible())
    return dialog


def test_a_bar_opens_who_stands_behind_it_and_one_of_them_the_profile(
    qtbot: QtBot, screen: ReportsScreen, chart: ReportChart, settle: Settle, window: MainWindow, sold: dict[str, int]
) -> None:
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=middle(chart, "2025-03", "new"))
    settle()
    dialog = people(screen)
    assert dialog.accessibleName() == "Revenue by month: March 2025, From new customers: €100.00"
    assert [dialog.list.item(n).text() for n in range(dialog.list.count())] == ["Anna"]
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    settle()
    assert window.current.title == "Anna"


def test_the_first_report_tells_how_far_the_figures_of_all_are_and_can_be_given_up(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, sold: dict[str, int]
) -> None:
    told: list[Progress] = []
    year = Period(date(2025, 1, 1), date(2025, 12, 31))
    with pytest.raises(Cancelled):
        read_report(workspace, "revenue", year, False, told.append, lambda: True)
    assert told == []
    read_report(workspace, "revenue", year, False, told.append, lambda: False)
    assert [(far.done, far.total) for far in told] == [(len(sold), len(sold))]
    card = ReportCard("revenue", "Revenue by month", window)
    qtbot.addWidget(card)
    card.show_progress(told[0])
    assert card.note.whole_text() == "Reckoning the figures of all customers: 100 %"


def test_all_behind_a_bar_come_as_one_scrolls_and_can_be_tagged(
    screen: ReportsScreen, settle: Settle, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_list, "MOST", 30)
    for number in range(100):
        contacts.add(workspace, "person", {"given": f"P{number}"})
    screen.on_changed(Changes(everything=True))
    settle()
    report = screen.cards["health"].report
    assert report is not None
    screen.cards["health"].people_asked.emit(report, "unreachable", "contacts")
    settle()
    dialog = people(screen)
    shown = [dialog.list.count()]
    while len(shown) < 5:
        dialog.list.scrollToBottom()
        settle()
        shown.append(dialog.list.count())
    whole = int(report.figure("unreachable", "contacts") or 0)
    assert shown == [30, 60, 90, whole, whole]
    ids = [dialog.list.item(n).data(Qt.ItemDataRole.UserRole) for n in range(whole)]
    assert len(set(ids)) == whole
    next(button for button in dialog.findChildren(Button) if button.text().strip() == "Tag them…").click()
    settle()
    (form,) = screen.findChildren(TagMany)
    form.tag.setText("no address")
    form.save()
    settle()
    assert tags.every(workspace, "person") == [("no address", whole)]


def test_names_in_capitals_are_put_right_from_the_report_until_undo(
    screen: ReportsScreen, settle: Settle, workspace: Workspace
) -> None:
    zoe = contacts.add(workspace, "person", {"given": "ZOE", "family": "O'HARA"}).value
    screen.on_changed(Changes(everything=True))
    settle()
    health = screen.cards["health"]
    report = health.report
    assert report is not None
    health.people_asked.emit(report, "capitals", "contacts")
    settle()
    dialog = people(screen)
    assert dialog.list.item(0).text() == "ZOE O'HARA → Zoe O'Hara"
    next(button for button in dialog.findChildren(Button) if button.text() == "Put 1 name right").click()
    settle()
    assert reads.profile(workspace, zoe).name == "Zoe O'Hara"
    history.undo(workspace)
    assert reads.profile(workspace, zoe).name == "ZOE O'HARA"


def test_the_keyboard_goes_from_bar_to_bar(
    qtbot: QtBot, screen: ReportsScreen, chart: ReportChart, settle: Settle
) -> None:
    chart.setFocus()
    said = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Right):
        qtbot.keyClick(chart, key)
        said.append(chart.chart.cells[chart.current].said)
    assert said == [
        "March 2025, From new customers: €100.00",
        "March 2025, From who came back: €30.00",
        "May 2025, From who came back: €50.00",
    ]
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    settle()
    assert people(screen).list.item(0).text() == "Anna"


def test_a_chart_tells_a_screen_reader_all_its_figures(chart: ReportChart) -> None:
    told = QAccessible.queryAccessibleInterface(chart)
    assert told.role() == QAccessible.Role.Chart
    assert told.text(QAccessible.Text.Name) == "Revenue by month"
    assert "May 2025, From who came back: €50.00" in told.text(QAccessible.Text.Description)


def test_comparing_tells_what_it_was_before(screen: ReportsScreen, settle: Settle) -> None:
    card = screen.cards["revenue"]
    assert card.figure.whole_text() == "€180.00"
    screen.compare_button.click()
    settle()
    assert card.figure.whole_text() == "€180.00 · up 100 %"
    assert [rule for rule in card.chart.chart.rules if rule.before]


def test_what_is_logged_meanwhile_is_counted(
    screen: ReportsScreen, settle: Settle, window: MainWindow, sold: dict[str, int]
) -> None:
    window.desk.do(
        activities.log, sold["Bea"], "order", "Order", at="2025-07-01", amount=20_00, currency="EUR", initiator=window
    )
    settle()
    settle()
    assert screen.cards["revenue"].figure.whole_text() == "€200.00"


def test_any_two_days_can_be_chosen_but_not_the_wrong_way_round(screen: ReportsScreen, settle: Settle) -> None:
    dialog = PeriodDialog(Period(date(2024, 5, 1), date(2024, 1, 1)), screen.show_period, screen)
    dialog.save()
    assert "the other way round" in dialog.trouble.text
    dialog.first.setDate(dialog.last.date().addMonths(-1))
    dialog.last.setDate(dialog.last.date().addMonths(2))
    dialog.save()
    settle()
    assert screen.period == Period(date(2023, 12, 1), date(2024, 3, 1))
    assert screen.period_button.accessibleName() == "Period: 1 Dec 2023 – 1 Mar 2024"


def test_the_usual_periods_end_today_or_with_the_year() -> None:
    found = usual(date(2026, 11, 25))
    assert found["Last 12 months"] == Period(date(2025, 12, 1), date(2026, 11, 25))
    assert found["Last 3 months"].first == date(2026, 9, 1)
    assert usual(date(2026, 1, 31))["Last 3 months"].first == date(2025, 11, 1)
    assert found["Last year"] == Period(date(2025, 1, 1), date(2025, 12, 31))


def test_a_report_is_saved_as_picture_drawing_and_table(
    screen: ReportsScreen, tmp_path: Path, window: MainWindow, settle: Settle
) -> None:
    screen.compare_button.click()
    settle()
    card = screen.cards["revenue"]
    for ending in (".png", ".svg", ".csv"):
        card.save(tmp_path / f"revenue{ending}")
    assert QImage(str(tmp_path / "revenue.png")).width() > 1200
    assert QSvgRenderer(str(tmp_path / "revenue.svg")).isValid()
    with (tmp_path / "revenue.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    march = next(row for row in rows if row["Month"] == "2025-03")
    assert (march["From new customers"], march["In all"], march["In all, the period before"]) == (
        "100.00",
        "130.00",
        "90.00",
    )
    assert window.message.text == "Saved revenue.csv"
    card.save(tmp_path / "nowhere" / "revenue.csv")
    assert "couldn’t be written" in window.message.text


def test_all_reports_are_printed_to_a_pdf_in_light_colours(screen: ReportsScreen, tmp_path: Path) -> None:
    screen.save_pdf(tmp_path / "reports.pdf")
    data = (tmp_path / "reports.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") >= 2
