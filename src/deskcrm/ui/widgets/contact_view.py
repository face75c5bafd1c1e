"""The list of contacts as it is painted: fixed rows, avatars, stage dots, marks on what the filter matched."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
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
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from deskcrm.domain.views import ListRow
from deskcrm.ui import words
from deskcrm.ui.models.columns import Column
from deskcrm.ui.models.contact_table import ContactTable
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets import avatar
from deskcrm.ui.widgets.marks import Marks

Index = QModelIndex | QPersistentModelIndex

_PAD: Final = 10
_CACHED_TEXTS: Final = 8192
_MUTED: Final = frozenset({"organization", "email", "last_at", "city", "phone", "people"})
_BAR: Final = 8  # height of a placeholder's bar
_MARKED: Final = frozenset({"name", "organization", "email", "city", "phone"})
_PLAIN_MODIFIERS: Final = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


class ContactDelegate(QAbstractItemDelegate):
    """Paints a cell from the `ListRow` of its line."""

    def __init__(self, view: ContactView) -> None:
        super().__init__(view)
        self._view = view
        self._texts: dict[tuple[str, int, int], str] = {}
        self.sought: tuple[str, ...] = ()
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
        if column == first:
            painter.fillRect(rect.x(), rect.top(), Size.FOCUS, rect.height(), accent)
        if column == last:
            painter.fillRect(rect.right() - 1, rect.top(), Size.FOCUS, rect.height(), accent)

    def _placeholder(self, painter: QPainter, rect: QRect, column: Column) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("placeholder"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = rect.y() + (rect.height() - _BAR) / 2
        left = rect.x() + _PAD
        if column.key == "name":
            side = Size.AVATAR
            painter.drawEllipse(QRectF(left, rect.y() + (rect.height() - side) / 2, side, side))
            left += side + _PAD
        width = max(0.0, (rect.right() - left) * 0.6)
        if column.right:
            left = round(rect.right() - _PAD - width)
        painter.drawRoundedRect(QRectF(left, top, width, _BAR), _BAR / 2, _BAR / 2)

    def _cell(self, painter: QPainter, rect: QRect, column: Column, row: ListRow, selected: bool) -> None:
        inner = rect.adjusted(_PAD, 0, -_PAD, 0)
        font = self._plain
        if column.key == "name":
            ratio = painter.deviceTransform().m11()
            image = avatar.pixmap(row.id, avatar.initials(row.name), Size.AVATAR, ratio)
            painter.drawPixmap(QPointF(inner.x(), inner.y() + (inner.height() - Size.AVATAR) / 2), image)
            inner.setLeft(inner.left() + Size.AVATAR + _PAD)
            font = self._strong
        elif column.key == "stage" and row.stage:
            self._dot(painter, inner, row.stage)
            inner.setLeft(inner.left() + Size.DOT + 6)
        elif column.key == "value":
            font = self._money
        elif column.right:
            font = self._figures
        tone = "muted" if column.key in _MUTED and not (selected and theme().tokens.dark) else "text"
        text = column.text(row)
        if column.key == "value" and self._metrics[id(font)].horizontalAdvance(text) > inner.width():
            text = words.short_money(row.value, row.currency)
        self._text(painter, inner, column, text, font, theme().color(tone))

    def _dot(self, painter: QPainter, inner: QRect, stage: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color(f"stage.{stage}"))
        painter.drawEllipse(QRectF(inner.x(), inner.y() + (inner.height() - Size.DOT) / 2, Size.DOT, Size.DOT))

    def _text(self, painter: QPainter, rect: QRect, column: Column, text: str, font: QFont, color: QColor) -> None:
        if not text:
            return
        shown = self._elided(text, font, rect.width())
        painter.setFont(font)
        if self.sought and column.key in _MARKED and self._mark(painter, rect, shown, font):
            color = theme().color("text")
        painter.setPen(color)
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)

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
        folded = _folded(shown)
        metrics = self._metrics[id(font)]
        found = False
        for word in self.sought:
            at = _beginning(folded, word)
            if at >= 0:
                left = metrics.horizontalAdvance(shown[:at])
                width = metrics.horizontalAdvance(shown[: at + len(word)]) - left
                top = rect.y() + (rect.height() - metrics.height()) // 2
                painter.fillRect(rect.x() + left, top, width, metrics.height(), theme().color("hit"))
                found = True
        return found


@lru_cache(maxsize=_CACHED_TEXTS)
def _folded(text: str) -> str:
    """Return the text without case and accents, letter for letter."""
    if text.isascii():
        return text.lower()
    letters = (unicodedata.normalize("NFKD", letter)[0].casefold() for letter in text)
    return "".join(plain if len(plain) == 1 else letter for letter, plain in zip(text, letters, strict=True))


def _beginning(folded: str, word: str) -> int:
    """Return where a word of the text begins with `word`, -1 where none does."""
    at = folded.find(word)
    while at > 0 and folded[at - 1].isalnum():
        at = folded.find(word, at + 1)
    return at


class _Header(QHeaderView):
    """Column headings: small, quiet, a chevron on the one that sorts."""

    def __init__(self, view: ContactView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._table_view = view
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(Size.TABLE_HEAD)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(Space.XL)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Columns")

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        t = theme()
        table = self._table_view.table
        column = table.columns[section]
        sorts = bool(column.sort) and column.sort == table.query.sort
        font = t.font(Type.SMALL, Type.MEDIUM)
        painter.save()
        painter.setFont(font)
        painter.setPen(t.color("text" if sorts else "muted"))
        inner = rect.adjusted(_PAD, 0, -_PAD, 0)
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), column.label)
        if sorts:
            width = QFontMetrics(font).horizontalAdvance(column.label)
            mark = t.pixmap(
                "chevron-down" if table.query.descending else "chevron-up", "muted", 12, self.devicePixelRatioF()
            )
            left = inner.right() - width - 15 if column.right else inner.left() + width + 4
            painter.drawPixmap(QPointF(left, inner.center().y() - 5), mark)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), Size.LINE, t.color("line"))
        painter.restore()


class ContactView(QTableView):
    """The list. Signals speak of contacts by id."""

    chosen = Signal(object)
    """The contact under the cursor, or None."""

    opened = Signal(int)
    typed = Signal(str)
    """A letter was typed with the list in focus: the owner looks for somebody."""

    escaped = Signal()
    """Escape was pressed: the owner wants the whole list again."""

    remove_asked = Signal(int)
    menu_asked = Signal(int, object)

    def __init__(self, table: ContactTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.hovered = -1
        self._selected: int | None = None
        self._told: int | None = None  # whom `chosen` named last
        self._goes_to_top = True
        self._settling = False
        self._sought_contact = False  # to be brought into sight when it has been read
        self._kept_scroll = 0
        self._kept_row = 0
        self._delegate = ContactDelegate(self)
        self._dress()
        self.setModel(table)
        self.setItemDelegate(self._delegate)
        table.loaded.connect(self._settle)
        table.modelAboutToBeReset.connect(self._before_reset)
        self.marks = Marks(self)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme().changed.connect(self.viewport().update)

    def _dress(self) -> None:
        header = _Header(self)
        self.setHorizontalHeader(header)
        header.sectionClicked.connect(self.sort_by)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(Size.ROW)
        rows.hide()
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(
            lambda at: self._menu_at(self.rowAt(at.y()), self.viewport().mapToGlobal(at))
        )
        self.viewport().installEventFilter(self)

    @property
    def selected(self) -> int | None:
        """The contact under the cursor."""
        return self._selected

    def marked(self, most: int) -> list[int]:
        """Return the contacts that are marked (by Shift, Ctrl or Space) from the top of the list, `most` at most."""
        return [contact for row in self.marks.first(most) if (contact := self.table.id_at(row)) is not None]

    def select(self, contact: int) -> None:
        """Put the cursor on a contact, now or when it has been read."""
        row = self.table.row_of(contact)
        if row >= 0:
            self._put(row, scroll=True)
        else:
            self._selected, self._sought_contact = contact, True

    def show_matches(self, text: str) -> None:
        """Show only what matches `text`, with the cursor on the first; "" shows all around where the cursor is."""
        self._delegate.sought = tuple(_folded(text).split())
        self._goes_to_top = bool(text)
        if text:
            self._selected = None
        else:
            self._sought_contact = True

    def outer_columns(self) -> tuple[int, int]:
        """Return the first and last column in sight."""
        seen = [i for i in range(len(self.table.columns)) if not self.isColumnHidden(i)]
        return seen[0], seen[-1]

    def refresh(self) -> None:
        """Read the list again and stay where it is."""
        self.table.reload(max(self.rowAt(0), 0))

    # what the model tells

    def _before_reset(self) -> None:
        self._settling = True
        self._kept_scroll = self.verticalScrollBar().value()
        self._kept_row = self.currentIndex().row()

    def _settle(self) -> None:
        """Put cursor and scroll bar back after the model was read anew."""
        count = self.table.rowCount()
        row = -1 if self._selected is None else self.table.row_of(self._selected)
        if row < 0 and count:
            row = 0 if self._goes_to_top else min(max(self._kept_row, 0), count - 1)
        anew, self._settling = self._settling, False
        if self._goes_to_top:
            self.scrollToTop()
        elif anew:  # without a reset it stands where it stood
            self.verticalScrollBar().setValue(self._kept_scroll)
        if row >= 0:
            self._put(row, scroll=self._sought_contact)
            if self._sought_contact:
                self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
        else:
            self._choose(None)
        self._goes_to_top = self._sought_contact = False
        self.marks.tell()

    def _put(self, row: int, scroll: bool) -> None:
        """Put the cursor on a row and mark it alone; where it is there already, others stay marked."""
        self.setAutoScroll(scroll)
        if self.currentIndex().row() != row or not self.marks.count:
            self.marks.only(row)
        self.setAutoScroll(True)
        self._moved(self.currentIndex(), QModelIndex())

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        if self._settling or not current.isValid():
            return
        self._choose(self.table.id_at(current.row()))

    def _choose(self, contact: int | None) -> None:
        self._selected = contact
        if contact != self._told:
            self._told = contact
            self.chosen.emit(contact)

    def _scrolled(self, _value: int) -> None:
        first = self.rowAt(0)
        if first >= 0:
            self.table.prefetch(first, first + self.viewport().height() // Size.ROW)

    def sort_by(self, section: int) -> None:
        """Order the list by a column; once more turns it round."""
        column = self.table.columns[section]
        if not column.sort:
            return
        again = self.table.query.sort == column.sort
        down = not self.table.query.descending if again else column.falling
        self._goes_to_top = True
        self.table.sort(section, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().viewport().update()

    # what the owner does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on its own keys."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected is not None:
            self.opened.emit(self._selected)
        elif key == Qt.Key.Key_Delete and self._selected is not None:
            self.remove_asked.emit(self._selected)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.table.rowCount():
            self._put(0 if key == Qt.Key.Key_Home else self.table.rowCount() - 1, scroll=True)
        elif key == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.marks.toggle()
        elif key == Qt.Key.Key_Escape and self.marks.count > 1:
            self.marks.only(self.currentIndex().row())
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key == Qt.Key.Key_Menu and self.currentIndex().isValid():
            row = self.currentIndex().row()
            self._menu_at(row, self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center()))
        elif event.text().isprintable() and event.text().strip() and event.modifiers() in _PLAIN_MODIFIERS:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Act on a double click."""
        contact = self.table.id_at(self.rowAt(round(event.position().y())))
        if contact is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(contact)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what comes to watched widgets first."""
        if watched is self.viewport():
            if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
                self._hover(self.rowAt(round(event.position().y())))
            elif event.type() == QEvent.Type.Leave:
                self._hover(-1)
        return super().eventFilter(watched, event)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            before, self.hovered = self.hovered, row
            for line in (before, row):
                if line >= 0:
                    self.viewport().update(0, self.rowViewportPosition(line), self.viewport().width(), Size.ROW)

    def _menu_at(self, row: int, at: object) -> None:
        contact = self.table.id_at(row)
        if contact is not None:
            if row not in self.marks:
                self._put(row, scroll=False)
            self.menu_asked.emit(contact, at)

    # room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the content to the new size."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Share the width out; in a narrow window the least needed columns go."""
        room = self.viewport().width()
        always = self.width() - Size.SCROLLBAR  # no column comes or goes with the scroll bar
        seen = list(self.table.columns)
        while len(seen) > 2 and sum(c.least for c in seen) > always:
            seen.remove(min(seen, key=lambda c: c.keeps))
        spare = max(0, room - sum(c.least for c in seen))
        shares = sum(c.share for c in seen) or 1
        used = 0
        for i, column in enumerate(self.table.columns):
            self.setColumnHidden(i, column not in seen)
            if column in seen and i:
                width = column.least + spare * column.share // shares
                used += width
                self.setColumnWidth(i, width)
        self.setColumnWidth(0, max(room - used, Space.XL))
