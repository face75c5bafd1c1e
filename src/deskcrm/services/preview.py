"""A dry run's rows in words: what shows now, what would show, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deskcrm.domain.cleaning.addresses import join_address
from deskcrm.domain.explain import shown_fields
from deskcrm.domain.facts import Assertion, Facts, MemberFacts, RecordFacts
from deskcrm.domain.fields import label_of
from deskcrm.domain.unify import unify
from deskcrm.domain.views import FieldChange, RowChange
from deskcrm.services.staged import ATTACHED, CREATED, UNCHANGED, UPDATED, Told
from deskcrm.services.staging import Stager

_KINDS = {CREATED: "new", UPDATED: "changed", ATTACHED: "attached", UNCHANGED: "same"}
_LATER = 1 << 60


def row_changes(stager: Stager) -> tuple[RowChange, ...]:
    """The previewed rows in file order, each with the fields of the profile that would change."""
    told = [one for kind in (CREATED, UPDATED, ATTACHED, UNCHANGED) for one in stager.told[kind]]
    loader = stager.lookups.loader
    roots = loader.roots(one.contact for one in told if one.contact > 0)
    facts: dict[int, Facts] = {}
    for found in loader.facts(sorted(roots)).values():
        facts.update((member.contact, found) for member in found.members)
    return tuple(_change(stager, one, facts.get(one.contact)) for one in sorted(told, key=lambda t: t.line))


def _change(stager: Stager, told: Told, facts: Facts | None) -> RowChange:
    contact = facts.root if facts else None
    if told.how == UNCHANGED:
        return RowChange(told.line, contact, told.name, "same")
    before = shown_fields(unify(facts), {}) if facts else {}
    after = shown_fields(unify(_with_row(stager, told, facts)), {})
    why = _why(told)
    fields = tuple(
        FieldChange(label_of(key), show(before.get(key)), show(after.get(key)), why)
        for key in {**before, **after}
        if before.get(key) != after.get(key)
    )
    return RowChange(told.line, contact, told.name, _KINDS[told.how], fields)


def _why(told: Told) -> str:
    kind, _, value = told.by.partition(":")
    if told.how == ATTACHED:
        return f"same {kind}: {value}" if value else "same name"
    return "new" if told.how == CREATED else "same id"


def _with_row(stager: Stager, told: Told, facts: Facts | None) -> Facts:
    """The facts as they would be with this row in: a later assertion of its record."""
    row = Assertion(_LATER, told.line, 0, told.data)
    fresh = RecordFacts(_LATER, stager.lookups.source, stager.trust, [row])
    if facts is None:
        return Facts(0, [MemberFacts(0, stager.kind, [fresh])])
    return Facts(facts.root, list(_members(told, facts, row, fresh)), facts.edges)


def _members(told: Told, facts: Facts, row: Assertion, fresh: RecordFacts) -> Iterator[MemberFacts]:
    for member in facts.members:
        if member.contact != told.contact:
            yield member
            continue
        records = [_heard(r, row) if r.id == told.record else r for r in member.records]
        if all(r.id != told.record for r in member.records):
            records.append(fresh)
        yield MemberFacts(member.contact, member.kind, records, member.edits, member.busy)


def _heard(record: RecordFacts, row: Assertion) -> RecordFacts:
    return RecordFacts(record.id, record.source, record.trust, [*record.assertions, row], record.key)


def show(value: Any) -> str:
    """A field's value on one line."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(show(item) for item in value)
    if isinstance(value, dict):
        if "value" in value:
            return str(value["value"])
        if any(part in value for part in ("street", "city", "postcode", "country", "region", "extended")):
            return join_address(value)
        return ", ".join(f"{key}: {text}" for key, text in value.items() if key != "label")
    return str(value)
