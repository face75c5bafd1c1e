"""The figures of a whole workspace."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from deskcrm.domain.contents import Contents, Oldest
from deskcrm.domain.facts import YOU
from deskcrm.store.reads import counts


def contents(connection: sqlite3.Connection, path: Path, name: str) -> Contents:
    """What the workspace at `path` holds; `name` is the owner's for their business."""
    some = counts(connection)
    figure = {
        key: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for key, table in (
            ("removed", "profile WHERE removed = 1"),
            ("sources", f"source WHERE id != {YOU}"),
            ("operations", "operation"),
            ("files", "file"),
        )
    }
    (file_bytes,) = connection.execute("SELECT coalesce(sum(length(bytes)), 0) FROM file").fetchone()
    (begun,) = connection.execute("SELECT min(at) FROM operation").fetchone()
    return Contents(
        str(path), name, _size(path), some["people"], some["companies"], figure["removed"], some["activities"],
        some["tasks"], some["batches"], figure["sources"], figure["operations"], figure["files"], file_bytes, begun,
        _oldest(connection),
    )  # fmt: skip


def _size(path: Path) -> int:
    """The file's bytes, with those that wait in its log."""
    log = path.with_name(f"{path.name}-wal")
    return path.stat().st_size + (log.stat().st_size if log.exists() else 0)


def _oldest(connection: sqlite3.Connection) -> Oldest | None:
    row = connection.execute(
        "SELECT e.at, e.kind, e.title, p.root, p.name FROM event e LEFT JOIN member m ON m.contact = e.contact "
        "JOIN profile p ON p.root = coalesce(m.root, e.contact) WHERE e.at != '' ORDER BY e.at, e.activity LIMIT 1"
    ).fetchone()
    return Oldest(*row) if row else None
