"""Whether the agent starts at each login: an entry where the system looks for such, made only when the owner asks.

Linux: a desktop file in the autostart folder (XDG). macOS: a property list in LaunchAgents. Windows: a value of the
user's Run key in the registry.
"""

from __future__ import annotations

import os
import plistlib
import subprocess
import sys
from pathlib import Path
from typing import Final

from deskcrm.domain.errors import UserError
from deskcrm.languages import tr

_APP: Final = "deskcrm-reminders"
_LABEL: Final = "app.deskcrm.reminders"
_RUN_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
_VALUE: Final = "DeskCRM reminders"
_RESERVED: Final = frozenset(" \t\n\"'\\><~|&;$*?#()`")
"""What the specification of desktop entries wants quoted in `Exec`."""


def command(workspace: Path | None) -> list[str]:
    """What is started at login; for the owner's own workspace where none is named."""
    own = ["--workspace", str(workspace.absolute())] if workspace is not None else []
    return [*program(), *own, "remind", "--agent"]


def program() -> list[str]:
    """How DeskCRM is started without a console: itself where it was packed into one program, else by its Python."""
    return [sys.executable] if getattr(sys, "frozen", False) else [_quiet_python(), "-m", "deskcrm"]


def is_on() -> bool:
    """Whether the agent starts at each login."""
    if sys.platform == "win32":
        return _registered() is not None
    return _entry().exists()


def put(workspace: Path | None, *, on: bool) -> None:
    """Starts the agent at each login from the next one on, or no more. Raises UserError where that can't be written."""
    try:
        if sys.platform == "win32":
            _register(subprocess.list2cmdline(command(workspace)) if on else None)
        elif on:
            _entry().parent.mkdir(parents=True, exist_ok=True)
            _entry().write_bytes(_content(command(workspace)))
        else:
            _entry().unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            tr(
                "What starts at login can't be changed ({why}). Nothing else was changed.",
                why=error.strerror or error,
            )
        ) from error


def _entry() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents" / f"{_LABEL}.plist"
    folder = os.environ.get("XDG_CONFIG_HOME") or ""
    config = Path(folder) if Path(folder).is_absolute() else Path.home() / ".config"
    return config / "autostart" / f"{_APP}.desktop"


def _content(words: list[str]) -> bytes:
    return _property_list(words) if sys.platform == "darwin" else _desktop_file(words).encode()


def _desktop_file(words: list[str]) -> str:
    """A desktop entry as the autostart specification has it (freedesktop.org)."""
    return (
        "[Desktop Entry]\nType=Application\nName=DeskCRM reminders\n"
        "Comment=Shows the reminders of DeskCRM while its window is closed\n"
        f"Exec={' '.join(map(_quoted, words))}\nIcon=deskcrm\nTerminal=false\nNoDisplay=true\n"
        "X-GNOME-Autostart-enabled=true\n"
    )


def _quoted(word: str) -> str:
    """A word of `Exec`: quoted as the specification says, then as a value of the file, with % doubled."""
    if not word or _RESERVED & set(word):
        word = '"' + "".join(f"\\{char}" if char in '"`$\\' else char for char in word) + '"'
    return word.replace("\\", "\\\\").replace("%", "%%").replace("\n", "\\n")


def _property_list(words: list[str]) -> bytes:
    """A launch agent (launchd.plist): started at login, in the owner's session only."""
    return plistlib.dumps({
        "Label": _LABEL, "ProgramArguments": words, "RunAtLoad": True, "LimitLoadToSessionType": "Aqua",
        "ProcessType": "Background",
    })  # fmt: skip


def _quiet_python() -> str:
    """The interpreter, on Windows the one that opens no console."""
    quiet = Path(sys.executable).with_name("pythonw.exe")
    return str(quiet) if sys.platform == "win32" and quiet.exists() else sys.executable


def _registered() -> str | None:
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
            return str(winreg.QueryValueEx(key, _VALUE)[0])
    except FileNotFoundError:
        return None


def _register(line: str | None) -> None:
    if sys.platform != "win32":
        return
    import winreg

    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
        if line is not None:
            winreg.SetValueEx(key, _VALUE, 0, winreg.REG_SZ, line)
        elif _registered() is not None:
            winreg.DeleteValue(key, _VALUE)
