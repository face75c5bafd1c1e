"""What ./run and ./test do before anything else: system packages, Python packages, a screen; standard library only.

Everything said goes to standard error, since standard output belongs to the command that follows.
Each step first looks whether it is needed, so that a second start costs a fraction of a second.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "deskcrm-installed.json"
LOG = ROOT / "build" / "setup.log"
INPUTS = ("pyproject.toml", "requirements/app.txt", "requirements/dev.txt", "requirements/build.txt")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
NO_NETWORK_SIGNS = (
    "name resolution",
    "Could not resolve",
    "getaddrinfo",
    "dns error",
    "NewConnectionError",
    "Failed to establish a new connection",
    "Network is unreachable",
    "Connection refused",
    "Connection timed out",
    "Read timed out",
    "from versions: none",
)


class SetupError(Exception):
    """Something that setting up cannot go on without; its text is the one sentence that the user reads."""


class Library(NamedTuple):
    """A shared library that Qt loads, and the packages that bring it."""

    file: str
    apt: str
    dnf: str


# "glib" stands for the package whose name depends on the release: see `glib_package`.
QT_LIBRARIES = (
    Library("libglib-2.0.so.0", "glib", "glib2"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx"),
    Library("libEGL.so.1", "libegl1", "libglvnd-egl"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    Library("libfreetype.so.6", "libfreetype6", "freetype"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs"),
    Library("libX11.so.6", "libx11-6", "libX11"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor"),
)
FONT = Library("a font", "fonts-dejavu-core", "dejavu-sans-fonts")
WINDOW_TEST_PROGRAMS = {
    "Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool",
    "dunst": "dunst", "dbus-daemon": "dbus",  # a notification service of a real desktop
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",  # what screen readers ask
}  # fmt: skip
WAIT_FOR_OTHERS = ["-o", "DPkg::Lock::Timeout=300"]  # a fresh Ubuntu updates itself just then
OLD_GLIB_RELEASES = {"buster", "bullseye", "bookworm", "focal", "jammy"}


def main(arguments: Sequence[str]) -> int:
    """Prepares the machine for `run` or `test` (the first argument) and hands over to it; its exit code."""
    purpose, *rest = arguments
    asks = rest[:1] == ["--yes"]
    rest = rest[1:] if asks else rest
    try:
        if purpose == "test":
            prepare(packages="dev", needs_qt=True, yes=asks)
            offer_window_tests(yes=asks)
            return hand_over([str(ROOT / "tools" / "checks.py"), *rest])
        opens_window = needs_window(rest)
        if opens_window and not has_screen(sys.platform, os.environ):
            raise SetupError(
                "There is no screen to open a window on: start ./run in a desktop session (or through `ssh -X`), "
                "or use the terminal commands, which need none (./run --help)."
            )
        prepare(packages="app", needs_qt=opens_window, yes=asks)
        return hand_over(["-m", "deskcrm", *rest])
    except SetupError as trouble:
        say(str(trouble))
        return 1
    except OSError as error:
        say(f"DeskCRM could not be set up in {ROOT}: {error.strerror or error} ({error.filename}).")
        return 1
    except KeyboardInterrupt:
        say("Stopped; run it again to go on.")
        return 130


def needs_window(arguments: Sequence[str]) -> bool:
    """Whether these arguments of deskcrm open a window: the bare command, and `demo` without `--no-window`."""
    if {"-h", "--help", "--version"} & set(arguments):
        return False
    words = list(arguments)
    commands: list[str] = []
    while words:
        word = words.pop(0)
        if word == "--workspace" and words:
            words.pop(0)
        elif not word.startswith("-"):
            commands.append(word)
    return not commands or (commands[0] == "demo" and "--no-window" not in arguments)


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether Qt will find something to draw on."""
    if platform in ("win32", "darwin"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def prepare(*, packages: str, needs_qt: bool, yes: bool) -> None:
    """Installs what is missing: system packages on Linux, the environment, its packages ("app" or "dev")."""
    LOG.unlink(missing_ok=True)
    if sys.platform.startswith("linux"):
        prepare_system(needs_qt=needs_qt, yes=yes)
    prepare_environment(packages)


# --- The system's packages ---------------------------------------------------------------------------------------


def prepare_system(*, needs_qt: bool, yes: bool) -> None:
    """Installs the system packages that Python's venv and, where wanted, Qt miss."""
    apt = missing_python_packages()
    missing = missing_libraries() if needs_qt else []
    if missing and not any_font():
        missing.append(FONT)
    apt += apt_names(missing, os_release())
    if not apt:
        return
    if shutil.which("apt-get") is None:
        raise SetupError(advice_without_apt(missing, apt, has_dnf=shutil.which("dnf") is not None))
    prefix = administrator(yes=yes)
    if prefix is None:
        raise SetupError(
            "DeskCRM needs some system packages, and installing them takes an administrator; "
            f"run this line, then try again: {apt_line(apt)}"
        )
    install_with_apt(apt, prefix)
    still_missing = [library.file for library in (missing_libraries() if needs_qt else [])]
    if still_missing:
        names = ", ".join(still_missing)
        raise SetupError(f"The system packages are installed, yet these libraries are not found: {names}.")


def missing_python_packages() -> list[str]:
    """Debian's packages without which no environment can be made, where one still has to be."""
    if environment_is_sound() or shutil.which("apt-get") is None:
        return []
    missing = []
    if importlib.util.find_spec("ensurepip") is None and shutil.which("uv") is None:
        missing.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if not CERTIFICATES.exists():
        missing.append("ca-certificates")
    return missing


def missing_libraries(libraries: Sequence[Library] = QT_LIBRARIES) -> list[Library]:
    """Those of Qt's libraries that the system's loader does not find."""
    missing = []
    for library in libraries:
        try:
            ctypes.CDLL(library.file)
        except OSError:
            missing.append(library)
    return missing


def any_font() -> bool:
    """Whether the system has at least one scalable font."""
    for folder in FONT_FOLDERS:
        for _, _, files in os.walk(Path(folder).expanduser()):
            if any(name.endswith((".ttf", ".otf", ".ttc")) for name in files):
                return True
    return False


def os_release(path: Path = Path("/etc/os-release")) -> dict[str, str]:
    """The key-value pairs by which a Linux names itself; empty where it does not."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {key: value.strip("\"'") for key, value in pairs}


def glib_package(release: Mapping[str, str]) -> str:
    """GLib's package: renamed in Debian 13 and Ubuntu 24.04 for 64-bit time."""
    names = {release.get(key) for key in ("UBUNTU_CODENAME", "DEBIAN_CODENAME", "VERSION_CODENAME")}
    return "libglib2.0-0" if names & OLD_GLIB_RELEASES else "libglib2.0-0t64"


def apt_names(libraries: Sequence[Library], release: Mapping[str, str]) -> list[str]:
    """The packages that bring these libraries on this release of Debian or Ubuntu."""
    return [glib_package(release) if library.apt == "glib" else library.apt for library in libraries]


def apt_line(packages: Sequence[str]) -> str:
    """What an administrator types to install these packages."""
    return f"sudo apt-get install -y --no-install-recommends {' '.join(packages)}"


def advice_without_apt(missing: Sequence[Library], apt: Sequence[str], *, has_dnf: bool) -> str:
    """The sentence for a Linux whose packages we do not install ourselves."""
    if has_dnf:
        names = " ".join(dict.fromkeys(library.dnf for library in missing))
        return f"DeskCRM needs some system packages; run this line, then try again: sudo dnf install -y {names}"
    files = ", ".join(library.file for library in missing) or ", ".join(apt)
    return f"DeskCRM needs these from your system, please install the packages that bring them: {files}."


def administrator(*, yes: bool) -> list[str] | None:
    """What to put before a command to run it as administrator, [] for root itself, None where we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    silently = subprocess.run(["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if silently.returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if yes else None


def install_with_apt(packages: Sequence[str], prefix: Sequence[str]) -> None:
    """Runs apt, silently and without questions."""
    say(f"Installing {len(packages)} system package{'s' * (len(packages) != 1)} with apt: {' '.join(packages)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", *WAIT_FOR_OTHERS]
    logged([*apt, "update"])  # an old list may do: the installation decides
    if logged([*apt, "install", "-y", "--no-install-recommends", *packages]) != 0:
        raise SetupError(
            "The system packages could not be installed: check the internet connection and run this again "
            f"(what apt said is in {LOG})."
        )


def offer_window_tests(*, yes: bool) -> None:
    """Installs the programs by which tests drive a real window; without them those tests skip."""
    if not sys.platform.startswith("linux"):
        return
    packages = [package for program, package in WINDOW_TEST_PROGRAMS.items() if shutil.which(program) is None]
    if not packages:
        return
    try:
        prefix = administrator(yes=yes) if shutil.which("apt-get") else None
        if prefix is None:
            raise SetupError(f"Tests of real windows will be skipped; to have them run: {apt_line(packages)}")
        install_with_apt(packages, prefix)
    except SetupError as trouble:
        say(str(trouble))


# --- Python's packages -------------------------------------------------------------------------------------------


def venv_python() -> Path:
    """The environment's interpreter."""
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def environment_is_sound() -> bool:
    """Whether there is an environment whose Python fits and still starts."""
    if Path(sys.prefix) == VENV:
        return True
    if not venv_python().exists():
        return False
    fits = "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))"
    return subprocess.run([venv_python(), "-c", fits], capture_output=True, check=False).returncode == 0


def prepare_environment(packages: str) -> None:
    """Makes the environment and installs the locked packages, unless just these are installed already."""
    if not environment_is_sound():
        make_environment()
    inputs = fingerprint()
    wanted = to_install(packages, inputs, read_stamp())
    if not wanted:
        return
    say("Installing the Python packages (a minute, once).")
    STAMP.unlink(missing_ok=True)
    install_packages(wanted)
    STAMP.write_text(json.dumps({"inputs": inputs, "packages": wanted}), encoding="utf-8")


def to_install(packages: str, inputs: str, stamp: Mapping[str, str]) -> str:
    """Which list to install, "app" or "dev", or "" for none, by what the last installation noted.

    Never less than before: ./run must not take the checks' tools away from ./test.
    """
    wanted = "dev" if "dev" in (packages, stamp.get("packages")) else "app"
    return "" if stamp == {"inputs": inputs, "packages": wanted} else wanted


def fingerprint(root: Path = ROOT) -> str:
    """A hash of all that decides what gets installed, and where to."""
    digest = hashlib.sha256(str(root).encode())
    for name in INPUTS:
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def read_stamp(path: Path = STAMP) -> dict[str, str]:
    """What the last installation noted; empty where none came to its end."""
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def make_environment() -> None:
    """Makes .venv anew, by uv where it is at hand."""
    if VENV.exists():
        shutil.rmtree(VENV)
    uv = shutil.which("uv")
    if uv and logged([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)]) == 0:
        return
    if logged([sys.executable, "-m", "venv", str(VENV)]) != 0:
        raise SetupError(f"A Python environment could not be made in {VENV} (what was said is in {LOG}).")


def install_packages(packages: str) -> None:
    """Installs the lock files' packages by hash, then DeskCRM itself, linked to these sources."""
    locked = ["-r", str(ROOT / f"requirements/{packages}.txt"), "-r", str(ROOT / "requirements/build.txt")]
    itself = ["--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    for installer in installers():
        if logged([*installer, "--require-hashes", *locked]) == 0 and logged([*installer, *itself]) == 0:
            return
    raise SetupError(why_not_installed(LOG.read_text(encoding="utf-8", errors="replace")))


def installers() -> Iterator[list[str]]:
    """The commands that install into the environment, in the order to try: uv where it is, and pip."""
    if uv := shutil.which("uv"):
        yield [uv, "pip", "install", "--quiet", "--python", str(venv_python())]
    python = [str(venv_python()), "-m"]
    if logged([*python, "pip", "--version"]) == 0 or logged([*python, "ensurepip"]) == 0:
        yield [*python, "pip", "install", "--quiet", "--no-input", "--retries", "1"]


def why_not_installed(log: str) -> str:
    """One sentence from all that pip or uv said."""
    if any(sign in log for sign in NO_NETWORK_SIGNS):
        return (
            f"The Python packages could not be fetched: connect to the internet and run this again (details in {LOG})."
        )
    errors = [line.strip() for line in log.splitlines() if line.lower().startswith("error")]
    last = errors[-1] if errors else "no reason given"
    return f"The Python packages could not be installed: {last} (details in {LOG})."


# --- Small things ------------------------------------------------------------------------------------------------


def hand_over(command: Sequence[str]) -> int:
    """Becomes the environment's Python with these arguments; on Windows, waits for it."""
    line = [str(venv_python()), *command]
    if sys.platform != "win32":
        os.execv(line[0], line)
    return subprocess.call(line)


def logged(command: Sequence[str]) -> int:
    """Runs a command with its output at the end of the log, and no input; its exit code."""
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        print(f"$ {shlex.join(command)}", file=log, flush=True)
        return subprocess.call(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def say(sentence: str) -> None:
    """Tells the user, on standard error."""
    print(sentence, file=sys.stderr, flush=True)
