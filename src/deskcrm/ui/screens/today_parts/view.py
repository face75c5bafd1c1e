"""The list of Today: keys and pointer become what the owner wants done with which lines."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from deskcrm.languages import tr
from deskcrm.services.today import Line
from deskcrm.ui import words
from deskcrm.ui.screens.today_parts.delegate import HEAD, ROW, TALL_ROW, TodayDelegate, circle_in
from deskcrm.ui.screens.today_parts.model import TodayModel, under
from deskcrm.ui.theme import Space, theme
from deskcrm.ui.widgets.basic import tip
from deskcrm.ui.widgets.one_column import dress, resize_heads
from deskcrm.ui.widgets.row_menu import Entry, asked_for, pop_up
from deskcrm.ui.widgets.sides import seen_within

ACTS: Final = {
    Qt.Key.Key_D: "done", Qt.Key.Key_Space: "done", Qt.Key.Key_S: "snooze", Qt.Key.Key_L: "log",
    Qt.Key.Key_E: "email", Qt.Key.Key_Return: "open", Qt.Key.Key_Enter: "open", Qt.Key.Key_F2: "edit",
    Qt.Key.Key_N: "new", Qt.Key.Key_Delete: "delete",
}  # fmt: skip
"""The keys of a line, and what they mean; letters without Ctrl."""

_REACH: Final = 8
"""How far beside the circle a click still means it."""


class TodayView(QTableView):
    """One column of rows over a `TodayModel`."""

    acted = Signal(str, list)
    """What is to be done ("done", "snooze", "log", "email", "open", "edit", "new", "delete") with which lines."""

    def __init__(self, today: TodayModel, name: str, *, tall: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today, self.tall = today, tall
        self.hovered, self.on_circle = -1, False
        self._kept: tuple[Hashable, int] | None = None
        self._heads: set[int] = set()
        self._dress(name)
        self.setModel(today)
        self.setItemDelegate(TodayDelegate(self))
        today.modelAboutToBeReset.connect(self._before_reset)
        today.modelReset.connect(self._settle)
        theme().changed.connect(self.viewport().update)

    def _dress(self, name: str) -> None:
        dress(self, TALL_ROW if self.tall else ROW, HEAD)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAccessibleName(name)
        self.setAccessibleDescription(tr("D done, S snooze, L log a call, E email, Enter opens the profile"))

    # what is chosen

    @property
    def chosen(self) -> list[Line]:
        """The lines that are chosen, in their order; else the one under the cursor."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [line for row in rows or [self.currentIndex().row()] if (line := self.today.line(row)) is not None]

    def content_height(self) -> int:
        """How high all its rows are."""
        return self.verticalHeader().length()

    def _before_reset(self) -> None:
        row = self.today.row(self.currentIndex().row())
        self._kept = (row.key, self.currentIndex().row()) if row is not None else None

    def _settle(self) -> None:
        """Make heads lower, and put the cursor where it was, or on what has come into its place."""
        self._set_heights()
        key, before = self._kept or (None, 0)
        number = self.today.number_of(key) if key is not None else -1
        number = number if number >= 0 else self.today.next_line(before)
        if number >= 0 and (self._kept is not None or not self.tall):
            index = self.today.index(number, 0)
            self.setAutoScroll(self._kept is not None)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.setAutoScroll(True)
        self.hovered = -1

    def _set_heights(self) -> None:
        heads = {number for number, row in enumerate(self.today.rows) if row.line is None}
        resize_heads(self, heads, HEAD, self._heads - heads)
        self._heads = heads
        self.viewport().update()

    # what the owner does

    def event(self, event: QEvent) -> bool:
        """Keep Delete from becoming the window's command."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and Qt.Key(event.key()) in ACTS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on its own keys."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        act = ACTS.get(Qt.Key(event.key()), "") if plain else ""
        row = self.today.row(self.currentIndex().row())
        if act in ("open", "done") and row is not None and row.section == "later" and row.line is None:
            self.today.unfold()
        elif act == "new" or (act and self.chosen):
            self.acted.emit(act, self.chosen)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        at = event.position().toPoint()
        self._hover(self.rowAt(at.y()), at)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._hover(-1, QPoint(-1, -1))
        super().leaveEvent(event)

    def _hover(self, row: int, at: QPoint) -> None:
        on_circle = self._hits_circle(row, at)
        if (row, on_circle) != (self.hovered, self.on_circle):
            self.hovered, self.on_circle = row, on_circle
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if on_circle else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def _hits_circle(self, row: int, at: QPoint) -> bool:
        if self.tall or self.today.line(row) is None:
            return False
        circle = circle_in(self.visualRect(self.today.index(row, 0)), mirrored=self.isRightToLeft())
        return circle.adjusted(-_REACH, -_REACH, _REACH, _REACH).contains(at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark as done by the circle, unfold by its head; else choose."""
        at = event.position().toPoint()
        number = self.rowAt(at.y())
        row = self.today.row(number)
        if row is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
        elif row.line is None:
            if row.section == "later":
                self.today.unfold()
        elif self._hits_circle(number, at):
            self.acted.emit("done", [row.line])
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a task to change it, or the profile of a line that is none."""
        line = self.today.line(self.rowAt(event.position().toPoint().y()))
        if line is not None:
            self.acted.emit("edit" if line.task is not None else "open", [line])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the lines that are chosen."""
        index, at = asked_for(self, event)
        if self.today.line(index.row()) is None:
            return
        if not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        pop_up(self, at, self._entries())

    def _entries(self) -> list[Entry]:
        lines = self.chosen
        entries = [Entry(tr("Done"), self._actor("done"), "D"), Entry(tr("Snooze…"), self._actor("snooze"), "S")]
        if len(lines) == 1 and lines[0].contact is not None:
            entries += [
                Entry(tr("Log a call…"), self._actor("log"), "L"),
                Entry(tr("Write an email"), self._actor("email"), "E"),
                Entry(tr("Open the profile"), self._actor("open"), "Return"),
            ]  # fmt: skip
        if any(line.task is not None for line in lines):
            if len(lines) == 1:
                entries.append(Entry(tr("Change…"), self._actor("edit"), "F2"))
            else:
                entries.append(Entry(tr("Give to somebody else…"), self._actor("give")))
            entries.append(Entry(tr("Delete"), self._actor("delete"), "Delete"))
        return entries

    def _actor(self, act: str) -> Callable[[], None]:
        return lambda: self.acted.emit(act, self.chosen)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the whole of what may be cut, and the exact time."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self.today.row(self.rowAt(event.pos().y()))
            if row is not None and row.line is not None:
                line = row.line
                parts = (line.title, under(row), words.exact(line.due) if line.task else "", line.repeats)
                QToolTip.showText(event.globalPos(), tip("\n".join(part for part in parts if part)), self)
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the cursor on the first line where there is none."""
        super().focusInEvent(event)
        if self.today.row(self.currentIndex().row()) is None:
            number = self.today.next_line(0)
            if number >= 0:
                self.setCurrentIndex(self.today.index(number, 0))
        self.viewport().update()

    def menu_point(self) -> QPoint:
        """Return where on the screen a menu for the line under the cursor begins."""
        rect = self.visualRect(self.currentIndex())
        begin = QRect(rect.bottomLeft() + QPoint(Space.XL * 3, -Space.S), QSize(1, 1))
        return self.viewport().mapToGlobal(seen_within(rect, begin, mirrored=self.isRightToLeft()).topLeft())
