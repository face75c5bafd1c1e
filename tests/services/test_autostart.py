"""The entry that starts the agent at login: absent until asked for, right for its system, and gone again."""

from __future__ import annotations

import plistlib
import subprocess
import sys
from pathlib import Path

import pytest

from deskcrm.services import autostart

linux = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="another system's entry")


@linux
def test_it_is_off_unless_asked_on_and_off_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert not autostart.is_on()
    autostart.put(None, on=True)
    assert autostart.is_on()
    entry = (tmp_path / "autostart" / "deskcrm-reminders.desktop").read_text()
    assert f"Exec={sys.executable} -m deskcrm remind --agent\n" in entry
    autostart.put(None, on=False)
    autostart.put(None, on=False)
    assert not autostart.is_on()


@linux
def test_a_workspace_with_an_odd_name_is_named_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    odd = tmp_path / 'Anna\'s 100 % "book" $x.deskcrm'
    autostart.put(odd, on=True)
    lines = (tmp_path / "autostart" / "deskcrm-reminders.desktop").read_text().splitlines()
    (line,) = [line.removeprefix("Exec=") for line in lines if line.startswith("Exec=")]
    words = line.replace("\\\\", "\\").replace("%%", "%")
    said = subprocess.run(["sh", "-c", f"printf '%s\\n' {words}"], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[3:5] == ["--workspace", str(odd)]


@pytest.mark.skipif(sys.platform == "win32", reason="another system's entry")
def test_on_macos_it_is_a_launch_agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("HOME", str(tmp_path))
    autostart.put(tmp_path / "w.deskcrm", on=True)
    entry = plistlib.loads((tmp_path / "Library/LaunchAgents/app.deskcrm.reminders.plist").read_bytes())
    assert entry["RunAtLoad"] is True
    assert entry["ProgramArguments"][-4:] == ["--workspace", str(tmp_path / "w.deskcrm"), "remind", "--agent"]
