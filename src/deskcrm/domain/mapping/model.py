"""A file's mapping: which column goes to which field, why, and the grammar of targets that says so.

A target is one of:

- ``""`` or ``"-"``: kept with the record, not imported;
- a single field of the field list: ``given``, ``organization``, ``birthday``, ``notes`` ...;
- ``prefix``: several columns may go there, "Herr" and "Dr."; their words are joined in the order of the file;
- ``name``: the whole name in one cell. Beside name parts it counts only in rows whose parts are blank;
- ``birthday.year``, ``birthday.month``, ``birthday.day``: a date that stands in three columns;
- ``emails``, ``phones``, ``urls``, ``handles``, each with a label after the dot where one is known: ``emails.work``;
- ``addresses`` or ``addresses.home``: a whole address in one cell; ``addresses.home.city``: one part of it.
  The middle word tells addresses of one row apart and is their label, but for ``default`` and numbers, which are none.
  Several columns may go to one ``extended``: they are further lines, joined in the order of the file;
- ``tags``, ``source_id`` (the person's key in this source), ``source_ids`` (keys in other systems), ``created_at``;
- ``consent.email``, ``consent.phone``: yes is an opt-in; ``optout.email``, ``optout.phone``: yes is an opt-out;
- ``custom.X``: the owner's own field X;
- ``activity.*`` and ``item.*``: what happened, and the lines of an order. ``activity.time`` is a time without a date,
  joined to the day that ``activity.at`` gives in the same row.

Options of a column, all text:

- ``order``: ``dmy``, ``mdy`` or ``ymd``; ``decimal``: ``,`` or ``.``; ``currency``; ``zone``: an IANA name;
- ``split``: what parts several values in one cell; ``quote``: what may enclose each of them;
- ``skip``: values that are no data, parted by ``|``; ``skip_prefix``: values that begin so are none either;
- ``guard``: one character to strip from the front of a cell (Shopify guards numbers with an apostrophe);
- ``label_column``: the header of the column with this one's label, row by row; ``label_prefix``: to strip from it;
- ``else_from``: the header of the column in which to look for an email in brackets when this cell holds none;
- ``lines``: what parts the lines of a whole address; ``pairs``: what parts the ``key:value`` of a packed order line;
- ``key``: ``yes`` where the value is also the row's key in its source;
- ``consent``: ``yes`` or ``no``, what the whole file says about these emails; ``consent_at``: the column with its time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from deskcrm.domain import pointlabels
from deskcrm.domain.fields import ADDRESS_LABELS, ADDRESS_PARTS, BY_KEY, CUSTOM_PREFIX, POINT_FIELDS, SINGLE_FIELDS
from deskcrm.domain.mapping.words import fold_header
from deskcrm.languages import english, tr

NOT_IMPORTED: Final = "-"
SHAPES: Final = (
    "people",
    "companies",
    "orders",
    "payments",
    "invoices",
    "attendees",
    "subscribers",
    "appointments",
    "tickets",
    "activities",
)
SHAPE_WORDS: Final = {
    "people": tr("people"),
    "companies": tr("companies"),
    "orders": tr("orders"),
    "payments": tr("payments"),
    "invoices": tr("invoices"),
    "attendees": tr("attendees"),
    "subscribers": tr("subscribers"),
    "appointments": tr("appointments"),
    "tickets": tr("tickets"),
    "activities": tr("activities"),
}
"""What a file is a list of, in words."""
ACTIVITY_SHAPES: Final = frozenset(SHAPES) - {"people", "companies", "subscribers"}
DEFAULT_GROUP: Final = "default"  # the address without a label: addresses.default.city

ACTIVITY_TARGETS: Final = tuple(
    f"activity.{part}"
    for part in ("key", "at", "time", "kind", "title", "text", "amount", "currency", "status", "refunded")
)
ITEM_TARGETS: Final = ("item.name", "item.sku", "item.quantity", "item.price")
OTHER_TARGETS: Final = (
    "name",
    "source_id",
    "created_at",
    "consent.email",
    "consent.phone",
    "optout.email",
    "optout.phone",
    "birthday.year",
    "birthday.month",
    "birthday.day",
)
_PLAIN: Final = frozenset(
    (*SINGLE_FIELDS, *ACTIVITY_TARGETS, *ITEM_TARGETS, *OTHER_TARGETS, *POINT_FIELDS, "addresses", "tags", "source_ids")
)
_NO_OPTIONS: Final[Mapping[str, str]] = MappingProxyType({})
COLUMN_OPTIONS: Final = frozenset({"label_column", "else_from", "consent_at"})  # options that name another column
_LABELS: Final = {
    "": english("Not imported"),
    "-": english("Not imported"),
    "name": english("Name"),
    "source_id": english("Source id"),
    "created_at": english("Known since"),
    "consent.email": english("Newsletter consent"),
    "consent.phone": english("Text message consent"),
    "optout.email": english("Newsletter opt-out"),
    "optout.phone": english("Text message opt-out"),
    "activity.key": english("Number"),
    "activity.at": english("Date"),
    "activity.time": english("Time"),
    "activity.kind": english("Kind"),
    "activity.title": english("Title"),
    "activity.text": english("Text"),
    "activity.amount": english("Amount"),
    "activity.currency": english("Currency"),
    "activity.status": english("Status"),
    "activity.refunded": english("Refunded"),
    "item.name": english("Product"),
    "item.sku": english("Product number"),
    "item.quantity": english("Quantity"),
    "item.price": english("Price"),
}
_OWN_FIELD: Final = english("Own field “{label}”")
_PART_OF_BIRTHDAY: Final = english("Birthday: {part}")
_DAY_PARTS: Final = {"year": english("year"), "month": english("month"), "day": english("day")}


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of a file means."""

    header: str
    target: str
    why: str
    sure: bool
    samples: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=lambda: _NO_OPTIONS)


@dataclass(frozen=True, slots=True)
class FileMapping:
    """What a whole file is: its shape, who wrote it, the source it belongs to, and one column for each header."""

    shape: str
    exporter: str  # in words: "Shopify customers"; "" where unknown
    source: str  # the proposed source name: "Shopify"; "" where it must be asked
    columns: tuple[Column, ...]
    questions: tuple[str, ...] = ()


def signature(headers: Sequence[str]) -> str:
    """A stable mark of a file's layout, by which its mapping is remembered; order, case and spacing don't count."""
    text = "\n".join(sorted(fold_header(h) for h in headers))
    return hashlib.sha256(f"headers 1\n{text}".encode()).hexdigest()[:32]


def split_target(target: str) -> tuple[str, str, str]:
    """`addresses.home.city` as its field, label or address group, and part; what is not there is empty.

    >>> split_target("emails.work")
    ('emails', 'work', '')
    """
    head, _, rest = target.partition(".")
    if head == "addresses":
        group, _, part = rest.partition(".")
        return head, group, part
    return head, rest, ""


def is_target(target: str) -> bool:
    """Whether a target keeps to the grammar."""
    if target in ("", NOT_IMPORTED) or target in _PLAIN:
        return True
    field_key, label, part = split_target(target)
    if f"{field_key}." == CUSTOM_PREFIX or field_key in POINT_FIELDS:
        return bool(label.strip())
    return field_key == "addresses" and bool(label.strip()) and (not part or part in ADDRESS_PARTS)


def is_single(target: str) -> bool:
    """Whether only one column of a file can go to this target."""
    if target in ("", NOT_IMPORTED, "prefix", "tags", "source_ids", "item.name"):
        return False
    field_key, _, part = split_target(target)
    return field_key not in POINT_FIELDS and not (field_key == "addresses" and part in ("", "extended"))


def target_label(target: str, say: Callable[[str], str] = tr) -> str:
    """The words for a target on screen: "First name", "Phone (work)", "City (home)", "Own field “Total Spent”".

    `say`: how words are said, `english` for those of files that come back.
    """
    if target in _LABELS:
        return say(_LABELS[target])
    field_key, label, part = split_target(target)
    if f"{field_key}." == CUSTOM_PREFIX:
        return say(_OWN_FIELD).format(label=label)
    if field_key == "birthday" and label:
        return say(_PART_OF_BIRTHDAY).format(part=say(_DAY_PARTS.get(label, label)))
    words = say(ADDRESS_LABELS[part]) if part in ADDRESS_LABELS else part.capitalize()
    words = words or (say(BY_KEY[field_key].english) if field_key in BY_KEY else target)
    if not label or label == DEFAULT_GROUP:
        return words
    return f"{words} ({pointlabels.said(label) if say is tr else label})"


def with_target(column: Column, target: str, why: str, sure: bool = True) -> Column:
    """The column sent elsewhere: by the owner's choice, or because another one has its field."""
    return replace(column, target=target, why=why, sure=sure)
