"""`unify`: the pure function from facts about one root to its profile (MODEL rules 1, 2, 4 to 7).

Every value is a claim. Each contact is unified with its own records and edits first; then members are joined edge by
edge, in the order in which the edges were made. Which claim of a field shows, in one line: the latest of the owner's
edits and choices, else the source of highest trust, else the newest, else the older record. For single fields the owner
may prefer the newest, or the fullest value, to the most trusted one.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from typing import Any

from deskcrm.domain.cleaning.names import split_name
from deskcrm.domain.facts import Data, Edge, Edit, Facts, MemberFacts, RecordFacts
from deskcrm.domain.fields import LIST_FIELDS, NAME_PARTS
from deskcrm.domain.points import item_key, strong_key

UNIFY_VERSION = 3
"""Raised when the rules change: profiles are then rebuilt in the background (MODEL rule 17)."""

NAME = "name"
NEVER_RANK, IF_EMPTY_RANK, ALWAYS_RANK = -1, 0, 100
"""The trust in a source for a field of which its word never counts, only if nobody else says any, or before all."""
RECENT, COMPLETE = "recent", "complete"
"""What the owner may prefer to the most trusted source, field by field (`domain/winning`)."""
_BY_RULE = {IF_EMPTY_RANK: -1, ALWAYS_RANK: sys.maxsize}
_A_PART = 1_000
_LISTS = frozenset(LIST_FIELDS)
_PARTS = frozenset(NAME_PARTS)


def fullness(value: Any) -> int:
    """How much a value says: parts first, of a name or an address, then letters.

    >>> fullness({"given": "Anna", "family": "Weber"}) > fullness({"given": "Anna-Katharina"})
    True
    """
    if not isinstance(value, dict):
        return len(str(value))
    said = [str(part) for part in value.values() if part]
    return len(said) * _A_PART + sum(map(len, said))


@dataclass(slots=True, eq=False)
class Claim:
    """One value that somebody claims for one field, with its rank and its provenance.

    `value` is text for single fields, a dict of parts for the name, and one item for lists. `operation` is the owner's
    edit or choice that speaks for it (0: none); `since` the batch from which its record has said it without a break.
    """

    field: str
    value: Any
    contact: int
    operation: int = 0
    trust: int = 0
    since: int = 0
    record: int = 0
    source: int = 0
    batch: int = 0
    line: int = 0
    version: int = 0
    label: str = ""
    key: str = ""
    position: int = 0
    edit: int = 0
    family: bool = True  # a name without a family name gives way to one that has it (rule 7)
    prefer: str = ""  # what the owner prefers for this field: RECENT, COMPLETE, or "" for the most trusted

    def rank(self) -> tuple[bool, int, int, int, int, int]:
        """Greater wins."""
        return (self.family, self.operation, self.lead, self.trust, self.since, -self.record)

    @property
    def lead(self) -> int:
        """What goes before trust where the owner prefers it so; a source's own rule for the field goes before that."""
        if not self.prefer:
            return 0
        if self.trust in _BY_RULE:
            return _BY_RULE[self.trust]
        return self.since if self.prefer == RECENT else fullness(self.value)


@dataclass(slots=True)
class Side:
    """What one contact, or several joined ones, claim: the best for each single field, the items of each list."""

    singles: dict[str, Claim] = field(default_factory=dict)
    lists: dict[str, dict[str, Claim]] = field(default_factory=dict)


@dataclass(slots=True)
class Unified:
    """A profile's values. `name` holds its parts; `lists` the items in the order in which they show."""

    singles: dict[str, Claim]
    lists: dict[str, list[Claim]]

    @property
    def name(self) -> dict[str, str]:
        """The parts of the name, blank ones missing."""
        claim = self.singles.get(NAME)
        return claim.value if claim else {}

    def text(self, key: str) -> str:
        """The shown value of a single field, or ""."""
        claim = self.singles.get(key)
        return str(claim.value) if claim else ""


@dataclass(slots=True)
class Told:
    """A claim that does not show in its own contact, and why.

    "formerly": superseded; "removed": by the owner; "other": another one wins; "never": its source's word for the field
    doesn't count.
    """

    claim: Claim
    how: str


def unify(facts: Facts) -> Unified:
    """The profile of one root.

    The order in which records, edits and edges are listed never matters: each is sorted by its own id first.
    """
    sides = {m.contact: member_side(m) for m in facts.members}
    owner = {contact: contact for contact in sides}
    for edge in sorted(facts.edges, key=lambda e: (e.operation, e.id)):
        keep, lose = _find(owner, edge.survivor), _find(owner, edge.loser)
        sides[keep] = _join(sides[keep], sides.pop(lose), edge)
        owner[lose] = keep
    side = sides[_find(owner, facts.root)]
    return Unified(side.singles, {key: _ordered(items) for key, items in side.lists.items() if items})


def _find(owner: dict[int, int], contact: int) -> int:
    while owner[contact] != contact:
        contact = owner[contact]
    return contact


def _ordered(items: dict[str, Claim]) -> list[Claim]:
    listed = sorted(
        items.values(), key=lambda c: (-c.operation, -c.lead, -c.trust, -c.since, c.record, c.position, c.key)
    )
    if listed[-1].trust == IF_EMPTY_RANK:
        said = [c for c in listed if c.operation or c.trust != IF_EMPTY_RANK]
        return said or listed
    return listed


def _join(survivor: Side, loser: Side, edge: Edge) -> Side:
    singles = dict(survivor.singles)
    for key, claim in loser.singles.items():
        mine = singles.get(key)
        if mine is None or claim.rank() > mine.rank():
            singles[key] = claim
    for key, name in edge.choices.items():
        chosen = (survivor if name == "survivor" else loser).singles.get(key)
        if chosen is not None:
            lifted = replace(chosen, operation=max(chosen.operation, edge.operation), family=True)
            if key not in singles or lifted.rank() >= singles[key].rank():
                singles[key] = lifted
    lists = {key: dict(items) for key, items in survivor.lists.items()}
    for key, items in loser.lists.items():
        mine_items = lists.setdefault(key, {})
        for item, claim in items.items():
            known = mine_items.get(item)
            if known is None or claim.rank() > known.rank():
                mine_items[item] = claim
    return Side(singles, lists)


def member_side(member: MemberFacts, told: list[Told] | None = None) -> Side:
    """One contact unified with its own records and edits. `told` gathers what does not show, when it is given."""
    side = Side()
    for record in sorted(member.records, key=lambda r: r.id):
        for claim in record_claims(record, member.contact, told):
            if claim.trust != NEVER_RANK:
                _take(side, claim, told)
            elif told is not None:
                told.append(Told(claim, "never"))
    if member.edits:
        _apply_edits(side, member, told)
    return side


def _take(side: Side, claim: Claim, told: list[Told] | None) -> None:
    if claim.field in _LISTS:
        items = side.lists.setdefault(claim.field, {})
        mine = items.get(claim.key)
        if mine is None or claim.rank() > mine.rank():
            items[claim.key] = claim
        return
    mine = side.singles.get(claim.field)
    if mine is None or claim.rank() > mine.rank():
        side.singles[claim.field] = claim
        claim, mine = (mine, claim) if mine is not None else (claim, None)
    if told is not None and mine is not None:
        told.append(Told(claim, "other"))


# What a record says -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Heard:
    """One slot of a record: its value, and the assertion from which the record has said it without a break."""

    value: Any
    batch: int
    line: int
    version: int


def fold_record(record: RecordFacts) -> tuple[dict[str, Heard], list[tuple[str, Heard]]]:
    """What the record says now, and what it formerly said (rule 2): the fold of its live assertions by batch.

    Within a batch the later row's non-blank wins. A value that stays, or is blank in between, keeps its first day.
    """
    now: dict[str, Heard] = {}
    before: list[tuple[str, Heard]] = []
    assertions = record.assertions
    if len(assertions) == 1:
        batch, line, version, data = assertions[0]
        return {slot: Heard(value, batch, line, version) for slot, value in data.items()}, before
    for _, rows in groupby(sorted(assertions, key=lambda a: (a.batch, a.line)), key=lambda a: a.batch):
        heard: dict[str, Heard] = {}
        for batch, line, version, data in rows:
            for slot, value in data.items():
                if slot in heard and heard[slot].value != value:
                    before.append((slot, heard[slot]))
                    del heard[slot]
                heard.setdefault(slot, Heard(value, batch, line, version))
        for slot, new in heard.items():
            old = now.get(slot)
            if old is None:
                now[slot] = new
            elif old.value != new.value:
                before.append((slot, old))
                now[slot] = new
    return now, before


@lru_cache(maxsize=4096)
def split_slot(slot: str) -> tuple[str, str]:
    """A slot's field and label: "emails.work|Email 2" → ("emails", "work"); "custom.Size" → ("custom.Size", "")."""
    target = slot.partition("|")[0]
    if target.startswith("custom."):
        return target, ""
    name, _, label = target.partition(".")
    return (name, label) if name in _LISTS else (target, "")


_split = lru_cache(maxsize=65536)(split_name)


def name_parts(data: Data) -> dict[str, str]:
    """The name that one version says, as parts: the ones it gives, else its whole name split."""
    parts = {} if _PARTS.isdisjoint(data) else {part: data[part] for part in NAME_PARTS if part in data}
    if "given" in parts or "family" in parts or NAME not in data:
        return parts
    return {**_split(data[NAME]), **parts}


def record_claims(record: RecordFacts, contact: int, told: list[Told] | None = None) -> Iterator[Claim]:
    """The claims of one record; with `told`, also what it formerly said."""
    now, before = fold_record(record)
    plain: dict[str, Heard] = {}
    counts: Counter[str] = Counter()
    for slot, heard in now.items():
        if slot in _PARTS or slot == NAME:
            plain[slot] = heard
            continue
        for claim in _claims_of(record, contact, slot, heard):
            claim.position = counts[claim.field]
            counts[claim.field] += 1
            yield claim
    if plain:
        parts = name_parts({slot: heard.value for slot, heard in plain.items()})
        telling = plain.get("family") or plain.get(NAME) or plain.get("given") or next(iter(plain.values()))
        claim = _claim(record, contact, NAME, parts, telling)
        claim.family = "family" in parts
        yield claim
    if told is not None:
        for slot, heard in before:
            for claim in _claims_of(record, contact, NAME if slot in _PARTS else slot, heard):
                told.append(Told(claim, "formerly"))


def _claims_of(record: RecordFacts, contact: int, slot: str, heard: Heard) -> Iterator[Claim]:
    name, label = split_slot(slot)
    if name not in _LISTS:
        yield _claim(record, contact, name, heard.value, heard)
        return
    for item in heard.value:
        claim = _claim(record, contact, name, item, heard)
        claim.label, claim.key = label, item_key(name, item)
        yield claim


def _claim(record: RecordFacts, contact: int, name: str, value: Any, heard: Heard) -> Claim:
    trust = record.trust if record.ranks is None else record.ranks.get(name, record.trust)
    claim = Claim(
        name, value, contact, trust=trust, since=heard.batch, record=record.id, source=record.source,
        batch=heard.batch, line=heard.line, version=heard.version,
    )  # fmt: skip
    if record.wins is not None:
        claim.prefer = record.wins.get(name, "")
    return claim


# What the owner says ------------------------------------------------------------------------------------------------


def _apply_edits(side: Side, member: MemberFacts, told: list[Told] | None) -> None:
    """The owner's patches on this contact, in the order of their operations. They outrank every source."""
    for edit in sorted(member.edits, key=lambda e: (e.operation, e.id)):
        if edit.field.startswith("_"):
            continue
        if edit.field in _LISTS:
            _edit_list(side.lists.setdefault(edit.field, {}), edit, member.contact, told)
        elif edit.field in _PARTS:
            _edit_name(side, edit, member.contact, told)
        else:
            _edit_single(side, edit, member.contact, told)


def _owners(edit: Edit, contact: int, value: Any) -> Claim:
    return Claim(edit.field, value, contact, operation=edit.operation, trust=100, source=1, edit=edit.id)


def _edit_single(side: Side, edit: Edit, contact: int, told: list[Told] | None) -> None:
    old = side.singles.pop(edit.field, None)
    if old is not None and told is not None:
        told.append(Told(old, "formerly" if old.edit else "other"))
    if edit.verb == "set":
        side.singles[edit.field] = _owners(edit, contact, edit.value)


def _edit_name(side: Side, edit: Edit, contact: int, told: list[Told] | None) -> None:
    """A part patches the name (rule 7). A given or family name that is set speaks for the whole of it; one that is
    cleared does not: what it leaves ranks as it did."""
    old = side.singles.get(NAME)
    parts = dict(old.value) if old else {}
    if edit.verb == "set":
        parts[edit.field] = edit.value
    else:
        parts.pop(edit.field, None)
    if not parts:
        side.singles.pop(NAME, None)
    else:
        new = replace(old or _owners(edit, contact, parts), field=NAME, value=parts, family="family" in parts)
        if not old or (edit.verb == "set" and edit.field in ("given", "family")):
            new = replace(new, operation=edit.operation, trust=100, source=1, edit=edit.id)
        side.singles[NAME] = new
    if told is not None and old is not None:
        told.append(Told(old, "formerly" if old.edit else "other"))


def _edit_list(items: dict[str, Claim], edit: Edit, contact: int, told: list[Told] | None) -> None:
    if edit.verb in ("remove", "replace"):
        out = edit.value if edit.verb == "remove" else edit.old
        old = items.pop(item_key(edit.field, _bare(out)), None)
        if old is not None and told is not None:
            told.append(Told(old, "removed"))
    if edit.verb in ("add", "replace"):
        label = edit.value.get("label", "") if isinstance(edit.value, dict) else ""
        claim = _owners(edit, contact, _bare(edit.value))
        claim.label, claim.key, claim.position = label, item_key(edit.field, claim.value), edit.id
        items[claim.key] = claim


def _bare(item: Any) -> Any:
    """A list item without its label: the text of a point, the parts of an address."""
    if isinstance(item, dict):
        return item["value"] if "value" in item else {k: v for k, v in item.items() if k != "label"}
    return item


# What it is known by ------------------------------------------------------------------------------------------------


def strong_points(member: MemberFacts) -> set[str]:
    """The strong identifiers of one contact (rule 9): on live versions, older ones too, and the owner's additions,
    but not on what the owner removed."""
    points: set[str] = set()
    for record in member.records:
        for assertion in record.assertions:
            points.update(version_points(assertion.data))
    for edit in sorted(member.edits, key=lambda e: (e.operation, e.id)):
        if edit.verb in ("remove", "replace"):
            out = strong_key(edit.field, _bare(edit.value if edit.verb == "remove" else edit.old))
            points.discard(out or "")
        if edit.verb in ("add", "replace"):
            new = strong_key(edit.field, _bare(edit.value))
            if new:
                points.add(new)
    return points


def version_points(data: Data) -> Iterable[str]:
    """The strong identifiers that one version says."""
    for slot, value in data.items():
        if slot.startswith(("emails", "phones")):
            name = slot[:6]
            for item in value:
                key = strong_key(name, item)
                if key:
                    yield key


def version_consents(data: Data) -> Iterator[tuple[str, str]]:
    """The strong identifiers for which one version says a consent, each with what it says."""
    if "consent.email" in data or "consent.phone" in data:
        yield from consents_among(version_points(data), data)


def consents_among(points: Iterable[str], data: Data) -> Iterator[tuple[str, str]]:
    """Those of a version's strong identifiers for which it says a consent, each with what it says."""
    states = {"email": data.get("consent.email"), "phone": data.get("consent.phone")}
    for point in points:
        state = states[point[:5]]
        if state:
            yield point, str(state)
