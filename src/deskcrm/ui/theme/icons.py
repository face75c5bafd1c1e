"""The icon set: SVGs tinted from the tokens while they are painted, so they follow a change of appearance."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).parent / "assets" / "icons"


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    text = (FOLDER / f"{name}.svg").read_text("utf-8")
    return text.replace('stroke-width="2"', 'stroke-width="1.75"')


@lru_cache(maxsize=1024)
def pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    """Return the icon as a pixmap of `size` device-independent pixels in `color` (#RRGGBB).

    Raises FileNotFoundError for a name that isn't shipped.
    """
    pixels = max(1, round(size * ratio))
    image = QPixmap(pixels, pixels)
    image.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


class _TintedEngine(QIconEngine):
    """Paints one icon; asks for the colour each time, by token name."""

    def __init__(self, name: str, color: str, checked: str, size: int, hex_of: Callable[[str], str]) -> None:
        super().__init__()
        self._parts = (name, color, checked, size, hex_of)

    def _pixmap(self, room: QSize, mode: QIcon.Mode, state: QIcon.State, ratio: float) -> QPixmap:
        name, color, checked, size, hex_of = self._parts
        token = "faint" if mode == QIcon.Mode.Disabled else checked if state == QIcon.State.On else color
        return pixmap(name, hex_of(token), max(1, min(size, room.width(), room.height())), ratio)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.deviceTransform().m11()  # asking for its device loads all of Qt's: a tenth of the first paint
        image = self._pixmap(rect.size(), mode, state, ratio)
        size = image.deviceIndependentSize()
        room = QPointF(rect.width() - size.width(), rect.height() - size.height())
        painter.drawPixmap(QPointF(rect.topLeft()) + room / 2, image)

    def actualSize(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QSize:
        side = min(self._parts[3], size.width(), size.height())
        return QSize(side, side)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._pixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self._pixmap(size, mode, state, scale)

    def clone(self) -> QIconEngine:
        return _kept(_TintedEngine(*self._parts))


_engines: list[QIconEngine] = []  # Qt owns them and calls into them, so their Python halves must live as long


def _kept(engine: QIconEngine) -> QIconEngine:
    _engines.append(engine)
    return engine


@lru_cache(maxsize=512)
def make(name: str, color: str, checked: str, size: int, hex_of: Callable[[str], str]) -> QIcon:
    """Return an icon at most `size` pixels large whose colours are looked up by `hex_of` whenever it is painted.

    The same icon is answered for the same arguments. Raises FileNotFoundError for a name that isn't shipped.
    """
    _source(name)
    return QIcon(_kept(_TintedEngine(name, color, checked, size, hex_of)))
