"""Setting up: what ./run and ./test decide and say, and what they install from."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import bootstrap
import checks
import pytest
import setup_steps
from PySide6.QtCore import QObject

ROOT = Path(__file__).parent.parent
LOCKS = ["app.txt", "dev.txt", "build.txt"]
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about Linux")


def locked_versions(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / lock).read_text()
    return dict(re.findall(r"^([a-z0-9.-]+)==([^\s;]+)", text, re.MULTILINE))


# --- Python ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ((2, 7), "DeskCRM needs Python 3.11 or newer; this is 2.7."),
        ((3, 8), "DeskCRM needs Python 3.11 or newer; this is 3.8."),
        ((3, 10), "DeskCRM needs Python 3.11 or newer; this is 3.10."),
        ((3, 11), ""),
        ((3, 14), ""),
        ((3, 15), "DeskCRM runs on Python 3.11 to 3.14; this is 3.15."),
    ],
)
def test_a_python_that_does_not_fit_is_named_in_one_sentence(version, sentence):
    assert bootstrap.refusal(version) == sentence


def test_the_part_which_refuses_an_old_python_parses_there():
    source = (ROOT / "tools" / "bootstrap.py").read_text()
    assert source.isascii()
    for node in ast.walk(ast.parse(source)):
        assert not isinstance(node, (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match))
        assert not (isinstance(node, ast.ImportFrom) and node.module == "__future__")
        assert not (isinstance(node, ast.arg) and node.annotation)


def test_the_supported_pythons_are_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    oldest, beyond = bootstrap.OLDEST, (bootstrap.NEWEST[0], bootstrap.NEWEST[1] + 1)
    wanted = f">={oldest[0]}.{oldest[1]},<{beyond[0]}.{beyond[1]}"
    assert project["requires-python"] == wanted
    assert f"range='{wanted}'" in (ROOT / "tools" / "start").read_text()


def test_qt_keeps_its_references_to_none():
    # PySide6 6.12 on Python 3.11 loses one a call, until the process aborts.
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("name")
    assert sys.getrefcount(None) > before - 500


# --- The start script, where there is no Python ------------------------------------------------------------------


@pytest.fixture
def bare_machine(tmp_path):
    """Runs tools/start with only the given programs on the path (a name, or a name with a script's text)."""

    def start(**programs: str) -> subprocess.CompletedProcess[str]:
        bin_folder = tmp_path / "bin"
        bin_folder.mkdir()
        for name in ("dirname", "mkdir", "env"):
            (bin_folder / name).symlink_to(shutil.which(name))
        for name, text in programs.items():
            program = bin_folder / name.replace("_", "-")
            program.write_text(f"#!/bin/sh\n{text}\n")
            program.chmod(0o755)
        (tmp_path / "tools").mkdir()
        shutil.copy(ROOT / "tools" / "start", tmp_path / "tools")
        return subprocess.run(
            ["/bin/sh", tmp_path / "tools" / "start", "run"],
            env={"PATH": str(bin_folder)},
            capture_output=True,
            text=True,
            check=False,
        )

    return start


@linux_only
def test_a_plain_user_without_python_reads_the_line_that_installs_it(bare_machine):
    answer = bare_machine(apt_get="exit 1", id="echo 1000")
    assert answer.returncode == 1
    assert answer.stderr == (
        "DeskCRM needs Python 3.11 or newer, and installing it takes an administrator: "
        "sudo apt-get install -y python3 python3-venv ca-certificates\n"
    )


@linux_only
def test_root_without_python_and_network_is_told_so(bare_machine):
    answer = bare_machine(apt_get="echo Could not resolve; exit 100", id="echo 0")
    assert answer.returncode == 1
    assert "check the internet connection and run this again" in answer.stderr
    assert "Could not resolve" not in answer.stderr


@linux_only
def test_where_there_is_no_apt_python_is_left_to_the_user(bare_machine):
    answer = bare_machine()
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1
    assert "install it from your system" in answer.stderr


@linux_only
def test_uv_finds_a_python_where_the_system_has_none(bare_machine):
    answer = bare_machine(uv='[ "$2" = find ] && echo /bin/echo')
    assert answer.returncode == 0
    assert answer.stdout.endswith("tools/bootstrap.py run\n")


# --- A screen ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    ["", "demo", "--workspace shop.crm", "--workspace shop.crm demo", "demo --workspace shop.crm"],
)
def test_these_open_a_window(arguments):
    assert setup_steps.needs_window(arguments.split())


@pytest.mark.parametrize(
    "arguments",
    ["--help", "--version", "demo --no-window", "demo --help", "find anna", "--workspace demo list", "list --json"],
)
def test_these_need_no_window(arguments):
    assert not setup_steps.needs_window(arguments.split())


@pytest.mark.parametrize(
    ("platform", "environment", "screen"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_screen_is_known_by_the_environment(platform, environment, screen):
    assert setup_steps.has_screen(platform, environment) is screen


@linux_only
def test_without_a_screen_run_says_in_one_sentence_what_to_do():
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in screens}
    answer = subprocess.run([ROOT / "run"], env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert len(answer.stderr.splitlines()) == 1
    assert answer.stderr.startswith("There is no screen to open a window on: start ./run in a desktop session")


# --- System packages ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("release", "package"),
    [
        ({"ID": "debian", "VERSION_CODENAME": "bookworm"}, "libglib2.0-0"),
        ({"ID": "debian", "VERSION_CODENAME": "trixie"}, "libglib2.0-0t64"),
        ({"ID": "ubuntu", "VERSION_CODENAME": "jammy"}, "libglib2.0-0"),
        ({"ID": "ubuntu", "VERSION_CODENAME": "noble"}, "libglib2.0-0t64"),
        ({"ID": "linuxmint", "VERSION_CODENAME": "virginia", "UBUNTU_CODENAME": "jammy"}, "libglib2.0-0"),
        ({}, "libglib2.0-0t64"),
    ],
)
def test_glib_goes_by_the_name_that_the_release_knows(release, package):
    assert setup_steps.apt_names([setup_steps.QT_LIBRARIES[0]], release) == [package]


def test_a_release_is_read_with_and_without_quotes(tmp_path):
    file = tmp_path / "os-release"
    file.write_text('# a comment\nID=debian\nVERSION_CODENAME="bookworm"\n\n')
    assert setup_steps.os_release(file) == {"ID": "debian", "VERSION_CODENAME": "bookworm"}
    assert setup_steps.os_release(tmp_path / "none") == {}


@linux_only
def test_a_missing_library_is_found_out():
    present = setup_steps.Library("libc.so.6", "libc6", "glibc")
    absent = setup_steps.Library("libnobodyhasthis.so.9", "nobody", "nobody")
    assert setup_steps.missing_libraries([present, absent]) == [absent]


@linux_only
def test_fedora_gets_its_own_line_and_others_the_names():
    libraries = setup_steps.QT_LIBRARIES[1:3]
    assert setup_steps.advice_without_apt(libraries, [], has_dnf=True).endswith(
        "sudo dnf install -y libglvnd-glx libglvnd-egl"
    )
    assert setup_steps.advice_without_apt(libraries, [], has_dnf=False).endswith("libGL.so.1, libEGL.so.1.")


def test_the_readme_lists_each_package_that_may_be_installed():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    libraries = [*setup_steps.QT_LIBRARIES, setup_steps.FONT]
    packages = [*setup_steps.apt_names(libraries, {}), *setup_steps.WINDOW_TEST_PROGRAMS.values(), "python3-venv"]
    assert [package for package in packages if f"`{package}`" not in readme] == []


# --- Python's packages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("log", "words"),
    [
        (
            "WARNING: Temporary failure in name resolution\nERROR: No matching distribution found",
            "connect to the internet",
        ),
        ("error: client error (Connect): dns error: failed to lookup address", "connect to the internet"),
        ("Collecting\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "THESE PACKAGES DO NOT MATCH THE HASHES"),
        ("", "no reason given"),
    ],
)
def test_a_failed_installation_becomes_one_sentence(log, words):
    sentence = setup_steps.why_not_installed(log)
    assert words in sentence
    assert "\n" not in sentence


def test_a_changed_lock_file_means_installing_again(tmp_path):
    for name in setup_steps.INPUTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("a==1")
    before = setup_steps.fingerprint(tmp_path)
    assert setup_steps.fingerprint(tmp_path) == before
    (tmp_path / setup_steps.INPUTS[-1]).write_text("a==2")
    assert setup_steps.fingerprint(tmp_path) != before


def test_what_is_installed_is_not_installed_again():
    assert setup_steps.to_install("app", "now", {}) == "app"
    assert setup_steps.to_install("app", "now", {"inputs": "now", "packages": "app"}) == ""
    assert setup_steps.to_install("dev", "now", {"inputs": "now", "packages": "app"}) == "dev"
    assert setup_steps.to_install("dev", "now", {"inputs": "now", "packages": "dev"}) == ""


def test_running_the_app_keeps_the_tools_of_the_checks():
    assert setup_steps.to_install("app", "now", {"inputs": "now", "packages": "dev"}) == ""
    assert setup_steps.to_install("app", "now", {"inputs": "before", "packages": "dev"}) == "dev"


@pytest.mark.parametrize("noted", ['{"inputs": "hal', "[]", ""])
def test_an_installation_that_broke_off_counts_for_nothing(tmp_path, noted):
    stamp = tmp_path / "stamp.json"
    stamp.write_text(noted)
    assert setup_steps.read_stamp(stamp) == {}
    assert setup_steps.read_stamp(tmp_path / "none") == {}


# --- The checks --------------------------------------------------------------------------------------------------


def test_the_checks_end_in_one_answer_that_names_what_failed():
    assert "All checks passed." in checks.verdict([])
    assert "FAILED: mypy, pytest" in checks.verdict(["mypy", "pytest"])


def test_paths_are_meant_from_where_test_was_called(tmp_path, monkeypatch):
    (tmp_path / "test_one.py").touch()
    monkeypatch.chdir(tmp_path)
    assert checks.absolute("test_one.py::test_a") == f"{tmp_path}/test_one.py::test_a"
    assert checks.absolute("-k") == "-k"
    assert checks.absolute("::") == "::"


# --- The files themselves ----------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such bit")
@pytest.mark.parametrize(
    "script", ["run", "test", ".ci/run", "tools/start", "tools/lock", "tools/make-font", "packaging/prove-bare-root"]
)
def test_scripts_can_be_started(script):
    assert os.access(ROOT / script, os.X_OK)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_host_and_hashes_everything(lock):
    text = (ROOT / "requirements" / lock).read_text()
    assert "http" not in text
    assert "--index" not in text
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block and block[0] != "#"] == []


def test_the_lock_files_agree_on_every_version():
    checks = locked_versions("dev.txt")
    for lock in ("app.txt", "build.txt"):
        versions = locked_versions(lock)
        assert {name: checks.get(name, version) for name, version in versions.items()} == versions
    assert locked_versions("app.txt").keys() <= checks.keys()


def test_the_lock_files_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for asked, lock in [
        (project["project"]["dependencies"], "app.txt"),
        (project["dependency-groups"]["dev"], "dev.txt"),
    ]:
        names = {re.split(r"[<>=\[ ;]", line)[0].lower().replace("_", "-") for line in asked}
        assert names <= locked_versions(lock).keys()


def test_qt_is_the_sound_one():
    assert locked_versions("app.txt")["pyside6-essentials"].startswith("6.11.")
