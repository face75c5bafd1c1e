"""Files from the terminal: seen before, taken in, written out, brought back."""

from __future__ import annotations

import csv
from contextlib import closing
from pathlib import Path

import pytest
from tests.formats.workbooks import sheet_xml, xlsx

from deskcrm.domain.views import Order
from deskcrm.services import views
from deskcrm.services.views import ShownColumn, View
from deskcrm.services.workspace import Workspace

COUNTS = {"rows", "created", "updated", "attached", "unchanged", "activities"}


def test_a_file_is_inspected_without_a_workspace(ask, customers, workspace):
    found = ask("inspect", customers)
    assert found.keys() >= {"format", "exporter", "encoding", "delimiter", "header_row", "rows", "shape", "columns"}
    assert (found["format"], found["delimiter"], found["header_row"], found["rows"]) == ("csv", ",", 0, 3)
    fields = {column["header"]: column["field"] for column in found["columns"]}
    assert fields["Email"] == "emails"
    assert fields["Customer ID"] == "source_id"
    assert found["columns"][0].keys() >= {"header", "field", "why", "sure", "samples"}
    assert not workspace.exists()


def test_a_sheet_of_a_workbook_is_inspected_and_taken_in_by_name(ask, tmp_path):
    people = [["Name", "Email"], ["Ada Okafor", "ada@example.com"], ["Ben Sato", "ben@example.com"]]
    book = xlsx(tmp_path / "book.xlsx", {"People": sheet_xml(people), "Guests": sheet_xml(people[:2])})
    found = ask("inspect", book)
    assert (found["format"], found["sheet"], found["sheets"], found["rows"]) == (
        "xlsx",
        "People",
        ["People", "Guests"],
        2,
    )
    assert ask("inspect", book, "--sheet", "Guests")["rows"] == 1
    assert ask("import", book, "--sheet", "Guests")["created"] == 1
    assert ask("import", book)["created"] == 1


def test_a_dry_run_tells_all_and_writes_nothing(ask, customers, workspace):
    told = ask("import", customers, "--dry-run", "--country", "DE")
    assert not workspace.exists()
    assert told.keys() >= COUNTS | {"operation", "problems", "files", "changes"}
    assert told["operation"] is None
    assert (told["rows"], told["created"]) == (3, 2)
    anna = told["changes"][0]
    assert (anna["row"], anna["contact"], anna["name"], anna["kind"]) == (2, None, "Anna Weber", "new")
    assert {"field": "family", "before": "", "after": "Weber", "why": "new"} in anna["fields"]
    ask("add", "name=Anna Weber", "emails=anna@example.com")
    again = ask("import", customers, "--dry-run")
    assert again["attached"] == 1
    assert (again["changes"][0]["kind"], again["changes"][0]["contact"]) == ("changed", 1)
    assert len(ask("list")) == 1


def test_an_import_answers_its_figures_and_the_rows_it_left_out(ask, call, customers):
    done = ask("import", customers, "--source", "Web shop")
    assert done.keys() >= COUNTS | {"operation", "problems", "files"}
    assert (done["rows"], done["created"]) == (3, 2)
    (problem,) = done["problems"]
    assert problem.keys() == {"file", "row", "field", "value", "why"}
    assert (problem["file"], problem["row"]) == ("customers.csv", 5)
    (file,) = done["files"]
    assert (file["file"], file["rows"]) == ("customers.csv", 3)
    records = ask("records", "--source", "Web shop")
    assert [(r["external_key"], r["row"], r["batch"]) for r in records] == [
        ("C1", 2, file["batch"]),
        ("C2", 3, file["batch"]),
    ]
    assert records[0].keys() >= {"id", "contact", "profile", "source", "external_key", "batch", "row"}
    assert ask("records", "--source", "Elsewhere") == []
    assert "2 the same, 1 problems" in call("import", customers, "--source", "Web shop").out


def test_several_files_are_one_operation(ask, customers, tmp_path):
    more = tmp_path / "more.csv"
    more.write_text("name,email\nCleo Roy,cleo@example.com\n", encoding="utf-8")
    done = ask("import", customers, more)
    assert [file["file"] for file in done["files"]] == ["customers.csv", "more.csv"]
    ask("undo", done["operation"])
    assert ask("list") == []


def test_the_files_of_a_folder_go_in_together_people_first(ask, call, tmp_path):
    folder = tmp_path / "exports"
    (folder / "empty").mkdir(parents=True)
    assert "no file in" in call("import", folder / "empty").err
    (folder / "a orders.csv").write_text(
        "Order Number,Order Date,Email,Total\n7,2026-01-03,cleo@example.com,4.00\n", encoding="utf-8"
    )
    (folder / "b people.csv").write_text("name,email\nCleo Roy,cleo@example.com\n", encoding="utf-8")
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    planned = ask("import", folder, "--dry-run")
    assert [(change["name"], change["kind"]) for change in planned["changes"]] == [
        ("Cleo Roy", "new"),
        ("", "changed"),  # her whom the file before brings
    ]
    done = ask("import", folder)
    assert [file["file"] for file in done["files"]] == ["b people.csv", "a orders.csv"]
    assert done["warnings"] == planned["warnings"] == ["1 file is nothing that can be imported, and left alone."]
    assert [row["name"] for row in ask("list")] == ["Cleo Roy"]


def test_a_mapping_file_says_where_columns_go(ask, call, tmp_path):
    file, mapping = tmp_path / "odd.csv", tmp_path / "odd.toml"
    file.write_text("a;b;c\n03.04.1980;Weber;XL\n", encoding="utf-8")
    mapping.write_text(
        'source = "Old list"\nshape = "people"\ndates = "mdy"\ndelimiter = ";"\n'
        '[columns]\n"a" = "birthday"\n"b" = "family"\n"c" = "custom.Size"\n',
        encoding="utf-8",
    )
    ask("import", file, "--mapping", mapping)
    shown = ask("show", 1)
    assert shown["fields"]["birthday"] == "1980-03-04"
    assert shown["fields"]["custom"] == {"Size": "XL"}
    assert [record["source"] for record in shown["records"]] == ["Old list"]
    mapping.write_text("shape = 5", encoding="utf-8")
    assert call("import", file, "--mapping", mapping).status == 1
    assert call("import", file, "--mapping", tmp_path / "missing.toml").status == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 xl/workbook", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_table_is_refused_in_one_line(call, tmp_path, content):
    file = tmp_path / "thing.csv"
    file.write_bytes(content)
    answer = call("import", file)
    assert answer.status == 1
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert "thing.csv" in answer.err


def test_an_export_comes_back_without_a_change(ask, tmp_path):
    ask("add", "name=Anna Weber", "emails.work=anna@example.com", "phones=+493023125043", "tags=a;b", "notes==1+1")
    ask("add", "kind=company", "name=Weber GmbH")
    file = tmp_path / "out.csv"
    assert ask("export", file, "--for-reimport") == {"file": str(file), "contacts": 2}
    before = ask("history")
    back = ask("import", file)
    assert {key: back[key] for key in COUNTS - {"rows"}} == {
        "created": 0, "updated": 0, "attached": 0, "unchanged": 2, "activities": 0,
    }  # fmt: skip
    assert (back["rows"], back["problems"], back["operation"]) == (2, [], None)
    assert ask("history") == before


def test_cells_changed_in_an_export_come_back_as_edits(ask, tmp_path):
    ask("add", "name=Anna Weber", "emails=anna@example.com")
    file = tmp_path / "out.csv"
    ask("export", file, "--for-reimport")
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace("anna@example.com", "anna@example.org"), encoding="utf-8-sig")
    told = ask("import", file, "--dry-run")
    assert told["updated"] == 1
    (field,) = told["changes"][0]["fields"]
    assert (field["field"], field["before"], field["after"]) == ("emails", "anna@example.com", "anna@example.org")
    back = ask("import", file)
    assert back["updated"] == 1
    assert ask("list")[0]["email"] == "anna@example.org"
    ask("undo", back["operation"])
    assert ask("list")[0]["email"] == "anna@example.com"


def test_an_export_for_people_is_safe_to_open(ask, call, tmp_path):
    ask("add", "name==HYPERLINK(1)", "phones=+493023125043")
    ask("add", "name=Anna")
    file = tmp_path / "out.csv"
    assert ask("export", file, "--search", "hyperlink")["contacts"] == 1
    with file.open(encoding="utf-8-sig", newline="") as opened:
        (row,) = csv.DictReader(opened)
    assert not any(cell.startswith(("=", "+")) for cell in row.values())
    assert call("export", tmp_path / "out.docx").status == 1
    assert call("export", tmp_path / "missing" / "out.csv").status == 1


@pytest.mark.parametrize("name", ["out.xlsx", "out.json", "out.tsv", "out.vcf"])
def test_any_format_comes_back_without_a_change(ask, tmp_path, name):
    anna = ask("add", "name=Anna Weber", "emails.work=anna@example.com", "birthday=--02-29", "custom.Size=M")["id"]
    ask("add", "name=Béla Nagy")
    file = tmp_path / name
    assert ask("export", file, "--for-reimport", "--vcard", "4.0", "--contact", anna)["contacts"] == 1
    back = ask("import", file)
    assert (back["rows"], back["unchanged"], back["operation"]) == (1, 1, None)


def test_a_mailing_says_whom_it_leaves_out(ask, call, tmp_path):
    news = tmp_path / "news.csv"
    news.write_text("Email,Name,Newsletter consent\na@example.com,Anna,yes\nb@example.com,Béla,no\n", encoding="utf-8")
    ask("import", news)
    ask("add", "name=Cleo")
    file = tmp_path / "mailing.csv"
    told = ask("export", file, "--for-mailing", "--plain")
    assert (told["contacts"], told["opted_in"]) == (1, 1)
    assert told["left_out"] == {"opted_out": 1, "no_email": 1, "same_email": 0}
    assert file.read_bytes().startswith(b'"Email"')
    assert "1 opted out, 1 without an email" in call("export", file, "--for-mailing").out
    assert call("export", file, "--for-mailing", "--for-reimport").status == 2


def test_a_saved_list_goes_out_as_it_is_shown(ask, call, workspace, tmp_path):
    ask("add", "name=Anna Weber", "addresses=Hauptstr. 1, 10115 Berlin")
    ask("add", "name=Béla Nagy")
    with closing(Workspace.open(workspace)) as ws:
        columns = (ShownColumn("name"), ShownColumn("tags"))
        views.save(ws, View("By name", "person", orders=(Order("name", descending=True),), columns=columns))
    file = tmp_path / "list.csv"
    assert ask("export", file, "--view", "by name")["contacts"] == 2
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == '"Name","Tags"'
    assert [line.split(",")[0] for line in lines[1:]] == ["Béla Nagy", "Anna Weber"]
    refused = call("export", file, "--view", "nothing")
    assert refused.status == 1
    assert "By name" in refused.err


def test_the_sample_business_is_made_once_and_anew_when_asked(ask, call, workspace):
    made = ask("demo", "--no-window")
    assert made.keys() == {"workspace", "people", "companies", "activities", "files"}
    assert Path(made["workspace"]) == workspace
    assert made["people"] >= 300
    assert made["activities"] > 500
    assert all(Path(file).exists() for file in made["files"])
    assert ask("check") == {"ok": True, "problems": []}
    assert len(ask("task", "list")) >= 5
    ask("add", "name=Anna")
    assert ask("demo", "--no-window")["people"] == made["people"] + 1
    assert ask("demo", "--no-window", "--fresh")["people"] == made["people"]


def test_the_sample_business_never_takes_the_place_of_somebodys_own(ask, call):
    ask("add", "name=Anna")
    for words in ([], ["--fresh"]):
        answer = call("demo", "--no-window", *words)
        assert answer.status == 1
        assert "of your own" in answer.err
    assert [line["name"] for line in ask("list")] == ["Anna"]


def test_mappings_are_kept_under_a_name_and_passed_on(ask, call, customers, tmp_path):
    kept = ask("mapping", "save", "Shop", customers)
    assert (kept["name"], kept["operation"]) == ("Shop", 1)
    assert [one["name"] for one in ask("mapping", "list")] == ["Shop"]
    file = tmp_path / "shop.toml"
    ask("mapping", "export", "Shop", file)
    assert file.read_text(encoding="utf-8") == ask("mapping", "show", "Shop")["text"]
    assert ask("mapping", "add", file, "--name", "Other")["columns"] == kept["columns"]
    assert ask("import", customers, "--mapping", "other")["rows"] > 0
    ask("mapping", "remove", "Shop")
    assert [one["name"] for one in ask("mapping", "list")] == ["Other"]
    assert call("mapping", "show").status == 2
    refused = call("import", customers, "--mapping", "Shop")
    assert refused.status == 1
    assert "Other" in refused.err


def test_what_is_left_out_of_a_file_is_said(ask, call, tmp_path):
    file = tmp_path / "club.csv"
    rows = "".join(f"Person {n},p{n}@example.com,Berlin\n" for n in range(5))
    file.write_text(f"Name,Email,City\n{rows}\nGenerated on 1 March 2026\n", encoding="utf-8")
    for words in (["--dry-run"], []):
        told = ask("import", file, *words)
        assert told["created"] == 5
        assert any("below the table" in note for note in told["warnings"])
    assert "below the table" in call("import", file).out
