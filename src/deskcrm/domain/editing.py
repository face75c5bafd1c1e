"""Where the owner's word goes: a patch on a joined profile becomes edits on its members (MODEL rule 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from deskcrm.domain import keeping
from deskcrm.domain.cleaning.dates import parse_date
from deskcrm.domain.cleaning.emails import clean_email
from deskcrm.domain.cleaning.names import split_name
from deskcrm.domain.cleaning.phones import clean_phone
from deskcrm.domain.cleaning.text import tidy, tidy_lines
from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.facts import Facts
from deskcrm.domain.fields import ADDRESS_PARTS, BY_KEY, CUSTOM_PREFIX, NAME_PARTS, FieldKind
from deskcrm.domain.lifecycle import stage_key
from deskcrm.domain.own_values import OwnKinds, kept_as
from deskcrm.domain.patches import Patch
from deskcrm.domain.points import item_key
from deskcrm.domain.unify import NAME, Side, member_side, unify
from deskcrm.languages import inside, tr


@dataclass(frozen=True, slots=True)
class MemberEdit:
    """One row of `edit` to be written: a patch on one contact. `old`: what showed, or what a replace takes out."""

    contact: int
    field: str
    verb: str
    value: Any = None
    old: Any = None


_NONE: Final[OwnKinds] = {}


def normalised(patch: Patch, country: str, dates: str | None = None, own: OwnKinds = _NONE) -> list[Patch]:
    """The patch with its value as it is kept; a whole name becomes one patch for each part.

    `country`: for phones without one. `dates`: "dmy" or "mdy", how typed dates are read. `own`: the kinds of the
    owner's own fields. Raises InvalidValue for a
    field that does not exist; odd values are kept as they were typed.
    """
    if patch.field == NAME:
        parts = split_name(str(patch.value or "")) if patch.verb == "set" else {}
        return [Patch(p, "set", parts[p]) if p in parts else Patch(p, "clear") for p in NAME_PARTS]
    if patch.field not in BY_KEY and not (patch.field.startswith(CUSTOM_PREFIX) and len(patch.field) > 7):
        raise InvalidValue(tr("There is no field “{field}”. Own fields are written custom.NAME.", field=patch.field))
    value = kept_value(patch.field, patch.value, country, dates)
    if patch.field in own and isinstance(value, str):
        value = kept_as(own[patch.field], value, dates)
    old = kept_value(patch.field, patch.old, country, dates)
    if patch.verb == "set" and not value:
        return [Patch(patch.field, "clear")]
    if patch.verb in ("add", "replace") and not bare(value):
        raise InvalidValue(tr("The new value for {field} is empty.", field=inside(BY_KEY[patch.field].label)))
    return [Patch(patch.field, patch.verb, value, old)]


def bare(value: Any) -> Any:
    """What a list item says apart from its label."""
    if isinstance(value, dict):
        return value["value"] if "value" in value else {k: v for k, v in value.items() if k != "label"}
    return value


def kept_value(field: str, value: Any, country: str, dates: str | None) -> Any:
    """A typed value as it is kept: tidied, phones as E.164 where valid, dates as ISO where understood."""
    if value is None:
        return None
    kind = BY_KEY[field].kind if field in BY_KEY else FieldKind.TEXT
    if isinstance(value, dict):
        if kind is FieldKind.ADDRESS:
            kept = {part: tidy_lines(str(value[part])) for part in ADDRESS_PARTS if str(value.get(part) or "").strip()}
            return {**kept, "label": str(value.get("label", ""))}
        return {
            "value": kept_value(field, value.get("value", ""), country, dates),
            "label": str(value.get("label", "")),
        }
    text = str(value)
    if field == "emails":
        return clean_email(text)
    if field == "phones":
        return clean_phone(text, country)
    if kind is FieldKind.ADDRESS:
        return {"street": tidy_lines(text)} if text.strip() else {}
    if kind is FieldKind.DATE:
        return parse_date(text, dates) or tidy(text)
    if field == "stage":
        return stage_key(text)
    if field == "keep_in_touch":
        return keeping.kept(text)
    return tidy_lines(text) if kind is FieldKind.LONG_TEXT else tidy(text)


def distribute(facts: Facts, patch: Patch) -> list[MemberEdit]:
    """The edits that a normalised patch on this profile becomes.

    Set: every member whose own value is the one shown (none shown: the survivor); a name is one value, so a part of it
    goes to whoever has the whole name that shows. Clear: every member that has a value. Remove and replace: every
    member that holds the value. Add: those that hold it already, else the survivor.
    """
    sides = {member.contact: member_side(member) for member in facts.members}
    field = BY_KEY.get(patch.field)
    if field is not None and field.plural:
        return list(_for_list(facts, sides, patch))
    return list(_for_single(facts, sides, patch))


def _own(side: Side, key: str) -> Any:
    if key in NAME_PARTS:
        claim = side.singles.get(NAME)
        return claim.value.get(key) if claim else None
    claim = side.singles.get(key)
    return claim.value if claim else None


def _for_single(facts: Facts, sides: dict[int, Side], patch: Patch) -> Iterator[MemberEdit]:
    unified = unify(facts)
    shown = unified.name.get(patch.field) if patch.field in NAME_PARTS else unified.text(patch.field) or None
    if patch.verb == "clear":
        for contact, side in sides.items():
            if _own(side, patch.field) is not None:
                yield MemberEdit(contact, patch.field, "clear", old=shown)
        return
    key = NAME if patch.field in NAME_PARTS else patch.field
    whole = unified.singles[key].value if key in unified.singles else None
    holders = [contact for contact, side in sides.items() if whole is not None and _own(side, key) == whole]
    for contact in holders or [facts.root]:
        yield MemberEdit(contact, patch.field, "set", patch.value, shown)


def _for_list(facts: Facts, sides: dict[int, Side], patch: Patch) -> Iterator[MemberEdit]:
    def holding(value: Any) -> list[int]:
        key = item_key(patch.field, bare(value))
        return [contact for contact, side in sides.items() if key in side.lists.get(patch.field, {})]

    if patch.verb == "clear":
        for contact, side in sides.items():
            for claim in side.lists.get(patch.field, {}).values():
                yield MemberEdit(contact, patch.field, "remove", claim.value)
    elif patch.verb == "remove":
        for contact in holding(patch.value):
            yield MemberEdit(contact, patch.field, "remove", patch.value)
    elif patch.verb == "replace":
        held = holding(patch.old)
        for contact in held:
            yield MemberEdit(contact, patch.field, "replace", patch.value, patch.old)
        if not held:
            yield MemberEdit(facts.root, patch.field, "add", patch.value)
    else:
        for contact in holding(patch.value) or [facts.root]:
            yield MemberEdit(contact, patch.field, "add", patch.value)
