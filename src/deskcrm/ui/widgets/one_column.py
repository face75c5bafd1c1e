"""What lists of one painted column share: no grid, no headers, and lower headings among their rows."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView


def dress(view: QTableView, row: int, head: int) -> None:
    """Make a table such a list; `row` and `head` are the heights of its rows and of its headings."""
    rows = view.verticalHeader()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(row)
    rows.setMinimumSectionSize(head)
    rows.hide()
    view.horizontalHeader().hide()
    view.setShowGrid(False)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setTabKeyNavigation(False)
    view.setMouseTracking(True)


def resize_heads(view: QTableView, heads: Iterable[int], head: int, gone: Iterable[int] = ()) -> None:
    """Make these rows as high as headings, and those that are none any more as high as the rest.

    A header keeps the sizes of its sections when the model is reset. Its signals would lay out the view once for each.
    """
    header = view.verticalHeader()
    header.blockSignals(True)
    for row in gone:
        if row < header.count():
            header.resizeSection(row, header.defaultSectionSize())
    for row in heads:
        header.resizeSection(row, head)
    header.blockSignals(False)
    view.updateGeometries()
