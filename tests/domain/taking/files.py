"""Small files and mappings for the tests of taking rows in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deskcrm.domain.mapping.model import Column, FileMapping
from deskcrm.domain.mapping.propose import propose
from deskcrm.domain.taking.taken import Taken
from deskcrm.domain.taking.taker import Taker
from deskcrm.formats import exporters

Meaning = str | tuple[str, Mapping[str, str]]


def mapping(columns: Mapping[str, Meaning], shape: str = "people") -> FileMapping:
    """A mapping by hand: header to target, or to target and options."""
    made = []
    for header, meaning in columns.items():
        target, options = (meaning, {}) if isinstance(meaning, str) else meaning
        made.append(Column(header, target, "", True, (), options))
    return FileMapping(shape, "", "", tuple(made))


def taker(columns: Mapping[str, Meaning], shape: str = "people", currency: str = "EUR", zone: str = "UTC") -> Taker:
    """A reader of files with these columns, in Germany."""
    return Taker(mapping(columns, shape), list(columns), country="DE", currency=currency, zone=zone)


def take(columns: Mapping[str, Meaning], *rows: Sequence[str], shape: str = "people") -> list[Taken]:
    """What the rows of such a file say."""
    return taker(columns, shape).take(rows)


def take_one(columns: Mapping[str, Meaning], *cells: str, shape: str = "people") -> Taken:
    """What one row says."""
    return take(columns, cells, shape=shape)[0]


def take_export(rows: Sequence[Mapping[str, str]], file_name: str = "", headers: Sequence[str] = ()) -> list[Taken]:
    """What the rows of an exporter's file say, by the mapping that is proposed for it. Cells left out are blank."""
    headers = list(headers or rows[0])
    cells = [[row.get(header, "") for header in headers] for row in rows]
    proposed = propose(headers, cells, country="DE", file_name=file_name, exporters=exporters.known())
    return Taker(proposed, headers, country="DE", currency="EUR").take(cells)
