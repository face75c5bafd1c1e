"""What the owner does, in plain Python: imports, edits, merges and what parts again (rules 3 to 6, 9 and 10).

It is as slow as it is short: everything is computed from all facts, each time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from plain_facts import (
    LISTS,
    Batch,
    Edge,
    Edit,
    Fact,
    Log,
    NotSame,
    Placement,
    Record,
    Row,
    Said,
    compatible,
    merged,
    points_of,
)
from plain_profiles import Profiles

SHARED = 3  # an identifier on so many roots belongs to nobody in particular

Meant = tuple[int, str, str]
"""One word on one contact: contact, verb, value."""


class Book(Profiles):
    """All facts of a workspace, and how they come in."""

    # --- The owner's word (rule 5) ---------------------------------------------------------------------------

    def edit(self, operation: int, contact: int, name: str, verb: str, value: str = "", old: str = "") -> None:
        said = self.meant(contact, name, verb, value, old)
        self.begin(operation)
        self.edits += [Edit(operation, member, name, one, text) for member, one, text in said]

    def meant(self, contact: int, name: str, verb: str, value: str = "", old: str = "") -> list[Meant]:
        """What an edit comes to on the members of a profile; nothing where there is nothing to change."""
        members, root = self.members(contact), self.root(contact)
        if name not in LISTS:
            if verb == "clear":
                return [(member, "clear", "") for member in members if self.own_value(member, name) is not None]
            whole = "name" if name in ("given", "family") else name
            shown = self.shown_claim(root, whole)
            owns = {member: self.own(member, whole) for member in members} if shown else {}
            holders = [member for member, own in owns.items() if own and shown and own.value == shown.value]
            return [(member, "set", value) for member in holders or [root]]
        lists = {member: self.own_list(member, name) for member in members}
        if verb == "clear":
            return [(member, "remove", item) for member, items in lists.items() for item in sorted(items)]
        if verb == "remove":
            return [(member, "remove", value) for member, items in lists.items() if value in items]
        if verb == "replace":
            held = [member for member, items in lists.items() if old in items]
            return [(m, *said) for m in held for said in (("remove", old), ("add", value))] or [(root, "add", value)]
        return [(m, "add", value) for m, items in lists.items() if value in items] or [(root, "add", value)]

    def hide(self, operation: int, contact: int, hidden: bool) -> None:
        self.begin(operation)
        self.edits += [Edit(operation, m, "", "hide" if hidden else "show") for m in self.members(contact)]

    def add(self, operation: int, values: Iterable[tuple[str, str]]) -> int:
        self.begin(operation)
        contact = self.somebody_new()
        self.edits += [Edit(operation, contact, n, "add" if n in LISTS else "set", v) for n, v in values]
        return contact

    def log(self, operation: int, contact: int, kind: str) -> Log:
        self.begin(operation)
        self.logs.append(Log(operation, self.root(contact), kind))
        return self.logs[-1]

    def delete(self, operation: int, log: Log) -> None:
        self.begin(operation)
        self._withdraw(operation, [log])

    def _withdraw(self, operation: int, facts: Iterable[Fact]) -> None:
        self.withdrawals += [(operation, fact) for fact in facts]

    # --- Merge and take back (rules 3, 4 and 6) --------------------------------------------------------------

    def merge(
        self, operation: int, keep: int, others: Iterable[int],
        choices: Mapping[str, int], drops: Iterable[tuple[str, str]],
    ) -> list[Edge]:  # fmt: skip
        """`choices`: field to the root whose value shall show; `drops`: list values taken out in the dialog."""
        groups = [self.members(contact) for contact in (keep, *others)]
        (survivor, *_), *sides = groups
        removals = [
            Edit(operation, member, name, "remove", value)
            for name, value in drops
            for group in groups
            for member in group
            if value in self.own_list(member, name)
        ]
        withdrawn = self.kept_apart(groups)
        self.begin(operation)
        edges = [
            Edge(operation, survivor, side[0], {n: c for n, c in choices.items() if c in (survivor, side[0])}, side)
            for side in sides
        ]
        self.edges += edges
        self.edits += removals
        self._withdraw(operation, withdrawn)
        return edges

    def kept_apart(self, groups: list[list[int]]) -> list[NotSame]:
        """What says that people of different groups are not the same."""
        where = {contact: number for number, group in enumerate(groups) for contact in group}
        return [
            word
            for word in self.not_same
            if self.is_live(word) and {word.one, word.other} <= where.keys() and where[word.one] != where[word.other]
        ]

    def take_back(self, operation: int, edge: Edge) -> list[Edit]:
        """What its dialog dropped on the loser's side is freed; with the last edge of a merge, all that it dropped.

        Answers what was freed.
        """
        last = all(other.operation != edge.operation for other in self.live_edges() if other is not edge)
        self.begin(operation)
        dropped = [e for e in self.edits if e.operation == edge.operation and (last or e.contact in edge.side)]
        freed = [e for e in dropped if self.is_live(e)]
        self._withdraw(operation, [edge, *freed])
        self.not_same.append(NotSame(operation, edge.survivor, edge.loser))
        return freed

    # --- Records (rule 4) ------------------------------------------------------------------------------------

    def is_all(self, record: Record) -> bool:
        """Whether a record is all that is known of whom it belongs to."""
        members = self.members(self.contact_of(record))
        more = [r for m in members for r in self.live_records(m) if r is not record]
        says = [e for m in members for e in self.live_edits(m) if e.verb in ("set", "add")]
        return not (more or says or any(self.live_logs(m) for m in members))

    def detach(self, operation: int, record: Record) -> int:
        self.begin(operation)
        contact = self.somebody_new()
        self._place(operation, record, contact)
        return contact

    def move(self, operation: int, record: Record, contact: int) -> None:
        self.begin(operation)
        self._withdraw(operation, self.kept_apart([self.members(contact), [self.contact_of(record)]]))
        self._place(operation, record, self.root(contact))

    def _place(self, operation: int, record: Record, contact: int) -> None:
        self.not_same.append(NotSame(operation, self.contact_of(record), contact))
        self.placements.append(Placement(operation, record, contact))

    def tell_apart(self, operation: int, one: int, other: int) -> None:
        self.begin(operation)
        self.not_same.append(NotSame(operation, self.root(one), self.root(other)))

    # --- Who is who (rules 9 and 10) -------------------------------------------------------------------------

    def imports(self, operation: int, source: str, rows: list[Row]) -> list[Record | None]:
        """Where each row went; None for a problem row."""
        groups: dict[object, list[Row]] = defaultdict(list)
        order: list[object] = []
        seen: Counter[object] = Counter()
        for row in rows:
            order.append(self._key(row, seen))
            groups[order[-1]].append(row)
        accepted: dict[object, list[Row]] = {}
        homes: dict[object, Record | None] = {}
        for key, group in groups.items():
            homes[key], accepted[key] = self._known(source, key, group)
        fits = {key: self._fitting(source, accepted[key]) for key, home in homes.items() if home is None}
        ids = Counter(self.root(c) for key, c in fits.items() if accepted[key][0].id and c is not None)
        self.begin(operation)
        for key, attached in fits.items():
            has_id = bool(accepted[key][0].id)
            if attached is None or (has_id and ids[self.root(attached)] > 1):
                attached = self.somebody_new()
            homes[key] = Record(source, key, attached, len(self.records), has_id)
            self.records.append(homes[key])
        answer = [homes[key] if row in accepted[key] else None for key, row in zip(order, rows, strict=True)]
        placed = [(row, record) for row, record in zip(rows, answer, strict=True) if record is not None]
        self.batches.append(Batch(operation, source, placed))
        return answer

    @staticmethod
    def _key(row: Row, seen: Counter[object]) -> object:
        said = dict(row.said)
        if row.id:
            return row.id
        name = (said.get("given", ("",))[0], said.get("family", ("",))[0])
        for points in (said.get("emails"), said.get("phones")):
            if points:
                return ("derived", points[0], name)
        seen[row.cells] += 1
        return ("whole row", row.cells, seen[row.cells])

    def _known(self, source: str, key: object, group: list[Row]) -> tuple[Record | None, list[Row]]:
        """The record of a known key (a), or None for a new one, and the rows that are no problem."""
        same = [r for r in self.records if (r.source, r.key) == (source, key)]
        for record in same:
            if self.asserting(record):
                return record, list(self._agreeing(self.sayings(record, self.standing_batches()), group))
        for record in reversed(same):
            agreeing = list(self._agreeing(self.sayings(record, self.batches), group))
            if agreeing and agreeing[0] is group[0]:
                return record, agreeing
        return None, list(self._agreeing([], group))

    def _agreeing(self, said: list[Said], group: list[Row]) -> Iterator[Row]:
        said = list(said)
        for row in group:
            if not said or not self._conflicts(dict(row.said), said):
                said.append(dict(row.said))
                yield row

    @staticmethod
    def _conflicts(row: Said, before: list[Said]) -> bool:
        """Name and identifiers both speak against it."""
        points = frozenset().union(*map(points_of, before))
        own = points_of(row)
        return bool(own) and bool(points) and not own & points and not any(compatible(row, said) for said in before)

    def owned(self, contact: int) -> set[str]:
        """Strong points of live versions, older ones included, and the owner's, less what the owner removed."""
        points: set[str] = set()
        for record in self.live_records(contact):
            points |= frozenset().union(*map(points_of, self.sayings(record, self.standing_batches())))
        for edit in self.live_edits(contact):
            if edit.field in ("emails", "phones"):
                points = points | {edit.value} if edit.verb == "add" else points - {edit.value}
        return points

    def owners(self, point: str) -> list[int]:
        return [contact for contact in range(1, self.contacts + 1) if point in self.owned(contact)]

    def is_shared(self, point: str) -> bool:
        roots = self.all_roots()
        return len({roots[contact] for contact in self.owners(point)}) >= SHARED

    def _fitting(self, source: str, group: list[Row]) -> int | None:
        """The contact that the rows of a new key fit (b): of the one root, who owns most of their points."""
        said = merged(dict(row.said) for row in group)
        matched: Counter[int] = Counter()
        for point in {p for row in group for p in row.points}:
            if not self.is_shared(point):
                matched.update(c for c in self.owners(point) if self._fits(source, said, bool(group[0].id), c))
        if len({self.root(contact) for contact in matched}) != 1:
            return None
        return min(matched, key=lambda c: (-matched[c], c != self.root(c), self.numbers[c]))

    def _fits(self, source: str, said: Said, has_id: bool, contact: int) -> bool:
        name = {part: (own,) for part in ("given", "family") if (own := self.own_value(contact, part))}
        birthday = self.profile(contact).get("birthday")
        other_birthday = birthday is not None and said.get("birthday", (birthday,)) != (birthday,)
        records = [r for member in self.members(contact) for r in self.live_records(member)]
        other_id = has_id and any(r.source == source and r.has_id for r in records)
        return compatible(said, name) and not other_birthday and not other_id
