"""Address labels: which sheet, from which label on, and how many it will be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from deskcrm.domain.labels import BY_KEY, SHEETS, block
from deskcrm.languages import regional, tr, trn
from deskcrm.ui import memory
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.printing.asking import Printout, ask_pdf
from deskcrm.ui.printing.labels import PrintedLabels
from deskcrm.ui.printing.paper import usual_paper
from deskcrm.ui.theme import Type
from deskcrm.ui.widgets.basic import Button, Label, row

if TYPE_CHECKING:
    from deskcrm.services.printing import Addressees
    from deskcrm.services.workspace import Workspace

_FIRST: Final = {"A4": "L7160", "Letter": "5160"}


class LabelsDialog(FormDialog):
    """Prints address labels for some contacts. Whoever has no address is counted and left out."""

    def __init__(self, desk: Desk, window: Any, contacts: Sequence[int], parent: QWidget) -> None:
        super().__init__(tr("Address labels"), tr("Preview and print…"), parent)
        self._desk, self._to = desk, window
        self._blocks: list[tuple[str, ...]] = []
        self._without = 0
        self._has_read = False
        self.sheet = QComboBox()
        for sheet in SHEETS:
            self.sheet.addItem(sheet.words, sheet.key)
        self.sheet.setCurrentIndex(self.sheet.findData(memory.label_sheet() or _FIRST[usual_paper()]))
        self.first = QSpinBox()
        self.first.setMinimum(1)
        self.count = Label(tr("Reading the addresses…"), Type.SMALL, tone="muted", wrap=True)
        self.add_row(tr("Sheet"), self.sheet, tr("Print at actual size: “fit to page” moves every label."))
        hint = tr("Where the sheet in the printer has been used before, counted row by row.")
        self.add_row(tr("Begin with label"), self.first, hint)
        self.rows.addWidget(self.count)
        self.pdf_button = Button(tr("Save as PDF…"), click=self._save_pdf)
        self.rows.addLayout(row(self.pdf_button, None))
        self.sheet.currentIndexChanged.connect(self._sheet_chosen)
        self.first.valueChanged.connect(self._say)
        for button in (self.save_button, self.pdf_button):
            button.setEnabled(False)
        self._sheet_chosen()
        self.sheet.setFocus()
        desk.ask(_read, list(contacts), done=self._arrived, key="labels", owner=self)

    @property
    def labels(self) -> PrintedLabels:
        """What would be printed."""
        return PrintedLabels(BY_KEY[self.sheet.currentData()], self._blocks, self.first.value() - 1)

    def save(self) -> None:
        """Show the preview, from which the system's own dialog prints."""
        self._with_printout(lambda printout: printout.preview(self._to))

    def _save_pdf(self) -> None:
        self._with_printout(lambda printout: ask_pdf(printout, self._to.toast, self._to))

    def _with_printout(self, act: Callable[[Printout], object]) -> None:
        memory.choose_label_sheet(self.sheet.currentData())
        printout = printout_of(self.labels)
        self.accept()
        act(printout)

    def _sheet_chosen(self) -> None:
        self.first.setMaximum(BY_KEY[self.sheet.currentData()].count)
        self._say()

    def _arrived(self, found: tuple[str, Addressees]) -> None:
        home, addressees = found
        self._without = addressees.without
        self._blocks = [
            block(one.name, one.organization, one.address, home, _country(one.address.get("country", "")))
            for one in addressees.found
        ]
        for button in (self.save_button, self.pdf_button):
            button.setEnabled(bool(self._blocks))
        self._has_read = True
        self._say()

    def _say(self) -> None:
        if not self._has_read:
            return
        sheets = trn("{count} sheet", "{count} sheets", self.labels.sheets)
        labels = trn("{count} label", "{count} labels", len(self._blocks))
        text = (
            tr("{labels} on {sheets}.", labels=labels, sheets=sheets)
            if self._blocks
            else tr("Nobody here has an address.")
        )
        if self._without and self._blocks:
            left_out = trn(
                "{count} without an address is left out.", "{count} without an address are left out.", self._without
            )
            text = f"{text} {left_out}"
        self.count.setText(text)


def printout_of(labels: PrintedLabels) -> Printout:
    """Return the labels as something to print: on the whole page, without margins."""
    size = QPageSize.PageSizeId.Letter if labels.sheet.paper == "Letter" else QPageSize.PageSizeId.A4
    page = QPageLayout(QPageSize(size), QPageLayout.Orientation.Portrait, QMarginsF())
    page.setMode(QPageLayout.Mode.FullPageMode)
    return Printout(tr("Address labels"), page, labels.draw)


def _country(code: str) -> str:
    """A country's name by its code; what is no code stands as it is."""
    return regional.country_names().get(code, code)


def _read(workspace: Workspace, contacts: list[int]) -> tuple[str, Addressees]:
    from deskcrm.services import printing, settings

    return settings.country(workspace), printing.addressees(workspace, contacts)
