"""Which module reads which file, decided by content and never by name: one module a format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import csvfile, ics, jsonl, ldif, packed, spreadsheet, vcard
from deskcrm.formats import text as text_rules
from deskcrm.formats.addressbook import PHOTO
from deskcrm.formats.table import Chunk, Inspection, ReadOptions
from deskcrm.languages import tr


class Reader(Protocol):
    """What a format's module has; `registry.inspect` decides by content which one reads a file."""

    def inspect(self, path: Path, sample: text_rules.Bytes, options: ReadOptions) -> Inspection:
        """What the file is and how it will be read."""

    def read(self, path: Path, inspection: Inspection, chunk: int) -> Iterator[Chunk]:
        """Its rows in file order."""


_READERS: dict[str, Reader] = {
    **{reader.FORMAT: reader for reader in (csvfile, ics, jsonl, ldif, vcard)},
    **dict.fromkeys(spreadsheet.FORMATS, spreadsheet),
}

_SAVE_AS_CSV = packed.SAVE_AS_CSV
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# The container of old Office files, and of new ones that are locked.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_PARTS = (b"xl/", b"opendocument.spreadsheet")
_PICTURE = tr("is a picture. Choose a file with rows of text in it, such as a CSV export.")
_ARCHIVE = tr("is a packed archive. Unpack it and choose the file inside it.")
# How a file begins, and what it therefore is.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", tr("is a PDF, which has no rows to read. {save_as_csv}", save_as_csv=_SAVE_AS_CSV)),
    (b"\x89PNG\r\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ\0", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (b"SQLite format 3\0", tr("is a database, not a file of rows. Export the table you need as CSV.")),
    (b"PAR1", tr("is a Parquet file, which can't be read yet. {save_as_csv}", save_as_csv=_SAVE_AS_CSV)),
    (b"\x7fELF", tr("is a program, not a file of rows. Choose a CSV export.")),
    (b"{\\rtf", tr("is a word processor's document. {save_as_csv}", save_as_csv=_SAVE_AS_CSV)),
)
# What the text of a file begins with, blanks and marks aside, and who reads it.
_BY_OPENING: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (reader.OPENING, reader) for reader in (vcard, ics, ldif, jsonl)
)
# What else it may begin with, and what it therefore is.
_OPENINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"<(!doctype\s+html|html|head|body|table)\b", re.I),
        tr("is a web page. {save_as_csv}", save_as_csv=_SAVE_AS_CSV),
    ),
    (
        re.compile(r"<\?xml|<[a-z][\w:.-]*(\s[^<>]*)?>\s*<", re.I),
        tr("is XML, which can't be read yet. {save_as_csv}", save_as_csv=_SAVE_AS_CSV),
    ),
)


def inspect(path: Path, options: ReadOptions = ReadOptions()) -> Inspection:  # noqa: B008 - frozen, without state
    """What a file is, how it will be read, its headers and a sample.

    Reads the file's start and a few places further on, not the whole. Raises UnreadableFile, with a sentence that
    says what the file is instead and what to do.
    """
    sample = text_rules.look(path)
    if not sample.size:
        raise UnreadableFile(
            tr("“{file}” is empty (0 bytes). Export it again, or choose another file.", file=path.name)
        )
    if _is_spreadsheet(sample):
        return spreadsheet.inspect(path, sample, options)
    _refuse_containers(path, sample.head)
    opening = _opening(sample, options)
    for pattern, reader in _BY_OPENING:
        if pattern.match(opening):
            return reader.inspect(path, sample, options)
    _refuse_other_text(path, sample, options)
    return csvfile.inspect(path, sample, options)


def read(path: Path, inspection: Inspection, chunk: int = 4096) -> Iterator[Chunk]:
    """The rows of an inspected file in chunks, in file order.

    Blank rows are left out; short rows are padded to the headers, blank surplus is cut, surplus content is kept for
    the caller to report. Raises UnreadableFile if the file can't be read to its end.
    """
    return _READERS[inspection.format].read(path, inspection, chunk)


def pictures(path: Path, inspection: Inspection) -> Iterator[tuple[int, bytes]]:
    """The photos of an address book, each with the line of its row, whatever their size. Raises UnreadableFile."""
    book = next((book for book in (vcard, ldif) if inspection.format == book.FORMAT), None)
    return book.pictures(path, inspection) if book and PHOTO in inspection.headers else iter(())


def count_rows(path: Path, inspection: Inspection) -> int:
    """How many rows a file has, counted to its end: those that `read` gives, and the notes below them."""
    return sum(len(chunk.rows) + chunk.notes for chunk in read(path, inspection))


def _is_spreadsheet(sample: text_rules.Bytes) -> bool:
    """Whether the container is one that workbooks come in, by the names of its parts at either end."""
    if sample.head.startswith(_OLE):
        return True
    ends = sample.head + (sample.probes[-1][1] if sample.probes else b"")
    return sample.head.startswith(_ZIP) and any(part in ends for part in _WORKBOOK_PARTS)


def _refuse_containers(path: Path, head: bytes) -> None:
    """Raise for files known by their first bytes."""
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise UnreadableFile(tr("“{file}” {what}", file=path.name, what=what))
    if head.startswith(_ZIP):
        raise UnreadableFile(tr("“{file}” {what}", file=path.name, what=_zip_kind(head)))


def _opening(sample: text_rules.Bytes, options: ReadOptions) -> str:
    """The first letters of a file, blanks and marks before them dropped."""
    start = text_rules.decode(sample.head, sample.encoding(options.encoding).name)
    return start[:2000].lstrip("\ufeff \t\r\n")


def _refuse_other_text(path: Path, sample: text_rules.Bytes, options: ReadOptions) -> None:
    """Raise for text that is no table, and for what is no text unless the owner says how to read it."""
    encoding = sample.encoding(options.encoding).name
    start = text_rules.decode(sample.head, encoding)
    opening = _opening(sample, options)
    for pattern, what in _OPENINGS:
        if pattern.match(opening):
            raise UnreadableFile(tr("“{file}” {what}", file=path.name, what=what))
    if not opening and not sample.whole:
        raise UnreadableFile(
            tr("“{file}” begins with too many blank lines. Remove them and try again.", file=path.name)
        )
    nuls = 0 if encoding.startswith(("utf-16", "utf-32")) else sample.head[:20_000].count(0)
    if options.encoding is None and _is_binary(start, nuls):
        raise UnreadableFile(
            tr("“{file}” is not text. Choose a file with rows of text in it, such as a CSV export.", file=path.name)
        )


def _zip_kind(head: bytes) -> str:
    """What a ZIP container holds, by the names of its first entries."""
    if b"Index/Document.iwa" in head:
        return tr(
            "is a document of Numbers, Pages or Keynote, which can't be read. {save_as_csv}", save_as_csv=_SAVE_AS_CSV
        )
    if b"word/" in head or b"opendocument.text" in head or b"ppt/" in head:
        return tr("is an office document without rows to read. {save_as_csv}", save_as_csv=_SAVE_AS_CSV)
    return _ARCHIVE


def _is_binary(start: str, nuls: int) -> bool:
    """Whether control characters or characters of no encoding are too many for text."""
    text = start[:20_000]
    controls = sum((char < " " and char not in "\t\r\n\v\f\x1b") or "\x7f" <= char <= "\x9f" for char in text)
    return controls + text.count("\ufffd") + nuls > max(2, len(text) // 20)
