"""The shared workbooks are read as their manifest says: sheets, rows, the first cells; the locked one is refused.

Skipped where the samples are not beside the repository; `test_spreadsheets` holds the same mechanisms without them.
"""

from __future__ import annotations

import csv
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from deskcrm.domain.cleaning.dates import excel_serial
from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import registry
from deskcrm.formats.table import ReadOptions

SAMPLES = Path(os.environ.get("DESKCRM_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "samples"))
# What owners see of sheets whose names stand under a title, over several rows, or are blank.
TABLES: dict[str, tuple[tuple[str, ...], int]] = {
    "readxl_deaths.xlsx": (("Name", "Profession", "Age", "Has kids", "Date of birth", "Date of death"), 10),
    "calamine_header-row.xlsx": (("Columns", "Column A", "Column B", "Column C"), 1),
    "csvkit_test_skip_lines.xlsx": (("text", "date", "integer", "boolean", "float", "datetime"), 5),
    "csvkit_sheets.xlsx": (("text", "date", "integer", "boolean", "float", "datetime"), 5),
    "readxl_names-need-repair-xlsx.xlsx": (("a b", "a b (2)", "Column 3", "c%&$"), 2),
    "tabulator_multiline-headers.xlsx": (("Region", "Caloric contribution (%)"), 1),
    "readxl_iris-google-doc.xlsx": (("Sepal.Length", "Sepal.Width"), 150),
}


def manifest() -> dict[str, dict[str, Any]]:
    if not (SAMPLES / "MANIFEST.tsv").exists():
        return {}
    with (SAMPLES / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {row["file"]: json.loads(row["expected_json"]) for row in rows if row["format"] in {"xlsx", "xls", "ods"}}


FACTS = manifest()
NOTHING = pytest.param("", marks=pytest.mark.skip(reason="the shared samples are not here"))
READABLE = [file for file, expected in FACTS.items() if "error" not in expected] or [NOTHING]
REFUSED = [file for file, expected in FACTS.items() if "error" in expected] or [NOTHING]


@pytest.mark.parametrize("file", READABLE)
def test_a_workbook_has_the_sheets_rows_and_cells_of_the_manifest(file):
    expected = FACTS[file]
    names = [sheet if isinstance(sheet, str) else sheet[0] for sheet in expected["sheets"]]
    assert list(registry.inspect(SAMPLES / file).sheets) == names
    # A workbook without any cell has no such sheet.
    sheet = expected.get("first_nonempty_sheet") or names[0]
    inspection = registry.inspect(SAMPLES / file, ReadOptions(header_row=None, sheet=sheet))
    rows = [row for chunk in registry.read(SAMPLES / file, inspection) for row in chunk.rows]
    assert len(rows) == inspection.estimated_rows == expected.get("nonempty_rows", 0)
    wanted = [list(map(shown, row)) for row in expected.get("first_rows", [])]
    if wanted and not any(row[0] for row in wanted):
        # Columns before the first cell of a sheet are no columns.
        wanted = [row[1:] for row in wanted]
    for row, cells in zip(rows, wanted, strict=False):
        assert [same_as(cell, fact) for cell, fact in zip(row, cells, strict=False)] == cells[: len(row)]
        assert not any(cells[len(row) :])


@pytest.mark.parametrize("file", [file for file in TABLES if file in FACTS] or [NOTHING])
def test_the_table_is_found_in_its_sheet(file):
    headers, rows = TABLES[file]
    inspection = registry.inspect(SAMPLES / file)
    assert inspection.headers[: len(headers)] == headers
    assert registry.count_rows(SAMPLES / file, inspection) == inspection.estimated_rows == rows


@pytest.mark.parametrize("file", REFUSED)
def test_a_locked_workbook_is_refused_with_what_to_do(file):
    with pytest.raises(UnreadableFile, match=rf"“{re.escape(file)}” is protected by a password\. Open it"):
        registry.inspect(SAMPLES / file)


def shown(value: Any) -> str:
    """How a cell of the manifest looks: as JSON has it, or Python's text of a number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    text = re.sub(r"^(\d+)\.0$", r"\1", text)
    return re.sub(r"^(\d{4}-\d\d-\d\d)T", r"\1 ", text).removesuffix(" 00:00:00")


def same_as(cell: str, fact: str) -> str:
    """The fact where the cell says the same: the reader of old files gives days as their number."""
    return fact if cell[4:5] == "-" and fact.isdigit() and excel_serial(float(fact)) == cell else cell
