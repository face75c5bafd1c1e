"""What a killed process leaves beside a workspace is swept at the next start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from deskcrm.store.engine import Database
from deskcrm.store.leftovers import path_beside


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_uses_stays(tmp_path: Path) -> None:
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    path = tmp_path / "w.db"
    mine = path_beside(path, "staging")
    left = [tmp_path / f".w.db.{use}-{int(gone.stdout)}-7f" for use in ("staging", "check")]
    others = [tmp_path / ".w.db.notes", tmp_path / f".other.db.staging-{int(gone.stdout)}-7f"]
    for file in (mine, *left, *others):
        file.write_text("x")
    Database(path).close()
    assert [file for file in left if file.exists()] == []
    assert all(file.exists() for file in (mine, *others))
