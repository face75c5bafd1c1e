"""What shows of whom, in plain Python: profiles, timelines, lists, from all facts each time (rules 5 to 7, 11, 13)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from plain_facts import LISTS, SINGLES, Edge, Facts, Happening, Record


@dataclass(frozen=True)
class Claim:
    """A value of a single field, or the parts of a name, and why it wins: the greater rank does.

    `whole`: a name that has a family name, or was chosen; `word`: the operation of the owner's that speaks for it.
    """

    value: str | dict[str, str]
    contact: int
    whole: bool = True
    word: int = 0
    since: int = 0
    age: int = 0

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        return (self.whole, self.word, self.since, -self.age)


def best(claims: Iterable[Claim | None]) -> Claim | None:
    return max((c for c in claims if c is not None), key=lambda c: c.rank, default=None)


class Profiles(Facts):
    """Facts, and what they come down to."""

    # --- One contact by itself -------------------------------------------------------------------------------

    def own(self, contact: int, name: str) -> Claim | None:
        """What it says of a single field; of "name", its parts."""
        if name == "name":
            return self._own_name(contact)
        claim = best(self._recorded(contact, r, name) for r in self.live_records(contact))
        for edit in self.live_edits(contact):
            if edit.field == name:
                claim = Claim(edit.value, contact, word=edit.operation) if edit.verb == "set" else None
        return claim

    def _recorded(self, contact: int, record: Record, name: str) -> Claim | None:
        said = self.record_says(record).get(name)
        return Claim(said[0][0], contact, since=said[1], age=record.age) if said else None

    def _own_name(self, contact: int) -> Claim | None:
        """All parts come from the record that wins the family name, else the given name; edits patch parts."""
        claims = []
        for record in self.live_records(contact):
            parts = {part: c for part in ("given", "family") if (c := self._recorded(contact, record, part))}
            if parts:
                leading = parts.get("family") or parts["given"]
                value = {part: str(c.value) for part, c in parts.items()}
                claims.append(replace(leading, value=value, whole="family" in parts))
        claim = best(claims)
        for edit in self.live_edits(contact):
            if edit.field in ("given", "family"):
                parts = {**self._parts(claim)}
                parts.pop(edit.field, None)
                if edit.verb == "set":
                    parts[edit.field] = edit.value
                old = claim or Claim(parts, contact)
                word = edit.operation if edit.verb == "set" else old.word
                claim = replace(old, value=parts, whole="family" in parts, word=word) if parts else None
        return claim

    @staticmethod
    def _parts(claim: Claim | None) -> dict[str, str]:
        assert claim is None or isinstance(claim.value, dict)
        return claim.value if claim else {}

    def own_list(self, contact: int, name: str) -> set[str]:
        values = {v for r in self.live_records(contact) for v in self.record_says(r).get(name, ((), 0))[0]}
        for edit in self.live_edits(contact):
            if edit.field == name:
                values = values | {edit.value} if edit.verb == "add" else values - {edit.value}
        return values

    def own_value(self, contact: int, name: str) -> str | None:
        """What it says of a single field, or of a part of the name."""
        if name in ("given", "family"):
            return self._parts(self.own(contact, "name")).get(name)
        claim = self.own(contact, name)
        return str(claim.value) if claim else None

    # --- Joined ----------------------------------------------------------------------------------------------

    def winner(self, contact: int, edges: list[Edge], name: str) -> Claim | None:
        """What shows of a contact and whom these edges join with it: of the last edge's two sides the greater rank.

        A choice speaks, at its operation, for what the side that it names would show alone. What cannot be told apart
        is told by the choice, else by the survivor's side.
        """
        edges = [edge for edge in edges if edge.survivor in self.joined_by(edges, contact)]
        if not edges:
            return self.own(contact, name)
        *older, last = edges
        sides = [self.winner(side, older, name) for side in (last.survivor, last.loser)]
        chosen = None
        if name in last.choices:
            chosen = sides[last.choices[name] not in self.joined_by(older, last.survivor)]
        if chosen is not None:
            sides.insert(0, replace(chosen, whole=True, word=max(chosen.word, last.operation)))
        return best(sides)

    def shown_claim(self, contact: int, name: str) -> Claim | None:
        return self.winner(contact, self.live_edges(), name)

    def profile(self, contact: int) -> dict[str, object]:
        """What shows: text for single fields, sets for lists; blanks are missing."""
        shown: dict[str, object] = {**self._parts(self.shown_claim(contact, "name"))}
        for name in SINGLES[2:]:
            claim = self.shown_claim(contact, name)
            if claim is not None:
                shown[name] = claim.value
        for name in LISTS:
            shown[name] = {v for c in self.members(contact) for v in self.own_list(c, name)}
        return {name: value for name, value in shown.items() if value}

    # --- What happened (rules 10 and 11) ---------------------------------------------------------------------

    def happenings(self) -> dict[int, list[Happening]]:
        """The imported ones by contact: a keyed one as said last, keyless ones as often as any one batch has them."""
        newest: dict[tuple[str, str], tuple[Record, Happening]] = {}
        most: dict[tuple[Record, Happening], int] = defaultdict(int)
        for batch in self.standing_batches():
            met: Counter[tuple[Record, Happening]] = Counter()
            for row, record in batch.placed:
                if row.happening is not None and row.happening.key:
                    newest[batch.source, row.happening.key] = (record, row.happening)
                elif row.happening is not None:
                    met[record, row.happening] += 1
            for what, count in met.items():
                most[what] = max(most[what], count)
        found: dict[int, list[Happening]] = defaultdict(list)
        for record, happening in [*newest.values(), *(what for what, n in most.items() for _ in range(n))]:
            found[self.contact_of(record)].append(happening)
        return found

    # --- Who is listed (rule 13) -----------------------------------------------------------------------------

    def is_filled(self, contact: int) -> bool:
        """Whether a contact by itself has something to show."""
        says = any(e.verb in ("set", "add") for e in self.live_edits(contact))
        return says or bool(self.live_records(contact)) or bool(self.live_logs(contact))

    def is_removed(self, contact: int) -> bool:
        said = [e.verb for e in self.live_edits(contact) if e.verb in ("hide", "show")]
        return bool(said) and said[-1] == "hide"

    def filled(self, root: int) -> list[int]:
        return [contact for contact in self.members(root) if self.is_filled(contact)]

    def hidden(self, root: int) -> bool:
        return bool(self.filled(root)) and all(map(self.is_removed, self.filled(root)))

    def roots(self) -> list[int]:
        return [contact for contact, root in self.all_roots().items() if root == contact]

    def listed(self) -> list[int]:
        return [root for root in self.roots() if self.filled(root) and not self.hidden(root)]

    def companies(self) -> dict[str, set[int]]:
        """Folded name of each listed company and its listed people."""
        found: dict[str, set[int]] = defaultdict(set)
        for root in self.listed():
            claim = self.shown_claim(root, "organization")
            if claim is not None:
                found[str(claim.value).casefold()].add(root)
        return dict(found)
