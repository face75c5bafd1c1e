"""All that a column can go to, in groups and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from deskcrm.domain.fields import ADDRESS_PARTS, CUSTOM_PREFIX
from deskcrm.domain.mapping.model import ACTIVITY_SHAPES, ACTIVITY_TARGETS, ITEM_TARGETS, is_single, target_label
from deskcrm.languages import tr, trc

NOT_IMPORTED_WORDS: Final = tr("Not imported, kept with the record")

SHAPES: Final[dict[str, str]] = {
    "people": tr("People"),
    "companies": tr("Companies"),
    "subscribers": tr("Newsletter subscribers"),
    "orders": tr("Orders"),
    "payments": tr("Payments"),
    "invoices": tr("Invoices"),
    "appointments": tr("Appointments"),
    "attendees": tr("Event attendees"),
    "tickets": tr("Support tickets"),
    "activities": tr("Visits, calls and notes"),
}
"""What a file can hold, in words."""

_GROUPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (tr("Name"), ("given", "family", "name", "prefix", "additional", "suffix", "nickname")),
    (trc("a group of fields", "Work"), ("organization", "title", "department")),
    (tr("Email and phone"), (
        "emails", "emails.work", "emails.home", "phones", "phones.mobile", "phones.work", "phones.home",
        "urls", "handles",
    )),
    (tr("Address"), (
        "addresses", *(f"addresses.default.{part}" for part in ADDRESS_PARTS),
        "addresses.home", *(f"addresses.home.{part}" for part in ADDRESS_PARTS),
        "addresses.work", *(f"addresses.work.{part}" for part in ADDRESS_PARTS),
    )),
    (tr("About them"), (
        "birthday", "anniversary", "language", "gender", "stage", "tags", "notes", "created_at",
        "birthday.day", "birthday.month", "birthday.year",
    )),
    (tr("May we write to them"), ("consent.email", "optout.email", "consent.phone", "optout.phone")),
    (tr("Who they are elsewhere"), ("source_id", "source_ids")),
)  # fmt: skip
_HAPPENED: Final = ((tr("What happened"), ACTIVITY_TARGETS), (tr("What was ordered"), ITEM_TARGETS))


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the picker; a heading has no target."""

    words: str
    target: str | None
    taken_by: str = ""


def choices(shape: str, header: str, taken: dict[str, str], sought: str = "") -> list[Choice]:
    """What a column of a file of this shape can go to, those first that fit what is sought.

    `taken` says which header has a target already.
    """
    folded = sought.casefold().split()
    found: list[Choice] = []
    if _fits(NOT_IMPORTED_WORDS, folded):
        found.append(Choice(NOT_IMPORTED_WORDS, "-"))
    groups = (*_HAPPENED, *_GROUPS) if shape in ACTIVITY_SHAPES else _GROUPS
    for heading, targets in groups:
        fitting = [t for t in targets if _fits(f"{target_label(t)} {heading}", folded)]
        if fitting:
            found.append(Choice(heading, None))
            found += [Choice(target_label(t), t, _taken(t, taken, header)) for t in fitting]
    return found + _own(header, " ".join(sought.split()), taken)


def _own(header: str, sought: str, taken: dict[str, str]) -> list[Choice]:
    names = list(dict.fromkeys(name.strip() for name in (sought, header) if name.strip()))
    own = [f"{CUSTOM_PREFIX}{name}" for name in names]
    return [
        Choice(tr("A field of your own"), None),
        *(Choice(target_label(t), t, _taken(t, taken, header)) for t in own),
    ]


def _fits(words: str, sought: list[str]) -> bool:
    parts = words.casefold().replace("(", " ").replace(")", " ").split()
    return all(any(part.startswith(word) for part in parts) for word in sought)


def _taken(target: str, taken: dict[str, str], header: str) -> str:
    by = taken.get(target, "")
    return by if by != header and is_single(target) else ""
