"""A file that was made to be brought back changes nothing when nobody changed it, in each format."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from made_people import PEOPLE, a_workspace, add_all

from deskcrm.domain.views import ListQuery
from deskcrm.services import contacts, exporting, importing, merging, photos, reads
from deskcrm.services.workspace import Workspace

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20
SLOW = bool(os.environ.get("DESKCRM_SLOW"))
TEXTS = [
    pytest.param("out.csv", {}, id="csv"),
    pytest.param("out.csv", {"bom": False}, id="plain-csv"),
    pytest.param("out.tsv", {}, id="tsv"),
    pytest.param("out.json", {}, id="json"),
    pytest.param("out.vcf", {}, id="vcard3"),
    pytest.param("out.vcf", {"cards": "4.0"}, id="vcard4"),
]
FORMATS = [*TEXTS, pytest.param("out.xlsx", {}, id="xlsx")]
SOME = st.lists(PEOPLE, min_size=1, max_size=4)


def bring_back(ws: Workspace, path: Path) -> importing.ImportResult:
    report = importing.examine(ws, path)
    assert report.own
    planned = importing.plan(ws, report)
    result = importing.run(ws, [report]).value
    assert planned.counts == result.counts
    return result


def out_and_back(name: str, how: dict[str, Any], people: list[dict[str, Any]], join: bool) -> None:
    """Writes these people, two of them joined, one with a photo; brings the file back, which must say nothing new."""
    with a_workspace() as ws:
        ids = add_all(ws, people)
        if join and len(ids) > 1:
            merging.merge(ws, ids[0], ids[1:2])
        if ids:
            photos.put(ws, ids[0], JPEG)
        path = ws.path.with_name(name)
        count = exporting.export(ws, path, for_reimport=True, **how)
        if not count:
            return
        result = bring_back(ws, path)
        assert result.operation is None
        assert result.problems == ()
        assert (result.counts.rows, result.counts.unchanged) == (count, count)


@pytest.mark.parametrize(("name", "how"), TEXTS)
@given(people=SOME, join=st.booleans())
@example(people=[{"given": "Anna", "organization": "Dies und das;"}], join=False)
@settings(max_examples=400 if SLOW else 10, deadline=None, suppress_health_check=list(HealthCheck))
def test_whoever_goes_out_comes_back_without_a_change(name: str, how: dict[str, Any], people: Any, join: bool) -> None:
    out_and_back(name, how, people, join)


@given(people=SOME, join=st.booleans())
@settings(max_examples=200 if SLOW else 5, deadline=None, suppress_health_check=list(HealthCheck))
def test_whoever_goes_out_in_a_workbook_comes_back_without_a_change(people: Any, join: bool) -> None:
    """Each takes processes of its own to be read."""
    out_and_back("out.xlsx", {}, people, join)


@pytest.mark.parametrize(("name", "how"), FORMATS)
def test_consent_is_not_lost_and_a_change_is_the_owners_edit(
    ws: Workspace, bring_in: Any, tmp_path: Path, name: str, how: dict[str, Any]
) -> None:
    bring_in("news.csv", "Email,First name,Last name,Newsletter consent", "anna@example.com,Anna,Weber,no")
    path = tmp_path / name
    assert exporting.export(ws, path, for_reimport=True, **how) == 1
    assert bring_back(ws, path).counts.unchanged == 1
    (anna,) = reads.list_ids(ws, ListQuery("person"))
    assert reads.profile(ws, anna).fields["emails"][0]["consent"] == "out"
    if path.suffix != ".xlsx":
        path.write_bytes(path.read_bytes().replace(b"Anna", b"Anne"))
        assert bring_back(ws, path).counts.updated == 1
        assert reads.profile(ws, anna).fields["given"] == "Anne"


@pytest.mark.parametrize(("name", "how"), FORMATS)
def test_another_desk_takes_in_what_profiles_show(
    ws: Workspace, bring_in: Any, tmp_path: Path, name: str, how: dict[str, Any]
) -> None:
    """What goes out without ids is read by another workspace: values, labels, own fields, and in tables consent."""
    fields = {
        "given": "Anna", "family": "Weber", "birthday": "--02-29", "organization": "Weber; Sohn",
        "emails": [{"value": "a@example.com", "label": "work"}, {"value": "b@example.org", "label": "verein"}],
        "phones": [{"value": "+4915112345678", "label": "mobile"}], "notes": "two\nlines", "custom": {"Size": "M"},
        "tags": ["VIP", "a b"],
        "addresses": [{"street": "Hof 1", "city": "Kiel", "postcode": "24103", "label": "home"}],
        "handles": [{"value": "anna", "label": "skype"}], "urls": [{"value": "https://example.com", "label": ""}],
    }  # fmt: skip
    contacts.add(ws, "person", fields)
    bring_in("news.csv", "Email,First name,Last name,Newsletter consent", "zoe@example.com,Zoe,Roy,no")
    path = tmp_path / name
    exporting.export(ws, path, **how)
    with a_workspace() as other:
        importing.run(other, [importing.examine(other, path)])
        shown, again = (
            {p["name"]: p for p in exporting.profiles(w, reads.list_ids(w, ListQuery(None)))} for w in (ws, other)
        )
    assert shown.keys() == again.keys() == {"Anna Weber", "Weber; Sohn", "Zoe Roy"}
    for who in shown:
        assert {k: v for k, v in again[who].items() if k not in ("id", "emails")} == {
            k: v for k, v in shown[who].items() if k not in ("id", "emails")
        }
    assert again["Anna Weber"]["emails"] == shown["Anna Weber"]["emails"]
    if path.suffix in (".csv", ".tsv", ".xlsx"):
        assert again["Zoe Roy"]["emails"] == shown["Zoe Roy"]["emails"] == [
            {"value": "zoe@example.com", "label": "", "consent": "out"}
        ]  # fmt: skip


def test_only_those_asked_for_go_out_in_their_order(ws: Workspace, tmp_path: Path) -> None:
    ids = [contacts.add(ws, "person", {"given": name}).value for name in ("Anna", "Béla", "Cleo")]
    path = tmp_path / "out.csv"
    assert exporting.export(ws, path, ids=[ids[2], ids[0]]) == 2
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    assert [row.split(",")[1] for row in rows[1:]] == ["Cleo", "Anna"]
