"""Every shared sample is taken in or refused with a sentence, leaves the workspace whole, and gives whom it should.

Skipped where the samples are not beside the repository; the tests of reading and taking hold the same mechanisms.
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
from deskcrm.domain.views import ListQuery
from deskcrm.services import checking, importing, reads
from deskcrm.services.workspace import Workspace

SAMPLES = Path(os.environ.get("DESKCRM_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "samples"))

READ = {"csv", "tsv", "xlsx", "xls"}


def facts() -> dict[str, dict[str, Any]]:
    if not (SAMPLES / "MANIFEST.tsv").exists():
        return {}
    with (SAMPLES / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {row["file"]: json.loads(row["expected_json"]) for row in rows if row["format"] in READ}


FACTS = facts()
REFUSED = {"zero_bytes.csv", "calamine_pass_protected.xlsx"}
NOTHING = pytest.param("", marks=pytest.mark.skip(reason="the shared samples are not here"))


def taken_in(ws: Workspace, file: str) -> importing.ImportResult:
    return importing.run(ws, [importing.examine(ws, SAMPLES / file)]).value


@pytest.mark.parametrize("file", [file for file in FACTS if file not in REFUSED] or [NOTHING])
def test_a_sample_is_taken_in_and_once_more_changes_nothing(ws, file):
    counts = taken_in(ws, file).counts
    took = counts.created + counts.updated + counts.attached + counts.unchanged
    assert took + counts.problems == counts.rows
    assert checking.check(ws) == []
    again = taken_in(ws, file).counts
    assert (again.created, again.updated, again.attached, again.activities) == (0, 0, 0, 0)


@pytest.mark.parametrize("file", [file for file in FACTS if file in REFUSED] or [NOTHING])
def test_what_cannot_be_taken_in_is_refused_with_a_sentence_that_names_it(ws, file):
    with pytest.raises(UnreadableFile, match=re.escape(file)):
        taken_in(ws, file)
    assert reads.history(ws) == []


@pytest.mark.parametrize("file", [file for file, fact in FACTS.items() if "contacts" in fact] or [NOTHING])
def test_as_many_come_in_as_a_sample_has_and_the_first_of_them_is_whom_it_names(ws, file):
    expected = FACTS[file]
    assert taken_in(ws, file).counts.created == expected["contacts"]
    first = expected["first"]
    found = [
        profile
        for kind in ("person", "company")
        for contact in reads.list_ids(ws, ListQuery(kind=kind))
        if (profile := reads.profile(ws, contact)).name == first["name"]
    ]
    assert found, "nobody has that name"
    fields = found[0].fields
    said = {
        "emails": [email["value"] for email in fields.get("emails", [])],
        "phones": [national(phone["value"]) for phone in fields.get("phones", [])],
        "company": fields.get("organization"),
        "labels": fields.get("tags"),
        "birthday": fields.get("birthday"),
    }
    wanted = {**first, "phones": [national(phone) for phone in first.get("phones", said["phones"])]}
    assert said == {fact: wanted.get(fact, value) for fact, value in said.items()}


def national(phone: str) -> str:
    """The digits of a phone without those that stand before it abroad or at home."""
    return "".join(char for char in phone if char.isdigit())[-7:]
