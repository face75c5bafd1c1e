"""A value that is edited where it stands: painted text with its source, pressed by mouse or keyboard."""

from __future__ import annotations

import re
from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from deskcrm.domain.colours import SOURCE
from deskcrm.ui.screens.profile_parts.saying import Shown
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets import dot
from deskcrm.ui.widgets.basic import tip
from deskcrm.ui.widgets.breaking import broken

PAD: Final = 6
"""How far the ground reaches beyond the text, on both sides."""

_PAD_Y: Final = 2
_MOST_LINES: Final = 14
_MORE: Final = re.compile(r" \+\d+$")
"""What a source's name is followed by where others say the same."""


class Pressable(QAbstractButton):
    """A button without a frame: a ground under the pointer, a ring while it has the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter as by Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the ground."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the ground."""
        self.update()
        super().leaveEvent(event)

    def paint_ground(self, painter: QPainter) -> None:
        """Paint what lies beneath: the hover and the focus ring."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("hover"))
            painter.drawRoundedRect(box, Size.RADIUS, Size.RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(theme().color("accent"), Size.FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), Size.RADIUS, Size.RADIUS)


class Removable(Pressable):
    """A value that goes by the Delete key while it has the keyboard."""

    delete_pressed = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep Delete from becoming the window's command."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            if event.type() == QEvent.Type.KeyPress:
                self.delete_pressed.emit()
            event.accept()
            return True
        return super().event(event)


class ValueButton(Removable):
    """One value: its text wrapped, its source at the right end, asides beneath."""

    def __init__(
        self, size: int = Type.BODY, weight: int = Type.REGULAR, lines: int = _MOST_LINES, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._font = theme().font(size, weight)
        self._small = theme().font(Type.SMALL)
        self._lines = lines
        self._shown = Shown(None, "")
        self._tone = "text"
        self._laid: tuple[int, list[str], bool] = (-1, [], False)
        theme().recoloured.connect(self._relay)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def shown(self) -> Shown:
        """The value it shows."""
        return self._shown

    def show_value(self, value: Shown, name: str, tone: str = "text") -> None:
        """Show a value; `name` says which one it is to a screen reader."""
        spoken = f"{name}: {value.text}" if name and name != value.text else value.text
        self.setAccessibleName(spoken)
        self.setAccessibleDescription(", ".join(words for words, _ in value.asides))
        self.setToolTip(tip(value.hint))
        if (value, tone) != (self._shown, self._tone):
            self._shown, self._tone = value, tone
            self._relay()

    def show_pending(self, text: str) -> None:
        """Show what was typed until it has been saved."""
        self._shown = Shown(self._shown.value, text)
        self._tone = "text"
        self._relay()

    def _relay(self) -> None:
        self._laid = (-1, [], False)
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the content to the new size."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        # A fixed height for the width of now: heights that depend on widths get lost in nested layouts.
        self.setFixedHeight(self._height_for(self.width()))

    def _height_for(self, width: int) -> int:
        lines, apart = self._lay(width)
        high = len(lines) * QFontMetrics(self._font).height()
        if apart or self._shown.asides:
            high += QFontMetrics(self._small).height()
        return high + 2 * _PAD_Y

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        return QSize(self.width(), self._height_for(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(Space.XL, QFontMetrics(self._font).height() + 2 * _PAD_Y)

    @property
    def _source_colour(self) -> QColor | None:
        return theme().own(SOURCE, _MORE.sub("", self._shown.source)) if self._shown.source else None

    def _lay(self, width: int) -> tuple[list[str], bool]:
        """Return the lines of the text, and whether the source needs a line of its own."""
        if self._laid[0] != width:
            lines = broken(self._shown.text, self._font, width - 2 * PAD, self._lines)
            used = QFontMetrics(self._font).horizontalAdvance(lines[-1]) if lines else 0
            source = QFontMetrics(self._small).horizontalAdvance(self._shown.source)
            source += Size.DOT + Space.XS if self._source_colour is not None else 0
            apart = bool(self._shown.source) and used + Space.S + source > width - 2 * PAD
            self._laid = (width, lines, apart)
        return self._laid[1], self._laid[2]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        t = theme()
        painter = QPainter(self)
        self.paint_ground(painter)
        lines, apart = self._lay(self.width())
        metrics, small = QFontMetrics(self._font), QFontMetrics(self._small)
        painter.setFont(self._font)
        painter.setPen(t.color(self._tone))
        top = _PAD_Y
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        for line in lines:
            painter.drawText(self._spot(PAD, metrics.horizontalAdvance(line), top + metrics.ascent()), line)
            top += metrics.height()
        painter.setFont(self._small)
        left = PAD
        for n, (words, tone) in enumerate(self._shown.asides):
            if n:
                painter.setPen(t.color("muted"))
                left += self._write(painter, left, top + small.ascent(), " · ")
            painter.setPen(t.color(tone))
            left += self._write(painter, left, top + small.ascent(), words)
        if self._shown.source:
            painter.setPen(t.color("muted"))
            base = top + small.ascent() if apart else top - metrics.height() + metrics.ascent()
            room = self.width() - PAD - (left + Space.S if apart and self._shown.asides else PAD)
            source = small.elidedText(self._shown.source, Qt.TextElideMode.ElideRight, room)
            begins = self.width() - PAD - small.horizontalAdvance(source)
            colour = self._source_colour
            if colour is not None:
                mark = self._spot(begins - Size.DOT - Space.XS, Size.DOT, 0)
                dot.paint(painter, mark.x(), base - small.xHeight() / 2, colour)
                painter.setPen(t.color("muted"))
            self._write(painter, begins, base, source)

    def _write(self, painter: QPainter, left: int, base: int, text: str) -> int:
        """Write small words at a distance from where lines begin, and return how wide they are."""
        wide = QFontMetrics(self._small).horizontalAdvance(text)
        painter.drawText(self._spot(left, wide, base), text)
        return wide

    def _spot(self, left: int, wide: int, base: int) -> QPointF:
        """Return where words of this width begin, which in a mirrored window is counted from the right."""
        return QPointF(self.width() - left - wide if self.isRightToLeft() else left, base)


class GhostButton(Pressable):
    """A small icon that shows itself while the pointer is on its row or the keyboard on itself."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._near = False
        self.setAccessibleName(name)
        self.setToolTip(tip(name))
        self.setFixedSize(Size.ICON + Space.XS, Size.ICON)

    def set_near(self, near: bool) -> None:
        """Say whether the pointer is on its row."""
        self._near = near
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it, if it is to be seen."""
        painter = QPainter(self)
        self.paint_ground(painter)
        if self._near or self.hasFocus() or self.underMouse():
            image = theme().pixmap(self._icon, "muted", Size.ICON - 2, self.devicePixelRatioF())
            side = Size.ICON - 2
            box = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
            painter.drawPixmap(box.topLeft(), image)


class Tag(Removable):
    """A word in a small frame, with a dot where the owner gave it a colour."""

    def __init__(self, coloured: str = "", parent: QWidget | None = None) -> None:
        """`coloured`: as what the word can have a colour, "tag" or nothing."""
        super().__init__(parent)
        self._coloured = coloured
        self._shown = Shown(None, "")
        self._small = theme().font(Type.SMALL)

    @property
    def shown(self) -> Shown:
        """The value it shows."""
        return self._shown

    def show_value(self, value: Shown, name: str, _tone: str = "text") -> None:
        """Show a word."""
        self._shown = value
        self.setAccessibleName(f"{name}: {value.text}")
        self.setToolTip(tip(value.hint))
        self.updateGeometry()
        self.update()

    def show_pending(self, text: str) -> None:
        """Show what was typed until it has been saved."""
        self._shown = Shown(self._shown.value, text)
        self.updateGeometry()
        self.update()

    @property
    def _colour(self) -> QColor | None:
        return theme().own(self._coloured, self._shown.text) if self._coloured else None

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        wide = ceil(QFontMetricsF(self._small).horizontalAdvance(self._shown.text))
        marked = Size.DOT + Space.XS if self._colour is not None else 0
        return QSize(wide + marked + 2 * Space.S, QFontMetrics(self._small).height() + Space.XS + 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(t.color("accent" if self.hasFocus() else "outline"), 1 + self.hasFocus()))
        painter.setBrush(t.color("hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(box, Space.XS, Space.XS)
        painter.setFont(self._small)
        painter.setPen(t.color("text"))
        words = self.rect().adjusted(Space.S, 0, -Space.S, 0)
        colour = self._colour
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if colour is not None:
            left = words.right() + 1 - Size.DOT if mirrored else words.x()
            dot.paint(painter, left, self.height() / 2, colour)
            start = Size.DOT + Space.XS
            words.adjust(0 if mirrored else start, 0, -start if mirrored else 0, 0)
            painter.setPen(t.color("text"))
        room = words.width()
        text = QFontMetrics(self._small).elidedText(self._shown.text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), text)
