"""How two contacts belong together: the kinds of link and their words from either side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class LinkKind:
    """One kind of link from `a` to `b`. `there`: what b is to a; `back`: what a is to b."""

    key: str
    there: str
    back: str


EMPLOYER: Final = "employer"
"""The link from a person to the company that they work for."""

_KINDS = (
    LinkKind(EMPLOYER, "Company", "Works here"),
    LinkKind("household", "Household", "Household"),
    LinkKind("referred_by", "Referred by", "Referred"),
    LinkKind("parent", "Parent", "Child"),
    LinkKind("partner", "Partner", "Partner"),
    LinkKind("part_of", "Part of", "Includes"),
)
KINDS: Final[dict[str, LinkKind]] = {kind.key: kind for kind in _KINDS}
"""The kinds that are offered; any other word is a kind of the owner's own, the same from either side."""


def words(kind: str, *, forward: bool) -> str:
    """What the other one is, seen from one side: "Referred by" from a, "Referred" from b."""
    known = KINDS.get(kind)
    if known is None:
        return kind
    return known.there if forward else known.back
