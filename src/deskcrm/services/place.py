"""Where the workspace lives unless the owner says otherwise; apart from the store, since the window asks first."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def default_path() -> Path:
    """The platform's data folder, and in it the workspace."""
    return Path(platformdirs.user_data_dir("DeskCRM", appauthor=False)) / "workspace.deskcrm"
