"""The rows of a dry run in words for a table: one line for a new person, one for each cell that would change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from deskcrm.domain.fields import BY_KEY, FIELDS, NAME_PARTS, POINT_FIELDS
from deskcrm.domain.mapping.model import target_label
from deskcrm.domain.views import Candidate, FieldChange, RowChange
from deskcrm.languages import number, tr
from deskcrm.ui import words
from deskcrm.ui.screens.importing.table import PROBLEM_COLUMNS, Cell, Column, sentence
from deskcrm.ui.screens.profile_parts.saying import text_of

CHANGED_COLUMNS: Final = (
    Column(tr("Person"), 130, 6, "strong"),
    Column(tr("Row"), 58, 0, "number"),
    Column(tr("Field"), 94, 3, "muted"),
    Column(tr("Now"), 120, 10, "old"),
    Column(tr("After"), 120, 11, "new"),
    Column(tr("Why"), 130, 6, "small"),
)
NEW_COLUMNS: Final = (
    Column(tr("Person"), 150, 6, "strong"),
    Column(tr("Row"), 58, 0, "number"),
    Column(tr("What comes in"), 220, 16, ""),
)
LIKE_COLUMNS: Final = (*NEW_COLUMNS, Column(tr("Looks like"), 150, 9, "warning"))
"""The columns of new people where one of them looks like somebody who is here."""
SAME_COLUMNS: Final = (
    Column(tr("Person"), 150, 6, "strong"),
    Column(tr("Row"), 58, 0, "number"),
    Column("", 300, 24, "small"),
)
REFUSED_COLUMNS: Final = (Column(tr("Person"), 130, 3, "strong"), *PROBLEM_COLUMNS)
COLUMNS: Final = {
    "new": NEW_COLUMNS,
    "changed": CHANGED_COLUMNS,
    "same": SAME_COLUMNS,
    "problems": PROBLEM_COLUMNS,
    "waiting": REFUSED_COLUMNS,
    "left_out": REFUSED_COLUMNS,
}
LIKE: Final = 3
"""The column of a new person's line that says whom they look like."""
_KEYS: Final = {field.label: field.key for field in FIELDS}
_GROWING: Final = frozenset({*POINT_FIELDS, "tags"})
_ORDER: Final = {field.label: number for number, field in enumerate(FIELDS)}
_NAMES: Final = {BY_KEY[key].label for key in NAME_PARTS}

Line = tuple[str | Cell, ...]


def lines_of(kind: str, change: RowChange, country: str) -> list[Line]:
    """The lines of one row under the columns of its kind."""
    name, row = change.name or tr("No name"), number(change.row)
    if kind == "problems":
        (cell,) = change.fields
        return [(row, cell.field, cell.before, sentence(cell.why))]
    if kind in ("waiting", "left_out"):
        (cell,) = change.fields
        return [(change.name, row, cell.field, cell.before, sentence(cell.why))]
    if kind == "new":
        return [(name, row, " · ".join(_news(change, country)) or tr("nothing but the name"))]
    if kind == "same":
        return [(name, row, tr("nothing changes"))]
    lines = [_changed(name, row, field, country) for field in change.fields if field.before != field.after]
    if lines:
        return lines
    happened = _happened(change.happened, country)
    why = change.fields[0].why if change.fields else tr("recognised")
    return [
        (name, row, tr("Timeline") if happened else "", "", Cell(happened or tr("nothing that shows"), "muted"), why)
    ]


def like_words(like: Candidate) -> str:
    """Whom a new person looks like, and why: "Anna Weber: same phone, name 94 %"."""
    reasons = [reason.text for reason in like.evidence if reason.weight > 0][:2]
    return f"{like.name}: {', '.join(reasons)}" if reasons else like.name


def _changed(name: str, row: str, change: FieldChange, country: str) -> Line:
    before, after = _shown(change, change.before, country), _shown(change, change.after, country)
    key = _KEYS.get(change.field)
    grows = key in _GROWING and set(before.split(", ")) <= set(after.split(", "))
    grows = grows or (key == "addresses" and bool(before) and after.endswith(f", {before}"))
    return (
        name,
        row,
        _label(change.field),
        Cell(before, "muted" if grows else "old") if before else Cell(tr("empty"), "none"),
        after or Cell(tr("empty"), "muted"),
        change.why,
    )


def _news(change: RowChange, country: str) -> list[str]:
    """What comes in with somebody new, beside the name, in the order of the field list; what happened first."""
    known = sorted((f for f in change.fields if f.field not in _NAMES), key=lambda f: _ORDER.get(f.field, len(_ORDER)))
    said = [text for f in known if (text := _shown(f, f.after, country))]
    happened = _happened(change.happened, country)
    return [happened, *said] if happened else said


def _happened(happened: Mapping[str, object], _country: str) -> str:
    """What happened, in words: "Order 1042, 64.00 EUR, 13 March 2026"."""
    if not happened:
        return ""
    title = str(happened.get("title") or happened.get("kind", "")).replace("_", " ")
    amount, currency = happened.get("amount"), str(happened.get("currency", ""))
    money = words.money(amount, currency) if isinstance(amount, int) else ""
    at = str(happened.get("at", ""))
    return ", ".join(part for part in (sentence(title), money, words.day(at) if at else "") if part)


def _shown(change: FieldChange, text: str, country: str) -> str:
    """A value as the profile will say it: phones as people write them, days and moments as words."""
    if change.field == "created_at" and text:
        return f"{_label(change.field)} {words.day(text)}" if change.why == tr("new") else words.day(text)
    key = _KEYS.get(change.field, "")
    if key == "phones":
        text = ", ".join(text_of(key, phone, country) for phone in text.split(", "))
    elif key:
        text = text_of(key, text, country)
    return " ".join(text.split())


def _label(field: str) -> str:
    return target_label(field) if field == "created_at" else field
