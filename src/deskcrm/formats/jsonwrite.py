"""Writing JSON: an array with one object a line, which programs read and DeskCRM reads back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson

from deskcrm.formats.table import Cell, unique_headers
from deskcrm.formats.writing import write_whole


def write_objects(path: Path, objects: Iterable[Mapping[str, Any]]) -> int:
    """Write an array of objects, whole or not at all; returns how many. Raises UserError where it can't be written."""
    count = 0

    def pieces() -> Iterator[bytes]:
        nonlocal count
        yield b"["
        for count, one in enumerate(objects, 1):
            yield b"\n" if count == 1 else b",\n"
            yield orjson.dumps(one, default=_plain)
        yield b"\n]\n"

    write_whole(path, pieces())
    return count


def write_rows(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a table as objects with the headers as names; numbers stay numbers. As `write_objects` otherwise."""
    names = unique_headers(list(headers), len(headers))
    return write_objects(path, (dict(zip(names, row, strict=True)) for row in rows))


def _plain(value: object) -> Any:
    """What orjson doesn't know: an amount, as the number that it is; days it knows."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
