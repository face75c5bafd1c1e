"""A small surface beside what it is about: closed by Escape, by a click elsewhere, by its own links."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from deskcrm.languages import tr
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Label, clear, row
from deskcrm.ui.widgets.surface import SHADOW, Surface

_WIDTH: Final = 360
_HIGHEST: Final = 420


class Popover(Surface):
    """One of a screen; `body` is where things go after `begin`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self._title = Label("", Type.BODY, Type.BOLD, wrap=True)
        self._from: QWidget | None = None
        content = QWidget()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, Space.S, 0)
        self.body.setSpacing(Space.M)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(content)
        self._area.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self._content = content
        self._close = Button(kind="quiet", icon="x", name=tr("Close"), click=self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.S, Space.S, Space.M)
        layout.setSpacing(Space.XS)
        head = row(self._title, self._close)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addWidget(self._area)

    def begin(self, title: str) -> None:
        """Empty it and give it a heading."""
        clear(self.body)
        self._title.setText(title)
        self.setAccessibleName(title)

    def open_at(self, where: QRect, came_from: QWidget) -> None:
        """Show it below (or above, or beside) `where`, in the coordinates of its parent; focus goes back at the end."""
        self._from = came_from
        room = self._room.rect()
        width = min(_WIDTH + 2 * SHADOW, room.width())
        self.resize(width, _HIGHEST)
        inner = width - 2 * SHADOW - Space.XL - Space.S
        self.body.activate()
        wanted = (
            self.body.totalHeightForWidth(inner) if self.body.hasHeightForWidth() else self.body.sizeHint().height()
        )
        wanted += 2 * SHADOW + self._close.sizeHint().height() + Space.XL + Space.XS
        height = min(wanted, _HIGHEST, room.height())
        begin = where.right() + 1 + SHADOW - width if self.isRightToLeft() else where.left() - SHADOW
        left = max(0, min(begin, room.width() - width))
        top = where.bottom() - SHADOW + Space.XS
        if top + height > room.height():
            above = where.top() - height + SHADOW - Space.XS
            top = max(0, min(above, room.height() - height) if above >= 0 else room.height() - height)
        self.setGeometry(left, top, width, height)
        self._area.verticalScrollBar().setValue(0)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def open_under(self, widget: QWidget) -> None:
        """Show it below a widget."""
        top_left = widget.mapTo(self._room, QPoint(0, 0))
        self.open_at(QRect(top_left, widget.size()), widget)

    def leave(self) -> None:
        """Close it and give the keyboard back."""
        holder = QApplication.focusWidget()
        held = holder is not None and (holder is self or self.isAncestorOf(holder))
        self.hide()
        if held and self._from is not None and self._from.isVisible():
            self._from.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: object) -> None:
        """Stop listening."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        super().hideEvent(event)  # type: ignore[arg-type]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on a press anywhere else, and on Escape."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            inside = isinstance(watched, QWidget) and (watched is self or self.isAncestorOf(watched))
            if isinstance(watched, QWidget) and watched.window() is self.window() and not inside:
                self.hide()
        elif (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            self.leave()
            event.accept()
            return True
        return super().eventFilter(watched, event)
