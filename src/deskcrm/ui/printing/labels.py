"""Address labels on their sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QFont
from PySide6.QtPrintSupport import QPrinter

from deskcrm.domain.labels import Sheet
from deskcrm.ui.printing.paper import Paper

_LARGEST: Final = 11.0
_SMALLEST: Final = 6.0
_STEP: Final = 0.5
_PAD: Final = 4.0  # millimetres that stay free at each side of a label, since no printer hits it exactly


@dataclass(frozen=True, slots=True)
class PrintedLabels:
    """What goes on the labels, from the first that is still free on the first sheet (0: all are)."""

    sheet: Sheet
    blocks: Sequence[Sequence[str]]
    used: int = 0

    @property
    def sheets(self) -> int:
        """How many sheets it takes."""
        return -(-(len(self.blocks) + self.used) // self.sheet.count) if self.blocks else 0

    def draw(self, printer: QPrinter) -> None:
        """Paint all the sheets."""
        printer.setFullPage(True)
        paper = Paper(printer)
        for number, block in enumerate(self.blocks, self.used):
            if number % self.sheet.count == 0 and number > self.used:
                paper.turn()
            self._label(paper, number, block)
        paper.end()

    def _label(self, paper: Paper, number: int, block: Sequence[str]) -> None:
        x, y = self.sheet.place(number)
        width, height = self.sheet.width - 2 * _PAD, self.sheet.height - 2 * min(_PAD, self.sheet.height / 10)
        font = _fitting(paper, block, width, height)
        line = paper.line_height(font)
        top = y + (self.sheet.height - line * len(block)) / 2
        for at, text in enumerate(block):
            paper.write(x + _PAD, top + at * line, width, text, font)


def _fitting(paper: Paper, block: Sequence[str], width: float, height: float) -> QFont:
    """The largest size in which a block fits its label; the smallest where none does, and then lines are cut."""
    points = _LARGEST
    while points > _SMALLEST:
        font = paper.font(points)
        fits = paper.line_height(font) * len(block) <= height
        if fits and all(paper.text_width(text, font) <= width for text in block):
            break
        points -= _STEP
    return paper.font(points)
