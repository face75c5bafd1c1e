"""What is no table is refused with a sentence that says what it is and what to do; content decides, names never do."""

from __future__ import annotations

import io
import os
import zipfile

import pytest

from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import registry


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def read_whole(path) -> int:
    return registry.count_rows(path, registry.inspect(path))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "spreadsheet.*save it as CSV"),
        (zipped("[Content_Types].xml", "word/document.xml"), "document"),
        (zipped("holiday.txt"), "archive.*[Uu]npack"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office file without a workbook"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "archive"),
        (b"SQLite format 3\0" + b"\0" * 84, "database"),
        (b"<!DOCTYPE html><html><body><table><tr><td>a</td></tr></table></body></html>", "web page"),
        (b"<?xml version='1.0'?><contacts><c/></contacts>", "XML"),
        (bytes(range(256)) * 40, "not text"),
        (b"\n" * 3_000_000 + b"a,b\n", "blank lines"),
        (b"a" * (70 * 2**20), "line of more than"),
    ],
)
def test_other_files_are_refused(tmp_path, content, says):
    path = tmp_path / "contacts.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=f"(?s)contacts.csv.*{says}"):
        read_whole(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="no file"):
        registry.inspect(tmp_path / "missing.csv")
    with pytest.raises(UnreadableFile, match="folder"):
        registry.inspect(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableFile, match="not an ordinary file"):
        registry.inspect(tmp_path / "pipe")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root and Windows read what they may not")
def test_a_file_that_may_not_be_read_is_refused(tmp_path):
    path = tmp_path / "secret.csv"
    path.write_bytes(b"a,b\n1,2\n")
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="permissions"):
        registry.inspect(path)


def test_a_file_that_vanishes_before_it_is_read_is_refused(tmp_path):
    path = tmp_path / "going.csv"
    path.write_bytes(b"id,name\n1,Ada\n")
    inspection = registry.inspect(path)
    path.unlink()
    with pytest.raises(UnreadableFile, match="no file"):
        list(registry.read(path, inspection))


@pytest.mark.parametrize("name", ["contacts.xlsx", "contacts", "contacts.pdf"])
def test_a_misleading_name_does_not_matter(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"id,name\n1,Ada\n")
    assert registry.inspect(path).headers == ("id", "name")


def test_a_file_of_blank_lines_has_no_rows_and_says_so(tmp_path):
    path = tmp_path / "blank.csv"
    path.write_bytes(b"\n \n\n")
    inspection = registry.inspect(path)
    assert (inspection.headers, inspection.header_row, registry.count_rows(path, inspection)) == ((), None, 0)
    assert "nothing in this file" in inspection.warnings[0]
