"""The schema of a workspace file: made anew from `schema.sql`, checked, and brought up to date by Alembic when old.

`schema.sql` is what the migrations make of an empty file (tools/schema writes it, a test compares them), so that a new
workspace needs no Alembic and costs no start-up.
"""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from pathlib import Path

from deskcrm.domain.errors import WorkspaceDamaged, WorkspaceUnusable
from deskcrm.languages import tr

APPLICATION_ID = 0x4465736B
"""`PRAGMA application_id` of a workspace: "Desk" in ASCII."""
SCHEMA_VERSION = 3
"""`PRAGMA user_version`; each migration raises it by one."""
REVISION = "0003"
"""Alembic's name of the newest migration."""

_FRACTIONS = b"\x40\x20\x20"
"""What stands at byte 21 of every SQLite file, and no longer where the header was overwritten."""


def create(connection: sqlite3.Connection) -> None:
    """Makes the tables of an empty file, in one transaction (`executescript` would commit half-way)."""
    from deskcrm.store import backups  # which knows this module

    text = (files("deskcrm.store") / "schema.sql").read_text(encoding="utf-8")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in text.split(";\n"):
            if statement.strip():
                connection.execute(statement)
        backups.identify(connection)
        connection.execute("INSERT INTO alembic_version (version_num) VALUES (?)", (REVISION,))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled it back already
            connection.execute("ROLLBACK")
        raise


def examine(path: Path) -> str:
    """What stands at `path`: "new" (nothing there), "current" or "old".

    Raises WorkspaceUnusable, without changing a byte, for anything that is not a workspace this version can open.
    """
    if not path.exists():
        return "new"
    if path.is_dir():
        raise WorkspaceUnusable(tr("{path} is a folder. Name the workspace file itself.", path=path))
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or head[:16] != b"SQLite format 3\0" or head[21:24] != _FRACTIONS:
        raise WorkspaceDamaged(
            tr(
                "{path} is not a DeskCRM workspace, or it is damaged. It was left as it is; open another "
                "file or a backup.",
                path=path,
            )
        )
    application = int.from_bytes(head[68:72], "big")
    version = int.from_bytes(head[60:64], "big")
    if application != APPLICATION_ID:
        raise WorkspaceUnusable(tr("{path} belongs to another program. It was left as it is.", path=path))
    if version > SCHEMA_VERSION:
        raise WorkspaceUnusable(
            tr(
                "{path} was written by a newer DeskCRM (its version {version}, ours {SCHEMA_VERSION}). It "
                "was left as it is; update DeskCRM to open it.",
                path=path,
                version=version,
                SCHEMA_VERSION=SCHEMA_VERSION,
            )
        )
    return "current" if version == SCHEMA_VERSION else "old"


def upgrade(path: Path) -> Path:
    """Brings an older file up to date after a verified backup of it; answers the backup's path.

    The migration is one transaction: a crash leaves the old file or the new one. Holds no connection afterwards.
    Raises BackupFailed, WorkspaceDamaged; then the file is as it was.
    """
    from deskcrm.store import shelf  # only where it has work, as all that follows

    copy = shelf.keep_before_update(path)
    from deskcrm.store.migrations import run

    run.upgrade(path)
    return copy
