"""How two contacts belong together: the kinds of link and their words from either side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from deskcrm.languages import tr


@dataclass(frozen=True, slots=True)
class LinkKind:
    """One kind of link from `a` to `b`. `there`: what b is to a; `back`: what a is to b."""

    key: str
    there: str
    back: str


EMPLOYER: Final = "employer"
"""The link from a person to the company that they work for."""

_KINDS = (
    LinkKind(EMPLOYER, tr("Company"), tr("Works here")),
    LinkKind("household", tr("Household"), tr("Household")),
    LinkKind("referred_by", tr("Referred by"), tr("Referred")),
    LinkKind("parent", tr("Parent"), tr("Child")),
    LinkKind("partner", tr("Partner"), tr("Partner")),
    LinkKind("part_of", tr("Part of"), tr("Includes")),
)
KINDS: Final[dict[str, LinkKind]] = {kind.key: kind for kind in _KINDS}
"""The kinds that are offered; any other word is a kind of the owner's own, the same from either side."""


def words(kind: str, *, forward: bool) -> str:
    """What the other one is, seen from one side: "Referred by" from a, "Referred" from b."""
    known = KINDS.get(kind)
    if known is None:
        return kind
    return known.there if forward else known.back
