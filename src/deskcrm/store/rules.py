"""The version of the rules by which what is derived was computed (MODEL rule 17): other rules, and it is rebuilt."""

from __future__ import annotations

from deskcrm.domain.cleaning.text import FOLD_VERSION
from deskcrm.domain.unify import UNIFY_VERSION
from deskcrm.store.engine import Database

RULES = f"{UNIFY_VERSION}.{FOLD_VERSION}"
_KEY = "_rules"


def keep(database: Database) -> None:
    """Rebuilds what older or newer rules made of the facts, in one transaction; a crash leaves it as it was."""
    with database.read() as connection:
        row = connection.execute("SELECT value FROM setting WHERE key = ?", (_KEY,)).fetchone()
    if row == (f'"{RULES}"',):
        return
    with database.write() as connection:
        if row is not None:
            from deskcrm.store.derived import rebuild  # only where it has work

            rebuild(connection)
        connection.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (_KEY, f'"{RULES}"'))
