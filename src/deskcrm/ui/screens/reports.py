"""Reports: figures over all customers as charts, each of whose bars and cells opens the people behind it."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.domain.reporting import TITLES, Period, Report
from deskcrm.domain.views import Progress
from deskcrm.languages import tr, trn
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.screens.reports_parts.card import ReportCard
from deskcrm.ui.screens.reports_parts.people import Behind, PeopleDialog, read_more, read_people
from deskcrm.ui.screens.reports_parts.period import PeriodDialog, usual
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Banner, Button, Label, row

if TYPE_CHECKING:
    from deskcrm.domain.views import ListRow
    from deskcrm.services.workspace import Workspace
    from deskcrm.ui.models.catalogue import Catalogue

_ORDER: Final = ("revenue", "funnel", "rfm", "sources", "stages", "cohorts", "segments", "health")
_ONE_COLUMN: Final = 860
"""A screen narrower than this shows the cards one below the other."""

_KINDS: Final = frozenset({"contacts", "activities", "batches", "settings"})


def read_report(
    workspace: Workspace,
    name: str,
    period: Period,
    compare: bool,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> Report:
    """Make one report; the first one reckons the figures of all customers, of which `progress` hears."""
    from deskcrm.services import reports

    def tell(done: int, whole: int) -> None:
        progress(Progress(tr("Reckoning the figures of all customers"), done, whole))

    return reports.run(workspace, name, period, compare=compare, progress=tell, cancelled=cancelled)


class ReportsScreen(Screen):
    """All reports for one period, beside the period before if that is wanted."""

    title = tr("Reports")

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self._said, self.period = next(iter(usual(date.today()).items()))
        self._stale = True
        self._columns = 0
        self.cards = {name: ReportCard(name, TITLES[name], window) for name in _ORDER}
        for card in self.cards.values():
            card.people_asked.connect(self._ask_people)
            for part in (card.chart, card.more):
                part.installEventFilter(self)
        self._build()

    def _build(self) -> None:
        self.period_button = Button(self._said, "chip", "calendar", name=tr("Period: {period}", period=self._said))
        self.period_button.clicked.connect(self._period_menu)
        self.compare_button = Button(tr("Compare"), "chip", hint=tr("Beside the period before"), checkable=True)
        self.compare_button.setAccessibleName(tr("Compare with the period before"))
        self.compare_button.toggled.connect(lambda _on: self._read())
        self.print_button = Button(tr("Save as PDF…"), "chip", "printer", click=self._ask_pdf)
        head = row(
            Label(self.title, Type.TITLE, Type.BOLD), None, self.period_button, self.compare_button, self.print_button
        )
        head.setContentsMargins(0, 0, Size.SCROLLBAR, 0)
        self.trouble = Banner("warning")
        self._grid = QGridLayout()
        self._grid.setSpacing(Space.L)
        self._grid.setContentsMargins(0, 0, Size.SCROLLBAR, Space.L)
        holder = QWidget()
        holder.setLayout(self._grid)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(holder)
        area.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL - Size.SCROLLBAR, 0)
        layout.setSpacing(Space.M)
        layout.addLayout(head)
        layout.addWidget(self.trouble)
        layout.addWidget(area, 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring into sight what gets the keyboard."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._area.ensureWidgetVisible(watched, 0, Space.XL)
        return super().eventFilter(watched, event)

    # what the window tells

    def shown(self) -> None:
        """Make the reports that are out of date."""
        if self._stale:
            self._read()

    def on_changed(self, changes: Changes) -> None:
        """Make the reports anew: at once if they are looked at, else when they are next."""
        if changes.everything or changes.kinds & _KINDS:
            self._stale = True
            if self.isVisible():
                self._read()

    # reading

    def _read(self) -> None:
        self._stale = False
        compare = self.compare_button.isChecked()
        for name, card in self.cards.items():
            self.desk.ask(
                read_report, name, self.period, compare, done=card.show_report, failed=self._failed,
                progress=card.show_progress, key=name, owner=card,
            )  # fmt: skip
        self.trouble.hide()

    def _failed(self, reason: str) -> None:
        self._stale = True
        self.trouble.say(reason, tr("Try again"), self._read)

    def show_period(self, period: Period, said: str = "") -> None:
        """Show another period, under its name or its days."""
        self.period = period
        self._said = said or f"{words.plain_day(period.first.isoformat())} – {words.plain_day(period.last.isoformat())}"
        self.period_button.set_text(self._said, tr("Period: {period}", period=self._said))
        self._read()

    # what the owner does

    def _period_menu(self) -> None:
        menu = QMenu(self)
        for said, period in usual(date.today()).items():
            action = menu.addAction(said, partial(self.show_period, period, said))
            action.setCheckable(True)
            action.setChecked(said == self._said)
        menu.addSeparator()
        menu.addAction(tr("Another period…"), lambda: PeriodDialog(self.period, self.show_period, self).open())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.period_button.mapToGlobal(QPoint(0, self.period_button.height())))

    def _ask_people(self, report: Report, line: str, column: str) -> None:
        cell = next(c for c in self.cards[report.name].chart.chart.cells if (c.row, c.column) == (line, column))
        said = f"{report.title}: {cell.said}"
        self.desk.ask(
            read_people, report, line, column, done=partial(self._show_people, said, line), failed=self.nav.toast,
            key="people", owner=self,
        )  # fmt: skip

    def _show_people(self, said: str, line: str, behind: Behind) -> None:
        put_right = partial(self._put_right, line, behind.contacts)
        tag = partial(self._tag, array("q", behind.contacts))

        def more(start: int, done: Callable[[list[ListRow]], None]) -> None:
            self.desk.ask(read_more, behind.contacts, start, done=done, key="more people", owner=dialog)

        dialog = PeopleDialog(said, behind, self.nav.open_contact, put_right, more, tag, self)
        dialog.open()

    def _tag(self, contacts: array[int]) -> None:
        from deskcrm.ui.dialogs.bulk import Marked, TagMany
        from deskcrm.ui.models.catalogue import read_catalogue

        def ask(catalogue: Catalogue) -> None:
            TagMany(
                self.desk, Marked(contacts, trn("{count} contact", "{count} contacts", len(contacts)), catalogue), self
            ).open()

        self.desk.ask(read_catalogue, "person", done=ask, owner=self)

    def _put_right(self, trouble: str, contacts: list[int]) -> None:
        from deskcrm.services import health  # not needed before

        self.desk.do(health.put_right, trouble, contacts, failed=self.nav.toast, initiator=self, owner=self)

    def _ask_pdf(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Save the reports"), tr("Reports.pdf"), tr("PDF (*.pdf)"))
        if path:
            self.save_pdf(Path(path if path.casefold().endswith(".pdf") else f"{path}.pdf"))

    def save_pdf(self, path: Path) -> None:
        """Save all reports as a PDF, to be printed or sent."""
        from deskcrm.ui.screens.reports_parts import saving  # not needed before

        made = [card.report for card in self.cards.values() if card.report is not None]
        self.nav.toast(saving.write(path, saving.pages(made)))

    # room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards side by side where there is room."""
        super().resizeEvent(event)
        columns = 1 if event.size().width() < _ONE_COLUMN else 2
        if columns != self._columns:
            self._columns = columns
            for place, card in enumerate(self.cards.values()):
                self._grid.addWidget(card, place // columns, place % columns)
            for column in range(2):
                self._grid.setColumnStretch(column, 1 if column < columns else 0)
