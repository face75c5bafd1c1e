"""The rows of a file, read and taken in, a chunk at a time: here, or ahead of their use in a process of its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson

from deskcrm.domain.errors import UnreadableFile
from deskcrm.domain.facts import Data
from deskcrm.domain.mapping.model import FileMapping
from deskcrm.domain.taking.taken import Taken
from deskcrm.domain.taking.taker import Taker
from deskcrm.formats import registry
from deskcrm.formats.table import Chunk, Inspection
from deskcrm.store.bulk import no_cycle_search

BIG: Final = 4 * 1024 * 1024
"""Bytes from which a second process pays: it starts in 0.3 s, and reads and takes in 5 MB a second meanwhile."""
ROWS: Final = 1024
"""How many rows are read, taken in and staged between two looks at whether the owner has cancelled."""
FIRST_ROWS: Final = 256
"""How many of them are staged first: some hundredths of a second's work, and a page of the preview."""
_PACKED: Final = 4
"""How many times more text a workbook has than bytes, at least."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read and taken in."""

    path: Path
    inspection: Inspection
    mapping: FileMapping
    country: str
    currency: str
    kinds: Mapping[str, str] = field(default_factory=dict)
    """The owner's kinds of activity by the words that mean them."""

    def taker(self) -> Taker:
        """What takes its rows in."""
        return Taker(
            self.mapping, self.inspection.headers,
            country=self.country, currency=self.currency, zone="UTC", kinds=self.kinds,
        )  # fmt: skip

    def chunks(self) -> Generator[TakenChunk, None, None]:
        """The rows, read here. Raises UnreadableFile."""
        taker = self.taker()
        for chunk in _soon(registry.read(self.path, self.inspection, ROWS)):
            yield TakenChunk(chunk.lines, chunk.rows, taker.take(chunk.rows), chunk.bytes_read, chunk.warnings)

    def chunks_ahead(self) -> Generator[TakenChunk, None, None]:
        """The rows, read by a child while the caller works on those before. Raises UnreadableFile.

        A small file, and one read within such a child, is read here; so is what a child that dies leaves.
        """
        size = self.inspection.size * (_PACKED if self.inspection.sheet else 1)
        if size < BIG or multiprocessing.current_process().daemon:
            yield from self.chunks()
            return
        known = 0
        try:
            for chunk in self._from_child():
                known += 1
                yield chunk
        except EOFError:
            yield from islice(self.chunks(), known, None)

    def _from_child(self) -> Generator[TakenChunk, None, None]:
        """Raises EOFError where the child ends without a word."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=_serve, args=(theirs, self), name="deskcrm-reading", daemon=True)
        child.start()
        theirs.close()
        try:
            while answer := orjson.loads(ours.recv_bytes()):
                if isinstance(answer, str):
                    raise UnreadableFile(answer)
                lines, rows, takens, bytes_read, warnings = answer
                yield TakenChunk(lines, rows, [_taken(*taken) for taken in takens], bytes_read, warnings)
        finally:
            ours.close()
            child.terminate()
            child.join()


def _soon(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """The chunks with the first one in two, so that a page of rows can be shown before the others are taken in."""
    first = next(chunks, None)
    if first is not None:
        yield Chunk(first.lines[:FIRST_ROWS], first.rows[:FIRST_ROWS])
        yield replace(first, lines=first.lines[FIRST_ROWS:], rows=first.rows[FIRST_ROWS:])
    yield from chunks


def _taken(
    data: Data, key: str, activity: dict[str, Any] | None, number: str, problem: list[str] | None, points: list[str]
) -> Taken:
    """What a row said, out of the child's JSON."""
    told = (problem[0], problem[1], problem[2]) if problem else None
    return Taken(data, key, activity, number, told, tuple(points))


class TakenChunk(NamedTuple):
    """Some rows in file order: lines, cells, what they say, how far into the file they are, what was odd about them."""

    lines: list[int]
    rows: list[list[str]]
    takens: list[Taken]
    bytes_read: int
    warnings: list[str]


def _serve(pipe: Connection, reading: Reading) -> None:
    """What runs in the child: chunks as JSON, then an empty one."""
    try:
        with no_cycle_search():
            for lines, rows, takens, bytes_read, warnings in reading.chunks():
                plain = [(t.data, t.given_key, t.activity, t.activity_key, t.problem, t.points) for t in takens]
                pipe.send_bytes(orjson.dumps((lines, rows, plain, bytes_read, warnings)))
            pipe.send_bytes(orjson.dumps(()))
    except UnreadableFile as error:
        pipe.send_bytes(orjson.dumps(str(error)))
    except BrokenPipeError:
        return  # cancelled
