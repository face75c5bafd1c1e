"""Candidate pairs that hang together, as groups: who is decided at once; kept in order while pairs come and go."""

from __future__ import annotations

from bisect import insort
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
    contacts: tuple[int, ...]
    """Who is in it, the oldest first."""

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
    first), nor a pair with its rival; a pair that would make it so is a group by itself.
    """
    members: dict[int, list[int]] = {}
    joined_by: dict[int, CandidatePair] = {}
    alone: list[Group] = []
    kept: list[CandidatePair] = []
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.a, pair.b)):
        one, other = members.setdefault(pair.a, [pair.a]), members.setdefault(pair.b, [pair.b])
        too_many = len(one) + len(other) > MOST or pair.rival in one or pair.rival in other
        if one is not other and (too_many or _conflict(one, other, different)):
            alone.append(Group((pair,), pair, (pair.a, pair.b)))
            continue
        kept.append(pair)
        if one is not other:
            one += other
            members.update(dict.fromkeys(other, one))
            joined_by[id(one)] = pair
    held: dict[int, list[CandidatePair]] = {}
    for pair in kept:
        held.setdefault(id(members[pair.a]), []).append(pair)
    found = alone + [
        Group(tuple(inner), joined_by[key], tuple(sorted(members[inner[0].a]))) for key, inner in held.items()
    ]
    return sorted(found, key=_order)


def _order(group: Group) -> tuple[float, tuple[int, ...]]:
    return -group.score, group.contacts


def _conflict(one: list[int], other: list[int], different: Collection[tuple[int, int]]) -> bool:
    return bool(different) and any((min(a, b), max(a, b)) in different for a, b in product(one, other))


Key = tuple[int, int]


class Groups:
    """The groups of pairs that come and go, as `grouped` makes them; only those that a change touches are made anew."""

    def __init__(self, pairs: Iterable[CandidatePair] = (), different: Collection[Key] = ()) -> None:
        self._pairs = {(pair.a, pair.b): pair for pair in pairs}
        self._different = frozenset(different)
        self._at: dict[int, set[Key]] = {}
        for key in self._pairs:
            self._link(key)
        self.ordered = grouped(self._pairs.values(), self._different)
        """All of them, most certain first."""
        self._of = {(pair.a, pair.b): group for group in self.ordered for pair in group.pairs}

    def update(self, drop: Collection[Key], add: Iterable[CandidatePair], different: Collection[Key]) -> None:
        """Takes pairs out, puts others in, and heeds who is said to differ now."""
        fresh = {(pair.a, pair.b): pair for pair in add}
        different = frozenset(different)
        touched = {contact for key in (*drop, *fresh, *(different ^ self._different)) for contact in key}
        stale = {id(self._of[key]) for key in drop if key in self._of}
        for key in drop:
            if self._pairs.pop(key, None) is not None:
                self._unlink(key)
        self._pairs |= fresh
        for key in fresh:
            self._link(key)
        self._different = different
        around = self._around(touched)
        stale |= {id(self._of[key]) for key in around if key in self._of}
        for key in drop:
            self._of.pop(key, None)
        self.ordered = [group for group in self.ordered if id(group) not in stale]
        for group in grouped((self._pairs[key] for key in around), different):
            insort(self.ordered, group, key=_order)
            self._of.update(((pair.a, pair.b), group) for pair in group.pairs)

    def _around(self, contacts: set[int]) -> set[Key]:
        """All pairs that hang together with these contacts, through whomever."""
        found: set[Key] = set()
        border, met = set(contacts), set(contacts)
        while border:
            keys = {key for contact in border for key in self._at.get(contact, ())} - found
            found |= keys
            border = {contact for key in keys for contact in key} - met
            met |= border
        return found

    def _link(self, key: Key) -> None:
        for contact in key:
            self._at.setdefault(contact, set()).add(key)

    def _unlink(self, key: Key) -> None:
        for contact in key:
            self._at[contact].discard(key)
