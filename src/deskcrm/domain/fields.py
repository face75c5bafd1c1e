"""The one list of fields: tables, wizard, profile form, export and merge dialog all take theirs from here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class FieldKind(StrEnum):
    """How a field's value is written, edited and compared."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"  # ISO 8601: YYYY-MM-DD, or --MM-DD where the year is unknown
    CHOICE = "choice"
    NUMBER = "number"
    YES_NO = "yes_no"
    POINT = "point"  # a list of emails, phones, urls or handles
    ADDRESS = "address"  # a list of postal addresses
    TAGS = "tags"  # a list of words


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a contact: its key in code and files, its words on screen, and how its values behave."""

    key: str
    label: str
    kind: FieldKind
    group: str  # the heading it stands under: "name", "work", "reach", "about"
    plural: bool = False
    for_people: bool = True
    for_companies: bool = True


FIELDS: Final[tuple[Field, ...]] = (
    Field("prefix", "Title of address", FieldKind.TEXT, "name", for_companies=False),
    Field("given", "First name", FieldKind.TEXT, "name", for_companies=False),
    Field("additional", "Middle name", FieldKind.TEXT, "name", for_companies=False),
    Field("family", "Last name", FieldKind.TEXT, "name", for_companies=False),
    Field("suffix", "Suffix", FieldKind.TEXT, "name", for_companies=False),
    Field("nickname", "Nickname", FieldKind.TEXT, "name", for_companies=False),
    Field("organization", "Company", FieldKind.TEXT, "work"),
    Field("department", "Department", FieldKind.TEXT, "work", for_companies=False),
    Field("title", "Job title", FieldKind.TEXT, "work", for_companies=False),
    Field("emails", "Email", FieldKind.POINT, "reach", plural=True),
    Field("phones", "Phone", FieldKind.POINT, "reach", plural=True),
    Field("addresses", "Address", FieldKind.ADDRESS, "reach", plural=True),
    Field("urls", "Website", FieldKind.POINT, "reach", plural=True),
    Field("handles", "Handle", FieldKind.POINT, "reach", plural=True),
    Field("birthday", "Birthday", FieldKind.DATE, "about", for_companies=False),
    Field("anniversary", "Anniversary", FieldKind.DATE, "about", for_companies=False),
    Field("language", "Language", FieldKind.TEXT, "about"),
    Field("gender", "Gender", FieldKind.TEXT, "about", for_companies=False),
    Field("stage", "Stage", FieldKind.CHOICE, "about"),
    Field("keep_in_touch", "Keep in touch", FieldKind.TEXT, "about"),
    Field("tags", "Tags", FieldKind.TAGS, "about", plural=True),
    Field("notes", "Notes", FieldKind.LONG_TEXT, "about"),
    Field("source_ids", "Source ids", FieldKind.TAGS, "about", plural=True),
)

BY_KEY: Final[dict[str, Field]] = {f.key: f for f in FIELDS}
NAME_PARTS: Final[tuple[str, ...]] = ("prefix", "given", "additional", "family", "suffix")
POINT_FIELDS: Final[tuple[str, ...]] = ("emails", "phones", "urls", "handles")
LIST_FIELDS: Final[tuple[str, ...]] = tuple(f.key for f in FIELDS if f.plural)
SINGLE_FIELDS: Final[tuple[str, ...]] = tuple(f.key for f in FIELDS if not f.plural)
ADDRESS_PARTS: Final[tuple[str, ...]] = ("street", "extended", "city", "region", "postcode", "country")
CUSTOM_PREFIX: Final = "custom."

STAGES: Final[dict[str, str]] = {
    "subscriber": "Subscriber",
    "lead": "Lead",
    "opportunity": "Opportunity",
    "customer": "Customer",
    "repeat": "Repeat customer",
    "advocate": "Advocate",
    "lost": "Lost",
}
"""Lifecycle stages in their order, key to words. A contact moves forward by facts; "lost" is only ever stated."""


def label_of(key: str) -> str:
    """The words for a field key; an own field's key `custom.X` reads "X"."""
    if key.startswith(CUSTOM_PREFIX):
        return key[len(CUSTOM_PREFIX) :]
    field = BY_KEY.get(key)
    return field.label if field else key
