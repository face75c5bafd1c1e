"""One field on the profile: its label, its values, what else was said; values are moved by drag or by keys."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from deskcrm.domain.colours import TAG
from deskcrm.languages import inside, number, tr
from deskcrm.ui.screens.profile_parts import saying
from deskcrm.ui.screens.profile_parts.saying import Shown
from deskcrm.ui.screens.profile_parts.value_button import PAD, GhostButton, Tag, ValueButton
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import Button, Label, row
from deskcrm.ui.widgets.fitted_link import FittedLink
from deskcrm.ui.widgets.flow import Flow

CHIPS: Final = frozenset({"tags", "source_ids"})
MOST: Final = 30
"""So many values of a field show until the owner asks for all."""

_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class FieldRow(QWidget):
    """One field: its label, its values, what else was said, and a line beneath."""

    pressed = Signal(str, int)
    """A value is to be edited: field and place (-1: a new one)."""

    removed = Signal(str, int)
    """A value is to go: field and place."""

    moved = Signal(str, int, int)
    """A value is to stand elsewhere: field, from, to."""

    others_asked = Signal(str)

    coloured = Signal(str, str)
    """A tag is to have a colour: the tag, and #RRGGBB or "" for none."""

    def __init__(self, key: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.label = label
        self.values: list[ValueButton | Tag] = []
        self._all: list[Shown] = []
        self._said = (0, "")
        self._whole = False
        self._held: tuple[int, QPoint] | None = None  # a value that is pressed, and where
        self._target = -1
        self._label = Label(label, Type.SMALL, tone="muted", elide=True)
        self.add = GhostButton("plus", tr("Add: {field}", field=label), self)
        self.add.clicked.connect(lambda: self.pressed.emit(key, -1))
        head = row(self._label, self.add, spacing=Space.XS)
        head.setStretch(0, 1)
        head.setContentsMargins(PAD, 0, 0, 0)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, Space.S, 0, Space.S)
        self._box.setSpacing(0)
        self._box.addLayout(head)
        self._flow = Flow() if key in CHIPS else None
        if self._flow is not None:
            self._box.addWidget(self._flow)
        self.more = Button(tr("All"), "link", click=self._show_all)
        self.others = FittedLink(tr("Others"), click=lambda: self.others_asked.emit(key))
        for foot in (row(self.more, None), row(self.others)):
            foot.setContentsMargins(PAD - Space.XS, 0, 0, 0)
            self._box.addLayout(foot)
        self._first = 1

    @property
    def blank(self) -> bool:
        """Whether it shows nothing but an invitation."""
        return not self.values or self.values[0].shown.value is None

    def show_values(self, label: str, values: list[Shown], others: int, news: str = "") -> None:
        """Show these; buttons are kept, so that focus and an editor over one stay. `news`: the quiet flag."""
        self.label = label
        self._label.setText(label)
        self._all, self._said = values, (others, news)
        shown = values if self._whole else values[:MOST]
        shown = shown or [Shown(None, self._invitation())]
        while len(self.values) > len(shown):
            self.values.pop().deleteLater()
        while len(self.values) < len(shown):
            self._make_value()
        for button, value in zip(self.values, shown, strict=True):
            button.show_value(value, label if values else "", "text" if values else "muted")
        if self._flow is not None:
            self._flow.set_items(list(self.values))
        self.more.set_text(
            tr("All {count}", count=number(len(values))),
            tr("All {count}: {field}", count=number(len(values)), field=label),
        )
        self.more.setVisible(len(values) > len(shown))
        self.others.say(
            news or (tr("{count} other", count=others) if others else ""),
            news or tr("{count} other: {field}", count=others, field=label),
        )
        self.others.setVisible(others > 0)
        self.add.setVisible(saying.is_list(self.key) and bool(values))

    def _show_all(self) -> None:
        self._whole = True
        first_more = len(self.values)
        self.show_values(self.label, self._all, *self._said)
        self.values[first_more].setFocus(Qt.FocusReason.OtherFocusReason)

    def _invitation(self) -> str:
        label = inside(self.label)
        if not saying.is_list(self.key):
            return tr("Add {field}", field=label)
        return tr("Add an {field}", field=label) if label[0] in "aeiou" else tr("Add a {field}", field=label)

    def _make_value(self) -> None:
        place = len(self.values)
        button: ValueButton | Tag = ValueButton() if self._flow is None else Tag(TAG if self.key == "tags" else "")
        button.clicked.connect(lambda: self.pressed.emit(self.key, -1 if self.blank else place))
        button.delete_pressed.connect(lambda: self.removed.emit(self.key, place))
        button.installEventFilter(self)
        self.values.append(button)
        if self._flow is None:
            self._box.insertWidget(self._first + place, button)

    def anchor(self, place: int) -> QWidget:
        """Return the widget that an editor is laid over."""
        if 0 <= place < len(self.values):
            return self.values[place]
        return self.values[-1] if self.values else self._label

    # moving a value

    @property
    def movable(self) -> bool:
        """Whether its values have an order that is the owner's to choose."""
        return self._flow is None and saying.is_list(self.key) and len(self._all) > 1

    def shift(self, source: int, target: int) -> None:
        """Ask for a value to stand elsewhere."""
        if self.movable and source != target and 0 <= target < len(self._all):
            self.moved.emit(self.key, source, target)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move a value by Alt+Up and Alt+Down or by the mouse; offer what can be done with it."""
        place = next((n for n, value in enumerate(self.values) if value is watched), -1)
        if place < 0 or self.blank:
            return super().eventFilter(watched, event)
        if isinstance(event, QContextMenuEvent):
            self._offer(place, event.globalPos())
            return True
        if isinstance(event, QKeyEvent) and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            step = _STEPS.get(Qt.Key(event.key()), 0)
            if step and event.type() == QEvent.Type.KeyPress:
                self.shift(place, place + step)
            if step:
                event.accept()
                return True
        if isinstance(event, QMouseEvent) and self.movable:
            return self._dragged(place, event)
        return super().eventFilter(watched, event)

    def _dragged(self, place: int, event: QMouseEvent) -> bool:
        at = self.values[place].mapTo(self, event.position().toPoint())
        if event.type() == QEvent.Type.MouseButtonPress:
            self._held = (place, at) if event.button() == Qt.MouseButton.LeftButton else None
        elif event.type() == QEvent.Type.MouseMove and self._held is not None:
            far = (at - self._held[1]).manhattanLength() >= QApplication.startDragDistance()
            if self._target >= 0 or far:
                self._aim(at)
                return True
        elif event.type() == QEvent.Type.MouseButtonRelease and self._held is not None:
            source, target = self._held[0], self._target
            self._held, self._target = None, -1
            if target >= 0:
                self.values[place].setDown(False)
                self.values[place].unsetCursor()
                self.update()
                self.shift(source, target)
                return True
        return False

    def _aim(self, at: QPoint) -> None:
        tops = [value.geometry().center().y() for value in self.values]
        self._target = min(sum(at.y() > top for top in tops), len(self.values) - 1)
        self.update()

    def _offer(self, place: int, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = self.values[place].shown.text
        menu.addAction(tr("Edit"), partial(self.pressed.emit, self.key, place))
        menu.addAction(tr("Copy"), partial(QGuiApplication.clipboard().setText, text))
        if self.movable and place:
            menu.addAction(tr("Put first"), partial(self.shift, place, 0))
        if self.key == "tags":
            menu.addMenu(self._colours(text, menu))
        menu.addSeparator()
        menu.addAction(tr("Remove"), partial(self.removed.emit, self.key, place))
        menu.popup(at)

    def _colours(self, tag: str, menu: QMenu) -> QMenu:
        from deskcrm.ui.widgets.colour_menu import ColourMenu

        now = theme().own(TAG, tag)
        return ColourMenu(now.name() if now is not None else "", partial(self.coloured.emit, tag), menu)

    # looks

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show what can be done here."""
        self.add.set_near(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide it again."""
        self.add.set_near(False)
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line beneath, and where a value that is dragged would come to stand."""
        painter = QPainter(self)
        wide = self.width() - 2 * PAD
        painter.fillRect(PAD, self.height() - Size.LINE, wide, Size.LINE, theme().color("line"))
        if self._target >= 0 and self._held is not None:
            box = self.values[self._target].geometry()
            top = box.bottom() if self._target > self._held[0] else box.top()
            painter.fillRect(PAD, top, wide, Size.FOCUS, theme().color("accent"))
