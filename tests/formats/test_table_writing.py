"""Tables as workbooks and JSON: what is written is what other programs read, and what can't be is refused whole."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from deskcrm.domain.errors import UserError
from deskcrm.formats import xlsxwrite
from deskcrm.formats.csvwrite import strip_guard
from deskcrm.formats.jsonwrite import write_objects
from deskcrm.formats.tablewrite import write_table
from deskcrm.formats.xlsxwrite import write_workbook

HEADERS = ["Name", "Orders", "Total", "Since"]
ROWS = [["=1+1", 3, Decimal("12.50"), date(2026, 3, 1)], ["Béla", 0, "", date(1899, 5, 1)], ["0049", 7, 1, ""]]


def sheet_of(path: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def test_a_workbook_has_numbers_and_days_as_such_and_texts_as_they_stand(tmp_path):
    path = tmp_path / "out.xlsx"
    assert write_table(path, HEADERS, ROWS) == 3
    assert sheet_of(path) == [
        HEADERS,
        ["=1+1", 3.0, 12.5, date(2026, 3, 1)],
        ["Béla", 0.0, "", "1899-05-01"],
        ["0049", 7.0, 1.0, ""],
    ]


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path):
    write_workbook(tmp_path / "out.xlsx", ["A"], [["=cmd|'/c calc'!A0"], ["https://example.com"], ["{=1}"]])
    workbook = CalamineWorkbook.from_path(tmp_path / "out.xlsx")
    assert [row[0] for row in workbook.get_sheet_by_index(0).to_python()[1:]] == [
        "=cmd|'/c calc'!A0", "https://example.com", "{=1}",
    ]  # fmt: skip
    assert b"<f>" not in (tmp_path / "out.xlsx").read_bytes()


def test_json_has_an_object_a_line_with_unique_names_and_numbers(tmp_path):
    path = tmp_path / "out.json"
    write_table(
        path, ["Name", "Name", ""], [["Anna", Decimal("12.50"), date(2026, 3, 1)], ["Béla", 3, Decimal("4.00")]]
    )
    assert json.loads(path.read_text(encoding="utf-8")) == [
        {"Name": "Anna", "Name (2)": 12.5, "Column 3": "2026-03-01"}, {"Name": "Béla", "Name (2)": 3, "Column 3": 4},
    ]  # fmt: skip
    assert len(path.read_text(encoding="utf-8").splitlines()) == 4
    assert write_objects(path, []) == 0
    assert json.loads(path.read_text(encoding="utf-8")) == []


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t'=+_"), max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(WORDS, WORDS), max_size=5))
@pytest.mark.parametrize("name", ["out.json", "out.xlsx"])
def test_what_is_to_come_back_comes_back_by_the_same_rule_as_csv(tmp_path, name, rows):
    path = tmp_path / name
    write_table(path, ["A", "B"], rows, for_reimport=True)
    if name == "out.json":
        read = [tuple(one.values()) for one in json.loads(path.read_text(encoding="utf-8"))]
    else:
        read = [(*row, "")[:2] for row in sheet_of(path)[1:]]
        read += [("", "")] * (len(rows) - len(read))  # blank rows at the end are none in a sheet
    assert [tuple(strip_guard(str(cell)) for cell in row) for row in read] == rows


@pytest.mark.parametrize(
    ("headers", "rows", "why"),
    [
        (["Notes"], [["short"], ["x" * 40_000]], "“Notes” in row 3 has 40,000"),
        ([f"c{n}" for n in range(20_000)], [], "16,384 columns"),
    ],
)
def test_what_excel_can_not_take_is_refused_and_nothing_is_left(tmp_path, headers, rows, why):
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"before")
    with pytest.raises(UserError, match=why):
        write_workbook(path, headers, rows)
    assert [file.name for file in tmp_path.iterdir()] == ["out.xlsx"]
    assert path.read_bytes() == b"before"


def test_more_rows_than_a_sheet_has_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsxwrite, "MOST_ROWS", 3)
    assert write_workbook(tmp_path / "two.xlsx", ["A"], [["1"], ["2"]]) == 2
    with pytest.raises(UserError, match="takes 2 rows"):
        write_workbook(tmp_path / "three.xlsx", ["A"], [["1"], ["2"], ["3"]])


def test_a_reader_that_stops_leaves_nothing(tmp_path):
    def rows():
        yield ["1"]
        raise KeyError("stopped")

    for name in ("out.xlsx", "out.json", "out.csv"):
        with pytest.raises(KeyError):
            write_table(tmp_path / name, ["A"], rows())
    assert list(tmp_path.iterdir()) == []


def test_moments_are_no_days(tmp_path):
    write_workbook(tmp_path / "out.xlsx", ["A"], [[date(2026, 3, 1)]])
    assert not isinstance(sheet_of(tmp_path / "out.xlsx")[1][0], datetime)
