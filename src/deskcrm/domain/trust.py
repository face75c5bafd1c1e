"""How far a source is trusted, as a whole and for single fields: whose value shows where sources differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from deskcrm.domain.fields import BY_KEY, CUSTOM_PREFIX, NAME_PARTS, label_of
from deskcrm.domain.unify import ALWAYS_RANK, IF_EMPTY_RANK, NAME, NEVER_RANK
from deskcrm.languages import tr

NEVER, IF_EMPTY, ALWAYS = "never", "empty", "always"
RULES: Final = {ALWAYS: tr("Always"), IF_EMPTY: tr("Only if empty"), NEVER: tr("Never")}
"""When a source's word for a field counts, with its words; a field without a rule goes by the source's trust.

Always: before all other sources. Only if empty: where nobody else says anything. Never: it is kept, and doesn't show.
The owner's own word comes before all of them, and what a source says is an identifier of its people either way.
"""
_RANKS: Final = {NEVER: NEVER_RANK, IF_EMPTY: IF_EMPTY_RANK, ALWAYS: ALWAYS_RANK}


def ranks_of(rules: Mapping[str, str]) -> dict[str, int]:
    """The rank of a source's claims for each field that has a rule, as `unify` takes it."""
    return {field: _RANKS[rule] for field, rule in rules.items() if rule in _RANKS}


def is_ruled(field: str) -> bool:
    """Whether a field can have a rule: any of the list, the name as a whole, and own fields."""
    return field == NAME or field.startswith(CUSTOM_PREFIX) or (field in BY_KEY and field not in NAME_PARTS)


def ruled_field(target: str) -> str:
    """The field that a rule is about, for where a column goes; "" where there can be none.

    A name is one value, and so is an address (rule 7).

    >>> ruled_field("addresses.home.city"), ruled_field("given"), ruled_field("activity.at")
    ('addresses', 'name', '')
    """
    if target.startswith(CUSTOM_PREFIX):
        return target
    head = target.partition(".")[0]
    field = NAME if head in NAME_PARTS else head
    return field if is_ruled(field) else ""


def ruled_label(field: str) -> str:
    """The words for a field that can have a rule."""
    return tr("Name") if field == NAME else label_of(field)
