"""Workbooks that are meant to harm, or too big, cost a child its life and the app nothing (F03, F05, F08, F09, F10)."""

from __future__ import annotations

import multiprocessing
import random
import sys
import zipfile
from pathlib import Path

import pytest
from tests.formats.workbooks import MAIN, cell, letters, ods, one_sheet, sheet_xml, xlsx

from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import registry
from deskcrm.formats.confined import ChildDied, ask

FAR_CORNER = 'r="XFD1048576"'


def raw_sheet(path: Path, *pieces: str) -> Path:
    return xlsx(path, {"Customers": [f'<worksheet xmlns="{MAIN}"><sheetData>', *pieces, "</sheetData></worksheet>"]})


def sparse(path: Path, blank: str = " ") -> Path:
    """Two cells in opposite corners; with another blank than usual, the look into the XML doesn't see them."""
    first, last = (
        f"<row{blank}r={row}><c{blank}{at}><v>1</v></c></row>"
        for row, at in (('"1"', 'r="A1"'), ('"1048576"', FAR_CORNER))
    )
    return raw_sheet(path, first, last)


def test_two_cells_in_opposite_corners_are_refused_before_they_are_opened(tmp_path):
    path = sparse(tmp_path / "sparse.xlsx")
    assert path.stat().st_size < 2048
    with pytest.raises(UnreadableFile, match=r"sparse\.xlsx.* row 1,048,576 and column 16,384, too far"):
        registry.inspect(path)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS keeps no process to a limit of memory")
def test_a_reader_that_aborts_takes_only_its_own_process_along(tmp_path):
    with pytest.raises(UnreadableFile, match=r"sly\.xlsx.* can't be read.*Nothing was changed.*save it as CSV"):
        registry.inspect(sparse(tmp_path / "sly.xlsx", blank="\n"))


def test_a_range_that_is_declared_wrongly_and_cells_that_only_have_a_colour_do_not_matter(tmp_path):
    path = one_sheet(tmp_path / "declared.xlsx", [["Name"], ["Ada"], ["Ben"]], dimension="A1:XFD1048576")
    assert registry.count_rows(path, registry.inspect(path)) == 2
    coloured = f'<row r="1">{cell(0, 0, "Name")}{cell(0, 1, "City")}<c r="XFD1" s="1"/></row>'
    body = (f'<row r="{n + 1}">{cell(n, 0, "Ada")}{cell(n, 1, "Leeds")}</row>' for n in range(1, 5001))
    path = raw_sheet(tmp_path / "coloured.xlsx", coloured, *body, '<row r="1048576" ht="13" customHeight="1"/>')
    inspection = registry.inspect(path)
    assert (inspection.headers, registry.count_rows(path, inspection)) == (("Name", "City"), 5000)


def test_a_bomb_of_one_cell_is_refused_by_its_list_of_contents(tmp_path):
    long = ("x" * 1_000_000 for _ in range(400))
    path = raw_sheet(tmp_path / "bomb.xlsx", '<row r="1"><c r="A1" t="inlineStr"><is><t>', *long, "</t></is></c></row>")
    assert path.stat().st_size < 500_000
    with pytest.raises(UnreadableFile, match=r"bomb\.xlsx.* unpack to 381 MB"):
        registry.inspect(path)


def test_a_container_of_thousands_of_parts_is_refused(tmp_path):
    path = one_sheet(tmp_path / "parts.xlsx", [["Name"], ["Ada"]])
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(1000):
            archive.writestr(f"xl/media/{number}", "")
    with pytest.raises(UnreadableFile, match=r"holds 1,0\d\d parts"):
        registry.inspect(path)


def test_a_billion_laughs_are_refused(tmp_path):
    entities = "".join(f'<!ENTITY {letters(n + 1)} "{f"&{letters(n)};" * 10}">' for n in range(9))
    laughs = f'<!DOCTYPE x [<!ENTITY A "ha">{entities}]><worksheet xmlns="{MAIN}"><sheetData><row r="1">'
    end = '<c r="A1" t="inlineStr"><is><t>&J;</t></is></c></row></sheetData></worksheet>'
    with pytest.raises(UnreadableFile, match=r"laughs\.xlsx.*can't be read"):
        registry.inspect(xlsx(tmp_path / "laughs.xlsx", {"Customers": [laughs, end]}))


def test_an_opendocument_sheet_that_repeats_its_cells_without_end_is_refused(tmp_path):
    whole = ods(tmp_path / "whole.ods", [["Name"], ["Ada"]])
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
        'office:value="1" table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    path = tmp_path / "repeats.ods"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            target.writestr(part, source.read(part).replace(b"</table:table>", row.encode()))
    with pytest.raises(UnreadableFile, match=r"repeats\.ods.*can't be read"):
        registry.inspect(path)


def test_a_cell_of_five_megabytes_is_a_cell(tmp_path):
    path = one_sheet(tmp_path / "cell.xlsx", [["Name", "Note"], ["Ada", "x" * 5_000_000], ["Ben", "short"]])
    rows = [row for chunk in registry.read(path, registry.inspect(path)) for row in chunk.rows]
    assert [len(row[1]) for row in rows] == [5_000_000, 5]


def test_two_thousand_columns_are_columns(tmp_path):
    names = [f"Column {letters(n)}" for n in range(2000)]
    path = one_sheet(tmp_path / "wide.xlsx", [names, *([f"{r}-{n}" for n in range(2000)] for r in range(20))])
    inspection = registry.inspect(path)
    assert inspection.headers == tuple(names)
    assert registry.count_rows(path, inspection) == 20


@pytest.mark.slow
@pytest.mark.parametrize("rows", [500_000])
def test_half_a_million_rows_stream_past(tmp_path, rows):
    def body():
        yield f'<row r="1">{cell(0, 0, "Name")}{cell(0, 1, "Points")}</row>'
        for row in range(1, rows + 1):
            yield f'<row r="{row + 1}">{cell(row, 0, "Ada")}{cell(row, 1, row)}</row>'

    path = raw_sheet(tmp_path / "long.xlsx", *body())
    inspection = registry.inspect(path)
    assert inspection.estimated_rows == rows
    count = told = waited = 0
    for chunk in registry.read(path, inspection):
        waited += not chunk.rows
        assert len(chunk.rows) <= 4096
        assert chunk.bytes_read >= told or not chunk.rows
        told = chunk.bytes_read or told
        count += len(chunk.rows)
    assert (count, told) == (rows, inspection.size)
    assert waited, "a cancel is not heard while the workbook is being opened"


def test_a_workbook_that_goes_away_before_it_is_read_is_missed(tmp_path):
    path = one_sheet(tmp_path / "gone.xlsx", [["Name"], ["Ada"]])
    inspection = registry.inspect(path)
    path.unlink()
    with pytest.raises(UnreadableFile, match=r"no file .*gone\.xlsx"):
        list(registry.read(path, inspection))


def test_a_workbook_that_became_another_is_refused(tmp_path):
    path = one_sheet(tmp_path / "other.xlsx", [["Name"], ["Ada"]])
    inspection = registry.inspect(path)
    xlsx(path, {"Suppliers": sheet_xml([["Name"], ["Ben"]])})
    with pytest.raises(UnreadableFile, match=r"other\.xlsx.*sheet “Customers”"):
        list(registry.read(path, inspection))


def test_reading_can_be_left_and_its_child_is_gone(tmp_path):
    path = one_sheet(tmp_path / "left.xlsx", [["Name", "Points"], *(["Ada", n] for n in range(9000))])
    chunks = registry.read(path, registry.inspect(path), chunk=100)
    assert next(chunk for chunk in chunks if chunk.rows).lines[0] == 2
    chunks.close()
    # The rules laid on every test find a thread or a child that is left.
    assert multiprocessing.active_children() == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_a_workbook_with_bytes_turned_over_is_read_or_refused(tmp_path, seed):
    chance = random.Random(seed)
    rows = [["Name", "Email", "Since"], *([f"P{n}", f"p{n}@example.com", n] for n in range(40))]
    path = (ods if seed % 4 == 0 else one_sheet)(tmp_path / "spoilt.xlsx", rows)
    if seed % 2:
        spoil_a_part(path, chance)
    else:
        path.write_bytes(spoilt(path.read_bytes(), chance))
    said = ""
    try:
        assert registry.count_rows(path, registry.inspect(path)) <= 41
    except UnreadableFile as refusal:
        said = str(refusal)
    assert not said or "spoilt.xlsx" in said


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """Some bytes turned over; now and then the end cut off."""
    spoiling = bytearray(data)
    for _ in range(chance.choice([1, 3, 20])):
        spoiling[chance.randrange(len(spoiling))] = chance.randrange(256)
    return bytes(spoiling[: chance.randrange(len(spoiling)) if chance.random() < 0.2 else None])


def spoil_a_part(path: Path, chance: random.Random) -> None:
    """The same for one part within the container, which stays whole."""
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    chosen = chance.choice(sorted(parts))
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, spoilt(data, chance) if name == chosen else data)


def test_a_child_that_takes_too_long_is_stopped():
    with pytest.raises(ChildDied):
        list(ask("http.server", ["--bind", "127.0.0.1", "0"], seconds=0.2))


def test_a_file_beside_the_current_folder_is_no_module_of_ours(tmp_path, monkeypatch):
    (tmp_path / "orjson.py").write_text("raise SystemExit('taken in')")
    path = one_sheet(tmp_path / "people.xlsx", [["Name"], ["Ada"], ["Ben"]])
    monkeypatch.chdir(tmp_path)
    assert registry.count_rows(path, registry.inspect(path)) == 2
