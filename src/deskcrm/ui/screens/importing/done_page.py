"""The last step: what the import did, in figures that add up; Undo, and the rows that weren't taken in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from deskcrm.domain.mapping.model import ACTIVITY_SHAPES
from deskcrm.domain.views import ImportResult
from deskcrm.languages import tr, trn
from deskcrm.ui.screens.importing.figures import Figures, sum_words
from deskcrm.ui.screens.importing.page import Page
from deskcrm.ui.screens.importing.table import PlainTable, in_card
from deskcrm.ui.theme import Type
from deskcrm.ui.widgets.basic import Banner, Button, Label, row


class DonePage(Page):
    """A result."""

    flip_asked = Signal(bool)
    """Undo the import (else do it again)."""

    bring_back_asked = Signal(object)
    """Show these removed contacts again."""

    save_asked = Signal()
    mend_asked = Signal()
    """Take the rows that weren't taken in into the wizard."""

    again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Open people"), back=False, parent=parent)
        self.undone = False
        self.good = Banner("good")
        self.warned = Banner("warning")
        self.hidden = Banner("accent")
        self.figures = Figures()
        self.sum = Label("", tone="muted", wrap=True, tabular=True)
        self.undo = Button(tr("Undo import"), icon="undo-2", click=lambda: self.flip_asked.emit(not self.undone))
        self.again = Button(tr("Import another file"), click=self.again_asked.emit)
        self.save = Button(tr("Save problem rows as CSV"), icon="download", click=self.save_asked.emit)
        self.mend = Button(tr("Mend them here"), icon="pencil", click=self.mend_asked.emit)
        self.waiting = Banner("accent")
        self.table = PlainTable(tr("Problem rows"))
        self._heading = Label("", Type.HEADING, Type.BOLD)
        self.problems = QWidget()
        self._card = in_card(self.table)
        self.body.addWidget(self.good)
        self.body.addWidget(self.warned)
        self.body.addWidget(self.hidden)
        self.body.addWidget(self.waiting)
        self.body.addWidget(self.figures)
        self.body.addWidget(self.sum)
        self.body.addLayout(row(self._heading, None, self.mend, self.save))
        self.body.addWidget(self._card)
        self.foot.insertWidget(self.foot.indexOf(self.back_button), self.undo)
        self.foot.insertWidget(self.foot.indexOf(self.next_button), self.again)

    def show_result(self, result: ImportResult, shape: str, next_file: str) -> None:
        """Show what an import did."""
        self.trouble.hide()
        self.good.hide()
        self.figures.show_counts(result.counts, shape)
        counts = result.counts
        said = sum_words(counts)
        if counts.activities:
            entries = trn("{count} new timeline entry", "{count} new timeline entries", counts.activities)
            said = f"{said} · {entries}"
        self.sum.setText(f"{said}.")
        self.warned.hide()
        if result.warnings:
            self.warned.say(" ".join(result.warnings))
        self._say_hidden(result.hidden)
        some = bool(result.problems)
        self._heading.setText(trn("{count} row wasn’t imported", "{count} rows weren’t imported", len(result.problems)))
        self.waiting.hide()
        for widget in (self._heading, self.save, self._card):
            widget.setVisible(some)
        self.mend.setVisible(some and bool(result.files))
        self.table.show_problems(result.problems)
        self.again.setVisible(not next_file)
        whole = tr("Open companies") if shape == "companies" else tr("Open people")
        self.next_button.set_text(tr("Next file: {name}", name=next_file) if next_file else whole)
        self.say_hint("" if shape in ACTIVITY_SHAPES or not some else tr("Mended, that file can be imported again."))
        self.show_undone(False)

    def say_waiting(self, rows: int, look: Callable[[], None]) -> None:
        """Say that rows of earlier files wait for people who may be here now, and offer to look."""
        if rows:
            them = trn(
                "{count} row of an earlier file waits for people who may be here now.",
                "{count} rows of earlier files wait for people who may be here now.",
                rows,
            )
            self.waiting.say(them, tr("Look"), look)

    def _say_hidden(self, hidden: tuple[int, ...]) -> None:
        """Say whom the file speaks of who is removed, and offer them back (MODEL rule 13)."""
        if not hidden:
            self.hidden.hide()
            return
        who = trn(
            "{count} contact in this file is removed: up to date now, and still hidden.",
            "{count} contacts in this file are removed: up to date now, and still hidden.",
            len(hidden),
        )
        self.hidden.say(who, tr("Bring back"), lambda: self._bring_back(hidden))

    def _bring_back(self, hidden: tuple[int, ...]) -> None:
        self.hidden.hide()
        self.bring_back_asked.emit(hidden)

    def show_undone(self, undone: bool) -> None:
        """Show whether the import stands."""
        self.undone = undone
        self.undo.set_text(tr("Redo import") if undone else tr("Undo import"))
        self.figures.setEnabled(not undone)
        if undone:
            self.good.say(tr("This import is undone: every list is as it was before. You can do it again here."))
        else:
            self.good.hide()
