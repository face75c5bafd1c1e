"""Programs that carry the columns of a chunk into what its rows say, each made once for a file's mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Protocol

from deskcrm.domain.cleaning.dates import parse_date
from deskcrm.domain.cleaning.names import has_legal_form, split_family
from deskcrm.domain.facts import Data
from deskcrm.domain.mapping.model import DEFAULT_GROUP
from deskcrm.domain.taking.cells import Cells, Dated, Points, Reached, Read
from deskcrm.domain.taking.taken import Problem

Columns = list[tuple[str, ...]]
_NUMBERS_REMEMBERED: Final = 4096  # of each country


@dataclass(slots=True)
class Chunk:
    """Some rows on their way, column by column: one entry of each list for each row."""

    columns: Columns
    datas: list[Data]
    points: list[Points]
    keys: list[str]
    activities: list[dict[str, Any]]
    activity_keys: list[str]
    problems: dict[int, Problem] = field(default_factory=dict)
    countries: list[str] = field(default_factory=list)  # whose phones without one are read so; none: the workspace's

    @staticmethod
    def of(columns: Columns, rows: int) -> Chunk:
        """A chunk of which nothing has been read."""
        return Chunk(columns, [{} for _ in range(rows)], [()] * rows, [""] * rows, [], [])

    def blame(self, row: int, header: str, value: str, why: str) -> None:
        """Say why a row cannot be taken in; its first problem counts."""
        self.problems.setdefault(row, (header, value, why))


class Program(Protocol):
    """One step of reading a chunk."""

    def run(self, chunk: Chunk) -> None:
        """Read some columns of the chunk into what its rows say."""


@dataclass(slots=True)
class Single:
    """A single field. A further column of the same field counts where the ones before it are blank."""

    slot: str
    cells: Cells[str]

    def run(self, chunk: Chunk) -> None:
        """Set the field in each row."""
        slot = self.slot
        for data, value in zip(chunk.datas, self.cells.values(chunk.columns), strict=True):
            if value and slot not in data:
                data[slot] = value


@dataclass(slots=True)
class Joined:
    """A field that several columns may say something of: `join` adds what one says to what was said before."""

    slot: str
    cells: Cells[str]
    join: Callable[[str, str], str]

    def run(self, chunk: Chunk) -> None:
        """Add what the column says to each row."""
        slot, join = self.slot, self.join
        for data, value in zip(chunk.datas, self.cells.values(chunk.columns), strict=True):
            if value:
                data[slot] = join(data[slot], value) if slot in data else value


def on_own_lines(said: str, further: str) -> str:
    """Two notes, each on its own lines."""
    return f"{said}\n{further}"


def each_word_once(said: str, further: str) -> str:
    """A form of address and a title, "Herr" and "Dr.", in columns of their own; a word counts once."""
    known = set(said.casefold().split())
    return " ".join([said, *(word for word in further.split() if word.casefold() not in known)])


@dataclass(slots=True)
class GivenKey:
    """The source's own id of the person."""

    cells: Cells[str]

    def run(self, chunk: Chunk) -> None:
        """Keep the first id of each row."""
        values = self.cells.values(chunk.columns)
        chunk.keys = [key or value for key, value in zip(chunk.keys, values, strict=True)]


@dataclass(slots=True)
class Countries:
    """Where each row's phones without a country belong: where its address is, where nothing in the row says otherwise.

    See docs/decisions/2026-11-26-phone-countries.md.
    """

    home: str
    cells: list[Cells[str]]

    def run(self, chunk: Chunk) -> None:
        """Set the country of each row; two addresses in two countries say nothing."""
        first, *others = (cells.values(chunk.columns) for cells in self.cells)
        if others:
            told = [set(row) - {""} for row in zip(first, *others, strict=True)]
            first = [row.pop() if len(row) == 1 else "" for row in told]
        countries = [code or self.home for code in first]
        if set(countries) != {self.home}:
            chunk.countries = countries


@dataclass(slots=True)
class Phones:
    """A column of phones, read by the country of each row."""

    index: int
    home: Cells[Reached]
    reader_of: Callable[[str], Read[Reached]]
    _readers: dict[str, Read[Reached]] = field(default_factory=dict)

    def values(self, chunk: Chunk) -> list[Reached]:
        """The phones of each row."""
        if not chunk.countries:
            return self.home.values(chunk.columns)
        for country in set(chunk.countries) - self._readers.keys():
            self._readers[country] = lru_cache(maxsize=_NUMBERS_REMEMBERED)(self.reader_of(country))
        readers = self._readers
        return [
            readers[country](cell) for country, cell in zip(chunk.countries, chunk.columns[self.index], strict=True)
        ]


@dataclass(slots=True)
class Listed:
    """Values of a list field, with the label of the column or, row by row, that of another column."""

    field: str
    label: str
    header: str
    cells: Cells[Reached]
    labels: Cells[str] | None = None
    instead: Cells[Reached] | None = None
    consent: str = ""
    consent_slot: str = ""
    phones: Phones | None = None

    def run(self, chunk: Chunk) -> None:
        """Add the values to each row, and the strong identifiers among them."""
        read = self.phones.values(chunk) if self.phones else self.cells.values(chunk.columns)
        if self.instead is not None:
            others = self.instead.values(chunk.columns)
            read = [_better(own, other) for own, other in zip(read, others, strict=True)]
        slot = slot_name(self.field, self.label, self.header)
        if self.labels is None:
            for data, (values, _) in zip(chunk.datas, read, strict=True):
                if values:
                    data[slot] = values
        else:
            labels = self.labels.values(chunk.columns)
            for data, (values, _), label in zip(chunk.datas, read, labels, strict=True):
                if values:
                    data[slot_name(self.field, label, self.header) if label else slot] = values
        if self.field in ("emails", "phones"):
            chunk.points = [
                known + points if points else known for known, (_, points) in zip(chunk.points, read, strict=True)
            ]
        if self.consent:
            for data, (_, points) in zip(chunk.datas, read, strict=True):
                if points:
                    say_consent(data, self.consent_slot, self.consent)


def _better(own: Reached, other: Reached) -> Reached:
    """The cell's own emails where there is one, else those of the other column, else what it has that is no path."""
    if own[1] or not own[0]:
        return own
    if other[1]:
        return other
    values = [value for value in own[0] if not value.startswith("/")]
    return values, ()


def slot_name(field_key: str, label: str, column: str) -> str:
    """The slot of a list column: "emails.work|Email 2"."""
    return f"{field_key}.{label}|{column}" if label else f"{field_key}|{column}"


def say_consent(data: Data, slot: str, word: str) -> None:
    """Note "in" or "out"; an opt-out stands against an opt-in of the same row."""
    if word == "out" or slot not in data:
        data[slot] = word


@dataclass(slots=True)
class Consent:
    """A yes or no to being written to."""

    slot: str
    cells: Cells[str]

    def run(self, chunk: Chunk) -> None:
        """Note what each row says."""
        for data, word in zip(chunk.datas, self.cells.values(chunk.columns), strict=True):
            if word:
                say_consent(data, self.slot, word)


@dataclass(slots=True)
class Moment:
    """A moment of the person's, such as since when they are known. One that cannot be understood is left out."""

    slot: str
    cells: Cells[Dated]
    only_with: str = ""

    def run(self, chunk: Chunk) -> None:
        """Set the moment in each row, or only in those that have the slot it belongs to."""
        slot, needed = self.slot, self.only_with
        for data, (moment, _) in zip(chunk.datas, self.cells.values(chunk.columns), strict=True):
            if moment and slot not in data and (not needed or needed in data):
                data[slot] = moment


@dataclass(slots=True)
class SplitDay:
    """A day that stands in three columns: year, month and day, any of which may be missing."""

    slot: str
    parts: dict[str, Cells[str]]

    def run(self, chunk: Chunk) -> None:
        """Set the day in each row, or its text where it is none."""
        blank = [""] * len(chunk.datas)
        columns = [
            self.parts[part].values(chunk.columns) if part in self.parts else blank for part in ("year", "month", "day")
        ]
        for data, year, month, day in zip(chunk.datas, *columns, strict=True):
            if (year or month or day) and self.slot not in data:
                data[self.slot] = _day_of(year, month, day)


def _day_of(year: str, month: str, day: str) -> str:
    if month.isdecimal() and day.isdecimal():
        written = f"{year or '-'}-{month:0>2}-{day:0>2}"
    else:
        written = f"{day} {month} {year}".strip()
    return parse_date(written, "ymd") or "-".join(part for part in (year, month, day) if part)


@dataclass(slots=True)
class Address:
    """One address of a row: its parts from their columns, else from a cell with the whole of it."""

    group: str
    parts: list[tuple[str, Cells[str]]] = field(default_factory=list)
    wholes: list[tuple[str, Cells[list[dict[str, str]]]]] = field(default_factory=list)
    labels: Cells[str] | None = None
    split: str = ""

    @property
    def label(self) -> str:
        """The label that the group stands for; "default" and numbers stand for none."""
        return "" if self.group == DEFAULT_GROUP or self.group.isdecimal() else self.group

    def run(self, chunk: Chunk) -> None:
        """Set the address in each row."""
        columns = [(f"addresses.{self.group}", self._from_parts(chunk))] if self.parts else []
        columns += [(header, cells.values(chunk.columns)) for header, cells in self.wholes]
        labels = self.labels.values(chunk.columns) if self.labels is not None else None
        done: set[int] = set()
        for position, (column, read) in enumerate(columns, 1):
            slot = slot_name("addresses", self.label, column)
            for row, (data, addresses) in enumerate(zip(chunk.datas, read, strict=True)):
                if addresses and row not in done:
                    label = labels[row] if labels else ""
                    data[slot_name("addresses", label, column) if label else slot] = addresses
                    if position < len(columns):
                        done.add(row)

    def _from_parts(self, chunk: Chunk) -> list[list[dict[str, str]]]:
        """The addresses of each row from the columns with its parts."""
        read = [(part, cells.values(chunk.columns)) for part, cells in self.parts]
        if self.split:
            names = [part for part, _ in read]
            rows = zip(*(values for _, values in read), strict=True)
            return [_side_by_side(zip(names, row, strict=True), self.split) for row in rows]
        firsts: list[dict[str, str]] = [{} for _ in chunk.datas]
        for part, values in read:
            for address, value in zip(firsts, values, strict=True):
                if value:
                    address[part] = f"{address[part]}, {value}" if part in address else value
        return [[address] if address else [] for address in firsts]


def _side_by_side(cells: Iterable[tuple[str, str]], mark: str) -> list[dict[str, str]]:
    """Several addresses in a row: the first values of its cells belong together, then the second ones, and so on."""
    addresses: list[dict[str, str]] = []
    for part, cell in cells:
        for position, piece in enumerate(cell.split(mark)):
            if position == len(addresses):
                addresses.append({})
            if value := piece.strip():
                address = addresses[position]
                address[part] = f"{address[part]}, {value}" if part in address else value
    return [address for address in addresses if address]


@dataclass(slots=True)
class Tidying:
    """Something that is decided when all columns of a row are read."""

    each: Callable[[Data], None]

    def run(self, chunk: Chunk) -> None:
        """Decide it for each row."""
        for data in chunk.datas:
            self.each(data)


def parts_before_whole(data: Data) -> None:
    """A whole name counts only where the row has neither a given nor a family name."""
    if "given" in data or "family" in data:
        data.pop("name", None)


def companies_not_in_names(data: Data) -> None:
    """A whole name that is its own organization, or ends in a legal form ("Ruiz S.L."), names a company and nobody."""
    name = data.get("name", "")
    if name and (name == data.get("organization") or has_legal_form(name)):
        data.setdefault("organization", name)
        del data["name"]


def degrees_behind_family(data: Data) -> None:
    """Degrees that somebody wrote behind their family name ("Wei, MBA") are a suffix, unless the row has one."""
    if "," in data.get("family", ""):
        family, suffix = split_family(data["family"])
        if suffix and "suffix" not in data:
            data["family"], data["suffix"] = family, suffix
