"""The one line that lists, filters, sorts and search read of a profile; and whether it is listed at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from deskcrm.domain.cleaning.names import join_name
from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.facts import REMOVED, Data, Facts, MemberFacts
from deskcrm.domain.fields import LIST_FIELDS
from deskcrm.domain.points import item_key
from deskcrm.domain.unify import NAME, Claim, Unified, name_parts, split_slot, unify


@dataclass(slots=True)
class Summary:
    """A profile in one line. Blank is ""; `phones` and `emails` in the order in which they show."""

    kind: str
    name: str = ""
    given: str = ""
    family: str = ""
    organization: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    city: str = ""
    country: str = ""
    birthday: str = ""
    stage: str = ""  # as stated; what facts make of it is lifecycle.standing's
    stage_claim: Claim | None = None
    subscribed: bool = False
    created_at: str = ""
    tags: str = ""  # joined by a line break
    search: str = ""


def summarise(facts: Facts) -> Summary | None:
    """The summary of one root, or None when it isn't listed (rule 13)."""
    if not is_listed(facts):
        return None
    return summary_of(facts.members[0].kind if facts.members else "person", unify(facts))


def summary_of(kind: str, unified: Unified) -> Summary:
    """What a profile's values come down to in a list."""
    name = unified.singles.get(NAME)
    lists = {key: [(c.value, c.label) for c in claims] for key, claims in unified.lists.items()}
    singles = {key: claim.value for key, claim in unified.singles.items()}
    line = _summary(kind, name.value if name else {}, singles, lists)
    line.stage_claim = unified.singles.get("stage")
    return line


def summary_of_version(kind: str, data: Data) -> Summary:
    """The summary of somebody of whom one version is all that is known: the same as unify's, without its work."""
    singles: Data = {}
    lists: dict[str, list[tuple[Any, str]]] = {}
    for slot, value in data.items():
        field, label = split_slot(slot)
        if field in LIST_FIELDS:
            lists.setdefault(field, []).extend([(item, label) for item in value])
        else:
            singles[field] = value
    for field, items in lists.items():
        if len(items) > 1:
            first: dict[str, tuple[Any, str]] = {}
            for item in items:
                first.setdefault(item_key(field, item[0]), item)
            lists[field] = list(first.values())
    return _summary(kind, name_parts(data), singles, lists)


def _summary(kind: str, parts: dict[str, str], singles: Data, lists: dict[str, list[tuple[Any, str]]]) -> Summary:
    line = Summary(kind)
    line.given, line.family = parts.get("given", ""), parts.get("family", "")
    line.organization, line.title = singles.get("organization", ""), singles.get("title", "")
    emails, phones = lists.get("emails", ()), lists.get("phones", ())
    if emails:
        line.email = emails[0][0]
    line.phone = next((value for value, label in phones if not label or not _is_silent(label)), "")
    if "addresses" in lists:
        address = lists["addresses"][0][0]
        line.city, line.country = address.get("city", ""), address.get("country", "")
    line.birthday, line.stage = singles.get("birthday", ""), singles.get("stage", "")
    line.subscribed = singles.get("consent.email") == "in"
    line.created_at = singles.get("created_at", "")
    nickname = singles.get("nickname", "")
    line.name = _name(kind, parts, nickname, line)
    words = [line.name, nickname, line.organization, line.city]
    if "tags" in lists:
        tags = [tag for tag, _ in lists["tags"]]
        line.tags = "\n".join(tags)
        words += tags
    words += [value for value, _ in emails]
    words += [value for value, _ in phones]
    line.search = search_text(words)
    return line


def _name(kind: str, parts: dict[str, str], nickname: str, line: Summary) -> str:
    if kind == "company" and line.organization:
        return line.organization
    return join_name(parts) or nickname or line.organization or line.email or line.phone or "No name"


_SILENT = ("fax", "pager", "telex")


def _is_silent(label: str) -> bool:
    return any(word in label.lower() for word in _SILENT)


def search_text(words: list[str]) -> str:
    """The folded words by which a contact is found, each once; phones as bare digits."""
    text = "\n".join(words)
    if text.isascii():
        return " ".join(dict.fromkeys(fold(text).split()))
    return " ".join(dict.fromkeys(part for word in text.split() for part in _folded(word).split()))


_folded = lru_cache(maxsize=32768)(fold)
"""Letters beyond ASCII take long to fold, and the same names and places come again and again."""


def is_listed(facts: Facts) -> bool:
    """Whether a root shows anywhere (rule 13): a live version, an activity, or an owner's fact that says something."""
    return any(member_is_filled(member) for member in facts.members)


def member_is_filled(member: MemberFacts) -> bool:
    """Whether this contact has something to show: removals, clears, flags and placements say nothing."""
    if member.busy or any(record.assertions for record in member.records):
        return True
    return any(e.verb in ("set", "add", "replace") and not e.field.startswith("_") for e in member.edits)


def member_is_removed(member: MemberFacts) -> bool:
    """Whether the owner's latest word on this contact is to hide it."""
    words = [e for e in member.edits if e.field == REMOVED]
    return bool(words) and max(words, key=lambda e: (e.operation, e.id)).verb == "set"


def is_hidden(facts: Facts) -> bool:
    """Hidden while all its filled members are removed or archived."""
    filled = [m for m in facts.members if member_is_filled(m)]
    return bool(filled) and all(member_is_removed(m) for m in filled)
