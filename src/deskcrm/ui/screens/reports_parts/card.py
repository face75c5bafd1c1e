"""A report on its card: title, what it comes to, the chart, what a reader has to know, and the ways to save it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QSizePolicy, QWidget

from deskcrm.domain.reporting import Report
from deskcrm.domain.views import Progress
from deskcrm.languages import tr
from deskcrm.ui.models.report_chart import headline
from deskcrm.ui.screen import Navigator
from deskcrm.ui.screens.reports_parts.chart import ReportChart
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Card, Label, row

_KINDS = {".png": tr("Picture"), ".svg": tr("Drawing"), ".csv": tr("Table")}


class ReportCard(Card):
    """One report."""

    people_asked = Signal(object, str, str)
    """Who stands behind a figure: the report, the keys of its row and column."""

    def __init__(self, name: str, title: str, nav: Navigator, parent: QWidget | None = None) -> None:
        super().__init__((Space.L, Space.M, Space.L, Space.M), parent)
        self.name = name
        self._nav = nav
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.chart = ReportChart()
        self.chart.setAccessibleName(title)
        self.chart.people_asked.connect(self._ask)
        self.figure = Label("", Type.SMALL, tone="muted", elide=True)
        self.note = Label("", Type.SMALL, tone="muted", wrap=True)
        self.more = Button(icon="ellipsis", kind="quiet", name=tr("Save {title}", title=title))
        self.more.clicked.connect(self._menu)
        self.more.setEnabled(False)
        head = row(Label(title, weight=Type.BOLD), self.figure, self.more, spacing=Space.M)
        head.setStretch(1, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.chart)
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    @property
    def report(self) -> Report | None:
        """What it shows."""
        return self.chart.report

    def show_progress(self, progress: Progress) -> None:
        """Show how far what the report is made of is, until it comes."""
        if self.report is None:
            percent = 100 * progress.done // max(1, progress.total)
            self.note.setText(tr("{step}: {percent} %", step=progress.step, percent=percent))
            self.note.show()

    def show_report(self, report: Report) -> None:
        """Show a report."""
        self.chart.show_report(report)
        self.figure.setText(headline(report))
        self.note.setText(report.note if report.rows else tr("Nothing to show for this time."))
        self.note.setVisible(bool(self.note.whole_text()))
        self.more.setEnabled(True)

    def _ask(self, line: str, column: str) -> None:
        self.people_asked.emit(self.report, line, column)

    def _menu(self) -> None:
        menu = QMenu(self)
        for ending, kind in _KINDS.items():
            menu.addAction(tr("Save as {format}…", format=ending[1:].upper()), partial(self._ask_where, ending, kind))
        menu.aboutToHide.connect(menu.deleteLater)
        corner = self.more.rect().bottomRight()
        menu.popup(self.more.mapToGlobal(QPoint(corner.x() - menu.sizeHint().width(), corner.y())))

    def _ask_where(self, ending: str, kind: str) -> None:
        title = self.report.title if self.report is not None else self.name
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Save {title}", title=title), f"{title}{ending}", f"{kind} (*{ending})"
        )
        if path:
            self.save(Path(path if path.casefold().endswith(ending) else path + ending))

    def save(self, path: Path) -> None:
        """Save the report as PNG, SVG or CSV, by the ending of the name."""
        from deskcrm.ui.screens.reports_parts import saving  # SVG is not needed before

        if self.report is None:
            return
        ending = path.suffix.casefold()
        data = saving.table(self.report) if ending == ".csv" else saving.picture(self.report, ending)
        self._nav.toast(saving.write(path, data))
