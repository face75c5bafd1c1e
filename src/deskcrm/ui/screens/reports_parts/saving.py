"""Saves reports: one as PNG, SVG or CSV, all of them as a PDF to print."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QRectF, QSaveFile, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from deskcrm.domain.reporting import FigureKind, Report
from deskcrm.languages import tr
from deskcrm.ui.models.report_chart import arrange, headline
from deskcrm.ui.screens.reports_parts.chart import paint_chart
from deskcrm.ui.theme import Space, Type, theme
from deskcrm.ui.theme.tokens import LIGHT

_SCALE: Final = 2
_WIDTH: Final = 640
_MARGIN: Final = Space.L
_HEADING: Final = 52
_PAGE_MARGIN: Final = 14.0


def picture(report: Report, ending: str) -> bytes:
    """Return a report as ".png" or ".svg"."""
    chart = arrange(report, _WIDTH)
    size = QSize(_WIDTH + 2 * _MARGIN, round(chart.height) + _HEADING + 2 * _MARGIN)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if ending == ".svg":
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(size)
        generator.setViewBox(QRect(0, 0, size.width(), size.height()))
        generator.setTitle(report.title)
        painter = QPainter(generator)
        _paint(painter, report, size)
        painter.end()
    else:
        image = QImage(size * _SCALE, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(_SCALE)
        painter = QPainter(image)
        _paint(painter, report, size)
        painter.end()
        QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _paint(painter: QPainter, report: Report, size: QSize) -> None:
    painter.fillRect(QRect(0, 0, size.width(), size.height()), theme().color("surface"))
    painter.translate(_MARGIN, _MARGIN)
    _head(painter, report)
    painter.translate(0, _HEADING)
    paint_chart(painter, arrange(report, _WIDTH))


def _head(painter: QPainter, report: Report) -> None:
    left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    painter.setPen(theme().color("text"))
    painter.setFont(theme().font(Type.HEADING, Type.BOLD))
    painter.drawText(QRectF(0, 0, _WIDTH, _HEADING / 2), left, report.title)
    painter.setPen(theme().color("muted"))
    painter.setFont(theme().font(Type.SMALL))
    days = tr(
        "{first} to {last}",
        first=report.period.first.isoformat(),
        last=report.period.last.isoformat(),
    )
    said = " · ".join(part for part in (headline(report), days) if part)
    painter.drawText(QRectF(0, _HEADING / 2 - Space.XS, _WIDTH, _HEADING / 2), left, said)


def table(report: Report) -> bytes:
    """Return a report as CSV: money in whole units, shares from 0 to 1, the period before in columns of its own."""
    told = io.StringIO()
    writer = csv.writer(told)
    before = report.before
    heads = [column.label for column in report.columns]
    if before is not None:
        heads += [tr("{label}, the period before", label=column.label) for column in before.columns[1:]]
    writer.writerow(heads)
    for place, one in enumerate(report.rows):
        line = [one.label, *_plain(report, one.figures)]
        if before is not None and place < len(before.rows):
            line += _plain(before, before.rows[place].figures)
        writer.writerow(line)
    return told.getvalue().encode("utf-8-sig")


def _plain(report: Report, figures: Sequence[object]) -> list[object]:
    from deskcrm.domain.cleaning.money import from_minor

    return [
        from_minor(round(figure), report.currency)
        if column.kind is FigureKind.MONEY and isinstance(figure, int | float)
        else "" if figure is None else figure
        for column, figure in zip(report.columns[1:], figures, strict=True)
    ]  # fmt: skip


def pages(reports: Sequence[Report]) -> bytes:
    """Return reports as a PDF, as many on a page as fit."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(tr("Reports"))
    writer.setCreator("DeskCRM")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(*(_PAGE_MARGIN,) * 4), QPageLayout.Unit.Millimeter)
    with _on_paper():
        _paint_pages(writer, reports)
    return bytes(buffer.data().data())


@contextmanager
def _on_paper() -> Iterator[None]:
    """Paint in the light colours meanwhile: paper is white whatever the window looks like."""
    shown = theme().tokens
    theme().tokens = LIGHT
    try:
        yield
    finally:
        theme().tokens = shown


def _paint_pages(writer: QPdfWriter, reports: Sequence[Report]) -> None:
    painter = QPainter(writer)
    scale = writer.width() / _WIDTH
    room = writer.height() / scale
    painter.scale(scale, scale)
    y = 0.0
    for report in reports:
        chart = arrange(report, _WIDTH)
        high = chart.height + _HEADING + Space.XL
        if y and y + high > room:
            writer.newPage()
            y = 0.0
        painter.save()
        painter.translate(0, y)
        _head(painter, report)
        painter.translate(0, _HEADING)
        paint_chart(painter, chart)
        painter.restore()
        y += high
    painter.end()


def write(path: Path, data: bytes) -> str:
    """Write a file whole or not at all; return what to tell the owner."""
    file = QSaveFile(str(path))
    if file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(data) == len(data) and file.commit():
        return tr("Saved {name}", name=path.name)
    return tr(
        "“{name}” couldn’t be written: {reason}. Nothing was changed; choose another place.",
        name=path.name,
        reason=file.errorString(),
    )
