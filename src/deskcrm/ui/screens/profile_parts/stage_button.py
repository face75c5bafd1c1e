"""The stage on the profile: its dot, the stage in words, and since when."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcrm.languages import regional, tr
from deskcrm.ui import words
from deskcrm.ui.screens.profile_parts.value_button import PAD, Pressable
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import tip

_SHORT_MONTH: Final = 3


class StageButton(Pressable):
    """The dot, the stage in words, and since when."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage, self._since = "", ""
        self._font, self._small = theme().font(), theme().font(Type.SMALL)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_stage(self, stage: str, since: str | None, hint: str) -> None:
        """Show a stage."""
        self._stage = stage
        month = regional.month_year(words.moment(since), short=True) if since else ""
        self._since = tr("since {month}", month=month) if stage and since else ""
        self.setAccessibleName(f"{tr('Stage: {stage}', stage=words.stage(stage) or tr('none'))} {self._since}".rstrip())
        self.setToolTip(tip("\n".join(part for part in (words.exact(since), hint) if part)))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        return QSize(Space.XL, QFontMetrics(self._font).height() + Space.S)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        t = theme()
        painter = QPainter(self)
        self.paint_ground(painter)
        left = float(PAD)
        if self._stage:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.color(f"stage.{self._stage}"))
            painter.drawEllipse(QRectF(left, (self.height() - Size.DOT) / 2, Size.DOT, Size.DOT))
            left += Size.DOT + Space.S - 2
        metrics = QFontMetrics(self._font)
        base = (self.height() - metrics.height()) / 2 + metrics.ascent()
        text = words.stage(self._stage) or tr("No stage yet")
        painter.setFont(self._font)
        painter.setPen(t.color("text" if self._stage else "muted"))
        painter.drawText(QPointF(left, base), text)
        left += metrics.horizontalAdvance(text) + Space.XS
        painter.setFont(self._small)
        painter.setPen(t.color("muted"))
        room = round(self.width() - PAD - left)
        since = QFontMetrics(self._small).elidedText(self._since, Qt.TextElideMode.ElideRight, max(room, 0))
        painter.drawText(QPointF(left, base), since)
