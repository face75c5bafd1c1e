"""Completes a line by what is used already, with how many use it; what is offered is asked for as one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from deskcrm.languages import number, tr
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.sides import begin_row, seen_side, seen_within

Suggest = Callable[[str, str, Callable[[Sequence[tuple[str, int]]], None]], object]
"""Asks for the values of a field that begin with what is typed: `suggest(field, typed, answer)`."""

_MANY: Final = Qt.ItemDataRole.UserRole
_SHOWN: Final = 6
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Completion(QListWidget):
    """The list under a field, there only while it has something to offer. Up and Down choose, Enter takes."""

    taken = Signal()
    """A value of the list stands in the field now."""

    resized = Signal()

    def __init__(self, field: QLineEdit, key: str, suggest: Suggest) -> None:
        super().__init__()
        self._field, self._key, self._suggest = field, key, suggest
        self.setAccessibleName(tr("Suggestions"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Line(self))
        self.itemClicked.connect(self._take)
        self.hide()
        field.textEdited.connect(self._ask)
        field.installEventFilter(self)

    @property
    def offers(self) -> list[tuple[str, int]]:
        """What is offered, and how many have each."""
        items = [self.item(n) for n in range(self.count())]
        return [(item.text(), int(item.data(_MANY))) for item in items]

    def _ask(self, text: str) -> None:
        typed = text.strip()
        if typed:
            self._suggest(self._key, typed, self._offer)
        else:
            self._offer(())

    def _offer(self, found: Sequence[tuple[str, int]]) -> None:
        typed = self._field.text().strip()
        self.clear()
        for value, many in found:
            if typed and value != typed:
                item = QListWidgetItem(value, self)
                item.setData(_MANY, many)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{value}, {number(many)}")
        self.setFixedHeight(min(self.count(), _SHOWN) * _HEIGHT + 2 * Size.LINE)
        self.setVisible(self.count() > 0)
        self.resized.emit()

    def _take(self, item: QListWidgetItem) -> None:
        self._field.setText(item.text())
        self.taken.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose and take by the keys of the field."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or self.isHidden():
            return super().eventFilter(watched, event)
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step:
            before = self.currentRow() if self.currentRow() >= 0 or step > 0 else 0
            self.setCurrentRow((before + step) % self.count())
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self._take(self.currentItem())
            return True
        return super().eventFilter(watched, event)


_HEIGHT: Final = Size.CHIP


class _Line(QStyledItemDelegate):
    """A value, and at the end how many have it."""

    def __init__(self, of: Completion) -> None:
        super().__init__(of)
        self._of = of

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:  # type: ignore[override]
        """Return the size of a line."""
        return QSize(Space.XL, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """Paint it, as plain text."""
        mirrored = begin_row(painter, option.direction)
        box: QRect = option.rect
        painter.save()
        if self._of.currentIndex() == index:
            painter.fillRect(box, theme().color("selection"))
        inner = box.adjusted(Space.S, 0, -Space.S, 0)
        many = number(index.data(_MANY))
        painter.setFont(theme().font(Type.SMALL, Type.REGULAR, True))
        painter.setPen(theme().color("muted"))
        end = int(seen_side(mirrored=mirrored, at_end=True) | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(seen_within(box, inner, mirrored=mirrored), end, many)
        inner.setRight(inner.right() - painter.fontMetrics().horizontalAdvance(many) - Space.S)
        painter.setFont(theme().font())
        painter.setPen(theme().color("text"))
        text = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, inner.width())
        begin = int(seen_side(mirrored=mirrored) | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(seen_within(box, inner, mirrored=mirrored), begin, text)
        painter.restore()
