"""The place to drop a file on, in a dashed frame, with the button that chooses one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from deskcrm.languages import tr
from deskcrm.ui.theme import Size, theme
from deskcrm.ui.widgets.basic import Button
from deskcrm.ui.widgets.empty import EmptyState

_ENDINGS: Final = "*.csv *.tsv *.txt *.xlsx *.xlsm *.xlsb *.xls *.ods *.vcf *.ics *.json *.jsonl *.ldif"
FILTERS: Final = ";;".join((tr("Tables, address books, calendars") + f" ({_ENDINGS})", tr("All files") + " (*)"))
"""What the dialog offers that chooses a file."""
_DASH: Final = 1.5
_HEIGHT: Final = 360


class DropZone(EmptyState):
    """Drops are taken by the whole window; this says so."""

    def __init__(self, choose: Callable[[], object], paste: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.setMinimumHeight(_HEIGHT)
        self.say(
            "file-up",
            tr("Drop a file here"),
            tr(
                "A customer list, orders, a newsletter or a phone’s address book: CSV, a spreadsheet, "
                "vCards, a calendar. Nothing is written before you have seen what would change, and nothing "
                "leaves this computer."
            ),
            tr("Choose a file…"),
            choose,
            tr("Paste a table") if paste is not None else "",
            paste,
        )

    @property
    def button(self) -> Button:
        """The button that chooses a file."""
        return self._button

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame."""
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(t.color("outline"), _DASH, Qt.PenStyle.DashLine))
        painter.setBrush(t.color("surface"))
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(frame, Size.CARD_RADIUS, Size.CARD_RADIUS)
