"""Candidate pairs that outlive the window; reminders and recurring tasks; figures of each customer and month."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS: tuple[str, ...] = (
    """ALTER TABLE source ADD COLUMN rules VARCHAR DEFAULT '{}' NOT NULL""",  # for some fields: never, empty, always
    """ALTER TABLE task ADD COLUMN starts VARCHAR""",  # where a series begins: its rule counts from there
    """ALTER TABLE task ADD COLUMN slot VARCHAR""",  # which day or moment of its series this one stands for
    """ALTER TABLE saved_view ADD COLUMN keep_in_touch VARCHAR DEFAULT '' NOT NULL""",  # a rhythm for all in it
)


def upgrade() -> None:
    """Makes the tables; the derived ones are filled when they are first wanted."""
    for statement in STATEMENTS:
        op.execute(statement)
