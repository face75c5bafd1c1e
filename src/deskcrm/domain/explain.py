"""Every value that ever came in for a profile, with where it came from and why it shows or doesn't."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deskcrm.domain.facts import YOU, Facts
from deskcrm.domain.fields import LIST_FIELDS
from deskcrm.domain.points import strong_key
from deskcrm.domain.unify import ALWAYS_RANK, IF_EMPTY_RANK, NAME, RECENT, Claim, Told, Unified, member_side, unify
from deskcrm.languages import tr

_LISTS = frozenset(LIST_FIELDS)
_IF_EMPTY = tr("its source counts only where nobody else says it")


@dataclass(frozen=True, slots=True)
class Explained:
    """One claim with its verdict: `shown`, or why not, in words."""

    claim: Claim
    field: str
    value: Any
    shown: bool
    why: str
    formerly: bool = False
    removed: bool = False


def explain(facts: Facts, source_names: Mapping[int, str]) -> dict[str, list[Explained]]:
    """All claims of one root by field, shown ones first; the parts of a name each under their own field."""
    unified = unify(facts)
    told: list[Told] = []
    found: list[Explained] = []
    for member in facts.members:
        side = member_side(member, told)
        for claim in side.singles.values():
            found += _single(claim, unified, source_names)
        for items in side.lists.values():
            for claim in items.values():
                found.append(_item(claim, unified))
    for silent in told:
        found += _silent(silent, unified, source_names)
    by_field: dict[str, list[Explained]] = {}
    for one in sorted(found, key=lambda e: (not e.shown, e.formerly, e.removed, *(-x for x in e.claim.rank()))):
        known = by_field.setdefault(one.field, [])
        if not any(
            k.value == one.value and k.claim.record == one.claim.record and k.claim.edit == one.claim.edit
            for k in known
        ):
            known.append(one)
    return by_field


def _single(claim: Claim, unified: Unified, names: Mapping[int, str]) -> Iterator[Explained]:
    winner = unified.singles[claim.field]
    wins = _same_claim(claim, winner)
    why = _why_shown(claim, winner, names) if wins else _why_not(claim, winner, names)
    yield from _expand(claim, wins, why)


def _item(claim: Claim, unified: Unified) -> Explained:
    shown = any(_same_claim(claim, c) for c in unified.lists.get(claim.field, ()))
    if shown:
        why = tr("your edit") if claim.edit else tr("a list: all are kept")
    else:
        why = _IF_EMPTY if claim.trust == IF_EMPTY_RANK else tr("the same value elsewhere counts")
    return Explained(claim, claim.field, claim.value, shown, why)


def _silent(told: Told, unified: Unified, names: Mapping[int, str]) -> Iterator[Explained]:
    claim = told.claim
    if told.how == "removed":
        yield from _expand(claim, False, tr("you removed it"), removed=True)
    elif told.how == "formerly":
        yield from _expand(
            claim,
            False,
            tr("formerly: you changed it") if claim.edit else tr("formerly: a later file says otherwise"),
            formerly=True,
        )
    elif told.how == "never":
        source = names.get(claim.source) or tr("its source")
        yield from _expand(claim, False, tr("you never take this from {source}", source=source))
    elif claim.field in _LISTS:
        yield from _expand(claim, False, tr("says the same"))
    else:
        winner = unified.singles.get(claim.field)
        why = _why_not(claim, winner, names) if winner else tr("you cleared this field")
        yield from _expand(claim, False, why)


def _expand(
    claim: Claim, shown: bool, why: str, *, formerly: bool = False, removed: bool = False
) -> Iterator[Explained]:
    if claim.field == NAME and isinstance(claim.value, dict):
        for part, text in claim.value.items():
            yield Explained(claim, part, text, shown, why, formerly, removed)
    else:
        yield Explained(claim, claim.field, claim.value, shown, why, formerly, removed)


def _same_claim(a: Claim, b: Claim) -> bool:
    return (a.record, a.edit, a.contact, a.key, a.batch, a.line) == (
        b.record,
        b.edit,
        b.contact,
        b.key,
        b.batch,
        b.line,
    )


def _why_shown(claim: Claim, winner: Claim, names: Mapping[int, str]) -> str:
    if claim.edit:
        return tr("your edit")
    if winner.operation:
        return tr("your choice when merging")
    return tr("what {source} says", source=names.get(claim.source) or tr("its source"))


def _why_not(claim: Claim, winner: Claim, names: Mapping[int, str]) -> str:
    if winner.edit:
        return tr("your edit counts")
    if winner.operation:
        return tr("you chose another when merging")
    if claim.field == NAME and winner.family and not claim.family:
        return tr("another source has the whole name")
    if claim.trust == IF_EMPTY_RANK and claim.trust != winner.trust:
        return _IF_EMPTY
    source = names.get(winner.source) or tr("another source")
    if claim.lead != winner.lead and ALWAYS_RANK not in (claim.trust, winner.trust):
        if winner.prefer == RECENT:
            return tr("{source} is newer, which you prefer here", source=source)
        return tr("{source} says more, which you prefer here", source=source)
    if claim.trust != winner.trust:
        return tr("{source} is trusted more", source=source)
    if claim.since != winner.since:
        return tr("{source} is newer", source=source)
    return tr("an older record says otherwise")


def shown_fields(unified: Unified, consent: Mapping[str, str]) -> dict[str, Any]:
    """What a profile shows, as `deskcrm show` and the profile screen take it; blank fields are missing.

    `consent` maps strong keys to "in" or "out".
    """
    fields: dict[str, Any] = {}
    custom: dict[str, str] = {}
    for key, claim in unified.singles.items():
        if key == NAME:
            fields.update(claim.value)
        elif key.startswith("custom."):
            custom[key[7:]] = str(claim.value)
        elif not key.startswith("consent."):
            fields[key] = claim.value
    for key, claims in unified.lists.items():
        fields[key] = [list_item(claim, consent) for claim in claims]
    if custom:
        fields["custom"] = custom
    return fields


def list_item(claim: Claim, consent: Mapping[str, str]) -> Any:
    """One item of a list field as it is shown: tags and ids as text, points and addresses with their label."""
    if claim.field in ("tags", "source_ids"):
        return claim.value
    if claim.field == "addresses":
        return {**claim.value, "label": claim.label}
    item = {"value": claim.value, "label": claim.label}
    state = consent.get(strong_key(claim.field, claim.value) or "")
    return {**item, "consent": state} if state else item


def source_name(claim: Claim, names: Mapping[int, str]) -> str:
    """The name of the source that made a claim."""
    return names.get(YOU if claim.edit else claim.source, "")
