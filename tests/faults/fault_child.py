"""The process that is killed: does one operation, tells how far it is, and counts the instants of its work.

    fault_child.py OPERATION FOLDER [INSTANT]

An instant is a statement that begins, two hundred steps of SQLite's machine, or a file that is opened for writing,
renamed, removed or given its mode. At INSTANT the process kills itself, as SIGKILL does, wherever it stands then.
Nothing of DeskCRM is changed for this: Python's own audit events and SQLite's own callbacks are listened to.

Its standard output has a letter for each thing that begins: W the first write to the workspace or a file of its own,
E an end that makes writing count (a commit, a rename), D all is done; then, in JSON, the figures of the whole. What a
user would be told instead goes to standard error, after "Refused: ".
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sqlite3.dbapi2
import sys
import time
from pathlib import Path
from typing import Any

STEPS = 200
REFUSED = "Refused: "
WRITING = {"INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER", "VACUUM"}
FILE_EVENTS = {"os.rename": 1, "os.remove": 0, "os.chmod": 0, "os.link": 1, "os.truncate": 0}
"""Python's audit events of files, with the place of the path that they make or change."""
ASIDE = (".staging-", ".check-", ".lock")


def kill_now() -> None:
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))  # on Windows both end a process at once


class Instants:
    """Counts, tells and kills."""

    def __init__(self, folder: Path, last: int) -> None:
        self.folder = str(folder)
        self.workspace = str(folder / "w.deskcrm")
        self.last = last
        self.passed = 0
        self.marks: list[tuple[str, int, float]] = []

    def pass_one(self) -> None:
        self.passed += 1
        if self.passed == self.last:
            kill_now()

    def mark(self, letter: str) -> None:
        if letter == "W" and self.marks:
            return
        self.marks.append((letter, self.passed, time.monotonic()))
        os.write(1, letter.encode())

    def heard(self, event: str, given: tuple[Any, ...]) -> None:
        """One of Python's audit events."""
        if event == "open":
            path, _, flags = given
            if not isinstance(flags, int) or not flags & (os.O_WRONLY | os.O_RDWR):
                return
        elif event in FILE_EVENTS:
            path = given[FILE_EVENTS[event]]
        else:
            return
        if not self._ours(path):
            return
        self.pass_one()
        if event == "os.rename":
            self.mark("W")
            self.mark("E")
        elif event != "os.remove" and not str(path).endswith("w.deskcrm"):
            self.mark("W")

    def _ours(self, path: object) -> bool:
        name = os.fspath(path) if isinstance(path, (str, os.PathLike)) else ""
        return str(name).startswith(self.folder) and not any(part in str(name) for part in ASIDE)

    def connect(self, database: Any, *given: Any, **named: Any) -> sqlite3.Connection:
        """A connection that counts its statements and its steps."""
        self.pass_one()
        path = os.fspath(database)
        if self._ours(path) and path != self.workspace:
            self.mark("W")
        connection = REAL_CONNECT(database, *given, **named)
        connection.set_trace_callback(Statements(self, path == self.workspace))
        connection.set_progress_handler(self.pass_one, STEPS)
        return connection


class Statements:
    """What a connection is told of its statements."""

    def __init__(self, instants: Instants, of_workspace: bool) -> None:
        self.instants = instants
        self.of_workspace = of_workspace
        self.wrote = False

    def __call__(self, sql: str) -> None:
        self.instants.pass_one()
        if not self.of_workspace:
            return
        word = sql.lstrip()[:8].split(" ", 1)[0].upper()
        if word in WRITING and not self.wrote:
            self.wrote = True
            self.instants.mark("W")
        elif word == "COMMIT" and self.wrote:
            self.wrote = False
            self.instants.mark("E")


REAL_CONNECT = sqlite3.connect


def main() -> None:
    name, folder, last = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    sys.path.insert(0, str(Path(__file__).parent))
    from fault_operations import BY_NAME

    from deskcrm.domain.errors import UserError

    act = BY_NAME[name].act
    instants = Instants(folder, last)
    sqlite3.connect = sqlite3.dbapi2.connect = instants.connect  # type: ignore[assignment]
    sys.addaudithook(instants.heard)
    try:
        act(folder)
    except UserError as error:
        sys.exit(f"{REFUSED}{error}")
    instants.mark("D")
    os.write(1, json.dumps({"instants": instants.passed, "marks": instants.marks}).encode())


if __name__ == "__main__":
    main()
