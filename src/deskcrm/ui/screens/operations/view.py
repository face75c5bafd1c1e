"""The list as it is painted: cards of a day, an icon, what was done, before and after, the time, links that undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPainterPath
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from deskcrm.languages import tr, trn
from deskcrm.ui.screens.operations.entries import Line, clock
from deskcrm.ui.screens.operations.model import OperationModel
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import tip
from deskcrm.ui.widgets.one_column import dress, resize_heads
from deskcrm.ui.widgets.row_menu import Entry, asked_for, copier, pop_up
from deskcrm.ui.widgets.sides import begin_row, seen_side, seen_sign, seen_within

Index = QModelIndex | QPersistentModelIndex

_ROW: Final = 56
_HEAD: Final = 42
_DISC: Final = 28
_LINKS: Final = 236
"""The room at a row's end for its state and its links; more where words are longer."""
_LEAST: Final = 24
"""Less room than this says nothing."""
_TIME: Final = 56
_TOP: Final = 8
_BELOW: Final = 27
_LINE: Final = 20
"""Where a row's two lines of text stand, and how high they are."""
_GAP: Final = "  ·  "
_ARROW: Final = " → "
_BACK_ARROW: Final = seen_sign(" ← ", mirrored=True)
_VCENTER: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class OperationDelegate(QAbstractItemDelegate):
    """Paints a row from its `Line`, and knows where its links are."""

    def __init__(self, view: OperationView) -> None:
        super().__init__(view)
        self._view = view
        self._mirrored = False
        t = theme()
        self._head = t.font(Type.SMALL, Type.BOLD)
        self._summary = t.font(weight=Type.MEDIUM)
        self._detail = t.font(Type.SMALL)
        self._struck = QFont(t.font(Type.SMALL))
        self._struck.setStrikeOut(True)
        self._time = t.font(Type.SMALL, tabular=True)
        self._link = t.font(Type.SMALL, Type.MEDIUM)
        self._room = max(_LINKS, self._usual_width())

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a row."""
        return QSize(0, _ROW if self._view.operations.line_at(index.row()) else _HEAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        self._mirrored = begin_row(painter, option.direction)
        rect = self._view.card(option.rect)
        line = self._view.operations.line_at(index.row())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line is None:
            painter.setFont(self._head)
            painter.setPen(theme().color("muted"))
            area = rect.adjusted(2, Space.L, 0, -Space.XS)
            self._say(painter, rect, area, str(self._view.operations.rows[index.row()]))
            return
        selected = index.row() == self._view.currentIndex().row()
        self._ground(painter, rect, index.row(), selected)
        self._contents(painter, rect, line, "text" if selected and theme().tokens.dark else "muted")

    def _say(self, painter: QPainter, row: QRect, box: QRect, text: str, *, at_end: bool = False) -> None:
        """Write on the side of a box on which texts begin, or end."""
        flags = _VCENTER | int(seen_side(mirrored=self._mirrored, at_end=at_end))
        painter.drawText(seen_within(row, box, mirrored=self._mirrored), flags, text)

    def _ground(self, painter: QPainter, rect: QRect, row: int, selected: bool) -> None:
        """A piece of the day's card: rounded where it begins and ends."""
        t = theme()
        model = self._view.operations
        first, last = model.line_at(row - 1) is None, model.line_at(row + 1) is None
        outer = QRectF(rect).adjusted(
            0.5, 0.5 if first else -Size.CARD_RADIUS, -0.5, -0.5 if last else Size.CARD_RADIUS
        )
        path = QPainterPath()
        path.addRoundedRect(outer, Size.CARD_RADIUS, Size.CARD_RADIUS)
        painter.save()
        painter.setClipRect(rect)
        tone = "selection" if selected else "hover" if row == self._view.hovered else "surface"
        painter.fillPath(path, t.color(tone))
        painter.setPen(t.color("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        if not last:
            painter.fillRect(rect.x(), rect.bottom(), rect.width(), Size.LINE, t.color("line"))
        if row == self._view.currentIndex().row() and self._view.hasFocus():
            painter.setPen(t.color("accent"))
            inner = QRectF(rect).adjusted(1, 1, -1, -1)
            for inset in (0.0, 1.0):
                painter.drawRoundedRect(inner.adjusted(inset, inset, -inset, -inset), Size.RADIUS, Size.RADIUS)
        painter.restore()

    def _contents(self, painter: QPainter, rect: QRect, line: Line, quiet: str) -> None:
        t = theme()
        undone = line.undone_at is not None
        begin = QRect(rect.x() + Space.L, rect.y() + (rect.height() - _DISC) // 2, _DISC, _DISC)
        disc = QRectF(seen_within(rect, begin, mirrored=self._mirrored))
        painter.setPen(t.color("line"))
        painter.setBrush(t.color("raised"))
        painter.drawEllipse(disc)
        image = t.pixmap(line.icon, "faint" if undone else "muted", Size.ICON, painter.device().devicePixelRatioF())
        side = image.deviceIndependentSize().width()
        painter.drawPixmap(QPointF(disc.center().x() - side / 2, disc.center().y() - side / 2), image)
        left = begin.x() + _DISC + 10
        right = self._ends(painter, rect, line, quiet)
        top = QRect(left, _top(rect, line), right - left, _LINE)
        below = QRect(left, rect.y() + _BELOW, right - left, _LINE)
        self._write(painter, rect, top, line.summary, self._summary, quiet if undone else "text")
        if line.changes:
            self._changes(painter, rect, below, line.changes, undone, quiet)
        else:
            self._write(painter, rect, below, line.detail, self._detail, quiet)

    def _write(self, painter: QPainter, row: QRect, rect: QRect, text: str, font: QFont, tone: str) -> None:
        """Write one line."""
        metrics = QFontMetrics(font)
        flat = " ".join(text.split())
        shown = metrics.elidedText(flat, Qt.TextElideMode.ElideRight, max(rect.width(), 0))
        painter.setFont(font)
        painter.setPen(theme().color(tone))
        self._say(painter, row, rect, shown)

    def _changes(
        self, painter: QPainter, row: QRect, rect: QRect, changes: Sequence[tuple[str, str, str]], undone: bool,
        quiet: str,
    ) -> None:  # fmt: skip
        """Field, the old struck through, the new: as many changes as there is room for."""
        left = rect.x()
        for number, (label, before, after) in enumerate(changes):
            parts = [(f"{label} ", self._detail, quiet)]
            if self._mirrored:  # its blank stands on its left
                parts = [(label, self._detail, quiet), (seen_sign(" ", mirrored=True), self._detail, quiet)]
            if before:
                parts.append((before, self._struck, quiet if undone else "bad"))
            if before and after:
                arrow = _BACK_ARROW if self._mirrored else _ARROW
                parts.append((arrow, self._detail, quiet))
            if after:
                parts.append((after, self._detail, quiet if undone else "good"))
            if number:
                parts.insert(0, (seen_sign(_GAP, mirrored=self._mirrored), self._detail, quiet))
            for text, font, tone in parts:
                if left >= rect.right() - Space.XL:
                    return
                left = self._piece(painter, row, rect, left, text, font, tone)

    def _piece(self, painter: QPainter, row: QRect, rect: QRect, left: int, text: str, font: QFont, tone: str) -> int:
        """Write a piece of a line with the blanks at its ends; return where it ends."""
        metrics = QFontMetrics(font)
        flat = text.replace("\n", " ")
        shown = metrics.elidedText(flat, Qt.TextElideMode.ElideRight, rect.right() - left)
        painter.setFont(font)
        painter.setPen(theme().color(tone))
        self._say(painter, row, QRect(left, rect.y(), rect.right() - left, rect.height()), shown)
        return left + metrics.horizontalAdvance(shown)

    # the end of the row

    def _ends(self, painter: QPainter, rect: QRect, line: Line, quiet: str) -> int:
        """Write time, state and links; return where the room before them ends."""
        t = theme()
        for text, area, link in self.links(rect, line, mirrored=self._mirrored):
            painter.setFont(self._link if link else self._detail)
            hovered = bool(link) and self._view.hot == (line.operation, link)
            painter.setPen(t.color("accent_hover" if hovered else "accent" if link else quiet))
            painter.drawText(area, _VCENTER | int(seen_side(mirrored=self._mirrored)), text)
            if hovered:
                painter.fillRect(area.x(), area.center().y() + 8, area.width(), Size.LINE, t.color("accent"))
        right = rect.right() - Space.L - self._links_width(rect)
        area = QRect(right - _TIME, _top(rect, line), _TIME - Space.L, _LINE)
        painter.setFont(self._time)
        painter.setPen(t.color(quiet))
        self._say(painter, rect, area, clock(line.at), at_end=True)
        return right - _TIME - Space.S

    def _links_width(self, rect: QRect) -> int:
        return min(self._room, rect.width() // 3)

    def _usual_width(self) -> int:
        """How wide the links of an import are that was undone today."""
        link, plain = QFontMetrics(self._link), QFontMetrics(self._detail)
        links = link.horizontalAdvance(tr("Redo") + trn("{count} problem", "{count} problems", 2))
        return links + plain.horizontalAdvance(tr("Undone today") + 2 * _GAP) + Space.S

    def links(self, rect: QRect, line: Line, *, mirrored: bool) -> list[tuple[str, QRect, str]]:
        """Return state and links from a row's end on: text, where it is seen, what a click does ("" nothing)."""
        found: list[tuple[str, QRect, str]] = []
        link, plain = QFontMetrics(self._link), QFontMetrics(self._detail)
        right = rect.right() - Space.L
        left = right - self._links_width(rect)
        pieces = [(line.action, "flip"), (line.state(), ""), (line.more, "more")]
        first = True
        for text, does in pieces:
            if not text:
                continue
            gap = 0 if first else plain.horizontalAdvance(_GAP)
            if right - gap - left < _LEAST:
                break
            if not first:
                right -= gap
                found.append((seen_sign(_GAP, mirrored=mirrored), QRect(right, _top(rect, line), gap, _LINE), ""))
            metrics = link if does else plain
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(right - left, 0))
            width = metrics.horizontalAdvance(shown)
            right -= width
            found.append((shown, QRect(right, _top(rect, line), width, _LINE), does))
            first = False
        return [(text, seen_within(rect, box, mirrored=mirrored), does) for text, box, does in found]

    def link_at(self, rect: QRect, line: Line, at: QPointF) -> str:
        """Return what a click there does: "flip", "more" or ""."""
        for _, area, does in self.links(rect, line, mirrored=self._view.isRightToLeft()):
            if does and area.adjusted(-Space.XS, -Space.XS, Space.XS, Space.XS).contains(at.toPoint()):
                return does
        return ""


def _top(rect: QRect, line: Line) -> int:
    """Where a row's first line of text stands: in the middle where it is the only one."""
    return rect.y() + (_TOP if line.changes or line.detail else (rect.height() - _LINE) // 2)


class OperationView(QTableView):
    """The list. Up and Down walk over the operations, U undoes, R does again, Enter opens what it was about."""

    flip_asked = Signal(int, bool)
    """An operation, and whether it is to be undone (else done again)."""

    more_asked = Signal(int)
    opened = Signal(int)
    chosen = Signal(object)
    """The operation under the cursor, or None."""

    end_near = Signal()
    """The owner has scrolled to the last rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.operations = OperationModel(self)
        self.hovered = -1
        self.hot: tuple[int, str] = (0, "")
        self._painter = OperationDelegate(self)
        self._dress()
        self.setModel(self.operations)
        self.setItemDelegate(self._painter)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._moved(now))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme().changed.connect(self.viewport().update)

    def _dress(self) -> None:
        dress(self, _ROW, _HEAD)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.viewport().installEventFilter(self)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these operations; cursor and scroll bar stay where they are as far as they can."""
        kept, scroll = self.selected, self.verticalScrollBar().value()
        before = self.currentIndex().row()
        self.operations.show_lines(lines)
        self._size_headings(0)
        row = self.operations.row_of(kept) if kept is not None else -1
        self._put(row if row >= 0 else self._nearest(max(before, 0)), scroll=False)
        self.verticalScrollBar().setValue(scroll)
        self.viewport().update()

    def add_lines(self, lines: Sequence[Line]) -> None:
        """Show these older operations after the others."""
        known = self.operations.rowCount()
        self.operations.add_lines(lines)
        self._size_headings(known)

    def _size_headings(self, start: int) -> None:
        shown = enumerate(self.operations.rows[start:], start)
        resize_heads(self, [number for number, row in shown if isinstance(row, str)], _HEAD)

    def _nearest(self, row: int) -> int:
        count = self.operations.rowCount()
        order = [*range(min(row, count), count), *range(min(row, count) - 1, -1, -1)]
        return next((r for r in order if self.operations.line_at(r) is not None), -1)

    def card(self, rect: QRect) -> QRect:
        """Return a row's rectangle without the room that is kept for the scroll bar."""
        if self.isRightToLeft():
            left = Size.SCROLLBAR - self.viewport().x()
            return QRect(left, rect.y(), rect.right() + 1 - left, rect.height())
        return QRect(rect.x(), rect.y(), self.width() - Size.SCROLLBAR - rect.x(), rect.height())

    @property
    def selected(self) -> int | None:
        """The operation under the cursor."""
        line = self.operations.line_at(self.currentIndex().row())
        return line.operation if line else None

    def select(self, operation: int) -> bool:
        """Put the cursor on an operation; say whether it is in the list."""
        row = self.operations.row_of(operation)
        if row >= 0:
            self._put(row, scroll=True)
        return row >= 0

    def _put(self, row: int, scroll: bool) -> None:
        self.setAutoScroll(scroll)
        if row >= 0:
            self.setCurrentIndex(self.operations.index(row, 0))
            if scroll and row == 1:
                self.scrollToTop()
        self.setAutoScroll(True)
        self._moved(self.currentIndex())

    def _moved(self, now: QModelIndex) -> None:
        line = self.operations.line_at(now.row()) if now.isValid() else None
        self.chosen.emit(line.operation if line else None)

    def _scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - self.viewport().height():
            self.end_near.emit()

    # what the owner does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on its own keys."""
        line = self.operations.line_at(self.currentIndex().row())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if line is None or not plain:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_U:
            self._flip(line, undo=True)
        elif event.key() == Qt.Key.Key_R:
            self._flip(line, undo=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(line.operation)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with an operation."""
        index, at = asked_for(self, event)
        line = self.operations.line_at(index.row()) if index.isValid() else None
        if line is None:
            return
        self.setCurrentIndex(index)
        entries = [Entry(tr("Open"), lambda: self.opened.emit(line.operation), "Return")]
        if line.action:
            undo = line.undone_at is None
            entries.append(Entry(line.action, lambda: self._flip(line, undo), "U" if undo else "R"))
        if line.more:
            entries.append(Entry(line.more, lambda: self.more_asked.emit(line.operation)))
        entries.append(Entry(tr("Copy"), copier(" · ".join(part for part in (line.summary, line.detail) if part))))
        pop_up(self, at, entries)

    def _flip(self, line: Line, undo: bool) -> None:
        if line.action and undo == (line.undone_at is None):
            self.flip_asked.emit(line.operation, undo)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow a link."""
        super().mouseReleaseEvent(event)
        line, does = self._link_under(event.position())
        if line is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if does == "flip":
            self._flip(line, undo=line.undone_at is None)
        elif does == "more":
            self.more_asked.emit(line.operation)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what it was about."""
        line, does = self._link_under(event.position())
        if line is not None and not does:
            self.opened.emit(line.operation)

    def _link_under(self, at: QPointF) -> tuple[Line | None, str]:
        index = self.indexAt(at.toPoint())
        line = self.operations.line_at(index.row()) if index.isValid() else None
        return line, self._painter.link_at(self.card(self.visualRect(index)), line, at) if line else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer."""
        if watched is self.viewport():
            if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
                self._hover(event.position())
            elif event.type() == QEvent.Type.Leave:
                self._hover(QPointF(-1, -1))
        return super().eventFilter(watched, event)

    def _hover(self, at: QPointF) -> None:
        line, does = self._link_under(at)
        row = self.operations.row_of(line.operation) if line else -1
        hot = (line.operation, does) if line and does else (0, "")
        if (row, hot) != (self.hovered, self.hot):
            self.hovered, self.hot = row, hot
            self.viewport().setToolTip(tip(line.hint()) if line else "")
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if does else Qt.CursorShape.ArrowCursor)
            self.viewport().update()
