"""A real notification service on a private session bus receives a reminder, and its buttons come back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskcrm.domain.reminder_words import DONE, LABELS, OPEN, SNOOZE, Notice, Showing
from deskcrm.services import agent, notifying, tasks
from deskcrm.services.workspace import Workspace

LACKING = [program for program in ("dunst", "dunstctl", "dbus-daemon") if shutil.which(program) is None]
pytestmark = pytest.mark.skipif(bool(LACKING), reason=f"{', '.join(LACKING)} not installed (./test installs dunst)")

PATIENCE = 20


@contextmanager
def session_bus() -> Iterator[tuple[str, Callable[[], None]]]:
    """A session bus of the test's own: its address, and what ends it."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert daemon.stdout is not None

    def end() -> None:
        daemon.terminate()
        daemon.wait()

    yield daemon.stdout.readline().strip(), end
    end()
    daemon.stdout.close()


@pytest.fixture
def bus(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """The bus of the session; calling it ends it."""
    with session_bus() as (address, end):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield end


class Dunst:
    """The desktop's notification service; its menu chooses the button that a test says."""

    def __init__(self, folder: Path) -> None:
        self._choice = folder / "choice"
        menu = folder / "menu"
        menu.write_text(f'#!/bin/sh\ngrep -m1 -F "$(cat {self._choice})"\n')
        menu.chmod(0o755)
        config = folder / "dunstrc"
        config.write_text(f"[global]\ndmenu = {menu}\n")
        self.process = subprocess.Popen(
            ["dunst", "-config", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(notifying.available)

    def shown(self) -> list[dict[str, str]]:
        """What it has on the screen now or had before, the newest first."""
        subprocess.run(["dunstctl", "close-all"], check=True)
        said = subprocess.run(["dunstctl", "history"], capture_output=True, text=True, check=True).stdout
        return [
            {key: value["data"] for key, value in entry.items() if isinstance(value, dict)}
            for entry in json.loads(said)["data"][0]
        ]

    def press(self, label: str) -> None:
        """Chooses a button from the menu of the notification that shows."""
        self._choice.write_text(label)
        subprocess.run(["dunstctl", "context"], check=True)


@pytest.fixture
def dunst(
    bus: Callable[[], None], desktop: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Dunst]:
    monkeypatch.setenv("DISPLAY", desktop["DISPLAY"])
    service = Dunst(tmp_path)
    yield service
    service.process.terminate()
    service.process.wait()


def wait_until(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not come true"


def notice(title: str = "Call Anna", text: str = "Anna <Weber> & Co · Due today at 15:00") -> Notice:
    one = Showing((7, "2026-03-02T15:00"), title, "2026-03-02T15:00", datetime(2026, 3, 2, 15))
    return Notice((one,), title, text)


def test_it_shows_what_was_said_and_no_markup_of_it(dunst: Dunst) -> None:
    notifier = notifying.DesktopNotifier(lambda _notice, _action: None)
    assert notifier.show(notice())
    notifier.close()
    (entry,) = dunst.shown()
    assert (entry["appname"], entry["summary"]) == ("DeskCRM", "Call Anna")
    assert "Anna &lt;Weber&gt; &amp; Co · Due today at 15:00" in entry["body"] or "Anna <Weber> & Co" in entry["body"]


@pytest.mark.parametrize("action", [DONE, SNOOZE, OPEN])
def test_its_buttons_come_back(dunst: Dunst, action: str) -> None:
    heard: list[tuple[Notice, str]] = []
    notifier = notifying.DesktopNotifier(lambda about, pressed: heard.append((about, pressed)))
    about = notice()
    assert notifier.show(about)
    dunst.press(LABELS[action])
    wait_until(lambda: heard)
    notifier.close()
    assert heard == [(about, action)]


def test_a_service_that_begins_again_is_found_again(dunst: Dunst) -> None:
    notifier = notifying.DesktopNotifier(lambda _notice, _action: None)
    assert notifier.show(notice())
    dunst.process.terminate()
    dunst.process.wait()
    fresh = Dunst(Path(os.environ["HOME"]).parent)
    try:
        assert notifier.show(notice("Again"))
    finally:
        notifier.close()
        fresh.process.terminate()
        fresh.process.wait()


def test_a_session_that_begins_anew_is_found(
    dunst: Dunst, bus: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notifier = notifying.DesktopNotifier(lambda _notice, _action: None)
    assert notifier.show(notice())
    bus()
    with session_bus() as (address, _end):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        fresh = Dunst(tmp_path)
        try:
            assert notifier.show(notice("Again"))
            notifier.close()
        finally:
            fresh.process.terminate()
            fresh.process.wait()


def test_without_a_service_or_a_bus_it_says_that_it_could_not(
    bus: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    notifier = notifying.DesktopNotifier(lambda _notice, _action: None)
    assert not notifier.show(notice())
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    assert not notifier.show(notice())
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "nonsense")
    assert not notifier.show(notice())
    notifier.close()


def test_the_agent_notifies_and_done_on_the_notification_finishes_the_task(dunst: Dunst, tmp_path: Path) -> None:
    path = tmp_path / "w.deskcrm"
    workspace = Workspace.open(path)
    due = (datetime.now(UTC) - timedelta(minutes=1)).astimezone().strftime("%Y-%m-%dT%H:%M")
    task = tasks.add(workspace, "Call Anna", due=due).value
    workspace.close()
    staying = agent.Agent(path, lambda about: notifier.show(about))
    notifier = notifying.DesktopNotifier(staying.pressed)
    staying.look()
    dunst.press("Done")

    def done() -> bool:
        staying.look()
        return is_done(path, task)

    wait_until(done)
    notifier.close()
    (entry,) = dunst.shown()
    assert entry["summary"] == "Call Anna"


def test_the_agents_process_shows_what_is_due_and_gives_the_workspace_free(dunst: Dunst, tmp_path: Path) -> None:
    path = tmp_path / "w.deskcrm"
    workspace = Workspace.open(path)
    due = (datetime.now(UTC) - timedelta(minutes=1)).astimezone().strftime("%Y-%m-%dT%H:%M")
    tasks.add(workspace, "Call Béla", due=due)
    workspace.close()
    line = [sys.executable, "-m", "deskcrm", "--workspace", str(path), "remind", "--agent"]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        wait_until(lambda: [entry["summary"] for entry in dunst.shown()] == ["Call Béla"])
    finally:
        process.terminate()
        said = process.communicate()[0]
    assert said == b""
    Workspace.open(path).close()


@pytest.mark.window
def test_the_window_notifies_and_done_on_the_notification_finishes_the_task(
    dunst: Dunst, desktop: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "w.deskcrm"
    workspace = Workspace.open(path)
    due = (datetime.now(UTC) - timedelta(minutes=1)).astimezone().strftime("%Y-%m-%dT%H:%M")
    task = tasks.add(workspace, "Call Cleo", due=due).value
    workspace.close()
    line = [sys.executable, "-m", "deskcrm", "--workspace", str(path)]
    process = subprocess.Popen(line, env={**os.environ, **desktop}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        wait_until(lambda: shows_something(dunst))
        dunst.press("Done")
        wait_until(lambda: is_done(path, task))
    finally:
        process.terminate()
        said = process.communicate()[0]
    assert said == b""
    (entry,) = dunst.shown()
    assert entry["summary"] == "Call Cleo"


def shows_something(dunst: Dunst) -> bool:
    said = subprocess.run(["dunstctl", "count", "displayed"], capture_output=True, text=True, check=True).stdout
    return int(said) > 0


def is_done(path: Path, task: int) -> bool:
    reading = Workspace.open(path, write=False)
    try:
        return tasks.find(reading, task).done_at is not None
    finally:
        reading.close()
