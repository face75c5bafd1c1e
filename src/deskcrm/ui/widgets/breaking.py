"""Where text may be broken: into lines by hand, for widgets that paint it, and within words, for labels."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption

_MAY_BREAK: Final = "\u200b"
_LONG: Final = 24  # letters that every pane has room for
_LONG_CAPITALS: Final = 16
_SHORT: Final = 12  # letters that every pane has room for, however wide they are
_LONG_WORD: Final = re.compile(rf"\S*[^\Wa-z_]{{{_LONG_CAPITALS + 1},}}\S*|\S{{{_LONG + 1},}}")
_PIECE: Final = re.compile(rf"@?[^_/@-]{{0,{_SHORT}}}[_/-]*")


def breakable(text: str) -> str:
    """Return `text` with invisible places where a label may break its long words: file names, emails, web addresses."""
    return _LONG_WORD.sub(lambda word: _MAY_BREAK.join(filter(None, _PIECE.findall(word[0]))), text)


def broken(text: str, font: QFont, width: int, most: int) -> list[str]:
    """Return `text` broken into lines at most `width` wide; more than `most` lines end in an ellipsis.

    An email breaks before its @ rather than within a word.
    """
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    metrics = QFontMetrics(font)
    lines: list[str] = []
    for paragraph in text.replace("@", f"{_MAY_BREAK}@").split("\n"):
        layout = QTextLayout(paragraph, font)
        layout.setTextOption(option)
        layout.beginLayout()
        while len(lines) <= most and (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            start, length = line.textStart(), line.textLength()
            # QTextLayout counts UTF-16 units, which are not Python's characters beyond the first plane.
            units = paragraph.encode("utf-16-le")[2 * start : 2 * (start + length)]
            lines.append(units.decode("utf-16-le", "replace").replace(_MAY_BREAK, "").rstrip())
        layout.endLayout()
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = metrics.elidedText(lines[-1] + " …", Qt.TextElideMode.ElideRight, max(width, 1))
    return lines
