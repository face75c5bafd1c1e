"""The one line that lists, filters, sorts and search read of a profile; and whether it is listed at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from deskcrm.domain.cleaning.names import join_name
from deskcrm.domain.cleaning.text import fold, folded_words
from deskcrm.domain.facts import Data, Facts, MemberFacts, RecordFacts
from deskcrm.domain.fields import NAME_PARTS
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
    kind = facts.members[0].kind if facts.members else "person"
    if is_plain(facts):
        return summary_of_records(kind, facts.members[0])
    return summary_of(kind, unify(facts))


def is_plain(facts: Facts) -> bool:
    """Whether nobody edited or merged anything, no record was heard twice, and no source has a rule for a field.

    So it is with most people of most workspaces.
    """
    if len(facts.members) != 1 or facts.edges:
        return False
    (member,) = facts.members
    return not member.edits and all(
        len(r.assertions) == 1 and r.ranks is None and r.wins is None for r in member.records
    )


def summary_of(kind: str, unified: Unified) -> Summary:
    """What a profile's values come down to in a list."""
    lists = {key: [claim.value for claim in claims] for key, claims in unified.lists.items()}
    phone = next((claim.value for claim in unified.lists.get("phones", ()) if not _is_silent(claim.label)), "")
    singles = {key: claim.value for key, claim in unified.singles.items()}
    line = _summary(kind, unified.name, singles, lists, phone)
    line.stage_claim = unified.singles.get("stage")
    return line


def summary_of_version(kind: str, data: Data) -> Summary:
    """The summary of somebody of whom one version is all that is known: the same as unify's, without its work."""
    return _summary(kind, name_parts(data), data, *_lists_of([data]))


def summary_of_records(kind: str, member: MemberFacts) -> Summary:
    """The summary of a plain contact: the same as unify's, at a quarter of its cost (17 against 71 microseconds).

    With one assertion a record, all its values have one rank; so the best record that says a field has the word.
    """
    ranked = member.records
    if len(ranked) > 1:
        ranked = sorted(ranked, key=lambda r: (-r.trust, -r.assertions[0].batch, r.id))
    line = summary_of_versions(kind, [record.assertions[0].data for record in ranked])
    if line.stage:
        line.stage_claim = _stage_claim(ranked, member.contact)
    return line


def summary_of_versions(kind: str, datas: list[Data]) -> Summary:
    """The summary of what several records say with one version each, the best record first; without `stage_claim`."""
    singles: Data = {}
    for data in reversed(datas):
        singles.update(data)
    return _summary(kind, _best_name(datas), singles, *_lists_of(datas))


def _best_name(datas: list[Data]) -> dict[str, str]:
    """The first name that has a family name, else the first that there is (rule 7)."""
    names = [name_parts(data) for data in datas if not _NAMES.isdisjoint(data)]
    return next((parts for parts in names if "family" in parts), names[0] if names else {})


def _stage_claim(ranked: list[RecordFacts], contact: int) -> Claim:
    best = next(record for record in ranked if "stage" in record.assertions[0].data)
    batch, line, version, data = best.assertions[0]
    return Claim(
        "stage", data["stage"], contact, trust=best.trust, since=batch, record=best.id, source=best.source,
        batch=batch, line=line, version=version,
    )  # fmt: skip


Lists = dict[str, list[Any]]
"""The values of list fields, in the order in which they show."""

_NAMES = frozenset((NAME, *NAME_PARTS))
_SHOWN_LISTS = ("emails", "phones", "tags", "addresses")
_EACH_ONCE = _SHOWN_LISTS[:3]
"""The lists of which more than the first value shows in a summary."""


@lru_cache(maxsize=1024)
def _lists_among(slots: tuple[str, ...]) -> tuple[tuple[tuple[str, str, bool], ...], bool]:
    """The lists that show in a summary: slot, field and whether it holds phones that nobody picks up; any such ones.

    The rows of a file have few sets of slots.
    """
    split = [(slot, *split_slot(slot)) for slot in slots]
    lists = tuple((slot, field, field == "phones" and _is_silent(label)) for slot, field, label in split)
    shown = tuple(entry for entry in lists if entry[1] in _SHOWN_LISTS)
    return shown, any(silent for _, _, silent in shown)


def _lists_of(datas: list[Data]) -> tuple[Lists, str]:
    """The lists that versions say together, the best version first, and the phone that shows."""
    lists: Lists = {}
    any_silent = False
    for data in datas:
        shown, silent = _lists_among(tuple(data))
        any_silent = any_silent or silent
        for slot, field, _ in shown:
            lists[field] = lists[field] + data[slot] if field in lists else data[slot]
    phone = _spoken_phone(datas) if any_silent else lists["phones"][0] if "phones" in lists else ""
    for field in _EACH_ONCE:
        if len(lists.get(field, ())) > 1:
            lists[field] = _each_once(field, lists[field])
    return lists, phone


def _spoken_phone(datas: list[Data]) -> str:
    """The first phone that somebody picks up. One that is said to be a fax first is a fax."""
    first: dict[str, tuple[str, bool]] = {}
    for data in datas:
        for slot, field, silent in _lists_among(tuple(data))[0]:
            for phone in data[slot] if field == "phones" else ():
                first.setdefault(item_key("phones", phone), (phone, silent))
    return next((phone for phone, silent in first.values() if not silent), "")


def _each_once(field: str, items: list[Any]) -> list[Any]:
    known = items[0]
    if all(item == known for item in items):
        return items[:1]
    first: dict[str, Any] = {}
    for item in items:
        first.setdefault(item_key(field, item), item)
    return list(first.values())


def _summary(kind: str, parts: dict[str, str], singles: Data, lists: Lists, phone: str) -> Summary:
    said = singles.get
    organization, nickname = said("organization", ""), said("nickname", "")
    emails, tags = lists.get("emails", ()), lists.get("tags", ())
    email = emails[0] if emails else ""
    address = lists["addresses"][0] if lists.get("addresses") else {}
    city = address.get("city", "")
    name = _name(kind, parts, (nickname, organization, email, phone))
    words = (name, nickname, organization, city, *tags, *emails, *lists.get("phones", ()))
    return Summary(
        kind, name, parts.get("given", ""), parts.get("family", ""), organization, said("title", ""), email, phone,
        city, address.get("country", ""), said("birthday", ""), said("stage", ""), None, said("consent.email") == "in",
        said("created_at", ""), "\n".join(tags), search_text(words),
    )  # fmt: skip


def _name(kind: str, parts: dict[str, str], others: tuple[str, str, str, str]) -> str:
    """The name in a list; `others` are the nickname, the organization, an email and a phone, which can stand for it."""
    if kind == "company" and others[1]:
        return others[1]
    if "prefix" in parts:  # "Dr." is said on the profile; a list is sorted and searched by the name itself
        parts = {part: text for part, text in parts.items() if part != "prefix"}
    return join_name(parts) or next(filter(None, others), "No name")


_SILENT = ("fax", "pager", "telex")


def _is_silent(label: str) -> bool:
    return any(word in label.lower() for word in _SILENT)


def search_text(said: Iterable[str]) -> str:
    """The folded words by which a contact is found, each once; phones as bare digits."""
    text = "\n".join(said)
    if text.isascii():
        return " ".join(dict.fromkeys(folded_words(text)))
    words: dict[str, None] = {}
    for word in text.split():
        words.update(dict.fromkeys(folded_words(word) if word.isascii() else _folded(word).split()))
    return " ".join(words)


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
