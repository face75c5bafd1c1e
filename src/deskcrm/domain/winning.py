"""Who wins where sources differ, by field: the most trusted source, unless the owner prefers newest or fullest words.

The owner's own word comes before all sources, and so do the rules of a source for a field (`domain/trust`).
"""

from __future__ import annotations

from typing import Final

from deskcrm.domain.trust import is_ruled
from deskcrm.domain.unify import COMPLETE, RECENT
from deskcrm.languages import tr

TRUSTED: Final = "trusted"
WINNERS: Final = {TRUSTED: tr("Most trusted source"), RECENT: tr("Most recent"), COMPLETE: tr("Most complete")}
"""Each preference with its words; the first is the rule where nothing else is said."""
_WITHOUT: Final = frozenset({"stage", "tags", "source_ids", "keep_in_touch"})
_POINTS: Final = frozenset({"emails", "phones", "urls", "handles"})


def can_prefer(field: str, winner: str) -> bool:
    """Whether a field can go by this preference: a point of contact is never more complete than another one."""
    if not is_ruled(field) or field in _WITHOUT or winner not in WINNERS:
        return False
    return winner != COMPLETE or field not in _POINTS
