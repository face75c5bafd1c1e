"""What is written is whole or not there, opens safely in a spreadsheet, and reads back as it was."""

from __future__ import annotations

import csv
import os
import stat

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskcrm.domain.errors import UserError
from deskcrm.formats import registry
from deskcrm.formats.csvwrite import strip_guard, write_csv
from deskcrm.formats.table import ReadOptions

FORMULAS = [
    "=1+1", "+31 6 12", "-5 EUR", "@SUM(1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", " =1+1", "＝1+1", "＋1",
    "－1", "＠x", "-", "=", " \t\r\n@",
]  # fmt: skip


def raw_cells(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


# --- Formulas


@pytest.mark.parametrize("guard", [True, False])
@pytest.mark.parametrize("cell", FORMULAS)
def test_formula_like_cells_are_guarded(tmp_path, cell, guard):
    write_csv(tmp_path / "out.csv", ["note", cell], [["plain", cell]], guard=guard)
    assert raw_cells(tmp_path / "out.csv") == [["note", "'" + cell], ["plain", "'" + cell]]
    assert strip_guard("'" + cell) == cell


@pytest.mark.parametrize("cell", ["+31612345678", "-5", "-5.25", "+1", "-1.234,56", "-1e5"])
def test_phones_and_numbers_pass_where_programs_read_the_file_again(tmp_path, cell):
    write_csv(tmp_path / "out.csv", ["value"], [[cell]], guard=False)
    assert raw_cells(tmp_path / "out.csv")[1] == [cell]
    write_csv(tmp_path / "out.csv", ["value"], [[cell]])
    assert raw_cells(tmp_path / "out.csv")[1] == ["'" + cell]


@pytest.mark.parametrize("cell", ["Ada", "5", "a=b", "", " ", "a@example.com", "'t Hooft", "'Twas", "'90s music"])
def test_other_cells_are_left_alone(tmp_path, cell):
    write_csv(tmp_path / "out.csv", ["note", "value"], [["x", cell]])
    assert raw_cells(tmp_path / "out.csv")[1] == ["x", cell]
    assert strip_guard(cell) == cell


@pytest.mark.parametrize(
    ("guarded", "plain"),
    [("'6940095611115", "6940095611115"), ("'02108", "02108"), ("'2801AA", "2801AA"), ("'+16175550123", "+16175550123"),
     ("''=1", "'=1")],
)  # fmt: skip
def test_exactly_one_guard_comes_off(guarded, plain):
    assert strip_guard(guarded) == plain


# --- There and back

# Control characters other than tabs and line ends make a file of nothing else look like no text at all.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
TRICKY = st.text(st.sampled_from("'\"=+-@,;|\t\r\n\\# \ufeff0aé"), max_size=6)
CELL = st.one_of(TEXT, TRICKY)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 5))
    rows = draw(st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=8))
    headers = [f"column {number}" for number in range(width)]
    return headers, [row for row in rows if any(cell.strip() for cell in row)]


@given(tables(), st.sampled_from(",;\t|"), st.booleans(), st.booleans())
@example((["column 0"], [["#x"], ["'a'"]]), ",", True, False)
@example((["column 0", "column 1"], [["#x", ""], ["sep=;", ""]]), ",", False, False)
@example((["column 0", "column 1"], [["a", ' "b"'], ["c", "\\"]]), ";", False, False)
@example((["column 0", "column 1"], [["", " 0"], ["0\r ", "\r"]]), ",", False, False)
@example((["column 0", "column 1"], [["", " 0"], ["; ", ";"]]), ";", False, False)
@example((["column 0", "column 1"], [["\ufeff", 'x\\"y']]), ";", True, True)
def test_every_table_reads_back_as_it_was(tmp_path_factory, table, delimiter, bom, guard):
    headers, rows = table
    path = tmp_path_factory.getbasetemp() / "table.csv"
    assert write_csv(path, headers, rows, bom=bom, delimiter=delimiter, guard=guard) == len(rows)
    inspection = registry.inspect(path, ReadOptions(delimiter=delimiter, header_row=0))
    assert inspection.headers == tuple(headers)
    chunks = list(registry.read(path, inspection, 3))
    assert [[strip_guard(cell) for cell in row] for chunk in chunks for row in chunk.rows] == rows
    assert not any(chunk.warnings for chunk in chunks)


@given(CELL)
def test_a_guard_never_changes_what_is_read_back(tmp_path_factory, cell):
    path = tmp_path_factory.getbasetemp() / "cell.csv"
    write_csv(path, ["id", "value"], [["x", cell]])
    assert strip_guard(raw_cells(path)[1][1]) == cell


def test_an_ordinary_table_is_recognised_without_being_told(tmp_path):
    rows = [["Zoë, Ltd", "zoe@example.com", "+49 30 1234"], ['"Q" & Sons', "q@example.com", ""]]
    write_csv(tmp_path / "out.csv", ["Company", "Email", "Phone"], rows, delimiter=";")
    inspection = registry.inspect(tmp_path / "out.csv")
    assert (inspection.encoding, inspection.delimiter, inspection.header_row) == ("utf-8-sig", ";", 0)
    read = [row for chunk in registry.read(tmp_path / "out.csv", inspection) for row in chunk.rows]
    assert [[strip_guard(cell) for cell in row] for row in read] == rows


# --- Whole or not at all


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder's permissions for its files")
def test_only_the_owner_may_read_the_file_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old")
    path.chmod(0o644)
    write_csv(path, ["a"], [["1"]])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]


def test_a_failure_halfway_leaves_the_old_file(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old")

    def rows():
        yield ["1"]
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError):
        write_csv(path, ["a"], rows())
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]


def test_where_nothing_can_be_written_is_said_in_a_sentence(tmp_path):
    with pytest.raises(UserError, match=r"out.csv.*couldn't be written"):
        write_csv(tmp_path / "missing" / "out.csv", ["a"], [["1"]])


def test_a_folder_in_the_way_is_left_and_said(tmp_path):
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(UserError, match=r"out.csv"):
        write_csv(tmp_path / "out.csv", ["a"], [["1"]])
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]
