"""Where the workspace lives unless the owner says otherwise; apart from the store, since the window asks first."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def default_path() -> Path:
    """The platform's data folder, and in it the workspace."""
    if sys.platform.startswith("linux"):  # as platformdirs has it, which takes a while to import
        data = os.environ.get("XDG_DATA_HOME", "")
        data = data if os.path.isabs(data) else os.path.expanduser("~/.local/share")  # noqa: PTH111, PTH117
        folder = os.path.join(data, "DeskCRM")  # noqa: PTH118
    else:
        import platformdirs

        folder = platformdirs.user_data_dir("DeskCRM", appauthor=False)
    return Path(folder) / "workspace.deskcrm"
