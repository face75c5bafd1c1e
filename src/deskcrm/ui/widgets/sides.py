"""On which side things stand, whichever way the window is read.

Qt's style knows, but telling Python of styles takes 4 ms of the first paint: it is asked only where sides change.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

_FROM_RIGHT: Final = "\u200f"
"""The mark of Unicode that says "from the right" and isn't seen."""


def seen_box(widget: QWidget, box: QRect) -> QRect:
    """Return where a box of a widget is seen: mirrored within it where the window is read from the right."""
    if not widget.isRightToLeft():
        return box
    from PySide6.QtWidgets import QStyle

    return QStyle.visualRect(widget.layoutDirection(), widget.rect(), box)


def seen_alignment(widget: QWidget, alignment: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
    """Return the same for an alignment: left is right where the window is read from the right. Absolute."""
    if not widget.isRightToLeft():
        return alignment | Qt.AlignmentFlag.AlignAbsolute
    from PySide6.QtWidgets import QStyle

    return QStyle.visualAlignment(widget.layoutDirection(), alignment) | Qt.AlignmentFlag.AlignAbsolute


def seen_within(room: QRect, box: QRect, *, mirrored: bool) -> QRect:
    """Return where a box of a painted row is seen: on the other side of its row where the window is mirrored."""
    return QRect(room.x() + room.right() - box.right(), box.y(), box.width(), box.height()) if mirrored else box


def seen_side(*, mirrored: bool, at_end: bool = False) -> Qt.AlignmentFlag:
    """Return the side of a painted row on which texts begin, or end. Absolute."""
    side = Qt.AlignmentFlag.AlignRight if at_end is not mirrored else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute


def begin_row(painter: QPainter, direction: Qt.LayoutDirection) -> bool:
    """Let the painter of a row write as its window is read; return whether that is mirrored.

    In a mirrored window each text reads by its own letters: a day is "21 Nov", and not "Nov 21".
    """
    mirrored = direction == Qt.LayoutDirection.RightToLeft
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto if mirrored else direction)
    return mirrored


def seen_sign(sign: str, *, mirrored: bool) -> str:
    """Return a sign between texts so that the blanks around it stay on their sides: it has no letters to read by."""
    return _FROM_RIGHT + sign if mirrored else sign
