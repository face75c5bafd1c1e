"""What joining profiles would give, and what taking a merge back would leave: pure, from facts (MODEL rules 4 to 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from deskcrm.domain.editing import MemberEdit, bare
from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.facts import Edge, Facts, MemberFacts
from deskcrm.domain.fields import BY_KEY, CUSTOM_PREFIX, LIST_FIELDS, NAME_PARTS, SINGLE_FIELDS, label_of
from deskcrm.domain.points import item_key
from deskcrm.domain.unify import NAME, Unified, member_side, unify
from deskcrm.domain.views import MergeItem, MergeRow
from deskcrm.languages import inside, tr

LATER = 1 << 62
"""Stands for an operation that is about to be made: later than all that are."""
SURVIVOR, LOSER = "survivor", "loser"

Choices = Mapping[str, int]
"""Field to the root whose value shall show; "name" for the whole name."""


def choice_field(field: str) -> str:
    """The field that a choice is kept under: a name is one value (rule 7). Raises InvalidValue where none is."""
    if field in NAME_PARTS or field == NAME:
        return NAME
    if field in LIST_FIELDS:
        raise InvalidValue(
            tr(
                "{field} is a list: all its values are kept, so there is nothing to choose.",
                field=label_of(field),
            )
        )
    if field not in SINGLE_FIELDS and not field.startswith(CUSTOM_PREFIX):
        raise InvalidValue(tr("There is no field “{field}”. Own fields are written custom.NAME.", field=field))
    return field


def edges_for(keep: int, others: Sequence[int], choices: Choices, operation: int = LATER) -> list[Edge]:
    """The edges of one merge: each of the others is the kept one, and each edge bears the choices that concern it.

    Whom the owner chose among the others is chosen against the side that the earlier edges made; the kept one is
    chosen on each edge, so that taking one of them back leaves the choice against the rest.
    """
    edges = []
    for number, other in enumerate(others):
        sides = {
            field: SURVIVOR if chosen == keep else LOSER for field, chosen in choices.items() if chosen in (keep, other)
        }
        edges.append(Edge(LATER + number, operation, keep, other, sides))
    return edges


def joined(profiles: Sequence[Facts], choices: Choices) -> Facts:
    """The profiles as they would be after the merge, the first of them the survivor."""
    members = [member for facts in profiles for member in facts.members]
    edges = [edge for facts in profiles for edge in facts.edges]
    keep, *others = (facts.root for facts in profiles)
    return Facts(keep, members, [*edges, *edges_for(keep, others, choices)])


def checked_choices(profiles: Sequence[Facts], choices: Choices) -> dict[str, int]:
    """The choices by the fields and roots that they are kept under. Raises InvalidValue for one that can't be meant."""
    root_of = {member.contact: facts.root for facts in profiles for member in facts.members}
    shown = {facts.root: unify(facts) for facts in profiles}
    found: dict[str, int] = {}
    for name, contact in choices.items():
        field = choice_field(name)
        if contact not in root_of:
            raise InvalidValue(
                tr("{contact} is none of those who are merged, so nothing of theirs can be chosen.", contact=contact)
            )
        root = root_of[contact]
        if field == "organization" and not (shown[root].singles or shown[root].lists):
            continue  # a company that only its people name: there is nothing of its own to choose
        if field not in shown[root].singles:
            raise InvalidValue(
                tr("{contact} has no {field} to choose.", contact=contact, field=inside(label_of(field)))
            )
        found[field] = root
    return found


def removals(profiles: Sequence[Facts], drops: Iterable[tuple[str, Any]]) -> list[MemberEdit]:
    """List values dropped in the dialog, as removals on every member that holds them (rule 6)."""
    members = [member for facts in profiles for member in facts.members]
    sides = {member.contact: member_side(member) for member in members}
    edits = []
    for field, value in drops:
        key = item_key(field, bare(value))
        edits += [
            MemberEdit(contact, field, "remove", bare(value))
            for contact, side in sides.items()
            if key in side.lists.get(field, {})
        ]
    return edits


# What the dialog shows ------------------------------------------------------------------------------------------------


def rows(profiles: Sequence[Facts], choices: Choices) -> tuple[MergeRow, ...]:
    """A row for each field that anybody has: those that differ first, otherwise in the order of the fields."""
    own = [unify(facts) for facts in profiles]
    result = unify(joined(profiles, choices))
    root_of = {member.contact: facts.root for facts in profiles for member in facts.members}
    roots = [facts.root for facts in profiles]
    found = [_name_row(own, result, root_of)]
    custom = sorted({key for one in own for key in one.singles if key.startswith(CUSTOM_PREFIX)})
    for key in [*(key for key in BY_KEY if key not in NAME_PARTS), *custom]:
        found.append(_list_row(key, roots, own) if key in LIST_FIELDS else _single_row(key, own, result, root_of))
    return tuple(sorted((row for row in found if row.result or row.items), key=lambda row: not row.differs))


def with_company_names(found: Sequence[MergeRow], roots: Sequence[int], names: Sequence[str]) -> tuple[MergeRow, ...]:
    """The rows of companies, each with its name: one of which nothing is written down is called as its people say."""
    known = next((row for row in found if row.field == "organization"), None)
    if known is None:
        known = MergeRow("organization", "", False, ("",) * len(roots), names[0], roots[0], (), False)
    texts = tuple(text or name for text, name in zip(known.texts, names, strict=True))
    row = replace(known, label="Name", texts=texts, differs=_differ(texts))
    return tuple(sorted((row, *(one for one in found if one.field != "organization")), key=lambda one: not one.differs))


def _name_row(own: Sequence[Unified], result: Unified, root_of: Mapping[int, int]) -> MergeRow:
    texts = tuple(_name_text(one) for one in own)
    claim = result.singles.get(NAME)
    return MergeRow(
        NAME,
        tr("Name"),
        False,
        texts,
        _name_text(result),
        root_of[claim.contact] if claim else None,
        (),
        _differ(texts),
    )


def _name_text(unified: Unified) -> str:
    parts = unified.name
    return " ".join(parts[part] for part in NAME_PARTS if part in parts)


def _single_row(key: str, own: Sequence[Unified], result: Unified, root_of: Mapping[int, int]) -> MergeRow:
    texts = tuple(one.text(key) for one in own)
    claim = result.singles.get(key)
    return MergeRow(
        key, label_of(key), False, texts, result.text(key), root_of[claim.contact] if claim else None, (),
        _differ(texts),
    )  # fmt: skip


def _differ(texts: Sequence[str]) -> bool:
    """Whether two of them say different things; a blank says nothing."""
    return len({text for text in texts if text}) > 1


def _list_row(key: str, roots: Sequence[int], own: Sequence[Unified]) -> MergeRow:
    values: dict[str, Any] = {}
    holders: dict[str, list[int]] = {}
    for root, one in zip(roots, own, strict=True):
        for claim in one.lists.get(key, ()):
            values.setdefault(claim.key, claim.value)
            holders.setdefault(claim.key, []).append(root)
    items = tuple(MergeItem(values[k], _item_text(values[k]), tuple(holders[k])) for k in values)
    texts = tuple(", ".join(_item_text(claim.value) for claim in one.lists.get(key, ())) for one in own)
    return MergeRow(key, label_of(key), True, texts, ", ".join(item.text for item in items), None, items, False)


def _item_text(value: Any) -> str:
    return ", ".join(str(part) for part in value.values() if part) if isinstance(value, dict) else str(value)


# What a take-back leaves ----------------------------------------------------------------------------------------------


def parted(facts: Facts, edge: int) -> tuple[Facts, Facts]:
    """The two profiles that are left when one edge goes: who keeps the root, and who leaves with the loser."""
    gone = next(one for one in facts.edges if one.id == edge)
    edges = [one for one in facts.edges if one.id != edge]
    leaving = {gone.loser}
    while more := {one.loser for one in edges if one.survivor in leaving} - leaving:
        leaving |= more
    return _part(facts.root, facts, edges, {m.contact for m in facts.members} - leaving), _part(
        gone.loser, facts, edges, leaving
    )


def _part(root: int, facts: Facts, edges: Sequence[Edge], contacts: set[int]) -> Facts:
    members = [member for member in facts.members if member.contact in contacts]
    first: list[MemberFacts] = [member for member in members if member.contact == root]
    rest = [replace(member) for member in members if member.contact != root]
    return Facts(root, first + rest, [edge for edge in edges if edge.loser in contacts])
