"""vCards out and back: what a card says is what the profile shows, and a card brought back changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from made_people import a_workspace

from deskcrm.domain.errors import UserError
from deskcrm.domain.views import ListQuery
from deskcrm.services import contacts, exporting, importing, reads
from deskcrm.services.workspace import Workspace

ANNA = {
    "given": "Anna", "family": "Weber; Groß", "prefix": "Dr.", "birthday": "1980-02-03",
    "tags": ["Berlin, west", "VIP"],
    "organization": "Weber, Sohn; Co", "department": "Lager", "title": "Chefin", "gender": "female", "language": "de",
    "emails": [{"value": "anna@example.com", "label": "work"}, {"value": "b@example.org", "label": "verein"}],
    "phones": [{"value": "+493023125043", "label": "work fax"}, {"value": "+4915112345678", "label": "mobile"}],
    "addresses": [{"street": "Sonnenallee 1", "city": "Berlin", "postcode": "12045", "label": "home"}],
    "urls": [{"value": "https://example.com/a,b", "label": ""}], "handles": [{"value": "anna w", "label": "skype"}],
    "notes": "two\nlines; and \\ more, " + "long " * 40, "custom": {'Size "EU"': "M"},
}  # fmt: skip


def shown(ws: Workspace) -> list[dict[str, Any]]:
    people = exporting.profiles(ws, list(reads.list_ids(ws, ListQuery("person"))))
    return [{key: value for key, value in one.items() if key != "id"} for one in people]


def test_a_card_says_what_the_profile_shows_in_lines_that_phones_take(ws, tmp_path):
    contacts.add(ws, "person", ANNA)
    path = tmp_path / "out.vcf"
    assert exporting.export(ws, path) == 2  # she and her company
    data = path.read_bytes()
    assert data.startswith(b"BEGIN:VCARD\r\nVERSION:3.0\r\n")
    assert data.endswith(b"END:VCARD\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    for line in data.split(b"\r\n"):
        line.decode("utf-8")  # no letter is cut in two
    text = data.replace(b"\r\n ", b"").decode()
    assert "N:Weber\\; Groß;Anna;;Dr.;\r\n" in text
    assert "TEL;TYPE=WORK,FAX:+493023125043\r\nTEL;TYPE=CELL:+4915112345678\r\n" in text
    assert "item1.EMAIL:b@example.org\r\nitem1.X-ABLabel:verein\r\n" in text
    assert b"X-DESKCRM-ID" not in data


def test_long_lines_are_folded_between_letters(ws, tmp_path):
    contacts.add(ws, "person", {"given": "Anna", "notes": "ä€😀" * 60})
    exporting.export(ws, tmp_path / "out.vcf")
    lines = (tmp_path / "out.vcf").read_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode("utf-8") for line in lines]


def test_another_workspace_shows_the_same(ws, tmp_path):
    contacts.add(ws, "person", ANNA)
    exporting.export(ws, tmp_path / "out.vcf")
    with a_workspace() as other:
        importing.run(other, [importing.examine(other, tmp_path / "out.vcf")])
        assert shown(other) == shown(ws)


def test_a_company_that_only_its_people_name_goes_out_with_its_name(ws, tmp_path):
    contacts.add(ws, "person", ANNA)
    exporting.export(ws, tmp_path / "out.vcf", search="sohn")
    assert b"FN:Weber\\, Sohn\\; Co\r\n" in (tmp_path / "out.vcf").read_bytes()


def test_whoever_has_no_name_gets_none_by_going_out_and_back(ws, tmp_path):
    contacts.add(ws, "person", {"emails": [{"value": "anna@example.com", "label": ""}]})
    contacts.add(ws, "person", {"phones": [{"value": "+4915112345678", "label": ""}]})
    exporting.export(ws, tmp_path / "out.vcf")
    assert b"FN:anna@example.com" in (tmp_path / "out.vcf").read_bytes()
    with a_workspace() as other:
        importing.run(other, [importing.examine(other, tmp_path / "out.vcf")])
        assert shown(other) == shown(ws)


def test_a_changed_card_is_the_owners_edit(ws, tmp_path):
    person = contacts.add(ws, "person", ANNA).value
    (company,) = reads.list_ids(ws, ListQuery("company"))
    path = tmp_path / "out.vcf"
    exporting.export(ws, path, for_reimport=True)
    path.write_bytes(path.read_bytes().replace(b"TITLE:Chefin", b"TITLE:Boss"))
    result = importing.run(ws, [importing.examine(ws, path)]).value
    assert (result.counts.updated, result.counts.unchanged, result.problems) == (1, 1, ())
    assert reads.profile(ws, person).fields["title"] == "Boss"
    assert reads.profile(ws, company).kind == "company"


def test_what_can_not_be_written_is_refused_and_nothing_is_left(ws, tmp_path):
    with pytest.raises(UserError, match=r"out\.vcf"):
        exporting.export(ws, tmp_path / "missing" / "out.vcf")
    with pytest.raises(UserError, match=r"\.csv, .* or \.vcf"):
        exporting.export(ws, tmp_path / "out.pdf")
    assert not (tmp_path / "missing").exists()
