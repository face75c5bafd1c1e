"""The queue of Duplicates as it is painted: who may be one, and how sure that is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from deskcrm.languages import tr
from deskcrm.ui.models.queue import QueueModel, names_of, percent
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.sides import begin_row, seen_side, seen_within

Index = QModelIndex | QPersistentModelIndex

_ROW: Final = 56
_LINE: Final = 19
_SURE: Final = 0.9
_VCENTER: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class QueueDelegate(QAbstractItemDelegate):
    """Paints a group: the first one's name over the others', the percents beside them."""

    def __init__(self, view: QueueView) -> None:
        super().__init__(view)
        self._view = view
        self._mirrored = False
        t = theme()
        self._name, self._others = t.font(weight=Type.MEDIUM), t.font(Type.SMALL)
        self._sure = t.font(Type.SMALL, Type.BOLD, tabular=True)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size of a row."""
        return QSize(0, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        self._mirrored = begin_row(painter, option.direction)
        t = theme()
        rect: QRect = option.rect
        group = self._view.queue.groups[index.row()]
        current = index.row() == self._view.currentIndex().row()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if current:
            painter.fillRect(rect, t.color("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, t.color("hover"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), Size.LINE, t.color("line"))
        quiet = "text" if current and t.tokens.dark else "muted"
        inner = rect.adjusted(Space.L, 0, -Space.L, 0)
        later = self._view.queue.is_skipped(group)
        said = tr("skipped") if later else percent(group.score)
        tone = quiet if later else "good" if group.score >= _SURE else "warning"
        wide = self._write(painter, rect, inner, said, self._sure, tone, at_end=True)
        inner.setRight(inner.right() - wide - Space.S)
        top = inner.y() + (inner.height() - 2 * _LINE) // 2
        first, others = names_of(group)
        self._write(painter, rect, QRect(inner.x(), top, inner.width(), _LINE), first, self._name, "text")
        self._write(painter, rect, QRect(inner.x(), top + _LINE, inner.width(), _LINE), others, self._others, quiet)
        if current and self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(t.color("accent"))
            for inset in (1.0, 2.0):
                ring = QRectF(rect).adjusted(inset, inset, -inset, -inset - 1)
                painter.drawRoundedRect(ring, Size.RADIUS, Size.RADIUS)

    def _write(
        self, painter: QPainter, row: QRect, rect: QRect, text: str, font: QFont, tone: str, *, at_end: bool = False
    ) -> int:
        """Write one line at the side on which lines begin, or end; return how wide it is."""
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, max(rect.width(), 0))
        painter.setFont(font)
        painter.setPen(theme().color(tone))
        flags = _VCENTER | int(seen_side(mirrored=self._mirrored, at_end=at_end))
        painter.drawText(seen_within(row, rect, mirrored=self._mirrored), flags, shown)
        return metrics.horizontalAdvance(shown)


class QueueView(QListView):
    """The list; arrows walk over it."""

    def __init__(self, queue: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.queue = queue
        self.setModel(queue)
        self.setItemDelegate(QueueDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        theme().changed.connect(self.viewport().update)

    def go_to(self, row: int) -> None:
        """Put the cursor on a row, or on the last one where there are fewer."""
        self.setCurrentIndex(self.queue.index(min(row, len(self.queue.groups) - 1), 0))
