"""What was got done on each of the last seven days, as a card with bars."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from deskcrm.languages import number as grouped
from deskcrm.languages import regional, tr
from deskcrm.services.today import WEEK, Moved
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import Card, Label

_HIGH: Final = 60
_LETTERS: Final = 16
_LEAST: Final = 3


class WeekCard(Card):
    """ "12 done, 3 put off", and a bar for each day, today's in the accent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((Space.L, Space.M, Space.L, Space.M), parent)
        self._words = Label("", Type.SMALL, tone="muted")
        self._bars = _Bars()
        self.body.setSpacing(Space.XS)
        self.body.addWidget(Label(tr("Last 7 days"), weight=Type.BOLD))
        self.body.addWidget(self._words)
        self.body.addWidget(self._bars)

    def show_moved(self, moved: Moved) -> None:
        """Show these figures."""
        parts = [tr("{count} done", count=grouped(sum(moved.week)))]
        parts += [tr("{count} put off", count=grouped(moved.week_put_off))] * bool(moved.week_put_off)
        self._words.setText(", ".join(parts))
        self._bars.show_days(moved.week)

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.whole_text()


class _Bars(QWidget):
    """A bar for each day, the latest last."""

    def __init__(self) -> None:
        super().__init__()
        self._days: tuple[int, ...] = (0,) * WEEK
        self.setFixedHeight(_HIGH + _LETTERS)
        theme().changed.connect(self.update)

    def show_days(self, days: tuple[int, ...]) -> None:
        self._days = days
        today = date.today()
        names = [regional.weekday_name(today - timedelta(days=WEEK - 1 - n)) for n in range(WEEK)]
        said = ", ".join(f"{name} {grouped(number)}" for name, number in zip(names, days, strict=True))
        self.setAccessibleName(tr("Done by day: {said}", said=said))
        self.setToolTip(said)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = theme()
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self.width() / WEEK
        wide = step - Space.M
        most = max(*self._days, 1)
        today = date.today()
        painter.setFont(t.font(Type.TINY))
        for n, number in enumerate(self._days):
            high = max(number / most * (_HIGH - Space.XS), _LEAST)
            bar = QRectF(n * step, _HIGH - high, wide, high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setOpacity(1 if n == WEEK - 1 else 0.38)
            painter.setBrush(t.color("accent" if number or n == WEEK - 1 else "outline"))
            painter.drawRoundedRect(bar, Size.FOCUS, Size.FOCUS)
            painter.setOpacity(1)
            painter.setPen(t.color("muted"))
            letter = regional.weekday_name(today - timedelta(days=WEEK - 1 - n))[:1]
            painter.drawText(QRectF(n * step, _HIGH, wide, _LETTERS), int(Qt.AlignmentFlag.AlignCenter), letter)
