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
    """CREATE INDEX edit_kept ON edit (field, contact) WHERE field IN ('keep_in_touch', 'anniversary')""",
    # candidate pairs: what was compared, of whom, what came of it, and who was computed since
    """CREATE TABLE match_book (
        kind VARCHAR NOT NULL,
        turn INTEGER NOT NULL,
        rules VARCHAR NOT NULL,
        size INTEGER NOT NULL,
        last INTEGER NOT NULL,
        compared INTEGER NOT NULL,
        figures VARCHAR NOT NULL,
        left_out VARCHAR NOT NULL,
        PRIMARY KEY (kind)
    ) WITHOUT ROWID""",
    """CREATE TABLE match_subject (
        root INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        digest VARCHAR NOT NULL,
        PRIMARY KEY (root),
        FOREIGN KEY(root) REFERENCES contact (id)
    ) WITHOUT ROWID""",
    """CREATE TABLE match_pair (
        a INTEGER NOT NULL,
        b INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        score FLOAT NOT NULL,
        reasons VARCHAR NOT NULL,
        PRIMARY KEY (a, b),
        FOREIGN KEY(a) REFERENCES contact (id),
        FOREIGN KEY(b) REFERENCES contact (id)
    ) WITHOUT ROWID""",
    """CREATE INDEX match_pair_b ON match_pair (b)""",
    """CREATE TABLE match_touched (
        root INTEGER NOT NULL,
        turn INTEGER NOT NULL,
        PRIMARY KEY (root)
    ) WITHOUT ROWID""",
)


def upgrade() -> None:
    """Makes the tables; the derived ones are filled when they are first wanted."""
    for statement in STATEMENTS:
        op.execute(statement)
