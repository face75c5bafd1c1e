"""A list on paper, as it is shown: its columns in their order and widths, the heads on each page, the pages counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtPrintSupport import QPrinter

from deskcrm.domain.views import ListRow
from deskcrm.languages import number, tr
from deskcrm.ui import words
from deskcrm.ui.models.columns import Column
from deskcrm.ui.printing.paper import PALE, Paper
from deskcrm.ui.theme import Type

MOST: Final = 5_000
"""Rows that are printed: a hundred sheets. Longer lists are better exported."""

_TEXT: Final = 8.5
_TITLE: Final = 14.0
_ROW: Final = 5.6
_HEAD: Final = 14.0
_FOOT: Final = 8.0
_GAP: Final = 3.0


@dataclass(frozen=True, slots=True)
class PrintedList:
    """What a list prints: `whole` is how many the list has, of which `rows` may be the first only."""

    title: str
    columns: Sequence[Column]
    widths: Sequence[int]
    rows: Sequence[ListRow]
    whole: int
    printed_at: str

    def draw(self, printer: QPrinter) -> None:
        """Paint all its pages."""
        paper = Paper(printer)
        columns = self._places(paper)
        rows = max(1, int((paper.height - _HEAD - _FOOT - _ROW) // _ROW))
        pages = max(1, -(-len(self.rows) // rows))
        for page in range(pages):
            if page:
                paper.turn()
            self._head(paper, columns)
            for at, row in enumerate(self.rows[page * rows : (page + 1) * rows]):
                y = _HEAD + _ROW * (at + 1)
                for column, x, width in columns:
                    weight = Type.MEDIUM if column.key == "name" else Type.REGULAR
                    font = paper.font(_TEXT, weight)
                    paper.write(x, y + 0.8, width, cell(column, row), font, right=column.right)
                paper.rule(y + _ROW)
            self._foot(paper, pages)
        paper.end()

    def _places(self, paper: Paper) -> list[tuple[Column, float, float]]:
        """Each column with its left edge and its width, in the proportions of the screen."""
        room = paper.width - _GAP * (len(self.columns) - 1)
        whole = sum(self.widths) or 1
        places, x = [], 0.0
        for column, share in zip(self.columns, self.widths, strict=True):
            width = room * share / whole
            places.append((column, x, width))
            x += width + _GAP
        return places

    def _head(self, paper: Paper, columns: list[tuple[Column, float, float]]) -> None:
        paper.write(0, 0, paper.width * 0.7, self.title, paper.font(_TITLE, Type.BOLD))
        some = paper.font(_TEXT)
        paper.write(paper.width * 0.7, 1.6, paper.width * 0.3, number(self.whole), some, right=True, color=PALE)
        head = paper.font(_TEXT, Type.MEDIUM)
        for column, x, width in columns:
            paper.write(x, _HEAD, width, column.label, head, right=column.right, color=PALE)
        paper.rule(_HEAD + _ROW)

    def _foot(self, paper: Paper, pages: int) -> None:
        y = paper.height - paper.line_height(paper.font(_TEXT))
        left = words.exact(self.printed_at)
        if len(self.rows) < self.whole:
            left = tr(
                "The first {count} of {whole}. {printed}",
                count=number(len(self.rows)),
                whole=number(self.whole),
                printed=left,
            )
        paper.write(0, y, paper.width * 0.8, left, paper.font(_TEXT), color=PALE)
        page = f"{paper.page} / {pages}"
        paper.write(paper.width * 0.8, y, paper.width * 0.2, page, paper.font(_TEXT), right=True, color=PALE)


def cell(column: Column, row: ListRow) -> str:
    """Return what a column says of a row on paper: as on screen, but for the day of what is "2 d ago" there."""
    moments = (row.last_at,) if column.key == "last_at" else row.cells.get(column.cell, ())
    if any(moment and words.has_time(moment) for moment in moments):
        return ", ".join(words.day(moment) for moment in moments if moment)
    return column.text(row)
