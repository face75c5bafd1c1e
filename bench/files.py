"""Benchmarks of files read and written: beside the readers that they stand on, and in memory."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from pathlib import Path

from imports import Answer, Bench, report
from measure import Cost, best, run

COLUMNS = 10
_READ = """
import sys
from pathlib import Path
from deskcrm.formats import registry
path = Path(sys.argv[1])
inspection = registry.inspect(path)
print(sum(len(chunk.rows) for chunk in registry.read(path, inspection)))
"""
_PYTHONS_CSV = "import csv, sys; print(sum(1 for _ in csv.reader(open(sys.argv[1], encoding='utf-8', newline=''))))"
_CALAMINE = """
import sys
from python_calamine import CalamineWorkbook
print(sum(1 for _ in CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows()))
"""


def _python(code: str, *words: str | Path) -> Cost:
    return run(sys.executable, "-c", code, *words)


def read_csv(bench: Bench) -> Answer:
    """A table found and read to its end beside Python's bare csv, and with ten times as many rows: memory stays."""
    file, ten_times = bench.people(bench.rows), bench.people(10 * bench.rows)
    sides: dict[str, Callable[[], Cost]] = {
        "ours": lambda: _python(_READ, file),
        "csv": lambda: _python(_PYTHONS_CSV, file),
        "ten times": lambda: _python(_READ, ten_times),
    }
    costs = best(bench.rounds, sides)
    return {**report(costs, "csv"), "memory": round(costs["ten times"].memory / costs["ours"].memory, 2)}


def read_workbook(bench: Bench) -> Answer:
    """A workbook of ten columns beside calamine's bare read of its sheet; ours is read twice, by a child process."""
    file, _ = _both(bench)
    sides: dict[str, Callable[[], Cost]] = {
        "ours": lambda: _python(_READ, file),
        "calamine": lambda: _python(_CALAMINE, file),
    }
    return report(best(bench.rounds, sides), "calamine")


def import_workbook(bench: Bench) -> Answer:
    """The same rows imported from a workbook, and from CSV with calamine's bare read beside it. The bar: 2.0."""
    workbook, table = _both(bench)
    sides: dict[str, Callable[[], Cost]] = {
        "ours": lambda: bench.ours(bench.workspace(), "import", workbook),
        "calamine and csv": lambda: _python(_CALAMINE, workbook) + bench.ours(bench.workspace(), "import", table),
    }
    return report(best(bench.rounds, sides), "calamine and csv")


def export(bench: Bench) -> Answer:
    """Everybody as CSV and as a workbook, beside importing them."""
    base = bench.with_people(bench.rows)
    sides: dict[str, Callable[[], Cost]] = {
        "ours": lambda: bench.ours(base, "export", bench.folder / "out.csv"),
        "workbook": lambda: bench.ours(base, "export", bench.folder / "out.xlsx"),
        "import": lambda: bench.ours(bench.workspace(), "import", bench.people(bench.rows)),
    }
    return report(best(bench.rounds, sides), "import")


def _both(bench: Bench) -> tuple[Path, Path]:
    """The first ten columns of people as a workbook and as CSV; made once."""
    from deskcrm.formats.csvwrite import write_csv
    from deskcrm.formats.xlsxwrite import write_workbook

    workbook, table = (bench.folder / f"ten-{bench.rows}{ending}" for ending in (".xlsx", ".csv"))
    if not (workbook.exists() and table.exists()):
        with bench.people(bench.rows).open(encoding="utf-8", newline="") as opened:
            headers, *rows = [row[:COLUMNS] for row in csv.reader(opened)]
        write_workbook(workbook, headers, rows)
        write_csv(table, headers, rows, bom=False)
    return workbook, table
