"""`FIELD=VALUE`, `FIELD+=VALUE` and `FIELD-=VALUE` of the terminal, as what the services take."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from deskcrm.cli.terminal import WrongUse
from deskcrm.domain.cleaning.addresses import join_address, split_address
from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.fields import ADDRESS_PARTS, BY_KEY, CUSTOM_PREFIX, POINT_FIELDS
from deskcrm.domain.mapping.model import DEFAULT_GROUP
from deskcrm.domain.patches import Patch
from deskcrm.domain.points import item_key
from deskcrm.domain.views import ProfileView
from deskcrm.languages import tr

_ASSIGNMENT: Final = re.compile(r"([^=]*?)([+-]?=)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One word of the command line. `sign` is "=", "+=" or "-="; `part` of an address, or ""."""

    field: str
    sign: str
    value: str
    label: str = ""
    part: str = ""


def parse(words: Sequence[str]) -> list[Assignment]:
    """The words as assignments. Raises WrongUse for what is none, InvalidValue for a field that does not exist."""
    return [_parsed(word) for word in words]


def _parsed(word: str) -> Assignment:
    found = _ASSIGNMENT.fullmatch(word)
    if found is None or not found[1].strip():
        raise WrongUse(tr('“{word}” says nothing: write FIELD=VALUE, as in name="Anna Weber".', word=word))
    key, sign, value = found[1].strip(), found[2], found[3]
    if key.startswith(CUSTOM_PREFIX):
        return _single(key, sign, value)
    field, _, label = key.partition(".")
    if field == "addresses":
        return _address(field, sign, value, label)
    if field in POINT_FIELDS:
        return Assignment(field, sign, value, label)
    if field in BY_KEY and BY_KEY[field].plural and not label:
        return Assignment(field, sign, value)
    if key != "name" and key != "kind" and key not in BY_KEY:
        fields = ", ".join(["name", *BY_KEY, "custom.NAME"])
        raise InvalidValue(tr("There is no field “{key}”. There are: {fields}.", key=key, fields=fields))
    return _single(key, sign, value)


def _single(key: str, sign: str, value: str) -> Assignment:
    if sign != "=":
        raise WrongUse(tr("“{key}” has one value: write {key}=VALUE.", key=key))
    return Assignment(key, sign, value)


def _address(field: str, sign: str, value: str, label: str) -> Assignment:
    group, _, part = label.partition(".")
    if not part and group in ADDRESS_PARTS:
        group, part = "", group
    group = "" if group == DEFAULT_GROUP else group
    if part and part not in ADDRESS_PARTS:
        raise InvalidValue(
            tr("An address has no “{part}”. It has: {parts}.", part=part, parts=", ".join(ADDRESS_PARTS))
        )
    if part and sign != "=":
        raise WrongUse(tr("A part of an address is set: write addresses.{label}=VALUE.", label=label))
    return Assignment(field, sign, value, group, part)


# A new contact --------------------------------------------------------------------------------------------------------


def new_contact(assignments: Sequence[Assignment], kind: str) -> tuple[str, dict[str, Any]]:
    """The kind and the fields of a new contact."""
    fields: dict[str, Any] = {}
    addresses: dict[str, dict[str, str]] = {}
    for one in assignments:
        if one.field == "kind":
            kind = one.value
        elif one.sign == "-=":
            raise WrongUse(
                tr("A new contact has nothing to take away: “{field}-={value}”.", field=one.field, value=one.value)
            )
        elif one.field == "addresses" and one.part:
            if one.value.strip():
                addresses.setdefault(one.label, {})[one.part] = one.value
        elif one.field in BY_KEY and BY_KEY[one.field].plural:
            if one.value.strip():
                fields.setdefault(one.field, []).append(_item(one))
        elif one.field.startswith(CUSTOM_PREFIX):
            fields.setdefault("custom", {})[one.field[len(CUSTOM_PREFIX) :]] = one.value
        else:
            fields[one.field] = one.value
    if addresses:
        fields.setdefault("addresses", []).extend({**parts, "label": label} for label, parts in addresses.items())
    if kind not in ("person", "company"):
        raise InvalidValue(tr("A contact is a person or a company, not “{kind}”.", kind=kind))
    if kind == "company" and "name" in fields:
        fields["organization"] = fields.pop("name")
    return kind, fields


def _item(one: Assignment) -> Any:
    """The value of a list field as the services take it."""
    if one.field == "addresses":
        return {**split_address(one.value), "label": one.label}
    return {"value": one.value, "label": one.label} if one.field in POINT_FIELDS else one.value


# Changes --------------------------------------------------------------------------------------------------------------


def patches(assignments: Sequence[Assignment], profile: ProfileView) -> list[Patch]:
    """The patches that the assignments mean for this profile, field by field."""
    by_field: dict[str, list[Assignment]] = {}
    for one in assignments:
        field = "organization" if one.field == "name" and profile.kind == "company" else one.field
        by_field.setdefault(field, []).append(one)
    found: list[Patch] = []
    for field, several in by_field.items():
        if field == "kind":
            raise InvalidValue(tr("Whether a contact is a person or a company can't be changed."))
        if field == "addresses":
            found += _address_patches(several, profile)
        elif field in BY_KEY and BY_KEY[field].plural:
            found += _list_patches(field, several, profile)
        else:
            found += [Patch(field, "set", one.value) if one.value.strip() else Patch(field, "clear") for one in several]
    return found


def _list_patches(field: str, several: Sequence[Assignment], profile: ProfileView) -> Iterator[Patch]:
    shown = profile.fields.get(field, [])
    set_anew = [one for one in several if one.sign == "="]
    added = [one for one in several if one.sign == "+="]
    removed = [one for one in several if one.sign == "-="]
    if set_anew:
        labels = {one.label for one in set_anew if one.label}
        all_labelled = all(one.label for one in set_anew)
        for item in shown:  # emails= clears all of them, emails.work= those with that label
            if not all_labelled or item["label"] in labels:
                yield Patch(field, "remove", item)
        added = [one for one in set_anew if one.value.strip()] + added
    for out, new in zip(removed, added, strict=False):
        yield Patch(field, "replace", _labelled(new, out, shown), _item(out))
    for one in removed[len(added) :]:
        yield Patch(field, "remove", _item(one))
    for one in added[len(removed) :]:
        yield Patch(field, "add", _item(one))


def _labelled(new: Assignment, out: Assignment, shown: Sequence[Any]) -> Any:
    """The value that takes another's place, with its label where none is given."""
    item = _item(new)
    if new.label or not isinstance(item, dict):
        return item
    key = item_key(new.field, out.value)
    label = next((old["label"] for old in shown if item_key(new.field, old["value"]) == key), "")
    return {**item, "label": label}


def _address_patches(several: Sequence[Assignment], profile: ProfileView) -> Iterator[Patch]:
    shown: list[dict[str, str]] = profile.fields.get("addresses", [])
    parts: dict[str, dict[str, str]] = {}
    for one in several:
        if one.part:
            parts.setdefault(one.label, {})[one.part] = one.value
        elif one.sign == "-=":
            yield Patch("addresses", "remove", _one_address(shown, one.value))
        else:
            if one.sign == "=":
                for old in shown:
                    if not one.label or old["label"] == one.label:
                        yield Patch("addresses", "remove", old)
            if one.value.strip():
                yield Patch("addresses", "add", _item(one))
    for label, changed in parts.items():
        standing = next((a for a in shown if a["label"] == label), shown[0] if len(shown) == 1 and not label else None)
        merged = {**(standing or {"label": label}), **changed}
        filled = any(merged.get(part, "").strip() for part in ADDRESS_PARTS)
        if standing is None:
            if filled:
                yield Patch("addresses", "add", merged)
        elif filled:
            yield Patch("addresses", "replace", merged, standing)
        else:
            yield Patch("addresses", "remove", standing)


def _one_address(shown: Sequence[dict[str, str]], text: str) -> dict[str, str]:
    """The shown address that a text names by its label or as a whole. Raises InvalidValue where none does."""
    wanted = fold(text)
    for address in shown:
        parts = {key: value for key, value in address.items() if key != "label"}
        if wanted in (fold(address["label"]), fold(join_address(parts)), fold(", ".join(parts.values()))):
            return address
    known = "; ".join(join_address(address) for address in shown) or "none"
    raise InvalidValue(tr("No address of this contact is “{text}”. There are: {known}.", text=text, known=known))
