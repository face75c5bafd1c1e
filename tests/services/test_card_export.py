"""vCards out and back: what a card says is what the profile shows, and a card brought back changes nothing."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from made_people import a_workspace

from deskcrm.domain.errors import Cancelled, UserError
from deskcrm.domain.views import ListQuery
from deskcrm.services import contacts, dossier, exporting, history, importing, merging, photos, reads
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


def test_a_card_of_version_4_says_it_in_the_words_of_version_4(ws, tmp_path):
    anniversary = {"anniversary": "--05-06", "emails": [{"value": "anna@example.com", "label": "work"}]}
    contacts.add(ws, "person", {**ANNA, **anniversary})
    contacts.add(ws, "company", {"organization": "Nagy Kft"})
    path = tmp_path / "out.vcf"
    exporting.export(ws, path, cards="4.0")
    lines = path.read_bytes().replace(b"\r\n ", b"").decode().split("\r\n")
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:4.0"]
    for line in (
        "BDAY:19800203", "ANNIVERSARY:--0506", "GENDER:;female", "EMAIL;TYPE=work:anna@example.com",
        'TEL;VALUE=uri;TYPE="work,fax":tel:+493023125043', "TEL;VALUE=uri;TYPE=cell:tel:+4915112345678", "KIND:org",
    ):  # fmt: skip
        assert line in lines
    assert not any(line.startswith(("X-ABShowAs", "X-ANNIVERSARY", "X-GENDER")) for line in lines)


@pytest.mark.parametrize("version", exporting.CARD_VERSIONS)
def test_nothing_of_an_own_card_is_left_unplaced(ws, tmp_path, version):
    contacts.add(ws, "person", ANNA)
    exporting.export(ws, tmp_path / "out.vcf", cards=version)
    assert "Not placed" not in importing.examine(ws, tmp_path / "out.vcf").inspection.headers


def test_long_lines_are_folded_between_letters(ws, tmp_path):
    contacts.add(ws, "person", {"given": "Anna", "notes": "ä€😀" * 60})
    exporting.export(ws, tmp_path / "out.vcf")
    lines = (tmp_path / "out.vcf").read_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode("utf-8") for line in lines]


@pytest.mark.parametrize("version", exporting.CARD_VERSIONS)
def test_another_workspace_shows_the_same(ws, tmp_path, version):
    contacts.add(ws, "person", ANNA)
    exporting.export(ws, tmp_path / "out.vcf", cards=version)
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


# Photos ---------------------------------------------------------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 60
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(255, -1, -1)) * 700


@pytest.mark.parametrize("version", ["3.0", "4.0"])
@pytest.mark.parametrize("picture", [PNG, JPEG])
def test_a_photo_goes_out_with_its_card_and_comes_in_again(ws, tmp_path, version, picture):
    person = contacts.add(ws, "person", {"given": "Anna", "family": "Weber"}).value
    contacts.add(ws, "person", {"given": "Béla", "family": "Nagy"})
    photos.put(ws, person, picture)
    path = tmp_path / "out.vcf"
    exporting.export(ws, path, cards=version)
    with a_workspace() as other:
        importing.run(other, [importing.examine(other, path)])
        seen = {reads.profile(other, one).name: photos.of(other, one) for one in reads.list_ids(other, ListQuery(None))}
    assert seen == {"Anna Weber": picture, "Béla Nagy": None}


def a_card(path: Path, picture: bytes, name: str = "Anna Weber") -> Path:
    data = base64.b64encode(picture).decode()
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{name}",
        "EMAIL:anna@example.com",
        f"PHOTO;ENCODING=b:{data}",
        "END:VCARD",
    ]
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8", newline="")
    return path


def take_in(ws: Workspace, path: Path) -> int | None:
    return importing.run(ws, [importing.examine(ws, path, source="Phone")]).value.operation


def test_an_imports_photo_is_undone_with_it(ws, tmp_path):
    person = contacts.add(ws, "person", {"name": "Anna Weber", "emails": ["anna@example.com"]}).value
    take_in(ws, a_card(tmp_path / "one.vcf", PNG))
    assert photos.of(ws, person) == PNG
    history.undo(ws)
    assert photos.of(ws, person) is None
    history.redo(ws)
    assert photos.of(ws, person) == PNG


def test_a_photo_that_two_imports_brought_stays_until_both_are_undone(ws, tmp_path):
    first = take_in(ws, a_card(tmp_path / "one.vcf", PNG))
    (person,) = reads.list_ids(ws, ListQuery("person"))
    take_in(ws, a_card(tmp_path / "other.vcf", JPEG))
    take_in(ws, a_card(tmp_path / "again.vcf", PNG))
    assert photos.of(ws, person) == PNG, "the newest says it again"
    history.undo(ws, first)
    assert photos.of(ws, person) == PNG
    assert [one["size"] for one in dossier.collect(ws, person)["files"]] == [len(PNG), len(JPEG)]
    history.undo(ws)
    assert photos.of(ws, person) == JPEG


def test_the_newest_photo_shows_but_the_owners_before_all(ws, tmp_path):
    take_in(ws, a_card(tmp_path / "one.vcf", PNG))
    take_in(ws, a_card(tmp_path / "other.vcf", JPEG))
    (person,) = reads.list_ids(ws, ListQuery("person"))
    assert photos.of(ws, person) == JPEG
    photos.put(ws, person, PNG + b"mine")
    take_in(ws, a_card(tmp_path / "third.vcf", PNG + b"new"))
    assert photos.of(ws, person) == PNG + b"mine"


def test_a_photo_that_was_taken_away_does_not_come_back_with_the_same_file(ws, tmp_path):
    path = a_card(tmp_path / "one.vcf", PNG)
    take_in(ws, path)
    (person,) = reads.list_ids(ws, ListQuery("person"))
    take_in(ws, path)
    photos.remove(ws, person)
    take_in(ws, path)
    assert photos.of(ws, person) is None


@pytest.mark.parametrize("picture", [JPEG * 2, b"GIF89a" + PNG, b"\xff\xd8"])
def test_a_photo_that_can_not_be_kept_is_left_out_and_told(ws, tmp_path, picture):
    report = importing.examine(ws, a_card(tmp_path / "one.vcf", picture))
    assert any("1 card has a photo that is larger than 200 kB" in warning for warning in report.inspection.warnings)
    importing.run(ws, [report])
    (person,) = reads.list_ids(ws, ListQuery("person"))
    assert photos.of(ws, person) is None


def test_a_photo_too_large_is_made_small_where_something_can(ws, tmp_path):
    ws.make_small = lambda picture: PNG + picture[:9]
    take_in(ws, a_card(tmp_path / "one.vcf", b"GIF89a" + JPEG * 2))
    (person,) = reads.list_ids(ws, ListQuery("person"))
    assert photos.of(ws, person) == PNG + b"GIF89a\xff\xd8\xff"


def test_a_cancel_is_heard_between_two_photos(ws, tmp_path):
    one = a_card(tmp_path / "one.vcf", JPEG * 2)
    one.write_bytes(one.read_bytes() * 2)
    made: list[bytes] = []

    def small(picture: bytes) -> bytes:
        made.append(picture)
        return PNG

    ws.make_small = small
    with pytest.raises(Cancelled):
        importing.run(ws, [importing.examine(ws, one)], cancelled=lambda: bool(made))
    assert len(made) == 1
    assert not shown(ws)


def test_half_a_photo_is_none(ws, tmp_path):
    """A line of more than a megabyte is not read whole."""
    ws.make_small = lambda picture: PNG
    take_in(ws, a_card(tmp_path / "one.vcf", JPEG * 6))
    (person,) = reads.list_ids(ws, ListQuery("person"))
    assert photos.of(ws, person) is None


def test_a_photo_alone_lists_nobody(ws, tmp_path):
    """An import's photo is nothing that the owner did: whoever has no more than that is not listed."""
    take_in(ws, a_card(tmp_path / "one.vcf", PNG))
    (person,) = reads.list_ids(ws, ListQuery("person"))
    other = contacts.add(ws, "person", {"given": "Béla", "family": "Nagy"}).value
    merging.move(ws, reads.profile(ws, person).records[0].id, other)
    assert list(reads.list_ids(ws, ListQuery("person"))) == [other]
