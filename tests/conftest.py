"""Rules for every test: folders of its own, no error logged, no Qt warning, no thread or process left behind.

Qt's warnings fail a test through pytest-qt (`qt_log_level_fail` in pyproject.toml). A test that means to have an
error logged says so: `@pytest.mark.logs_errors`.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import subprocess
import threading
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("DESKCRM_LANGUAGE", "en")  # whatever the machine speaks

SLOW = bool(os.environ.get("DESKCRM_SLOW"))
SAMPLED_ONE_IN = 5
SECONDS_TO_END = 5.0
WINDOW_PROGRAMS = ("Xvfb", "openbox", "xdotool")

settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=True, print_blob=True)
settings.register_profile("slow", parent=settings.get_profile("dev"), max_examples=2000)
settings.load_profile("slow" if SLOW else "ci" if os.environ.get("CI") else "dev")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "logs_errors: means to have an error logged")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks tests of real windows, and leaves out most cases of slow parametrised tests unless DESKCRM_SLOW is set."""
    for item in items:
        if "desktop" in getattr(item, "fixturenames", ()):
            item.add_marker("window")
    if SLOW:
        return
    seen: set[str] = set()
    kept, left_out = [], []
    for item in items:
        test = item.nodeid.partition("[")[0]
        case = item.get_closest_marker("slow") is not None and test in seen
        sampled = zlib.crc32(item.nodeid.encode()) % SAMPLED_ONE_IN == 0
        (left_out if case and not sampled else kept).append(item)
        seen.add(test)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


# --- Folders of its own ------------------------------------------------------------------------------------------

_homes = count()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home that no other test has, and never the user's: where platformdirs and Qt look is inside it."""
    home = tmp_path_factory.getbasetemp() / f"home{next(_homes)}"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "USERPROFILE"):
            patch.setenv(name, str(home))
        for name in ("DATA", "CONFIG", "STATE", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        for name in ("APPDATA", "LOCALAPPDATA"):
            patch.setenv(name, str(home / "data"))
        patch.delenv("XDG_RUNTIME_DIR", raising=False)
        yield home


# --- Nothing wrong in the log, nothing left running --------------------------------------------------------------


class ErrorRecords(logging.Handler):
    """Keeps what is logged at level ERROR and above."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def no_error_logged(item: pytest.Item) -> Iterator[None]:
    handler = ErrorRecords()
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
    if handler.records and item.get_closest_marker("logs_errors") is None:
        messages = "\n".join(f"{record.name}: {record.getMessage()}" for record in handler.records)
        pytest.fail(f"Errors were logged:\n{messages}", pytrace=False)


def running() -> set[threading.Thread]:
    """Python's threads; not the stand-ins for Qt's own, which Python keeps after their end."""
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)}


_before = pytest.StashKey[set[threading.Thread]]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    item.stash[_before] = running()
    with no_error_logged(item):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    with no_error_logged(item):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    with no_error_logged(item):
        result = yield
    left = running() - item.stash.get(_before, set())
    for runner in [*left, *multiprocessing.active_children()]:
        runner.join(SECONDS_TO_END)
    names = [runner.name for runner in [*left, *multiprocessing.active_children()] if runner.is_alive()]
    if names:
        pytest.fail(f"Left running: {', '.join(sorted(names))}", pytrace=False)
    return result


# --- A real desktop ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def desktop() -> Iterator[dict[str, str]]:
    """A virtual screen with a window manager: the environment variables with which a program opens its window there."""
    lacking = [program for program in WINDOW_PROGRAMS if shutil.which(program) is None]
    if lacking:
        pytest.skip(f"{', '.join(lacking)} not installed (./test installs them as administrator)")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    command.append("-noreset")  # else a look that ends before the manager is there throws everybody out
    screen = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        variables = {"DISPLAY": f":{pipe.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}
    environment = {**os.environ, **variables}
    manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
    try:
        while subprocess.run(["xdotool", "get_desktop"], env=environment, capture_output=True, check=False).returncode:
            assert manager.poll() is None, "the window manager ended"
        yield variables
    finally:
        for process in (manager, screen):
            process.terminate()
            process.wait()
