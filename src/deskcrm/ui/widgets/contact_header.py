"""The headings of the list of contacts: they sort, are dragged to another place, and made wider or narrower."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QHeaderView

from deskcrm.domain.views import Order
from deskcrm.languages import tr
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.contact_delegate import PAD

if TYPE_CHECKING:
    from deskcrm.ui.widgets.contact_view import ContactView

_MARK: Final = 12
_RESTS_MS: Final = 250
"""How long a width rests before it counts as chosen."""


class ContactHeader(QHeaderView):
    """Column headings: small, quiet, a chevron on those that sort, with its place where there are several."""

    moved = Signal()
    """The owner dragged a column to another place."""

    resized = Signal(int, int)
    """The owner gave a column a width; 0: as wide as it likes."""

    def __init__(self, view: ContactView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._table_view = view
        self.fitting = False
        """Whether widths are set by the list and not by the owner."""
        self._widths: dict[int, int] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_RESTS_MS)
        self._rest.timeout.connect(self._settle_widths)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setHighlightSections(False)
        self.setFixedHeight(Size.TABLE_HEAD)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(2 * Space.XL)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Columns"))
        self.sectionMoved.connect(lambda *_: QTimer.singleShot(0, self, self.moved.emit))
        self.sectionResized.connect(self._resized)
        self.sectionHandleDoubleClicked.connect(self._let_go)

    def visual_order(self) -> list[int]:
        """Return the sections as they stand after a drag, and let them stand in their own order again."""
        order = [self.logicalIndex(place) for place in range(self.count())]
        self.blockSignals(True)
        for section in range(self.count()):
            self.moveSection(self.visualIndex(section), section)
        self.blockSignals(False)
        return order

    def _resized(self, section: int, _before: int, width: int) -> None:
        if not self.fitting and width:
            self._widths[section] = width
            self._rest.start()

    def _let_go(self, section: int) -> None:
        self._rest.stop()
        self._widths.clear()
        self.resized.emit(section, 0)

    def _settle_widths(self) -> None:
        widths, self._widths = self._widths, {}
        for section, width in widths.items():
            self.resized.emit(section, width)

    def _orders(self) -> list[Order]:
        query = self._table_view.table.query
        return [Order(query.sort, query.descending), *query.then]

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one heading."""
        t = theme()
        column = self._table_view.table.columns[section]
        orders = self._orders()
        place = next((n for n, order in enumerate(orders) if column.sort and order.column == column.sort), -1)
        font = t.font(Type.SMALL, Type.MEDIUM)
        metrics = QFontMetrics(font)
        painter.save()
        painter.setFont(font)
        painter.setPen(t.color("text" if place >= 0 else "muted"))
        inner = rect.adjusted(PAD, 0, -PAD, 0)
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        number = f" {place + 1}" if place >= 0 and len(orders) > 1 else ""
        label = metrics.elidedText(column.label, Qt.TextElideMode.ElideRight, inner.width()) + number
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), label)
        if place >= 0:
            width = metrics.horizontalAdvance(label)
            icon = "chevron-down" if orders[place].descending else "chevron-up"
            mark = t.pixmap(icon, "muted", _MARK, self.devicePixelRatioF())
            left = inner.right() - width - _MARK - 3 if column.right else inner.left() + width + Space.XS
            painter.drawPixmap(QPointF(left, inner.center().y() - 5), mark)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), Size.LINE, t.color("line"))
        painter.restore()
