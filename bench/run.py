"""Runs benchmarks and prints what they measured as JSON, a document each: `python bench/run.py import --rows 100000`.

A benchmark is a function of a `Bench` that answers what it measured; it stands in BENCHMARKS under its name.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from files import export, import_workbook, read_csv, read_workbook
from imports import Answer, Bench, back_up, import_again, import_into_many, import_new, import_second, undo_import
from joining import merge
from journey import journey
from listing import list_
from load import load
from profiles import profile
from reports import reports
from searching import search
from start import start
from today import today

BENCHMARKS: dict[str, tuple[Callable[[Bench], Answer], int]] = {
    "import": (import_new, 100_000),
    "import-second": (import_second, 100_000),
    "import-again": (import_again, 100_000),
    "import-into-many": (import_into_many, 10_000),
    "undo-import": (undo_import, 100_000),
    "read-csv": (read_csv, 100_000),
    "read-workbook": (read_workbook, 50_000),
    "import-workbook": (import_workbook, 50_000),
    "export": (export, 100_000),
    "backup": (back_up, 100_000),
    "merge": (merge, 20_000),
    "start": (start, 100_000),
    "search": (search, 100_000),
    "list": (list_, 100_000),
    "profile": (profile, 100_000),
    "journey": (journey, 3_000),
    "reports": (reports, 100_000),
    "today": (today, 50_000),
    "load": (load, 100_000),
}
"""Each benchmark and its usual number of rows."""


def main() -> None:
    """Runs the benchmarks that are named, or all of them."""
    parser = argparse.ArgumentParser(description="Measure DeskCRM beside other tools.")
    parser.add_argument("benchmarks", nargs="*", metavar="BENCHMARK", help=f"of {', '.join(BENCHMARKS)} (all of them)")
    parser.add_argument("--rows", type=int, help="how big the file is (each benchmark has its own usual size)")
    parser.add_argument("--rounds", type=int, default=3, help="the best of how many rounds counts (3)")
    parser.add_argument("--folder", type=Path, help="where files are made and kept for the next run (a temporary one)")
    parser.add_argument("--sqlite-utils", type=Path, help="the tool to compare with (the one on PATH)")
    asked = parser.parse_args()
    if unknown := set(asked.benchmarks) - BENCHMARKS.keys():
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name in asked.benchmarks or BENCHMARKS:
            benchmark, usual = BENCHMARKS[name]
            bench = Bench(folder, asked.rows or usual, asked.rounds, asked.sqlite_utils)
            answer = {"benchmark": name, "rows": bench.rows, **benchmark(bench)}
            print(json.dumps(answer, indent=2), flush=True)


if __name__ == "__main__":
    main()
