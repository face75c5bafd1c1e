"""Writing on paper, in millimetres and points: black on white, whatever the window looks like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPen
from PySide6.QtPrintSupport import QPrinter

from deskcrm.ui.theme import Ink, Type, theme

INK: Final = QColor(Ink.TEXT)
PALE: Final = QColor(Ink.MUTED)
HAIR: Final = QColor(Ink.LINE)
_MM_PER_INCH: Final = 25.4
_HAIR_MM: Final = 0.15

Draw = Callable[[QPrinter], None]
"""Paints all pages of something on a printer, be it one, a preview or a PDF."""


def layout(paper: str, margin: float, *, landscape: bool = False) -> QPageLayout:
    """Return a page: "A4" or "Letter", with a margin in millimetres on each side."""
    size = QPageSize(QPageSize.PageSizeId.Letter if paper == "Letter" else QPageSize.PageSizeId.A4)
    way = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    return QPageLayout(size, way, QMarginsF(margin, margin, margin, margin), QPageLayout.Unit.Millimeter)


def usual_paper() -> str:
    """Return the paper of the system's region."""
    from PySide6.QtCore import QLocale

    metric = QLocale.system().measurementSystem() == QLocale.MeasurementSystem.MetricSystem
    return "A4" if metric else "Letter"


class Paper:
    """The pages of one print. Everything is measured from the upper left corner of what the margins leave."""

    def __init__(self, printer: QPrinter) -> None:
        self._printer = printer
        self.painter = QPainter(printer)
        self.dots = printer.logicalDpiX() / _MM_PER_INCH
        size = printer.pageLayout().paintRect(QPageLayout.Unit.Millimeter)
        if printer.fullPage():
            size = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
        self.width, self.height = size.width(), size.height()
        self.page = 1

    def turn(self) -> None:
        """Begin the next page."""
        self._printer.newPage()
        self.page += 1

    def font(self, points: float, weight: int = Type.REGULAR) -> QFont:
        """Return the theme's font in a size for paper."""
        font = theme().font(weight=weight)
        font.setPointSizeF(points)
        return font

    def line_height(self, font: QFont) -> float:
        """Return how high a line of a font is."""
        return self.metrics(font).lineSpacing() / self.dots

    def text_width(self, text: str, font: QFont) -> float:
        """Return how wide a text is."""
        return self.metrics(font).horizontalAdvance(text) / self.dots

    def metrics(self, font: QFont) -> QFontMetricsF:
        """Return the measures of a font on this paper."""
        return QFontMetricsF(font, self._printer)

    def write(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        font: QFont,
        *,
        right: bool = False,
        color: QColor = INK,
    ) -> None:
        """Write one line, cut with an ellipsis where it is too wide."""
        rect = QRectF(x * self.dots, y * self.dots, width * self.dots, self.metrics(font).lineSpacing())
        cut = self.metrics(font).elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, rect.width())
        way = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.painter.setFont(font)
        self.painter.setPen(color)
        self.painter.drawText(rect, int(way | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine), cut)

    def rule(self, y: float) -> None:
        """Draw a hairline across the page."""
        self.painter.setPen(QPen(HAIR, _HAIR_MM * self.dots))
        self.painter.drawLine(0, round(y * self.dots), round(self.width * self.dots), round(y * self.dots))

    def end(self) -> None:
        """Finish the last page."""
        self.painter.end()
