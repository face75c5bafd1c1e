"""Pictures made small enough to keep: the header is read first, and what is too large is never decoded whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPainterPath, QPixmap

from deskcrm.domain.errors import UnreadableFile
from deskcrm.languages import number, tr
from deskcrm.ui.theme import Ink

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

SIDE: Final = 256
"""Pixels: enough for the avatar at twice the size and 200 %."""
CHOSEN_FROM: Final = 1024
"""Pixels of the shorter side of a picture of which the owner chooses a part: a quarter of it is still sharp."""
_NEARLY_SQUARE: Final = 1.06
MOST_PIXELS: Final = 100_000_000
MOST_BYTES: Final = 30_000_000
ENDINGS: Final = ("png", "jpg", "jpeg", "webp", "bmp", "gif")
_QUALITY: Final = 85


def small(_ws: Workspace, picture: Path | bytes) -> bytes:
    """Return a picture, or the file it is in, as a square JPEG cut from its middle; off the GUI thread.

    Raises UnreadableFile, in words: no picture, above 30 MB or 100 megapixels.
    """
    return _encoded(_square(_decoded(picture, SIDE)))


def readable(_ws: Workspace, picture: Path | bytes) -> QImage:
    """Return a picture, or the file it is in, as large as a part of it may be chosen from; off the GUI thread.

    Raises UnreadableFile as `small` does.
    """
    return _decoded(picture, CHOSEN_FROM)


def is_square(image: QImage) -> bool:
    """Whether nothing worth a question is left out of the photo of this picture."""
    return max(image.width(), image.height()) <= _NEARLY_SQUARE * min(image.width(), image.height())


def cut(_ws: Workspace, image: QImage, part: QRect | None = None) -> bytes:
    """Return a square of a picture as a JPEG, the middle where no part of it is named; off the GUI thread."""
    return _encoded(_square(image if part is None else image.copy(part)))


def _decoded(picture: Path | bytes, side: int) -> QImage:
    """Return a picture whose shorter side has about `side` pixels, or as many as it has."""
    data = picture if isinstance(picture, bytes) else _read(picture)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise UnreadableFile(tr("This is not a picture that can be read. Use a JPEG, PNG or WebP."))
    if size.width() * size.height() > MOST_PIXELS:
        raise UnreadableFile(
            tr(
                "This picture is too large: {width} × {height} pixels. Make it smaller.",
                width=number(size.width()),
                height=number(size.height()),
            )
        )
    fitted = size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    if fitted.width() < size.width():
        reader.setScaledSize(fitted)
    image = reader.read()
    if image.isNull():
        raise UnreadableFile(tr("This picture is damaged and can’t be read."))
    return image


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableFile(tr("“{file}” is too large for a photo. Use one below 30 MB.", file=path.name))
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            tr("“{file}” can’t be read: {reason}.", file=path.name, reason=error.strerror or error)
        ) from error


def _square(image: QImage) -> QImage:
    side = min(image.width(), image.height())
    middle = QRect((image.width() - side) // 2, (image.height() - side) // 2, side, side)
    part = image.copy(middle)
    if side > SIDE:
        part = part.scaled(SIDE, SIDE, mode=Qt.TransformationMode.SmoothTransformation)
    return _grounded(part)


def _grounded(image: QImage) -> QImage:
    ground = QImage(image.size(), QImage.Format.Format_RGB32)
    ground.fill(QColor(Ink.GROUND))  # where the picture is transparent; JPEG has no such thing
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    return ground


def _encoded(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", _QUALITY)  # type: ignore[call-overload]  # the stubs know only file names
    return bytes(buffer.data().data())


def has_picture(mime: QMimeData) -> bool:
    """Whether a picture is dropped or pasted; the pixels are not looked at."""
    return _path_in(mime) is not None or mime.hasImage()


def in_mime(mime: QMimeData) -> Path | bytes | None:
    """Return the picture that is dropped or pasted: a file by its ending, or pixels; None where there is none."""
    path = _path_in(mime)
    if path is not None or not mime.hasImage():
        return path
    image = QImage(mime.imageData())
    return None if image.isNull() else _encoded(_grounded(image))


def _path_in(mime: QMimeData) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return next((path for path in paths if path.suffix.lower().lstrip(".") in ENDINGS), None)


def rounded(picture: bytes, size: int, ratio: float) -> QPixmap | None:
    """Return a kept photo as a round pixmap of `size` device-independent pixels; None where it can't be read."""
    image = QImage.fromData(QByteArray(picture))
    if image.isNull():
        return None
    side = round(size * ratio)
    scaled = image.scaled(side, side, mode=Qt.TransformationMode.SmoothTransformation)
    found = QPixmap(side, side)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    circle = QPainterPath()
    circle.addEllipse(0, 0, side, side)
    painter.setClipPath(circle)
    painter.drawImage(0, 0, scaled)
    painter.end()
    found.setDevicePixelRatio(ratio)
    return found
