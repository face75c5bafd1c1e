"""What commands answer, as the documents that programs read, and as words for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from deskcrm.domain import pointlabels
from deskcrm.domain.fields import ADDRESS_PARTS, FIELDS
from deskcrm.domain.tasks import with_offset
from deskcrm.languages import number, regional, tr

if TYPE_CHECKING:
    from deskcrm.domain.views import HistoryEntry, ListRow, MergeView, ProfileView, TaskView, TimelineEntry, Value

Document = dict[str, Any]


def list_row(row: ListRow) -> Document:
    """One line of a list."""
    keys = ("id", "kind", "name", "organization", "email", "phone", "city", "stage", "last_at", "orders", "value")
    return {**{key: getattr(row, key) for key in keys}, "currency": row.currency}


def profile(found: ProfileView, timeline: Sequence[TimelineEntry]) -> Document:
    """Everything known of one contact."""
    return {
        "id": found.id,
        "ids": list(found.ids),
        "kind": found.kind,
        "name": found.name,
        "stage": found.stage,
        "stage_since": found.stage_since,
        "removed": found.removed,
        "archived": found.archived,
        "fields": {"name": found.name, **found.fields},
        "values": {key: [_value(value) for value in values] for key, values in found.values.items()},
        "records": [
            {
                "id": record.id, "contact": record.contact, "source": record.source,
                "external_key": record.external_key, "batch": record.batch, "file": record.file, "row": record.row,
                "live": record.live,
            }
            for record in found.records
        ],
        "timeline": [activity(entry) for entry in timeline],
        "tasks": [task(one) for one in found.tasks],
        "links": [{"contact": o.contact, "kind": o.kind, "name": o.name, "role": o.role} for o in found.links],
        "merges": [merge(one) for one in found.merges],
        "measures": found.measures,
    }  # fmt: skip


def merge(found: MergeView) -> Document:
    """One edge that was made at a contact; `undone_at`: since when it doesn't stand, or null."""
    return {
        "id": found.id, "survivor": found.survivor, "loser": found.loser, "operation": found.operation,
        "at": found.at, "undone_at": found.ended_at,
    }  # fmt: skip


def _value(value: Value) -> Document:
    keys = ("value", "shown", "formerly", "removed", "record", "source", "why", "batch", "file", "row", "at")
    return {key: getattr(value, key) for key in keys}


def activity(entry: TimelineEntry) -> Document:
    """One thing that happened. `amount` is in minor units of `currency`."""
    keys = ("id", "kind", "at", "title", "text", "amount", "currency", "source", "status", "contact", "batch", "row")
    return {**{key: getattr(entry, key) for key in keys}, "items": list(entry.items)}


def task(one: TaskView) -> Document:
    """One to-do. Times have the offset of the owner's zone; a day has none."""
    keys = ("id", "title", "contact", "name", "kind", "notes", "priority", "zone", "repeat", "done_at", "outcome")
    times = {"due": with_offset(one.due, one.zone), "remind_at": with_offset(one.remind_at, one.zone)}
    return {**{key: getattr(one, key) for key in keys}, **times}


def operation(entry: HistoryEntry) -> Document:
    """One operation of History."""
    keys = ("id", "at", "kind", "summary", "detail", "undoable", "why_not", "undone_at")
    return {**{key: getattr(entry, key) for key in keys}, "contacts": list(entry.contacts)}


# Words ----------------------------------------------------------------------------------------------------------------


def field_lines(found: ProfileView) -> Iterator[tuple[str, str, str]]:
    """What a profile shows: label, value, and the sources that say it."""
    for field in FIELDS:
        shown = found.fields.get(field.key)
        for item in shown if isinstance(shown, list) else [shown]:
            if item:
                yield field.label, item_words(item), _said_by(found, field.key, item)
    for name, value in found.fields.get("custom", {}).items():
        yield name, str(value), _said_by(found, f"custom.{name}", value)
    if found.measures.get("orders"):
        worth, orders = money(found.measures["value"], found.measures["currency"]), found.measures["orders"]
        yield tr("Orders"), tr("{number} for {amount}", number=orders, amount=worth), ""
        if found.measures.get("in_words"):
            yield tr("Rhythm"), found.measures["in_words"], ""


def _said_by(found: ProfileView, key: str, item: Any) -> str:
    bare = item.get("value", item) if isinstance(item, dict) else item
    names = []
    for value in found.values.get(key, ()):
        said = value.value.get("value", value.value) if isinstance(value.value, dict) else value.value
        if said == bare and not value.removed and not value.formerly:
            names.append(value.source)
    return ", ".join(dict.fromkeys(names))


def item_words(item: Any) -> str:
    """One value in words: a point with its label, an address on one line."""
    if not isinstance(item, dict):
        return str(item)
    label = f" ({pointlabels.said(item['label'])})" if item.get("label") else ""
    if "value" in item:
        said = f"{item['value']}{label}"
        consent = {"in": tr("may be written to"), "out": tr("must not be written to")}.get(item.get("consent", ""))
        return f"{said}, {consent}" if consent else said
    from deskcrm.domain.cleaning.addresses import join_address

    return join_address({part: item[part] for part in ADDRESS_PARTS if part in item}) + label


def money(minor: int | None, currency: str) -> str:
    """An amount in minor units in words: "1,250.00 EUR"; "" for none."""
    if minor is None:
        return ""
    from deskcrm.domain.cleaning.money import from_minor

    amount = from_minor(minor, currency)
    return f"{regional.decimal(amount, -int(amount.as_tuple().exponent))} {currency}".rstrip()


def counts_words(people: int, companies: int, activities: int) -> str:
    """What a workspace holds: "4 people, 1 companies, 12 activities"."""
    return ", ".join(
        (
            tr("{number} people", number=number(people)),
            tr("{number} companies", number=number(companies)),
            tr("{number} activities", number=number(activities)),
        )
    )
