"""A migration that only the fault tests run: it makes a table anew, as one does whose column changes."""

from __future__ import annotations

from alembic import op

from deskcrm.store.schema import REVISION

revision = "rebuilt"
down_revision = REVISION


def upgrade() -> None:
    (made,) = op.get_bind().exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'row'").fetchone()
    op.execute(made.replace("CREATE TABLE ", "CREATE TABLE new_", 1).replace('new_"row"', "new_row"))
    op.execute('INSERT INTO new_row SELECT * FROM "row"')
    op.execute('DROP TABLE "row"')
    op.execute('ALTER TABLE new_row RENAME TO "row"')
    op.execute("CREATE TABLE fresh (id INTEGER PRIMARY KEY)")
