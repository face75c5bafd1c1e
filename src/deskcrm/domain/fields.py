"""The one list of fields: tables, wizard, profile form, export and merge dialog all take theirs from here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from deskcrm.languages import english, tr


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
    """One field of a contact: its key in code, its English words in files, and how its values behave."""

    key: str
    english: str
    kind: FieldKind
    group: str  # the heading it stands under: "name", "work", "reach", "about"
    plural: bool = False
    for_people: bool = True
    for_companies: bool = True

    @property
    def label(self) -> str:
        """The words on screen."""
        return tr(self.english)


FIELDS: Final[tuple[Field, ...]] = (
    Field("prefix", english("Title of address"), FieldKind.TEXT, "name", for_companies=False),
    Field("given", english("First name"), FieldKind.TEXT, "name", for_companies=False),
    Field("additional", english("Middle name"), FieldKind.TEXT, "name", for_companies=False),
    Field("family", english("Last name"), FieldKind.TEXT, "name", for_companies=False),
    Field("suffix", english("Suffix"), FieldKind.TEXT, "name", for_companies=False),
    Field("nickname", english("Nickname"), FieldKind.TEXT, "name", for_companies=False),
    Field("organization", english("Company"), FieldKind.TEXT, "work"),
    Field("department", english("Department"), FieldKind.TEXT, "work", for_companies=False),
    Field("title", english("Job title"), FieldKind.TEXT, "work", for_companies=False),
    Field("emails", english("Email"), FieldKind.POINT, "reach", plural=True),
    Field("phones", english("Phone"), FieldKind.POINT, "reach", plural=True),
    Field("addresses", english("Address"), FieldKind.ADDRESS, "reach", plural=True),
    Field("urls", english("Website"), FieldKind.POINT, "reach", plural=True),
    Field("handles", english("Handle"), FieldKind.POINT, "reach", plural=True),
    Field("birthday", english("Birthday"), FieldKind.DATE, "about", for_companies=False),
    Field("anniversary", english("Anniversary"), FieldKind.DATE, "about", for_companies=False),
    Field("language", english("Language"), FieldKind.TEXT, "about"),
    Field("gender", english("Gender"), FieldKind.TEXT, "about", for_companies=False),
    Field("stage", english("Stage"), FieldKind.CHOICE, "about"),
    Field("keep_in_touch", english("Keep in touch"), FieldKind.TEXT, "about"),
    Field("tags", english("Tags"), FieldKind.TAGS, "about", plural=True),
    Field("notes", english("Notes"), FieldKind.LONG_TEXT, "about"),
    Field("source_ids", english("Source ids"), FieldKind.TAGS, "about", plural=True),
)

BY_KEY: Final[dict[str, Field]] = {f.key: f for f in FIELDS}
NAME_PARTS: Final[tuple[str, ...]] = ("prefix", "given", "additional", "family", "suffix")
POINT_FIELDS: Final[tuple[str, ...]] = ("emails", "phones", "urls", "handles")
LIST_FIELDS: Final[tuple[str, ...]] = tuple(f.key for f in FIELDS if f.plural)
SINGLE_FIELDS: Final[tuple[str, ...]] = tuple(f.key for f in FIELDS if not f.plural)
ADDRESS_PARTS: Final[tuple[str, ...]] = ("street", "extended", "city", "region", "postcode", "country")
ADDRESS_LABELS: Final[dict[str, str]] = {
    "street": english("Street"),
    "extended": english("Address line 2"),
    "city": english("City"),
    "region": english("Region"),
    "postcode": english("Postcode"),
    "country": english("Country"),
}
"""The parts of an address, key to the English words for it alone."""
CUSTOM_PREFIX: Final = "custom."

ENGLISH_STAGES: Final[dict[str, str]] = {
    "subscriber": english("Subscriber"),
    "lead": english("Lead"),
    "opportunity": english("Opportunity"),
    "customer": english("Customer"),
    "repeat": english("Repeat customer"),
    "advocate": english("Advocate"),
    "lost": english("Lost"),
}
"""Lifecycle stages in their order, key to the words that files have which come back."""

STAGES: Final[dict[str, str]] = {key: tr(words) for key, words in ENGLISH_STAGES.items()}
"""Lifecycle stages in their order, key to words. A contact moves forward by facts; "lost" is only ever stated."""


def label_of(key: str) -> str:
    """The words for a field key; an own field's key `custom.X` reads "X"."""
    if key.startswith(CUSTOM_PREFIX):
        return key[len(CUSTOM_PREFIX) :]
    field = BY_KEY.get(key)
    return field.label if field else key


def english_of(key: str) -> str:
    """The words for a field key in files that come back."""
    return BY_KEY[key].english if key in BY_KEY else label_of(key)


def is_called(header: str, key: str) -> bool:
    """Whether a header is a field's name: in English, as files have it that come back, or in the owner's language."""
    field = BY_KEY.get(key)
    return field is not None and header in (field.english, field.label)
