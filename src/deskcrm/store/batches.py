"""Imports as they were: their figures, problem rows, remembered mappings, and the records that stand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import orjson

from deskcrm.domain.views import Problem
from deskcrm.store.loading import IN, STANDING, Loader, ids


@dataclass(frozen=True, slots=True)
class BatchView:
    """One import of one file."""

    id: int
    operation: int
    file: str
    source: str
    shape: str
    at: str
    rows: int
    created: int
    updated: int
    attached: int
    unchanged: int
    activities: int
    problems: int
    undone: bool
    waiting: int = 0
    left_out: int = 0


def batches(connection: sqlite3.Connection) -> list[BatchView]:
    """All imports, newest first."""
    rows = connection.execute(
        "SELECT b.id, b.operation, b.file, s.name, b.shape, b.at, b.counts, o.undone_at IS NOT NULL FROM batch b "
        "JOIN source s ON s.id = b.source JOIN operation o ON o.id = b.operation ORDER BY b.id DESC"
    )
    return [BatchView(*(*row[:6], *_figures(row[6]), bool(row[7]), *_later_figures(row[6]))) for row in rows]


_FIGURES = ("rows", "created", "updated", "attached", "unchanged", "activities", "problems")
_LATER_FIGURES = ("waiting", "left_out")  # batches of long ago lack them


def _figures(counts: str) -> list[int]:
    figures = orjson.loads(counts)
    return [figures[name] for name in _FIGURES]


def _later_figures(counts: str) -> list[int]:
    figures = orjson.loads(counts)
    return [figures.get(name, 0) for name in _LATER_FIGURES]


def problems(connection: sqlite3.Connection, batch: int) -> list[Problem]:
    """The problem rows of an import, in file order."""
    rows = connection.execute(
        "SELECT b.file, r.line, coalesce(r.field, ''), coalesce(r.value, ''), r.problem FROM row r "
        "JOIN batch b ON b.id = r.batch WHERE r.batch = ? AND r.problem IS NOT NULL ORDER BY r.line",
        (batch,),
    )
    return [Problem(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row that wasn't taken in, with its cells and what stood against it."""

    line: int
    cells: tuple[str, ...]
    field: str
    why: str


def kept_rows(connection: sqlite3.Connection, batch: int) -> tuple[list[str], list[KeptRow]]:
    """The headers of an imported file, and its rows that weren't taken in; those of erased people are gone."""
    (headers,) = connection.execute("SELECT headers FROM batch WHERE id = ?", (batch,)).fetchone()
    names: list[str] = orjson.loads(headers)
    rows = connection.execute(
        "SELECT line, raw, coalesce(field, ''), problem FROM row WHERE batch = ? AND problem IS NOT NULL "
        "AND raw IS NOT NULL ORDER BY line",
        (batch,),
    )
    kept = [KeptRow(line, _fitted(orjson.loads(raw), len(names)), field, why) for line, raw, field, why in rows]
    return names, kept


def _fitted(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Cells as many as there are headers, or more where the row has more: that is what is wrong with it."""
    return (*cells, *[""] * (width - len(cells)))


@dataclass(frozen=True, slots=True)
class Stated:
    """What was said of a file when it came in: `mapping` is JSON."""

    file: str
    source: str
    mapping: str
    country: str | None


def stated(connection: sqlite3.Connection, batch: int) -> Stated:
    """What was said of an imported file."""
    row = connection.execute(
        "SELECT b.file, s.name, b.mapping, b.options ->> 'country' FROM batch b JOIN source s ON s.id = b.source "
        "WHERE b.id = ?",
        (batch,),
    ).fetchone()
    return Stated(*row)


def waiting(connection: sqlite3.Connection) -> list[tuple[int, str, int]]:
    """The standing imports of which rows wait for their people, with the file and how many: batch, file, rows.

    Those that were looked at again in a later import are not among them: what still waits, waits there.
    """
    rows = connection.execute(
        "SELECT b.id, b.file, b.counts ->> 'waiting' FROM batch b WHERE b.counts ->> 'waiting' > 0 "
        f"AND {STANDING.format(table='b')} AND NOT EXISTS (SELECT 1 FROM batch WHERE batch.options ->> 'mends' = b.id "
        f"AND {STANDING.format(table='batch')}) ORDER BY b.id"
    )
    return [(batch, file, number) for batch, file, number in rows]


def hidden_in(connection: sqlite3.Connection, batches: Sequence[int]) -> list[int]:
    """The removed profiles of which these imports have rows (rule 13); a look at one index where nobody is removed."""
    rows = connection.execute(
        "WITH hidden AS (SELECT root FROM profile WHERE kind IN ('person', 'company') AND removed = 1), "
        "contacts AS (SELECT root, root AS contact FROM hidden "
        "UNION ALL SELECT m.root, m.contact FROM hidden JOIN member m ON m.root = hidden.root) "
        "SELECT DISTINCT c.root FROM contacts c JOIN record r ON r.contact = c.contact WHERE EXISTS "
        f"(SELECT 1 FROM row WHERE row.record = r.id AND row.batch {IN}) ORDER BY 1",
        (ids(batches),),
    )
    return [root for (root,) in rows]


def remembered(connection: sqlite3.Connection, signature: str) -> tuple[str, str] | None:
    """The mapping (JSON) and source name of the latest standing import of a file with these headers."""
    row: tuple[str, str] | None = connection.execute(
        f"SELECT batch.mapping, s.name FROM batch JOIN source s ON s.id = batch.source WHERE batch.signature = ? "
        f"AND {STANDING.format(table='batch')} ORDER BY batch.id DESC LIMIT 1",
        (signature,),
    ).fetchone()
    return row


@dataclass(frozen=True, slots=True)
class LastBatch:
    """The last standing import of a source: in how many rows each header had something, and how new it was.

    `newest`: the latest moment that its rows speak of; `modified`: when the file was saved; "" where nobody knows.
    """

    file: str
    sha256: str
    rows: int
    filled: dict[str, int]
    newest: str
    modified: str


def last_of(connection: sqlite3.Connection, source: str, shape: str) -> LastBatch | None:
    """The last standing import of files of this shape from a source."""
    row = connection.execute(
        "SELECT batch.file, batch.sha256, batch.counts ->> 'rows', batch.options FROM batch "
        "JOIN source s ON s.id = batch.source WHERE s.name = ? AND batch.shape = ? "
        f"AND batch.options ->> 'mends' IS NULL AND {STANDING.format(table='batch')} ORDER BY batch.id DESC LIMIT 1",
        (source, shape),
    ).fetchone()
    if row is None:
        return None
    file, sha256, rows, text = row
    known = orjson.loads(text)
    return LastBatch(file, sha256, rows, known.get("filled", {}), known.get("newest", ""), known.get("modified", ""))


def seen_before(connection: sqlite3.Connection, sha256: str) -> str:
    """When this very file was last imported (ISO 8601), or ""."""
    row = connection.execute(
        f"SELECT max(at) FROM batch WHERE sha256 = ? AND {STANDING.format(table='batch')}", (sha256,)
    ).fetchone()
    return row[0] or ""


def current_records(
    connection: sqlite3.Connection, source: str | None
) -> Iterator[tuple[int, int, int, str, str, int, int]]:
    """Each live record: id, contact, profile, source, key, and the latest row that asserts it."""
    loader = Loader(connection)
    roots = dict(connection.execute("SELECT contact, root FROM member"))
    rows = connection.execute(
        "SELECT r.id, r.contact, s.name, r.key, row.batch, row.line FROM record r JOIN source s ON s.id = r.source "
        "JOIN row ON row.record = r.id WHERE (:source IS NULL OR s.name = :source) ORDER BY r.id, row.batch, row.line",
        {"source": source},
    )
    latest: dict[int, tuple[int, int, int, str, str, int, int]] = {}
    for record, contact, name, key, batch, line in rows:
        if batch in loader.standing:
            contact = loader.placed.get(record, contact)
            latest[record] = (record, contact, roots.get(contact, contact), name, key, batch, line)
    yield from latest.values()
