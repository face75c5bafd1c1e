"""The figures of an import in four cards, and the sentence in which they add up."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from deskcrm.domain.mapping.model import ACTIVITY_SHAPES
from deskcrm.domain.views import ImportCounts
from deskcrm.languages import number, tr, trn
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Card, Label, row

_PAD = (Space.L, Space.M, Space.L, Space.M)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it counts, and its tone."""

    number: int
    words: str
    tone: str


def changed(counts: ImportCounts) -> int:
    """How many rows are about somebody who is known already, and say something new."""
    return counts.updated + counts.attached


def taken(counts: ImportCounts) -> int:
    """How many rows go in: all but the problems, and those that wait or were left out."""
    return counts.created + changed(counts) + counts.unchanged


def figures(counts: ImportCounts, shape: str) -> list[Figure]:
    """The cards' contents."""
    if counts.attached and counts.updated:
        known = tr("changed or recognised")
    else:
        known = tr("recognised") if counts.attached else tr("changed")
    found = [
        Figure(counts.created, _new(counts.created, shape), "good" if counts.created else "muted"),
        Figure(changed(counts), known, "warning" if changed(counts) else "muted"),
        Figure(counts.unchanged, tr("already the same"), "muted"),
        Figure(counts.problems, trn("row with a problem", "rows with a problem", counts.problems),
               "bad" if counts.problems else "muted"),
    ]  # fmt: skip
    if counts.activities or shape in ACTIVITY_SHAPES:
        entry = trn("new timeline entry", "new timeline entries", counts.activities)
        found.insert(3, Figure(counts.activities, entry, "accent" if counts.activities else "muted"))
    return found


def _new(created: int, shape: str) -> str:
    if shape == "companies":
        return trn("new company", "new companies", created)
    return trn("new person", "new people", created)


def sum_words(counts: ImportCounts) -> str:
    """The figures as they add up: "1,204 rows = 812 new + 41 changed + 348 the same + 3 problems"."""
    parts = [
        (counts.created, tr("new")),
        (counts.updated, tr("changed")),
        (counts.attached, tr("recognised")),
        (counts.unchanged, tr("the same")),
        (counts.waiting, tr("waiting")),
        (counts.left_out, tr("left out")),
        (counts.problems, tr("not imported")),
    ]
    total = taken(counts) + counts.waiting + counts.left_out + counts.problems
    said = " + ".join(f"{number(figure)} {word}" for figure, word in parts if figure)
    return trn("{count} row = {said}", "{count} rows = {said}", total, said=said) if said else tr("No rows")


class Figures(QWidget):
    """The cards side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = [_FigureCard() for _ in range(5)]
        self.setLayout(row(*self._cards, spacing=10))
        self.setFixedHeight(self._cards[0].sizeHint().height())

    def show_counts(self, counts: ImportCounts, shape: str) -> None:
        """Show the figures of a plan or a result."""
        found = figures(counts, shape)
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(found))
            if place < len(found):
                card.show_figure(found[place])

    @property
    def texts(self) -> list[str]:
        """What the cards say."""
        return [card.accessibleName() for card in self._cards if not card.isHidden()]


class _FigureCard(Card):
    def __init__(self) -> None:
        super().__init__(_PAD)
        self.body.setSpacing(0)
        self._number = Label("0", Type.TITLE, Type.BOLD, tabular=True)
        self._words = Label("", tone="muted", elide=True)
        self.body.addWidget(self._number)
        self.body.addWidget(self._words)

    def show_figure(self, figure: Figure) -> None:
        self._number.setText(number(figure.number))
        self._number.set_tone(figure.tone)
        self._words.setText(figure.words)
        self.setAccessibleName(f"{number(figure.number)} {figure.words}")
