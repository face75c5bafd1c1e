"""The toast: a sentence at the window's foot with at most one button, gone after a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskcrm.languages import tr
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Button, Label
from deskcrm.ui.widgets.surface import SHADOW, Surface

_STAYS_MS = 8000
_RISE = 12
_WIDEST = 440


class Toast(Surface):
    """One at a time; a newer one takes its place. It stays while the pointer is on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "toast", "toast", Size.RADIUS)
        self._room = parent
        self._text = Label("", weight=Type.MEDIUM, tone="toast", wrap=True)
        self._act: Callable[[], None] | None = None
        self._button = Button(tr("Undo"), "toast", click=self.press)
        self.lift = 0
        """How many pixels higher it stands, over buttons at the foot of a screen."""
        self._close = Button(kind="toast", icon="x", name=tr("Dismiss"), click=self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        layout.setSpacing(Space.S)
        layout.addWidget(self._text)
        layout.addWidget(self._button)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STAYS_MS)
        self._timer.timeout.connect(self.hide)
        self._slide = QPropertyAnimation(self, b"pos", self)
        self._slide.setDuration(Size.MOTION_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        parent.installEventFilter(self)

    @property
    def text(self) -> str:
        """What it says, or said last."""
        return self._text.whole_text()

    def say(self, text: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Show `text`, and a button that calls `act`."""
        self._text.setText(text)
        self._text.setFixedWidth(min(self._text.fontMetrics().horizontalAdvance(text) + Space.XS, _WIDEST))
        self._act = act
        self._button.set_text(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(text)
        self.adjustSize()
        self.show()
        self.raise_()
        self._rise()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place when the window is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._slide.stop()
            self.move(self._place())
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is over it."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go a while after the pointer has left."""
        self._timer.start()
        super().leaveEvent(event)

    def press(self) -> None:
        """Do what its button says, and go."""
        self.hide()
        if self._act is not None:
            self._act()

    def _place(self) -> QPoint:
        left = (self._room.width() - self.width()) // 2
        return QPoint(left, self._room.height() - self.height() - Size.STATUS - Space.S + SHADOW - self.lift)

    def _rise(self) -> None:
        place = self._place()
        if self._slide.state() == QAbstractAnimation.State.Running:
            self._slide.stop()
        self._slide.setStartValue(place + QPoint(0, _RISE))
        self._slide.setEndValue(place)
        self._slide.start()
