"""JSON and LDIF as rows: which objects and entries are rows, which columns they need, and what breaks alone."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import registry
from deskcrm.formats.table import Inspection


def opened(path: Path) -> tuple[Inspection, list[dict[str, str]]]:
    inspection = registry.inspect(path)
    rows = [row for chunk in registry.read(path, inspection) for row in chunk.rows]
    return inspection, [
        {head: cell for head, cell in zip(inspection.headers, row, strict=True) if cell} for row in rows
    ]


@pytest.fixture
def file(tmp_path):
    """What a file with this text gives."""

    def read(text: str, encoding: str = "utf-8") -> tuple[Inspection, list[dict[str, str]]]:
        path = tmp_path / "a.json"
        path.write_bytes(text.encode(encoding))
        return opened(path)

    return read


PEOPLE = [{"name": "Jörg {x}", "email": "j@example.com"}, {"name": 'Ben "B" \\'}]
ROWS = [{"name": "Jörg {x}", "email": "j@example.com"}, {"name": 'Ben "B" \\'}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    "written",
    [
        "\n".join(json.dumps(one, ensure_ascii=False) for one in PEOPLE),
        "\n\n".join(json.dumps(one, ensure_ascii=False, indent=2) for one in PEOPLE),
        json.dumps(PEOPLE, ensure_ascii=False),
        json.dumps(PEOPLE, ensure_ascii=False, indent=2),
        json.dumps({"total": 2, "contacts": PEOPLE, "next": None}, ensure_ascii=False),
    ],
    ids=["lines", "objects", "array", "tall array", "wrapped"],
)
def test_the_rows_are_found_wherever_they_stand(file, written, encoding):
    inspection, rows = file(written, encoding)
    assert rows == ROWS
    assert (inspection.format, inspection.estimated_rows) == ("json", 2)
    lines = [line for line, _ in inspection.sample]
    assert len(set(lines)) == 2


def test_what_is_nested_becomes_columns(file):
    one = {
        "address": {"city": "Kiel", "zip": "01234"}, "tags": ["vip", "late"],
        "emails": ["a@example.com", "b@example.com"],
        "phones": [{"value": "+4915112345678", "label": "mobile"}], "spent": 12.50,
        "big": 12345678901234567890, "ok": True,
        "none": None, "empty": [],
    }  # fmt: skip
    _, rows = file(json.dumps([one, {"name": "Ben", "address": {"city": "Ulm"}}]))
    assert rows[0] == {
        "address.city": "Kiel", "address.zip": "01234", "tags": "vip; late", "emails 1": "a@example.com",
        "emails 2": "b@example.com", "phones 1.value": "+4915112345678", "phones 1.label": "mobile", "spent": "12.5",
        "big": "12345678901234567890", "ok": "true",
    }  # fmt: skip
    assert rows[1] == {"name": "Ben", "address.city": "Ulm"}


def test_an_object_with_a_short_list_is_a_row_and_not_a_wrapper(file):
    _, rows = file(json.dumps({"name": "Anna", "notes": "x" * 200, "phones": [{"value": "1"}]}))
    assert rows[0]["name"] == "Anna"


def test_a_broken_line_spoils_no_other(file):
    inspection, rows = file('{"name":"A"}\n{"name":"B\n["c"]\n{"name":"D"}\n')
    assert [row["name"] for row in rows] == ["A", "D"]
    assert inspection.warnings == (
        "2 objects are no proper JSON and left out (line 2, 3). Correct them and import again.",
    )
    assert [line for line, _ in inspection.sample] == [1, 4]


def test_a_broken_object_in_an_array_spoils_no_other(file):
    inspection, rows = file('[{"name":"A"},\n{"name":B},\n{"name":"C"},\n{"name":')
    assert [row["name"] for row in rows] == ["A", "C"]
    assert "2 objects are no proper JSON and left out (line 2, 4)." in inspection.warnings[0]


@pytest.mark.parametrize("text", ["[]", "{}", "[{}]", '{"a": ', "[{"])
def test_json_without_objects_is_refused(file, text):
    with pytest.raises(UnreadableFile, match=r"a\.json.*JSON"):
        file(text)


def test_an_object_without_end_is_refused_before_it_fills_the_memory(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('[{"name": "' + "x" * 9_500_000)
    with pytest.raises(UnreadableFile, match="object of more than 8 million letters"):
        registry.inspect(path)


def test_many_columns_share_the_last_one(file, monkeypatch):
    monkeypatch.setattr("deskcrm.formats.jsonl.MOST_COLUMNS", 2)
    inspection, rows = file('[{"a":1,"b":2,"c":3,"d":4}]')
    assert inspection.headers == ("a", "b", "Not placed")
    assert rows[0]["Not placed"] == "c: 3\nd: 4"


def test_a_list_of_many_values_keeps_the_rest_in_one_cell(file):
    _, rows = file(json.dumps([{"emails": [f"{n}@example.com" for n in range(22)]}]))
    assert rows[0]["emails 20"] == "19@example.com"
    assert rows[0]["Not placed"] == '["20@example.com", "21@example.com"]'


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.text(max_size=5), JSON, max_size=4), max_size=4), st.binary(max_size=10))
def test_any_json_and_any_spoilt_json_is_read_or_refused(tmp_path, objects, spoilt):
    path = tmp_path / "a.json"
    text = json.dumps(objects).encode()
    path.write_bytes(text[: len(text) // 2] + spoilt + text[len(text) // 2 :])
    try:
        opened(path)
    except UnreadableFile:
        return


# LDIF -----------------------------------------------------------------------------------------------------------------

ENTRY = """\
dn: cn=Anna Weber,mail=a@example.com
objectclass: mozillaAbPersonAlpha
givenName: Anna
sn:: V8OkYmVy
cn: Anna We
 ber
mail: a@example.com
mozillaSecondEmail: b@example.com
telephoneNumber: 030 1
mobile: 0151 2
mozillaHomeLocalityName: Kiel
l: Berlin
birthyear: 1980
"""
LIST = "dn: cn=All\nobjectclass: groupOfNames\ncn: All\nmember: cn=Anna\n"


def test_an_entry_of_an_address_book(tmp_path):
    path = tmp_path / "a.ldif"
    path.write_text(f"version: 1\n\n{ENTRY}\n# a remark\n{LIST}\n{ENTRY.replace('Anna', 'Ben')}")
    inspection, rows = opened(path)
    assert [row["First name"] for row in rows] == ["Anna", "Ben"]
    assert rows[0] == {
        "Whole name": "Anna Weber", "First name": "Anna", "Last name": "Wäber", "Email 1": "a@example.com",
        "Email 2": "b@example.com", "Phone 1": "030 1", "Phone 1 label": "work", "Phone 2": "0151 2",
        "Phone 2 label": "mobile", "Address 1 label": "home", "Address 1 city": "Kiel", "Address 2 label": "work",
        "Address 2 city": "Berlin", "Not placed": "birthyear: 1980",
    }  # fmt: skip
    assert (inspection.exporter, inspection.source) == ("Thunderbird address book", "Thunderbird")
    assert inspection.warnings == ("1 mailing list or folder is left out.",)


def test_ldif_of_lists_alone_is_refused(tmp_path):
    path = tmp_path / "a.ldif"
    path.write_text(LIST)
    with pytest.raises(UnreadableFile, match=r"a\.ldif.*nobody"):
        registry.inspect(path)


def test_the_photo_of_an_entry_is_a_picture_and_no_text(tmp_path):
    path = tmp_path / "a.ldif"
    photo = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8
    lines = [
        f"dn: cn=Person {n}\ncn: Person {n}\njpegPhoto:: {base64.b64encode(entry).decode()}\n"
        for n, entry in enumerate([photo, b"GIF89a"])
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    inspection = registry.inspect(path)
    (chunk,) = registry.read(path, inspection)
    place = inspection.headers.index("Photo")
    assert [row[place] for row in chunk.rows] == ["a picture of about 2 kB", "a picture of about 1 kB"]
    assert "Not placed" not in inspection.headers
    assert list(registry.pictures(path, inspection)) == [(1, photo), (5, b"GIF89a")]
    assert any("1 entry has a photo" in warning for warning in inspection.warnings)
