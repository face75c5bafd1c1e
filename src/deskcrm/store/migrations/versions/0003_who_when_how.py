"""Candidate pairs that outlive the window; reminders and recurring tasks; figures of each customer and month."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS: tuple[str, ...] = (
    """ALTER TABLE source ADD COLUMN rules VARCHAR DEFAULT '{}' NOT NULL""",  # for some fields: never, empty, always
)


def upgrade() -> None:
    """Makes the tables; the derived ones are filled when they are first wanted."""
    for statement in STATEMENTS:
        op.execute(statement)
