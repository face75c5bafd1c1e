"""Rows that a process of its own reads ahead are the rows that are read here, of a table and of a workbook."""

from __future__ import annotations

import csv
import random

import pytest
from tests.formats.workbooks import one_sheet

from deskcrm.domain.mapping.propose import propose
from deskcrm.formats import exporters, registry
from deskcrm.services import importing
from deskcrm.services.reading import BIG, Reading

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_read_ahead_is_what_is_read_here(tmp_path, kind):
    chance = random.Random(1)
    rows = [["Name", "Email", "Notes"]]
    rows += [[f"Ada {n}", f"ada{n}@example.com", "".join(chance.choices(LETTERS, k=400))] for n in range(12_000)]
    path = tmp_path / f"long.{kind}"
    if kind == "xlsx":
        one_sheet(path, rows)
    else:
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    inspection = registry.inspect(path)
    assert inspection.size > BIG // 4
    mapping = propose(inspection.headers, [cells for _, cells in inspection.sample], exporters=exporters.known())
    reading = Reading(path, inspection, mapping, "DE", "EUR")
    here = [chunk for chunk in reading.chunks() if chunk.rows]
    ahead = [chunk for chunk in reading.chunks_ahead() if chunk.rows]
    assert len(ahead) == len(here) > 1
    for one, other in zip(here, ahead, strict=True):
        assert (one.lines, one.rows) == (other.lines, other.rows)
        assert [taken.data for taken in one.takens] == [taken.data for taken in other.takens]


def test_what_only_the_end_of_a_file_shows_is_said_before_and_after(ws, tmp_path):
    """Notes below the table, and an odd quote, deep in a file of which the start says nothing."""
    rows = [f"Person {n},p{n}@example.com,Berlin\n" for n in range(4000)]
    rows[3000] = '"Ann" Weber,ann@example.com,Berlin\n'
    path = tmp_path / "long.csv"
    path.write_text("".join(["Name,Email,City\n", *rows, "\nGenerated on 1 March 2026\n"]), encoding="utf-8")
    report = importing.examine(ws, path)
    assert report.inspection.warnings == ()
    said = importing.plan(ws, report).cautions
    assert [any(word in sentence for sentence in said) for word in ("Line 3002", "below the table")] == [True, True]
    result = importing.run(ws, [report]).value
    assert (result.warnings, result.counts.rows) == (said, 4000)
