"""The shared samples are read as their manifest says: encoding, delimiter, header row, number of rows, first row.

Skipped where the samples are not beside the repository; the other tests here hold the same mechanisms without them.
"""

from __future__ import annotations

import csv
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import registry
from deskcrm.formats.table import Chunk, Inspection

SAMPLES = Path(os.environ.get("DESKCRM_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "samples"))
SAME_LETTERS = {"latin-1": "cp1252"}
# The two places where the facts tell what Python's csv makes of a file, and reading it right gives something else.
READ_BETTER: dict[tuple[str, str], Any] = {
    # The quote in line 9 is never closed: csv makes the last row a part of its cell.
    ("papa_malformed.tsv", "rows"): 9,
    # UTF-8 throughout, spoilt before it was written: any byte-by-byte encoding only adds to that.
    ("roo_iso_8859_1.csv", "encoding"): "utf-8",
}


def manifest() -> list[tuple[str, dict[str, Any]]]:
    if not (SAMPLES / "MANIFEST.tsv").exists():
        return []
    with (SAMPLES / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(row["file"], json.loads(row["expected_json"])) for row in rows if row["format"] in {"csv", "tsv"}]


FACTS = [
    (file, fact, expected)
    for file, expected in manifest()
    for fact in ("encoding", "delimiter", "header_row", "rows", "header", "first_row")
    if fact in expected and file != "zero_bytes.csv"
]
NOTHING = pytest.param("", "", {}, marks=pytest.mark.skip(reason="the shared samples are not here"))


def opened(file: str) -> tuple[Inspection, list[Chunk]]:
    inspection = registry.inspect(SAMPLES / file)
    return inspection, list(registry.read(SAMPLES / file, inspection))


@pytest.mark.parametrize(("file", "fact", "expected"), FACTS or [NOTHING])
def test_fact_of_the_manifest(file, fact, expected):
    inspection, chunks = opened(file)
    rows = [row for chunk in chunks for row in chunk.rows]
    wanted = READ_BETTER.get((file, fact), expected[fact])
    if fact == "encoding":
        # "utf-8 (with invalid bytes)": the name comes first.
        wanted = wanted.split()[0]
        assert inspection.encoding == SAME_LETTERS.get(wanted, wanted)
    elif fact == "delimiter":
        assert inspection.delimiter == wanted
    elif fact == "header_row":
        assert inspection.header_row == wanted
    elif fact == "rows":
        comments = sum(chunk.comments for chunk in chunks)
        notes = sum(chunk.notes for chunk in chunks)
        assert len(rows) + comments + notes == wanted == registry.count_rows(SAMPLES / file, inspection) + comments
        real = re.search(r"(\d+) real row", expected.get("note", ""))
        assert not real or len(rows) == int(real.group(1))
    elif fact == "header":
        same_start(inspection.headers, wanted)
    elif wanted[0][:1] != "#":
        same_start(rows[0], wanted)


def same_start(found, wanted):
    """The facts hold the first cells, long ones cut, with NUL characters and the names of blank columns as they are."""
    for cell, expected in zip(found, wanted, strict=False):
        start = " ".join(expected.replace("\0", "").split())
        assert " ".join(cell.split()).startswith(start), (cell, expected)


@pytest.mark.skipif(not FACTS, reason="the shared samples are not here")
def test_an_empty_file_is_refused_with_a_sentence():
    with pytest.raises(UnreadableFile, match=r"zero_bytes\.csv.*empty"):
        registry.inspect(SAMPLES / "zero_bytes.csv")
