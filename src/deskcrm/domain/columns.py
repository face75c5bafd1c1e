"""The columns of lists: every field, the measures, and where somebody is known from; how each is compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from deskcrm.domain.cleaning.names import join_name
from deskcrm.domain.fields import (
    ADDRESS_LABELS,
    ADDRESS_PARTS,
    CUSTOM_PREFIX,
    FIELDS,
    LIST_FIELDS,
    NAME_PARTS,
    FieldKind,
)
from deskcrm.domain.unify import NAME, Unified
from deskcrm.languages import tr


class ColumnKind(StrEnum):
    """How the values of a column are compared."""

    TEXT = "text"  # folded: case, accents and marks aside
    NUMBER = "number"
    MONEY = "money"  # in minor units
    DATE = "date"  # ISO 8601, a day or a moment
    CHOICE = "choice"  # the key itself


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in code and saved views, its words on screen, and how it is compared."""

    key: str
    label: str
    kind: ColumnKind
    plural: bool = False


SOURCES: Final = "sources"
_KINDS = {FieldKind.DATE: ColumnKind.DATE, FieldKind.NUMBER: ColumnKind.NUMBER, FieldKind.CHOICE: ColumnKind.CHOICE}

COLUMNS: Final[tuple[Column, ...]] = (
    Column(NAME, tr("Name"), ColumnKind.TEXT),
    *(Column(f.key, f.label, _KINDS.get(f.kind, ColumnKind.TEXT), f.plural) for f in FIELDS if f.key != "addresses"),
    *(Column(part, tr(ADDRESS_LABELS[part]), ColumnKind.TEXT, plural=True) for part in ADDRESS_PARTS),
    Column(SOURCES, tr("Source"), ColumnKind.TEXT, plural=True),
    Column("email_consent", tr("Email consent"), ColumnKind.CHOICE),
    Column("phone_consent", tr("Phone consent"), ColumnKind.CHOICE),
    Column("orders", tr("Orders"), ColumnKind.NUMBER),
    Column("value", tr("Value"), ColumnKind.MONEY),
    Column("activities", tr("Entries"), ColumnKind.NUMBER),
    Column("first_at", tr("First contact"), ColumnKind.DATE),
    Column("last_at", tr("Last contact"), ColumnKind.DATE),
    Column("created_at", tr("Added"), ColumnKind.DATE),
    Column("stage_since", tr("Stage since"), ColumnKind.DATE),
    Column("contacted_at", tr("Last contacted"), ColumnKind.DATE),
    Column("first_order", tr("First order"), ColumnKind.DATE),
    Column("last_order", tr("Last order"), ColumnKind.DATE),
    Column("next_order", tr("Next order expected"), ColumnKind.DATE),
    Column("gap", tr("Days between orders"), ColumnKind.NUMBER),
    Column("average", tr("Average order"), ColumnKind.MONEY),
    Column("favourite", tr("Favourite product"), ColumnKind.TEXT),
    Column("segment", tr("Segment"), ColumnKind.CHOICE),
    Column("recency", tr("Recency score"), ColumnKind.NUMBER),
    Column("frequency", tr("Frequency score"), ColumnKind.NUMBER),
    Column("monetary", tr("Monetary score"), ColumnKind.NUMBER),
    Column("alive", tr("Comes back, percent"), ColumnKind.NUMBER),
    Column("expected", tr("Orders in 90 days"), ColumnKind.NUMBER),
)
BY_KEY: Final[dict[str, Column]] = {column.key: column for column in COLUMNS}
MEASURES: Final = frozenset(
    {"stage", "stage_since", "orders", "value", "activities", "first_at", "last_at", "created_at"}
)
"""What the row of a list has itself; the values of every other column are those that the profile shows."""

OUTLOOKS: Final = frozenset({"segment", "recency", "frequency", "monetary", "alive", "expected"})
"""Columns of how customers stand among all, in the last snapshot."""
FIGURES: Final = OUTLOOKS | {
    "contacted_at", "first_order", "last_order", "next_order", "gap", "average", "favourite",
}  # fmt: skip
"""Columns of the figures that are kept once wanted (`domain.measures`)."""

CONSENTS: Final = {"email_consent": "email", "phone_consent": "phone"}
"""Columns of what was said to being written to or called, and what the strong keys begin with that it was said of."""

CONSENT_WORDS: Final = {"in": tr("Opted in"), "out": tr("Opted out")}


def column(key: str, own_kinds: dict[str, ColumnKind] | None = None) -> Column | None:
    """The column of a key, own fields ("custom.Size") included; None where there is none.

    `own_kinds`: how the owner's own fields are compared, text where nothing is said.
    """
    if key.startswith(CUSTOM_PREFIX) and len(key) > len(CUSTOM_PREFIX):
        return Column(key, key[len(CUSTOM_PREFIX) :], (own_kinds or {}).get(key, ColumnKind.TEXT))
    return BY_KEY.get(key)


def values(unified: Unified, sources: Iterable[str], key: str) -> Sequence[str]:
    """What a profile shows in a column that is no measure: texts, none for blank, several for lists."""
    if key == NAME:
        name = join_name({part: text for part, text in unified.name.items() if part != "prefix"})
        return [name] if name else []
    if key in NAME_PARTS:
        return [unified.name[key]] if key in unified.name else []
    if key in ADDRESS_PARTS:
        return _each_once(str(claim.value.get(key, "")) for claim in unified.lists.get("addresses", ()))
    if key == SOURCES:
        return _each_once(sources)
    if key in LIST_FIELDS:
        return _each_once(str(claim.value) for claim in unified.lists.get(key, ()))
    text = unified.text(key)
    return [text] if text else []


def _each_once(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]
