"""In which zone this computer's clock hangs, by its name in the IANA database, and what that clock shows."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from deskcrm.services.workspace import Workspace

_LINK = Path("/etc/localtime")
_FOLDER = "zoneinfo/"


def local_zone() -> str:
    """The zone's name ("Europe/Berlin"); "" where the system doesn't tell, which means wherever the owner is."""
    for name in (os.environ.get("TZ", "").lstrip(":"), _linked(), _registered()):
        if name and _is_zone(name):
            return name
    return ""


def wall_now(ws: Workspace) -> datetime:
    """What the clock on the wall shows now, without a zone."""
    return datetime.fromisoformat(ws.now()).astimezone().replace(tzinfo=None)


def _is_zone(name: str) -> bool:
    try:
        return ZoneInfo(name).key == name
    except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError, and a ValueError in newer Pythons
        return False
    except KeyError:
        return False


def _linked() -> str:
    """Linux and macOS link /etc/localtime to the zone's file."""
    try:
        target = str(_LINK.resolve()) if _LINK.is_symlink() else ""
    except OSError:
        return ""
    return target.partition(_FOLDER)[2]


def _registered() -> str:
    """Windows has words of its own for zones, in its registry."""
    if sys.platform != "win32":
        return ""
    import winreg

    from deskcrm.formats.icszones import Zones

    where = r"SYSTEM\CurrentControlSet\Control\TimeZoneInformation"
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, where) as key:
        words = str(winreg.QueryValueEx(key, "TimeZoneKeyName")[0]).partition("\0")[0]
    return str(getattr(Zones().find(words), "key", ""))
