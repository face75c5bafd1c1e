"""The list that drops down from a column's field: searchable, in groups, with fields of the owner's own."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QCursor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QFrame,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from deskcrm.languages import tr
from deskcrm.ui.screens.importing.targets import Choice, choices
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import SeekField
from deskcrm.ui.widgets.surface import SHADOW, Surface

Index = QModelIndex | QPersistentModelIndex

_CHOICE_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_ROW: Final = 30
_HEAD: Final = 28
_WIDTH: Final = 300
_MOST_HEIGHT: Final = 380


class TargetPicker(Surface):
    """Opens over a cell; the keyboard is in its search field until something is chosen or Escape is pressed."""

    picked = Signal(int, str)
    """The column, and its new target."""

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._column = -1
        self._current = ""
        self._shape, self._header = "people", ""
        self._taken: dict[str, str] = {}
        self._pointer = QPoint()
        self.field = SeekField("search", tr("Find a field"))
        self.list = QListView()
        self._model = _Choices(self)
        self._dress()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        layout.setSpacing(Space.XS)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.field.textChanged.connect(self._offer)
        self.field.installEventFilter(self)
        self.list.entered.connect(self._pointed)
        self.list.clicked.connect(lambda _index: self._take())

    def _dress(self) -> None:
        self.list.setModel(self._model)
        self.list.setItemDelegate(_ChoiceDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(tr("Fields"))

    @property
    def offers(self) -> list[Choice]:
        """What it lists now."""
        return self._model.offers

    def open_for(
        self, column: int, header: str, current: str, shape: str, taken: dict[str, str], cell: QRect, typed: str = ""
    ) -> None:
        """Drop down at a cell (in the coordinates of the window), with the present target under the cursor."""
        self._column, self._header, self._current, self._shape = column, header, current, shape
        self._taken = taken
        self._pointer = QCursor.pos()
        self.field.setAccessibleName(tr("Field for “{column}”", column=header))
        self._place(cell)
        self.field.setText(typed)
        self._offer()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        if typed:
            self.field.end(False)

    def _place(self, cell: QRect) -> None:
        window = self._window.rect()
        width = max(cell.width(), _WIDTH) + 2 * SHADOW
        height = min(_MOST_HEIGHT, window.height() - 2 * Space.M) + 2 * SHADOW
        below = cell.bottom() + Space.XS - SHADOW
        top = min(below, window.bottom() - height + SHADOW - Space.S)
        left = min(cell.left() - SHADOW, window.right() - width + SHADOW - Space.S)
        self.setGeometry(QRect(QPoint(left, max(top, -SHADOW)), QSize(width, height)))

    def _offer(self) -> None:
        sought = self.field.text()
        self._model.replace(choices(self._shape, self._header, self._taken, sought))
        able = [i for i, offer in enumerate(self.offers) if offer.target is not None]
        wanted = self._current or "-"
        now = next((i for i in able if self.offers[i].target == wanted), able[0])
        self._to(able[0] if sought.strip() else now, middle=not sought)

    def _to(self, row: int, middle: bool = False) -> None:
        index = self._model.index(row, 0)
        self.list.setCurrentIndex(index)
        hint = QListView.ScrollHint.PositionAtCenter if middle else QListView.ScrollHint.EnsureVisible
        self.list.scrollTo(index, hint)

    def _pointed(self, index: QModelIndex) -> None:
        """Follow the pointer, but not one that rests where the list happened to open."""
        if QCursor.pos() != self._pointer:
            self.list.setCurrentIndex(index)

    def _step(self, by: int) -> None:
        able = [i for i, offer in enumerate(self.offers) if offer.target is not None]
        now = self.list.currentIndex().row()
        at = able.index(now) if now in able else 0
        self._to(able[max(0, min(at + by, len(able) - 1))])

    def _take(self) -> None:
        row = self.list.currentIndex().row()
        offer = self.offers[row] if 0 <= row < len(self.offers) else None
        if offer is not None and offer.target is not None:
            column = self._column
            self.put_away()
            self.picked.emit(column, offer.target)

    def put_away(self) -> None:
        """Close without choosing."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the list with the keys of the search field; close when the keyboard goes elsewhere."""
        if watched is self.field:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key(event.key()):
                return True
            if event.type() == QEvent.Type.FocusOut and self.isVisible():
                self.put_away()
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key in steps:
            self._step(steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._take()
        elif key == Qt.Key.Key_Escape:
            self.put_away()
        else:
            return False
        return True


class _Choices(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.offers: list[Choice] = []

    def replace(self, offers: list[Choice]) -> None:
        self.beginResetModel()
        self.offers = offers
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        offer = self.offers[index.row()]
        if role == _CHOICE_ROLE:
            return offer
        if role == Qt.ItemDataRole.DisplayRole:
            return offer.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (
                tr("{field}, “{column}” has it", field=offer.words, column=offer.taken_by)
                if offer.taken_by
                else offer.words
            )
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.offers[index.row()].target is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _ChoiceDelegate(QAbstractItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, _HEAD if index.data(_CHOICE_ROLE).target is None else _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        offer: Choice = index.data(_CHOICE_ROLE)
        rect: QRect = option.rect
        t = theme()
        inner = rect.adjusted(Space.S, 0, -Space.S, 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        if offer.target is None:
            painter.setFont(t.font(Type.SMALL, Type.BOLD))
            painter.setPen(t.color("muted"))
            painter.drawText(inner.adjusted(0, Space.XS, 0, 0), middle, offer.words)
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.color("selection"))
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), Size.RADIUS, Size.RADIUS)
        painter.setFont(t.font())
        painter.setPen(t.color("text"))
        metrics = QFontMetrics(t.font())
        painter.drawText(inner, middle, metrics.elidedText(offer.words, Qt.TextElideMode.ElideRight, inner.width()))
        if offer.taken_by:
            taken = inner.adjusted(metrics.horizontalAdvance(offer.words) + Space.M, 0, 0, 0)
            painter.setFont(t.font(Type.SMALL))
            painter.setPen(t.color("text" if chosen and t.tokens.dark else "muted"))
            said = tr("now “{column}”", column=offer.taken_by)
            shown = QFontMetrics(t.font(Type.SMALL)).elidedText(said, Qt.TextElideMode.ElideRight, taken.width())
            painter.drawText(taken, middle | int(Qt.AlignmentFlag.AlignRight), shown)
