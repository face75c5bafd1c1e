"""The sidebar: the product's name, the screens that work, settings at its foot."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QVBoxLayout, QWidget

from deskcrm.languages import number, tr
from deskcrm.ui.screens import PLACES, Place
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import Button
from deskcrm.ui.widgets.held import Spring
from deskcrm.ui.widgets.sides import seen_box

_MARK = 18


class Sidebar(QFrame):
    """Buttons to the screens, one of them down; only icons in a small window."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("pane", "sidebar")
        self.setAccessibleName(tr("Screens"))
        self._narrow = False
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _NavButton] = {}
        self._brand = _Brand()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 0, 10, Space.M)
        layout.setSpacing(2)
        layout.addWidget(self._brand)
        for place in PLACES:
            if place.listed and not place.foot:
                layout.addWidget(self._button(place))
        layout.addStretch(1)
        for place in PLACES:
            if place.listed and place.foot:
                layout.addWidget(self._button(place))
        self.setFixedWidth(Size.SIDEBAR)

    def _button(self, place: Place) -> _NavButton:
        button = _NavButton(place)
        button.clicked.connect(lambda _checked=False: self.chosen.emit(place.name))
        button.stepped.connect(lambda by: self._step(button, by))
        self._group.addButton(button)
        self._buttons[place.name] = button
        return button

    def set_current(self, name: str) -> None:
        """Mark a screen as the one that shows."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def set_badge(self, name: str, number: int, words: str = "") -> None:
        """Show beside a screen's name how many things wait there, none for 0; `words` is what a screen reader adds."""
        self._buttons[name].set_badge(number, words)

    def badge(self, name: str) -> int:
        """How many things wait in a screen, as shown."""
        return self._buttons[name].waiting

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only, or icons and words."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._brand.set_narrow(narrow)
        for button in self._buttons.values():
            button.set_narrow(narrow)
        self.setFixedWidth(Size.SIDEBAR_NARROW if narrow else Size.SIDEBAR)

    def _step(self, button: _NavButton, by: int) -> None:
        order = list(self._buttons.values())
        order[(order.index(button) + by) % len(order)].setFocus(Qt.FocusReason.TabFocusReason)


class _NavButton(Button):
    """One screen's button; the arrow keys go to its neighbours."""

    stepped = Signal(int)

    def __init__(self, place: Place) -> None:
        super().__init__(place.label, "nav", place.icon, tone="muted", checkable=True)
        self._label = place.label
        self._narrow = False
        self._words = ""
        self.waiting = 0
        self._spring = Spring(self)
        self.setAcceptDrops(place.name in ("people", "companies"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setIconSize(QSize(Size.ICON + 1, Size.ICON + 1))

    def set_badge(self, number: int, words: str) -> None:
        self.waiting, self._words = number, words
        self.set_narrow(self._narrow)
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        name = f"{self._label}, {self._words}" if self.waiting and self._words else self._label
        self.set_text("" if narrow else self._label, name)
        self.setToolTip(name if narrow else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.waiting:
            return
        painter = QPainter(self)
        if self._narrow:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("accent"))
            painter.drawEllipse(QRectF(self.width() - Size.DOT - Space.XS, Space.XS, Size.DOT, Size.DOT))
        else:
            painter.setFont(theme().font(Type.SMALL, Type.MEDIUM, tabular=True))
            painter.setPen(theme().color("text" if self.isChecked() else "muted"))
            area = seen_box(self, self.rect().adjusted(0, 0, -Space.M, 0))
            painter.drawText(
                area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), number(self.waiting)
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._spring.entered(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._spring.stop()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._spring.stop()
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class _Brand(QWidget):
    """The product's mark and name."""

    def __init__(self) -> None:
        super().__init__()
        self._narrow = False
        self.setFixedHeight(Size.HEADER)

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = Space.M + _MARK / 2 - 1
        middle = QPointF(self.width() - left if self.isRightToLeft() else left, self.height() / 2)
        painter.setPen(QPen(t.color("accent"), 1.75))
        painter.drawEllipse(middle, _MARK / 2 - 1, _MARK / 2 - 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.color("accent"))
        painter.drawEllipse(middle, 2, 2)
        if not self._narrow:
            painter.setPen(t.color("text"))
            painter.setFont(t.font(Type.HEADING, Type.BOLD))
            words = self.rect().adjusted(Space.M + _MARK + Space.S, 0, 0, 0)
            area = seen_box(self, words)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), "DeskCRM")
