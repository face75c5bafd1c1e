"""What profiles show in the columns that filters and orders want; the owner's own facts by their operation."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """CREATE TABLE shown (
        field VARCHAR NOT NULL,
        "key" VARCHAR NOT NULL,
        root INTEGER NOT NULL,
        value VARCHAR NOT NULL,
        number FLOAT,
        PRIMARY KEY (field, "key", root)
    ) WITHOUT ROWID""",
    """CREATE INDEX shown_root ON shown (root, field)""",
    """CREATE INDEX activity_operation ON activity (operation) WHERE operation IS NOT NULL""",
    """CREATE INDEX activity_version_operation ON activity_version (operation) WHERE operation IS NOT NULL""",
    """CREATE INDEX task_operation ON task (operation)""",
    """CREATE INDEX merge_operation ON merge (operation)""",
    """CREATE INDEX withdrawal_operation ON withdrawal (operation)""",
)


def upgrade() -> None:
    """Makes the table; it is filled when a column is first wanted."""
    for statement in STATEMENTS:
        op.execute(statement)
