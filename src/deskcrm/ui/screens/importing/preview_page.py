"""The third step: a dry run, row by row, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QButtonGroup, QWidget

from deskcrm.domain.fields import BY_KEY, FIELDS, NAME_PARTS, POINT_FIELDS
from deskcrm.domain.mapping.model import target_label
from deskcrm.domain.views import FieldChange, ImportCounts, ImportPlan, RowChange
from deskcrm.ui import words
from deskcrm.ui.screens.importing.figures import Figures, changed, taken
from deskcrm.ui.screens.importing.file_page import facts_words, what_words
from deskcrm.ui.screens.importing.page import Page
from deskcrm.ui.screens.importing.table import Cell, Column, PlainTable, in_card
from deskcrm.ui.screens.profile_parts.saying import text_of
from deskcrm.ui.theme import Type
from deskcrm.ui.widgets.basic import Banner, Button, Label, row

if TYPE_CHECKING:
    from deskcrm.services.importing import FileReport

FILTERS: Final = {"new": "New", "changed": "Changed", "same": "Same", "problems": "Problems"}
_KINDS: Final = {"new": ("new",), "changed": ("changed", "attached"), "same": ("same",)}
_COLUMNS: Final = (
    Column("Person", 120, 6, "strong"),
    Column("Row", 58, 0, "number"),
    Column("Field", 94, 3, "muted"),
    Column("Now", 120, 10, "old"),
    Column("After", 120, 11, "new"),
    Column("Why", 130, 6, "small"),
)
_NEW_COLUMNS: Final = (
    Column("Person", 150, 6, "strong"),
    Column("Row", 58, 0, "number"),
    Column("What comes in", 300, 24, ""),
)
_SAME_COLUMNS: Final = (
    Column("Person", 150, 6, "strong"),
    Column("Row", 58, 0, "number"),
    Column("", 300, 24, "small"),
)
_KEYS: Final = {field.label: field.key for field in FIELDS}
_GROWING: Final = frozenset({*POINT_FIELDS, "tags"})
Rows = list[tuple[str | Cell, ...]]


class PreviewPage(Page):
    """Figures, a chip for each kind of row, and the rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Import", parent=parent)
        self.plan: ImportPlan | None = None
        self.kind = "new"
        self._orders = False
        self._country = ""
        self.about = Label("", tone="muted", wrap=True)
        self.note = Banner("accent")
        self.figures = Figures()
        group = QButtonGroup(self)
        self.chips: dict[str, Button] = {}
        for kind, text in FILTERS.items():
            chip = Button(text, "chip", checkable=True, click=lambda kind=kind: self.show_kind(kind))  # type: ignore[misc]
            group.addButton(chip)
            self.chips[kind] = chip
        self.table = PlainTable("What would change")
        self.rest = Label("", Type.SMALL, tone="muted")
        self.body.addWidget(self.note)
        self.body.addWidget(self.about)
        self.body.addWidget(self.figures)
        self.body.addLayout(row(*self.chips.values(), None, self.rest))
        self.body.addWidget(in_card(self.table))
        self.hint_icon.show()
        self.say_hint("The whole import can be undone later, the changed values included.")

    def show_plan(self, plan: ImportPlan, report: FileReport) -> None:
        """Show what an import would do."""
        self.plan = plan
        self._orders = bool(plan.counts.activities)
        self._country = report.country
        self.trouble.hide()
        self.note.hide()
        self.about.setText(_about(report))
        counts = plan.counts
        self.figures.show_counts(counts, report.mapping.shape)
        numbers = _numbers(counts)
        for kind, chip in self.chips.items():
            chip.set_text(f"{FILTERS[kind]} {numbers[kind]:,}")
            chip.setEnabled(bool(numbers[kind]))
        going = taken(counts)
        self.next_button.set_text(f"Import {words.count(going, 'row')}")
        self.next_button.setEnabled(going > 0)
        if not going:
            self.trouble.say("No row of this file can be taken in. Go back and look at where its columns go.")
        elif not (counts.created or changed(counts) or counts.activities or counts.problems):
            self.note.say("Everything in this file is here already. Importing it would change nothing.")
        wanted = ("changed", "new", "problems", "same")
        self.show_kind(next((kind for kind in wanted if numbers[kind]), "new"))

    def show_kind(self, kind: str) -> None:
        """Show one kind of row."""
        assert self.plan is not None
        self.kind = kind
        self.chips[kind].setChecked(True)
        if kind == "problems":
            shown = len(self.plan.problems)
            self.table.show_problems(self.plan.problems)
        else:
            rows = [change for change in self.plan.changes if change.kind in _KINDS[kind]]
            shown = len(rows)
            columns = {"new": _NEW_COLUMNS, "same": _SAME_COLUMNS}.get(kind, _COLUMNS)
            self.table.show_rows(columns, [line for change in rows for line in self._lines(change)])
        total = _numbers(self.plan.counts)[kind]
        self.rest.setText(f"The first {shown:,} of {words.count(total, 'row')}" if 0 < shown < total else "")

    def _lines(self, change: RowChange) -> Rows:
        name, number = change.name or "No name", f"{change.row:,}"
        if change.kind == "new":
            return [(name, number, " · ".join(self._news(change)) or "nothing but the name")]
        if change.kind == "same":
            return [(name, number, "nothing changes")]
        lines: Rows = [self._changed(name, number, f) for f in change.fields if f.before != f.after]
        if lines:
            return lines
        nothing = "nothing but a timeline entry" if self._orders else "nothing that shows"
        why = change.fields[0].why if change.fields else "recognised"
        return [(name, number, "", "", Cell(nothing, "muted"), why)]

    def _changed(self, name: str, number: str, change: FieldChange) -> tuple[str | Cell, ...]:
        before, after = self._shown(change, change.before), self._shown(change, change.after)
        grows = _KEYS.get(change.field) in _GROWING and set(before.split(", ")) <= set(after.split(", "))
        return (
            name,
            number,
            _label(change.field),
            Cell(before, "muted" if grows else "old") if before else Cell("empty", "none"),
            after or Cell("empty", "muted"),
            change.why,
        )

    def _news(self, change: RowChange) -> list[str]:
        """What comes in with somebody new, beside the name, in the order of the field list."""
        order = {field.label: number for number, field in enumerate(FIELDS)}
        names = {BY_KEY[key].label for key in NAME_PARTS}
        known = sorted((f for f in change.fields if f.field not in names), key=lambda f: order.get(f.field, len(order)))
        return [text for f in known if (text := self._shown(f, f.after))]

    def _shown(self, change: FieldChange, text: str) -> str:
        """A value as the profile will say it: phones as people write them, days and moments as words."""
        if change.field == "created_at" and text:
            return f"{_label(change.field)} {words.day(text)}" if change.why == "new" else words.day(text)
        key = _KEYS.get(change.field, "")
        if key == "phones":
            text = ", ".join(text_of(key, phone, self._country) for phone in text.split(", "))
        elif key:
            text = text_of(key, text, self._country)
        return " ".join(text.split())


def _label(field: str) -> str:
    return target_label(field) if field == "created_at" else field


def _about(report: FileReport) -> str:
    orders = {"dmy": "dates day first", "mdy": "dates month first"}
    said = [orders[c.options["order"]] for c in report.mapping.columns if c.options.get("order") in orders]
    parts = [what_words(report), facts_words(report).replace(" · ", ", "), *dict.fromkeys(said)]
    return f"{', '.join(parts)}. From “{report.source}”. Nothing has been written yet."


def _numbers(counts: ImportCounts) -> dict[str, int]:
    return {
        "new": counts.created,
        "changed": changed(counts),
        "same": counts.unchanged,
        "problems": counts.problems,
    }
