"""The recipes of installers: what can be said of them without building, and without Windows or macOS."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import os
import plistlib
import re
import struct
import subprocess
import sys
import tomllib
from importlib.machinery import SourceFileLoader
from multiprocessing import resource_tracker
from pathlib import Path
from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot

from deskcrm import app, languages
from deskcrm.cli.program import COMMANDS
from deskcrm.formats import spreadsheet
from deskcrm.formats.confined import FROZEN_CHILD

ROOT = Path(__file__).parent.parent.parent
PACKAGING = ROOT / "packaging"
SPEC = (PACKAGING / "deskcrm.spec").read_text()
INNO = (PACKAGING / "windows/deskcrm.iss").read_text()
DMG = (PACKAGING / "macos/make-dmg").read_text()
RELEASE = (PACKAGING / "release.yml").read_text()
FLATPAK = (PACKAGING / "linux/org.deskcrm.DeskCRM.yml").read_text()
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
PNG = b"\x89PNG\r\n\x1a\n"

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="lays out a Linux package")


def script(file: str) -> ModuleType:
    """A program of packaging/ as a module."""
    loader = SourceFileLoader(Path(file).stem, str(PACKAGING / file))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def programs() -> dict[str, bool]:
    """The programs that the spec makes for Windows, and whether each has a console."""
    windows = SPEC.partition('if sys.platform == "win32":')[2]
    return {name: console == "True" for name, console in re.findall(r'program\("([\w-]+)", console=(\w+)\)', windows)}


def width_of(png: bytes) -> int:
    assert png.startswith(PNG)
    width, height = struct.unpack(">II", png[16:24])
    assert width == height
    return int(width)


# --- Icons ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def icons(qtbot: QtBot, tmp_path: Path) -> Path:
    script("icons/draw.py").main(tmp_path)
    return tmp_path


def test_the_windows_icon_has_the_sizes_that_windows_shows(icons: Path):
    data = (icons / "deskcrm.ico").read_bytes()
    reserved, kind, count = struct.unpack("<HHH", data[:6])
    assert (reserved, kind) == (0, 1)
    sizes = set()
    for number in range(count):
        wide, high, _, _, _, bits, length, offset = struct.unpack("<BBBBHHII", data[6 + 16 * number : 22 + 16 * number])
        assert width_of(data[offset : offset + length]) == (wide or 256) == (high or 256)
        assert bits == 32
        sizes.add(wide or 256)
    assert sizes >= {16, 24, 32, 48, 256}  # Microsoft: "Construct your Windows app's icon"


def test_the_macos_icon_says_truly_how_large_each_of_its_pictures_is(icons: Path):
    data = (icons / "deskcrm.icns").read_bytes()
    assert (data[:4], struct.unpack(">I", data[4:8])[0]) == (b"icns", len(data))
    meant = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512}
    found = {}
    at = 8
    while at < len(data):
        length = struct.unpack(">I", data[at + 4 : at + 8])[0]
        found[data[at : at + 4]] = width_of(data[at + 8 : at + length])
        at += length
    assert found == meant


# --- Names and numbers that several recipes say --------------------------------------------------------------------


def test_no_recipe_says_a_version_of_its_own():
    files = [file for file in PACKAGING.rglob("*") if file.is_file()]
    said = [file for file in files if VERSION in file.read_bytes().decode("utf-8", "ignore")]
    assert said == []


def test_the_windows_installer_starts_what_is_built_and_clears_what_was_before():
    assert programs() == {"DeskCRM": False, "deskcrm-terminal": True}
    assert {name.removesuffix(".exe") for name in re.findall(r"\{app\}\\([\w.-]+\.exe)", INNO)} <= set(programs())
    (lib,) = re.findall(r'contents_directory="(\w+)"', SPEC)
    assert f'Name: "{{app}}\\{lib}"' in INNO
    assert r'Source: "..\..\build\packaging\dist\deskcrm\*"' in INNO
    assert r"SetupIconFile=..\..\build\packaging\deskcrm.ico" in INNO
    assert "AppVersion={#Version}" in INNO


def test_the_macos_image_holds_the_app_that_is_built():
    (bundle,) = re.findall(r'BUNDLE\(\s*folder, name="([\w.]+)"', SPEC)
    assert f"app=build/packaging/dist/{bundle}\n" in DMG
    entitlements = PACKAGING / "macos/entitlements.plist"
    assert str(entitlements.relative_to(ROOT)) in DMG
    assert plistlib.loads(entitlements.read_bytes())


def test_a_release_runs_what_is_there():
    kinds = script("build").KINDS
    assert set(re.findall(r"packaging/build (\w+)", RELEASE)) <= set(kinds)
    for named in set(re.findall(r"(?:^|[ \"])((?:packaging/|\./)[\w./-]+)", RELEASE)):
        assert (ROOT / named).exists(), named
    for program in re.findall(r"dist\\deskcrm\\([\w-]+)\.exe", RELEASE):
        assert program in programs()


def test_a_release_signs_only_where_its_secret_is_there():
    jobs = re.split(r"^  (?=\w+:$)", RELEASE.partition("\njobs:\n")[2], flags=re.MULTILINE)
    for job in jobs:
        before, _, steps = job.partition("    steps:")
        for secret in re.findall(r"if: env\.(\w+) != ''", steps):
            assert f"{secret}: " in before  # what a step sets itself its own `if` does not see


# --- The packaged program ------------------------------------------------------------------------------------------


def test_a_packaged_child_is_known_by_what_python_says_to_it():
    entry = script("entry.py")
    says = re.search(r"'(from multiprocessing\.resource_tracker import main;.*?)'", inspect.getsource(resource_tracker))
    assert says is not None
    assert entry._TRACKER.fullmatch(says[1].replace("%d", "5"))[1] == "5"
    reader = re.search(r'"(deskcrm\.formats\.\w+)"', inspect.getsource(spreadsheet))
    assert reader is not None
    assert reader[1] in entry.READERS


def test_the_packaged_entry_answers_as_the_command_does():
    words = [sys.executable, str(PACKAGING / "entry.py")]
    said = subprocess.run([*words, "--version"], capture_output=True, text=True, check=True).stdout
    assert said.startswith("DeskCRM ")
    refused = subprocess.run([*words, FROZEN_CHILD, "os"], capture_output=True, text=True, check=False)
    assert refused.returncode == 2


def test_the_package_speaks_the_languages_that_have_a_catalogue():
    there = {file.parent.parent.name for file in Path(languages.__file__).parent.glob("*/LC_MESSAGES/deskcrm.mo")}
    assert {"en", *there} == set(languages.LANGUAGES)
    assert 'glob("*/LC_MESSAGES/deskcrm.mo")' in SPEC


def test_no_child_opens_a_console_on_windows():
    for file in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and re.fullmatch(r"subprocess\.(run|Popen|call)", ast.unparse(node.func)):
                assert "creationflags" in {word.arg for word in node.keywords}, f"{file}:{node.lineno}"


def test_a_program_without_a_console_answers_all_the_same():
    code = "import sys; sys.stdout = sys.stderr = None; from deskcrm.cli import main; sys.exit(main(sys.argv[1:]))"
    assert subprocess.run([sys.executable, "-c", code, "--version"], check=False).returncode == 0


def test_a_bug_is_shown_where_there_is_no_console(monkeypatch: pytest.MonkeyPatch):
    asked = []
    monkeypatch.setattr(sys, "stderr", None)
    app.show_bugs(lambda: asked.append("window"))(ValueError, ValueError("broken"), None)
    assert asked == ["window"]


# --- Linux ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def laid(icons: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a package lays under its root, with this checkout's command in place of the built folder."""
    build = script("build")
    built = tmp_path / "dist/deskcrm/deskcrm"
    built.parent.mkdir(parents=True)
    built.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT / "src"} exec {sys.executable} -m deskcrm "$@"\n')
    built.chmod(0o755)
    monkeypatch.setattr(build, "WORK", tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    root = tmp_path / "root"
    build.install(root, "1.2.3")
    return root


@linux_only
def test_what_a_linux_package_lays_is_whole(laid: Path):
    texts = [file for file in laid.rglob("*") if file.suffix in {".desktop", ".xml", ".1"}]
    assert len(texts) == 2  # the manual is packed
    assert not [file for file in texts if re.search(r"@[A-Z]+@", file.read_text())]
    manual = subprocess.run(
        ["gzip", "-dc", laid / "usr/share/man/man1/deskcrm.1.gz"], capture_output=True, text=True
    ).stdout
    assert set(re.findall(r"^\.B ([a-z][a-z-]+)$", manual, re.MULTILINE)) >= set(COMMANDS)
    desktop = (laid / "usr/share/applications/deskcrm.desktop").read_text()
    assert "Exec=deskcrm %F\n" in desktop
    for size in (16, 48, 256):
        assert width_of((laid / f"usr/share/icons/hicolor/{size}x{size}/apps/deskcrm.png").read_bytes()) == size


@linux_only
def test_the_flatpak_has_the_program_and_no_network(laid: Path, tmp_path: Path):
    assert "--share=network" not in FLATPAK
    commands = re.findall(
        r"^      - (\w.*)$", FLATPAK.partition("build-commands:")[2].partition("sources:")[0], re.MULTILINE
    )
    target = tmp_path / "app"
    variables = {**os.environ, "FLATPAK_DEST": str(target)}
    for command in commands:
        subprocess.run(["sh", "-c", command], cwd=laid, env=variables, check=True)
    (named,) = re.findall(r"^command: (\w+)$", FLATPAK, re.MULTILINE)
    said = subprocess.run([target / "bin" / named, "--version"], capture_output=True, text=True, check=True).stdout
    assert said.startswith("DeskCRM ")
    (renamed,) = re.findall(r"^rename-desktop-file: ([\w.]+)$", FLATPAK, re.MULTILINE)
    assert (target / "share/applications" / renamed).exists()
