"""The shipped text font: loaded once under a name of its own, weighted along its variable axis."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from deskcrm.ui.theme.tokens import Type

FAMILY = "DeskCRM Inter"
FOLDER = Path(__file__).parent / "assets" / "fonts"

_SEMI_BOLD = 600
_MEDIUM = 500


@lru_cache(maxsize=1)
def load() -> bool:
    """Register the font files with Qt, once; False where none could be read (the system's font serves then)."""
    ids = [QFontDatabase.addApplicationFont(str(file)) for file in sorted(FOLDER.glob("*.ttf"))]
    return any(i >= 0 for i in ids)


@lru_cache(maxsize=64)
def make(size: int, weight: int, tabular: bool) -> QFont:
    """Return the font in `size` pixels and `weight` (1 to 1000); `tabular` makes all figures equally wide.

    Treat it as constant: it is shared. A copy is `QFont(font)`.
    """
    font = QFont()
    if load():
        font.setFamily(FAMILY)
        font.setVariableAxis(QFont.Tag("wght"), weight)
        font.setFeature(QFont.Tag("cv11"), 1)
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
    else:
        font.setWeight(
            QFont.Weight.DemiBold
            if weight >= _SEMI_BOLD
            else QFont.Weight.Medium
            if weight > _MEDIUM
            else QFont.Weight.Normal
        )
    font.setPixelSize(size)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def body() -> QFont:
    """Return the application's own font."""
    return make(Type.BODY, Type.REGULAR, False)
