"""Candidate pairs that hang together, as groups: who is decided at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import product
from typing import Final

from deskcrm.domain.views import CandidatePair

MOST: Final = 5
"""How many are decided at once, as many as are merged at once."""


@dataclass(frozen=True, slots=True)
class Group:
    """Profiles that may be one, held together by `pairs`, the most certain first."""

    pairs: tuple[CandidatePair, ...]
    weakest: CandidatePair
    """The pair without which the group would fall apart most easily; as sure as it is, is the whole."""

    @property
    def contacts(self) -> tuple[int, ...]:
        """Who is in it, the oldest first."""
        return tuple(sorted(self.names))

    @property
    def names(self) -> dict[int, str]:
        """What each is called."""
        return {contact: name for p in self.pairs for contact, name in zip((p.a, p.b), p.names, strict=True)}

    @property
    def kind(self) -> str:
        """Whether they are people or companies."""
        return self.weakest.kind

    @property
    def score(self) -> float:
        """How probable it is that all of them are one."""
        return self.weakest.score

    def only(self, contacts: Collection[int]) -> Group | None:
        """The group that some of its contacts make; None where no pairs hold them together."""
        found = grouped(pair for pair in self.pairs if pair.a in contacts and pair.b in contacts)
        return next((group for group in found if set(group.contacts) == set(contacts)), None)


def grouped(pairs: Iterable[CandidatePair], different: Collection[tuple[int, int]] = ()) -> list[Group]:
    """The groups that pairs make, most certain first; each pair is in exactly one.

    The surest pairs join first. A group never grows beyond MOST, and never holds two of `different` (the smaller id
    first); a pair that would make it so is a group by itself.
    """
    members: dict[int, list[int]] = {}
    joined_by: dict[int, CandidatePair] = {}
    alone: list[Group] = []
    kept: list[CandidatePair] = []
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.a, pair.b)):
        one, other = members.setdefault(pair.a, [pair.a]), members.setdefault(pair.b, [pair.b])
        if one is not other and (len(one) + len(other) > MOST or _conflict(one, other, different)):
            alone.append(Group((pair,), pair))
            continue
        kept.append(pair)
        if one is not other:
            one += other
            members.update(dict.fromkeys(other, one))
            joined_by[id(one)] = pair
    held: dict[int, list[CandidatePair]] = {}
    for pair in kept:
        held.setdefault(id(members[pair.a]), []).append(pair)
    found = alone + [Group(tuple(inner), joined_by[key]) for key, inner in held.items()]
    return sorted(found, key=lambda group: (-group.score, group.contacts))


def _conflict(one: list[int], other: list[int], different: Collection[tuple[int, int]]) -> bool:
    return bool(different) and any((min(a, b), max(a, b)) in different for a, b in product(one, other))
