"""The preview: a dry run, row by row, before anything is written; rows are found, left out, mended in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from deskcrm.domain.views import Candidate, ImportCounts, ImportPlan, Progress, RowChange
from deskcrm.languages import number, tr, trc, trn
from deskcrm.ui.screens.importing.figures import Figures, changed, taken
from deskcrm.ui.screens.importing.file_page import facts_words, what_words
from deskcrm.ui.screens.importing.page import Page
from deskcrm.ui.screens.importing.preview_rows import like_words
from deskcrm.ui.screens.importing.preview_table import PreviewTable
from deskcrm.ui.screens.importing.table import in_card
from deskcrm.ui.theme import Type
from deskcrm.ui.widgets.basic import Banner, Button, Label, SeekField, row

if TYPE_CHECKING:
    from deskcrm.domain.taking.decisions import Decisions
    from deskcrm.services.importing import FileReport
    from deskcrm.services.preparing import Prepared

FILTERS: Final = {
    "new": tr("New"),
    "changed": tr("Changed"),
    "same": tr("Same"),
    "problems": tr("Problems"),
    "waiting": tr("Waiting"),
    "left_out": tr("Left out"),
}
KINDS: Final = {
    "new": ("new",),
    "changed": ("changed", "attached"),
    "same": ("same",),
    "problems": ("problem",),
    "waiting": ("waiting",),
    "left_out": ("left_out",),
}
_ONLY_WHERE_SOME: Final = ("waiting", "left_out")
_FIRST: Final = ("changed", "new", "problems", "waiting", "same", "left_out")
_PAGE: Final = 200
_SEEK: Final = 220
_LOOK_MS: Final = 120
"""How long new people stand still before they are compared with those who are here."""


class PreviewPage(Page):
    """Figures, a chip for each kind of row, a field to find some, and the rows."""

    page_asked = Signal(str, str, int)
    """Rows of a kind, with a text in them, behind a number."""

    tick_asked = Signal(object, bool)
    open_asked = Signal(object)
    new_in_sight = Signal(object)
    """New people came into sight: whom do they look like?"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(trc("a button", "Import"), parent=parent)
        self.plan: ImportPlan | None = None
        self.kind = "new"
        self._country = ""
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_LOOK_MS)
        self.about = Label("", tone="muted", wrap=True)
        self.cautions = Banner("warning")
        self.note = Banner("accent")
        self.figures = Figures()
        group = QButtonGroup(self)
        self.chips: dict[str, Button] = {}
        for kind, text in FILTERS.items():
            chip = Button(text, "chip", checkable=True, click=lambda kind=kind: self.show_kind(kind))  # type: ignore[misc]
            group.addButton(chip)
            self.chips[kind] = chip
        self.seek = SeekField("search", tr("Find in these rows"))
        self.seek.setMaximumWidth(_SEEK)
        self.table = PreviewTable()
        self.rest = Label("", Type.SMALL, tone="muted")
        self.mend = Button(
            tr("Open row"), icon="pencil", hint=tr("Show the row as it stands in the file, and mend it (Enter)")
        )
        for widget in (self.cautions, self.note, self.about, self.figures):
            self.body.addWidget(widget)
        self.body.addLayout(row(*self.chips.values(), None, self.seek))
        self.body.addWidget(in_card(self.table))
        self.body.addWidget(self.rest)
        self.foot.insertWidget(self.foot.indexOf(self.back_button), self.mend)
        self.hint_icon.show()
        self.say_hint(tr("The whole import can be undone later, the changed values included."))
        self._connect()

    def _connect(self) -> None:
        self._look.timeout.connect(self._say_sight)
        self.table.verticalScrollBar().valueChanged.connect(lambda _value: self._look.start())
        self.seek.textChanged.connect(lambda _text: self.show_kind(self.kind))
        self.seek.returnPressed.connect(self.table.setFocus)
        self.table.tick_asked.connect(self.tick_asked)
        self.table.open_asked.connect(self.open_asked)
        self.table.lines.more_wanted.connect(lambda after: self.page_asked.emit(self.kind, self.seek.text(), after))
        self.table.selectionModel().currentChanged.connect(lambda now, _old: self.mend.setEnabled(now.isValid()))
        self.mend.clicked.connect(self._open)

    # what shows

    def show_prepared(self, prepared: Prepared, number: int, decisions: Decisions) -> None:
        """Show what the files would do, and the rows of one of them; where the owner is in them stays."""
        plan, report = prepared.files[number].plan, prepared.files[number].report
        here = self.table.current if self.plan is not None else None
        kind = self.kind if here is not None else ""
        self._begin(plan, report)
        self.table.lines.out = decisions.left_out
        self._say_cautions([sentence for file in prepared.files for sentence in file.plan.cautions])
        counts = prepared.counts
        self.figures.show_counts(counts, report.mapping.shape)
        self._count(plan.counts)
        self._judge(counts)
        numbers = _numbers(plan.counts)
        first = next((kind for kind in _FIRST if numbers[kind]), "new")
        if kind and not numbers[kind] and numbers["left_out"]:
            kind = "left_out"
        self.show_kind(kind if kind and numbers[kind] else first)
        if here is not None:
            self.table.go_to(here.row)

    def show_reading(self, progress: Progress, report: FileReport) -> None:
        """Show what is known of a file that is still being read: its first rows, and how many there are so far."""
        plan = progress.plan
        if plan is not None and self.plan is None:
            self._begin(plan, report)
            self.figures.show_counts(plan.counts, report.mapping.shape)
            self._count(plan.counts)
            numbers = _numbers(plan.counts)
            self.show_kind(next((kind for kind in _FIRST if numbers[kind]), "new"))
        if self.plan is None:
            return
        counts = ImportCounts(**progress.extra)
        self.figures.show_counts(counts, report.mapping.shape)
        self._count(counts)
        self.next_button.set_text(trc("a button", "Import"))
        self.next_button.setEnabled(False)
        self._say_rest(
            trn(
                "Reading: {done} of {count} row",
                "Reading: {done} of {count} rows",
                max(progress.total, 1),
                done=number(progress.done),
            )
        )

    def clear(self) -> None:
        """Forget what showed."""
        self.plan = None
        self.seek.blockSignals(True)
        self.seek.clear()
        self.seek.blockSignals(False)

    def _begin(self, plan: ImportPlan, report: FileReport) -> None:
        self.plan = plan
        self._country = report.country
        self.trouble.hide()
        self.note.hide()
        self.about.setText(_about(report))

    def _say_cautions(self, sentences: Sequence[str]) -> None:
        self.cautions.hide()
        if sentences:
            self.cautions.say(" ".join(dict.fromkeys(sentences)))

    def _count(self, counts: ImportCounts) -> None:
        numbers = _numbers(counts)
        for kind, chip in self.chips.items():
            chip.set_text(f"{FILTERS[kind]} {number(numbers[kind])}")
            chip.setEnabled(bool(numbers[kind]))
            chip.setVisible(bool(numbers[kind]) or kind not in _ONLY_WHERE_SOME)

    def _judge(self, counts: ImportCounts) -> None:
        """Say what the one button does, or why it does nothing."""
        going = taken(counts)
        self.next_button.set_text(trn("Import {count} row", "Import {count} rows", going))
        self.next_button.setEnabled(going > 0 or counts.waiting > 0)
        if not going and not counts.waiting:
            self.trouble.say(tr("No row of this file can be taken in. Go back and look at where its columns go."))
        elif not (counts.created or changed(counts) or counts.activities or counts.problems or counts.waiting):
            self.note.say(tr("Everything in this file is here already. Importing it would change nothing."))

    def show_kind(self, kind: str) -> None:
        """Show one kind of row, those with the text that is looked for."""
        assert self.plan is not None
        self.kind = kind
        self.chips[kind].setChecked(True)
        self.table.lines.begin(kind, self._country)
        text = self.seek.text()
        if text:
            self.page_asked.emit(kind, text, 0)
            return
        first = [change for change in self.plan.changes if change.kind in KINDS[kind]][:_PAGE]
        self.add_page(kind, "", first, _numbers(self.plan.counts)[kind])

    def add_page(self, kind: str, text: str, changes: Sequence[RowChange], total: int) -> None:
        """Add rows that were asked for, if they are still looked for."""
        if kind != self.kind or text != self.seek.text():
            return
        self.table.lines.add(changes, len(changes) == _PAGE)
        shown = len({change.number for change in self.table.lines.changes})
        if text:
            self._say_rest(
                trn("{count} row found", "{count} rows found", total) if total else tr("No row has this in it")
            )
        else:
            self._say_rest(
                trn("The first {shown} of {count} row", "The first {shown} of {count} rows", total, shown=number(shown))
                if 0 < shown < total
                else ""
            )
        self.mend.setEnabled(self.table.current is not None)
        self._look.start()

    def _say_sight(self) -> None:
        found = self.table.in_sight() if self.kind == "new" and self.isVisible() else []
        if found:
            self.new_in_sight.emit(found)

    def say_likes(self, likes: dict[int, Candidate]) -> None:
        """Say whom new people look like."""
        self.table.lines.say_likes({number: like_words(like) for number, like in likes.items()})

    def mark(self, decisions: Decisions) -> None:
        """Show at once which rows don't go in."""
        self.table.lines.out = decisions.left_out
        self.table.viewport().update()

    def _say_rest(self, text: str) -> None:
        self.rest.setText(text)
        self.rest.setVisible(bool(text))

    def _open(self) -> None:
        if self.table.current is not None:
            self.open_asked.emit(self.table.current)


def _about(report: FileReport) -> str:
    orders = {"dmy": tr("dates day first"), "mdy": tr("dates month first")}
    said = [orders[c.options["order"]] for c in report.mapping.columns if c.options.get("order") in orders]
    facts = ", ".join((what_words(report), facts_words(report).replace(" · ", ", "), *dict.fromkeys(said)))
    return tr("{facts}. From “{source}”. Nothing has been written yet.", facts=facts, source=report.source)


def _numbers(counts: ImportCounts) -> dict[str, int]:
    return {
        "new": counts.created,
        "changed": changed(counts),
        "same": counts.unchanged,
        "problems": counts.problems,
        "waiting": counts.waiting,
        "left_out": counts.left_out,
    }
