"""`Taker`: turns the raw rows of a file into what they say, column by column, by a mapping compiled once."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import repeat
from typing import Final

from deskcrm.domain.cleaning.text import tidy
from deskcrm.domain.fields import ADDRESS_PARTS, CUSTOM_PREFIX, NAME_PARTS, POINT_FIELDS
from deskcrm.domain.lifecycle import stage_key
from deskcrm.domain.mapping.exporters import OWN_SOURCE
from deskcrm.domain.mapping.mappingfile import column_names
from deskcrm.domain.mapping.model import ACTIVITY_SHAPES, DEFAULT_GROUP, NOT_IMPORTED, Column, FileMapping, split_target
from deskcrm.domain.taking.cells import (
    Cells,
    Options,
    Reached,
    Read,
    T,
    clock_reader,
    country_reader,
    currency_reader,
    day_reader,
    email_reader,
    lines_reader,
    moment_reader,
    money_reader,
    phone_reader,
    plain_reader,
    text_reader,
    whole_address_reader,
    whole_country_reader,
    yes_no_reader,
)
from deskcrm.domain.taking.columns import (
    Address,
    Chunk,
    Consent,
    Countries,
    GivenKey,
    Joined,
    Listed,
    Moment,
    Phones,
    Program,
    Single,
    SplitDay,
    Tidying,
    companies_not_in_names,
    degrees_behind_family,
    each_word_once,
    on_own_lines,
    parts_before_whole,
)
from deskcrm.domain.taking.happenings import KIND_OF_SHAPE, Happening, kind_reader, packed_reader, values_reader
from deskcrm.domain.taking.taken import Taken, lack
from deskcrm.languages import tr

_DAYS: Final = frozenset({"birthday", "anniversary"})
_CONSENTS: Final = {
    "consent.email": ("consent.email", "in", "out"),
    "consent.phone": ("consent.phone", "in", "out"),
    "optout.email": ("consent.email", "out", ""),
    "optout.phone": ("consent.phone", "out", ""),
}
_PERSONAL_NAME: Final = frozenset({*NAME_PARTS, "nickname"})
_SURPLUS: Final = tr("more cells than the header has: check quotes and separators")


class Taker:
    """Reads the rows of one file.

    `country` (ISO 3166) is where phones without a country belong whose row has no address that says it, `currency` (ISO
    4217) what amounts without one are in, `zone` (IANA) where the clock hung of times without one, `kinds` the owner's
    kinds of activity by the words that mean them (casefolded). `kind` is what its rows are about.
    """

    def __init__(
        self,
        mapping: FileMapping,
        headers: Sequence[str],
        *,
        country: str,
        currency: str,
        zone: str = "UTC",
        kinds: Mapping[str, str] | None = None,
    ) -> None:
        self._kinds = kinds or {}
        self.kind = "company" if mapping.shape == "companies" else "person"
        self._width = len(headers)
        self._country, self._zone = country, zone
        self._index = {header: index for index, header in reversed(list(enumerate(headers)))}
        self._happening: Happening | None = None
        if mapping.shape in ACTIVITY_SHAPES:
            self._happening = Happening(KIND_OF_SHAPE[mapping.shape], currency)
        self._names = column_names(headers)
        self._addresses: dict[str, Address] = {}
        self._split_days: dict[str, SplitDay] = {}
        self._programs: list[Program] = []
        self._last: list[Program] = []
        placed = _placed(mapping.columns, headers)
        self._options = {index: column.options for index, column in placed}
        zones = (column.options.get("zone", "") for _, column in placed if column.target == "activity.at")
        self._zone_of_days = next(zones, "") or zone
        self._countries = [] if mapping.source == OWN_SOURCE else _countries(placed)
        if self._countries:
            self._programs.append(Countries(country, self._countries))
        for index, column in self._in_order(placed):
            self._compile(index, column)
        self._programs += [*self._split_days.values(), *self._addresses.values()]
        targets = {column.target for column in mapping.columns}
        if self.kind == "person" and "name" in targets and targets & {"given", "family"}:
            self._programs.append(Tidying(parts_before_whole))
        if self.kind == "person" and "name" in targets:
            self._programs.append(Tidying(companies_not_in_names))
        if self.kind == "person" and "family" in targets:
            self._programs.append(Tidying(degrees_behind_family))
        self._programs += self._last
        if self._happening is not None:
            self._programs.append(self._happening)

    def take(self, rows: Sequence[Sequence[str]]) -> list[Taken]:
        """What each row says, in the order of the rows."""
        if not rows:
            return []
        chunk = Chunk.of(self._columns(rows), len(rows))
        self._blame_surplus(chunk, rows)
        for program in self._programs:
            program.run(chunk)
        return self._assembled(chunk)

    def _assembled(self, chunk: Chunk) -> list[Taken]:
        """What has been read, row by row, with what stands against it."""
        none: Iterable[None] = repeat(None)
        points = [row if len(row) < 2 else tuple(dict.fromkeys(row)) for row in chunk.points]
        keys: Iterable[str] = chunk.activity_keys or repeat("")
        takens = list(map(Taken, chunk.datas, chunk.keys, chunk.activities or none, keys, none, points))
        for taken in takens:
            if taken.activity is not None or not (taken.points or taken.given_key):
                taken.problem = lack(taken)
        for row, problem in chunk.problems.items():
            takens[row].problem = problem
        return takens

    def _columns(self, rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
        """The cells column by column; short rows are filled up."""
        width = self._width
        if set(map(len, rows)) != {width}:
            rows = [[*row[:width], *[""] * (width - len(row))] for row in rows]
        return list(zip(*rows, strict=True))

    def _blame_surplus(self, chunk: Chunk, rows: Sequence[Sequence[str]]) -> None:
        """Rows with content beyond the header cannot be trusted: their cells may have slipped."""
        if max(map(len, rows)) == self._width:
            return
        for row, cells in enumerate(rows):
            if surplus := tidy(" ".join(cells[self._width :])):
                chunk.blame(row, "", surplus, _SURPLUS)

    # Compiling ------------------------------------------------------------------------------------------------------

    def _in_order(self, placed: list[tuple[int, Column]]) -> list[tuple[int, Column]]:
        """The columns in the order in which they are read: a company's own name goes before that of its contact."""
        if self.kind == "person":
            return placed
        return sorted(placed, key=lambda entry: entry[1].target == "name")

    def _compile(self, index: int, column: Column) -> None:
        target, options = column.target, column.options
        if target in ("", NOT_IMPORTED):
            return
        field, label, part = split_target(target)
        if options.get("key") == "yes":
            reader = text_reader(options)
            self._last.append(GivenKey(Cells(index, _after(reader, str.casefold) if field == "emails" else reader)))
        if field in ("activity", "item"):
            if self._happening is not None:
                self._compile_activity(self._happening, index, column)
        elif field in POINT_FIELDS or target in ("tags", "source_ids"):
            self._compile_list(index, column, field, label)
        elif field == "addresses":
            self._compile_address(index, column, label or DEFAULT_GROUP, part)
        elif target in _CONSENTS:
            slot, yes, no = _CONSENTS[target]
            self._programs.append(Consent(slot, Cells(index, yes_no_reader(options, yes, no))))
        elif field == "birthday" and label:
            day = self._split_days.setdefault(field, SplitDay(field, {}))
            day.parts[label] = Cells(index, text_reader(options))
        elif target == "source_id":
            self._programs.append(GivenKey(Cells(index, text_reader(options))))
        elif target == "created_at":
            self._programs.append(Moment(target, Cells(index, moment_reader(options, self._zone))))
        else:
            self._compile_single(index, target, options)

    def _compile_single(self, index: int, target: str, options: Options) -> None:
        if self.kind == "company":
            if target in _PERSONAL_NAME:
                return
            target = "organization" if target == "name" else target
        if target == "notes":
            self._programs.append(Joined(target, Cells(index, lines_reader(options)), on_own_lines))
        elif target == "prefix":
            self._programs.append(Joined(target, Cells(index, text_reader(options)), each_word_once))
        elif target in _DAYS:
            self._programs.append(Single(target, Cells(index, day_reader(options))))
        elif target == "stage":
            self._programs.append(Single(target, Cells(index, _after(text_reader(options), stage_key))))
        elif target == "name":
            self._programs.append(Single(target, Cells(index, _after(text_reader(options), _without_loose_commas))))
        elif target.startswith(CUSTOM_PREFIX):
            self._programs.append(Single(target, Cells(index, lines_reader(options))))
        else:
            self._programs.append(Single(target, Cells(index, text_reader(options))))

    def _compile_list(self, index: int, column: Column, field: str, label: str) -> None:
        options = column.options
        reader: Read[Reached]
        if field == "emails":
            reader = email_reader(options)
        elif field == "phones":
            reader = phone_reader(options, self._country)
        else:
            reader = plain_reader(options)
        listed = Listed(field, label, self._names[index], Cells(index, reader), self._labels(options))
        if field == "phones" and self._countries:
            listed.phones = Phones(index, listed.cells, partial(phone_reader, options))
        other = self._index.get(options.get("else_from", ""))
        if other is not None:
            listed.instead = Cells(other, email_reader({}))
        self._programs.append(listed)
        consent = {"yes": "in", "no": "out"}.get(options.get("consent", ""))
        if consent and field in ("emails", "phones"):
            listed.consent, listed.consent_slot = consent, f"consent.{field[:-1]}"
            when = self._index.get(options.get("consent_at", ""))
            if when is not None:
                cells = Cells(when, moment_reader(self._options.get(when, {}), self._zone))
                self._last.append(Moment(f"{listed.consent_slot}.at", cells, listed.consent_slot))

    def _compile_address(self, index: int, column: Column, group: str, part: str) -> None:
        address = self._addresses.setdefault(group, Address(group))
        address.labels = address.labels or self._labels(column.options)
        if part in ADDRESS_PARTS:
            address.parts.append((part, Cells(index, text_reader(column.options))))
            address.split = address.split or column.options.get("split", "")
        else:
            address.wholes.append((self._names[index], Cells(index, whole_address_reader(column.options))))

    def _labels(self, options: Options) -> Cells[str] | None:
        index = self._index.get(options.get("label_column", ""))
        return None if index is None else Cells(index, _label_reader(options.get("label_prefix", "")))

    def _compile_activity(self, happening: Happening, index: int, column: Column) -> None:
        options = column.options
        field, _, part = column.target.partition(".")
        if field == "item":
            happening.currency = options.get("currency") or happening.currency
            if "pairs" in options:
                happening.packed.append(Cells(index, packed_reader(options)))
            else:
                happening.items.append((part, Cells(index, values_reader(options, part))))
        elif part == "key":
            happening.keys = Cells(index, text_reader(options))
        elif part == "kind":
            happening.kinds = Cells(index, kind_reader(text_reader(options), self._kinds))
        elif part == "at":
            happening.at = (column.header, Cells(index, moment_reader(options, self._zone)))
        elif part == "time":
            happening.clock = (index, column.header, clock_reader(options, self._zone_of_days))
        elif part == "currency":
            happening.currencies = Cells(index, currency_reader(options))
        elif part in ("amount", "refunded"):
            happening.amounts.append((part, column.header, Cells(index, money_reader(options))))
            happening.currency = options.get("currency") or happening.currency
        elif part == "status":
            happening.words.append((part, Cells(index, _after(text_reader(options), str.casefold))))
        else:
            happening.words.append((part, Cells(index, lines_reader(options))))


def _placed(columns: Sequence[Column], headers: Sequence[str]) -> list[tuple[int, Column]]:
    """The columns of a mapping with their places in this file; those with one header in their order."""
    places: dict[str, deque[int]] = defaultdict(deque)
    for index, header in enumerate(headers):
        places[header].append(index)
    return [(places[column.header].popleft(), column) for column in columns if places[column.header]]


def _countries(placed: Sequence[tuple[int, Column]]) -> list[Cells[str]]:
    """What says of a row's addresses in which country they are."""
    found = []
    for index, column in placed:
        field, _, part = split_target(column.target)
        if field == "addresses" and part in ("", "country"):
            reader = country_reader if part else whole_country_reader
            found.append(Cells(index, reader(column.options)))
    return found


def _after(first: Read[str], then: Callable[[str], T]) -> Read[T]:
    return lambda cell: then(first(cell))


def _without_loose_commas(name: str) -> str:
    """ "Weber, " and ", " are what programs write that put a family name before a comma."""
    return name.strip(" ,;")


def _label_reader(prefix: str) -> Read[str]:
    def read(cell: str) -> str:
        return tidy(cell).removeprefix(prefix).replace("|", " ").strip().lower()

    return read
