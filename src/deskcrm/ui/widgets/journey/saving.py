"""Saves the picture of a journey: as PNG at twice its size, or as SVG, with its heading."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSaveFile, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from deskcrm.languages import tr
from deskcrm.ui.models.journey import Plot, Span
from deskcrm.ui.theme import Space, Type, theme
from deskcrm.ui.widgets.journey.painting import Frame, JourneyPainter

_SCALE: Final = 2
_MARGIN: Final = Space.L
_HEADING: Final = 28


def save(path: Path, plot: Plot, span: Span, width: float, heading: str) -> str:
    """Write the picture as SVG where the name ends so, else as PNG; return why it could not be written, or ""."""
    data = (
        as_svg(plot, span, width, heading) if path.suffix.casefold() == ".svg" else as_png(plot, span, width, heading)
    )
    file = QSaveFile(str(path))
    if file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(data) == len(data) and file.commit():
        return ""
    return tr(
        "“{file}” couldn’t be written: {reason}. Nothing was changed; choose another place.",
        file=path.name,
        reason=file.errorString(),
    )


def as_png(plot: Plot, span: Span, width: float, heading: str) -> bytes:
    """Return the picture as PNG."""
    size = _size(plot, width)
    image = QImage(size * _SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(_SCALE)
    painter = QPainter(image)
    _paint(painter, plot, span, width, heading, size)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def as_svg(plot: Plot, span: Span, width: float, heading: str) -> bytes:
    """Return the picture as SVG, of shapes and text."""
    size = _size(plot, width)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(heading)
    generator.setDescription(plot.story())
    painter = QPainter(generator)
    _paint(painter, plot, span, width, heading, size)
    painter.end()
    return bytes(buffer.data().data())


def _size(plot: Plot, width: float) -> QSize:
    return QSize(round(width) + 2 * _MARGIN, round(Frame(width, len(plot.lanes)).height) + _HEADING + 2 * _MARGIN)


def _paint(painter: QPainter, plot: Plot, span: Span, width: float, heading: str, size: QSize) -> None:
    painter.fillRect(QRect(0, 0, size.width(), size.height()), theme().color("surface"))
    painter.translate(_MARGIN, _MARGIN)
    painter.setFont(theme().font(weight=Type.BOLD))
    painter.setPen(theme().color("text"))
    painter.drawText(
        QRectF(0, 0, width, _HEADING), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), heading
    )
    painter.translate(0, _HEADING)
    frame = Frame(width, len(plot.lanes))
    JourneyPainter().paint(painter, plot, plot.layout(span, frame.box.width()), frame, vector=True)
