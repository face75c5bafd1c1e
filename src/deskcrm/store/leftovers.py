"""Files that are needed beside a workspace for a while: named after their process, and swept when it has gone."""

from __future__ import annotations

import os
import re
import shutil
import sys
import threading
from contextlib import suppress
from pathlib import Path

from deskcrm.domain.errors import WorkspaceUnusable
from deskcrm.languages import tr


def path_beside(workspace: Path, use: str) -> Path:
    """A name beside the workspace that no other thread or process takes; `use` is a word such as "staging"."""
    return workspace.with_name(f".{workspace.name}.{use}-{os.getpid()}-{threading.get_ident():x}")


def make_beside(workspace: Path, use: str) -> Path:
    """An empty file of such a name, for its owner's eyes only. Raises WorkspaceUnusable where there can be none."""
    path = path_beside(workspace, use)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    except OSError as error:
        raise WorkspaceUnusable(
            tr(
                "This needs a file beside {workspace} for a while, and none can be made there ({why}). "
                "Nothing was changed; free some space, or see to the folder's permissions.",
                workspace=workspace,
                why=error.strerror,
            )
        ) from error
    return path


def sweep(workspace: Path) -> None:
    """Removes what processes that were killed left beside the workspace; what a living one uses stays."""
    pattern = re.compile(rf"\.{re.escape(workspace.name)}\.[a-z]+-(\d{{1,9}})-[0-9a-f]+(-wal|-shm|-journal)?")
    for path in workspace.parent.iterdir():
        found = pattern.fullmatch(path.name)
        if found is not None and not _is_running(int(found[1])):
            with suppress(OSError):  # it is in use after all, or not ours to remove: the next start tries again
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()


def _is_running(process: int) -> bool:
    if sys.platform == "win32":  # where a file in use can't be removed, and signal 0 would end the process
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's, but running
        return True
    return True
