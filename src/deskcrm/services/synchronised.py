"""Whether a workspace lies where another program copies files about, which can tear a database apart or double it.

An SQLite file that is synchronised while it is written can be spoilt, and two computers that write make two of it:
https://www.sqlite.org/howtocorrupt.html, section 1.2 and 2.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from deskcrm.languages import tr

_PROGRAMS: Final = {
    "dropbox": "Dropbox", "onedrive": "OneDrive", "google drive": "Google Drive", "googledrive": "Google Drive",
    "my drive": "Google Drive", "mobile documents": "iCloud", "icloud drive": "iCloud", "iclouddrive": "iCloud",
    "nextcloud": "Nextcloud", "owncloud": "ownCloud", "pcloud drive": "pCloud", "pclouddrive": "pCloud", "mega": "MEGA",
    "synologydrive": "Synology Drive", "syncthing": "Syncthing", "magentacloud": "MagentaCLOUD",
}  # fmt: skip
"""How these programs call their folders; a business's own has its name behind a dash: "OneDrive - Juniper Bikes"."""

_CONFLICT: Final = re.compile(
    r"conflict|konflikt|in conflitto|conflit|conflicto|\(\d+\)$|-[A-Z0-9-]+-\d+$", re.IGNORECASE
).search
"""What they add to the name of a copy that they made, because two computers had written."""


def copies_of(path: Path) -> list[Path]:
    """The copies of a workspace that a synchronising program has put beside it, by name."""
    try:
        beside = sorted(path.parent.glob(f"*{path.suffix}"))
    except OSError:
        return []
    return [one for one in beside if one != path and one.name.startswith(path.stem) and _adds(one, path)]


def caution(path: Path) -> str:
    """What the owner should know of the place of a workspace, in words; "" where it lies well."""
    copies = copies_of(path)
    if copies:
        return tr(
            "Beside this workspace lies “{copy}”: a program that synchronises its folder found it written twice. "
            "Nothing was changed. Look into both, keep one, and move it to a folder that isn’t synchronised.",
            copy=copies[0].name,
        )
    program = next((name for part in path.parent.parts if (name := _program(part))), "")
    if program:
        return tr(
            "This workspace lies in a folder of {program}. Two computers that write to it would make two of it: move "
            "it to a folder of its own, and have its backups synchronised instead.",
            program=program,
        )
    return ""


def _adds(copy: Path, path: Path) -> bool:
    return bool(_CONFLICT(copy.stem.removeprefix(path.stem)))


def _program(folder: str) -> str:
    name = folder.casefold().partition(" - ")[0].strip()
    return _PROGRAMS.get(name, "")
