"""On which side things stand, whichever way the window is read.

Qt's style knows, but telling Python of styles takes 4 ms of the first paint: it is asked only where sides change.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget


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
