"""The reasons for and against a pair as chips: what speaks for it green, what speaks against it amber."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcrm.domain.views import Evidence
from deskcrm.languages import tr
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import tip

_HIGH: Final = 22
_CHECK: Final = 13
_AROUND: Final = 10


class EvidenceChips(QWidget):
    """Chips in as many lines as they need; a screen reader hears all of them, with the values compared."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: tuple[Evidence, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme().changed.connect(self.update)

    def show_evidence(self, evidence: Sequence[Evidence]) -> None:
        """Show these reasons; the last, what two are before anything is known of them, says nothing of these two."""
        self.shown = tuple(evidence[:-1])
        whole = [one.text for one in self.shown]
        self.setAccessibleName(tr("Evidence: {reasons}", reasons="; ".join(whole)) if whole else "")
        self.setToolTip(tip("\n".join(whole)))
        self.updateGeometry()
        self.update()

    @property
    def texts(self) -> list[str]:
        """What the chips say."""
        return [short(one) for one in self.shown]

    def hasHeightForWidth(self) -> bool:
        """Return that it is higher where it is narrower."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high all lines are."""
        boxes = self._boxes(width)
        return int(boxes[-1].bottom()) if boxes else 0

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def _boxes(self, width: int) -> list[QRectF]:
        metrics = QFontMetrics(theme().font(Type.SMALL, Type.MEDIUM))
        boxes: list[QRectF] = []
        left = top = 0.0
        for one in self.shown:
            mark = _CHECK + Space.XS if one.weight > 0 else 0
            wide = min(float(metrics.horizontalAdvance(short(one)) + 2 * _AROUND + mark), float(max(width, 1)))
            if left and left + wide > width:
                left, top = 0.0, top + _HIGH + Space.XS
            boxes.append(QRectF(left, top, wide, _HIGH))
            left += wide + Space.S
        return boxes

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint them."""
        t = theme()
        font = t.font(Type.SMALL, Type.MEDIUM)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        for one, box in zip(self.shown, self._boxes(self.width()), strict=True):
            ground, tone = _colours(one)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.color(ground))
            painter.drawRoundedRect(box, _HIGH / 2, _HIGH / 2)
            inner = box.adjusted(_AROUND, 0, -_AROUND, 0)
            if one.weight > 0:
                image = t.pixmap("check", tone, _CHECK, self.devicePixelRatioF())
                painter.drawPixmap(QPointF(inner.x(), inner.center().y() - _CHECK / 2), image)
                inner.setLeft(inner.left() + _CHECK + Space.XS)
            painter.setPen(t.color(tone))
            text = QFontMetrics(font).elidedText(
                short(one), Qt.TextElideMode.ElideRight, int(inner.width()) + Size.LINE
            )
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), text)


def short(one: Evidence) -> str:
    """Return a reason without the values compared, which stand in the table: "name 94 %"."""
    return one.text.partition(": ")[0] if one.weight else one.text


def _colours(one: Evidence) -> tuple[str, str]:
    if one.weight > 0:
        return "good_soft", "good"
    return ("warning_soft", "warning") if one.weight < 0 else ("hover", "muted")
