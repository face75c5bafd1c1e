"""How the rows of Today are painted: heads, and lines on the card of their section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemDelegate, QStyle, QStyleOptionViewItem

from deskcrm.services.today import Line
from deskcrm.ui.screens.today_parts.model import TONES, Row, icon_of, under, when
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets import avatar
from deskcrm.ui.widgets.sides import begin_row, seen_side, seen_sign, seen_within

if TYPE_CHECKING:
    from deskcrm.ui.screens.today_parts.view import TodayView

Index = QModelIndex | QPersistentModelIndex

ROW: Final = 56
TALL_ROW: Final = 72
HEAD: Final = 38
_LINE: Final = 18
_FACE: Final = 28
_CIRCLE: Final = 17
_AGAIN: Final = 12
_VCENTER: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class TodayDelegate(QAbstractItemDelegate):
    """Paints one row. In a narrow column (`tall`) lines have no circle and no day, and their words take two lines."""

    def __init__(self, view: TodayView) -> None:
        super().__init__(view)
        self._view = view
        self._mirrored = False
        t = theme()
        self._name, self._title = t.font(weight=Type.BOLD), t.font()
        self._small, self._head = t.font(Type.SMALL), t.font(Type.SMALL, Type.BOLD)
        self._when = t.font(Type.SMALL, tabular=True)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size of a line."""
        return QSize(0, TALL_ROW if self._view.tall else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        self._mirrored = begin_row(painter, option.direction)
        row = self._view.today.row(index.row())
        if row is None:
            return
        painter.save()
        painter.setClipRect(option.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.line is None:
            self._paint_head(painter, option.rect, row, index)
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_ground(painter, option.rect, row, index, chosen)
            self._paint_line(painter, option.rect, row, row.line, chosen and theme().tokens.dark, index.row())
        painter.restore()

    def _paint_head(self, painter: QPainter, rect: QRect, row: Row, index: Index) -> None:
        t = theme()
        area = rect.adjusted(2, 0, 0, -Space.S)
        painter.setFont(self._head)
        painter.setPen(t.color(TONES.get(row.section, "muted")))
        if row.section == "later":
            aside = "chevron-left" if self._mirrored else "chevron-right"
            side = Size.ICON - 2
            image = t.pixmap(aside if row.folded else "chevron-down", "muted", side, _ratio(painter))
            place = self._seen(rect, QRect(area.x() - 1, area.bottom() - _LINE + 4, side, side))
            painter.drawPixmap(place.topLeft(), image)
            area.adjust(Size.ICON + 2, 0, 0, 0)
            if index == self._view.currentIndex() and self._view.hasFocus():
                ring = QRect(rect.x(), area.bottom() - _LINE - 3, 220, _LINE + 6)
                self._ring(painter, QRectF(self._seen(rect, ring)))
        flags = int(Qt.AlignmentFlag.AlignBottom | seen_side(mirrored=self._mirrored))
        painter.drawText(self._seen(rect, area), flags, row.head)

    def _paint_ground(self, painter: QPainter, rect: QRect, row: Row, index: Index, chosen: bool) -> None:
        """The part of the card that a line stands on; the card reaches over the clip where it goes on."""
        t = theme()
        reach = Size.CARD_RADIUS * 2
        card = QRectF(rect).adjusted(0.5, 0.5 if row.first else -reach, -0.5, -0.5 if row.last else reach)
        painter.setPen(t.color("line"))
        tone = "selection" if chosen else "hover" if index.row() == self._view.hovered else "surface"
        painter.setBrush(t.color(tone))
        painter.drawRoundedRect(card, Size.CARD_RADIUS, Size.CARD_RADIUS)
        if not row.last:
            painter.fillRect(rect.x() + 1, rect.bottom(), rect.width() - 2, Size.LINE, t.color("line"))
        if index == self._view.currentIndex() and self._view.hasFocus():
            self._ring(painter, QRectF(rect).adjusted(2, 2, -2, -3))

    def _seen(self, row: QRect, box: QRect) -> QRect:
        return seen_within(row, box, mirrored=self._mirrored)

    def _ring(self, painter: QPainter, rect: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().color("accent"), Size.FOCUS))
        painter.drawRoundedRect(rect, Size.RADIUS, Size.RADIUS)

    def _paint_line(self, painter: QPainter, rect: QRect, row: Row, line: Line, lit: bool, number: int) -> None:
        quiet = "text" if lit else "muted"  # muted is too faint on the dark selection
        left = rect.x() + Space.M
        if not self._view.tall:
            self._paint_circle(painter, rect, line, number)
            left = circle_in(rect, mirrored=False).right() + Space.M
        left = self._paint_face(painter, rect, line, left)
        right = rect.right() - Space.L
        if not self._view.tall:
            right -= self._paint_when(painter, rect, row, line, right, quiet)
        said = " ".join(under(row).split())
        lines = 1 + bool(said)
        if self._view.tall:
            lines += QFontMetrics(self._small).horizontalAdvance(said) > right - left - Space.XS
        top = rect.y() + (rect.height() - lines * _LINE) // 2
        self._paint_what(painter, rect, QRect(left, top, right - left, _LINE), line)
        painter.setFont(self._small)
        painter.setPen(theme().color(quiet))
        below = QRect(left, top + _LINE, right - left, (lines - 1) * _LINE)
        side = int(seen_side(mirrored=self._mirrored))
        if lines > 2:
            flags = side | int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
            painter.drawText(self._seen(rect, below), flags, said)
        else:
            shown = self._cut(self._small, said, below.width())
            painter.drawText(self._seen(rect, below), side | _VCENTER, shown)

    def _paint_circle(self, painter: QPainter, rect: QRect, line: Line, number: int) -> None:
        """The circle that marks as done; lines that are no tasks have the icon of their kind."""
        t = theme()
        box = circle_in(rect, mirrored=self._mirrored)
        lit = number == self._view.hovered and self._view.on_circle
        tone = "accent" if lit else {2: "bad", 1: "warning"}.get(line.priority, "muted")
        icon = "circle-check" if lit else "circle" if line.task is not None else icon_of(line)
        painter.drawPixmap(QPointF(box.topLeft()), t.pixmap(icon, tone, _CIRCLE, _ratio(painter)))

    def _paint_face(self, painter: QPainter, rect: QRect, line: Line, left: int) -> int:
        """The one it is with, or the kind of a task that is with nobody; return where the words begin."""
        place = self._seen(rect, QRect(left, rect.y() + (rect.height() - _FACE) // 2, _FACE, _FACE))
        if line.contact is not None:
            image = avatar.pixmap(line.contact, avatar.initials(line.name), _FACE, _ratio(painter))
            painter.drawPixmap(place.topLeft(), image)
        else:
            t = theme()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.color("soft"))
            painter.drawEllipse(QRectF(place))
            inset = (_FACE - Size.ICON) / 2
            image = t.pixmap(icon_of(line), "accent", Size.ICON, _ratio(painter))
            painter.drawPixmap(QPointF(place.x() + inset, place.y() + inset), image)
        return left + _FACE + 10

    def _paint_what(self, painter: QPainter, rect: QRect, area: QRect, line: Line) -> None:
        """Who and what: "Carmen Ruiz Ortega · Send the quote"; in a narrow column who alone."""
        t = theme()
        painter.setPen(t.color("text"))
        if line.name:
            shown = self._cut(self._name, line.name, area.width() if self._view.tall else round(area.width() * 0.6))
            area = self._write(painter, rect, area, self._name, shown)
            if self._view.tall:
                return
            area = self._write(painter, rect, area, self._title, seen_sign(" · ", mirrored=self._mirrored))
        if line.priority:
            painter.setPen(t.color("bad" if line.priority > 1 else "warning"))
            marks = seen_sign("!" * line.priority + " ", mirrored=self._mirrored)
            area = self._write(painter, rect, area, self._name, marks)
            painter.setPen(t.color("text"))
        self._write(painter, rect, area, self._title, self._cut(self._title, line.title, area.width()))

    def _paint_when(self, painter: QPainter, rect: QRect, row: Row, line: Line, right: int, quiet: str) -> int:
        """The day or time at the right end, with a sign where it comes again; return how much room that took."""
        t = theme()
        said = when(row)
        if not said:
            return 0
        timed = row.section == "today" and said[:1].isdigit()
        painter.setFont(self._when)
        painter.setPen(t.color("bad" if row.section == "overdue" else "accent" if timed else quiet))
        area = QRect(rect.x(), rect.y(), right - rect.x(), rect.height())
        flags = _VCENTER | int(seen_side(mirrored=self._mirrored, at_end=True))
        painter.drawText(self._seen(rect, area), flags, said)
        wide = QFontMetrics(self._when).horizontalAdvance(said) + Space.L
        if line.repeats:
            image = t.pixmap("rotate-ccw", quiet, _AGAIN, _ratio(painter))
            place = self._seen(rect, QRect(right - wide - 2, rect.center().y() - _AGAIN // 2 + 1, _AGAIN, _AGAIN))
            painter.drawPixmap(place.topLeft(), image)
            wide += _AGAIN + Space.S
        return wide

    def _write(self, painter: QPainter, row: QRect, area: QRect, font: QFont, text: str) -> QRect:
        """Write where an area begins; return what is left of it."""
        painter.setFont(font)
        painter.drawText(self._seen(row, area), _VCENTER | int(seen_side(mirrored=self._mirrored)), text)
        return area.adjusted(QFontMetrics(font).horizontalAdvance(text), 0, 0, 0)

    @staticmethod
    def _cut(font: QFont, text: str, width: int) -> str:
        flat = " ".join(text.split())
        return QFontMetrics(font).elidedText(flat, Qt.TextElideMode.ElideRight, max(width, 0))


def circle_in(rect: QRect, *, mirrored: bool) -> QRect:
    """Return where the circle of a line is seen."""
    box = QRect(rect.x() + Space.L - 1, rect.y() + (rect.height() - _CIRCLE) // 2, _CIRCLE, _CIRCLE)
    return seen_within(rect, box, mirrored=mirrored)


def _ratio(painter: QPainter) -> float:
    return painter.device().devicePixelRatioF()
