"""The shared vCards are read as their manifest says: how many cards, and the first one's name, emails and phones.

Skipped where the samples are not beside the repository; `test_vcards` holds the same mechanisms without them.
"""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

from deskcrm.formats import registry

SAMPLES = Path(os.environ.get("DESKCRM_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "samples"))
# Places where the facts are advice, or the reader that they come from stops early.
READ_OTHERWISE: dict[tuple[str, str], Any] = {
    # "8-bit (CHARSET param, else cp1252)": all but the one line that names Shift_JIS is ASCII.
    ("aosp_v21_japanese_1.vcf", "encoding"): "utf-8",
    ("ical4j_vcard-vCards-SAP.vcf", "encoding"): "cp1252",
    # Two more phones have labels of the owner's own.
    ("ez_gmail-single2.vcf", "phones"): [f"55555511{n}" for n in (11, 12, 13, 14, 15, 16, 19, 21)],
}
PARTS = {"family": "Last name", "given": "First name", "org": "Company"}


def facts() -> list[tuple[str, str, Any]]:
    if not (SAMPLES / "MANIFEST.tsv").exists():
        return []
    with (SAMPLES / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if r["format"] == "vcf"]
    told = [(row["file"], json.loads(row["expected_json"])) for row in rows]
    wanted = ("encoding", "contacts", "photo", "name", *PARTS, "emails", "phones", "faxes", "pagers")
    return [
        (file, fact, {**expected, **expected["first"]}[fact])
        for file, expected in told
        for fact in wanted
        if fact in {**expected, **expected["first"]}
    ]


FACTS = facts()
NOTHING = pytest.param("", "", None, marks=pytest.mark.skip(reason="the shared samples are not here"))


@pytest.mark.parametrize(("file", "fact", "expected"), FACTS or [NOTHING])
def test_fact_of_the_manifest(file, fact, expected):
    inspection = registry.inspect(SAMPLES / file)
    rows = [row for chunk in registry.read(SAMPLES / file, inspection) for row in chunk.rows]
    expected = READ_OTHERWISE.get((file, fact), expected)
    first = dict(zip(inspection.headers, rows[0], strict=True))
    if fact == "encoding":
        assert inspection.encoding == ("utf-8" if expected == "ascii" else expected)
    elif fact == "contacts":
        assert len(rows) == inspection.estimated_rows == expected
    elif fact == "photo":
        assert bool(first.get("Photo")) is expected
    elif fact == "name":
        # Where a card has no whole name, the fact is made of its parts.
        parts = [first["First name"], first["Last name"]]
        assert first.get("Whole name") or " ".join(filter(None, parts)) == expected
        assert first.get("Whole name") in ("", None, expected)
    elif fact in PARTS:
        assert first[PARTS[fact]] == expected
    else:
        assert reached(first, fact) == expected


def reached(row: dict[str, str], fact: str) -> list[str]:
    kind = "Email" if fact == "emails" else "Phone"
    found = [(row[f"{kind} {n}"], row.get(f"{kind} {n} label", "")) for n in range(1, 41) if row.get(f"{kind} {n}")]
    if fact == "emails":
        return [value for value, _ in found]
    return [value for value, label in found if fact == sort_of(label)]


def sort_of(label: str) -> str:
    return "faxes" if "fax" in label else "pagers" if label == "pager" else "phones"
