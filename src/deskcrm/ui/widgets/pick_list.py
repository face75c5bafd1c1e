"""A short list to choose from: words, a count at the end of their line, a box to tick where several may be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from deskcrm.languages import tr
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.sides import begin_row, seen_side, seen_within

Index = QModelIndex | QPersistentModelIndex

ROW: Final = 30
_BOX: Final = 16
_PICK: Final = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Pick:
    """One line. `ticked` None: it has no box."""

    key: str
    text: str
    detail: str = ""
    ticked: bool | None = None
    fixed: bool = False  # its box can't be changed


class PickList(QListWidget):
    """Arrows move, Space ticks, Enter takes; `steer` moves it while a field above has the keyboard.

    The lines of a `sortable` one are carried by the mouse, or by Alt and the arrows, to another place.
    """

    taken = Signal(str)
    """Enter or, where there are no boxes, a click."""

    ticked = Signal(str, bool)
    moved = Signal()
    """The owner put the lines into another order."""

    def __init__(self, name: str, rows: int, *, sortable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("boxed", True)
        self.setItemDelegate(_PickDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setFixedHeight(rows * ROW + 2)
        self._sortable = sortable
        self._held = -1  # the row that the mouse holds
        self._dragged = False
        self.itemClicked.connect(self._clicked)
        self._instead = ""

    def show_picks(self, picks: Sequence[Pick]) -> None:
        """Show these lines, with the cursor on the one it was on."""
        here = self.current
        self.clear()
        for pick in picks:
            item = QListWidgetItem()
            self._put(item, pick)
            self.addItem(item)
        if here is not None:
            self.setCurrentRow(next((n for n, pick in enumerate(picks) if pick.key == here.key), -1))

    def say(self, words: str) -> None:
        """Say this where there are no lines."""
        self._instead = words
        self.setAccessibleDescription(words)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        super().paintEvent(event)
        if self._instead and not self.count():
            painter = QPainter(self.viewport())
            painter.setFont(theme().font(Type.SMALL))
            painter.setPen(theme().color("muted"))
            room = self.viewport().rect().adjusted(Space.M, 0, -Space.M, 0)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._instead)

    @property
    def picks(self) -> list[Pick]:
        """The lines in their order."""
        return [self.item(row).data(_PICK) for row in range(self.count())]

    @property
    def current(self) -> Pick | None:
        """The line under the cursor."""
        item = self.currentItem()
        found: Pick | None = item.data(_PICK) if item is not None else None
        return found

    def steer(self, event: QKeyEvent) -> bool:
        """Move the cursor for a field that has the keyboard; say whether the key was one for that."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}.get(
            Qt.Key(event.key()), 0
        )
        if step and self.count():
            self.setCurrentRow(min(max(self.currentRow() + step, 0), self.count() - 1))
        return bool(step)

    def toggle(self) -> None:
        """Tick the line under the cursor, or no more."""
        item, pick = self.currentItem(), self.current
        if pick is not None and pick.ticked is not None and not pick.fixed:
            self._put(item, replace(pick, ticked=not pick.ticked))
            self.ticked.emit(pick.key, not pick.ticked)

    def shift(self, way: int) -> None:
        """Move the line under the cursor up (-1) or down (1)."""
        row = self.currentRow()
        if row >= 0 and 0 <= row + way < self.count():
            item = self.takeItem(row)
            self.insertItem(row + way, item)
            self.setCurrentRow(row + way)
            self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on its own keys."""
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shift(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Space:
            self.toggle()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit(self.current.key if self.current else "")
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a line."""
        super().mousePressEvent(event)
        self._held = self.indexAt(event.position().toPoint()).row() if self._sortable else -1
        self._dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the line that is held to where the pointer is."""
        if self._held < 0 or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        room = self.viewport().height() - 1
        at = self.indexAt(QPoint(1, min(max(round(event.position().y()), 0), room)))
        row = at.row() if at.isValid() else self.count() - 1
        if row != self._held:
            self.insertItem(row, self.takeItem(self._held))
            self.setCurrentRow(row)
            self._held, self._dragged = row, True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the line; a line that was carried is not clicked."""
        dragged, self._held = self._dragged, -1
        super().mouseReleaseEvent(event)
        self._dragged = False
        if dragged:
            self.moved.emit()

    def _clicked(self, _item: QListWidgetItem) -> None:
        if self._dragged:
            return
        pick = self.current
        if pick is not None and pick.ticked is None:
            self.taken.emit(pick.key)
        else:
            self.toggle()

    def _put(self, item: QListWidgetItem, pick: Pick) -> None:
        item.setData(_PICK, pick)
        ticked = {True: tr("ticked"), False: tr("not ticked"), None: ""}[pick.ticked]
        said = ", ".join(part for part in (pick.text, pick.detail, ticked) if part)
        item.setData(int(Qt.ItemDataRole.AccessibleTextRole), said)


class _PickDelegate(QAbstractItemDelegate):
    """Paints one line."""

    _mirrored = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size of a line."""
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        self._mirrored = begin_row(painter, option.direction)
        pick: Pick = index.data(_PICK)
        rect: QRect = option.rect
        t = theme()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.color("selection" if chosen else "hover"))
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 1, -2, -1), Space.XS, Space.XS)
        inner = rect.adjusted(Space.S, 0, -Space.S, 0)
        if pick.ticked is not None:
            self._box(painter, rect, inner, pick)
            inner.setLeft(inner.left() + _BOX + Space.S)
        if pick.detail:
            inner.setRight(self._detail(painter, rect, inner, pick.detail, bool(chosen and t.tokens.dark)))
        font = t.font()
        painter.setFont(font)
        painter.setPen(t.color("text"))
        flat = " ".join(pick.text.split())
        text = QFontMetrics(font).elidedText(flat, Qt.TextElideMode.ElideRight, inner.width())
        flags = int(Qt.AlignmentFlag.AlignVCenter | seen_side(mirrored=self._mirrored)) | int(
            Qt.TextFlag.TextSingleLine
        )
        painter.drawText(seen_within(rect, inner, mirrored=self._mirrored), flags, text)

    def _detail(self, painter: QPainter, row: QRect, rect: QRect, detail: str, plain: bool) -> int:
        t = theme()
        font = t.font(Type.SMALL, tabular=True)
        painter.setFont(font)
        painter.setPen(t.color("text" if plain else "muted"))
        flags = int(Qt.AlignmentFlag.AlignVCenter | seen_side(mirrored=self._mirrored, at_end=True))
        painter.drawText(seen_within(row, rect, mirrored=self._mirrored), flags, detail)
        return rect.right() - QFontMetrics(font).horizontalAdvance(detail) - Space.S

    def _box(self, painter: QPainter, row: QRect, rect: QRect, pick: Pick) -> None:
        t = theme()
        place = QRect(rect.x(), rect.y() + (rect.height() - _BOX) // 2, _BOX, _BOX)
        box = QRectF(seen_within(row, place, mirrored=self._mirrored)).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = "placeholder" if pick.fixed else "accent" if pick.ticked else "surface"
        painter.setPen(t.color("line" if pick.fixed else "accent" if pick.ticked else "faint"))
        painter.setBrush(t.color(ground))
        painter.drawRoundedRect(box, Space.XS, Space.XS)
        if pick.ticked:
            ratio = painter.deviceTransform().m11()
            mark = t.pixmap("check", "muted" if pick.fixed else "on_accent", Size.ICON - 4, ratio)
            painter.drawPixmap(box.center().toPoint().x() - 6, box.center().toPoint().y() - 6, mark)
