"""Benchmarks of imports and their undoing, from the terminal, beside `sqlite-utils insert` and `enable-fts`."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data import people_csv, second_source_csv
from measure import Cost, best, outside_tool, run

from deskcrm.services import backups
from deskcrm.services.workspace import Workspace

Answer = dict[str, Any]


class Bench:
    """Where one run keeps its files, and what it was asked for."""

    def __init__(self, folder: Path, rows: int, rounds: int, sqlite_utils: Path | None) -> None:
        self.folder = folder
        self.rows = rows
        self.rounds = rounds
        self._sqlite_utils = sqlite_utils

    def people(self, rows: int, start: int = 0) -> Path:
        """A file of so many people, numbered from `start`; made once."""
        path = self.folder / f"people-{rows}-{start}.csv"
        if not path.exists():
            people_csv(path, rows, start=start)
        return path

    def second(self, rows: int) -> Path:
        """Another source's file, of which 60 % are about the people of `people(rows)`."""
        path = self.folder / f"second-{rows}.csv"
        if not path.exists():
            second_source_csv(path, rows)
        return path

    def ours(self, workspace: Path, *command: str | Path) -> Cost:
        """What a command of ours takes, start-up included."""
        return run(sys.executable, "-m", "deskcrm", "--workspace", workspace, *command)

    def theirs(self, file: Path) -> Cost:
        """What the outside tool takes to put the same file into a table and to index all of its columns."""
        return self._fill(self._fresh("outside.db"), file)

    def with_index(self, people: int) -> Path:
        """The outside tool's table and index of these people; made once."""
        path = self.folder / f"people-{people}.db"
        if not path.exists():
            made = self._fresh("outside.db")
            self._fill(made, self.people(people))
            made.replace(path)
        return path

    def _fill(self, database: Path, file: Path) -> Cost:
        tool = outside_tool(self._sqlite_utils)
        with file.open(encoding="utf-8", newline="") as opened:
            columns = next(csv.reader(opened))
        inserted = run(tool, "insert", database, "rows", file, "--csv")
        return inserted + run(tool, "enable-fts", database, "rows", *columns)

    def workspace(self, copied_from: Path | None = None, *, safe: bool = False) -> Path:
        """A path without a workspace, or a copy of one.

        A copy is not backed up before an import, which is measured by itself, unless it is to be `safe`.
        """
        for old in self.folder.glob("backups/bench*"):
            old.unlink()
        path = self._fresh("bench.deskcrm")
        if copied_from is not None:
            shutil.copy(copied_from, path)
            workspace = Workspace.open(path)
            backups.set_automatic(workspace, safe)
            workspace.close()
        return path

    def with_people(self, rows: int) -> Path:
        """A workspace that has these people already; made once, and brought up to date when the rules have changed."""
        path = self.folder / f"people-{rows}.deskcrm"
        if not path.exists():
            made = self.workspace()
            self.ours(made, "import", self.people(rows))
            made.replace(path)
        Workspace.open(path).close()
        return path

    def _fresh(self, name: str) -> Path:
        for old in self.folder.glob(f"{name}*"):
            old.unlink()
        return self.folder / name

    def beside_outside(self, file: Path, into: Path | None = None) -> Answer:
        """The import of a file into a copy of a workspace (or a new one), beside the outside tool's."""
        sides: dict[str, Callable[[], Cost]] = {
            "ours": lambda: self.ours(self.workspace(into), "import", file),
            "sqlite-utils": lambda: self.theirs(file),
        }
        return report(best(self.rounds, sides), "sqlite-utils")


def report(costs: dict[str, Cost], against: str) -> Answer:
    """Both sides, and ours as a multiple of the other."""
    ours, other = costs["ours"], costs[against]
    ratio = {"wall": round(ours.wall / other.wall, 2), "cpu": round(ours.cpu / other.cpu, 2)}
    return {**{name: cost.rounded() for name, cost in costs.items()}, "ratio": ratio}


def import_new(bench: Bench) -> Answer:
    """People into an empty workspace. The bar: 1.0, the goal 0.7."""
    return bench.beside_outside(bench.people(bench.rows))


def import_second(bench: Bench) -> Answer:
    """A second source, 60 % of it about people who are known, into those people. The bar: 1.0."""
    return bench.beside_outside(bench.second(bench.rows), into=bench.with_people(bench.rows))


def import_again(bench: Bench) -> Answer:
    """The same file once more, which changes nothing."""
    return bench.beside_outside(bench.people(bench.rows), into=bench.with_people(bench.rows))


def import_into_many(bench: Bench) -> Answer:
    """New people into ten (a hundred, with --rows 10000) times as many, against an empty workspace. The bar: 2.0."""
    many = max(10 * bench.rows, 1_000_000)
    file, base = bench.people(bench.rows, start=many), bench.with_people(many)
    sides: dict[str, Callable[[], Cost]] = {
        "ours": lambda: bench.ours(bench.workspace(base), "import", file),
        "into nothing": lambda: bench.ours(bench.workspace(), "import", file),
    }
    return {**report(best(bench.rounds, sides), "into nothing"), "people": many}


def back_up(bench: Bench) -> Answer:
    """The verified backup that goes before an import of many rows, against a checked copy by Python's sqlite3.

    That is `VACUUM INTO` and `PRAGMA integrity_check`.
    """
    base = bench.with_people(bench.rows)
    copied = bench.folder / "copied.db"
    plain = f"""
import pathlib, sqlite3
pathlib.Path({str(copied)!r}).unlink(missing_ok=True)
sqlite3.connect({str(base)!r}, isolation_level=None).execute("VACUUM INTO ?", ({str(copied)!r},))
assert sqlite3.connect({str(copied)!r}).execute("PRAGMA integrity_check").fetchall() == [("ok",)]
"""
    sides: dict[str, Callable[[], Cost]] = {
        "ours": lambda: bench.ours(bench.workspace(base, safe=True), "backup"),
        "VACUUM INTO": lambda: run(sys.executable, "-c", plain),
    }
    return report(best(bench.rounds, sides), "VACUUM INTO")


def undo_import(bench: Bench) -> Answer:
    """Undoing the import of people, and of the second source, against importing them. The bar: 1.0."""
    people, second = bench.people(bench.rows), bench.second(bench.rows)
    answers = {}
    for name, file, into in (("new", people, None), ("second", second, bench.with_people(bench.rows))):
        sides: dict[str, Callable[[], Cost]] = {
            "import": lambda file=file, into=into: bench.ours(bench.workspace(into), "import", file),
            "ours": lambda: bench.ours(bench.folder / "bench.deskcrm", "undo"),
        }
        answers[name] = report(best(bench.rounds, sides), "import")
    return answers
