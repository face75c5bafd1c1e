"""Whatever stands in the cells: one answer for each row, in order, and never a blank among the data."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.taking.files import Meaning, taker

from deskcrm.domain.facts import Assertion, RecordFacts
from deskcrm.domain.mapping.model import ACTIVITY_SHAPES, SHAPES
from deskcrm.domain.taking.taken import merge_lines
from deskcrm.domain.unify import record_claims

COLUMNS: dict[str, Meaning] = {
    "Id": ("source_id", {"guard": "'", "skip": "0"}),
    "Name": "name",
    "First": "given",
    "Stage": "stage",
    "Mail": ("emails", {"label_column": "Label", "label_prefix": "* ", "else_from": "Name", "consent": "yes"}),
    "Label": "-",
    "Mails": ("emails.work", {"split": ";"}),
    "Tel": "phones.home",
    "Tels": ("phones", {"split": " ::: ", "guard": "'"}),
    "Tags": ("tags", {"split": ",", "quote": '"', "skip_prefix": "* "}),
    "Street": ("addresses.default.street", {"split": " ::: "}),
    "City": ("addresses.default.city", {"split": " ::: "}),
    "Address": ("addresses", {"lines": "|"}),
    "Born": ("birthday", {"order": "dmy"}),
    "Year": "birthday.year",
    "Month": "birthday.month",
    "Day": "birthday.day",
    "Since": ("created_at", {"order": "mdy", "zone": "Europe/Berlin"}),
    "May": "consent.email",
    "Not": "optout.phone",
    "Notes": "notes",
    "Size": "custom.Size",
    "No": "activity.key",
    "When": "activity.at",
    "Kind": "activity.kind",
    "Title": "activity.title",
    "Amount": ("activity.amount", {"decimal": ","}),
    "Back": "activity.refunded",
    "Currency": "activity.currency",
    "State": "activity.status",
    "Item": ("item.name", {"split": ";"}),
    "Qty": "item.quantity",
    "Price": "item.price",
    "Packed": ("item.name", {"pairs": "|", "split": ";"}),
}
TELLING = st.sampled_from(
    [
        "", " ", "-", "n/a", "anna@example.com", "A <a@example.com>; b@example.com", "+49 30 901820", "030/901820",
        "'4711", "2026-05-01", "31.02.2026", "03/04/05", "2026-05-01 25:61", "9999-12-31 23:59:59 -2300", "1.234,50 €",
        "9" * 40, "-0", "1e999", "NaN", "∞", "²", "٣", "yes", "no", "name:Mug|quantity:0|total:5", "name:|sku:",
        "quantity:999999999999999999|name:x|price:999999999999999999", '"a","b', '"', " ::: ", "a ::: b", "* x", "|",
        "a|b", "1|2|3", "\0", "\ufeff", "\ud800", "x\r\ny", "\u2028", "Ring 5\n50667 Köln", "12 rue  Lyon  69001  FR",
    ]
)  # fmt: skip
CELLS = st.one_of(TELLING, st.text(max_size=30), st.text(max_size=12).map(lambda t: f"2026-{t}"))
ROWS = st.lists(st.lists(CELLS, max_size=len(COLUMNS) + 2), max_size=6)
FULL_ROWS = st.lists(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)), min_size=1, max_size=4)


def is_filled(value: Any) -> bool:
    if isinstance(value, dict):
        return bool(value) and all(is_filled(part) for part in value.values())
    if isinstance(value, list):
        return bool(value) and all(is_filled(item) for item in value)
    return value != "" if isinstance(value, str) else value is not None


@settings(max_examples=150, deadline=None)
@given(ROWS, st.sampled_from(SHAPES))
def test_every_row_has_its_answer(rows: list[list[str]], shape: str) -> None:
    takens = taker(COLUMNS, shape).take(rows)
    assert len(takens) == len(rows)
    for row, taken in zip(rows, takens, strict=True):
        if shape not in ACTIVITY_SHAPES:  # an order's further lines take the currency of the row before
            assert taken == taker(COLUMNS, shape).take([row])[0]


@settings(max_examples=250, deadline=None)
@given(FULL_ROWS, st.sampled_from(SHAPES))
def test_blank_is_never_present(rows: list[list[str]], shape: str) -> None:
    takens = taker(COLUMNS, shape).take(rows)
    for taken in [*takens, merge_lines(takens)]:
        assert all(is_filled(value) for value in taken.data.values())
        assert all(is_filled(value) for value in (taken.activity or {}).values())


@settings(max_examples=150, deadline=None)
@given(FULL_ROWS)
def test_what_is_taken_can_be_unified(rows: list[list[str]]) -> None:
    for taken in taker(COLUMNS).take(rows):
        record = RecordFacts(1, 2, 50, [Assertion(1, 1, 1, taken.data)])
        for claim in record_claims(record, 1):
            assert is_filled(claim.value)
            assert claim.key or claim.field not in ("emails", "phones")
