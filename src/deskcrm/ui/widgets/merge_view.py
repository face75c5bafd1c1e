"""The merge dialog's table as it is painted: whose value shows, which list values stay, what comes of it."""

from __future__ import annotations

import re
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
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from deskcrm.languages import tr
from deskcrm.ui.models.merge_draft import CHECK, RADIO, Cell
from deskcrm.ui.models.merge_grid import FIELD, RESULT, RESULT_LABEL, WORD, MergeGrid
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets import avatar, keycap
from deskcrm.ui.widgets.basic import tip
from deskcrm.ui.widgets.breaking import broken

Index = QModelIndex | QPersistentModelIndex

_PAD: Final = 10
_TOP: Final = 10
"""Above and below a cell's text."""

_MARK: Final = 15
_MARK_ROOM: Final = _MARK + Space.S
_MOST_LINES: Final = 3
_HEAD: Final = 52
_FIELD_WIDTH: Final = 96
_WORD_WIDTH: Final = 84
_LEAST: Final = 122
_NARROW_FIELD_WIDTH: Final = 78
_NARROW_WORD_WIDTH: Final = 80
_NARROW: Final = 104
"""Where that much is enough to keep the result in sight, all stand closer; else one scrolls."""
_WITH_AVATAR: Final = 190
"""A column narrower than this has room for the name alone."""

_JOINTS: Final = re.compile(r"(?<=[._/-])(?=\w)")
_MAY_BREAK: Final = "\u200b"
"""Where a word too long for its column is broken, and what says so."""

_VCENTER: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class MergeDelegate(QAbstractItemDelegate):
    """Paints a cell, and knows how high it is."""

    def __init__(self, view: MergeView) -> None:
        super().__init__(view)
        self._view = view
        t = theme()
        self._plain, self._strong = t.font(), t.font(weight=Type.MEDIUM)
        self._small = t.font(Type.SMALL, Type.MEDIUM)
        self._struck = QFont(self._plain)
        self._struck.setStrikeOut(True)
        self._texts: dict[tuple[str, int, int], list[str]] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size it would like in its column."""
        return QSize(0, self.height_of(index.row(), index.column(), self._view.columnWidth(index.column())))

    def height_of(self, row: int, column: int, width: int) -> int:
        """Return how high a cell is in a column of this width."""
        cell = self._view.grid.cell(row, column)
        place = self._view.grid.columns[column]
        mark = _MARK_ROOM if cell.mark and place >= 0 else 0
        lines = self._broken(cell.text, self._strong if place == RESULT else self._plain, width - 2 * _PAD - mark)
        return max(1, len(lines)) * QFontMetrics(self._strong).height() + 2 * _TOP

    def _broken(self, text: str, font: QFont, width: int) -> list[str]:
        key = (text, id(font), width)
        if key not in self._texts:
            flat = " ".join(text.split())
            metrics = QFontMetrics(font)
            if any(metrics.horizontalAdvance(part) > width for part in flat.replace("@", " @").split()):
                flat = _JOINTS.sub(_MAY_BREAK, flat)
            self._texts[key] = broken(flat, font, width, _MOST_LINES)
        return self._texts[key]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        t = theme()
        rect: QRect = option.rect
        place = self._view.grid.columns[index.column()]
        cell = self._view.grid.cell(index.row(), index.column())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if place >= 0 and cell.on and cell.mark:
            painter.fillRect(rect, t.color("soft"))
        elif place >= 0 and cell.mark and self._view.hovered == (index.row(), index.column()):
            painter.fillRect(rect, t.color("hover"))
        following = index.row() + 1 < len(self._view.grid.lines) and self._view.grid.lines[index.row() + 1].more
        if not (following and place in (FIELD, WORD)):
            painter.fillRect(rect.x(), rect.bottom(), rect.width(), Size.LINE, t.color("line"))
        self._contents(painter, rect, place, cell)
        if index == self._view.currentIndex() and self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(t.color("accent"))
            for inset in (0.5, 1.5):
                inner = QRectF(rect).adjusted(inset, inset, -inset, -inset - 1)
                painter.drawRoundedRect(inner, Size.RADIUS - 2, Size.RADIUS - 2)

    def _contents(self, painter: QPainter, rect: QRect, place: int, cell: Cell) -> None:
        inner = rect.adjusted(_PAD, _TOP, -_PAD, -_TOP)
        if place == WORD:
            self._word(painter, rect, cell.text)
        elif place == FIELD:
            self._write(painter, inner, cell.text, self._plain, "muted")
        elif place == RESULT:
            font = self._strong if cell.on else self._struck
            self._write(painter, inner, cell.text, font, "text" if cell.on else "muted")
        elif not cell.text:
            if cell.mark != CHECK:
                self._write(painter, inner, "–", self._plain, "faint")
        else:
            if cell.mark:
                self._mark(painter, inner, cell)
                inner.setLeft(inner.left() + _MARK_ROOM)
            self._write(painter, inner, cell.text, self._plain, "text" if cell.on or not cell.mark else "muted")

    def _write(self, painter: QPainter, rect: QRect, text: str, font: QFont, tone: str) -> None:
        painter.setFont(font)
        painter.setPen(theme().color(tone))
        high = QFontMetrics(self._strong).height()
        window = painter.layoutDirection()
        side = Qt.AlignmentFlag.AlignRight if window == Qt.LayoutDirection.RightToLeft else Qt.AlignmentFlag.AlignLeft
        how = _VCENTER | int(side | Qt.AlignmentFlag.AlignAbsolute)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # "@post.example" reads by its own letters
        for number, line in enumerate(self._broken(text, font, rect.width())):
            painter.drawText(QRect(rect.x(), rect.y() + number * high, rect.width(), high), how, line)
        painter.setLayoutDirection(window)

    def _word(self, painter: QPainter, rect: QRect, text: str) -> None:
        """Write what becomes of both: "same" quietly, "keep both" on a pale green ground."""
        if not text:
            return
        t = theme()
        metrics = QFontMetrics(self._small)
        width = metrics.horizontalAdvance(text) + 2 * Space.S
        pill = QRectF(rect.x() + (rect.width() - width) / 2, rect.y() + _TOP - 1, width, metrics.height() + Space.XS)
        if text != "same":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.color("good_soft"))
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setFont(self._small)
        painter.setPen(t.color("muted" if text == "same" else "good"))
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)

    def _mark(self, painter: QPainter, inner: QRect, cell: Cell) -> None:
        """Paint a radio button or a check box as the sheet does."""
        t = theme()
        top = inner.y() + (QFontMetrics(self._strong).height() - _MARK) / 2
        box = QRectF(inner.x() + 0.5, top + 0.5, _MARK - 1, _MARK - 1)
        radius = box.width() / 2 if cell.mark == RADIO else Space.XS
        painter.setPen(t.color("accent" if cell.on else "faint"))
        painter.setBrush(t.color("accent" if cell.on else "surface"))
        painter.drawRoundedRect(box, radius, radius)
        if cell.on and cell.mark == RADIO:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.color("on_accent"))
            painter.drawEllipse(box.center(), 2.5, 2.5)
        elif cell.on:
            image = t.pixmap("check", "on_accent", _MARK - 3, self._view.devicePixelRatioF())
            painter.drawPixmap(QPointF(box.x() + 1, box.y() + 1), image)


class _Heads(QHeaderView):
    """Who each column is of, with what tells them apart; a click chooses all of a side, and so does its number."""

    def __init__(self, view: MergeView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._grid = view.grid
        self._under = -1
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(_HEAD)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(Space.XL)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Profiles"))
        self.viewport().installEventFilter(self)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        t = theme()
        place = self._grid.columns[section]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if place >= 0:
            self._head(painter, rect, place, hovered=section == self._under)
        elif place == RESULT:
            painter.setFont(t.font(Type.SMALL, Type.MEDIUM))
            painter.setPen(t.color("muted"))
            painter.drawText(rect.adjusted(_PAD, 0, -_PAD, 0), _VCENTER, RESULT_LABEL)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), Size.LINE, t.color("line"))
        painter.restore()

    def _head(self, painter: QPainter, rect: QRect, place: int, *, hovered: bool) -> None:
        t = theme()
        head = self._grid.heads[place]
        if hovered:
            painter.fillRect(rect, t.color("hover"))
        inner = rect.adjusted(_PAD, 0, -_PAD, 0)
        if rect.width() >= _WITH_AVATAR:
            image = avatar.pixmap(head.contact, avatar.initials(head.name), Size.AVATAR, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(inner.x(), inner.y() + (inner.height() - Size.AVATAR) / 2), image)
            inner.setLeft(inner.left() + Size.AVATAR + Space.S)
        cap = keycap.paint(painter, str(place + 1), inner.right(), inner)
        inner.setRight(inner.right() - cap - Space.XS)
        name, detail = t.font(weight=Type.MEDIUM), t.font(Type.SMALL)
        high, low = QFontMetrics(name).height(), QFontMetrics(detail).height()
        top = inner.y() + (inner.height() - high - low) // 2
        for text, font, tone, y, height in (
            (head.name, name, "text", top, high),
            (head.detail, detail, "muted", top + high, low),
        ):
            painter.setFont(font)
            painter.setPen(t.color(tone))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(QRect(inner.x(), y, inner.width(), height), _VCENTER, shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer."""
        if watched is self.viewport() and event.type() in (QEvent.Type.MouseMove, QEvent.Type.Leave):
            at = self.logicalIndexAt(event.position().toPoint()) if isinstance(event, QMouseEvent) else -1
            if at != self._under:
                self._under = at
                self._tell()
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        place = self._grid.columns[self._under] if self._under >= 0 else FIELD
        able = place >= 0
        head = self._grid.heads[place] if able else None
        said = (
            tr(
                "{name}\n{detail}\nChoose all of this side (key {key})",
                name=head.name,
                detail=head.detail,
                key=place + 1,
            )
            if head
            else ""
        )
        self.viewport().setToolTip(tip(said))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if able else Qt.CursorShape.ArrowCursor)
        self.viewport().update()


class MergeView(QTableView):
    """The table. Arrows walk over the cells, Space and Enter choose one, a number chooses all of a side."""

    cell_chosen = Signal(int, int)
    """A line, and a profile's place or RESULT."""

    side_chosen = Signal(int)
    """A profile's place."""

    def __init__(self, grid: MergeGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = grid
        self.hovered = (-1, -1)
        self._painter = MergeDelegate(self)
        self._dress()
        self.setModel(grid)
        self.setItemDelegate(self._painter)
        self.clicked.connect(lambda index: self._activate(index))
        grid.modelReset.connect(lambda: self.fit())
        grid.dataChanged.connect(lambda *_: self.fit())
        theme().changed.connect(self.viewport().update)

    def _dress(self) -> None:
        heads, rows = _Heads(self), self.verticalHeader()
        self.setHorizontalHeader(heads)
        heads.sectionClicked.connect(self._head_clicked)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(Space.XL)
        rows.hide()
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerWidget(QWidget())
        self.viewport().installEventFilter(self)

    def begin(self) -> None:
        """Put the cursor on what shows in the first line."""
        if self.grid.lines:
            cells = self.grid.lines[0].cells
            place = next((i for i, cell in enumerate(cells) if cell.on), next(i for i, c in enumerate(cells) if c.text))
            self.setCurrentIndex(self.grid.index(0, self.grid.columns.index(place)))

    # room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the content to the new size."""
        super().resizeEvent(event)
        self.fit()

    def fit(self, width: int = 0) -> None:
        """Share the width out (of the viewport, if not given), and give each line the height of its highest cell."""
        columns = self.grid.columns
        whole = width or self.viewport().width()
        fixed, least = {FIELD: max(_FIELD_WIDTH, self._label_width()), WORD: _WORD_WIDTH}, _LEAST
        narrow = {FIELD: min(max(_NARROW_FIELD_WIDTH, self._label_width()), _FIELD_WIDTH), WORD: _NARROW_WORD_WIDTH}
        shares = sum(1 for place in columns if place not in fixed) or 1
        if whole < shares * _LEAST + sum(fixed.values()) and whole >= shares * _NARROW + sum(narrow.values()):
            fixed, least = narrow, _NARROW
        room = whole - sum(fixed.get(place, 0) for place in columns)
        each = max(least, room // shares)
        for column, place in enumerate(columns):
            self.setColumnWidth(column, fixed.get(place, each))
        if columns and room > each * shares:  # what is left over by rounding
            self.setColumnWidth(len(columns) - 1, room - each * (shares - 1))
        for row in range(len(self.grid.lines)):
            heights = [self._painter.height_of(row, c, self.columnWidth(c)) for c in range(len(columns))]
            self.setRowHeight(row, max(heights))

    def _label_width(self) -> int:
        """Return how wide the longest word among the fields' names is, within reason."""
        metrics = QFontMetrics(theme().font())
        parts = [part for line in self.grid.lines for part in line.label.split()]
        longest = max((metrics.horizontalAdvance(part) for part in parts), default=0)
        return min(longest + 2 * _PAD + 1, 2 * _FIELD_WIDTH)

    def sizeHint(self) -> QSize:
        """Return the size that shows every line."""
        return QSize(self.horizontalHeader().length(), _HEAD + self.verticalHeader().length())

    def minimumSizeHint(self) -> QSize:
        """Return the size that shows the heads and a line, if there is one."""
        return QSize(_FIELD_WIDTH + _LEAST, _HEAD * (2 if self.grid.lines else 1))

    # what the owner does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on its own keys."""
        key = event.key()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(self.currentIndex())
        elif plain and 0 <= key - Qt.Key.Key_1 < len(self.grid.heads):
            self.side_chosen.emit(key - Qt.Key.Key_1)
        else:
            super().keyPressEvent(event)

    def _activate(self, index: QModelIndex) -> None:
        if index.isValid() and self.grid.columns[index.column()] not in (FIELD, WORD):
            self.cell_chosen.emit(index.row(), self.grid.columns[index.column()])

    def _head_clicked(self, section: int) -> None:
        if self.grid.columns[section] >= 0:
            self.side_chosen.emit(self.grid.columns[section])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer."""
        if watched is self.viewport() and event.type() in (QEvent.Type.MouseMove, QEvent.Type.Leave):
            at = self.indexAt(event.position().toPoint()) if isinstance(event, QMouseEvent) else QModelIndex()
            if (at.row(), at.column()) != self.hovered:
                self.hovered = (at.row(), at.column())
                self._tell(at)
        return super().eventFilter(watched, event)

    def _tell(self, at: QModelIndex) -> None:
        cell = self.grid.cell(at.row(), at.column()) if at.isValid() else Cell()
        marked = bool(cell.mark) and self.grid.columns[at.column()] >= 0
        self.viewport().setToolTip(tip(cell.text if len(cell.text) > _LONG else ""))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if marked else Qt.CursorShape.ArrowCursor)
        self.viewport().update()


_LONG: Final = 24
"""A text longer than this may have been cut, so the tool tip has it whole."""
