"""Paints the lines of the timeline: month heads, an icon, two lines, a date; changes are quieter than what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemDelegate, QStyleOptionViewItem

from deskcrm.domain.activities import kind_icon
from deskcrm.domain.views import HistoryEntry, TaskView, TimelineEntry
from deskcrm.languages import tr
from deskcrm.ui import words
from deskcrm.ui.models.timeline_words import Line, told_change
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.sides import begin_row, seen_side, seen_within

if TYPE_CHECKING:
    from deskcrm.ui.screens.profile_parts.timeline_view import TimelineView

Index = QModelIndex | QPersistentModelIndex

ROW: Final = 54
HEAD: Final = 36
DISC: Final = 26
PAD: Final = 6
"""How far the ground of a line reaches beyond its text."""
_TEXT_AT: Final = DISC + Space.M + PAD
_TINTS: Final = {"order": "accent", "call": "warning", "refund": "bad", "support": "bad"}
_CACHED: Final = 4096
UNDO: Final = tr("Undo")
_CHANGE_ICONS: Final = {
    "import": "import", "merge": "git-merge", "take_back": "split", "detach": "split", "move": "split", "add": "plus",
    "photo": "user-round", "photo_removed": "user-round", "link": "link", "unlink": "unlink", "tag": "tag",
    "archive": "archive", "archive_many": "archive", "remove": "trash-2", "remove_many": "trash-2",
    "bring_back": "archive-restore", "bring_back_many": "archive-restore",
}  # fmt: skip


class TimelineDelegate(QAbstractItemDelegate):
    """Paints one line."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__(view)
        self._view = view
        self._mirrored = False
        t = theme()
        self._strong = t.font(weight=Type.MEDIUM)
        self._plain = t.font()
        self._small = t.font(Type.SMALL)
        self._figures = t.font(Type.SMALL, tabular=True)
        self._bold = t.font(weight=Type.BOLD)
        self._metrics = {
            id(f): QFontMetrics(f) for f in (self._strong, self._plain, self._small, self._figures, self._bold)
        }
        self._lit = False  # the line being painted has the keyboard
        self._cut: dict[tuple[str, int, int], str] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size it would like."""
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        self._mirrored = begin_row(painter, option.direction)
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
            self._entry(painter, rect, line.entry, line.pinned)
        elif line.change is not None:
            self._change(painter, rect, line.change, index.row())

    def _head(self, painter: QPainter, rect: QRect, line: Line) -> None:
        painter.setFont(self._bold)
        painter.setPen(theme().color(line.tone))
        box = self._seen(rect, rect.adjusted(PAD, 0, 0, -Space.XS))
        painter.drawText(box, int(seen_side(mirrored=self._mirrored) | Qt.AlignmentFlag.AlignBottom), line.head)

    def _seen(self, row: QRect, box: QRect) -> QRect:
        return seen_within(row, box, mirrored=self._mirrored)

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
        below = QRect(rect.x() + PAD, rect.bottom(), rect.width() - PAD, Size.LINE)
        painter.fillRect(self._seen(rect, below), t.color("line"))

    def _disc(self, painter: QPainter, rect: QRect, icon: str, tint: str, lit: bool = False) -> None:
        t = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(t.color("accent" if lit else "line"), 1))
        painter.setBrush(t.color("soft" if lit else "surface"))
        disc = disc_in(rect, mirrored=self._mirrored)
        painter.drawEllipse(QRectF(disc).adjusted(0.5, 0.5, -0.5, -0.5))
        side = Size.ICON - 2
        image = t.pixmap(icon, "accent" if lit else tint, side, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(disc.x() + (DISC - side) / 2, disc.y() + (DISC - side) / 2), image)

    def _task(self, painter: QPainter, rect: QRect, task: TaskView, row: int) -> None:
        late = bool(task.due) and words.overdue(task.due or "")
        lit = row == self._view.hovered and self._view.on_disc
        tint = "bad" if late else "warning"
        self._disc(painter, rect, "check" if lit else "circle", tint, lit)
        when = words.due(task.due) if task.due else tr("No date")
        self._lines(painter, rect, task.title, "", when, "", tint if late else "")

    def _entry(self, painter: QPainter, rect: QRect, entry: TimelineEntry, pinned: bool) -> None:
        self._disc(painter, rect, kind_icon(entry.kind), _TINTS.get(entry.kind, "muted"))
        model = self._view.timeline
        source = "" if entry.own else entry.source
        day = words.plain_day(entry.at) if pinned else day_of(entry.at)  # no month stands above what is pinned
        self._lines(painter, rect, model.title(entry), model.under(entry), day, source)

    def _change(self, painter: QPainter, rect: QRect, change: HistoryEntry, row: int) -> None:
        """Quieter than what happened, with its Undo at the right."""
        self._disc(painter, rect, _CHANGE_ICONS.get(change.kind, "pencil"), "faint")
        undo = UNDO if change.undoable else ""
        self._lines(
            painter,
            rect,
            change.summary,
            told_change(change),
            day_of(change.at),
            undo,
            source_tone="accent",
            quiet=True,
        )
        if undo and row == self._view.hovered and self._view.on_undo:
            box = undo_in(rect, mirrored=self._mirrored)
            painter.fillRect(box.x(), box.bottom() - 1, box.width(), Size.LINE, theme().color("accent"))

    def _lines(
        self, painter: QPainter, rect: QRect, title: str, under: str, when: str, source: str, tone: str = "", *,
        source_tone: str = "", quiet: bool = False,
    ) -> None:  # fmt: skip
        t = theme()
        left, right = rect.x() + _TEXT_AT, rect.right() - PAD
        first = QRect(left, rect.y() + Space.S, right - left, self._height(self._strong))
        second = QRect(left, first.bottom() + 2, right - left, self._height(self._small))
        if not under and not source:
            first.moveTop(rect.y() + (rect.height() - first.height()) // 2)
        pale = "text" if self._lit and t.tokens.dark else "muted"  # muted is too faint on the dark selection
        first, second = self._seen(rect, first), self._seen(rect, second)
        dated = self._end(painter, first, when, self._figures, t.color(tone or pale))
        sourced = self._end(painter, second, source, self._small, t.color(source_tone or pale), second.width() // 3)
        painter.setPen(t.color(pale if quiet else "text"))
        self._text(painter, first, title, self._plain if quiet else self._strong, dated)
        painter.setPen(t.color(pale))
        self._text(painter, second, under, self._small, sourced)

    def _end(self, painter: QPainter, box: QRect, text: str, font: QFont, color: QColor, most: int = 1 << 14) -> int:
        """Paint where lines end and return how much room that took."""
        if not text:
            return 0
        shown = self._elided(text, font, most)
        painter.setFont(font)
        painter.setPen(color)
        side = seen_side(mirrored=self._mirrored, at_end=True)
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
        return self._metrics[id(font)].horizontalAdvance(shown) + Space.L

    def _text(self, painter: QPainter, box: QRect, text: str, font: QFont, taken: int) -> None:
        if text:
            painter.setFont(font)
            shown = self._elided(text, font, box.width() - taken)
            painter.drawText(box, int(seen_side(mirrored=self._mirrored) | Qt.AlignmentFlag.AlignVCenter), shown)

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


def disc_in(rect: QRect, *, mirrored: bool) -> QRect:
    """Return where the round icon of a line is seen."""
    box = QRect(rect.x() + PAD, rect.y() + (rect.height() - DISC) // 2, DISC, DISC)
    return seen_within(rect, box, mirrored=mirrored)


def undo_in(rect: QRect, *, mirrored: bool) -> QRect:
    """Return where the Undo of a change is seen."""
    metrics = QFontMetrics(theme().font(Type.SMALL))
    top = rect.y() + Space.S + QFontMetrics(theme().font(weight=Type.MEDIUM)).height() + 1
    wide = metrics.horizontalAdvance(UNDO)
    box = QRect(rect.right() - PAD - wide + 1, top, wide, metrics.height())
    return seen_within(rect, box, mirrored=mirrored)


def day_of(iso: str) -> str:
    """Return the day within its month: "Sat 21"; the month head above says the rest."""
    weekday, number, *_ = words.day(iso).split()
    return f"{weekday} {number}"
