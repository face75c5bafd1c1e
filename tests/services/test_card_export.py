"""vCards out and back: what a card says is what the profile shows, and a card brought back changes nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskcrm.domain.errors import InvalidValue, UserError
from deskcrm.domain.fields import SINGLE_FIELDS
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


@contextmanager
def a_workspace() -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.open(Path(folder) / "w.deskcrm")
        try:
            yield workspace
        finally:
            workspace.close()


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


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=20)
POINTS = st.lists(st.builds(lambda value, label: {"value": value, "label": label}, WORDS, WORDS), max_size=3)
PEOPLE = st.fixed_dictionaries(
    {"given": WORDS},
    optional={
        **{key: WORDS for key in SINGLE_FIELDS if key != "given"},
        "emails": st.lists(st.emails(), max_size=3), "phones": POINTS, "urls": POINTS, "handles": POINTS,
        "addresses": st.lists(
            st.fixed_dictionaries({"city": WORDS}, optional={"street": WORDS, "country": WORDS, "label": WORDS}),
            max_size=2,
        ),
        "tags": st.lists(WORDS, max_size=4), "source_ids": st.lists(WORDS, max_size=2),
        "custom": st.dictionaries(WORDS.filter(str.strip), WORDS, max_size=3),
    },
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PEOPLE, min_size=1, max_size=4))
def test_whoever_is_exported_comes_back_without_a_change(people):
    with a_workspace() as ws:
        for person in people:
            with suppress(InvalidValue):  # a list value of blanks
                contacts.add(ws, "person", {**person, "family": "Weber"})
        path = ws.path.with_name("out.vcf")
        count = exporting.export(ws, path, for_reimport=True)
        if not count:
            return
        report = importing.examine(ws, path)
        assert report.own
        result = importing.run(ws, [report]).value
        assert result.operation is None
        assert result.problems == ()
        assert (result.counts.rows, result.counts.unchanged) == (count, count)
