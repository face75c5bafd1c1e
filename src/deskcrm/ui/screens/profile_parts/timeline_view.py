"""The timeline as it is painted: month heads, an icon, two lines, a date; a circle that marks a task as done."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from deskcrm.domain.activities import KINDS
from deskcrm.domain.views import TaskView, TimelineEntry
from deskcrm.ui import words
from deskcrm.ui.models.timeline import Line, TimelineModel, whence
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import tip
from deskcrm.ui.widgets.row_menu import Entry, asked_for, copier, pop_up

Index = QModelIndex | QPersistentModelIndex

ROW: Final = 54
HEAD: Final = 36
DISC: Final = 26
PAD: Final = 6
"""How far the ground of a line reaches beyond its text."""
_TEXT_AT: Final = DISC + Space.M + PAD
_TINTS: Final = {"order": "accent", "call": "warning", "refund": "bad", "support": "bad"}
_CACHED: Final = 4096


class TimelineDelegate(QAbstractItemDelegate):
    """Paints one line."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__(view)
        self._view = view
        t = theme()
        self._strong = t.font(weight=Type.MEDIUM)
        self._small = t.font(Type.SMALL)
        self._figures = t.font(Type.SMALL, tabular=True)
        self._bold = t.font(weight=Type.BOLD)
        self._metrics = {id(f): QFontMetrics(f) for f in (self._strong, self._small, self._figures, self._bold)}
        self._lit = False  # the line being painted has the keyboard
        self._cut: dict[tuple[str, int, int], str] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size it would like."""
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        line = self._view.timeline.line(index.row())
        if line is None:
            return
        rect: QRect = option.rect
        if line.head:
            self._head(painter, rect, line)
            return
        self._ground(painter, rect, index.row())
        if line.task is not None:
            self._task(painter, rect, line.task, index.row())
        elif line.entry is not None:
            self._entry(painter, rect, line.entry)

    def _head(self, painter: QPainter, rect: QRect, line: Line) -> None:
        painter.setFont(self._bold)
        painter.setPen(theme().color(line.tone))
        box = rect.adjusted(PAD, 0, 0, -Space.XS)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), line.head)

    def _ground(self, painter: QPainter, rect: QRect, row: int) -> None:
        t = theme()
        self._lit = row == self._view.currentIndex().row() and self._view.hasFocus()
        if self._lit:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(t.color("accent"), Size.FOCUS))
            painter.setBrush(t.color("selection"))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -2), Size.RADIUS, Size.RADIUS)
        elif row == self._view.hovered:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.color("hover"))
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 0, 0, -1), Size.RADIUS, Size.RADIUS)
        painter.fillRect(rect.x() + PAD, rect.bottom(), rect.width() - PAD, Size.LINE, t.color("line"))

    def _disc(self, painter: QPainter, rect: QRect, icon: str, tint: str, lit: bool = False) -> None:
        t = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(t.color("accent" if lit else "line"), 1))
        painter.setBrush(t.color("soft" if lit else "surface"))
        disc = disc_in(rect)
        painter.drawEllipse(QRectF(disc).adjusted(0.5, 0.5, -0.5, -0.5))
        side = Size.ICON - 2
        image = t.pixmap(icon, "accent" if lit else tint, side, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(disc.x() + (DISC - side) / 2, disc.y() + (DISC - side) / 2), image)

    def _task(self, painter: QPainter, rect: QRect, task: TaskView, row: int) -> None:
        late = bool(task.due) and words.overdue(task.due or "")
        lit = row == self._view.hovered and self._view.on_disc
        tint = "bad" if late else "warning"
        self._disc(painter, rect, "check" if lit else "circle", tint, lit)
        when = words.due(task.due) if task.due else "No date"
        self._lines(painter, rect, task.title, "", when, "", tint if late else "")

    def _entry(self, painter: QPainter, rect: QRect, entry: TimelineEntry) -> None:
        kind = KINDS.get(entry.kind)
        self._disc(painter, rect, kind.icon if kind else "circle-dot", _TINTS.get(entry.kind, "muted"))
        model = self._view.timeline
        source = "" if entry.own else entry.source
        self._lines(painter, rect, model.title(entry), model.under(entry), day_of(entry.at), source)

    def _lines(
        self, painter: QPainter, rect: QRect, title: str, under: str, when: str, source: str, tone: str = ""
    ) -> None:
        t = theme()
        left, right = rect.x() + _TEXT_AT, rect.right() - PAD
        first = QRect(left, rect.y() + Space.S, right - left, self._height(self._strong))
        second = QRect(left, first.bottom() + 2, right - left, self._height(self._small))
        if not under and not source:
            first.moveTop(rect.y() + (rect.height() - first.height()) // 2)
        quiet = "text" if self._lit and t.tokens.dark else "muted"  # muted is too faint on the dark selection
        dated = self._right(painter, first, when, self._figures, t.color(tone or quiet))
        sourced = self._right(painter, second, source, self._small, t.color(quiet), second.width() // 3)
        painter.setPen(t.color("text"))
        self._text(painter, first, title, self._strong, dated)
        painter.setPen(t.color(quiet))
        self._text(painter, second, under, self._small, sourced)

    def _right(self, painter: QPainter, box: QRect, text: str, font: QFont, color: QColor, most: int = 1 << 14) -> int:
        """Paint at the right end and return how much room that took."""
        if not text:
            return 0
        shown = self._elided(text, font, most)
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), shown)
        return self._metrics[id(font)].horizontalAdvance(shown) + Space.L

    def _text(self, painter: QPainter, box: QRect, text: str, font: QFont, taken: int) -> None:
        if text:
            painter.setFont(font)
            shown = self._elided(text, font, box.width() - taken)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)

    def _height(self, font: QFont) -> int:
        return self._metrics[id(font)].height()

    def _elided(self, text: str, font: QFont, width: int) -> str:
        key = (text, id(font), width)
        shown = self._cut.get(key)
        if shown is None:
            if len(self._cut) >= _CACHED:
                self._cut.clear()
            flat = " ".join(text.split())
            shown = self._metrics[id(font)].elidedText(flat, Qt.TextElideMode.ElideRight, max(width, 0))
            self._cut[key] = shown
        return shown


def disc_in(rect: QRect) -> QRect:
    """Return where the round icon of a line stands."""
    return QRect(rect.x() + PAD, rect.y() + (rect.height() - DISC) // 2, DISC, DISC)


def day_of(iso: str) -> str:
    """Return the day within its month: "Sat 21"; the month head above says the rest."""
    weekday, number, *_ = words.day(iso).split()
    return f"{weekday} {number}"


class TimelineView(QTableView):
    """One column of lines over a `TimelineModel`. It reads on before its end is reached."""

    opened = Signal(object)
    """The owner wants to see the whole of an entry: its `Line`."""

    done_asked = Signal(int)
    """A task is to be marked as done: its id."""

    delete_asked = Signal(object)
    """A line is to be deleted: its `Line`."""

    def __init__(self, timeline: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.timeline = timeline
        self.hovered = -1
        self.on_disc = False
        self._anchor: tuple[Line, int] | None = None
        self._current: Line | None = None
        self._contact: int | None = None
        self._dress()
        self.setModel(timeline)
        self.setItemDelegate(TimelineDelegate(self))
        timeline.modelAboutToBeReset.connect(self._before_reset)
        timeline.loaded.connect(self._settle)
        self._heads: set[int] = set()
        timeline.grown.connect(self._set_heights)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme().changed.connect(self.viewport().update)

    def _dress(self) -> None:
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW)
        rows.setMinimumSectionSize(HEAD)
        rows.hide()
        columns = self.horizontalHeader()
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.hide()
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setAccessibleName("Timeline")

    # what the model tells

    def _before_reset(self) -> None:
        """Note what is at the top and under the cursor, to find both again."""
        row = self.rowAt(0)
        while (line := self.timeline.line(row)) is not None and line.head:
            row += 1
        self._anchor = (line, self.rowViewportPosition(row)) if line is not None else None
        self._current = self.timeline.line(self.currentIndex().row())

    def _settle(self) -> None:
        self._set_heights(0)
        same = self.timeline.contact == self._contact
        self._contact = self.timeline.contact
        bar = self.verticalScrollBar()
        row = self.timeline.row_of(self._anchor[0]) if same and self._anchor is not None else -1
        if row >= 0 and self._anchor is not None and bar.value() + self.rowViewportPosition(row) != self._anchor[1]:
            bar.setValue(bar.value() + self.rowViewportPosition(row) - self._anchor[1])
        elif row < 0:
            bar.setValue(0)
        row = self.timeline.row_of(self._current) if same and self._current is not None else -1
        if row >= 0:
            self.setAutoScroll(False)
            self.setCurrentIndex(self.timeline.index(row, 0))
            self.setAutoScroll(True)

    def _set_heights(self, start: int) -> None:
        """Make the heads lower than the rest; the header's signals would lay out the view once for each."""
        header = self.verticalHeader()
        heads = set(self.timeline.heads(start))
        header.blockSignals(True)
        for row in self._heads - heads:  # a header keeps its sections' sizes when the model is reset
            if start <= row < header.count():
                header.resizeSection(row, header.defaultSectionSize())
        for row in heads:
            header.resizeSection(row, HEAD)
        header.blockSignals(False)
        self._heads = {row for row in self._heads if row < start} | heads
        self.updateGeometries()
        self.viewport().update()

    def _scrolled(self, value: int) -> None:
        if value > self.verticalScrollBar().maximum() - 2 * self.viewport().height():
            self.timeline.fetchMore()

    # what the owner does

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        at = event.position().toPoint()
        self._hover(self.rowAt(at.y()), at)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._hover(-1, QPoint(-1, -1))
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark a task as done by its circle; else choose and open the line."""
        at = event.position().toPoint()
        row = self.rowAt(at.y())
        line = self.timeline.line(row)
        if line is None or line.head or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setCurrentIndex(self.timeline.index(row, 0))
        if line.task is not None and self._hits_disc(row, at):
            self.done_asked.emit(line.task.id)
        else:
            self.opened.emit(line)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a line."""
        index, at = asked_for(self, event)
        line = self.timeline.line(index.row())
        if line is None or line.head:
            return
        self.setCurrentIndex(index)
        entries = [Entry("Open", lambda: self.opened.emit(line), "Return")]
        if line.task is not None:
            task = line.task.id
            entries.append(Entry("Mark as done", lambda: self.done_asked.emit(task), "D"))
        entries.append(Entry("Copy", copier(self.timeline.data(index, Qt.ItemDataRole.AccessibleTextRole))))
        if line.task is not None or (line.entry is not None and line.entry.own):
            entries.append(Entry("Delete", lambda: self.delete_asked.emit(line), "Delete"))
        pop_up(self, at, entries)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, mark a task as done by Space or D, delete by Delete."""
        line = self.timeline.line(self.currentIndex().row())
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.timeline.rowCount():
            first = 1 if self.timeline.line(0) is not None else 0
            row = first if event.key() == Qt.Key.Key_Home else self.timeline.rowCount() - 1
            self.setCurrentIndex(self.timeline.index(row, 0))
        elif line is None or line.head:
            super().keyPressEvent(event)
        elif line.task is not None and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_D):
            self.done_asked.emit(line.task.id)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(line)
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit(line)
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Step over the headings."""
        moved = super().moveCursor(action, modifiers)
        back = action in (
            QAbstractItemView.CursorAction.MoveUp,
            QAbstractItemView.CursorAction.MovePageUp,
            QAbstractItemView.CursorAction.MovePrevious,
        )
        row = moved.row()
        while (line := self.timeline.line(row)) is not None and line.head:
            row += -1 if back and row > 0 else 1
            back = back and row > 0
        return self.timeline.index(row, 0) if line is not None else self.currentIndex()

    def event(self, event: QEvent) -> bool:
        """Keep Delete for the line under the cursor from becoming the window's command."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            chosen = self.timeline.line(self.currentIndex().row())
            if chosen is not None and not chosen.head and event.key() == Qt.Key.Key_Delete:
                event.accept()
                return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say when exactly and from where in the tool tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            line = self.timeline.line(self.rowAt(event.pos().y()))
            hint = hint_of(line) if line is not None else ""
            if line is not None and line.task is not None and self.on_disc:
                hint = "Mark as done"
            QToolTip.showText(event.globalPos(), tip(hint), self)
            return True
        return super().viewportEvent(event)

    def rect_of_line(self, line: Line) -> QRect:
        """Return where a line stands, in the viewport."""
        return self.visualRect(self.timeline.index(self.timeline.row_of(line), 0))

    def _hits_disc(self, row: int, at: QPoint) -> bool:
        rect = self.visualRect(self.timeline.index(row, 0))
        return disc_in(rect).adjusted(-Space.XS, -Space.XS, Space.XS, Space.XS).contains(at)

    def _hover(self, row: int, at: QPoint) -> None:
        line = self.timeline.line(row)
        on_disc = line is not None and line.task is not None and self._hits_disc(row, at)
        if (row, on_disc) != (self.hovered, self.on_disc):
            self.hovered, self.on_disc = row, on_disc
            points = line is not None and not line.head
            shape = Qt.CursorShape.PointingHandCursor if points else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    # room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the content to the new size."""
        super().resizeEvent(event)
        self.setColumnWidth(0, self.width() - Size.SCROLLBAR)


def hint_of(line: Line) -> str:
    """Return what the tool tip of a line says."""
    if line.entry is not None:
        return "\n".join(part for part in (words.exact(line.entry.at), whence(line.entry)) if part)
    return words.exact(line.task.due) if line.task is not None else ""
