"""Where the workspace lives."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from deskcrm.services import place, workspace


@pytest.mark.parametrize("data_home", [None, "", "/elsewhere/data"])
def test_the_window_and_the_terminal_look_where_platformdirs_says(monkeypatch, data_home):
    if data_home is None:
        monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_DATA_HOME", data_home)
    said = Path(platformdirs.user_data_dir("DeskCRM", appauthor=False)) / "workspace.deskcrm"
    assert place.default_path() == said
    assert workspace.default_path() == said
