"""What the owner has decided so far in the merge dialog, and the lines that it shows for it: no Qt, no SQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from deskcrm.domain.views import MergePreview, MergeRow
from deskcrm.languages import listed, tr, trn

RADIO: Final = "radio"
CHECK: Final = "check"

Say = Callable[[str, Any], str]
"""A field's value in words."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one profile says in one line. `mark`: RADIO, CHECK (of a list), or "" where there is nothing to decide."""

    text: str = ""
    mark: str = ""
    on: bool = False


@dataclass(frozen=True, slots=True)
class GridLine:
    """A field, or one value of a list field: what each profile says, a word between two, and the result."""

    field: str
    label: str
    cells: tuple[Cell, ...]
    result: Cell
    word: str = ""
    more: bool = False  # a further value of the list above
    value: Any = None  # of a list


@dataclass(frozen=True, slots=True)
class Compared:
    """What the services answer: the merge with the owner's choices, and as the rules alone would have it."""

    chosen: MergePreview
    ruled: MergePreview


@dataclass(slots=True)
class MergeDraft:
    """Choices and drops of one merge. Only what differs from what the rules would show counts as a choice (rule 6)."""

    contacts: tuple[int, ...]
    """Whose column stands where; it stays so whoever lends the id."""
    keep: int
    choices: dict[str, int] = field(default_factory=dict)
    dropped: dict[tuple[str, str], Any] = field(default_factory=dict)
    compared: Compared | None = None

    def take(self, compared: Compared) -> None:
        """Go on from a fresh comparison; choices that the rules make by themselves are forgotten."""
        self.compared = compared
        self._forget_what_is_ruled()

    def _forget_what_is_ruled(self) -> None:
        ruled = {row.field: row for row in self.compared.ruled.rows} if self.compared is not None else {}
        self.choices = {
            name: contact
            for name, contact in self.choices.items()
            if name in ruled and ruled[name].result != self._text(ruled[name], contact)
        }

    @property
    def others(self) -> list[int]:
        """Who is joined to the one who lends the id."""
        return [contact for contact in self.contacts if contact != self.keep]

    @property
    def drops(self) -> list[tuple[str, Any]]:
        """The list values that were unticked."""
        return [(name, value) for (name, _), value in self.dropped.items()]

    def choose(self, name: str, contact: int) -> bool:
        """Let a profile's value of a single field show; say whether that makes sense."""
        row = self._row(name)
        if row is None or row.plural or not self._text(row, contact):
            return False
        self.choices[name] = contact
        self._forget_what_is_ruled()
        return True

    def choose_side(self, contact: int) -> None:
        """Let a profile's value show wherever it has one; lists keep what everybody has."""
        for row in self._rows():
            if row.differs:
                self.choose(row.field, contact)

    def toggle(self, name: str, value: Any) -> None:
        """Drop a list value, or keep it after all."""
        key = (name, repr(value))
        if key in self.dropped:
            del self.dropped[key]
        else:
            self.dropped[key] = value

    def lines(self, say: Say, kind: str) -> list[GridLine]:
        """Return what the dialog shows, differing fields first."""
        found: list[GridLine] = []
        for row in self._rows():
            label = tr("Name") if kind == "company" and row.field == "organization" else row.label
            found += self._list_lines(row, label, say) if row.plural else [self._single_line(row, label, say)]
        return found

    def _single_line(self, row: MergeRow, label: str, say: Say) -> GridLine:
        texts = [self._text(row, contact) for contact in self.contacts]
        cells = tuple(
            Cell(say(row.field, text) if text else "", RADIO if row.differs and text else "", text == row.result)
            for text in texts
        )
        word = tr("same") if len(set(texts)) == 1 else ""
        return GridLine(row.field, label, cells, Cell(say(row.field, row.result), on=True), word)

    def _list_lines(self, row: MergeRow, label: str, say: Say) -> list[GridLine]:
        kept = [item for item in row.items if (row.field, repr(item.value)) not in self.dropped]
        lines = []
        for number, item in enumerate(row.items):
            text, on = say(row.field, item.value), item in kept
            held = Cell(text, CHECK, on)
            cells = tuple(held if contact in item.contacts else Cell(mark=CHECK) for contact in self.contacts)
            word = "" if number else _list_word(row, len(kept), len(self.contacts))
            lines.append(GridLine(row.field, label, cells, held, word, bool(number), item.value))
        return lines

    def _rows(self) -> tuple[MergeRow, ...]:
        return self.compared.chosen.rows if self.compared is not None else ()

    def _row(self, name: str) -> MergeRow | None:
        return next((row for row in self._rows() if row.field == name), None)

    def _text(self, row: MergeRow, contact: int) -> str:
        assert self.compared is not None
        return row.texts[self.compared.chosen.contacts.index(contact)]


def _list_word(row: MergeRow, kept: int, sides: int) -> str:
    if len(row.items) == 1:
        return tr("same") if len(row.items[0].contacts) == sides else ""
    if kept == len(row.items):
        return tr("keep both") if kept == 2 else tr("keep all {kept}", kept=kept)
    return tr("keep {kept} of {all}", kept=kept, all=len(row.items)) if kept else tr("keep none")


def joined_words(preview: MergePreview) -> str:
    """Return what a merge brings together: "14 activities, 2 tasks and 3 records"."""
    many = preview.joined
    parts = (
        trn("{count} activity", "{count} activities", many.get("activities", 0)) if many.get("activities") else "",
        trn("{count} task", "{count} tasks", many.get("tasks", 0)) if many.get("tasks") else "",
        trn("{count} person", "{count} people", many.get("people", 0)) if many.get("people") else "",
        trn("{count} record", "{count} records", many.get("records", 0)) if many.get("records") else "",
    )
    return listed([part for part in parts if part])
