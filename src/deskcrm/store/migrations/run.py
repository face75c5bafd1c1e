"""Runs the migrations on one file, in one transaction with `user_version` inside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from deskcrm.store import schema

VERSIONS = Path(__file__).parent / "versions"


def upgrade(path: Path, revision: str = "head", versions: Sequence[Path] = (VERSIONS,)) -> None:
    """Runs every migration of the folders `versions` that the file lacks, up to `revision`; all of them or none.

    Raises SQLite's own errors, like the rest of the store.
    """
    try:
        _upgrade(path, revision, versions)
    except DBAPIError as error:
        raise (error.orig or error) from None


def _upgrade(path: Path, revision: str, versions: Sequence[Path]) -> None:
    scripts = ScriptDirectory(str(Path(__file__).parent), version_locations=[*map(str, versions)])
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _manual(connection, _record):  # type: ignore[no-untyped-def]
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _immediate(connection):  # type: ignore[no-untyped-def]
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"transactional_ddl": True, "fn": lambda rev, _: scripts._upgrade_revs(revision, rev)},
        )
        with Operations.context(context):
            context.run_migrations()
        heads = context.get_current_heads()
        version = len(list(scripts.iterate_revisions(heads[0], "base"))) if heads else 0
        connection.execute(text(f"PRAGMA application_id = {schema.APPLICATION_ID}"))
        connection.execute(text(f"PRAGMA user_version = {version}"))
    engine.dispose()
