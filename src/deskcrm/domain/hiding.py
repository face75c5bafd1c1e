"""Who is out of the lists: removed, or archived. The owner's latest word on a contact counts (MODEL rule 13)."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from deskcrm.domain.editing import MemberEdit
from deskcrm.domain.facts import REMOVED, Facts, MemberFacts
from deskcrm.domain.summary import member_is_filled

ARCHIVED: Final = "_archived"
"""The field name of edits that archive (set) a contact; bringing back is a clear of `_removed`, whichever it was."""


class Hidden(IntEnum):
    """How a contact is hidden; the numbers stand in the workspace."""

    NOT = 0
    REMOVED = 1  # out of lists and search
    ARCHIVED = 2  # out of lists, still found by search


_STATES: Final = {REMOVED: Hidden.REMOVED, ARCHIVED: Hidden.ARCHIVED}


def hidden(facts: Facts) -> Hidden:
    """How a root is hidden: while all its filled members are; archived where not all of them are removed."""
    states = {member_hidden(member) for member in facts.members if member_is_filled(member)}
    if not states or Hidden.NOT in states:
        return Hidden.NOT
    return max(states)


def member_hidden(member: MemberFacts) -> Hidden:
    """How this contact by itself is hidden, by the owner's latest word on it."""
    words = [edit for edit in member.edits if edit.field in _STATES]
    if not words:
        return Hidden.NOT
    latest = max(words, key=lambda edit: (edit.operation, edit.id))
    return _STATES[latest.field] if latest.verb == "set" else Hidden.NOT


def hiding(facts: Facts, how: Hidden) -> list[MemberEdit]:
    """The edits that hide every member so, or bring it back."""
    field = ARCHIVED if how is Hidden.ARCHIVED else REMOVED
    verb, value = ("clear", None) if how is Hidden.NOT else ("set", True)
    return [MemberEdit(member.contact, field, verb, value) for member in facts.members]
