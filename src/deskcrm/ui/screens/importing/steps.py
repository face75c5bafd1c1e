"""The steps of the wizard as they stand in its head: done, under way, to come."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcrm.languages import tr, trc
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.sides import seen_box

STEPS: Final = (tr("File"), tr("Fields"), tr("Who is who"), tr("Preview"), trc("a step", "Done"))
_GAP: Final = 20


class Steps(QWidget):
    """A line of steps that only tells where the owner is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_step(0)

    def show_step(self, step: int) -> None:
        """Mark a step as the one under way."""
        self.step = step
        self.setAccessibleName(tr("Step {step} of {steps}: {name}", step=step + 1, steps=len(STEPS), name=STEPS[step]))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room that all steps need."""
        metrics = QFontMetrics(theme().font(weight=Type.BOLD))
        words = sum(metrics.horizontalAdvance(word) + Size.ICON + Space.S for word in STEPS)
        return QSize(words + _GAP * (len(STEPS) - 1), Size.CHIP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the steps."""
        t = theme()
        painter = QPainter(self)
        left = 0.0
        for number, word in enumerate(STEPS):
            done = number < self.step or self.step == len(STEPS) - 1
            now = number == self.step
            icon = "check" if done else "circle-dot" if now else "circle"
            tone = "accent" if now else "muted"
            image = t.pixmap(icon, tone, Size.ICON, self.devicePixelRatioF())
            mark = QRect(round(left), (self.height() - Size.ICON) // 2, Size.ICON, Size.ICON)
            painter.drawPixmap(seen_box(self, mark).topLeft(), image)
            left += Size.ICON + Space.S
            font = t.font(weight=Type.BOLD if now else Type.MEDIUM)
            painter.setFont(font)
            painter.setPen(t.color(tone))
            width = QFontMetrics(font).horizontalAdvance(word)
            room = QRect(round(left), 0, width + 2, self.height())
            painter.drawText(seen_box(self, room), int(Qt.AlignmentFlag.AlignVCenter), word)
            left += width + _GAP
