"""What a list of people or of companies can be filtered by and show: fields, measures, the owner's own fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from deskcrm.domain.colours import SOURCE, TAG
from deskcrm.domain.columns import COLUMNS, CONSENT_WORDS, CONSENTS, ColumnKind
from deskcrm.domain.columns import Column as Subject
from deskcrm.domain.fields import BY_KEY
from deskcrm.domain.filters import words_of_choice
from deskcrm.domain.measures import SEGMENTS
from deskcrm.ui import words
from deskcrm.ui.models import columns
from deskcrm.ui.models.columns import COMPANY_COLUMNS, KNOWN, PEOPLE_COLUMNS, Column

if TYPE_CHECKING:
    from deskcrm.services.own_fields import OwnField
    from deskcrm.services.workspace import Workspace

_SHOWN_AS: Final = {"emails": "email", "phones": "phone"}
"""Lists show the first email; filters look at all of them."""

_FIRST: Final = (
    "stage", "tags", "city", "sources", "organization", "last_at", "orders", "value", "created_at", "birthday", "name",
    "emails", "phones",
)  # fmt: skip
_PLACE: Final = {key: place for place, key in enumerate(_FIRST)}
_MOMENTS: Final = frozenset(
    {"first_at", "last_at", "created_at", "stage_since", "contacted_at", "first_order", "last_order"}
)
_COLOURED: Final = {"tags": TAG, "sources": SOURCE}
_OWN_KINDS: Final = {"number": ColumnKind.NUMBER, "date": ColumnKind.DATE}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The columns of one kind of contact, by their words. `currency` is that of amounts in filters."""

    kind: str
    own: tuple[OwnField, ...] = ()
    currency: str = "EUR"

    @property
    def subjects(self) -> list[Subject]:
        """What can be filtered by: what lists are mostly filtered by comes first."""
        fitting = [_named(subject) for subject in COLUMNS if self._fits(subject.key)]
        first = sorted((one for one in fitting if one.key in _PLACE), key=lambda one: _PLACE[one.key])
        return first + [_own(field) for field in self.own] + [one for one in fitting if one.key not in _PLACE]

    def subject(self, key: str) -> Subject | None:
        """Return what has this key."""
        return next((subject for subject in self.subjects if subject.key == key), None)

    def choices(self, key: str) -> list[tuple[str, str]]:
        """Return the values that a column can have, each with its words; none where they are not known beforehand."""
        if key == "stage":
            return list(words.stages().items())
        if key in CONSENTS:
            return list(CONSENT_WORDS.items())
        if key == "segment":
            return list(SEGMENTS.items())
        for field in self.own:
            if field.column == key:
                return [(choice, choice) for choice in field.choices]
        return []

    @property
    def columns(self) -> list[Column]:
        """What can be shown: the usual columns first."""
        usual = list(self.usual)
        keys = {column.key for column in usual}
        others = (_shown(subject) for subject in self.subjects)
        return usual + [column for column in others if column.key not in keys]

    @property
    def usual(self) -> tuple[Column, ...]:
        """What is shown where the owner chose nothing."""
        return COMPANY_COLUMNS if self.kind == "company" else PEOPLE_COLUMNS

    def chosen(self, keys: Sequence[tuple[str, int]]) -> tuple[Column, ...]:
        """Return the columns of these keys with their widths, the name always first; the usual ones for none."""
        by_key = {column.key: column for column in self.columns}
        found = [replace(by_key[key], width=width) for key, width in keys if key in by_key]
        if not found:
            return self.usual
        names = [column for column in found if column.key == "name"] or [by_key["name"]]
        return (*names, *(column for column in found if column.key != "name"))

    def _fits(self, key: str) -> bool:
        field = BY_KEY.get(key)
        return field is None or (field.for_companies if self.kind == "company" else field.for_people)


def _named(subject: Subject) -> Subject:
    """Money is called as its column in the list is."""
    known = KNOWN.get(subject.key)
    return replace(subject, label=known.label) if known and subject.kind is ColumnKind.MONEY else subject


def _own(field: OwnField) -> Subject:
    return Subject(field.column, field.label, _OWN_KINDS.get(field.kind, ColumnKind.TEXT))


def _shown(subject: Subject) -> Column:
    known = KNOWN.get(_SHOWN_AS.get(subject.key, subject.key))
    if known is not None:
        return known
    if subject.kind is ColumnKind.MONEY:
        return columns.money_column(subject.key, subject.label)
    if subject.kind is ColumnKind.NUMBER:
        return columns.number_column(subject.key, subject.label)
    if subject.kind is ColumnKind.DATE:
        make = columns.moment_column if subject.key in _MOMENTS else columns.day_column
        return make(subject.key, subject.label)
    marked = _COLOURED.get(subject.key, "")
    return columns.text_column(subject.key, subject.label, partial(_choice, subject.key), marked)


def _choice(key: str, value: str) -> str:
    return words_of_choice(key, value, words.stages())


def read_catalogue(ws: Workspace, kind: str) -> Catalogue:
    """Read what lists of this kind can show now."""
    from deskcrm.services import own_fields, settings

    return Catalogue(kind, (*own_fields.every(ws), *own_fields.brought(ws)), settings.currency(ws))
