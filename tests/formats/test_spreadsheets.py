"""Workbooks are read as they look: sheets, dates, numbers, merged cells, names under title blocks, notes below."""

from __future__ import annotations

import zipfile
from datetime import date, datetime

import pytest
from tests.formats.workbooks import Error, Padded, ods, one_sheet, sheet_xml, xlsx

from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import registry
from deskcrm.formats.table import ReadOptions

PEOPLE = [
    ["Name", "Email", "City", "Since"],
    ["Ada Okafor", "ada@example.com", "Leeds", date(2024, 2, 29)],
    ["Ben Sato", "ben@example.com", "Kyoto", date(2025, 12, 1)],
]


def rows_of(path, options=ReadOptions()):  # noqa: B008 - frozen, without state
    inspection = registry.inspect(path, options)
    chunks = list(registry.read(path, inspection, chunk=2))
    return inspection, [row for chunk in chunks for row in chunk.rows], [n for chunk in chunks for n in chunk.lines]


def test_a_workbook_is_read_by_its_content_under_any_name(tmp_path):
    inspection, rows, lines = rows_of(one_sheet(tmp_path / "people.csv", PEOPLE))
    assert (inspection.format, inspection.sheet, inspection.sheets) == ("xlsx", "Customers", ("Customers",))
    assert inspection.headers == ("Name", "Email", "City", "Since")
    assert rows == [
        ["Ada Okafor", "ada@example.com", "Leeds", "2024-02-29"],
        ["Ben Sato", "ben@example.com", "Kyoto", "2025-12-01"],
    ]
    assert lines == [2, 3]
    assert inspection.estimated_rows == 2
    assert inspection.counted
    assert inspection.sample[0] == (2, tuple(rows[0]))
    assert inspection.warnings == ()


def test_an_opendocument_workbook_is_read_alike(tmp_path):
    inspection, rows, _ = rows_of(ods(tmp_path / "people.ods", PEOPLE, blank_rows_behind=1_048_573))
    assert (inspection.format, inspection.headers) == ("ods", ("Name", "Email", "City", "Since"))
    assert rows[1] == ["Ben Sato", "ben@example.com", "Kyoto", "2025-12-01"]
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (40.0, "40"),
        (1250.5, "1250.5"),
        (0.1 + 0.2, "0.3"),
        (4915112345678, "4915112345678"),
        (1e20, "100000000000000000000"),
        (0.00001, "0.00001"),
        (-12, "-12"),
        (True, "TRUE"),
        (datetime(2026, 5, 1, 9, 59, 30), "2026-05-01 09:59:30"),
        (date(1954, 3, 15), "1954-03-15"),
        (Padded(2108), "02108"),
        (Padded(123456), "123456"),
        ("line one_x000D_\nline two", "line one\r\nline two"),
        ("_x005F_x0041_", "_x0041_"),
        ("=SUM(A1)", "=SUM(A1)"),
        ("  spaced ", "  spaced "),
        (Error("#N/A"), "#N/A"),
    ],
)
def test_a_cell_says_what_it_shows(tmp_path, value, shown):
    _, rows, _ = rows_of(one_sheet(tmp_path / "cells.xlsx", [["Name", "Value"], ["Ada", value], ["Ben", "x"]]))
    assert rows[0] == ["Ada", shown]


def test_the_likeliest_sheet_is_read_and_any_other_can_be_chosen(tmp_path):
    notes = [["Read me first"], ["These are the customers of 2026."]]
    numbers = [["x", "y"], *([n, n * n] for n in range(40))]
    path = xlsx(
        tmp_path / "several.xlsx",
        {"Notes": sheet_xml(notes), "Sums": sheet_xml(numbers), "Kunden": sheet_xml(PEOPLE), "Old": sheet_xml(PEOPLE)},
        hidden=["Old"],
    )
    inspection, rows, _ = rows_of(path)
    assert (inspection.sheet, len(rows)) == ("Kunden", 2)
    assert inspection.sheets == ("Notes", "Sums", "Kunden", "Old")
    assert "4 sheets; “Kunden”" in inspection.warnings[0]
    inspection, rows, _ = rows_of(path, ReadOptions(sheet="Sums"))
    assert (inspection.headers, rows[3]) == (("x", "y"), ["3", "9"])
    assert rows_of(path, ReadOptions(sheet="Old"))[1] == rows_of(path)[1]
    with pytest.raises(UnreadableFile, match="no sheet called “New”"):
        registry.inspect(path, ReadOptions(sheet="New"))


def test_a_hidden_sheet_is_read_where_no_other_has_rows(tmp_path):
    path = xlsx(tmp_path / "h.xlsx", {"Cover": sheet_xml([]), "Data": sheet_xml(PEOPLE)}, hidden=["Data"])
    assert rows_of(path)[0].sheet == "Data"


def test_the_names_are_found_under_a_title_block_and_the_owner_can_say_otherwise(tmp_path):
    block = [["Customer list 2026"], ["as of", "March", "for", ""], [], *PEOPLE]
    path = one_sheet(tmp_path / "title.xlsx", block, merged=["A1:D1"])
    inspection, rows, lines = rows_of(path)
    assert (inspection.header_row, inspection.headers[0], len(rows), lines[0]) == (3, "Name", 2, 5)
    inspection, rows, _ = rows_of(path, ReadOptions(header_row=4))
    assert (inspection.headers[0], len(rows)) == ("Ada Okafor", 1)
    inspection, rows, _ = rows_of(path, ReadOptions(header_row=None))
    assert (inspection.headers[0], len(rows)) == ("Column 1", 5)
    with pytest.raises(UnreadableFile, match="no row 100"):
        registry.inspect(path, ReadOptions(header_row=99))


def test_names_over_two_rows_are_joined(tmp_path):
    rows = [
        ["Name", "Phone", None, "City"],
        [None, "Work", "Home", None],
        ["Ada", "+44 20 7946 0018", "+44 20 7946 0019", "Leeds"],
        ["Ben", "+81 3 1234 5678", "+81 3 1234 5679", "Kyoto"],
    ]
    for merged in (["B1:C1"], ["A1:A2", "B1:C1", "D1:D2"]):
        inspection, body, lines = rows_of(one_sheet(tmp_path / "two.xlsx", rows, merged=merged))
        assert inspection.headers == ("Name", "Phone Work", "Phone Home", "City")
        assert (len(body), lines) == (2, [3, 4])


def test_a_row_that_groups_nearly_all_columns_belongs_to_the_names(tmp_path):
    parts = ["Email", "Phone", "Street", "City", "Country"]
    rows = [["Name", "Contact"], [None, *parts], *([f"P{n}", "a@x.example", "1", "2", "3", "4"] for n in range(9))]
    inspection, body, _ = rows_of(one_sheet(tmp_path / "wide.xlsx", rows, merged=["B1:F1"]))
    assert inspection.headers == ("Name", *(f"Contact {part}" for part in parts))
    assert (inspection.header_row, inspection.header_lines, len(body)) == (0, 2, 9)


def test_cells_merged_downwards_hold_for_each_row_they_reach_over(tmp_path):
    rows = [
        ["Company", "Name", "Email"],
        ["Brightleaf Ltd", "Ada", "ada@example.com"],
        [None, "Ben", "ben@example.com"],
        ["Quist AB", "Cleo", "cleo@example.com"],
        [None, "Dan", "dan@example.com"],
    ]
    inspection, body, _ = rows_of(one_sheet(tmp_path / "merged.xlsx", rows, merged=["A2:A3"]))
    assert [row[0] for row in body] == ["Brightleaf Ltd", "Brightleaf Ltd", "Quist AB", ""]
    assert [cells[0] for _, cells in inspection.sample] == [row[0] for row in body]


def test_notes_below_the_table_are_left_out_and_said_to_be(tmp_path):
    table = [["Name", "Email", "City"], *([f"Person {n}", f"p{n}@example.com", "Leeds"] for n in range(30))]
    path = one_sheet(tmp_path / "notes.xlsx", [*table, [], ["Exported by the till on 1 March."], ["End"]])
    inspection, rows, _ = rows_of(path)
    assert (len(rows), inspection.estimated_rows) == (30, 30)
    assert "2 rows below the table" in inspection.warnings[0]
    assert "Exported by the till" in inspection.warnings[0]


def test_people_of_whom_only_the_name_is_known_are_no_notes(tmp_path):
    table = [["Name", "Email", "City"], *([f"Person {n}", f"p{n}@example.com", "Leeds"] for n in range(30))]
    inspection, rows, _ = rows_of(one_sheet(tmp_path / "names.xlsx", [*table, [], ["Zoe Quist"], ["Yann Roy"]]))
    assert (len(rows), inspection.warnings) == (32, ())


def test_hidden_rows_errors_and_lost_zeros_are_said(tmp_path):
    rows = [
        ["Name", "ZIP", "Total"],
        ["Ada", 2108, 3],
        ["Ben", 94105, Error("#DIV/0!")],
        ["Cleo", 10001, Error("#REF!")],
    ]
    said = " ".join(registry.inspect(one_sheet(tmp_path / "said.xlsx", rows, hidden=[2])).warnings)
    assert "1 row is hidden" in said
    assert "2 cells hold an error" in said
    assert "“ZIP” holds numbers" in said


def test_a_column_whose_numbers_are_all_whole_says_nothing_of_zeros(tmp_path):
    for third in (11001, Padded(1001), "0151234"):
        rows = [["Name", "ZIP"], ["Ada", 12108], ["Ben", 94105], ["Cleo", third]]
        assert registry.inspect(one_sheet(tmp_path / "whole.xlsx", rows)).warnings == ()


def test_a_sheet_may_begin_anywhere(tmp_path):
    shifted = [[], [], *([None, None, *row] for row in PEOPLE)]
    shifted[4][4] = None
    inspection, rows, lines = rows_of(one_sheet(tmp_path / "shifted.xlsx", shifted, merged=["E4:E5"]))
    assert (inspection.headers, lines) == (("Name", "Email", "City", "Since"), [4, 5])
    assert rows[1] == ["Ben Sato", "ben@example.com", "Leeds", "2025-12-01"]


def test_an_empty_workbook_says_so(tmp_path):
    inspection, rows, _ = rows_of(one_sheet(tmp_path / "empty.xlsx", []))
    assert (inspection.headers, rows) == ((), [])
    assert "nothing in this sheet" in inspection.warnings[0]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (
            "locked",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        (
            "letter",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"),
            "old Office",
        ),
        ("broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"), "damaged"),
        ("cut", b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.xml" + b"\0" * 600, "damaged"),
    ],
)
def test_what_can_not_be_opened_is_refused_with_a_sentence(tmp_path, name, content, says):
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=rf"“{name}.xlsx” .*{says}"):
        registry.inspect(path)


def test_a_workbook_without_its_sheet_is_refused(tmp_path):
    whole = one_sheet(tmp_path / "whole.xlsx", PEOPLE)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "less.xlsx", "w") as less:
        for part in source.namelist():
            if "sheet1" not in part:
                less.writestr(part, source.read(part))
    with pytest.raises(UnreadableFile, match=r"less\.xlsx"):
        registry.inspect(tmp_path / "less.xlsx")
