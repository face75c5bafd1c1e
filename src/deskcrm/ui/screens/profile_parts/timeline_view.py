"""The timeline as a list: what its lines do by mouse and keys, and how it stays where it is while it is read anew."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QToolTip,
    QWidget,
)

from deskcrm.languages import tr
from deskcrm.ui import words
from deskcrm.ui.models.timeline import TimelineModel
from deskcrm.ui.models.timeline_words import Line, whence
from deskcrm.ui.screens.profile_parts.timeline_delegate import (
    HEAD,
    ROW,
    TimelineDelegate,
    disc_in,
    undo_in,
)
from deskcrm.ui.theme import Size, Space, theme
from deskcrm.ui.widgets.basic import tip
from deskcrm.ui.widgets.one_column import dress, resize_heads
from deskcrm.ui.widgets.row_menu import Entry, asked_for, copier, pop_up


class TimelineView(QTableView):
    """One column of lines over a `TimelineModel`. It reads on before its end is reached."""

    opened = Signal(object)
    """The owner wants to see the whole of an entry: its `Line`."""

    done_asked = Signal(int)
    """A task is to be marked as done: its id."""

    delete_asked = Signal(object)
    """A line is to be deleted: its `Line`."""

    edit_asked = Signal(object)
    """An own entry is to be corrected: its `Line`."""

    pin_asked = Signal(object)
    """An entry is to stand on top, or no more: its `Line`."""

    undo_asked = Signal(int)
    """A change is to be undone: its operation."""

    def __init__(self, timeline: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.timeline = timeline
        self.hovered = -1
        self.on_disc = False
        self.on_undo = False
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
        timeline.reached.connect(self._go_to)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme().changed.connect(self.viewport().update)

    def _dress(self) -> None:
        dress(self, ROW, HEAD)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setWordWrap(False)
        self.setAccessibleName(tr("Timeline"))

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

    def _go_to(self, row: int) -> None:
        self.setCurrentIndex(self.timeline.index(row, 0))
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_heights(self, start: int) -> None:
        heads = set(self.timeline.heads(start))
        resize_heads(self, heads, HEAD, {row for row in self._heads - heads if row >= start})
        self._heads = {row for row in self._heads if row < start} | heads
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
        elif line.change is not None and line.change.undoable and self._hits_undo(row, at):
            self.undo_asked.emit(line.change.id)
        else:
            self.opened.emit(line)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a line."""
        index, at = asked_for(self, event)
        line = self.timeline.line(index.row())
        if line is None or line.head:
            return
        self.setCurrentIndex(index)
        entries = [Entry(tr("Open"), lambda: self.opened.emit(line), "Return")]
        if line.task is not None:
            task = line.task.id
            entries.append(Entry(tr("Mark as done"), lambda: self.done_asked.emit(task), "D"))
        if line.entry is not None and line.entry.own:
            entries.append(Entry(tr("Edit…"), lambda: self.edit_asked.emit(line)))
        if line.entry is not None:
            pinned = self.timeline.is_pinned(line.entry)
            entries.append(Entry(tr("Unpin") if pinned else tr("Pin"), lambda: self.pin_asked.emit(line), "P"))
        if line.change is not None and line.change.undoable:
            operation = line.change.id
            entries.append(Entry(tr("Undo this"), lambda: self.undo_asked.emit(operation)))
        entries.append(Entry(tr("Copy"), copier(self.timeline.data(index, Qt.ItemDataRole.AccessibleTextRole))))
        if line.task is not None or (line.entry is not None and line.entry.own):
            entries.append(Entry(tr("Delete"), lambda: self.delete_asked.emit(line), "Delete"))
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
        elif line.entry is not None and event.key() == Qt.Key.Key_P:
            self.pin_asked.emit(line)
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
                hint = tr("Mark as done")
            QToolTip.showText(event.globalPos(), tip(hint), self)
            return True
        return super().viewportEvent(event)

    def rect_of_line(self, line: Line) -> QRect:
        """Return where a line stands, in the viewport."""
        return self.visualRect(self.timeline.index(self.timeline.row_of(line), 0))

    def _hits_disc(self, row: int, at: QPoint) -> bool:
        rect = self.visualRect(self.timeline.index(row, 0))
        box = disc_in(rect, mirrored=self.isRightToLeft())
        return box.adjusted(-Space.XS, -Space.XS, Space.XS, Space.XS).contains(at)

    def _hits_undo(self, row: int, at: QPoint) -> bool:
        rect = self.visualRect(self.timeline.index(row, 0))
        box = undo_in(rect, mirrored=self.isRightToLeft())
        return box.adjusted(-Space.S, -Space.XS, Space.S, Space.XS).contains(at)

    def _hover(self, row: int, at: QPoint) -> None:
        line = self.timeline.line(row)
        on_disc = line is not None and line.task is not None and self._hits_disc(row, at)
        on_undo = line is not None and line.change is not None and self._hits_undo(row, at)
        if (row, on_disc, on_undo) != (self.hovered, self.on_disc, self.on_undo):
            self.hovered, self.on_disc, self.on_undo = row, on_disc, on_undo
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
    if line.change is not None:
        return words.exact(line.change.at)
    return words.exact(line.task.due) if line.task is not None else ""
