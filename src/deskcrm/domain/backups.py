"""What a backup holds in figures, why one was made, and which of many are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

REASONS: Final[dict[str, str]] = {
    "closing": "when DeskCRM was closed",
    "daily": "daily",
    "import": "before an import",
    "update": "before an update of DeskCRM",
    "asked": "asked for",
    "restore": "before a restore",
    "found": "found in the folder",
}
"""Why a backup was made, as the list of backups says it."""

DAYS: Final = 7
WEEKS: Final = 4
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Inside:
    """What a backup holds: `schema` is the version of its tables, `last` its last operation in words.

    A backup of an older schema that today's words don't fit has its version only.
    """

    schema: int
    people: int | None = None
    companies: int | None = None
    activities: int | None = None
    operations: int | None = None
    last: str = ""
    last_at: str = ""


@dataclass(frozen=True, slots=True)
class Aged:
    """As much of a backup as decides whether it is kept. `sequence` grows with each backup; `day` may lie."""

    sequence: int
    day: date
    why: str
    schema: int


def kept(backups: Iterable[Aged]) -> frozenset[int]:
    """The sequences of those backups that thinning leaves: 7 daily, 4 weekly and 12 monthly ones.

    The newest by sequence of each day, week and month counts, from the newest backwards: so the newest of all always
    stays, and a clock that was set back or forward drops nothing that was written after it. The newest one before an
    import stays too, and the newest of each schema version, which no later DeskCRM can make again.
    """
    newest_first: Sequence[Aged] = sorted(backups, key=lambda backup: -backup.sequence)
    periods = (
        (DAYS, [backup.day.toordinal() for backup in newest_first]),
        (WEEKS, [backup.day.isocalendar()[:2] for backup in newest_first]),
        (MONTHS, [(backup.day.year, backup.day.month) for backup in newest_first]),
        (len(newest_first), [backup.schema for backup in newest_first]),
        (1, [backup.why if backup.why == "import" else None for backup in newest_first]),
    )
    stay: set[int] = set()
    for most, marks in periods:
        met: set[object] = {None}
        for backup, mark in zip(newest_first, marks, strict=True):
            if mark not in met and len(met) <= most:
                met.add(mark)
                stay.add(backup.sequence)
    return frozenset(stay)
