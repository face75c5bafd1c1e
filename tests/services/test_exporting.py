"""Exports: what the file says is what profiles show, safe in a spreadsheet, and back without a change."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_people import PEOPLE, a_workspace, add_all

from deskcrm.domain.errors import Cancelled, UserError
from deskcrm.domain.fields import SINGLE_FIELDS
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ListQuery
from deskcrm.formats.csvwrite import strip_guard
from deskcrm.services import activities, contacts, exporting, history, importing, reads, reimporting
from deskcrm.services.exportcolumns import ID, KIND, Column, column_of
from deskcrm.services.workspace import Workspace


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def anna(ws: Workspace) -> int:
    fields = {
        "given": "Anna", "family": "Weber", "birthday": "1980-02-03", "tags": ["Berlin; west", "VIP"],
        "emails": [{"value": "anna@example.com", "label": "work"}, {"value": "b@example.org", "label": ""}],
        "phones": ["+493023125043"], "addresses": [{"street": "Sonnenallee 1", "city": "Berlin", "label": "home"}],
        "notes": "two\nlines", "custom": {"Size": "M"},
    }  # fmt: skip
    return contacts.add(ws, "person", fields).value


def test_one_row_a_profile_with_lists_as_numbered_columns(ws, tmp_path):
    anna(ws)
    contacts.add(ws, "company", {"organization": "Weber GmbH"})
    path = tmp_path / "out.csv"
    assert exporting.export(ws, path) == 2
    row, company = rows_of(path)
    assert {key: value for key, value in row.items() if value} == {
        "Kind": "person", "First name": "Anna", "Last name": "Weber", "Email 1": "anna@example.com",
        "Email 1 label": "work", "Email 2": "b@example.org", "Phone 1": "'+493023125043", "Address 1 label": "home",
        "Address 1 street": "Sonnenallee 1", "Address 1 city": "Berlin", "Birthday": "1980-02-03",
        "Tags": '"Berlin; west";VIP', "Notes": "two\nlines", "Size": "M",
    }  # fmt: skip
    assert {key: value for key, value in company.items() if value} == {"Kind": "company", "Company": "Weber GmbH"}


def test_the_stage_that_facts_give_is_exported_in_words(ws, tmp_path):
    activities.log(ws, anna(ws), "order", "Tubes", at="2026-01-02", amount=500, currency="EUR")
    exporting.export(ws, tmp_path / "out.csv")
    assert rows_of(tmp_path / "out.csv")[0]["Stage"] == "Customer"


def test_only_those_that_a_search_finds_are_exported(ws, tmp_path):
    anna(ws)
    contacts.add(ws, "person", {"given": "Béla"})
    assert exporting.export(ws, tmp_path / "out.csv", search="béla") == 1
    assert rows_of(tmp_path / "out.csv")[0]["First name"] == "Béla"
    assert exporting.export(ws, tmp_path / "none.csv", search="nobody") == 0
    assert rows_of(tmp_path / "none.csv") == []


def test_what_can_not_be_written_is_refused(ws, tmp_path):
    for path in (tmp_path / "out.pdf", tmp_path / "missing" / "out.csv"):
        with pytest.raises(UserError):
            exporting.export(ws, path)


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.json", "out.vcf"])
def test_a_cancelled_export_leaves_what_was_there(ws, tmp_path, name):
    anna(ws)
    path = tmp_path / "there" / name
    path.parent.mkdir()
    path.write_bytes(b"before")
    with pytest.raises(Cancelled):
        exporting.export(ws, path, cancelled=lambda: True)
    assert [file.name for file in path.parent.iterdir()] == [name]
    assert path.read_bytes() == b"before"


@pytest.mark.parametrize(
    "column",
    [Column(key) for key in (ID, KIND, *SINGLE_FIELDS, "tags", "source_ids", "custom.A 1 label")]
    + [Column("emails", 2), Column("phones", 1, "label"), Column("addresses", 12, "extended")],
)
def test_every_header_names_its_column(column):
    assert column_of(column.header) == column


@pytest.mark.parametrize("header", ["", "Email", "Email 0", "Email 1 street", "First name 2", "Tags 1", "Shoe size"])
def test_other_headers_name_none(header):
    assert column_of(header) is None


# Brought back ---------------------------------------------------------------------------------------------------------


def bring_back(ws: Workspace, path: Path) -> Any:
    report = importing.examine(ws, path)
    assert report.own
    planned = importing.plan(ws, report)
    result = importing.run(ws, [report]).value
    assert planned.counts == result.counts
    return result


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8-sig")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8-sig", newline="")


@pytest.fixture
def exported(ws, tmp_path):
    anna(ws)
    path = tmp_path / "out.csv"
    exporting.export(ws, path, for_reimport=True)
    return path


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PEOPLE, min_size=1, max_size=3))
def test_even_without_their_marks_rows_say_what_profiles_show(people):
    with a_workspace() as ws:
        add_all(ws, people)
        path = ws.path.with_name("out.csv")
        exporting.export(ws, path, for_reimport=True)
        ids = list(reads.list_ids(ws, ListQuery(None)))
        columns, rows = read_columns(path)
        for root, shown in zip(ids, exporting.profiles(ws, ids), strict=True):
            cells = next(cells for cells in rows if cells[0] == str(root))
            said = reimporting._Said.of(columns, cells)
            assert list(reimporting._patches(said, shown)) == []


def read_columns(path: Path) -> tuple[list[Column | None], list[list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        headers, *rows = list(csv.reader(file))
    return [column_of(header) for header in headers], [[strip_guard(cell) for cell in row] for row in rows]


def test_changed_cells_are_the_owners_edits_in_one_operation(ws, exported):
    change(exported, "anna@example.com", "anna@example.net")
    change(exported, "Sonnenallee 1", "Sonnenallee 2")
    change(exported, '""Berlin; west"";VIP', "VIP; Kreuzberg")
    change(exported, "1980-02-03", "")
    change(exported, ",M", ",L")
    result = bring_back(ws, exported)
    assert (result.counts.updated, result.counts.rows) == (1, 1)
    fields = reads.profile(ws, 1).fields
    assert [email["value"] for email in fields["emails"]] == ["anna@example.net", "b@example.org"]
    assert fields["emails"][0]["label"] == "work"
    assert fields["addresses"] == [{"street": "Sonnenallee 2", "city": "Berlin", "label": "home"}]
    assert sorted(fields["tags"]) == ["Kreuzberg", "VIP"]
    assert "birthday" not in fields
    assert fields["custom"] == {"Size": "L"}
    assert len(reads.history(ws)) == 2
    assert bring_back(ws, exported).counts.unchanged == 1
    history.undo(ws)
    assert reads.profile(ws, 1).fields["emails"][0]["value"] == "anna@example.com"


def test_a_row_that_nobody_changed_leaves_alone_what_came_since(ws, exported):
    contacts.edit(ws, 1, [Patch("title", "set", "Baker"), Patch("birthday", "set", "1981-02-03")])
    assert bring_back(ws, exported).counts.unchanged == 1
    assert reads.profile(ws, 1).fields["birthday"] == "1981-02-03"


def test_a_name_may_be_corrected(ws, tmp_path):
    contacts.add(ws, "person", {"given": "Katarina"})
    path = tmp_path / "out.csv"
    exporting.export(ws, path, for_reimport=True)
    change(path, "Katarina", "Katharina")
    assert bring_back(ws, path).counts.updated == 1
    assert reads.profile(ws, 1).name == "Katharina"


def test_a_row_without_an_id_is_somebody_new(ws, exported):
    with exported.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["", "", "person", "Béla", "Nagy"])
    result = bring_back(ws, exported)
    assert (result.counts.created, result.counts.unchanged) == (1, 1)
    assert reads.profile(ws, 2).name == "Béla Nagy"


def test_rows_that_can_not_be_placed_are_problems(ws, exported):
    with exported.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["77", "", "person", "Cleo", "Roy"])
        writer.writerow(["one", "", "person", "Dora", "Roy"])
        writer.writerow(["1", "", "person", "Anna", "Weber"])
    result = bring_back(ws, exported)
    assert [problem.row for problem in result.problems] == [4, 5, 6]
    assert (result.counts.problems, result.counts.updated, result.operation) == (3, 0, None)


def test_an_export_of_another_workspace_changes_nobody(ws, tmp_path):
    contacts.add(ws, "person", {"given": "Zoe", "family": "Roy", "emails": ["zoe@example.com"]})
    with a_workspace() as other:
        anna(other)
        path = tmp_path / "other.csv"
        exporting.export(other, path, for_reimport=True)
    result = bring_back(ws, path)
    assert "Zoe Roy" in result.problems[0].why
    assert result.operation is None
