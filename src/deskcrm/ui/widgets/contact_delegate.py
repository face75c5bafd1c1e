"""The cells of the list of contacts: avatars, stage dots, figures, and marks on what the filter matched."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemDelegate, QStyle, QStyleOptionViewItem

from deskcrm.domain.views import ListRow
from deskcrm.ui import words
from deskcrm.ui.models.columns import Column
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets import avatar, dot

if TYPE_CHECKING:
    from deskcrm.ui.widgets.contact_view import ContactView

Index = QModelIndex | QPersistentModelIndex

PAD: Final = 10
_CACHED_TEXTS: Final = 8192
_STRONG: Final = frozenset({"name", "stage", "value"})
"""What is written in the colour of text; the rest is muted."""
_BAR: Final = 8  # height of a placeholder's bar
_MARKED: Final = frozenset({"name", "organization", "email", "city", "phone"})


class ContactDelegate(QAbstractItemDelegate):
    """Paints a cell from the `ListRow` of its line."""

    def __init__(self, view: ContactView) -> None:
        super().__init__(view)
        self._view = view
        self._texts: dict[tuple[str, int, int], str] = {}
        self.sought: tuple[str, ...] = ()
        self._mirrored = False
        t = theme()
        self._plain = t.font()
        self._strong = t.font(weight=Type.MEDIUM)
        self._figures = t.font(tabular=True)
        self._money = t.font(weight=Type.MEDIUM, tabular=True)
        self._metrics = {id(f): QFontMetrics(f) for f in (self._plain, self._strong, self._figures, self._money)}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size it would like."""
        return QSize(0, Size.ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        rect: QRect = option.rect
        self._mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a phone number reads from the left anyway
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        column = self._view.table.columns[index.column()]
        self._ground(painter, rect, index, selected)
        row = self._view.table.row_at(index.row())
        if row is None:
            self._placeholder(painter, rect, column)
        else:
            self._cell(painter, rect, column, row, selected)

    def _ground(self, painter: QPainter, rect: QRect, index: Index, selected: bool) -> None:
        t = theme()
        if selected:
            painter.fillRect(rect, t.color("selection"))
        elif index.row() == self._view.hovered:
            painter.fillRect(rect, t.color("hover"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), Size.LINE, t.color("line"))
        if index.row() == self._view.currentIndex().row() and self._view.hasFocus():
            self._focus(painter, rect, index.column())

    def _focus(self, painter: QPainter, rect: QRect, column: int) -> None:
        accent = theme().color("accent")
        painter.fillRect(rect.x(), rect.top(), rect.width(), Size.LINE, accent)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), Size.LINE, accent)
        first, last = self._view.outer_columns()
        if self._mirrored:
            first, last = last, first
        if column == first:
            painter.fillRect(rect.x(), rect.top(), Size.FOCUS, rect.height(), accent)
        if column == last:
            painter.fillRect(rect.right() - 1, rect.top(), Size.FOCUS, rect.height(), accent)

    def _placeholder(self, painter: QPainter, rect: QRect, column: Column) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("placeholder"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = rect.y() + (rect.height() - _BAR) / 2
        rest = rect.adjusted(PAD, 0, 0, 0) if not self._mirrored else rect.adjusted(0, 0, -PAD, 0)
        if column.key == "name":
            side = Size.AVATAR
            painter.drawEllipse(QRectF(self._placed(rest, side), rect.y() + (rect.height() - side) / 2, side, side))
            self._go_on(rest, side + PAD)
        width = max(0, round(rest.width() * 0.6))
        if column.right:
            self._go_on(rest, rest.width() - width - PAD)
        painter.drawRoundedRect(QRectF(self._placed(rest, width), top, width, _BAR), _BAR / 2, _BAR / 2)

    def _cell(self, painter: QPainter, rect: QRect, column: Column, row: ListRow, selected: bool) -> None:
        inner = rect.adjusted(PAD, 0, -PAD, 0)
        font = self._plain
        if column.key == "name":
            ratio = painter.deviceTransform().m11()
            face = self._view.faces.of(row.id, ratio)
            image = face or avatar.pixmap(row.id, avatar.initials(row.name), Size.AVATAR, ratio)
            left = self._placed(inner, Size.AVATAR)
            painter.drawPixmap(QPointF(left, inner.y() + (inner.height() - Size.AVATAR) / 2), image)
            self._go_on(inner, Size.AVATAR + PAD)
            font = self._strong
        elif column.key == "stage" and row.stage:
            left = self._placed(inner, Size.DOT)
            dot.paint(painter, left, inner.y() + inner.height() / 2, theme().color(f"stage.{row.stage}"))
            self._go_on(inner, Size.DOT + 6)
        elif column.key == "value":
            font = self._money
        elif column.right:
            font = self._figures
        tone = "muted" if column.key not in _STRONG and not (selected and theme().tokens.dark) else "text"
        text = column.text(row)
        if column.key == "value" and self._metrics[id(font)].horizontalAdvance(text) > inner.width():
            text = words.short_money(row.value, row.currency)
        values = row.cells.get(column.cell, ()) if column.marked else ()
        colours = [theme().own(column.marked, value) for value in values]
        if any(colours):
            self._coloured(painter, inner, values, colours, theme().color(tone))
        else:
            self._text(painter, inner, column, text, font, theme().color(tone))

    def _coloured(
        self, painter: QPainter, inner: QRect, values: Sequence[str], colours: Sequence[QColor | None], tone: QColor
    ) -> None:
        """Paint values beside each other, those with a colour behind their dots, as far as there is room."""
        rest = QRect(inner)
        metrics = self._metrics[id(self._plain)]
        painter.setFont(self._plain)
        for place, (value, colour) in enumerate(zip(values, colours, strict=True)):
            if colour is not None:
                dot.paint(painter, self._placed(rest, Size.DOT), rest.y() + rest.height() / 2, colour)
                self._go_on(rest, Size.DOT + Space.XS)
            text = value + ("," if place < len(values) - 1 else "")
            if rest.width() <= 0:
                return
            painter.setPen(tone)
            painter.drawText(rest, self._side(right=False), self._elided(text, self._plain, rest.width()))
            self._go_on(rest, metrics.horizontalAdvance(text) + Space.XS)

    def _text(self, painter: QPainter, rect: QRect, column: Column, text: str, font: QFont, color: QColor) -> None:
        if not text:
            return
        shown = self._elided(text, font, rect.width())
        painter.setFont(font)
        if self.sought and column.key in _MARKED and self._mark(painter, rect, shown, font):
            color = theme().color("text")
        painter.setPen(color)
        painter.drawText(rect, self._side(column.right), shown)

    # the same from the right in a window that is read that way

    def _placed(self, rest: QRect, width: int) -> int:
        """Return the left end of what is painted first into what is left of a cell."""
        return rest.right() + 1 - width if self._mirrored else rest.x()

    def _go_on(self, rest: QRect, width: int) -> None:
        if self._mirrored:
            rest.setRight(rest.right() - width)
        else:
            rest.setLeft(rest.left() + width)

    def _side(self, right: bool) -> int:
        side = Qt.AlignmentFlag.AlignRight if right != self._mirrored else Qt.AlignmentFlag.AlignLeft
        flat = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        return int(side | flat)

    def _elided(self, text: str, font: QFont, width: int) -> str:
        key = (text, id(font), width)
        shown = self._texts.get(key)
        if shown is None:
            if len(self._texts) >= _CACHED_TEXTS:
                self._texts.clear()
            flat = text.replace("\n", " ")
            shown = self._metrics[id(font)].elidedText(flat, Qt.TextElideMode.ElideRight, width)
            self._texts[key] = shown
        return shown

    def _mark(self, painter: QPainter, rect: QRect, shown: str, font: QFont) -> bool:
        """Paint the ground of every place that a word of the filter matches; say whether there was one."""
        text = folded(shown)
        metrics = self._metrics[id(font)]
        found = False
        for word in self.sought:
            at = beginning(text, word)
            if at >= 0:
                left = metrics.horizontalAdvance(shown[:at])
                width = metrics.horizontalAdvance(shown[: at + len(word)]) - left
                top = rect.y() + (rect.height() - metrics.height()) // 2
                if self._mirrored:
                    left = rect.width() - metrics.horizontalAdvance(shown) + left
                painter.fillRect(rect.x() + left, top, width, metrics.height(), theme().color("hit"))
                found = True
        return found


@lru_cache(maxsize=_CACHED_TEXTS)
def folded(text: str) -> str:
    """Return the text without case and accents, letter for letter."""
    if text.isascii():
        return text.lower()
    letters = (unicodedata.normalize("NFKD", letter)[0].casefold() for letter in text)
    return "".join(plain if len(plain) == 1 else letter for letter, plain in zip(text, letters, strict=True))


def beginning(folded: str, word: str) -> int:
    """Return where a word of the text begins with `word`, -1 where none does."""
    at = folded.find(word)
    while at > 0 and folded[at - 1].isalnum():
        at = folded.find(word, at + 1)
    return at
