"""What this computer remembers of the window: where it stood and how it looks; never anything of the workspace."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths
from PySide6.QtWidgets import QWidget

from deskcrm.ui.theme import Mode, theme

_GEOMETRY: Final = "geometry"
_APPEARANCE: Final = "appearance"
_MODES: Final[tuple[Mode, ...]] = ("system", "light", "dark")


def keep_place(window: QWidget) -> None:
    """Remember where a window stands and how large it is."""
    _memory().setValue(_GEOMETRY, window.saveGeometry())


def restore_place(window: QWidget) -> None:
    """Put a window where it stood last."""
    kept: Any = _memory().value(_GEOMETRY)
    if isinstance(kept, QByteArray):
        window.restoreGeometry(kept)


def choose_look(mode: Mode) -> None:
    """Look light, dark or as the system says, from now on."""
    theme().set_mode(mode)
    _memory().setValue(_APPEARANCE, mode)


def restore_look() -> None:
    """Look as was chosen last; where nothing was, as the system says."""
    kept: Any = _memory().value(_APPEARANCE)
    theme().set_mode(next((mode for mode in _MODES if mode == kept), "system"))


def _memory() -> QSettings:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return QSettings(f"{folder}/DeskCRM/window.ini", QSettings.Format.IniFormat)
