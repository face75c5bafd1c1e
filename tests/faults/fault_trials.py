"""Trials of being killed: an operation is rehearsed once, then done again and again in a process that is killed."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from fault_operations import NAME, Operation, opened

from deskcrm.services import backups, checking
from deskcrm.store import schema
from deskcrm.store.backups import IDENTITY

CHILD = Path(__file__).with_name("fault_child.py")
CALLS = "trace=pwrite64,fsync,fdatasync,ftruncate,rename,renameat2,unlink,unlinkat"
BEFORE, BETWEEN, AFTER = "before the first write", "between first write and commit", "in the commit or after it"
LEFTOVERS = (".part", ".staging-", ".check-", ".restore", "-wal", "-shm", "-journal")

State = dict[str, Any]


def state_of(folder: Path, name: str = NAME) -> State:
    """All that a workspace says: each row of each table, facts and derived alike; and its version. Empty: no file.

    Left out are its name, which is drawn by lot, and by which rules it was computed, which each start looks after.
    """
    if not (folder / name).exists():
        return {}
    connection = sqlite3.connect(folder / name)
    tables = [
        table
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        if not table.startswith(("finder_", "sqlite_"))
    ]
    said: State = {table: sorted(connection.execute(f'SELECT * FROM "{table}"'), key=repr) for table in tables}
    said["setting"] = [row for row in said.get("setting", ()) if row[0] not in (IDENTITY, "_rules")]
    said["version"] = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return said


@dataclass
class Rehearsal:
    """An operation done once: the states before and after, and how long its work took, in instants and in seconds."""

    operation: Operation
    folder: Path
    before: State
    after: State
    backups: set[str]
    instants: int
    first: int
    last: int
    seconds: float
    ends: int

    @cached_property
    def calls(self) -> int:
        """How many system calls change something on the disk; 0 where there is no `strace` to count them."""
        if not shutil.which("strace"):
            return 0
        folder, log = self.folder.with_name("counted"), self.folder.with_name("calls")
        shutil.copytree(self.folder, folder)
        strace = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", CALLS, "-o", str(log)]
        subprocess.run([*strace, *command(self.operation, folder)], capture_output=True, check=True)
        return sum("(" in line for line in log.read_text(errors="replace").splitlines())


def command(operation: Operation, folder: Path, *instant: str) -> list[str]:
    return [sys.executable, str(CHILD), operation.name, str(folder), *instant]


def rehearse(operation: Operation, prepared: Path, folder: Path) -> Rehearsal:
    """Does an operation once, in a copy of what was prepared for it."""
    before, after = folder / "before", folder / "after"
    for copy in (before, after):
        shutil.copytree(prepared, copy)
    done = subprocess.run(command(operation, after), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    figures = json.loads(done.stdout[done.stdout.index(b"{") :])
    marks = figures["marks"]
    ends = [mark for mark in marks if mark[0] == "E"]
    return Rehearsal(
        operation, before, state_of(before), state_of(after), sound_backups(before), figures["instants"], marks[0][1],
        ends[-1][1], ends[-1][2] - marks[0][2], len(ends),
    )  # fmt: skip


@dataclass
class Tally:
    """Where the kills fell, and what they left."""

    places: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    ways: Counter[str] = field(default_factory=Counter)

    @property
    def trials(self) -> int:
        return sum(self.places.values())

    def words(self) -> str:
        told = [", ".join(f"{number} {what}" for what, number in sorted(c.items()))
                for c in (self.places, self.outcomes, self.ways)]  # fmt: skip
        return f"Killed {self.trials} times: {'; '.join(told)}."


def kill(rehearsal: Rehearsal, folder: Path, trial: int, tally: Tally) -> None:
    """Does the operation in the folder, in a process that is killed on its way; tells the tally where that was."""
    chance = random.Random(f"{rehearsal.operation.name} {trial}")
    if trial % 6 == 4 and rehearsal.calls:
        way, told = "at a system call", _at_a_call(rehearsal, folder, chance)
    elif trial % 6 == 2:
        way, told = "by the clock", _by_the_clock(rehearsal, folder, chance)
    else:
        way, told = "at an instant", _at_an_instant(rehearsal, folder, chance)
    tally.ways[way] += 1
    if told.count(b"E") >= rehearsal.ends:
        tally.places[AFTER] += 1
    else:
        tally.places[BETWEEN if b"W" in told else BEFORE] += 1


def _at_an_instant(rehearsal: Rehearsal, folder: Path, chance: random.Random) -> bytes:
    anywhere = chance.random() < 0.25
    span = (1, rehearsal.instants) if anywhere else (rehearsal.first + 1, rehearsal.last)
    instant = chance.randint(span[0], max(span))
    done = subprocess.run(command(rehearsal.operation, folder, str(instant)), capture_output=True, check=False)
    assert done.returncode != 0 or b"D" in done.stdout, done.stderr.decode()
    assert not done.stderr, done.stderr.decode()
    return done.stdout


def _by_the_clock(rehearsal: Rehearsal, folder: Path, chance: random.Random) -> bytes:
    with subprocess.Popen(command(rehearsal.operation, folder), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = process.stdout.read(1)
        try:
            process.wait(timeout=chance.random() * rehearsal.seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        return told + process.stdout.read()


def _at_a_call(rehearsal: Rehearsal, folder: Path, chance: random.Random) -> bytes:
    return at_call(rehearsal, folder, f"signal=SIGKILL:when={chance.randint(1, rehearsal.calls)}").stdout


def at_call(rehearsal: Rehearsal, folder: Path, fault: str) -> subprocess.CompletedProcess[bytes]:
    """Does the operation in a process one of whose system calls goes wrong: `fault` is what `strace` does to which."""
    inject = f"inject={CALLS.removeprefix('trace=')}:{fault}"
    strace = ["strace", "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-e", CALLS, "-e", inject]
    return subprocess.run([*strace, *command(rehearsal.operation, folder)], capture_output=True, check=False)


def judge(rehearsal: Rehearsal, folder: Path, tally: Tally) -> None:
    """What was left by a kill is the state before or the state after, whole, with nothing lying about."""
    look_through(folder)
    said = state_of(folder)
    assert said in (rehearsal.before, rehearsal.after), _difference(rehearsal, said)
    assert rehearsal.backups <= sound_backups(folder)
    tally.outcomes["the state before" if said == rehearsal.before else "the state after"] += 1
    if said == rehearsal.before:
        rehearsal.operation.act(folder)  # once more, and it is as if it had never been killed
        assert state_of(folder) == rehearsal.after
        assert rehearsal.backups <= sound_backups(folder)
        look_through(folder)
    assert leftovers(folder) == []


def look_through(folder: Path) -> None:
    """The workspace opens and is whole; one of a schema that only these tests have is whole as a file."""
    if _version(folder / NAME) <= schema.SCHEMA_VERSION:
        with opened(folder) as ws:
            assert checking.check(ws) == []
        return
    with closing(sqlite3.connect(folder / NAME)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def _version(path: Path) -> int:
    """The schema's version in a file's header; 0 where a restore has moved the file away."""
    return int.from_bytes(path.read_bytes()[60:64], "big") if path.exists() else 0


def sound_backups(folder: Path) -> set[str]:
    """The backups that are as they were when they were written."""
    return {backup.file.name for backup in backups.backups_of(folder / NAME) if backup.verified}


def leftovers(folder: Path) -> list[str]:
    """What lies about in a folder whose workspace is closed."""
    return [path.name for path in folder.rglob("*") if any(part in path.name for part in LEFTOVERS)]


def _difference(rehearsal: Rehearsal, said: State) -> str:
    return "between: " + "; ".join(
        f"{table} has {len(said.get(table, ()))} rows, {len(rows)} before, {len(rehearsal.after.get(table, ()))} after"
        for table, rows in rehearsal.before.items()
        if said.get(table) not in (rows, rehearsal.after.get(table)) or rows != rehearsal.after.get(table)
    )
