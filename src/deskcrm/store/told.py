"""What a staged import tells of each row, out of its scratch file: a page at a time, as filtered and searched."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from deskcrm.domain.facts import Data
from deskcrm.domain.views import Problem
from deskcrm.store.loading import IN, ids

_COLUMNS = "id, line, how, name, contact, record, version, field, value, why, happened"


class ToldRow(NamedTuple):
    """What one unit would do. `contact` and `version` are signed references; `happened` is JSON."""

    number: int
    line: int
    how: str
    name: str
    contact: int
    record: int
    version: int
    field: str
    value: str
    why: str
    happened: str | None

    @property
    def activity(self) -> dict[str, Any]:
        """What happened; {} for nothing."""
        return orjson.loads(self.happened) if self.happened else {}


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The scratch file at `path`, for reading what it tells."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA query_only = ON")
        yield connection
    finally:
        connection.close()


def page(
    connection: sqlite3.Connection, hows: Collection[str], words: Sequence[str], after: int, limit: int
) -> list[ToldRow]:
    """Some rows in file order, those behind the number `after`: of these kinds, with all these folded words."""
    where, given = _where(hows, words)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM told WHERE id > ? AND {where} ORDER BY id LIMIT ?", (after, *given, limit)
    )
    return [ToldRow(*row) for row in rows]


def rows(connection: sqlite3.Connection, numbers: Collection[int]) -> list[ToldRow]:
    """The rows of these numbers."""
    found = connection.execute(f"SELECT {_COLUMNS} FROM told WHERE id {IN} ORDER BY id", (ids(numbers),))
    return [ToldRow(*row) for row in found]


def count(connection: sqlite3.Connection, hows: Collection[str], words: Sequence[str]) -> int:
    """How many rows there are of these kinds, with all these words."""
    where, given = _where(hows, words)
    (found,) = connection.execute(f"SELECT count(*) FROM told WHERE {where}", given).fetchone()
    return int(found)


def problems(connection: sqlite3.Connection, schema: str, file: str) -> Iterator[Problem]:
    """The rows that can't be taken in, or wait, in file order, a line of an order each."""
    rows = connection.execute(
        f"SELECT line, field, value, why FROM {schema}.told WHERE how IN ('problem', 'waiting') ORDER BY id"
    )
    return (Problem(file, line, field, value, why) for line, field, value, why in rows)


def staged_data(connection: sqlite3.Connection, versions: Collection[int]) -> dict[int, Data]:
    """What staged versions say, by their references."""
    given = ids(-version for version in versions)
    rows = connection.execute(f"SELECT -id, data FROM version WHERE id {IN}", (given,))
    return {version: orjson.loads(data) for version, data in rows}


def _where(hows: Collection[str], words: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Words are looked for as they stand: `instr` knows no wildcards."""
    return " AND ".join([f"how {IN}", *["instr(text, ?) > 0"] * len(words)]), (ids(hows), *words)
