"""What staging remembers of a file by keys: what was lately used in memory, the rest in the scratch file.

So the memory of an import does not grow with its rows: a file can speak of a key again a million rows later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final, Generic, TypeVar

import orjson

from deskcrm.store.loading import IN, ids
from deskcrm.store.scratch import Scratch

NEAR: Final = 10_000
"""How many keys are remembered in memory between two chunks of rows."""
_AT_ONCE: Final = 1000
_KEY: Final = itemgetter(0)
_SEVERAL, _REPEATS = 1, 2

T = TypeVar("T")


@dataclass(slots=True)
class Seen:
    """A record that an earlier row of this file spoke of; `versions` by digest."""

    record: int
    contact: int
    versions: dict[int, int]
    latest: int
    root: int = 0  # the profile that it was attached to, if it is new
    known_latest: int = 0  # the digest that the workspace heard last
    last_file: frozenset[int] | set[int] = frozenset()  # the versions of the last file that spoke of it
    before: int | None = None  # the latest digest that the workspace has, where this file said another one of its last
    silent: set[int] = field(default_factory=set)  # the versions of a live record that undone imports alone said
    told: int = 0  # where the preview tells of its first row
    told_last: int = 0
    decided: bool = False  # the owner said whose it is
    given: bool = False  # its key is the source's own id
    several: bool = False  # it is new, and several rows said different things of it


class Recall(Generic[T]):
    """A dictionary by text keys of which the scratch file has most, in a table of its own.

    `bring` what is asked for, then `get` and `put`; `settle` between chunks of rows.
    """

    columns: tuple[str, ...] = ("value",)

    def __init__(self, scratch: Scratch, table: str) -> None:
        self._connection = scratch.connection
        self._table = f"{scratch.schema}.{table}"
        self._near: dict[str, T] = {}
        self._is_far = False
        columns = ", ".join(("key TEXT PRIMARY KEY", *self.columns))
        self._connection.execute(f"DROP TABLE IF EXISTS {self._table}")
        self._connection.execute(f"CREATE TABLE {self._table} ({columns}) WITHOUT ROWID")

    def bring(self, keys: Collection[str]) -> None:
        """Has what is remembered of these keys in memory until the next `settle`."""
        missing = [key for key in keys if key not in self._near] if self._is_far else []
        if missing:
            self._near.update(self._far(f"WHERE key {IN}", ids(missing)))

    def get(self, key: str) -> T | None:
        """What is remembered of a key that was brought."""
        return self._near.get(key)

    def put(self, key: str, value: T) -> None:
        """Remembers something of a key."""
        self._near[key] = value

    def settle(self) -> None:
        """Gives what is in memory to the file where it has become much."""
        if len(self._near) > NEAR:
            self._put_away()

    def _put_away(self) -> None:
        marks = ", ".join("?" * (1 + len(self.columns)))
        rows = sorted(((key, *self._packed(value)) for key, value in self._near.items()), key=_KEY)
        self._connection.executemany(f"INSERT OR REPLACE INTO {self._table} VALUES ({marks})", rows)
        self._near.clear()
        self._is_far = True

    def _far(self, which: str, *given: Any) -> Iterator[tuple[str, T]]:
        for key, *row in self._connection.execute(f"SELECT * FROM {self._table} {which}", given):
            yield key, self._unpacked(row)

    def _packed(self, value: T) -> tuple[Any, ...]:
        return (orjson.dumps(value),)

    def _unpacked(self, row: list[Any]) -> T:
        value: T = orjson.loads(row[0])
        return value


class SeenRecords(Recall[Seen]):
    """The records that a file spoke of, by their keys."""

    columns = ("record", "rival", "mark", "rest")

    def several(self) -> Iterator[Seen]:
        """New records of which several rows say different things, and whose owner nobody decided."""
        return self._walk(f"mark = {_SEVERAL}")

    def repeats(self) -> Iterator[Seen]:
        """Records of which this file says something of what the last one said, but ends with something else."""
        return self._walk(f"mark = {_REPEATS}")

    def rivals(self) -> Iterator[Seen]:
        """New records with ids of the source's own that fit one profile together."""
        shared = f"SELECT rival FROM {self._table} WHERE rival IS NOT NULL GROUP BY rival HAVING count(*) > 1"
        return self._walk(f"rival IN ({shared})")

    def _walk(self, which: str) -> Iterator[Seen]:
        """Records in the order of the file, to be changed on the way."""
        self._put_away()
        query = f"SELECT key FROM {self._table} WHERE {which} ORDER BY record DESC"
        keys = [key for (key,) in self._connection.execute(query)]
        for start in range(0, len(keys), _AT_ONCE):
            part = keys[start : start + _AT_ONCE]
            self.bring(part)
            yield from [self._near[key] for key in part]
            self.settle()

    def _packed(self, value: Seen) -> tuple[Any, ...]:
        rival = value.root if value.given and not value.decided and value.root else None
        mark = None
        if value.several and not value.decided:
            mark = _SEVERAL
        elif value.before is not None and value.before != value.latest:
            mark = _REPEATS
        rest = (
            value.record, value.contact, [*value.versions], [*value.versions.values()], value.latest, value.root,
            value.known_latest, [*value.last_file], value.before, [*value.silent], value.told, value.told_last,
            value.decided, value.given, value.several,
        )  # fmt: skip
        return value.record, rival, mark, orjson.dumps(rest)

    def _unpacked(self, row: list[Any]) -> Seen:
        record, contact, digests, versions, latest, root, known, last_file, before, silent, *rest = orjson.loads(row[3])
        said = dict(zip(digests, versions, strict=True))
        return Seen(record, contact, said, latest, root, known, set(last_file), before, set(silent), *rest)
