"""Whether a workspace is whole: the file, what must always hold, and every derived row against a rebuilt copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from deskcrm.languages import english, number, tr
from deskcrm.store import matches, measures, shown
from deskcrm.store.derived import DERIVED, rebuild
from deskcrm.store.leftovers import make_beside
from deskcrm.store.loading import Loader, live

_NAMED = 3  # examples that a problem names


def problems(source: sqlite3.Connection, beside: Path) -> list[str]:
    """What is wrong, a sentence each; nothing when all is well. The workspace itself is only read.

    A copy is made beside it, rebuilt from the facts alone, and compared table by table.
    """
    found = [*_file(source), *_holes(source), *_invariants(source)]
    if found:
        return [*found, tr("What is derived was not compared: the facts themselves have to be mended first.")]
    with _copy(source, beside) as copy:
        found += [*_search_index(copy), *matches.problems(copy)]
        measures.settle_all(copy)
        shown.gather_all(copy)
        before = {table: _rows(copy, table) for table in (*DERIVED, *measures.TABLES)}
        copy.execute("BEGIN")
        rebuild(copy)
        for table in before:
            found += _differences(table, before[table], _rows(copy, table))
        copy.execute("ROLLBACK")
    return found


@contextmanager
def _copy(source: sqlite3.Connection, beside: Path) -> Iterator[sqlite3.Connection]:
    path = make_beside(beside, "check")
    copy = sqlite3.connect(path, isolation_level=None)
    try:
        source.backup(copy)
        for pragma in ("journal_mode = MEMORY", "synchronous = OFF", "foreign_keys = OFF"):
            copy.execute(f"PRAGMA {pragma}")
        yield copy
    finally:
        copy.close()
        for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            name.unlink(missing_ok=True)


def _file(connection: sqlite3.Connection) -> Iterator[str]:
    # From SQLite 3.44 on, the pragma judges the search index by its structure as this connection read it last, and
    # takes one that was rebuilt since for damaged: a search reads it anew. Should that fail, the pragma says why.
    with suppress(sqlite3.DatabaseError):
        connection.execute("SELECT 1 FROM finder WHERE finder MATCH '\"a\"' LIMIT 1").fetchall()
    for (verdict,) in connection.execute("PRAGMA integrity_check(10)"):
        if verdict != "ok":
            yield tr("The file is damaged: {verdict}.", verdict=verdict)
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(10):
        yield tr(
            "Row {row} of {table} points to a row of {parent} that isn't there.", row=row, table=table, parent=parent
        )


def _holes(connection: sqlite3.Connection) -> Iterator[str]:
    """Texts with a NUL in them: a part of a long text that a disk lost reads as zeros, and SQLite does not mind."""
    columns = connection.execute(
        "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c "
        "WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' AND c.type IN ('VARCHAR', 'TEXT')"
    )
    for table, column in columns.fetchall():
        if table not in (*DERIVED, *matches.TABLES, *measures.TABLES):
            sql = f'SELECT count(*) FROM "{table}" WHERE instr("{column}", char(0))'
            (rows,) = connection.execute(sql).fetchone()
            if rows:
                yield tr(
                    "The file is damaged: {rows} rows of {table} have lost a part of their text.",
                    rows=number(rows),
                    table=table,
                )


def _search_index(copy: sqlite3.Connection) -> Iterator[str]:
    try:
        copy.execute("INSERT INTO finder (finder, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError:
        yield tr("The search index does not match the profiles. `deskcrm rebuild` mends it.")


def _rows(connection: sqlite3.Connection, table: str) -> set[tuple[object, ...]]:
    return set(connection.execute(f"SELECT * FROM {table}"))


def _differences(table: str, here: set[tuple[object, ...]], there: set[tuple[object, ...]]) -> Iterator[str]:
    for rows, said in (
        (here - there, english("{table} has {count} rows that the facts do not give ({named}). {mend}")),
        (there - here, english("{table} lacks {count} rows that the facts do not give ({named}). {mend}")),
    ):
        if rows:
            named = ", ".join(str(row[0]) for row in sorted(rows, key=repr)[:_NAMED])
            mend = tr("`deskcrm rebuild` mends it.")
            yield tr(said, table=table, count=number(len(rows)), named=named, mend=mend)


def _invariants(connection: sqlite3.Connection) -> Iterator[str]:
    """What is always true after every operation (rule 3)."""
    edges: dict[int, int] = {}
    for loser, survivor in connection.execute(f"SELECT loser, survivor FROM merge WHERE {live('merge')}"):
        if loser in edges:
            yield tr("Contact {loser} is merged into two others at once.", loser=loser)
        edges[loser] = survivor
    for start in edges:
        met, contact = {start}, edges[start]
        while contact in edges and contact not in met:
            met.add(contact)
            contact = edges[contact]
        if contact == start:
            yield tr("Contact {start} is merged into itself in a circle.", start=start)
    yield from _keys(connection)
    erased = connection.execute(
        "SELECT DISTINCT r.id FROM erased e JOIN record r ON r.contact = e.contact UNION "
        "SELECT p.record FROM erased e JOIN placement p ON p.contact = e.contact"
    ).fetchall()
    for (record,) in erased[:_NAMED]:
        yield tr("Record {record} lies on an erased contact.", record=record)


def _keys(connection: sqlite3.Connection) -> Iterator[str]:
    doubles = connection.execute("SELECT source, key FROM record GROUP BY source, key HAVING count(*) > 1").fetchall()
    standing = Loader(connection).standing
    for source, key in doubles:
        rows = connection.execute(
            "SELECT DISTINCT r.id, row.batch FROM record r JOIN row ON row.record = r.id "
            "WHERE r.source = ? AND r.key = ?",
            (source, key),
        )
        alive = {record for record, batch in rows if batch in standing}
        if len(alive) > 1:
            yield tr(
                "The key “{key}” of source {source} has {number} live records.",
                key=key,
                source=source,
                number=len(alive),
            )
