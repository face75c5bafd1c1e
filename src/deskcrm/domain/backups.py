"""What a backup holds in figures, why one was made, and which of many are kept."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from deskcrm.languages import tr

REASONS: Final[dict[str, str]] = {
    "closing": tr("when DeskCRM was closed"),
    "daily": tr("daily"),
    "import": tr("before an import"),
    "update": tr("before an update of DeskCRM"),
    "asked": tr("asked for"),
    "restore": tr("before a restore"),
    "found": tr("found in the folder"),
}
"""Why a backup was made, as the list of backups says it."""

DAYS: Final = 7
WEEKS: Final = 4
MONTHS: Final = 12
NEWEST: Final = 5
ASKED: Final = 10


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
    stays, and a clock that was set back or forward drops nothing that was written after it. Beside these stay the five
    newest of all, the ten newest that the owner asked for, and the newest of each schema version, which no later
    DeskCRM can make again.
    """
    newest_first = sorted(backups, key=lambda backup: -backup.sequence)
    stay: set[int] = set()
    for most, mark in _RULES:
        met: set[object] = {None}
        for backup in newest_first:
            marked = mark(backup)
            if marked not in met and len(met) <= most:
                met.add(marked)
                stay.add(backup.sequence)
    return frozenset(stay)


_RULES: Final[tuple[tuple[int, Callable[[Aged], object]], ...]] = (
    (DAYS, lambda backup: backup.day),
    (WEEKS, lambda backup: backup.day.isocalendar()[:2]),
    (MONTHS, lambda backup: (backup.day.year, backup.day.month)),
    (NEWEST, lambda backup: backup.sequence),
    (ASKED, lambda backup: backup.sequence if backup.why == "asked" else None),
    (sys.maxsize, lambda backup: backup.schema),
)
"""How many marks count, and what marks a backup: it stays where it is the newest with its mark. None: no mark."""
