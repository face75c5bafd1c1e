"""What drops down from the search field: people, companies, activities, tasks, commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QFrame,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from deskcrm.domain.activities import KINDS
from deskcrm.domain.searching import Said, ToDo
from deskcrm.domain.views import Hit, ListRow
from deskcrm.languages import tr
from deskcrm.ui import words
from deskcrm.ui.commands import Command, key_text
from deskcrm.ui.screen import Navigator
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets import avatar, keycap
from deskcrm.ui.widgets.sides import begin_row, seen_side, seen_within
from deskcrm.ui.widgets.surface import SHADOW, Surface

Index = QModelIndex | QPersistentModelIndex

ROW: Final = 40
_HEAD: Final = 28
_LEAST_WIDTH: Final = 460
_BESIDE: Final = 180
"""Room that a long title leaves for what is known besides."""
_OFFER_ROLE: Final = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the drop-down; a heading has nothing to run."""

    title: str
    detail: str = ""
    icon: str = ""
    key: str = ""
    contact: int | None = None
    title_marks: tuple[tuple[int, int], ...] = ()
    detail_marks: tuple[tuple[int, int], ...] = ()
    run: Callable[[], object] | None = None
    preview: Callable[[], object] | None = None  # what Ctrl+Enter does, where that is another thing

    def same_as(self, other: Offer) -> bool:
        """Whether both lines lead to the same."""
        return (self.title, self.detail, self.contact) == (other.title, other.detail, other.contact)


def of_hit(hit: Hit, nav: Navigator) -> Offer:
    """Return the line of somebody found."""
    return Offer(
        hit.name or hit.detail,
        hit.detail if hit.name else "",
        contact=hit.id,
        title_marks=hit.name_marks,
        detail_marks=hit.detail_marks,
        run=lambda: nav.open_contact(hit.id),
        preview=lambda: nav.show_contact_in_list(hit.id, hit.kind),
    )


def of_recent(line: ListRow, nav: Navigator) -> Offer:
    """Return the line of somebody whose profile was open lately."""
    detail = next((text for text in (line.organization, line.email, line.phone) if text and text != line.name), "")
    return of_hit(Hit(line.id, line.kind, line.name, detail), nav)


def of_said(said: Said, nav: Navigator) -> Offer:
    """Return the line of an activity found by its words."""
    kind = KINDS.get(said.kind)
    return Offer(
        said.text,
        f"{said.name} · {words.ago(said.at)}",
        kind.icon if kind else "circle-dot",
        title_marks=said.marks,
        run=lambda: nav.open_contact(said.contact),
        preview=lambda: nav.show_contact_in_list(said.contact, said.contact_kind),
    )


def of_task(task: ToDo, nav: Navigator) -> Offer:
    """Return the line of an open task; one that is with nobody has nowhere to go to."""
    contact = task.contact
    detail = " · ".join(part for part in (task.name, words.due(task.due) if task.due else "") if part)
    return Offer(
        task.title,
        detail,
        "circle-check",
        title_marks=task.marks,
        run=(lambda: nav.open_contact(contact))
        if contact is not None
        else (lambda: nav.toast(tr("{title}: with nobody", title=task.title))),
    )


def of_command(command: Command) -> Offer:
    """Return the line of a command."""
    return Offer(command.name, "", command.icon, key_text(command.action), run=command.action.trigger)


class OfferModel(QAbstractListModel):
    """The lines that are offered."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.offers: list[Offer] = []

    def replace(self, offers: list[Offer]) -> None:
        """Offer these."""
        self.beginResetModel()
        self.offers = offers
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a line says for a role."""
        offer = self.offers[index.row()]
        if role == _OFFER_ROLE:
            return offer
        if role == Qt.ItemDataRole.DisplayRole:
            return offer.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (offer.title, offer.detail, offer.key) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a heading can't be chosen."""
        if self.offers[index.row()].run is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class SearchResults(Surface):
    """The drop-down under the search field; the keyboard stays in the field."""

    def __init__(self, window: QWidget, field: QWidget, leave: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._field, self._leave = window, field, leave
        self._model = OfferModel(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(OfferDelegate(self._list))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setUniformItemSizes(False)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setAccessibleName(tr("Search results"))
        self._list.entered.connect(self._list.setCurrentIndex)
        self._list.clicked.connect(lambda _index: self.run_current())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XS, Space.XS, Space.XS, Space.XS)
        layout.addWidget(self._list)
        window.installEventFilter(self)

    @property
    def offers(self) -> list[Offer]:
        """What it shows."""
        return self._model.offers

    @property
    def current(self) -> Offer | None:
        """The line that the cursor is on."""
        row = self._list.currentIndex().row()
        return self.offers[row] if 0 <= row < len(self.offers) else None

    def show_offers(self, offers: list[Offer], *, stay: bool = False) -> None:
        """Drop down with these lines and the cursor on the first, or, to `stay`, where it was; with none, close."""
        before = self.current if stay else None
        self._model.replace(offers)
        if not offers:
            self.hide()
            return
        self._place()
        self.show()
        self.raise_()
        able = [i for i, offer in enumerate(offers) if offer.run]
        here = [i for i in able if before is not None and offers[i].same_as(before)]
        self._to(next(iter((*here, *able)), -1))

    def step(self, by: int) -> None:
        """Move the cursor over the lines that can be run, round the end."""
        able = [i for i, offer in enumerate(self.offers) if offer.run]
        if not able:
            return
        now = self._list.currentIndex().row()
        at = able.index(now) if now in able else -1
        target = at + by
        self._to(able[target % len(able) if abs(by) == 1 else max(0, min(target, len(able) - 1))])

    def run_current(self, *, preview: bool = False) -> None:
        """Do what the cursor is on; `preview`: show it beside its list, where it has one."""
        offer = self.current
        run = (preview and offer.preview) or offer.run if offer else None
        if run is not None and self.isVisible():
            self._leave()
            run()

    def _to(self, row: int) -> None:
        index = self._model.index(row, 0)
        self._list.setCurrentIndex(index)
        if index.isValid():
            self._list.scrollTo(index)

    def _place(self) -> None:
        at = self._field.mapTo(self._window, QPoint(0, self._field.height() + Space.XS))
        wanted = sum(ROW if offer.run else _HEAD for offer in self.offers) + 2 * (Space.XS + SHADOW)
        room = self._window.height() - at.y() - Space.L
        beside = at.x() + self._field.width() if self.isRightToLeft() else self._window.width() - at.x()
        width = min(max(self._field.width(), _LEAST_WIDTH), beside - Space.M)
        left = at.x() + self._field.width() - width if self.isRightToLeft() else at.x()
        self.setGeometry(left - SHADOW, at.y() - SHADOW, width + 2 * SHADOW, min(wanted, room + SHADOW))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place when the window is resized."""
        if isinstance(event, QResizeEvent) and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)


class OfferDelegate(QAbstractItemDelegate):
    """Paints a line: a picture, a title, what is known besides, a key."""

    _mirrored = False

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a line."""
        return QSize(0, ROW if index.data(_OFFER_ROLE).run else _HEAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        self._mirrored = begin_row(painter, option.direction)
        offer: Offer = index.data(_OFFER_ROLE)
        rect: QRect = option.rect
        t = theme()
        if offer.run is None:
            painter.setFont(t.font(Type.SMALL, Type.MEDIUM))
            painter.setPen(t.color("muted"))
            flags = Qt.AlignmentFlag.AlignVCenter | seen_side(mirrored=self._mirrored)
            painter.drawText(rect.adjusted(Space.M, 0, -Space.M, 0), int(flags), offer.title)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.color("selection"))
            painter.drawRoundedRect(QRectF(rect).adjusted(Space.XS, 1, -Space.XS, -1), Size.RADIUS, Size.RADIUS)
        left = self._picture(painter, offer, rect)
        right = self._key(painter, offer, rect)
        self._lines(painter, offer, rect, QRect(left, rect.y(), right - left, rect.height()), chosen)

    def _picture(self, painter: QPainter, offer: Offer, rect: QRect) -> int:
        ratio = painter.device().devicePixelRatioF()
        if offer.contact is not None:
            image = avatar.pixmap(offer.contact, avatar.initials(offer.title), Size.AVATAR, ratio)
        else:
            image = theme().pixmap(offer.icon or "command", "muted", Size.ICON, ratio)
        side = image.deviceIndependentSize().height()
        inset = Space.M + Size.AVATAR / 2
        middle = rect.x() + rect.width() - inset if self._mirrored else rect.x() + inset
        painter.drawPixmap(QPointF(middle - side / 2, rect.y() + (rect.height() - side) / 2), image)
        return rect.x() + Space.M + Size.AVATAR + 10

    def _key(self, painter: QPainter, offer: Offer, rect: QRect) -> int:
        right = rect.right() - Space.M
        if offer.key:
            end = rect.x() + Space.M + keycap.wide(offer.key) if self._mirrored else right
            right -= keycap.paint(painter, offer.key, end, rect) + Space.S
        return right

    def _lines(self, painter: QPainter, offer: Offer, row: QRect, rect: QRect, chosen: bool) -> None:
        t = theme()
        title, detail = t.font(weight=Type.MEDIUM), t.font(Type.SMALL)
        width = QFontMetrics(title).horizontalAdvance(offer.title)
        beside = min(QFontMetrics(detail).horizontalAdvance(offer.detail), _BESIDE) + Space.M if offer.detail else 0
        taken = min(width, max(rect.width() - beside, rect.width() // 2))
        mirrored = self._mirrored
        first = seen_within(row, QRect(rect.x(), rect.y(), taken + 1, rect.height()), mirrored=mirrored)
        _marked(painter, first, offer.title, offer.title_marks, title, "text", mirrored=mirrored)
        rest = rect.adjusted(taken + Space.M, 0, 0, 0)
        if offer.detail and rest.width() > Space.XL:
            tone = "text" if chosen and t.tokens.dark else "muted"
            rest = seen_within(row, rest, mirrored=mirrored)
            _marked(painter, rest, offer.detail, offer.detail_marks, detail, tone, mirrored=mirrored)


def _marked(
    painter: QPainter, rect: QRect, text: str, marks: tuple[tuple[int, int], ...], font: QFont, tone: str, *,
    mirrored: bool,
) -> None:  # fmt: skip
    """Write one line of text on one side, with the marked parts on the colour of a hit."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    begin = rect.x() + rect.width() - metrics.horizontalAdvance(shown) if mirrored else rect.x()
    top = rect.y() + (rect.height() - metrics.height()) // 2
    grounds = []
    for start, length in marks:
        left = metrics.horizontalAdvance(text[:start])
        width = metrics.horizontalAdvance(text[: start + length]) - left
        if left < rect.width():
            grounds.append(QRect(begin + left, top, min(width, rect.width() - left), metrics.height()))
            painter.fillRect(grounds[-1], theme().color("hit"))
    painter.setFont(font)
    flags = int(Qt.AlignmentFlag.AlignVCenter | seen_side(mirrored=mirrored)) | int(Qt.TextFlag.TextSingleLine)
    painter.setPen(theme().color(tone))
    painter.drawText(rect, flags, shown)
    painter.setPen(theme().color("text"))
    for ground in grounds:
        painter.setClipRect(ground)
        painter.drawText(rect, flags, shown)
    painter.setClipping(False)
