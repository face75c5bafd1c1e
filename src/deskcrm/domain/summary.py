"""The one line that lists, filters, sorts and search read of a profile; and whether it is listed at all."""

from __future__ import annotations

from dataclasses import dataclass

from deskcrm.domain.cleaning.names import join_name
from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.facts import REMOVED, Facts, MemberFacts
from deskcrm.domain.unify import NAME, Claim, Unified, unify


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
    line = Summary(kind)
    singles, lists = unified.singles, unified.lists
    name_claim = singles.get(NAME)
    parts = name_claim.value if name_claim else {}
    line.given, line.family = parts.get("given", ""), parts.get("family", "")
    line.organization, line.title = unified.text("organization"), unified.text("title")
    emails, phones = lists.get("emails", ()), lists.get("phones", ())
    line.email = emails[0].value if emails else ""
    line.phone = _callable_phone(phones)
    addresses = lists.get("addresses", ())
    if addresses:
        line.city, line.country = addresses[0].value.get("city", ""), addresses[0].value.get("country", "")
    line.birthday = unified.text("birthday")
    line.stage, line.stage_claim = unified.text("stage"), singles.get("stage")
    line.subscribed = unified.text("consent.email") == "in"
    line.created_at = unified.text("created_at")
    tags = [str(c.value) for c in lists.get("tags", ())]
    line.tags = "\n".join(tags)
    nickname = unified.text("nickname")
    line.name = _name(kind, parts, nickname, line)
    words = [line.name, nickname, line.organization, line.city, *tags]
    words += [c.value for c in emails]
    words += [c.value for c in phones]
    line.search = search_text(words)
    return line


def _name(kind: str, parts: dict[str, str], nickname: str, line: Summary) -> str:
    if kind == "company" and line.organization:
        return line.organization
    return join_name(parts) or nickname or line.organization or line.email or line.phone or "No name"


NOT_CALLABLE = ("fax", "pager", "telex")


def _callable_phone(phones: list[Claim] | tuple[()]) -> str:
    for claim in phones:
        if not any(word in claim.label for word in NOT_CALLABLE):
            return str(claim.value)
    return ""


def search_text(words: list[str]) -> str:
    """The folded words by which a contact is found, each once; phones as bare digits."""
    return " ".join(dict.fromkeys(" ".join([fold(word) for word in words if word]).split()))


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
