"""What a mailbox tells of its owner: whether it is one's own, and which names and which company it spells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import JaroWinkler

from deskcrm.domain.matching.script import latin
from deskcrm.domain.matching.subjects import FREEMAIL, Subject, is_household, is_role

PRIVATE, WORK, SHARED = range(3)
"""With a provider that everybody has; at a domain of its own, mostly a company's; an office's or a family's."""

_LETTERS: Final = re.compile("[^a-z]+")
_SHORTEST_NAME: Final = 3
_SHORTEST_COMPANY: Final = 5
_ALIKE: Final = 0.95


@lru_cache(maxsize=65_536)
def kind_of(email: str) -> int:
    """Whose a mailbox is, by its looks."""
    if is_role(email) or is_household(email):
        return SHARED
    return PRIVATE if email.partition("@")[2] in FREEMAIL else WORK


@lru_cache(maxsize=65_536)
def _company_of(email: str) -> str:
    """The letters of the domain, "adlerbau" of info@adler-bau.de; "" where everybody has the domain."""
    domain = email.partition("@")[2]
    if domain in FREEMAIL:
        return ""
    return latin(_LETTERS.sub("", max(domain.split(".")[:-1], key=len, default="")))


def is_at(email: str, company: str) -> bool:
    """Whether the mailbox is at this company, by its compared name: one begins with the other's letters."""
    mine, core = _company_of(email), _LETTERS.sub("", company)
    short, long = (mine, core) if len(mine) < len(core) else (core, mine)
    if len(short) < _SHORTEST_COMPANY:
        return False
    return long.startswith(short) or JaroWinkler.similarity(mine, core) >= _ALIKE


def spelled_given(one: Subject) -> str:
    """The given name that a mailbox spells where only its initial is said, or nothing; "" if none does."""
    if len(one.given) > 1 or not one.family:
        return ""
    return next((name for email in one.emails if (name := _beside(email, one.given, one.family))), "")


@lru_cache(maxsize=65_536)
def _beside(email: str, initial: str, family: str) -> str:
    if kind_of(email) == SHARED:
        return ""
    local = latin(_LETTERS.sub("", email.partition("@")[0]))
    for name in (family.replace(" ", ""), *family.split()):
        if len(name) >= _SHORTEST_NAME and name in local:
            rest = local.replace(name, "", 1)
            return rest if len(rest) >= _SHORTEST_NAME and rest.startswith(initial) else ""
    return ""
