"""Who has something in the owner's own fields, counted without having every profile remember it."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from deskcrm.domain.fields import CUSTOM_PREFIX
from deskcrm.domain.unify import unify
from deskcrm.store.loading import STANDING, Loader, live

_AT_A_TIME = 1000
_SAID = (
    "SELECT DISTINCT coalesce(m.root, r.contact), slot.key FROM version v JOIN batch ON batch.id = v.batch "
    f"JOIN record r ON r.id = v.record LEFT JOIN member m ON m.contact = r.contact, json_each(v.data) slot "
    f"WHERE slot.key GLOB '{CUSTOM_PREFIX}*' AND {STANDING.format(table='batch')}"
)
_EDITED = (
    "SELECT DISTINCT coalesce(m.root, edit.contact), edit.field FROM edit "
    f"LEFT JOIN member m ON m.contact = edit.contact WHERE edit.field GLOB '{CUSTOM_PREFIX}*' AND {live('edit')}"
)


def used(connection: sqlite3.Connection) -> Counter[str]:
    """How many profiles show something in each own field, by its column ("custom.Size").

    What a file says shows, unless the owner edited it: then the profile is looked at.
    """
    said: dict[int, set[str]] = defaultdict(set)
    for root, column in connection.execute(_SAID):
        said[root].add(column.partition("|")[0])
    edited = {root for root, _ in connection.execute(_EDITED)}
    counts: Counter[str] = Counter(column for root, columns in said.items() if root not in edited for column in columns)
    for _, shown in _shown(connection, sorted(edited)):
        counts.update(shown.keys())
    return counts


def values(connection: sqlite3.Connection, column: str) -> dict[int, str]:
    """What each profile shows in one own field, blank ones missing."""
    roots = {root for root, key in connection.execute(_SAID) if key.partition("|")[0] == column}
    roots |= {root for root, key in connection.execute(_EDITED) if key == column}
    return {root: shown[column] for root, shown in _shown(connection, sorted(roots)) if column in shown}


def _shown(connection: sqlite3.Connection, roots: list[int]) -> Iterator[tuple[int, Mapping[str, str]]]:
    loader = Loader(connection)
    for start in range(0, len(roots), _AT_A_TIME):
        for root, facts in loader.facts(roots[start : start + _AT_A_TIME]).items():
            singles = unify(facts).singles
            yield root, {key: str(claim.value) for key, claim in singles.items() if key.startswith(CUSTOM_PREFIX)}
