"""The list of contacts: fixed rows, a cursor that stays with its contact, columns that fit the room there is."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHeaderView, QTableView, QWidget

from deskcrm.domain.views import Order
from deskcrm.ui.models.columns import Column
from deskcrm.ui.models.contact_table import ContactTable
from deskcrm.ui.models.faces import Faces
from deskcrm.ui.theme import Size, Space, theme
from deskcrm.ui.widgets.contact_delegate import ContactDelegate, folded
from deskcrm.ui.widgets.contact_header import ContactHeader
from deskcrm.ui.widgets.held import contacts_in
from deskcrm.ui.widgets.marks import Marks

_PLAIN_MODIFIERS: Final = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_MOST_ORDERS: Final = 4


class ContactView(QTableView):
    """The list. Signals speak of contacts by id."""

    chosen = Signal(object)
    """The contact under the cursor, or None."""

    opened = Signal(int)
    typed = Signal(str)
    """A letter was typed with the list in focus: the owner looks for somebody."""

    escaped = Signal()
    """Escape was pressed: the owner wants the whole list again."""

    copy_asked = Signal()
    heading_menu_asked = Signal(int, object)
    """A column, and where on the screen its menu belongs."""

    reordered = Signal(object)
    """The owner chose other orders: a tuple of `Order`."""

    columns_shaped = Signal(object)
    """The owner moved a column or gave it a width: (key, width) of each."""

    remove_asked = Signal(int)
    drag_asked = Signal()
    """The owner begins to drag what is marked."""

    given = Signal(int, object)
    """Contacts were dropped on one of the list: who it is, and their ids."""

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
        self._pressed: QPoint | None = None  # where a drag would begin
        self.takes_people = False
        """Whether contacts can be dropped on those of this list."""
        self.keeps_all = False
        """Whether every column shows however narrow the list is: the owner chose them."""
        self._typed: tuple[str, ...] = ()  # what the list is searched for
        self._marks_rest = False  # all were marked before the rest of the list was known
        self._kept_scroll = 0
        self._kept_row = 0
        self.faces = Faces(table.desk, Size.AVATAR, self)
        self.faces.arrived.connect(self.viewport().update)
        self._delegate = ContactDelegate(self)
        self._dress()
        self.setModel(table)
        self.setItemDelegate(self._delegate)
        table.loaded.connect(self._settle)
        table.modelAboutToBeReset.connect(self._before_reset)
        table.modelReset.connect(self._fit_columns)
        self.marks = Marks(self)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme().changed.connect(self.viewport().update)

    def _dress(self) -> None:
        self.header = header = ContactHeader(self)
        self.setHorizontalHeader(header)
        header.sectionClicked.connect(self._heading_clicked)
        header.moved.connect(self._columns_moved)
        header.resized.connect(self._column_resized)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._heading_menu)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(Size.ROW)
        rows.hide()
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(True)
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
        self._typed = self._delegate.sought = tuple(folded(text).split())
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
        self._marks_rest = False
        self._kept_scroll = self.verticalScrollBar().value()
        self._kept_row = self.currentIndex().row()

    def _settle(self) -> None:
        """Put cursor and scroll bar back after the model was read anew."""
        self._delegate.sought = self.table.near or self._typed
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
        if self._marks_rest:
            self.mark_all()
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

    def sort_by(self, section: int, *, add: bool = False) -> None:
        """Order the list by a column, once more turns it round; `add`: where the other orders tell no difference."""
        column = self.table.columns[section]
        if not column.sort:
            return
        query = self.table.query
        orders = [Order(query.sort, query.descending), *query.then]
        known = next((n for n, order in enumerate(orders) if order.column == column.sort), -1)
        if known >= 0 and (add or known == 0):
            turned = Order(column.sort, not orders[known].descending)
            orders = [*orders[:known], turned, *orders[known + 1 :]] if add else [turned]
        else:
            orders = [*(orders[: _MOST_ORDERS - 1] if add else ()), Order(column.sort, column.falling)]
        self.order_by(tuple(orders))

    def order_by(self, orders: tuple[Order, ...]) -> None:
        """Order the list by several columns."""
        self._goes_to_top = True
        (sort, descending), *then = orders
        self.table.show_query(replace(self.table.query, sort=sort, descending=descending, then=tuple(then)))
        self.header.viewport().update()
        self.reordered.emit(orders)

    def goes_to_top(self) -> None:
        """Show the next list from its top."""
        self._goes_to_top = True

    def marked_ids(self) -> array[int]:
        """Return all the contacts that are marked, in the order of the list."""
        return self.table.ids_between(self.marks.ranges())

    # headings

    def _heading_clicked(self, section: int) -> None:
        shift = Qt.KeyboardModifier.ShiftModifier
        self.sort_by(section, add=bool(QApplication.keyboardModifiers() & shift))

    def _heading_menu(self, at: QPoint) -> None:
        section = self.header.logicalIndexAt(at)
        if section >= 0:
            self.heading_menu_asked.emit(section, self.header.viewport().mapToGlobal(at))

    def _columns_moved(self) -> None:
        order = self.header.visual_order()
        columns = [self.table.columns[section] for section in order]
        self.columns_shaped.emit(tuple((column.key, column.width) for column in columns))

    def _column_resized(self, section: int, width: int) -> None:
        columns = list(self.table.columns)
        columns[section] = replace(columns[section], width=width)
        self.columns_shaped.emit(tuple((column.key, column.width) for column in columns))

    # what the owner does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on its own keys."""
        key = event.key()
        self._marks_rest = False
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.mark_all()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected is not None:
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

    def mark_all(self) -> None:
        """Mark the whole list, those too that are still being read."""
        self.selectAll()
        self._marks_rest = not self.table.whole

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

    # dragging

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark, and note where a drag would begin; with a key held, moving the mouse marks more."""
        super().mousePressEvent(event)
        at = event.position().toPoint()
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier and event.button() == Qt.MouseButton.LeftButton
        self._pressed = at if plain and self.indexAt(at).isValid() else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin a drag of whole contacts, however many are marked (the model says of no row that it can be dragged)."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
        elif (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.drag_asked.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept contacts of another list."""
        self._held_over(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show on whom they would be dropped."""
        self._held_over(event)

    def _held_over(self, event: QDropEvent) -> None:
        row = self.rowAt(round(event.position().y())) if self._takes(event) else -1
        self._hover(row)
        event.setAccepted(self._takes(event))

    def _takes(self, event: QDropEvent) -> bool:
        return self.takes_people and event.source() is not self and bool(contacts_in(event.mimeData()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show nothing more."""
        self._hover(-1)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say who was dropped on whom."""
        contact = self.table.id_at(self.rowAt(round(event.position().y())))
        if contact is not None and self._takes(event):
            event.acceptProposedAction()
            self.given.emit(contact, contacts_in(event.mimeData()))

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
        """Share the width out; in a narrow window the least needed columns go, unless the owner chose them."""
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if self.keeps_all else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if policy != self.horizontalScrollBarPolicy():
            self.setHorizontalScrollBarPolicy(policy)
        columns = self.table.columns
        seen = list(columns) if self.keeps_all else self._that_fit()
        room = self.viewport().width()
        spare = max(0, room - sum(column.width or column.least for column in seen))
        shares = sum(column.share for column in seen if not column.width) or 1
        used = 0
        self.header.fitting = True
        for i, column in enumerate(columns):
            self.setColumnHidden(i, column not in seen)
            if column in seen and i:
                width = column.width or column.least + spare * column.share // shares
                used += width
                self.setColumnWidth(i, width)
        first = columns[0]
        self.setColumnWidth(0, first.width or max(room - used, first.least if self.keeps_all else Space.XL))
        self.header.fitting = False

    def _that_fit(self) -> list[Column]:
        always = self.width() - Size.SCROLLBAR  # no column comes or goes with the scroll bar
        seen = list(self.table.columns)
        while len(seen) > 2 and sum(c.least for c in seen) > always:
            seen.remove(min(seen, key=lambda c: c.keeps))
        return seen

    def refit(self) -> None:
        """Share the width out again, after columns got other widths."""
        self._fit_columns()
        self.updateGeometries()  # or a scroll bar that was needed on the way stays
        self.viewport().update()
