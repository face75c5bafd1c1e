"""What this computer remembers: where the window stood, how it looks, which workspaces were open; nothing of theirs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from deskcrm.languages import reads_from_right
from deskcrm.ui.screens import BY_NAME
from deskcrm.ui.theme import Mode, theme

_GEOMETRY: Final = "geometry"
_APPEARANCE: Final = "appearance"
_MIRRORED: Final = "mirrored"
_SCREEN: Final = "screen"
_FIRST_SCREEN: Final = "people"
_RECENT: Final = "workspaces"
_CHOSEN: Final = "workspace"
_MOST_RECENT: Final = 10
_SHEET: Final = "labels"
_VERSION: Final = "version"
_MODES: Final[tuple[Mode, ...]] = ("system", "light", "dark")


def keep_place(window: QWidget) -> None:
    """Remember where a window stands and how large it is."""
    _memory().setValue(_GEOMETRY, window.saveGeometry())


def restore_place(window: QWidget) -> None:
    """Put a window where it stood last."""
    kept: Any = _memory().value(_GEOMETRY)
    if isinstance(kept, QByteArray):
        window.restoreGeometry(kept)


def keep_screen(name: str) -> None:
    """Remember which of the sidebar's screens showed last; others need what they were opened with."""
    if name in BY_NAME and BY_NAME[name].listed:
        _memory().setValue(_SCREEN, name)


def last_screen() -> str:
    """Return the sidebar's screen that showed last, "people" where none is remembered."""
    kept: Any = _memory().value(_SCREEN)
    known = isinstance(kept, str) and kept in BY_NAME and BY_NAME[kept].listed
    return kept if known else _FIRST_SCREEN


def choose_look(mode: Mode) -> None:
    """Look light, dark or as the system says, from now on."""
    theme().set_mode(mode)
    _memory().setValue(_APPEARANCE, mode)


def choose_direction(mirrored: bool) -> None:
    """Lay windows out from the right, or from the left, from now on."""
    _lay_out(mirrored)
    _memory().setValue(_MIRRORED, int(mirrored))


def is_mirrored() -> bool:
    """Whether windows are laid out from the right."""
    return QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft


def _lay_out(mirrored: bool) -> None:
    QGuiApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)


def restore_look() -> None:
    """Look as was chosen last; where nothing was, as the system says, and from the side that the words are read."""
    chosen: Any = _memory().value(_MIRRORED)
    _lay_out(reads_from_right() if chosen is None else str(chosen) == "1")
    kept: Any = _memory().value(_APPEARANCE)
    theme().set_mode(next((mode for mode in _MODES if mode == kept), "system"))


def note_workspace(path: Path) -> None:
    """Remember that a workspace was open, as the latest of ten."""
    whole = str(path.absolute())
    _memory().setValue(_RECENT, [whole, *(known for known in _recent() if known != whole)][:_MOST_RECENT])


def recent_workspaces() -> list[Path]:
    """Return the workspaces that were open here lately and are there still, the latest first."""
    return [Path(known) for known in _recent() if Path(known).is_file()]


def choose_workspace(path: Path) -> None:
    """Open this workspace from now on where none is named."""
    _memory().setValue(_CHOSEN, str(path.absolute()))


def chosen_workspace() -> Path | None:
    """Return the workspace that was chosen last, where it is there still."""
    kept: Any = _memory().value(_CHOSEN)
    return Path(kept) if isinstance(kept, str) and kept and Path(kept).is_file() else None


def choose_label_sheet(key: str) -> None:
    """Print labels on this sheet until another is chosen."""
    _memory().setValue(_SHEET, key)


def label_sheet() -> str:
    """Return the sheet that was chosen last; "" where none was."""
    kept: Any = _memory().value(_SHEET)
    return kept if isinstance(kept, str) else ""


def exchange_version(now: str) -> str:
    """Remember which version of DeskCRM runs; return the one that was remembered, "" at the very first start."""
    kept: Any = _memory().value(_VERSION)
    if kept != now:
        _memory().setValue(_VERSION, now)
    return kept if isinstance(kept, str) else ""


def _recent() -> list[str]:
    kept: Any = _memory().value(_RECENT)
    return [kept] if isinstance(kept, str) else [one for one in kept or () if isinstance(one, str)]


def _memory() -> QSettings:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return QSettings(f"{folder}/DeskCRM/window.ini", QSettings.Format.IniFormat)
