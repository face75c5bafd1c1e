"""How CSV files are understood: dialects, headers, ragged rows, quotes that don't pair up, sizes."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import registry
from deskcrm.formats.table import Inspection, ReadOptions, unique_headers


class Opened:
    """A file with this content, inspected and read."""

    def __init__(self, path: Path, content: bytes | str, options: ReadOptions | None = None, chunk: int = 4096) -> None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.path = path
        self.inspection: Inspection = registry.inspect(path, options or ReadOptions())
        self.chunks = list(registry.read(path, self.inspection, chunk))

    @property
    def rows(self) -> list[list[str]]:
        return [row for chunk in self.chunks for row in chunk.rows]

    @property
    def lines(self) -> list[int]:
        return [line for chunk in self.chunks for line in chunk.lines]

    @property
    def warnings(self) -> list[str]:
        return [warning for chunk in self.chunks for warning in chunk.warnings]


@pytest.fixture
def opened(tmp_path):
    return lambda content, options=None, chunk=4096: Opened(tmp_path / "file.csv", content, options, chunk)


# --- Delimiter, quote, escape


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found(opened, delimiter):
    file = opened("\n".join(delimiter.join(cells) for cells in (["Name", "Email"], ["Ada", "ada@example.com"])))
    assert file.inspection.delimiter == delimiter
    assert file.rows == [["Ada", "ada@example.com"]]


def test_commas_in_cells_may_outnumber_the_semicolons_between_them(opened):
    file = opened("Name;Notes\nAda;a, b, c, d\nBob;e, f, g, h\n")
    assert file.inspection.delimiter == ";"


def test_decimal_commas_without_headers_are_not_delimiters(opened):
    file = opened("1,5;2,5\n3,5;4,5\n")
    assert file.rows == [["1,5", "2,5"], ["3,5", "4,5"]]


def test_sep_line_names_the_delimiter_and_is_no_row(opened):
    file = opened("sep=|\r\nName|Age\r\nAda|36\r\n")
    assert (file.inspection.delimiter, file.inspection.header_row, file.rows) == ("|", 1, [["Ada", "36"]])


def test_apostrophes_as_quotes_with_backslash_escapes(opened):
    file = opened("1|'it\\'s|so'\n2|'C:\\\\temp'\n3|'plain'\n")
    assert (file.inspection.quote, file.inspection.escape) == ("'", "\\")
    assert file.rows == [["1", "it's|so"], ["2", "C:\\temp"], ["3", "plain"]]


def test_the_owner_may_choose_blanks_as_delimiter(opened):
    file = opened('id name\n1 "Ada L"\n2 Bob\n', ReadOptions(delimiter=" "))
    assert file.rows == [["1", "Ada L"], ["2", "Bob"]]


def test_apostrophes_that_guard_cells_are_not_quotes(opened):
    file = opened("id,zip\n'6940095611115,'02108\n'6940095611116,'80331\n")
    assert file.rows[0] == ["'6940095611115", "'02108"]


def test_blanks_between_delimiter_and_quote_are_not_text(opened):
    file = opened('city, price\nGalway, "6,000,000"\nCork, "1,000"\n')
    assert file.rows == [["Galway", "6,000,000"], ["Cork", "1,000"]]


def test_a_backslash_outside_quotes_is_text(opened):
    file = opened('path,note\nC:\\temp,"say \\"hi\\" now"\nD:\\x,"a \\"b\\" c"\n')
    assert file.rows == [["C:\\temp", 'say "hi" now'], ["D:\\x", 'a "b" c']]


def test_the_owner_chooses_delimiter_and_header(opened):
    file = opened("a;b,c\n1;2,3\n4;5,6\n", ReadOptions(delimiter=",", header_row=None))
    assert file.inspection.headers == ("Column 1", "Column 2")
    assert file.rows == [["a;b", "c"], ["1;2", "3"], ["4;5", "6"]]


@pytest.mark.parametrize("options", [ReadOptions(delimiter=""), ReadOptions(delimiter=",,"), ReadOptions(header_row=9)])
def test_impossible_choices_are_refused(opened, options):
    with pytest.raises(UnreadableFile):
        opened("a,b\n1,2\n", options)


# --- Line ends and line numbers


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(opened, end):
    file = opened(end.join(["a,b", '1,"x', 'y"', "", "2,3", ""]))
    assert file.rows == [["1", f"x{end}y"], ["2", "3"]]
    assert file.lines == [2, 5]


def test_mixed_line_ends(opened):
    file = opened("id,word\r\n1,a\n2,b\r3,c\r\n")
    assert (file.rows, file.lines) == ([["1", "a"], ["2", "b"], ["3", "c"]], [2, 3, 4])


def test_other_separators_of_text_do_not_end_a_line(opened):
    file = opened("id,word\n1,a\u2028b\x0bc\x85d\n")
    assert file.rows == [["1", "a\u2028b\x0bc\x85d"]]


def test_null_bytes_are_dropped(opened):
    assert opened(b"id|na\0me\n1|A\0da\n").rows == [["1", "Ada"]]


# --- Headers


@pytest.mark.parametrize(
    ("content", "header_row"),
    [
        ("Name,Email\nAda,ada@example.com\n", 0),
        ("Jana,jana@example.com\nPetr,petr@example.com\n", None),
        ("10,hello\n20,world\n", None),
        ("same,same\nsame,same\nsame,same\n", None),
        ("Alone", None),
        ("First Name,Last Name,Phone\n", 0),
        ("a,b,c\nd,e,f\n", 0),
        ("\n\n\nid,name\n1,Ada\n", 3),
        ("Report\nmade today, by me\n\nid,name,date\n1,Ada,2024-01-02\n2,Bob,2024-01-03\n", 3),
        ("Report;;\n;;\nid;name;date\n1;Ada;2024-01-02\n2;Bob;2024-01-03\n", 2),
        ('Notes:\n"One, long\nparagraph"\n\nName,Mail\nAda,a@example.com\nBob,b@example.com\n', 4),
        ("# a remark\nid,name\n1,Ada\n", 1),
        (",,\n1,Ada,x\n2,Bob,y\n", 0),
        (";1990;2000;2010\nCork;1;2;3\nGalway;4;5;6\n", 0),
        ("ort;plz\nBern;3000\nThun;3600\n", 0),
    ],
)
def test_header_row(opened, content, header_row):
    assert opened(content).inspection.header_row == header_row


def test_without_headers_the_first_line_is_a_row(opened):
    file = opened("10,hello\n20,world\n")
    assert (file.inspection.headers, len(file.rows), file.lines) == (("Column 1", "Column 2"), 2, [1, 2])


@given(st.lists(st.text(max_size=6), max_size=12), st.integers(0, 15))
@example(["Column 2", "", "Column 2"], 3)
@example(["a", "a (2)", "a"], 3)
def test_header_names_are_unique_and_never_blank(cells, width):
    names = unique_headers(cells, width)
    assert len(names) == len(set(names)) == width
    assert all(name.strip() for name in names)


def test_columns_that_most_rows_fill_get_a_name(opened):
    file = opened("id,name\n1,Ada,x\n2,Bob,y\n3,Cyd,z\n4,Dan\n")
    assert file.inspection.headers == ("id", "name", "Column 3")


# --- Rows that don't fit


def test_short_rows_are_padded_blank_ones_left_out_and_surplus_is_kept_only_where_it_says_something(opened):
    file = opened("a,b,c\n1\n,,\n1,2,3,,\n1,2,3,4\n  ,\n5,6,7\n")
    assert file.rows == [["1", "", ""], ["1", "2", "3"], ["1", "2", "3", "4"], ["5", "6", "7"]]
    assert file.lines == [2, 4, 5, 7]


def test_remarks_are_counted_and_left_out_but_hashes_in_cells_are_data(opened):
    file = opened('order,total\n# made by a shop, today, at noon\n#1050,10\n#remark\n"#1051",20\n')
    assert file.rows == [["#1050", "10"], ["#1051", "20"]]
    assert sum(chunk.comments for chunk in file.chunks) == 2


# --- Quotes that don't pair up


def test_a_quote_never_closed_costs_its_line_and_not_the_file(opened):
    rows = "".join(f"{number},name {number},x\n" for number in range(3000))
    file = opened(f'id,name,note\n{rows}7,"5 inch,y\n{rows}')
    assert len(file.rows) == 6001
    assert file.rows[3000] == ["7", '"5 inch', "y"]
    assert any("Line 3002" in warning for warning in file.warnings)


def test_a_quote_closed_rows_later_by_chance_swallows_nothing(opened):
    file = opened('id,size,note\n1,"5,a\n2,6,b\n3,7,c\n4,8,d\n5,9,"e"\n6,1,f\n')
    assert [row[0] for row in file.rows] == list("123456")
    assert file.rows[0] == ["1", '"5', "a"]


def test_a_cell_of_many_lines_stays_one_cell(opened):
    poem = "\n".join(f"line {number}, with a comma" for number in range(2000))
    file = opened(f'id,poem,note\n1,"{poem}",x\n2,short,y\n')
    assert file.rows == [["1", poem, "x"], ["2", "short", "y"]]
    assert (file.lines, file.warnings) == ([2, 2002], [])


def test_inner_quotes_that_are_not_doubled_are_read_as_they_stand(opened):
    file = opened('name,note\n"Bill "the kid" B.",x\n"Ann",y\n')
    assert file.rows == [['Bill "the kid" B.', "x"], ["Ann", "y"]]
    assert len(file.warnings) == 1


def test_a_file_cut_off_in_its_only_cell_is_one_row_and_says_so(opened):
    file = opened('"hello\n\n world\n')
    assert file.rows == [["hello\n\n world\n"]]
    assert "never closed" in file.warnings[0]


def test_warnings_of_the_same_kind_are_counted_not_listed(opened):
    file = opened("name,note\n" + 'a "x",b\n"c "d" e",f\n' * 500)
    assert len(file.rows) == 1000
    assert len(file.warnings) == 21
    assert "480 more" in file.warnings[-1]


# --- Sizes


def test_cells_may_be_large(opened):
    file = opened("name,notes\nAda," + "x" * 200_000 + "\nBob,short\n")
    assert [len(row[1]) for row in file.rows] == [200_000, 5]


def test_a_cell_beyond_all_measure_is_refused_with_its_line(opened):
    with pytest.raises(UnreadableFile, match="line 3"):
        opened("name,notes\nBob,short\nAda," + "x" * (8 * 2**20 + 1) + "\n")


def test_more_columns_than_any_table_has_are_refused(opened):
    with pytest.raises(UnreadableFile, match="20,000 columns"):
        opened(",".join(f"c{number}" for number in range(20_000)) + "\n")


def test_many_columns_are_read(opened):
    file = opened(",".join(f"c{number}" for number in range(2000)) + "\n" + ",".join(["v"] * 2000) + "\n")
    assert len(file.rows[0]) == 2000


def test_chunks_come_in_order_and_tell_how_far_the_reading_is(opened):
    content = "id,name\n" + "".join(f"{number},name {number}\n" for number in range(100_000))
    file = opened(content, chunk=1000)
    assert [len(chunk.rows) for chunk in file.chunks] == [1000] * 100
    assert [int(row[0]) for row in file.rows] == list(range(100_000))
    assert file.lines == list(range(2, 100_002))
    read = [chunk.bytes_read for chunk in file.chunks]
    assert read == sorted(read)
    assert read[-1] == file.inspection.size == len(content)


def test_a_large_file_is_sampled_at_its_start_and_further_on_and_its_rows_estimated(opened):
    count = 50_000
    file = opened("id,name\n" + "".join(f"{number:06},name of {number:06}\n" for number in range(count)))
    inspection = file.inspection
    assert inspection.sample[0] == (2, ("000000", "name of 000000"))
    assert len(inspection.sample) > 200
    assert max(int(row[0]) for _, row in inspection.sample) > count * 0.9
    assert inspection.estimated_rows == pytest.approx(count, rel=0.02)
    assert inspection.estimated_rows % 100 == 0, "an estimate looks like one"
    assert not inspection.counted
    assert registry.count_rows(file.path, inspection) == count


def test_headers_far_down_are_read_from_there(opened):
    file = opened("x\n" * 5000 + "id,name\n1,Ada\n", ReadOptions(header_row=5000, delimiter=","))
    assert (file.inspection.headers, file.rows, file.lines) == (("id", "name"), [["1", "Ada"]], [5002])


def test_only_a_small_part_of_a_file_is_ever_in_memory(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write("id,notes\n")
        file.writelines(f"{number},{'x' * 4000}\n" for number in range(8000))
    tracemalloc.start()
    inspection = registry.inspect(path)
    count = sum(len(chunk.rows) for chunk in registry.read(path, inspection, 100))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 8000
    assert peak < inspection.size / 4


# --- Anything at all


@given(
    st.one_of(
        st.binary(max_size=400),
        st.lists(st.sampled_from([b'"', b"'", b",", b";", b"\\", b"\n", b"\r", b" ", b"#", b"a", b"\xe9", b"\0"]))
        .map(b"".join),
    )
)  # fmt: skip
@example(b'"')
@example(b"sep=,")
@example(b"sep=\n")
@example(b"\xff\xfe")
@example(b"\xff\xfe\x00\x00")
@example(b"\xef\xbb\xbf")
@example(b'a,"b\n"c\n')
def test_no_bytes_whatever_do_more_than_be_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "anything.csv"
    try:
        file = Opened(path, content)
    except UnreadableFile:
        return
    width = len(file.inspection.headers)
    assert all(len(row) >= width for row in file.rows)
    assert file.lines == sorted(set(file.lines))
    assert len(file.inspection.sample) == len(file.rows)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    [b'"abc\n', b'"\n', b'a,"\n', b'a "b" c,"d "e\n', b'a,"b\nc,d\ne,f"\n', b"'x\\'y'|b\n", b", ", b"'", b'"', b"#\n"],
)
def test_hostile_files_end_soon(opened, piece):
    size = 300_000
    try:
        file = opened(piece * (size // len(piece)))
    except UnreadableFile:
        return
    assert sum(len(row) for row in file.rows) <= size
