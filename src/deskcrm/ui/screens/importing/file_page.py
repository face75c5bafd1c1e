"""The first step: a file is dropped or chosen; what it is in words, how it is read, and its first rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from deskcrm.languages import tr
from deskcrm.services.import_files import ENCODINGS, SEPARATORS, ReadOptions
from deskcrm.ui import words
from deskcrm.ui.screens.importing.drop_zone import DropZone
from deskcrm.ui.screens.importing.page import Chip, Page
from deskcrm.ui.screens.importing.table import CardTable, Column, PlainDelegate, PlainModel, in_card
from deskcrm.ui.screens.importing.targets import SHAPES
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Banner, Button, Label, column, row
from deskcrm.ui.widgets.ring import FocusRing

if TYPE_CHECKING:
    from deskcrm.services.importing import FileReport

_FIRST_ROWS: Final = 8
_HEADER_LINES: Final = 12
_CELL: Final = 150
_WIDEST_CELL: Final = 320
_NO_HEADER: Final = -1
_SEPARATED: Final = {",": tr("comma"), ";": tr("semicolon"), "\t": tr("tab"), "|": tr("bar")}
"""What separates the cells of a line, within a sentence."""


class FilePage(Page):
    """Empty, it is a place to drop files on; with a file, it shows how the file is read."""

    chosen = Signal()
    """The owner wants to choose a file."""

    pasted = Signal()
    """The owner wants what was copied taken as a file."""

    removed = Signal()
    """The owner doesn't want this one of several files."""

    options_changed = Signal(object)
    """The owner wants the file read by other `ReadOptions`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Next: fields"), back=False, parent=parent)
        self.drop = DropZone(self.chosen.emit, self.pasted.emit)
        self.chip = Chip()
        self.facts = Label("", tone="muted", elide=True)
        self.seen = Banner("accent")
        self.warning = Banner("warning")
        self.sheet_choice = _combo(tr("Sheet"))
        self.encoding = _combo(tr("Encoding"))
        self.separator = _combo(tr("Separator"))
        self.header = _combo(tr("Header"))
        self.sample = SampleTable()
        self.other = Button(tr("Add a file…"), click=self.chosen.emit)
        self.remove = Button(tr("Leave this file out"), click=self.removed.emit)
        self._build()
        for combo in (self.encoding, self.separator, self.header):
            combo.activated.connect(self._changed)
        self.sheet_choice.activated.connect(self._sheet_changed)
        self.show_nothing()

    def _build(self) -> None:
        self.sheet = QWidget()
        what = row(self.chip, self.facts)
        what.setStretch(1, 1)
        choices = (self.sheet_choice, self.encoding, self.separator, self.header)
        how = row(*(_labelled(combo) for combo in choices), None, spacing=Space.L)
        layout = QVBoxLayout(self.sheet)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        layout.addLayout(what)
        layout.addWidget(self.seen)
        layout.addWidget(self.warning)
        layout.addLayout(how)
        layout.addWidget(in_card(self.sample))
        self.body.addWidget(self.sheet)
        self.body.addWidget(self.drop)
        for button in (self.remove, self.other):
            self.foot.insertWidget(self.foot.indexOf(self.next_button), button)

    def show_nothing(self) -> None:
        """Wait for a file."""
        self.sheet.hide()
        self.drop.show()
        self.trouble.hide()
        for button in (self.next_button, self.other, self.remove):
            button.hide()

    def show_refusal(self, why: str, path_known: bool) -> None:
        """Say why the file can't be read."""
        self.trouble.say(why)
        self.drop.setVisible(not path_known)
        self.sheet.setVisible(path_known)
        self.next_button.setVisible(path_known)
        self.next_button.setEnabled(False)
        self.other.setVisible(path_known)
        if not path_known:
            self.remove.hide()

    def show_report(self, report: FileReport) -> None:
        """Show how a file is read."""
        inspection = report.inspection
        self.trouble.hide()
        self.drop.hide()
        self.sheet.show()
        self.chip.say(what_words(report))
        self.facts.setText(facts_words(report))
        self.seen.hide()
        if report.seen_before:
            on = words.exact(report.seen_before)
            self.seen.say(tr("This very file was imported before, on {day}. What is the same stays as it is.", day=on))
        self.warning.hide()
        if inspection.warnings:
            self.warning.say(" ".join(inspection.warnings))
        self._fill(report)
        self.sample.show_rows(inspection.headers, [cells for _, cells in inspection.sample[:_FIRST_ROWS]])
        for button in (self.next_button, self.other):
            button.show()
        self.next_button.setEnabled(bool(inspection.headers))

    def _fill(self, report: FileReport) -> None:
        inspection = report.inspection
        _offer(self.sheet_choice, [(name, name) for name in inspection.sheets], inspection.sheet)
        _show(self.sheet_choice, len(inspection.sheets) > 1)
        _show(self.encoding, bool(inspection.encoding))
        _show(self.separator, bool(inspection.delimiter))
        _show(self.header, _is_table(report))
        encodings = dict(ENCODINGS)
        encodings.setdefault(inspection.encoding, inspection.encoding.upper())
        _offer(self.encoding, [(words_, key) for key, words_ in encodings.items()], inspection.encoding)
        separators = dict(SEPARATORS)
        if inspection.delimiter:
            separators.setdefault(inspection.delimiter, f"“{inspection.delimiter}”")
        _offer(self.separator, [(words_, key) for key, words_ in separators.items()], inspection.delimiter)
        lines = max(_HEADER_LINES, (inspection.header_row or 0) + 1)
        headers: list[tuple[str, Any]] = [(tr("Line {number}", number=number + 1), number) for number in range(lines)]
        headers.append((tr("No header line"), _NO_HEADER))
        now = _NO_HEADER if inspection.header_row is None else inspection.header_row
        _offer(self.header, headers, now)

    def _changed(self) -> None:
        header = self.header.currentData()
        self.options_changed.emit(
            ReadOptions(
                self.encoding.currentData(),
                self.separator.currentData(),
                None if header == _NO_HEADER else header,
                self.sheet_choice.currentData(),
            )
        )

    def _sheet_changed(self) -> None:
        """Another sheet has its names in another line."""
        self.options_changed.emit(ReadOptions(sheet=self.sheet_choice.currentData()))

    def focus_first(self) -> None:
        """Put the keyboard where work goes on."""
        (self.drop.button if self.sheet.isHidden() else self.next_button).setFocus()


def what_words(report: FileReport) -> str:
    """What a file is: "Shopify customers", or what it holds."""
    return report.mapping.exporter or SHAPES.get(report.mapping.shape, report.mapping.shape.capitalize())


def facts_words(report: FileReport) -> str:
    """How a file is read: "1,204 rows · UTF-8 · comma · header in line 1"; "about 150,000 rows" of a big one."""
    inspection = report.inspection
    parts = [inspection.counted_rows]
    parts.append(ENCODINGS.get(inspection.encoding, inspection.read_as))
    if inspection.delimiter:
        parts.append(_SEPARATED.get(inspection.delimiter, f"“{inspection.delimiter}”"))
    row_ = inspection.header_row
    if _is_table(report):
        parts.append(tr("no header line") if row_ is None else tr("header in line {number}", number=row_ + 1))
    return " · ".join(parts)


def _is_table(report: FileReport) -> bool:
    """Whether a line of the file can name its columns: cards, calendars and JSON name each value."""
    return bool(report.inspection.delimiter or report.inspection.sheets)


def _combo(name: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return combo


def _labelled(combo: QComboBox) -> QWidget:
    label = Label(combo.accessibleName(), Type.SMALL, Type.MEDIUM, "muted")
    label.setBuddy(combo)
    both = QWidget()
    layout = column(label, combo, spacing=Space.XS)
    layout.setContentsMargins(0, 0, 0, 0)
    both.setLayout(layout)
    return both


def _show(combo: QComboBox, offered: bool) -> None:
    """Show a choice with its label, where a file leaves one."""
    if both := combo.parentWidget():
        both.setVisible(offered)


def _offer(combo: QComboBox, items: list[tuple[str, Any]], now: Any) -> None:
    combo.blockSignals(True)
    combo.clear()
    for text, data in items:
        combo.addItem(text, data)
    combo.setCurrentIndex(next((i for i, (_, data) in enumerate(items) if data == now), 0))
    combo.blockSignals(False)


class SampleTable(CardTable):
    """The first rows of a file under its headers; it scrolls sideways."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("First rows of the file"), parent)
        FocusRing(self)
        self.model_ = PlainModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(PlainDelegate(self, self.model_))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def show_rows(self, headers: Iterable[str], rows: list[tuple[str, ...]]) -> None:
        """Show rows; each column is as wide as its first cells want, within reason."""
        columns = [Column(header, _CELL) for header in headers]
        self.model_.show(columns, rows)
        metrics = self.fontMetrics()
        for number, shown in enumerate(columns):
            texts = [shown.label, *(cells[number] for cells in rows if number < len(cells))]
            widest = max(metrics.horizontalAdvance(" ".join(text.split())[:60]) for text in texts) + Space.XL
            self.setColumnWidth(number, min(max(widest, _CELL // 2), _WIDEST_CELL))
        self.horizontalScrollBar().setValue(0)
