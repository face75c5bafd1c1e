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
        counted INTEGER NOT NULL,
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
    # figures of customers, what they bought by month, how they moved from stage to stage, how they stand among all
    """CREATE TABLE figure (
        root INTEGER NOT NULL,
        first_order VARCHAR NOT NULL,
        last_order VARCHAR NOT NULL,
        contacted_at VARCHAR NOT NULL,
        order_days INTEGER NOT NULL,
        gap FLOAT,
        average INTEGER NOT NULL,
        favourite VARCHAR NOT NULL,
        favourite_key VARCHAR NOT NULL,
        cohort VARCHAR NOT NULL,
        PRIMARY KEY (root),
        FOREIGN KEY(root) REFERENCES contact (id)
    ) WITHOUT ROWID""",
    """CREATE TABLE turnover (
        root INTEGER NOT NULL,
        month VARCHAR NOT NULL,
        currency VARCHAR NOT NULL,
        orders INTEGER NOT NULL,
        amount INTEGER NOT NULL,
        PRIMARY KEY (root, month, currency),
        FOREIGN KEY(root) REFERENCES contact (id)
    ) WITHOUT ROWID""",
    """CREATE TABLE turnover_total (
        cohort VARCHAR NOT NULL,
        month VARCHAR NOT NULL,
        currency VARCHAR NOT NULL,
        customers INTEGER NOT NULL,
        orders INTEGER NOT NULL,
        amount INTEGER NOT NULL,
        PRIMARY KEY (cohort, month, currency)
    ) WITHOUT ROWID""",
    """CREATE TABLE stage_move (
        root INTEGER NOT NULL,
        position INTEGER NOT NULL,
        at VARCHAR NOT NULL,
        stage VARCHAR NOT NULL,
        before VARCHAR NOT NULL,
        cause VARCHAR NOT NULL,
        days FLOAT,
        PRIMARY KEY (root, position),
        FOREIGN KEY(root) REFERENCES contact (id)
    ) WITHOUT ROWID""",
    """CREATE TABLE stage_total (
        day VARCHAR NOT NULL,
        stage VARCHAR NOT NULL,
        before VARCHAR NOT NULL,
        people INTEGER NOT NULL,
        PRIMARY KEY (day, stage, before)
    ) WITHOUT ROWID""",
    """CREATE TABLE figure_touched (
        root INTEGER NOT NULL,
        PRIMARY KEY (root)
    ) WITHOUT ROWID""",
    """CREATE TABLE outlook (
        root INTEGER NOT NULL,
        recency INTEGER NOT NULL,
        frequency INTEGER NOT NULL,
        monetary INTEGER NOT NULL,
        worth INTEGER NOT NULL,
        segment VARCHAR NOT NULL,
        alive FLOAT,
        expected FLOAT,
        PRIMARY KEY (root),
        FOREIGN KEY(root) REFERENCES contact (id)
    ) WITHOUT ROWID""",
    # which reminders were begun to be shown, and which are known to have been seen to appear
    """CREATE TABLE reminder (
        task INTEGER NOT NULL,
        moment VARCHAR NOT NULL,
        begun_at VARCHAR NOT NULL,
        shown_at VARCHAR,
        again BOOLEAN NOT NULL,
        PRIMARY KEY (task, moment)
    ) WITHOUT ROWID""",
    """CREATE INDEX file_activity ON file (activity) WHERE activity IS NOT NULL""",
)


def upgrade() -> None:
    """Makes the tables; the derived ones are filled when they are first wanted."""
    for statement in STATEMENTS:
        op.execute(statement)
