"""Workspaces as files: what is in the open one, a copy of it, and whether another one can be opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from deskcrm.domain.contents import Contents
from deskcrm.domain.errors import NotFound, WorkspaceUnusable
from deskcrm.domain.views import Progress
from deskcrm.languages import tr
from deskcrm.services import backups, settings
from deskcrm.services.backups import Backup
from deskcrm.services.workspace import Workspace
from deskcrm.store import contents as store_contents
from deskcrm.store import schema

ENDING: Final = ".deskcrm"
_UNFIT: Final = '<>:"/\\|?*'


def contents(ws: Workspace) -> Contents:
    """What is in the open workspace."""
    name = str(settings.get(ws, "name", "") or "")
    with ws.database.read() as connection:
        return store_contents.contents(connection, ws.path, name)


def copy_name(ws: Workspace) -> str:
    """What a copy of the workspace could be called: after the business and the day, with no folder."""
    name = str(settings.get(ws, "name", "") or "") or ws.path.stem
    fit = "".join(" " if char in _UNFIT or not char.isprintable() else char for char in name)
    return f"{' '.join(fit.split()).strip('. ') or 'workspace'} {ws.today().isoformat()}{ENDING}"


def save_copy(
    ws: Workspace,
    file: Path,
    *,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Backup:
    """Writes all of the workspace to one other file, and checks it: to keep, or to go on with on another computer.

    An older copy there is replaced, nothing else is. Raises BackupFailed, WorkspaceUnusable, WorkspaceDamaged,
    Cancelled.
    """
    return backups.save_as(ws, with_ending(file), progress=progress, cancelled=cancelled)


def with_ending(file: Path) -> Path:
    """The file as a workspace is called, where it was named without an ending."""
    return file if file.suffix else file.with_name(file.name + ENDING)


def check_can_open(file: Path) -> None:
    """Raises NotFound where there is no file, WorkspaceUnusable or WorkspaceDamaged where it is no workspace of ours.

    Only its beginning is read, and nothing is changed.
    """
    if not file.exists():
        raise NotFound(tr("There is no file {file}. It may have been moved, or its disk is not connected.", file=file))
    schema.examine(file)


def check_can_make(file: Path) -> Path:
    """The path of a new workspace. Raises WorkspaceUnusable where something is there already, or no folder is."""
    path = with_ending(file)
    if path.exists():
        raise WorkspaceUnusable(
            tr("There is a file {path} already, and it was left as it is. Open it, or choose another name.", path=path)
        )
    if not path.parent.is_dir():
        raise WorkspaceUnusable(
            tr("There is no folder {folder}. Nothing was made; choose another place.", folder=path.parent)
        )
    return path
