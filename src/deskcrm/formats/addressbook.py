"""People of address books as rows of a table: the same columns for vCards and LDIF, as many as the fullest needs."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from deskcrm.domain import pictures
from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats.table import Chunk, Inspection
from deskcrm.formats.text import Bytes
from deskcrm.languages import tr, trn

SCANNED: Final = 64 * 1024 * 1024
"""Bytes that are read to find which columns there are; in what follows, values beyond them go to LEFT_OVER."""
MOST_VALUES: Final = 40
"""How many emails, phones, ... of one person get columns of their own."""

WHOLE_NAME: Final = "Whole name"
KEY: Final = "Record id"
PHOTO: Final = "Photo"
LEFT_OVER: Final = "Not placed"
OWN_ID: Final = "DeskCRM id"
OWN_MARK: Final = "DeskCRM mark"
EMAIL, PHONE, WEBSITE, HANDLE = "Email", "Phone", "Website", "Handle"
POINTS: Final = (EMAIL, PHONE, WEBSITE, HANDLE)
ADDRESS: Final = "Address"
ADDRESS_PARTS: Final = ("street", "line 2", "city", "region", "postcode", "country")
_SINGLES: Final = (
    OWN_ID, OWN_MARK, "Kind", KEY, WHOLE_NAME, "Title of address", "First name", "Middle name", "Last name", "Suffix",
    "Nickname", "Company", "Department", "Job title", "Birthday", "Anniversary", "Language", "Gender", "Stage", "Tags",
    "Source ids", "Notes", PHOTO, LEFT_OVER,
)  # fmt: skip
_BEFORE_POINTS: Final = _SINGLES.index("Birthday")
_ALWAYS: Final = frozenset({WHOLE_NAME, "First name", "Last name", "Company"})
_SAMPLE_ROWS: Final = 200


@dataclass(slots=True)
class Person:
    """One entry of an address book.

    line: where it begins, from 1. singles: text by column. points: values with their labels by kind. addresses: text
    by part, "" for a whole one in one piece, and "label". left_over: what has no column, as "NAME: value".
    picture: a photo, where all of it was read.
    """

    line: int
    singles: dict[str, str] = field(default_factory=dict)
    points: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    addresses: list[dict[str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    picture: bytes = b""

    def add_point(self, kind: str, value: str, label: str, *, first: bool = False) -> None:
        """A further email, phone, website or handle, unless it is there already; `first`: before the others."""
        values = self.points.setdefault(kind, [])
        # Beyond a number that nobody has, values are not compared: each with all would take for ever.
        if value and (len(values) > 5 * MOST_VALUES or all(value != known for known, _ in values)):
            values.insert(0 if first else len(values), (value, label))

    def add_picture(self, picture: bytes, size: int, *, cut: bool = False) -> bool:
        """Their photo of so many bytes, or its beginning where `cut`; False for one that can't be kept as it is."""
        self.singles[PHOTO] = f"a picture of about {max(1, size // 1024):,} kB"
        if not (self.picture or cut) and size <= pictures.MOST_READ:
            self.picture = picture
        return size <= pictures.MOST_BYTES and pictures.kind_of(picture) is not None


def large_photos_of_entries(count: int) -> str:
    """The sentence for photos that can't be kept as they are, of so many entries."""
    return trn(
        "{count} entry has a photo that is larger than {most} kB, or neither JPEG nor PNG: the window makes it small, "
        "the terminal leaves it out.",
        "{count} entries have a photo that is larger than {most} kB, or neither JPEG nor PNG: the window makes it "
        "small, the terminal leaves it out.",
        count,
        most=pictures.MOST_BYTES // 1000,
    )


def large_photos_of_cards(count: int) -> str:
    """The same of so many cards."""
    return trn(
        "{count} card has a photo that is larger than {most} kB, or neither JPEG nor PNG: the window makes it small, "
        "the terminal leaves it out.",
        "{count} cards have a photo that is larger than {most} kB, or neither JPEG nor PNG: the window makes it "
        "small, the terminal leaves it out.",
        count,
        most=pictures.MOST_BYTES // 1000,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What reading an address book found beside its people: who wrote it, and sentences for the owner."""

    exporter: str = ""
    source: str = ""
    warnings: tuple[str, ...] = ()


class Book(Protocol):
    """A reader of one file's entries, in file order."""

    @property
    def bytes_read(self) -> int:
        """How far into the file the reading has come."""

    def __iter__(self) -> Iterator[Person]:
        """The entries."""

    def told(self) -> Told:
        """What it met so far."""


@dataclass(slots=True)
class Needs:
    """Which columns a book needs."""

    singles: set[str] = field(default_factory=lambda: set(_ALWAYS))
    own_fields: dict[str, None] = field(default_factory=dict)
    points: Counter[str] = field(default_factory=lambda: Counter({EMAIL: 1, PHONE: 1}))
    addresses: list[set[str]] = field(default_factory=list)

    def see(self, person: Person) -> None:
        """Make room for one more person."""
        for header, text in person.singles.items():
            if text and header in _SINGLES:
                self.singles.add(header)
            elif text:
                self.own_fields[header] = None
        if person.tags:
            self.singles.add("Tags")
        if person.left_over:
            self.singles.add(LEFT_OVER)
        for kind, values in person.points.items():
            self.points[kind] = max(self.points[kind], min(len(values), MOST_VALUES))
            if len(values) > MOST_VALUES:
                self.singles.add(LEFT_OVER)
        for number, address in enumerate(person.addresses[:MOST_VALUES]):
            if number == len(self.addresses):
                self.addresses.append(set())
            self.addresses[number].update(part for part, text in address.items() if text)

    def headers(self, *, whole: bool) -> tuple[str, ...]:
        """The columns; where the book was not seen to its end, with one for what may turn out to have none."""
        if OWN_ID in self.singles:
            self.singles.add(OWN_MARK)
        if not whole:
            self.singles.add(LEFT_OVER)
        before = [header for header in _SINGLES[:_BEFORE_POINTS] if header in self.singles]
        behind = [header for header in _SINGLES[_BEFORE_POINTS:] if header in self.singles]
        points = [
            header
            for kind in POINTS
            for number in range(1, self.points[kind] + 1)
            for header in (f"{kind} {number}", f"{kind} {number} label")
        ]
        addresses = [
            f"{ADDRESS} {number} {part}".rstrip()
            for number, parts in enumerate(self.addresses, 1)
            for part in ("label", "", *ADDRESS_PARTS)
            if part in parts
        ]
        return (*before, *points, *addresses, *self.own_fields, *behind)


def row_of(person: Person, headers: tuple[str, ...], places: dict[str, int]) -> list[str]:
    """A person's cells in the order of the headers; `places` is where each header stands."""
    row = [""] * len(headers)
    left_over = list(person.left_over)

    def put(header: str, text: str) -> None:
        place = places.get(header)
        if place is not None:
            row[place] = text
        elif text:
            left_over.append(f"{header}: {text}")

    for header, text in person.singles.items():
        put(header, text)
    for kind, values in person.points.items():
        for number, (value, label) in enumerate(values, 1):
            put(f"{kind} {number}", value)
            if label:
                put(f"{kind} {number} label", label)
    for number, address in enumerate(person.addresses, 1):
        for part, text in address.items():
            put(f"{ADDRESS} {number} {part}".rstrip(), text)
    if person.tags:
        put("Tags", in_one_cell(person.tags))
    if left_over and LEFT_OVER in places:
        row[places[LEFT_OVER]] = "\n".join(left_over)
    return row


def in_one_cell(words: list[str]) -> str:
    """Words parted by semicolons, those with one of their own in quotes."""
    if not any(sign in word for word in words for sign in ';"'):
        return "; ".join(words)
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="").writerow(words)
    return out.getvalue()


# A book as a file of rows ---------------------------------------------------------------------------------------------


def inspect_book(
    name: str, book: Book, form: str, encoding: str, sample: Bytes, warnings: tuple[str, ...]
) -> Inspection:
    """What a book is: its columns, found by reading it (its first SCANNED bytes), and its first people.

    Raises UnreadableFile where there is nobody in it.
    """
    needs, first, count = Needs(), list[Person](), 0
    read_whole = True
    for person in book:
        needs.see(person)
        count += 1
        if len(first) < _SAMPLE_ROWS:
            first.append(person)
        if book.bytes_read > SCANNED:
            read_whole = False
            break
    if not count and read_whole:
        raise UnreadableFile(tr("“{name}” has nobody in it. Export it again, or choose another file.", name=name))
    told = book.told()
    headers = needs.headers(whole=read_whole)
    places = {header: place for place, header in enumerate(headers)}
    estimate = count if read_whole else int(float(f"{count * sample.size / book.bytes_read:.3g}"))
    return Inspection(
        format=form,
        encoding=encoding,
        delimiter="",
        quote="",
        escape="",
        header_row=None,
        headers=headers,
        sample=tuple((person.line, tuple(row_of(person, headers, places))) for person in first),
        size=sample.size,
        estimated_rows=estimate,
        warnings=(*warnings, *told.warnings),
        counted=read_whole,
        exporter=told.exporter,
        source=told.source,
        noun="card",
    )


def read_book(book: Book, inspection: Inspection, size: int) -> Iterator[Chunk]:
    """The people of a book as rows, in chunks of `size`."""
    headers = inspection.headers
    places = {header: place for place, header in enumerate(headers)}
    return in_chunks(
        ((person.line, row_of(person, headers, places)) for person in book), size, lambda: book.bytes_read, book.told
    )


def in_chunks(
    rows: Iterator[tuple[int, list[str]]], size: int, bytes_read: Callable[[], int], told: Callable[[], Told]
) -> Iterator[Chunk]:
    """Rows with their lines in chunks; what was met goes with the last one."""
    chunk = Chunk([], [])
    for line, row in rows:
        chunk.lines.append(line)
        chunk.rows.append(row)
        if len(chunk.rows) == size:
            chunk.bytes_read = bytes_read()
            yield chunk
            chunk = Chunk([], [])
    chunk.bytes_read = bytes_read()
    chunk.warnings = list(told().warnings)
    if chunk.rows or chunk.warnings:
        yield chunk
