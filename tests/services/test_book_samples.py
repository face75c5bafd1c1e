"""Address books and calendars go all the way in, twice: every shared vCard and calendar, and small ones of our own.

The shared ones are skipped where they are not beside the repository.
"""

from __future__ import annotations

import csv
import json
import os
import re
from pathlib import Path

import pytest

from deskcrm.domain.errors import UnreadableFile
from deskcrm.domain.views import ListQuery
from deskcrm.services import checking, importing, reads

SAMPLES = Path(os.environ.get("DESKCRM_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "samples"))
# A card of nothing but lines that only one program knows, and one with nothing but an address.
NOBODY = {"aosp_v21_android_custom_prop.vcf", "ical4j_vcard-group.vcf"}


def shared(*endings: str) -> list[str]:
    return sorted(path.name for path in SAMPLES.glob("*") if path.suffix in endings) if SAMPLES.is_dir() else []


def events_of(file: str) -> int:
    with (SAMPLES / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        rows = csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE)
        return next(int(json.loads(row["expected_json"])["events"]) for row in rows if row["file"] == file)


NOTHING = pytest.param("", marks=pytest.mark.skip(reason="the shared samples are not here"))


@pytest.mark.parametrize("file", shared(".vcf", ".ics") or [NOTHING])
def test_a_sample_is_taken_in_and_once_more_changes_nothing_or_is_refused(ws, file):
    if file.endswith(".ics") and not events_of(file):
        with pytest.raises(UnreadableFile, match=re.escape(file)):
            importing.examine(ws, SAMPLES / file)
        return
    report = importing.examine(ws, SAMPLES / file)
    counts = importing.run(ws, [report]).value.counts
    took = counts.created + counts.updated + counts.attached + counts.unchanged
    assert took + counts.problems == counts.rows == report.inspection.estimated_rows
    if file.endswith(".vcf"):
        assert counts.created == counts.rows - (file in NOBODY)
    assert checking.check(ws) == []
    again = importing.run(ws, [importing.examine(ws, SAMPLES / file)]).value.counts
    assert (again.created, again.updated, again.attached, again.activities) == (0, 0, 0, 0)


def write(path: Path, *lines: str) -> Path:
    path.write_text("\r\n".join([*lines, ""]), encoding="utf-8", newline="")
    return path


def test_a_card_becomes_a_person_with_all_that_it_says(ws, tmp_path):
    path = write(
        tmp_path / "contacts (3).vcf", "BEGIN:VCARD", "VERSION:3.0", "PRODID:-//Apple Inc.//iOS 17.4//EN",
        "N:Weber;Anna;;;",
        "FN:Anna Weber", "ORG:Weber GmbH;Lager", "EMAIL;TYPE=WORK:anna@example.com", "EMAIL:anna@example.org",
        "TEL;TYPE=CELL:+4915112345678", "TEL;TYPE=WORK,FAX:+493023125043", "BDAY:1604-03-15", "CATEGORIES:VIP,Kiel",
        "ADR;TYPE=HOME:;;Weg 1;Kiel;;24103;Germany", "UID:abc", "END:VCARD",
    )  # fmt: skip
    report = importing.examine(ws, path)
    assert report.description == "Apple Contacts, 1 card, UTF-8"
    assert report.source == "Apple Contacts"
    assert all(column.sure for column in report.mapping.columns)
    importing.run(ws, [report])
    (contact,) = reads.list_ids(ws, ListQuery("person"))
    profile = reads.profile(ws, contact)
    assert profile.name == "Anna Weber"
    assert [(one["value"], one["label"]) for one in profile.fields["emails"]] == [
        ("anna@example.com", "work"), ("anna@example.org", ""),
    ]  # fmt: skip
    assert [one["label"] for one in profile.fields["phones"]] == ["mobile", "work fax"]
    assert profile.fields["birthday"] == "--03-15"
    assert sorted(profile.fields["tags"]) == ["Kiel", "VIP"]
    assert profile.fields["addresses"][0]["postcode"] == "24103"
    assert profile.fields["addresses"][0]["label"] == "home"


def test_a_meeting_finds_whoever_is_known_by_email(ws, tmp_path):
    card = write(tmp_path / "a.vcf", "BEGIN:VCARD", "N:Weber;Anna;;;", "EMAIL:anna@example.com", "END:VCARD")
    importing.run(ws, [importing.examine(ws, card)])
    calendar = write(
        tmp_path / "a.ics", "BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:e1", "DTSTAMP:20240301T000000Z",
        "DTSTART;TZID=Europe/Berlin:20240105T100000", "SUMMARY:Fitting", "RRULE:FREQ=WEEKLY;COUNT=3",
        "ATTENDEE;CN=Anna Weber:mailto:anna@example.com", "END:VEVENT", "END:VCALENDAR",
    )  # fmt: skip
    counts = importing.run(ws, [importing.examine(ws, calendar)]).value.counts
    assert (counts.created, counts.activities, counts.problems) == (0, 3, 0)
    (contact,) = reads.list_ids(ws, ListQuery("person"))
    assert [one.at for one in reads.timeline(ws, contact)] == [
        "2024-01-19T09:00:00Z", "2024-01-12T09:00:00Z", "2024-01-05T09:00:00Z",
    ]  # fmt: skip
    assert {one.kind for one in reads.timeline(ws, contact)} == {"meeting"}


def test_json_and_ldif_become_people(ws, tmp_path):
    path = write(tmp_path / "a.json", '{"first_name":"Anna","last_name":"Weber","email":"anna@example.com"}')
    importing.run(ws, [importing.examine(ws, path)])
    path = write(
        tmp_path / "a.ldif", "dn: cn=Ben", "givenName: Ben", "sn: Ohm", "mail: ben@example.com", "mobile: 0151 1"
    )
    importing.run(ws, [importing.examine(ws, path)])
    names = {reads.profile(ws, contact).name for contact in reads.list_ids(ws, ListQuery("person"))}
    assert names == {"Anna Weber", "Ben Ohm"}
