"""A workspace in a folder that another program synchronises."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskcrm.services import synchronised


@pytest.mark.parametrize(
    ("folder", "program"),
    [("Dropbox/Shop", "Dropbox"), ("OneDrive - Juniper Bikes/Documents", "OneDrive"), ("Nextcloud", "Nextcloud"),
     ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"), ("Documents", ""), ("Megaphones", "")],
)  # fmt: skip
def test_the_folders_of_such_programs_are_known(folder: str, program: str, tmp_path: Path) -> None:
    caution = synchronised.caution(tmp_path / folder / "workspace.deskcrm")
    assert (f"a folder of {program}." in caution) if program else caution == ""


@pytest.mark.parametrize(
    "copy",
    ["workspace (conflicted copy 2026-11-20).deskcrm", "workspace (conflict).deskcrm", "workspace (1).deskcrm",
     "workspace (Annas Konflikt).deskcrm", "workspace.sync-conflict-20261120-101500-ABCDEFG.deskcrm",
     "workspace-DESKTOP-4711.deskcrm"],
)  # fmt: skip
def test_copies_that_they_make_are_found(copy: str, tmp_path: Path) -> None:
    path = tmp_path / "workspace.deskcrm"
    (tmp_path / copy).touch()
    assert f"“{copy}”" in synchronised.caution(path)


@pytest.mark.parametrize("other", ["workspace 2024.deskcrm", "workspace old.deskcrm", "other (conflict).deskcrm"])
def test_other_workspaces_beside_it_are_none(other: str, tmp_path: Path) -> None:
    (tmp_path / other).touch()
    assert synchronised.caution(tmp_path / "workspace.deskcrm") == ""
